"""What speaks against any binding of a number, whatever generator proposes it.

A coupon ("the 6.5% notes") is a name. What is expected of the future is not made by what was reported. A
percentage that is compared with another one right after it is a level, no change.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from finchecks.claim.changes import PLACES
from finchecks.claim.context import Context, Figure
from finchecks.claim.hypothesis import Hypothesis
from finchecks.claim.weigh import Signals, bits_of

#: words between a coupon and the security that it names, and back to what opens an expectation
_COUPON, _AHEAD = 6, 40
#: ... which so many characters hold: a sentence may be as long as a book
_WINDOW = 800
#: so many words lead to a value in brackets: "(from", "(it was"
_SAID_INSIDE = 2
_STEPS = frozenset({"percent_change", "percent_of_change"})
_CHANGES = _STEPS | {"difference", "pp_change", "multiple"}
#: "9p lower at 618p, having been as high as 640p" is not 22p
_EXTREMES = frozenset({"as high as", "as low as"})
#: so many words before a figure say that it would be
_SUPPOSED = 6
#: before the parts of a total
_OPENS = re.compile(r"\b(?:of|includ\w+|compris\w+|from)\b")
_THEM = (("them",), ("these",), ("those",), ("which",))
#: what a value may be measured from that is told by no figure
_MEASURES = frozenset(
    [
        "average",
        "expectations",
        "forecasts",
        "normal",
        "par",
        "budget",
        "target",
        "trend",
        "mean",
        "median",
        "consensus",
    ]
)
_EACH = frozenset({"each", "apiece"})
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
        s.update(_of_operands(context, one, figures))
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


def _of_operands(context: Context, one: Hypothesis, figures: Mapping[int, Figure]) -> Signals:
    """What speaks against a binding in the words about its operands."""
    s: Signals = {}
    claim = one.claim
    kind = one.rule.kind
    bound = [
        (b.role, figures[b.quantity.start]) for b in one.bound if b.quantity and b.quantity.start in figures
    ]
    if kind in _CHANGES:
        if any(role == "old" and _base_of_another(context, claim, f) for role, f in bound):
            s["base-taken"] = 1
        if any(role == "new" and _base_of_another(context, claim, f) for role, f in bound):
            s["new-bracketed"] = 1
        if any(role in ("new", "change") and _of_it(f) for role, f in bound):
            s["part-of-it"] = 1
        if any(role == "old" and f.q.qualifier_text in _EXTREMES for role, f in bound):
            s["extreme"] = 1
        if _base_untold(claim):
            s["base-untold"] = 1
        if kind == "multiple" and _of_another(context, claim, [f for _, f in bound]):
            s["of-another"] = 1
        if kind == "difference" and _one_of_flows(context, claim, [f for _, f in bound]):
            s["one-of-flows"] = 1
        if context.relations.supposed.search(" ".join(claim.lead[-_SUPPOSED:])):
            s["supposed-change"] = 1
        if _aside(context, claim, [f for _, f in bound]):
            s["aside"] = 1
    elif kind == "share" and claim.tail[:1] == ("of",) and claim.tail[1:2] in _THEM:
        # "of 84,300 flights 1,236 were cancelled, two-thirds of them …": of the 1,236
        told = dict(bound)
        part, whole = told.get("part"), told.get("whole")
        if part and whole and whole.index < part.index < claim.index:
            s["of-them"] = 1
    elif kind == "sum":
        if one.fit != "right" and _subtotal([f for _, f in bound]):
            s["subtotal"] = 1
        first = min((f for _, f in bound), key=lambda f: f.index, default=None)
        if first is not None and first.index > claim.index and first.sentence == claim.sentence:
            before = context.text(claim.q.end, first.q.start)[:_WINDOW].lower()
            opens = [*_OPENS.finditer(before)]
            if opens and "," in before[opens[0].end() :]:
                # "made up of the advance, a $90,000 grant and …": a part without its amount
                s["part-untold"] = 1
    if kind in ("sum", "other") and any(not _EACH.isdisjoint(f.tail[:1]) for _, f in bound):
        s["part-each"] = 1
    return s


def _base_of_another(context: Context, claim: Figure, f: Figure) -> bool:
    """ "up 8.9% on the year (¥136bn) and down 3.6% on the quarter (¥154bn)": each has its own in brackets."""
    if not f.q.bracketed or not f.index or claim.q.bracketed:
        return False
    before = context.figures[f.index - 1]
    return before is not claim and before.sentence == f.sentence and before.q.kind in ("percent", "points")


def _base_untold(claim: Figure) -> bool:
    """ "8.1% below average", "9% above expectations": what it is measured from is no figure."""
    place = next((at for at, word in enumerate(claim.tail[:3]) if word in PLACES), None)
    if place is None:
        return False
    if claim.tail[place] in ("above", "below") and claim.tail[place + 1 : place + 2] in ((), (".",)):
        # "it was €19.40, which is 9.7% above."
        return True
    after = [word for word in claim.tail[place + 1 : place + 4] if word not in ("the", "its", "their", "our")]
    return bool(after) and after[0] in _MEASURES


def _of_another(context: Context, claim: Figure, bound: Sequence[Figure]) -> bool:
    """ "half of the lift is …": a part of it; "it sold for six times as much": a value that is untold."""
    tail = claim.tail
    if tail[:1] == ("of",):
        word = tail[2:3] if tail[1:2] in (("the",), ("this",), ("that",)) else tail[1:2]
        cues = context.relations.cues.get(word[0], ()) if word else ()
        return any(concept in ("rise", "fall", "change") for concept, _ in cues)
    return tail[:2] in (("as", "much"), ("as", "many")) and all(f.sentence != claim.sentence for f in bound)


def _one_of_flows(context: Context, claim: Figure, bound: Sequence[Figure]) -> bool:
    """ "from 84,310 rooms we added 5,120 and removed 1,940, to finish with 87,490": one of two steps."""
    first, last = sorted(f.index for f in bound)[:1], sorted(f.index for f in bound)[-1:]
    if not first or not first[0] < claim.index < last[0]:
        return False
    return any(
        f is not claim
        and f.q.unit == claim.q.unit
        and f.q.kind == claim.q.kind
        and f.sentence == claim.sentence
        for f in context.figures[first[0] + 1 : last[0]]
    )


def _subtotal(parts: Sequence[Figure]) -> bool:
    """Is one of the parts what those before it add up to: "A 389, B 241, C 76, that is 706, less 48"?"""
    taken = 0.0
    for number, f in enumerate(sorted(parts, key=lambda f: f.index)):
        if number > 1 and abs(f.q.value - taken) <= f.q.step * (1 + number) / 2:
            return True
        taken += f.q.value
    return False


def _aside(context: Context, claim: Figure, bound: Sequence[Figure]) -> bool:
    """ "up 22c (palm kernel went from $385 to $420 a tonne)": the brackets tell of something else."""
    first = min(bound, key=lambda f: f.index, default=None)
    if first is None or first.index <= claim.index or first.sentence != claim.sentence:
        return False
    _, opened, inside = context.text(claim.q.end, first.q.start)[-_WINDOW:].rpartition("(")
    return bool(opened) and ")" not in inside and len(inside.split()) > _SAID_INSIDE


def _of_it(f: Figure) -> bool:
    """ "£1.05m of it": a part of what was told before."""
    return f.tail[:1] == ("of",) and f.tail[1:2] in (("it",), ("which",), ("that",), ("them",), ("this",))


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
