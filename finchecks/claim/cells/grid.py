"""A table as lines of entries, read along its rows or, turned, along its columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from finchecks.claim.cells.words import TableWords
from finchecks.claim.relations import Relations, stem
from finchecks.document import Cell, Table
from finchecks.quantity import Quantity

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
#: a table of more lines or columns than this is data, not a statement: its own arithmetic is left alone
MAX_LINES, MAX_SLOTS = 400, 60


@dataclass(frozen=True, slots=True)
class Line:
    """A row with its label, or a column with its header; ``entries`` by the number of the crossing line."""

    index: int
    label: str
    #: the label's lowest header alone ("(%)" below "Change"); for rows the label
    leaf: str
    stems: frozenset[str]
    entries: Mapping[int, Quantity]
    #: crossing lines in which a dash stands: nothing, that is zero
    zeros: frozenset[int]
    #: crossing lines in which a word says that there is no meaningful number
    blanks: frozenset[int]
    #: the heading without numbers that it stands under; for columns the empty string
    heading: str = ""
    #: whether it is the first line after a heading, or of the table
    first: bool = False
    years: tuple[int, ...] = ()

    @property
    def unit(self) -> str:
        """The unit of most of its entries, of the first where it is even; "" for bare numbers."""
        units = [q.unit for q in self.entries.values()]
        return max(dict.fromkeys(units), key=units.count, default="")


@dataclass(frozen=True, slots=True)
class Grid:
    """``rows`` as they stand, ``columns`` the same numbers turned; both count in the table's own numbers."""

    index: int
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    #: the words above the table and in its corner, lower case
    caption: str


@dataclass(slots=True)
class _Column:
    label: str
    leaf: str
    entries: dict[int, Quantity] = field(default_factory=dict)
    zeros: set[int] = field(default_factory=set)
    blanks: set[int] = field(default_factory=set)


def grids(
    tables: Sequence[Table], cells: Sequence[Quantity], words: TableWords, relations: Relations
) -> list[Grid]:
    """The tables that hold numbers, in their order."""
    placed: dict[int, dict[tuple[int, int], Quantity]] = {}
    for q in cells:
        if q.cell is not None and q.kind != "period" and not q.is_range:
            table, row, column = q.cell
            placed.setdefault(table, {})[row, column] = q
    return [
        _grid(index, table, placed[index], words, relations)
        for index, table in enumerate(tables)
        if index in placed
        and len(table.rows) <= MAX_LINES
        and max(len(row) for row in table.rows) <= MAX_SLOTS
    ]


def _grid(
    index: int,
    table: Table,
    placed: Mapping[tuple[int, int], Quantity],
    words: TableWords,
    relations: Relations,
) -> Grid:
    width = max(len(row) for row in table.rows)
    columns = [_Column(*_header(table, column)) for column in range(width)]
    placed = _with_percents(placed)
    rows: list[Line] = []
    heading, first = "", True
    for number in range(table.header, len(table.rows)):
        raw = table.rows[number]
        entries = {c: q for c in range(width) if (q := placed.get((number, c))) is not None}
        zeros, blanks = _silences(raw, entries, words)
        label = _label(raw, entries)
        if not entries and not zeros:
            heading, first = label, True
            continue
        for c, q in entries.items():
            columns[c].entries[number] = q
        for c in zeros:
            columns[c].zeros.add(number)
        for c in blanks:
            columns[c].blanks.add(number)
        rows.append(
            _line(number, label, label, entries, zeros, blanks, relations, heading=heading, first=first)
        )
        first = False
    turned = [
        _line(number, c.label, c.leaf, c.entries, frozenset(c.zeros), frozenset(c.blanks), relations)
        for number, c in enumerate(columns)
        if c.entries
    ]
    if turned:
        turned[0] = replace(turned[0], first=True)
    return Grid(index, tuple(rows), tuple(turned), table.caption.lower())


def _with_percents(placed: Mapping[tuple[int, int], Quantity]) -> Mapping[tuple[int, int], Quantity]:
    """A column whose first number bears a percent sign, as is the custom, is one of percentages."""
    columns: dict[int, list[tuple[int, int]]] = {}
    for place in sorted(placed):
        columns.setdefault(place[1], []).append(place)
    found = dict(placed)
    for places in columns.values():
        if is_rate(placed[places[0]]) and all(
            is_rate(placed[place]) or (placed[place].kind == "number" and placed[place].scale == 1)
            for place in places
        ):
            for place in places:
                if not is_rate(placed[place]):
                    found[place] = replace(placed[place], kind="percent", unit="percent")
    return found


def _line(
    index: int,
    label: str,
    leaf: str,
    entries: Mapping[int, Quantity],
    zeros: frozenset[int],
    blanks: frozenset[int],
    relations: Relations,
    *,
    heading: str = "",
    first: bool = False,
) -> Line:
    low = label.lower()
    return Line(
        index, low, leaf.lower(), stems(low, relations), entries, zeros, blanks, heading.lower(), first,
        tuple(int(year) for year in _YEAR.findall(label)),
    )  # fmt: skip


def stems(text: str, relations: Relations) -> frozenset[str]:
    """What a label names, without the words that name nothing."""
    found = (stem(word) for word in _WORD.findall(text.lower()) if word not in relations.stop)
    return frozenset(one for one in found if len(one) > 1 and one not in relations.stop)


def _silences(
    raw: Sequence[Cell], entries: Mapping[int, Quantity], words: TableWords
) -> tuple[frozenset[int], frozenset[int]]:
    zeros, blanks = set(), set()
    for column, cell in enumerate(raw[1:], 1):
        text = cell.text.lower()
        if column in entries or not text:
            continue
        if text in words.nothing:
            zeros.add(column)
        elif text in words.blank or any(map(str.isalnum, text)):
            blanks.add(column)
    return frozenset(zeros), frozenset(blanks)


def _label(raw: Sequence[Cell], entries: Mapping[int, Quantity]) -> str:
    """The first cell, when it holds no number of the table's."""
    return raw[0].text if raw and 0 not in entries else ""


def _header(table: Table, column: int) -> tuple[str, str]:
    """All that stands above a column, and the lowest of it.

    An empty cell belongs to the filled one on its left, which spans both ("| 2019 | | 2018 | |").
    """
    parts: list[str] = []
    leaf = ""
    for row in table.rows[: table.header]:
        filled = [cell.text for cell in row[1:] if cell.text]
        # "(in thousands, except per share data)" alone in its row speaks of all columns
        if column >= len(row) or (column and len(filled) == 1 and filled[0].startswith("(") and len(row) > 2):
            continue
        text = row[column].text
        if text:
            leaf = text
        elif column:
            text = next((row[c].text for c in range(column - 1, 0, -1) if row[c].text), "")
        if text:
            parts.append(text)
    return " ".join(dict.fromkeys(parts)), leaf


def is_rate(q: Quantity) -> bool:
    return q.unit == "percent"


def aligned(q: Quantity, like: Quantity) -> Quantity | None:
    """A cell as one that can be added to another; None where the two are of different units.

    A label ("Issue of shares") may have hidden from the reader that a row has the table's unit and scale; the
    arithmetic will tell.
    """
    if q.unit == like.unit and q.scale == like.scale:
        return q
    if is_rate(q) != is_rate(like) or (q.unit and like.unit and q.unit != like.unit):
        return None
    t = like.scale / q.scale
    return replace(
        q, kind=like.kind, unit=like.unit, value=q.value * t, low=q.low * t, high=q.high * t,
        loose_low=q.loose_low * t, loose_high=q.loose_high * t, step=q.step * t, scale=like.scale,
    )  # fmt: skip


def is_single(line: Line, words: TableWords) -> bool:
    """Does it hold prices, averages or the like, which cannot be added?"""
    return bool(words.average.search(line.label) or words.per.search(line.label))
