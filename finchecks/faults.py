"""What can go wrong, as values: a fault has a reason, a message for people, and a place."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that could not be done.

    ``reason`` is a stable word for machines (``missing``, ``empty``, ``binary``, ``encoding``,
    ``too-large``, ``date``, ``rates``, ``rule`` …); ``message`` is a sentence for people that names
    what to do. ``path``, ``line`` (from 1) and ``column`` (from 1) say where, when that is known.
    """

    reason: str
    message: str
    path: str | None = None
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)
        return f"{place}: {self.message}" if place else self.message


class FaultError(Exception):
    """Carries faults out of a place that cannot return them (loading rules, rates, options)."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults

    def __reduce__(self) -> tuple[type[FaultError], tuple[Fault, ...]]:
        """So that it comes from one process to another with its faults."""
        return type(self), self.faults


def line_of(error: UnicodeDecodeError) -> int:
    """The line (from 1) of the first byte of a file that is not in the encoding it should be in."""
    return error.object.count(b"\n", 0, error.start) + 1


def internal(error: Exception, path: str | None = None) -> Fault:
    """What a crash of finchecks looks like to its user: where it was, and what to do; no traceback.

    Want of memory (reason ``memory``) is no crash: it is the document that is too much.
    """
    if isinstance(error, MemoryError):
        return Fault("memory", "Checking this takes more memory than there is for it: split it.", path)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "finchecks" in frame.filename]
    place = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    cause = f"{type(error).__name__}{place}: {error}"
    advice = "please report it, with the document if you may share it"
    return Fault("internal", f"finchecks itself failed here ({cause}); {advice}", path)
