"""Articles over processes that may die: rows in the order of the articles, whatever becomes of a process.

Each worker answers article by article, so that it is known which one it was at when it died. That one is
tried once more, by itself; if a worker dies of it again, it gets a fault row. One that takes longer than the
time limit is given up, with its process. A worker that has grown leaves, and what it has not done is for a
new one. All others are checked as if nothing had been.

Texts and answers that are held at a time are bounded, however long the input is: none is read before there
is room for it.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

from finchecks.batch.kernel import Item, lost
from finchecks.batch.worker import LENGTH, Setup, framed
from finchecks.faults import Fault, FaultError

#: articles and bytes that go to a worker at once, and how many such parcels a worker has at a time
PARCEL_ITEMS, PARCEL_BYTES, PARCELS = 32, 262_144, 2
#: articles (for each worker) and bytes of texts and answers that are held at a time
HELD_ITEMS, HELD_BYTES = 1_024, 48_000_000
#: after so many workers in a row that die before they are ready, there is no point in more
STARTS = 3
ATTEMPTS = 2

#: what a worker runs
ENTRY = "from finchecks.batch.worker import main; main()"

_READ = 1 << 20


@dataclass(slots=True)
class Task:
    """An article on its way: its place in the order, itself, as it is sent, how many workers died of it."""

    ticket: int
    item: Item
    encoded: bytes
    deaths: int = 0


@dataclass(slots=True, eq=False)
class _Worker:
    process: subprocess.Popen[bytes]
    outgoing: bytearray
    incoming: bytearray = field(default_factory=bytearray)
    #: what it has been given and has not answered yet, in order; and the sizes of the parcels these came in
    tasks: deque[Task] = field(default_factory=deque)
    parcels: deque[int] = field(default_factory=deque)
    ready: bool = False
    #: when it began with the first of its tasks (monotonic)
    began: float = 0.0
    late: bool = False
    #: it has said that it goes
    leaving: bool = False


class Pool:
    """Workers of one setup. Use as a context manager, so that none outlives it."""

    def __init__(self, setup: Setup, jobs: int, timeout: float | None = None) -> None:
        self._setup, self._jobs, self._timeout = setup, jobs, timeout
        self._workers: list[_Worker] = []
        self._selector = selectors.DefaultSelector()
        self._again: deque[list[Task]] = deque()
        self._done: dict[int, bytes] = {}
        self._waiting: deque[Task] = deque()
        self._held = 0
        self._failed_starts = 0
        self._encoder = msgspec.msgpack.Encoder()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            self._end(worker)
        self._workers.clear()
        self._selector.close()

    @property
    def processes(self) -> list[int]:
        """Process ids of the workers."""
        return [worker.process.pid for worker in self._workers]

    def run(self, items: Iterator[Item]) -> Iterator[tuple[Task, bytes]]:
        """Each article, in order, with its rows as MessagePack. Raises FaultError if no worker can start."""
        source = self._tasks(items)
        open_ = True
        while True:
            while open_ and self._room():
                parcel = list(self._parcel(source))
                open_ = bool(parcel)
                if parcel:
                    self._waiting.extend(parcel)
                    self._again.append(parcel)
            if not self._waiting:
                return
            while len(self._workers) < min(self._jobs, len(self._waiting)):
                self._start()
            self._give()
            self._serve()
            while self._waiting and self._waiting[0].ticket in self._done:
                task = self._waiting.popleft()
                answer = self._done.pop(task.ticket)
                self._held -= len(task.encoded) + len(answer)
                yield task, answer

    def _tasks(self, items: Iterator[Item]) -> Iterator[Task]:
        for ticket, item in enumerate(items):
            task = Task(ticket, item, self._encoder.encode(item))
            self._held += len(task.encoded)
            yield task

    def _room(self) -> bool:
        """May more be read? Not before what was read has nearly all been given out."""
        return (
            len(self._again) < self._jobs
            and len(self._waiting) < HELD_ITEMS * self._jobs
            and self._held < HELD_BYTES
        )

    def _parcel(self, source: Iterator[Task]) -> Iterator[Task]:
        count = size = 0
        for task in source:
            yield task
            count, size = count + 1, size + len(task.encoded)
            if count >= PARCEL_ITEMS or size >= PARCEL_BYTES:
                return

    def _start(self) -> None:
        code = f"import sys; sys.path[:] = {sys.path!r}; {ENTRY}"
        process = subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )
        worker = _Worker(process, bytearray(framed(self._encoder.encode(self._setup))))
        assert process.stdin and process.stdout
        for pipe in (process.stdin, process.stdout):
            os.set_blocking(pipe.fileno(), False)
        self._selector.register(process.stdout, selectors.EVENT_READ, worker)
        self._selector.register(process.stdin, selectors.EVENT_WRITE, worker)
        self._workers.append(worker)

    def _give(self) -> None:
        """Parcels to those that have the fewest."""
        for worker in sorted(self._workers, key=lambda worker: len(worker.parcels)):
            while self._again and len(worker.parcels) < PARCELS:
                if len(self._again) < self._jobs and worker.parcels and self._idle():
                    break  # the last ones are for those that have nothing to do
                parcel = self._again.popleft()
                if not worker.tasks:
                    worker.began = time.monotonic()
                worker.tasks.extend(parcel)
                worker.parcels.append(len(parcel))
                raw = [msgspec.Raw(task.encoded) for task in parcel]
                self._send(worker, framed(self._encoder.encode(raw)))

    def _idle(self) -> bool:
        return any(not worker.parcels for worker in self._workers)

    def _send(self, worker: _Worker, data: bytes) -> None:
        pipe = worker.process.stdin
        assert pipe
        if not worker.outgoing:
            self._selector.register(pipe, selectors.EVENT_WRITE, worker)
        worker.outgoing += data

    def _serve(self) -> None:
        """Wait until something happens, and see to it."""
        for key, events in self._selector.select(self._patience()):
            worker: _Worker = key.data
            if worker not in self._workers:
                continue
            if events & selectors.EVENT_WRITE:
                self._write(worker)
            if events & selectors.EVENT_READ:
                self._read(worker)
        if self._timeout is not None:
            now = time.monotonic()
            for worker in list(self._workers):
                if worker.ready and worker.tasks and now - worker.began > self._timeout:
                    worker.late = True
                    worker.process.kill()
                    self._bury(worker)

    def _patience(self) -> float | None:
        """Seconds until a time limit may be over."""
        begun = [worker.began for worker in self._workers if worker.ready and worker.tasks]
        if self._timeout is None or not begun:
            return None
        return max(0.0, min(begun) + self._timeout - time.monotonic()) + 0.01

    def _write(self, worker: _Worker) -> None:
        pipe = worker.process.stdin
        assert pipe
        try:
            while worker.outgoing:
                sent = os.write(pipe.fileno(), memoryview(worker.outgoing)[:_READ])
                del worker.outgoing[:sent]
        except BlockingIOError:
            return
        except BrokenPipeError:
            worker.outgoing.clear()  # it is dead: the end of its answers will tell
        self._selector.unregister(pipe)

    def _read(self, worker: _Worker) -> None:
        pipe = worker.process.stdout
        assert pipe
        while True:
            try:
                data = os.read(pipe.fileno(), _READ)
            except BlockingIOError:
                break
            if not data:
                self._bury(worker)
                return
            worker.incoming += data
        self._answers(worker)

    def _answers(self, worker: _Worker) -> None:
        """Take in the answers that have come whole."""
        incoming, at = worker.incoming, 0
        while len(incoming) - at >= LENGTH:
            end = at + LENGTH + int.from_bytes(incoming[at : at + LENGTH], "big")
            if len(incoming) < end:
                break
            answer = bytes(incoming[at + LENGTH : end])
            at = end
            worker.began = time.monotonic()
            if not worker.ready:
                worker.ready = True
                self._failed_starts = 0
                continue
            if not answer:
                worker.leaving = True
                break
            self._finish(worker.tasks.popleft(), answer)
            worker.parcels[0] -= 1
            if not worker.parcels[0]:
                worker.parcels.popleft()
        if at:
            del incoming[:at]

    def _finish(self, task: Task, answer: bytes) -> None:
        self._done[task.ticket] = answer
        self._held += len(answer)

    def _bury(self, worker: _Worker) -> None:
        """A worker is dead or has to be: what it had answered counts, the rest goes to others."""
        pipe = worker.process.stdout
        assert pipe
        with contextlib.suppress(BlockingIOError):
            while data := os.read(pipe.fileno(), _READ):
                worker.incoming += data
        self._answers(worker)
        self._end(worker)
        self._workers.remove(worker)
        tasks = list(worker.tasks)
        if not worker.ready:
            self._failed_starts += 1
            if self._failed_starts >= STARTS:
                died = _death(worker.process.returncode)
                message = f"The processes that check articles do not start ({died})."
                raise FaultError(Fault("workers", message))
        elif tasks and not worker.leaving:
            self._blame(tasks.pop(0), worker)
        if tasks:
            self._again.appendleft(tasks)

    def _blame(self, task: Task, worker: _Worker) -> None:
        task.deaths += 1
        if worker.late:
            message = f"Checking this article took more than {self._timeout:g} s: it was given up."
            self._finish(task, self._encoder.encode(lost(task.item, "timeout", message)))
        elif task.deaths >= ATTEMPTS:
            died = _death(worker.process.returncode)
            message = f"The process that checked this article died, twice ({died})."
            self._finish(task, self._encoder.encode(lost(task.item, "crash", message)))
        else:
            self._again.appendleft([task])

    def _end(self, worker: _Worker) -> None:
        for pipe in (worker.process.stdin, worker.process.stdout):
            assert pipe
            with contextlib.suppress(KeyError):
                self._selector.unregister(pipe)
            pipe.close()
        worker.process.kill()
        worker.process.wait()


def _death(status: int | None) -> str:
    if status is not None and status < 0:
        with contextlib.suppress(ValueError):
            return f"killed by {signal.Signals(-status).name}"
    return f"exit status {status}"
