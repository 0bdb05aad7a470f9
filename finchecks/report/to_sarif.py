"""Report → SARIF 2.1.0, the static analysis format that GitHub's code scanning and many editors read.

Own dicts, held to the official schema by the tests. Columns and offsets count code points, which the run
declares. GitHub takes at most 25,000 results a run, so a longer log has several runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

import finchecks
from finchecks.faults import Fault
from finchecks.report import Report
from finchecks.report.findings import Finding, Region, findings, region, told, uri
from finchecks.report.formats import Options
from finchecks.report.places import lines_of
from finchecks.report.to_json import dumps
from finchecks.rule import Example, Rule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
#: GitHub's limit on the results of a run
RESULTS_A_RUN = 25_000
_EXAMPLES = 3

_Json = dict[str, Any]


def write(reports: Iterable[Report], out: TextIO, options: Options) -> None:
    """One log of all documents."""
    results: list[_Json] = []
    notices: list[_Json] = []
    unread = False
    for report in reports:
        results += [_result(report, finding) for finding in findings(report, options.mildest)]
        notices += [*_faults(report), *_notes(report)]
        unread = unread or report.unread
    chunks = [results[at : at + RESULTS_A_RUN] for at in range(0, len(results), RESULTS_A_RUN)] or [[]]
    runs = [
        _run(chunk, options.rules, notices if index == 0 else [], unread)
        for index, chunk in enumerate(chunks)
    ]
    out.write(dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": runs}, indent=2) + "\n")


def _run(results: Sequence[_Json], rules: Sequence[Rule], notices: Sequence[_Json], unread: bool) -> _Json:
    described = [_rule(rule) for rule in rules]
    known = {rule["id"] for rule in described}
    # a finding of the document as a whole may have no rule file
    described += [{"id": id} for id in sorted({result["ruleId"] for result in results} - known)]
    index = {rule["id"]: number for number, rule in enumerate(described)}
    return {
        "tool": {
            "driver": {
                "name": "finchecks",
                "version": finchecks.__version__,
                "semanticVersion": finchecks.__version__,
                "rules": described,
            }
        },
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "invocations": [{"executionSuccessful": not unread, "toolExecutionNotifications": list(notices)}],
        "results": [{**result, "ruleIndex": index[result["ruleId"]]} for result in results],
    }


def _rule(rule: Rule) -> _Json:
    about = " ".join(rule.about.split())
    formula = rule.formula.source if rule.formula else ""
    examples = [example for example in rule.examples if example.outcome == "mismatch"][:_EXAMPLES]
    tails = [f"Formula: {formula}."] if formula else []
    tails += [f"Example: {_told(example)}" for example in examples]
    level = rule.severity if rule.severity in ("error", "warning", "note") else "error"
    described: _Json = {
        "id": rule.id,
        "name": rule.id.title().replace("-", ""),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": about or rule.title},
        "help": {"text": "\n\n".join([about or rule.title, rule.message, *tails])},
        "defaultConfiguration": {"level": level},
        "properties": {"kind": rule.kind, "formula": formula, "tags": ["arithmetic", rule.kind]},
    }
    return described


def _told(example: Example) -> str:
    text = " ".join(example.text.split())
    return f"“{text}” ({example.diagnosis or example.severity or example.outcome})"


def _result(report: Report, finding: Finding) -> _Json:
    check = finding.check
    path = uri(report.path)
    claim = check["claim"]
    result: _Json = {
        "ruleId": check["rule"],
        "level": finding.severity,
        "message": {"text": _message(told(check))},
        "locations": [{"physicalLocation": _place(path, finding.region, claim["text"])}],
        "relatedLocations": [
            {
                "id": number,
                "message": {"text": _message(f"{operand['role']}: {operand['text']}")},
                "physicalLocation": _place(path, region, operand["text"]),
            }
            for number, (operand, region) in enumerate(finding.operands, start=1)
        ],
        # the first is finchecks' own, the second the one that GitHub matches alerts by
        "partialFingerprints": {
            "finchecks/v1": check["fingerprint"],
            "primaryLocationLineHash": f"{check['fingerprint']}:1",
        },
        "properties": {
            "kind": check["kind"],
            "verdict": check["verdict"],
            "derivation": check["derivation"],
            "diagnosis": check["diagnosis"]["code"] if check["diagnosis"] else None,
        },
    }
    fix = _fix(report, finding, path)
    return {**result, "fixes": [fix]} if fix else result


def _fix(report: Report, finding: Finding, path: str) -> _Json | None:
    """The suggestion as a replacement, where the source has the number's text and no markup inside it."""
    check, place = finding.check, finding.region
    source = report.document.source if report.document else ""
    if not check["suggestion"] or source[place.start : place.end] != check["claim"]["text"]:
        return None
    replacement = {
        "deletedRegion": _region(place),
        "insertedContent": {"text": check["suggestion"]},
    }
    change = {"artifactLocation": {"uri": path}, "replacements": [replacement]}
    return {"description": {"text": f"Write {_message(check['suggestion'])}"}, "artifactChanges": [change]}


def _place(path: str, region: Region, text: str) -> _Json:
    return {"artifactLocation": {"uri": path}, "region": {**_region(region), "snippet": {"text": text}}}


def _region(region: Region) -> _Json:
    return {
        "startLine": region.line,
        "startColumn": region.column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
        "charOffset": region.start,
        "charLength": region.end - region.start,
    }


def _faults(report: Report) -> Iterable[_Json]:
    for fault in report.faults:
        yield _notice(
            fault.message, "error" if report.unread else "warning", fault.reason, [_at(report, fault)]
        )


def _at(report: Report, fault: Fault) -> _Json:
    place: _Json = {"artifactLocation": {"uri": uri(fault.path or report.path)}}
    if fault.line:
        place["region"] = {"startLine": fault.line}
    return {"physicalLocation": place}


def _notes(report: Report) -> Iterable[_Json]:
    if report.document is None or not report.notes:
        return
    lines = lines_of(report.document.source)
    for note in report.notes:
        spans = [region(lines, *span) for span in note.spans]
        at = [
            {"physicalLocation": {"artifactLocation": {"uri": uri(report.path)}, "region": _region(span)}}
            for span in spans
        ]
        yield _notice(note.message, "note", note.rule, at)


def _notice(message: str, level: str, id: str, locations: Sequence[_Json]) -> _Json:
    return {
        "descriptor": {"id": id},
        "level": level,
        "message": {"text": _message(message)},
        "locations": list(locations),
    }


def _message(text: str) -> str:
    """Square brackets mean links in a SARIF message, so those of a text that looks like one are escaped.

    A brace would be a placeholder, but only where arguments are given; none are here.
    """
    return re.sub(r"([\\\[\]])", r"\\\1", text) if "](" in text else text
