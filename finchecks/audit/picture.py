"""Two intervals on one axis, stated and recomputed, as the geometry of a small picture."""

from __future__ import annotations

import math
from dataclasses import dataclass

from finchecks.engine.wording import human
from finchecks.interval import Interval

#: the picture's own units: bars lie between these
LEFT, RIGHT = 12.0, 308.0
#: how wide a character of a label is, at the most
CHARACTER = 7.0
#: so that a point is still seen
LEAST = 3.0
_SIGNS = {"percent": "%", "percentage_point": " pts", "bp": " bp", "multiple": "×"}


@dataclass(frozen=True, slots=True)
class Bar:
    """From ``x`` over ``width``; ``open_left``/``open_right``: it goes on beyond the picture."""

    x: float
    width: float
    open_left: bool
    open_right: bool


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Picture:
    stated: Bar
    recomputed: Bar
    ticks: tuple[Tick, ...]
    meet: bool


def picture(stated: Interval, recomputed: Interval, unit: str, scale: float = 1.0) -> Picture | None:
    """None where there is nothing finite to show.

    ``scale`` is what one of the article's figures stands for where it does not say so itself: a cell of a
    table in millions is labelled as the table has it.
    """
    stated, recomputed = (
        Interval(one.low / scale, one.high / scale) if scale != 1.0 else one for one in (stated, recomputed)
    )
    ends = [end for end in (*stated, *recomputed) if math.isfinite(end)]
    if not ends:
        return None
    low, high = min(ends), max(ends)
    pad = (high - low) * 0.08 or abs(high) * 0.05 or 1.0
    low, high = low - pad, high + pad
    if not math.isfinite(high - low):
        return None

    def at(value: float) -> float:
        return round(LEFT + (value - low) / (high - low) * (RIGHT - LEFT), 1)

    def bar(interval: Interval) -> Bar:
        left, right = (min(max(end, low), high) for end in interval)
        x, width = at(left), round(at(right) - at(left), 1)
        if width < LEAST:
            x, width = round(x - (LEAST - width) / 2, 1), LEAST
        return Bar(x, width, interval.low == -math.inf, interval.high == math.inf)

    ticks = _ticks(low, high, unit)
    # values closer than a float can tell apart come out at one place: one of them is enough
    placed = tuple({(x := at(value)): Tick(x, label) for value, label in ticks}.values())
    return Picture(bar(stated), bar(recomputed), placed, stated.meets(recomputed))


def _ticks(low: float, high: float, unit: str) -> list[tuple[float, str]]:
    """Round values (1, 2, 5, 10 … apart) with their labels, as many as have room beside each other."""
    power = 10.0 ** math.floor(math.log10((high - low) / 5))
    ticks: list[tuple[float, str]] = []
    for step in (power * factor for factor in (1, 2, 5, 10, 20, 50)):
        first = math.ceil(low / step)
        values = [step * (first + i) for i in range(math.floor(high / step) - first + 1)]
        ticks = [(value, _label(value, unit, step)) for value in values]
        room = step / (high - low) * (RIGHT - LEFT)
        if ticks and max(len(label) for _, label in ticks) * CHARACTER < room:
            break
    return ticks


def _label(value: float, unit: str, step: float) -> str:
    size = abs(value)
    sign = "−" if value < 0 and size > step * 1e-6 else ""
    if size >= 1e6:
        places = max(0, min(4, -math.floor(math.log10(step / _scale(size)) + 1e-9)))
        text = f"{size / _scale(size):,.{places}f} {human(_scale(size)).split()[-1]}"
    else:
        text = f"{size:,.{max(0, min(8, -math.floor(math.log10(step) + 1e-9)))}f}"
    return f"{sign}{text}{_SIGNS.get(unit, '')}"


def _scale(size: float) -> float:
    return next(scale for scale in (1e12, 1e9, 1e6) if size >= scale)
