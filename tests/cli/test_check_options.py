"""The options of ``check``: what is in force, for which files."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from finchecks import cli

WRONG = "Sales jumped 76% to $1.13bn from $600m.\n"
#: 22%, so the stated figure is off by less than one unit of its last digit
DOUBTFUL = "Sales rose 21% to $243.4m from $198.8m.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("draft.md", "archive/old.md", "archive/deep/older.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(WRONG)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = cli.run(["check", *arguments])
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return status, out, err


def paths(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    return [document["path"] for document in json.loads(run(capsys, *arguments, "--format", "json")[1])]


def test_exclude(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert paths(capsys, ".", "--exclude", "deep/") == ["./archive/old.md", "./draft.md"]
    assert paths(capsys, ".", "--exclude", "archive", "--exclude", "*.rst") == ["./draft.md"]
    Path("finchecks.toml").write_text('exclude = ["archive/**"]\n')
    assert paths(capsys, ".") == ["./draft.md"]
    assert paths(capsys, "draft.md", "archive/old.md") == ["draft.md", "archive/old.md"]
    assert paths(capsys, "draft.md", "archive/old.md", "--force-exclude") == ["draft.md"]
    status, _, err = run(capsys, "archive")
    assert status == 2 and "no articles here" in err


def test_gitignore(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path(".git").mkdir()
    Path(".gitignore").write_text("archive/\n")
    assert paths(capsys, ".") == ["./draft.md"]
    assert len(paths(capsys, ".", "--no-gitignore")) == 3
    assert "no articles here but what .gitignore or exclude leaves out" in run(capsys, "archive")[2]


def test_per_glob_overrides(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("finchecks.toml").write_text('[[overrides]]\nfiles = ["archive/"]\nignore = ["percent-*"]\n')
    status, out, _ = run(capsys, ".", "--format", "concise")
    assert status == 1 and [line.split(":")[0] for line in out.splitlines()] == ["./draft.md"]
    assert run(capsys, ".", "--isolated", "--format", "concise")[1].count("error") == 3
    assert run(capsys, "archive")[0] == 0


def test_fail_on_file_by_file_and_exit_zero(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("finchecks.toml").write_text('[[overrides]]\nfiles = ["archive/"]\nfail-on = "never"\n')
    assert run(capsys, "archive")[0] == 0
    assert run(capsys, ".")[0] == 1
    assert run(capsys, ".", "--exit-zero")[0] == 0
    assert run(capsys, ".", "gone.md", "--exit-zero")[0] == 2, "not even this lets a missing file pass"


def test_severity_decides_the_exit_status(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "draft.md", "--severity", "percent-change=note")[0] == 0
    assert run(capsys, "draft.md", "--severity", "percent-change=warning", "--fail-on", "error")[0] == 0
    assert run(capsys, "draft.md", "--severity", "*=note", "--severity", "percent-*=error")[0] == 1


@pytest.mark.parametrize("value", ["percent-change", "percent-change=off", "=error", "sum="])
def test_a_faulty_severity(folder: Path, capsys: pytest.CaptureFixture[str], value: str) -> None:
    status, _, err = run(capsys, "draft.md", "--severity", value)
    assert status == 2 and "write it as RULE=LEVEL" in err


def test_profiles(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("doubt.txt").write_text(DOUBTFUL)
    status, out, _ = run(capsys, "doubt.txt")
    assert status == 1 and "warning" in out and "Can these figures all be right?" in out
    assert run(capsys, "doubt.txt", "--profile", "newsroom")[0] == 0
    assert run(capsys, "draft.md", "--profile", "newsroom")[0] == 1
    Path("open.txt").write_text("Sales rose 27% to $3.36bn. The firm has 240 shops.\n")
    assert run(capsys, "open.txt")[0] == 0
    status, out, _ = run(capsys, "open.txt", "--profile", "audit")
    assert status == 1 and "Coverage: 2 of 3 figures (67%) take part in a check." in out


def test_stdin_filename(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("archive/finchecks.toml").write_text('severity = { "percent-change" = "note" }\n')
    text = f"<!-- a comment, 5% of 10 -->\n{WRONG}"
    for name, said in (("draft.md", "draft.md:2:14: error"), ("archive/x.md", "archive/x.md:2:14: note")):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        out = run(capsys, "-", "--stdin-filename", name, "--fail-on", "note", "--format", "concise")[1]
        assert out.startswith(said)


def test_show_settings(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("finchecks.toml").write_text('fail-on = "error"\n')
    status, out, _ = run(capsys, "draft.md", "--show-settings", "--ignore", "sum,share")
    assert status == 0 and "  # finchecks.toml" in out and "  # option" in out
    settings = tomllib.loads(out)
    assert (settings["fail-on"], settings["ignore"]) == ("error", ["sum", "share"])


def test_a_faulty_configuration_deeper_down_costs_its_own_files_alone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("archive/finchecks.toml").write_text("\nselct = []\n")
    status, out, err = run(capsys, ".", "--format", "concise")
    assert status == 2 and out.startswith("./draft.md:1:14: error")
    assert err == "finchecks: archive/finchecks.toml:2: there is no setting 'selct'; did you mean 'select'?\n"


def test_a_rule_there_is_none_of_is_told_with_its_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("finchecks.toml").write_text(
        'ignore = [\n  "sum",\n]\n[[overrides]]\nfiles = ["x"]\nselect = ["shares"]\n'
    )
    status, out, err = run(capsys, ".")
    assert (status, out) == (2, "")
    assert err == "finchecks: finchecks.toml:6: there is no rule 'shares'; did you mean 'share'?\n"


def test_a_patch_is_no_report(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for option in (("--output", "json=x.json"), ("--format", "json")):
        status, out, err = run(capsys, "draft.md", "--diff", *option)
        assert (status, out) == (2, "") and "writes a patch and no report" in err
    assert not Path("x.json").exists()


def test_what_the_configuration_names_is_told_as_seen_from_here(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("finchecks.toml").write_text('baseline = "gone.json"\n')
    assert run(capsys, ".")[2].startswith("finchecks: gone.json: there is no such baseline")
    Path("finchecks.toml").write_text('rules = "gone"\n')
    assert run(capsys, ".")[2].startswith("finchecks: gone: ")


def test_config_and_isolated(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("other.toml").write_text('select = ["sum"]\n')
    assert run(capsys, ".", "--config", "other.toml")[0] == 0
    assert run(capsys, ".", "--config", "other.toml", "--isolated")[0] == 2
    assert "cannot read the configuration" in run(capsys, ".", "--config", "gone.toml")[2]


def test_watch_checks_what_is_saved(folder: Path, own_cache: Path) -> None:
    """A draft is mended under the eyes of a real process, by way of a rename as editors do it."""
    command = [
        sys.executable,
        "-m",
        "finchecks",
        "check",
        "draft.md",
        "archive",
        "--watch",
        "--format",
        "concise",
    ]
    env = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with open("out", "w") as out, open("err", "w") as err:
        process = subprocess.Popen(command, stdout=out, stderr=err, env=env)
    try:
        until(lambda: "watching" in Path("err").read_text())
        assert Path("out").read_text().count("error") == 3
        Path("new").write_text(WRONG.replace("76%", "88%"))
        os.replace("new", "draft.md")
        Path("archive/deep/older.txt").write_text("Nothing.\n" + WRONG)
        until(lambda: "older.txt:2:14" in Path("out").read_text())
        assert Path("out").read_text().count("draft.md") == 1, "it is right now"
        Path("finchecks.toml").write_text("nonsense = 1\n")
        until(lambda: "no setting 'nonsense'" in Path("err").read_text())
        Path("finchecks.toml").write_text('severity = { "*" = "warning" }\n')
        until(lambda: Path("out").read_text().count("warning") == 2)
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
    assert "Traceback" not in Path("err").read_text()


def until(true: object, seconds: float = 30) -> None:
    assert callable(true)
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.1)


@pytest.mark.parametrize("options", [("--quiet",), ("--format", "github"), ("--format", "concise")])
def test_suppressions_that_nothing_needs_are_told_in_every_format(
    options: tuple[str, ...], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a hook or in CI, too, where nobody reads remarks on a document; they fail nothing."""
    Path("fine.md").write_text("A title.\n\n<!-- finchecks: ignore[share] -->\nNothing is wrong here.\n")
    Path(".finchecks-ignore").write_text("0123456789abcdef  fine.md  once\n")
    status, _, err = run(capsys, "fine.md", *options)
    assert status == 0
    assert err.splitlines() == [
        "finchecks: fine.md:3:1: Nothing needs the comment “finchecks: ignore[share]” any more: take it out.",
        "finchecks: .finchecks-ignore:1: nothing here has this fingerprint: take the entry out.",
    ]
    assert run(capsys, "fine.md")[2] == "", "the text says it itself"
