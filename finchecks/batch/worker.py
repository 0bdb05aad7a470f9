"""A process that checks articles for another one, which it may fail without harming.

It is started by ``pool``, reads frames from standard input (a ``Setup``, then arrays of ``Item``) and answers
each item, in order, by a frame of its rows on standard output. A frame is a length of four bytes and so many
bytes of MessagePack. When standard input ends, whoever asked is gone, and so is the worker.
"""

from __future__ import annotations

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


class Setup(msgspec.Struct, array_like=True, frozen=True):
    """What a worker checks by: files of the user's own, None for what finchecks brings; the texts' format;
    which rules count, and how much, as in ``Settings``."""

    rules: str | None = None
    rates: str | None = None
    facts: str | None = None
    format: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: dict[str, Level] = {}


def framed(payload: bytes) -> bytes:
    return len(payload).to_bytes(LENGTH, "big") + payload


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever started this
    asked, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # whatever prints does not spoil the answers
    setup = msgspec.msgpack.decode(_frame(asked), type=Setup)
    work: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(asked, work), daemon=True).start()

    from finchecks.batch.kernel import Item, Kernel, check_item

    kernel = Kernel.of(setup)
    gc.collect()
    gc.freeze()  # the rules live as long as the process does
    decoder = msgspec.msgpack.Decoder(list[Item])
    encoder = msgspec.msgpack.Encoder()
    _write(answers, framed(b""))  # ready
    while True:
        for item in decoder.decode(work.get()):
            _write(answers, framed(encoder.encode(check_item(item, kernel))))


def _read(asked: BinaryIO, work: queue.SimpleQueue[bytes]) -> None:
    while frame := _frame(asked):
        work.put(frame)
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
