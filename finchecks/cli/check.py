"""``finchecks check``: options in, the pipeline's reports out, an exit status."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from finchecks.cli.common import (
    CLEAN,
    FAILED,
    FOUND,
    SEVERITIES,
    abandon_output,
    complain,
    day,
    speak_unicode,
)
from finchecks.report.formats import FORMATS, Options, writer
from finchecks.report.outputs import outputs, write

if TYPE_CHECKING:
    from finchecks.engine import Severity
    from finchecks.report import Report

EPILOG = """\b
Examples:
  finchecks check article.md
  finchecks check drafts/ --include '*.md' --include '*.txt'
  finchecks check press-release.txt --date 2026-01-15
  pbpaste | finchecks check - --format json
  finchecks check drafts/ --format github --output sarif=finchecks.sarif --output junit=finchecks.xml

\b
Exit status:
  0  nothing at or above --fail-on
  1  something at or above --fail-on
  2  could not do its work: usage, unreadable input, faulty rates, rules or facts
"""


@click.command(epilog=EPILOG)
@click.argument("paths", nargs=-1, required=True, metavar="PATH…|-")
@click.option(
    "--date",
    metavar="YYYY-MM-DD",
    help="Day of publication, by which exchange rates are judged. "
    "Default: the text's own front matter or dateline.",
)
@click.option(
    "--include",
    multiple=True,
    metavar="GLOB",
    help="Which files of a folder are articles; may be repeated. Default: *.txt, *.md, *.html and the like.",
)
@click.option(
    "--rates",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Exchange rates as CSV with the columns date, base, quote, rate. "
    "Default: the European Central Bank's reference rates since 1999.",
)
@click.option(
    "--rules",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A folder of your own rule files besides the built-in ones; one of the same name takes its place.",
)
@click.option(
    "--facts",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Values that articles are measured from and do not give, as YAML or CSV: entity, metric, period, "
    "value, unit, source.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="What goes to standard output. text and concise (a line a finding) are for people, markdown is for "
    "a comment on a pull request; json is one object for one file, an array for folders and several paths, "
    "jsonl one object a line; sarif, junit, github (annotations) and gitlab (code quality) are for CI.",
)
@click.option(
    "--output",
    multiple=True,
    metavar="FORMAT=FILE",
    help="Write a report to a file as well, in any of the formats; may be repeated.",
)
@click.option(
    "--fail-on",
    type=click.Choice([*SEVERITIES, "never"]),
    default="warning",
    show_default=True,
    help="The mildest severity that makes the exit status 1.",
)
@click.option("--quiet", "-q", is_flag=True, help="Text: only what does not add up, no summary.")
@click.option("--no-color", is_flag=True, help="Text: no colour (also when NO_COLOR is set, or piped).")
def check(
    paths: tuple[str, ...],
    date: str | None,
    include: tuple[str, ...],
    rates: Path | None,
    rules: Path | None,
    facts: Path | None,
    format_: str,
    output: tuple[str, ...],
    fail_on: str,
    quiet: bool,
    no_color: bool,
) -> int:
    """Check the arithmetic of articles: files, folders (searched in depth), or - for standard input.

    Reads plain text, Markdown and HTML (tables too). Every derived number that could be recomputed is listed
    with its derivation; those that cannot be right stand out, with their operands underlined.
    """
    published = day(date)
    files = outputs(output)
    from finchecks.pipeline import check_sources, prepare  # the stages load only when there is work

    knowledge = prepare(rules=rules, rates=rates, facts=facts)
    tally = _Tally(fail_on)
    reports = tally.watch(check_sources(paths, knowledge, include=include, date=published))
    single = len(paths) == 1 and (paths[0] == "-" or not _names_many(paths[0]))
    gravest = None if fail_on == "never" else cast("Severity", fail_on)
    options = Options(single, quiet, not no_color, gravest, knowledge.rules)
    kept: list[Report] = []
    passing = _keep(reports, kept) if files else iter(reports)
    speak_unicode(strict=format_ != "text")
    try:
        writer(format_)(passing, sys.stdout, options)
        status = CLEAN
    except BrokenPipeError:  # here, since click would make of it "found something"
        status = abandon_output()
        kept += reports if files else ()
    faults = write(files, kept, options)
    for fault in faults:
        complain(str(fault))
    return FAILED if faults else status or tally.status


def _keep(reports: Iterable[Report], kept: list[Report]) -> Iterator[Report]:
    for report in reports:
        kept.append(report)
        yield report


class _Tally:
    """The exit status, and the faults on standard error, of the reports that pass by."""

    def __init__(self, fail_on: str) -> None:
        self.fatal = () if fail_on == "never" else SEVERITIES[: SEVERITIES.index(fail_on) + 1]
        self.status = CLEAN

    def watch(self, reports: Iterable[Report]) -> Iterator[Report]:
        for report in reports:
            for fault in report.faults:
                complain(str(fault))
            if report.unread:
                self.status = FAILED
            elif self.status == CLEAN and any(c.severity in self.fatal for c in report.checks):
                self.status = FOUND
            yield report


def _names_many(path: str) -> bool:
    """A folder or a glob stands for any number of documents."""
    return Path(path).is_dir() or (any(mark in path for mark in "*?[") and not Path(path).exists())
