"""A rule that somebody begins works at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from finchecks.faults import FaultError
from finchecks.pipeline import prepare
from finchecks.rulebook.examples import failures, run
from finchecks.rulebook.scaffold import begin


def test_it_passes_as_it_is(tmp_path: Path) -> None:
    path, schema = begin("room-occupancy", tmp_path / "house" / "rules")
    knowledge = prepare(rules=path.parent)
    (rule,) = [rule for rule in knowledge.rules if rule.id == "room-occupancy"]
    outcomes = run([rule], knowledge)
    assert {one.example.outcome for one in outcomes} == {"consistent", "mismatch", "silent"}
    assert not failures(outcomes)
    assert rule.title == "Room occupancy"
    Draft202012Validator.check_schema(json.loads(schema.read_text("utf-8")))
    assert path.read_text("utf-8").startswith(f"# yaml-language-server: $schema={schema.name}\n")


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    path, schema = begin("occupancy", tmp_path)
    path.write_text("mine", "utf-8")
    schema.write_text("mine", "utf-8")
    with pytest.raises(FaultError, match="there already"):
        begin("occupancy", tmp_path)
    assert begin("another", tmp_path) == (tmp_path / "another.yaml",)
    assert (path.read_text("utf-8"), schema.read_text("utf-8")) == ("mine", "mine")


@pytest.mark.parametrize("name", ["", "Rate", "a b", "../rate", "rate.yaml", "-rate", "rate-", "é"])
def test_names_that_are_none(tmp_path: Path, name: str) -> None:
    with pytest.raises(FaultError, match="no name for a rule"):
        begin(name, tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "rules").write_text("", "utf-8")
    with pytest.raises(FaultError):
        begin("rate", tmp_path / "rules")
