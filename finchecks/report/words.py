"""Values and intervals as a person writes them."""

from __future__ import annotations

import math

from finchecks.interval import Interval

_SCALES = ((1e12, " trillion"), (1e9, " billion"), (1e6, " million"))
_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£"}
_SUFFIXES = {
    "percent": "%",
    "percentage_point": " points",
    "bp": " bp",
    "multiple": " times",
    "year": " years",
}


def span(interval: Interval, unit: str) -> str:
    """An interval in words: "75.5% to 76.5%"; an open end as "at least", "at most"."""
    low, high = interval
    if low == high:
        return amount(low, unit, 0.0)
    if math.isinf(high):
        return "any value" if math.isinf(low) else f"at least {amount(low, unit, 0.0)}"
    if math.isinf(low):
        return f"at most {amount(high, unit, 0.0)}"
    width = high - low
    return f"{amount(low, unit, width)} to {amount(high, unit, width)}"


def amount(value: float, unit: str, width: float) -> str:
    """A value with its unit, as precise as an interval of that width asks for.

    Rounding moves an end by at most a tenth of the width; a width of 0 means an exact value, given to
    twelve significant digits.
    """
    if unit in _SUFFIXES:
        return _number(value, width) + _SUFFIXES[unit]
    scale, word = next(((s, w) for s, w in _SCALES if abs(value) >= s), (1.0, ""))
    number = _number(abs(value) / scale, width / scale) + word
    sign = "−" if value < 0 else ""
    if len(unit) == 3 and unit.isupper():
        return f"{sign}{_SYMBOLS.get(unit, unit + ' ')}{number}"
    return f"{sign}{number} {'' if unit == 'count' else unit.replace('_', ' ')}".rstrip()


def _number(value: float, width: float) -> str:
    if width > 0:
        # 1e-9: a width of 1 that floating point made 0.9999… asks for no second decimal
        decimals = max(0, math.ceil(-math.log10(width * (1 + 1e-9)) + math.log10(5)))
        text = f"{abs(value):,.{min(decimals, 12)}f}"
    else:
        whole = len(str(int(abs(value))))
        text = f"{abs(value):,.{max(0, 12 - whole)}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"−{text}" if value < 0 and float(text.replace(",", "")) else text
