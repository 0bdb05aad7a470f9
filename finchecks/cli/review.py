"""``finchecks review``: what people decide of findings, kept in finchecks-review.yaml."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from finchecks.cli.check import make_run, settings_options
from finchecks.cli.common import CLEAN, FAILED, complain
from finchecks.cli.ignore import place_of
from finchecks.faults import Fault, FaultError

if TYPE_CHECKING:
    from finchecks.report import Report

EPILOG = """\b
Examples:
  finchecks review article.md
  finchecks review article.md:14 --accept --name "R. Auditor" --reason "Rounded by hand, its note 3"
  finchecks review article.md --fingerprint 1a2b3c4d5e6f7a8b --reject --name "R. Auditor" --reason "It is 56%"

accept: the figure may stand, and the finding no longer fails a run. reject: the figure is to be mended; the
finding fails until it is, whatever else accepts it. Decisions are added to the nearest finchecks-review.yaml,
in the article's folder or above (without one, it is begun in the working directory); none is ever changed.
"""


@click.command(epilog=EPILOG, short_help="Accept or reject findings, with name and reason.")
@click.argument("place", metavar="FILE[:LINE]")
@settings_options
@click.option("--accept", "decision", flag_value="accepted", help="The figure may stand.")
@click.option("--reject", "decision", flag_value="rejected", help="The figure is to be mended.")
@click.option("--fingerprint", metavar="MARK", help="Only this finding.")
@click.option("--name", default="", help="Who decides.")
@click.option("--reason", default="", help="Why.")
def review(
    place: str, decision: str | None, fingerprint: str | None, name: str, reason: str, **given: Any
) -> int:
    """List the findings of an article with what was decided of them; or decide.

    With --accept or --reject the decision holds for the findings of the file, of the line, or for the one
    --fingerprint. Reports show it with name, reason and date.
    """
    path, line = place_of(place)
    run = make_run(given)
    run.prepare([path])
    (one,) = run.reports(run.sources([path]))
    for fault in one.faults:
        complain(str(fault))
    if one.document is None or one.path is None:
        return FAILED
    found = _findings(one, line, fingerprint)
    if decision is None:
        _list(found, one)
        return CLEAN
    if not name.strip() or not reason.strip():
        raise click.UsageError("A decision needs --name and --reason.")
    if not found:
        raise FaultError(Fault("review", "There is no finding here to decide of.", path, line))
    _decide(found, one.path, decision == "accepted", " ".join(name.split()), " ".join(reason.split()))
    return CLEAN


def _findings(one: Report, line: int | None, fingerprint: str | None) -> list[tuple[str, int, str, str]]:
    """(fingerprint, line, severity, text) of the findings at a place, accepted or not, in document order."""
    from finchecks.report.places import lines_of

    assert one.document is not None
    lines = lines_of(one.document.source)
    checks = [*zip(one.checks, one.fingerprints, strict=True)]
    checks += [(accepted.check, accepted.fingerprint) for accepted in one.accepted]
    checks.sort(key=lambda pair: pair[0].claim.stated.start)
    found: list[tuple[str, int, str, str]] = []
    for check, mark in checks:
        at = lines.at(check.claim.stated.start)[0]
        # what is merely unverifiable is decided of only where it is named
        named = mark == fingerprint if fingerprint else check.verdict == "mismatch"
        if check.severity is not None and named and line in (None, at):
            found.append((mark, at, check.severity, " ".join(check.claim.stated.text.split())))
    return found


def _list(found: list[tuple[str, int, str, str]], one: Report) -> None:
    from finchecks.report.plain import plain
    from finchecks.review.decisions import in_force

    decided = in_force(one.decisions)
    others = {accepted.fingerprint: accepted.source for accepted in one.accepted}
    for mark, line, severity, text in found:
        last = decided.get(mark)
        if last is not None:
            what = "accepted" if last.accepted else "rejected"
            state = f"{what} by {last.name} on {last.date}: {last.reason}"
        else:
            state = f"accepted ({others[mark]})" if mark in others else "open"
        click.echo(f"{mark}  {plain(f'{one.path}:{line}: {severity}: {text}: {state}')}")
    if not found:
        click.echo("There are no findings.")


def _decide(
    found: list[tuple[str, int, str, str]], path: str, accepted: bool, name: str, reason: str
) -> None:
    from finchecks.audit.record import now
    from finchecks.files import append
    from finchecks.report import Decision
    from finchecks.review import DECISIONS_FILE, decisions, nearest

    here = Path(os.path.abspath(path)).parent
    target = nearest(here, DECISIONS_FILE) or Path(DECISIONS_FILE).absolute()
    file = Path(os.path.relpath(os.path.abspath(path), target.parent)).as_posix()
    made = [Decision(mark, file, accepted, name, now().date(), reason) for mark, *_ in found]
    figures = [text for *_, text in found]
    try:
        append(target, lambda before: decisions.addition(before, made, figures))
    except (OSError, UnicodeEncodeError) as error:
        raise FaultError(Fault("output", f"The decisions cannot be written: {error}.", str(target))) from None
    except FaultError as error:
        raise FaultError(
            *(Fault(f.reason, f.message, os.path.relpath(target)) for f in error.faults)
        ) from None
    noun = "decision" if len(made) == 1 else "decisions"
    click.echo(f"{len(made)} {noun} added to {os.path.relpath(target)}.")
