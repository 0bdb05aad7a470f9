"""The article's text in blocks, its numbers marked by what was found of them.

Text here is what a reader of the article sees: markup is left behind, so nothing of it can reach a report.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from finchecks.document import Block, Document, Table
from finchecks.engine import Check

_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Mark:
    """A number of the text: the checks (by number, from 1) that it is the claim of, and an operand of."""

    id: int
    claims: tuple[int, ...]
    operand_of: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    mark: Mark | None = None


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A block of the article. A table has ``rows`` of cells, ``header`` of them naming its columns."""

    kind: Literal["heading", "paragraph", "item", "table"]
    line: Line = ()
    rows: tuple[tuple[Line, ...], ...] = ()
    header: int = 0


@dataclass(frozen=True, slots=True)
class Marked:
    """``spots`` says for a span (start, end) of the source which mark it is part of."""

    parts: tuple[Part, ...]
    spots: dict[tuple[int, int], int]


@dataclass(slots=True)
class _Spot:
    start: int
    end: int
    claims: list[int]
    operand_of: list[int]
    spans: list[tuple[int, int]]


def marked(document: Document, checks: Sequence[Check]) -> Marked:
    """The document with the claims and operands of the checks marked; numbers that overlap are one mark."""
    spots = _spots(checks)
    marks = [
        Mark(i, tuple(dict.fromkeys(s.claims)), tuple(dict.fromkeys(s.operand_of)))
        for i, s in enumerate(spots, 1)
    ]
    places = {span: i for i, spot in enumerate(spots, 1) for span in spot.spans}
    tables = {table.start: table for table in document.tables}
    parts = []
    for block in sorted(document.blocks, key=lambda b: b.start):
        if block.kind == "table":
            table = tables.get(block.start) or next(
                (t for t in document.tables if block.start <= t.start < block.end), None
            )
            if table is not None:
                parts.append(_table(document, table, spots, marks))
            continue
        line = _line(document, block.start, block.end, spots, marks, cell=False)
        if any(piece.text.strip() for piece in line):
            parts.append(Part(block.kind, line))
    return Marked(tuple(parts), places)


def title(document: Document) -> str | None:
    """The first heading's text."""
    heading: Block | None = next((block for block in document.blocks if block.kind == "heading"), None)
    text = " ".join(document.seen(heading.start, heading.end).split()) if heading else ""
    return text or None


def _spots(checks: Sequence[Check]) -> list[_Spot]:
    spans: list[tuple[int, int, int, bool]] = []
    for number, check in enumerate(checks, 1):
        spans.append((check.claim.stated.start, check.claim.stated.end, number, True))
        for operand in check.claim.operands:
            if operand.quantity is not None:
                spans.append((operand.quantity.start, operand.quantity.end, number, False))
    spots: list[_Spot] = []
    for start, end, number, is_claim in sorted(spans):
        if not spots or start >= spots[-1].end:
            spots.append(_Spot(start, end, [], [], []))
        spot = spots[-1]
        spot.end = max(spot.end, end)
        spot.spans.append((start, end))
        (spot.claims if is_claim else spot.operand_of).append(number)
    return spots


def _table(document: Document, table: Table, spots: Sequence[_Spot], marks: Sequence[Mark]) -> Part:
    rows = tuple(
        tuple(_line(document, cell.start, cell.end, spots, marks, cell=True) for cell in row)
        for row in table.rows
    )
    return Part("table", rows=rows, header=table.header)


def _line(
    document: Document, start: int, end: int, spots: Sequence[_Spot], marks: Sequence[Mark], *, cell: bool
) -> Line:
    def seen(a: int, b: int) -> str:
        text = document.source[a:b] if cell and document.origin is None else document.seen(a, b)
        return _BLANKS.sub(" ", text)

    pieces: list[Piece] = []
    at = start
    for place in range(bisect_left(spots, start, key=lambda s: s.end), len(spots)):
        spot = spots[place]
        if spot.start >= end:
            break
        first, last = max(spot.start, start), min(spot.end, end)
        if first >= last:
            continue
        if at < first:
            pieces.append(Piece(seen(at, first)))
        pieces.append(Piece(seen(first, last), marks[place]))
        at = last
    if at < end:
        pieces.append(Piece(seen(at, end)))
    return tuple(piece for piece in _trimmed(pieces) if piece.text)


def _trimmed(pieces: Iterable[Piece]) -> Iterable[Piece]:
    """No two blanks in a row, and none at the head."""
    blank = True
    for piece in pieces:
        text = piece.text.lstrip() if blank else piece.text
        if text:
            blank = text[-1] == " "
        yield Piece(text, piece.mark)
