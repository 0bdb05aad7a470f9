"""Figures whose name says what they are computed from, in the whole document."""

from __future__ import annotations

import pytest

import finchecks

REPORT = """Revenue for the year was $480 million, against $400 million in the year before.

The mill at Orrest was closed in May, and the town lost its largest employer.

Operating profit came to $60 million (44). The operating margin was 12.5% (11.0%).

The pension scheme was valued in June. Net profit was $38.4 million, and 24 million shares were outstanding.

Earnings per share were $1.60.
"""


def bindings(text: str) -> dict[str, tuple[str, dict[str, str]]]:
    """By the claim's text: its verdict, and its operands by role."""
    return {
        check.claim.stated.text: (check.verdict, {one.role: one.text for one in check.claim.operands})
        for check in finchecks.check(text).checks
    }


def test_a_margin_is_its_profit_over_revenue_however_far() -> None:
    found = bindings(REPORT)
    assert found["12.5%"] == ("consistent", {"part": "$60 million", "whole": "$480 million"})
    assert found["11.0%"] == ("consistent", {"part": "44", "whole": "$400 million"})


def test_earnings_per_share() -> None:
    assert bindings(REPORT)["$1.60"] == (
        "consistent", {"numerator": "$38.4 million", "denominator": "24 million"}
    )  # fmt: skip


def test_one_that_cannot_be_right() -> None:
    assert bindings(REPORT.replace("was 12.5%", "was 15.2%"))["15.2%"][0] == "mismatch"


def test_bare_numbers_beside_a_percentage_are_percentages() -> None:
    text = (
        "- Net sales rose 20 percent to SEK 600 million (500)\n"
        "- Operating profit was SEK 72 million (45), a margin of 12.0 percent (9.0)\n"
    )
    assert bindings(text)["9.0"] == ("consistent", {"part": "45", "whole": "500"})


def test_cells() -> None:
    text = (
        "| EUR million | 2024 | 2023 |\n|---|---|---|\n"
        "| Net sales | 250.0 | 220.0 |\n| EBITDA | 45.0 | 37.4 |\n\n"
        "It was a good year.\n\nThe EBITDA margin rose to 18.0% after 17.0%.\n"
    )
    found = bindings(text)
    assert found["18.0%"] == ("consistent", {"part": "45.0", "whole": "250.0"})
    assert found["17.0%"] == ("consistent", {"part": "37.4", "whole": "220.0"})


@pytest.mark.parametrize(
    "text",
    [
        # over another time
        "Revenue was $90 million and operating profit $9 million.\n\n"
        "In the first nine months the operating margin was 14%.",
        # of another part
        "Revenue was $90 million and operating profit $9 million. The operating margin in packaging was 14%.",
        # a change of it
        "Revenue was $90 million and operating profit $9 million. The operating margin rose 14%.",
        # another label
        "Revenue was $90 million and operating profit $9 million. The adjusted margin was 14%.",
        # two that it could be of
        "Revenue was $90 million at home and revenue abroad was $40 million. "
        "Operating profit was $9 million.\n\nThe operating margin was 14%.",
    ],
)  # fmt: skip
def test_where_others_may_be_meant_it_is_silent(text: str) -> None:
    assert [check.message for check in finchecks.check(text).checks if check.verdict == "mismatch"] == []
