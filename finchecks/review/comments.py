"""Comments that accept findings, in Markdown and HTML.

    <!-- finchecks: ignore[percent-change] the agency counts leap days -->
    <!-- finchecks: ignore-file[share, sum] the table is the ministry's own -->

``ignore`` covers the block that the comment stands in (paragraph, heading, item), or the one that follows
where it stands alone; ``ignore-file`` the whole document. Without brackets every rule is meant; a reason may
follow. A bracket that is never closed is a mistake: it must not widen the comment to every rule.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from finchecks.document import Block, Document
from finchecks.engine import Check, Note
from finchecks.faults import Fault
from finchecks.report.places import lines_of
from finchecks.review.rules import matches, nearest

#: the rule of the notes on suppressions of any sort that nothing needs
UNUSED = "unused-suppression"

_BODY = re.compile(r"<!--\s*+finchecks\s*+:(.*)-->", re.IGNORECASE | re.DOTALL)
_FORM = re.compile(r"\s*+(ignore-file|ignore)(?![\w-])(?:\s*+\[([^\[\]]*+)\])?+(?!\s*+\[)(.*)", re.DOTALL)
_WORD = re.compile(r"\w")
_INLINE_TAGS = "a|abbr|b|cite|code|em|i|mark|q|s|small|span|strong|sub|sup|time|u"
#: what may stand between the end of a block's text and a comment in that block
_TRAIL = re.compile(rf"(?:[^\w<>]|</(?:{_INLINE_TAGS})>|<!--(?:(?!-->).)*+-->)*+", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Comment:
    """An accepting comment: its own span, the rules it names (globs; none: all), the span that it covers."""

    start: int
    end: int
    rules: tuple[str, ...]
    reason: str
    covered: tuple[int, int]

    def covers(self, check: Check) -> bool:
        if not self.covered[0] <= check.claim.stated.start < self.covered[1]:
            return False
        return not self.rules or any(matches(glob, (check.claim.rule,)) for glob in self.rules)

    def unused(self) -> Note:
        rules = f"[{', '.join(self.rules)}]" if self.rules else ""
        message = f"Nothing needs the comment “finchecks: ignore{rules}” any more: take it out."
        return Note(UNUSED, message, ((self.start, self.end),))


def comments(document: Document, known: Sequence[str]) -> tuple[list[Comment], list[Fault]]:
    """The comments addressed to finchecks, and the faults (reason ``suppression``) of those it cannot read.

    ``known`` are the ids of the rules.
    """
    found: list[Comment] = []
    faults: list[Fault] = []
    for start, end in document.comments:
        body = _BODY.fullmatch(document.source, start, end)
        if body is None:
            continue
        form = _FORM.fullmatch(body[1])
        names = tuple(name.strip() for name in form[2].split(",")) if form and form[2] is not None else ()
        unknown = next((name for name in names if not matches(name, known)), None)
        if form is None or unknown is not None:
            line, column = lines_of(document.source).at(start)
            problem = "write this comment as “finchecks: ignore[rule] reason” or with ignore-file"
            if unknown is not None:
                problem = f"there is no rule {unknown!r}{nearest(unknown, known)}"
            faults.append(Fault("suppression", problem, document.path, line, column))
            continue
        covered = (
            (0, len(document.source)) if form[1].lower() == "ignore-file" else _covered(document, start, end)
        )
        found.append(Comment(start, end, names, " ".join(form[3].split()), covered))
    return found, faults


def _covered(document: Document, start: int, end: int) -> tuple[int, int]:
    """The block around the comment, or at whose end it stands, or which follows; nothing after the last."""
    blocks = [
        b for b in document.blocks if b.kind == "table" or _WORD.search(document.source, b.start, b.end)
    ]
    block = next((b for b in blocks if b.start <= start and end <= b.end), None)
    if block is None:
        before = max((b for b in blocks if b.end <= start), key=lambda b: b.end, default=None)
        block = before if before and _trails(document, before, start) else None
    if block is None:
        following = (b for b in blocks if end <= b.start)
        block = min(following, key=lambda b: b.start, default=None)
    return (block.start, block.end) if block else (end, end)


def _trails(document: Document, block: Block, start: int) -> bool:
    """Whether a comment at ``start`` stands in the block's last line: in HTML, in its element."""
    between = document.source[block.end : start]
    if block.kind == "table" or not _TRAIL.fullmatch(between):
        return False
    is_html = PurePath(document.path or "").suffix.lower() in (".html", ".htm", ".xhtml")
    return is_html or not any(end in between for end in "\r\n")
