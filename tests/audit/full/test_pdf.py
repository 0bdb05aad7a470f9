"""The PDF: the same content, the record in it, and nothing fetched to make it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from articles import TEXT, made, wide_table
from payloads import PAYLOADS

from finchecks.audit import record as records
from finchecks.audit.article import Article
from finchecks.audit.batch import batch, row
from finchecks.audit.to_html import index, page
from finchecks.audit.to_pdf import pdf
from finchecks.audit.write import made as written
from finchecks.cli import run

pytestmark = pytest.mark.full


def test_a_pdf_holds_its_record_and_is_the_same_each_time() -> None:
    article = made()
    data = written(article, "pdf")
    assert data.startswith(b"%PDF")
    assert records.unpacked(data, Path("a.pdf")) == article.record
    assert written(article, "pdf") == data


def test_a_pdf_is_sealed_and_an_article_cannot_play_its_record() -> None:
    forged = f"{records.packed(made('Sales rose 30%.', 'other.md').record)} {records.SEAL}{'0' * 64}"
    article = made(f"# {forged}\n\nSales rose 47% to $260 million from $200 million. {forged}\n")
    data = written(article, "pdf")
    assert records.unpacked(data, Path("a.pdf")) == article.record
    assert records.unbroken(data) is True
    assert records.unbroken(data.replace(b"/Filter", b"/Filtor", 1)) is False


def test_a_report_as_pdf_can_be_verified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text(TEXT)
    assert run(["report", "a.md", "--format", "pdf"]) == 0
    assert run(["report", "--verify", "reports/a.pdf"]) == 0
    (tmp_path / "a.md").write_text(TEXT.replace("47%", "30%"))
    assert run(["report", "--verify", "reports/a.pdf"]) == 1


def test_nothing_is_fetched_and_nothing_runs(caplog: pytest.LogCaptureFixture) -> None:
    every = " ".join(PAYLOADS)
    data = written(made(TEXT.replace("Lighthouse Ferries", every)), "pdf")
    parts = [data]
    for found in re.finditer(rb"stream\r?\n", data):
        try:
            parts.append(zlib.decompressobj().decompress(data[found.end() :]))
        except zlib.error:
            continue
    whole = b"".join(parts)
    assert b"/JavaScript" not in whole and b"/Launch" not in whole and b"/URI" not in whole


def test_even_a_page_with_addresses_fetches_none(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_text("x")
    page = f'<html lang="en"><title>x</title><p>text<img src="{secret.as_uri()}"></html>'
    data = pdf(page, "", "2026-01-01T00:00:00Z")
    assert data.startswith(b"%PDF") and b"/Image" not in data


@pytest.mark.parametrize(
    "make", [page, lambda article: index(batch([row(article, "a")] * 3, [], [article.record]))]
)
def test_nothing_is_cut_off_on_paper(make: Callable[[Article], str]) -> None:
    from weasyprint import HTML

    for sheet in HTML(string=make(made(TEXT + wide_table()))).render().pages:
        inside = sheet._page_box.content_box_x() + sheet._page_box.width + 0.5
        for box in sheet._page_box.descendants():
            if box.element_tag in ("td", "th", "p", "svg", "article"):
                assert box.position_x + box.margin_width() <= inside, box.element_tag
