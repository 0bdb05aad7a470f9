"""Where offsets are: lines and columns of a source, for people and editors."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_LINE_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a source; both numbers count from 1, columns in code points."""

    source: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def span(self, line: int) -> tuple[int, int]:
        """Offsets of a line's text, its end mark left out."""
        return self.starts[line - 1], self.ends[line - 1]


def lines_of(source: str) -> Lines:
    marks = [match.span() for match in _LINE_END.finditer(source)]
    starts = (0, *(end for _, end in marks))
    ends = (*(start for start, _ in marks), len(source))
    return Lines(source, starts, ends)
