"""A text as the scanner reads it, and looks to either side of a place in it."""

from __future__ import annotations

import re

from finchecks.quantity.context import Context, plain
from finchecks.quantity.vocabulary import Vocabulary, vocabulary

#: a gap, and the first word or sign after it
NEXT = re.compile(r"([ -]{0,2})([^\W\d_]+|[^\w\s])")
_OPENING = "(“\"'"


class Text:
    """``text`` and ``low`` (lower case, all white space plain) have the same offsets."""

    __slots__ = ("context", "length", "low", "text", "words")

    def __init__(self, text: str, context: Context | None = None) -> None:
        self.text = text
        self.low = plain(text)
        self.length = len(text)
        self.words: Vocabulary = context.words if context else vocabulary()
        self.context = context or Context(text, self.words)


def next_word(low: str, place: int) -> tuple[str, str]:
    """The gap after ``place`` and the word or sign that follows; two empty texts at a number or the end."""
    found = NEXT.match(low, place)
    return (found[1], found[2]) if found is not None else ("", "")


def word_before(low: str, start: int) -> str:
    """The word before ``start``, lower case, without an opening bracket or quote; of a long one its end."""
    end = start
    while end > 0 and end > start - 3 and low[end - 1] in " -–(\"“'":
        end -= 1
    first = end - 18 if end > 18 else 0
    space = low.rfind(" ", first, end)
    return low[first if space < 0 else space + 1 : end].lstrip(_OPENING)


def opens_line(text: str, start: int) -> bool:
    """Whether nothing but space and markers stands before it on its line."""
    begin = max(0, start - 8)
    _, newline, line = text[begin:start].rpartition("\n")
    return (begin == 0 or bool(newline)) and not line.strip(" (*-#>\t")


def bracketed(text: str, start: int, end: int) -> bool:
    """Whether round brackets hold nothing but this and perhaps a few words."""
    opened = text.rfind("(", start - 30 if start > 30 else 0, start)
    if opened < 0:
        return False
    closed = text.find(")", end, end + 40)
    if closed < 0 or text.find(")", opened, start) >= 0 or text.find("(", end, closed) >= 0:
        return False
    return not any(map(str.isdigit, text[opened:start])) and not any(map(str.isdigit, text[end:closed]))
