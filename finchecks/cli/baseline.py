"""``finchecks baseline``: the findings of today, so that only new ones count from now on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from finchecks.cli.check import Tally, make_run, settings_options
from finchecks.cli.common import FAILED, FOUND
from finchecks.faults import Fault, FaultError

EPILOG = """\b
Examples:
  finchecks baseline articles/
  finchecks check articles/ --baseline .finchecks-baseline.json
"""


@click.command(epilog=EPILOG, short_help="Keep today's findings, so that only new ones count.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@settings_options
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=".finchecks-baseline.json",
    show_default=True,
    metavar="FILE",
    help="Where the baseline goes; a file that is there is replaced.",
)
def baseline(paths: tuple[str, ...], output: Path, **given: Any) -> int:
    """Write down the findings that there are, so that `check --baseline FILE` tells only of new ones.

    Findings are known by their file and a fingerprint of the claim and its sentence: lines may move, and
    other sentences change. What comments and .finchecks-ignore accept is left out.
    """
    from finchecks.files import write_whole
    from finchecks.review.baseline import text_of

    run = make_run(given, no_baseline=True)
    run.prepare(paths)
    tally = Tally(run)
    text, count = text_of(tally.watch(run.reports(run.sources(paths))), output.absolute().parent)
    try:
        write_whole(output, text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        message = f"The baseline cannot be written: {error.strerror or error}."
        raise FaultError(Fault("output", message, str(output))) from None
    click.echo(f"{count} {'finding' if count == 1 else 'findings'} written to {output}.")
    return FAILED if tally.status not in (0, FOUND) else 0
