"""Everything of the review in a row, with the files that it needs read once a run."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path
from typing import TYPE_CHECKING

from finchecks.engine import Note
from finchecks.faults import Fault
from finchecks.report import Accepted, Decision, Report
from finchecks.report.coverage import uncovered
from finchecks.review import DECISIONS_FILE, nearest
from finchecks.review.baseline import Baseline
from finchecks.review.baseline import read as read_baseline
from finchecks.review.comments import UNUSED, comments
from finchecks.review.ignore_file import NAME, IgnoreFile
from finchecks.review.ignore_file import read as read_ignore_file
from finchecks.review.rules import known_rules, require_known, select
from finchecks.settings import Settings

if TYPE_CHECKING:
    from finchecks.review.decisions import Sidecar
    from finchecks.settings.from_toml import Configuration

#: reasons of faults that cost no document its check, but are to be mended: exit status 2
TO_MEND = frozenset({"suppression", "review"})


class Reviewer:
    """Applies settings, suppressions and baselines to reports.

    ``alone``: what lies beside an article (.finchecks-ignore, reviews) does not count, only what is in it.
    """

    def __init__(self, *, alone: bool = False) -> None:
        self._alone = alone
        self._ignore_files: dict[str, IgnoreFile | None] = {}
        self._sidecars: dict[str, Sidecar | None] = {}
        self._baselines: dict[Path, Baseline] = {}
        self._told: set[Path] = set()
        self._sound: dict[int, Settings] = {}

    def prepare(self, settings: Settings, configuration: Configuration | None = None) -> None:
        """Read what the settings need. Raises FaultError for a faulty baseline and unknown rules."""
        if id(settings) in self._sound:
            return
        if (
            settings.select
            or settings.ignore
            or settings.severity
            or (configuration and configuration.overrides)
        ):
            require_known(settings, configuration)
        if settings.baseline is not None and settings.baseline not in self._baselines:
            self._baselines[settings.baseline] = read_baseline(settings.baseline)
        self._sound[id(settings)] = settings

    def review(self, report: Report, settings: Settings) -> Report:
        """The report as it is to be told, under settings that ``prepare`` has seen."""
        if report.document is None:
            return report
        report = self._accepted(report, settings)
        if settings.select or settings.ignore or settings.severity:
            report = select(report, settings)
        return _with_coverage(report) if settings.coverage else report

    def _accepted(self, report: Report, settings: Settings) -> Report:
        """With the findings that somebody accepts apart, and notes on what accepts nothing."""
        document, path = report.document, "" if self._alone else report.path or ""
        assert document is not None
        apart: dict[int, Accepted] = {}
        notes: list[Note] = []
        faults: list[Fault] = []
        findings = {i: check for i, check in enumerate(report.checks) if check.severity}
        decisions, in_force = self._decisions(path, faults)
        # what somebody has rejected counts, whoever else accepts it
        rejected = {mark for mark, one in in_force.items() if not one.accepted}
        findings = {i: check for i, check in findings.items() if report.fingerprints[i] not in rejected}
        for i, check in findings.items():
            if (one := in_force.get(report.fingerprints[i])) is not None:
                reason = f"{one.reason} ({one.name}, {one.date.isoformat()})"
                apart[i] = Accepted(check, report.fingerprints[i], "review", reason)
        if document.comments:
            found, mistaken = comments(document, known_rules(settings.rules))
            faults += mistaken
            for comment in found:
                covered = [i for i, check in findings.items() if comment.covers(check)]
                if not covered:
                    notes.append(comment.unused())
                for i in covered:
                    apart.setdefault(
                        i, Accepted(findings[i], report.fingerprints[i], "comment", comment.reason)
                    )
        by_mark = {report.fingerprints[i]: i for i in findings}
        file = self._ignore_file(path) if path else None
        if file is not None:
            if file.path not in self._told:  # once a run, with the first document that it is about
                self._told.add(file.path)
                faults += file.faults
            for entry in file.of(path):
                if entry.fingerprint in rejected:
                    continue
                if entry.fingerprint not in by_mark:
                    notes.append(entry.unused())
                    continue
                i = by_mark[entry.fingerprint]
                apart.setdefault(i, Accepted(findings[i], entry.fingerprint, "file", entry.reason))
        if settings.baseline is not None and path:
            for mark in self._baselines[settings.baseline].of(path) & by_mark.keys():
                i = by_mark[mark]
                apart.setdefault(i, Accepted(findings[i], mark, "baseline", ""))
        if not (apart or notes or faults or decisions):
            return report
        return dataclasses.replace(
            report.keep(i for i in range(len(report.checks)) if i not in apart),
            accepted=tuple(apart[i] for i in sorted(apart)),
            decisions=decisions,
            notes=(*report.notes, *notes),
            faults=(*report.faults, *faults),
        )

    def _decisions(self, path: str, faults: list[Fault]) -> tuple[tuple[Decision, ...], dict[str, Decision]]:
        """All that was decided of an article's findings, and what is in force. Faults once a run."""
        sidecar = self._sidecar(path) if path else None
        if sidecar is None:
            return (), {}
        from finchecks.review.decisions import in_force

        if sidecar.path not in self._told:
            self._told.add(sidecar.path)
            faults += sidecar.faults
        found = tuple(sidecar.of(path))
        return found, in_force(found)

    def _sidecar(self, path: str) -> Sidecar | None:
        folder = os.path.dirname(os.path.abspath(path))
        if folder not in self._sidecars:
            place = nearest(Path(folder), DECISIONS_FILE)
            known = next((f for f in self._sidecars.values() if f and f.path == place), None)
            if place is not None and known is None:
                from finchecks.review.decisions import read  # YAML is not loaded where there is none

                known = read(place)
            self._sidecars[folder] = known
        return self._sidecars[folder]

    def _ignore_file(self, path: str) -> IgnoreFile | None:
        folder = os.path.dirname(os.path.abspath(path))
        if folder not in self._ignore_files:
            found = nearest(Path(folder), NAME)
            known = next((f for f in self._ignore_files.values() if f and f.path == found), None)
            self._ignore_files[folder] = known or (read_ignore_file(found) if found else None)
        return self._ignore_files[folder]


def _with_coverage(report: Report) -> Report:
    """A note on how many figures take part in a check; its spans are those that do not."""
    left = uncovered(report.figures, (*report.checks, *(accepted.check for accepted in report.accepted)))
    all_of, covered = len(report.figures), len(report.figures) - len(left)
    if not all_of:
        return report
    message = f"Coverage: {covered} of {all_of} figures ({covered / all_of:.0%}) take part in a check."
    return dataclasses.replace(report, notes=(*report.notes, Note("coverage", message, left)))


__all__ = ["TO_MEND", "UNUSED", "Reviewer"]
