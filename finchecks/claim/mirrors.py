"""A relation told twice over: what holds of this year's values holds of last year's beside them.

"Sales were $40m ($36m). Pumps made up $25m ($23m), valves $15m ($13m)": that both sums come out is no chance,
and where one does, the other is said to.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from finchecks.claim.changes import complete
from finchecks.claim.context import Context, Figure
from finchecks.claim.hypothesis import ADDITIVE, Bound, Hypothesis, spots
from finchecks.claim.levels import Level, levels
from finchecks.claim.sums import scaled
from finchecks.claim.weigh import bits_of, magnitude

#: what is less likely than this at the one time is not looked for at the other
_LEAST = -5.0
#: from so many bits a relation of one time is sure enough to hold the other to it
_SURE = 5.0
#: the old value stands so many figures after the new one, at most
_REACH = 3
#: so many bits say that both come out, at most
_MOST = 8.0


def mirrored(context: Context, found: Sequence[Hypothesis]) -> list[Hypothesis]:
    """Hypotheses of the other time's values. Where both come out, both gain by it."""
    beside = _beside(context)
    if not beside:
        return []
    figures = {f.q.start: f for f in context.figures}
    known = {_key(one): one for one in found if one.rule.kind in ADDITIVE}
    new: list[Hypothesis] = []
    done: set[object] = set()
    for one in list(known.values()):
        if one.fit != "right" or one.bits < _LEAST or one.likely <= 0:
            continue
        other = _mirror(context, one, beside, figures)
        if other is None:
            continue
        key = _key(other)
        pair = frozenset((_key(one), key))
        if pair in done:
            continue
        done.add(pair)
        there = known.get(key)
        if there is None:
            new.append(other)
        else:
            other = there
        if other.fit == "right":
            mine, others = _worth(one), _worth(other)
            one.give("mirror-right", others, context.weights)
            other.give("mirror-right", mine, context.weights)
    return new


def _key(one: Hypothesis) -> tuple[object, ...]:
    return (one.rule.kind, one.claim.q.start, *spots(one))


def _worth(one: Hypothesis) -> float:
    return min(_MOST, -math.log2(max(one.likely, 1e-9)))


def _beside(context: Context) -> Mapping[int, Figure]:
    """The old value of each new one that has it beside it in its sentence, and the other way round."""
    standing = levels(context)
    found: dict[int, Figure] = {}
    for f in context.figures:
        if standing[f.index].old or f.q.is_range or f.conversion_of is not None or f.index in found:
            continue
        old = _old_of(context, f, standing)
        if old is not None:
            found[f.index] = old
            found[old.index] = f
    return found


def _old_of(context: Context, f: Figure, standing: Sequence[Level]) -> Figure | None:
    for g in context.figures[f.index + 1 : f.index + 1 + _REACH]:
        if g.sentence != f.sentence:
            return None
        if g.conversion_of is not None or g.q.is_range:
            continue
        completed = complete(f, g)
        if completed is None or (g.q.kind == "percent") != (f.q.kind == "percent"):
            continue
        if standing[g.index].old:
            return g
        if g.q.unit == f.q.unit:
            return None
    return None


def _mirror(
    context: Context, one: Hypothesis, beside: Mapping[int, Figure], figures: Mapping[int, Figure]
) -> Hypothesis | None:
    claim = beside.get(one.claim.index)
    if claim is None:
        return None
    completed = complete(one.claim, claim)
    if completed is None:
        return None
    if claim.q.unit != one.claim.q.unit:
        claim = replace(claim, q=scaled(claim.q, completed[2], one.claim.q.kind, one.claim.q.unit))
    bound: list[Bound] = []
    for b in one.bound:
        f = figures.get(b.quantity.start) if b.quantity is not None else None
        g = beside.get(f.index) if f is not None else None
        if f is None or g is None:
            return None
        times = complete(f, g)
        if times is None:
            return None
        flip = _sign(f, context) * _sign(g, context)
        bound.append(replace(b, quantity=g.q, times=b.times * times[2] / times[1] * flip))
    flip = _sign(one.claim, context) * _sign(claim, context)
    if flip < 0:
        bound = [replace(b, times=-b.times) for b in bound]
    signals = {"prior mirror": 1.0, "mirror-sure" if one.bits >= _SURE else "mirror-open": 1.0}
    structure = min(one.bits, _MOST) + bits_of(signals, context.weights)
    other = Hypothesis(one.rule, claim, tuple(bound), signals, structure, one.direction, one.cue)
    other.judge(magnitude(claim.q))
    return other


def _sign(f: Figure, context: Context) -> float:
    """-1 where the words right before it call it a loss or a deficit."""
    return -1.0 if {*f.lead[-5:], *f.tail[:1]} & context.relations.negative else 1.0


def tied(one: Hypothesis) -> bool:
    """Is the same relation of the other time sure?"""
    return "mirror-sure" in one.signals
