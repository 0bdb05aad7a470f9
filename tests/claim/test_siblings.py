"""Of a rate and what it was before, the one that recomputes says what the other is of."""

from __future__ import annotations

import pytest

import finchecks

BANK = """\
| $ million | 2024 | 2023 |
|---|---|---|
| Loans | 5,980 | 5,610 |
| Deposits | 7,077 | 7,080 |
| Uninsured balances | 2,190 | 2,690 |

Uninsured balances fell to 31% of deposits from {}.
"""

MARGIN = (
    "- Sales were £312.4m, compared with £294.2m in the year before.\n"
    "- Operating profit fell to £18.9m from £21.4m.\n"
    "- The operating margin was 6.0%, against {} the year before.\n"
)


def verdicts(text: str, stated: str) -> list[str]:
    return [c.verdict for c in finchecks.check(text).checks if c.claim.stated.text == stated]


@pytest.mark.parametrize(("before", "verdict"), [("38%", "consistent"), ("46%", "mismatch")])
def test_the_same_rows_in_the_other_column(before: str, verdict: str) -> None:
    assert verdicts(BANK.format(before), before) == [verdict]


@pytest.mark.parametrize(("before", "verdict"), [("7.3%", "consistent"), ("10.4%", "mismatch")])
def test_the_values_that_the_text_compares_with_those_of_the_first(before: str, verdict: str) -> None:
    assert verdicts(MARGIN.format(before), before) == [verdict]


def test_a_rate_of_something_else_is_no_sibling() -> None:
    text = BANK.format("38%") + "The cost-income ratio widened to 52%, from 49%.\n"
    assert verdicts(text, "52%") == verdicts(text, "49%") == []
