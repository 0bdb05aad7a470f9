"""What git knows of a folder: which files changed since a revision, and what they were then."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass

from finchecks.faults import Fault, FaultError


@dataclass(frozen=True, slots=True)
class Repository:
    """A work tree, and the commit that it is compared with."""

    root: str
    base: str

    def changed(self) -> frozenset[str]:
        """The files (real paths) that are new or other than at the base: committed, staged, or neither."""
        found = _git(
            self.root, "diff", "--name-only", "-z", "--diff-filter=d", "--no-renames", self.base, "--"
        )
        found += _git(self.root, "ls-files", "--others", "--exclude-standard", "-z")
        names = (os.fsdecode(name) for name in found.split(b"\0") if name)
        return frozenset(os.path.realpath(os.path.join(self.root, name)) for name in names)

    def before(self, path: str) -> bytes | None:
        """A file's content at the base; None where it was not there."""
        name = os.path.relpath(os.path.realpath(path), self.root).replace(os.sep, "/")
        try:
            return _git(self.root, "cat-file", "blob", f"{self.base}:{name}")
        except FaultError:
            return None


def repository(path: str, ref: str) -> Repository:
    """The work tree that a file or folder is in, to be compared with where its branch left ``ref``.

    What happened on ``ref`` since then is nothing that was changed here. Raises FaultError (reason ``git``)
    outside a work tree, and for a revision there is none of.
    """
    folder = path if os.path.isdir(path) else os.path.dirname(path) or os.curdir
    if not os.path.isdir(folder):
        raise FaultError(Fault("missing", "There is no such file or folder: check the spelling.", path))
    root = os.path.realpath(os.fsdecode(_git(folder, "rev-parse", "--show-toplevel").rstrip(b"\r\n")))
    try:
        commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
    except FaultError:
        hint = "fetch it first: a CI checkout may have the last commit alone (fetch-depth: 0)"
        message = f"git has no revision {ref!r} here; if it should, {hint}."
        raise FaultError(Fault("git", message)) from None
    try:
        base = _git(root, "merge-base", commit.decode().strip(), "HEAD")
    except FaultError:
        base = commit  # no commit yet, or no history in common
    return Repository(root, base.decode().strip())


def _git(folder: str, *arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=False)
    except OSError as error:
        raise FaultError(Fault("git", f"git cannot be run: {error.strerror or error}.")) from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise FaultError(
            Fault("git", f"git says: {said[0] if said else f'status {done.returncode}'}", folder)
        )
    return done.stdout
