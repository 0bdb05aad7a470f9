"""Names of report files: safe anywhere, one for each article, never outside the folder."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finchecks.audit.names import Names


@pytest.mark.parametrize(
    ("path", "whole", "name"),
    [
        ("drafts/profit.md", False, "profit"),
        ("drafts/2026/profit.md", True, "drafts-2026-profit"),
        ("../../etc/passwd", True, "etc-passwd"),
        ("/etc/cron.d/job.txt", True, "etc-cron.d-job"),
        (r"..\..\windows\system.md", True, "windows-system"),
        ("Größe & Gewinn.md", False, "Größe-Gewinn"),
        ("CON.md", False, "article-CON"),
        ("...", False, "article"),
        ("<script>.md", False, "script"),
        ("index.md", False, "index-a48746ca"),
    ],
)
def test_a_name_is_made_of_the_path(path: str, whole: bool, name: str) -> None:
    assert Names().name(path, whole=whole) == name


def test_articles_whose_names_collide_have_names_of_their_own() -> None:
    names = Names()
    made = [names.name(path, whole=True) for path in ("a/b.md", "a-b.md", "A/B.md", "a/b.txt")]
    assert made[0] == "a-b" and len({name.casefold() for name in made}) == 4


@given(st.lists(st.text(min_size=1), min_size=1, max_size=8, unique=True), st.booleans())
def test_no_name_leaves_the_folder_and_none_is_given_twice(paths: list[str], whole: bool) -> None:
    names = Names()
    made = [names.name(path, whole=whole) for path in paths]
    assert len({name.casefold() for name in made}) == len(paths)
    for name in made:
        assert len(name.encode()) < 200
        for kind in (PurePosixPath, PureWindowsPath):
            assert len(kind(name).parts) == 1 and not kind(name).is_absolute()
        inside = os.path.normpath(Path("/reports") / f"{name}.html")
        assert os.path.dirname(inside) == "/reports"
