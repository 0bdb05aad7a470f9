"""Report → Markdown, as a comment on a pull request.

First the sum of it, then each finding with its sentence quoted, the number in bold, and why it cannot be
right. The article's text is hostile until escaped: it may not start a list, close a quote, mention a person,
link anywhere or smuggle in HTML.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from finchecks.document import Block, Document
from finchecks.report import Report
from finchecks.report.findings import Finding, Region, findings, relative
from finchecks.report.formats import Options
from finchecks.report.plain import plain

#: GitHub refuses a comment of more than 65,536 characters; GitLab takes more
MOST_CHARACTERS = 60_000
#: code points of the text shown on either side of the numbers
_CONTEXT = 90
_STOP = re.compile(r"[.?!][\s”\"’)]{1,8}")
_SIGNS = {"error": "🔴", "warning": "🟡", "note": "🔵"}
_ACTIVE = re.compile(r"([\\`*_\[\]|~$])")
#: what at the head of a line would begin a list, a heading, a quotation or a rule, or underline a title
_HEAD = re.compile(r"^(\s*)(\d{1,9})?([-+#>=.)])")
#: an address or a name at which Git forges make a link of their own accord
_AUTOLINK = re.compile(r"(?<=[@#])(?=\w)|(?<=www)(?=\.)|(?<=:)(?=//)|(?<=GH)(?=-\d)", re.IGNORECASE)
_JOINER = "\u2060"


def write(reports: Iterable[Report], out: TextIO, options: Options) -> None:
    """The whole comment; findings that no comment has room for are counted at its end."""
    counts: Counter[str] = Counter()
    sections: list[str] = []
    unread: list[str] = []
    size = left_out = 0
    for report in reports:
        counts["documents"] += 1
        counts["claims"] += len(report.checks)
        counts["checked"] += sum(check.verdict != "unverifiable" for check in report.checks)
        if report.unread:
            unread += [
                f"- {_code(relative(report.path))}: {escape(fault.message)}" for fault in report.faults
            ]
            continue
        found = list(findings(report, options.mildest))
        counts.update(finding.severity for finding in found)
        counts["affected"] += bool(found)
        for finding in found:
            section = _section(report, finding)
            if size + len(section) > MOST_CHARACTERS:
                left_out += 1
                continue
            size += len(section)
            sections.append(section)
    out.write("\n\n".join(_parts(counts, sections, unread, left_out)) + "\n")


def _parts(
    counts: Counter[str], sections: Sequence[str], unread: Sequence[str], left_out: int
) -> Iterator[str]:
    yield f"### finchecks: {_headline(counts)}"
    yield from sections
    if left_out:
        yield f"… and {_plural(left_out, 'more finding')}: run `finchecks check` to see all."
    if unread:
        yield "\n".join([f"**{_plural(len(unread), 'file')} could not be checked**", "", *unread])
    claims, checked = counts["claims"], counts["checked"]
    if claims:
        share = f"{checked:,} of {_plural(claims, 'derived number')} could be recomputed from the text itself"
        yield f"<sub>{share}, in {_plural(counts['documents'], 'document')}.</sub>"


def _headline(counts: Counter[str]) -> str:
    found = [_plural(counts[name], name) for name in ("error", "warning", "note") if counts[name]]
    documents = _plural(counts["documents"], "document")
    if found:
        return f"{', '.join(found)} in {counts['affected']} of {documents}"
    if counts["checked"]:
        verb = "adds" if counts["checked"] == 1 else "add"
        return f"{_plural(counts['checked'], 'derived number')} {verb} up in {documents}"
    return f"nothing to recompute in {documents}"


def _section(report: Report, finding: Finding) -> str:
    check = finding.check
    where = _code(f"{relative(report.path)}:{finding.region.line}")
    lines = [f"{_SIGNS[finding.severity]} **{finding.severity}** in {where} · {escape(check['rule'])}"]
    quoted = _quoted(report.document, finding) if report.document else ""
    if quoted:
        lines += ["", f"> {quoted}"]
    lines += ["", escape(check["message"])]
    if check["suggestion"]:
        lines += [
            "",
            f"Suggestion: **{_inline(check['suggestion'])}** instead of {_inline(check['claim']['text'])}",
        ]
    return "\n".join(lines)


def _quoted(document: Document, finding: Finding) -> str:
    """The numbers in their text: the claim in bold, its operands underlined, cut to what is around them.

    Operands far from the claim are left out; those in a table are told by the message alone.
    """
    place = finding.region
    block = next((b for b in document.blocks if b.start <= place.start < b.end), None)
    if block is None or block.kind == "table":
        return ""
    near = [
        region for _, region in finding.operands if block.start <= region.start and region.end <= block.end
    ]
    shown = [region for region in near if abs(region.start - place.start) < 4 * _CONTEXT]
    first = min(region.start for region in (place, *shown))
    last = max(region.end for region in (place, *shown))
    prose = document.prose
    start, end = _around(prose, block, first, last)
    parts = ["… " if prose[block.start : start].strip() else ""]
    at = start
    for region in _apart(place, shown):
        parts += [_flat(document.seen(at, region.start)), _marked(document, region, region == place)]
        at = region.end
    parts += [_flat(document.seen(at, end)), " …" if prose[end : block.end].strip() else ""]
    return _at_head(re.sub(" {2,}", " ", "".join(parts)).strip())


def _around(prose: str, block: Block, first: int, last: int) -> tuple[int, int]:
    """The sentences that hold the numbers, or as much of them as there is room for, in whole words."""
    start, end = max(block.start, first - _CONTEXT), min(block.end, last + _CONTEXT)
    before, after = list(_STOP.finditer(prose, start, first)), _STOP.search(prose, last, end)
    if before:
        start = before[-1].end()
    while block.start < start < first and not prose[start - 1].isspace():
        start += 1
    if after:
        end = after.start() + 1
    while last < end < block.end and not prose[end].isspace():
        end -= 1
    return start, end


def _apart(place: Region, shown: Iterable[Region]) -> list[Region]:
    """The regions in order, none over another: a number that is two operands is marked once."""
    apart = [place]
    for region in shown:
        if all(region.end <= other.start or other.end <= region.start for other in apart):
            apart.append(region)
    return sorted(apart, key=lambda region: region.start)


def _marked(document: Document, region: Region, is_claim: bool) -> str:
    text = _flat(document.seen(region.start, region.end)).strip()
    return f"<strong>{text}</strong>" if is_claim else f"<ins>{text}</ins>"


def _flat(text: str) -> str:
    """Text on one line, inner space kept at its ends."""
    return _inline(" ".join(f"|{text}|".split())[1:-1])


def escape(text: str) -> str:
    """Text that reads as it is where it begins a line of GitHub's or GitLab's Markdown."""
    return _at_head(_inline(" ".join(text.split())))


def inline(text: str) -> str:
    """Text that reads as it is within a line."""
    return _inline(" ".join(text.split()))


def _inline(text: str) -> str:
    text = _AUTOLINK.sub(_JOINER, plain(text)).replace("&", "&amp;").replace("<", "&lt;")
    return _ACTIVE.sub(r"\\\1", text)


def _at_head(text: str) -> str:
    return _HEAD.sub(lambda found: f"{found[1]}{found[2] or ''}\\{found[3]}", text)


def _code(text: str) -> str:
    """A code span; a file name with a backtick in it cannot end it."""
    return f"`{plain(text).replace('`', 'ˋ')}`"


def _plural(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
