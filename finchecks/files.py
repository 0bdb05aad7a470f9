"""Writing files so that nobody ever sees half of one."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

#: how often a file that somebody replaces meanwhile is tried again
_TRIES = 5


def write_whole(path: Path, data: bytes) -> None:
    """Put ``data`` in place of the file, at once, with the file's own permissions; a link is followed.

    Raises OSError, and then the old file is as it was.
    """
    target = Path(os.path.realpath(path))
    handle, beside = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
    try:
        with open(handle, "wb") as file:
            file.write(data)
        if target.exists():
            shutil.copymode(target, beside)
        else:
            umask = os.umask(0)
            os.umask(umask)
            os.chmod(beside, 0o666 & ~umask)
        os.replace(beside, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(beside)
        raise


def append(path: Path, more: Callable[[bytes], bytes]) -> None:
    """Put ``more(what the file holds)`` behind what the file holds; nothing in it is ever written over.

    Those who append at the same time wait for each other; where somebody replaces the file meanwhile, the new
    one is taken. Raises OSError, and then the file is as it was; whatever ``more`` raises.
    """
    for _ in range(_TRIES):
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666)
        try:
            _lock(handle)
            length = os.fstat(handle).st_size
            added = more(_read(handle, length))
            if not _same(handle, path):
                continue
            _append(handle, length, added)
            if _same(handle, path):
                return
        except BaseException:
            if os.fstat(handle).st_size == 0 and _same(handle, path):
                os.unlink(path)  # begun for nothing
            raise
        finally:
            os.close(handle)
    raise OSError(f"another program keeps replacing {path.name}")


def _append(handle: int, length: int, data: bytes) -> None:
    try:
        while data:
            data = data[os.write(handle, data) :]
        os.fsync(handle)
    except OSError:
        os.ftruncate(handle, length)
        raise


def _read(handle: int, length: int) -> bytes:
    os.lseek(handle, 0, os.SEEK_SET)
    with open(handle, "rb", closefd=False) as file:
        return file.read(length)


def _same(handle: int, path: Path) -> bool:
    """Whether the open file is still that of this name."""
    try:
        return os.path.samestat(os.fstat(handle), os.stat(path))
    except FileNotFoundError:
        return False


def _lock(handle: int) -> None:
    """Wait until nobody else of ours appends; systems without such locks do without."""
    with contextlib.suppress(ImportError, OSError):
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX)
