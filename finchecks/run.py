"""A run over many articles: which there are, and each one's report under the settings in force for it."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from finchecks.cache import Cache, default_folder
from finchecks.checker import Checker
from finchecks.faults import Fault, FaultError, internal
from finchecks.patterns import Excluder
from finchecks.report import Report
from finchecks.review.reviewer import Reviewer
from finchecks.settings import Settings
from finchecks.settings.resolve import Desk
from finchecks.sources import STDIN, Source, find


class Run:
    """Finds articles and reports on them; configurations, rules and baselines are read once.

    ``date`` is a publication date that holds for every article; ``stdin_name`` is what standard input is
    taken for; ``force_exclude`` lets the excluding patterns count for files that are named as well;
    ``changed_since`` leaves out what git knows to be unchanged since a revision.
    """

    def __init__(
        self,
        desk: Desk,
        *,
        date: dt.date | None = None,
        stdin_name: str | None = None,
        force_exclude: bool = False,
        changed_since: str | None = None,
    ) -> None:
        self.desk = desk
        self._date, self._stdin_name, self._force_exclude = date, stdin_name, force_exclude
        self._checkers: dict[tuple[Path | None, ...], Checker] = {}
        self._changed_since = changed_since
        self._reviewer = Reviewer()
        self._caches: set[Path] = set()

    def settings(self, path: str | None) -> Settings:
        """Of a file by the path in its report. Raises FaultError for a faulty configuration."""
        return self.desk.settings(self._place(path))

    def _place(self, path: str | None) -> str:
        return self._stdin_name or os.curdir if path is None or path == STDIN else path

    def prepare(self, paths: Sequence[str]) -> None:
        """What is faulty for all that is named is told before anything is checked (FaultError)."""
        faults: dict[Fault, None] = {}
        for path in paths:
            try:
                self._prepared(path)
            except FaultError as error:
                faults.update(dict.fromkeys(error.faults))
        if faults:
            raise FaultError(*faults)

    def _prepared(self, path: str | None) -> Settings:
        settings = self.settings(path)
        self._reviewer.prepare(settings, self.desk.configuration(self._place(path)))
        return settings

    def sources(self, paths: Sequence[str]) -> Iterator[Source | Fault]:
        """The articles that the paths name, each once, without those that the settings leave out."""
        seen: set[str] = set()
        for path in paths:
            settings = self.settings(path)
            skip = Excluder(settings.exclude, gitignore=settings.gitignore)
            changed = None if self._changed_since is None or path == STDIN else self._changed(path)
            for source in find([path], settings.include, skip, seen):
                if isinstance(source, Fault):
                    if changed is None or source.reason != "no-articles":
                        yield source
                elif source.path == STDIN:
                    yield replace(source, called=self._stdin_name)
                elif changed is not None and os.path.realpath(source.path) not in changed:
                    continue
                elif not (self._force_exclude and skip.excluded(source.path)):
                    yield source

    def _changed(self, path: str) -> frozenset[str]:
        from finchecks.git import repository

        assert self._changed_since is not None
        return repository(path, self._changed_since).changed()

    def reports(self, sources: Iterable[Source | Fault]) -> Iterator[Report]:
        """A report on each, as soon as it is done. Raises FaultError for faulty rules or rates."""
        for source in sources:
            yield (
                Report(source.path, None, (), (), (source,))
                if isinstance(source, Fault)
                else self.check(source)
            )
        for folder in self._caches:
            Cache(folder).sweep()

    def check(self, source: Source) -> Report:
        """The report on one article; a configuration of its own that is faulty is its own fault."""
        return self._told(source.name, lambda checker: checker.check(source, date=self._date))

    def check_bytes(self, data: bytes, name: str | None) -> Report:
        """The same for an article that is at hand, as the file ``name``."""
        return self._told(name, lambda checker: checker.check_bytes(data, path=name, date=self._date))

    def _told(self, name: str | None, check: Callable[[Checker], Report]) -> Report:
        try:
            settings = self._prepared(name)
        except FaultError as error:
            return Report(name, None, (), (), error.faults)
        report = check(self.checker(settings))
        try:
            return self._reviewer.review(report, settings)
        except Exception as error:
            return Report(name, None, (), (), (internal(error, name),))

    def checker(self, settings: Settings) -> Checker:
        """That of the settings' rules, rates and facts."""
        folder = (settings.cache_dir or default_folder()) if settings.cache else None
        which = (settings.rules, settings.rates, settings.facts, folder)
        if which not in self._checkers:
            if folder is not None:
                self._caches.add(folder)
            cache = Cache(folder) if folder is not None else None
            self._checkers[which] = Checker(
                rules=settings.rules, rates=settings.rates, facts=settings.facts, cache=cache
            )
        return self._checkers[which]
