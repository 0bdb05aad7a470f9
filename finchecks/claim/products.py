"""Products and quotients: so many at so much, so much for each."""

from __future__ import annotations

from collections.abc import Mapping

from finchecks.claim.changes import between, find_cue
from finchecks.claim.context import Context, Figure
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.relations import stem
from finchecks.claim.weigh import Signals, bits_of, magnitude
from finchecks.quantity import Quantity
from finchecks.rule import Rule

_COUNTS = frozenset({"count", "number", "measure"})
#: figures on either side
REACH = 25
_EACH = frozenset({"each", "apiece", "piece"})
FLOOR = -8.0


def small(q: Quantity) -> bool:
    """ "two", "nine": counts in letters are counted, not computed."""
    return q.word and q.kind in ("count", "number") and q.value < 10


def operands(context: Context, claim: Figure) -> list[Figure]:
    """What could be multiplied or divided; pairs of them are tried, so that the reach is short."""
    return [f for f in context.around(claim, REACH) if f.amount and f.q.value > 0 and not f.q.is_range]


def _stems(text: str) -> set[str]:
    return {stem(w) for w in text.split()}


def _near(context: Context, claim: Figure, f: Figure, s: Signals) -> None:
    """Nearness of an operand to the claim."""
    if f.sentence == claim.sentence:
        _more(s, "near-with", 1)
        _more(s, "near-step", between(context, claim.index, f.index))
    elif f.block == claim.block:
        _more(s, "near-block", 1)
        _more(s, "near-sentence", abs(f.sentence - claim.sentence))
    else:
        _more(s, "near-other-block", 1)


def _more(s: Signals, name: str, times: float) -> None:
    if times:
        s[name] = s.get(name, 0) + times


def products(context: Context, rules: Mapping[str, Rule]) -> list[Hypothesis]:
    rule = rules.get("product")
    if rule is None:
        return []
    found: list[Hypothesis] = []
    for claim in context.figures:
        q = claim.q
        if not claim.amount or q.value <= 0 or q.is_range:
            continue
        if (
            q.kind == "number"
            or small(q)
            or (q.per and q.kind == "money" and q.scale <= 1 and q.value < 1000)
        ):
            continue
        figures = operands(context, claim)
        stated = magnitude(q)
        start: Signals = {"prior product": 1}
        cue = find_cue(claim, context, ("product", "total"))
        if cue is not None and cue.distance <= 4:
            start["product-cue"] = 1
        if q.kind != "money":
            start["product-count"] = 1
        if claim.marks & {"comparison", "origin"}:
            start["product-old"] = 1
        if claim.conversion_of is not None:
            start["factor-conversion"] = 1
        for price in figures:
            if price is claim or price.q.unit != q.unit or price.q.value >= q.value * 0.9:
                continue
            for number in figures:
                if number is claim or number is price or number.q.kind not in _COUNTS or number.q.value <= 1:
                    continue
                ratio = price.q.value * number.q.value / q.value
                fits = 0.95 < ratio < 1.05
                near = price.block == claim.block and number.block == claim.block
                if not (fits or (near and 0.0005 < ratio < 2000)):
                    continue
                s: Signals = {}
                _factor_signals(context, claim, price, number, s)
                bits = bits_of(start, context.weights) + bits_of(s, context.weights)
                if bits < FLOOR or (not fits and bits < 1.5):
                    continue
                bound = (Bound("factor", number.q, number.q.unit), Bound("factor", price.q, q.unit))
                one = Hypothesis(rule, claim, bound, {**start, **s}, bits)
                one.judge(stated)
                found.append(one)
    return found


def _factor_signals(context: Context, claim: Figure, price: Figure, number: Figure, s: Signals) -> None:
    if price.q.per:
        s["per"] = 1
        if _stems(price.q.per) & (_stems(number.q.noun) | set(number.names[:3])):
            s["per-noun"] = 1
        elif price.q.per in _EACH:
            s["per-each"] = 1
    if "at" in price.lead[-4:] or "price" in price.names or "average" in price.lead[-4:]:
        s["at-price"] = 1
    if "share" in number.names or "share" in _stems(number.q.noun):
        s["shares"] = 1
    _near(context, claim, price, s)
    _near(context, claim, number, s)
    if abs(price.index - number.index) == 1 and price.sentence == number.sentence:
        s["factors-adjacent"] = 1
    _more(s, "factor-conversion", (price.conversion_of is not None) + (number.conversion_of is not None))
    if len({price.block, number.block, claim.block}) == 3:
        s["factors-scattered"] = 1
    if s.get("near-with", 0) == 2 and "factors-adjacent" in s and ("per" in s or "at-price" in s):
        s["product-frame"] = 1
    s["product-last" if claim.index > max(price.index, number.index) else "product-first"] = 1


def ratios(context: Context, rules: Mapping[str, Rule]) -> list[Hypothesis]:
    rule = rules.get("ratio")
    if rule is None:
        return []
    found: list[Hypothesis] = []
    for claim in context.figures:
        q = claim.q
        if (
            q.is_range
            or q.value <= 0
            or small(q)
            or q.kind not in ("money", "count", "measure", "number", "multiple")
        ):
            continue
        cue = find_cue(claim, context, ("per_unit",))
        times = q.kind == "multiple"
        if times and q.word and "time" not in q.text.lower():
            continue  # "doubled" is a change, "three times the 5" a ratio
        if not times and not q.per and cue is None:
            continue
        if q.kind == "number" and "ratio" not in claim.lead and "book-to-bill" not in claim.lead:
            continue
        figures = operands(context, claim)
        start: Signals = {"prior ratio": 1}
        if q.per:
            start["ratio-per"] = 1
        if cue is not None and cue.distance <= 4:
            start["ratio-cue"] = 1
        if ("at" in claim.lead[-5:] and "price" in claim.lead) or (q.per and claim.mark == "at"):
            start["ratio-price"] = 1
        if claim.marks & {"comparison", "origin"}:
            start["product-old"] = 1
        start_bits = bits_of(start, context.weights)
        stated = magnitude(q)
        alike = times or q.kind == "number"
        for top in figures:
            if top is claim or (top.q.unit != q.unit and not alike and q.kind != "count"):
                continue
            if not alike and top.q.value <= q.value:
                continue
            for bottom in figures:
                if bottom is claim or bottom is top:
                    continue
                if alike:
                    if bottom.q.unit != top.q.unit:
                        continue
                elif bottom.q.kind not in _COUNTS or (bottom.q.value <= 1 and bottom.q.kind != "measure"):
                    continue
                ratio = top.q.value / bottom.q.value / q.value
                fits = 0.94 < ratio < 1.06
                near = top.block == claim.block and bottom.block == claim.block
                if not (fits or (near and 0.05 < ratio < 20)):
                    continue
                s: Signals = {}
                _ratio_signals(context, claim, top, bottom, times, s)
                bits = start_bits + bits_of(s, context.weights)
                if bits < FLOOR or (not fits and bits < 1.5):
                    continue
                bound = (Bound("numerator", top.q, top.q.unit), Bound("denominator", bottom.q, bottom.q.unit))
                one = Hypothesis(rule, claim, bound, {**start, **s}, bits)
                one.judge(stated)
                found.append(one)
    return found


def _ratio_signals(
    context: Context, claim: Figure, top: Figure, bottom: Figure, times: bool, s: Signals
) -> None:
    per = _stems(claim.q.per)
    if per & (_stems(bottom.q.noun) | set(bottom.names[:3]) | _stems(bottom.q.unit.replace("_", " "))):
        s["ratio-per-noun"] = 1
    elif per and bottom.q.noun:
        s["ratio-per-other"] = 1
    if times:
        if bottom.index == claim.index + 1 and bottom.sentence == claim.sentence:
            s["times-next"] = 1
        if top.index == claim.index - 1 and top.sentence == claim.sentence:
            s["times-before"] = 1
    _near(context, claim, top, s)
    _near(context, claim, bottom, s)
    _more(s, "factor-conversion", (top.conversion_of is not None) + (bottom.conversion_of is not None))
    if s.get("near-with", 0) == 2 and (
        "ratio-per-noun" in s or "times-next" in s or (claim.q.per in _EACH and "average" in claim.lead[-4:])
    ):
        s["ratio-frame2"] = 1
    if top.earlier != bottom.earlier:
        s["ratio-earlier-other"] = 1
    if claim.index < max(top.index, bottom.index) and not (times and bottom.index == claim.index + 1):
        s["ratio-first"] = 1


def tied(one: Hypothesis) -> bool:
    """Does the text itself say that these are multiplied, or divided?"""
    said = one.signals.keys()
    if one.rule.kind == "product" and "per" in said and not {"per-noun", "per-each"} & said:
        # so much a kWh, times MWh
        return False
    if "ratio" in said and "ratio-frame" not in said:
        return False
    return bool({"product-frame", "ratio-frame2", "per-noun"} & said)
