"""Numbers that no arithmetic beside them is about."""

from __future__ import annotations

import pytest

from finchecks import check


def claims(text: str) -> list[tuple[str, str]]:
    return [(one["kind"], one["claim"]["text"]) for one in check(text).to_dict()["checks"]]


@pytest.mark.parametrize(
    ("tempting", "plain"),
    [
        (
            "The mill sold £22m of assets, among them £2.42m of its 11% convertible debentures.",
            "The mill sold £22m of assets, among them £2.42m of debentures, or 11%.",
        ),
        (
            "Sales were £80m and operating profit was £13.6m.\n\nFor next year the board expects slower "
            "growth and an operating margin of 17%.",
            "Sales were £80m and operating profit was £13.6m.\n\nThe board was pleased with its growth "
            "and an operating margin of 17%.",
        ),
        (
            "Fees of £61.2m (2018: £44.4m) came from clients that made up 38% (2018: 29%) of all demand.",
            "Fees came to £61.2m, up 38% from £44.4m in 2018.",
        ),
        (
            "The French drink 12 litres a head, the Turks 0.25 litres a head and the Swiss three litres.",
            "Each of the 12 bottles holds 0.25 litres, three litres in all.",
        ),
    ],
)
def test_what_only_looks_like_a_claim(tempting: str, plain: str) -> None:
    assert claims(plain), "the same numbers, said as a claim"
    assert not claims(tempting)


def test_what_nearly_any_numbers_would_fit_says_nothing() -> None:
    """Four trillion and a bit may be anything from a fall to a rise of several percent."""
    tempting = "Sales by cars were $4 trillion and those by shops $4.06 trillion, and demand rose 0.3%."
    assert not claims(tempting)
    assert claims("Sales rose 0.3% to $4.06 trillion from $4.05 trillion.")


def test_points_better_than_a_level_are_no_bound() -> None:
    (one,) = check(
        "The margin was 45.0%, which is 3.7 points better than the 41.3% of a year ago."
    ).to_dict()["checks"]
    assert one["verdict"] == "consistent" and [o["text"] for o in one["operands"]] == ["45.0%", "41.3%"]
