"""Blanking what is no prose, without moving anything: every edit keeps the length of the text."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from html import unescape
from typing import NamedTuple

from finchecks.document import blank

#: Brackets that may still become a link; deeper nesting is no link anybody writes.
_OPEN_BRACKETS = 64

_LINK_TARGET = r"\]\((?:[^()\r\n\\]|\\.|\([^()\r\n]*\))*+\)"
_URL = r"(?:https?://|www\.)[^\s<>()\[\]\"|*]+"
_LIGHT = re.compile(rf"\*+|_+|{_LINK_TARGET}")
_ADDRESS = re.compile(_URL)
#: What any inline markup of Markdown begins with; a set of characters is found much faster than a pattern.
_MARK = re.compile(r"[\\`<\[\]!*_~&]")
_MARKDOWN = re.compile(
    r"(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<code>`+)"
    r"|(?P<comment><!--)"
    r"|(?P<tag></?[A-Za-z][^<>]*>)"
    rf"|(?P<target>{_LINK_TARGET}|\]\[[^\[\]\r\n]*\])"
    r"|(?P<footnote>\[\^[^\[\]\s]*\]:?)"
    r"|(?P<open>!?\[)"
    r"|(?P<close>\])"
    r"|(?P<emphasis>\*+|_+|~~+)"
    r"|(?P<entity>&(?:[A-Za-z]{2,31}|\#[0-9]{1,7}|\#[xX][0-9A-Fa-f]{1,6});)"
)
_HTML = re.compile(
    r"<!--|<(?P<hidden>script|style|table|pre|code|textarea|svg|math)\b[^<>]*>|</?[A-Za-z][^<>]*>|<[!?][^<>]*>",
    re.IGNORECASE,
)


class Edit(NamedTuple):
    """Put ``text``, padded on its left, in place of [start, end); without text the place is blanked."""

    start: int
    end: int
    text: str = ""


def apply(source: str, edits: Iterable[Edit]) -> str:
    """``source`` after ``edits``, equally long. Where edits overlap, the one that begins first wins."""
    parts: list[str] = []
    done = 0
    for start, end, text in sorted(edits):
        start = max(start, done)
        if start >= end:
            continue
        parts.append(source[done:start])
        parts.append(text.rjust(end - start)[: end - start] if text else blank(source[start:end]))
        done = end
    parts.append(source[done:])
    return "".join(parts)


def light_markup(source: str, start: int, end: int) -> Iterator[Edit]:
    """Emphasis marks, addresses and link targets in plain text that borrows from Markdown."""
    # Most texts have none of them, and looking for a fixed string is ten times faster than a pattern.
    if any(source.find(mark, start, end) >= 0 for mark in ("*", "_", "](")):
        for match in _LIGHT.finditer(source, start, end):
            if source[match.start()] not in "*_" or _is_emphasis(source, match.start(), match.end()):
                yield Edit(match.start(), match.end())
    yield from _addresses(source, start, end)


def markdown_markup(source: str, start: int, end: int) -> Iterator[Edit]:
    """Inline markup in a part of a Markdown text: code, tags, targets, emphasis, escapes, entities."""
    closers: dict[int, list[int]] | None = None
    brackets: deque[tuple[int, int]] = deque(maxlen=_OPEN_BRACKETS)
    position = start
    while mark := _MARK.search(source, position, end):
        match = _MARKDOWN.match(source, mark.start(), end)
        if not match:
            position = mark.end()
            continue
        kind, (first, position) = match.lastgroup, match.span()
        if kind == "escape":
            yield Edit(first, first + 1)
        elif kind == "code":
            closers = _runs_of_backticks(source, start, end) if closers is None else closers
            position = _after_code(closers, first, position)
            yield Edit(first, position)
        elif kind == "comment":
            closing = source.find("-->", position, end)
            position = end if closing < 0 else closing + 3
            yield Edit(first, position)
        elif kind == "open":
            brackets.append((first, position))
        elif kind == "close":
            if brackets:
                brackets.pop()
        elif kind == "target":
            if brackets:
                opening, inner = brackets.pop()
                is_image = source[opening] == "!"
                yield Edit(opening, position if is_image else inner)
                yield Edit(first, position)
        elif kind == "emphasis":
            if _is_emphasis(source, first, position):
                yield Edit(first, position)
        elif kind == "entity":
            character = unescape(match[0])
            if character != match[0]:
                yield Edit(first, position, character)
        else:
            yield Edit(first, position)
    yield from _addresses(source, start, end)


def html_markup(source: str, start: int, end: int) -> Iterator[Edit]:
    """Tags, comments and the elements that hold no prose in a block of raw HTML."""
    position = start
    while match := _HTML.search(source, position, end):
        first, position = match.span()
        if match[0] == "<!--":
            closing = source.find("-->", position, end)
            position = end if closing < 0 else closing + 3
        elif match["hidden"]:
            closer = re.compile(f"</{match['hidden']}", re.IGNORECASE).search(source, position, end)
            position = closer.start() if closer else end
        yield Edit(first, position)


def _addresses(source: str, start: int, end: int) -> Iterator[Edit]:
    if any(source.find(mark, start, end) >= 0 for mark in ("://", "www.")):
        for match in _ADDRESS.finditer(source, start, end):
            yield Edit(match.start(), match.end())


def _is_emphasis(source: str, start: int, end: int) -> bool:
    """Whether a run of ``*``, ``_`` or ``~`` marks up text: not a product (5 * 3, 5*3) nor snake_case."""
    before = source[start - 1] if start else " "
    after = source[end] if end < len(source) else " "
    if before.isalnum() and after.isalnum():
        return source[start] != "_" and end - start > 1
    return not (before.isspace() and after.isspace()) or end - start > 1


def _runs_of_backticks(source: str, start: int, end: int) -> dict[int, list[int]]:
    """Where runs of backticks stand, by their length, the last one first."""
    runs: dict[int, list[int]] = {}
    for match in re.finditer(r"`+", source[start:end]):
        runs.setdefault(len(match[0]), []).append(start + match.start())
    for places in runs.values():
        places.reverse()
    return runs


def _after_code(closers: dict[int, list[int]], first: int, after: int) -> int:
    """End of the code span that opens with the backticks [first, after); ``after`` where it is not closed."""
    places = closers.get(after - first, [])
    while places and places[-1] < after:
        places.pop()
    return places[-1] + (after - first) if places else after
