"""A level that is reached when something is added to the one before, told elsewhere.

"The chain has 412 shops. … Four more open in May, which takes the number to 416."
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from finchecks.claim.changes import PLAIN, complete, nouns_meet, says
from finchecks.claim.context import Context, Figure
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.levels import Level, levels
from finchecks.claim.weigh import Signals, bits_of, magnitude
from finchecks.rule import Rule

#: what is added stands so many sentences before the level that it leads to; the level before so many figures
ADDED_SENTENCES, LEVEL_FIGURES = 2, 60
#: words before the claim in which it is said to be reached
_REACH = 12
#: what was added is not plain where any of this holds
_DOUBTS = frozenset({"grow-level-added", "grow-noun-other", "grow-metric-other", "grow-after"})


def accretions(context: Context, rules: Mapping[str, Rule]) -> list[Hypothesis]:
    """Hypotheses of levels over the level before and what was added."""
    rule = rules.get("sum")
    if rule is None:
        return []
    standing = levels(context)
    found: list[Hypothesis] = []
    for claim in context.figures:
        said = _reached(context, claim)
        if said:
            level = _origin(context, claim)
            before = [level] if level is not None else [*_before(context, claim, standing)]
            found += _hypotheses(context, rule, claim, before, "grow-from" if level is not None else said)
            if level is not None and (step := rules.get("difference")) is not None:
                found += _steps(context, step, claim, level)
    return found


def _steps(context: Context, rule: Rule, claim: Figure, level: Figure) -> Iterator[Hypothesis]:
    """ "Opened 126 branches, taking its network to 2,914 from 2,788": what was added lies between the two.

    Found where it comes out; others may have gone at the same time, so it is never held against an author.
    """
    if says(claim.lead[-_REACH:], context, "running") is None:
        return
    first = min(claim.index, level.index)
    more = context.figures[first - 1] if first else None
    if more is None or more.sentence != claim.sentence or not _fits(claim, more) or not _grows(context, more):
        return
    if nouns_meet(more.q.noun, claim.q.noun) or more.q.value >= claim.q.value:
        return
    before = context.figures[first - 2] if first > 1 else None
    if before is not None and before.sentence == claim.sentence and _fits(claim, before):
        return  # "opened 30 and closed 8, taking the number to …"
    s: Signals = {"prior accretion": 1, "grow-step": 1}
    bound = tuple(
        Bound(role, f.q, more.q.unit, done[2])
        for role, f in (("new", claim), ("old", level))
        if (done := complete(more, f)) is not None
    )
    if len(bound) == 2:
        one = Hypothesis(rule, more, bound, s, bits_of(s, context.weights))
        one.judge(magnitude(more.q))
        if one.fit == "right":
            yield one


def _reached(context: Context, claim: Figure) -> str:
    """How the claim is said to be what something leads to; "" where it is not."""
    q = claim.q
    if q.is_range or q.value <= 0 or claim.conversion_of is not None or claim.earlier:
        return ""
    if q.kind not in ("money", "measure", "percent", *PLAIN):
        return ""
    lead = claim.lead[-_REACH:]
    if claim.mark.split()[-1:] == ["to"] and says(lead, context, "running") is not None:
        return "grow-to"
    if claim.mark.split()[-1:] == ["to"] and _origin(context, claim) is not None:
        return "grow-from"
    return "grow-reach" if says(lead[-5:], context, "reaching") is not None else ""


def _origin(context: Context, claim: Figure) -> Figure | None:
    """ "From 830 to _", "to _ from 830": the level before, in the same breath."""
    if claim.q.kind == "percent":
        return None
    for f in context.figures[max(0, claim.index - 1) : claim.index + 2]:
        if f is not claim and f.sentence == claim.sentence and "origin" in f.marks and _fits(claim, f):
            return f
    return None


def _hypotheses(
    context: Context, rule: Rule, claim: Figure, before: Sequence[Figure], said: str
) -> Iterator[Hypothesis]:
    added = [*_added(context, claim)]
    pairs = [
        (level, more)
        for more in added
        for level in before
        if level is not more and level.sentence <= more.sentence + 1
    ]
    if not pairs:
        return
    tried = math.log2(len(pairs))
    sure = _sure(context, claim, pairs, said)
    for level, more in pairs:
        if not claim.q.value > level.q.value > more.q.value:
            continue
        if (
            said == "grow-from"
            and more.sentence == claim.sentence
            and not nouns_meet(more.q.noun, claim.q.noun)
        ):
            continue  # "6,000 more, taking the fleet from _ to _": rather the difference between the two
        bounds = (_bound(claim, level), _bound(claim, more))
        s: Signals = {"prior accretion": 1, said: 1, "grow-tried": tried}
        _signals(context, claim, level, more, s)
        if (level, more) == sure and not _DOUBTS & s.keys():
            s["grow-frame"] = 1
        one = Hypothesis(rule, claim, bounds, s, bits_of(s, context.weights))
        one.judge(magnitude(claim.q))
        if one.fit == "right" or "grow-frame" in s:
            yield one


def _sure(
    context: Context, claim: Figure, pairs: Sequence[tuple[Figure, Figure]], said: str
) -> tuple[Figure, Figure] | None:
    """The one thing that is said to be added, and the one level of its name that it can be added to."""
    if said == "grow-reach":
        return None
    added = {more.index: more for _, more in pairs if _grows(context, more)}
    if len(added) != 1:
        return None
    (more,) = added.values()
    before = [
        level
        for level, other in pairs
        if other is more
        and claim.q.low > level.q.value > more.q.value
        and (said == "grow-from" or _alike(claim, more, level))
    ]
    return (before[0], more) if len({level.q.value for level in before}) == 1 else None


def _alike(claim: Figure, more: Figure, level: Figure) -> bool:
    """Does the level count, or measure, what was added?"""
    nouns = [f.q.noun for f in (claim, more) if f.q.noun]
    if claim.q.kind in PLAIN:
        return bool(level.q.noun) and any(nouns_meet(noun, level.q.noun) for noun in nouns)
    return claim.q.kind == "measure" and level.q.unit == more.q.unit


def _bound(claim: Figure, f: Figure) -> Bound:
    completed = complete(claim, f)
    assert completed is not None
    return Bound("part", f.q, claim.q.unit, completed[2])


def _fits(claim: Figure, f: Figure) -> bool:
    if f.q.is_range or f.q.value <= 0 or f.conversion_of is not None or f.q.per != claim.q.per:
        return False
    if claim.q.kind in PLAIN and f.q.kind not in PLAIN:
        return False
    completed = complete(claim, f)
    return completed is not None and completed[1] == 1.0


def _added(context: Context, claim: Figure) -> Iterator[Figure]:
    """What was added, in the claim's sentence or those right before it."""
    for f in reversed(context.figures[max(0, claim.index - 8) : claim.index]):
        if claim.sentence - f.sentence > ADDED_SENTENCES:
            return
        if _fits(claim, f):
            yield f


def _before(context: Context, claim: Figure, standing: Sequence[Level]) -> Iterator[Figure]:
    """The levels that there may have been before."""
    for f in context.figures[max(0, claim.index - LEVEL_FIGURES) : claim.index + LEVEL_FIGURES]:
        if f is not claim and not standing[f.index].step and _fits(claim, f):
            yield f


def _grows(context: Context, f: Figure) -> bool:
    return says((*f.lead[-6:], "|", *f.tail[:6]), context, "growing") is not None


def _signals(context: Context, claim: Figure, level: Figure, more: Figure, s: Signals) -> None:
    if _grows(context, more):
        s["grow-added"] = 1
    if _grows(context, level):
        s["grow-level-added"] = 1
    s["grow-with" if more.sentence == claim.sentence else "grow-apart"] = 1
    if claim.index - more.index > 1:
        s["grow-gap"] = min(claim.index - more.index - 1, 3)
    far = abs(claim.sentence - level.sentence)
    if far <= 1:
        s["grow-near"] = 1
    elif level.block != claim.block:
        s["grow-far"] = 1
    if level.index > claim.index:
        s["grow-after"] = 1
    nouns = [f.q.noun for f in (claim, level, more)]
    if claim.q.kind in PLAIN:
        if sum(map(bool, nouns)) > 1 and all(
            nouns_meet(a, b) for a in nouns for b in nouns if a and b and a != b
        ):
            s["grow-noun"] = 1
        elif nouns[1] and (nouns[0] or nouns[2]):
            s["grow-noun-other"] = 1
    if level.name_set & claim.name_set:
        s["grow-name"] = 1
    if level.metric and claim.metric and level.metric != claim.metric:
        s["grow-metric-other"] = 1


def tied(one: Hypothesis) -> bool:
    """Is there but one level that it can have been added to?"""
    return "grow-frame" in one.signals
