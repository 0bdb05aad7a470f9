"""Broken inputs and the exact words about them. See README.md beside this file."""

from __future__ import annotations

import shutil
from pathlib import Path
from time import process_time

import pytest

from finchecks import cli
from finchecks.report.formats import FORMATS

HERE = Path(__file__).parent
GOOD = "Sales rose 20% to 60 from 50.\n"
USAGE = "Usage: finchecks check [OPTIONS] PATH…|-\nTry 'finchecks check --help' for help.\n\n"


@pytest.fixture(autouse=True)
def _in_the_gallery(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(HERE, tmp_path / "gallery", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    monkeypatch.chdir(tmp_path / "gallery")
    monkeypatch.setenv("COLUMNS", "120")
    Path("good.txt").write_text(GOOD, encoding="utf-8")


def errors(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 2) -> str:
    assert cli.run(["check", *arguments]) == status
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return err


def test_missing_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert errors(capsys, "gone.txt") == (
        "finchecks: gone.txt: There is no such file or folder: check the spelling.\n"
    )


def test_glob_without_a_match(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        errors(capsys, "q*.rst") == "finchecks: q*.rst: No file matches this pattern: check the spelling.\n"
    )


def test_folder_without_articles(capsys: pytest.CaptureFixture[str]) -> None:
    assert errors(capsys, "rates") == (
        "finchecks: rates: There are no articles here (looked for *.txt, *.md, *.markdown, *.html, "
        "*.htm, *.xhtml): name files or use --include.\n"
    )


def test_binary_file(capsys: pytest.CaptureFixture[str]) -> None:
    Path("tool.txt").write_bytes(b"\x7fELF\x00\x01\x02")
    assert errors(capsys, "tool.txt") == (
        "finchecks: tool.txt: The file is binary (it has NUL bytes), not text: save it as UTF-8.\n"
    )


def test_pdf_by_another_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert errors(capsys, "mixed/scan.txt") == (
        "finchecks: mixed/scan.txt: The file is a PDF file, not text: save it as plain text or Markdown.\n"
    )


def test_undecodable_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    Path("odd.txt").write_bytes(b"Sales rose.\nBy 20\x81 to 60.\n")
    assert errors(capsys, "odd.txt") == (
        "finchecks: odd.txt:2: The text is neither UTF-8 nor cp1252 (byte 0x81): save it as UTF-8.\n"
    )


def test_cp1252_is_read_with_a_remark(capsys: pytest.CaptureFixture[str]) -> None:
    Path("old.txt").write_bytes("The café’s sales rose 20% to 60 from 50.\n".encode("cp1252"))
    assert errors(capsys, "old.txt", status=0) == (
        "finchecks: old.txt: The text is not UTF-8 (first in line 1); it was read as cp1252.\n"
    )


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n", b"\xef\xbb\xbf"])
def test_empty_file(capsys: pytest.CaptureFixture[str], content: bytes) -> None:
    Path("empty.txt").write_bytes(content)
    assert errors(capsys, "empty.txt") == "finchecks: empty.txt: The file is empty: there is no text in it.\n"


def test_50_megabytes(capsys: pytest.CaptureFixture[str]) -> None:
    with open("huge.txt", "wb") as file:
        file.truncate(50_000_000)  # sparse: it takes no room
    assert errors(capsys, "huge.txt") == (
        "finchecks: huge.txt: The file is too large (50 MB; the limit is 50 MB): split it.\n"
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    ["1,", "7" * 50, "from ", "(", "$", "| ", "[", "**", "\x1b[31m1%", "增长20%，", "The year was fine. "],
)
def test_a_line_of_10_megabytes(capsys: pytest.CaptureFixture[str], unit: str) -> None:
    Path("line.txt").write_text(unit * (10_000_000 // len(unit)), encoding="utf-8")
    began = process_time()  # of its own work, whatever else the machine does
    assert errors(capsys, "line.txt", "--fail-on", "never", status=0) == ""
    assert process_time() - began < 60


@pytest.mark.slow
def test_a_paragraph_of_many_claims_takes_time_by_its_length(capsys: pytest.CaptureFixture[str]) -> None:
    def seconds(claims: int) -> float:
        Path("many.txt").write_text(GOOD.replace("\n", " ") * claims, encoding="utf-8")
        began = process_time()
        errors(capsys, "many.txt", "--fail-on", "never", status=0)
        return process_time() - began

    seconds(5)  # what is loaded once is loaded
    # four times the length: by the square it would be sixteen times the time
    assert min(seconds(200), seconds(200)) < 8 * min(seconds(50), seconds(50))


@pytest.mark.parametrize("date", ["15.01.2026", "2026-02-30", "soon", ""])
def test_invalid_date(capsys: pytest.CaptureFixture[str], date: str) -> None:
    assert errors(capsys, "good.txt", "--date", date) == (
        f"{USAGE}Error: Invalid value for '--date': {date!r} is no date; write it as 2026-01-15.\n"
    )


def test_unknown_option_and_format(capsys: pytest.CaptureFixture[str]) -> None:
    unknown = errors(capsys, "good.txt", "--formt", "json")
    assert unknown.startswith(
        f"{USAGE}Error: No such option"
    )  # the rest is the words of one version of click
    assert "--format" in unknown
    assert errors(capsys, "good.txt", "--format", "xml") == (
        f"{USAGE}Error: Invalid value for '--format': 'xml' is not one of {', '.join(map(repr, FORMATS))}.\n"
    )
    assert errors(capsys) == f"{USAGE}Error: Missing argument 'PATH…|-'.\n"


def test_missing_rates(capsys: pytest.CaptureFixture[str]) -> None:
    assert errors(capsys, "good.txt", "--rates", "gone.csv") == (
        "finchecks: gone.csv: cannot read the rates file: No such file or directory\n"
    )


def test_rates_with_a_short_row(capsys: pytest.CaptureFixture[str]) -> None:
    assert errors(capsys, "good.txt", "--rates", "rates/columns.csv") == (
        "finchecks: rates/columns.csv:2: a row has four columns (date, base, quote, rate), this one 3\n"
    )


def test_rates_with_several_faults(capsys: pytest.CaptureFixture[str]) -> None:
    assert errors(capsys, "good.txt", "--rates", "rates/several.csv").splitlines() == [
        "finchecks: rates/several.csv:2: “15.1.2026” is no date such as 2026-01-15",
        "finchecks: rates/several.csv:3: “yuan” is no currency code such as USD",
        "finchecks: rates/several.csv:4: “6,98” is no rate: "
        "a positive number with a decimal point is expected",
        "finchecks: rates/several.csv:6: 2026-01-15 has a second rate for USD in CNY",
    ]


def test_rates_without_rates(capsys: pytest.CaptureFixture[str]) -> None:
    assert errors(capsys, "good.txt", "--rates", "rates/empty.csv") == (
        "finchecks: rates/empty.csv: the rates file has no rates (date, base, quote, rate)\n"
    )


def test_rules_that_are_no_yaml(capsys: pytest.CaptureFixture[str]) -> None:
    assert errors(capsys, "good.txt", "--rules", "rules-syntax") == (
        "finchecks: rules-syntax/percent-change.yaml:3:1: this is not YAML: "
        "did not find expected ',' or ']'\n"
    )


def test_rules_with_unknown_keys_and_names_all_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert errors(capsys, "good.txt", "--rules", "rules-key").splitlines() == [
        f"finchecks: rules-key/percent-change.yaml:{fault}"
        for fault in (
            "11:1: a rule has no key “mesage” (did you mean “message”?)",
            "1:1: a rule needs “message”",
            "6:3: claim has no key “cue” (did you mean “cues”?)",
            "10:10: formula names “odl”, which is no role (did you mean “old”?)",
        )
    ]


def test_a_rule_whose_units_disagree(capsys: pytest.CaptureFixture[str]) -> None:
    assert errors(capsys, "good.txt", "--rules", "rules-units") == (
        "finchecks: rules-units/percent-change.yaml:10: “new - old” gives unit of new, "
        "but a claim in percent is a bare number\n"
    )


def test_rules_folder_without_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert errors(capsys, "good.txt", "--rules", "mixed") == (
        "finchecks: mixed: there are no rule files (*.yaml) in this folder\n"
    )


def test_good_and_bad_together(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["check", "mixed", "gone.txt"]) == 2
    out, err = capsys.readouterr()
    assert err.splitlines() == [
        "finchecks: mixed/scan.txt: The file is a PDF file, not text: save it as plain text or Markdown.",
        "finchecks: gone.txt: There is no such file or folder: check the spelling.",
    ]
    assert "1 document checked, 2 could not be read." in out
    assert "1 of 1 derived claim could be checked (100%): 1 consistent, 0 warnings, 0 errors." in out


FACTS = {
    "typo.yaml": [
        "2: a fact has no “metrik” (did you mean “metric”?); "
        "it has entity, metric, period, value, unit, source",
        "4: a fact needs “value”",
        "5: cannot read the value “about a lot” with the unit “$ billion”; "
        "write it as $2.65bn, 65.4% or 2.65 and a unit",
        "8: cannot read the period “last time”; write it as 2023, Q3 2023 or June 2023",
    ],
    "quote.csv": ["3: this is not CSV: unexpected end of data"],
    "header.csv": ["1: a fact has no “figure”; it has entity, metric, period, value, unit, source"],
    "row.csv": ["2: this row has 4 columns, the header 3"],
    "syntax.yaml": ["2: this is not YAML: did not find expected ',' or ']'"],
    "mapping.yaml": ["1: a list of facts is expected (each begins with “- ”)"],
    "empty.yaml": [" the facts file has no facts (entity, metric, period, value, unit, source)"],
}


@pytest.mark.parametrize("name", FACTS)
def test_faulty_facts(capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert errors(capsys, "good.txt", "--facts", f"facts/{name}") == "".join(
        f"finchecks: facts/{name}:{line}\n" for line in FACTS[name]
    )


def test_a_page_that_a_script_fills(capsys: pytest.CaptureFixture[str]) -> None:
    Path("app.html").write_text("<!doctype html><div id=root></div><script>x=5</script>", encoding="utf-8")
    assert errors(capsys, "app.html") == (
        "finchecks: app.html: The page has no text of its own: a script or a frame brings it. "
        "Save it from a browser.\n"
    )


def test_a_page_in_another_language(capsys: pytest.CaptureFixture[str]) -> None:
    Path("page.html").write_text("<html lang=de><p>Der Umsatz stieg um 5%.", encoding="utf-8")
    assert errors(capsys, "page.html", status=0) == (
        "finchecks: page.html: The document says that it is in “de”, and finchecks reads en: it was not "
        "checked. If it is not so, mend its lang attribute.\n"
    )


def test_outputs_that_cannot_be_meant(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("--output", "sarf=a", "--output", "junit", "--output", "json=b", "--output", "jsonl=b")
    assert errors(capsys, "good.txt", *asked) == (
        "finchecks: --output sarf=a: there is no format 'sarf'; did you mean sarif?\n"
        "finchecks: --output junit: write it as FORMAT=FILE, such as sarif=out.sarif.\n"
        "finchecks: --output jsonl=b: another format goes to that file already.\n"
    )


def test_an_output_in_a_folder_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert errors(capsys, "good.txt", "--output", "junit=no/out.xml", "--output", "json=out.json") == (
        "finchecks: no/out.xml: The junit report cannot be written: No such file or directory.\n"
    )
    assert Path("out.json").exists()
