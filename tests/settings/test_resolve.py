"""Layers: which setting wins, file by file."""

from __future__ import annotations

from pathlib import Path

import pytest

from finchecks.faults import FaultError
from finchecks.settings.resolve import Desk, merge
from finchecks.settings.shown import shown


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "archive").mkdir()
    (tmp_path / "finchecks.toml").write_text(
        'profile = "newsroom"\nignore = ["sum"]\nseverity = { "*" = "warning" }\n'
        '[[overrides]]\nfiles = ["archive/"]\nignore = ["share"]\nfail-on = "never"\n'
        'severity = { "cagr" = "note" }\n'
    )
    return tmp_path


def test_overrides_hold_where_their_globs_match(project: Path) -> None:
    desk = Desk()
    draft, old = desk.settings("draft.md"), desk.settings("archive/old.md")
    assert (draft.fail_on, draft.ignore) == ("error", ("sum",))
    assert (old.fail_on, old.ignore) == ("never", ("sum", "share"))
    assert list(old.severity.items()) == [("*", "warning"), ("cagr", "note")]


def test_options_come_last(project: Path) -> None:
    desk = Desk({"fail_on": "note", "ignore": ("cagr",), "severity": {"*": "error"}})
    old = desk.settings("archive/old.md")
    assert (old.fail_on, old.ignore) == ("note", ("sum", "share", "cagr"))
    assert list(old.severity.items()) == [("cagr", "note"), ("*", "error")], "of several the last counts"


def test_a_profile_is_under_everything_else(project: Path) -> None:
    desk = Desk({"profile": "audit"})
    assert desk.settings("draft.md").fail_on == "note"
    assert desk.settings("archive/old.md").fail_on == "never"


def test_isolated_and_given(project: Path, tmp_path: Path) -> None:
    assert Desk(isolated=True).settings("draft.md").ignore == ()
    other = tmp_path / "other.toml"
    other.write_text('fail-on = "note"\n')
    assert Desk(config=other).settings("archive/old.md").fail_on == "note"
    with pytest.raises(FaultError, match="cannot read the configuration"):
        Desk(config=tmp_path / "gone.toml").settings("draft.md")


def test_nearest_configuration_file_by_file(project: Path) -> None:
    (project / "archive" / "finchecks.toml").write_text('fail-on = "warning"\n')
    desk = Desk()
    assert desk.settings("draft.md").fail_on == "error"
    assert desk.settings("archive/old.md").fail_on == "warning"


def test_what_is_shown_can_be_read_back(project: Path) -> None:
    import tomllib

    settings = Desk({"exclude": ((str(project), "x y/"),)}).settings("archive/old.md")
    rows = list(shown(settings))
    assert tomllib.loads("\n".join(rows)) == {
        "profile": "newsroom",
        "select": [],
        "ignore": ["sum", "share"],
        "severity": {"*": "warning", "cagr": "note"},
        "fail-on": "never",
        "exit-zero": False,
        "coverage": False,
        "format": "text",
        "include": [],
        "exclude": ["x y/"],
        "gitignore": True,
        "cache": True,
    }
    assert any(row.endswith("# finchecks.toml, overrides of archive/") and "fail-on" in row for row in rows)


def test_a_layer_knows_settings_alone() -> None:
    with pytest.raises(KeyError):
        merge([("x", {"nonsense": 1})])
