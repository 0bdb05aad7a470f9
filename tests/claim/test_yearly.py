"""A rate by the year beside the change in all is compounded, and over the values that the change is of."""

from __future__ import annotations

import pytest

import finchecks

HOUSES = (
    "The average house costs £160,100. Owners who bought five years ago, when it was £86,500, have gained 85%"
    " – equivalent to {} a year."
)


@pytest.mark.parametrize(
    ("rate", "verdict"), [("13.1%", "consistent"), ("17%", "mismatch"), ("14%", "mismatch")]
)
def test_the_rate_by_the_year(rate: str, verdict: str) -> None:
    (check,) = (c for c in finchecks.check(HOUSES.format(rate)).checks if c.claim.kind == "cagr")
    assert check.verdict == verdict
    assert {o.text for o in check.claim.operands} == {"£160,100", "£86,500", "five years"}


def test_a_rate_of_other_years_is_left_alone() -> None:
    text = HOUSES.format("13.1%").replace("have gained", "who waited three years more have gained")
    assert [
        c for c in finchecks.check(text).checks if c.claim.kind == "cagr" and c.verdict == "mismatch"
    ] == []
