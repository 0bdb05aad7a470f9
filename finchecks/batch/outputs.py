"""The table of checks as a file: Parquet, JSON lines or CSV, by the ending of its name."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import msgspec

from finchecks.batch.columns import COLUMNS, NAMES, Row, day_of
from finchecks.batch.inputs import pyarrow
from finchecks.faults import Fault, FaultError

#: rows that Parquet keeps together; the same for every run, or files of one content would differ
GROUP = 20_000


#: what a spreadsheet takes for the head of a formula, unless what follows is a plain figure
_HEADS = frozenset("=+-@\t\r")
_FIGURE = re.compile(r"[-+]?[\d.,]*\d%?")


def inert(value: object) -> object:
    """A cell of CSV that no spreadsheet calculates: "=1+1" is "'=1+1", "-29%" and numbers stay."""
    if isinstance(value, str) and value[:1] in _HEADS and not _FIGURE.fullmatch(value):
        return f"'{value}"
    return value


class Writer(Protocol):
    """Rows into a file that is open for bytes. What is written depends on the rows alone, in their order."""

    def write(self, rows: Sequence[Row]) -> None: ...

    def close(self) -> None:
        """Write what is left; the file itself stays open."""


class _Lines:
    """JSON lines: an object a row, its keys in the order of the columns."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._encoder = file, msgspec.json.Encoder()

    def write(self, rows: Sequence[Row]) -> None:
        encode = self._encoder.encode
        self._file.write(b"".join(encode(dict(zip(NAMES, row, strict=True))) + b"\n" for row in rows))

    def close(self) -> None:
        pass


class _Csv:
    """CSV as RFC 4180 has it, with a header; null is the empty field.

    A text that a spreadsheet would take for a formula has an apostrophe before it: articles are not trusted.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
        self._writer = csv.writer(self._text)
        self._writer.writerow(NAMES)

    def write(self, rows: Sequence[Row]) -> None:
        self._writer.writerows([inert(value) for value in row] for row in rows)

    def close(self) -> None:
        self._text.detach()


class Parquet:
    """Parquet, compressed by zstd; words are dictionaries, so that pandas makes categories of them."""

    def __init__(self, file: BinaryIO) -> None:
        pa = pyarrow("Parquet")
        import pyarrow.parquet as pq

        types = {
            "text": pa.string(),
            "word": pa.dictionary(pa.int32(), pa.string()),
            "integer": pa.int64(),
            "number": pa.float64(),
            "day": pa.date32(),
        }
        self._schema = pa.schema([(column.name, types[column.type]) for column in COLUMNS])
        self._writer = pq.ParquetWriter(file, self._schema, compression="zstd")
        self._rows: list[Row] = []

    def write(self, rows: Sequence[Row]) -> None:
        self._rows += rows
        while len(self._rows) >= GROUP:
            self._group(self._rows[:GROUP])
            del self._rows[:GROUP]

    def close(self, told: Mapping[str, str] | None = None) -> None:
        """``told`` goes into the file's own metadata."""
        if self._rows:
            self._group(self._rows)
        if told:
            self._writer.add_key_value_metadata(told)
        self._writer.close()

    def _group(self, rows: Sequence[Row]) -> None:
        pa = pyarrow("Parquet")
        arrays: list[Any] = []
        for column, values, type_ in zip(COLUMNS, zip(*rows, strict=True), self._schema.types, strict=True):
            if column.type == "word":
                arrays.append(pa.array(values, pa.string()).dictionary_encode())
            elif column.type == "day":
                arrays.append(pa.array([day_of(value) for value in values], type_))
            else:
                arrays.append(pa.array(values, type_))
        self._writer.write_table(pa.table(arrays, schema=self._schema))


WRITERS: dict[str, Callable[[BinaryIO], Writer]] = {
    ".parquet": Parquet,
    ".jsonl": _Lines,
    ".ndjson": _Lines,
    ".csv": _Csv,
}


def writer_for(path: Path) -> Callable[[BinaryIO], Writer]:
    """That of the path's ending. Raises FaultError for another ending, or if its library is missing."""
    found = WRITERS.get(path.suffix.lower())
    if found is None:
        endings = ", ".join(WRITERS)
        message = f"What is to be written is told by the ending, which has to be one of {endings}."
        raise FaultError(Fault("output", message, str(path)))
    if found is Parquet:
        pyarrow("Parquet")
    return found
