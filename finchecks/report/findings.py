"""What the formats for machines report: the checks that somebody must look at, with their places.

Console and JSON tell everything; a code-review tool wants findings only, each with a region of a file.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from urllib.parse import quote

from finchecks.engine import Severity
from finchecks.report import Report
from finchecks.report.places import Lines, lines_of
from finchecks.report.to_json import CheckDict, OperandDict

#: severities, the gravest first
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Region:
    """A span of a source: offsets in code points, half-open; lines and columns from 1, ``end_column`` is
    that of the first character after the region."""

    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Finding:
    """A check of at least the severity asked for, the contract's dict of it, and where all of it stands."""

    check: CheckDict
    severity: Severity
    region: Region
    #: the operands that are in the source, with their regions
    operands: tuple[tuple[OperandDict, Region], ...]


def findings(report: Report, mildest: Severity = "warning") -> Iterator[Finding]:
    """The findings of a document at or above a severity, in document order; none for an unread one."""
    if report.document is None:
        return
    wanted = SEVERITIES[: SEVERITIES.index(mildest) + 1]
    if not any(check.severity in wanted for check in report.checks):
        return
    lines = lines_of(report.document.source)
    for check in report.to_dict()["checks"]:
        severity = check["severity"]
        if severity in wanted and severity is not None:
            operands = tuple(
                (operand, region(lines, operand["start"], operand["end"]))
                for operand in check["operands"]
                if operand["start"] is not None and operand["end"] is not None
            )
            claim = check["claim"]
            yield Finding(check, severity, region(lines, claim["start"], claim["end"]), operands)


def region(lines: Lines, start: int, end: int) -> Region:
    """Where a span is; a span that ends with a line's end ends on that line."""
    line, column = lines.at(start)
    end_line, end_column = lines.at(end)
    if end_column == 1 and end_line > line:
        low, high = lines.span(end_line - 1)
        end_line, end_column = end_line - 1, high - low + 1
    return Region(start, end, line, column, end_line, end_column)


def relative(path: str | None) -> str:
    """The path as code-review tools want it: relative to the working directory, with slashes, no ``./``.

    A file outside keeps its absolute path; standard input is ``stdin``.
    """
    if path in (None, "-"):
        return "stdin"
    name = os.path.normpath(path or "")
    if os.path.isabs(name):
        inside = os.path.relpath(name) if _same_drive(name) else name
        name = name if inside.startswith(os.pardir) else inside
    return PurePath(name).as_posix()


def uri(path: str | None) -> str:
    """The path as a URI reference, percent-encoded; ``file://`` for what is outside the working directory."""
    name = relative(path)
    if os.path.isabs(name):
        return Path(name).as_uri()
    # A colon in the first part would make a scheme of it, so it is encoded as well.
    return quote(os.fsencode(name), safe="/")


def _same_drive(name: str) -> bool:
    return os.path.splitdrive(name)[0] == os.path.splitdrive(os.getcwd())[0]


def told(check: CheckDict) -> str:
    """The message, with the derivation where it does not tell it already, and the suggestion."""
    parts = [check["message"].rstrip()]
    if check["derivation"] and check["derivation"] not in check["message"]:
        parts.append(f"[{check['derivation']}]")
    if check["suggestion"]:
        parts.append(f"Suggestion: {check['suggestion']}.")
    return " ".join(parts)
