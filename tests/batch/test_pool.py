"""Processes that die: whatever kills them, only the article that did it is lost, and its row says why."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator

import pandas as pd
import pytest

import finchecks
from finchecks.batch import pool as pools
from finchecks.batch.kernel import ROWS, Item, Kernel, check_item, make_item
from finchecks.batch.pool import Pool
from finchecks.batch.worker import Setup
from finchecks.pipeline import prepare

WRONG = "Sales jumped 76% to $1.13bn from $600m."

#: a worker that two texts are too much for
TRAPS = """
import os, re, signal
from finchecks.batch import kernel, worker
check = kernel.check_item
def trapped(item, kernel):
    if item.data == b"DEADLY":
        os.kill(os.getpid(), signal.SIGKILL)
    if item.data == b"ENDLESS":
        re.match(r"(a+)+$", "a" * 60 + "b")
    return check(item, kernel)
kernel.check_item = trapped
worker.main()
"""


def items(count: int) -> list[Item]:
    return [make_item(row, f"Sales jumped {row % 90 + 5}% to $1.13bn from $600m.") for row in range(count)]


def answers(pool: Pool, given: list[Item]) -> list[list[tuple[object, ...]]]:
    return [ROWS.decode(answer) for _, answer in pool.run(iter(given))]


def test_the_same_rows_as_without_processes_in_order() -> None:
    frame = pd.DataFrame({"body": [WRONG, None, "Fine.", 3, *["Orders rose 5% to $21m from $20m."] * 100]})
    alone = finchecks.check_frame(frame)
    pd.testing.assert_frame_equal(finchecks.check_frame(frame, jobs=2, timeout=60), alone)


def test_a_worker_that_is_killed_costs_nothing() -> None:
    """``kill -9`` at random moments: its article is tried again."""
    given = items(600)
    expected = [check_item(item, Kernel(prepare())) for item in given]
    chance = random.Random(7)
    kills = 0
    with Pool(Setup(), jobs=2) as pool:
        found = []
        for _, answer in pool.run(iter(given)):
            found.append(ROWS.decode(answer))
            if chance.random() < 0.006 and kills < 4:
                os.kill(chance.choice(pool.processes), signal.SIGKILL)
                kills += 1
    assert kills >= 2 and found == expected


def test_an_article_that_kills_workers_is_the_only_one_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "ENTRY", TRAPS)
    given = items(100)
    given[41] = make_item(41, "DEADLY", document="d")
    with Pool(Setup(), jobs=2) as pool:
        found = answers(pool, given)
    assert [len(rows) for rows in found] == [1] * 100
    assert {row: rows[0][-1] for row, rows in enumerate(found) if rows[0][-1]} == {41: "crash"}
    assert found[41][0][:2] == ("d", 41)
    assert "died, twice (killed by SIGKILL)" in str(found[41][0][-2])


def test_an_article_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the process does not listen to anything, as in the middle of a regular expression."""
    monkeypatch.setattr(pools, "ENTRY", TRAPS)
    given = items(60)
    given[7] = make_item(7, "ENDLESS")
    given[8] = make_item(8, "DEADLY")
    began = time.monotonic()
    with Pool(Setup(), jobs=2, timeout=1.5) as pool:
        found = answers(pool, given)
    assert {row: rows[0][-1] for row, rows in enumerate(found) if rows[0][-1]} == {7: "timeout", 8: "crash"}
    assert "took more than 1.5 s" in str(found[7][0][-2])
    assert time.monotonic() - began < 30


#: a worker that an article may take 100 MB of, and that keeps 30 MB of each
GREED = """
import finchecks.pipeline as pipeline
from finchecks.batch import kernel, worker
check, read, kept = kernel.check_item, pipeline.from_bytes, []
def reading(data, **options):
    if data == b"GREEDY":
        bytearray(10**10)
    return read(data, **options)
def keeping(item, given):
    kept.append(b"x" * 30_000_000)
    return check(item, given)
pipeline.from_bytes, kernel.check_item, worker.GROWN = reading, keeping, 100_000_000
worker.main()
"""


@pytest.mark.skipif(
    not os.path.exists("/proc/self/statm"), reason="the system does not tell what a process holds"
)
def test_memory_is_bounded_by_article_and_by_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """An article that is too much for a process is a row that says so; a process that has grown is replaced,
    at no cost for the articles that it has been given."""
    monkeypatch.setattr(pools, "ENTRY", GREED)
    given = items(40)
    given[11] = make_item(11, "GREEDY")
    expected = [check_item(item, Kernel(prepare())) for item in given]
    seen: set[int] = set()
    with Pool(Setup(), jobs=2) as pool:
        found = []
        for _, answer in pool.run(iter(given)):
            found.append(ROWS.decode(answer))
            seen.update(pool.processes)
    assert [row[-1] for row in found[11]] == ["memory"]
    assert found[:11] + found[12:] == expected[:11] + expected[12:]
    assert len(seen) > 4


def test_processes_that_never_start_are_said_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "ENTRY", "raise SystemExit(3)")
    with (
        Pool(Setup(), jobs=2) as pool,
        pytest.raises(finchecks.FaultError, match=r"do not start .exit status 3"),
    ):
        answers(pool, items(3))


def test_no_process_outlives_the_pool() -> None:
    with Pool(Setup(), jobs=2) as pool:
        running = pool.run(iter(items(200)))
        next(running)
        processes = pool.processes
        assert len(processes) == 2
    for process in processes:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def test_no_more_is_read_than_there_is_room_for() -> None:
    read = 0

    def endless() -> Iterator[Item]:
        nonlocal read
        while True:
            yield make_item(read, f"{WRONG} {'x' * 1_000_000}")
            read += 1

    with Pool(Setup(), jobs=1) as pool:
        next(pool.run(endless()))
        assert read * 1_000_000 <= 1.2 * pools.HELD_BYTES
