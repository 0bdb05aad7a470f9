"""Document: the text of an article with its blocks, its tables and its publication date.

Offsets everywhere are Unicode code points into ``Document.source``, half-open. ``prose`` has the same
length as ``source``: whatever is no prose (markup, code, link targets, front matter, the cells of
tables) is blanked by spaces, so that a place in the prose is the same place in the source.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

BlockKind = Literal["heading", "paragraph", "item", "table"]
DateSource = Literal["option", "metadata", "text"]


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text that belongs together: a heading, a paragraph, a list item, a table."""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; ``text`` is ``source[start:end]`` without surrounding space."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells (the delimiter row of a Markdown table left out).

    ``header`` counts the leading rows that name the columns; ``caption`` is the text that introduces
    the table (the line before it, or its first spanning row), where units such as "in millions" stand.
    """

    start: int
    end: int
    rows: tuple[tuple[Cell, ...], ...]
    header: int
    caption: str


@dataclass(frozen=True, slots=True)
class Document:
    """An article as the checker reads it."""

    source: str
    prose: str
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...] = ()
    published: dt.date | None = None
    published_from: DateSource | None = None
    path: str | None = None
    #: spans of the source that give the publication date (a dateline); no claims are read there
    dateline: tuple[int, int] | None = None
    #: remarks of the reader that the report passes on, such as a fallback encoding
    remarks: tuple[str, ...] = field(default=())
