"""So many per cent of an amount, told as an amount: "The deposit is 20%, or £141,000, of the £705,000 price".

The rate stands right before the amount that it makes, and the amount that it is of before both, or between
them after its "of": "28% of receipts of 8.5bn, or 2.38bn".
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from finchecks.claim.changes import change_cue
from finchecks.claim.context import Context, Figure
from finchecks.claim.conversions import load_conversion_words
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.levels import levels
from finchecks.claim.portions import is_share, moves
from finchecks.claim.weigh import Signals, bits_of, magnitude
from finchecks.rule import Rule

#: figures before a rate among which stands what it is of, words from the rate to the claim
_REACH, _WORDS = 4, 6
#: bits from which a share tells its part; a bare number below this is no amount
_TOLD, _WHOLE = 4.0, 10
_LINKS = frozenset({",", "(", ":", "–", "—", "-", "so", "or", "that's", "that", "namely", "comes", "to"})


def percentage_of(
    context: Context, rules: Mapping[str, Rule], known: Sequence[Hypothesis]
) -> list[Hypothesis]:
    """Hypotheses of amounts that a rate makes of another; not of rates that are ``known`` to be shares."""
    rule = rules.get("percentage-of")
    if rule is None:
        return []
    shares = {
        one.claim.q.start
        for one in known
        if one.rule.kind == "share" and one.fit == "right" and one.structure > _TOLD
    }
    found: list[Hypothesis] = []
    for claim in context.figures:
        whole = claim.q.kind != "number" or claim.q.value >= _WHOLE
        if claim.amount and claim.single and whole and claim.conversion_of is None and claim.index:
            told = _told(context, claim)
            if told is None or told[0].q.start in shares:
                continue
            rate, base, s = told
            bound = (Bound("rate", rate.q, rate.q.unit), Bound("base", base.q, base.q.unit))
            one = Hypothesis(rule, claim, bound, s, bits_of(s, context.weights))
            one.judge(magnitude(claim.q))
            found.append(one)
    return found


def _told(context: Context, claim: Figure) -> tuple[Figure, Figure, Signals] | None:
    """The rate and what it is of, by where they stand."""
    figures = context.figures
    before = figures[claim.index - 1]
    if before.sentence != claim.sentence:
        return None
    s: Signals = {"prior percentage-of": 1}
    if _is_rate(context, before):
        rate = before
        some = [f for f in figures[max(0, rate.index - _REACH) : rate.index] if _is_base(claim, f)]
        if not some:
            return None
        base = some[-1]
        if len({f.q.value for f in some}) == 1:
            s["rate-sole"] = 1
        if base.sentence != claim.sentence:
            s["rate-apart"] = 1
        if rate.tail[:1] == ("of",):
            s["rate-of"] = 1
    elif claim.index > 1 and _is_base(claim, before):
        rate, base = figures[claim.index - 2], before
        told_of = _is_rate(context, rate) and rate.tail[:1] == ("of",) and ";" not in base.lead
        if rate.sentence != claim.sentence or not told_of:
            return None
        s["rate-of"] = s["rate-sole"] = 1
    else:
        return None
    if levels(context)[claim.index].step or levels(context)[base.index].step:
        s["rate-step"] = 1
    if _apposed(claim.lead):
        s["rate-apposed"] = 1
    elif len(claim.lead) > _WORDS:
        s["rate-far"] = 1
    return rate, base, s


def _is_rate(context: Context, f: Figure) -> bool:
    return is_share(f) and not moves(context, f) and change_cue(f, context) is None


def _is_base(claim: Figure, f: Figure) -> bool:
    return (
        f.amount
        and f.single
        and f.q.unit == claim.q.unit
        and f.q.value > claim.q.value
        and f.conversion_of is None
        and f.block == claim.block
        and f.sentence >= claim.sentence - 1
    )


def _apposed(lead: Collection[str]) -> bool:
    """ "_, or _", "_, so _", "_: _", "_, that's _"."""
    words = load_conversion_words()
    return bool(lead) and all(word in _LINKS or word in words.being or word in words.free for word in lead)


def tied(one: Hypothesis) -> bool:
    """Does the text itself say what the rate is of, and that the amount is what it makes?"""
    said = one.signals.keys()
    return {"rate-apposed", "rate-sole"} <= said and "rate-step" not in said
