"""The cache: it never changes what is said, and damage to it costs time alone."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finchecks import cache as cache_module
from finchecks import cli, pipeline
from finchecks.cache import KEEP_DAYS, Cache, key, knowledge_digest
from finchecks.checker import Checker
from finchecks.report import Report
from finchecks.report.to_json import dumps, to_dict

WRONG = "Sales jumped 76% to $1.13bn from $600m.\n"
TEXTS = {
    "a.txt": WRONG.encode(),
    "b.md": b"\xef\xbb\xbf# With a mark\r\n\r\nProfit doubled to **\xc2\xa330m** from \xc2\xa315m ($40m)\r\n",
    "c.txt": "The fund paid “£100 million” ($131 million).\n".encode("cp1252"),
    "d.txt": WRONG.encode("utf-16"),
    "e.md": b"---\ndate: 2022-03-01\n---\n<!-- finchecks: ignore -->\nSales fell 50% to $3m from $10m.\n",
    "f.html": b"""<!DOCTYPE html><html lang="en"><head><title>Results &amp; more</title></head><body>
<h1>Results</h1><!-- a note --><p>Sales jumped <b>76</b>% to &pound;1.13bn from &pound;600m in the year, it
said.</p><p>The board is pleased with what the team has done, and looks ahead to another year of work.</p>
</body></html>""",
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_report_comes_back_as_it_was(own_cache: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    checker = Checker(cache=Cache(own_cache))
    fresh = checker.check_bytes(TEXTS[name], path=name)
    monkeypatch.setattr(pipeline, "check_bytes", None)
    known = checker.check_bytes(TEXTS[name], path=f"elsewhere/{name}")
    assert known.document is not None
    assert (known.path, known.document.path) == (f"elsewhere/{name}", f"elsewhere/{name}")
    faults = tuple(replace(fault, path=name) for fault in known.faults)
    assert replace(known, path=name, document=replace(known.document, path=name), faults=faults) == fresh


@pytest.mark.parametrize(
    "format_", ["text", "concise", "json", "sarif", "junit", "github", "gitlab", "markdown"]
)
def test_every_format_says_the_same_of_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], format_: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, data in TEXTS.items():
        Path(name).write_bytes(data)
    said = []
    for _ in range(2):
        status = cli.run(["check", ".", "--format", format_, "--profile", "audit"])
        said.append((status, *capsys.readouterr()))
    assert said[0] == said[1] and len(said[0][1]) > 200


def test_the_key_is_all_that_a_report_depends_on(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text("a")
    day = dt.date(2026, 1, 15)
    ours, theirs = knowledge_digest(None), knowledge_digest(tmp_path)
    keys = [
        key(ours, b"x", "a.txt", None),
        key(ours, b"y", "a.txt", None),
        key(ours, b"x", "a.md", None),
        key(ours, b"x", "a.txt", day),
        key(theirs, b"x", "a.txt", None),
        key(knowledge_digest(None, tmp_path), b"x", "a.txt", None),
    ]
    (tmp_path / "r.yaml").write_text("b")
    keys.append(key(knowledge_digest(tmp_path), b"x", "a.txt", None))
    assert len(set(keys)) == len(keys)
    assert key(ours, b"x", "b/a.TXT", None) == keys[0], "the name of a file does not matter"


def test_a_new_version_of_finchecks_is_another_key(monkeypatch: pytest.MonkeyPatch) -> None:
    before = knowledge_digest(None)
    assert knowledge_digest(None) == before
    monkeypatch.setattr("finchecks.__version__", "99.0")
    assert knowledge_digest(None) != before


def test_user_rules_and_rates_that_change_are_heeded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("The fund paid £100 million ($131 million).\n")
    arguments = ["check", "a.txt", "--rates", "rates.csv", "--date", "2026-01-15", "--format", "concise"]
    found = []
    for rate in ("1.31", "1.55", "1.31"):
        Path("rates.csv").write_text(f"date,base,quote,rate\n2026-01-14,GBP,USD,{rate}\n")
        found.append(cli.run(arguments))
    capsys.readouterr()
    assert found == [0, 1, 0]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(0, 400), junk=st.binary(max_size=40), flip=st.integers(0, 5_000))
def test_a_damaged_entry_does_not_count(own_cache: Path, cut: int, junk: bytes, flip: int) -> None:
    store = Cache(own_cache)
    report = Checker().check_bytes(WRONG.encode(), path="a.txt")
    store.put("k" * 64, WRONG.encode(), report)
    entry = next(own_cache.glob("kk/*"))
    data = bytearray(entry.read_bytes())
    data[flip % len(data)] ^= 1 + flip % 255
    entry.write_bytes(bytes(data[: len(data) - cut]) + junk)
    assert store.get("k" * 64, WRONG.encode(), "a.txt") is None


@pytest.mark.parametrize("payload", [b"", b"\x00", b"\x81\xa4path\x01", b"\x93\x01\x02\x03", b"\x80"])
def test_an_entry_of_another_shape_does_not_count(own_cache: Path, payload: bytes) -> None:
    place = own_cache / "kk" / f"{'k' * 62}.report"
    place.parent.mkdir()
    place.write_bytes(cache_module._checksum(payload) + payload)
    assert Cache(own_cache).get("k" * 64, WRONG.encode(), "a.txt") is None


def test_a_folder_that_cannot_be_costs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(WRONG)
    Path("file").write_text("")
    for _ in range(2):
        assert cli.run(["check", "a.txt", "--cache-dir", "file/below"]) == 1
        assert capsys.readouterr().err == ""


def test_no_cache_leaves_nothing(
    own_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(WRONG)
    cli.run(["check", "a.txt", "--no-cache"])
    Path("finchecks.toml").write_text("cache = false\n")
    cli.run(["check", "a.txt"])
    assert list(own_cache.iterdir()) == []
    Path("finchecks.toml").write_text('cache-dir = "kept"\n')
    cli.run(["check", "a.txt"])
    assert len(list(Path("kept").glob("??/*.report"))) == 1
    capsys.readouterr()


def test_runs_side_by_side_share_it(own_cache: Path) -> None:
    reports: list[Report] = []

    def work() -> None:
        checker = Checker(cache=Cache(own_cache))
        for _ in range(10):
            reports.extend(checker.check_bytes(data, path=name) for name, data in TEXTS.items())

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(reports) == 4 * 10 * len(TEXTS)
    assert len({dumps(to_dict(report)) for report in reports}) == len(TEXTS)
    assert [p for p in own_cache.rglob("*") if p.is_file() and p.suffix != ".report"] == []


def test_what_is_of_no_use_is_swept(own_cache: Path) -> None:
    store = Cache(own_cache)
    report = Checker().check_bytes(WRONG.encode(), path="a.txt")
    for name in "abc":
        store.put(name * 64, WRONG.encode(), report)
    old = time.time() - (KEEP_DAYS + 1) * 86_400
    for name in "ab":
        os.utime(next(own_cache.glob(f"{name * 2}/*")), (old, old))
    assert store.get("b" * 64, WRONG.encode(), "a.txt"), "an old one that is read is of use"
    store.sweep()
    assert sorted(path.parent.name for path in own_cache.glob("??/*")) == ["bb", "cc"]


def test_what_is_known_needs_no_stage(tmp_path: Path) -> None:
    """A warm check loads neither the stages nor what they are made with: so it is fast."""
    (tmp_path / "a.txt").write_text(WRONG)
    code = (
        "import sys; from finchecks.cli import run; run(['check', 'a.txt']); "
        "names = ('finchecks.pipeline', 'yaml', 'pint', 'babel', 'markdown_it', 'pathspec', 'tomllib'); "
        "print(*(name for name in names if name in sys.modules))"
    )
    command = [sys.executable, "-c", code]
    seen = [
        subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True) for _ in range(2)
    ]
    loaded = [run.stdout.splitlines()[-1].split() for run in seen]
    assert "finchecks.pipeline" in loaded[0]
    assert loaded[1] == []
