"""Reports into files, several at once: each written whole or not at all, and none lost for another's sake."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from finchecks.faults import Fault, FaultError, internal
from finchecks.report import Report
from finchecks.report.formats import FORMATS, Options, writer


@dataclass(frozen=True, slots=True)
class Output:
    """A file that a report in some format goes to."""

    format: str
    path: Path


def outputs(texts: Iterable[str]) -> tuple[Output, ...]:
    """What ``FORMAT=FILE`` texts ask for.

    Raises FaultError (reason ``output``) with every one that names no format or no file, or a file twice.
    """
    found: list[Output] = []
    faults: list[Fault] = []
    for text in texts:
        name, equals, file = text.partition("=")
        if not equals or not file:
            faults.append(
                Fault("output", f"--output {text}: write it as FORMAT=FILE, such as sarif=out.sarif.")
            )
        elif name not in FORMATS:
            near = get_close_matches(name, FORMATS, 1)
            hint = f"did you mean {near[0]}?" if near else f"the formats are {', '.join(FORMATS)}."
            faults.append(Fault("output", f"--output {text}: there is no format {name!r}; {hint}"))
        elif any(os.path.abspath(file) == os.path.abspath(other.path) for other in found):
            faults.append(Fault("output", f"--output {text}: another format goes to that file already."))
        else:
            found.append(Output(name, Path(file)))
    if faults:
        raise FaultError(*faults)
    return tuple(found)


def write(found: Sequence[Output], reports: Sequence[Report], options: Options) -> list[Fault]:
    """Write every output; the faults are those of the files that could not be written."""
    faults: list[Fault] = []
    for output in found:
        try:
            _write(output, reports, options)
        except OSError as error:
            reason = error.strerror or str(error)
            message = f"The {output.format} report cannot be written: {reason}."
            faults.append(Fault("output", message, str(output.path)))
        except Exception as error:
            faults.append(internal(error, str(output.path)))
    return faults


def _write(output: Output, reports: Sequence[Report], options: Options) -> None:
    """By way of a file beside it: no reader sees half a report, and no failure costs the old one."""
    path = Path(os.path.realpath(output.path))
    if path.exists() and not path.is_file():  # a pipe, a terminal, /dev/null; a folder is refused by open()
        _fill(path, output.format, reports, options)
        return
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        _fill(beside, output.format, reports, options)
        if path.exists():
            shutil.copymode(path, beside)
        os.replace(beside, path)
    finally:
        with suppress(OSError):
            beside.unlink()


def _fill(path: Path, format_: str, reports: Sequence[Report], options: Options) -> None:
    # A file name that is no Unicode has lone surrogates, which UTF-8 cannot write: they are escaped.
    with open(path, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as out:
        writer(format_)(reports, out, options)
