"""Intervals in words."""

from __future__ import annotations

import math

import pytest
import samples

import finchecks
from finchecks.interval import Interval
from finchecks.report.words import span

INFINITE = math.inf


@pytest.mark.parametrize(
    ("low", "high", "signed", "words"),
    [
        (75.5, 76.5, False, "75.5% to 76.5%"),
        (75.5, 76.5, True, "up 75.5% to 76.5%"),
        (-76.5, -75.5, True, "down 75.5% to 76.5%"),
        (-76.5, -75.5, False, "−76.5% to −75.5%"),
        (-1.0, 2.0, True, "−1.0% to 2.0%"),
        (50.0, INFINITE, False, "at least 50.0%"),
        (-INFINITE, 50.0, False, "at most 50.0%"),
        (-INFINITE, -50.0, True, "down at least 50.0%"),
        (-INFINITE, INFINITE, False, "any value"),
    ],
)
def test_a_span(low: float, high: float, signed: bool, words: str) -> None:
    stated = samples.mismatch().claim.stated
    assert span(Interval(low, high), "percent", stated, signed=signed) == words


def test_a_span_in_the_dress_of_its_number() -> None:
    new = samples.mismatch().claim.operands[0].quantity
    assert span(Interval(1.125e9, 1.135e9), "USD", new) == "$1.125bn to $1.135bn"
    assert span(Interval(1.125e9, 1.135e9), "USD") == "USD 1.125 billion to USD 1.135 billion"


def test_a_plain_number_keeps_its_dress_when_something_else_says_what_it_counts() -> None:
    (check,) = finchecks.check("Of its 4,000 staff 1,200 work ashore, or 35%.").checks
    (whole,) = [one for one in check.claim.operands if one.role == "whole"]
    assert span(whole.strict, whole.unit, whole.quantity) == "3,999.5 to 4,000.5"
