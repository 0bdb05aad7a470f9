"""Configuration files: what they may say, and where exactly they are told what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from finchecks.faults import FaultError
from finchecks.settings.from_toml import Configuration, find, line_of, read

FULL = """\
fail-on = "error"
select = ["percent-*", "sum"]
exclude = ["archive/"]
rules = "house-rules"

[severity]
sum = "note"

[[overrides]]
files = ["*.txt"]
ignore = ["sum"]
"""


def written(folder: Path, text: str, name: str = "finchecks.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def faults(path: Path) -> list[tuple[int | None, str]]:
    with pytest.raises(FaultError) as caught:
        read(path)
    return [(fault.line, fault.message) for fault in caught.value.faults]


def test_every_value_in_its_own_form(tmp_path: Path) -> None:
    found = read(written(tmp_path, FULL))
    assert found is not None
    assert found.values == {
        "fail_on": "error",
        "select": ("percent-*", "sum"),
        "exclude": ((str(tmp_path), "archive/"),),
        "rules": tmp_path / "house-rules",
        "severity": {"sum": "note"},
    }
    assert [(o.files, o.values) for o in found.overrides] == [(("*.txt",), {"ignore": ("sum",)})]


def test_the_same_in_pyproject(tmp_path: Path) -> None:
    text = """\
[project]
name = "x"

[tool.finchecks]
fail-on = "note"

[[tool.finchecks.overrides]]
files = ["a"]
"""
    found = read(written(tmp_path, text, "pyproject.toml"))
    assert found is not None and found.values == {"fail_on": "note"} and len(found.overrides) == 1


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('\nfial-on = "error"\n', 2, "there is no setting 'fial-on'; did you mean 'fail-on'?"),
        ("exit_zero = true\n", 1, "there is no setting 'exit_zero'; did you mean 'exit-zero'?"),
        ('fail-on = "grave"\n', 1, "fail-on must be one of error, warning, note, never"),
        ('# of rules\nselect = "sum"\n', 2, 'select must be a list of texts, such as ["one", "two"]'),
        ("cache = 1\n", 1, "cache must be true or false"),
        ("x.y = 1\n", 1, "there is no setting 'x'"),
        ("[severity]\na = 'error'\nb = 'off'\n", 3, "severity.b must be one of error, warning, note"),
        ("overrides = 3\n", 1, "overrides must be tables, each under [[overrides]]"),
        ("[[overrides]]\nignore = []\n", 1, 'overrides need files = ["glob", …]'),
        (
            "[[overrides]]\nfiles = ['a']\n[[overrides]]\nfiles = ['b']\nformat = 'json'\n",
            5,
            "there is no setting 'format' in [[overrides]]",
        ),
    ],
)
def test_a_fault_has_its_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    assert faults(written(tmp_path, text)) == [(line, message)]


def test_all_faults_at_once(tmp_path: Path) -> None:
    found = faults(written(tmp_path, "nonsense = 1\nselect = [\n  'sum',\n  3,\n]\ncache = 'no'\n"))
    assert [line for line, _ in found] == [1, 2, 6]


@pytest.mark.parametrize(
    ("data", "line"),
    [(b"a = \n", 1), (b"a = 1\n[b\n", 2), (b'# so far fine\na = "\xff"', 2), (b"[" * 20_000, None)],
)
def test_what_is_not_toml(tmp_path: Path, data: bytes, line: int | None) -> None:
    path = tmp_path / "finchecks.toml"
    path.write_bytes(data)
    found = faults(path)
    assert len(found) == 1
    assert line is None or found[0][0] == line


def test_found_upwards_from_the_folder(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    outer = written(tmp_path, "cache = false\n")
    assert _path(find(deep)) == outer
    written(tmp_path / "a", "[project]\nname = 'no table of ours'\n", "pyproject.toml")
    assert _path(find(deep)) == outer
    nearer = written(tmp_path / "a", "[tool.finchecks]\ncache = true\n", "pyproject.toml")
    assert _path(find(deep)) == nearer
    own = written(tmp_path / "a", "")
    assert _path(find(deep)) == own, "finchecks.toml comes before the pyproject.toml beside it"


def _path(found: Configuration | None) -> Path | None:
    return found.path if found else None


def test_the_line_is_that_of_the_statement_not_of_the_word() -> None:
    text = 'about = """\ncache = 1\n"""\n# cache\n[severity]\ncache = "x"\n[[a]]\ncache = [\n 1,\n]\n'
    assert line_of(text, ("severity", "cache")) == 6
    assert line_of(text, ("a", 0, "cache")) == 8
    assert line_of(text, ("cache",)) is None


def test_the_line_of_a_text_in_a_list_is_its_own() -> None:
    text = 'ignore = [\n  "sum",  # a comment, ] and all\n  "shrae",\n]\nselect = ["x", "shrae"]\n'
    assert line_of(text, ("ignore", "sum")) == 2
    assert line_of(text, ("ignore", "shrae")) == 3
    assert line_of(text, ("select", "shrae")) == 5
    assert line_of(text, ("ignore",)) == 1
    assert line_of(text, ("ignore", "share")) is None
