"""The Python door: check a text or a file, get a frozen report."""

from __future__ import annotations

import datetime as dt
import os
from functools import lru_cache
from pathlib import Path

from finchecks.pipeline import Knowledge, check_bytes, check_source, prepare
from finchecks.report import Report
from finchecks.sources import Source

Pathlike = str | os.PathLike[str]


def check(
    text: str,
    *,
    date: dt.date | str | None = None,
    path: Pathlike | None = None,
    rates: Pathlike | None = None,
    rules: Pathlike | None = None,
    facts: Pathlike | None = None,
) -> Report:
    """Check the arithmetic of a text.

    ``date`` is the day of publication (a date or ``"YYYY-MM-DD"``), by which exchange rates are judged;
    without it the text's own metadata or dateline serves. ``path`` names the text in the report, and its
    suffix says how to read it (``.md`` Markdown, ``.html`` a page, otherwise plain text). ``rates`` is a CSV
    file of exchange rates (date, base, quote, rate), ``rules`` a folder of rule files besides the built-in
    ones (one of the same name takes its place), ``facts`` a YAML or CSV file of values from outside the text
    (see :mod:`finchecks.facts`), from which claims are completed whose operand the text does not give.

    A text that cannot be checked gives a report with a fault. Raises ValueError for a date that is none and
    FaultError for faulty rates, rules or facts.
    """
    # A lone surrogate has no bytes; "?" keeps every offset where it was.
    data = text.encode("utf-8", errors="replace")
    return check_bytes(data, knowledge_of(rules, rates, facts), path=_name(path), date=_day(date))


def check_file(
    path: Pathlike,
    *,
    date: dt.date | str | None = None,
    rates: Pathlike | None = None,
    rules: Pathlike | None = None,
    facts: Pathlike | None = None,
) -> Report:
    """Check one file; see :func:`check`. A file that cannot be read gives a report with a fault."""
    return check_source(Source(os.fspath(path)), knowledge_of(rules, rates, facts), date=_day(date))


def knowledge_of(rules: Pathlike | None, rates: Pathlike | None, facts: Pathlike | None) -> Knowledge:
    if rules is None and rates is None and facts is None:
        return _built_in()
    return prepare(
        rules=Path(rules) if rules else None,
        rates=Path(rates) if rates else None,
        facts=Path(facts) if facts else None,
    )


@lru_cache(maxsize=1)
def _built_in() -> Knowledge:
    return prepare()


def _name(path: Pathlike | None) -> str | None:
    return None if path is None else os.fspath(path)


def _day(date: dt.date | str | None) -> dt.date | None:
    if isinstance(date, str):
        return dt.date.fromisoformat(date)
    return date.date() if isinstance(date, dt.datetime) else date
