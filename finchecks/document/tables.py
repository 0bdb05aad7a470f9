"""Pipe tables, as Markdown writes them, read to cells with their places."""

from __future__ import annotations

import re
from collections.abc import Sequence

from finchecks.document import Cell, Table

#: A line of more cells than this is no row of a table.
MAX_CELLS = 1_000
#: A longer line before a table is cut to its last sentence.
_CAPTION_LENGTH = 200

_PAD = " \t*_`\u00a0"
_CELL_END = re.compile(r"(?<!\\)\|")
#: A column named by a year, fiscal or not, with a footnote mark perhaps: "2019 (1)", "FY24E", "31 May 2020".
_YEAR = re.compile(
    r"(?:(?:fy|f|fiscal|year|[qh][1-4]|[1-4][qh])[ '’]{0,2}(?:19|20)?[0-9]{2}(?:/[0-9]{1,4})?"
    r"|(?:.*\b)?(?:19|20)[0-9]{2}(?:[-/][0-9]{1,2})?)[aef]?\W{0,3}[0-9a-z]?\W?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{3}")
#: What the first cell of a header says about the figures below: "(in millions)", "$ million", "USD '000".
_UNITS = re.compile(r"\(|.*\b(?:thousands?|millions?|billions?|000s?)\b", re.IGNORECASE)
#: A cell that holds a unit alone: "$'000", "£m", "US$ million", "(%)", "RMB".
_UNIT = re.compile(
    r"\(?(?:(?:[A-Z]{0,3}[$£€¥₹]|[A-Z]{3}) ?(?:m|mn|bn|k|['’]?000s?|thousands?|millions?|billions?)?|%)\)?",
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
        if delimiter is None and is_delimiter(source[start:end].strip(" \t\r>")):
            delimiter = len(rows)
        else:
            rows.append(_cells(source, start, end))
    return table_of(rows, delimiter, before, (lines[0][0], lines[-1][1]))


def table_of(
    rows: Sequence[tuple[Cell, ...]], delimiter: int | None, before: Sequence[str], span: Span
) -> Table | None:
    """The table of these rows; None when no cell holds anything.

    ``delimiter`` counts the leading rows that the markup sets off as header, None where it sets off none.
    """
    if not any(cell.text for row in rows for cell in row):
        return None
    header = _header(rows, delimiter)
    return Table(*span, rows=tuple(rows), header=header, caption=_caption(before, rows[:header]))


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
    for row in rows[header:-1]:
        if not _continues_header(row, rows[:header]):
            break
        header += 1
    return header


def _continues_header(row: Sequence[Cell], above: Sequence[Sequence[Cell]]) -> bool:
    """Whether a row below the first header row still names columns: by its label, or for want of one."""
    label, *others = (cell.text for cell in row)
    filled = [text for text in others if text]
    if not filled:
        # A label alone names a section of the table, unless it says what the figures are in.
        return not label or (label.startswith("(") and label.endswith(")"))
    if not all(is_name(text) for text in filled):
        return False
    if all(_UNIT.fullmatch(text) for text in filled):
        return True
    if not label or not above or _UNITS.match(label):
        return True
    has_years = any(_is_year(cell.text) for names in above for cell in names[1:])
    return not has_years and any(_is_year(text) for text in filled)


def is_name(text: str) -> bool:
    """Whether a cell names a column rather than holding a figure: a year, words, or no digit at all."""
    has_no_figure = not any(map(str.isdigit, text)) or text.endswith(("'000", "’000"))
    return has_no_figure or bool(_WORD.search(text)) or _is_year(text)


def _is_year(text: str) -> bool:
    return len(text) < 80 and bool(_YEAR.fullmatch(text))


def _caption(before: Sequence[str], header: Sequence[Sequence[Cell]]) -> str:
    """The words that introduce a table: the nearest line above it, and the labels of its header.

    A nearest line that stands in brackets ("(in thousands)") says only the unit, so the one above it is
    taken too.
    """
    parts: list[str] = []
    for text in reversed(before):
        line = text.strip(_PAD + "#\r\n").rsplit("\n", 1)[-1].strip(_PAD)
        if len(line) > _CAPTION_LENGTH:
            line = _SENTENCE_END.split(line[-_CAPTION_LENGTH:])[-1]
        parts.insert(0, line)
        if not line.startswith("("):
            break
    for row in header:
        filled = [cell.text for cell in row if cell.text]
        spans_all = len(filled) == 1 and len(row) > 2
        parts += [cell.text for cell in row[:1] if not spans_all]
        parts += [text for text in filled if spans_all or (text.startswith("(") and text != row[0].text)]
    return " ".join(dict.fromkeys(part for part in parts if part))
