"""Which rules' findings count, and how much: ``select``, ``ignore``, ``severity``."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from finchecks.engine import Check
from finchecks.faults import Fault, FaultError
from finchecks.report import Report
from finchecks.settings import Level, Settings

if TYPE_CHECKING:
    from finchecks.settings.from_toml import Configuration

_STATEMENTS = {
    "Can these figures all be right?": "These figures cannot all be right.",
    "Can both amounts be right?": "These amounts cannot both be right.",
    "Can both measures be right?": "These measures cannot both be right.",
}
_QUESTIONS = {
    "currency_conversion": "Can both amounts be right?",
    "unit_conversion": "Can both measures be right?",
}


def known_rules(folder: Path | None) -> tuple[str, ...]:
    """The ids of the rules in force: the names of their files, which need not be loaded for that."""
    from finchecks.rule.load import builtin_folder, rule_files

    folders = (builtin_folder(), folder) if folder else (builtin_folder(),)
    return tuple(sorted({path.stem for one in folders for path in rule_files(one)}))


def require_known(settings: Settings, configuration: Configuration | None = None) -> None:
    """Raises FaultError for names and globs in the settings that no rule answers to.

    ``configuration`` is the file that they may come from, which the faults then name with the line.
    """
    from finchecks.settings.from_toml import place

    known = known_rules(settings.rules)
    faults = []
    overrides = configuration.overrides if configuration else ()
    for setting in ("select", "ignore", "severity"):
        named = dict.fromkeys(getattr(settings, setting))
        for override in overrides:  # of other files, too: better told now than when one of these turns up
            named.update(dict.fromkeys(override.values.get(setting, ())))  # type: ignore[call-overload]
        for glob in named:
            if not matches(glob, known):
                path, line = (configuration and place(configuration, setting, glob)) or (f"--{setting}", None)
                message = f"there is no rule {glob!r}{nearest(glob, known)}"
                faults.append(Fault("configuration", message, path, line))
    if faults:
        raise FaultError(*faults)


def matches(glob: str, known: Iterable[str]) -> bool:
    return any(fnmatchcase(rule, glob) for rule in known)


def nearest(name: str, known: Sequence[str]) -> str:
    from finchecks.settings.from_toml import suggestion

    return suggestion(name, known) or f"; the rules are {', '.join(known)}"


def selected(rule: str, settings: Settings) -> bool:
    chosen = not settings.select or any(fnmatchcase(rule, glob) for glob in settings.select)
    return chosen and not any(fnmatchcase(rule, glob) for glob in settings.ignore)


def level_of(rule: str, settings: Settings) -> Level | None:
    """The severity that the settings give a rule's mismatches; None: that of the verdict."""
    levels = [level for glob, level in settings.severity.items() if fnmatchcase(rule, glob)]
    return levels[-1] if levels else None


def select(report: Report, settings: Settings) -> Report:
    """The report with the checks and notes of the rules that count, at the severities that were set."""
    chosen = report.keep(i for i, c in enumerate(report.checks) if selected(c.claim.rule, settings))
    known = known_rules(settings.rules)
    notes = tuple(n for n in report.notes if n.rule not in known or selected(n.rule, settings))
    checks = tuple(_levelled(check, level_of(check.claim.rule, settings)) for check in chosen.checks)
    return dataclasses.replace(chosen, checks=checks, notes=notes)


def _levelled(check: Check, level: Level | None) -> Check:
    """The check with this severity, if a mismatch. An error is a statement, what is milder a question."""
    if level is None or check.verdict != "mismatch" or check.severity == level:
        return check
    message = check.message
    if level == "error":
        for question, statement in _STATEMENTS.items():
            message = message.replace(question, statement, 1) if message.startswith(question) else message
    elif check.severity == "error":
        opening = next((o for end in (". ", ": ") if "cannot" in (o := message.partition(end)[0])), None)
        if opening is not None:
            question = _QUESTIONS.get(check.claim.kind, "Can these figures all be right?")
            message = f"{question} {message[len(opening) + 2 :]}"
    return dataclasses.replace(check, severity=level, message=message)
