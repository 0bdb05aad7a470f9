"""Lines of a source with spans underlined and labelled, as compilers show them.

       3 | Sales jumped 76% to $1.13bn from $600m, the company said.
         |              ^^^    ~~~~~~~      ~~~~~
         |              claim  new          old

A line that is too long is cut to windows around its spans; where these do not fit, it takes several rows.
All widths are terminal cells (a Chinese character takes two).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rich.cells import cell_len
from rich.text import Text

from finchecks.report.places import Lines
from finchecks.report.plain import plain

_CUT = "…"
#: code points kept on either side of a span before a line is broken into several rows
_LEAST_CONTEXT = 10


@dataclass(frozen=True, slots=True)
class Mark:
    """A span to underline with ``sign``, in a style, with a label under it."""

    start: int
    end: int
    label: str
    sign: str
    style: str


def snippet(lines: Lines, marks: Iterable[Mark], width: int) -> list[Text]:
    """The lines on which the marks stand, in order, each with its underlines and labels."""
    by_line: dict[int, list[Mark]] = {}
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        for line, part in _on_lines(mark, lines):
            by_line.setdefault(line, []).append(part)
    gutter = max((len(str(line)) for line in by_line), default=1) + 2
    rows: list[Text] = []
    for line in sorted(by_line):
        low, high = lines.span(line)
        for index, row in enumerate(_rows(lines.source, by_line[line], low, high, width - gutter - 3)):
            number = str(line) if index == 0 else ""
            rows += _drawn(lines.source, row, low, high, width - gutter - 3, number.rjust(gutter))
    return rows


def _on_lines(mark: Mark, lines: Lines) -> list[tuple[int, Mark]]:
    """A mark that runs over a line's end in its parts; the label stays with the first."""
    first, last = lines.at(mark.start)[0], lines.at(max(mark.start, mark.end - 1))[0]
    parts = []
    for line in range(first, last + 1):
        low, high = lines.span(line)
        start, end = max(mark.start, low), min(mark.end, high)
        while line > first and start < end and lines.source[start].isspace():
            start += 1  # the indentation of a continued line is no part of the number
        if start < end:
            parts.append(
                (line, replace(mark, start=start, end=end, label=mark.label if line == first else ""))
            )
    return parts


def _rows(source: str, marks: Sequence[Mark], low: int, high: int, room: int) -> list[list[Mark]]:
    """The marks of one line, spread over as few rows as have room for them with some context."""
    rows: list[list[Mark]] = [[]]
    for mark in marks:
        if (
            rows[-1]
            and _cells(source, _windows([*rows[-1], mark], low, high, _LEAST_CONTEXT), low, high) > room
        ):
            rows.append([])
        rows[-1].append(mark)
    return rows


def _windows(marks: Sequence[Mark], low: int, high: int, context: int) -> list[tuple[int, int]]:
    """The stretches of a line within so many code points of a mark; those that touch are one."""
    windows: list[tuple[int, int]] = []
    for mark in marks:
        start, end = max(low, mark.start - context), min(high, mark.end + context)
        if windows and start <= windows[-1][1] + len(f" {_CUT} "):
            windows[-1] = (windows[-1][0], max(end, windows[-1][1]))
        else:
            windows.append((start, end))
    return windows


def _cells(source: str, windows: Sequence[tuple[int, int]], low: int, high: int) -> int:
    cuts = (len(windows) - 1) * 3 + 2 * (windows[0][0] > low) + 2 * (windows[-1][1] < high)
    return cuts + sum(cell_len(plain(source[start:end])) for start, end in windows)


def _widest(source: str, marks: Sequence[Mark], low: int, high: int, room: int) -> list[tuple[int, int]]:
    """The windows with the most context that there is room for, ending between words."""
    least, most = 0, room
    if high - low <= room and _cells(source, [(low, high)], low, high) <= room:
        return [(low, high)]
    while least < most:
        context = (least + most + 1) // 2
        if _cells(source, _windows(marks, low, high, context), low, high) <= room:
            least = context
        else:
            most = context - 1
    windows = _windows(marks, low, high, least)
    return [_at_words(source, window, marks, low, high) for window in windows]


def _at_words(
    source: str, window: tuple[int, int], marks: Sequence[Mark], low: int, high: int
) -> tuple[int, int]:
    """The window without the pieces of words at its ends, its marks kept whole."""
    start, end = window
    inside = [mark for mark in marks if start <= mark.start < end]
    first, last = min(mark.start for mark in inside), max(mark.end for mark in inside)
    if start > low and not source[start - 1].isspace():
        start = next((at + 1 for at in range(start, first) if source[at].isspace()), first)
    if end < high and not source[end].isspace():
        end = next((at for at in range(end - 1, last - 1, -1) if source[at].isspace()), last)
    while start < first and source[start].isspace():
        start += 1
    while end > last and source[end - 1].isspace():
        end -= 1
    return start, end


def _drawn(source: str, marks: Sequence[Mark], low: int, high: int, room: int, number: str) -> list[Text]:
    """One row: the text, the underlines, and as many rows of labels as they need to stand apart."""
    windows = _widest(source, marks, low, high, room)
    text = Text(f"{number} | ", style="dim")
    columns: dict[int, int] = {}  # code point → cell, for the ends of the marks
    wanted = sorted({edge for mark in marks for edge in (mark.start, mark.end)})
    at = 0
    if windows[0][0] > low:
        text.append(f"{_CUT} ", style="dim")
        at += 2
    for index, (start, end) in enumerate(windows):
        if index:
            text.append(f" {_CUT} ", style="dim")
            at += 3
        edges = [start, *(edge for edge in wanted if start < edge < end), end]
        columns.setdefault(start, at)
        for left, right in pairwise(edges):
            piece = plain(source[left:right])
            text.append(piece, style=_style(left, marks))
            at += cell_len(piece)
            columns[right] = at
    if windows[-1][1] < high:
        text.append(f" {_CUT}", style="dim")
    placed = [(columns[mark.start], columns[mark.end], mark) for mark in marks]
    blank = " " * len(number)
    return [text, *(_under(row, blank) for row in _layers(placed, room))]


def _style(at: int, marks: Sequence[Mark]) -> str:
    """The narrowest mark around a place gives it its style; "not dim" sets the text off from the gutter."""
    around = [mark for mark in marks if mark.start <= at < mark.end]
    if not around:
        return "not dim"
    return f"not dim {min(around, key=lambda mark: mark.end - mark.start).style}"


def _layers(placed: Sequence[tuple[int, int, Mark]], room: int) -> list[list[tuple[int, str, str]]]:
    """Rows of (column, text, style): the underlines first, then the labels, none touching another.

    A label that would run over the page's edge begins further left.
    """
    rows: list[list[tuple[int, str, str]]] = []
    pieces = [(start, mark.sign * (end - start), mark.style) for start, end, mark in placed]
    labels = [
        (max(0, min(start, room - cell_len(mark.label))), plain(mark.label), mark.style)
        for start, _, mark in placed
        if mark.label
    ]
    for group in (pieces, labels):
        first = len(rows)
        for piece in group:
            for row in rows[first:]:
                if row[-1][0] + cell_len(row[-1][1]) < piece[0]:
                    row.append(piece)
                    break
            else:
                rows.append([piece])
    return rows


def _under(row: Sequence[tuple[int, str, str]], blank: str) -> Text:
    text = Text(f"{blank} | ", style="dim")
    at = 0
    for column, piece, style in row:
        text.append(" " * (column - at))
        text.append(piece, style=f"not dim {style}")
        at = column + cell_len(piece)
    return text
