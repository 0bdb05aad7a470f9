"""Report → one line a finding, ``path:line:column: severity rule: message``, as editors and grep read it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from finchecks.report import Report
from finchecks.report.findings import findings, told
from finchecks.report.formats import Options
from finchecks.report.plain import plain


def write(reports: Iterable[Report], out: TextIO, options: Options) -> None:
    """Each document's findings as soon as it is done; nothing where there is nothing to say."""
    for report in reports:
        path = "stdin" if report.path in (None, "-") else plain(report.path or "")
        for finding in findings(report, options.mildest):
            region, check = finding.region, finding.check
            place = f"{path}:{region.line}:{region.column}"
            out.write(f"{place}: {finding.severity} {check['rule']}: {plain(told(check))}\n")
        out.flush()
