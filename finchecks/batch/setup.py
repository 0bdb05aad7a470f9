"""Options and configuration → the setup of a batch, by which every one of its processes checks."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from finchecks.batch.kernel import FORMATS
from finchecks.batch.worker import Setup
from finchecks.review.reviewer import Reviewer
from finchecks.settings import Level
from finchecks.settings.resolve import Desk

Pathlike = str | os.PathLike[str]


def setup_of(
    *,
    rules: Pathlike | None = None,
    rates: Pathlike | None = None,
    facts: Pathlike | None = None,
    format: str | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    severity: Mapping[str, Level] | None = None,
    config: Pathlike | bool = False,
) -> Setup:
    """The setup of options, over those of a configuration if one is asked for.

    ``config`` True takes the nearest configuration in the working directory or above, a path that one. Its
    ``select``, ``ignore``, ``severity``, ``rules``, ``rates`` and ``facts`` count, not its ``[[overrides]]``:
    a batch is checked by one measure. Raises FaultError for a faulty configuration and for rules that there
    are not, ValueError for a format that there is not.
    """
    if format is not None and format not in FORMATS:
        raise ValueError(f"there is no format {format!r}; the formats are {', '.join(FORMATS)}")
    files = {"rules": rules, "rates": rates, "facts": facts}
    options: dict[str, object] = {name: Path(file) for name, file in files.items() if file is not None}
    words = {"select": tuple(select), "ignore": tuple(ignore), "severity": dict(severity or {})}
    options |= {name: value for name, value in words.items() if value}
    given = None if isinstance(config, bool) else Path(config)
    desk = Desk(options, config=given, isolated=config is False)
    settings = desk.settings(os.curdir)
    Reviewer(alone=True).prepare(settings, desk.configuration(os.curdir))
    return Setup(
        rules=_name(settings.rules),
        rates=_name(settings.rates),
        facts=_name(settings.facts),
        format=format,
        select=settings.select,
        ignore=settings.ignore,
        severity=dict(settings.severity),
    )


def anywhere(setup: Setup) -> Setup:
    """The same, for processes with other working directories."""
    files = {name: getattr(setup, name) for name in ("rules", "rates", "facts")}
    return msgspec.structs.replace(
        setup, **{name: os.path.abspath(file) for name, file in files.items() if file is not None}
    )


def _name(path: Path | None) -> str | None:
    return None if path is None else os.fspath(path)
