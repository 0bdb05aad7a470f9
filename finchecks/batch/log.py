"""What a run has done so far, in a file that a kill at any moment leaves readable.

Frames are appended: a length, a checksum, MessagePack. The first says what is being done, each further one
is a ``Commit``. A frame that was not written whole is cut off when the run goes on. Two runs cannot have the
same file.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from finchecks.faults import Fault, FaultError

_LENGTH, _CHECK = 8, 16


class Commit(msgspec.Struct, array_like=True, frozen=True):
    """Some more articles in their order: the answers about them, and what the log must know to go on."""

    answers: list[msgspec.Raw]
    #: of all articles from the first to the last of these, as they were read
    digest: bytes
    #: that the work on these took
    seconds: float


class Log:
    """The file ``path``, for the work that ``head`` describes. Use as a context manager.

    One in which nothing is done yet goes without being asked for: it is no work that could be lost, and would
    only stand in the way of the next run (that with the right name of the column, say).

    Raises FaultError (``unfinished``) if there is such a file and ``resume`` is not wanted, if it is of other
    work (all differences are named), or if another run has it.
    """

    def __init__(self, path: Path, head: Mapping[str, object], *, resume: bool) -> None:
        self.path, self._begun = path, False
        try:
            self._file = open(path, "a+b")  # noqa: SIM115  (closed by __exit__)
        except OSError as error:
            reason = f"This cannot be written: {error.strerror or error}."
            raise FaultError(Fault("output", reason, str(path))) from None
        try:
            self._begin(head, resume)
        except BaseException:
            self._file.close()
            raise

    def _begin(self, head: Mapping[str, object], resume: bool) -> None:
        _lock(self._file.fileno(), self.path)
        self._file.seek(0)
        first = self._frame()
        self._begun = first is not None and os.fstat(self._file.fileno()).st_size > self._file.tell()
        if first is None or not self._begun:  # new, or killed before anything was done
            self._file.truncate(0)
            self.append_frame(msgspec.json.encode(head))
        elif not resume:
            message = (
                "A run was stopped before its end: --resume goes on with it; delete this file to begin anew."
            )
            raise FaultError(Fault("unfinished", message, str(self.path)))
        else:
            self._same(msgspec.json.decode(first), msgspec.json.decode(msgspec.json.encode(head)))

    def _same(self, then: Mapping[str, object], now: Mapping[str, object]) -> None:
        other = [name for name in now if then.get(name) != now[name]]
        if other:
            changes = "; ".join(f"{name} {_shown(then.get(name))}, now {_shown(now[name])}" for name in other)
            message = (
                f"The run that was not ended is another one ({changes}): delete this file to begin anew."
            )
            raise FaultError(Fault("unfinished", message, str(self.path)))

    def __enter__(self) -> Log:
        return self

    def __exit__(self, *_: object) -> None:
        if not self._begun:
            self.path.unlink(missing_ok=True)
        self._file.close()

    def commits(self) -> Iterator[Commit]:
        """What is in it, to be read to its end before anything is appended; what is torn is cut off."""
        decoder = msgspec.msgpack.Decoder(Commit)
        while True:
            good = self._file.tell()
            frame = self._frame()
            if frame is None:
                self._file.truncate(good)
                return
            yield decoder.decode(frame)

    def append(self, commit: Commit) -> None:
        self._begun = True
        self.append_frame(msgspec.msgpack.encode(commit))

    def append_frame(self, payload: bytes) -> None:
        self._file.write(len(payload).to_bytes(_LENGTH, "big") + _checksum(payload) + payload)
        self._file.flush()

    def _frame(self) -> bytes | None:
        header = self._file.read(_LENGTH + _CHECK)
        length = int.from_bytes(header[:_LENGTH], "big")
        left = os.fstat(self._file.fileno()).st_size - self._file.tell()
        if len(header) < _LENGTH + _CHECK or length > left:
            return None
        payload = self._file.read(length)
        return payload if _checksum(payload) == header[_LENGTH:] else None

    def remove(self) -> None:
        """The work is done."""
        self.path.unlink(missing_ok=True)


def _lock(handle: int, path: Path) -> None:
    with contextlib.suppress(ImportError):
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            message = "Another run is writing this output now."
            raise FaultError(Fault("unfinished", message, str(path))) from None


def _checksum(payload: bytes) -> bytes:
    return hashlib.blake2b(payload, digest_size=_CHECK).digest()


def _shown(value: object) -> str:
    text = msgspec.json.encode(value).decode()
    return text if len(text) <= 60 else f"{text[:59]}…"
