"""What speaks against any binding of a number, whatever generator proposes it.

A coupon ("the 6.5% notes") is a name. What is expected of the future is not made by what was reported. A
percentage that is compared with another one right after it is a level, no change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from finchecks.claim.context import Context, Figure
from finchecks.claim.hypothesis import Hypothesis
from finchecks.claim.tempting import tempting
from finchecks.claim.weigh import Signals, bits_of

#: words between a coupon and the security that it names, and back to what opens an expectation
_COUPON, _AHEAD = 6, 40
#: ... which so many characters hold: a sentence may be as long as a book
_WINDOW = 800
_STEPS = frozenset({"percent_change", "percent_of_change"})
_MADE = frozenset({"share", "ratio", "product"})


def doubt(context: Context, found: Sequence[Hypothesis]) -> None:
    """Adds to each hypothesis the signals that its claim's own words give against it, with their bits."""
    known: dict[int, Signals] = {}
    figures = {f.q.start: f for f in context.figures}
    for one in found:
        claim = one.claim
        if claim.index not in known:
            known[claim.index] = _signals(context, claim)
        given = known[claim.index]
        s: Signals = {}
        if "coupon" in given:
            s["coupon"] = 1
        if "compared-level" in given and one.rule.kind in _STEPS and "no-cue" in one.signals:
            s["compared-level"] = 1
        if "ahead" in given and one.rule.kind in _MADE and _apart(context, one, figures):
            s["ahead"] = 1
        s.update(tempting(context, one, figures))
        if s:
            bits = bits_of(s, context.weights)
            one.signals.update(s)
            one.structure += bits
            one.bits += bits


def _signals(context: Context, claim: Figure) -> Signals:
    s: Signals = {}
    if claim.q.kind == "percent":
        if _coupon(context, claim):
            s["coupon"] = 1
        if _compared(context, claim):
            s["compared-level"] = 1
    if _expected(context, claim):
        s["ahead"] = 1
    return s


def _coupon(context: Context, claim: Figure) -> bool:
    """ "7.344 million of its 11 pct convertible debentures", "6-1/8 pct 1997 issue"."""
    relations = context.relations
    for word in claim.tail[:_COUPON]:
        if word in relations.securities:
            return True
        if not (word in relations.security_words or word.isdigit()):
            return False
    return False


def _compared(context: Context, claim: Figure) -> bool:
    """ "more than 37% (2018: 29%)": the bracket gives the same thing of another time."""
    if claim.tail[:1] != ("(",) or claim.index + 1 >= len(context.figures):
        return False
    after = context.figures[claim.index + 1]
    return (
        after.sentence == claim.sentence
        and after.q.kind == "percent"
        and after.lead[-1:] == (":",)
        and len(after.lead) <= 4
    )


def _expected(context: Context, claim: Figure) -> bool:
    """Do the words before it in its sentence speak of what is to come?"""
    if "forecast" in claim.labels:
        return True
    start = max(context.sentence_span(claim.sentence)[0], claim.q.start - _WINDOW)
    words = context.text(start, claim.q.start).lower().split()[-_AHEAD:]
    return not context.relations.expecting.isdisjoint(words)


def _apart(context: Context, one: Hypothesis, figures: Mapping[int, Figure]) -> bool:
    """Are all operands told elsewhere, and none as expected?"""
    start, end = context.sentence_span(one.claim.sentence)
    spots = [b.quantity.start for b in one.bound if b.quantity is not None]
    if any(start <= spot < end for spot in spots):
        return False
    told = [figures[spot] for spot in spots if spot in figures]
    return not any(_expected(context, f) for f in told)
