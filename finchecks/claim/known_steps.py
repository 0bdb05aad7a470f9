"""An amount and its percentage, where the amount is known to lie between two values that the text tells.

"It raised £46.3m, beating the £35.2m of 2003 by £11.1m, or 24%": the £11.1m is what the two differ by, so
that the percentage is of the £35.2m. Of the £46.3m it would be 24%, which is the mistake.
"""

from __future__ import annotations

from collections.abc import Sequence

from finchecks.claim.changes import APPOSED
from finchecks.claim.context import Context
from finchecks.claim.hypothesis import Hypothesis, known_right, spots

#: so many bits, and what an amount lies between is known
_KNOWN = 5.0
_KINDS = frozenset({"percent_change", "percent_of_change", "share"})
#: what an amount of change is a percentage of
_LEVELS = ("new", "old")


def known_steps(context: Context, found: Sequence[Hypothesis]) -> None:
    """Adds to the readings of percentages beside such amounts what the two values say of them."""
    known = known_right(found, "difference", _KNOWN)
    if not known:
        return
    for one in found:
        claim = one.claim
        if claim.q.kind != "percent" or one.rule.kind not in _KINDS or not claim.index:
            continue
        before = context.figures[claim.index - 1]
        step = known.get(before.q.start)
        if step is None or not APPOSED.issuperset(claim.lead) or claim.tail[:1] == ("of",):
            continue
        if one.rule.kind == "share":
            # what was won or lost is told as a part of what was there, not of what there is
            one.give("share-of-step", 1, context.weights)
            continue
        if one.rule.kind == "percent_change":
            _compare(context, one, step, "pair-of-step", "other-pair-of-step")
            continue
        if not any(b.quantity is before.q for b in one.bound):
            continue
        ends = {b.role: b.quantity.start for b in step.bound if b.quantity is not None}
        for b in one.bound:
            place = b.quantity.start if b.quantity is not None else None
            if b.quantity is before.q or b.role not in _LEVELS or place not in ends.values():
                continue
            reached = place == ends.get("new")
            known_level = reached == (b.role == "new")
            one.give("level-of-step" if known_level else "other-level-of-step", 1, context.weights)


def known_rates(context: Context, found: Sequence[Hypothesis]) -> None:
    """The same of amounts beside a percentage that is known to be the change between two values."""
    known = known_right(found, "percent_change", _KNOWN)
    if not known:
        return
    figures = context.figures
    for one in found:
        claim = one.claim
        if one.rule.kind != "difference":
            continue
        before = figures[claim.index - 1] if claim.index and APPOSED.issuperset(claim.lead) else None
        after = figures[claim.index + 1] if claim.index + 1 < len(figures) else None
        if after is not None and not APPOSED.issuperset(after.lead):
            after = None
        rate = next((known[f.q.start] for f in (before, after) if f is not None and f.q.start in known), None)
        if rate is None:
            continue
        _compare(context, one, rate, "pair-of-rate", "other-pair-of-rate")


def _compare(context: Context, one: Hypothesis, known: Hypothesis, same: str, other: str) -> None:
    """Is it of the two values that are known, where it is of such values at all?"""
    if one.bound[0].unit == known.bound[0].unit:
        one.give(same if spots(one) == spots(known) else other, 1, context.weights)
