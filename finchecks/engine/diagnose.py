"""What mistake would explain a stated value that the operands do not give.

Every candidate is recomputed with the operands' strict intervals and kept when it meets what is stated. The
candidates come in tiers of plausibility: mistakes of thinking, then of scale, then slips of the pen in the
claim, then another number of the text in an operand's place. The first tier with a candidate decides,
and only when it has exactly one.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from finchecks.claim import Operand
from finchecks.engine import Diagnosis
from finchecks.engine.inputs import Inputs, gather
from finchecks.engine.wording import dressed, shown
from finchecks.interval import Interval
from finchecks.quantity import Quantity
from finchecks.rule import Rule
from finchecks.rule.evaluate import enclose

#: decimal slips, and words for scale mistaken (million, billion; lakh 10^5, crore 10^7)
POWERS = (1, 2, 3, 5, 6, 7, 9)
_PERCENTS = frozenset({"percent"})
_DIGITS = re.compile(r"\d+")

#: diagnosis → why, in words; {alternative} is what the mistake gives
TEXTS = {
    "wrong_base": "it is measured on the wrong base: {source} gives {alternative}",
    "ratio_as_increase": "the ratio is given as the increase: {source} gives {alternative}",
    "percent_for_points": "percentage points are written as percent: the rates differ by {alternative}",
    "points_for_percent": "a relative change is written as points: in percent it is {alternative}",
    "mean_for_cagr": "the growth is divided by the years instead of compounded, which gives {alternative}",
    "periods_off": "the number of periods is off by one, which gives {alternative}",
    "scale": "the decimal point or the word for the scale is wrong: {alternative} would fit",
    "inverted_rate": "the exchange rate is applied the wrong way round",
    "wrong_date_rate": "the rate is that of another time",
    "transposed": "two digits have changed places: {alternative} would fit",
    "sign": "the direction is wrong: the numbers go the other way",
    "missing_part": "a part is left out: without {alternative} the sum is as stated",
    "wrong_operand": "another number of the text would fit: {alternative}",
}
#: the mistakes that lie in the claim itself, so that correcting it is the remedy
BLAME_CLAIM = frozenset(
    {"wrong_base", "ratio_as_increase", "percent_for_points", "points_for_percent", "mean_for_cagr",
     "periods_off", "scale", "transposed", "missing_part", "inverted_rate", "wrong_date_rate"}
)  # fmt: skip


def diagnose(
    rule: Rule,
    quantity: Quantity,
    stated: Interval,
    recomputed: Interval,
    inputs: Inputs,
    others: Sequence[Quantity] = (),
) -> Diagnosis | None:
    """The one mistake that restores the stated value, if there is exactly one."""
    unit = quantity.unit
    for tier in (
        _of_thinking(rule, unit, stated, recomputed, inputs, quantity),
        _of_scale(unit, stated, recomputed, quantity),
        _of_the_pen(quantity, stated, recomputed),
        _of_reference(rule, unit, stated, inputs, others),
    ):
        found = dict(tier)
        if found:
            if len(found) > 1:
                return None
            ((code, alternative),) = found.items()
            formula = rule.mistakes.get(code)
            chosen = formula.choose(inputs.values) if formula is not None else None
            text = TEXTS[code].format(source=chosen.source if chosen else "", alternative=alternative)
            return Diagnosis(code, text)
    return None


def explain(rule: Rule, stated: Quantity, value: float, operands: Sequence[Operand]) -> tuple[str, ...]:
    """Codes of the mistakes that restore a stated value, cheaply: evidence that a binding is the author's.

    ``value`` is the stated value signed by its direction. Slips of the pen in the claim count, other operands
    do not.
    """
    if rule.formula is None:
        return ()
    inputs = gather(rule, tuple(operands))
    formula = rule.formula.choose(inputs.values)
    if formula is None:
        return ()
    recomputed = enclose(rule, formula, inputs.strict, stated.unit, inputs.units)
    if recomputed is None:
        return ()
    size = Interval(stated.low, stated.high)
    interval = size.scaled(-1.0) if (value < 0) != (stated.value < 0) else size
    codes = dict(_of_thinking(rule, stated.unit, interval, recomputed, inputs, stated))
    codes.update(_of_scale(stated.unit, interval, recomputed, stated))
    codes.update(_of_the_pen(stated, interval, recomputed))
    return tuple(codes)


def _of_thinking(
    rule: Rule, unit: str, stated: Interval, recomputed: Interval, inputs: Inputs, quantity: Quantity
) -> Iterator[tuple[str, str]]:
    if stated.scaled(-1.0).meets(recomputed) and not recomputed.touches_zero():
        yield "sign", ""
    for code, formula in rule.mistakes.items():
        if code == "percent_for_points" and not _of_rates(inputs):
            continue
        chosen = formula.choose(inputs.values)
        result = enclose(rule, chosen, inputs.strict, unit, inputs.units) if chosen is not None else None
        if result is not None and code == "percent_for_points" and result.scaled(100.0).meets(stated):
            # 70 basis points called 70%
            result = result.scaled(100.0)
            yield code, shown((result.low + result.high) / 2, "bp", None)
        elif result is not None and result.meets(stated):
            middle = (result.low + result.high) / 2
            if code == "percent_for_points":
                alternative = shown(middle, "percentage_point", None)
            elif code == "points_for_percent":
                alternative = shown(middle, "percent", None)
            else:
                alternative = shown(middle, unit, quantity)
            yield code, alternative
    yield from _periods_off(rule, unit, stated, inputs, quantity)
    yield from _missing_part(rule, unit, stated, inputs)


def _of_scale(
    unit: str, stated: Interval, recomputed: Interval, quantity: Quantity
) -> Iterator[tuple[str, str]]:
    for power in (*POWERS, *(-power for power in POWERS)):
        scaled = stated.scaled(10.0**power)
        if scaled.meets(recomputed):
            yield "scale", shown((scaled.low + scaled.high) / 2, unit, quantity, extra=_extra(power))


def _extra(power: int) -> int:
    return max(0, -power) if power >= -3 else 0


def _periods_off(
    rule: Rule, unit: str, stated: Interval, inputs: Inputs, quantity: Quantity
) -> Iterator[tuple[str, str]]:
    if rule.formula is None:
        return
    formula = rule.formula.choose(inputs.values)
    if formula is None:
        return
    role = next(
        (n for n in ("years", "end_year") if n in formula.names), "end" if rule.kind == "duration" else ""
    )
    for place, operand in enumerate(inputs.operands):
        if operand.role != role:
            continue
        for off in (1.0, -1.0):
            moved = replace(
                operand,
                value=operand.value + off,
                strict=Interval(operand.strict.low + off, operand.strict.high + off),
                loose=Interval(operand.loose.low + off, operand.loose.high + off),
            )
            changed = inputs.with_operand(place, moved, rule)
            result = enclose(rule, formula, changed.strict, unit, changed.units)
            if result is not None and result.meets(stated):
                yield "periods_off", shown((result.low + result.high) / 2, unit, quantity)


def _missing_part(rule: Rule, unit: str, stated: Interval, inputs: Inputs) -> Iterator[tuple[str, str]]:
    formula = rule.formula
    if formula is None or rule.kind != "sum" or len(inputs.operands) < 3:
        return
    for place, operand in enumerate(inputs.operands):
        fewer = inputs.without(place, rule)
        result = enclose(rule, formula, fewer.strict, unit, fewer.units)
        if result is not None and result.meets(stated):
            yield "missing_part", operand.text


def _of_the_pen(quantity: Quantity, stated: Interval, recomputed: Interval) -> Iterator[tuple[str, str]]:
    for swapped in transpositions(quantity):
        value = swapped * (-1.0 if stated.high <= 0 else 1.0)
        half = (quantity.step or 1.0) / 2
        if Interval(value - half, value + half).meets(recomputed):
            yield "transposed", dressed(quantity, swapped) or ""


def transpositions(quantity: Quantity) -> Iterator[float]:
    """The values (magnitudes) with two neighbouring digits of the text changed."""
    scale = quantity.scale or 1.0
    text = f"{abs(quantity.value) / scale:.{quantity.decimals}f}"
    places = [i for i, character in enumerate(text) if character.isdigit()]
    for a, b in itertools.pairwise(places):
        if text[a] != text[b]:
            swapped = text[:a] + text[b] + text[a + 1 : b] + text[a] + text[b + 1 :]
            yield float(swapped) * scale


def _of_reference(
    rule: Rule, unit: str, stated: Interval, inputs: Inputs, others: Sequence[Quantity]
) -> Iterator[tuple[str, str]]:
    """Exactly one other number of the text, in exactly one place, restores the stated value."""
    formula = rule.formula.choose(inputs.values) if rule.formula is not None else None
    if formula is None:
        return
    found: set[str] = set()
    for place, operand in enumerate(inputs.operands):
        for other in others:
            same = operand.quantity is not None and operand.quantity.start == other.start
            if (
                same
                or other.is_range
                or other.unit != operand.unit
                or other.value == operand.value
                or other.kind == "period"
            ):
                continue
            put = replace(
                operand,
                value=other.value,
                strict=Interval(other.low, other.high),
                loose=Interval(other.loose_low, other.loose_high),
                text=other.text,
            )
            changed = inputs.with_operand(place, put, rule)
            result = enclose(rule, formula, changed.strict, unit, changed.units)
            if result is not None and result.meets(stated):
                found.add(other.text)
    if len(found) == 1:
        yield "wrong_operand", found.pop()


def _of_rates(inputs: Inputs) -> bool:
    return all(operand.unit in _PERCENTS for operand in inputs.operands)
