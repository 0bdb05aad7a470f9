"""A process that checks articles for another one, which it may fail without harming.

It is started by ``pool``, reads frames from standard input (a ``Setup``, then arrays of ``Item``) and answers
each item, in order, by a frame of its rows on standard output. A frame is a length of four bytes and so many
bytes of MessagePack. When standard input ends, whoever asked is gone, and so is the worker.
"""

from __future__ import annotations

import contextlib
import gc
import os
import queue
import signal
import sys
import threading
from typing import BinaryIO

import msgspec

from finchecks.settings import Level

LENGTH = 4
#: bytes of memory that a worker may take, of itself and for an article
MEMORY = 2_000_000_000
#: a worker that holds so many bytes more than when it began makes way for a new one: what an article took is
#: not always given back
GROWN = 400_000_000


class Setup(msgspec.Struct, array_like=True, frozen=True):
    """What a worker checks by: files of the user's own, None for what finchecks brings; the texts' format;
    which rules count, and how much, as in ``Settings``; and the bytes of memory that it may take."""

    rules: str | None = None
    rates: str | None = None
    facts: str | None = None
    format: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: dict[str, Level] = {}
    memory: int = MEMORY


def framed(payload: bytes) -> bytes:
    return len(payload).to_bytes(LENGTH, "big") + payload


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever started this
    asked, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # whatever prints does not spoil the answers
    setup = msgspec.msgpack.decode(_frame(asked), type=Setup)
    limit(setup.memory)
    work: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(asked, work), daemon=True).start()

    from finchecks.batch.kernel import Item, Kernel, check_item

    kernel = Kernel.of(setup)
    gc.collect()
    gc.freeze()  # the rules live as long as the process does
    decoder = msgspec.msgpack.Decoder(list[Item])
    encoder = msgspec.msgpack.Encoder()
    _write(answers, framed(b""))  # ready
    began = resident()
    while True:
        for item in decoder.decode(work.get()):
            _write(answers, framed(encoder.encode(check_item(item, kernel))))
            if resident() - began > GROWN:
                _write(answers, framed(b""))  # the rest is for another one
                os._exit(0)


def limit(memory: int) -> None:
    """More than so many bytes of address space are a MemoryError, on systems that have such a limit."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        soft = memory if most == resource.RLIM_INFINITY else min(memory, most)
        resource.setrlimit(resource.RLIMIT_AS, (soft, most))


def resident() -> int:
    """Bytes of memory that this process holds now; 0 where the system does not tell (it has no /proc)."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


def _read(asked: BinaryIO, work: queue.SimpleQueue[bytes]) -> None:
    try:
        while frame := _frame(asked):
            work.put(frame)
    finally:  # also where there is no memory for the frame: nobody would wait for the answers otherwise
        os._exit(0)


def _frame(asked: BinaryIO) -> bytes:
    """The next frame; nothing at the end."""
    length = asked.read(LENGTH)
    return asked.read(int.from_bytes(length, "big")) if len(length) == LENGTH else b""


def _write(answers: BinaryIO, data: bytes) -> None:
    view = memoryview(data)
    try:
        while view:
            view = view[answers.write(view) :]
    except BrokenPipeError:
        os._exit(0)
