"""Comments that accept findings: what they cover, and what is said of them."""

from __future__ import annotations

import pytest

from finchecks.document import Document
from finchecks.document.from_bytes import from_bytes
from finchecks.pipeline import check_bytes, prepare
from finchecks.report import Report
from finchecks.review.comments import UNUSED
from finchecks.review.reviewer import Reviewer
from finchecks.settings import Settings

WRONG = "Sales jumped 76% to $1.13bn from $600m."
ALSO = "Profit jumped 50% to $30m from $10m."


def reviewed(text: str, path: str = "draft.md") -> Report:
    reviewer, settings = Reviewer(), Settings()
    reviewer.prepare(settings)
    return reviewer.review(check_bytes(text.encode(), prepare(), path=path), settings)


def told(text: str, path: str = "draft.md") -> list[str]:
    return [check.claim.stated.text for check in reviewed(text, path).checks]


def test_without_a_comment_both_are_told() -> None:
    assert told(f"{WRONG}\n\n{ALSO}\n") == ["76%", "50%"]


@pytest.mark.parametrize(
    "text",
    [
        f"<!-- finchecks: ignore[percent-change] the house rounds -->\n{WRONG}\n\n{ALSO}\n",
        f"<!-- finchecks: ignore -->\n\n{WRONG}\n\n{ALSO}\n",
        f"<!--finchecks:ignore[ share , percent-* ]-->\n\n{WRONG}\n\n{ALSO}\n",
        f"{WRONG} <!-- finchecks: ignore -->\n\n{ALSO}\n",
        "Sales jumped **76%**\nto $1.13bn <!-- FINCHECKS: ignore as agreed\n on Monday --> from $600m.\n\n"
        f"{ALSO}\n",
        f"- {WRONG} <!-- finchecks: ignore -->\n- {ALSO}\n",
        f"> <!-- finchecks: ignore -->\n> {WRONG}\n\n{ALSO}\n",
        f"# {WRONG} <!-- finchecks: ignore -->\n\n{ALSO}\n",
        f"First.\n<!-- finchecks: ignore -->\n{WRONG}\n\n{ALSO}\n",
    ],
)
def test_the_block_it_stands_in_or_before(text: str) -> None:
    report = reviewed(text)
    assert [check.claim.stated.text for check in report.checks] == ["50%"]
    assert [accepted.check.claim.stated.text for accepted in report.accepted] == ["76%"]
    assert report.notes == () and report.faults == ()


def test_the_reason_is_kept() -> None:
    report = reviewed(f"<!-- finchecks: ignore[percent-change]  the house\n rounds -->\n{WRONG}\n")
    assert [(a.source, a.reason) for a in report.accepted] == [("comment", "the house rounds")]


def test_a_whole_file() -> None:
    assert (
        told(f"{WRONG}\n\n{ALSO}\n\n<!-- finchecks: ignore-file[percent-change] figures of 1998 -->\n") == []
    )
    assert told(f"{WRONG}\n\n<!-- finchecks: ignore-file[share] -->\n\n{ALSO}\n") == ["76%", "50%"]


@pytest.mark.parametrize(
    "text",
    [
        f"<!-- finchecks: ignore[share] -->\n{WRONG}\n",
        f"{WRONG}\n\n<!-- finchecks: ignore -->\n",
        f"{WRONG}\n\n<!-- finchecks: ignore -->\nNo figures here.\n",
        "<!-- finchecks: ignore -->\nSales jumped 88% to $1.13bn from $600m.\n",
    ],
)
def test_one_that_nothing_needs_is_reported(text: str) -> None:
    notes = reviewed(text).notes
    assert [note.rule for note in notes] == [UNUSED]
    start, end = notes[0].spans[0]
    assert text[start:end].startswith("<!-- finchecks") and text[start:end].endswith("-->")


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        (f"{WRONG}\n\n <!-- finchecks: ignroe -->\n", (3, 2), "write this comment as"),
        ("<!-- finchecks: ignore[percent-chang] -->\n", (1, 1), "did you mean 'percent-change'?"),
        ("<!-- finchecks: ignore[] -->\n", (1, 1), "there is no rule ''"),
        ("<!-- finchecks: ignore[share -->\n", (1, 1), "write this comment as"),
        ("<!-- finchecks: ignore [share -->\n", (1, 1), "write this comment as"),
        ("<!-- finchecks: ignore[share][sum] -->\n", (1, 1), "write this comment as"),
    ],
)
def test_a_faulty_one_is_a_fault_with_its_place(text: str, place: tuple[int, int], message: str) -> None:
    faults = reviewed(text + f"\n{ALSO}\n").faults
    assert [(fault.reason, fault.line, fault.column) for fault in faults] == [("suppression", *place)]
    assert message in faults[0].message


PAGE = """<!DOCTYPE html><html lang="en"><body><article><h1>A year of change</h1>
<p>The board met on Monday and spoke about what the year had brought to the company and its people.</p>{}
</article></body></html>"""


@pytest.mark.parametrize(
    "body",
    [
        "<!-- finchecks: ignore[percent-change] the house rounds --><p>{0}</p><p>{1}</p>",
        "<p>{0}<!-- finchecks: ignore --></p><p>{1}</p>",
        "<p><b>{0}</b>\n<!-- finchecks: ignore -->\n</p><p>{1}</p>",
        "<p>More. </p><!-- finchecks: ignore -->\n<p>{0}</p>\n<p>{1}</p>",
        "<p><!-- finchecks: ignore -->{0}</p><p>{1}</p>",
    ],
)
def test_in_html_the_element_it_stands_in_or_before(body: str) -> None:
    report = reviewed(PAGE.format(body.format(WRONG, ALSO)), "page.html")
    assert [check.claim.stated.text for check in report.checks] == ["50%"]
    assert report.notes == () and report.faults == ()


def test_in_html_a_whole_page_and_scripts_left_alone() -> None:
    whole = "<!-- finchecks: ignore-file -->"
    assert told(PAGE.format(f"<p>{WRONG}</p>") + whole, "page.html") == []
    assert told(PAGE.format(f"<p>{WRONG}</p><script>'{whole}'</script>"), "page.html") == ["76%"]


@pytest.mark.parametrize(
    "text",
    [
        f"```\n<!-- finchecks: ignore-file -->\n```\n\n{WRONG}\n",
        f"Write `<!-- finchecks: ignore-file -->` at its top.\n\n{WRONG}\n",
        f"    <!-- finchecks: ignore-file -->\n\n{WRONG}\n",
        f"\\<!-- finchecks: ignore-file -->\n\n{WRONG}\n",
        f"<!-- a remark: finchecks: ignore-file -->\n\n{WRONG}\n",
    ],
)
def test_code_that_shows_a_comment_is_none(text: str) -> None:
    assert told(text) == ["76%"]


def test_plain_text_has_no_comments() -> None:
    assert told(f"<!-- finchecks: ignore-file -->\n\n{WRONG}\n", "draft.txt") == ["76%"]


def test_a_comment_is_no_prose() -> None:
    document = from_bytes(b"<!-- finchecks: ignore up 5% -->\nText.\n", path="a.md")
    assert isinstance(document, Document)
    assert [document.source[s:e] for s, e in document.comments] == ["<!-- finchecks: ignore up 5% -->"]
    assert "5%" not in document.prose
