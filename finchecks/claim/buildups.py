"""A total, and right before it what it is made of, each told in a sentence or clause of its own.

"The first chapter cost $14.2m. The second, shot in Malta, came to $17.9m. That makes $32.1m": no list in one
breath. What speaks for it is that these are the last amounts told, in one paragraph, that the total's own
words have it made, reached or added up, and that they add up.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence

from finchecks.claim.changes import PLAIN, complete, nouns_meet, says, tells_how_many
from finchecks.claim.context import Context, Figure
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.levels import Level, levels
from finchecks.claim.sums import aside, lacking
from finchecks.claim.weigh import Signals, bits_of, magnitude
from finchecks.rule import Rule

#: parts are looked for among so many figures and sentences before the total
FIGURES, SENTENCES = 16, 6
MOST = 6
#: a part is no less than this share of its total, nor than what the total is rounded to
LEAST = 0.002
#: words before the total, and after it, that say how it came about
_LEAD, _TAIL = 12, 4
#: what they may say, the surest first
_MADE = ("closing", "running", "reaching", "addition", "total")
#: ... by which the parts are sure even where they do not add up ...
_SURE = frozenset({"closing"})
#: ... unless any of this holds
_DOUBTS = frozenset({"built-count-other", "built-cut", "built-years", "built-span-other", "built-noun-other"})
#: words before a total of two that were put together right before it
_JOINED = 6
#: numbers of parts
_FEW = range(2, 11)
#: a part, and what its value is multiplied by
Part = tuple[Figure, float]


def buildups(context: Context, rules: Mapping[str, Rule]) -> list[Hypothesis]:
    """Hypotheses of totals over the last figures that were told before them."""
    rule = rules.get("sum")
    if rule is None:
        return []
    standing = levels(context)
    found: list[Hypothesis] = []
    for total in context.figures:
        if not total.amount or not total.single or total.conversion_of is not None:
            continue
        if standing[total.index].step or (total.q.kind in PLAIN and total.q.value < 10):
            continue
        found += _hypotheses(context, rule, total, standing)
    return found


def _hypotheses(
    context: Context, rule: Rule, total: Figure, standing: Sequence[Level]
) -> Iterator[Hypothesis]:
    told = [*_told(context, total, standing)]
    compared = context.relations.comparatives
    plain = [
        one for one in told if not aside(one[0], total, context) and compared.isdisjoint(one[0].tail[:1])
    ]
    made = _made(context, total)
    wanted = total.q.value
    done: set[tuple[int, ...]] = set()
    for some in (plain, told) if len(plain) < len(told) else (plain,):
        amount = slack = 0.0
        for n, (f, times) in enumerate(some[:MOST], 1):
            amount += f.q.value * times
            slack += (f.q.high - f.q.low) * times
            fits = abs(amount - wanted) <= slack + total.q.high - total.q.low
            if n < 2 or not (fits or (made in _SURE and some is plain)):
                continue
            run = some[n - 1 :: -1]
            parts = [part for part, _ in run]
            key = tuple([part.index for part in parts])
            beyond = some[n][0] if n < len(some) else None
            if key in done:
                continue
            done.add(key)
            s = _signals(context, total, parts, beyond, standing, made)
            if some is plain and made in _SURE and _sure(context, total, run, beyond, s):
                s["built-frame"] = 1
            elif not fits:
                continue
            s["built-tried"] = math.log2(min(len(some), MOST) - 1)
            bound = tuple(Bound("part", part.q, total.q.unit, times) for part, times in run)
            one = Hypothesis(rule, total, bound, s, bits_of(s, context.weights))
            one.judge(magnitude(total.q))
            if one.fit == "right" or "built-frame" in s:
                yield one


def _made(context: Context, total: Figure) -> str:
    """What the total's own words say of how it came about; "" where they do not."""
    lead, tail = _lead(context, total), total.tail[:_TAIL]
    made = next((one for one in _MADE if says(lead, context, one) is not None), "")
    return made or ("closing" if says(tail, context, "closing") is not None else "")


def _lead(context: Context, total: Figure) -> Sequence[str]:
    """The words before it, over a number of the parts: "the three categories number _"."""
    lead, index = total.lead, total.index - 1
    while index >= 0 and (before := context.figures[index]).sentence == total.sentence:
        if not (before.q.word and before.q.value in _FEW) or ";" in lead:
            break
        lead, index = (*before.lead, before.q.text.lower(), *lead), index - 1
    return lead[-_LEAD:]


def _told(context: Context, total: Figure, standing: Sequence[Level]) -> Iterator[Part]:
    """What could be its parts, the last told first: values of its time, in its unit, smaller than it."""
    for f in reversed(context.figures[max(0, total.index - FIGURES) : total.index]):
        if total.sentence - f.sentence > SENTENCES:
            return
        q = f.q
        if not f.single or f.conversion_of is not None or (q.word and q.value < 2):
            continue
        if tells_how_many(context, f):
            continue
        level = standing[f.index]
        if level.old != standing[total.index].old or level.step:
            continue
        if total.q.kind in PLAIN and q.kind not in PLAIN:
            continue
        completed = complete(total, f)
        if completed is None or completed[1] != 1.0:
            continue
        if q.value * completed[2] >= max(LEAST * total.q.value, total.q.step):
            yield f, completed[2]


def _signals(
    context: Context,
    total: Figure,
    parts: Sequence[Figure],
    beyond: Figure | None,
    standing: Sequence[Level],
    made: str,
) -> Signals:
    s: Signals = {"prior buildup": 1}
    lead = _lead(context, total)
    s[f"built-{made}" if made else "built-unsaid"] = 1
    tallies = {context.relations.tallies[word] for word in lead if word in context.relations.tallies}
    if tallies:
        s["built-counted" if len(parts) in tallies else "built-count-other"] = 1
    if _joined(context, total, parts):
        s["built-joined"] = 1
    if len(parts) > 2:
        s["built-more"] = len(parts) - 2
    blocks = {f.block for f in parts}
    s["built-block" if blocks == {total.block} else "built-blocks"] = 1
    apart = total.sentence - parts[0].sentence
    if apart > 2:
        s["built-apart"] = apart - 2
    if beyond is None or beyond.block != parts[0].block:
        s["built-ended"] = 1
    elif beyond.sentence == parts[0].sentence:
        s["built-cut"] = 1
    metrics = {standing[f.index].metric for f in (total, *parts)}
    if len(metrics) == 1 and "" not in metrics:
        s["built-metric"] = 1
    years = {f.year for f in (total, *parts) if f.year is not None}
    if len(years) > 1:
        s["built-years"] = 1
    spans = {standing[f.index].span for f in (total, *parts)} - {""}
    if len(spans) > 1:
        s["built-span-other"] = 1
    if total.q.kind == "count" and not all(
        not f.q.noun or not total.q.noun or nouns_meet(f.q.noun, total.q.noun) for f in parts
    ):
        s["built-noun-other"] = 1
    if any(a.index + 1 < b.index for a, b in itertools.pairwise((*parts, total))):
        s["built-gaps"] = 1
    return s


def _joined(context: Context, total: Figure, parts: Sequence[Figure]) -> bool:
    """ "They took €1.39m, to which sponsors added €0.94m. Income was _": one put on top of the other."""
    if len(parts) != 2 or total.index != parts[1].index + 1 or len(total.lead) > _JOINED:
        return False
    if parts[0].index + 1 != parts[1].index or parts[0].sentence != parts[1].sentence:
        return False
    said = (*parts[0].tail, *parts[1].lead)
    return total.sentence - parts[1].sentence <= 1 and says(said, context, "addition") is not None


def _sure(context: Context, total: Figure, run: Sequence[Part], beyond: Figure | None, s: Signals) -> bool:
    """Are the parts counted, or all that the paragraph tells before a total that adds up just them?"""
    if _DOUBTS & s.keys() or says(total.lead[-4:], context, "addition") is not None:
        return False
    for f, times in run:
        bare = f.q.kind == "number" and not f.q.noun
        if f.q.value * times >= total.q.low or not (bare or f.q.unit == total.q.unit):
            return False
    if says((*run[-1][0].tail, *total.lead), context, "opening") is not None:
        return False
    if "built-counted" in s:
        return True
    own = (*total.lead[-_LEAD:], "|", *total.tail[:_TAIL])
    if says(own, context, "totalling") is not None:
        return False  # "_ went on the roof. Costs totalled _": of all that there were
    return all(f.block == total.block for f, _ in run) and (beyond is None or beyond.block != total.block)


def tied(one: Hypothesis) -> bool:
    """Does the text count its parts, or tell nothing but them?"""
    return "built-frame" in one.signals and not lacking(one)
