"""``finchecks stale``: the numbers that an edit forgot."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import click

from finchecks.cli.check import make_run, settings_options
from finchecks.cli.common import CLEAN, FAILED, FOUND, complain, speak_unicode
from finchecks.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable

    from finchecks.git import Repository
    from finchecks.report.places import Lines
    from finchecks.stale import Stale

EPILOG = """\b
Examples:
  finchecks stale HEAD                 what you changed since the last commit
  finchecks stale origin/main drafts/  what this branch changed

\b
Exit status:
  0  nothing was forgotten
  1  a claim stands although its figures changed, and no longer follows from them
  2  could not do its work: usage, unreadable input, no such revision
"""


@click.command(epilog=EPILOG, short_help="Tell claims whose numbers an edit changed alone.")
@click.argument("ref", metavar="REF")
@click.argument("paths", nargs=-1, metavar="[PATH…]")
@settings_options
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def stale(ref: str, paths: tuple[str, ...], format_: str, **given: Any) -> int:
    """List the claims that an edit left standing while it changed the numbers they are computed from.

    Compares each article with what it was where this branch left REF. A claim that still holds with the new
    numbers is listed as such and fails nothing.
    """
    from finchecks.git import repository
    from finchecks.report.places import lines_of
    from finchecks.sources import Source
    from finchecks.stale import stale as find_stale

    paths = paths or (os.curdir,)
    run = make_run(given, no_baseline=True)
    run.prepare(paths)
    repositories = {path: repository(path, ref) for path in paths}
    changed = frozenset().union(*(one.changed() for one in set(repositories.values())))
    speak_unicode(strict=format_ == "json")
    status = CLEAN
    rows: list[dict[str, object]] = []
    for source in run.sources(paths):
        if isinstance(source, Fault):
            if source.reason != "no-articles":
                complain(str(source))
                status = FAILED
            continue
        if os.path.realpath(source.path) not in changed:
            continue
        before = _before(source.path, repositories.values())
        after = Source(source.path).read()
        if before is None:
            continue  # a new article: nothing in it is left over
        knowledge = run.checker(run.settings(source.name)).knowledge
        found = after if isinstance(after, Fault) else find_stale(before, after, knowledge, source.name)
        if isinstance(found, Fault):
            complain(str(found))
            status = FAILED
            continue
        document, claims = found
        for one in claims:
            if one.verdict != "consistent" and status == CLEAN:
                status = FOUND
            row = _row(one, source.name, lines_of(document.source))
            rows.append(row)
            if format_ == "text":
                click.echo(_text(row))
    if format_ == "json":
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    elif not rows and status == CLEAN:
        click.echo(f"Nothing that was left standing since {ref} had its figures changed.")
    return status


def _before(path: str, repositories: Iterable[Repository]) -> bytes | None:
    """From the innermost work tree that the file is in."""
    real = os.path.realpath(path)
    owners = [one for one in repositories if real.startswith(os.path.join(one.root, ""))]
    return max(owners, key=lambda one: len(one.root)).before(path) if owners else None


def _row(one: Stale, path: str, lines: Lines) -> dict[str, object]:
    stated = one.check.claim.stated
    line, column = lines.at(stated.start)
    return {
        "path": path,
        "line": line,
        "column": column,
        "rule": one.check.claim.rule,
        "claim": stated.text,
        "verdict": one.verdict,
        "changes": [{"role": c.role, "before": c.before, "after": c.after} for c in one.changes],
        "message": one.check.message,
        "suggestion": one.check.suggestion,
    }


def _text(row: Any) -> str:
    from finchecks.report.plain import plain

    changes = ", ".join(f"{c['before']} became {c['after']} ({c['role']})" for c in row["changes"])
    word = {"consistent": "still holds", "unverifiable": "may be stale"}.get(row["verdict"], "stale")
    head = f"{row['path']}:{row['line']}:{row['column']}: {word}  {row['rule']}"
    body = f"“{row['claim']}” was left as it was, but {changes}. {row['message']}"
    tail = f"\n  suggestion  {plain(row['suggestion'])}" if row["suggestion"] else ""
    return f"{plain(head)}\n  {plain(body)}{tail}"
