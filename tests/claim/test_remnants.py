"""What remains of a whole told paragraphs before, by its arithmetic."""

from __future__ import annotations

import pytest

from finchecks import check

SHOPS = """\
Sales at the chain came to £412m, against £423m a year before.

Clothing took £201m, 6.8% less than at Christmas.

The food halls did better and rang up £118m, while furniture brought in the remaining {}.
"""


def found(text: str) -> list[tuple[str, str, list[str]]]:
    return [
        (c.verdict, c.claim.stated.text, [o.text for o in c.claim.operands])
        for c in check(text).checks
        if c.claim.rule == "rest" and c.verdict != "unverifiable"
    ]


def test_the_whole_may_be_told_long_before_and_other_years_between() -> None:
    assert found(SHOPS.format("£93m")) == [("consistent", "£93m", ["£412m", "£201m", "£118m"])]


def test_what_does_not_come_to_it_is_not_held_against_the_author() -> None:
    assert found(SHOPS.format("£83m")) == []


@pytest.mark.parametrize(
    "text",
    [
        # nothing says that it remains
        SHOPS.format("£93m").replace("the remaining ", ""),
        # two small numbers that any others would make
        "The club has 9 courts. Two are let. Four are closed for repair.\n\nThe remaining 3 members voted.",
    ],
)
def test_agreement_alone_is_not_enough(text: str) -> None:
    assert found(text) == []
