"""Report → Article: everything that a report for people shows of one article, whatever its format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from finchecks.audit.ledger import Pair, ledger
from finchecks.audit.marked import Marked, marked, title
from finchecks.audit.picture import Picture, picture
from finchecks.audit.record import Record, everything
from finchecks.audit.words import role_name
from finchecks.audit.workings import Working, working
from finchecks.engine import Check, Note
from finchecks.engine.rates import Rates
from finchecks.faults import Fault
from finchecks.interval import Interval
from finchecks.quantity import Quantity
from finchecks.report import Accepted, Decision, Report
from finchecks.report.coverage import uncovered
from finchecks.report.findings import relative
from finchecks.report.places import Lines, lines_of
from finchecks.report.words import span
from finchecks.rule import Rule

#: what came of a check, the gravest first; ``note`` is a mismatch that the settings have made one
STATUSES = ("error", "warning", "note", "unverifiable", "consistent")
#: a sign beside every colour
SIGNS = {"error": "✗", "warning": "?", "note": "!", "unverifiable": "○", "consistent": "✓", "accepted": "◇"}
_SIGNED = frozenset({"percent_change", "pp_change", "difference", "percent_of_change", "cagr"})
_SOURCES = {
    "comment": "by a comment in the article",
    "file": "by .finchecks-ignore",
    "baseline": "by the baseline",
    "review": "by review",
}


@dataclass(frozen=True, slots=True)
class Operand:
    """``range`` is what its digits stand for, ``spot`` its mark in the text, if it is there."""

    role: str
    text: str
    range: str
    source: str
    note: str
    line: int | None
    spot: int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One check as people read it. ``number`` counts from 1 in the order of the article."""

    number: int
    check: Check
    fingerprint: str
    status: str
    accepted: Accepted | None
    decisions: tuple[Decision, ...]
    rule: Rule | None
    line: int
    column: int
    spot: int
    operands: tuple[Operand, ...]
    stated: str
    recomputed: str | None
    picture: Picture | None
    working: Working | None

    @property
    def counts(self) -> bool:
        """A finding that somebody must look at."""
        return self.accepted is None and self.check.verdict == "mismatch"

    @property
    def shown(self) -> str:
        """The status that the text is marked by."""
        return "accepted" if self.accepted is not None else self.status

    @property
    def text(self) -> str:
        return _flat(self.check.claim.stated.text)

    @property
    def accepted_by(self) -> str:
        """How an accepted finding came to be so, with the reason given."""
        if self.accepted is None:
            return ""
        how = _SOURCES[self.accepted.source]
        return f"{how}: {self.accepted.reason}" if self.accepted.reason else how


@dataclass(frozen=True, slots=True)
class Missing:
    """A derived claim that could not be checked, and the role that the article does not give."""

    number: int
    text: str
    what: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """``found`` derived claims, of which ``checked`` could be recomputed; ``figures`` of the text, of which
    ``covered`` take part in a check."""

    found: int
    checked: int
    missing: tuple[Missing, ...]
    figures: int
    covered: int


@dataclass(frozen=True, slots=True)
class Article:
    title: str
    path: str
    record: Record
    marked: Marked
    entries: tuple[Entry, ...]
    pairs: tuple[Pair, ...]
    coverage: Coverage
    notes: tuple[Note, ...]
    faults: tuple[Fault, ...]
    #: decisions on findings that the article no longer has
    past: tuple[Decision, ...]
    #: the rules that the checks are of, in the order of their names
    rules: tuple[Rule, ...]

    @property
    def counts(self) -> Counter[str]:
        """Checks by status; accepted ones as ``accepted``."""
        return Counter(entry.shown for entry in self.entries)


def article(report: Report, record: Record, rules: Sequence[Rule], rates: Rates | None) -> Article:
    """The article of a report that has a document."""
    document = report.document
    if document is None:
        raise ValueError("nothing could be read")
    whole = everything(report)
    by_id = {rule.id: rule for rule in rules}
    text = marked(document, whole.checks)
    accepted = {one.fingerprint: one for one in report.accepted}
    lines = lines_of(document.source)
    entries = []
    for number, (check, mark) in enumerate(zip(whole.checks, whole.fingerprints, strict=True), 1):
        decided = tuple(one for one in report.decisions if one.fingerprint == mark)
        rule = by_id.get(check.claim.rule)
        entries.append(_entry(number, check, mark, accepted.get(mark), decided, rule, lines, text, report))
    known = set(whole.fingerprints)
    used = {entry.check.claim.rule for entry in entries}
    return Article(
        title(document) or PurePath(report.path or "").name or "Article",
        relative(report.path),
        record,
        text,
        tuple(entries),
        ledger(whole.checks, document.published, rates),
        _coverage(report, entries),
        tuple(note for note in report.notes if note.rule != "coverage"),
        report.faults,
        tuple(one for one in report.decisions if one.fingerprint not in known),
        tuple(rule for rule in sorted(rules, key=lambda r: r.id) if rule.id in used),
    )


def _entry(
    number: int,
    check: Check,
    mark: str,
    accepted: Accepted | None,
    decisions: tuple[Decision, ...],
    rule: Rule | None,
    lines: Lines,
    text: Marked,
    report: Report,
) -> Entry:
    assert report.document is not None
    quantity = check.claim.stated
    line, column = lines.at(quantity.start)
    signed = check.claim.kind in _SIGNED
    figure = check.recomputed
    return Entry(
        number,
        check,
        mark,
        check.severity or "note" if check.verdict == "mismatch" else check.verdict,
        accepted,
        decisions,
        rule,
        line,
        column,
        text.spots[quantity.start, quantity.end],
        _operands(check, lines, text),
        _flat(span(check.stated, quantity.unit, quantity, signed=signed)),
        _flat(span(Interval(figure.low, figure.high), figure.unit, quantity, signed=signed))
        if figure
        else None,
        picture(check.stated, Interval(figure.low, figure.high), quantity.unit, _unsaid(quantity))
        if figure
        else None,
        working(rule, check, report.document),
    )


def _unsaid(quantity: Quantity) -> float:
    """The scale of a figure that is not written beside it: that of "159.0" in a table in millions."""
    return quantity.scale if not any(map(str.isalpha, quantity.text)) and quantity.scale > 0 else 1.0


def _operands(check: Check, lines: Lines, text: Marked) -> tuple[Operand, ...]:
    found = []
    for one in check.claim.operands:
        quantity = one.quantity
        found.append(
            Operand(
                role_name(one.role),
                _flat(one.text),
                _flat(span(one.strict, one.unit, quantity)) if one.strict.low != one.strict.high else "exact",
                one.source,
                one.note,
                lines.at(quantity.start)[0] if quantity else None,
                text.spots[quantity.start, quantity.end] if quantity else None,
            )
        )
    return tuple(found)


def _coverage(report: Report, entries: Sequence[Entry]) -> Coverage:
    missing = tuple(
        Missing(entry.number, entry.text, _lacking(entry.check))
        for entry in entries
        if entry.check.verdict == "unverifiable"
    )
    figures, left = report.figures, uncovered(report.figures, [entry.check for entry in entries])
    return Coverage(
        len(entries), len(entries) - len(missing), missing, len(figures), len(figures) - len(left)
    )


def _flat(text: str) -> str:
    return " ".join(text.split())


def _lacking(check: Check) -> str:
    role = check.claim.missing or (check.implied.role if check.implied else None)
    if role == "rate":
        return check.claim.reason or "an exchange rate of its day"
    what = f"the {role_name(role)}" if role else "a figure that it depends on"
    if check.implied is not None:
        one = check.implied
        alike = (o.quantity for o in check.claim.operands if o.quantity and o.quantity.unit == one.unit)
        like = next(alike, None)
        what += f"; the claim implies {_flat(span(Interval(one.low, one.high), one.unit, like))}"
    return f"{what} ({check.claim.reason})" if check.claim.reason else what
