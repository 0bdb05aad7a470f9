"""Intervals as a person says them."""

from __future__ import annotations

import math

from finchecks.engine.wording import between, shown
from finchecks.interval import Interval
from finchecks.quantity import Quantity


def span(interval: Interval, unit: str, like: Quantity | None = None, *, signed: bool = False) -> str:
    """An interval in the dress of a number of the text: "75.5% to 76.5%", "at least $5m".

    ``signed`` is for changes, whose sign a person says in words: "down 28.5% to 29.5%".
    """
    low, high = interval
    if signed and high <= 0 and low < 0:
        return f"down {span(Interval(-high, -low), unit, like)}"
    if signed and low >= 0:
        return f"up {span(interval, unit, like)}"
    if math.isinf(high):
        return "any value" if math.isinf(low) else f"at least {shown(low, unit, like)}"
    if math.isinf(low):
        return f"at most {shown(high, unit, like)}"
    return between(interval, unit, like)
