"""Periods as days: which days "2022", "2022-Q3", "FY2022", "2022-06" and "2022-06-30" cover."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from finchecks.interval import Interval

_PERIOD = re.compile(r"(?:FY)?(\d{4})(?:-(?:Q([1-4])|H([12])|(\d\d)(?:-(\d\d))?))?$")


def days(period: str) -> tuple[dt.date, dt.date] | None:
    """First and last day; a fiscal year is taken as the calendar year. None where the year is not known."""
    found = _PERIOD.match(period.partition("/")[0])
    if found is None:
        return None
    year_text, quarter, half, month_text, day_text = found.groups()
    year = int(year_text)
    try:
        if day_text:
            day = dt.date(year, int(month_text), int(day_text))
            return day, day
        if month_text:
            first_month = last_month = int(month_text)
        elif quarter:
            first_month, last_month = 3 * int(quarter) - 2, 3 * int(quarter)
        elif half:
            first_month, last_month = 6 * int(half) - 5, 6 * int(half)
        else:
            first_month, last_month = 1, 12
        last_day = calendar.monthrange(year, last_month)[1]
        return dt.date(year, first_month, 1), dt.date(year, last_month, last_day)
    except ValueError:
        return None


def near(period: str, first: dt.date, last: dt.date, *, after: bool) -> tuple[dt.date, dt.date] | None:
    """A period without its year ("04-12", "11", "Q3"), in the year that brings it next to other days."""
    for year in (first.year, first.year + 1) if after else (last.year, last.year - 1):
        span = days(f"{year}-{period}")
        if span is not None and (span[1] >= first if after else span[0] <= last):
            return span
    return None


def in_years(first: dt.date, last: dt.date) -> Interval:
    """From the morning of the first day to the evening of the last, in years: 2022 is [2022, 2023]."""
    return Interval(_moment(first), _moment(last) + 1.0 / (366 if calendar.isleap(last.year) else 365))


def _moment(day: dt.date) -> float:
    length = 366 if calendar.isleap(day.year) else 365
    return day.year + (day.timetuple().tm_yday - 1) / length
