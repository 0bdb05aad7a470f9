"""Sources → reports, by way of the cache. The stages are loaded for the first article that is not in it."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from finchecks.cache import Cache, key, knowledge_digest
from finchecks.faults import Fault
from finchecks.report import Report
from finchecks.sources import Source

if TYPE_CHECKING:
    from finchecks.pipeline import Knowledge


class Checker:
    """Checks articles by one set of rules, rates and facts (None: those that finchecks brings)."""

    def __init__(
        self,
        *,
        rules: Path | None = None,
        rates: Path | None = None,
        facts: Path | None = None,
        cache: Cache | None = None,
    ) -> None:
        self._rules, self._rates, self._facts, self._cache = rules, rates, facts, cache

    @cached_property
    def knowledge(self) -> Knowledge:
        """Raises FaultError for faulty rules, rates or facts."""
        from finchecks.pipeline import prepare

        return prepare(rules=self._rules, rates=self._rates, facts=self._facts)

    @cached_property
    def _digest(self) -> str | None:
        """None where the files cannot be read: ``knowledge`` tells why."""
        try:
            return knowledge_digest(self._rules, self._rates, self._facts)
        except OSError:
            return None

    def check(self, source: Source, *, date: dt.date | None = None) -> Report:
        """The report on one source. Raises FaultError for faulty rules or rates."""
        data = source.read()
        if isinstance(data, Fault):
            return Report(source.name, None, (), (), (data,))
        return self.check_bytes(data, path=source.name, date=date)

    def check_bytes(self, data: bytes, *, path: str | None = None, date: dt.date | None = None) -> Report:
        """The report on one article. Raises FaultError for faulty rules or rates."""
        name = None
        if self._cache is not None and self._digest is not None:
            name = key(self._digest, data, path, date)
            known = self._cache.get(name, data, path)
            if known is not None:
                return known
        knowledge = self.knowledge
        from finchecks.pipeline import check_bytes

        report = check_bytes(data, knowledge, path=path, date=date)
        if self._cache is not None and name is not None:
            self._cache.put(name, data, report)
        return report
