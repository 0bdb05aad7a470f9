"""Report: the checks of one document, written for somebody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from finchecks.document import Document
from finchecks.engine import Check, Note
from finchecks.faults import Fault

if TYPE_CHECKING:
    from finchecks.report.to_json import DocumentDict


@dataclass(frozen=True, slots=True)
class Report:
    """All that was found in one document. ``document`` is None when it could not be read."""

    path: str | None
    document: Document | None
    checks: tuple[Check, ...]
    notes: tuple[Note, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def unread(self) -> bool:
        """The document could not be checked; ``faults`` say why."""
        return self.document is None

    def to_dict(self) -> DocumentDict:
        """The JSON contract as plain dicts and lists; see ``schema.json`` beside this file."""
        from finchecks.report.to_json import to_dict

        return to_dict(self)
