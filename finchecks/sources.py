"""Where articles come from: files, folders, globs and standard input → readable sources, each file once."""

from __future__ import annotations

import fnmatch
import glob
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from finchecks.document.from_bytes import MAX_BYTES, SUFFIXES, too_large
from finchecks.faults import Fault

#: The path that stands for standard input.
STDIN = "-"

#: The files of a folder that are articles unless the user says otherwise.
DEFAULT_INCLUDE = tuple(f"*{suffix}" for suffix in SUFFIXES)


@dataclass(frozen=True, slots=True)
class Source:
    """A file that can be read; its path is spelled as the user reached it, ``-`` is standard input.

    ``called`` is what standard input is to be called in reports; its suffix then says the format.
    """

    path: str
    called: str | None = None

    @property
    def name(self) -> str:
        return self.called or self.path

    def read(self) -> bytes | Fault:
        """The bytes, or a fault: missing, unreadable or too-large (told by the size, before reading)."""
        try:
            if self.path == STDIN:
                data = sys.stdin.buffer.read(MAX_BYTES)
            else:
                with open(self.path, "rb") as file:
                    status = os.fstat(file.fileno())
                    if stat.S_ISREG(status.st_mode) and status.st_size >= MAX_BYTES:
                        return too_large(status.st_size, self.path)
                    data = file.read(MAX_BYTES)
        except FileNotFoundError:
            return _missing(self.path)
        except OSError as error:
            return Fault("unreadable", f"The file cannot be read: {error.strerror or error}.", self.path)
        return too_large(len(data), self.path) if len(data) >= MAX_BYTES else data


class Skip(Protocol):
    """Says whether a search of folders leaves out a file, or a folder with all below it."""

    def __call__(self, path: str, *, folder: bool) -> bool: ...


def find(
    paths: Sequence[str],
    include: Sequence[str] = (),
    skip: Skip | None = None,
    seen: set[str] | None = None,
) -> Iterator[Source | Fault]:
    """The sources that ``paths`` name, in their order; the files of a folder sorted by path.

    A folder is searched downwards for files that match one of the globs ``include`` (matched with the
    name, or with the path below the folder where the glob has a slash), by default DEFAULT_INCLUDE; hidden
    files and folders, and links to folders, are left out there. A file named on its own is taken whatever
    its name (nor is ``skip`` asked). A path that does not exist but reads as a glob is expanded. What yields
    nothing is a fault. ``seen`` carries over from one call to the next which files have been had.
    """
    seen = set() if seen is None else seen
    for path in paths:
        for found in _expand(path, tuple(include) or DEFAULT_INCLUDE, skip):
            if isinstance(found, Source):
                identity = STDIN if found.path == STDIN else os.path.realpath(found.path)
                if identity in seen:
                    continue
                seen.add(identity)
            yield found


def _expand(path: str, include: tuple[str, ...], skip: Skip | None) -> Iterator[Source | Fault]:
    if path == STDIN:
        yield Source(path)
    elif "\x00" in path:
        yield _missing(path)
    elif os.path.isdir(path):
        yield from _walk(path, include, skip)
    elif os.path.lexists(path) or not glob.has_magic(path):
        yield Source(path) if os.path.exists(path) else _missing(path)
    else:
        matches = sorted(glob.glob(path, recursive=True))
        found = False
        for match in matches:
            inside = _walk(match, include, skip) if os.path.isdir(match) else iter([Source(match)])
            for source in inside:
                # That one folder among many holds no article is no fault when a glob named it.
                if not (isinstance(source, Fault) and source.reason == "no-articles"):
                    found = True
                    yield source
        if not matches:
            yield _missing(path)
        elif not found:
            yield _no_articles(path, include)


def _walk(folder: str, include: tuple[str, ...], skip: Skip | None) -> Iterator[Source | Fault]:
    """The articles below a folder, or the fault that it has none; parts that cannot be listed are faults."""
    faults: list[Fault] = []

    def remember(error: OSError) -> None:
        message = f"The folder cannot be read: {error.strerror or error}."
        faults.append(Fault("unreadable", message, error.filename))

    found: list[str] = []
    left_out = False
    for parent, folders, names in os.walk(folder, onerror=remember):
        folders[:] = [name for name in folders if not name.startswith(".")]
        if skip is not None:
            kept = [name for name in folders if not skip(os.path.join(parent, name), folder=True)]
            left_out |= len(kept) < len(folders)
            folders[:] = kept
        for name in names:
            path = os.path.join(parent, name)
            if name.startswith(".") or not _matches(os.path.relpath(path, folder), name, include):
                continue
            if skip is None or not skip(path, folder=False):
                found.append(path)
            else:
                left_out = True
    yield from faults
    yield from map(Source, sorted(found))
    if not found and not faults:
        yield _no_articles(folder, include, left_out)


def _matches(below: str, name: str, include: tuple[str, ...]) -> bool:
    below = below.replace(os.sep, "/")
    return any(
        fnmatch.fnmatch(below, pattern) or fnmatch.fnmatch(below, pattern.removeprefix("**/"))
        if "/" in pattern
        else fnmatch.fnmatch(name, pattern)
        for pattern in include
    )


def _missing(path: str) -> Fault:
    if path.lower().startswith(("http://", "https://")):
        message = "finchecks uses no network: save the page from a browser and name the file."
        return Fault("missing", message, path)
    what = "No file matches this pattern" if glob.has_magic(path) else "There is no such file or folder"
    return Fault("missing", f"{what}: check the spelling.", path)


def _no_articles(path: str, include: tuple[str, ...], left_out: bool = False) -> Fault:
    but = " but what .gitignore or exclude leaves out" if left_out else ""
    looked = f"looked for {', '.join(include)}"
    message = f"There are no articles here{but} ({looked}): name files or use --include."
    return Fault("no-articles", message, path)
