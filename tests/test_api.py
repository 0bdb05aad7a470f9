"""The Python door."""

from __future__ import annotations

import datetime as dt
import doctest
import subprocess
import sys
from dataclasses import FrozenInstanceError
from pathlib import Path

import jsonschema
import pytest

import finchecks
from finchecks.report.schema import schema

WRONG = "Sales jumped 76% to $1.13bn from $600m."


def test_check_returns_a_typed_frozen_report() -> None:
    report = finchecks.check(WRONG, date="2026-01-15", path="draft.txt")
    (check,) = report.checks
    assert (check.verdict, check.severity) == ("mismatch", "error")
    assert check.claim.stated.text == "76%"
    assert [(o.role, o.text) for o in check.claim.operands] == [("new", "$1.13bn"), ("old", "$600m")]
    assert report.document and report.document.published == dt.date(2026, 1, 15)
    assert (report.notes, report.faults, report.path) == ((), (), "draft.txt")
    with pytest.raises(FrozenInstanceError):
        report.checks = ()  # type: ignore[misc]


def test_to_dict_is_the_contract() -> None:
    document = finchecks.check(WRONG).to_dict()
    jsonschema.Draft202012Validator(schema()).validate(document)
    claim = document["checks"][0]["claim"]
    assert (document["path"], claim["start"], claim["end"]) == (None, 13, 16)


def test_offsets_are_those_of_the_text_given() -> None:
    text = "\ud800 Gewinn – up.\r\n\r\n" + WRONG
    report = finchecks.check(text)
    stated = report.checks[0].claim.stated
    assert text[stated.start : stated.end] == "76%"


def test_markdown_by_the_path_given() -> None:
    fenced = f"```\n{WRONG}\n```\n"
    assert finchecks.check(fenced, path="a.md").checks == ()


ACCEPTED = f"<!-- finchecks: ignore[percent-change] the agency's own figure -->\n{WRONG}\n"


def test_a_comment_in_the_text_accepts_as_it_does_for_the_command(tmp_path: Path) -> None:
    path = tmp_path / "draft.md"
    path.write_text(ACCEPTED, encoding="utf-8")
    for report in (finchecks.check(ACCEPTED, path="draft.md"), finchecks.check_file(path)):
        assert report.checks == ()
        (accepted,) = report.accepted
        assert (accepted.source, accepted.reason) == ("comment", "the agency's own figure")
        assert accepted.check.claim.stated.text == "76%"


def test_what_lies_beside_an_article_counts_only_when_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    path.write_text(WRONG, encoding="utf-8")
    (mark,) = finchecks.check_file(path).fingerprints
    (tmp_path / ".finchecks-ignore").write_text(f"{mark}  draft.txt  it is so\n", encoding="utf-8")
    assert len(finchecks.check_file(path).checks) == 1
    report = finchecks.check_file(path, config=True)
    assert report.checks == () and report.accepted[0].source == "file"
    (tmp_path / ".finchecks-ignore").unlink()
    (tmp_path / "finchecks.toml").write_text('[severity]\n"*" = "note"\n', encoding="utf-8")
    assert finchecks.check(WRONG, path=path).checks[0].severity == "error"
    assert finchecks.check(WRONG, path=path, config=True).checks[0].severity == "note"


def test_a_configuration_by_name_and_a_faulty_one(tmp_path: Path) -> None:
    house = tmp_path / "house.toml"
    house.write_text('ignore = ["percent-change"]\n', encoding="utf-8")
    assert finchecks.check(WRONG, config=house).checks == ()
    house.write_text('ignore = ["percent-chang"]\n', encoding="utf-8")
    with pytest.raises(finchecks.FaultError, match=r"house\.toml:1: there is no rule"):
        finchecks.check(WRONG, config=house)


def test_check_file(tmp_path: Path) -> None:
    path = tmp_path / "draft.md"
    path.write_text(f"---\ndate: 2026-01-15\n---\n\n{WRONG}\n", encoding="utf-8")
    report = finchecks.check_file(path)
    assert [check.verdict for check in report.checks] == ["mismatch"]
    assert report.document and report.document.published_from == "metadata"
    missing = finchecks.check_file(tmp_path / "gone.md")
    assert missing.unread and [fault.reason for fault in missing.faults] == ["missing"]


@pytest.mark.parametrize("date", ["yesterday", "2026-02-30"])
def test_a_date_that_is_none_is_a_value_error(date: str) -> None:
    with pytest.raises(ValueError):
        finchecks.check(WRONG, date=date)


def test_a_datetime_counts_as_its_day() -> None:
    report = finchecks.check(WRONG, date=dt.datetime(2026, 1, 15, 23, 59))
    assert report.to_dict()["published"] == "2026-01-15"


def test_faulty_rates_and_rules_raise(tmp_path: Path) -> None:
    with pytest.raises(finchecks.FaultError):
        finchecks.check(WRONG, rates=tmp_path / "gone.csv")
    with pytest.raises(finchecks.FaultError):
        finchecks.check(WRONG, rules=tmp_path)


def test_an_empty_text_is_a_fault() -> None:
    report = finchecks.check(" \n")
    assert report.unread and [fault.reason for fault in report.faults] == ["empty"]


def test_the_package_docstring_is_true() -> None:
    assert doctest.testmod(finchecks).failed == 0
    assert doctest.testmod(finchecks).attempted == 3


def test_importing_is_light() -> None:
    """No stage, no third-party package; and a check needs neither numpy, pandas, pint nor babel."""
    code = (
        "import sys, finchecks; before = set(sys.modules);"
        "assert not {'yaml', 'click', 'rich', 'finchecks.pipeline'} & before, before;"
        "finchecks.check('Sales jumped 76% to $1.13bn from $600m.', date='2026-01-15');"
        "heavy = {'numpy', 'pandas', 'pint', 'babel', 'click', 'rich', 'pydantic'} & set(sys.modules);"
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_unknown_names_are_attribute_errors() -> None:
    with pytest.raises(AttributeError, match="no attribute 'chek'"):
        _ = finchecks.chek  # type: ignore[attr-defined]
    assert set(dir(finchecks)) >= {"check", "check_file", "Report"}
