"""Fixes: the suggestion and nothing else, and a second run finds nothing to do."""

from __future__ import annotations

import os
import stat
import subprocess
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from finchecks import cli
from finchecks.checker import Checker
from finchecks.faults import Fault
from finchecks.fix import Fixed, fix

CHECKER = Checker()
MARGIN = "The margin slipped from 58.1% to 56.3%, a decline of 1.8%."
RIGHT = "The margin slipped from 58.1% to 56.3%, a decline of 1.8 percentage points."
FEET = "The tunnel is 10 km (12.6 miles) long."


def fixed(data: bytes, path: str = "a.md") -> Fixed | Fault | None:
    return fix(data, lambda version: CHECKER.check_bytes(version, path=path))


def after(text: str, path: str = "a.md") -> str:
    done = fixed(text.encode(), path)
    assert not isinstance(done, Fault)
    return done.after if done else text


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "a.md"
    path.write_bytes(f"# Results\r\n\r\n{MARGIN} The *weather* held.\r\n".encode())
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = cli.run(list(arguments))
    out, err = capsys.readouterr()
    return status, out, err


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r", ""])
def test_only_the_number_changes(ends: str) -> None:
    text = f"Before.{ends}{ends}  {MARGIN}  {ends}- *after* 5%{ends}"
    assert after(text) == text.replace(MARGIN, RIGHT)


def test_what_has_no_suggestion_stays() -> None:
    for text in ("Sales jumped 76% to $1.13bn from $600m.", RIGHT, "The weather was fine.", ""):
        assert fixed(text.encode()) is None


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: b"\x00\x00\xfe\xff" + text.encode("utf-32-be"),
        lambda text: (text + " A £5 “fee”.").encode("cp1252"),
    ],
)
def test_the_encoding_is_kept(encode: object) -> None:
    assert callable(encode)
    done = fixed(encode(MARGIN), "a.txt")
    assert isinstance(done, Fixed) and done.data == encode(RIGHT)


def test_a_text_that_cannot_be_written_back_is_left_alone() -> None:
    data = f"£5 – {MARGIN} – £6 – £7".encode() + b" \xff"
    done = fixed(data, "a.txt")
    assert isinstance(done, Fault) and done.reason == "encoding"


def test_what_is_accepted_is_not_fixed(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = f"<!-- finchecks: ignore -->\n{MARGIN}\n"
    article.write_text(text)
    assert run(capsys, "check", "a.md", "--fix")[0] == 0
    assert article.read_text() == text
    article.write_text(f"{MARGIN}\n")
    run(capsys, "check", "a.md", "--fix", "--ignore", "*")
    assert article.read_text() == f"{MARGIN}\n"


def test_markup_in_a_number_stays() -> None:
    page = (
        '<!DOCTYPE html><html lang="en"><body><article><h1>Margins</h1><p>{}</p><p>The board met on Monday '
        "to speak about what the year had brought to the company and its people.</p></article></body></html>"
    )
    text = page.format("The tax rate fell from 30% to 20%, a decline of <b>10</b>%.")
    assert "<b>10</b>" in after(text, "a.html"), "its text is not where it could be replaced as a whole"


def test_fix_then_nothing_to_do(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = article.read_bytes()
    os.chmod(article, 0o640)
    status, out, err = run(capsys, "check", "a.md", "--fix", "--format", "concise")
    assert (status, out, err) == (0, "", "finchecks: fixed 1 number in 1 file\n")
    assert article.read_bytes() == before.replace(b"1.8%", b"1.8 percentage points")
    assert stat.S_IMODE(article.stat().st_mode) == 0o640
    done = article.read_bytes(), article.stat().st_mtime_ns
    assert run(capsys, "check", "a.md", "--fix", "--format", "concise") == (0, "", "")
    assert (article.read_bytes(), article.stat().st_mtime_ns) == done
    assert sorted(path.name for path in article.parent.iterdir()) == ["a.md"]


def test_diff_changes_nothing_and_applies(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = article.read_bytes()
    status, out, err = run(capsys, "check", "a.md", "--diff")
    assert (status, err) == (1, "") and article.read_bytes() == before
    patch = article.parent / "p.patch"
    patch.write_bytes(out.encode())
    subprocess.run(["git", "apply", "p.patch"], cwd=article.parent, check=True)
    run(capsys, "check", "a.md", "--diff")
    assert article.read_bytes() == before.replace(b"1.8%", b"1.8 percentage points")
    assert run(capsys, "check", "a.md", "--diff") == (0, "", "")


def test_a_link_stays_a_link(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    link = article.parent / "link.md"
    link.symlink_to(article)
    run(capsys, "check", "link.md", "--fix")
    assert link.is_symlink() and b"percentage points" in article.read_bytes()


@pytest.mark.parametrize("options", [("--fix",), ("--watch",), ("--fix", "--diff")])
def test_what_cannot_go_together(capsys: pytest.CaptureFixture[str], options: tuple[str, ...]) -> None:
    assert run(capsys, "check", "-", *options)[0] == 2


@example([RIGHT, MARGIN])
@given(
    st.lists(
        st.sampled_from([MARGIN, RIGHT, "No figures.", "Sales jumped 76% to $1.13bn from $600m."]), max_size=5
    )
)
def test_fixing_twice_is_fixing_once(sentences: list[str]) -> None:
    once = after("\n\n".join(sentences))
    assert after(once) == once
    assert once == "\n\n".join(sentences).replace(MARGIN, RIGHT)
