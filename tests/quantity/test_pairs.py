"""Measures that only a measure beside them makes plain."""

from __future__ import annotations

import pytest

from finchecks.quantity import Quantity
from finchecks.quantity.scanner import scan
from finchecks.quantity.text import Text


def read(text: str) -> list[Quantity]:
    return [q for q in scan(Text(text)) if q.kind == "measure"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("It was 40C (104F) at noon.", [("degC", 40), ("degF", 104)]),
        ("It was 95 degrees (35C) at noon.", [("degF", 95), ("degC", 35)]),
        ("A mast 300m (984ft) tall.", [("meter", 300), ("foot", 984)]),
        ("A mast 984ft (300m) tall.", [("foot", 984), ("meter", 300)]),
        ("The bell weighs a tonne (2,205lb).", [("tonne", 1), ("pound", 2205)]),
        ("A bale of 480 pounds (218 kg).", [("pound", 480), ("kg", 218)]),
        ("He weighs 13 stone 7 pounds.", [("stone", 13.5)]),
        ("He weighs 13st 7lb (85.7kg).", [("stone", 13.5), ("kg", 85.7)]),
        ("She is 6ft 3in (1.91m) tall.", [("foot", 6.25), ("meter", 1.91)]),
    ],
)
def test_a_neighbour_shows_the_unit(text: str, values: list[tuple[str, float]]) -> None:
    assert [(q.unit, q.value) for q in read(text)] == values


@pytest.mark.parametrize(
    "text",
    [
        "They sold the iPhone 5C (2013) and the 40F.",
        "The fund paid 300m (984 claims).",
        "It cost £480, or 480 pounds (218 dollars).",
        "On the 1st (2 men) they left.",
    ],
)
def test_without_one_nothing_is_measured(text: str) -> None:
    assert read(text) == []


def test_a_foot_is_known_to_the_inch() -> None:
    (height,) = read("He stands 6 feet 2 inches tall.")
    assert height.text == "6 feet 2 inches"
    assert (height.low, height.high) == pytest.approx((6 + 1.5 / 12, 6 + 2.5 / 12))
