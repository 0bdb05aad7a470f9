"""Products and quotients: so many at so much, so much for each."""

from __future__ import annotations

from finchecks.claim.changes import find_cue
from finchecks.claim.context import Context, Figure
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.relations import stem
from finchecks.claim.weigh import magnitude
from finchecks.rule import Rule

_COUNTS = frozenset({"count", "number", "measure"})


def _stems(text: str) -> set[str]:
    return {stem(w) for w in text.split()}


def _close(claim: Figure, f: Figure, context: Context) -> float:
    """Nearness of an operand to the claim, in bits."""
    steps = sum(1 for g in context.figures[min(claim.index, f.index) + 1 : max(claim.index, f.index)] if g.conversion_of is None)
    if f.sentence == claim.sentence:
        return 1.5 - 0.5 * steps
    if f.block == claim.block:
        return 0.5 - 0.4 * abs(f.sentence - claim.sentence) - 0.2 * steps
    return -3.0


def products(context: Context, rules: dict[str, Rule]) -> list[Hypothesis]:
    rule = rules.get("product")
    if rule is None:
        return []
    found: list[Hypothesis] = []
    figures = [f for f in context.figures if f.amount and f.q.value > 0 and not f.q.is_range]
    for claim in figures:
        q = claim.q
        if q.kind == "number" or q.per and q.kind == "money" and q.scale <= 1 and q.value < 1000:
            continue
        stated = magnitude(q)
        cue = find_cue(claim, context, ("product", "total"))
        for price in figures:
            if price is claim or price.q.unit != q.unit or price.q.value >= q.value * 0.9:
                continue
            if q.kind == "count" and not (price.q.kind == "count"):
                continue
            far_price = price.block != claim.block
            for number in figures:
                if number is claim or number is price or number.q.kind not in _COUNTS or number.q.value <= 1:
                    continue
                ratio = price.q.value * number.q.value / q.value
                near = price.block == claim.block and number.block == claim.block
                if not (0.95 < ratio < 1.05 or (near and 0.0005 < ratio < 2000)):
                    continue
                signals: list[str] = []
                bits = -4.5
                if q.kind != "money":
                    bits -= 1.5
                if cue is not None and cue.distance <= 4:
                    bits += 1.5
                    signals.append("product-cue")
                if price.q.per:
                    bits += 2.0
                    signals.append("per")
                    if _stems(price.q.per) & (_stems(number.q.noun) | set(number.names[:3])):
                        bits += 2.5
                        signals.append("per-noun")
                    elif price.q.per in ("each", "apiece", "piece"):
                        bits += 1.5
                if "at" in price.lead[-4:] or "price" in price.names or "average" in price.lead[-4:]:
                    bits += 1.5
                    signals.append("at-price")
                if "share" in number.names or "share" in _stems(number.q.noun):
                    bits += 1.0
                    signals.append("shares")
                bits += _close(claim, price, context) + _close(claim, number, context)
                if abs(price.index - number.index) == 1 and price.sentence == number.sentence:
                    bits += 1.5
                    signals.append("side-by-side")
                if price.conversion_of is not None or number.conversion_of is not None:
                    bits -= 3.0
                if claim.conversion_of is not None:
                    bits -= 3.0
                if far_price and number.block != claim.block and price.block != number.block:
                    bits -= 1.0
                if bits < -7 or (not 0.95 < ratio < 1.05 and bits < 3):
                    continue
                one = Hypothesis(
                    rule, claim, (Bound("factor", number.q, number.q.unit), Bound("factor", price.q, q.unit)), signals, bits
                )
                one.judge(stated)
                found.append(one)
    return found


def ratios(context: Context, rules: dict[str, Rule]) -> list[Hypothesis]:
    rule = rules.get("ratio")
    if rule is None:
        return []
    found: list[Hypothesis] = []
    figures = [f for f in context.figures if f.amount and f.q.value > 0 and not f.q.is_range]
    for claim in context.figures:
        q = claim.q
        if q.is_range or q.value <= 0 or q.kind not in ("money", "count", "measure", "number", "multiple"):
            continue
        cue = find_cue(claim, context, ("per_unit",))
        times = q.kind == "multiple"
        if not times and not q.per and cue is None:
            continue
        if q.kind == "number" and "ratio" not in claim.lead and "book-to-bill" not in claim.lead:
            continue
        base: list[str] = []
        start = -3.5
        if q.per:
            start += 2.0
            base.append("per")
        if cue is not None and cue.distance <= 4:
            start += 1.5
            base.append("per-cue")
        stated = magnitude(q)
        per = _stems(q.per)
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
                elif bottom.q.kind not in _COUNTS or bottom.q.value <= 1 and bottom.q.kind != "measure":
                    continue
                ratio = top.q.value / bottom.q.value / q.value
                near = top.block == claim.block and bottom.block == claim.block
                if not (0.94 < ratio < 1.06 or (near and 0.05 < ratio < 20)):
                    continue
                signals = list(base)
                bits = start
                if per and per & (_stems(bottom.q.noun) | set(bottom.names[:3]) | {bottom.q.unit.replace("_", " ")}):
                    bits += 3.0
                    signals.append("per-noun")
                elif per and bottom.q.noun:
                    bits -= 1.0
                if times:
                    if bottom.index == claim.index + 1 and bottom.sentence == claim.sentence:
                        bits += 3.0
                        signals.append("times-next")
                    if top.index == claim.index - 1 and top.sentence == claim.sentence:
                        bits += 1.0
                    if top.metric == "revenue" and bottom.metric == "revenue":
                        bits -= 1.0
                bits += _close(claim, top, context) + _close(claim, bottom, context)
                if top.conversion_of is not None or bottom.conversion_of is not None:
                    bits -= 3.0
                if top.earlier != bottom.earlier:
                    bits -= 0.7
                if bits < -7 or (not 0.94 < ratio < 1.06 and bits < 3):
                    continue
                one = Hypothesis(
                    rule, claim, (Bound("numerator", top.q, top.q.unit), Bound("denominator", bottom.q, bottom.q.unit)), signals, bits
                )
                one.judge(stated)
                found.append(one)
    return found
