"""How far a long run is: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click

from finchecks.batch.run import Progress, Silent

#: seconds between two lines where there is no terminal
EVERY = 10.0


class Lines:
    """Plain lines on standard error."""

    def __init__(self, every: float = EVERY) -> None:
        self._every, self._began, self._told = every, time.monotonic(), time.monotonic()
        self._first: tuple[int, int] | None = None

    def update(self, articles: int, position: int, size: int | None) -> None:
        now = time.monotonic()
        if self._first is None:
            self._first = articles, position  # what an earlier run did says nothing about the rate
            self._began = now
        if now - self._told >= self._every:
            self._told = now
            passed = max(now - self._began, 1e-9)
            rate = (articles - self._first[0]) / passed
            parts = [f"{articles:,} articles", f"{rate:,.0f}/s"]
            if size:
                parts.append(f"{min(position / size, 1.0):.0%}")
                speed = (position - self._first[1]) / passed
                if speed > 0:
                    parts.append(f"about {duration((size - position) / speed)} left")
            click.echo(", ".join(parts), err=True)


@contextmanager
def bar() -> Iterator[Progress]:
    """A bar with rate and time left."""
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[articles]:,} articles, {task.fields[rate]:,.0f}/s"),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("", total=None, articles=0, rate=0.0)
        first: tuple[int, float] | None = None

        class Shown:
            def update(self, articles: int, position: int, size: int | None) -> None:
                nonlocal first
                first = first or (articles, time.monotonic())
                passed = time.monotonic() - first[1]
                rate = (articles - first[0]) / passed if passed > 0 else 0.0
                done = min(position, size) if size else 0
                shown.update(task, total=size or None, completed=done, articles=articles, rate=rate)

        yield Shown()


@contextmanager
def progress(*, quiet: bool) -> Iterator[Progress]:
    if quiet:
        yield Silent()
    elif sys.stderr.isatty():
        with bar() as shown:
            yield shown
    else:
        yield Lines()


def duration(seconds: float) -> str:
    """Such as “3 h 20 min”, “4 min”, “12 s”."""
    whole = max(0, round(seconds))
    if whole < 90:
        return f"{whole} s"
    hours, minutes = divmod(round(whole / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
