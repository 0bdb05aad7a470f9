"""Numbers and sentences of a check, as a person would write them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from finchecks.claim import Operand
from finchecks.interval import Interval
from finchecks.quantity import Quantity
from finchecks.rule.formula import Formula

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+")
_NAME = re.compile(r"(sum|product)\(([a-z_]+)\)|[a-z_][a-z0-9_]*")
_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
#: units of plain numbers, whether somebody has said what they count or not
_COUNTS = {"", "count"}
_ZEROS = {
    1: "tens",
    2: "hundreds",
    3: "thousands",
    4: "tens of thousands",
    5: "hundreds of thousands",
    6: "millions",
}


def number(value: float, decimals: int, *, grouped: bool = True) -> str:
    """Plain digits; a rounded -0 is 0."""
    text = f"{value:,.{max(0, decimals)}f}" if grouped else f"{value:.{max(0, decimals)}f}"
    return text.lstrip("-") if not text.strip("-0.,") else text


def dressed(quantity: Quantity, value: float, decimals: int | None = None) -> str | None:
    """A value in the dress of a number in the text: 88.3 like "76%" is "88.3%", 1.2e9 like "$1.1bn" "$1.2bn".

    The sign is the text's own; ``decimals`` beside the text's. None where the text has no single number.
    """
    found = _NUMBER.findall(quantity.text)
    places = quantity.decimals if decimals is None else decimals
    digits = number(
        abs(value) / (quantity.scale or 1.0), places, grouped="," in quantity.text or abs(value) >= 1e4
    )
    if len(found) == 1 and not quantity.is_range:
        return quantity.text.replace(found[0], digits)
    if quantity.word and quantity.kind == "percent" and not found:
        unit = quantity.text.split()[-1].split("-")[-1]
        return f"{digits}{unit}" if unit == "%" else f"{digits} {unit}"
    return None


def shown(value: float, unit: str, like: Quantity | None, extra: int = 1) -> str:
    """A recomputed value: in the dress of ``like`` with one more decimal, otherwise plain with its unit."""
    if like is not None and (like.unit == unit or {like.unit, unit} <= _COUNTS):
        dress = dressed(like, value, like.decimals + extra)
        if dress is not None and like.value < 0 <= value:
            dress = dress.translate(_UNSIGNED).strip()
        if dress is not None and (value >= 0 or "-" in dress or "−" in dress or "–" in dress or "(" in dress):
            return dress
        if dress is not None:
            return f"−{dress}"
    sign, size = ("−" if value < 0 else ""), abs(value)
    if unit == "percent":
        return f"{sign}{number(size, _places(size, extra))}%"
    if unit == "percentage_point":
        return f"{sign}{number(size, _places(size, extra))} percentage points"
    if unit == "bp":
        return f"{sign}{number(size, _places(size, extra))} basis points"
    if unit == "multiple":
        return f"{sign}{number(size, 2)} times"
    text = sign + human(size)
    if unit in ("", "count"):
        return text
    if len(unit) == 3 and unit.isupper():
        return f"{unit} {text}"
    return f"{text} {unit.replace('_', ' ')}{'s' if unit in ('year', 'month', 'week', 'day', 'hour') else ''}"


def _places(size: float, extra: int) -> int:
    """Enough decimals for three significant digits of a small number."""
    if size == 0 or size >= 1:
        return max(1, extra)
    return min(8, max(1, extra) - math.floor(math.log10(size)))


def human(size: float) -> str:
    """Four significant digits with a scale word."""
    for scale, word in _SCALES:
        if size >= scale:
            return f"{number(size / scale, _decimals(size / scale))} {word}"
    return number(size, _decimals(size)) if size < 1000 else number(size, 0)


def _decimals(size: float) -> int:
    if size == 0 or size >= 1000:
        return 0
    digits = 3 - math.floor(math.log10(size))
    return 0 if size == int(size) else max(0, min(8, digits))


def between(interval: Interval, unit: str, like: Quantity | None) -> str:
    """ "87.3% to 89.3%"; one number when both ends read the same."""
    low, high = shown(interval.low, unit, like), shown(interval.high, unit, like)
    return low if low == high else f"{low} to {high}"


def derivation(formula: Formula, operands: Sequence[Operand]) -> str:
    """The formula with the operands as written: "$1.13bn / $600m - 1"."""
    texts: dict[str, list[str]] = {}
    for operand in operands:
        texts.setdefault(operand.role, []).append(_signed(operand))
    return substituted(formula.source, texts)


def _signed(operand: Operand) -> str:
    """As written; with a minus where it is taken off ("Less: 40"), without one where a loss is a size."""
    text = " ".join(operand.text.split())
    written = operand.quantity.value if operand.quantity is not None else operand.value
    if operand.value < 0 < written:
        return f"{_TAKEN}{text}"
    return text.translate(_UNSIGNED) if written < 0 < operand.value else text


_TAKEN = "− "
_UNSIGNED = str.maketrans("", "", "()-−–")


def substituted(source: str, texts: Mapping[str, Sequence[str]]) -> str:
    def put(found: re.Match[str]) -> str:
        function, inner = found.group(1), found.group(2)
        if function:
            joint = " + " if function == "sum" else " × "
            parts = joint.join(texts.get(inner, [inner])).replace(f"+ {_TAKEN}", _TAKEN)
            alone = source.strip() == found.group(0) or len(texts.get(inner, [])) == 1
            return parts if alone else f"({parts})"
        name = found.group(0)
        return ", ".join(texts[name]) if name in texts else name

    return _NAME.sub(put, source).replace("**", "^")


def rounding(quantity: Quantity) -> str:
    """How the loose reading rounds: "tens" for 130%, "hundreds" for $200m."""
    digits = number(abs(quantity.value) / (quantity.scale or 1.0), quantity.decimals, grouped=False)
    if "." in digits:
        return "fewer digits"
    return _ZEROS.get(len(digits) - len(digits.rstrip("0")), "fewer digits")


def rounded(interval: Interval, quantity: Quantity) -> float | None:
    """The one value that the interval rounds to at the text's last digit, None where there are several."""
    step = quantity.step or 10.0**-quantity.decimals * (quantity.scale or 1.0)
    # half a unit up, as people round; a hair inwards so that a closed end on the boundary does not decide
    slack = 1e-9 * max(abs(interval.low), abs(interval.high))
    low = math.floor((interval.low + slack) / step + 0.5)
    high = math.ceil((interval.high - slack) / step - 0.5)
    return low * step if low == high else None
