"""Report → GitLab's code quality report, a JSON array in the format of Code Climate.

GitLab tells new findings from old by their fingerprint, which must be unique in the report and the same
again on the target branch, and refuses paths that begin with ``./``.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import TextIO

from finchecks.report import Report
from finchecks.report.findings import Finding, findings, relative, told
from finchecks.report.formats import Options
from finchecks.report.to_json import dumps

_SEVERITIES = {"error": "major", "warning": "minor", "note": "info"}


def write(reports: Iterable[Report], out: TextIO, options: Options) -> None:
    """All findings of the run in one array; a document that could not be read is a blocker."""
    issues: list[dict[str, object]] = []
    seen: Counter[str] = Counter()
    for report in reports:
        path = relative(report.path)
        issues += [_issue(path, finding, seen) for finding in findings(report, options.mildest)]
        if report.unread:
            for fault in report.faults:
                issues.append(
                    {
                        "description": fault.message,
                        "check_name": f"finchecks/{fault.reason}",
                        "fingerprint": _unique(f"{path}\n{fault.reason}", seen),
                        "severity": "blocker",
                        "location": {"path": path, "lines": {"begin": fault.line or 1}},
                    }
                )
    out.write(dumps(issues, indent=2) + "\n")


def _issue(path: str, finding: Finding, seen: Counter[str]) -> dict[str, object]:
    check, region = finding.check, finding.region
    return {
        "description": told(check),
        "check_name": check["rule"],
        "fingerprint": _unique(f"{path}\n{check['fingerprint']}", seen),
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": path,
            "positions": {
                "begin": {"line": region.line, "column": region.column},
                "end": {"line": region.end_line, "column": region.end_column},
            },
        },
    }


def _unique(content: str, seen: Counter[str]) -> str:
    seen[content] += 1
    return hashlib.sha256(f"{content}\n{seen[content]}".encode(errors="replace")).hexdigest()
