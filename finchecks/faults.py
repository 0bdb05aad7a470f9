"""What can go wrong, as values: a fault has a reason, a message for people, and a place."""

from __future__ import annotations

from dataclasses import dataclass


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
