"""Ignore files, baselines and fingerprints: findings stay accepted while the text around them changes."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import finchecks
from finchecks import cli
from finchecks.document import Document
from finchecks.document.from_bytes import from_bytes
from finchecks.report.fingerprint import fingerprints

WRONG = "Sales jumped 76% to $1.13bn from $600m."
OTHER = "Profit jumped 50% to $30m from $10m."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts" / "a.txt").write_text(f"{WRONG}\n")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = cli.run(list(arguments))
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return status, out, err


def marks(text: str, path: str = "a.md") -> list[str]:
    return list(finchecks.check(text, path=path).fingerprints)


@pytest.mark.parametrize(
    "edited",
    [
        f"# A heading\n\nSomething new.\n\n{WRONG}\n",
        f"It was a good year. {WRONG} So it goes on with more.\n",
        f"{WRONG.replace(' ', chr(10))}\n",
        f"{OTHER} {WRONG}\n",
        "Sales jumped **76%** to *$1.13bn* from $600m.\n",
        f"{WRONG}\r\n\r\n{OTHER}\r\n",
    ],
)
def test_a_fingerprint_outlives_edits_elsewhere(edited: str) -> None:
    assert set(marks(f"{WRONG}\n")) <= set(marks(edited))


@pytest.mark.parametrize(
    "edited",
    [WRONG.replace("76", "77"), WRONG.replace("$600m", "$601m"), WRONG.replace("Sales", "Costs")],
)
def test_a_fingerprint_is_that_of_its_figures_and_words(edited: str) -> None:
    assert not set(marks(WRONG)) & set(marks(edited))


@given(st.lists(st.sampled_from([WRONG, OTHER]), max_size=6))
def test_fingerprints_of_a_document_differ(sentences: list[str]) -> None:
    found = marks("\n\n".join(sentences))
    assert len(found) == len(sentences) == len(set(found))


def test_in_a_table_the_row_is_what_counts() -> None:
    def mark(rows: str, row: int) -> str:
        document = from_bytes(
            f"{WRONG}\n\n| Item | 2019 | Change |\n|---|---|---|\n{rows}".encode(), path="a.md"
        )
        assert isinstance(document, Document)
        check = finchecks.check(WRONG).checks[0]
        stated = replace(check.claim.stated, cell=(0, row, 2))
        return fingerprints([replace(check, claim=replace(check.claim, stated=stated))], document)[0]

    sales, costs = "| Sales | 120 | 25% |\n", "| Costs | 66 | 10% |\n"
    assert mark(sales, 1) == mark(costs + sales, 2)
    assert mark(sales, 1) != mark(sales.replace("120", "121"), 1)


def test_ignore_writes_what_check_heeds(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "check", "drafts")[0] == 1
    status, out, _ = run(capsys, "ignore", "drafts/a.txt:1", "--reason", "the house rounds")
    assert (status, out) == (0, "1 entry added to .finchecks-ignore.\n")
    assert Path(".finchecks-ignore").read_text().endswith("  drafts/a.txt  the house rounds\n")
    status, out, err = run(capsys, "check", "drafts")
    assert (status, err) == (0, "") and "Accepted, and not shown: 1 by .finchecks-ignore." in out
    Path("drafts/a.txt").write_text(f"New words at the top.\n\n{WRONG}\n")
    assert run(capsys, "check", "drafts")[0] == 0
    assert run(capsys, "ignore", "drafts/a.txt:7")[0] == 2, "there is nothing more to accept"


def test_an_entry_is_for_its_file_and_told_when_unused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "ignore", "drafts/a.txt")
    shutil.copy("drafts/a.txt", "drafts/b c.txt")
    assert run(capsys, "check", "drafts/b c.txt")[0] == 1
    run(capsys, "ignore", "drafts/b c.txt")
    assert run(capsys, "check", "drafts")[0] == 0
    Path("drafts/b c.txt").write_text("Nothing.\n")
    status, out, _ = run(capsys, "check", "drafts", "--format", "json")
    notes = [(d["path"], n["rule"], n["message"]) for d in json.loads(out) for n in d["notes"]]
    assert status == 0
    message = ".finchecks-ignore:2: nothing here has this fingerprint: take the entry out."
    assert notes == [("drafts/b c.txt", "unused-suppression", message)]


def test_faulty_entries_cost_neither_the_others_nor_the_checks(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "drafts" / "c.txt").write_text(f"{OTHER}\n")
    run(capsys, "ignore", "drafts/a.txt")
    with open(".finchecks-ignore", "a") as file:
        file.write("what is this\n# a comment\n\n0123456789abcdef drafts/gone.txt moved\n")
    status, out, err = run(capsys, "check", "drafts", "--format", "concise")
    assert status == 2
    assert "c.txt:1:15: error" in out and "a.txt" not in out
    assert err.splitlines() == [
        "finchecks: .finchecks-ignore:2: write a fingerprint (16 hexadecimal digits), a file, and a reason",
        "finchecks: .finchecks-ignore:5: there is no file drafts/gone.txt any more: take the entry out",
    ]


def test_only_what_is_new_counts_beside_a_baseline(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "baseline", "drafts")
    assert (status, out) == (0, "1 finding written to .finchecks-baseline.json.\n")
    beside = ("check", "drafts", "--baseline", ".finchecks-baseline.json", "--format", "concise")
    assert run(capsys, *beside) == (0, "", "")
    Path("drafts/a.txt").write_text(f"Moved down.\n\n{WRONG} {OTHER}\n")
    status, out, _ = run(capsys, *beside)
    assert status == 1 and len(out.splitlines()) == 1 and "a.txt:3:55: error" in out
    Path("drafts/new.txt").write_text(f"{WRONG}\n")
    assert len(run(capsys, *beside)[1].splitlines()) == 2, "the same sentence in another file is new"
    run(capsys, "baseline", "drafts")
    assert run(capsys, *beside) == (0, "", "")


def test_a_baseline_of_the_configuration(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("finchecks.toml").write_text('baseline = ".finchecks-baseline.json"\n')
    status, _, err = run(capsys, "check", "drafts")
    assert status == 2 and "there is no such baseline; `finchecks baseline` makes one" in err
    assert run(capsys, "baseline", "drafts")[0] == 0, (
        "one that is missing, or old, does not matter to a new one"
    )
    assert run(capsys, "check", "drafts")[0] == 0
    assert run(capsys, "baseline", "drafts")[1].startswith("1 finding ")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{\n "findings": [,]}', ":2:15: this is not JSON: "),
        ("[]", ":1: this is no baseline of finchecks"),
        ('{"finchecks-baseline": 9, "findings": []}', ":1: this is no baseline of finchecks"),
        ('{"finchecks-baseline": 1,\n "findings": 3}', ":1: the baseline has no list"),
        (
            '{"finchecks-baseline": 1, "findings": [\n{"path": "a", "fingerprint": "b"},\n{"path": 3}\n]}',
            ":3: a finding of a baseline is to have a path and a fingerprint",
        ),
        ("[" * 100_000, ": this is no"),
    ],
)
def test_a_faulty_baseline(folder: Path, capsys: pytest.CaptureFixture[str], text: str, told: str) -> None:
    Path("base.json").write_text(text)
    status, out, err = run(capsys, "check", "drafts", "--baseline", "base.json")
    assert (status, out) == (2, "") and err.startswith(f"finchecks: base.json{told}")
