"""``finchecks report``: files in a folder, the same bytes for the same article, and whether they hold."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from finchecks.cli import run

TEXT = "Sales rose 47% to $260 million from $200 million. The fleet grew to 36 ships from 24, up 50%.\n"
EPOCH = "1768500000"


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an article, in which the command runs."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    (tmp_path / "a.txt").write_text(TEXT)
    return tmp_path


def test_html_and_xlsx_in_reports_unless_told_otherwise(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["report", "a.txt"]) == 0
    assert capsys.readouterr().out.splitlines() == ["reports/a.html", "reports/a.xlsx"]
    assert sorted(path.name for path in (desk / "reports").iterdir()) == ["a.html", "a.xlsx"]


def test_the_same_article_gives_the_same_bytes(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("one", "two"):
        assert run(["report", "a.txt", "--format", "html,xlsx,markdown", "--output", folder]) == 0
    for path in (desk / "one").iterdir():
        assert path.read_bytes() == (desk / "two" / path.name).read_bytes(), path.name
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1768500001")
    run(["report", "a.txt", "--output", "later"])
    assert (desk / "later" / "a.html").read_bytes() != (desk / "one" / "a.html").read_bytes()


def test_several_articles_have_a_report_each_and_an_index(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "drafts").mkdir()
    for name in ("b.txt", "c.md"):
        (desk / "drafts" / name).write_text(TEXT.replace("47%", "30%"))
    assert run(["report", "a.txt", "drafts", "--format", "html,markdown,xlsx", "--output", "out"]) == 0
    names = {path.name for path in (desk / "out").iterdir()}
    stems = ("a", "drafts-b", "drafts-c", "index")
    assert names == {f"{stem}{suffix}" for stem in stems for suffix in (".html", ".md", ".xlsx")}
    index = (desk / "out" / "index.html").read_text()
    assert 'href="drafts-b.html"' in index and "1 error" in index
    assert 'href="index.html"' in (desk / "out" / "drafts-b.html").read_text()


def test_an_article_that_cannot_be_read_costs_the_others_nothing(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "bad.txt").write_bytes(b"\x00\x01\x02" * 100)
    assert run(["report", "a.txt", "bad.txt", "gone.txt", "--format", "markdown"]) == 2
    told = capsys.readouterr()
    assert "bad.txt" in told.err and "gone.txt" in told.err
    index = (desk / "reports" / "index.md").read_text()
    assert "## Not checked" in index and "`bad.txt`" in index and "`gone.txt`" in index
    assert (desk / "reports" / "a.md").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["report"], "Missing argument"),
        (["report", "a.txt", "--format", "docx"], "'docx' is none of html, xlsx, markdown, pdf"),
        (["report", "a.txt", "--output", "a.txt"], "is a file"),
        (["report", "--verify", "gone.html"], "does not exist"),
        (["report", "--verify", "a.txt"], "holds no record"),
        (["report", "--verify", "a.txt", "a.txt", "a.txt"], "at most one PATH"),
    ],
)
def test_what_cannot_be_done_is_told(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    assert message in capsys.readouterr().err


def test_a_time_that_is_none_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "tomorrow")
    assert run(["report", "a.txt"]) == 2
    assert "SOURCE_DATE_EPOCH='tomorrow' is no number of seconds" in capsys.readouterr().err


@pytest.mark.parametrize("suffix", ["html", "xlsx", "md"])
def test_a_report_holds_until_something_changes(
    suffix: str, desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["report", "a.txt", "--format", "html,xlsx,markdown"])
    report = f"reports/a.{suffix}"
    capsys.readouterr()
    assert run(["report", "--verify", report]) == 0
    assert f"{report} holds" in capsys.readouterr().out
    (desk / "a.txt").write_text(TEXT.replace("47%", "30%"))
    assert run(["report", "--verify", report]) == 1
    out = capsys.readouterr().out
    assert f"{report} does not hold" in out and "the article has changed" in out
    assert "“47%” (percent-change, error): no longer there" in out


def test_a_report_that_somebody_edited_does_not_hold(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["report", "a.txt"])
    page = desk / "reports" / "a.html"
    page.write_text(page.read_text().replace("1 error", "0 errors"))
    assert run(["report", "--verify", str(page)]) == 1
    assert "changed after it was written" in capsys.readouterr().out


def test_the_options_of_a_report_are_those_it_is_verified_with(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "facts.csv").write_text(
        "entity,metric,period,value,unit,source\nHarrow,profit,2024,40,USD million,filing\n"
    )
    options = [
        "--date",
        "2026-01-15",
        "--facts",
        "facts.csv",
        "--ignore",
        "share",
        "--severity",
        "sum=warning",
    ]
    assert run(["report", "a.txt", *options]) == 0
    assert run(["report", "--verify", "reports/a.html"]) == 0
    assert run(["report", "--verify", "reports/a.xlsx", "--date", "2026-01-16"]) == 1
    assert "the date of publication is another" in capsys.readouterr().out
    (desk / "facts.csv").write_text(
        "entity,metric,period,value,unit,source\nHarrow,profit,2024,41,USD million,filing\n"
    )
    assert run(["report", "--verify", "reports/a.html"]) == 1
    assert "the facts file has changed" in capsys.readouterr().out


def test_an_article_that_has_moved_can_be_named(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["report", "a.txt"])
    shutil.move(desk / "a.txt", desk / "b.txt")
    assert run(["report", "--verify", "reports/a.html"]) == 2
    assert run(["report", "--verify", "reports/a.html", "b.txt"]) == 0


@pytest.mark.parametrize("suffix", ["html", "xlsx", "md"])
def test_the_report_on_a_batch_holds_until_one_of_its_articles_changes(
    suffix: str, desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "b.txt").write_text(TEXT)
    (desk / "empty.txt").write_text("")
    run(["report", "a.txt", "b.txt", "empty.txt", "--format", "html,xlsx,markdown"])
    index = f"reports/index.{suffix}"
    capsys.readouterr()
    assert run(["report", "--verify", index]) == 0
    out = capsys.readouterr().out
    assert (
        out == f"{index} holds: 2 articles, what it was judged by, and the outcome of 4 checks are as then.\n"
    )
    (desk / "b.txt").write_text(TEXT.replace("47%", "30%"))
    (desk / "empty.txt").write_text("Here I am.")
    assert run(["report", "--verify", index]) == 1
    out = capsys.readouterr().out
    assert "  - b.txt: the article has changed" in out and "a.txt" not in out
    assert "  - empty.txt: it could not be read, and now it can" in out
    (desk / "b.txt").unlink()
    assert run(["report", "--verify", index]) == 2
    assert "run this there" in capsys.readouterr().err
    assert run(["report", "--verify", index, "a.txt"]) == 2


def test_a_workpaper_that_a_spreadsheet_saved_holds_and_it_is_said(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An auditor's own cells in it are no fault; what finchecks wrote in it is no longer vouched for."""
    run(["report", "a.txt"])
    workpaper = desk / "reports" / "a.xlsx"
    book = openpyxl.load_workbook(workpaper)
    book["Summary"]["D1"] = "Seen. R. A."
    book.save(workpaper)
    capsys.readouterr()
    assert run(["report", "--verify", "reports/a.xlsx"]) == 0
    assert "Another program has saved the file since" in capsys.readouterr().out
    page = desk / "reports" / "a.html"
    page.write_text(page.read_text().rpartition("finchecks-seal:")[0])
    assert run(["report", "--verify", "reports/a.html"]) == 1
    assert "changed after it was written" in capsys.readouterr().out


def test_what_was_decided_of_a_finding_is_in_the_next_report(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", "a.txt"]) == 1
    decide = ["review", "a.txt:1", "--accept", "--name", "R. Auditor", "--reason", "Restated since"]
    assert run(decide) == 0
    assert run(["check", "a.txt"]) == 0
    run(["report", "a.txt", "--format", "html,markdown"])
    for name in ("a.html", "a.md"):
        text = (desk / "reports" / name).read_text()
        assert "R. Auditor" in text and "Restated since" in text and "2026-01-15" in text
    capsys.readouterr()
    run(["check", "a.txt", "--format", "json"])
    assert [c["verdict"] for c in json.loads(capsys.readouterr().out)["checks"]] == ["consistent"]


def test_a_review_file_that_cannot_be_read_costs_no_report_and_is_told(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "finchecks-review.yaml").write_text("- fingerprint: 12\n")
    assert run(["report", "a.txt"]) == 2
    assert "finchecks-review.yaml:1: the decision lacks" in capsys.readouterr().err
    assert (desk / "reports" / "a.html").exists()
