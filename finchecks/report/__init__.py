"""Report: the checks of one document, written for somebody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from finchecks.document import Document
from finchecks.engine import Check, Note
from finchecks.faults import Fault

if TYPE_CHECKING:
    from finchecks.report.to_json import DocumentDict


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding that somebody has said is fine: in a comment, an ignore file, a baseline or a review."""

    check: Check
    fingerprint: str
    source: Literal["comment", "file", "baseline", "review"]
    reason: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody has decided of a finding, as ``finchecks-review.yaml`` has it.

    ``accepted``: the figure may stand; otherwise it is rejected, and to be mended. ``file`` is the article's
    path relative to that file.
    """

    fingerprint: str
    file: str
    accepted: bool
    name: str
    date: dt.date
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """All that was found in one document. ``document`` is None when it could not be read."""

    path: str | None
    document: Document | None
    checks: tuple[Check, ...]
    notes: tuple[Note, ...] = ()
    faults: tuple[Fault, ...] = ()
    #: of each check, in their order; see ``fingerprint.py``
    fingerprints: tuple[str, ...] = ()
    #: findings that are not told, as somebody accepts them
    accepted: tuple[Accepted, ...] = ()
    #: spans of all figures of the text, whether a check speaks of them or not (dates and periods are none)
    figures: tuple[tuple[int, int], ...] = ()
    #: what people have decided of this document's findings, the earliest first; some may be there no more
    decisions: tuple[Decision, ...] = ()

    @property
    def unread(self) -> bool:
        """The document could not be checked; ``faults`` say why."""
        return self.document is None

    def keep(self, indices: Iterable[int]) -> Report:
        """The report with these of its checks."""
        kept = tuple(indices)
        return replace(
            self,
            checks=tuple(self.checks[i] for i in kept),
            fingerprints=tuple(self.fingerprints[i] for i in kept),
        )

    def to_dict(self) -> DocumentDict:
        """The JSON contract as plain dicts and lists; see ``schema.json`` beside this file."""
        from finchecks.report.to_json import to_dict

        return to_dict(self)
