"""Patterns of paths, as .gitignore has them; and what of a folder is left out by such patterns."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


class Patterns:
    """A list of patterns relative to one folder; the library that reads them loads when one is asked."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)

    def match(self, below: str, *, folder: bool = False) -> bool | None:
        """Whether a path (relative to the patterns' folder) matches; None: nothing is said about it.

        False is a pattern with "!": what was matched before is taken back.
        """
        if not self.lines or below.startswith(".." + os.sep) or below == "..":
            return None
        name = below.replace(os.sep, "/")
        return self._spec.check_file(f"{name}/" if folder else name).include

    @cached_property
    def _spec(self) -> GitIgnoreSpec:
        from pathspec import GitIgnoreSpec

        return GitIgnoreSpec.from_lines(self.lines)


class Excluder:
    """Says what a search of folders leaves out: the patterns of ``exclude``, and what git ignores."""

    def __init__(self, exclude: Sequence[tuple[str, str]] = (), *, gitignore: bool = True) -> None:
        folders = dict.fromkeys(folder for folder, _ in exclude)
        self._exclude = [(f, Patterns(p for g, p in exclude if g == f)) for f in folders]
        self._gitignore = gitignore
        self._levels: dict[str, tuple[tuple[str, Patterns], ...]] = {}
        self._within: dict[str, bool] = {}

    def __call__(self, path: str, *, folder: bool = False) -> bool:
        where = os.path.abspath(path)
        return self.excluded(where, folder=folder) or (self._gitignore and self._ignored(where, folder))

    def excluded(self, path: str, *, folder: bool = False) -> bool:
        """By the patterns of ``exclude`` alone."""
        where = os.path.abspath(path)
        return any(spec.match(os.path.relpath(where, base), folder=folder) for base, spec in self._exclude)

    def _ignored(self, where: str, folder: bool) -> bool:
        """The nearest .gitignore that says something about the path decides."""
        for base, spec in reversed(self._files(os.path.dirname(where))):
            said = spec.match(os.path.relpath(where, base), folder=folder)
            if said is not None:
                return said
        return False

    def _files(self, folder: str) -> tuple[tuple[str, Patterns], ...]:
        """The .gitignore files that hold in a folder, the outermost first; none outside a git repository."""
        if folder not in self._levels:
            own = (folder, _lines(os.path.join(folder, ".gitignore")))
            parent = os.path.dirname(folder)
            found: tuple[tuple[str, Patterns], ...]
            if os.path.exists(os.path.join(folder, ".git")):
                found = ((folder, _lines(os.path.join(folder, ".git", "info", "exclude"))), own)
                self._within[folder] = True
            elif parent == folder:
                found, self._within[folder] = (), False
            else:
                above = self._files(parent)
                self._within[folder] = self._within[parent]
                found = (*above, own) if self._within[folder] else ()
            self._levels[folder] = tuple((base, spec) for base, spec in found if spec.lines)
        return self._levels[folder]


def _lines(path: str) -> Patterns:
    try:
        return Patterns(Path(path).read_text(encoding="utf-8", errors="replace").splitlines())
    except OSError:
        return Patterns(())
