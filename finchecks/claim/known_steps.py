"""An amount and its percentage, where the amount is known to lie between two values that the text tells.

"It raised £46.3m, beating the £35.2m of 2003 by £11.1m, or 24%": the £11.1m is what the two differ by, so
that the percentage is of the £35.2m. Of the £46.3m it would be 24%, which is the mistake.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from finchecks.claim.changes import APPOSED, change_cue
from finchecks.claim.context import Context, Figure
from finchecks.claim.hypothesis import Hypothesis, known_right, spots
from finchecks.claim.levels import is_step
from finchecks.claim.weigh import bits_of
from finchecks.rule import Rule

#: so many bits, and what an amount lies between, or a percentage is of, is known
_KNOWN = 3.0
#: an amount and its percentage are nearly as sure as each other: so many bits less, and at most so many
_LESS = 1.0
_MOST = 12.0
#: so many words from its amount, what says which way it moved says it of that
_FAR = 3
_KINDS = frozenset({"percent_change", "percent_of_change", "share"})
_MARKS = frozenset((",", "(", ":", "–", "—"))
_LINKS = frozenset(("a", "an", "which", "that", "is", "was", "of", "or", "equal", "equivalent", "to"))
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
        if step is None or not _says_again(context, claim, before) or claim.tail[:1] == ("of",):
            continue
        if one.rule.kind == "share":
            # what was won or lost is told as a part of what was there, not of what there is
            one.give("share-of-step", 1, context.weights)
            continue
        if one.rule.kind == "percent_change":
            _compare(context, found, one, step, "pair-of-step", "other-pair-of-step")
            continue
        if not any(b.quantity is before.q for b in one.bound):
            continue
        ends = _ends(step)
        for b in one.bound:
            place = b.quantity.start if b.quantity is not None else None
            if b.quantity is before.q or b.role not in _LEVELS or place not in ends.values():
                continue
            reached = place == ends.get("new")
            known_level = reached == (b.role == "new")
            one.give("level-of-step" if known_level else "other-level-of-step", 1, context.weights)


def _says_again(context: Context, claim: Figure, step: Figure) -> bool:
    """ "by $5m, or 4%", "29 tonnes fewer (4.5%)", "7,315 more than in the year before, a rise of 5.2%"."""
    if APPOSED.issuperset(claim.lead):
        return True
    if step.sentence != claim.sentence:
        return False
    at = max((at for at, word in enumerate(claim.lead) if word in _MARKS), default=-1)
    cue, moved = change_cue(claim, context), change_cue(step, context)
    if at < 0 or moved is None or moved.distance > _FAR:
        return False
    if cue is not None and cue.direction != moved.direction:
        return False
    own = claim.lead[at + 1 :]
    return all(word in APPOSED or word in _LINKS or (cue is not None and word == cue.word) for word in own)


def known_rates(context: Context, found: Sequence[Hypothesis]) -> None:
    """The same of amounts beside a percentage that is known to be the change between two values."""
    known = known_right(found, "percent_change", _KNOWN)
    if not known:
        return
    figures = context.figures
    for one in found:
        claim = one.claim
        if one.rule.kind != "difference" or claim.tail[:1] == ("of",):
            continue  # "a beat of 5.4%, ¥0.9bn of which we put down to the yen"
        before = figures[claim.index - 1] if claim.index and APPOSED.issuperset(claim.lead) else None
        after = figures[claim.index + 1] if claim.index + 1 < len(figures) else None
        if after is not None and not APPOSED.issuperset(after.lead):
            after = None
        rate = next((known[f.q.start] for f in (before, after) if f is not None and f.q.start in known), None)
        if rate is None:
            continue
        _compare(context, found, one, rate, "pair-of-rate", "other-pair-of-rate")


def steps_beside(
    context: Context, rules: Mapping[str, Rule], found: Sequence[Hypothesis]
) -> list[Hypothesis]:
    """The amount beside such a percentage, where nothing else says what it lies between.

    "It planted 6.45m acres, against 7.10m. … The drop of 650,000 acres, or 9.2%": the percentage tells it.
    """
    rule = rules.get("difference")
    if rule is None:
        return []
    told = {(one.claim.q.start, spots(one)) for one in found if one.rule.kind == "difference"}
    figures = context.figures
    new: list[Hypothesis] = []
    for rate in known_right(found, "percent_change", _KNOWN).values():
        index = rate.claim.index
        if index < 1 or figures[index] is not rate.claim or not APPOSED.issuperset(rate.claim.lead):
            continue
        step = figures[index - 1]
        suits = all(
            b.quantity is not None and b.quantity.unit == step.q.unit and b.quantity.kind == step.q.kind
            for b in rate.bound
        )
        if not suits or step.sentence != rate.claim.sentence or (step.q.start, spots(rate)) in told:
            continue
        cue = change_cue(step, context)
        moved = is_step(context, step) or (cue is not None and cue.distance <= 1)
        if not step.single or step.q.start in spots(rate) or not moved:
            continue
        s = {"prior step-beside": 1.0}
        bound = tuple(replace(b, unit=step.q.unit) for b in rate.bound)
        one = Hypothesis(rule, step, bound, s, bits_of(s, context.weights), rate.direction, rate.cue)
        one.judge()
        new.append(one)
    return new


def rates_beside(
    context: Context, rules: Mapping[str, Rule], found: Sequence[Hypothesis]
) -> list[Hypothesis]:
    """The percentage beside an amount that two known values differ by, where nothing else says it is of them.

    "TCE revenues fell by $35.0 million, or 15.1%", of a table's row.
    """
    rule = rules.get("percent-change")
    if rule is None:
        return []
    told = {(one.claim.q.start, spots(one)) for one in found if one.rule.kind == "percent_change"}
    figures = context.figures
    new: list[Hypothesis] = []
    for step in known_right(found, "difference", _KNOWN).values():
        index = step.claim.index + 1
        if index >= len(figures) or figures[index - 1] is not step.claim:
            continue
        claim = figures[index]
        if claim.q.kind != "percent" or not claim.single or claim.tail[:1] == ("of",):
            continue
        if (claim.q.start, spots(step)) in told or not _says_again(context, claim, step.claim):
            continue
        moved = change_cue(step.claim, context)
        if not is_step(context, step.claim) and (moved is None or moved.distance > _FAR):
            continue
        s = {"prior rate-beside": 1.0}
        one = Hypothesis(rule, claim, step.bound, s, bits_of(s, context.weights), step.direction, step.cue)
        one.judge()
        new.append(one)
    return new


def _compare(
    context: Context, found: Sequence[Hypothesis], one: Hypothesis, known: Hypothesis, same: str, other: str
) -> None:
    """Is it of the two values that are known, where it is of such values at all? How sure is that?"""
    if _ends(one) == _ends(known):
        one.give(same, 1, context.weights)
        more = _lead(found, known) - _LESS - one.structure
        if more > 0:
            one.give("as-sure", more, context.weights)
    elif one.bound[0].unit == known.bound[0].unit:
        one.give(other, 1, context.weights)


def _lead(found: Sequence[Hypothesis], known: Hypothesis) -> float:
    """How far it is ahead of other values that make the same figure, in bits."""
    ends = set(_ends(known).values())
    others = [
        one.bits
        for one in found
        if one.claim is known.claim
        and one.fit == "right"
        and one.rule.kind in (*_KINDS, "difference")
        and not ends >= set(_ends(one).values())
        and one.bits > 0
    ]
    return min(_MOST, known.bits - max(others, default=0.0))


def _ends(one: Hypothesis) -> dict[str, int]:
    """Which of the two is the older."""
    return {b.role: b.quantity.start for b in one.bound if b.quantity is not None}
