"""``finchecks check``: options in, the run's reports out, an exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from finchecks.cli.common import (
    CLEAN,
    FAILED,
    FOUND,
    abandon_output,
    complain,
    day,
    levels,
    names,
    speak_unicode,
)
from finchecks.report.formats import FORMATS, Options, writer
from finchecks.report.outputs import outputs, write
from finchecks.settings import LEVELS, PROFILES
from finchecks.settings.keys import FAIL_ON

if TYPE_CHECKING:
    from finchecks.engine import Note, Severity
    from finchecks.faults import Fault
    from finchecks.report import Report
    from finchecks.rule import Rule
    from finchecks.run import Run
    from finchecks.settings import Settings
    from finchecks.sources import Source

EPILOG = """\b
Examples:
  finchecks check article.md
  finchecks check drafts/ --include '*.md' --include '*.txt'
  finchecks check press-release.txt --date 2026-01-15
  pbpaste | finchecks check - --format json
  finchecks check drafts/ --format github --output sarif=finchecks.sarif --output junit=finchecks.xml
  finchecks check . --changed-since origin/main --profile newsroom
  finchecks check article.md --diff

\b
Exit status:
  0  nothing at or above --fail-on
  1  something at or above --fail-on
  2  could not do its work: usage, unreadable input, faulty configuration, rates, rules or facts,
     a report that could not be written

A finding that is fine: <!-- finchecks: ignore[RULE] reason --> before its paragraph in Markdown and HTML; for
plain text an entry in .finchecks-ignore (`finchecks ignore` writes it).
"""


#: what says which settings are in force, and for which articles: ``check`` and ``baseline`` have it in common
SETTINGS_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--date",
        metavar="YYYY-MM-DD",
        help="Day of publication, by which exchange rates are judged. "
        "Default: the text's own front matter or dateline.",
    ),
    click.option(
        "--include",
        multiple=True,
        metavar="GLOB",
        help="Which files of a folder are articles; may be repeated. Default: those that finchecks can read.",
    ),
    click.option(
        "--exclude",
        multiple=True,
        metavar="PATTERN",
        help="What a search of folders leaves out, written as in .gitignore; may be repeated. "
        "What git ignores is left out anyway.",
    ),
    click.option("--no-gitignore", is_flag=True, help="Take what git ignores as well."),
    click.option("--force-exclude", is_flag=True, help="--exclude counts for files that are named, too."),
    click.option(
        "--rates",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Exchange rates as CSV with the columns date, base, quote, rate. "
        "Default: the European Central Bank's reference rates since 1999.",
    ),
    click.option(
        "--rules",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="A folder of your own rule files besides the built-in ones; one of the same name replaces it.",
    ),
    click.option(
        "--facts",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Values that articles are measured from and do not give, as YAML or CSV: entity, metric, "
        "period, value, unit, source.",
    ),
    click.option(
        "--select",
        multiple=True,
        metavar="RULE,…",
        callback=names,
        help="Only these rules (globs, as in 'percent-*'). Default: all; `finchecks rules` lists them.",
    ),
    click.option(
        "--ignore", multiple=True, metavar="RULE,…", callback=names, help="Not these rules; they add up."
    ),
    click.option(
        "--severity",
        multiple=True,
        metavar="RULE=LEVEL",
        callback=levels,
        help="What the mismatches of a rule are: error, warning or note; may be repeated.",
    ),
    click.option(
        "--profile",
        type=click.Choice(list(PROFILES)),
        help="newsroom: only errors fail; audit: everything does, and figures no check covers are counted.",
    ),
    click.option(
        "--config",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="The configuration. Default: the nearest finchecks.toml, or pyproject.toml with "
        "[tool.finchecks], in the article's folder or above it.",
    ),
    click.option("--isolated", is_flag=True, help="Disregard configuration files."),
    click.option(
        "--stdin-filename",
        metavar="PATH",
        help="What standard input is to be taken for, as in articles/draft.md.",
    ),
    click.option("--no-cache", is_flag=True, help="Check even what has not changed since the last run."),
    click.option(
        "--cache-dir",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="Where reports are kept. Default: $FINCHECKS_CACHE_DIR, or the system's place for caches.",
    ),
)


def settings_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(SETTINGS_OPTIONS):
        command = option(command)
    return command


def make_run(
    given: Mapping[str, Any], *, no_baseline: bool = False, changed_since: str | None = None, **more: object
) -> Run:
    """The run that the options in common ask for.

    ``more`` are further settings, None where not given; ``no_baseline`` disregards that of the configuration.
    """
    from finchecks.run import Run
    from finchecks.settings.resolve import Desk

    if given["config"] and given["isolated"]:
        raise click.UsageError("--config and --isolated exclude each other.")
    named = ("include", "select", "ignore", "severity", "profile", "rates", "rules", "facts", "cache_dir")
    options: dict[str, object] = {name: given[name] for name in named} | more
    options["exclude"] = tuple((os.getcwd(), pattern) for pattern in given["exclude"])
    options["gitignore"] = False if given["no_gitignore"] else None
    options["cache"] = False if given["no_cache"] else None
    chosen = {name: value for name, value in options.items() if value not in (None, (), {})}
    if no_baseline:
        chosen["baseline"] = None
    return Run(
        Desk(chosen, config=given["config"], isolated=given["isolated"]),
        date=day(given["date"]),
        stdin_name=given["stdin_filename"],
        force_exclude=given["force_exclude"],
        changed_since=changed_since,
    )


@click.command(epilog=EPILOG, short_help="Check articles: files, folders, globs, or standard input.")
@click.argument("paths", nargs=-1, metavar="PATH…|-")
@settings_options
@click.option(
    "--format",
    "format_",
    type=click.Choice(list(FORMATS)),
    help="What goes to standard output (default: text). text and concise (a line a finding) are for people, "
    "markdown is for a comment on a pull request; json is one object for one file, an array for folders and "
    "several paths, jsonl one object a line; sarif, junit, github (annotations), gitlab (code quality) are "
    "for CI.",
)
@click.option(
    "--output",
    multiple=True,
    metavar="FORMAT=FILE",
    help="Write a report to a file as well, in any of the formats; may be repeated.",
)
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    help="The mildest severity that makes the exit status 1. Default: warning.",
)
@click.option("--exit-zero", is_flag=True, help="Findings do not make the exit status 1.")
@click.option(
    "--baseline",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Leave out the findings that `finchecks baseline` wrote there.",
)
@click.option(
    "--changed-since",
    metavar="REF",
    help="Only files that changed in git since the branch left REF, such as origin/main. "
    "PATH is the working directory then, unless given.",
)
@click.option(
    "--fix",
    is_flag=True,
    help="Write the suggestions into the articles, where the figures are certain, and report what is left.",
)
@click.option("--diff", is_flag=True, help="Show what --fix would change as a patch, and change nothing.")
@click.option("--watch", is_flag=True, help="Check again whenever an article is saved, until interrupted.")
@click.option("--show-settings", is_flag=True, help="Show the settings in force for each path, and stop.")
@click.option("--quiet", "-q", is_flag=True, help="Text: only what does not add up, no summary.")
@click.option("--no-color", is_flag=True, help="Text: no colour (also when NO_COLOR is set, or piped).")
def check(
    paths: tuple[str, ...],
    format_: str | None,
    output: tuple[str, ...],
    fail_on: str | None,
    exit_zero: bool,
    baseline: Path | None,
    changed_since: str | None,
    fix: bool,
    diff: bool,
    watch: bool,
    show_settings: bool,
    quiet: bool,
    no_color: bool,
    **given: Any,
) -> int:
    """Check the arithmetic of articles: files, folders (searched in depth), or - for standard input.

    Reads plain text, Markdown and HTML (tables too). Every derived number that could be recomputed is listed
    with its derivation; those that cannot be right stand out, with their operands underlined.
    """
    if not paths and changed_since is None:
        raise click.UsageError("Missing argument 'PATH…|-'.")
    if (fix or diff or watch) and "-" in paths and not (diff and not (fix or watch)):
        raise click.UsageError("--fix and --watch need files; --diff takes standard input.")
    if fix + diff + watch > 1:
        raise click.UsageError("--fix, --diff and --watch exclude each other.")
    if diff and (output or format_):
        raise click.UsageError("--diff writes a patch and no report: it goes without --output and --format.")
    paths = paths or (os.curdir,)
    files = outputs(output)

    def begin() -> Run:
        return make_run(
            given,
            changed_since=changed_since,
            format=format_,
            fail_on=fail_on,
            exit_zero=exit_zero or None,
            baseline=baseline,
        )

    def start() -> tuple[Tally, Settings]:
        run = begin()
        run.prepare(paths)
        settings = run.settings(paths[0])
        return Tally(run, unused=quiet or settings.format != "text"), settings

    def tell(tally: Tally, settings: Settings, sources: Iterable[Source | Fault]) -> int:
        reports = tally.watch(tally.run.reports(sources))
        return _tell(tally, reports, files, _options(settings, paths, quiet, no_color), settings)

    if show_settings:
        return _show(begin(), paths)
    if watch:
        from finchecks.cli.watch import watch as keep_watching

        return keep_watching(paths, start, tell)
    tally, settings = start()
    sources = tally.run.sources(paths)
    if diff:
        from finchecks.cli.fixing import show_patch

        return show_patch(tally, sources)
    if fix:
        from finchecks.cli.fixing import write_fixes

        sources = write_fixes(tally, sources)
    return tell(tally, settings, sources)


def _options(settings: Settings, paths: tuple[str, ...], quiet: bool, no_color: bool) -> Options:
    """What the writers may want to know."""
    single = len(paths) == 1 and (paths[0] == "-" or not names_many(paths[0]))
    gravest = None if settings.fail_on == "never" else cast("Severity", settings.fail_on)
    return Options(single, quiet, not no_color, gravest)


def _tell(tally: Tally, reports: Iterator[Report], files: Any, options: Options, settings: Settings) -> int:
    """Write the reports wherever they are wanted; the exit status."""
    from dataclasses import replace

    if settings.format == "sarif" or any(file.format == "sarif" for file in files):
        options = replace(options, rules=tally.rules())  # the one format that describes them
    kept: list[Report] = []
    passing = _keep(reports, kept) if files else reports
    speak_unicode(strict=settings.format != "text")
    try:
        writer(settings.format)(passing, sys.stdout, options)
        status = CLEAN
    except BrokenPipeError:  # here, since click would make of it "found something"
        status = abandon_output()
        kept += reports if files else ()
    faults = write(files, kept, options)
    for fault in faults:
        complain(str(fault))
    if faults:
        tally.status = FAILED
    return status or tally.status


def _keep(reports: Iterable[Report], kept: list[Report]) -> Iterator[Report]:
    for report in reports:
        kept.append(report)
        yield report


def _show(run: Run, paths: tuple[str, ...]) -> int:
    from finchecks.settings.shown import shown

    for index, path in enumerate(paths):
        settings = run.settings(path)
        click.echo(("\n" if index else "") + f"# {path}")
        for row in shown(settings):
            click.echo(row)
    return CLEAN


class Tally:
    """The exit status, and the faults on standard error, of the reports that pass by."""

    def __init__(self, run: Run, *, unused: bool = False) -> None:
        """``unused``: suppressions that nothing needs are told, too, for a format that does not."""
        self.run, self._unused = run, unused
        self.status = CLEAN
        self._told: set[str] = set()

    def watch(self, reports: Iterable[Report]) -> Iterator[Report]:
        from finchecks.review.reviewer import TO_MEND, UNUSED

        for report in reports:
            faults = [*report.faults]
            if self._unused:
                faults += (note_as_fault(note, report) for note in report.notes if note.rule == UNUSED)
            for fault in faults:
                if str(fault) not in self._told:  # what is wrong in a configuration is so for many articles
                    self._told.add(str(fault))
                    complain(str(fault))
            if report.unread or any(fault.reason in TO_MEND for fault in report.faults):
                self.status = FAILED
            elif self.status == CLEAN and self._fails(report):
                self.status = FOUND
            yield report

    def _fails(self, report: Report) -> bool:
        if not any(check.severity for check in report.checks):
            return False
        settings = self.run.settings(report.path)
        fatal = (
            ()
            if settings.fail_on == "never"
            else LEVELS[: LEVELS.index(cast("Severity", settings.fail_on)) + 1]
        )
        return not settings.exit_zero and any(check.severity in fatal for check in report.checks)

    def rules(self) -> tuple[Rule, ...]:
        """Those that the working folder's settings put in force."""
        return self.run.checker(self.run.settings(None)).knowledge.rules


def note_as_fault(note: Note, report: Report) -> Fault:
    """A remark with the place that it is about."""
    from finchecks.faults import Fault
    from finchecks.report.places import lines_of

    if not note.spans or report.document is None:
        return Fault(note.rule, note.message)
    place = lines_of(report.document.source).at(note.spans[0][0])
    return Fault(note.rule, note.message, report.path, *place)


def names_many(path: str) -> bool:
    """A folder or a glob stands for any number of documents."""
    return Path(path).is_dir() or (any(mark in path for mark in "*?[") and not Path(path).exists())
