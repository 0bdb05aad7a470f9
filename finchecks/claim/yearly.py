"""A rate by the year beside the change in all: "has gained 85% in five years, which is 13.1% a year".

The two values are those that the change in all is of, wherever they are told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from finchecks.claim.changes import change_cue, find_cue
from finchecks.claim.context import Context, Figure
from finchecks.claim.hypothesis import Bound, Hypothesis, known_right
from finchecks.claim.weigh import Signals, bits_of
from finchecks.quantity import Quantity
from finchecks.rule import Rule

#: words between a rate and what says that it is by the year
_REACH = 3
#: a change in all is known from so many bits
_KNOWN = 3.0


def yearly(context: Context, rules: Mapping[str, Rule], found: Sequence[Hypothesis]) -> list[Hypothesis]:
    """Compound growth over the two values that the percentage before it compares."""
    rule = rules.get("cagr")
    if rule is None:
        return []
    rates: list[tuple[Figure, Figure, Quantity]] = []
    for claim in context.figures:
        change = context.figures[claim.index - 1] if claim.index else None
        if (
            change is None
            or change.sentence != claim.sentence
            or {claim.q.kind, change.q.kind} != {"percent"}
        ):
            continue
        cue = find_cue(claim, context, ("compound",))
        if cue is None or cue.distance > _REACH or abs(change.q.value) <= abs(claim.q.value):
            continue
        years = _years(context, claim)
        if years is not None:
            rates.append((claim, change, years))
    if not rates:
        return []
    known = known_right(found, "percent_change", _KNOWN)
    made: list[Hypothesis] = []
    for claim, change, years in rates:
        whole = known.get(change.q.start)
        if whole is None or {b.role for b in whole.bound} != {"new", "old"}:
            continue
        by_role = {b.role: b for b in whole.bound}
        ends = (
            replace(by_role["new"], role="end"),
            replace(by_role["old"], role="start"),
            Bound("years", years, "year"),
        )
        s: Signals = {"prior yearly": 1}
        said = change_cue(claim, context)
        direction = said.direction if said is not None and said.direction is not None else whole.direction
        one = Hypothesis(rule, claim, ends, s, bits_of(s, context.weights), direction, whole.cue)
        one.judge()
        made.append(one)
    return made


def _years(context: Context, claim: Figure) -> Quantity | None:
    """The one number of years that the sentence says."""
    start, end = context.sentence_span(claim.sentence)
    said = [d for d in context.durations if d.unit == "year" and d.value > 1 and start <= d.start < end]
    return said[0] if len(said) == 1 else None
