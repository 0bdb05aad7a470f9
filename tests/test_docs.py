"""The documentation is run: every command in it, every file that it shows, every piece of Python.

In ``docs/*.md``

- a block after ``<!-- file: NAME -->`` is a file, written before the commands that follow it;
- a ``console`` block is a session: ``$ command`` and what it prints, ``…`` for lines left out;
- a ``python`` block runs, and its ``# → value`` comments are what the line prints;
- a block after ``<!-- run by tests/NAME.py -->`` is run by that test instead.

The documents' blocks run in their order in a folder of their own. ``make docs`` writes the outputs anew.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from finchecks.pipeline import prepare
from finchecks.rule.load import load_rules
from finchecks.rulebook import pages

PROJECT = Path(__file__).parent.parent
DOCS = PROJECT / "docs"
PAGES = sorted(path for path in DOCS.glob("*.md"))
_BLOCK = re.compile(r"(?:^<!-- ([^\n]*) -->\n)?^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
#: languages of blocks that are shown and not run: parts of files, grammars
SHOWN = {"text", "yaml", "json", "toml", "markdown", ""}


@dataclass(frozen=True)
class Block:
    directive: str
    language: str
    text: str
    #: span of the text in the page
    start: int
    end: int


def blocks(page: str) -> Iterator[Block]:
    for found in _BLOCK.finditer(page):
        yield Block(found[1] or "", found[2], found[3], found.start(3), found.end(3))


def shell(command: str, folder: Path) -> str:
    """What a command prints, errors too, on a terminal of 96 columns without colour."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "COLUMNS": "96", "NO_COLOR": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        encoding="utf-8", check=False, timeout=60,
    )  # fmt: skip
    assert "Traceback" not in done.stdout, done.stdout
    return done.stdout


def session(text: str, folder: Path) -> str:
    """The session as it comes out now; an output that its ``…`` still fit stays as it is."""
    parts: list[str] = []
    for step in re.split(r"^(?=\$ )", text, flags=re.MULTILINE):
        if not step.startswith("$ "):
            assert not step.strip(), f"output without a command: {step!r}"
            continue
        command, _, expected = step.partition("\n")
        while command.endswith("\\"):  # goes on in the next line
            more, _, expected = expected.partition("\n")
            command += f"\n{more}"
        printed = shell(command[2:], folder)
        if printed and not printed.endswith("\n"):
            printed += "\n"
        parts.append(f"{command}\n{expected if fits(expected, printed) else printed}")
    return "".join(parts)


def fits(expected: str, printed: str) -> bool:
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() == "…" else re.escape(line)
        for line in expected.splitlines(keepends=True)
    )
    return re.fullmatch(pattern, printed) is not None


def python(text: str, folder: Path) -> str:
    """The block with its ``# →`` comments as they come out now."""
    printed = io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(printed):
        exec(compile(text, "a python block of the documentation", "exec"), {"__name__": "__docs__"})
    lines = iter(printed.getvalue().splitlines())
    return re.sub(r"# → .*", lambda _: f"# → {next(lines)}", text)


def rewritten(page: str, folder: Path) -> str:
    """The page with all outputs as they come out now."""
    parts: list[str] = []
    at = 0
    for block in blocks(page):
        new = block.text
        if block.directive.startswith("file: "):
            path = folder / block.directive.removeprefix("file: ")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, "utf-8")
        elif block.directive.startswith("run by "):
            assert (PROJECT / block.directive.removeprefix("run by ")).is_file(), block.directive
        elif block.language == "console":
            new = session(block.text, folder)
        elif block.language == "python":
            new = python(block.text, folder)
        else:
            assert block.language in SHOWN, f"nothing runs this block: {block.language} {block.text!r}"
            assert "$ finchecks" not in block.text, "a session is a console block"
        parts += [page[at : block.start], new]
        at = block.end
    return "".join([*parts, page[at:]])


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_what_the_page_shows_is_real(path: Path, tmp_path: Path) -> None:
    page = path.read_text("utf-8")
    assert rewritten(page, tmp_path) == page, "stale: run `make docs`"


def test_rule_pages_are_current() -> None:
    made = pages.pages(load_rules(), prepare())
    kept = {path.name: path.read_text("utf-8") for path in (DOCS / "rules").glob("*.md")}
    assert kept == made, "stale: run `make docs`"


@pytest.mark.parametrize(
    "path", [PROJECT / "README.md", *DOCS.rglob("*.md")], ids=lambda p: str(p.relative_to(PROJECT))
)
def test_links_lead_somewhere(path: Path) -> None:
    text = _BLOCK.sub("", path.read_text("utf-8"))
    for link in _LINK.findall(text):
        if "://" not in link:
            assert (path.parent / link).exists(), link


def test_every_page_is_in_the_table_of_contents() -> None:
    contents = (DOCS / "README.md").read_text("utf-8")
    assert all(f"({path.name})" in contents for path in PAGES if path.name != "README.md")


def test_the_rule_of_the_tutorial_is_that_of_the_examples() -> None:
    page = (DOCS / "writing-rules.md").read_text("utf-8")
    (shown,) = [one.text for one in blocks(page) if one.directive.endswith("loan-to-value.yaml")]
    assert shown == (PROJECT / "examples" / "rules" / "loan-to-value.yaml").read_text("utf-8")


def test_a_stale_page_would_fail(tmp_path: Path) -> None:
    page = "```console\n$ echo new\nold\n```\n\n```python\nprint(1 + 1)  # → 3\n```\n"
    assert rewritten(page, tmp_path) == page.replace("old", "new").replace("3", "2")
    assert fits("one\n…\nthree\n", "one\ntwo\nthree\n") and not fits("one\n…\nfour\n", "one\ntwo\nthree\n")


if __name__ == "__main__":
    pages.main(DOCS / "rules")
    for one in PAGES:
        with tempfile.TemporaryDirectory() as place:
            one.write_text(rewritten(one.read_text("utf-8"), Path(place)), "utf-8")
