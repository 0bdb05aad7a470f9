"""Remembers whose units agree, so that the unit library is not imported for a rule that it has seen.

Importing it takes longer than checking an article. Rules that ship are listed in ``units-checked.txt``; those
of a user are remembered in the cache, by a digest of all that the check depends on. A folder of rules cannot
vouch for itself, and a cache that is lost or cannot be written costs time alone.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
from pathlib import Path

import finchecks

SUFFIX = ".units"


def remembered(digest: str) -> bool:
    """Was a rule with this digest found to have units that agree?"""
    return _place(digest).exists()


def remember(digest: str) -> None:
    place = _place(digest)
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch()


def _place(digest: str) -> Path:
    return _folder() / f"{hashlib.sha256(f'{digest} {_check()}'.encode()).hexdigest()[:32]}{SUFFIX}"


def _folder() -> Path:
    """``$FINCHECKS_CACHE_DIR``, else where the system has caches."""
    named = os.environ.get("FINCHECKS_CACHE_DIR")
    if named:
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "finchecks"


@functools.cache
def _check() -> str:
    """Names the check itself: another version of it has to look again."""
    package = Path(__file__).parent
    sources = b"".join(path.read_bytes() for path in (package.parent / "units.py", package / "formula.py"))
    return f"{finchecks.__version__} {hashlib.sha256(sources).hexdigest()}"
