"""The command ``finchecks``. Thin: options in, the pipeline's reports out, an exit status.

Only click is imported to begin with, so that ``--help`` and ``--version`` answer at once.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

import finchecks
from finchecks.faults import FaultError
from finchecks.report.formats import FORMATS, Options, writer

if TYPE_CHECKING:
    from finchecks.report import Report

CLEAN, FOUND, FAILED, INTERRUPTED, BROKEN_PIPE = 0, 1, 2, 130, 141

#: the verdicts' severities, the gravest first; ``--fail-on`` names the mildest that gives exit status 1
SEVERITIES = ("error", "warning", "note")

EPILOG = """\b
Examples:
  finchecks check article.md
  finchecks check drafts/ --include '*.md' --include '*.txt'
  finchecks check press-release.txt --date 2026-01-15
  pbpaste | finchecks check - --format json

\b
Exit status:
  0  nothing at or above --fail-on
  1  something at or above --fail-on
  2  could not do its work: usage, unreadable input, faulty rates or rules
"""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(finchecks.__version__, message="finchecks %(version)s")
def cli() -> None:
    """A spell-checker for arithmetic in prose.

    Finds every number in an article that the article's other numbers determine (a growth rate beside its two
    amounts, a conversion, "doubled to …"), recomputes it as far as rounding allows, and reports the figures
    that cannot all be right, each with a derivation that can be redone on paper.

    Begin with: finchecks check ARTICLE
    """


@cli.command(epilog=EPILOG)
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
    help="Which files of a folder are articles; may be repeated. Default: *.txt, *.md, *.markdown.",
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
    "--format",
    "format_",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="text for people; json: one object for one file, an array for folders and several paths; "
    "jsonl: one object a line, each as soon as its document is done.",
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
    format_: str,
    fail_on: str,
    quiet: bool,
    no_color: bool,
) -> int:
    """Check the arithmetic of articles: files, folders (searched in depth), or - for standard input.

    Reads plain text and Markdown (tables too). Every derived number that could be recomputed is listed with
    its derivation; those that cannot be right stand out, with their operands underlined.
    """
    published = _day(date)
    from finchecks.pipeline import check_sources, prepare  # the stages load only when there is work

    knowledge = prepare(rules=rules, rates=rates)
    tally = _Tally(fail_on)
    reports = tally.watch(check_sources(paths, knowledge, include=include, date=published))
    single = len(paths) == 1 and (paths[0] == "-" or not _names_many(paths[0]))
    _speak_unicode(strict=format_ != "text")
    try:
        writer(format_)(reports, sys.stdout, Options(single=single, quiet=quiet, color=not no_color))
    except BrokenPipeError:  # here, since click would make of it "found something"
        return _abandon_output()
    return tally.status


class _Tally:
    """The exit status, and the faults on standard error, of the reports that pass by."""

    def __init__(self, fail_on: str) -> None:
        self.fatal = () if fail_on == "never" else SEVERITIES[: SEVERITIES.index(fail_on) + 1]
        self.status = CLEAN

    def watch(self, reports: Iterable[Report]) -> Iterator[Report]:
        for report in reports:
            for fault in report.faults:
                _complain(str(fault))
            if report.unread:
                self.status = FAILED
            elif self.status == CLEAN and any(c.severity in self.fatal for c in report.checks):
                self.status = FOUND
            yield report


def _speak_unicode(*, strict: bool) -> None:
    """Data goes out as UTF-8 wherever it is; a terminal that lacks a character shows an escape for it."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        if strict:
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        else:
            sys.stdout.reconfigure(errors="backslashreplace")


def _day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(
            f"{text!r} is no date; write it as 2026-01-15.", param_hint="'--date'"
        ) from None


def _names_many(path: str) -> bool:
    """A folder or a glob stands for any number of documents."""
    return Path(path).is_dir() or (any(mark in path for mark in "*?[") and not Path(path).exists())


def _complain(message: str) -> None:
    from finchecks.report.plain import plain

    sys.stdout.flush()  # what was said before stands before
    click.echo(f"finchecks: {plain(message)}", err=True)


def main(arguments: list[str] | None = None) -> None:
    """Run the command and leave with its exit status; whatever happens, no traceback."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit status."""
    try:
        status: int | None = cli.main(arguments, prog_name="finchecks", standalone_mode=False)
        sys.stdout.flush()
        return status or CLEAN
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return FAILED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except FaultError as error:
        for fault in error.faults:
            _complain(str(fault))
        return FAILED
    except (click.Abort, KeyboardInterrupt):
        click.echo("finchecks: interrupted", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        return _abandon_output()
    except Exception as error:
        from finchecks.faults import internal

        _complain(str(internal(error)))
        return FAILED


def _abandon_output() -> int:
    """The reader (head, less) has gone; the interpreter must not try to flush into the pipe again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return BROKEN_PIPE
