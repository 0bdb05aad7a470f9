"""Claims that an edit left behind, and files that changed: in real git repositories."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from finchecks import cli

TEXT = """\
# Results

Sales jumped 88% to $1.13bn from $600m.

Profit doubled to $30m from $15m. Of the 200 shops, 50 are abroad, 25% of all.
"""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    git("init", "-q", "-b", "main")
    for name in ("user.name", "user.email"):
        git("config", name, "x@example.org")
    Path("a.md").write_text(TEXT)
    Path("b c.txt").write_text("Costs rose 10% to $110m from $100m.\n")
    git("add", "-A")
    git("commit", "-qm", "first")
    return tmp_path


def git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], check=True, capture_output=True)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = cli.run(list(arguments))
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return status, out, err


def found(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[tuple[str, str, str]]]:
    status, out, _ = run(capsys, "stale", *(arguments or ("HEAD",)), "--format", "json")
    rows = json.loads(out)
    return status, [
        (row["claim"], row["verdict"], ", ".join(f"{c['before']}→{c['after']}" for c in row["changes"]))
        for row in rows
    ]


def edit(old: str, new: str, path: str = "a.md") -> None:
    text = Path(path).read_text()
    assert text.count(old) == 1
    Path(path).write_text(text.replace(old, new))


def test_the_number_that_was_forgotten(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit("$600m", "$640m")
    assert found(capsys) == (1, [("88%", "mismatch", "$600m→$640m")])
    status, out, _ = run(capsys, "stale", "HEAD")
    assert status == 1
    assert out.startswith(
        "./a.md:3:14: stale  percent-change\n  “88%” was left as it was, but $600m became $640m (old). "
    )


def test_what_was_updated_is_not_listed(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit("88% to $1.13bn from $600m", "77% to $1.13bn from $640m")
    assert found(capsys) == (0, [])
    assert "Nothing that was left standing" in run(capsys, "stale", "HEAD")[1]


def test_what_still_holds_fails_nothing(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit("$15m", "$14.9m")
    assert found(capsys) == (0, [("doubled", "consistent", "$15m→$14.9m")])
    assert "still holds  multiple" in run(capsys, "stale", "HEAD")[1]


@pytest.mark.parametrize(
    "also",
    [
        ("# Results\n", "# Results of the year\n\nA new beginning, with 12% more words.\n"),
        ("Sales jumped", "After a slow start, sales jumped"),
        (" to $1.13bn", " (a record) to $1.13bn"),
        ("Profit doubled to $30m from $15m. ", ""),
    ],
)
def test_other_edits_do_not_hide_it(
    repository: Path, capsys: pytest.CaptureFixture[str], also: tuple[str, str]
) -> None:
    edit("$600m", "$640m")
    edit(*also)
    assert (found(capsys)[0], found(capsys)[1][0]) == (1, ("88%", "mismatch", "$600m→$640m"))


def test_a_value_of_another_kind_is_no_new_value(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(" from $600m", " from 600 shops")
    assert found(capsys) == (0, [])


def test_from_where_the_branch_began(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git("checkout", "-qb", "draft")
    edit("$600m", "$640m")
    git("commit", "-qam", "draft")
    git("checkout", "-q", "main")
    edit("$100m", "$105m", "b c.txt")
    git("commit", "-qam", "main goes on")
    git("checkout", "-q", "draft")
    assert found(capsys, "main") == (1, [("88%", "mismatch", "$600m→$640m")]), "not what main did since"
    assert found(capsys, "main", "b c.txt") == (0, [])
    assert found(capsys, "HEAD") == (0, [])


def test_html_is_compared_as_it_is_read(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = (
        '<!DOCTYPE html>\n<html lang="en"><body><article><h1>Results</h1>\n'
        "<p>Sales jumped 88% to {}1.13bn from {}.</p>\n"
        "<p>The board met on Monday and spoke about what the year had brought to its people.</p>"
        "</article></body></html>"
    )
    Path("p.html").write_text(page.format("$", "$600m"))
    git("add", "-A")
    git("commit", "-qm", "page")
    Path("p.html").write_text(page.format("&#36;", "<b>$640m</b>"))
    status, rows = found(capsys)
    assert (status, rows) == (1, [("88%", "mismatch", "$600m→$640m")])
    assert "./p.html:3:17: stale" in run(capsys, "stale", "HEAD")[1]


def test_new_and_deleted_files_have_nothing_left_over(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("new.md").write_text(TEXT.replace("$600m", "$640m"))
    Path("a.md").unlink()
    assert found(capsys) == (0, [])


def test_changed_since(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "check", "--changed-since", "HEAD", "--format", "json")[1] == "[\n]\n"
    edit("88%", "76%")
    Path("drafts").mkdir()
    Path("drafts/ü.txt").write_text("Costs rose 20% to $110m from $100m.\n")
    git("add", "a.md")
    status, out, _ = run(capsys, "check", ".", "--changed-since", "HEAD", "--format", "json")
    assert (status, [document["path"] for document in json.loads(out)]) == (1, ["./a.md", "./drafts/ü.txt"])
    assert run(capsys, "check", "b c.txt", "--changed-since", "HEAD")[0] == 0
    git("add", "-A")
    git("commit", "-qm", "second")
    assert run(capsys, "check", "--changed-since", "HEAD")[0] == 0
    assert run(capsys, "check", "--changed-since", "HEAD~1")[0] == 1


@pytest.mark.parametrize("command", [("check", "--changed-since"), ("stale",)])
@pytest.mark.parametrize("ref", ["gone", "--output=x", "HEAD:a.md"])
def test_a_revision_there_is_none_of(
    repository: Path, capsys: pytest.CaptureFixture[str], command: tuple[str, ...], ref: str
) -> None:
    arguments = (*command[:-1], f"{command[-1]}={ref}") if len(command) == 2 else (*command, "--", ref)
    status, out, err = run(capsys, *arguments)
    assert (status, out) == (2, "") and err.startswith(f"finchecks: git has no revision {ref!r} here")
    assert sorted(path.name for path in repository.iterdir()) == [".git", "a.md", "b c.txt"]


def test_outside_a_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    status, _, err = run(capsys, "stale", "HEAD")
    assert status == 2 and "not a git repository" in err
