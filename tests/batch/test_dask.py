"""On a Dask cluster of processes: the rows of a run on one machine, whatever is killed meanwhile."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dask.dataframe as dd
import distributed
import pandas as pd
import pyarrow.parquet as pq
import pytest

import finchecks
from finchecks import cli
from finchecks.batch.columns import COLUMNS

WRONG = "Sales jumped 76% to $1.13bn from $600m."
RIGHT = "Orders rose 5% to $21m from $20m."
NAMED = ("--id", "id", "--date", "day")


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


def articles(count: int) -> pd.DataFrame:
    bodies = [
        WRONG,
        RIGHT,
        None,
        f"{WRONG}\n\n{RIGHT}",
        "The weather was fine.",
        "Sales rose 27% to $3.36bn.",
    ]
    return pd.DataFrame(
        {
            "id": [f"a{at}" for at in range(count)],
            "body": [bodies[at % len(bodies)] for at in range(count)],
            "day": ["2024-05-03", "no day"] * (count // 2),
        }
    )


@pytest.fixture
def crawl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two files, whose row groups end elsewhere than the parts do."""
    monkeypatch.chdir(tmp_path)
    Path("crawl").mkdir()
    whole = articles(120)
    whole[:50].to_parquet("crawl/a.parquet", row_group_size=18)
    whole[50:].to_parquet("crawl/b.parquet", row_group_size=33)
    return tmp_path


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """The rows of a run on one machine."""
    folder = tmp_path_factory.mktemp("here")
    articles(120).to_parquet(folder / "one.parquet")
    output = folder / "out.parquet"
    done = cli.run(["batch", str(folder / "one.parquet"), *NAMED, "--output", str(output), "-q"])
    assert done == 0
    return [
        {**row, "source": "crawl/a.parquet" if row["row"] < 50 else "crawl/b.parquet"} for row in rows(output)
    ]


def batch(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    status = cli.run(["batch", *arguments])
    err = capsys.readouterr().err
    assert "Traceback" not in err
    return status, err


def rows(path: Path | str) -> list[dict[str, Any]]:
    return pq.read_table(path).to_pylist()  # type: ignore[no-any-return]


def manifest(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(f"{name}.manifest.json").read_text())
    return found


def test_the_frame_is_that_of_check_frame(client: Any) -> None:
    given = articles(36)
    expected = finchecks.check_frame(given, date="day", id="id", source="day")
    lazy = finchecks.dask.check(
        dd.from_pandas(given, npartitions=3, sort=False), date="day", id="id", source="day"
    )
    made = lazy.compute().reset_index(drop=True)
    assert list(lazy.columns) == list(made.columns) and lazy.npartitions == 3
    words = {column.name: "object" for column in COLUMNS if column.type in ("word", "text")}
    pd.testing.assert_frame_equal(made.astype(words), expected.astype(words))
    assert made["severity"].cat.ordered and made["stated"].dtype == "float64"
    by_index = finchecks.dask.check(dd.from_pandas(given, npartitions=2, sort=False), timeout=None).compute()
    assert list(by_index["document"]) == list(finchecks.check_frame(given)["document"])
    with pytest.raises(KeyError, match="no column 'text'"):
        finchecks.dask.check(dd.from_pandas(given, npartitions=2), text="text")


def test_the_parts_are_the_table_of_one_machine(
    crawl: Path, client: Any, capsys: pytest.CaptureFixture[str], expected: list[dict[str, Any]]
) -> None:
    assert batch(capsys, "crawl", *NAMED, "--output", "here.parquet", "-q")[0] == 0
    assert rows("here.parquet") == expected
    engine = ("--engine", "dask", "--scheduler", client.scheduler.address, "--part-rows", "25", "-q")
    assert batch(capsys, "crawl", *NAMED, "--output", "there.parquet", *engine) == (0, "")
    assert sorted(path.name for path in Path("there.parquet").iterdir()) == [
        f"part-00000{number}.parquet" for number in range(5)
    ]
    assert rows("there.parquet") == expected
    here, there = manifest("here.parquet"), manifest("there.parquet")
    assert all(there[name] == here[name] for name in ("articles", "rows", "checks", "severities", "faults"))
    assert all(there[name] == here[name] for name in ("inputs", "columns", "rules", "rates"))
    assert not list(crawl.glob("*.unfinished*"))
    # over an earlier output, and with an exit status of its own
    assert batch(capsys, "crawl", "--output", "there.parquet", *engine, "--fail-on", "error")[0] == 1
    assert [row["document"] for row in rows("there.parquet")] == [None] * len(rows("there.parquet"))


def test_settings_reach_the_workers(crawl: Path, client: Any, capsys: pytest.CaptureFixture[str]) -> None:
    given = articles(12)
    settings: dict[str, Any] = {"ignore": ["percent-*"], "severity": {"difference": "note"}}
    made = finchecks.dask.check(dd.from_pandas(given, npartitions=2), timeout=None, **settings).compute()
    here = finchecks.check_frame(given, **settings)
    assert list(made["rule"]) == list(here["rule"]) and not any(made["rule"].dropna() == "percent-change")
    Path("finchecks.toml").write_text('ignore = ["percent-change"]\n')
    engine = ("--engine", "dask", "--scheduler", client.scheduler.address, "-q")
    assert batch(capsys, "crawl", "--output", "there.parquet", *engine)[0] == 0
    assert batch(capsys, "crawl", "--output", "here.parquet", "-q")[0] == 0
    assert rows("there.parquet") == rows("here.parquet")
    assert "percent-change" not in {row["rule"] for row in rows("there.parquet")}
    again = finchecks.dask.check(dd.from_pandas(given, npartitions=2), timeout=None, config=True).compute()
    assert not any(again["rule"].dropna() == "percent-change")


def start(address: str) -> subprocess.Popen[bytes]:
    arguments = ["batch", "crawl", *NAMED, "--output", "there.parquet", "--part-rows", "20"]
    more = ["--engine", "dask", "--scheduler", address, "--resume", "-q"]
    command = [sys.executable, "-m", "finchecks", *arguments, *more]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def wait_for_parts(process: subprocess.Popen[bytes], count: int) -> None:
    folder, until = Path("there.parquet.unfinished.parts"), time.monotonic() + 120
    while len(list(folder.glob("part-*.parquet"))) < count:
        assert time.monotonic() < until and process.poll() is None, "it ended before anything was killed"
        time.sleep(0.01)


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_loses_nothing(
    crawl: Path, client: Any, expected: list[dict[str, Any]]
) -> None:
    process = start(client.scheduler.address)
    wait_for_parts(process, 1)
    workers = client.run(os.getpid)
    os.kill(next(iter(workers.values())), signal.SIGKILL)
    _, err = process.communicate(timeout=240)
    assert process.returncode == 0, err.decode()
    assert rows("there.parquet") == expected
    client.wait_for_workers(2, timeout=60)
    assert client.run(os.getpid) != workers, "that one is dead, and another in its place"


@pytest.mark.slow
def test_a_run_that_is_killed_goes_on(
    crawl: Path, client: Any, capsys: pytest.CaptureFixture[str], expected: list[dict[str, Any]]
) -> None:
    process = start(client.scheduler.address)
    wait_for_parts(process, 1)
    process.kill()
    process.communicate()
    assert not Path("there.parquet").exists(), "never half of it"
    engine = ("--engine", "dask", "--scheduler", client.scheduler.address, "--part-rows", "20", "-q")
    options = ("crawl", *NAMED, "--output", "there.parquet", *engine)
    status, err = batch(capsys, *options)
    assert status == 2 and "--resume goes on" in err
    status, err = batch(capsys, *options, "--resume", "--text-format", "md")
    assert status == 2 and 'format null, now "md"' in err
    assert batch(capsys, *options, "--resume") == (0, "")
    assert rows("there.parquet") == expected
    assert manifest("there.parquet")["run"]["resumed_after"] >= 20


def test_what_cannot_be(crawl: Path, client: Any, capsys: pytest.CaptureFixture[str]) -> None:
    engine = ("--engine", "dask", "--scheduler", client.scheduler.address, "-q", "--output")
    Path("feed.jsonl").write_text(json.dumps({"body": WRONG}) + "\n")
    Path("full.parquet").mkdir()
    Path("full.parquet/mine.txt").write_text("mine")
    for inputs, output, words in (
        ("feed.jsonl", "o.parquet", "Only Parquet"),
        ("crawl", "o.csv", "has to end in .parquet"),
        ("crawl", "full.parquet", "something else"),
        ("crawl", "crawl/a.parquet", "is a file"),
        ("crawl", "gone/o.parquet", "no folder"),
    ):
        status, err = batch(capsys, inputs, *engine, output)
        assert status == 2 and words in err, err
    status, err = batch(capsys, "crawl", "--text", "txt", *engine, "o.parquet")
    assert status == 2 and "no column 'txt'; the columns are id, body, day" in err
    Path("crawl/broken.parquet").write_bytes(b"PAR1 nothing of the kind PAR1")
    pd.DataFrame({"txt": [WRONG]}).to_parquet("crawl/other.parquet")
    status, err = batch(capsys, "crawl", *engine, "o.parquet")
    assert status == 2 and "broken.parquet: this file cannot be read" in err and "no column 'body'" in err
    faults = manifest("o.parquet")["faults"]
    assert (faults["unreadable"], faults["columns"]) == (1, 1) and manifest("o.parquet")["articles"] == 122
    assert batch(capsys, "crawl", "--output", "p.parquet", "-q")[0] == 2
    assert rows("p.parquet") == rows("o.parquet"), "the same faults in the same places"


def test_a_scheduler_that_is_not_there(
    crawl: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finchecks.dask, "PATIENCE", 1)
    lost = ("--engine", "dask", "--scheduler", "tcp://127.0.0.1:9")
    status, err = batch(capsys, "crawl", "--output", "o.parquet", *lost)
    assert status == 2 and "no Dask scheduler at tcp://127.0.0.1:9" in err
    assert batch(capsys, "crawl", "--output", "o.parquet", "--scheduler", "tcp://127.0.0.1:9")[0] == 2
    monkeypatch.setitem(sys.modules, "distributed", None)
    status, err = batch(capsys, "crawl", "--output", "o.parquet", "--engine", "dask")
    assert status == 2 and "pip install 'finchecks[dask]'" in err


def test_on_processes_of_this_machine(crawl: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ("crawl/a.parquet", "--engine", "dask", "--jobs", "1", "--output", "o.parquet")
    status, _ = batch(capsys, *options, "-q")
    assert status == 0 and manifest("o.parquet")["articles"] == 50


def test_another_finchecks_on_a_machine_is_refused(crawl: Path) -> None:
    from finchecks.batch.inputs import Columns, Part
    from finchecks.batch.parts import Work
    from finchecks.batch.worker import Setup

    work = Work(Columns(), Setup(), None, ".", ".", (("finchecks", "0.0.1"),))
    with pytest.raises(finchecks.FaultError, match="another finchecks"):
        work(Part(0, "crawl/a.parquet", 0, 0, 50))
