"""HTML → Document: the visible text of the page's article, each character of it with its place in the source.

The document's ``source`` is that text, so that the stages after this one read it as any other; its
``origin`` knows where in the HTML it stands, and ``engine/in_source.py`` moves there what was found.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from array import array
from dataclasses import dataclass

from finchecks.document import Block, BlockKind, Cell, Document, Origin, Table
from finchecks.document.assemble import assemble
from finchecks.document.from_text import looks_like_heading
from finchecks.document.main_text import BLOCKS, MainText, main_text
from finchecks.document.masking import Edit
from finchecks.document.page import Node, Page, Piece, read_page
from finchecks.document.page_date import published
from finchecks.document.page_tables import Grid, grid_of
from finchecks.document.tables import table_of

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ITEMS = frozenset({"li", "dd", "dt"})
_WORD = "[^ \t\n\r\f\u00ad\u200b-\u200d\u2060\ufeff]+"
#: Runs of white space, of what has no width (soft hyphens, joiners), and of words with single spaces between
#: them, which need no change; a no-break space is part of a word.
_RUN = re.compile(
    f"(?P<space>[ \t\n\r\f]+)|(?P<nothing>[\u00ad\u200b-\u200d\u2060\ufeff]+)|{_WORD}(?: {_WORD})*"
)
_LINE = re.compile(r"(?P<end>\r\n|\r|\n)|[^\r\n]+")
#: Raised text that is longer is no mark.
_LONG_NOTE = 20
#: A mark that points to a footnote: a number, a letter or a star, bracketed perhaps, or several of them.
_NOTE = re.compile(r"[\[(]?(?:[0-9]{1,3}|[a-z]|[*†‡§¶#]{1,3})[\])]?(?:,\s?[\[(]?(?:[0-9]{1,3}|[a-z])[\])]?)*")
#: What a raised number after it is a power of.
_POWER_OF = re.compile(r"(?:[0-9\s/](?:[kcmdn]?m|ft|in|mi|yd|sq)|[×x]\s?10)$")
_RAISED = str.maketrans("0123456789-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")


def from_html(source: str, *, path: str | None = None, date: dt.date | None = None) -> Document:
    """The document of a page; ``date``, a publication date from outside, outranks the page's."""
    page = read_page(source)
    found = main_text(page.root)
    text = _Text(found.left_out, found.layout)
    if found.title is not None:
        text.read(found.title)
    text.read(found.article)
    text.close()
    visible = "".join(text.parts)
    document = assemble(
        visible,
        [Edit(table.start, table.end) for table in text.tables],
        text.blocks,
        text.tables,
        front_matter=0,
        path=path,
        date=date,
        metadata=published(page, found),
    )
    order = sorted(range(len(text.starts)), key=text.starts.__getitem__)
    origin = Origin(source, visible, text.pieces, text.starts, text.ends, array("L", order))
    language = _language(page, found)
    return dataclasses.replace(document, origin=origin, language=language, comments=page.comments)


def _language(page: Page, found: MainText) -> str | None:
    """The language that the article, what is around it, or the page's metadata declares."""
    for node in (found.article, *found.article.ancestors()):
        if declared := (node.get("lang") or node.get("xml:lang")).strip():
            return declared
    for node in page.root.walk():
        if node.tag == "html" and node.get("lang").strip():
            return node.get("lang").strip()
        if node.tag == "meta" and node.get("http-equiv").lower() == "content-language":
            return node.get("content").partition(",")[0].strip() or None
    return None


@dataclass(frozen=True, slots=True)
class _End:
    """The end of a block that is being read."""

    has_kind: bool


class _Text:
    """The visible text as it grows: its parts, the piece of the source behind each, blocks and tables."""

    def __init__(self, left_out: frozenset[Node], layout: frozenset[Node]) -> None:
        self.left_out, self.layout = left_out, layout
        self.parts: list[str] = []
        self.length = 0
        self.pieces, self.starts, self.ends = array("L", [0]), array("L"), array("L")
        self.blocks: list[Block] = []
        self.tables: list[Table] = []
        self._texts: list[str] = []  # of the blocks that are no tables
        self._begin, self._first = 0, 0  # where the open block begins: in the text, and in the parts
        self._kinds: list[BlockKind] = ["paragraph"]
        self._space: tuple[int, int] | None = None  # white space that shows if more text follows

    def read(self, root: Node) -> None:
        """All that is visible in an element, in its order."""
        stack: list[Node | Piece | _End] = [root]
        while stack:
            item = stack.pop()
            if isinstance(item, Piece):
                self._add(item)
            elif isinstance(item, _End):
                self.close()
                if item.has_kind:
                    self._kinds.pop()
            elif item not in self.left_out:
                stack += self._opened(item)

    def close(self) -> None:
        """The end of a block, and the blank line that sets it off from the next."""
        self._space = None
        if self.length > self._begin:
            self.blocks.append(Block(self._kinds[-1], self._begin, self.length))
            self._texts.append("".join(self.parts[self._first :]))
            self._part("\n\n")
        self._begin, self._first = self.length, len(self.parts)

    def _opened(self, node: Node) -> list[Node | Piece | _End]:
        """What of an element is still to be read, the last first."""
        inside: list[Node | Piece | _End] = list(reversed(node.children))
        if node.tag == "br":
            self._break()
        elif node.tag == "pre":
            self.close()
            self._preformatted(node)
        elif node.tag == "sup" and (raised := self._raised(node)) is not None:
            return list(reversed(raised))
        elif node.tag == "table" and (grid := self._grid(node)) is not None:
            self._table(node, grid)
        elif node.tag in BLOCKS:
            self.close()
            kind = _kind(node)
            if node.tag == "p" and self._kinds[-1] == "heading" and not looks_like_heading(node.text()):
                kind = "paragraph"  # a title that was never closed
            if kind is not None:
                self._kinds.append(kind)
            return [_End(kind is not None), *inside]
        else:
            return inside
        return []

    def _grid(self, table: Node) -> Grid | None:
        return None if table in self.layout else grid_of(table, self.left_out)

    def _add(self, piece: Piece) -> None:
        """Text that goes on with the open block, runs of white space as one space."""
        if piece.start == piece.end:  # space between elements, whose place nobody needs
            place = self.ends[-1] if self.ends else 0
            self._space = self._space or (place, place)
            return
        verbatim = len(piece.text) == piece.end - piece.start
        for run in _RUN.finditer(piece.text):
            start, end = piece.start, piece.end
            if verbatim:
                start, end = piece.start + run.start(), piece.start + run.end()
            if run["space"]:
                self._space = self._space or (start, min(start + 1, end))
            elif not run["nothing"]:
                if self._space and self.length > self._begin and self.parts[-1] != "\n":
                    self._put(" ", *self._space)
                self._space = None
                self._put(run[0], start, end)

    def _put(self, text: str, start: int, end: int) -> None:
        self.parts.append(text)
        self.length += len(text)
        self.pieces.append(self.length)
        self.starts.append(start)
        self.ends.append(end)

    def _part(self, text: str) -> None:
        """Text that the source lacks: it stands where the text before it ends."""
        place = self.ends[-1] if self.ends else 0
        self._put(text, place, place)

    def _break(self) -> None:
        """A new line; two of them set off a block."""
        self._space = None
        if self.length > self._begin:
            if self.parts[-1] == "\n":
                self.close()
            else:
                self._part("\n")

    def _preformatted(self, node: Node) -> None:
        """Text whose lines are its own; a blank one sets off a block."""
        for piece in _pieces(node, self.left_out):
            if len(piece.text) != piece.end - piece.start:
                self._put(piece.text, piece.start, piece.end)
                continue
            for line in _LINE.finditer(piece.text):
                if line["end"]:
                    self._break()
                elif not line[0].isspace() or (self.length > self._begin and self.parts[-1] != "\n"):
                    self._put(line[0], piece.start + line.start(), piece.start + line.end())
        self.close()

    def _raised(self, node: Node) -> list[Piece] | None:
        """What shows of a raised text: a power as such, nothing of a footnote's mark; None for other text.

        Run into the number before it, a mark or a power would make another number of it.
        """
        text = node.text(_LONG_NOTE)
        if len(text) > _LONG_NOTE:
            return None
        linked = any(inner.tag == "a" and inner.get("href").startswith("#") for inner in node.walk())
        if not linked and text.lstrip("-−").isdecimal() and _POWER_OF.search("".join(self.parts[-6:])[-12:]):
            pieces = _pieces(node, self.left_out)
            return [piece._replace(text=piece.text.translate(_RAISED)) for piece in pieces]
        return [] if linked or _NOTE.fullmatch(text) else None

    def _table(self, node: Node, grid: Grid) -> None:
        self.close()
        for inner in node.children:
            if isinstance(inner, Node) and inner.tag == "caption":
                self.read(inner)
        start = self.length
        rows: list[tuple[Cell, ...]] = []
        for line in grid.rows:
            rows.append(tuple(self._cell(cell) for cell in line))
            self._part("|\n")
        table = table_of(rows, grid.header, self._texts[-2:], (start, self.length))
        if table is not None:
            self.tables.append(table)
            self.blocks.append(Block("table", start, self.length))
        self._part("\n\n")
        self._begin, self._first = self.length, len(self.parts)

    def _cell(self, node: Node | None) -> Cell:
        """A cell's text on one line."""
        self._part("| ")
        start, first = self.length, len(self.parts)
        self._begin, self._space = start, None
        stack: list[Node | Piece] = [node] if node is not None else []
        while stack:
            item = stack.pop()
            if isinstance(item, Piece):
                self._add(item)
            elif item in self.left_out:
                continue
            elif item.tag == "sup" and (raised := self._raised(item)) is not None:
                stack += reversed(raised)
            else:
                if item.tag in BLOCKS or item.tag == "br":
                    self._space = self._space or (self.ends[-1], self.ends[-1])
                stack += reversed(item.children)
        text = "".join(self.parts[first:])
        start += len(text) - len(text.lstrip())
        self._part(" ")
        return Cell(start, start + len(text.strip()), text.strip())


def _kind(node: Node) -> BlockKind | None:
    """What an element makes of the text in it; None where that is what it was. A bold line is a heading."""
    if node.tag in _HEADINGS:
        return "heading"
    if node.tag in _ITEMS:
        return "item"
    if node.tag in ("p", "div"):
        inside = [child for child in node.children if not (isinstance(child, Piece) and child.text.isspace())]
        only = inside[0] if len(inside) == 1 else None
        if isinstance(only, Node) and only.tag in ("b", "strong") and looks_like_heading(node.text()):
            return "heading"
    return None


def _pieces(node: Node, left_out: frozenset[Node]) -> list[Piece]:
    """The text in an element, in its order."""
    found: list[Piece] = []
    stack: list[Node | Piece] = [node]
    while stack:
        item = stack.pop()
        if isinstance(item, Piece):
            found.append(item)
        elif item not in left_out:
            stack += reversed(item.children)
    return found
