"""What is left of a whole that is told elsewhere.

"The council adopted a budget of $214m. … Taxes are to bring in $97m and grants $52m. Fees have to cover the
remaining $65m": the parts are all that was told right before, the whole a value that the article speaks of.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from finchecks.claim.changes import PLAIN, complete, find_cue, nouns_meet, says
from finchecks.claim.context import Context, Figure
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.levels import Level, levels
from finchecks.claim.weigh import Signals, bits_of, magnitude
from finchecks.interval import Interval
from finchecks.rule import Rule

#: the whole stands so many figures before the claim; the parts so many sentences, each next to the other
FIGURES, SENTENCES = 60, 2
MOST = 6
#: a part is no less than this share of its whole
LEAST = 0.002
#: a part, and what its value is multiplied by
Part = tuple[Figure, float]


def balances(context: Context, rules: Mapping[str, Rule]) -> list[Hypothesis]:
    """Hypotheses of "the remaining _" over a whole told farther up and the parts told right before."""
    difference, rest = rules.get("difference"), rules.get("rest")
    if difference is None or rest is None:
        return []
    standing = levels(context)
    found: list[Hypothesis] = []
    for claim in context.figures:
        if not claim.amount or not claim.single:
            continue
        cue = find_cue(claim, context, ("leftover",))
        if cue is None or cue.distance > 4 or cue.side == "after":
            continue
        if says(claim.tail, context, "closing") is not None:
            continue  # "and the rest $5m, which adds up to _"
        found += _hypotheses(context, difference, rest, claim, standing, cue.word, cue.distance)
    return found


def _hypotheses(
    context: Context,
    difference: Rule,
    rest: Rule,
    claim: Figure,
    standing: Sequence[Level],
    word: str,
    distance: int,
) -> Iterator[Hypothesis]:
    told = [*_told(context, claim, standing)]
    runs = [*_runs(claim, told)]
    if not runs:
        return
    pairs = []
    for n, whole_run in runs:
        taken = sum(f.q.value * times for f, times in told[:n])
        least = min(f.q.value * times for f, times in told[:n])
        wholes = [one for one in told[n:] if taken * 1.001 < one[0].q.value * one[1] < least / LEAST]
        values = {round(f.q.value * times, 6) for f, times in wholes}
        seen: set[float] = set()
        for f, times in wholes:
            value = round(f.q.value * times, 6)
            if value not in seen:
                seen.add(value)
                pairs.append((n, whole_run, f, times, len(values)))
    for n, all_told, whole, times, rivals in pairs:
        parts = told[n - 1 :: -1]
        s: Signals = {"prior balance": 1, "balance-tried": math.log2(len(pairs))}
        s["balance-cue" if distance < len(word.split()) + 1 else "balance-cue-far"] = 1
        s["balance-all" if all_told else "balance-cut"] = 1
        if n > 1:
            s["balance-list"] = 1
        if rivals == 1:
            s["balance-sole"] = 1
        _signals(context, claim, whole, [f for f, _ in parts], standing, s)
        if shares_told(context, claim, parts, whole.q.value * times):
            s["balance-shares"] = 1
        if (
            {"balance-cue", "balance-all"} <= s.keys()
            and ({"balance-sole", "balance-list"} <= s.keys() or "balance-shares" in s)
            and ({"balance-metric", "balance-noun"} & s.keys() or claim.q.kind not in PLAIN)
            and not {"balance-metric-other", "balance-noun-other", "balance-years", "balance-old"} & s.keys()
        ):
            s["balance-frame"] = 1
        unit = claim.q.unit
        if n == 1:
            bound: tuple[Bound, ...] = (
                Bound("new", whole.q, unit, times), Bound("old", parts[0][0].q, unit, parts[0][1])
            )  # fmt: skip
        else:
            bound = (
                Bound("whole", whole.q, unit, times),
                *(Bound("part", f.q, unit, of_part) for f, of_part in parts),
            )
        rule = difference if n == 1 else rest
        one = Hypothesis(rule, claim, bound, s, bits_of(s, context.weights), None, word)
        one.judge(magnitude(claim.q))
        if one.fit == "right" or "balance-frame" in s:
            yield one


def shares_told(context: Context, claim: Figure, parts: Sequence[Part], whole: float) -> bool:
    """Is each part also told as its share of the whole: "€658m, or 72%, and €201m, or 22%" of €912m?

    Where the claim's own share is told as well, no part may be missing: all make a hundred.
    """
    shares = [share_after(context, claim)]
    for f, times in parts:
        after = share_after(context, f)
        if after is None:
            return False
        shares.append(after)
        low, high = (100 * times * end / whole for end in (f.q.low, f.q.high))
        if not Interval(after.q.low, after.q.high).meets(Interval(low, high)):
            return False
    if any(share is None for share in shares):
        return True
    return abs(sum(share.q.value for share in shares if share) - 100) <= len(shares) / 2


def share_after(context: Context, f: Figure) -> Figure | None:
    """The percentage that follows a figure in its sentence."""
    after = context.figures[f.index + 1] if f.index + 1 < len(context.figures) else None
    return after if after is not None and after.q.kind == "percent" and after.sentence == f.sentence else None


def _told(context: Context, claim: Figure, standing: Sequence[Level]) -> Iterator[Part]:
    """The values before the claim that it could be left of, the last told first."""
    for f in reversed(context.figures[max(0, claim.index - FIGURES) : claim.index]):
        if not f.single or f.conversion_of is not None:
            continue
        level = standing[f.index]
        if f.marks & {"origin", "comparison"} or level.step:
            continue
        if claim.q.kind in PLAIN and f.q.kind not in PLAIN:
            continue
        if level.old and not f.earlier:
            continue
        completed = complete(claim, f)
        if completed is not None and completed[1] == 1.0:
            yield f, completed[2]


def _runs(claim: Figure, told: Sequence[Part]) -> Iterator[tuple[int, bool]]:
    """How many of the last told are parts, and whether they are all that a paragraph, or a list, tells."""
    if not told:
        return
    last = claim
    for n, (f, _) in enumerate(told[:MOST], 1):
        if last.sentence - f.sentence > SENTENCES:
            return
        beyond = told[n][0] if n < len(told) else None
        ends = beyond is None or beyond.sentence < f.sentence
        yield n, ends and (beyond is None or beyond.block != f.block)
        last = f


def _signals(
    context: Context,
    claim: Figure,
    whole: Figure,
    parts: Sequence[Figure],
    standing: Sequence[Level],
    s: Signals,
) -> None:
    if len({standing[f.index].old for f in (whole, *parts)}) > 1:
        s["balance-old"] = 1
    mine = standing[whole.index].metric
    metrics = {standing[f.index].metric for f in (claim, *parts)} - {""}
    if mine and metrics == {mine}:
        s["balance-metric"] = 1
    elif mine and metrics - {mine}:
        s["balance-metric-other"] = 1
    if claim.q.kind in PLAIN:
        nouns = [f.q.noun for f in (claim, *parts) if f.q.noun]
        if whole.q.noun and all(nouns_meet(whole.q.noun, noun) for noun in nouns):
            s["balance-noun"] = 1
        elif whole.q.noun and nouns:
            s["balance-noun-other"] = 1
    if whole.block == claim.block:
        s["balance-block"] = 1
    years = {f.year for f in (whole, claim, *parts) if f.year is not None}
    if len(years) > 1:
        s["balance-years"] = 1
    names = set(whole.name_set)
    if any(names & f.name_set for f in (claim, *parts)):
        s["balance-name"] = 1


def tied(one: Hypothesis) -> bool:
    """Is there but one whole that it can be left of?"""
    return "balance-frame" in one.signals
