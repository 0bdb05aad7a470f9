"""The Python door: check a text or a file, get a frozen report."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TypedDict

from finchecks.pipeline import check_bytes, check_source, prepare
from finchecks.report import Report
from finchecks.review.reviewer import Reviewer
from finchecks.run import Run
from finchecks.settings import Settings
from finchecks.settings.resolve import Desk
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
    config: Pathlike | bool = False,
) -> Report:
    """Check the arithmetic of a text.

    ``date`` is the day of publication (a date or ``"YYYY-MM-DD"``), by which exchange rates are judged;
    without it the text's own metadata or dateline serves. ``path`` names the text in the report, and its
    suffix says how to read it (``.md`` Markdown, ``.html`` a page, otherwise plain text). ``rates`` is a CSV
    file of exchange rates (date, base, quote, rate), ``rules`` a folder of rule files besides the built-in
    ones (one of the same name takes its place), ``facts`` a YAML or CSV file of values from outside the text
    (see :mod:`finchecks.facts`), from which claims are completed whose operand the text does not give.

    Findings that a comment in the text accepts are in ``accepted`` of the report, not in ``checks``. What
    lies beside an article counts only where ``config`` asks for it: True takes the nearest configuration in
    the folder of ``path`` or above, as the command does, a path that configuration; .finchecks-ignore,
    reviews and a baseline count then as well.

    A text that cannot be checked gives a report with a fault. Raises ValueError for a date that is none and
    FaultError for faulty rates, rules, facts or configuration.
    """
    # A lone surrogate has no bytes; "?" keeps every offset where it was.
    data = text.encode("utf-8", errors="replace")
    given = _given(rates, rules, facts)
    if config is not False:
        return _run(config, given, date, _name(path)).check_bytes(data, _name(path))
    report = check_bytes(data, prepare(**given), path=_name(path), date=_day(date))
    return Reviewer(alone=True).review(report, Settings(rules=given["rules"]))


def check_file(
    path: Pathlike,
    *,
    date: dt.date | str | None = None,
    rates: Pathlike | None = None,
    rules: Pathlike | None = None,
    facts: Pathlike | None = None,
    config: Pathlike | bool = False,
) -> Report:
    """Check one file; see :func:`check`. A file that cannot be read gives a report with a fault."""
    source, given = Source(os.fspath(path)), _given(rates, rules, facts)
    if config is not False:
        return _run(config, given, date, source.path).check(source)
    report = check_source(source, prepare(**given), date=_day(date))
    return Reviewer(alone=True).review(report, Settings(rules=given["rules"]))


class _Given(TypedDict):
    """Files of the caller's; None: what finchecks brings."""

    rates: Path | None
    rules: Path | None
    facts: Path | None


def _given(rates: Pathlike | None, rules: Pathlike | None, facts: Pathlike | None) -> _Given:
    return _Given(rates=_path(rates), rules=_path(rules), facts=_path(facts))


def _run(config: Pathlike | bool, given: _Given, date: dt.date | str | None, path: str | None) -> Run:
    """A run under a configuration. Raises FaultError where that is faulty."""
    options: dict[str, object] = {name: file for name, file in given.items() if file is not None}
    desk = Desk(options | {"cache": False}, config=None if config is True else _path(config))
    run = Run(desk, date=_day(date))
    run.prepare([path or os.curdir])
    return run


def _path(path: Pathlike | bool | None) -> Path | None:
    return Path(path) if path and path is not True else None


def _name(path: Pathlike | None) -> str | None:
    return None if path is None else os.fspath(path)


def _day(date: dt.date | str | None) -> dt.date | None:
    if isinstance(date, str):
        return dt.date.fromisoformat(date)
    return date.date() if isinstance(date, dt.datetime) else date
