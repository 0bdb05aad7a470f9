"""Report → JSON: the contract that other tools rely on.

The typed dicts below are its one definition: mypy holds the code to them, and ``schema.json`` is generated
from them (``make schema``). Key order is theirs. JSON knows no infinity: an open end is ``null``.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable
from typing import Literal, NotRequired, TextIO, TypedDict

import finchecks
from finchecks.claim import Operand
from finchecks.document import Document
from finchecks.engine import Check, Figure, Implied, Rate
from finchecks.report import Report
from finchecks.report.fingerprint import fingerprints
from finchecks.report.formats import Options
from finchecks.report.places import Lines, lines_of


class ClaimDict(TypedDict):
    """The number that claims something. ``value`` is signed by the direction, in base units (76% is 76.0);
    ``low`` and ``high`` bound what its digits and qualifier allow, null where they set no bound."""

    start: int
    end: int
    line: int
    column: int
    text: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    qualifier: str | None
    direction: Literal["up", "down"] | None


class OperandDict(TypedDict):
    """A number that the claim is about, in its role; one that is not in the source has no place."""

    role: str
    start: int | None
    end: int | None
    text: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    source: Literal["text", "table", "facts", "date"]


class FigureDict(TypedDict):
    """The recomputed value with its interval, in the claim's unit."""

    value: float
    low: float | None
    high: float | None
    unit: str


class ImpliedDict(TypedDict):
    """What a missing operand, or the exchange rate (role ``rate``), would have to be."""

    role: str
    value: float
    low: float | None
    high: float | None
    unit: str


class WhenDict(TypedDict):
    """The day or the period of a reference rate."""

    date: NotRequired[str]
    period: NotRequired[str]


class RateDict(WhenDict):
    """A reference rate that a conversion was judged by: of a date, of a period, or as the text states it."""

    source: str
    low: float | None
    high: float | None
    fits: bool


class DiagnosisDict(TypedDict):
    """The one mistake that would explain the stated value."""

    code: str
    text: str


class CheckDict(TypedDict):
    """One claim recomputed. ``id`` is unique in the document, ``fingerprint`` outlives edits elsewhere."""

    id: str
    fingerprint: str
    rule: str
    kind: str
    verdict: Literal["consistent", "mismatch", "unverifiable"]
    severity: Literal["error", "warning", "note"] | None
    reading: Literal["strict", "loose"] | None
    claim: ClaimDict
    operands: list[OperandDict]
    recomputed: FigureDict | None
    implied: ImpliedDict | None
    rates: list[RateDict]
    formula: str
    derivation: str
    diagnosis: DiagnosisDict | None
    suggestion: str | None
    message: str


class NoteDict(TypedDict):
    """A remark on the document as a whole, without severity. ``spans`` are pairs of offsets."""

    rule: str
    message: str
    spans: list[list[int]]


class FaultDict(TypedDict):
    """Something that could not be done, or only in part; ``reason`` is a stable word."""

    reason: str
    message: str


class DocumentDict(TypedDict):
    """What finchecks found in one document. Offsets are Unicode code points in the decoded source
    (a byte order mark not counted, newlines untranslated), half-open; lines and columns count from 1."""

    schema: Literal[1]
    version: str
    path: str | None
    published: str | None
    published_from: Literal["option", "metadata", "text"] | None
    checks: list[CheckDict]
    notes: list[NoteDict]
    faults: list[FaultDict]


def write(reports: Iterable[Report], out: TextIO, options: Options) -> None:
    """One document as an object; a folder or several paths as an array, however many documents they hold."""
    if options.single:
        for report in reports:
            out.write(dumps(to_dict(report), indent=2) + "\n")
        return
    out.write("[")
    for index, report in enumerate(reports):
        out.write(",\n" if index else "\n")
        out.write(dumps(to_dict(report), indent=2))
    out.write("\n]\n")


def write_lines(reports: Iterable[Report], out: TextIO, options: Options) -> None:
    """One document a line, each as soon as it is done."""
    for report in reports:
        out.write(dumps(to_dict(report)) + "\n")
        out.flush()


def dumps(value: object, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)


def to_dict(report: Report) -> DocumentDict:
    document = report.document
    published = document.published if document else None
    return {
        "schema": 1,
        "version": finchecks.__version__,
        "path": report.path,
        "published": published.isoformat() if published else None,
        "published_from": document.published_from if document else None,
        "checks": _checks(report, document) if document else [],
        "notes": [
            {"rule": note.rule, "message": note.message, "spans": [list(span) for span in note.spans]}
            for note in report.notes
        ],
        "faults": [{"reason": fault.reason, "message": fault.message} for fault in report.faults],
    }


def _checks(report: Report, document: Document) -> list[CheckDict]:
    lines = lines_of(document.source)
    ids: Counter[str] = Counter()
    out = []
    marks = report.fingerprints or fingerprints(report.checks, document)
    for check, fingerprint in zip(report.checks, marks, strict=True):
        name = f"{check.claim.rule}:{check.claim.stated.start}-{check.claim.stated.end}"
        ids[name] += 1
        id = name if ids[name] == 1 else f"{name}:{ids[name]}"
        out.append(_check(check, lines, id=id, fingerprint=fingerprint))
    return out


def _check(check: Check, lines: Lines, *, id: str, fingerprint: str) -> CheckDict:
    diagnosis = check.diagnosis
    return {
        "id": id,
        "fingerprint": fingerprint,
        "rule": check.claim.rule,
        "kind": check.claim.kind,
        "verdict": check.verdict,
        "severity": check.severity,
        "reading": check.reading,
        "claim": _claim(check, lines),
        "operands": [_operand(operand) for operand in check.claim.operands],
        "recomputed": _figure(check.recomputed),
        "implied": _implied(check.implied),
        "rates": [_rate(rate) for rate in check.rates],
        "formula": check.formula,
        "derivation": check.derivation,
        "diagnosis": {"code": diagnosis.code, "text": diagnosis.text} if diagnosis else None,
        "suggestion": check.suggestion,
        "message": check.message,
    }


def _claim(check: Check, lines: Lines) -> ClaimDict:
    stated = check.claim.stated
    line, column = lines.at(stated.start)
    return {
        "start": stated.start,
        "end": stated.end,
        "line": line,
        "column": column,
        "text": stated.text,
        "value": _finite(check.claim.value),
        "low": _finite(check.stated.low),
        "high": _finite(check.stated.high),
        "unit": stated.unit,
        "qualifier": stated.qualifier_text or stated.qualifier,
        "direction": check.claim.direction,
    }


def _operand(operand: Operand) -> OperandDict:
    return {
        "role": operand.role,
        "start": operand.quantity.start if operand.quantity else None,
        "end": operand.quantity.end if operand.quantity else None,
        "text": operand.text,
        "value": _finite(operand.value),
        "low": _finite(operand.strict.low),
        "high": _finite(operand.strict.high),
        "unit": operand.unit,
        "source": operand.source,
    }


def _figure(figure: Figure | None) -> FigureDict | None:
    if figure is None or not math.isfinite(figure.value):
        return None
    low, high = _finite(figure.low), _finite(figure.high)
    return {"value": figure.value, "low": low, "high": high, "unit": figure.unit}


def _implied(implied: Implied | None) -> ImpliedDict | None:
    if implied is None or not math.isfinite(implied.value):
        return None
    low, high = _finite(implied.low), _finite(implied.high)
    return {"role": implied.role, "value": implied.value, "low": low, "high": high, "unit": implied.unit}


def _rate(rate: Rate) -> RateDict:
    when: WhenDict = {}
    if rate.date is not None:
        when["date"] = rate.date
    if rate.period is not None:
        when["period"] = rate.period
    low, high = _finite(rate.low), _finite(rate.high)
    return {"source": rate.source, **when, "low": low, "high": high, "fits": rate.fits}


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
