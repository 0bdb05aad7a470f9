"""``check --fix`` and ``--diff``: suggestions written into the articles, or shown as a patch."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from finchecks.cli.check import Tally
from finchecks.cli.common import CLEAN, FAILED, FOUND, complain, speak_unicode
from finchecks.faults import Fault
from finchecks.files import write_whole
from finchecks.fix import Fixed, fix
from finchecks.sources import Source

#: as a patch has them: form feeds and the like end none
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


def write_fixes(tally: Tally, sources: Iterable[Source | Fault]) -> Iterator[Source | Fault]:
    """Fix each article before it is passed on to be reported as it then is; what was done goes to stderr."""
    numbers = files = 0
    for source in sources:
        if isinstance(source, Source):
            fixed = _fixed(tally, source)
            if isinstance(fixed, Fixed):
                try:
                    write_whole(Path(source.path), fixed.data)
                except OSError as error:
                    fixed = Fault(
                        "output", f"The fixed text cannot be written: {error.strerror}.", source.path
                    )
                else:
                    numbers, files = numbers + fixed.count, files + 1
            if isinstance(fixed, Fault):
                complain(str(fixed))
                tally.status = FAILED
        yield source
    if numbers:
        complain(f"fixed {_count(numbers, 'number')} in {_count(files, 'file')}")


def show_patch(tally: Tally, sources: Iterable[Source | Fault]) -> int:
    """What ``--fix`` would do, as a patch; the exit status is 1 where that is something."""
    speak_unicode(strict=True)
    for source in sources:
        fixed = source if isinstance(source, Fault) else _fixed(tally, source)
        if isinstance(fixed, Fault):
            complain(str(fixed))
            tally.status = FAILED
        elif fixed is not None:
            for line in patch(fixed, source.name if isinstance(source, Source) else ""):
                click.echo(line, nl=False)
            tally.status = max(tally.status, FOUND)
    return tally.status or CLEAN


def patch(fixed: Fixed, name: str) -> Iterator[str]:
    """The lines of a unified diff, as ``git apply`` and ``patch`` take it."""
    name = Path(name).as_posix().removeprefix("/")
    before, after = _LINE.findall(fixed.before), _LINE.findall(fixed.after)
    for line in difflib.unified_diff(before, after, f"a/{name}", f"b/{name}"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _fixed(tally: Tally, source: Source) -> Fixed | Fault | None:
    data = source.read()
    if isinstance(data, Fault):
        return None  # the check that follows tells it
    return fix(data, lambda version: tally.run.check_bytes(version, source.name))


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
