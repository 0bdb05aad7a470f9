"""``finchecks batch``: options in, a table and its manifest out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from finchecks.cli.common import CLEAN, FAILED, FOUND, complain, levels, names
from finchecks.faults import Fault, FaultError
from finchecks.settings.keys import FAIL_ON

if TYPE_CHECKING:
    from finchecks.batch.run import Job, Outcome
    from finchecks.settings import Level

EPILOG = """\b
Examples:
  finchecks batch archive/ --output checks.csv
  finchecks batch feed.jsonl.gz --text body --date published --id id --output checks.jsonl
  finchecks batch 'crawl/*.parquet' --text content --output checks.parquet --jobs 8
  zcat feed.jsonl.gz | finchecks batch - --output checks.parquet
  finchecks batch feed.jsonl --output checks.parquet --resume
  finchecks batch crawl/ --output checks.parquet --engine dask --scheduler tcp://10.0.0.1:8786

\b
What comes out:
  OUT                a row for each check, in the order of the input; an article that could not be
                     checked is a row with its reason in the column "fault"
  OUT.manifest.json  versions, digests of rules and rates, counts, timings
  OUT.unfinished     while it runs, and after it was stopped: --resume goes on from there

\b
Exit status:
  0  the output is written
  1  it is written, and holds something at or above --fail-on
  2  it is not written, or an input could not be read to its end
"""


@click.command(epilog=EPILOG)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT…|-")
@click.option(
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    metavar="OUT",
    help="The table of checks: .parquet, .jsonl or .csv.",
)
@click.option(
    "--text", default="body", show_default=True, metavar="COLUMN", help="The column of the articles' texts."
)
@click.option("--date", metavar="COLUMN", help="The column of their days of publication.")
@click.option("--id", "id_", metavar="COLUMN", help="The column that names them.")
@click.option(
    "--source",
    metavar="COLUMN",
    help="The column that says where they come from. Default: the name of the input.",
)
@click.option(
    "--input-format",
    type=click.Choice(["csv", "tsv", "jsonl", "parquet", "arrow", "text"]),
    help="What the inputs are, whatever their names say (text: an article each). Standard input is jsonl "
    "unless this says otherwise.",
)
@click.option("--delimiter", metavar="CHARACTER", help="What divides the cells of CSV. Default: a comma.")
@click.option(
    "--text-format",
    type=click.Choice(["txt", "md", "html"]),
    help="How the texts of tables are read. Default: as html what begins as a page does, as txt otherwise.",
)
@click.option(
    "--rates",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Exchange rates as CSV, as in `finchecks check`.",
)
@click.option(
    "--rules",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A folder of your own rules, as in `finchecks check`.",
)
@click.option(
    "--facts",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Values from outside the articles, as in `finchecks check`.",
)
@click.option(
    "--select",
    multiple=True,
    metavar="RULE,…",
    callback=names,
    help="Only these rules (globs, as in 'percent-*'). Default: all.",
)
@click.option(
    "--ignore", multiple=True, metavar="RULE,…", callback=names, help="Not these rules; they add up."
)
@click.option(
    "--severity",
    multiple=True,
    metavar="RULE=LEVEL",
    callback=levels,
    help="What the mismatches of a rule are: error, warning or note; may be repeated.",
)
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The configuration: its select, ignore, severity, rules, rates and facts count. Default: the "
    "nearest finchecks.toml, or pyproject.toml with [tool.finchecks], in the working directory or above it.",
)
@click.option("--isolated", is_flag=True, help="Disregard configuration files.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes. Default: one a processor.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=60.0,
    show_default=True,
    metavar="SECONDS",
    help="What takes longer than this is given up; it becomes a row of its own.",
)
@click.option(
    "--memory",
    type=click.IntRange(min=100),
    default=2_000,
    show_default=True,
    metavar="MB",
    help="What takes more memory than this is given up; it becomes a row of its own.",
)
@click.option("--resume", is_flag=True, help="Go on where a run for the same output was stopped.")
@click.option(
    "--engine",
    type=click.Choice(["dask", "spark"]),
    help="Work on many machines: Parquet in, a folder of Parquet out. Default: this machine alone.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="The engine's cluster (Dask's scheduler, Spark's master). Default: processes of this machine.",
)
@click.option(
    "--part-rows",
    type=click.IntRange(min=1),
    default=20_000,
    show_default=True,
    metavar="N",
    help="Articles that an engine gives out at once, and that make a file of its output.",
)
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    default="never",
    show_default=True,
    help="The mildest severity that makes the exit status 1.",
)
@click.option("--quiet", "-q", is_flag=True, help="No progress and no summary.")
def batch(
    inputs: tuple[str, ...],
    output: Path,
    text: str,
    date: str | None,
    id_: str | None,
    source: str | None,
    input_format: str | None,
    delimiter: str | None,
    text_format: str | None,
    rates: Path | None,
    rules: Path | None,
    facts: Path | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    severity: dict[str, Level],
    config: Path | None,
    isolated: bool,
    jobs: int | None,
    timeout: float,
    memory: int,
    resume: bool,
    engine: str | None,
    scheduler: str | None,
    part_rows: int,
    fail_on: str,
    quiet: bool,
) -> int:
    """Check many articles: tables, archives, feeds, folders. One table of checks comes out.

    INPUT is CSV, JSON lines (both also packed by gzip or zstd), Parquet or Arrow, a row an article; a text,
    Markdown or HTML file; a folder or a glob of such files; or - for standard input. What is wrong with one
    row becomes a row of the output and stops nothing.
    """
    from finchecks.batch.inputs import Columns
    from finchecks.batch.progress import progress
    from finchecks.batch.run import Job, run
    from finchecks.batch.setup import setup_of

    if config is not None and isolated:
        raise click.UsageError("--config and --isolated exclude each other.")
    if scheduler is not None and engine is None:
        raise click.UsageError("--scheduler is for an --engine: say which.")
    if delimiter is not None and len(delimiter) != 1:
        raise click.BadParameter(f"{delimiter!r} is not one character.", param_hint="'--delimiter'")
    setup = setup_of(
        rules=rules,
        rates=rates,
        facts=facts,
        select=select,
        ignore=ignore,
        severity=severity,
        config=config or not isolated,
    )
    job = Job(
        inputs,
        output,
        Columns(text, date, id_, source),
        input_format=input_format,
        delimiter=delimiter,
        format=text_format,
        rules=_path(setup.rules),
        rates=_path(setup.rates),
        facts=_path(setup.facts),
        select=setup.select,
        ignore=setup.ignore,
        severity=setup.severity,
        jobs=jobs or _processors(),
        timeout=timeout,
        memory=memory * 1_000_000,
        resume=resume,
    )
    try:
        if engine is None:
            with progress(quiet=quiet) as shown:
                outcome = run(job, shown)
        else:
            outcome = _spread(job, engine, scheduler, part_rows, quiet=quiet)
    except KeyboardInterrupt:
        complain("stopped; what is done is kept: the same command with --resume goes on.")
        raise
    for message in outcome.counts.broken:
        complain(message)
    if not quiet:
        click.echo(_told(outcome, output))
    if outcome.counts.broken:
        return FAILED
    return FOUND if _found(outcome, fail_on) else CLEAN


def _path(name: str | None) -> Path | None:
    return None if name is None else Path(name)


def _spread(job: Job, engine: str, scheduler: str | None, part_rows: int, *, quiet: bool) -> Outcome:
    """The run on an engine, whose libraries only such a run loads."""
    from importlib import import_module

    from finchecks.batch.progress import progress
    from finchecks.batch.spread import run

    door = import_module(f"finchecks.{engine}")
    try:
        with progress(quiet=quiet) as shown:
            return run(job, lambda: door.engine(scheduler, job.jobs), part_rows, shown)
    except ImportError as error:
        raise FaultError(Fault("install", f"{error}.")) from None


def _processors() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def _found(outcome: Outcome, fail_on: str) -> bool:
    if fail_on == "never":
        return False
    levels = ("error", "warning", "note")
    return any(outcome.counts.severities[level] for level in levels[: levels.index(fail_on) + 1])


def _told(outcome: Outcome, output: Path) -> str:
    from finchecks.batch.progress import duration
    from finchecks.report.plain import plain

    counts = outcome.counts
    checks, faults = sum(counts.verdicts.values()), sum(counts.faults.values())
    kinds = [
        f"{counts.verdicts['consistent']:,} consistent" if counts.verdicts["consistent"] else "",
        *(
            _counted(counts.severities[level], level)
            for level in ("warning", "error")
            if counts.severities[level]
        ),
        f"{counts.verdicts['unverifiable']:,} unverifiable" if counts.verdicts["unverifiable"] else "",
    ]
    told = f"{_counted(counts.articles, 'article')}: {_counted(checks, 'check')}"
    if checks:
        told += f" ({', '.join(filter(None, kinds))})"
    if faults:
        reasons = ", ".join(f"{count:,} {reason}" for reason, count in sorted(counts.faults.items()))
        told += f"; {_counted(faults, 'fault')} ({reasons})"
    return f"{told}.\n{plain(str(output))} is written, after {duration(outcome.seconds)}."


def _counted(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"
