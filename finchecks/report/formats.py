"""The output formats, in one table; each is one file, loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import TextIO

from finchecks.report import Report


@dataclass(frozen=True, slots=True)
class Options:
    """What a writer may want to know of the run."""

    #: exactly one document was named, not a folder or several paths
    single: bool = True
    #: only what does not add up
    quiet: bool = False
    #: colour where the output is a terminal
    color: bool = True


Writer = Callable[[Iterable[Report], TextIO, Options], None]

#: name → module and function; the order is that of ``--help``
FORMATS = {
    "text": "finchecks.report.to_console:write",
    "json": "finchecks.report.to_json:write",
    "jsonl": "finchecks.report.to_json:write_lines",
}


def writer(name: str) -> Writer:
    module, _, function = FORMATS[name].partition(":")
    found: Writer = getattr(import_module(module), function)
    return found
