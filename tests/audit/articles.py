"""Articles made whole, from a text to what the report's formats are written from."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from finchecks.audit.article import Article, article
from finchecks.audit.record import record
from finchecks.report import Report
from finchecks.run import Run
from finchecks.settings.resolve import Desk

TIME = dt.datetime(2026, 2, 1, 12, tzinfo=dt.UTC)

#: one article with something of everything: an error, a warning, a conversion, a table, what nobody can check
TEXT = """\
---
date: 2026-01-15
---

# Lighthouse Ferries sails on

Sales rose 47% to $260 million from $200 million. The fleet grew to 36 ships from 24, up 50%.

It paid HK$1.56 billion ($200 million) for a rival, and profit climbed 12% to $33 million.

| $ million | 2023 | 2024 | change |
|-----------|-----:|-----:|-------:|
| Tickets   | 80.0 | 92.0 |    15% |
| Freight   | 40.0 | 50.0 |    25% |
"""


def checked(text: str, path: str = "article.md", **settings: object) -> tuple[Report, Article]:
    """The report on a text, and the article of it; as the command makes them, without files."""
    run = Run(Desk(dict(settings), isolated=True))
    data = text.encode(errors="surrogatepass")
    report = run.check_bytes(data, path)
    assert report.document is not None, report.faults
    own = run.settings(path)
    known = run.checker(own).knowledge
    return report, article(report, record(report, data, own, time=TIME), known.rules, known.rates)


def made(text: str = TEXT, path: str = "article.md", **settings: object) -> Article:
    return checked(text, path, **settings)[1]


def own_texts() -> list[Path]:
    """The project's own corpus."""
    return sorted((Path(__file__).parent.parent / "corpus" / "texts").iterdir())


def wide_table() -> str:
    """A table of fifteen columns with a claim in each, and a long name."""
    years = range(2012, 2026)
    lines = [[str(year) for year in years], ["---"] * len(years)]
    lines += [[f"{(line + 1) * 100 + n}.0" for n in range(len(years))] for line in range(3)]
    lines.append([f"{600 + 3 * n}.0" for n in range(len(years))])
    names = ["", "---", *["Passengers of every kind and class"] * 3, "Total"]
    rows = "\n".join(f"| {name} | {' | '.join(cells)} |" for name, cells in zip(names, lines, strict=True))
    return f"\n## By year\n\n{rows}\n"
