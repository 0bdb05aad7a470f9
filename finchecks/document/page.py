"""HTML source → a tree of its elements, in which every piece of text knows its place in the source.

turbohtml reads HTML as browsers do, broken HTML too, but the text in its trees has no positions; its tokens
have. So the source is tokenized, every text in it is replaced by its number, and the tree that a parser makes
of that is the page's own, with numbers where the texts with their places go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from turbohtml import Document, Element, Token

#: Elements whose text is no running text; what stands in them is left out of the tree.
_RAW = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript"})
_NUMBER = re.compile("\ue000([0-9]+)\ue001")
#: where a tag begins
_BROKEN_OFF = re.compile("</?[A-Za-z]")
_LINE_END = re.compile(r"\r\n|\r|\n")


class Piece(NamedTuple):
    """Some text, and the span of the source that it was written as (``&pound;`` for "£")."""

    text: str
    start: int
    end: int


@dataclass(slots=True, eq=False)
class Node:
    """An element. ``children`` are elements and pieces of text in their order."""

    tag: str
    attrs: Mapping[str, str]
    parent: Node | None = None
    children: list[Node | Piece] = field(default_factory=list)

    def get(self, name: str) -> str:
        return self.attrs.get(name, "")

    def walk(self) -> Iterator[Node]:
        """The element and all below it, in document order."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack += [child for child in reversed(node.children) if isinstance(child, Node)]

    def ancestors(self) -> Iterator[Node]:
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def text(self, limit: int = 1_000) -> str:
        """The text below, runs of white space as one; not much more of it than ``limit`` characters."""
        parts: list[str] = []
        length = 0
        stack: list[Node | Piece] = [self]
        while stack and length <= limit:
            item = stack.pop()
            if isinstance(item, Piece):
                parts.append(item.text)
                length += len(item.text)
            else:
                stack += reversed(item.children)
        return " ".join("".join(parts).split())


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its tree, and what its scripts of type ``application/ld+json`` and its title hold."""

    root: Node
    data: tuple[str, ...]
    title: str
    #: the spans of its comments, ``<!-- … -->``
    comments: tuple[tuple[int, int], ...] = ()


def read_page(source: str) -> Page:
    """The page of an HTML source; never fails, since HTML has no errors, only surprises."""
    import turbohtml  # loaded for the first page, not for every run

    starts = [0, *(match.end() for match in _LINE_END.finditer(source))]
    shadow: list[str] = []
    pieces: list[Piece] = []
    comments: list[tuple[int, int]] = []
    raw = ""  # the raw element that is open
    texts: dict[str, list[str]] = {"title": [], "data": []}
    tokens = list(turbohtml.tokenize(source, resolve_references=False, capture_source=True))
    offsets = [*(starts[token.line - 1] + token.col for token in tokens), len(source)]
    for token, start, end in zip(tokens, offsets[:-1], offsets[1:], strict=True):
        kind = token.type.name
        if kind in ("TEXT", "CHARACTER_REFERENCE"):
            # a tag that the source breaks off in is no token, nor the end of what is before it
            if kind != "TEXT" and token.source:
                end = min(end, start + len(token.source))
            elif not raw and token is tokens[-1] and (broken := _BROKEN_OFF.search(source, start, end)):
                end = broken.start()
            text = source[start:end] if kind == "TEXT" else token.data or ""
            if raw:
                texts.get(raw, []).append(text)
            elif text.isspace() and kind == "TEXT":
                shadow.append(" ")  # kept as space, which a parser treats otherwise than text
            else:
                shadow.append(f"\ue000{len(pieces)}\ue001")
                pieces.append(Piece(text, start, end))
            continue
        if kind == "START_TAG" and token.tag in _RAW:
            raw = "data" if _is_data(token) else token.tag
        elif kind == "END_TAG":
            raw = ""
        if kind == "COMMENT":
            comments.append((start, end))
        else:
            shadow.append(token.source or "")
    tree = _tree(turbohtml.parse("".join(shadow), positions=False), pieces)
    title = " ".join("".join(texts["title"]).split())
    return Page(tree, tuple(texts["data"]), title, tuple(comments))


def _is_data(token: Token) -> bool:
    return token.tag == "script" and (token.attr("type") or "").strip().lower() == "application/ld+json"


def _tree(document: Document, pieces: list[Piece]) -> Node:
    """The parser's tree with the pieces in place of their numbers."""
    from turbohtml import Element, Text

    root = Node("#document", {})
    stack: list[tuple[Element | Document, Node]] = [(document, root)]
    while stack:
        element, node = stack.pop()
        for child in element.children:
            if isinstance(child, Text):
                node.children += _pieces(child.data, pieces)
            elif isinstance(child, Element):
                inner = Node(child.tag, _attributes(child), node)
                node.children.append(inner)
                stack.append((child, inner))
    return root


def _pieces(data: str, pieces: list[Piece]) -> Iterator[Piece]:
    """The pieces that a text of numbers stands for; white space between them has no place that matters."""
    position = 0
    for match in _NUMBER.finditer(data):
        piece = pieces[int(match[1])]
        if match.start() > position:
            yield Piece(" ", piece.start, piece.start)
        yield piece
        position = match.end()
    if position < len(data):
        yield Piece(" ", 0, 0)


def _attributes(element: Element) -> dict[str, str]:
    return {
        name: " ".join(value) if isinstance(value, list) else value or ""
        for name, value in element.attrs.items()
    }
