"""Periods as they are written: years, fiscal years, quarters, halves, months and dates."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from finchecks.lexicon import Numbers

#: more years than these are no span: "2024-10"
_LONG_SPAN = 60
FIRST_YEAR, LAST_YEAR = 1800, 2100


class Period(NamedTuple):
    """A period's ISO-like name ("2022-Q3"), its year (nan without one), and where it ends in the text."""

    name: str
    year: float
    end: int


_YEAR = r"(\d{4})(?!\d|[,.]\d)"
_AFTER = re.compile(
    r"(?:,? of)?(?: the)?(,? )(fiscal |financial )?(?:year )?" + _YEAR + r"(?:[-–/](\d{2,4})(?!\d))?"
)
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?(?!\d|[.%/:,]\d|%|-[a-z])")
_DAY_YEAR = re.compile(r"(,? |, ?)" + _YEAR)
_SPAN = re.compile(r"[-–/](\d{2}|\d{4}|\d)(?![\d%])")
_ENDED = re.compile(
    r"(fiscal |financial )?(year|quarter|three months|half|six months|twelve months|52 weeks|53 weeks"
    r"|12 months|3 months|6 months)s?[ -](?:ended|ending|to)(?: on)? $"
)
_ENDINGS = ("ended ", "ending ", " to ", " on ")
#: how far before a date "fiscal twelve months ended on" may begin
_ENDED_REACH = 32


def year_of(text: str) -> int | None:
    """The year that four digits may be."""
    if (
        len(text) == 4
        and text.isascii()
        and text.isdigit()
        and FIRST_YEAR <= (year := int(text)) <= LAST_YEAR
    ):
        return year
    return None


def full_year(short: str, near: int | None = None) -> int:
    """22 → 2022, 98 → 1998; beside a year, the next one that ends so."""
    value = int(short)
    if len(short) == 4:
        return value
    if near is not None:
        base = 100 if len(short) == 2 else 10
        year = near - near % base + value
        return year if year >= near else year + base
    return 1900 + value if value >= 70 else 2000 + value


def of_year(low: str, end: int, year: int, fiscal: bool) -> Period:
    """A year whose digits end at ``end``, with a span such as 2004-05 or FY2021/3."""
    prefix = "FY" if fiscal else ""
    found = _SPAN.match(low, end)
    if found is not None:
        tail = found.group(1)
        if fiscal and len(tail) == 1:
            return Period(f"FY{year}", float(year), found.end())
        if len(tail) < 4 and int(tail) == (year + 1) % 10 ** len(tail):
            return Period(f"FY{year + 1}", float(year + 1), found.end())
    return Period(f"{prefix}{year}", float(year), end)


def last_of_span(low: str, start: int, body: str) -> Period | None:
    """The last year of "2023-26", whose two digits begin at ``start``; None where no year is before them."""
    first = year_of(low[max(0, start - 5) : start - 1]) if low[start - 1 : start] in ("-", "–") else None
    if first is None or low[max(0, start - 6) : start - 5].isdigit():
        return None
    year = first - first % 100 + int(body)
    year += 100 if year <= first else 0
    if year - first > _LONG_SPAN:
        return None
    return Period(str(year), float(year), start + len(body))


def with_year(low: str, end: int, part: str) -> Period:
    """A quarter, half or month that ends at ``end``, with the year after it if there is one."""
    found = _AFTER.match(low, end)
    if found is None or (year := year_of(found.group(3))) is None:
        return Period(part, math.nan, end)
    if found.group(4) and len(found.group(4)) == 2 and int(found.group(4)) == (year + 1) % 100:
        return Period(f"FY{year + 1}-{part}", float(year + 1), found.end())
    prefix = "FY" if found.group(2) else ""
    return Period(f"{prefix}{year}-{part}", float(year), found.end())


def from_month(low: str, end: int, month: int) -> Period:
    """A month whose name ends at ``end``: with a day and a year, with a year, with a day, or alone."""
    name = f"{month:02d}"
    place = end + 1 if low[end : end + 1] == "." else end
    if low[place : place + 1] in (" ", ",", "-"):
        gap = place + (2 if low[place : place + 2] == ", " else 1)
        day = _DAY.match(low, gap)
        if day is not None and 1 <= int(day.group(1)) <= 31:
            later = _DAY_YEAR.match(low, day.end())
            if later is not None and (year := year_of(later.group(2))) is not None:
                return Period(f"{year}-{name}-{int(day.group(1)):02d}", float(year), later.end())
            if gap == place + 1:  # "in March, 17 per cent more" is no day
                return Period(f"{name}-{int(day.group(1)):02d}", math.nan, day.end())
        found = with_year(low, place, name)
        if found.end != place:
            return found
    return Period(name, math.nan, end)


def from_day(text: str, low: str, end: int, day: int, numbers: Numbers) -> Period | None:
    """A day whose digits end at ``end``, before a month: "30 June 2019", "30th of June"."""
    found = _DAY_MONTH.match(low, end)
    if found is None or not 1 <= day <= 31 or not text[found.start(1)].isupper():
        return None
    month = numbers.months.get(found.group(1))
    if month is None:
        return None
    name = f"{int(month):02d}-{day:02d}"
    later = _DAY_YEAR.match(low, found.end())
    if later is not None and (year := year_of(later.group(2))) is not None:
        return Period(f"{year}-{name}", float(year), later.end())
    return Period(name, math.nan, found.end())


_DAY_MONTH = re.compile(r"(?:st|nd|rd|th)?[ -](?:of )?([a-z]{3,9})\b\.?")


def ended(low: str, start: int, period: Period) -> Period:
    """A date after "the year ended" stands for that year, after "three months ended" for that quarter.

    A year that ends within a calendar year comes as a fiscal year.
    """
    if len(period.name) != 10 or not low[max(0, start - 7) : start].endswith(_ENDINGS):
        return period
    found = _ENDED.search(low, max(0, start - _ENDED_REACH), start)
    if found is None:
        return period
    year, month, day = period.name[:4], int(period.name[5:7]), int(period.name[8:])
    length = found.group(2)
    if length.startswith(("year", "12", "twelve", "5")):
        calendar = month == 12 and day == 31 and not found.group(1)
        return Period(year if calendar else f"FY{year}", period.year, period.end)
    if day >= 24 and length.startswith(("quarter", "three", "3")) and month % 3 == 0:
        return Period(f"{year}-Q{month // 3}", period.year, period.end)
    if day >= 24 and length.startswith(("half", "six", "6")) and month % 6 == 0:
        return Period(f"{year}-H{month // 6}", period.year, period.end)
    return period
