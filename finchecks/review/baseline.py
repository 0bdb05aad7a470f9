"""A baseline: the findings that were there when it was taken. Only new ones count beside it.

A JSON file with a line for each finding, sorted, so that its own changes read well in a pull request;
findings are told apart by file and fingerprint, which moved lines do not change.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath

from finchecks.faults import Fault, FaultError, line_of
from finchecks.report import Report
from finchecks.report.places import lines_of

DEFAULT = ".finchecks-baseline.json"
VERSION = 1
MAX_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class Baseline:
    """File (absolute) → the fingerprints of its known findings."""

    path: Path
    findings: dict[str, frozenset[str]]

    def of(self, path: str) -> frozenset[str]:
        return self.findings.get(_absolute(path), frozenset())


def text_of(reports: Iterable[Report], folder: Path) -> tuple[str, int]:
    """The baseline of these reports for a file in ``folder``, and the number of findings in it."""
    rows: dict[str, str] = {}
    for report in reports:
        if report.document is None or report.path is None:
            continue
        lines = lines_of(report.document.source)
        name = PurePath(os.path.relpath(_absolute(report.path), folder)).as_posix()
        for check, mark in zip(report.checks, report.fingerprints, strict=True):
            if check.severity is None:
                continue
            row = {
                "path": name,
                "fingerprint": mark,
                "rule": check.claim.rule,
                "text": " ".join(check.claim.stated.text.split()),
                "severity": check.severity,
            }
            where = lines.at(check.claim.stated.start)
            rows[f"{name}\0{where[0]:09}\0{where[1]:09}\0{mark}"] = json.dumps(row, ensure_ascii=False)
    found = [rows[key] for key in sorted(rows)]
    body = ",\n".join(f"    {row}" for row in found)
    return f'{{\n  "finchecks-baseline": {VERSION},\n  "findings": [\n{body}\n  ]\n}}\n', len(found)


def read(path: Path) -> Baseline:
    """Raises FaultError (reason ``baseline``) with the line where the file is not what it should be."""
    try:
        data = path.read_bytes()
        if len(data) > MAX_BYTES:
            raise FaultError(_fault(path, f"the baseline is larger than {MAX_BYTES // 10**6} MB"))
        text = data.decode("utf-8-sig")
        whole = json.loads(text)
    except FileNotFoundError:
        raise FaultError(_fault(path, "there is no such baseline; `finchecks baseline` makes one")) from None
    except OSError as error:
        raise FaultError(_fault(path, f"the baseline cannot be read: {error.strerror}")) from None
    except UnicodeDecodeError as error:
        raise FaultError(_fault(path, "the baseline is not UTF-8", line_of(error))) from None
    except json.JSONDecodeError as error:
        raise FaultError(_fault(path, f"this is not JSON: {error.msg}", error.lineno, error.colno)) from None
    except RecursionError:
        raise FaultError(_fault(path, "this is no baseline: it is nested too deeply")) from None
    version = whole.get("finchecks-baseline") if isinstance(whole, dict) else None
    if version != VERSION:
        message = f"this is no baseline of finchecks (version {VERSION}); `finchecks baseline` makes one"
        raise FaultError(_fault(path, message, 1))
    rows = whole.get("findings")
    if not isinstance(rows, list):
        raise FaultError(_fault(path, 'the baseline has no list of "findings"', 1))
    found: dict[str, set[str]] = {}
    for index, row in enumerate(rows):
        name, mark = (row.get("path"), row.get("fingerprint")) if isinstance(row, dict) else (None, None)
        if not isinstance(name, str) or not isinstance(mark, str):
            message = "a finding of a baseline is to have a path and a fingerprint"
            raise FaultError(_fault(path, message, _line_of_row(text, index)))
        found.setdefault(_absolute(path.absolute().parent / name), set()).add(mark)
    return Baseline(path, {name: frozenset(marks) for name, marks in found.items()})


def _line_of_row(text: str, index: int) -> int:
    """json keeps no positions; YAML, of which JSON is a part, does."""
    import yaml

    root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    assert root is not None  # it was JSON
    rows = next(value for key, value in root.value if key.value == "findings")
    line: int = rows.value[index].start_mark.line
    return line + 1


def _absolute(path: str | Path) -> str:
    return os.path.abspath(path)


def _fault(path: Path, message: str, line: int | None = None, column: int | None = None) -> Fault:
    return Fault("baseline", message, str(path), line, column)
