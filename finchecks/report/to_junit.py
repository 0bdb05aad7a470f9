"""Report → JUnit XML: a suite a document, a test case for every derived number.

What fails the run is a failure, what is milder is told by a case that passes, a claim that could not be
checked is skipped, a document that could not be read is an error. XML 1.0 has no way to write most control
characters, so text is made visible and legal before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TextIO
from xml.etree import ElementTree as ET

from finchecks.report import Report
from finchecks.report.findings import SEVERITIES, relative, told
from finchecks.report.formats import Options
from finchecks.report.plain import plain
from finchecks.report.to_json import CheckDict

#: what the production Char of XML 1.0 leaves out, the white space that ``plain`` makes spaces of aside
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(reports: Iterable[Report], out: TextIO, options: Options) -> None:
    """One ``testsuites`` element with the counts of all."""
    failing = SEVERITIES[: SEVERITIES.index(options.fail_on) + 1] if options.fail_on else ()
    suites = [_suite(report, failing) for report in reports]
    root = ET.Element("testsuites", {"name": "finchecks", **_sums(suites)})
    root.extend(suites)
    ET.indent(root)
    out.write('<?xml version="1.0" encoding="utf-8"?>\n')
    out.write(ET.tostring(root, encoding="unicode") + "\n")


def _suite(report: Report, failing: tuple[str, ...]) -> ET.Element:
    path = _legal(relative(report.path))
    cases = [_case(check, path, failing) for check in report.to_dict()["checks"]]
    if report.unread:
        case = ET.Element("testcase", {"classname": path, "name": "can be read", "file": path})
        for fault in report.faults:
            error = ET.SubElement(case, "error", {"type": fault.reason, "message": _legal(fault.message)})
            error.text = _legal(str(fault))
        cases.append(case)
    counts = {
        "tests": len(cases),
        "failures": _count(cases, "failure"),
        "errors": _count(cases, "error"),
        "skipped": _count(cases, "skipped"),
    }
    suite = ET.Element("testsuite", {"name": path, **{name: str(count) for name, count in counts.items()}})
    suite.extend(cases)
    remarks = [*(note.message for note in report.notes), *(f.message for f in report.faults if cases)]
    if remarks and not report.unread:
        ET.SubElement(suite, "system-out").text = "\n".join(map(_legal, remarks))
    return suite


def _case(check: CheckDict, path: str, failing: tuple[str, ...]) -> ET.Element:
    claim = check["claim"]
    name = f"line {claim['line']}, column {claim['column']}: {claim['text']} ({check['rule']})"
    place = {"classname": path, "name": _legal(name), "file": path, "line": str(claim["line"])}
    case = ET.Element("testcase", place)
    if check["severity"] in failing:
        kind = {"message": _legal(told(check)), "type": str(check["severity"])}
        ET.SubElement(case, "failure", kind).text = _legal(f"{path}:{claim['line']}: {told(check)}")
    elif check["verdict"] == "unverifiable":
        ET.SubElement(case, "skipped", {"message": _legal(check["message"])})
    elif check["severity"]:
        ET.SubElement(case, "system-out").text = _legal(f"{check['severity']}: {told(check)}")
    return case


def _count(cases: Iterable[ET.Element], outcome: str) -> int:
    return sum(case.find(outcome) is not None for case in cases)


def _sums(suites: Iterable[ET.Element]) -> dict[str, str]:
    suites = tuple(suites)
    names = ("tests", "failures", "errors", "skipped")
    return {name: str(sum(int(suite.attrib[name]) for suite in suites)) for name in names}


def _legal(text: str) -> str:
    return _ILLEGAL.sub("\ufffd", plain(text))
