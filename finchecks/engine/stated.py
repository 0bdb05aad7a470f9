"""What a claim stands for: the intervals of its digits, bent by its qualifier, signed by its direction."""

from __future__ import annotations

import math
from dataclasses import dataclass

from finchecks.claim import Claim
from finchecks.interval import Interval
from finchecks.quantity import Quantity

#: "about" and the like, either way
ABOUT = 0.05
#: how far "nearly", "more than" and their kin reach on their side
REACH = 0.10
#: words for factors and fractions ("trebled", "a third"), strict and loose
WORD_STRICT, WORD_LOOSE = 0.05, 0.10


@dataclass(frozen=True, slots=True)
class Stated:
    """``open`` is the strict reading with the qualifier's reach left open ("over 60" up to infinity)."""

    strict: Interval
    loose: Interval
    open: Interval

    def negated(self) -> Stated:
        return Stated(self.strict.scaled(-1.0), self.loose.scaled(-1.0), self.open.scaled(-1.0))


def stated(claim: Claim) -> Stated:
    """The claim's intervals in its own unit, signed as ``claim.value`` is."""
    quantity = claim.stated
    strict, loose = _digits(quantity)
    if quantity.value < 0:
        strict, loose = strict.scaled(-1.0), loose.scaled(-1.0)
    bent = _bent(quantity, abs(quantity.value), strict, loose)
    return bent.negated() if claim.value < 0 else bent


def restated(quantity: Quantity, strict: Interval, loose: Interval) -> tuple[Interval, Interval]:
    """The strict and loose interval of an operand that the claim says again, bent by its own qualifier.

    "Almost two years (23 months)": the rounder of the two is qualified, whichever comes first.
    """
    if quantity.qualifier not in ("about", "below", "above") or quantity.value <= 0:
        return strict, loose
    bent = _bent(quantity, (strict.low + strict.high) / 2, strict, loose)
    return bent.strict, bent.loose


def _digits(quantity: Quantity) -> tuple[Interval, Interval]:
    strict = Interval(quantity.low, quantity.high)
    loose = Interval(min(quantity.loose_low, quantity.low), max(quantity.loose_high, quantity.high))
    exact = quantity.low == quantity.high
    if exact and quantity.word and quantity.kind in ("multiple", "fraction"):
        return strict.widened(WORD_STRICT), strict.widened(WORD_LOOSE)
    if exact and quantity.kind == "duration":
        # "six years" as an operand are six; as a statement about dates they are rounded to whole years
        half = 0.5 * 10.0**-quantity.decimals
        strict = Interval(quantity.low - half, quantity.high + half)
        return strict, strict
    return strict, loose


def _bent(quantity: Quantity, value: float, strict: Interval, loose: Interval) -> Stated:
    match quantity.qualifier:
        case "about":
            low, high = value * (1 - ABOUT), value * (1 + ABOUT)
            strict = Interval(min(strict.low, low), max(strict.high, high))
            loose = Interval(min(loose.low, low), max(loose.high, high))
            return Stated(strict, loose, strict)
        case "below":
            # a range ("nearly 5 to 6%") is bent at its own ends
            top = strict.high if quantity.is_range else value
            reach = Interval(
                min(value * (1 - REACH), strict.low) if quantity.is_range else value * (1 - REACH), top
            )
            return Stated(reach, Interval(reach.low, max(top, loose.high)), Interval(0.0, top))
        case "above":
            floor = strict.low if quantity.is_range else value
            reach = Interval(
                floor, max(value * (1 + REACH), strict.high) if quantity.is_range else value * (1 + REACH)
            )
            return Stated(reach, Interval(min(floor, loose.low), reach.high), Interval(floor, math.inf))
        case "at_least":
            floor = strict.low if quantity.is_range else value
            open_up = Interval(floor, math.inf)
            return Stated(open_up, Interval(min(floor, loose.low), math.inf), open_up)
        case "at_most":
            top = strict.high if quantity.is_range else value
            open_down = Interval(0.0, top)
            return Stated(open_down, Interval(0.0, max(top, loose.high)), open_down)
    return Stated(strict, loose, strict)
