"""What remains of a whole told long before: "…, and the remaining $85m is to come from managers".

:mod:`finchecks.claim.rests` knows the whole right before its parts. Here the parts are the last amounts of
the claim's type, be they a paragraph each, and the whole is any one told before them; that it less all of
them comes to the claim must then be more than chance. It speaks of figures that nothing else explains, and
confirms only.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from finchecks.claim.changes import STEP_MARKS, find_cue
from finchecks.claim.context import Context, Figure
from finchecks.claim.general import View, as_claims, readings, suits, type_of, view
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.products import small
from finchecks.rule import Rule

#: figures before a claim among which its whole is looked for, and how many parts may have been taken away
BEFORE, MOST = 40, 6
#: words from the cue to the claim
_NEAR = 4
#: bits of coincidence, less those of how many were tried, from which it is none
LEAST = 0.5
_PAST = frozenset({"origin", "comparison"})


def remnants(context: Context, rules: Mapping[str, Rule], chosen: Sequence[Hypothesis]) -> list[Hypothesis]:
    """For figures said to remain, the whole and the parts that leave them, where one set alone does.

    Not for those that one of ``chosen`` explains: that it fails to is no explanation.
    """
    rule = rules.get("rest")
    if rule is None:
        return []
    right = [one for one in chosen if one.fit == "right"]
    explained = {one.claim.q.start for one in right}
    left = [f for f in context.figures if f.q.start not in explained and suits(f) and _remains(context, f)]
    if not left:
        return []
    seen = view(context, right)
    found: dict[int, Hypothesis] = {}
    for claim in (one for f in left for one in as_claims(seen, f)):
        if not (claim.amount or claim.q.kind == "percent"):
            continue
        tried = 0
        agree: dict[tuple[float, ...], Hypothesis] = {}
        for whole, parts in _taken(seen, claim):
            tried += 1
            if _added_up(context, claim, whole):
                continue
            bound = (
                Bound("whole", whole.q, whole.q.unit),
                *(Bound("part", part.q, part.q.unit) for part in parts),
            )
            one = Hypothesis(rule, claim, bound, {"prior remnant": 1}, 0.0)
            one.judge()
            if one.fit == "right" and not one.hides_operand():
                agree.setdefault((whole.q.value, *sorted(part.q.value for part in parts)), one)
        if len(agree) != 1:
            continue
        (one,) = agree.values()
        one.structure = one.bits = -math.log2(one.likely) - math.log2(tried)
        if one.bits >= LEAST:
            found.setdefault(claim.q.start, one)
    return list(found.values())


def _remains(context: Context, claim: Figure) -> bool:
    """Do the words before it say so?"""
    cue = find_cue(claim, context, ("leftover",))
    return cue is not None and cue.side == "before" and cue.distance <= _NEAR


def _added_up(context: Context, claim: Figure, whole: Figure) -> bool:
    """ "…, and the rest of the world $0.6m, which adds up to $3.4m": the last of the parts of a sum."""
    following = context.figures[claim.index + 1 : claim.index + 2]
    return any(f.sentence == claim.sentence and f.q.value == whole.q.value for f in following)


def _taken(seen: View, claim: Figure) -> Iterator[tuple[Figure, tuple[Figure, ...]]]:
    """Wholes, and the parts that were taken from them: the last amounts before the claim, of one sort."""
    mine = type_of(claim)
    pool = [
        one
        for f in seen.context.figures[max(0, claim.index - BEFORE) : claim.index]
        if f.single_value and f.conversion_of is None and f.q.per == claim.q.per
        for one in readings(seen, f)
        if type_of(one) == mine and (claim.q.word or not (one.q.word and small(one.q)))
    ]
    past = {f.index for f in pool if seen.standing[f.index].old or f.earlier or f.marks & _PAST}
    steps = {f.index for f in pool if seen.standing[f.index].step or f.mark in STEP_MARKS}
    done: set[tuple[int, ...]] = set()
    for out in (past | steps, past, steps, set[int]()):
        left = [f for f in pool if f.index not in out]
        for count in range(2, min(MOST, len(left)) + 1):
            parts = left[-count:]
            taken = sum(f.q.value for f in parts) + claim.q.value
            for whole in pool:
                key = (whole.index, *(f.index for f in parts))
                if whole.index < parts[0].index and whole.q.high > taken * 0.9 and key not in done:
                    done.add(key)
                    yield whole, tuple(parts)
