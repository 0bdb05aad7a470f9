"""Closed intervals over floats: what a written number may stand for.

Arithmetic here encloses: the result holds every value that the operands can make. It is exact as long
as each operand occurs once; where one occurs twice, the formula goes to the corners instead.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

#: Two intervals meet when they overlap within this share of the larger magnitude (DESIGN: 1e-9 relative).
TOLERANCE = 1e-9


class Interval(NamedTuple):
    """The closed interval [low, high]."""

    low: float
    high: float

    @classmethod
    def point(cls, value: float) -> Interval:
        return cls(value, value)

    @classmethod
    def hull(cls, values: Iterable[float]) -> Interval:
        """The smallest interval that holds all the values (at least one)."""
        seen = tuple(values)
        return cls(min(seen), max(seen))

    def meets(self, other: Interval) -> bool:
        """Consistency of XBRL Calculations 1.1: the two intervals have a value in common."""
        low, high = self
        other_low, other_high = other
        if low <= other_high and other_low <= high:
            return True
        most = 0.0
        for end in (low, high, other_low, other_high):
            # an open end ("more than") must not make the tolerance infinite
            if most < abs(end) < math.inf:
                most = abs(end)
        slack = TOLERANCE * most
        return low <= other_high + slack and other_low <= high + slack

    def gap(self, other: Interval) -> float:
        """Distance between the nearest ends; 0 when they meet."""
        return max(0.0, self.low - other.high, other.low - self.high)

    def holds(self, value: float) -> bool:
        return self.meets(Interval(value, value))

    def touches_zero(self) -> bool:
        return self.low <= 0.0 <= self.high

    def plus(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def minus(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def times(self, other: Interval) -> Interval:
        (a, b), (c, d) = self, other
        return Interval.hull((a * c, a * d, b * c, b * d))

    def over(self, other: Interval) -> Interval:
        """Quotient; ``ZeroDivisionError`` when the divisor touches zero."""
        if other.touches_zero():
            raise ZeroDivisionError("the divisor touches zero")
        (a, b), (c, d) = self, other
        return Interval.hull((a / c, a / d, b / c, b / d))

    def scaled(self, factor: float) -> Interval:
        """Times a number; a negative one swaps the ends."""
        a, b = self.low * factor, self.high * factor
        return Interval(a, b) if a <= b else Interval(b, a)

    def widened(self, share: float) -> Interval:
        """Both ends moved outwards by a share of their own magnitude."""
        return Interval(self.low - abs(self.low) * share, self.high + abs(self.high) * share)

    def overlap(self, other: Interval) -> Interval | None:
        """What both have in common, None where there is nothing."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return Interval(low, high) if low <= high else None
