"""``.finchecks-ignore``: findings that somebody accepts, by fingerprint; for texts that can hold no comments.

# fingerprint     file (relative to this one; "…" where it has blanks)   reason
1a2b3c4d5e6f7a8b  drafts/annual-report.txt                               The auditor's own rounding.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from finchecks.engine import Note
from finchecks.faults import Fault, line_of
from finchecks.review.comments import UNUSED

NAME = ".finchecks-ignore"
MAX_BYTES = 10_000_000
_ENTRY = re.compile(
    r"(?P<mark>[0-9a-f]{16})\s++(?:\"(?P<quoted>[^\"]++)\"|(?P<plain>[^\s\"]++))(?:\s++(?P<reason>.*))?+"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: which finding of which file (absolute) is accepted, and why."""

    fingerprint: str
    path: str
    reason: str
    place: Fault

    def unused(self) -> Note:
        message = (
            f"{self.place.path}:{self.place.line}: nothing here has this fingerprint: take the entry out."
        )
        return Note(UNUSED, message, ())


@dataclass(frozen=True, slots=True)
class IgnoreFile:
    """The entries of a file, by the absolute path of what they are about; its faults beside them."""

    path: Path
    entries: dict[str, list[Entry]]
    faults: tuple[Fault, ...]

    def of(self, path: str) -> Sequence[Entry]:
        return self.entries.get(os.path.abspath(path), ())


def read(path: Path) -> IgnoreFile:
    """The file's entries. Lines that are none are faults (reason ``suppression``); the others count."""
    shown = os.path.relpath(path)
    try:
        data = path.read_bytes()
        if len(data) > MAX_BYTES:
            return IgnoreFile(
                path, {}, (Fault("suppression", f"larger than {MAX_BYTES // 10**6} MB", shown),)
            )
        lines = data.decode("utf-8-sig").splitlines()
    except OSError as error:
        return IgnoreFile(path, {}, (Fault("suppression", f"cannot be read: {error.strerror}", shown),))
    except UnicodeDecodeError as error:
        return IgnoreFile(path, {}, (Fault("suppression", "is not UTF-8", shown, line_of(error)),))
    entries: defaultdict[str, list[Entry]] = defaultdict(list)
    faults: list[Fault] = []
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        match = _ENTRY.fullmatch(text)
        if match is None:
            message = "write a fingerprint (16 hexadecimal digits), a file, and a reason"
            faults.append(Fault("suppression", message, shown, number))
            continue
        file = os.path.abspath(path.parent / (match["quoted"] or match["plain"]))
        place = Fault("suppression", "", shown, number)
        if not os.path.exists(file):
            message = f"there is no file {os.path.relpath(file)} any more: take the entry out"
            faults.append(Fault(UNUSED, message, shown, number))
        entries[file].append(Entry(match["mark"], file, match["reason"] or "", place))
    return IgnoreFile(path, dict(entries), tuple(faults))


def line(fingerprint: str, file: str, reason: str) -> str:
    """An entry as it stands in the file; ``file`` is relative to it."""
    name = f'"{file}"' if any(c.isspace() for c in file) else file
    return f"{fingerprint}  {name}  {' '.join(reason.split())}".rstrip()
