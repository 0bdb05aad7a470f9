"""Report: the checks of one document, written for somebody."""

from __future__ import annotations

from dataclasses import dataclass

from finchecks.document import Document
from finchecks.engine import Check, Note
from finchecks.faults import Fault


@dataclass(frozen=True, slots=True)
class Report:
    """All that was found in one document. ``document`` is None when it could not be read."""

    path: str | None
    document: Document | None
    checks: tuple[Check, ...]
    notes: tuple[Note, ...] = ()
    faults: tuple[Fault, ...] = ()
