"""Figures over the cells of a table that no word ties to them: found, held against the author, left alone."""

from __future__ import annotations

import pytest

import finchecks
from finchecks.claim import cell_failing, cell_operands, general_cells
from finchecks.engine import Check

FERRIES = """Kestrel Ferries: the year in figures

| Route | Passengers 2023 | Passengers 2022 | Crossings 2023 |
|---|---:|---:|---:|
| Island loop | 412,300 | 371,900 | 2,140 |
| North quay | 188,450 | 201,700 | 1,012 |
| Night boat | 64,920 | 58,010 | 366 |

{}
"""


def of(sentence: str, stated: str) -> list[Check]:
    checks = finchecks.check(FERRIES.format(sentence), path="a.txt").checks
    return [one for one in checks if one.claim.stated.cell is None and one.claim.stated.text == stated]


def told(sentence: str, stated: str) -> list[tuple[str, str, list[str]]]:
    return [
        (one.claim.kind, one.verdict, [o.text for o in one.claim.operands]) for one in of(sentence, stated)
    ]


def test_what_is_described_has_a_name_in_the_fitted_file() -> None:
    is_claim, is_binding, trusted, against = general_cells.fitted()
    assert against is not None
    assert list(is_binding.features) == cell_operands.names()
    assert list(trusted.features) == general_cells.agreeing_names()
    assert list(against.features) == cell_failing.failing_names()
    known = len(cell_operands.KINDS) + len(cell_operands.claim_names())
    assert max(node[0] for tree in is_claim.trees for node in tree) < known
    assert max(node[0] for tree in is_binding.trees for node in tree) < len(cell_operands.names())


@pytest.mark.parametrize(
    ("sentence", "stated", "operands"),
    [
        (
            "The island loop is still the one that pays for the rest: each crossing carried 193 people.",
            "193",
            ["412,300", "2,140"],
        ),
        ("The average crossing of the night boat carried 177 people.", "177", ["64,920", "366"]),
    ],
)
def test_two_cells_of_a_row_make_a_ratio(sentence: str, stated: str, operands: list[str]) -> None:
    assert told(sentence, stated) == [("ratio", "consistent", operands)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The night boat did better than ever: 19.1% up.",
        "North quay is quieter, down 6.6%. The night boat went the other way, with a gain of 19.1%.",
    ],
)
def test_a_change_with_two_digits_exchanged_is_held_against_the_author(sentence: str) -> None:
    assert told(sentence, "19.1%") == [("percent_change", "mismatch", ["64,920", "58,010"])]


ALL = ["412,300", "188,450", "64,920"]


@pytest.mark.parametrize(
    "sentence", ["The three routes took 665,670 people between them.", "Our routes carried 665,670 people."]
)
def test_a_whole_column_is_added_up(sentence: str) -> None:
    assert told(sentence, "665,670") == [("sum", "consistent", ALL)]


@pytest.mark.parametrize("how", ["between them", "together"])
def test_as_many_rows_as_are_said_to_be_added_must_add_up(how: str) -> None:
    assert told(f"The three routes took 656,670 people {how}.", "656,670") == [("sum", "mismatch", ALL)]


@pytest.mark.parametrize(
    ("sentence", "stated"),
    [
        # of a year that the table may hold, or not
        ("A year earlier the three routes together took 656,670 people.", "656,670"),
        # no word says that it must be all of them
        ("Our routes carried 656,670 people.", "656,670"),
        # two of them, however many
        ("The two routes together took 656,670 people.", "656,670"),
        ("Nearly 700,000 people used the three routes together.", "700,000"),
        ("The harbour café sold 193 ices on its best day.", "193"),
        ("Its crew numbers 177.", "177"),
        ("The fuel bill came to $82,400.", "$82,400"),
        ("We expect 5.2% more passengers next year.", "5.2%"),
    ],
)
def test_tempting_figures_are_left_alone(sentence: str, stated: str) -> None:
    assert of(sentence, stated) == []


def test_a_document_without_a_table_asks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(general_cells, "desk", asked)
    assert finchecks.check("Sales rose 5% to $105m from $100m.", path="a.txt").checks


SALES = """Halden Outdoor, the year to June

| £m | 2024 | 2023 |
|---|---|---|
| Boots | 84.2 | 77.9 |
| Tents | 35.1 | 38.6 |
| Stoves | 12.4 | 10.3 |
| Sales | 131.7 | 126.8 |
| Gross profit | 52.9 | 47.3 |

"""


def held(text: str, stated: str) -> list[str]:
    checks = finchecks.check(SALES + text, path="a.txt").checks
    return [one.message for one in checks if one.verdict == "mismatch" and one.claim.stated.text == stated]


@pytest.mark.parametrize(
    ("right", "wrong", "text"),
    [
        # both compare the same two columns
        ("20%", "27%", "Boots sold better, up 8.1%, and tents worse, down 9.1%. Stoves came to {} more."),
        # both are of the same two rows, at their own times
        ("37.3%", "31.3%", "Gross margin widened from {} to 40.2% on fewer discounts."),
    ],
)
def test_what_its_neighbours_tell_of_a_table_it_tells_too(right: str, wrong: str, text: str) -> None:
    assert held(text.format(right), right) == []
    assert len(held(text.format(wrong), wrong)) == 1


@pytest.mark.parametrize(
    "last",
    [
        # narrower than the row
        "Boots sold better, up 8.1%. Stove sales in Norway rose 27%.",
        "Boots sold better, up 8.1%. Comparable sales rose 7.1%.",
        "Boots sold better, up 8.1%. Boots and socks together gained 14%.",
        # called by another name, of another year
        "Boots sold better, up 8.1%. Organic sales growth was 7.1%.",
        "Boots sold better, up 8.1%. Against 2019, sales are up 31%.",
        # by the year; told again
        "Boots sold better, up 8.1%. Tent sales have grown 4.4% a year since we began.",
        "Boots sold better, up 8.1%. Stoves have risen from a mere £10.3m to £12.4m.",
        # no step
        "Boots sold better, up 8.1%. A stall at the Harrogate fair cost £2.6m.",
    ],
)
def test_what_the_table_does_not_say_is_not_held_to_it(last: str) -> None:
    checks = finchecks.check(SALES + last, path="a.txt").checks
    assert [one.claim.stated.text for one in checks if one.verdict == "mismatch"] == []


def test_one_name_under_two_headings_needs_the_heading() -> None:
    table = (
        "| In millions of dollars | 2021 | 2020 |\n|---|---|---|\n"
        "| Sales | | |\n| North | 60.0 | 50.0 |\n| South | 30.0 | 20.0 |\n"
        "| Profit | | |\n| North | 6.6 | 6.0 |\n| South | 2.0 | 4.0 |\n\n"
    )
    checks = finchecks.check(table + "The South fell by half. The North rose 13%.", path="a.txt").checks
    assert [one.claim.stated.text for one in checks if one.verdict == "mismatch"] == []


def test_a_figure_in_hundreds_is_not_held_to_more_digits() -> None:
    """Rounded to hundreds it is right."""
    text = "| €m | 2024 |\n|---|---|\n| Staff costs | 268.4 |\n| Staff | 3,710 |\n\nEach cost €72,300."
    checks = finchecks.check(text, path="a.txt").checks
    assert [one.claim.stated.text for one in checks if one.verdict == "mismatch"] == []
