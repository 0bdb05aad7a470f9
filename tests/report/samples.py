"""Reports made by hand, so that the writers are tested without the stages before them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from finchecks.claim import Claim, Direction, Operand
from finchecks.document import Block, Document
from finchecks.engine import Check, Diagnosis, Figure, Implied, Note, Rate
from finchecks.faults import Fault
from finchecks.interval import Interval
from finchecks.quantity import Quantity, QuantityKind
from finchecks.report import Report

TEXT = (
    "Lantern Works grew fast.\n"
    "\n"
    "Sales jumped 76% to $1.13bn from $600m, while the margin of 42.8% was 12.4 points better than before. "
    "The group paid 57.4 million RMB ($8.2 million) for a rival.\n"
)


def quantity(source: str, text: str, kind: QuantityKind, value: float, unit: str, half: float) -> Quantity:
    """The first place of ``text``; ``half`` is half a unit of its last digit."""
    start = source.index(text)
    digits = re.search(r"[\d.]+", text)
    assert digits
    return Quantity(
        *(start, start + len(text), text, kind, value, unit),
        *(value - half, value + half, value - half, value + half),
        step=2 * half,
        scale=value / float(digits.group()),
        decimals=len(digits.group().partition(".")[2]),
    )


def operand(role: str, q: Quantity) -> Operand:
    return Operand(
        role, q.value, q.unit, Interval(q.low, q.high), Interval(q.loose_low, q.loose_high), q.text, q
    )


def document(source: str = TEXT, path: str | None = "sample.md") -> Document:
    blocks = (Block("heading", 0, 24), Block("paragraph", 26, len(source)))
    return Document(source, source, blocks, (), dt.date(2026, 1, 15), "metadata", path)


def mismatch(source: str = TEXT, direction: Direction = "up") -> Check:
    stated = quantity(source, "76%", "percent", 76.0, "percent", 0.5)
    new = quantity(source, "$1.13bn", "money", 1.13e9, "USD", 0.005e9)
    old = quantity(source, "$600m", "money", 600e6, "USD", 0.5e6)
    return Check(
        claim=Claim(
            "percent-change",
            "percent_change",
            stated,
            76.0,
            (operand("new", new), operand("old", old)),
            direction,
            "jumped",
        ),
        verdict="mismatch",
        severity="error",
        reading=None,
        stated=Interval(75.5, 76.5),
        recomputed=Figure(88.333, 87.34, 89.32, "percent"),
        implied=None,
        rates=(),
        formula="new / old - 1",
        derivation="$1.13bn / $600m - 1 = 88.3%",
        diagnosis=Diagnosis("wrong_operand", "76% would fit an old value of $642m"),
        suggestion="88%",
        message="These figures cannot all be right: $1.13bn from $600m is a rise of 88.3%, not 76%.",
    )


def unverifiable() -> Check:
    stated = quantity(TEXT, "12.4 points", "points", 12.4, "percentage_point", 0.05)
    new = quantity(TEXT, "42.8%", "percent", 42.8, "percent", 0.05)
    return Check(
        claim=Claim(
            "pp-change", "pp_change", stated, 12.4, (operand("new", new),), "up", "better", missing="old"
        ),
        verdict="unverifiable",
        severity="note",
        reading=None,
        stated=Interval(12.35, 12.45),
        recomputed=None,
        implied=Implied("old", 30.4, 30.3, 30.5, "percent"),
        rates=(),
        formula="new - old",
        derivation="42.8% - 12.4 points = 30.4%",
        diagnosis=None,
        suggestion=None,
        message="12.4 points implies an earlier 30.4%, which the text does not give",
    )


def conversion(fits: bool = True) -> Check:
    stated = quantity(TEXT, "$8.2 million", "money", 8.2e6, "USD", 0.05e6)
    source = quantity(TEXT, "57.4 million RMB", "money", 57.4e6, "CNY", 0.05e6)
    return Check(
        claim=Claim("currency-conversion", "currency_conversion", stated, 8.2e6, (operand("from", source),)),
        verdict="consistent",
        severity=None,
        reading="strict",
        stated=Interval(8.15e6, 8.25e6),
        recomputed=Figure(8.22e6, 8.17e6, 8.27e6, "USD"),
        implied=Implied("rate", 0.1429, 0.1418, 0.1439, "USD/CNY"),
        rates=(
            Rate("ecb", "2026-01-15", None, 0.1425, 0.1441, fits),
            Rate("ecb", None, "2022", 0.1478, 0.1493, False),
        ),
        formula="from * rate",
        derivation="57.4 million RMB × 0.1433 = $8.2 million",
        diagnosis=None,
        suggestion=None,
        message="fits the rate of 2026-01-15, not the average of 2022 ($8.5 million)",
    )


def report() -> Report:
    """Every verdict, a note and a fault."""
    note = Note("currency-conversion", "Two conversions cannot be of one rate.", ((60, 63), (70, 77)))
    fault = Fault("encoding", "read as cp1252, for it is no UTF-8", "sample.md")
    return Report("sample.md", document(), (mismatch(), unverifiable(), conversion()), (note,), (fault,))


def unread(path: str = "gone.txt", message: str = "There is no such file.") -> Report:
    """A document that could not be read."""
    return Report(path, None, (), (), (Fault("missing", message, path),))


def saying(words: str, path: str = "sample.md") -> Report:
    """A report of one finding whose sentence, message and path hold ``words``."""
    source = _text(words)
    check = replace(mismatch(source), message=f"{words} cannot be right", suggestion=words)
    return Report(path, document(source, path), (check,))


def _text(words: str) -> str:
    return f"{words}\n\n{TEXT.replace('jumped', f'jumped {words}')}"
