"""Markdown → Document. markdown-it-py says which lines are which block; the marks inside are blanked here.

Its inline tokens have no positions, so its inline stage is not run at all: everything is blanked except
the lines of headings, paragraphs and items, and in those the inline markup.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from finchecks.document import Block, BlockKind, Document, Table, blank
from finchecks.document.assemble import assemble
from finchecks.document.from_text import looks_like_heading
from finchecks.document.front_matter import front_matter_end
from finchecks.document.masking import Edit, html_markup, markdown_markup
from finchecks.document.tables import read_table

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# As markdown-it counts lines; U+2028 is no line end to it.
_LINE_END = re.compile(r"\r\n|\r|\n")
_CONTAINER = re.compile(r"[ \t>]*")
_ITEM_MARK = re.compile(r"[ \t>]*(?:[-*+]|[0-9]{1,9}[.)])(?:[ \t]+|$)")
_HASHES = re.compile(r"[ \t>]*\#{1,6}(?:[ \t]+|$)")
_SHOWN = frozenset({"heading_open", "paragraph_open", "html_block", "table_open"})


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # loaded for the first Markdown text, not for every run

    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def from_markdown(source: str, *, path: str | None = None, date: dt.date | None = None) -> Document:
    """The document of a Markdown text; ``date``, a publication date from outside, outranks the text's."""
    body = front_matter_end(source)
    lines = _lines(source)
    edits: list[Edit] = []
    blocks: list[Block] = []
    tables: list[Table] = []
    shown = 0  # what is before it is blanked or shown already
    items: list[int] = []  # first lines of the items that are open

    for token in _parser().parse(blank(source[:body]) + source[body:]):
        if token.type == "list_item_open" and token.map:
            items.append(token.map[0])
        elif token.type == "list_item_close":
            items.pop()
        if token.map is None or token.type not in _SHOWN or lines[token.map[0]][0] < shown:
            continue
        first, last = token.map
        start, end = lines[first][0], lines[last - 1][1]
        edits.append(Edit(shown, start))
        shown = end
        if token.type == "table_open":
            edits.append(Edit(start, end))
            before = [source[b.start : b.end] for b in blocks[-2:] if b.kind != "table"]
            table = read_table(source, [span for span in lines[first:last] if span[0] < span[1]], before)
            if table:
                tables.append(table)
                blocks.append(Block("table", table.start, table.end))
            continue
        if token.type == "html_block":
            edits.extend(html_markup(source, start, end))
        else:
            edits.extend(_line_marks(source, lines[first:last], items.count(first), token.markup))
            edits.extend(markdown_markup(source, start, end))
        blocks.append(Block(_kind(token, bool(items), source[start:end].strip()), start, end))
    edits.append(Edit(shown, len(source)))
    return assemble(source, edits, blocks, tables, front_matter=body, path=path, date=date)


def _kind(token: Token, in_item: bool, text: str) -> BlockKind:
    """A line that is bold as a whole is a heading in all but name."""
    if token.type == "heading_open":
        return "heading"
    if in_item:
        return "item"
    is_bold = text.startswith("**") and text.endswith("**")
    is_bold_line = is_bold and "\n" not in text and looks_like_heading(text)
    return "heading" if is_bold_line else "paragraph"


def _line_marks(source: str, lines: list[tuple[int, int]], item_marks: int, markup: str) -> Iterator[Edit]:
    """What begins the lines of a block: indents, quote marks, item marks, hashes; and a title's underline."""
    for number, (start, end) in enumerate(lines):
        position = start
        if number == 0:
            for _ in range(item_marks):
                if mark := _ITEM_MARK.match(source, position, end):
                    position = mark.end()
            if markup.startswith("#") and (hashes := _HASHES.match(source, position, end)):
                position = hashes.end()
                if closing := re.search(r"(?<!\#)\#+[ \t]*$", source[position:end]):
                    yield Edit(position + closing.start(), end)
        elif number == len(lines) - 1 and markup in ("=", "-"):
            position = end
        if container := _CONTAINER.match(source, position, end):
            position = container.end()
        yield Edit(start, position)


def _lines(source: str) -> list[tuple[int, int]]:
    """Spans of the lines without their ends, counted as markdown-it counts them."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _LINE_END.finditer(source):
        spans.append((start, match.start()))
        start = match.end()
    spans.append((start, len(source)))
    return spans
