"""From profit to loss or back: "lost $212m, after a profit of $88m, a swing of $300m".

A loss is told as a positive number, so that the way from one to the other is as long as both together.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from finchecks.claim.changes import complete
from finchecks.claim.context import Context, Figure
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.weigh import Signals, bits_of, magnitude
from finchecks.rule import Rule

#: words before a claim in which it is called a swing; before and after a figure in which it is a loss
_CALLED, _BEFORE, _AFTER = 4, 6, 3
#: figures on either side of a claim among which the two values are looked for
_REACH = 4
_ENDS = frozenset(
    {",", ";", ":", "(", ")", "and", "from", "to", "against", "versus", "vs", "compared", "after"}
)


def swings(context: Context, rules: Mapping[str, Rule]) -> list[Hypothesis]:
    """Hypotheses of the amounts that lie between a loss and a profit."""
    rule = rules.get("difference")
    if rule is None:
        return []
    words = context.relations
    return [
        one
        for claim in context.figures
        if claim.amount and claim.single_value and claim.conversion_of is None
        if not words.swings.isdisjoint(claim.lead[-_CALLED:]) or not words.swings.isdisjoint(claim.tail[:2])
        if (one := _hypothesis(context, rule, claim)) is not None
    ]


def _hypothesis(context: Context, rule: Rule, claim: Figure) -> Hypothesis | None:
    told = [
        (f, sign, completed[2])
        for f in context.figures[max(0, claim.index - _REACH) : claim.index + _REACH + 1]
        if f is not claim
        and f.sentence == claim.sentence
        and f.amount
        and f.single
        and f.conversion_of is None
        and (sign := _sign(context, f))
        and (completed := complete(claim, f)) is not None
        and completed[1] == 1.0
    ]
    if len(told) != 2 or told[0][1] == told[1][1]:
        return None
    new, old = sorted(told, key=lambda one: _is_old(one[0]))
    signals: Signals = {"prior swing": 1}
    bound = tuple(
        Bound(role, f.q, claim.q.unit, sign * times)
        for role, (f, sign, times) in zip(("new", "old"), (new, old), strict=True)
    )
    one = Hypothesis(rule, claim, bound, signals, bits_of(signals, context.weights))
    one.judge(magnitude(claim.q))
    return one


def _is_old(f: Figure) -> bool:
    return f.earlier or "having" in f.lead or not {"origin", "comparison"}.isdisjoint(f.marks)


def _sign(context: Context, f: Figure) -> int:
    """-1 for a loss, 1 for a profit, 0 where neither is said."""
    after = [*itertools.takewhile(lambda word: word not in _ENDS, f.tail[:_AFTER])]
    near = {*f.lead[-_BEFORE:], *after}
    if not context.relations.losing.isdisjoint(near):
        return -1
    return 0 if context.relations.earning.isdisjoint(near) else 1
