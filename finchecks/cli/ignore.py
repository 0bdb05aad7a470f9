"""``finchecks ignore``: accept findings of a text that can hold no comments."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from finchecks.cli.check import Tally, make_run, settings_options
from finchecks.cli.common import CLEAN, FAILED, FOUND
from finchecks.faults import Fault, FaultError

EPILOG = """\b
Examples:
  finchecks ignore report.txt:14 --reason "The agency's own rounding"
  finchecks ignore report.txt --reason "An archive, not to be edited"
"""


@click.command(epilog=EPILOG, short_help="Accept findings of plain text in .finchecks-ignore.")
@click.argument("place", metavar="FILE[:LINE]")
@settings_options
@click.option("--reason", default="", help="Why these findings are fine; stands beside each entry.")
def ignore(place: str, reason: str, **given: Any) -> int:
    """Accept the findings of a file, or of one line of it, in .finchecks-ignore.

    The entries go into the nearest .finchecks-ignore, in the file's folder or above it; without one, it is
    begun in the working directory. In Markdown and HTML a comment does the same, beside the text:
    <!-- finchecks: ignore[RULE] reason -->
    """
    from finchecks.files import write_whole
    from finchecks.report.places import lines_of
    from finchecks.review import ignore_file, nearest

    path, line = place_of(place)
    run = make_run(given)
    run.prepare([path])
    tally = Tally(run)
    rows: list[str] = []
    target = (
        nearest(Path(os.path.abspath(path)).parent, ignore_file.NAME) or Path(ignore_file.NAME).absolute()
    )
    for report in tally.watch(run.reports(run.sources([path]))):
        if report.document is None or report.path is None:
            continue
        lines = lines_of(report.document.source)
        file = Path(os.path.relpath(os.path.abspath(report.path), target.parent)).as_posix()
        for check, mark in zip(report.checks, report.fingerprints, strict=True):
            if check.verdict == "mismatch" and line in (None, lines.at(check.claim.stated.start)[0]):
                rows.append(ignore_file.line(mark, file, reason))
    if tally.status not in (CLEAN, FOUND):
        return FAILED
    if not rows:
        raise FaultError(Fault("suppression", "There is nothing to accept here.", path, line))
    try:
        before = target.read_bytes() if target.exists() else b""
        if before and not before.endswith(b"\n"):
            before += b"\n"
        write_whole(target, before + "".join(f"{row}\n" for row in rows).encode())
    except (OSError, UnicodeEncodeError) as error:
        raise FaultError(Fault("output", f"The entries cannot be written: {error}.", str(target))) from None
    click.echo(f"{len(rows)} {'entry' if len(rows) == 1 else 'entries'} added to {os.path.relpath(target)}.")
    return CLEAN


def place_of(text: str) -> tuple[str, int | None]:
    """FILE:LINE taken apart; a file that is called so counts as it is."""
    path, colon, line = text.rpartition(":")
    if colon and line.isdecimal() and line.isascii() and not os.path.exists(text):
        return path, int(line)
    return text, None
