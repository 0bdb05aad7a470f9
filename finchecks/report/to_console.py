"""Report → a text that a person reads in a terminal.

Claims stand in document order: what does not add up as a full block (the line with claim and operands
underlined, the derivation, the intervals in words, a suggestion), the rest as a line or two each.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from finchecks.engine import Check
from finchecks.interval import Interval
from finchecks.report import Report
from finchecks.report.formats import Options
from finchecks.report.places import Lines, lines_of
from finchecks.report.plain import plain
from finchecks.report.snippet import Mark, snippet
from finchecks.report.words import span

_STYLES = {
    "error": "bold red",
    "warning": "bold yellow",
    "note": "cyan",
    "consistent": "green",
    "unverifiable": "cyan",
    "mismatch": "bold red",
}
_ACCEPTED = {
    "comment": "by comments",
    "file": "by .finchecks-ignore",
    "baseline": "by the baseline",
    "review": "by review",
}
_LEAST_WIDTH, _MOST_WIDTH = 40, 160


def write(reports: Iterable[Report], out: TextIO, options: Options) -> None:
    """Each report as soon as it is done, then the counts of them all."""
    page = _page(out, options)
    total = Counter[str]()
    for report in reports:
        total.update(_counts(report))
        rows = list(_report(report, page, options))
        for row in rows:
            page.console.print(row, soft_wrap=True, end="\n")
        if rows:
            out.flush()
    if not options.quiet:
        for row in _closing(total, page):
            page.console.print(row, soft_wrap=True)


@dataclass(frozen=True, slots=True)
class _Page:
    """What is written on, and its width in cells."""

    console: Console
    width: int


def _page(out: TextIO, options: Options) -> _Page:
    colorless = not options.color or os.environ.get("NO_COLOR")
    console = Console(
        file=out, highlight=False, markup=False, emoji=False, color_system=None if colorless else "auto"
    )
    width = shutil.get_terminal_size(fallback=(80, 24)).columns
    return _Page(console, min(_MOST_WIDTH, max(_LEAST_WIDTH, width)))


def _report(report: Report, page: _Page, options: Options) -> Iterator[Text]:
    """The rows of one document; none for a document with nothing to tell (its faults go to stderr)."""
    document = report.document
    checks = [c for c in report.checks if c.verdict == "mismatch"] if options.quiet else report.checks
    notes = () if options.quiet else report.notes
    if document is None or not (checks or notes):
        return
    lines = lines_of(document.source)
    yield from _hanging(Text(), _title(report), page.width, indent=0)
    shown_block = True
    for check in checks:
        block = check.verdict == "mismatch"
        if block or shown_block:
            yield Text()
        shown_block = block
        if block:
            yield from _block(check, report, lines, page)
        else:
            yield from _line(check, lines, page)
    for note in notes:
        yield Text()
        label = Text("note  ", style=_STYLES["note"])
        yield from _hanging(label, Text(plain(note.message)), page.width, indent=2)
    yield Text()


def _title(report: Report) -> Text:
    title = Text(_name(report.path), style="bold")
    document = report.document
    if document and document.published:
        origin = {"option": "as given", "metadata": "from its metadata", "text": "from its text"}
        source = origin.get(document.published_from or "", "")
        title.append(
            f"  published {document.published.isoformat()}, {source}".rstrip(", "), style="not bold dim"
        )
    elif document and any(c.claim.kind == "currency_conversion" for c in report.checks):
        title.append("  no date of publication; --date gives one", style="not bold dim")
    return title


def _name(path: str | None) -> str:
    return "standard input" if path in (None, "-") else plain(path or "")


def _line(check: Check, lines: Lines, page: _Page) -> Iterator[Text]:
    """A claim that is right, or that nothing in the text can settle: where, what, why.

    The message of a conversion tells which rates fit and which do not, that of a claim measured from a fact
    where the fact stands; of other claims the derivation is enough.
    """
    line, column = lines.at(check.claim.stated.start)
    label = Text(f"{line}:{column}".ljust(8), style="dim")
    label.append(check.verdict.ljust(14), style=f"not dim {_STYLES[check.verdict]}")
    body = Text(plain(check.claim.stated.text), style="bold")
    outside = check.rates or any(operand.source == "facts" for operand in check.claim.operands)
    told = check.message if outside or check.verdict == "unverifiable" else check.derivation
    body.append(f"  {plain(told or check.message)}", style="not bold")
    yield from _hanging(label, body, page.width, indent=2)


def _block(check: Check, report: Report, lines: Lines, page: _Page) -> Iterator[Text]:
    stated = check.claim.stated
    line, column = lines.at(stated.start)
    severity = check.severity or "mismatch"
    head = Text(f"{_name(report.path)}:{line}:{column}: ", style="bold")
    head.append(severity, style=_STYLES[severity])
    head.append(f"  {check.claim.rule}", style="not bold dim")
    yield from _hanging(Text(), head, page.width, indent=0)
    yield from _hanging(Text(), Text(plain(check.message)), page.width, indent=2)
    yield Text()
    yield from snippet(lines, _marks(check), page.width)
    yield Text()
    yield from _facts(_figures(check), page, indent=2)


def _marks(check: Check) -> Iterator[Mark]:
    """The claim ^^^^ and its operands ~~~~; a number with two roles has both as its label."""
    stated = check.claim.stated
    yield Mark(stated.start, stated.end, "claim", "^", _STYLES[check.severity or "mismatch"])
    roles: dict[tuple[int, int], list[str]] = {}
    for operand in check.claim.operands:
        if operand.quantity:
            roles.setdefault((operand.quantity.start, operand.quantity.end), []).append(operand.role)
    for (start, end), names in roles.items():
        yield Mark(start, end, ", ".join(names), "~", "blue")


def _figures(check: Check) -> Iterator[tuple[str, Text]]:
    stated, signed = check.claim.stated, check.claim.direction is not None
    words = f"{stated.qualifier_text} {stated.text}".strip()
    if check.stated.low < check.stated.high:
        words += f", which stands for {span(check.stated, stated.unit, stated, signed=signed)}"
    yield "stated", _plain(words)
    for operand in check.claim.operands:
        if operand.quantity is None:
            yield operand.role, _plain(f"{operand.text} ({operand.note or operand.source})")
    if check.recomputed:
        figure = check.recomputed
        interval = Interval(figure.low, figure.high)
        between = span(interval, figure.unit, stated, signed=signed)
        yield "computed", _plain(f"{check.derivation}; with rounding: {between}")
    if check.suggestion:
        yield "suggestion", Text(plain(check.suggestion), style="green")


def _facts(facts: Iterable[tuple[str, Text]], page: _Page, indent: int) -> Iterator[Text]:
    for name, text in facts:
        yield from _hanging(Text(f"{name:<12}", style="dim"), text, page.width, indent)


def _hanging(label: Text, body: Text, width: int, indent: int) -> Iterator[Text]:
    """A label and a text beside it, its further rows under its first."""
    left = indent + cell_len(label.plain)
    rows = body.wrap(Console(width=width), max(12, width - left))
    for index, row in enumerate(rows):
        row.rstrip()
        yield Text(" " * indent).append_text(label).append_text(row) if index == 0 else Text(" " * left) + row


def _plain(text: str) -> Text:
    return Text(plain(text))


def _counts(report: Report) -> dict[str, int]:
    counts = Counter[str](check.verdict for check in report.checks)
    counts.update(check.severity for check in report.checks if check.severity)
    counts["documents"] = 1
    counts["unread"] = int(report.unread)
    counts["claims"] = len(report.checks)
    counts["notes"] = len(report.notes)
    counts.update(accepted.source for accepted in report.accepted)
    return counts


def _closing(total: Counter[str], page: _Page) -> Iterator[Text]:
    """The counts, and the share of derived claims that the text itself let finchecks check."""
    read = total["documents"] - total["unread"]
    if total["documents"] == 0:
        yield Text("No articles to check.")
        return
    if total["documents"] > 1 or total["unread"]:
        missed = f", {total['unread']} could not be read" if total["unread"] else ""
        yield Text(f"{read} {_plural(read, 'document')} checked{missed}.")
    accepted = [f"{total[source]} {words}" for source, words in _ACCEPTED.items() if total[source]]
    if accepted:
        yield Text(f"Accepted, and not shown: {', '.join(accepted)}.")
    claims = total["claims"]
    if claims == 0:
        if read and not accepted:
            yield Text("No derived numbers found: nothing to recompute.")
        return
    checked = claims - total["unverifiable"]
    found = f"{checked} of {claims} derived {_plural(claims, 'claim')} could be checked"
    share = f"{found} ({checked / claims:.0%}): "
    parts = [
        _count(total["consistent"], "consistent", _STYLES["consistent"]),
        _count(total["warning"], _plural(total["warning"], "warning"), _STYLES["warning"]),
        _count(total["error"], _plural(total["error"], "error"), _STYLES["error"]),
    ]
    if total["unverifiable"]:
        parts.append(_count(total["unverifiable"], "unverifiable", _STYLES["unverifiable"]))
    if total["notes"]:
        parts.append(_count(total["notes"], _plural(total["notes"], "note"), _STYLES["note"]))
    yield from _hanging(Text(), Text(share).append_text(Text(", ").join(parts)).append("."), page.width, 0)


def _count(count: int, noun: str, style: str) -> Text:
    return Text(f"{count} {noun}", style=style if count else "dim")


def _plural(count: int, noun: str) -> str:
    return noun if count == 1 else f"{noun}s"
