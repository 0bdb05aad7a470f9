"""Settings: how a run, or one file of it, is to be checked and judged.

They come in layers, each over the one before: the defaults, a profile, the configuration file, those of its
``[[overrides]]`` whose globs match the file, the command's options. Of most settings the last layer that has
one counts; ``ignore`` and ``exclude`` add up, ``severity`` is taken rule by rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Literal

Level = Literal["error", "warning", "note"]

#: severities, the gravest first; ``fail-on`` names the mildest that makes the exit status 1
LEVELS: tuple[Level, ...] = ("error", "warning", "note")

#: what a profile stands for, under whatever else is set
PROFILES: Mapping[str, Mapping[str, object]] = MappingProxyType(
    {
        # an editor's desk: a warning is a question to the author, only what cannot be right stops the press
        "newsroom": {"fail_on": "error"},
        # an audit: everything, with the numbers that no check covers
        "audit": {"fail_on": "note", "coverage": True},
    }
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What is in force. Paths are absolute or relative to the working directory."""

    profile: str | None = None
    #: globs of rule ids; without any, every rule counts
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    #: glob of rule ids → the severity that mismatches of these rules have; of several that match, the last
    severity: Mapping[str, Level] = field(default_factory=dict)
    fail_on: str = "warning"
    exit_zero: bool = False
    #: say for each document which of its figures no check covers
    coverage: bool = False
    format: str = "text"
    #: globs of the files that are articles when a folder is named; without any, those finchecks can read
    include: tuple[str, ...] = ()
    #: folder and pattern (as in .gitignore, relative to it) of what is left out
    exclude: tuple[tuple[str, str], ...] = ()
    gitignore: bool = True
    rules: Path | None = None
    rates: Path | None = None
    facts: Path | None = None
    baseline: Path | None = None
    cache: bool = True
    cache_dir: Path | None = None
    #: setting → where it was set, for those that were
    origins: Mapping[str, str] = field(default_factory=dict, compare=False)
