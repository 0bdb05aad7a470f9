"""Article → the same report as Markdown, for a wiki, a pull request or an archive of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from finchecks.audit.article import SIGNS, Article, Entry
from finchecks.audit.batch import Batch
from finchecks.audit.ledger import source_name
from finchecks.audit.marked import Line, Part
from finchecks.audit.record import SEAL, packed
from finchecks.audit.words import ORIGINS, SHOWN, WORDS, counted, no_findings, plural, provenance, rate
from finchecks.report.plain import plain
from finchecks.report.to_markdown import escape, inline
from finchecks.rulebook.words import tolerance


def page(article: Article) -> str:
    """The report of one article."""
    return _whole(_article(article), packed(article.record))


def index(batch: Batch) -> str:
    """The report on a batch, which links to those of its articles."""
    return _whole(_batch(batch), packed(batch.record))


def _whole(lines: Iterator[str], record: str) -> str:
    end = f"<!-- {record} {SEAL}{'0' * 64} -->"
    text = "\n".join([*lines, end, ""])
    return text.encode(errors="replace").decode()


def _article(article: Article) -> Iterator[str]:
    one = article.record
    published = f"published {one.published} ({ORIGINS[one.published_from]})" if one.published else "undated"
    yield from (f"# finchecks report: {inline(article.title)}", "", f"{_code(article.path)}, {published}", "")
    yield from (_counts(article.counts), "")
    findings = [entry for entry in article.entries if entry.counts]
    yield from ("## Findings", "")
    if not findings:
        yield from (no_findings(article), "")
    for entry in findings:
        yield from _finding(entry)
    for name, group in (
        ("Accepted", [e for e in article.entries if e.accepted is not None]),
        ("Not verifiable", [e for e in article.entries if e.shown == "unverifiable"]),
        ("Recalculated, and in agreement", [e for e in article.entries if e.shown == "consistent"]),
    ):
        if group:
            yield from (f"## {name}", "", *_table(("check", "line", "claim", "rule", "derivation", "remark")))
            for entry in group:
                yield _row(*_brief(entry))
            yield ""
    if article.past:
        yield from ("## Decisions on findings that are no longer there", "")
        for d in article.past:
            what = "accepted" if d.accepted else "rejected"
            yield f"- {_code(d.fingerprint)} {what} by {inline(d.name)} on {d.date}: {inline(d.reason)}"
        yield ""
    yield from _text(article)
    yield from _rates(article)
    yield from _coverage(article)
    yield from _rules(article)
    yield from _provenance(provenance(one))


def _counts(counts: dict[str, int]) -> str:
    parts = [f"{SIGNS[s]} {counted(counts[s], s)}" for s in SHOWN if counts.get(s)]
    return " · ".join(parts) or "There was nothing to recompute."


def _finding(entry: Entry) -> Iterator[str]:
    check = entry.check
    sign = f"{SIGNS[entry.shown]} {WORDS[entry.shown]}"
    yield from (f"### {entry.number}. {sign}: {inline(entry.text)} (line {entry.line})", "")
    yield from (escape(check.message), "")
    if entry.recomputed is not None:
        meets = "they meet" if entry.picture and entry.picture.meet else "they do not meet"
        yield from (f"- stated {inline(entry.stated)}; recomputed {inline(entry.recomputed)}: {meets}",)
    if check.derivation:
        yield f"- derivation: {inline(check.derivation)}"
    for one in entry.operands:
        where = f"line {one.line}" if one.line else one.note or one.source
        yield f"- {inline(one.role)}: {inline(one.text)} ({inline(one.range)}; {inline(where)})"
    if check.diagnosis:
        yield f"- diagnosis: {inline(check.diagnosis.text)} ({_code(check.diagnosis.code)})"
    if check.suggestion:
        yield f"- suggestion: **{inline(check.suggestion)}** instead of {inline(entry.text)}"
    for d in entry.decisions:
        what = "accepted" if d.accepted else "rejected"
        yield f"- {what} by {inline(d.name)} on {d.date}: {inline(d.reason)}"
    yield from (f"- rule {_code(check.claim.rule)}, fingerprint {_code(entry.fingerprint)}", "")


def _brief(entry: Entry) -> Sequence[str]:
    check = entry.check
    remark = entry.accepted_by if entry.accepted is not None else ""
    if entry.check.verdict == "unverifiable" or (remark and not check.derivation):
        remark = f"{remark} {check.message}".strip()
    told = (inline(entry.text), _code(check.claim.rule), inline(check.derivation), inline(remark))
    return (str(entry.number), str(entry.line), *told)


def _text(article: Article) -> Iterator[str]:
    yield from ("## The article, as finchecks reads it", "")
    for part in article.marked.parts:
        if part.kind == "table":
            yield from _grid(part, article)
        elif part.kind == "heading":
            yield from (f"**{_line(part.line, article)}**", "")
        else:
            yield from (f"{'- ' if part.kind == 'item' else ''}{_line(part.line, article)}", "")


def _grid(part: Part, article: Article) -> Iterator[str]:
    width = max((len(row) for row in part.rows), default=0)
    if not width:
        return
    rows = [[_line(cell, article) for cell in row] + [""] * (width - len(row)) for row in part.rows]
    head = rows[0] if part.header else [""] * width
    yield from (_row(*head), "|" + "---|" * width, *(_row(*row) for row in rows[part.header and 1 :]), "")


def _line(line: Line, article: Article) -> str:
    """Claims in bold, with the sign and the number of their check."""
    parts = []
    for piece in line:
        text = _inner(piece.text)
        if piece.mark is not None and piece.mark.claims:
            told = ", ".join(f"{SIGNS[article.entries[n - 1].shown]} {n}" for n in piece.mark.claims)
            text = f"**{text.strip()}** ({told})"
        elif piece.mark is not None:
            text = f"<ins>{text}</ins>"
        parts.append(text)
    return "".join(parts).strip()


def _rates(article: Article) -> Iterator[str]:
    if not article.pairs:
        return
    yield from ("## Exchange rates that the conversions imply", "")
    for pair in article.pairs:
        yield from (f"### {inline(pair.unit)}", "")
        yield from _table(("check", "amount", "stated as", "implied rate", "held against"))
        for c in pair.conversions:
            held = "; ".join(
                f"{'fits' if r.fits else 'does not fit'}: {rate(r.low)} to {rate(r.high)} ({r.name})"
                for r in c.references
            )
            implied = f"{rate(c.low)} to {rate(c.high)}"
            told = held or "no rate of its day is known"
            yield _row(str(c.number), inline(c.amount), inline(c.stated), implied, inline(told))
        if pair.history:
            (first, start), (last, end) = pair.history[0], pair.history[-1]
            source = inline(source_name(pair.source))
            yield from ("", f"{source}: {rate(start)} on {first}, {rate(end)} on {last}.")
        yield ""


def _coverage(article: Article) -> Iterator[str]:
    c = article.coverage
    told = (
        f"{plural(c.found, 'derived claim')} found; {c.checked} recomputed, {len(c.missing)} not verifiable"
    )
    yield from ("## Coverage", "", f"{told} from the text.")
    if c.figures:
        yield f"{c.covered} of the article's {c.figures} figures take part in a check."
    yield ""
    for one in c.missing:
        yield f"- check {one.number}, {inline(one.text)}: {inline(one.what)} is missing"
    for note in article.notes:
        yield f"- {inline(note.message)}"
    for fault in article.faults:
        yield f"- {inline(fault.message)}"
    yield ""


def _rules(article: Article) -> Iterator[str]:
    if article.rules:
        yield from ("## The rules that were applied", "")
    for rule in article.rules:
        formula = f" Formula: {_code(rule.formula.source)}." if rule.formula else ""
        about = f"{inline(rule.about)}{formula} Allowed: {inline(tolerance(rule))}."
        yield from (f"- **{inline(rule.title)}** ({_code(rule.id)}): {about}",)
    yield ""


def _provenance(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    yield from ("## Provenance", "", *_table(("", "")))
    for name, value in rows:
        yield _row(inline(name), inline(value))
    yield ""


def _batch(batch: Batch) -> Iterator[str]:
    yield from (f"# finchecks report on {plural(batch.total, 'article')}", "", _counts(batch.counts), "")
    if batch.worst:
        yield from ("## Worst offenders", "")
        for number, row in enumerate(batch.worst, 1):
            told = ", ".join(counted(row.counts[s], s) for s in ("error", "warning") if row.counts[s])
            yield f"{number}. {_link(row.title, row.stem)}: {told}"
        yield ""
    for name, bars in (
        ("rule", batch.by_rule()),
        ("source", batch.by_source()),
        (batch.period, batch.by_period()),
    ):
        if bars:
            yield from (f"## By {name}", "", *_table((name, *(WORDS[s] for s in SHOWN[:-1]))))
            for one in dict.fromkeys(bar[0] for bar in bars):
                counts = {status: count for label, status, count in bars if label == one}
                yield _row(inline(one), *(str(counts.get(s, 0)) for s in SHOWN[:-1]))
            yield ""
    yield from ("## Articles", "", *_table(("article", "file", "published", *(WORDS[s] for s in SHOWN))))
    for row in batch.rows:
        link = _link(row.title, row.stem)
        yield _row(link, _code(row.path), row.published or "", *(str(row.counts[s]) for s in SHOWN))
    yield ""
    if batch.unread:
        yield from ("## Not checked", "")
        yield from (f"- {_code(path)} {inline(message)}" for path, message in batch.unread)
        yield ""
    yield from _provenance(batch.provenance)


def _link(text: str, stem: str) -> str:
    from urllib.parse import quote

    return f"[{inline(text)}]({quote(stem)}.md)"


def _table(heads: Sequence[str]) -> Iterator[str]:
    yield _row(*heads)
    yield "|" + "---|" * len(heads)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"


def _inner(text: str) -> str:
    """Text within a line, blanks at its ends kept."""
    inside = inline(text)
    return f"{' ' * text[:1].isspace()}{inside}{' ' * (text[-1:].isspace() and bool(inside))}"


def _code(text: str) -> str:
    return f"`{plain(text).replace('`', 'ˋ')}`"
