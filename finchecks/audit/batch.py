"""Many articles → Batch: the totals, the rows and the worst of them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

import finchecks
from finchecks.audit.article import STATUSES, Article
from finchecks.audit.record import Record, Whole

#: as many of the worst offenders, rules and sources are shown
MOST = 10
MONTHS = 36
OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Row:
    """One article of a batch; ``source`` is its folder, ``stem`` the name of its own report."""

    title: str
    path: str
    stem: str
    source: str
    published: str | None
    counts: Counter[str]
    #: (rule, status) → how many checks, the accepted left out
    rules: Counter[tuple[str, str]]
    input: str
    results: str


@dataclass(frozen=True, slots=True)
class Batch:
    rows: tuple[Row, ...]
    unread: tuple[tuple[str, str], ...]
    record: Whole
    rules: str
    settings: tuple[str, ...]

    @property
    def time(self) -> str:
        return self.record.time

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def counts(self) -> Counter[str]:
        return sum((row.counts for row in self.rows), Counter())

    @property
    def checks(self) -> int:
        return self.counts.total()

    @property
    def affected(self) -> int:
        return sum(1 for row in self.rows if row.counts["error"] or row.counts["warning"])

    @property
    def worst(self) -> list[Row]:
        """Those with most errors, then warnings."""
        found = [row for row in self.rows if row.counts["error"] or row.counts["warning"]]
        return sorted(found, key=lambda r: (-r.counts["error"], -r.counts["warning"], r.path))[:MOST]

    @property
    def provenance(self) -> list[tuple[str, str]]:
        content = "".join(f"{row.path}\0{row.input}\0{row.results}\n" for row in self.rows)
        return [
            ("finchecks", finchecks.__version__),
            ("Articles", str(self.total)),
            ("Digest of articles and results", hashlib.sha256(content.encode(errors="replace")).hexdigest()),
            ("Rules' digest", self.rules),
            *((("Configuration's digest", digest)) for digest in self.settings),
            ("Time of the run", self.time),
        ]

    def by_rule(self) -> list[tuple[str, str, int]]:
        """(rule, status, checks), the commonest rules first."""
        counted: dict[str, Counter[str]] = {}
        for row in self.rows:
            for (rule, status), count in row.rules.items():
                counted.setdefault(rule, Counter())[status] += count
        return _bars(counted)

    def by_source(self) -> list[tuple[str, str, int]]:
        counted: dict[str, Counter[str]] = {}
        for row in self.rows:
            counted.setdefault(row.source, Counter()).update(_outcomes(row))
        return _bars(counted)

    @property
    def period(self) -> str:
        """What time is counted in: months, or years where there would be too many of them."""
        months = [row.published[:7] for row in self.rows if row.published]
        return "month" if not months or len(_periods(min(months), max(months))) <= MONTHS else "year"

    @property
    def undated(self) -> int:
        """Articles with checks that no period has."""
        return sum(1 for row in self.rows if row.published is None and row.counts)

    def by_period(self) -> list[tuple[str, str, int]]:
        """In the order of time, from the first to the last; articles without a date are left out."""
        counted: dict[str, Counter[str]] = {}
        length = 7 if self.period == "month" else 4
        for row in self.rows:
            if row.published:
                counted.setdefault(row.published[:length], Counter()).update(_outcomes(row))
        bars: list[tuple[str, str, int]] = []
        for name in _periods(min(counted), max(counted)) if counted else ():
            found = counted.get(name, Counter())
            # a period in which there was nothing has its place all the same
            bars += [(name, s, found[s]) for s in STATUSES if found[s]] or [(name, STATUSES[-1], 0)]
        return bars


def _periods(first: str, last: str) -> list[str]:
    """All months ("2025-11") or years from the first to the last."""
    if len(first) == 4:
        return [f"{year:04}" for year in range(int(first), int(last) + 1)]
    start, end = (int(text[:4]) * 12 + int(text[5:]) - 1 for text in (first, last))
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(start, end + 1)]


def _outcomes(row: Row) -> Counter[str]:
    return Counter({status: row.counts[status] for status in STATUSES if row.counts[status]})


def _bars(counted: dict[str, Counter[str]]) -> list[tuple[str, str, int]]:
    ranked = sorted(counted, key=lambda name: (-counted[name].total(), name))
    shown = ranked[:MOST]
    rest: Counter[str] = sum((counted[name] for name in ranked[MOST:]), Counter())
    bars = [(name, s, counted[name][s]) for name in shown for s in STATUSES if counted[name][s]]
    return [*bars, *((OTHERS, s, rest[s]) for s in STATUSES if rest[s])]


def row(article: Article, stem: str) -> Row:
    return Row(
        article.title,
        article.path,
        stem,
        PurePosixPath(article.path).parent.as_posix(),
        article.record.published,
        article.counts,
        Counter((e.check.claim.rule, e.status) for e in article.entries if e.accepted is None),
        article.record.input,
        article.record.results,
    )


def batch(
    rows: Sequence[Row], unread: Iterable[tuple[str, str]], records: Sequence[Record], *, time: str = ""
) -> Batch:
    """``records`` are those of the rows; ``time`` is that of the run, if no article has it."""
    unread = tuple(unread)
    whole = Whole(records[0].time if records else time, tuple(records), tuple(path for path, _ in unread))
    return Batch(
        tuple(rows),
        unread,
        whole,
        records[0].rules if records else "",
        tuple(dict.fromkeys(one.settings for one in records)),
    )
