"""What several parts, told one by one, are of a whole together.

"Of the 66 boats Kerr built 19 and Lund 14, so the pair built half"; "Alton with 120 staff and Borde with 80
account for 40% of the 500 together".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from finchecks.claim.changes import complete, tells_how_many
from finchecks.claim.context import Context, Figure
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.levels import levels
from finchecks.claim.portions import is_share
from finchecks.claim.tempting import is_joint
from finchecks.claim.weigh import Signals, bits_of, magnitude
from finchecks.rule import Rule

#: figures around a claim among which its whole is looked for; parts at most
_REACH, _MOST = 16, 6
_TIED = frozenset({"joint-of", "joint-next"})


def joint(context: Context, rules: Mapping[str, Rule]) -> list[Hypothesis]:
    """Hypotheses of shares that several parts have together."""
    rule = rules.get("joint-share")
    if rule is None:
        return []
    found: list[Hypothesis] = []
    for claim in context.figures:
        if is_share(claim) and is_joint(context, claim):
            for parts, cut in _parts(context, claim):
                found += _hypotheses(context, rule, claim, parts, cut)
    return found


def _parts(context: Context, claim: Figure) -> Iterator[tuple[Sequence[Figure], bool]]:
    """Runs of amounts of one kind before a claim in its sentence, and whether such a one precedes them."""
    standing = levels(context)
    told: list[Figure] = []
    for f in reversed(context.figures[: claim.index]):
        if f.sentence != claim.sentence or len(told) > _MOST:
            break
        if not f.amount or not f.single or f.conversion_of is not None or tells_how_many(context, f):
            continue
        if standing[f.index].step or (told and complete(told[0], f) is None):
            break
        told.append(f)
    for n in range(2, len(told) + 1):
        yield told[n - 1 :: -1], n < len(told)


def _hypotheses(
    context: Context, rule: Rule, claim: Figure, parts: Sequence[Figure], cut: bool
) -> Iterator[Hypothesis]:
    seen: set[float] = set()
    inside = {f.index for f in parts}
    around = context.figures[max(0, claim.index - _REACH) : claim.index + 2]
    for whole in sorted(around, key=lambda f: abs(f.index - claim.index)):
        if whole is claim or whole.index in inside or not whole.amount or not whole.single:
            continue
        bound = _bound(parts, whole)
        if bound is None or whole.q.value in seen:
            continue
        seen.add(whole.q.value)
        s: Signals = {"prior joint": 1}
        if whole.lead[-1:] == ("of",) or whole.lead[:1] == ("of",) or whole.mark.endswith("of"):
            s["joint-next" if whole.index > claim.index else "joint-of"] = 1
        elif whole.index > claim.index:
            continue
        if whole.sentence != claim.sentence:
            s["joint-apart" if whole.block == claim.block else "joint-block"] = 1
        if cut and context.figures[parts[0].index - 1] is not whole:
            s["joint-cut"] = 1
        if all("and" in b.lead or "," in b.lead for b in parts[1:]):
            s["joint-list"] = 1
        one = Hypothesis(rule, claim, bound, s, bits_of(s, context.weights))
        one.judge(magnitude(claim.q))
        yield one


def _bound(parts: Sequence[Figure], whole: Figure) -> tuple[Bound, ...] | None:
    """The parts and the whole in one unit; None where they have none, or make more than it."""
    bound: list[Bound] = []
    for part in parts:
        completed = complete(part, whole)
        if completed is None:
            return None
        unit, times, of_whole = completed
        bound.append(Bound("part", part.q, unit, times))
    if sum(b.amount() for b in bound) >= whole.q.value * of_whole:
        return None
    return (*bound, Bound("whole", whole.q, unit, of_whole))


def tied(one: Hypothesis) -> bool:
    """Are all parts told in one list, and the whole with "of"?"""
    said = one.signals.keys()
    return bool(_TIED & said) and "joint-list" in said and "joint-cut" not in said
