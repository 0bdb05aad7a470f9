from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from finchecks.document.from_bytes import MAX_BYTES
from finchecks.faults import Fault
from finchecks.sources import Source, find


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (
        "b.txt",
        "a.md",
        "c.html",
        "sub/d.markdown",
        "sub/e.log",
        ".hidden/f.txt",
        ".g.txt",
        "empty/x.log",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def paths(*arguments: str, include: tuple[str, ...] = ()) -> list[str]:
    """Paths of what was found, faults as reason:path."""
    return [
        f"{found.reason}:{found.path}" if isinstance(found, Fault) else found.path.removeprefix("./")
        for found in find(arguments, include)
    ]


def test_folders_are_walked_in_order_without_hidden_files(folder: Path) -> None:
    assert paths(".") == ["a.md", "b.txt", "c.html", "sub/d.markdown"]


def test_include_replaces_the_defaults(folder: Path) -> None:
    assert paths(".", include=("*.log", "*.html")) == ["c.html", "empty/x.log", "sub/e.log"]
    assert paths(".", include=("sub/*",)) == ["sub/d.markdown", "sub/e.log"]
    assert paths(".", include=("**/*.log",)) == ["empty/x.log", "sub/e.log"]


def test_a_file_named_on_its_own_is_taken_whatever_its_name(folder: Path) -> None:
    assert paths("c.html", ".g.txt", "-") == ["c.html", ".g.txt", "-"]


def test_a_file_is_given_once(folder: Path) -> None:
    os.symlink("b.txt", "link.txt")
    assert paths("sub/../b.txt", ".", "b.txt", "link.txt", "-", "-") == [
        "sub/../b.txt",
        "a.md",
        "c.html",
        "sub/d.markdown",
        "-",
    ]


def test_globs_are_expanded_unless_a_file_has_that_name(folder: Path) -> None:
    assert paths("*.txt", "**/*.markdown") == ["b.txt", "sub/d.markdown"]
    Path("[b].txt").write_text("x")
    assert paths("[b].txt") == ["[b].txt"]
    assert paths("*") == ["[b].txt", "a.md", "b.txt", "c.html", "sub/d.markdown"]


def test_what_yields_nothing_is_a_fault(folder: Path) -> None:
    assert paths("nowhere.txt", "empty", "*.rst", "empty*", "bad\x00name", "b.txt") == [
        "missing:nowhere.txt",
        "no-articles:empty",
        "missing:*.rst",
        "no-articles:empty*",
        "missing:bad\x00name",
        "b.txt",
    ]


def test_an_address_is_told_to_be_saved(folder: Path) -> None:
    for address in ("https://example.org/a", "http://example.org/?q=a*"):
        (fault,) = find([address])
        assert isinstance(fault, Fault) and "save the page" in fault.message


def test_reading(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Source("b.txt").read() == b"b.txt"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"from a pipe")))
    assert Source("-").read() == b"from a pipe"


def test_reading_what_cannot_be_read_is_a_fault(folder: Path) -> None:
    with open("big.txt", "wb") as file:
        file.truncate(MAX_BYTES)
    faults = [Source(path).read() for path in ("gone.txt", "sub", "big.txt")]
    assert [fault.reason for fault in faults if isinstance(fault, Fault)] == [
        "missing",
        "unreadable",
        "too-large",
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_unreadable(folder: Path) -> None:
    os.chmod("b.txt", 0)
    fault = Source("b.txt").read()
    assert isinstance(fault, Fault)
    assert fault.reason == "unreadable"
