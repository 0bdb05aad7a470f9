"""One article of a table → its rows. A single check is a batch of one: both go through ``check_bytes``."""

from __future__ import annotations

import datetime as dt
import math
import os
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from finchecks.batch.columns import Row, fault_row, head_of, rows
from finchecks.batch.worker import Setup
from finchecks.document.from_bytes import SUFFIXES
from finchecks.faults import Fault, internal
from finchecks.pipeline import Knowledge, check_bytes, check_source, prepare, unread
from finchecks.report import Report
from finchecks.review.reviewer import Reviewer
from finchecks.settings import Settings
from finchecks.sources import Source

#: Texts of more bytes than this are refused: a table that holds one holds something else by mistake.
MAX_TEXT = 10_000_000


class Item(msgspec.Struct, array_like=True, frozen=True):
    """One article: a text of a table as UTF-8, or a file (``path``) that is read when it is checked.

    ``faults`` (reason, message) were found when the table was read; without a text they are all there is.
    """

    row: int
    data: bytes | None = None
    date: str | None = None
    document: str | None = None
    source: str | None = None
    path: bytes | None = None
    #: size and time of the file, so that a run that goes on notices another one in its place
    stamp: str | None = None
    faults: tuple[tuple[str, str], ...] = ()


def make_item(
    row: int,
    text: object,
    *,
    date: object = None,
    dated: bool = False,
    document: str | None = None,
    source: str | None = None,
) -> Item:
    """An item of a table's cells; ``dated`` says that the table has a column of dates.

    A cell that is no text is a fault, and the article is not checked. One that is no date is a fault too,
    and the article is checked without it. A text of ``surrogateescape`` decoding is read as its bytes are.
    """
    faults: list[tuple[str, str]] = []
    data = _data(text, faults)
    day = _day(date, faults) if dated and data is not None else None
    return Item(row, data, day, document, source, faults=tuple(faults))


@dataclass(frozen=True, slots=True)
class Kernel:
    """What every article of a batch is checked and reviewed by, as ``finchecks.check`` would.

    Comments in an article accept findings; what lies beside one (.finchecks-ignore, reviews, baselines) does
    not count, since rows of a table have no place that it could lie beside.
    """

    knowledge: Knowledge
    settings: Settings = field(default_factory=Settings)
    format: str | None = None
    reviewer: Reviewer = field(default_factory=lambda: Reviewer(alone=True))

    @staticmethod
    def of(setup: Setup) -> Kernel:
        """Raises FaultError for faulty rules, rates or facts."""
        rules, rates, facts = (
            None if file is None else Path(file) for file in (setup.rules, setup.rates, setup.facts)
        )
        settings = Settings(select=setup.select, ignore=setup.ignore, severity=setup.severity, rules=rules)
        return Kernel(prepare(rules=rules, rates=rates, facts=facts), settings, setup.format)


def check_item(item: Item, kernel: Kernel) -> list[Row]:
    """The rows of an article. Whatever it is, it raises nothing."""
    head = head_of(item.row, item.document, item.source)
    made = [fault_row(head, Fault(*fault)) for fault in item.faults]
    day = None if item.date is None else dt.date.fromisoformat(item.date)
    report: Report | None = None
    if item.path is not None:
        report = check_source(Source(os.fsdecode(item.path)), kernel.knowledge, date=day)
    elif item.data is not None:
        report = check_bytes(item.data, kernel.knowledge, date=day, format=kernel.format)
    if report is not None:
        report = _reviewed(report, kernel)
        made += rows(report, row=item.row, document=item.document, source=item.source)
    return made


def _reviewed(report: Report, kernel: Kernel) -> Report:
    try:
        return kernel.reviewer.review(report, kernel.settings)
    except Exception as error:
        return unread(report.path, internal(error, report.path))


ROWS = msgspec.msgpack.Decoder(list[tuple[str | int | float | None, ...]])


def lost(item: Item, reason: str, message: str) -> list[Row]:
    """The rows of an article whose check did not end."""
    head = head_of(item.row, item.document, item.source)
    return [fault_row(head, Fault(*fault)) for fault in (*item.faults, (reason, message))]


FORMATS = tuple(dict.fromkeys(SUFFIXES.values()))


def absent(value: object) -> bool:
    """None, NaN, NaT and pandas' NA: nothing that is one of them equals itself."""
    if value is None:
        return True
    if isinstance(value, float):
        return math.isnan(value)
    return type(value).__name__ in ("NaTType", "NAType")


def _data(value: object, faults: list[tuple[str, str]]) -> bytes | None:
    """The text as UTF-8; None, and a fault, where there is none."""
    if absent(value):
        faults.append(("null", "There is no text in this row."))
        return None
    if not isinstance(value, str):
        hint = ": decode it first" if isinstance(value, (bytes, bytearray, memoryview)) else ""
        faults.append(("type", f"This is no text but of type {type(value).__name__}{hint}."))
        return None
    if not value or value.isspace():
        faults.append(("empty", "The text is empty."))
        return None
    data = _encoded(value, faults)
    if len(data) > MAX_TEXT:
        sizes = f"{len(data) / 1e6:,.1f} MB; the limit is {MAX_TEXT / 1e6:,.0f} MB"
        faults[:] = [("too-large", f"The text is too large ({sizes}): split it.")]
        return None
    return data


def _encoded(text: str, faults: list[tuple[str, str]]) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        pass
    try:
        return text.encode("utf-8", "surrogateescape")  # the reader tells how it read these bytes
    except UnicodeEncodeError:
        message = "The text has halves of characters that are no Unicode: they were read as “?”."
        faults.append(("encoding", message))
        return text.encode("utf-8", "replace")


def _day(value: object, faults: list[tuple[str, str]]) -> str | None:
    """The day as ISO text; None, and a fault, where there is none."""
    if absent(value) or value == "":
        faults.append(("date", "There is no date in this row: it was checked as undated."))
        return None
    try:
        if isinstance(value, str):
            return dt.datetime.fromisoformat(value.strip()).date().isoformat()
        if isinstance(value, dt.datetime):
            return value.date().isoformat()
        if isinstance(value, dt.date):
            return value.isoformat()
    except ValueError:
        pass
    shown = repr(value) if isinstance(value, (str, int, float)) else f"a {type(value).__name__}"
    shown = shown if len(shown) <= 40 else shown[:39] + "…"
    faults.append(("date", f"{shown} is no date (write it as 2026-01-15): the row was checked as undated."))
    return None
