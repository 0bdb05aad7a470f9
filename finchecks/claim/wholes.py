"""Shares of a whole that the document has established, wherever it stands: "58,900, which is 14.3 per cent".

A document has few wholes. One is established by what else it says: parts that add up to it, other shares that
it makes right, changes measured from it, its name, its place as the first figure of its unit. Beside a part
that the sentence itself gives, the whole is then sure whatever the arithmetic says.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from finchecks.claim import portions
from finchecks.claim.changes import PLAIN, REACH, change_cue, complete, nouns_meet
from finchecks.claim.context import Context, Figure
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.levels import Level, levels
from finchecks.claim.shares import (
    Wanted,
    is_bound,
    lies_between,
    other_span,
    referent,
    refers,
    tells_more,
    wants,
)
from finchecks.claim.weigh import Signals, bits_of, chance, magnitude
from finchecks.interval import Interval
from finchecks.rule import Rule

#: from so many bits a relation of the document is sure enough to establish a whole
_SURE = 3.0
#: bits that the other shares of a whole may give it
_MOST = 8.0
#: a share as round as this says little of its whole
_ROUND = 0.25
#: marks of an amount that another is compared with
_MOVED = frozenset({"origin", "comparison"})
#: by so many bits a whole is ahead of all others at most
_AHEAD = 6.0


@dataclass(frozen=True, slots=True)
class _Told:
    """A share and the amount that its sentence says is the part."""

    share: Figure
    part: Figure
    how: str


@dataclass(slots=True)
class _Known:
    """What the relations that come out say of the document's amounts, by their value."""

    #: by the total's value, where the parts stand
    parts: dict[float, set[int]] = field(default_factory=dict)
    #: by the whole's value, which claims are shares of it
    shares: dict[float, set[int]] = field(default_factory=dict)
    moved: set[float] = field(default_factory=set)


def wholes(context: Context, rules: Mapping[str, Rule], found: Sequence[Hypothesis]) -> list[Hypothesis]:
    """Hypotheses of shares over a whole that other relations have established."""
    rule = rules.get("share")
    if rule is None:
        return []
    standing = levels(context)
    told = [*_told(context, standing)]
    if not told:
        return []
    known = _known(found)
    asked = wants(context, standing)
    firsts: dict[str, int] = {}
    amounts = []
    for f in context.figures:
        # "_, 8% more than …" looks like a step, and is a value where the change is measured to it
        step = standing[f.index].step and f.q.value not in known.moved
        if f.amount and f.single and f.conversion_of is None and not step:
            amounts.append(f)
            firsts.setdefault(f.q.unit or f.q.noun, f.index)
    first = frozenset(firsts.values())
    new: list[Hypothesis] = []
    for one in told:
        want = asked[one.share.index]
        if want.ratio is not None or want.hyphened is not None:
            continue
        hypothesis = _bind(context, rule, one, want, told, amounts, known, first, standing)
        if hypothesis is not None:
            new.append(hypothesis)
    return new


def _told(context: Context, standing: Sequence[Level]) -> Iterator[_Told]:
    apposed = {one.share.index: one.part for one in portions.told(context, standing)}
    for share in context.figures:
        if not portions.is_share(share) or is_bound(share, context.relations) or tells_more(share):
            continue
        part, how = apposed.get(share.index), "est-apposed"
        if part is None and refers(share) and not portions.moves(context, share):
            part, how = referent(context, share, standing), "est-referred"
        if part is not None and _is_part(context, share, part, standing):
            yield _Told(share, part, how)


def _is_part(context: Context, share: Figure, part: Figure, standing: Sequence[Level]) -> bool:
    """Is it an amount that can be a part: no change, no value that was reached or left, no whole itself?"""
    if not part.single or standing[part.index].step:
        return False
    if not _MOVED.isdisjoint(part.marks) and share.tail[:1] != ("of",):
        return False
    before = context.figures[part.index - 1] if part.index else part
    if "whole" in part.marks and before.sentence == part.sentence and before.q.unit == part.q.unit:
        return False  # "212 of our 530 people, 40%"
    if not share.lead and share.index == part.index + 1:
        return False  # "the five billion franc 8.5% issue"
    if lies_between(context, part):
        return False
    cue = change_cue(part, context)
    if cue is None or cue.side != "before":
        return True
    # "rose to _, or 30% of sales" may be one, "rose to _, or 30%" not
    return cue.distance > 1 and ("goal" not in part.marks or share.tail[:1] == ("of",))


def _known(found: Sequence[Hypothesis]) -> _Known:
    best: dict[tuple[int, bool], Hypothesis] = {}
    for one in found:
        key = (one.claim.q.start, one.rule.kind == "sum")
        if one.fit == "right" and one.bits >= _SURE and (key not in best or best[key].bits < one.bits):
            best[key] = one
    known = _Known()
    for one in best.values():
        if one.rule.kind == "sum":
            starts = {b.quantity.start for b in one.bound if b.quantity is not None}
            known.parts.setdefault(one.claim.q.value, set()).update(starts)
        elif one.rule.kind == "share":
            for b in one.bound:
                if b.role == "whole" and b.quantity is not None:
                    known.shares.setdefault(b.quantity.value, set()).add(one.claim.index)
        elif one.rule.kind == "percent_change":
            known.moved.update(
                b.quantity.value for b in one.bound if b.role == "new" and b.quantity is not None
            )
    return known


def _bind(
    context: Context,
    rule: Rule,
    one: _Told,
    want: Wanted,
    told: Sequence[_Told],
    amounts: Sequence[Figure],
    known: _Known,
    first: frozenset[int],
    standing: Sequence[Level],
) -> Hypothesis | None:
    """The share over the whole that is the best established, with how far it is ahead of the others."""
    tried: dict[float, tuple[float, Figure, Signals]] = {}
    for f in amounts:
        if abs(f.index - one.share.index) > REACH or f is one.part:
            continue
        completed = complete(one.part, f)
        if completed is None or not (f.q.unit == one.part.q.unit or {f.q.kind, one.part.q.kind} <= PLAIN):
            continue
        value = f.q.value * completed[2]
        if value <= one.part.q.value * completed[1]:
            continue
        s = _whole_signals(context, one, want, f, told, known, first, standing)
        bits = bits_of(s, context.weights)
        if value not in tried or tried[value][0] < bits:
            tried[value] = (bits, f, s)
    if not tried:
        return None
    bits, whole, s = max(tried.values(), key=lambda t: t[0])
    others = sum(math.exp2(t[0]) for t in tried.values()) - math.exp2(bits)
    s = {"prior established": 1, one.how: 1, **s}
    s["est-ahead"] = min(_AHEAD, bits - math.log2(others)) if others > 0 else _AHEAD
    if want.phrase:
        s["est-asked"] = 1
    completed = complete(one.part, whole)
    assert completed is not None
    unit, times, whole_times = completed
    bound = (Bound("part", one.part.q, unit, times), Bound("whole", whole.q, unit, whole_times))
    hypothesis = Hypothesis(rule, one.share, bound, s, bits_of(s, context.weights))
    hypothesis.judge(magnitude(one.share.q))
    return hypothesis


def _whole_signals(
    context: Context,
    one: _Told,
    want: Wanted,
    whole: Figure,
    told: Sequence[_Told],
    known: _Known,
    first: frozenset[int],
    standing: Sequence[Level],
) -> Signals:
    s: Signals = {}
    part, mine, its = one.part, standing[one.part.index], standing[whole.index]
    parts = known.parts.get(whole.q.value)
    if parts:
        s["est-summed" if part.q.start in parts else "est-sums"] = 1
    shares = known.shares.get(whole.q.value, set()) - {one.share.index}
    others = _others(one, whole, told)
    if shares:
        s["est-shares"] = min(2, len(shares))
    if others:
        s["est-others"] = min(_MOST, others)
    if whole.q.value in known.moved:
        s["est-moved"] = 1
    if whole.index in first:
        s["est-first"] = 1
    if mine.old != its.old:
        s["est-old"] = 1
    if part.earlier != whole.earlier:
        s["est-earlier-other"] = 1
    if part.year is not None and whole.year is not None and int(part.year) != int(whole.year):
        s["est-year-other"] = 1
    if other_span(mine.span, its.span):
        s["est-span-other"] = 1
    if part.q.unit != whole.q.unit:
        s["est-open"] = 1
    if part.q.noun and whole.q.noun:
        s["est-noun" if nouns_meet(part.q.noun, whole.q.noun) else "est-noun-other"] = 1
    if {"forecast"} & (part.labels ^ whole.labels):
        s["est-forecast"] = 1
    if want.metric and its.metric:
        s["est-metric" if want.metric == its.metric else "est-metric-other"] = 1
    elif want.names:
        common = len(want.names & whole.name_set)
        s["est-named" if common else "est-named-other"] = 1
    if whole.index > one.share.index:
        s["est-later"] = 1
    elif whole.block != part.block:
        s["est-block"] = 1
    if whole.sentence == one.share.sentence:
        s["est-with"] = 1
    return s


def _others(one: _Told, whole: Figure, told: Sequence[_Told]) -> float:
    """The bits that other shares give the whole by coming out."""
    bits = 0.0
    for other in told:
        if other.share is one.share or other.part is whole:
            continue
        completed = complete(other.part, whole)
        if completed is None or other.part.q.value * completed[1] >= whole.q.value * completed[2]:
            continue
        _, times, whole_times = completed
        low = other.part.q.low * times / (whole.q.high * whole_times) * 100
        high = other.part.q.high * times / (whole.q.low * whole_times) * 100
        made, stated = Interval(low, high), magnitude(other.share.q)
        if stated.meets(made) and (p := chance("share", stated, made)) <= _ROUND:
            bits -= math.log2(p)
    return bits


#: where one of these speaks, another whole may be meant
_UNSURE = frozenset(
    [
        "est-old", "est-earlier-other", "est-year-other", "est-span-other", "est-forecast",
        "est-metric-other", "est-named-other", "est-noun-other",
    ]
)  # fmt: skip
#: one of these makes it the document's whole; told only later, other shares must
_MADE = frozenset(["est-first", "est-summed", "est-sums", "est-moved", "est-metric", "est-named"])
_SHARED = frozenset(["est-shares", "est-others"])


def tied(one: Hypothesis) -> bool:
    """Is the whole established, ahead of all others, and the text without a word against it?"""
    said = one.signals.keys()
    if one.signals["est-ahead"] < 1 or _UNSURE & said or one.within_qualifiers():
        return False
    return bool(_SHARED & said) or ("est-later" not in said and bool(_MADE & said))


#: bits from which a change that comes out tells which of its values is the older
_DATES = 6.0
_BY_BEING_ALONE = frozenset({"share-soles", "identity-soles"})
_DATED_BY = frozenset({"percent_change", "difference", "multiple"})


def of_the_past(found: Sequence[Hypothesis]) -> None:
    """The only value of a name is the older one where a right change has it as its base: no whole of today.

    "It made $61.4 million. Sales were $52.3 million in 2023, so that is a gain of 17.4%. … a margin of 6.4%".
    """
    new: set[int] = set()
    old: set[int] = set()
    for one in found:
        if one.fit == "right" and one.structure >= _DATES and one.rule.kind in _DATED_BY:
            for bound in one.bound:
                if bound.quantity is not None:
                    (old if bound.role == "old" else new).add(bound.quantity.start)
    old -= new
    for one in found if old else ():
        if one.rule.kind != "share" or one.fit == "right" or _BY_BEING_ALONE.isdisjoint(one.signals):
            continue
        starts = {b.role: b.quantity.start for b in one.bound if b.quantity is not None}
        if starts.get("whole") in old and starts.get("part") not in old and one.claim.q.start not in old:
            one.signals["whole-base"] = 1
