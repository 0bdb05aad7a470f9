"""The same checks on a Spark cluster: of a Spark frame, and of partitioned Parquet (``finchecks batch``)."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import msgspec

from finchecks.batch.columns import COLUMNS
from finchecks.batch.frame import frame_of
from finchecks.batch.inputs import Columns, Part
from finchecks.batch.manifest import Counts
from finchecks.batch.parts import Work
from finchecks.batch.setup import Pathlike, anywhere, setup_of
from finchecks.faults import Fault, FaultError
from finchecks.settings import Level

if TYPE_CHECKING:
    import pandas as pd
    from pyspark.sql import DataFrame

_TYPES = {"text": "string", "word": "string", "integer": "long", "number": "double", "day": "date"}


def check(
    sdf: DataFrame,
    text: str = "body",
    date: str | None = None,
    *,
    id: str,
    source: str | None = None,
    format: str | None = None,
    rates: Pathlike | None = None,
    rules: Pathlike | None = None,
    facts: Pathlike | None = None,
    timeout: float | None = 60.0,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    severity: Mapping[str, Level] | None = None,
    config: Pathlike | bool = False,
) -> DataFrame:
    """Check a column of a Spark frame, by ``mapInPandas``; a Spark frame with a row for each check.

    The arguments, and the rows, are those of :func:`finchecks.check_frame`, which checks each batch of rows
    in a process of its own (``timeout`` None: in that of Spark). Since the rows of a Spark frame have no
    order, ``id`` is needed to tell the articles, and ``row`` counts within a partition. Words are strings.
    Files of ``rates``, ``rules`` and ``facts`` have to be where the workers can read them, under the same
    paths.

    Raises what ``check_frame`` raises for arguments that cannot be.
    """
    columns = Columns(text, date, id, source)
    missing = [name for name in columns.names if name not in sdf.columns]
    if missing:
        raise KeyError(f"there is no column {missing[0]!r}; the columns are {', '.join(sdf.columns)}")
    setup = anywhere(
        setup_of(
            rules=rules,
            rates=rates,
            facts=facts,
            format=format,
            select=select,
            ignore=ignore,
            severity=severity,
            config=config,
        )
    )
    needed = sdf.select(*columns.names)

    def checked(parts: Iterable[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        before = 0
        for part in parts:
            frame = frame_of(part, columns, setup, timeout=timeout)
            frame["row"] += before
            before += len(part)
            yield _plain(frame)

    types = {column.name: _TYPES[column.type] for column in COLUMNS}
    types["document"] = dict(needed.dtypes)[id]
    schema = ", ".join(f"`{name}` {type_}" for name, type_ in types.items())
    return needed.mapInPandas(checked, schema)


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """With the types that Spark takes."""
    frame["published"] = frame["published"].dt.date
    frame["source"] = frame["source"].astype("object").map(str, na_action="ignore")
    words = {column.name: "object" for column in COLUMNS if column.type in ("word", "text")}
    del words["document"]
    plain = frame.astype(words)
    return plain.where(plain.notna(), None)


@contextmanager
def engine(scheduler: str | None, jobs: int) -> Iterator[Any]:
    """The engine of ``finchecks batch --engine spark``: a cluster's, or so many cores of this machine.

    The counts come when all parts are done. Raises FaultError where Spark does not start, or gives up a part.
    """
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise ImportError("this needs Spark: pip install 'finchecks[spark]'") from error
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    try:
        builder = SparkSession.builder.master(scheduler or f"local[{jobs}]").appName("finchecks")
        spark = builder.config("spark.ui.showConsoleProgress", "false").getOrCreate()
    except (PySparkException, OSError) as error:
        raise FaultError(Fault("scheduler", f"Spark does not start ({_first(error)}).")) from None

    def spread(work: Work, parts: Sequence[Part]) -> Iterator[Counts]:
        def done(frames: Iterable[pd.DataFrame]) -> Iterator[pd.DataFrame]:
            for frame in frames:
                frame["counts"] = [work(_part(given)).to_json() for given in frame["part"]]
                yield frame[["counts"]]

        given = [(part.number, msgspec.json.encode(part).decode()) for part in parts]
        frame = spark.createDataFrame(given, "number long, part string")
        each = frame.repartitionByRange(len(given), "number")
        try:
            answers = each.mapInPandas(done, "counts string").collect()
        except PySparkException as error:
            raise FaultError(Fault("workers", f"Spark gave up ({_first(error)}).")) from None
        for answer in answers:
            yield Counts.from_json(answer["counts"])

    try:
        yield spread
    finally:
        spark.stop()


def _part(given: str) -> Part:
    return msgspec.json.decode(given, type=Part)


def _first(error: Exception) -> str:
    return str(error).partition("\n")[0]
