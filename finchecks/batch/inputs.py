"""Files, folders, globs, standard input → articles, one after the other, in bounded memory.

Tables are CSV, JSON lines, Parquet and Arrow, a row an article; what CSV and JSON lines are packed in (gzip,
zstd) is seen by their first bytes. Other files are articles themselves. A folder may hold both; its files
come in the order of their paths. Whatever is wrong with a row is a fault of that row; what breaks a file in
its middle is a fault after its last good row, and the next file goes on.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, BinaryIO, cast

import msgspec

from finchecks.batch.kernel import Item, absent, make_item
from finchecks.faults import Fault, FaultError
from finchecks.sources import DEFAULT_INCLUDE, STDIN, Source, find

FORMATS = ("csv", "tsv", "jsonl", "parquet", "arrow", "text")
#: suffix → format of a table
TABLES = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".arrow": "arrow",
    ".feather": "arrow",
    ".ipc": "arrow",
}
PACKED = (".gz", ".zst", ".zstd")
INCLUDE = (
    *DEFAULT_INCLUDE,
    *(f"*{suffix}" for suffix in TABLES),
    *(f"*{suffix}{packed}" for suffix in (".csv", ".tsv", ".jsonl", ".ndjson") for packed in PACKED),
)
#: a line of JSON, or a field of CSV, of more bytes is no row
MAX_LINE = 64_000_000
#: so many first rows tell which columns a file of JSON lines has
SAMPLE = 20
#: rows of Parquet that are decoded at once
BATCH = 64
#: reasons of faults by which more than a row is lost
BROKEN = ("unreadable", "missing", "columns", "no-articles", "format")

_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a table are called; None for what it does not have."""

    text: str = "body"
    date: str | None = None
    id: str | None = None
    source: str | None = None

    @property
    def names(self) -> list[str]:
        """Without None, each once."""
        named = (self.text, self.date, self.id, self.source)
        return list(dict.fromkeys(name for name in named if name is not None))


@dataclass(slots=True)
class Cells:
    """A row of a table: its cells by column; or, instead, why it could not be read."""

    values: dict[str, object]
    fault: tuple[str, str] | None = None


class Part(msgspec.Struct, array_like=True, frozen=True):
    """Rows ``start`` to ``stop`` of a Parquet file, the first of them ``row`` of all; or why it has none."""

    number: int
    path: str
    row: int
    start: int = 0
    stop: int = 0
    fault: tuple[str, str] | None = None

    @property
    def rows(self) -> int:
        return 1 if self.fault else self.stop - self.start


class _Unfit(Exception):
    """A file that is not what it is taken for: (reason, message)."""


@dataclass(slots=True)
class Inputs:
    """The articles of a run's inputs. ``size`` and ``position`` are bytes of files, for a progress bar."""

    paths: Sequence[str]
    columns: Columns
    format: str | None = None
    delimiter: str | None = None
    #: files that are not read whatever names them: those that the run writes
    spared: frozenset[str] = frozenset()
    _files: list[tuple[str, Source | Fault]] = field(default_factory=list)
    _before: int = 0
    _where: Callable[[], int] = field(default=lambda: 0)

    def find(self) -> Inputs:
        """Find the files. Raises FaultError for what is not there, and for needs that are not installed."""
        seen: set[str] = set()
        faults: list[Fault] = []
        for path in self.paths:
            for source in find([path], INCLUDE, seen=seen):
                if isinstance(source, Fault):
                    faults.append(source)
                elif self.format is None and source.path.lower().endswith((".json", ".json.gz", ".json.zst")):
                    message = "Is this JSON lines, an object a line? If so, say --input-format jsonl."
                    faults.append(Fault("format", message, source.path))
                elif os.path.realpath(source.path) not in self.spared:
                    self._files.append((path, source))
        if faults:
            raise FaultError(*faults)
        formats = {self.format_of(source.path) for _, source in self._files if isinstance(source, Source)}
        if formats & {"parquet", "arrow"}:
            pyarrow("Parquet and Arrow")
        return self

    @property
    def files(self) -> list[str]:
        return [source.path for _, source in self._files if isinstance(source, Source)]

    @property
    def size(self) -> int | None:
        """None where standard input is among them."""
        return None if STDIN in self.files else sum(map(_size, self.files))

    @property
    def position(self) -> int:
        return self._before + self._where()

    def format_of(self, path: str) -> str:
        """Of a file, by the option or by its name; standard input is JSON lines unless said otherwise."""
        if self.format is not None:
            return self.format
        if path == STDIN:
            return "jsonl"
        stem, suffix = os.path.splitext(path.lower())
        if suffix in PACKED:
            suffix = os.path.splitext(stem)[1]
        return TABLES.get(suffix, "text")

    def items(self) -> Iterator[Item]:
        """The articles, numbered from 0. Raises FaultError if the first file has not the columns."""
        row = 0
        for argument, source in self._files:
            assert isinstance(source, Source)
            name = _printable(source.path)
            format = self.format_of(source.path)
            self._where = lambda: 0
            if format == "text":
                yield _article(row, source.path, _printable(argument))
                row += 1
            else:
                try:
                    for cells in self._table(source.path, format):
                        yield self._item(row, cells, name)
                        row += 1
                except _Unfit as error:
                    reason, message = error.args
                    if row == 0:
                        raise FaultError(Fault(reason, message, source.path)) from None
                    yield Item(row, source=name, faults=((reason, f"{name}: {message}"),))
                    row += 1
                except (OSError, EOFError, ValueError, zlib.error) as error:
                    yield _broken(row, name, error)
                    row += 1
            self._before += _size(source.path)
        self._where = lambda: 0

    def parts(self, rows: int) -> Iterator[Part]:
        """Parquet files in parts of so many rows, which can be read apart; for other files FaultError."""
        row, number = 0, 0
        for path in self.files:
            if self.format_of(path) != "parquet" or path == STDIN:
                message = (
                    "Only Parquet files can be read in parts: write this one as Parquet, or check it here."
                )
                raise FaultError(Fault("format", message, path))
            name = _printable(path)
            try:
                count = self._count(path)
            except _Unfit as error:
                reason, message = error.args
                if row == 0:
                    raise FaultError(Fault(reason, message, path)) from None
                yield Part(number, path, row, fault=(reason, f"{name}: {message}"))
                row, number = row + 1, number + 1
                continue
            except (OSError, ValueError) as error:
                yield Part(number, path, row, fault=_broken(row, name, error).faults[0])
                row, number = row + 1, number + 1
                continue
            for start in range(0, count, rows):
                stop = min(start + rows, count)
                yield Part(number, path, row, start, stop)
                row, number = row + stop - start, number + 1

    def part(self, part: Part, base: str = "") -> Iterator[Item]:
        """The articles of a part, as they are among ``items``; what breaks it off is a fault of its own.

        ``base`` is the folder that its path is relative to.
        """
        import pyarrow as pa
        import pyarrow.parquet as pq

        name, row = _printable(part.path), part.row
        if part.fault is not None:
            yield Item(row, source=name, faults=(part.fault,))
            return
        try:
            with pq.ParquetFile(os.path.join(base, part.path), buffer_size=1 << 20, pre_buffer=False) as file:
                for cells in _rows_of(file, self.columns.names, part.start, part.stop):
                    yield self._item(row, cells, name)
                    row += 1
        except (OSError, EOFError, ValueError, pa.ArrowException) as error:
            yield _broken(row, name, error)

    def _count(self, path: str) -> int:
        """Rows of a Parquet file that has the columns; raises _Unfit and OSError."""
        pa = pyarrow("Parquet")
        import pyarrow.parquet as pq

        try:
            with pq.ParquetFile(path) as file:
                self._need(file.schema_arrow.names)
                return int(file.metadata.num_rows)
        except pa.ArrowException as error:
            raise OSError(str(error).splitlines()[0]) from None

    def _item(self, row: int, cells: Cells, name: str) -> Item:
        if cells.fault is not None:
            return Item(row, source=name, faults=(cells.fault,))
        columns, values = self.columns, cells.values
        document = _word(values.get(columns.id)) if columns.id else None
        source = _word(values.get(columns.source)) if columns.source else name
        return make_item(
            row,
            values.get(columns.text),
            date=values.get(columns.date) if columns.date else None,
            dated=columns.date is not None,
            document=document,
            source=source,
        )

    def _table(self, path: str, format: str) -> Iterator[Cells]:
        if format in ("parquet", "arrow"):
            return self._arrow(path, format)
        return self._lines(path) if format == "jsonl" else self._csv(path, format)

    def _open(self, path: str) -> io.BufferedReader | gzip.GzipFile:
        """The unpacked bytes; ``_where`` tells how far the file has been read."""
        if path == STDIN:
            raw = cast(io.BufferedReader, sys.stdin.buffer)
        else:
            raw = open(path, "rb")  # noqa: SIM115  (closed by whoever reads it to its end)
            self._where = raw.tell
        magic = raw.peek(4)[:4]
        if magic.startswith(_GZIP):
            return gzip.GzipFile(fileobj=raw)
        if magic == _ZSTD:
            pa = pyarrow("zstd")
            return io.BufferedReader(pa.CompressedInputStream(pa.PythonFile(raw, mode="r"), "zstd"), 1 << 16)
        return raw

    def _lines(self, path: str) -> Iterator[Cells]:
        """JSON lines; blank ones are no rows."""
        with self._open(path) as file:
            waiting: list[Cells] | None = []
            columns: dict[str, None] = {}
            for number, line in _bounded(file):
                cells = _parsed(number, line)
                if cells is None:
                    continue
                if waiting is None:
                    yield cells
                    continue
                waiting.append(cells)
                columns.update(dict.fromkeys(cells.values))
                if self.columns.text in columns or len(waiting) >= SAMPLE:
                    self._need(columns, self.columns.text)
                    yield from waiting
                    waiting = None
            if waiting:
                if columns:
                    self._need(columns, self.columns.text)
                yield from waiting

    def _csv(self, path: str, format: str) -> Iterator[Cells]:
        csv.field_size_limit(MAX_LINE)
        delimiter = self.delimiter or ("\t" if format == "tsv" else ",")
        with self._open(path) as file:
            # undecodable bytes go through as they are: the reader of articles knows what to do about them
            text = io.TextIOWrapper(
                cast(BinaryIO, file), encoding="utf-8-sig", errors="surrogateescape", newline=""
            )
            reader = csv.reader(iter(partial(text.readline, MAX_LINE), ""), delimiter=delimiter)
            try:
                header = next(reader, [])
            except csv.Error as error:
                raise _Unfit("format", f"The first line is no CSV: {error}.") from None
            self._need(header)
            while True:
                try:
                    values = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    message = f"Line {reader.line_num} is no row of CSV: {error}."
                    yield Cells({}, ("row", message))
                    continue
                if values:
                    yield Cells(dict(zip(header, values, strict=False)))

    def _arrow(self, path: str, format: str) -> Iterator[Cells]:
        pa = pyarrow("Parquet and Arrow")
        try:
            if format == "parquet":
                yield from self._parquet(path)
            else:
                yield from self._ipc(path)
        except pa.ArrowException as error:
            raise OSError(str(error).splitlines()[0]) from None

    def _parquet(self, path: str) -> Iterator[Cells]:
        import pyarrow.parquet as pq

        if path == STDIN:
            raise _Unfit("format", "Parquet cannot be read from standard input: name the file.")
        with pq.ParquetFile(path, buffer_size=1 << 20, pre_buffer=False) as file:
            self._need(file.schema_arrow.names)
            done, rows, size = 0, max(1, file.metadata.num_rows), _size(path)
            self._where = lambda: size * done // rows
            for cells in _rows_of(file, self.columns.names, 0, file.metadata.num_rows):
                yield cells
                done += 1

    def _ipc(self, path: str) -> Iterator[Cells]:
        pa = pyarrow("Arrow")
        if path == STDIN:
            stream = pa.ipc.open_stream(sys.stdin.buffer)
        else:
            # not mapped into memory: what had been read of a large file would stay resident
            file = pa.OSFile(path)
            self._where = file.tell
            try:
                reader = pa.ipc.open_file(file)
            except pa.ArrowInvalid:
                file.seek(0)
                stream = pa.ipc.open_stream(file)
            else:
                self._need(reader.schema.names)
                size, count = _size(path), max(1, reader.num_record_batches)
                for index in range(reader.num_record_batches):
                    self._where = lambda at=index: size * at // count  # type: ignore[misc]
                    yield from _sliced(reader.get_batch(index).select(self.columns.names))
                return
        self._need(stream.schema.names)
        for batch in stream:
            yield from _sliced(batch.select(self.columns.names))

    def _need(self, names: Iterable[str], *needed: str) -> None:
        """Raises _Unfit for columns that are asked for and are not there."""
        there = list(names)
        missing = [repr(name) for name in needed or self.columns.names if name not in there]
        if missing:
            shown = ", ".join(_printable(name[:40]) for name in there[:20]) or "none"
            message = f"There is no column {', '.join(missing)}; the columns are {shown}."
            raise _Unfit("columns", message)


def _article(row: int, path: str, argument: str) -> Item:
    try:
        status = os.stat(path) if path != STDIN else None
    except OSError:
        status = None  # reading it will tell why
    stamp = f"{status.st_size} {status.st_mtime_ns}" if status else None
    return Item(row, document=_printable(path), source=argument, path=os.fsencode(path), stamp=stamp)


def _bounded(file: io.BufferedReader | gzip.GzipFile) -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines; None for one that is too long to be held."""
    number = 0
    while line := file.readline(MAX_LINE):
        number += 1
        if len(line) < MAX_LINE or line.endswith(b"\n"):
            yield number, line
            continue
        while (rest := file.readline(MAX_LINE)) and not rest.endswith(b"\n"):
            pass
        yield number, None


def _parsed(number: int, line: bytes | None) -> Cells | None:
    """The row of a line of JSON; None for a blank one."""
    if line is None:
        return Cells({}, ("too-large", f"Line {number} has more than {MAX_LINE / 1e6:.0f} MB."))
    if number == 1 and line.startswith(b"\xef\xbb\xbf"):
        line = line[3:]
    if not line.strip():
        return None
    try:
        value = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        # what Python itself writes as JSON may have NaN and halves of characters; and bytes may be wrong
        try:
            value = json.loads(line.decode("utf-8", "surrogateescape"))
        except (ValueError, RecursionError) as error:
            return Cells({}, ("row", f"Line {number} is no JSON: {error}."))
    if not isinstance(value, dict):
        return Cells({}, ("row", f"Line {number} is JSON, but no object: {{…}} is expected."))
    return Cells(value)


def _broken(row: int, name: str, error: Exception) -> Item:
    detail = getattr(error, "strerror", None) or str(error).partition("\n")[0] or type(error).__name__
    message = f"{name}: this file cannot be read further: {_printable(detail)}."
    return Item(row, source=name, faults=(("unreadable", message),))


def _rows_of(file: Any, names: Sequence[str], start: int, stop: int) -> Iterator[Cells]:
    """Rows of an open Parquet file; row groups without any of them are not read."""
    groups: list[int] = []
    first = before = 0
    for index in range(file.metadata.num_row_groups):
        after = before + file.metadata.row_group(index).num_rows
        if before < stop and after > start:
            first = first if groups else before
            groups.append(index)
        before = after
    for batch in file.iter_batches(BATCH, row_groups=groups, columns=names, use_threads=False):
        at, first = first, first + batch.num_rows
        low, high = max(start - at, 0), min(stop - at, batch.num_rows)
        if low < high:
            yield from _cells(batch.slice(low, high - low))
        if first >= stop:
            return


def _sliced(batch: Any) -> Iterator[Cells]:
    """By and by: a batch of a file may be as large as the file."""
    for at in range(0, batch.num_rows, BATCH):
        yield from _cells(batch.slice(at, BATCH))


def _cells(batch: Any) -> Iterator[Cells]:
    columns = {name: _values(column) for name, column in zip(batch.schema.names, batch.columns, strict=True)}
    for index in range(batch.num_rows):
        yield Cells({name: values(index) for name, values in columns.items()})


def _values(column: Any) -> Callable[[int], object]:
    """Python's value of a cell: the day of a timestamp, whatever its unit; text with its wrong bytes."""
    import pyarrow as pa

    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.date32(), safe=False)
    text = pa.types.is_string(column.type) or pa.types.is_large_string(column.type)
    if hasattr(pa.types, "is_string_view"):
        text = text or pa.types.is_string_view(column.type)

    def value(index: int) -> object:
        cell = column[index]
        try:
            return cell.as_py()
        except UnicodeDecodeError:
            return cell.as_buffer().to_pybytes().decode("utf-8", "surrogateescape") if text else None

    return value


def _word(value: object) -> str | None:
    return None if absent(value) else _printable(str(value))


def _printable(text: str) -> str:
    """Without what UTF-8 cannot write."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _size(path: str) -> int:
    try:
        return 0 if path == STDIN else os.stat(path).st_size
    except OSError:
        return 0


def pyarrow(what: str) -> Any:
    """pyarrow, for those who have such files. Raises FaultError where it is not installed."""
    try:
        import pyarrow as pa
        import pyarrow.ipc
    except ImportError:
        message = f"{what} need pyarrow: pip install 'finchecks[batch]'."
        raise FaultError(Fault("install", message)) from None
    return pa
