"""The table of checks: its columns, and the rows that a report makes.

One table for pandas, Parquet, JSON lines and CSV. The values are those of the JSON contract (``to_json``),
a row a check; a fault of an article (or a remark of its reader) is a row of its own, in which ``fault`` is
the reason, ``message`` says what it is, and what only a check has is null.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, get_args

from finchecks.claim import Direction
from finchecks.document import DateSource
from finchecks.engine import Reading, Severity, Verdict
from finchecks.faults import Fault
from finchecks.report import Report
from finchecks.report.to_json import CheckDict, dumps

Type = Literal["text", "word", "integer", "number", "day"]
Value = str | int | float | None
#: the values of a row in the order of COLUMNS; a day is written as 2026-01-15
Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A ``word`` is a text of which there are few; ``words`` are all it may be, where that is settled."""

    name: str
    type: Type
    meaning: str
    words: tuple[str, ...] = ()


#: mildest first, so that severities compare
SEVERITIES: tuple[Severity, ...] = ("note", "warning", "error")

COLUMNS = (
    Column("document", "text", "the article's id"),
    Column("row", "integer", "place of the article in the input, from 0"),
    Column("source", "word", "where the article comes from: the input's file, or the source column"),
    Column("published", "day", "day of publication that the checks went by"),
    Column("published_from", "word", "who gave that day", get_args(DateSource)),
    Column("check", "text", "id of the check in its article"),
    Column("fingerprint", "text", "the finding's name, which outlives edits elsewhere"),
    Column("rule", "word", "id of the rule"),
    Column("kind", "word", "what is claimed: percent_change, sum …"),
    Column("verdict", "word", "the verdict", get_args(Verdict)),
    Column("severity", "word", "how grave; null for consistent", SEVERITIES),
    Column("reading", "word", "the reading in which the figures meet", get_args(Reading)),
    Column("claim", "text", "the stated number as written"),
    Column("stated", "number", "its value, signed by the direction"),
    Column("stated_low", "number", "least value it stands for; null where open"),
    Column("stated_high", "number", "greatest value it stands for; null where open"),
    Column("unit", "word", "unit of the stated and the recomputed value"),
    Column("qualifier", "text", "about, more than …, as written"),
    Column("direction", "word", "what the cue says", get_args(Direction)),
    Column("start", "integer", "span of the stated number in the article, in code points, half-open"),
    Column("end", "integer", "end of that span"),
    Column("line", "integer", "line of the stated number, from 1"),
    Column("column", "integer", "column of it, from 1"),
    Column("recomputed", "number", "what the article's other numbers give"),
    Column("recomputed_low", "number", "least of it, with their rounding"),
    Column("recomputed_high", "number", "greatest of it, with their rounding"),
    Column("implied_role", "word", "the role that the article does not fill"),
    Column("implied", "number", "the value that the claim implies for it"),
    Column("implied_low", "number", "least of it"),
    Column("implied_high", "number", "greatest of it"),
    Column("implied_unit", "word", "unit of it"),
    Column("operands", "text", "the operands as a JSON array, as in the JSON contract"),
    Column("rates", "text", "the reference rates as a JSON array; null without any"),
    Column("formula", "text", "the rule's formula"),
    Column("derivation", "text", "the computation, to be redone on paper"),
    Column("diagnosis", "word", "code of the one mistake that explains the stated value"),
    Column("diagnosis_text", "text", "the same in words"),
    Column("suggestion", "text", "the corrected number, where there is only one"),
    Column("message", "text", "the finding, or the fault, in words"),
    Column("fault", "word", "reason of a fault; null in the row of a check"),
)
NAMES = tuple(column.name for column in COLUMNS)
PLACE = {name: index for index, name in enumerate(NAMES)}


def rows(report: Report, *, row: int, document: str | None = None, source: str | None = None) -> list[Row]:
    """The rows of one article: its faults, then its checks in document order."""
    if not report.checks and not report.faults:
        return []
    published = report.document.published if report.document else None
    head: Row = (
        document,
        row,
        source,
        published.isoformat() if published else None,
        report.document.published_from if report.document else None,
    )
    made = [fault_row(head, fault) for fault in report.faults]
    if report.checks:
        made += [head + _check(check) for check in report.to_dict()["checks"]]
    return made


def fault_row(head: Row, fault: Fault) -> Row:
    rest: list[Value] = [None] * (len(COLUMNS) - len(head))
    made = [*head, *rest]
    made[PLACE["line"]], made[PLACE["column"]] = fault.line, fault.column
    made[PLACE["message"]], made[PLACE["fault"]] = fault.message, fault.reason
    return tuple(made)


def head_of(row: int, document: str | None, source: str | None) -> Row:
    """What begins a row of an article that no reader has seen."""
    return (document, row, source, None, None)


def _check(check: CheckDict) -> Row:
    claim, figure, implied, diagnosis = (
        check["claim"],
        check["recomputed"],
        check["implied"],
        check["diagnosis"],
    )
    return (
        check["id"],
        check["fingerprint"],
        check["rule"],
        check["kind"],
        check["verdict"],
        check["severity"],
        check["reading"],
        claim["text"],
        claim["value"],
        claim["low"],
        claim["high"],
        claim["unit"],
        claim["qualifier"],
        claim["direction"],
        claim["start"],
        claim["end"],
        claim["line"],
        claim["column"],
        *((figure["value"], figure["low"], figure["high"]) if figure else (None, None, None)),
        *(
            (implied["role"], implied["value"], implied["low"], implied["high"], implied["unit"])
            if implied
            else (None, None, None, None, None)
        ),
        dumps(check["operands"]),
        dumps(check["rates"]) if check["rates"] else None,
        check["formula"],
        check["derivation"],
        diagnosis["code"] if diagnosis else None,
        diagnosis["text"] if diagnosis else None,
        check["suggestion"],
        check["message"],
        None,
    )


def day_of(value: Value) -> dt.date | None:
    return dt.date.fromisoformat(value) if isinstance(value, str) else None
