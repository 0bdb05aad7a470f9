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
    assert first["Operand 1 role"] == "new" and first["Operand 1 value"] == 260e6
    for column in ("Recomputed", "Recomputed from", "Recomputed to", "Difference", "By formula"):
        assert str(first[column]).startswith("=")
    # what is shown until a spreadsheet calculates for itself
    shown = rows(opened(workpaper(article), values=True)["Checks"])[0]
    assert shown["Recomputed"] == pytest.approx(30.0) and shown["By formula"] == "differs"
    assert shown["finchecks' figure"] == pytest.approx(30.0)


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
