"""What a search of folders leaves out."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from finchecks.patterns import Excluder
from finchecks.sources import Source, find


def names(folder: Path, skip: Excluder) -> list[str]:
    found = [source.path for source in find([str(folder)], (), skip) if isinstance(source, Source)]
    return sorted(str(Path(path).relative_to(folder)) for path in found)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("a.md", "keep.md", "out/b.md", "deep/c.md", "deep/out/d.txt", "deep/tmp.md"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    return tmp_path


def test_exclude_is_relative_to_its_folder(tree: Path) -> None:
    assert names(tree, Excluder([(str(tree), "/out/"), (str(tree / "deep"), "c.*")], gitignore=False)) == [
        *("a.md", "deep/out/d.txt", "deep/tmp.md", "keep.md")
    ]


def test_gitignore_counts_within_a_repository_alone(tree: Path) -> None:
    (tree / ".gitignore").write_text("out/\n")
    assert len(names(tree, Excluder())) == 6
    (tree / ".git").mkdir()
    assert names(tree, Excluder()) == ["a.md", "deep/c.md", "deep/tmp.md", "keep.md"]
    assert len(names(tree, Excluder(gitignore=False))) == 6


def test_git_itself_agrees(tree: Path) -> None:
    """The nearer file and the later line win, and "!" takes back; git is asked what it would ignore."""
    subprocess.run(["git", "init", "-q", "."], cwd=tree, check=True)
    (tree / ".gitignore").write_text("*.md\n!keep.md\nout/\n# a note\n\n")
    (tree / "deep" / ".gitignore").write_text("!c.md\n")
    (tree / ".git" / "info").mkdir(exist_ok=True)
    (tree / ".git" / "info" / "exclude").write_text("keep.md\n")
    asked = ["a.md", "keep.md", "out/b.md", "deep/c.md", "deep/out/d.txt", "deep/tmp.md"]
    run = subprocess.run(
        ["git", "check-ignore", *asked], cwd=tree, capture_output=True, text=True, check=False
    )
    assert names(tree, Excluder()) == sorted(set(asked) - set(run.stdout.split()))


def test_a_file_that_is_named_is_taken(tree: Path) -> None:
    skip = Excluder([(str(tree), "*.md")])
    assert [s.path for s in find([str(tree / "a.md")], (), skip) if isinstance(s, Source)] == [
        str(tree / "a.md")
    ]
    assert skip.excluded(str(tree / "a.md"))
