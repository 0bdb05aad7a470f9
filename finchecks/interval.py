"""Closed intervals over floats: what a written number may stand for."""

from __future__ import annotations

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

    def meets(self, other: Interval) -> bool:
        """Consistency of XBRL Calculations 1.1: the two intervals have a value in common."""
        slack = TOLERANCE * max(abs(self.low), abs(self.high), abs(other.low), abs(other.high))
        return self.low <= other.high + slack and other.low <= self.high + slack

    def gap(self, other: Interval) -> float:
        """Distance between the nearest ends; 0 when they meet."""
        return max(0.0, self.low - other.high, other.low - self.high)
