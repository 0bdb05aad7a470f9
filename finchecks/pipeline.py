"""bytes → Document → Quantities → Claims → Checks → Report: the five stages in a row.

A stage that cannot do its work on a document gives a fault in that document's report; a stage that
crashes gives one too (reason ``internal``), so that one bad document never costs the others theirs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from finchecks.claim.from_quantities import claims
from finchecks.document import Document
from finchecks.document.from_bytes import from_bytes
from finchecks.document.language import declared, plainly
from finchecks.engine.from_claims import checks
from finchecks.engine.in_source import in_source
from finchecks.engine.rates import Rates, load_rates
from finchecks.facts import Fact, load_facts
from finchecks.faults import Fault, FaultError, internal
from finchecks.lexicon import languages
from finchecks.quantity.from_document import cells, quantities
from finchecks.report import Report
from finchecks.report.fingerprint import fingerprints
from finchecks.rule import Rule
from finchecks.rule.load import with_builtin
from finchecks.sources import Source, find


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What every document of a run is judged by: the rules, the exchange rates, and facts from outside."""

    rules: tuple[Rule, ...]
    rates: Rates | None
    facts: tuple[Fact, ...] = ()


def prepare(*, rules: Path | None = None, rates: Path | None = None, facts: Path | None = None) -> Knowledge:
    """Load the built-in rules, those of a folder besides, the rates (the ECB's without a file), and facts.

    A rule of the folder takes the place of a built-in one of the same id. Raises FaultError with every fault
    of the files, each with its line.
    """
    if rules is None and rates is None and facts is None:
        return _built_in()
    return Knowledge(with_builtin(rules), load_rates(rates), load_facts(facts) if facts else ())


@lru_cache(maxsize=1)
def _built_in() -> Knowledge:
    return Knowledge(with_builtin(None), load_rates(None))


def check_bytes(
    data: bytes,
    knowledge: Knowledge,
    *,
    path: str | None = None,
    date: dt.date | None = None,
    format: str | None = None,
) -> Report:
    """Check one document as it comes from a file; ``path`` names it, and its suffix says the format.

    ``format`` (a key of ``from_bytes.READERS``) says it instead.
    """
    try:
        document = from_bytes(data, path=path, date=date, format=format)
        if isinstance(document, Fault):
            return unread(path, document)
        return check_document(document, knowledge)
    except FaultError as error:
        return unread(path, *error.faults)
    except Exception as error:
        return unread(path, internal(error, path))


def check_document(document: Document, knowledge: Knowledge) -> Report:
    """The stages after reading."""
    remarks = [Fault("encoding", remark, document.path) for remark in document.remarks]
    spoken = declared(document)
    if spoken and spoken not in languages():
        if (plain := plainly(document)) is None:
            return _foreign(document, spoken)
        message = f"The document says that it is in “{spoken}”; it was read as what it is, “{plain}”."
        remarks.append(Fault("language", message, document.path))
    found = quantities(document)
    claimed = claims(document, found, cells(document), knowledge.rules, knowledge.facts)
    judged, notes = checks(claimed, document, knowledge.rules, knowledge.rates, found)
    figures = [(figure.start, figure.end) for figure in found if figure.kind != "period"]
    if document.origin is not None:
        figures = [document.origin.place(*span) for span in figures]
    document, judged, notes = in_source(document, judged, notes)
    return Report(
        document.path,
        document,
        judged,
        notes,
        tuple(remarks),
        fingerprints=fingerprints(judged, document),
        figures=tuple(figures),
    )


def _foreign(document: Document, spoken: str) -> Report:
    """A document in a language without a lexicon is not read: its "1.500" may be fifteen hundred."""
    message = (
        f"The document says that it is in “{spoken}”, and finchecks reads {', '.join(languages())}: "
        "it was not checked. If it is not so, mend its lang attribute."
    )
    document, _, _ = in_source(document, (), ())
    return Report(document.path, document, (), (), (Fault("language", message, document.path),))


def check_sources(
    paths: Sequence[str], knowledge: Knowledge, *, include: Sequence[str] = (), date: dt.date | None = None
) -> Iterator[Report]:
    """A report for each document under the paths, in their order, as soon as it is done."""
    for source in find(paths, include):
        if isinstance(source, Fault):
            yield unread(source.path, source)
        else:
            yield check_source(source, knowledge, date=date)


def check_source(source: Source, knowledge: Knowledge, *, date: dt.date | None = None) -> Report:
    data = source.read()
    if isinstance(data, Fault):
        return unread(source.path, data)
    return check_bytes(data, knowledge, path=source.path, date=date)


def unread(path: str | None, *faults: Fault) -> Report:
    """The report of a document that could not be checked."""
    return Report(path, None, (), (), faults)
