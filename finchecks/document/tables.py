"""Pipe tables, as Markdown writes them, read to cells with their places."""

from __future__ import annotations

import re
from collections.abc import Sequence

from finchecks.document import Cell, Table

#: A line of more cells than this is no row of a table.
MAX_CELLS = 1_000
#: A longer line before a table is cut to its last sentence.
_CAPTION_LENGTH = 300

_PAD = " \t*_`\u00a0"
_CELL_END = re.compile(r"(?<!\\)\|")
_PERIOD = re.compile(
    r"(?:fy|fiscal|year|[qh][1-4]|[1-4][qh])[ '’]{0,2}(?:19|20)?[0-9]{2}(?:[-/][0-9]{1,4})?[aef]?"
    r"|(?:.*\b)?(?:19|20)[0-9]{2}(?:[-/][0-9]{1,2})?[aef]?\W{0,3}(?:\([0-9a-z]\))?",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    r".*\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?: [0-9]{1,2})?,?", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.!?:]\s+(?=\S)")

Span = tuple[int, int]


def is_row(text: str) -> bool:
    """A line (without surrounding space) that reads as a row: it begins with a pipe and has another."""
    return text.startswith("|") and 1 < text.count("|") <= MAX_CELLS


def is_delimiter(text: str) -> bool:
    """The row of dashes below a table's header."""
    return "-" in text and "|" in text and not text.strip("|-:=+ \t") and text.count("|") <= MAX_CELLS


def read_table(source: str, lines: Sequence[Span], before: Sequence[str]) -> Table | None:
    """The table on ``lines`` of the source; None when no cell holds anything.

    ``before`` are the texts of the blocks that precede it, the nearest last.
    """
    rows: list[tuple[Cell, ...]] = []
    delimiter: int | None = None
    for start, end in lines:
        if delimiter is None and is_delimiter(source[start:end].strip()):
            delimiter = len(rows)
        else:
            rows.append(_cells(source, start, end))
    if not any(cell.text for row in rows for cell in row):
        return None
    header = _header(rows, delimiter)
    return Table(
        start=lines[0][0],
        end=lines[-1][1],
        rows=tuple(rows),
        header=header,
        caption=_caption(before, rows[:header]),
    )


def _cells(source: str, start: int, end: int) -> tuple[Cell, ...]:
    while start < end and source[start] in " \t>":
        start += 1
    while end > start and source[end - 1].isspace():
        end -= 1
    if source.startswith("|", start, end):
        start += 1
    ends = [match.start() for match in _CELL_END.finditer(source, start, end)]
    if not ends or ends[-1] != end - 1:
        ends.append(end)
    starts = [start, *(place + 1 for place in ends[:-1])]
    return tuple(_cell(source, *span) for span in zip(starts, ends, strict=True))


def _cell(source: str, start: int, end: int) -> Cell:
    text = source[start:end]
    start += len(text) - len(text.lstrip(_PAD))
    text = text.strip(_PAD)
    return Cell(start, start + len(text), text)


def _header(rows: Sequence[Sequence[Cell]], delimiter: int | None) -> int:
    """How many leading rows name the columns: those above the delimiter, and the ones below that go on so."""
    header = delimiter or 0
    has_periods = any(_is_period(cell.text) for row in rows[:header] for cell in row[1:])
    for row in rows[header:-1]:
        if not _continues_header(row, has_periods, started=header > 0):
            break
        has_periods = has_periods or any(_is_period(cell.text) for cell in row[1:])
        header += 1
    return header


def _continues_header(row: Sequence[Cell], has_periods: bool, started: bool) -> bool:
    label, *others = (cell.text for cell in row)
    filled = [text for text in others if text]
    if not filled:
        # A row with a label alone names a section of the table, unless it says what the figures are in.
        return not label or (label.startswith("(") and label.endswith(")"))
    names_only = all(_is_name(text) for text in filled)
    if label and started and not label.startswith("("):
        return not has_periods and all(_is_period(text) for text in filled)
    return names_only


def _is_name(text: str) -> bool:
    return _is_period(text) or not any(character.isdigit() for character in text)


def _is_period(text: str) -> bool:
    return len(text) < 80 and bool(_PERIOD.fullmatch(text) or _MONTH_DAY.fullmatch(text))


def _caption(before: Sequence[str], header: Sequence[Sequence[Cell]]) -> str:
    """The words that introduce a table: the nearest line above it, and the labels of its header.

    A nearest line that stands in brackets ("(in thousands)") says only the unit, so the one above it is
    taken too.
    """
    parts: list[str] = []
    for text in reversed(before):
        line = text.strip(_PAD + "#\r\n").rsplit("\n", 1)[-1].strip(_PAD)
        if len(line) > _CAPTION_LENGTH:
            line = line[-_CAPTION_LENGTH:]
            end = _SENTENCE_END.search(line)
            line = line[end.end() :] if end else line
        parts.insert(0, line)
        if not line.startswith("("):
            break
    labels = [row[0].text for row in header if row and row[0].text]
    spanning = [row[1].text for row in header if len(row) > 1 and row[1].text.startswith("(")]
    return " ".join(part for part in [*parts, *labels, *spanning] if part)
