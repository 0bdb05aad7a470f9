"""Sums of ranges: the low ends of the parts make the low end of the total, and the high ends its high end.

"Sales of $740 million to $780 million, with $490 to $510 million from pumps and $250 to $270 million from
valves". Where one end comes out, the other is held to it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from finchecks.claim.context import Context, Figure
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.weigh import Signals, bits_of, magnitude
from finchecks.quantity import Quantity
from finchecks.rule import Rule

#: the parts stand so many sentences from the total at most
SENTENCES = 2
MOST = 5
#: from one end's coming out, the other is sure up to so many bits
_SURE = 9.0
#: what stands between the ends: "$5 to 6m", "$5m–$6m", "between $5m and $6m"
_BETWEEN = re.compile(r"\s(?:to|and)\s|[-–—]")


def ends(context: Context, rules: Mapping[str, Rule]) -> list[Hypothesis]:
    """Hypotheses of both ends of ranges over the ends of other ranges."""
    rule = rules.get("sum")
    ranges = [f for f in context.figures if f.q.is_range and f.q.kind in ("money", "measure", "count")]
    if rule is None or len(ranges) < 3:
        return []
    found: list[Hypothesis] = []
    for at, total in enumerate(ranges):
        runs = [*_runs(total, ranges, at)]
        for parts in runs:
            found += _both(context, rule, total, parts, len(runs))
    return found


def _runs(total: Figure, ranges: Sequence[Figure], at: int) -> Iterator[Sequence[Figure]]:
    """Ranges of the total's unit right after it, or right before."""
    for step in (1, -1):
        run: list[Figure] = []
        place = at + step
        while 0 <= place < len(ranges) and len(run) < MOST:
            f = ranges[place]
            if abs(f.sentence - total.sentence) > SENTENCES:
                break
            if f.q.unit == total.q.unit and f.q.kind == total.q.kind:
                run.append(f)
                if len(run) > 1:
                    yield tuple(run)
            place += step


def _both(
    context: Context, rule: Rule, total: Figure, parts: Sequence[Figure], tried: int
) -> Iterator[Hypothesis]:
    made: list[Hypothesis] = []
    for high in (False, True):
        claim = replace(total, q=_end(total.q, high))
        bound = tuple(Bound("part", _end(f.q, high), total.q.unit) for f in parts)
        s: Signals = {"prior ends": 1, "ends-tried": math.log2(tried)}
        if all(f.sentence == total.sentence for f in parts):
            s["ends-with"] = 1
        one = Hypothesis(rule, claim, bound, s, bits_of(s, context.weights))
        one.judge(magnitude(claim.q))
        made.append(one)
    if not any(one.fit == "right" for one in made):
        return
    for one, other in (made, made[::-1]):
        right = other.fit == "right"
        worth = min(_SURE, -math.log2(max(other.likely, 1e-9))) if right else 1.0
        one.give("ends-other" if right else "ends-alone", worth, context.weights)
        yield one


def _end(q: Quantity, high: bool) -> Quantity:
    """One end of a range, with as much of its text as is that end's."""
    start, end, half = q.start, q.end, q.step / 2
    value = q.high - half if high else q.low + half
    between = _BETWEEN.search(q.text, 1)
    if between is not None:
        start, end = (q.start + between.end(), q.end) if high else (q.start, q.start + between.start())
    return replace(
        q, start=start, end=end, text=q.text[start - q.start : end - q.start], value=value, is_range=False,
        low=value - half, high=value + half, loose_low=value - half, loose_high=value + half,
    )  # fmt: skip


def tied(one: Hypothesis) -> bool:
    """Does the range's other end come out?"""
    return "ends-other" in one.signals
