from __future__ import annotations

import pytest

from finchecks.document import Table
from finchecks.document.tables import MAX_CELLS, is_delimiter, is_row, read_table


def table_of(source: str, *before: str) -> Table:
    spans = []
    start = 0
    for line in source.splitlines(keepends=True):
        spans.append((start, start + len(line.rstrip("\n"))))
        start += len(line)
    table = read_table(source, spans, before)
    assert table is not None
    return table


@pytest.mark.parametrize(
    ("source", "header"),
    [
        ("| | 2020 | 2019 |\n|---|---|---|\n| Cash | 5 | 4 |\n", 1),
        ("| | Year ended May 31, | |\n|---|---|---|\n| | 2020 | 2019 |\n| Cash | 5 | 4 |\n", 2),
        ("| | Year ended | |\n|---|---|---|\n| (in millions) | FY20 | FY19 (1) |\n| Cash | 5 | 4 |\n", 2),
        ("| | 2020 | 2019 |\n|---|---|---|\n| | £m | £m |\n| Cash | 5 | 4 |\n", 2),
        ("| | 2020 | 2019 |\n|---|---|---|\n| | (in thousands) | |\n| Cash | 5 | 4 |\n", 2),
        ("| | 2020 | 2019 |\n|---|---|---|\n| Assets | | |\n| Cash | 5 | 4 |\n", 1),
        ("| | 2020 | 2019 |\n|---|---|---|\n| Founded | 1990 | 1985 |\n| Cash | 5 | 4 |\n", 1),
        ("| | 2020 | 2019 |\n|---|---|---|\n| | 15 | 14 |\n| Cash | 5 | 4 |\n", 1),
        ("| Item | 2020 |\n| Cash | 5 |\n| Debt | 4 |\n", 1),
        ("| Cash | 5 |\n| Debt | 4 |\n", 0),
    ],
)
def test_header_rows(source: str, header: int) -> None:
    assert table_of(source).header == header


def test_cells_lose_space_and_emphasis_but_keep_their_place() -> None:
    source = "|  Sales |**1,200** | (5)|\n|-|-|-|\n"
    (row,) = table_of(source).rows
    assert [cell.text for cell in row] == ["Sales", "1,200", "(5)"]
    assert [source[cell.start : cell.end] for cell in row] == ["Sales", "1,200", "(5)"]


def test_rows_without_outer_pipes() -> None:
    assert [[c.text for c in row] for row in table_of("a | b\n--|--\n1 | 2\n").rows] == [
        ["a", "b"],
        ["1", "2"],
    ]


@pytest.mark.parametrize(
    ("before", "caption"),
    [
        (("Some text.", "Sales by region, in EUR"), "Sales by region, in EUR"),
        (("Sales by region", "(EUR million)"), "Sales by region (EUR million)"),
        (
            ("Filler of a paragraph. " * 20 + "The table shows sales in thousands:",),
            "The table shows sales in thousands:",
        ),
        ((), ""),
    ],
)
def test_caption(before: tuple[str, ...], caption: str) -> None:
    assert table_of("| | 2020 |\n|---|---|\n| Cash | 5 |\n", *before).caption == caption


def test_the_labels_of_the_header_belong_to_the_caption() -> None:
    table = table_of("| NOK million | 2020 |\n|---|---|\n| | (unaudited) |\n| Cash | 5 |\n", "Key figures")
    assert table.caption == "Key figures NOK million (unaudited)"


def test_what_is_a_row() -> None:
    assert is_row("| a | b |")
    assert not is_row("| a")
    assert not is_row("a | b")
    assert not is_row("|" * (MAX_CELLS + 1))
    assert is_delimiter("|:--|--:|")
    assert not is_delimiter("---")
    assert not is_delimiter("| - | 5 |")


def test_a_table_without_any_text_is_none() -> None:
    assert read_table("|||\n|||", [(0, 3), (4, 7)], []) is None
