"""``finchecks report``: the checks of articles as documents, and whether such a document still holds."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
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
    help="Check the articles of a report again, and say whether the report still holds; may be repeated. "
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
    is_batch = len(paths) > 1 or names_many(paths[0])
    writer = Writer(output, formats, is_batch, time.strftime("%Y-%m-%dT%H:%M:%SZ"))
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
    from finchecks.audit.record import Record, unbroken, unpacked
    from finchecks.audit.words import plural

    try:
        data = path.read_bytes()
    except OSError as error:
        raise FaultError(Fault("report", f"cannot be read: {error.strerror}", str(path))) from None
    then = unpacked(data, path)
    whole = None if isinstance(then, Record) else then
    if whole is not None and article is not None:
        raise click.UsageError("A PATH tells where one article is now; this is a report on many.")
    records = whole.articles if whole is not None else (then,) if isinstance(then, Record) else ()
    names = [article or one.path for one in records]
    unread = whole.unread if whole is not None else ()
    found, failed, checks = _differences(records, names, unread, given, one=whole is None)
    sound = unbroken(data)
    if sound is False or (sound is None and path.suffix not in (".xlsx", ".pdf")):
        found.append("the report itself was changed after it was written")
    if found:
        _say(f"{path} does not hold:")
        for text in found:
            _say(f"  - {text}")
    elif not failed:
        subject = names[0] if whole is None else plural(len(names), "article")
        verb = "is" if checks == 1 else "are"
        outcome = f"the outcome of {plural(checks, 'check')} {verb} as then"
        _say(f"{path} holds: {subject}, what it was judged by, and {outcome}.")
        if sound is None:
            _say("  Another program has saved the file since; what it shows was not compared.")
    return FAILED if failed else FOUND if found else CLEAN


def _differences(
    records: Sequence[Record],
    names: Sequence[str],
    unread: Sequence[str],
    given: dict[str, Any],
    *,
    one: bool,
) -> tuple[list[str], bool, int]:
    """What is no longer as the records have it, whether an article could not be checked at all, and how many
    checks there are. The articles of a batch are named in what is told of them."""
    import datetime as dt

    from finchecks.audit.verify import differences

    found: list[str] = []
    failed, checks = False, 0
    if not records:
        return found, failed, checks
    options = dict(records[0].options)  # a batch has one command
    asked = {name: _restored(name, options[name]) for name in _KEPT if name in options and not given[name]}
    run = make_run({**given, **asked})
    run.prepare(names)
    for then, name in zip(records, names, strict=True):
        time = dt.datetime.fromisoformat(then.time)
        # the options are those of the record: what differs of them shows in what the checks rest on
        report, now = next(iter(_reports(run, (name,), time, options)))
        for fault in report.faults:
            complain(str(fault))
        if now is None:
            failed = True
            if not os.path.exists(name):
                hint = "with a PATH that tells where the article is now" if one else "there"
                complain(
                    f"{name}: paths are those of the folder that the report was made in: run this {hint}."
                )
            continue
        checks += len(now.checks)
        found += [text if one else f"{name}: {text}" for text in differences(then, now)]
    for name in unread:
        if next(iter(_reports(run, (name,), time, options)))[1] is not None:
            found.append(f"{name}: it could not be read, and now it can")
    return found, failed, checks


def _say(text: str) -> None:
    from finchecks.report.plain import plain

    click.echo(plain(text))


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
