"""The output formats, in one table; each is one file, loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import TextIO

from finchecks.engine import Severity
from finchecks.report import Report
from finchecks.rule import Rule


@dataclass(frozen=True, slots=True)
class Options:
    """What a writer may want to know of the run."""

    #: exactly one document was named, not a folder or several paths
    single: bool = True
    #: only what does not add up
    quiet: bool = False
    #: colour where the output is a terminal
    color: bool = True
    #: the mildest severity that fails the run; None when nothing does
    fail_on: Severity | None = "warning"
    #: the rules of the run, for formats that describe them
    rules: tuple[Rule, ...] = ()

    @property
    def mildest(self) -> Severity:
        """What formats for machines report at least: mismatches, and notes only where these fail the run."""
        return "note" if self.fail_on == "note" else "warning"


Writer = Callable[[Iterable[Report], TextIO, Options], None]

#: name → module and function; the order is that of ``--help``
FORMATS = {
    "text": "finchecks.report.to_console:write",
    "concise": "finchecks.report.to_concise:write",
    "json": "finchecks.report.to_json:write",
    "jsonl": "finchecks.report.to_json:write_lines",
    "sarif": "finchecks.report.to_sarif:write",
    "junit": "finchecks.report.to_junit:write",
    "github": "finchecks.report.to_github:write",
    "gitlab": "finchecks.report.to_gitlab:write",
    "markdown": "finchecks.report.to_markdown:write",
}


def writer(name: str) -> Writer:
    module, _, function = FORMATS[name].partition(":")
    found: Writer = getattr(import_module(module), function)
    return found
