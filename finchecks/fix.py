"""Fixes: suggestions written into the article, and nothing else of it touched.

Only a mismatch that has a suggestion is fixed, and of its number only what differs. A number that another
fix is computed from waits until that one is done; after each round the article is checked again, until
nothing is left to do. What would go round in circles is left as it was.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass

from finchecks.faults import Fault
from finchecks.report import Report

#: more rounds than a chain of numbers, each computed from the one before, could need
_ROUNDS = 20
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")
# UTF-32's little-endian mark begins with UTF-16's, so it is tried first
_ENCODINGS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"", "utf-8"),
    (b"", "cp1252"),
)


@dataclass(frozen=True, slots=True)
class Edit:
    """``text`` in place of the source's [start, end)."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """An article after its fixes: its bytes, its text before and after, how many numbers were put right."""

    data: bytes
    before: str
    after: str
    count: int
    report: Report


def fix(data: bytes, check: Callable[[bytes], Report]) -> Fixed | Fault | None:
    """The article with its suggestions written in; None where there is none to write.

    ``check`` reports on a version of the article. A fault (reason ``encoding``) where the text cannot be
    written back byte by byte as it was read.
    """
    report = first = check(data)
    if report.document is None or not edits(report):
        return None
    source = report.document.source
    written = _written(data, source)
    if written is None:
        message = "This cannot be fixed without changing the file's encoding: save it as UTF-8 first."
        return Fault("encoding", message, report.path)
    mark, encoding = written
    text, seen, count = source, {source}, 0
    for _ in range(_ROUNDS):
        found = edits(report)
        if not found:
            break
        text = applied(text, found)
        try:
            data = mark + text.encode(encoding)
        except UnicodeEncodeError:
            return Fault("encoding", f"A suggestion has characters that {encoding} lacks.", report.path)
        if text in seen:
            return None  # in a circle
        seen.add(text)
        count += len(found)
        report = check(data)
        if report.document is None or report.document.source != text:
            return None  # it reads otherwise than it was written: leave it alone
    else:
        return None
    return Fixed(data, source, text, count, report) if text != source and first is not report else None


def edits(report: Report) -> list[Edit]:
    """The edits that can be made at once, in the text's order."""
    assert report.document is not None
    wanted: dict[tuple[int, int], set[str]] = {}
    made_of: dict[tuple[int, int], set[tuple[int, int]]] = {}
    for check in report.checks:
        claim = check.claim
        if check.verdict != "mismatch" or check.suggestion is None or not claim.certain:
            continue
        span = (claim.stated.start, claim.stated.end)
        wanted.setdefault(span, set()).add(check.suggestion)
        operands = {(o.quantity.start, o.quantity.end) for o in claim.operands if o.quantity is not None}
        made_of.setdefault(span, set()).update(operands)
    found: list[Edit] = []
    for span, suggestions in sorted(wanted.items()):
        waits = any(
            _overlap(operand, other) for operand in made_of[span] for other in wanted if other != span
        )
        if waits or len(suggestions) != 1:
            continue  # two suggestions for one number: neither is certain
        shown = next(c.claim.stated.text for c in report.checks if c.claim.stated.start == span[0])
        edit = _edit(report.document.source, span, shown, next(iter(suggestions)))
        if edit is None or edit.text == report.document.source[edit.start : edit.end]:
            continue
        if not (found and edit.start < found[-1].end):
            found.append(edit)
    return found


def applied(text: str, found: list[Edit]) -> str:
    """The text after edits that do not overlap."""
    for edit in sorted(found, key=lambda edit: edit.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def _edit(source: str, span: tuple[int, int], shown: str, suggestion: str) -> Edit | None:
    """The smallest edit that makes the number the suggested one, whatever markup is in it; or none."""
    written = source[span[0] : span[1]]
    if written == shown:
        return Edit(*span, suggestion)
    old, new = _NUMBER.findall(shown), _NUMBER.findall(suggestion)
    same_dress = _NUMBER.sub("#", shown) == _NUMBER.sub("#", suggestion)
    if not same_dress or len(old) != 1 or len(new) != 1:
        return None
    places = [match.span() for match in _NUMBER.finditer(written) if match[0] == old[0]]
    if len(places) != 1:
        return None
    start, end = places[0]
    return Edit(span[0] + start, span[0] + end, new[0])


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _written(data: bytes, source: str) -> tuple[bytes, str] | None:
    """The byte-order mark and the encoding that make exactly the bytes of the text."""
    for mark, encoding in _ENCODINGS:
        if data.startswith(mark):
            try:
                if mark + source.encode(encoding) == data:
                    return mark, encoding
            except UnicodeEncodeError:
                continue
    return None
