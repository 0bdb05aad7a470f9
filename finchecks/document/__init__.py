"""Document: the text of an article with its blocks, its tables and its publication date.

Offsets everywhere are Unicode code points into ``Document.source``, half-open. ``prose`` has the same
length as ``source``: whatever is no prose (markup, code, link targets, front matter, the cells of
tables) is blanked by spaces, so that a place in the prose is the same place in the source.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
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


_VISIBLE = re.compile(r"[^\r\n]+")


def blank(text: str) -> str:
    """Spaces for everything but the ends of lines."""
    return _VISIBLE.sub(lambda match: " " * len(match[0]), text)


@dataclass(frozen=True, slots=True)
class Origin:
    """The marked-up source that a visible text was taken from, and where in it the text's pieces stand.

    Piece ``i`` is ``text[pieces[i]:pieces[i + 1]]`` and ``source[starts[i]:ends[i]]``. Where it is as long
    there as here, each character stands for one; otherwise the whole stands for the whole, such as "£" for
    ``&pound;``. What the source lacks (the line ends between blocks) is an empty piece of it.
    """

    source: str
    text: str
    pieces: Sequence[int]
    starts: Sequence[int]
    ends: Sequence[int]
    #: the pieces in the source's order: a title may be read before what it stands in, and a cell that spans
    #: columns is read in each
    order: Sequence[int]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The span of the source that a non-empty span of the text was taken from."""
        first, last = bisect_right(self.pieces, start) - 1, bisect_right(self.pieces, end - 1) - 1
        begin = self.starts[first] + (start - self.pieces[first] if self._verbatim(first) else 0)
        stop = self.starts[last] + end - self.pieces[last] if self._verbatim(last) else self.ends[last]
        return begin, stop

    def seen(self, start: int, end: int) -> str:
        """What a reader sees of a span of the source."""
        parts: list[str] = []
        done = start
        first = bisect_left(self.order, start, key=self.ends.__getitem__)
        for index in range(first, len(self.order)):
            piece = self.order[index]
            at = self.starts[piece]
            if at >= end:
                break
            shown = self.text[self.pieces[piece] : self.pieces[piece + 1]]
            if at == self.ends[piece]:
                parts.append(" ")  # the end of a block or of a cell
            elif self.ends[piece] > done:
                whole = not self._verbatim(piece)
                parts.append(shown if whole else shown[max(0, done - at) : end - at])
                done = self.ends[piece]
        return "".join(parts)

    def masked(self, text: str) -> str:
        """The source with everything but the text blanked, each character at its place where it has one."""
        parts: list[str] = []
        done = 0
        for piece in self.order:
            start, end = self.starts[piece], self.ends[piece]
            if done <= start < end:
                shown = text[self.pieces[piece] : self.pieces[piece + 1]]
                parts += [blank(self.source[done:start]), shown.rjust(end - start)[: end - start]]
                done = end
        parts.append(blank(self.source[done:]))
        return "".join(parts)

    def _verbatim(self, piece: int) -> bool:
        return self.pieces[piece + 1] - self.pieces[piece] == self.ends[piece] - self.starts[piece]


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
    #: the language that the source declares, such as "en" or "pt-BR"
    language: str | None = None
    #: where the text of a marked-up source stands in it; ``source`` is the one or the other (see from_html)
    origin: Origin | None = None
    #: spans of the comments in the markup (of HTML, in the HTML), in which people speak to checkers
    comments: tuple[tuple[int, int], ...] = ()
    #: remarks of the reader that the report passes on, such as a fallback encoding
    remarks: tuple[str, ...] = field(default=())

    def seen(self, start: int, end: int) -> str:
        """What a reader sees of a span of the source: no markup, and nothing of tables."""
        return self.origin.seen(start, end) if self.origin else self.prose[start:end]
