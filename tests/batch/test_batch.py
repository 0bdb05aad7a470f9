"""``finchecks batch``: what it writes, and that no kill at any moment makes a difference."""

from __future__ import annotations

import io
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

import finchecks
from finchecks import cli
from finchecks.batch import run as runs
from finchecks.batch.columns import COLUMNS, NAMES

WRONG = "Sales jumped 76% to $1.13bn from $600m."
RIGHT = "Orders rose 5% to $21m from $20m."
#: a run with commits after few articles, so that a kill finds some
OFTEN = "from finchecks.batch import run; run.ARTICLES = 7; from finchecks.cli import main; main()"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    articles = [WRONG, None, RIGHT, "Fine.", 7, f"{WRONG} {RIGHT}"]
    rows = [{"id": f"a{at}", "body": body, "day": "2024-05-03"} for at, body in enumerate(articles)]
    Path("feed.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return tmp_path


def batch(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = cli.run(["batch", *arguments])
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return status, out, err


def test_the_table_is_that_of_check_frame(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = [json.loads(line) for line in Path("feed.jsonl").read_text().splitlines()]
    frame = pd.DataFrame(given, dtype="object").assign(source="feed.jsonl")
    expected = finchecks.check_frame(frame, date="day", id="id", source="source")
    options = ["feed.jsonl", "--date", "day", "--id", "id", "--jobs", "2", "--quiet", "--output"]
    for name in ("out.parquet", "out.jsonl", "out.csv"):
        assert batch(capsys, *options, name) == (0, "", "")
    table = pq.read_table("out.parquet")
    assert table.schema.names == list(NAMES)
    rows = [json.loads(line) for line in Path("out.jsonl").read_text().splitlines()]
    assert [list(row) for row in rows] == [list(NAMES)] * len(expected) == [list(NAMES)] * 6
    wanted = [
        {name: None if pd.isna(value) else value for name, value in row.items()}
        for row in expected.assign(published=expected["published"].dt.strftime("%Y-%m-%d"))
        .astype("object")
        .to_dict("records")
    ]
    assert rows == wanted
    days = [
        {**row, "published": str(row["published"]) if row["published"] else None} for row in table.to_pylist()
    ]
    assert days == wanted
    cells = pd.read_csv("out.csv", keep_default_na=False, dtype=str).to_dict("records")
    assert [row["fault"] for row in cells] == ["", "null", "", "type", "", ""]
    assert [row["stated"] for row in cells] == ["76.0", "", "5.0", "", "76.0", "5.0"]
    kinds = pd.read_parquet("out.parquet").dtypes.astype(str)
    assert all(kinds[column.name] == "category" for column in COLUMNS if column.type == "word")
    pd.testing.assert_frame_equal(
        finchecks.summary(pd.read_parquet("out.parquet")).astype("object"),
        finchecks.summary(expected).astype("object"),
        check_like=True,
    )


def test_manifest_and_summary(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = batch(capsys, "feed.jsonl", "--output", "out.csv", "--jobs", "1")
    assert (status, err) == (0, "")
    assert (
        "6 articles: 4 checks (2 consistent, 2 errors); 2 faults (1 null, 1 type).\nout.csv is written, after"
        in out
    )
    manifest = json.loads(Path("out.csv.manifest.json").read_text())
    assert manifest["finchecks"] == finchecks.__version__ and manifest["inputs"] == ["feed.jsonl"]
    assert (manifest["articles"], manifest["rows"]) == (6, 6)
    assert manifest["checks"] == {"consistent": 2, "mismatch": 2} and manifest["severities"] == {"error": 2}
    assert manifest["faults"] == {"null": 1, "type": 1}
    assert len(manifest["rules"]) == len(manifest["rates"]) == 64 and manifest["facts"] is None
    assert manifest["output"]["bytes"] == Path("out.csv").stat().st_size
    assert manifest["run"]["jobs"] == 1 and manifest["run"]["seconds"] > 0
    assert sorted(path.name for path in folder.iterdir()) == [
        "feed.jsonl",
        "out.csv",
        "out.csv.manifest.json",
    ]


def test_digests_follow_rules_and_rates(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("rates.csv").write_text("date,base,quote,rate\n2024-05-02,EUR,USD,2.0\n")

    def manifest(*more: str) -> dict[str, str]:
        assert batch(capsys, "feed.jsonl", "--output", "o.csv", "--jobs", "1", "-q", *more)[0] == 0
        found: dict[str, str] = json.loads(Path("o.csv.manifest.json").read_text())
        return found

    plain, own = manifest(), manifest("--rates", "rates.csv")
    assert plain["rules"] == own["rules"] and plain["rates"] != own["rates"]


def test_articles_and_standard_input(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("archive").mkdir()
    Path("archive/one.md").write_text(f"---\ndate: 2024-05-03\n---\n\n{WRONG}\n")
    Path("archive/two.html").write_text("<html><body><p>" + RIGHT + "</p></body></html>")
    Path("archive/three.txt").write_bytes(b"\x00\x01")
    assert batch(capsys, "archive", "--output", "a.jsonl", "--jobs", "1", "-q")[0] == 0
    rows = [json.loads(line) for line in Path("a.jsonl").read_text().splitlines()]
    assert [(row["document"], row["verdict"], row["fault"], row["source"]) for row in rows] == [
        ("archive/one.md", "mismatch", None, "archive"),
        ("archive/three.txt", None, "binary", "archive"),
        ("archive/two.html", "consistent", None, "archive"),
    ]
    assert rows[0]["published"] == "2024-05-03" and rows[0]["line"] == 5

    class Stdin:
        buffer = io.BufferedReader(io.BytesIO(Path("feed.jsonl").read_bytes()))

    monkeypatch.setattr(sys, "stdin", Stdin)
    assert batch(capsys, "-", "--output", "b.jsonl", "--jobs", "1", "-q")[0] == 0
    assert len(Path("b.jsonl").read_text().splitlines()) == 6


def test_exit_statuses(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = ("feed.jsonl", "--jobs", "1", "-q", "--output")
    assert batch(capsys, *base, "out.csv", "--fail-on", "error")[0] == 1
    assert batch(capsys, *base, "out.csv", "--fail-on", "never")[0] == 0
    for output, words in (("out.xlsx", "one of .parquet"), ("gone/out.csv", "no folder"), (".", "ending")):
        status, _, err = batch(capsys, *base, output)
        assert status == 2 and words in err and output in err
    status, _, err = batch(capsys, *base, "new.csv", "--text", "txt")
    assert status == 2 and "no column 'txt'; the columns are id, body, day" in err
    assert not Path("new.csv").exists() and not Path("new.csv.unfinished.tmp").exists()
    Path("broken.parquet").write_bytes(b"PAR1 nothing of the kind PAR1")
    status, _, err = batch(capsys, "broken.parquet", *base, "out.csv")
    assert status == 2 and "broken.parquet: this file cannot be read" in err
    assert len(Path("out.csv").read_text().splitlines()) == 8, "the other file is checked"
    assert batch(capsys, *base, "out.csv", "--rules", "gone")[0] == 2


def test_a_failure_leaves_the_old_output(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("out.csv").write_text("old\n")
    assert batch(capsys, "feed.jsonl", "--text", "txt", "--output", "out.csv", "--jobs", "1")[0] == 2
    assert Path("out.csv").read_text() == "old\n"


def test_the_configuration_of_the_working_directory_counts(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def rules(*options: str) -> list[tuple[str, str]]:
        assert batch(capsys, "feed.jsonl", "--output", "o.jsonl", "--jobs", "1", "-q", *options)[0] == 0
        rows = [json.loads(line) for line in Path("o.jsonl").read_text().splitlines()]
        return [(row["verdict"], row["severity"]) for row in rows if row["rule"]]

    plain = rules()
    assert ("mismatch", "error") in plain
    Path("finchecks.toml").write_text('[severity]\npercent-change = "note"\n')
    assert ("mismatch", "note") in rules() and ("mismatch", "error") not in rules()
    manifest = json.loads(Path("o.jsonl.manifest.json").read_text())
    assert manifest["severity"] == {"percent-change": "note"} and manifest["select"] == []
    assert rules("--isolated") == plain
    assert rules("--ignore", "percent-*") == []
    assert rules("--severity", "percent-change=error") == plain
    Path("own.toml").write_text('select = ["share"]\n')
    assert rules("--config", "own.toml") == []
    Path("finchecks.toml").write_text('ignore = ["percent-chance"]\n')
    status, _, err = batch(capsys, "feed.jsonl", "--output", "n.jsonl", "-q")
    assert status == 2 and "finchecks.toml:1: there is no rule 'percent-chance'; did you mean" in err


def test_other_settings_make_it_another_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    large(Path("feed.jsonl"))
    stopped()
    status, _, err = batch(capsys, "feed.jsonl", "--output", "out.csv", "-q", "--resume", "--ignore", "share")
    assert status == 2 and 'is another one (ignore [], now ["share"])' in err


def large(path: Path, count: int = 400) -> None:
    """Articles enough for a kill to find the run at work, faults among them."""
    bodies = [WRONG, RIGHT, None, f"{WRONG}\n\n{RIGHT}", "The weather was fine.", 3]
    with path.open("w") as file:
        for at in range(count):
            file.write(json.dumps({"id": at, "body": bodies[at % 6]}) + "\n")


def start(*arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", OFTEN, "batch", *arguments, "--jobs", "2"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


@pytest.mark.parametrize("name", ["out.parquet", "out.csv"])
def test_killed_at_random_moments_the_result_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    large(Path("feed.jsonl"))
    assert batch(capsys, "feed.jsonl", "--output", f"whole-{name}", "--id", "id", "-q")[0] == 0
    arguments = ("feed.jsonl", "--output", name, "--id", "id", "-q", "--resume")
    chance, log = random.Random(name), Path(f"{name}.unfinished")
    kills, grown = 0, set()
    while kills < 4:
        process = start(*arguments)
        size = log.stat().st_size if log.exists() else 0
        waiting = time.monotonic() + 60
        # killed soon after it has got a little further, or while it starts
        while process.poll() is None and time.monotonic() < waiting and chance.random() < 0.998:
            time.sleep(0.005)
            if log.exists() and log.stat().st_size > size + chance.randrange(30_000):
                break
        if process.poll() is not None:
            break
        process.send_signal(signal.SIGKILL)
        process.wait()
        kills += 1
        grown.add(log.stat().st_size if log.exists() else 0)
        assert not Path(name).exists(), "never half of it"
    assert kills >= 2 and max(grown) > 0
    done = start(*arguments)
    assert done.wait(120) == 0, done.stderr and done.stderr.read()
    assert Path(name).read_bytes() == Path(f"whole-{name}").read_bytes()
    ours, theirs = (json.loads(Path(f"{n}.manifest.json").read_text()) for n in (name, f"whole-{name}"))
    for manifest in (ours, theirs):
        del manifest["run"], manifest["output"]["path"]
    assert ours == theirs
    assert not log.exists() and not Path(f"{name}.unfinished.tmp").exists()


@pytest.mark.parametrize("moment", ["os.replace", "runs.write_whole", "runs.Log.remove"])
def test_killed_while_it_ends(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], moment: str
) -> None:
    assert batch(capsys, "feed.jsonl", "--output", "whole.csv", "-q", "--jobs", "1")[0] == 0
    code = (
        "import os, signal, sys; from finchecks.batch import run as runs; from finchecks.cli import main\n"
        f"{moment} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\nmain()"
    )
    arguments = ["batch", "feed.jsonl", "--output", "out.csv", "-q", "--jobs", "1"]
    killed = subprocess.run([sys.executable, "-c", code, *arguments], check=False)
    assert killed.returncode == -signal.SIGKILL and Path("out.csv.unfinished").exists()
    status, _, err = batch(capsys, *arguments[1:])
    assert status == 2 and "--resume goes on with it" in err, "work is not thrown away unasked"
    assert batch(capsys, *arguments[1:], "--resume")[0] == 0
    assert Path("out.csv").read_bytes() == Path("whole.csv").read_bytes()
    assert not Path("out.csv.unfinished").exists()


def stopped(name: str = "out.csv") -> None:
    """A run that was killed after some of its articles."""
    process = start("feed.jsonl", "--output", name, "-q")
    log = Path(f"{name}.unfinished")
    while process.poll() is None and not (log.exists() and log.stat().st_size > 8_000):
        time.sleep(0.005)
    assert process.poll() is None
    process.kill()
    process.wait()


def test_what_has_changed_cannot_be_gone_on_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    large(Path("feed.jsonl"))
    stopped()
    base = ("feed.jsonl", "--output", "out.csv", "-q", "--resume")
    status, _, err = batch(capsys, *base, "--id", "id")
    assert status == 2 and "is another one (columns" in err
    feed = Path("feed.jsonl").read_text()
    Path("feed.jsonl").write_text(feed.replace("76%", "77%", 1))
    status, _, err = batch(capsys, *base)
    assert status == 2 and "not what they were" in err
    Path("feed.jsonl").write_text(feed)
    log = Path("out.csv.unfinished")
    log.write_bytes(log.read_bytes()[:-3])  # torn, as by a loss of power
    assert batch(capsys, *base)[0] == 0
    assert batch(capsys, "feed.jsonl", "--output", "whole.csv", "-q")[0] == 0
    assert Path("out.csv").read_bytes() == Path("whole.csv").read_bytes()


def test_a_run_that_did_nothing_stands_in_nobodys_way(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = ("feed.jsonl", "--output", "out.csv", "-q", "--jobs", "1")
    assert batch(capsys, *base, "--text", "txt")[0] == 2
    assert not Path("out.csv.unfinished").exists()
    with runs.Log(Path("out.csv.unfinished"), {"of": "other work"}, resume=False) as log:
        assert not list(log.commits())
        Path("killed").write_bytes(log.path.read_bytes())
    Path("killed").rename("out.csv.unfinished")  # as kill -9 leaves it before the first articles
    assert batch(capsys, *base)[0] == 0


def test_two_runs_do_not_write_one_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    log = Path("out.csv.unfinished")
    with runs.Log(log, {}, resume=False), pytest.raises(finchecks.FaultError, match="Another run"):
        runs.Log(log, {}, resume=True)


def test_ctrl_c_keeps_what_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    large(Path("feed.jsonl"))
    process = start("feed.jsonl", "--output", "out.csv", "-q")
    log = Path("out.csv.unfinished")
    while process.poll() is None and not (log.exists() and log.stat().st_size > 5_000):
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130 and b"--resume goes on" in err and b"Traceback" not in err
    assert log.exists() and not Path("out.csv").exists() and not Path("out.csv.unfinished.tmp").exists()


def test_workers_end_with_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also one that is at an article without end is not left behind; it notices when its input closes."""
    monkeypatch.chdir(tmp_path)
    large(Path("feed.jsonl"))
    stopped()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and _workers(str(tmp_path)):
        time.sleep(0.1)
    assert not _workers(str(tmp_path))


def _workers(folder: str) -> list[int]:
    """Processes that work in a folder, other than this one."""
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit() and int(name) != os.getpid():
            try:
                if os.readlink(f"/proc/{name}/cwd") == folder:
                    found.append(int(name))
            except OSError:
                continue
    return found


def test_progress_in_plain_lines(capsys: pytest.CaptureFixture[str]) -> None:
    from finchecks.batch.progress import Lines, duration

    lines = Lines(every=0.0)
    lines.update(100, 1_000, 10_000)
    lines.update(300, 3_000, 10_000)
    lines.update(300, 3_000, None)
    _, second, third = capsys.readouterr().err.splitlines()
    assert second.startswith("300 articles, ") and "30%, about" in second and second.endswith(" left")
    assert third.startswith("300 articles, ") and "%" not in third
    assert [duration(s) for s in (12, 240, 12_000)] == ["12 s", "4 min", "3 h 20 min"]


def test_csv_needs_neither_pandas_nor_pyarrow(folder: Path) -> None:
    code = (
        "import sys; sys.modules['pandas'] = sys.modules['pyarrow'] = sys.modules['numpy'] = None\n"
        "from finchecks.cli import run\n"
        "for name in ('out.csv', 'out.jsonl', 'out.parquet'):\n"
        "    print(run(['batch', 'feed.jsonl', '-q', '--jobs', '1', '--output', name]))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "0", "2"]
    assert "pip install 'finchecks[batch]'" in done.stderr
