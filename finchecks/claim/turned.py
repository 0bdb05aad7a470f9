"""Which of three figures is the derived one: of A + B = C the text may claim any.

"243,800 came; the record of 251,600 was missed by 7,800": the three are one relation whichever is read as the
claim, but what a writer computed is the step, said with "by" or a comparative, not the record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from finchecks.claim.context import Context, Figure
from finchecks.claim.hypothesis import Bound, Hypothesis, ends, told_in
from finchecks.claim.weigh import Signals, bits_of
from finchecks.rule import Rule

#: what is less likely than this is not worth turning
_LEAST = -2.0
#: and what has so many bits of structure is told as it is bound
_TOLD = 3.0


def turned(context: Context, rules: Mapping[str, Rule], found: Sequence[Hypothesis]) -> list[Hypothesis]:
    """The same relations claimed of the step; where the claim was a mere level, that reading loses by it."""
    rule = rules.get("difference")
    if rule is None:
        return []
    figures = {f.q.start: f for f in context.figures}
    steps = {f.q.start for f in context.figures if _told_as_step(f, context)}
    known = {
        told_in(one)
        for one in found
        if one.rule is rule and one.fit == "right" and one.claim.q.start in steps
    }
    new: list[Hypothesis] = []
    for one in found:
        if one.fit != "right" or one.rule.kind not in ("sum", "difference") or one.bits < _LEAST:
            continue
        if one.structure >= _TOLD and "step-as-level" not in one.signals:
            continue
        at = [b.quantity.start for b in one.bound if b.quantity is not None and b.value is None]
        if len(at) != 2 or len(one.bound) != 2 or one.claim.q.start in steps:
            continue
        told = [start for start in at if start in steps]
        if len(told) != 1 or not {*at} <= figures.keys():
            continue
        one.give("turned-away", 1, context.weights)
        if told_in(one) in known:
            continue
        known.add(told_in(one))
        (other,) = (b for b in one.bound if b.quantity and b.quantity.start != told[0])
        signals: Signals = {"prior turned": 1}
        turn = Hypothesis(
            rule,
            figures[told[0]],
            ends(Bound("new", one.claim.q, one.claim.q.unit), other),
            signals,
            bits_of(signals, context.weights),
        )
        turn.judge()
        new.append(turn)
    return new


def _told_as_step(figure: Figure, context: Context) -> bool:
    """ "missed by 7,800", "£2.5m better", "9,000, or 5%, above"."""
    if not figure.amount or figure.q.is_range:
        return False
    words, lead, tail = context.relations.comparatives, figure.lead, figure.tail
    if figure.mark == "by":
        # not "offset by", "driven by": there it says who or what did it
        return lead[-2:-1] == () or lead[-2] not in context.relations.phrase_ends
    if tail[:1] != () and tail[0] in words:
        # not the parts of a sum: "due to a $66m increase in receivables and an $830m decrease in stocks"
        return tail[1:2] != ("in",)
    after = context.figures[figure.index + 1] if figure.index + 1 < len(context.figures) else None
    return (
        tail[:1] in (("or",), (",",))
        and after is not None
        and after.q.kind == "percent"
        and after.sentence == figure.sentence
        and after.tail[:1] != ()
        and (
            after.tail[0] in words
            or (after.tail[0] == "," and after.tail[1:2] != () and after.tail[1] in words)
        )
    )
