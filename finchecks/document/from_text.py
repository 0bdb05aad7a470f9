"""Plain text → Document: paragraphs, headings, items and pipe tables, as articles are really typed.

Plain text comes in four habits, and one text may have several: paragraphs between blank lines; text
hard-wrapped at some column; agency copy, where four spaces begin a paragraph and nothing ends it; and one
paragraph a line without blank lines (transcripts). Many also borrow marks from Markdown. A break between
two lines is taken for the end of a paragraph when nothing forced the author to break there.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from finchecks.document import Block, BlockKind, Document, Table
from finchecks.document.assemble import assemble
from finchecks.document.front_matter import front_matter_end
from finchecks.document.masking import Edit, light_markup
from finchecks.document.tables import is_delimiter, is_row, read_table

#: A longer line was not broken by hand or by an editor: its end is the end of its paragraph.
_WRAP_LIMIT = 120
#: A run of lines that are all shorter is a list of lines (a byline, an address), not wrapped text.
_NARROW = 55
#: A longer line is no heading.
_HEADING_LIMIT = 120
#: Spaces that begin a new paragraph in a run of lines.
_INDENT = 2
#: An indent is a margin where one line in so many has it.
_PART_OF_LINES = 4

_BULLET = re.compile(r"(?:[-*+•·‣▪●◦–—][ \t\u00a0]+)(?=\S)")
_NUMBER = re.compile(r"(?:[0-9]{1,2}[.)]|\([0-9]{1,2}\)(?=[ \t]+[^\W\d_]))[ \t\u00a0]+(?=\S)")
_HASHES = re.compile(r"\#{1,6}[ \t]+(?=\S)")
_SENTENCE_ENDS = ".!?:;…"
_CLOSERS = "\"'”’)]*_ \t»"


class _Line(NamedTuple):
    """A line with something on it: the span and the text without the space around it, and its indent."""

    start: int
    end: int
    indent: int
    text: str


class _Draft(NamedTuple):
    """A block in the making, by the lines it is made of."""

    kind: BlockKind
    start: int
    lines: list[_Line]


def from_text(source: str, *, path: str | None = None, date: dt.date | None = None) -> Document:
    """The document of a plain text; ``date``, a publication date given from outside, outranks the text's."""
    body = front_matter_end(source)
    edits = [Edit(0, body)] if body else []
    blocks: list[Block] = []
    tables: list[Table] = []
    for run in _runs(source, body):
        for draft in _blocks_of_run(run, edits):
            spans = [(line.start, line.end) for line in draft.lines]
            block = Block(draft.kind, draft.start, spans[-1][1])
            if draft.kind == "table":
                before = [source[b.start : b.end] for b in blocks[-2:] if b.kind != "table"]
                table = read_table(source, spans, before)
                edits.append(Edit(block.start, block.end))
                if table is None:
                    continue
                tables.append(table)
            blocks.append(block)
    edits.extend(light_markup(source, body, len(source)))
    return assemble(source, edits, blocks, tables, front_matter=body, path=path, date=date)


def looks_like_heading(text: str) -> bool:
    """Whether a paragraph of one line is a title: short, and not a sentence."""
    bare = text.rstrip(_CLOSERS)
    return len(text) <= _HEADING_LIMIT and bare != "" and bare[-1] not in ".!?:;,…"


def _runs(source: str, start: int) -> Iterator[list[_Line]]:
    """Runs of lines between blank lines."""
    # A text of old, with "\r" alone, has no "\n" at all; the "\r" of "\r\n" goes with the other space.
    newline = "\n" if "\n" in source else "\r"
    run: list[_Line] = []
    for whole in source[start:].split(newline):
        text = whole.strip()
        if text:
            indent = whole.index(text[0])
            first = start + indent
            run.append(_Line(first, first + len(text), indent, text))
        elif run:
            yield run
            run = []
        start += len(whole) + 1
    if run:
        yield run


def _blocks_of_run(run: list[_Line], edits: list[Edit]) -> Iterator[_Draft]:
    """The blocks in a run of lines; marks of headings, items and rules are added to ``edits``."""
    width = max(len(line.text) for line in run)
    # A run that is indented as a whole says nothing by it; nor do lines of one paragraph that all are.
    margin = 0 if width < _NARROW else _margin(run)
    # A line alone between blank lines, or among the long lines of a transcript, may be a heading.
    headings = len(run) == 1 or width > _WRAP_LIMIT
    open_block: _Draft | None = None
    rows_until = 0
    for index, line in enumerate(run):
        if index < rows_until:
            continue
        # Most lines begin with a letter; only other characters can be a mark.
        plain = line.text[0].isalpha()
        rows_until = _table_end(run, index) if "|" in line.text else 0
        if rows_until > index:
            if open_block:
                yield _closed(open_block, headings)
                open_block = None
            yield _Draft("table", line.start, run[index:rows_until])
            continue
        if not plain and len(line.text) > 2 and not line.text.strip("-=*_~ "):
            edits.append(Edit(line.start, line.end))
            if open_block:
                underlined = len(open_block.lines) == 1 and line.text[0] in "-="
                yield open_block._replace(kind="heading") if underlined else _closed(open_block, headings)
                open_block = None
            continue
        hashes = None if plain else _HASHES.match(line.text)
        marker = None if plain else _marker(line, run[index - 1] if index else None, open_block)
        if open_block and not hashes and not marker:
            in_item = open_block.kind == "item" and line.indent > 0
            begins = line.indent >= margin + _INDENT and not in_item
            if not begins and open_block.kind != "heading" and _goes_on(open_block.lines[-1], line, width):
                open_block.lines.append(line)
                continue
        if open_block:
            yield _closed(open_block, headings)
        length = marker.end() if marker else 0
        if hashes:
            length = hashes.end()
            number = _NUMBER.match(line.text, length)
            length = number.end() if number else length
        if length:
            edits.append(Edit(line.start, line.start + length))
        kind: BlockKind = "heading" if hashes else "item" if marker else "paragraph"
        open_block = _Draft(kind, line.start + length, [line])
    if open_block:
        yield _closed(open_block, headings)


def _margin(run: list[_Line]) -> int:
    """Where the lines of paragraphs stand: the least indent that a good part of the lines have."""
    indents = Counter(line.indent for line in run)
    usual = (indent for indent, lines in indents.items() if lines * _PART_OF_LINES >= len(run))
    return min(usual, default=min(indents))


def _closed(draft: _Draft, may_be_heading: bool) -> _Draft:
    """The draft, as a heading when it is one line that reads like one."""
    is_line = draft.kind == "paragraph" and len(draft.lines) == 1 and draft.lines[0].indent == 0
    if may_be_heading and is_line and looks_like_heading(draft.lines[0].text):
        return draft._replace(kind="heading")
    return draft


def _table_end(run: list[_Line], index: int) -> int:
    """Index behind the last row of the table that begins at ``index``; ``index`` itself where none does."""
    following = run[index + 1].text if index + 1 < len(run) else ""
    is_open = is_delimiter(following)
    if not is_open and not is_row(run[index].text):
        return index
    end = index
    while end < len(run) and (is_row(run[end].text) or (is_open and "|" in run[end].text)):
        end += 1
    return end


def _marker(line: _Line, previous: _Line | None, open_block: _Draft | None) -> re.Match[str] | None:
    """The mark of a list item at the head of a line.

    Wrapped text may by chance begin a line with a dash or "12.", so a mark counts only where the line
    before has come to an end.
    """
    marker = _BULLET.match(line.text) or _NUMBER.match(line.text)
    if not marker or previous is None or open_block is None or open_block.kind in ("item", "heading"):
        return marker
    return marker if _is_ended(previous.text) or len(previous.text) > _WRAP_LIMIT else None


def _goes_on(line: _Line, following: _Line, width: int) -> bool:
    """Whether a paragraph goes on from one line to the next, in a run whose longest line has ``width``."""
    ended = _is_ended(line.text)
    if not ended and following.text[0].islower():
        return True
    if width > _WRAP_LIMIT or width < _NARROW:
        return False
    next_word = following.text.partition(" ")[0]
    return not ended or len(line.text) + 1 + len(next_word) > width - 4


def _is_ended(text: str) -> bool:
    bare = text.rstrip(_CLOSERS)
    return bare != "" and bare[-1] in _SENTENCE_ENDS
