"""The command: what it prints, where, and with which exit status."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest

import finchecks
from finchecks import cli, pipeline
from finchecks.report.schema import schema

WRONG = "Sales jumped 76% to $1.13bn from $600m.\n"
RIGHT = "Sales jumped 88% to $1.13bn from $600m.\n"
NOTHING = "The weather was fine.\n"
VALIDATOR = jsonschema.Draft202012Validator(schema())


@pytest.fixture
def articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with one article that is wrong, one that is right, one without numbers."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    for name, text in (("a-wrong.txt", WRONG), ("b-right.md", RIGHT), ("c-nothing.txt", NOTHING)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = cli.run(list(arguments))
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return status, out, err


@pytest.mark.parametrize(("name", "status"), [("a-wrong.txt", 1), ("b-right.md", 0), ("c-nothing.txt", 0)])
def test_exit_status_says_whether_something_was_found(
    articles: Path, capsys: pytest.CaptureFixture[str], name: str, status: int
) -> None:
    assert run(capsys, "check", name)[0] == status


@pytest.mark.parametrize(("fail_on", "status"), [("error", 1), ("warning", 1), ("note", 1), ("never", 0)])
def test_fail_on(articles: Path, capsys: pytest.CaptureFixture[str], fail_on: str, status: int) -> None:
    assert run(capsys, "check", "a-wrong.txt", "--fail-on", fail_on)[0] == status


def test_fail_on_spares_what_is_milder(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("open.txt").write_text("Sales rose 27% to $3.36bn.\n", encoding="utf-8")
    assert run(capsys, "check", "open.txt")[0] == 0
    assert run(capsys, "check", "open.txt", "--fail-on", "note")[0] == 1


def test_text_tells_the_finding(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "check", "a-wrong.txt")
    assert (status, err) == (1, "")
    assert out.startswith("a-wrong.txt\n")
    assert "a-wrong.txt:1:14: error  percent-change" in out
    assert "  1 | Sales jumped 76% to $1.13bn from $600m." in out
    assert "    |              ^^^    ~~~~~~~      ~~~~~" in out
    assert "1 of 1 derived claim could be checked (100%): 0 consistent, 0 warnings, 1 error." in out
    assert "\x1b" not in out


def test_json_of_one_file_is_the_contract(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "check", "a-wrong.txt", "--format", "json", "--date", "2026-01-15")
    document = json.loads(out)
    VALIDATOR.validate(document)
    assert status == 1
    assert (document["path"], document["published"], document["published_from"]) == (
        *("a-wrong.txt", "2026-01-15"),
        "option",
    )
    assert [check["verdict"] for check in document["checks"]] == ["mismatch"]


@pytest.mark.parametrize("paths", [["."], ["*.[tm]*"], ["a-wrong.txt", "b-right.md", "c-nothing.txt"]])
def test_json_of_several_is_an_array(
    articles: Path, capsys: pytest.CaptureFixture[str], paths: list[str]
) -> None:
    documents = json.loads(run(capsys, "check", *paths, "--format", "json")[1])
    for document in documents:
        VALIDATOR.validate(document)
    assert [Path(document["path"]).name for document in documents] == [
        *("a-wrong.txt", "b-right.md", "c-nothing.txt")
    ]


def test_a_folder_of_one_is_an_array_too(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    documents = json.loads(run(capsys, "check", ".", "--include", "*.md", "--format", "json")[1])
    assert [document["path"] for document in documents] == ["./b-right.md"]


def test_jsonl_is_a_line_a_document(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "check", ".", "--format", "jsonl")
    documents = [json.loads(line) for line in out.splitlines()]
    for document in documents:
        VALIDATOR.validate(document)
    assert status == 1 and len(documents) == 3


def test_standard_input(
    articles: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(WRONG.encode())))
    status, out, _ = run(capsys, "check", "-")
    assert status == 1 and "standard input:1:14: error" in out


def test_one_bad_file_costs_the_others_nothing(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (articles / "bb.txt").write_bytes(b"\x00\x01")
    status, out, err = run(
        capsys, "check", "a-wrong.txt", "bb.txt", "gone.txt", "b-right.md", "--format", "jsonl"
    )
    documents = [json.loads(line) for line in out.splitlines()]
    assert status == 2
    assert [len(document["checks"]) for document in documents] == [1, 0, 0, 1]
    assert [[fault["reason"] for fault in document["faults"]] for document in documents] == [
        *([], ["binary"], ["missing"], [])
    ]
    assert len(err.splitlines()) == 2


def test_a_crash_of_a_stage_is_a_fault_of_its_document(
    articles: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = pipeline.quantities

    def fragile(document: pipeline.Document) -> object:
        if "76%" in document.source:
            raise ZeroDivisionError("a number too many")
        return real(document)

    monkeypatch.setattr(pipeline, "quantities", fragile)
    status, out, err = run(capsys, "check", ".")
    assert status == 2
    assert re.fullmatch(
        r"finchecks: \./a-wrong\.txt: finchecks itself failed here \(ZeroDivisionError in \w+\.py, line \d+: "
        r"a number too many\); please report it, with the document if you may share it\n",
        err,
    )
    assert "2 documents checked, 1 could not be read." in out and "1 consistent" in out


def test_a_crash_elsewhere_is_told_without_a_traceback(
    articles: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("finchecks.cli.check.writer", lambda name: 1 / 0)
    status, _, err = run(capsys, "check", ".")
    assert status == 2 and err.startswith("finchecks: finchecks itself failed here (ZeroDivisionError")


def test_quiet(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "check", "b-right.md", "--quiet")[1] == ""
    assert "a-wrong.txt:1:14" in run(capsys, "check", "a-wrong.txt", "-q")[1]


def test_an_unknown_command_is_told_what_may_be_meant(
    articles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "There is no command 'chekc'. Did you mean 'check'?" in run(capsys, "chekc", "a.md")[2]
    assert "The commands are check, batch," in run(capsys, "xyz")[2]
    status, out, err = run(capsys, "b-right.md", "--quiet")
    assert (status, out) == (2, "") and "Did you mean: finchecks check b-right.md" in err


def test_help_lists_every_command_in_a_line_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "--help")
    assert status == 0 and "..." not in out.partition("Commands:")[2]


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--version") == (0, f"finchecks {finchecks.__version__}\n", "")
    status, out, _ = run(capsys, "check", "--help")
    assert status == 0
    for word in (
        "--date",
        "--include",
        "--rates",
        "--rules",
        "--format",
        "--fail-on",
        "Exit status",
        "Examples",
    ):
        assert word in out
    assert run(capsys)[0] == 2  # nothing was asked for: help, but no success


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "finchecks", *arguments]


@pytest.mark.skipif(os.name == "nt", reason="signals and pipes of POSIX")
def test_a_closed_pipe_ends_quietly(articles: Path) -> None:
    for index in range(300):
        (articles / f"d{index}.txt").write_text(WRONG * 5, encoding="utf-8")
    process = subprocess.Popen(
        command("check", ".", "--format", "jsonl"), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout and process.stderr
    assert process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(30) == cli.BROKEN_PIPE


@pytest.mark.skipif(os.name == "nt", reason="signals and pipes of POSIX")
def test_control_c_ends_with_130(articles: Path) -> None:
    process = subprocess.Popen(
        command("check", "-"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    time.sleep(1.5)  # until it waits for its input
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err.strip()) == (130, b"", b"finchecks: interrupted")


def test_a_terminal_without_unicode_gets_escapes(articles: Path) -> None:
    Path("pound.txt").write_text("Sales jumped 76% to £1.13bn from £600m.\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    text = subprocess.run(command("check", "pound.txt"), capture_output=True, env=environment, check=False)
    assert text.returncode == 1 and rb"\xa31.13bn" in text.stdout and text.stderr == b""
    data = subprocess.run(
        command("check", "pound.txt", "--format", "json"), capture_output=True, env=environment, check=False
    )
    assert json.loads(data.stdout.decode("utf-8"))["checks"][0]["operands"][0]["text"] == "£1.13bn"


def test_several_reports_at_once(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--output", "sarif=out.sarif", "--output", "junit=out.xml", "--output", "markdown=out.md"]
    status, out, err = run(capsys, "check", ".", "--format", "concise", *asked)
    assert (status, err) == (1, "")
    assert [line.split(": ")[1] for line in out.splitlines()] == ["error percent-change"]
    (found,) = json.loads((articles / "out.sarif").read_text(encoding="utf-8"))["runs"]
    assert [result["ruleId"] for result in found["results"]] == ["percent-change"]
    assert len(found["tool"]["driver"]["rules"]) > 10
    assert 'failures="1"' in (articles / "out.xml").read_text(encoding="utf-8")
    assert "1 error in 1 of 3 documents" in (articles / "out.md").read_text(encoding="utf-8")


def test_a_report_that_cannot_be_written_loses_no_other(
    articles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--output", "sarif=no/such/folder", "--output", "jsonl=out.jsonl"]
    status, out, err = run(capsys, "check", "b-right.md", "--format", "json", *asked)
    assert status == 2
    assert (
        err == "finchecks: no/such/folder: The sarif report cannot be written: No such file or directory.\n"
    )
    assert json.loads(out) == json.loads((articles / "out.jsonl").read_text(encoding="utf-8"))


def test_an_output_that_cannot_be_meant_is_refused_before_any_work(
    articles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run(capsys, "check", ".", "--output", "sarf=x", "--output", "json=out.json")
    assert (status, out) == (2, "") and "did you mean sarif?" in err
    assert not (articles / "out.json").exists()


@pytest.mark.skipif(os.name == "nt", reason="needs a shell's pipe")
def test_outputs_are_written_though_the_reader_of_standard_output_has_gone(articles: Path) -> None:
    for number in range(60):
        (articles / f"d{number:02}.txt").write_text(WRONG * 30, encoding="utf-8")
    command = f"{sys.executable} -m finchecks check . --format json --output jsonl=out.jsonl | head -n 1"
    subprocess.run(["sh", "-c", command], check=True, capture_output=True, cwd=articles)
    assert len((articles / "out.jsonl").read_text(encoding="utf-8").splitlines()) == 63
