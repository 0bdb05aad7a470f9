"""The lines of a list and their total: in the last line, after the list, or in what leads to it."""

from __future__ import annotations

import pytest

import finchecks
from finchecks.engine import Check

LEGS = "- Leg 1: 12.4 km\n- Leg 2: 8.1 km\n- Leg 3: 15.0 km\n"


def sums(text: str) -> list[Check]:
    return [one for one in finchecks.check(text).checks if one.claim.kind == "sum"]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (f"The relay has three legs.\n\n{LEGS}\nTotal distance: 35.5 km.\n", "consistent"),
        (f"The relay has three legs.\n\n{LEGS}\nTotal distance: 38.5 km.\n", "mismatch"),
        (f"{LEGS}- Total: 35.5 km\n", "consistent"),
        (f"{LEGS}- Total: 53.5 km\n", "mismatch"),
        (f"The relay is 35.5 km long:\n\n{LEGS}", "consistent"),
        (f"The relay is 36.8 km long:\n\n{LEGS}", "mismatch"),
    ],
)
def test_the_total_of_lines(text: str, verdict: str) -> None:
    assert [one.verdict for one in sums(text)] == [verdict]


@pytest.mark.parametrize(
    "text",
    [
        # nothing calls it a total
        f"The town lies 12 km away.\n\n{LEGS}\nWe then drove 80 km home.\n",
        # a line without an amount
        f"{LEGS}- Leg 4: not measured\n\nTotal distance: 58.4 km.\n",
        # changes, of which none is a part
        "- Tea up 12 km\n- Milk down 8 km\n\nTotal: 44 km.\n",
    ],
)
def test_other_lists_are_left_alone(text: str) -> None:
    assert [one for one in sums(text) if one.verdict == "mismatch"] == []
