"""The date on which a text was published, as its front matter or its own dateline gives it.

A dateline is a line of the text's head (or its last lines) that is little more than a place, a masthead
or a label and a full date, or the place and date that an agency report runs in before its first sentence.
A date inside a sentence is a date of the story, and the end of a period ("year ended 31 March 2021") is a
date of the accounts; neither says when the text was written.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from finchecks.document import DateSource

#: How many lines of a text's head, and of its tail, may hold the dateline.
HEAD_LINES = 8
TAIL_LINES = 3
#: How far into a line a dateline may begin, and how long a line is that is nothing but a dateline.
_REACH = 160
_SHORT = 120

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_ORDINAL = r"(?:st|nd|rd|th)?"
_GAP = r"[ \u00a0\u202f]{1,3}"
_DATE = re.compile(
    rf"(?<![\w.,/-])(?:"
    rf"(?P<day>[0-9]{{1,2}}){_ORDINAL}(?:{_GAP}of)?(?:{_GAP}|-)(?P<month>{_MONTH}),?(?:{_GAP}|-)(?P<year>[0-9]{{4}})"
    rf"|(?P<us_month>{_MONTH}){_GAP}(?P<us_day>[0-9]{{1,2}}){_ORDINAL},?{_GAP}(?P<us_year>[0-9]{{4}})"
    r"|(?P<iso_year>[0-9]{4})(?P<mark>[-/])(?P<iso_month>[0-9]{1,2})(?P=mark)(?P<iso_day>[0-9]{1,2})(?=T[0-9]|\b)"
    r"|(?P<dot_day>[0-9]{1,2})\.(?P<dot_month>[0-9]{1,2})\.(?P<dot_year>[0-9]{4})"
    r")(?![0-9])",
    re.IGNORECASE,
)

#: What every full date has; most lines have none, and are done with by this.
_YEAR = re.compile(r"[12][0-9]{3}")

_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b[.,]?\s*"
_PUBLISHED = (
    r"(?:first\s+|last\s+)?"
    r"(?:published|publication\s+date|posted|released|release\s+date|issued|updated|dated?|filed)"
)
_LABELLED = re.compile(
    rf"(?:^|[|·•(—–.,;-])\s*{_PUBLISHED}\s*(?:on|at)?\s*[:–-]?\s*(?:{_WEEKDAY})?$", re.IGNORECASE
)
#: A line about the text itself: "Compiled from the ministry's release of 3 May 2024."
_ABOUT_ITSELF = re.compile(
    r"^\W*(?:published|posted|issued|released|generated|compiled|prepared|summari[sz]ed|adapted)\b[^.;:0-9]*$",
    re.IGNORECASE,
)
#: The day of the prices in a research note, which is the day it was written or the one before.
_PRICED = re.compile(
    r"(?:^|[|·•;,])\s*(?:(?:share|closing)\s+)?(?:price|close)d?\s*(?:as\s+(?:of|at)|at|on|\()\s*$",
    re.IGNORECASE,
)
#: Words before a date that make it the end or the start of something else.
_NOT_PUBLICATION = re.compile(
    r"\b(?:end(?:ed|ing|s)?|as\s+(?:of|at)|to|through|until|till?|since|from|due|by|before|after|between|and|on|in|at|of|for"
    r"|matur\w+|expir\w+|effective|record|payable|settle\w*|fiscal|deadline|born|died)(?:\s+date)?\s*[:,]?\s*$",
    re.IGNORECASE,
)
#: Titles of accounts: the date below or behind them is the balance-sheet date.
_ACCOUNTS = re.compile(
    r"\b(?:balance\s+sheets?|balances?|statements?\s+of|financial\s+statements?|financial\s+position|as\s+(?:of|at)"
    r"|(?:year|month|quarter|week|half|period)s?\s+end(?:ed|ing)?)\b\W*$",
    re.IGNORECASE,
)
_SEPARATED = re.compile(r"[|·•—–,(/-]\s*$")
_STARTS_SENTENCE = re.compile(
    r"(?:after|as|at|before|between|by|during|following|for|from|if|in|its|last|next|on|our|since|the|there|these"
    r"|this|to|under|until|we|when|while|with)\b",
    re.IGNORECASE,
)
_SMALL_IN_NAMES = re.compile(
    r"al|am|an|and|da|das|de|del|der|di|do|dos|du|e|el|en|i|la|le|los|of|on|sur|the|upon|van|y", re.IGNORECASE
)
_LINE_END = re.compile(r"\s*[).\]]*\s*$")
_SHORT_TAIL = re.compile(r"\s*(?:[)\]]\s*)?(?:[|·•–—:;.,(/-]|at\s+[0-9]|[0-9]{1,2}[:.][0-9]{2})")
_RUN_IN = re.compile(r"\s*\)?\s*(?:\([^()]{1,60}\)|/[^/]{1,60}/)?\s*(?:-{1,2}\s|[–—]|:\s|\.\s+[^\W\d_a-z])")
_BARE_TAIL = re.compile(
    r"\s*(?:[)\]]\s*)?(?:$|[|·•–—:(/]|-{1,2}\s|\.(?:\s|$)|,?\s*(?:at\s+)?[0-9]{1,2}[:.][0-9]{2})"
)

#: Keys of front matter, the surest first.
_KEYS = (
    *("published", "publishdate", "published_at", "publishedat", "published_date", "publish_date"),
    *("date_published", "datepublished", "pubdate", "pub_date", "published_time", "publication_date"),
    *("publicationdate", "issued", "date"),
)
_FRONT_LINE = re.compile(r"^[\"']?([A-Za-z_ -]{3,24}?)[\"']?[ \t]*[:=][ \t]*(.{4,60})", re.MULTILINE)


class Found(NamedTuple):
    """A date and the span of the source that says it."""

    date: dt.date
    start: int
    end: int


def dates(text: str, start: int, end: int) -> Iterator[Found]:
    """The full dates (day, month and year) between two places; a day that no calendar has is none."""
    if not _YEAR.search(text, start, end):
        return
    for match in _DATE.finditer(text, start, end):
        parts = match.groupdict()
        year, month, day = next(
            (parts[f"{form}year"], parts[f"{form}month"], parts[f"{form}day"])
            for form in ("", "us_", "iso_", "dot_")
            if parts[f"{form}year"]
        )
        number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
        try:
            yield Found(dt.date(int(year), number, int(day)), match.start(), match.end())
        except ValueError:
            continue


def from_front_matter(source: str, end: int) -> Found | None:
    """The publication date that the front matter, which ends at ``end``, gives under one of its usual keys.

    Read line by line and not as YAML: one scalar is wanted, and front matter that is not quite YAML (a
    colon in a title) is common.
    """
    best: tuple[int, Found] | None = None
    for match in _FRONT_LINE.finditer(source, 0, end):
        key = match[1].strip().lower().replace("-", "_").replace(" ", "_")
        found = next(dates(source, match.start(2), match.end(2)), None)
        if key in _KEYS and found and (best is None or _KEYS.index(key) < best[0]):
            best = (_KEYS.index(key), found)
    return best[1] if best else None


def dateline(prose: str, head_end: int, tail_start: int) -> Found | None:
    """The date of publication as the text itself gives it: in its head before ``head_end``, else in its tail.

    A label ("Published: …") wins over a mere place and date above it.
    """
    unlabelled: Found | None = None
    above = ""
    for start, end in islice(_lines(prose, 0, head_end), HEAD_LINES):
        found, labelled = _in_line(prose, start, end, above)
        if found and labelled:
            return found
        unlabelled = unlabelled or found
        above = prose[max(start, end - _SHORT) : end]
    if unlabelled:
        return unlabelled
    for start, end in reversed(list(_last_lines(prose, max(head_end, tail_start)))):
        found, labelled = _in_line(prose, start, end, "")
        if found and (labelled or len(prose[start:end].strip()) <= _SHORT // 2):
            return found
    return None


def publication(
    option: dt.date | None, metadata: Found | None, text: Found | None
) -> tuple[dt.date | None, DateSource | None, tuple[int, int] | None]:
    """Date, where it comes from, and the dateline's span. The option outranks metadata, metadata the text."""
    span = (text.start, text.end) if text else None
    if option:
        return option, "option", span
    if metadata:
        return metadata.date, "metadata", span
    return (text.date, "text", span) if text else (None, None, None)


def _in_line(prose: str, start: int, end: int, above: str) -> tuple[Found | None, bool]:
    """The publication date that a line gives, and whether a label says that it is one."""
    for found in dates(prose, start, min(end, start + _REACH)):
        before = " ".join(prose[start : found.start].split())
        after = prose[found.end : min(end, found.end + _REACH)]
        if _LABELLED.search(before) or _PRICED.search(before):
            return found, True
        if _ABOUT_ITSELF.match(before) and _LINE_END.match(after.partition(". ")[0] + "."):
            return found, True
        if _NOT_PUBLICATION.search(before) or _ACCOUNTS.search(before):
            continue
        if _is_dateline(before, after, len(prose[start:end].strip()) <= _SHORT, above):
            return found, False
    return None, False


def _is_dateline(before: str, after: str, short: bool, above: str) -> bool:
    bare = re.sub(_WEEKDAY + "$", "", before, flags=re.IGNORECASE).strip(" ([*_")
    if not bare:
        return bool(_BARE_TAIL.match(after)) and not _ACCOUNTS.search(above)
    if short and _SEPARATED.search(before):
        # What stands before a bar or a long dash is a masthead, whatever it begins with.
        last_part = re.split(r"[|·•—–]", before)[-1].strip()
        return not _reads_as_sentence(last_part) and bool(_LINE_END.match(after) or _SHORT_TAIL.match(after))
    is_place = _is_place(bare) and (bool(_SEPARATED.search(before)) or bare.isupper())
    return is_place and bool(_RUN_IN.match(after) or (short and _LINE_END.match(after)))


def _reads_as_sentence(before: str) -> bool:
    return bool(_STARTS_SENTENCE.match(before)) or (". " in before and not before.isupper())


def _is_place(before: str) -> bool:
    """Whether the words before the date could be a place ("Rio de Janeiro,", "NEW YORK (")."""
    words = before.strip(" ,|·•—–:(/-").replace(",", " ").split()
    return (
        0 < len(words) <= 6
        and not _STARTS_SENTENCE.match(words[0])
        and all(word[0].isupper() or _SMALL_IN_NAMES.fullmatch(word) for word in words)
        and not any(character.isdigit() for character in before)
    )


def _lines(prose: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of the lines that hold anything, in order."""
    while start < end:
        stop = prose.find("\n", start, end)
        stop = end if stop < 0 else stop
        # Only a dateline's reach of the line is looked at, so that a line of megabytes costs nothing.
        if not prose[start : min(stop, start + _REACH)].isspace() and stop > start:
            yield start, stop
        start = stop + 1


def _last_lines(prose: str, start: int) -> Iterator[tuple[int, int]]:
    """Spans of the last few lines that hold anything."""
    end = len(prose.rstrip())
    left = TAIL_LINES
    while left and end > start:
        begin = max(prose.rfind("\n", start, end) + 1, start)
        if not prose[begin : min(end, begin + _REACH)].isspace() and end > begin:
            left -= 1
            yield begin, end
        end = begin - 1
