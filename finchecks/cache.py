"""A cache of reports, by content: an article that has not changed is not checked again.

The key is everything that a report depends on: the article's bytes and format, the date given for it, the
rules, the rates, and finchecks itself. So nothing ever goes stale, and nothing but room is lost by deleting
the folder. Entries are MessagePack, read back by the types of ``Report`` and no others, so that a strange
file is data at worst; one that is damaged does not count. Files are put in place whole, so that parallel
runs may share the folder.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import hashlib
import importlib.util
import os
import sys
import tempfile
import time
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath

import finchecks
from finchecks.document import Origin
from finchecks.report import Report

#: entries that no run has read for this long are removed
KEEP_DAYS = 30
ENVIRONMENT = "FINCHECKS_CACHE_DIR"

_DAY = 86_400.0
_CHECKSUM = 16
_SUFFIX = ".report"


def default_folder() -> Path:
    """``$FINCHECKS_CACHE_DIR``, else the place that the system has for caches."""
    named = os.environ.get(ENVIRONMENT)
    if named:
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("finchecks", appauthor=False)


@dataclasses.dataclass(frozen=True, slots=True)
class Cache:
    """A folder of entries. Whatever goes wrong with it costs time, never a result."""

    folder: Path

    def get(self, key: str, data: bytes, path: str | None) -> Report | None:
        """The report of an article of these bytes, as one of the file ``path``; None where there is none."""
        place = self._place(key)
        try:
            with open(place, "rb") as file:
                entry = file.read()
                if time.time() - os.fstat(file.fileno()).st_mtime > _DAY:
                    os.utime(place)  # it was of use: the sweep spares it
        except OSError:
            return None
        checksum, payload = entry[:_CHECKSUM], entry[_CHECKSUM:]
        if checksum != _checksum(payload):
            return None
        import msgspec

        try:
            return _unpacked(msgspec.msgpack.decode(payload, type=_Entry), data, path)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            return None

    def put(self, key: str, data: bytes, report: Report) -> None:
        """Keep the report of an article that could be checked."""
        if report.document is None:
            return
        import msgspec

        place = self._place(key)
        with contextlib.suppress(
            OSError, ValueError, msgspec.MsgspecError
        ):  # lone surrogates are ValueErrors
            payload = msgspec.msgpack.encode(_packed(report, data))
            place.parent.mkdir(parents=True, exist_ok=True)
            handle, beside = tempfile.mkstemp(dir=place.parent)
            try:
                with open(handle, "wb") as file:
                    file.write(_checksum(payload) + payload)
                os.replace(beside, place)
            except BaseException:
                os.unlink(beside)
                raise

    def sweep(self) -> None:
        """Once a day, remove what has been of no use for KEEP_DAYS."""
        mark = self.folder / "swept"
        with contextlib.suppress(OSError):
            now = time.time()
            if mark.exists() and now - mark.stat().st_mtime < _DAY:
                return
            mark.touch()
            for entry in _entries(self.folder):
                with contextlib.suppress(OSError):
                    if now - entry.stat().st_mtime > KEEP_DAYS * _DAY:
                        os.unlink(entry)

    def _place(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key[2:]}{_SUFFIX}"


def key(knowledge: str, data: bytes, path: str | None, date: dt.date | None) -> str:
    """Names a report. ``knowledge`` is that of ``knowledge_digest``; of the path only the suffix counts."""
    suffix = PurePath(path).suffix.lower() if path else ""
    head = f"{knowledge}\n{suffix}\n{date.isoformat() if date else ''}\n".encode(errors="surrogateescape")
    return hashlib.sha256(head + data).hexdigest()


def knowledge_digest(*files: Path | None) -> str:
    """Names finchecks as it is installed here, and the user's own files or folders (rules, rates, facts).

    finchecks' own files and the reference rates are known by size and time (reading them would take longer),
    the user's by content. Raises OSError for a user's file that cannot be read.
    """
    digest = hashlib.sha256(f"{finchecks.__version__}\n{sys.version}\n".encode())
    for place in _installed():
        for name, status in sorted(_files(place)):
            digest.update(
                f"{name}\0{status.st_size}\0{status.st_mtime_ns}\n".encode(errors="surrogateescape")
            )
    for given in files:
        found = sorted(p for p in given.iterdir() if p.is_file()) if given and given.is_dir() else [given]
        digest.update(f"\n{given}\n".encode(errors="surrogateescape"))  # reports name them
        for path in found:
            if path is not None:
                content = path.read_bytes()
                digest.update(f"{path.name}\0{len(content)}\0".encode(errors="surrogateescape") + content)
    return digest.hexdigest()


def _installed() -> Iterator[Path]:
    package = Path(__file__).resolve().parent
    yield package
    if not (package / "_rules").is_dir():
        yield package.parent / "rules"  # a checkout
    rates = importlib.util.find_spec("currency_converter")
    if rates is not None and rates.origin is not None:
        yield Path(rates.origin).parent


def _files(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(folder) as found:
        for entry in found:
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    yield from _files(Path(entry.path))
            else:
                yield entry.path, entry.stat()


def _entries(folder: Path) -> Iterable[Path]:
    return folder.glob(f"??/*{_SUFFIX}")


def _checksum(payload: bytes) -> bytes:
    return hashlib.blake2b(payload, digest_size=_CHECKSUM).digest()


@dataclasses.dataclass(frozen=True, slots=True)
class _Origin:
    """An Origin without its source; the numbers of its sequences as bytes."""

    text: str
    pieces: bytes
    starts: bytes
    ends: bytes
    order: bytes


@dataclasses.dataclass(frozen=True, slots=True)
class _Entry:
    """A report without what the article's bytes give again: its text, and the prose where it is the same."""

    report: Report
    #: the text, where it is not simply the bytes as UTF-8
    source: str | None
    #: where the prose is not the text: (start, end, prose)
    masked: tuple[tuple[int, int, str], ...]
    origin: _Origin | None = None


def _packed(report: Report, data: bytes) -> _Entry:
    document = report.document
    assert document is not None
    source, origin = document.source, document.origin
    plain = source.encode(errors="surrogatepass") == data
    bare = dataclasses.replace(document, source="", prose="", path=None, origin=None)
    faults = tuple(dataclasses.replace(fault, path=None) for fault in report.faults)
    rest = dataclasses.replace(report, path=None, document=bare, faults=faults)
    packed = None
    if origin is not None:
        numbers = (origin.pieces, origin.starts, origin.ends, origin.order)
        packed = _Origin(origin.text, *(array("L", each).tobytes() for each in numbers))
    return _Entry(rest, None if plain else source, tuple(_differences(source, document.prose)), packed)


def _differences(source: str, prose: str) -> Iterator[tuple[int, int, str]]:
    """The runs in which two texts of one length differ."""
    if source == prose:
        return
    start = None
    for place, (ours, theirs) in enumerate(zip(source, prose, strict=True)):
        if ours != theirs and start is None:
            start = place
        elif ours == theirs and start is not None:
            yield start, place, prose[start:place]
            start = None
    if start is not None:
        yield start, len(source), prose[start:]


def _unpacked(entry: _Entry, data: bytes, path: str | None) -> Report | None:
    report = entry.report
    if report.document is None:
        return None
    source = data.decode(errors="surrogatepass") if entry.source is None else entry.source
    parts: list[str] = []
    done = 0
    for start, end, text in entry.masked:
        parts += (source[done:start], text)
        done = end
    prose = "".join((*parts, source[done:])) if parts else source
    origin = None
    if entry.origin is not None:
        packed = (entry.origin.pieces, entry.origin.starts, entry.origin.ends, entry.origin.order)
        origin = Origin(source, entry.origin.text, *(array("L", numbers) for numbers in packed))
    document = dataclasses.replace(report.document, source=source, prose=prose, path=path, origin=origin)
    faults = tuple(dataclasses.replace(fault, path=path) for fault in report.faults)
    return dataclasses.replace(report, path=path, document=document, faults=faults)
