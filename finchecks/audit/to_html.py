"""Article → one HTML file that needs nothing else.

Its content security policy allows the file's own style and script by their digests and nothing besides: were
there ever a way for markup of an article into the page, it would stay dead.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

import finchecks
from finchecks.audit import charts
from finchecks.audit.article import SIGNS, Article, Entry
from finchecks.audit.batch import Batch
from finchecks.audit.ledger import source_name
from finchecks.audit.marked import Line, Part
from finchecks.audit.record import SEAL, packed
from finchecks.audit.words import ORIGINS, SHOWN, WORDS, counted, no_findings, plural, provenance, rate
from finchecks.report.plain import plain
from finchecks.rulebook.words import tolerance

#: of more checks that nobody need look at, the report of an article has a table in the place of cards
MOST_CARDS = 60


def page(article: Article, *, batch: bool = False) -> str:
    """The report of one article; ``batch`` says that the index of a batch lies beside it."""
    entries = article.entries
    findings = sorted((e for e in entries if e.counts), key=_gravest_first)
    rest = [e for e in entries if not e.counts]
    others = [
        ("Accepted", [e for e in rest if e.accepted is not None]),
        ("Not verifiable", [e for e in rest if e.accepted is None and e.status == "unverifiable"]),
        ("Recalculated, and in agreement", [e for e in rest if e.shown == "consistent"]),
    ]
    drawn = [charts.rates(pair) for pair in article.pairs]
    return _rendered(
        "article.html.j2",
        "article.js",
        packed(article.record),
        article=article,
        entries=entries,
        findings=findings,
        others=others,
        most_cards=MOST_CARDS,
        counts=article.counts,
        worst=lambda claims: min((entries[n - 1].shown for n in claims), key=_ORDER.index),
        loop_header=_in_header,
        charts=[None if svg is None else _markup(svg) for svg in drawn],
        provenance=provenance(article.record),
        time=article.record.time,
        batch=batch,
        rate=rate,
        source_name=source_name,
        tolerance=tolerance,
        no_findings=no_findings,
        origins=ORIGINS,
    )


def index(one: Batch) -> str:
    """The report on a batch, which links to those of its articles."""
    drawn = [
        ("by rule", charts.stacked(one.by_rule())),
        ("by source", charts.stacked(one.by_source())),
        (f"by {one.period}", charts.stacked(one.by_period(), upright=True)),
    ]
    return _rendered(
        "batch.html.j2",
        "batch.js",
        packed(one.record),
        batch=one,
        charts=[(name, _markup(svg)) for name, svg in drawn if svg is not None],
        provenance=one.provenance,
        time=one.time,
    )


#: a mark of several checks shows the gravest
_ORDER = ("error", "warning", "note", "unverifiable", "accepted", "consistent")


def _gravest_first(entry: Entry) -> tuple[int, int]:
    return _ORDER.index(entry.shown), entry.number


def _in_header(part: Part, row: Sequence[Line]) -> bool:
    return any(row is one for one in part.rows[: part.header])


def _markup(svg: str) -> Any:
    """Drawing that ``charts.clean`` has made, the one thing that is not escaped."""
    from markupsafe import Markup

    return Markup(svg)


def _rendered(template: str, script: str, record: str, **values: Any) -> str:
    style, code = _own("style.css"), _own(script)
    text = (
        _environment()
        .get_template(template)
        .render(
            style=_markup(style),
            script=_markup(code),
            style_hash=_hash(style),
            script_hash=_hash(code),
            version=finchecks.__version__,
            signs=SIGNS,
            words=WORDS,
            shown_order=SHOWN,
            counted=counted,
            plural=plural,
            record=record,
            seal=SEAL + "0" * 64,
            **values,
        )
    )
    # lone surrogates of file names have no UTF-8
    return text.encode(errors="replace").decode()


@cache
def _environment() -> Environment:
    """Every value is escaped, and made free of characters that a page could obey or hide by."""
    made = Environment(
        autoescape=True,
        loader=FunctionLoader(_own),
        undefined=StrictUndefined,
        trim_blocks=True,
        finalize=lambda value: plain(value) if type(value) is str else value,
    )
    return made


@cache
def _own(name: str) -> str:
    """A file of the package's own templates."""
    return (files("finchecks.audit") / "templates" / name).read_text("utf-8").rstrip("\n")


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
