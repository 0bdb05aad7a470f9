"""Evidence in bits: how sure the binder is that the author meant these operands.

A binding is a hypothesis. The text's structure gives it prior odds (marks, nearness, periods, names; what
each is worth stands in ``rules/evidence.yaml``); the arithmetic speaks too: a binding that recomputes to the
stated value is the likelier the smaller the chance that a wrong one would, and one that does not has to be
carried by the structure alone, since published figures seldom err. A hypothesis is reported when it is
clearly ahead of all others and of "none of these".
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

from finchecks.interval import Interval
from finchecks.quantity import Quantity

#: what the structure says of a binding: the name of a piece of evidence, and how often it is given
Signals = dict[str, float]

#: a claim that its author got right recomputes within its rounding nearly always
RIGHT = -0.1
#: … and seldom does not: about one published figure in thirty, more where a language model wrote
WRONG = -4.0
#: … most of them by a mistake that has a name
MISTAKE = -3.5
#: off by a factor that nobody errs by: rather other operands were meant
HOPELESS = -6.0
#: ... and wrong in size and in direction at once
CONTRARY = -2.5
#: a chance from which the agreement of unrelated figures says nothing
VACUOUS = 0.25
#: how far ahead of all else a binding must be to be reported
AHEAD_CONSISTENT = 0.88
AHEAD_MISMATCH = 0.90


@functools.cache
def weights(path: Path) -> Mapping[str, float]:
    """Bits by name, from ``evidence.yaml``; the names are unique over its sections but for ``prior``."""
    with open(path, encoding="utf-8") as file:
        raw = yaml.load(file, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    found: dict[str, float] = {}
    for section, entries in raw.items():
        for name, bits in entries.items():
            found[f"prior {name}" if section == "prior" else name] = float(bits)
    return found


def bits_of(signals: Mapping[str, float], table: Mapping[str, float]) -> float:
    """The worth of evidence; a name that the table lacks is worth nothing."""
    bits = 0.0
    for name, times in signals.items():
        bits += table.get(name, 0.0) * times
    return bits


def more(signals: Signals, name: str, times: float) -> None:
    """Give a piece of evidence so many times more; none at all leaves no trace."""
    if times:
        signals[name] = signals.get(name, 0) + times


def chance(kind: str, stated: Interval, recomputed: Interval) -> float:
    """The chance that operands bound at random recompute to what is stated.

    Wide intervals meet easily, so that their meeting says little: "2%" is met by one random pair in thirty,
    "12.4%" by one in a hundred and fifty.
    """
    middle = abs(stated.low + stated.high) / 2
    width = (stated.high - stated.low) + (recomputed.high - recomputed.low)
    if kind in ("percent_change", "percent_of_change", "cagr"):
        density = 0.02 * min(1.0, 40.0 / max(middle, 1e-9))
    elif kind == "share":
        density = 0.015 * min(1.0, 100 / max(middle, 1e-9))
    elif kind == "pp_change":
        density = 0.12 * min(1.0, 5.0 / max(middle, 1e-9))
    else:
        density = 0.6 / max(middle, 1e-9)
        if width == 0.0 and kind in ("sum", "difference", "other"):
            width = 1.0  # whole numbers: eleven is two and nine as easily as any other pair
    return min(0.5, max(1e-5, width * density))


#: what an error's size says: up to so many times too large or too small, bits
MISSES = ((1.07, 0.0), (1.41, 1.5), (2.0, 1.0), (3.2, 0.0), (8.0, -2.0))


def miss(stated: Interval, recomputed: Interval) -> float:
    """Bits for a mismatch by its size: who errs is seldom far off, unrelated figures are.

    Measured on annotated errors, two in three of which are off by less than 1.41 times, against bindings that
    were not meant, of which one in five is.
    """
    if stated.low <= 0 or recomputed.low <= 0:
        return 0.0
    off = max(stated.low / recomputed.high, recomputed.low / stated.high)
    return next((bits for most, bits in MISSES if off <= most), 0.0)


def posterior(bits: float, rivals: Iterable[float]) -> float:
    """The share of a hypothesis among itself, its rivals and "none of these" (0 bits)."""
    own = math.exp2(min(bits, 60.0))
    return own / (1.0 + own + sum(math.exp2(min(r, 60.0)) for r in rivals))


def digits_said(q: Quantity) -> int:
    """How many digits of its number say something: two of "4.20", one of "2,000"."""
    return len("".join(c for c in q.text if c.isdigit()).strip("0"))


#: how far "over" and "nearly" reach
REACH = 0.10
_ABOUT = 0.05


def magnitude(q: Quantity) -> Interval:
    """The strict interval of a claim's magnitude, bent by its qualifier (DESIGN: "What a number stands for").

    Factor and fraction words stand for ±5%.
    """
    low, high = sorted((abs(q.low), abs(q.high)))
    if q.word and q.kind in ("multiple", "fraction"):
        low, high = low * (1 - _ABOUT), high * (1 + _ABOUT)
    if q.qualifier == "about":
        return Interval(low * (1 - _ABOUT), high * (1 + _ABOUT))
    if q.qualifier == "below":
        return Interval(low * (1 - REACH), high)
    if q.qualifier == "above":
        return Interval(low, high * (1 + REACH))
    if q.qualifier == "at_least":
        return Interval(low, high * 3)
    if q.qualifier == "at_most":
        return Interval(0.0, high)
    return Interval(low, high)
