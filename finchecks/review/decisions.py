"""``finchecks-review.yaml``: what people have decided of findings, with name, reason and date.

    - fingerprint: 1a2b3c4d5e6f7a8b
      file: drafts/annual-report.txt     # relative to this file
      decision: accepted                 # the figure may stand; or rejected: it is to be mended
      name: R. Auditor
      date: 2026-01-20
      reason: The company's own rounding, see its note 3.

An accepted finding no longer counts; a rejected one does until the article is mended, and reports say who
rejected it. Of several decisions on one finding the latest is in force, the others are its history. Entries
are only ever added: nothing that somebody wrote is changed.
"""

from __future__ import annotations

import datetime as dt
import difflib
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from finchecks.faults import Fault, FaultError, line_of
from finchecks.report import Decision

MAX_BYTES = 10_000_000
DECISIONS = ("accepted", "rejected")
#: the keys of an entry, in the order in which they are written
KEYS = ("fingerprint", "file", "decision", "name", "date", "reason", "figure")
_OPTIONAL = frozenset({"figure"})
_MARK = re.compile(r"[0-9a-f]{16}")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
HEAD = """\
# What people have decided of finchecks' findings: accepted (the figure may stand) or rejected (it is to be
# mended). The latest decision on a finding is in force; entries are added, none is changed.
"""


@dataclass(frozen=True, slots=True)
class Sidecar:
    """The decisions of a file, by the absolute path of the article that they are about."""

    path: Path
    decisions: dict[str, list[Decision]]
    faults: tuple[Fault, ...]

    def of(self, path: str) -> Sequence[Decision]:
        """All decisions on an article's findings, the earliest first."""
        return self.decisions.get(os.path.abspath(path), ())


def in_force(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """Fingerprint → the latest of its decisions; of one day the last in the file."""
    return {one.fingerprint: one for one in sorted(decisions, key=lambda one: one.date)}


def read(path: Path) -> Sidecar:
    """The file's decisions. Entries that are none are faults (reason ``review``); the others count."""
    shown = os.path.relpath(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            return _faulty(path, Fault("review", f"larger than {MAX_BYTES // 10**6} MB", shown))
        text = path.read_bytes().decode("utf-8-sig")
        root = yaml.compose(text, Loader=_LOADER)
    except OSError as error:
        return _faulty(path, Fault("review", f"cannot be read: {error.strerror}", shown))
    except UnicodeDecodeError as error:
        return _faulty(path, Fault("review", "is not UTF-8", shown, line_of(error)))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = (mark.line + 1, mark.column + 1) if mark else (None, None)
        return _faulty(path, Fault("review", f"this is not YAML: {error.problem}", shown, *place))
    except (yaml.YAMLError, RecursionError) as error:
        return _faulty(path, Fault("review", f"this is not YAML: {error}".splitlines()[0], shown))
    if root is None:
        return Sidecar(path, {}, ())
    if not isinstance(root, yaml.SequenceNode):
        message = "write a list of decisions, each beginning with “- fingerprint: …”"
        return _faulty(path, Fault("review", message, shown, root.start_mark.line + 1))
    found: defaultdict[str, list[Decision]] = defaultdict(list)
    faults: list[Fault] = []
    for node in root.value:
        one = _decision(node)
        if isinstance(one, Decision):
            found[os.path.abspath(path.parent / one.file)].append(one)
        else:
            faults.append(Fault("review", one[0], shown, one[1]))
    for entries in found.values():
        entries.sort(key=lambda one: one.date)
    return Sidecar(path, dict(found), tuple(faults))


def _faulty(path: Path, fault: Fault) -> Sidecar:
    return Sidecar(path, {}, (fault,))


def _decision(node: yaml.Node) -> Decision | tuple[str, int]:
    """An entry, or what is wrong with it and its line. Values are as written, whatever YAML makes of them."""
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        return "write a decision as fingerprint, file, decision, name, date and reason", line
    values: dict[str, str] = {}
    lines: dict[str, int] = {}
    for key, value in node.value:
        at = key.start_mark.line + 1
        if not isinstance(value, yaml.ScalarNode) or not isinstance(key, yaml.ScalarNode):
            return "a decision's values are plain text", at
        if key.value not in KEYS:
            near = difflib.get_close_matches(key.value, KEYS, n=1)
            return f"there is no “{key.value}” in a decision" + (
                f"; did you mean {near[0]!r}?" * bool(near)
            ), at
        if key.value in values:
            return f"“{key.value}” is there twice", at
        values[key.value], lines[key.value] = value.value.strip(), at
    lacking = [key for key in KEYS if key not in _OPTIONAL and not values.get(key)]
    if lacking:
        return f"the decision lacks {', '.join(lacking)}", line
    if not _MARK.fullmatch(values["fingerprint"]):
        return f"“{values['fingerprint']}” is no fingerprint (16 hexadecimal digits)", lines["fingerprint"]
    if values["decision"] not in DECISIONS:
        return f"“{values['decision']}” is no decision: write accepted or rejected", lines["decision"]
    try:
        day = dt.date.fromisoformat(values["date"])
    except ValueError:
        return f"“{values['date']}” is no date such as 2026-01-20", lines["date"]
    accepted = values["decision"] == "accepted"
    return Decision(values["fingerprint"], values["file"], accepted, values["name"], day, values["reason"])


def addition(before: bytes, decisions: Sequence[Decision], figures: Sequence[str]) -> bytes:
    """What is to be written behind the file's bytes, so that it has these decisions as well.

    Raises FaultError where the file is written in a way that nothing can be added to.
    """
    rows = [
        dict(
            zip(
                KEYS,
                (
                    one.fingerprint,
                    one.file,
                    DECISIONS[0] if one.accepted else DECISIONS[1],
                    one.name,
                    one.date.isoformat(),
                    one.reason,
                    figure,
                ),
                strict=True,
            )
        )
        for one, figure in zip(decisions, figures, strict=True)
    ]
    text = yaml.safe_dump(rows, allow_unicode=True, sort_keys=False, width=100)
    gap = HEAD.encode() if not before else b"" if before.endswith(b"\n") else b"\n"
    more = gap + text.encode()
    if _length(before + more) != _length(before) + len(rows):
        message = "nothing can be added to this file as it is written; add the decision by hand"
        raise FaultError(Fault("review", message))
    return more


def _length(data: bytes) -> int:
    """How many entries the file has; -1 where it is no list."""
    try:
        root = yaml.compose(data.decode("utf-8-sig"), Loader=_LOADER)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError):
        return -1
    return len(root.value) if isinstance(root, yaml.SequenceNode) else 0 if root is None else -1
