"""Report → workflow commands of GitHub Actions, which become annotations on the pull request.

The commands and their escapes are those of the runner's toolkit (``@actions/core``, ``command.ts``): "%",
carriage return and newline are percent-encoded, in properties ":" and "," as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TextIO

from finchecks.report import Report
from finchecks.report.findings import Finding, findings, relative, told
from finchecks.report.formats import Options

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def write(reports: Iterable[Report], out: TextIO, options: Options) -> None:
    """A command for each finding, and an error for each document that could not be read."""
    for report in reports:
        path = relative(report.path)
        for finding in findings(report, options.mildest):
            command = _COMMANDS[finding.severity]
            out.write(_command(command, _properties(path, finding), told(finding.check)))
        if report.unread:
            for fault in report.faults:
                where = {"file": path, "title": "finchecks could not check this file"}
                line = {"line": str(fault.line)} if fault.line else {}
                out.write(_command("error", {**where, **line}, fault.message))
        out.flush()


def _properties(path: str, finding: Finding) -> dict[str, str]:
    """Where and under which title. GitHub refuses columns for a region of several lines."""
    region = finding.region
    place = {"file": path, "line": str(region.line), "endLine": str(region.end_line)}
    if region.line == region.end_line:
        place |= {"col": str(region.column), "endColumn": str(region.end_column)}
    return {**place, "title": f"finchecks: {finding.check['rule']}"}


def _command(name: str, properties: Mapping[str, str], message: str) -> str:
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {listed}::{_data(message)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
