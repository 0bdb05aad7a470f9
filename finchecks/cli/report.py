"""``finchecks report``: the checks of articles as documents, and whether such a document still holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from finchecks.cli.check import make_run, settings_options
from finchecks.cli.common import CLEAN, FAILED, FOUND, complain
from finchecks.faults import Fault, FaultError

if TYPE_CHECKING:
    import datetime as dt

    from finchecks.audit.record import Record
    from finchecks.report import Report
    from finchecks.run import Run

EPILOG = """\b
Examples:
  finchecks report article.md
  finchecks report drafts/ --format html,xlsx,markdown --output audit/
  finchecks report --verify reports/article.html

\b
Exit status:
  0  the reports were written; with --verify: every one holds
  1  with --verify: one does not hold
  2  could not do its work: an article or a review file that cannot be read, a library that is missing

The time of the run is in the report; SOURCE_DATE_EPOCH overrides it, and then the same article gives the same
bytes. What people decide of findings (`finchecks review`) is shown in the next report.
"""
#: options of the command that a record keeps, so that --verify can ask for the same
_KEPT = ("date", "select", "ignore", "severity", "profile", "rates", "rules", "facts", "config", "isolated")


def _formats(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[str, ...]:
    from finchecks.audit.write import DEFAULT, FORMATS

    if value is None:
        return DEFAULT
    names = tuple(dict.fromkeys(name.strip() for name in value.split(",") if name.strip()))
    for name in names:
        if name not in FORMATS:
            raise click.BadParameter(f"{name!r} is none of {', '.join(FORMATS)}.")
    return names or DEFAULT


@click.command(epilog=EPILOG, short_help="Write audit reports: HTML, XLSX, Markdown, PDF.")
@click.argument("paths", nargs=-1, metavar="PATH…")
@settings_options
@click.option(
    "--format",
    "formats",
    callback=_formats,
    metavar="FORMAT,…",
    help="html (a page that needs nothing else), xlsx (a workpaper with live formulas), markdown, pdf. "
    "Default: html,xlsx.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("reports"),
    show_default=True,
    metavar="DIR",
    help="Where the reports go. Of several articles there is an index as well.",
)
@click.option(
    "--verify",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    multiple=True,
    metavar="REPORT",
    help="Check the article of a report again, and say whether the report still holds; may be repeated. "
    "A PATH tells where the article is now.",
)
def report(
    paths: tuple[str, ...], formats: tuple[str, ...], output: Path, verify: tuple[Path, ...], **given: Any
) -> int:
    """Turn the checks of articles into documents that people who were not there can trust.

    One article gives its text with every claim marked, the findings with their derivations, the exchange
    rates that its conversions imply, what could not be checked, and where all of it comes from. Several
    articles, or a folder, give one of these each, and an index with totals, charts and a table.
    """
    if verify:
        if len(paths) > 1 or (paths and len(verify) > 1):
            raise click.UsageError("--verify takes at most one PATH, and that for one report.")
        return max(_verify(one, paths[0] if paths else None, given) for one in verify)
    if not paths:
        raise click.UsageError("Missing argument 'PATH…'.")
    return _write(paths, formats, output, given)


def _write(paths: tuple[str, ...], formats: tuple[str, ...], output: Path, given: dict[str, Any]) -> int:
    from finchecks.audit.record import now
    from finchecks.audit.write import Writer
    from finchecks.cli.check import names_many
    from finchecks.review.reviewer import TO_MEND

    time = now()
    run = make_run(given)
    run.prepare(paths)
    writer = Writer(output, formats, is_batch=len(paths) > 1 or names_many(paths[0]))
    status = CLEAN
    for one, record in _reports(run, paths, time, _kept(given)):
        for fault in one.faults:
            complain(str(fault))
        if any(fault.reason in TO_MEND for fault in one.faults):
            status = FAILED
        if record is None:
            status = FAILED
            writer.unread(one.path or "", one.faults[0].message if one.faults else "not read")
            continue
        for file in writer.article(_article(run, one, record)):
            click.echo(str(file))
    if writer.is_batch:
        for file in writer.index():
            click.echo(str(file))
    return status


def _reports(
    run: Run, paths: tuple[str, ...], time: dt.datetime, options: dict[str, Any]
) -> Iterator[tuple[Report, Record | None]]:
    """Each article's report, with its record where it could be read."""
    from finchecks.audit.record import record
    from finchecks.report import Report

    for source in run.sources(paths):
        data = source if isinstance(source, Fault) else source.read()
        if isinstance(source, Fault) or isinstance(data, Fault):
            path = source.path if isinstance(source, Fault) else source.name
            yield (
                Report(path, None, (), (), (data,)) if isinstance(data, Fault) else Report(path, None, ()),
                None,
            )
            continue
        one = run.check_bytes(data, source.name)
        if one.document is None:
            yield one, None
        else:
            yield one, record(one, data, run.settings(source.name), time=time, options=options)


def _article(run: Run, one: Report, record: Record) -> Any:
    from finchecks.audit.article import article

    knowledge = run.checker(run.settings(one.path)).knowledge
    return article(one, record, knowledge.rules, knowledge.rates)


def _kept(given: dict[str, Any]) -> dict[str, Any]:
    kept = {name: given[name] for name in _KEPT if given[name]}
    return {
        name: value.as_posix()
        if isinstance(value, Path)
        else list(value)
        if isinstance(value, tuple)
        else value
        for name, value in kept.items()
    }


def _verify(path: Path, article: str | None, given: dict[str, Any]) -> int:
    import datetime as dt

    from finchecks.audit.record import unbroken, unpacked
    from finchecks.audit.verify import differences

    try:
        data = path.read_bytes()
    except OSError as error:
        raise FaultError(Fault("report", f"cannot be read: {error.strerror}", str(path))) from None
    then = unpacked(data, path)
    options = {
        **given,
        **{name: _restored(name, then.options[name]) for name in _KEPT if _lacks(given, then, name)},
    }
    run = make_run(options)
    named = article or then.path
    run.prepare([named])
    time = dt.datetime.fromisoformat(then.time)
    ((one, now),) = _reports(run, (named,), time, dict(then.options))
    for fault in one.faults:
        complain(str(fault))
    if now is None:
        return FAILED
    found = differences(then, now)
    if unbroken(data) is False:
        found.append("the report itself was changed after it was written")
    if not found:
        checks = f"{len(now.checks)} check{'' if len(now.checks) == 1 else 's'}"
        click.echo(
            f"{path} holds: {named}, what it was judged by, and the outcome of {checks} are as they were."
        )
        return CLEAN
    click.echo(f"{path} does not hold:")
    for text in found:
        click.echo(f"  - {text}")
    return FOUND


def _lacks(given: dict[str, Any], then: Record, name: str) -> bool:
    return name in then.options and not given[name]


def _restored(name: str, value: Any) -> Any:
    """An option as the command takes it. Raises FaultError where the record has something else there."""
    if name in ("rates", "rules", "facts", "config") and isinstance(value, str):
        return Path(value)
    if name in ("select", "ignore") and isinstance(value, list):
        return tuple(map(str, value))
    if name in ("date", "profile") and isinstance(value, str):
        return value
    if (name == "isolated" and isinstance(value, bool)) or (name == "severity" and isinstance(value, dict)):
        return value
    raise FaultError(Fault("report", f"the report's record is damaged: {name}"))
