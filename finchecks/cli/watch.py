"""``check --watch``: check again what is saved."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import click

from finchecks.cli.common import CLEAN, complain
from finchecks.faults import Fault, FaultError

if TYPE_CHECKING:
    from finchecks.cli.check import Tally
    from finchecks.settings import Settings
    from finchecks.sources import Source

    Start = Callable[[], tuple[Tally, Settings]]
    Tell = Callable[[Tally, Settings, Iterable[Source | Fault]], int]

#: milliseconds without a change after which the watcher gives a sign of life
_PULSE = 200


def watch(paths: Sequence[str], start: Start, tell: Tell) -> int:
    """Check all articles, then each that is saved, until interrupted.

    A configuration, rule or rates file that is saved checks them all anew. Needs the package watchfiles.
    """
    try:
        from watchfiles import watch as changes
    except ImportError:
        raise FaultError(Fault("missing", "--watch needs more: pip install 'finchecks[watch]'.")) from None
    places = _places(paths, start)
    begun = False
    try:
        # The first batch, empty perhaps, comes when the watching has begun: nothing saved after the first
        # check is missed.
        for batch in changes(*places, raise_interrupt=False, yield_on_timeout=True, rust_timeout=_PULSE):
            saved = {os.path.realpath(path) for _, path in batch if os.path.exists(path)}
            if not begun:
                _round(paths, start, tell, None)
                _say(f"watching {', '.join(paths)}; Ctrl-C ends it")
                begun = True
            elif saved:
                _round(paths, start, tell, saved)
    except KeyboardInterrupt:  # in the midst of a check
        pass
    return CLEAN


def _round(paths: Sequence[str], start: Start, tell: Tell, saved: set[str] | None) -> None:
    """One check: of everything, or of what was saved. What is faulty is told, and may be mended meanwhile."""
    try:
        tally, settings = start()
        chosen = list(tally.run.sources(paths))
        if saved is not None:
            articles = [s for s in chosen if not isinstance(s, Fault) and os.path.realpath(s.path) in saved]
            if not articles and not any(_governs(path) for path in saved):
                return
            chosen = list(articles) or chosen
        if saved is not None:
            _say(f"{dt.datetime.now():%H:%M:%S}")
        tell(tally, settings, chosen)
    except FaultError as error:
        for fault in error.faults:
            complain(str(fault))


def _governs(path: str) -> bool:
    """Whether a file that is no article may change what is said of articles."""
    name = os.path.basename(path)
    own = name in ("pyproject.toml", "finchecks.toml", ".gitignore") or name.startswith(".finchecks-")
    return own or name.endswith((".yaml", ".yml", ".csv"))


def _places(paths: Sequence[str], start: Start) -> list[str]:
    """Folders to look at: the named ones, those of named files (editors put a new file in the old one's
    place), and those of the configuration and what it names."""
    found = [path if os.path.isdir(path) else os.path.dirname(path) or os.curdir for path in paths]
    tally, settings = start()
    configuration = tally.run.desk.configuration(paths[0])
    found += [str(configuration.folder)] if configuration else []
    for more in (settings.rules, settings.rates, settings.facts):
        if more is not None:
            found.append(str(more if more.is_dir() else more.parent))
    return list(dict.fromkeys(place for place in found if os.path.isdir(place)))


def _say(text: str) -> None:
    click.echo(f"finchecks: {text}", err=True)
