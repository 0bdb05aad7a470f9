"""A total, and after it its parts told one by one, each in a sentence or clause of its own.

"Sales were $14.2m. … Pumps sold $8.1m, up 4%, … valves sold $6.1m": no word says that these are all. What
speaks for it is that the parts follow in order, that one metric is told of all, each of another thing, that
no further one follows, and that they add up. A change is broken down in the same way, by steps that go with
it or against it. Which run of figures adds up is found by trying; the more are tried, the less it says. A
total among the parts of a larger one takes the place of its own parts, so that breakdowns of breakdowns need
nothing more.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from finchecks.claim import bridges
from finchecks.claim.changes import PLAIN, change_cue, complete, nouns_meet, says
from finchecks.claim.context import Context, Figure, tokens
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.levels import Level, levels
from finchecks.claim.weigh import Signals, bits_of, magnitude
from finchecks.rule import Rule

#: parts are looked for among so many figures after the total, and so many of them
REACH = 40
MOST = 8
#: the total's own comparison may stand before the first part
SKIPPED = 1
#: a part is no less than this share of its total
LEAST = 0.002
#: a breakdown that is as likely as this takes the place of its parts in a larger one
TAKEN = 2.0

_RATES = frozenset({"percent", "points"})
#: how the names of metrics end that are below zero when they are a loss
_PROFITS = ("profit", "ebitda", "loss")
_CUTS = frozenset((",", ";", ":", "and", "to", "from", "while", "but"))
#: a part, and what its value is multiplied by: its scale, below zero for a loss among profits
Part = tuple[Figure, float]


@dataclass(frozen=True, slots=True)
class Run:
    """Figures in their order, those after them that could be parts too, and how many of such come before."""

    parts: Sequence[Part]
    beyond: Sequence[Part]
    start: int
    #: how its series was read: by "metric", "noun", "steps", or ""
    by: str
    #: how many runs had been tried until its series was
    tried: int


def breakdowns(context: Context, rules: Mapping[str, Rule]) -> list[Hypothesis]:
    """Hypotheses of totals over the figures in their place in the sentences that follow."""
    rule = rules.get("sum")
    if rule is None:
        return []
    standing = levels(context)
    found: list[Hypothesis] = []
    inner: set[int] = set()
    slots = {f.index: _slot(standing[f.index]) for f in context.figures if _may_be(f)}
    # the last total first: what is broken down within a breakdown is known before it
    for total in reversed(context.figures):
        if total.index not in slots or total.q.value == 0 or (total.q.kind in PLAIN and total.q.value < 10):
            continue
        made = [*_hypotheses(context, rule, total, standing, slots, inner)]
        found += made
        best = max(made, key=_bits, default=None)
        if best is not None and best.bits >= TAKEN:
            spots = {b.quantity.start for b in best.bound if b.quantity is not None}
            inner |= {
                f.index for f in context.figures[total.index : total.index + REACH] if f.q.start in spots
            }
    return found


def _bits(one: Hypothesis) -> float:
    return one.bits


def _may_be(f: Figure) -> bool:
    q = f.q
    if f.conversion_of is not None or q.is_range or q.per:
        return False
    return q.kind in ("money", "measure", *PLAIN, *_RATES)


def _slot(level: Level) -> str:
    """The figure's place in its sentence: a value, what it is compared with, or a step."""
    return "old" if level.old else "step" if level.step else "new"


def _metric(level: Level, whole: str) -> str:
    """A level's metric; a loss is one of whatever profit the whole is."""
    return whole if level.metric == "loss" and whole.endswith(_PROFITS) else level.metric


def _hypotheses(
    context: Context,
    rule: Rule,
    total: Figure,
    standing: Sequence[Level],
    slots: Mapping[int, str],
    inner: set[int],
) -> Iterator[Hypothesis]:
    tried: set[tuple[tuple[int, float], ...]] = set()
    runs: list[Run] = []
    wanted, slack = abs(total.q.value), total.q.high - total.q.low
    for some, by in _series(context, total, standing, slots, inner):
        # what most runs add up to is nothing like the total: seen from sums that are made once a series
        marks = [(f.index, times) for f, times in some]
        sums = [0.0, *itertools.accumulate(f.q.value * times for f, times in some)]
        spreads = [0.0, *itertools.accumulate(f.q.high - f.q.low for f, _ in some)]
        fitting: list[tuple[int, int]] = []
        for start, n in _places(some):
            key = tuple(marks[start : start + n])
            if key in tried:
                continue
            tried.add(key)
            off = abs(sums[start + n] - sums[start] - wanted)
            if off <= (slack + spreads[start + n] - spreads[start]) * 1.001 + wanted * 1e-9:
                fitting.append((start, n))
        runs += [Run(some[at : at + n], some[at + n :], at, by, len(tried)) for at, n in fitting]
    stated = magnitude(total.q)
    for run in runs:
        parts = [one for one, _ in run.parts]
        if parts[0].sentence == parts[-1].sentence == total.sentence and run.by != "steps":
            continue  # said in one sentence: see sums.py
        s = _signals(context, total, run, standing)
        s["down-tried"] = math.log2(run.tried)
        bound = tuple(Bound("part", f.q, total.q.unit, times) for f, times in run.parts)
        one = Hypothesis(rule, total, bound, s, bits_of(s, context.weights))
        one.judge(stated)
        if one.fit == "right":
            yield one


def _series(
    context: Context, total: Figure, standing: Sequence[Level], slots: Mapping[int, str], inner: set[int]
) -> Iterator[tuple[list[Part], str]]:
    """The figures after the total that could be its parts, in several readings, each with its name."""
    mine = slots[total.index]
    near = [
        (f, times)
        for f in context.figures[total.index + 1 : total.index + REACH]
        if f.index in slots and f.index not in inner and (times := _times(total, f))
    ]
    if mine == "step":
        steps = [(f, times) for f, times in near if slots[f.index] != "old"]
        for signs in (_turned, _directed):
            yield signs(context, total, steps), "steps"
    least = LEAST * abs(total.q.value)
    alike = [
        (f, times * _sign(f, context) * _sign(total, context))
        for f, times in near
        if slots[f.index] == mine and f.q.value * times >= least and not (f.q.word and f.q.value < 10)
    ]
    metric = standing[total.index].metric
    readings = [(alike, "")]
    if metric:
        of_metric = [one for one in alike if _metric(standing[one[0].index], metric) == metric]
        readings.insert(0, (of_metric, "metric"))
        span = standing[total.index].span
        of_span = [one for one in of_metric if standing[one[0].index].span == span]
        if span and len(of_span) < len(of_metric):
            readings.insert(0, (of_span, "metric"))
    if total.q.kind == "count":
        readings.insert(0, ([one for one in alike if _same_noun(total, one[0])], "noun"))
    for some, by in readings:
        smaller = [(f, times) for f, times in some if times > 0 and f.q.value * times < abs(total.q.value)]
        yield smaller, by
        if len(smaller) < len(some):
            yield some, by


def _times(total: Figure, f: Figure) -> float:
    """What brings a figure to the total's unit; 0 where nothing does."""
    if total.q.kind in _RATES and f.q.kind in _RATES:
        return 1.0 if f.q.unit != "bp" else 0.01 if total.q.unit != "bp" else 1.0
    if total.q.kind in PLAIN and f.q.kind not in PLAIN:
        return 0.0
    completed = complete(total, f)
    return completed[2] if completed is not None and completed[1] == 1.0 else 0.0


def _turned(context: Context, total: Figure, steps: Sequence[Part]) -> list[Part]:
    """What is told after "partly offset by" goes against the total, all before it with it."""
    found: list[Part] = []
    against = False
    for f, times in steps:
        against = against or says(f.lead, context, "offset") is not None
        found.append((f, -times if against else times))
    return found


def _directed(context: Context, total: Figure, steps: Sequence[Part]) -> list[Part]:
    """Each step as its own words have it: up, down, a headwind."""
    cue = change_cue(total, context)
    down = cue is not None and cue.direction == "down"
    return [(f, times * bridges.sign(context, f, down)) for f, times in steps]


def _same_noun(total: Figure, f: Figure) -> bool:
    """ "879 were city shops" of 1,098 shops: a part's noun is the total's, or it has none."""
    return not f.q.noun or not total.q.noun or nouns_meet(f.q.noun, total.q.noun)


def _places(series: Sequence[Part]) -> Iterator[tuple[int, int]]:
    """Where a run may begin and how long it may be: at the first or second, or where a sentence begins."""
    for start in range(len(series) - 1):
        if start > SKIPPED and series[start][0].sentence == series[start - 1][0].sentence:
            continue
        for n in range(2, min(MOST, len(series) - start) + 1):
            yield start, n


def _sign(f: Figure, context: Context) -> float:
    """-1 where the words around call it a loss or a deficit."""
    lead = f.lead[-9:]
    cut = max((at for at, word in enumerate(lead) if word in _CUTS), default=-1)
    words = {*lead[cut + 1 :], *f.tail[:1], *f.q.text.lower().split()}
    return -1.0 if words & context.relations.negative else 1.0


def _signals(context: Context, total: Figure, run: Run, standing: Sequence[Level]) -> Signals:
    parts = [f for f, _ in run.parts]
    s: Signals = {"prior breakdown": 1}
    sentences = [f.sentence for f in parts]
    if run.start:
        s["down-skip" if run.start == 1 else "down-start"] = 1
    if len(parts) > 2:
        s["down-more"] = len(parts) - 2
    whole = standing[total.index]
    metrics = {_metric(standing[f.index], whole.metric) for f in parts}
    if run.by == "steps":
        _step_signals(context, run, s)
    elif whole.metric and metrics == {whole.metric}:
        s["down-metric"] = 1
    elif metrics - {"", whole.metric}:
        s["down-metric-other"] = 1
    if len(parts) == 2 and not {"down-metric", "down-steps"} & s.keys():
        s["down-two"] = 1
    if len(set(sentences)) == len(parts):
        s["down-heads"] = 1
    elif len(set(sentences)) == 1:
        s["down-list"] = 1
    gaps = sum(b - a - 1 for a, b in itertools.pairwise(sentences) if b - a > 1)
    if gaps:
        s["down-gaps-metric" if run.by == "metric" else "down-gaps"] = min(gaps, 3)
    if parts[-1].block != parts[0].block:
        s["down-blocks"] = 1
    if parts[0].block == parts[-1].block == total.block:
        s["down-block"] = 1
    if any(times < 0 for _, times in run.parts) and run.by != "steps":
        s["down-negative"] = 1
    after = run.beyond[0][0] if run.beyond else None
    if after is None or after.block != parts[-1].block:
        s["down-ended"] = 1
    elif after.sentence == parts[-1].sentence:
        s["down-cut"] = 1
    if says(parts[-1].lead, context, "completes") is not None:
        s["down-rest" if len(parts) > 2 else "down-left"] = 1
    opening = tokens(context.text(context.sentence_span(sentences[0])[0], parts[0].q.start).lower())
    said = (*opening, "|", *parts[0].tail[:3])
    if any(says(said, context, concept) is not None for concept in ("opening", "among")):
        s["down-of"] = 1
    elif says(parts[0].lead, context, "contributes") is not None:
        s["down-said"] = 1
    subjects = [frozenset(f.subject) for f in parts]
    s["down-names" if all(subjects) and len(set(subjects)) == len(subjects) else "down-names-same"] = 1
    years = {f.year for f in parts if f.year is not None}
    if (total.year is not None and years - {total.year}) or len(years) > 1:
        s["down-years"] = 1
    if total.q.kind == "count" and not all(
        f.q.noun and total.q.noun and nouns_meet(f.q.noun, total.q.noun) for f in parts
    ):
        s["down-noun-other"] = 1
    spans = {standing[f.index].span for f in parts} - {""}
    if len(spans) > 1 or (spans and whole.span and whole.span not in spans):
        s["down-span-other"] = 1
    return s


def _step_signals(context: Context, run: Run, s: Signals) -> None:
    """A change that is told by its steps."""
    s["down-steps"] = 1
    if any(says(f.lead, context, "offset") is not None for f, _ in run.parts):
        s["down-offset"] = 1
    if any(times < 0 for _, times in run.parts):
        s["down-signed"] = 1
    if says(run.parts[0][0].lead, context, "cause") is not None:
        s["down-cause"] = 1
    if any(says(f.lead, context, "partial") is not None for f, _ in run.parts):
        s["down-partial"] = 1
