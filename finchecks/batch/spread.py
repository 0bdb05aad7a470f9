"""``finchecks batch --engine``: partitioned Parquet → partitioned Parquet, on many machines.

The parts are files of a folder, ``OUT.unfinished.parts`` while the run goes on and ``OUT`` when all are
there; in their order they hold the table that a run on one machine writes.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from finchecks.batch.inputs import Inputs, Part, pyarrow
from finchecks.batch.log import Commit, Log
from finchecks.batch.manifest import Counts, versions
from finchecks.batch.parts import Work, done
from finchecks.batch.run import (
    Job,
    Outcome,
    Progress,
    Silent,
    facts_of,
    head_of_run,
    setup_of_job,
    write_manifest,
)
from finchecks.faults import Fault, FaultError
from finchecks.pipeline import prepare

#: has the work done on each part, wherever and in any order; the counts of each as they come
Engine = Callable[[Work, Sequence[Part]], Iterator[Counts]]
#: an engine that is there as long as it is needed
Engines = Callable[[], AbstractContextManager[Engine]]


def run(job: Job, engines: Engines, part_rows: int, progress: Progress | None = None) -> Outcome:
    """Do it. Raises FaultError for what makes it impossible; parts that are done are kept for ``resume``."""
    output = Path(os.path.abspath(job.output))
    _writable(output)
    pyarrow("Parquet")
    prepare(rules=job.rules, rates=job.rates, facts=job.facts)
    inputs = Inputs(job.inputs, job.columns, format=job.input_format, spared=_own(output)).find()
    parts = list(inputs.parts(part_rows))
    if not parts:
        raise FaultError(Fault("no-articles", "There are no articles to check."))
    started, began = dt.datetime.now(dt.UTC), time.monotonic()
    head = head_of_run(job) | {"part_rows": part_rows, "files": _stamps(inputs)}
    log_path = output.with_name(f"{output.name}.unfinished")
    folder = output.with_name(f"{output.name}.unfinished.parts")
    here = tuple(versions().items())
    work = Work(job.columns, setup_of_job(job), job.timeout, os.getcwd(), str(folder), here)
    shown, size = progress or Silent(), sum(part.rows for part in parts)
    with engines() as engine, Log(log_path, head, resume=job.resume) as log:
        try:
            folder.mkdir(exist_ok=True)
            log.append(Commit([], b"", 0.0))  # the parts that follow are work that may not be lost
            before = [(part, done(folder, part)) for part in parts]
            counts = Counts()
            for _, known in before:
                if known is not None:
                    counts.merge(known)
            resumed = counts.articles
            left = [part for part, known in before if known is None]
            shown.update(counts.articles, counts.articles, size)
            for made in engine(work, left) if left else ():
                counts.merge(made)
                shown.update(counts.articles, counts.articles, size)
            _put(folder, output)
        except OSError as error:
            reason = f"This cannot be written: {error.strerror or error}. --resume goes on when it can."
            raise FaultError(Fault("output", reason, error.filename or str(folder))) from None
        seconds = time.monotonic() - began
        facts = facts_of(job, len(inputs.files), head, counts, seconds, started, resumed)
        written = {"path": str(job.output), "parts": len(parts), "bytes": _bytes(output)}
        manifest = write_manifest(job.output, facts | {"output": written})
        log.remove()
    return Outcome(counts, seconds, resumed, manifest)


def _own(output: Path) -> frozenset[str]:
    """The files of an earlier run's output, which are no input where that lies in a folder of inputs."""
    return frozenset(map(os.path.realpath, output.glob("part-*.parquet")))


def _writable(output: Path) -> None:
    """Raises FaultError for what cannot be a folder of parts, or holds something else."""
    reason = None
    if output.suffix.lower() != ".parquet":
        reason = "An engine writes a folder of Parquet: its name has to end in .parquet."
    elif not output.parent.is_dir():
        reason = f"There is no folder {output.parent}: make it first."
    elif output.is_dir():
        if not all(name.startswith("part-") and name.endswith(".parquet") for name in os.listdir(output)):
            reason = "This folder holds something else than parts of a table: it is not replaced."
    elif output.exists():
        reason = "This is a file, and an engine writes a folder: name another one."
    if reason:
        raise FaultError(Fault("output", reason, str(output)))


def _stamps(inputs: Inputs) -> list[list[object]]:
    return [[path, (status := os.stat(path)).st_size, status.st_mtime_ns] for path in inputs.files]


def _put(folder: Path, output: Path) -> None:
    """The folder in place of what an earlier run wrote."""
    for name in os.listdir(folder):
        if name.endswith(".tmp"):
            os.unlink(folder / name)  # of a worker that was killed
    if output.exists():
        old = output.with_name(f"{output.name}.old")
        os.replace(output, old)
        os.replace(folder, output)
        shutil.rmtree(old)
    else:
        os.replace(folder, output)


def _bytes(folder: Path) -> int:
    return sum(entry.stat().st_size for entry in os.scandir(folder))
