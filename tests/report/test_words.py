"""Intervals in words."""

from __future__ import annotations

import math

import pytest

from finchecks.interval import Interval
from finchecks.report.words import span


@pytest.mark.parametrize(
    ("low", "high", "unit", "words"),
    [
        (75.5, 76.5, "percent", "75.5% to 76.5%"),
        (133.17, 133.41, "percent", "133.17% to 133.41%"),
        (12.35, 12.45, "percentage_point", "12.35 points to 12.45 points"),
        (1.125e9, 1.135e9, "USD", "$1.125 billion to $1.135 billion"),
        (57.35e6, 57.45e6, "CNY", "CNY 57.35 million to CNY 57.45 million"),
        (-2.5e6, -1.5e6, "EUR", "−€2.5 million to −€1.5 million"),
        (1.9, 2.1, "multiple", "1.90 times to 2.10 times"),
        (205.0, 205.0, "count", "205"),
        (28.0, 30.0, "year", "28.0 years to 30.0 years"),
        (50.0, math.inf, "percent", "at least 50%"),
        (-math.inf, 1 / 3, "percent", "at most 0.33333333333%"),
        (10499.5, 10500.5, "square_foot", "10,499.5 square foot to 10,500.5 square foot"),
    ],
)
def test_a_span(low: float, high: float, unit: str, words: str) -> None:
    assert span(Interval(low, high), unit) == words
