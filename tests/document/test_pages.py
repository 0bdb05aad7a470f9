"""Web pages in varied markup: what is found of each, what is left out, and where it stands in the source."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml
from html_places import plain, seen

from finchecks.document import Document
from finchecks.document.from_bytes import from_bytes
from finchecks.faults import Fault
from finchecks.pipeline import Knowledge, check_bytes, prepare
from finchecks.quantity.from_document import cells, quantities

FOLDER = Path(__file__).parent.parent / "pages"
EXPECTED: dict[str, dict[str, Any]] = yaml.safe_load((FOLDER / "expected.yaml").read_text(encoding="utf-8"))
#: pages that have no text of their own
EMPTY = {"frames", "only-script"}
page = pytest.mark.parametrize("name", EXPECTED)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return prepare()


def data_of(name: str) -> bytes:
    return (FOLDER / f"{name}.html").read_bytes()


def read(name: str) -> Document:
    document = from_bytes(data_of(name), path=f"{name}.html")
    assert isinstance(document, Document)
    return document


def test_every_page_is_expected() -> None:
    assert len(EXPECTED) >= 20
    assert {path.stem for path in FOLDER.glob("*.html")} == set(EXPECTED) | EMPTY


@page
def test_the_article_is_found_and_the_furniture_left_out(name: str) -> None:
    text = plain(read(name).source)
    for words in EXPECTED[name]["found"]:
        assert plain(words) in text
    for words in EXPECTED[name].get("left out", []):
        assert words not in text


@page
def test_the_date_is_the_one_that_the_page_says(name: str) -> None:
    document, expected = read(name), EXPECTED[name]
    day = expected.get("published")
    assert document.published == day
    assert day is None or isinstance(day, dt.date)
    assert document.published_from == (expected.get("published from", "metadata") if day else None)


@page
def test_the_language_is_the_declared_one(name: str) -> None:
    assert read(name).language == EXPECTED[name].get("language")


@page
def test_tables_are_tables(name: str) -> None:
    document = read(name)
    rows = [[[plain(cell.text) for cell in row] for row in table.rows] for table in document.tables]
    assert rows == EXPECTED[name].get("tables", [])
    for table in document.tables:
        assert not document.prose[table.start : table.end].strip()
        for row in table.rows:
            assert all(document.source[cell.start : cell.end] == cell.text for cell in row)


@page
def test_every_number_has_its_place_in_the_source(name: str) -> None:
    document = read(name)
    assert document.origin is not None
    found = [*quantities(document), *cells(document)]
    assert found
    for quantity in found:
        start, end = document.origin.place(quantity.start, quantity.end)
        assert seen(document.origin.source[start:end]) == plain(quantity.text)


@page
def test_the_numbers_are_checked_where_they_stand(name: str, knowledge: Knowledge) -> None:
    report = check_bytes(data_of(name), knowledge, path=f"{name}.html")
    assert report.document is not None and report.document.origin is not None
    source, prose = report.document.source, report.document.prose
    assert source == data_of(name).decode() and len(prose) == len(source)
    verdicts = {plain(check.claim.stated.text): check.verdict for check in report.checks}
    expected = EXPECTED[name].get("claims", {})
    assert {text: verdicts.get(text) for text in expected} == expected
    for check in report.checks:
        numbers = [check.claim.stated, *(o.quantity for o in check.claim.operands if o.quantity)]
        for number in numbers:
            assert seen(source[number.start : number.end]) == plain(number.text)
            assert plain(report.document.seen(number.start, number.end)) == plain(number.text)
            if number.cell is None:
                shown = plain(prose[number.start : number.end]).replace(" ", "")
                assert shown == plain(number.text).replace(" ", "")


@pytest.mark.parametrize("name", sorted(EMPTY))
def test_a_page_without_text_of_its_own_says_so(name: str) -> None:
    fault = from_bytes(data_of(name), path=f"{name}.html")
    assert isinstance(fault, Fault)
    assert (fault.reason, fault.path) == ("empty", f"{name}.html")


def test_a_page_in_a_language_that_is_not_read_is_not_checked(knowledge: Knowledge) -> None:
    report = check_bytes(data_of("german"), knowledge, path="german.html")
    assert not report.unread and report.checks == ()
    assert [fault.reason for fault in report.faults] == ["language"]


ENGLISH = data_of("semantic-news")


def test_a_wrong_declaration_silences_no_english_page(knowledge: Knowledge) -> None:
    as_it_is = check_bytes(ENGLISH, knowledge, path="a.html")
    wrong = check_bytes(ENGLISH.replace(b'lang="en', b'lang="de', 1), knowledge, path="a.html")
    assert as_it_is.checks and wrong.checks == as_it_is.checks
    assert [(f.reason, "“de”" in f.message, "“en”" in f.message) for f in wrong.faults] == [
        ("language", True, True)
    ]


@pytest.mark.parametrize(
    "body",
    [
        "<p>Der Umsatz stieg um 25 Prozent auf 1.500 Franken von 1.000 Franken, teilte die Mühle mit, und "
        "alle waren zufrieden, denn der Gewinn blieb in den letzten vier Jahren immer gleich.</p>",
        "<p>De omzet steeg met 25 procent tot 1.500 euro of meer, en de winst was volgens de molen gelijk "
        "aan die van het jaar daarvoor, toen er had moeten worden gebouwd.</p>",
        "<p>Le chiffre a grimpé de 25 % pour atteindre 1,5 million, a dit le moulin, et on a vu que tout le "
        "monde en France a une part de ce plus grand des moulins.</p>",
        "<p>Sales rose 25%.</p>",
    ],
)
def test_what_is_not_plainly_english_stays_unread(body: str, knowledge: Knowledge) -> None:
    page_ = f'<html lang="xx"><body><article><h1>Title</h1>{body}</article></body></html>'
    report = check_bytes(page_.encode(), knowledge, path="a.html")
    assert report.checks == () and "not checked" in report.faults[0].message


@pytest.mark.parametrize("newline", [b"\r\n", b"\r"])
def test_lines_end_as_they_like(newline: bytes, knowledge: Knowledge) -> None:
    name = "semantic-news"
    report = check_bytes(data_of(name).replace(b"\n", newline), knowledge, path="a.html")
    assert report.document is not None
    for check in report.checks:
        stated = check.claim.stated
        assert seen(report.document.source[stated.start : stated.end]) == stated.text
    lines = [check["claim"]["line"] for check in report.to_dict()["checks"]]
    unix = check_bytes(data_of(name), knowledge, path="a.html").to_dict()["checks"]
    assert lines == [check["claim"]["line"] for check in unix]
