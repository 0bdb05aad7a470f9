"""The middle of a range: "$352 million to $360 million, or $356 million at the midpoint"."""

from __future__ import annotations

from collections.abc import Mapping

from finchecks.claim.changes import says
from finchecks.claim.context import Context, Figure
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.weigh import Signals, bits_of, magnitude
from finchecks.rule import Rule

#: words before and after an amount that call it the middle; figures before it, and sentences, among which the
#: range stands
_BEFORE, _AFTER, _FIGURES, _SENTENCES = 9, 4, 14, 4
#: words from where it is called so to the amount: "the midpoint is _"
_NEAR = 2


def midpoints(context: Context, rules: Mapping[str, Rule]) -> list[Hypothesis]:
    """Hypotheses of amounts that are called the middle of a range told beside them."""
    rule = rules.get("midpoint")
    if rule is None:
        return []
    found: list[Hypothesis] = []
    for claim in context.figures:
        q = claim.q
        called = "" if q.is_range else _called(context, claim)
        if not called:
            continue
        near = context.figures[max(0, claim.index - _FIGURES) : claim.index + 2]
        ranges = [
            f
            for f in near
            if f.q.is_range
            and (f.q.kind, f.q.unit) == (q.kind, q.unit)
            and 0 <= claim.sentence - f.sentence <= _SENTENCES
        ]
        for told in ranges:
            half = told.q.step / 2
            bound = (
                Bound("low", told.q, q.unit, value=told.q.low + half),
                Bound("high", told.q, q.unit, value=told.q.high - half),
            )
            s: Signals = {"prior midpoint": 1, called: 1}
            apart = claim.sentence - told.sentence
            if not apart:
                s["midpoint-with"] = 1
            elif apart > 1:
                s["midpoint-apart"] = apart - 1
            if len(ranges) == 1 and apart <= 1:
                s["midpoint-sole"] = 1
            one = Hypothesis(rule, claim, bound, s, bits_of(s, context.weights))
            one.judge(magnitude(q))
            found.append(one)
    return found


def _called(context: Context, claim: Figure) -> str:
    """How plainly the amount is called the middle; "" where it is not."""
    before = says(claim.lead[-_BEFORE:], context, "midpoint")
    after = says(claim.tail[:_AFTER], context, "midpoint")
    if before is None and after is None:
        # "At the midpoint of guidance, this equates to sales growth of 7% and …"
        opening = context.first_in(claim.sentence).lead
        return "midpoint-far" if says(opening, context, "midpoint") is not None else ""
    # "at the midpoint, from $4.35 before", "growth at the midpoint on last year's 162"
    old = bool({"origin", "comparison"} & claim.marks) or claim.earlier or claim.lead[-1:] == ("to",)
    return "midpoint-near" if (after is not None or (before or 0) <= _NEAR) and not old else "midpoint-far"


def tied(one: Hypothesis) -> bool:
    """Is it called so outright, and is there but one range, in its own sentence?"""
    return {"midpoint-near", "midpoint-with", "midpoint-sole"} <= one.signals.keys()
