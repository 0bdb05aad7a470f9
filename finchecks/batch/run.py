"""``finchecks batch``: inputs → one table of checks and a manifest, whatever interrupts it.

What is done is logged beside the output (``OUT.unfinished``). A run that goes on reads its log, makes the
table of it anew, and skips the articles that are in it, after a look whether they are the same. The table
depends on the articles and their order alone, so it is the same to the byte however often it was interrupted.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Protocol

import msgspec

from finchecks.batch.inputs import Columns, Inputs
from finchecks.batch.kernel import ROWS, Item
from finchecks.batch.log import Commit, Log
from finchecks.batch.manifest import Counts, digests, versions
from finchecks.batch.outputs import Writer, writer_for
from finchecks.batch.pool import Pool
from finchecks.batch.worker import MEMORY, Setup
from finchecks.faults import Fault, FaultError
from finchecks.files import write_whole
from finchecks.pipeline import prepare
from finchecks.settings import Level

#: a commit is due after so many articles, bytes of answers, or seconds
ARTICLES, BYTES, SECONDS = 512, 4_000_000, 2.0


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done. Only the first part makes a difference for the table."""

    inputs: tuple[str, ...]
    output: Path
    columns: Columns = field(default_factory=Columns)
    input_format: str | None = None
    delimiter: str | None = None
    format: str | None = None
    rules: Path | None = None
    rates: Path | None = None
    facts: Path | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Level] = field(default_factory=dict)
    jobs: int = 1
    timeout: float | None = None
    memory: int = MEMORY
    resume: bool = False


class Progress(Protocol):
    """Is told how far a run is: articles done (those of an earlier run too), and bytes read, of how many."""

    def update(self, articles: int, position: int, size: int | None) -> None: ...


class Silent:
    """Tells nobody."""

    def update(self, articles: int, position: int, size: int | None) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run; ``resumed`` counts the articles that an earlier one had done."""

    counts: Counts
    seconds: float
    resumed: int
    manifest: Path


def run(job: Job, progress: Progress | None = None) -> Outcome:
    """Do it. Raises FaultError for what makes it impossible; what is done by then is kept for ``resume``."""
    make = writer_for(job.output)
    _writable(job.output)
    prepare(rules=job.rules, rates=job.rates, facts=job.facts)
    inputs = Inputs(
        job.inputs,
        job.columns,
        format=job.input_format,
        delimiter=job.delimiter,
        spared=frozenset({os.path.realpath(job.output)}),
    ).find()
    if not inputs.files:
        raise FaultError(Fault("no-articles", "There is nothing to read but the output itself."))
    started = dt.datetime.now(dt.UTC)
    head = head_of_run(job)
    beside = job.output.with_name(f"{job.output.name}.unfinished.tmp")
    with Log(job.output.with_name(f"{job.output.name}.unfinished"), head, resume=job.resume) as log:
        try:
            with open(beside, "wb") as file:
                work = _Work(make(file))
                work.go_on(log, inputs)
                resumed = work.counts.articles
                work.finish(log, inputs, job, progress or Silent())
                size, sha256 = _ended(file, beside)
            os.replace(beside, job.output)
            facts = facts_of(job, len(inputs.files), head, work.counts, work.seconds, started, resumed)
            written = {"path": str(job.output), "bytes": size, "sha256": sha256}
            manifest = write_manifest(job.output, facts | {"output": written})
            log.remove()
        except OSError as error:
            reason = f"This cannot be written: {error.strerror or error}. --resume goes on when it can."
            raise FaultError(Fault("output", reason, error.filename or str(job.output))) from None
        finally:
            beside.unlink(missing_ok=True)
    return Outcome(work.counts, work.seconds, resumed, manifest)


class _Work:
    """The table in the making."""

    def __init__(self, writer: Writer) -> None:
        self.counts, self.seconds = Counts(), 0.0
        self._writer, self._digest = writer, hashlib.blake2b(digest_size=16)
        self._items: Iterator[Item] = iter(())

    def go_on(self, log: Log, inputs: Inputs) -> None:
        """Take over what the log has."""
        last: Commit | None = None
        for last in log.commits():
            self._take(last)
        self._items = inputs.items()
        if last is not None:
            encoder = msgspec.msgpack.Encoder()
            for item in islice(self._items, self.counts.articles):
                self._digest.update(encoder.encode(item))
            if self._digest.digest() != last.digest:
                message = (
                    "The inputs are not what they were when this run began: delete this file to begin anew."
                )
                raise FaultError(Fault("unfinished", message, str(log.path)))

    def finish(self, log: Log, inputs: Inputs, job: Job, progress: Progress) -> None:
        """Check what is left."""
        size = inputs.size
        answers: list[msgspec.Raw] = []
        held, began = 0, time.monotonic()

        def commit() -> None:
            nonlocal answers, held, began
            if answers:
                now = time.monotonic()
                made = Commit(answers, self._digest.digest(), now - began)
                answers, held, began = [], 0, now
                log.append(made)
                self._take(made)
                progress.update(self.counts.articles, inputs.position, size)

        with Pool(setup_of_job(job), job.jobs, job.timeout) as pool:
            try:
                for task, answer in pool.run(self._items):
                    self._digest.update(task.encoded)
                    answers.append(msgspec.Raw(answer))
                    held += len(answer)
                    if len(answers) >= ARTICLES or held >= BYTES or time.monotonic() - began >= SECONDS:
                        commit()
            except KeyboardInterrupt:
                commit()
                raise
            commit()
        self._writer.close()

    def _take(self, commit: Commit) -> None:
        for answer in commit.answers:
            rows = ROWS.decode(answer)
            self.counts.add(rows)
            self._writer.write(rows)
        self.seconds += commit.seconds


def _writable(output: Path) -> None:
    """Raises FaultError for an output that cannot be put in place of what is there."""
    reason = None
    if not output.parent.is_dir():
        reason = f"There is no folder {output.parent}: make it first."
    elif output.exists() and not output.is_file():
        reason = "This is no file that could be replaced."
    if reason:
        raise FaultError(Fault("output", reason, str(output)))


def head_of_run(job: Job) -> dict[str, object]:
    """All that makes a difference for the table, but for the articles themselves."""
    try:
        judged = digests(job.rules, job.rates, job.facts)
    except OSError as error:
        reason = f"This cannot be read: {error.strerror or error}."
        raise FaultError(Fault("unreadable", reason, error.filename)) from None
    return {
        **versions(),
        **judged,
        "inputs": [path.encode("utf-8", "backslashreplace").decode() for path in job.inputs],
        "columns": asdict(job.columns),
        "input_format": job.input_format,
        "delimiter": job.delimiter,
        "format": job.format,
        "select": job.select,
        "ignore": job.ignore,
        "severity": dict(job.severity),
    }


def _ended(file: BinaryIO, path: Path) -> tuple[int, str]:
    """Size and SHA-256 of a file that is to outlive a loss of power."""
    file.flush()
    os.fsync(file.fileno())
    with open(path, "rb") as written:
        return os.fstat(written.fileno()).st_size, hashlib.file_digest(written, "sha256").hexdigest()


def setup_of_job(job: Job) -> Setup:
    """What a worker checks by, wherever it works."""
    rules, rates, facts = (
        None if path is None else os.path.abspath(path) for path in (job.rules, job.rates, job.facts)
    )
    return Setup(rules, rates, facts, job.format, job.select, job.ignore, dict(job.severity), job.memory)


def write_manifest(output: Path, facts: Mapping[str, object]) -> Path:
    path = output.with_name(f"{output.name}.manifest.json")
    write_whole(path, (json.dumps(facts, indent=2, ensure_ascii=False) + "\n").encode())
    return path


def facts_of(
    job: Job,
    files: int,
    head: Mapping[str, object],
    counts: Counts,
    seconds: float,
    started: dt.datetime,
    resumed: int,
) -> dict[str, object]:
    """What the manifest says, but for the output."""
    return {
        "schema": 1,
        **head,
        "files": files,
        **counts.to_dict(),
        "run": {
            "started": started.isoformat(timespec="seconds"),
            "ended": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            "seconds": round(seconds, 3),
            "articles_per_second": round(counts.articles / seconds, 1) if seconds else None,
            "resumed_after": resumed,
            "jobs": job.jobs,
            "timeout": job.timeout,
            "memory": job.memory,
        },
    }
