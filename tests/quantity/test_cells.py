"""Tables: units and scales come from the cell, its row, its column, its caption."""

from __future__ import annotations

import pytest
from reading import table

from finchecks.quantity import Quantity


def say(one: Quantity) -> tuple[str, str, float]:
    return one.kind, one.unit, one.value


def test_money_down_a_column_and_negatives() -> None:
    found = table(
        """
(in thousands, except per share data)

| | 2021 | 2020 |
|---|---|---|
| Sales | $1,250 | $1,130 |
| Costs | (900) | (845) |
| Tax | — | 12 |
| Earnings per share | $0.42 | $0.37 |
"""
    )
    assert say(found[1, 1]) == ("money", "USD", 1250e3)
    assert (found[1, 1].low, found[1, 1].high, found[1, 1].step) == (1249.5e3, 1250.5e3, 1e3)
    assert say(found[2, 1]) == ("money", "USD", -900e3)
    assert (3, 1) not in found
    assert say(found[3, 2]) == ("money", "USD", 12e3)
    assert say(found[4, 1]) == ("money", "USD", 0.42)
    assert (found[0, 1].kind, found[0, 1].period) == ("period", "2021")


@pytest.mark.parametrize(
    ("head", "unit", "value"),
    [
        ("RMB million", "CNY", 57.4e6),
        ("US$m", "USD", 57.4e6),
        ("€ million", "EUR", 57.4e6),
        ("£bn", "GBP", 57.4e9),
        ("$000", "USD", 57.4e3),
        ("HK$ million", "HKD", 57.4e6),
        ("(In millions of Canadian dollars)", "CAD", 57.4e6),
    ],
)
def test_units_in_the_corner(head: str, unit: str, value: float) -> None:
    found = table(f"| {head} | 2021 | 2020 |\n|---|---|---|\n| Sales | 57.4 | 55.1 |\n")
    assert say(found[1, 1]) == ("money", unit, pytest.approx(value))


def test_percent_by_sign_row_column_and_neighbour() -> None:
    found = table(
        """
| | 2021 | 2020 | Change (%) | | |
|---|---|---|---|---|---|
| Sales | 57 | 55 | 3.6 | | |
| Margin (%) | 12.4 | 11.0 | | | |
| Rate | 13.0% | (48.3)% | | 7.5 | % |
"""
    )
    assert say(found[1, 3]) == ("percent", "percent", 3.6)
    assert say(found[2, 1]) == ("percent", "percent", 12.4)
    assert say(found[3, 1]) == ("percent", "percent", 13.0)
    assert say(found[3, 2]) == ("percent", "percent", -48.3)
    assert say(found[3, 4]) == ("percent", "percent", 7.5)


def test_symbol_and_bracket_in_cells_of_their_own() -> None:
    found = table(
        """
| | | 2021 | |
|---|---|---|---|
| Sales | $ | 57 | |
| Loss | $ | (31 | ) |
"""
    )
    assert say(found[1, 2]) == ("money", "USD", 57)
    assert say(found[2, 2]) == ("money", "USD", -31)


def test_footnote_marks_are_no_part_of_the_number() -> None:
    found = table("| | 2021 |\n|---|---|\n| Sales | $57 (1) |\n| Costs | 31* |\n")
    assert (found[1, 1].text, found[1, 1].value) == ("$57", 57)
    assert (found[2, 1].text, found[2, 1].value) == ("31", 31)


def test_counts_get_no_scale_and_no_currency() -> None:
    found = table("| US$m | 2021 |\n|---|---|\n| Sales | 57 |\n| Number of employees | 612 |\n")
    assert say(found[1, 1]) == ("money", "USD", 57e6)
    assert found[2, 1].value == 612
    assert found[2, 1].kind == "number"


def test_a_figure_in_the_sentence_above_says_no_unit_of_the_cells() -> None:
    rows = "\n\n| $ million | 2024 | 2023 |\n|---|---|---|\n| Sales | 56.9 | 51.1 |\n"
    assert say(table("Sales rose 11.4% in 2024." + rows)[1, 1]) == ("money", "USD", 56.9e6)
    assert say(table("The yard owes 3 billion yen." + rows)[1, 1]) == ("money", "USD", 56.9e6)
