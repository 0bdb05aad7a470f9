"""On Spark, by ``mapInPandas``: the rows of a run on one machine. ``make test-spark`` runs this."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

import finchecks
from finchecks import cli
from finchecks.batch.columns import COLUMNS, NAMES

pytestmark = pytest.mark.skipif(find_spec("pyspark") is None, reason="make test-spark installs PySpark")

WRONG = "Sales jumped 76% to $1.13bn from $600m."
BODIES = [WRONG, "Orders rose 5% to $21m from $20m.", None, "Fine.", "Sales rose 27% to $3.36bn."]


def articles(count: int) -> pd.DataFrame:
    bodies = [BODIES[at % len(BODIES)] for at in range(count)]
    days = [dt.date(2024, 5, 3) if at % 4 else None for at in range(count)]
    return pd.DataFrame({"id": range(count), "body": bodies, "day": days})


@pytest.fixture
def session() -> Iterator[Any]:
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    yield session
    session.stop()


def plain(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Comparable, whatever says that there is nothing; without the places in partitions."""
    names = [name for name in NAMES if name != "row"]
    found = [tuple(None if pd.isna(row[name]) else row[name] for name in names) for row in rows]
    return sorted(found, key=lambda row: (row[0], str(row[4])))


def test_the_frame_is_that_of_check_frame(session: Any, tmp_path: Path) -> None:
    given = articles(40)
    given[:25].to_parquet(tmp_path / "a.parquet")
    given[25:].to_parquet(tmp_path / "b.parquet")
    frame = session.read.parquet(str(tmp_path))
    made = finchecks.spark.check(frame, id="id", date="day", source="day")
    kinds = {"text": "string", "word": "string", "integer": "bigint", "number": "double", "day": "date"}
    assert dict(made.dtypes) == {c.name: kinds[c.type] for c in COLUMNS} | {"document": "bigint"}
    expected = finchecks.check_frame(given, id="id", date="day", source="day")
    expected["published"] = expected["published"].dt.date
    expected["source"] = expected["source"].astype("object").map(str, na_action="ignore")
    assert plain([row.asDict() for row in made.collect()]) == plain(expected.to_dict("records"))
    fewer = finchecks.spark.check(frame, id="id", ignore=["percent-*"]).collect()
    assert "percent-change" not in {row["rule"] for row in fewer}
    with pytest.raises(KeyError, match="no column 'text'"):
        finchecks.spark.check(frame, "text", id="id")


def test_the_parts_are_the_table_of_one_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("crawl").mkdir()
    articles(50).to_parquet("crawl/a.parquet", row_group_size=20)
    articles(11).to_parquet("crawl/b.parquet")
    options = ["batch", "crawl", "--id", "id", "--date", "day", "-q", "--output"]
    assert cli.run([*options, "here.parquet"]) == 0
    engine = ["--engine", "spark", "--scheduler", "local[2]", "--part-rows", "15"]
    assert cli.run([*options, "there.parquet", *engine]) == 0
    assert len(list(Path("there.parquet").iterdir())) == 5
    assert pq.read_table("there.parquet").to_pylist() == pq.read_table("here.parquet").to_pylist()
