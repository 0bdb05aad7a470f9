"""The workpaper, as a library of another maker reads it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from articles import TEXT, made
from payloads import FORMULAS

from finchecks.audit.batch import batch, row
from finchecks.audit.to_xlsx import COLUMNS, HEAD, TICKMARKS, summary, workpaper


def opened(data: bytes, *, values: bool = False) -> Any:
    return openpyxl.load_workbook(BytesIO(data), data_only=values)


def rows(sheet: Any) -> list[dict[str, Any]]:
    """The sheet of checks, a dict a row."""
    lines = list(sheet.iter_rows(min_row=HEAD, values_only=True))
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def test_a_row_for_each_check_with_its_operands_and_live_formulas() -> None:
    article = made()
    found = rows(opened(workpaper(article))["Checks"])
    assert [line["Check"] for line in found] == [entry.number for entry in article.entries]
    first = found[0]
    assert first["Claim"] == "47%" and first["Tickmark"] == "✗" and first["Stated"] == 47
    assert first["Operand 1 role"] == "new value" and first["Operand 1 value"] == 260e6
    for column in ("Recomputed", "Recomputed from", "Recomputed to", "Difference", "By formula"):
        assert str(first[column]).startswith("=")
    # what is shown until a spreadsheet calculates for itself
    shown = rows(opened(workpaper(article), values=True)["Checks"])[0]
    assert shown["Recomputed"] == pytest.approx(30.0) and shown["By formula"] == "differs"
    assert shown["finchecks' figure"] == pytest.approx(30.0)


def written_out(value: float, pattern: str) -> str:
    """A figure as a spreadsheet shows it under one of the patterns in use."""
    if pattern == "General":
        return f"{value:g}"
    least, most = {"#,##0": (0, 0), "0.0#######": (1, 8), "#,##0.0#": (1, 2)}[pattern]
    text = f"{value:,.{most}f}" if pattern.startswith("#") else f"{value:.{most}f}"
    while most > least and text.endswith("0"):
        text, most = text[:-1], most - 1
    return text


def test_every_figure_has_room_and_no_point_without_decimals() -> None:
    """A column that is too narrow shows ###, and a pattern such as 0.## shows "47."."""
    text = TEXT + (
        "\nAssets grew from $1.2345 trillion in 2021 to $2.3456 trillion in 2024, 23.9% a year compounded. "
        "The bank paid 987.6 billion yen ($6.2 billion), and interest fell to 0.0125% from 0.025%.\n"
    )
    book, seen = opened(workpaper(made(text)), values=True), set()
    for name in ("Checks", "Rates"):
        widths = {
            column: one.width
            for one in book[name].column_dimensions.values()
            for column in range(one.min, one.max + 1)
        }
        for cell in (cell for line in book[name].iter_rows(min_row=HEAD) for cell in line):
            if isinstance(cell.value, int | float):
                shown = written_out(cell.value, cell.number_format)
                assert len(shown) <= widths[cell.column], f"{name}!{cell.coordinate}: {shown}"
                seen.add(cell.number_format)
    assert seen == {"General", "#,##0", "0.0#######", "#,##0.0#"}


def test_years_are_not_grouped() -> None:
    text = "Turnover grew from $120 million in 2020 to $310 million in 2024, a compound yearly growth of 27%."
    sheet = opened(workpaper(made(text)))["Checks"]
    years = [cell.number_format for cell in sheet[HEAD + 1] if cell.value == 2024]
    assert years and set(years) == {"General"}


def test_sheets_print_on_pages_with_their_heads() -> None:
    book = opened(workpaper(made()))
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.fitToHeight == 0
    assert book["Checks"].print_title_rows == f"${HEAD}:${HEAD}"
    # the record is for the program
    assert book["Provenance"].print_area.endswith(f"$B${len(list(book['Provenance'].iter_rows())) - 2}")


def test_what_cannot_be_checked_has_its_tickmark_and_no_formula() -> None:
    found = {line["Claim"]: line for line in rows(opened(workpaper(made()))["Checks"])}
    assert found["12%"]["Tickmark"] == "○" and found["12%"]["Recomputed"] is None
    assert found["15%"]["Tickmark"] == "✓"
    assert {line["Tickmark"] for line in found.values()} <= set(TICKMARKS)


def test_rates_have_their_dates_and_the_conversion_refers_to_them() -> None:
    book = opened(workpaper(made()))
    (rate,) = [line for line in book["Rates"].iter_rows(min_row=2, values_only=True) if line[9] == "yes"]
    assert rate[3:6] == ("European Central Bank, week to 2026-01-15", "2026-01-15", "USD per HKD")
    line = next(line for line in rows(book["Checks"]) if line["Rule"] == "currency-conversion")
    assert str(line["Operand 2 value"]).startswith("=Rates!")


def test_provenance_has_a_sheet_of_its_own() -> None:
    article = made()
    told = {line[0]: line[1] for line in opened(workpaper(article))["Provenance"].iter_rows(values_only=True)}
    assert told["Article's digest"] == article.record.input
    assert told["Published"] == "2026-01-15 (from its metadata)"


@pytest.mark.parametrize("payload", FORMULAS)
def test_no_words_of_an_article_are_a_formula_or_a_link(payload: str) -> None:
    text = TEXT.replace("# Lighthouse Ferries sails on", f"# {payload}").replace("Tickets", payload)
    article = made(text, payload.replace("/", "∕"))
    from dataclasses import replace

    entries = tuple(
        replace(entry, check=replace(entry.check, message=payload, suggestion=payload))
        for entry in article.entries
    )
    for data in (
        workpaper(replace(article, title=payload, path=payload, entries=entries)),
        summary(
            batch([replace(row(article, payload), path=payload)], [(payload, payload)], [article.record])
        ),
    ):
        book = opened(data)
        seen = 0
        for sheet in book:
            for cell in (cell for line in sheet.iter_rows() for cell in line):
                assert cell.hyperlink is None
                if isinstance(cell.value, str) and payload.strip() in cell.value:
                    assert cell.data_type != "f", f"{sheet.title}!{cell.coordinate}"
                    seen += 1
                if cell.data_type == "f":
                    assert payload.strip("=+@-\t{}") not in str(cell.value)
        assert seen


def test_a_batch_has_its_totals_as_formulas() -> None:
    article = made()
    sheet = opened(summary(batch([row(article, "a"), row(article, "b")], [], [article.record])))["Articles"]
    last = list(sheet.iter_rows(values_only=True))[-1]
    assert last[0] == "Total" and last[4] == "=SUM(E2:E3)"
    shown = opened(summary(batch([row(article, "a"), row(article, "b")], [], [article.record])), values=True)
    assert list(shown["Articles"].iter_rows(values_only=True))[-1][4] == 2 * article.counts["error"]


def test_columns_are_told_apart() -> None:
    assert len(set(COLUMNS)) == len(COLUMNS)
