"""The unit library is imported once for a rule of one's own, not at each start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from finchecks.rule import known
from finchecks.rulebook.scaffold import begin

LOAD = """\
import sys
from pathlib import Path
from finchecks.rule.load import load_rules
load_rules(Path("rules"))
print("pint" in sys.modules)
"""


def imports_pint(folder: Path, cache: Path) -> bool:
    done = subprocess.run(
        [sys.executable, "-c", LOAD], cwd=folder, env={**os.environ, "FINCHECKS_CACHE_DIR": str(cache)},
        capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return done.stdout.strip() == "True"


def test_a_rule_is_checked_once_and_again_when_it_changes(tmp_path: Path) -> None:
    path, _ = begin("occupancy", tmp_path / "rules")
    cache = tmp_path / "cache"
    assert imports_pint(tmp_path, cache)
    assert not imports_pint(tmp_path, cache)
    path.write_text(
        path.read_text("utf-8").replace("formula: taken / rooms", "formula: rooms / taken"), "utf-8"
    )
    assert imports_pint(tmp_path, cache)


def test_a_cache_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    begin("occupancy", tmp_path / "rules")
    (tmp_path / "cache").write_text("", "utf-8")
    assert imports_pint(tmp_path, tmp_path / "cache")


def test_another_check_has_to_look_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINCHECKS_CACHE_DIR", str(tmp_path))
    known.remember("one")
    assert known.remembered("one") and not known.remembered("two")
    monkeypatch.setattr(known, "_check", lambda: "another version")
    assert not known.remembered("one")
