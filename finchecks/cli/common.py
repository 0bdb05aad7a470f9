"""What the subcommands share: exit statuses, complaints on standard error, output that a reader may close."""

from __future__ import annotations

import datetime as dt
import io
import os
import sys

import click

from finchecks.settings import LEVELS

CLEAN, FOUND, FAILED, INTERRUPTED, BROKEN_PIPE = 0, 1, 2, 130, 141


def complain(message: str) -> None:
    """A sentence on standard error, with nothing in it that a terminal would obey."""
    from finchecks.report.plain import plain

    sys.stdout.flush()  # what was said before stands before
    click.echo(f"finchecks: {plain(message)}", err=True)


def speak_unicode(*, strict: bool) -> None:
    """Data goes out as UTF-8 wherever it is; a terminal that lacks a character shows an escape for it.

    UTF-8 lacks only the lone surrogates that stand for the bytes of a file name that is no Unicode.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        if strict:
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
        else:
            sys.stdout.reconfigure(errors="backslashreplace")


def abandon_output() -> int:
    """The reader (head, less) has gone; the interpreter must not try to flush into the pipe again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return BROKEN_PIPE


def day(text: str | None, option: str = "--date") -> dt.date | None:
    """The date of an option; click's own complaint where it is none."""
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(
            f"{text!r} is no date; write it as 2026-01-15.", param_hint=f"'{option}'"
        ) from None


def levels(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """RULE=LEVEL, repeated."""
    found: dict[str, str] = {}
    for value in values:
        rule, equals, level = value.partition("=")
        if not equals or not rule or level not in LEVELS:
            raise click.BadParameter(f"{value!r}: write it as RULE=LEVEL, a level being {', '.join(LEVELS)}.")
        found[rule] = level
    return found


def names(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Repeated or divided by commas."""
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())
