"""Parts told one after another as shares of one whole: "Flats: 1,673 sales (34%). Houses: 2,165 sales (44%)."

The whole may stand anywhere, under any name or none. What makes the other shares of the series right is what
this one is of; the more of them it makes right, and the fewer amounts were tried, the more that says.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from finchecks.claim.changes import REACH, change_cue, complete, find_cue
from finchecks.claim.context import Context, Figure
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.levels import Level, levels
from finchecks.claim.shares import is_apposed
from finchecks.claim.weigh import Signals, bits_of, chance, magnitude
from finchecks.interval import Interval
from finchecks.rule import Rule

#: sentences and figures from one part of a series to the next at most
_APART, _STEPS = 2, 6
#: words between a part and its share at most: "_ sales in the north (44%)"
_WORDS = 6
#: words from a percentage to the cue of a change
_CUE = 2
#: a share as round as this says little of its whole
_ROUND = 0.25
#: bits that one other share may give
_MOST = 8.0
#: wholes tried that are bound
_BOUND = 2


@dataclass(frozen=True, slots=True)
class Portion:
    part: Figure
    share: Figure


def portions(context: Context, rules: Mapping[str, Rule]) -> list[Hypothesis]:
    """Hypotheses of shares over the whole that the other shares of their series have."""
    rule = rules.get("share")
    if rule is None:
        return []
    standing = levels(context)
    found: list[Hypothesis] = []
    for series in _series([*told(context, standing)]):
        if len(series) > 1:
            found += _of_one_whole(context, rule, series, standing)
    return found


def told(context: Context, standing: Sequence[Level]) -> Iterator[Portion]:
    """Amounts with the shares that say them again, in the order of the text."""
    figures, done = context.figures, -1
    for share in figures:
        if not is_share(share) or share.index <= done:
            continue
        listed = [*_respectively(context, share)]
        if listed:
            yield from listed
            done = listed[-1].share.index
            continue
        part = _part(context, share)
        if part is not None and not standing[part.index].step and not moves(context, share):
            yield Portion(part, share)


def moves(context: Context, share: Figure) -> bool:
    """ "£28.1m, up 17%" tells no part."""
    cue = change_cue(share, context)
    return cue is not None and cue.distance <= _CUE


def is_share(f: Figure) -> bool:
    q = f.q
    return q.kind in ("percent", "fraction") and not q.is_range and 0 < q.value <= 100 and not q.signed


def _part(context: Context, share: Figure) -> Figure | None:
    at = share.index - 1
    while at >= 0 and context.figures[at].conversion_of is not None:
        at -= 1
    if at >= 0:
        part = context.figures[at]
        if part.sentence == share.sentence and _is_part(part) and (_again(share) or _told_as(context, share)):
            return part
    if share.index + 1 < len(context.figures):
        # "44% (2,165 sales)"
        part = context.figures[share.index + 1]
        if part.sentence == share.sentence and part.lead == ("(",) and _is_part(part):
            return part
    return None


def _is_part(f: Figure) -> bool:
    return f.amount and f.single and not (f.q.word and f.q.value < 10)


def _again(share: Figure) -> bool:
    """ "_ sales (44%", "_ from calls, or 34%", "_, which is 14%"."""
    lead = share.lead
    if is_apposed(share):
        return True
    if len(lead) > _WORDS or lead[-1:] not in (("(",), ("or",)) or "and" in lead:
        return False
    return lead[-1] == "(" or lead[-2:-1] in ((",",), ("(",), ("–",))


def _told_as(context: Context, share: Figure) -> bool:
    """ "_, representing 38%", "_ and accounted for 14%"."""
    cue = find_cue(share, context, ("share",))
    return cue is not None and cue.distance <= 1 and len(share.lead) <= _WORDS and cue.word != "of"


def _respectively(context: Context, share: Figure) -> Iterator[Portion]:
    """ "_, _ and _, or 36%, 31% and 33% of the total, respectively": in their order."""
    figures = context.figures
    if share.index and figures[share.index - 1].q.kind == share.q.kind:
        return
    run = [
        *itertools.takewhile(lambda f: f.sentence == share.sentence and is_share(f), figures[share.index :])
    ]
    if len(run) < 2 or not any(
        "respectively" in f.tail for f in (run[-1], *figures[run[-1].index + 1 :][:1])
    ):
        return
    parts = figures[max(0, share.index - len(run)) : share.index]
    if len(parts) == len(run) and all(p.sentence == share.sentence and _is_part(p) for p in parts):
        yield from map(Portion, parts, run)


def _series(told: Sequence[Portion]) -> Iterator[list[Portion]]:
    """Portions that follow each other, of one unit."""
    series: list[Portion] = []
    for one in told:
        if series and not _follows(series[-1], one):
            yield series
            series = []
        series.append(one)
    if series:
        yield series


def _follows(before: Portion, one: Portion) -> bool:
    alike = complete(before.part, one.part) is not None
    near = one.part.sentence - before.share.sentence <= _APART
    return alike and near and one.part.index - before.share.index <= _STEPS


def _of_one_whole(
    context: Context, rule: Rule, series: Sequence[Portion], standing: Sequence[Level]
) -> Iterator[Hypothesis]:
    inside = {f.index for one in series for f in (one.part, one.share)}
    largest = max(one.part.q.value for one in series)
    tried: dict[float, list[Figure]] = {}
    for f in context.around(series[0].part, REACH):
        if f.index in inside or not f.amount or not f.single or f.conversion_of is not None:
            continue
        if f.q.value <= largest or complete(series[0].part, f) is None:
            continue
        tried.setdefault(f.q.value, []).append(f)
    ranked: list[tuple[float, Figure, list[bool], list[float]]] = []
    for some in tried.values():
        whole = min(some, key=lambda f: abs(f.index - series[0].part.index))
        right, bits = _right(series, whole)
        if any(right):
            worth = sum(b for b, ok in zip(bits, right, strict=True) if ok)
            ranked.append((worth, whole, right, bits))
    ranked.sort(key=lambda one: -one[0])
    for _, whole, right, bits in ranked[:_BOUND]:
        for at, one in enumerate(series):
            others = [i for i in range(len(series)) if i != at]
            agreed = [i for i in others if right[i]]
            if not agreed or len(agreed) * 2 < len(others):
                continue
            completed = complete(one.part, whole)
            if completed is None:
                continue
            s: Signals = {"prior portion": 1, "portion-others": sum(bits[i] for i in agreed)}
            s["portion-tried"] = math.log2(len(tried))
            if len(agreed) > 1:
                s["portion-several"] = 1
            if len(agreed) < len(others):
                s["portion-wrong"] = len(others) - len(agreed)
            if _sums_up(series, whole):
                s["portion-all"] = 1
            if standing[one.part.index].old != standing[whole.index].old:
                s["portion-old"] = 1
            unit, times, whole_times = completed
            bound = (Bound("part", one.part.q, unit, times), Bound("whole", whole.q, unit, whole_times))
            hypothesis = Hypothesis(rule, one.share, bound, s, bits_of(s, context.weights))
            hypothesis.judge(magnitude(one.share.q))
            yield hypothesis


def _right(series: Sequence[Portion], whole: Figure) -> tuple[list[bool], list[float]]:
    """Which shares the whole makes right, and how much each would say: the bits of its chance."""
    right, bits = [], []
    for one in series:
        completed = complete(one.part, whole)
        stated = magnitude(one.share.q)
        if completed is None:
            right.append(False)
            bits.append(0.0)
            continue
        _, times, whole_times = completed
        low = one.part.q.low * times / (whole.q.high * whole_times) * 100
        high = one.part.q.high * times / (whole.q.low * whole_times) * 100
        made = Interval(low, high)
        right.append(stated.meets(made))
        p = chance("share", stated, made)
        bits.append(0.0 if p > _ROUND else min(_MOST, -math.log2(p)))
    return right, bits


def _sums_up(series: Sequence[Portion], whole: Figure) -> bool:
    """Do the parts make the whole, all of them?"""
    low, high = sum(one.part.q.low for one in series), sum(one.part.q.high for one in series)
    return len(series) > 1 and low <= whole.q.high and whole.q.low <= high


def tied(one: Hypothesis) -> bool:
    """Do two other shares at least say what the whole is, or one and the sum of the parts?"""
    said = one.signals.keys()
    if {"portion-old", "portion-wrong"} & said and "portion-several" not in said:
        return False
    return bool({"portion-several", "portion-all"} & said)
