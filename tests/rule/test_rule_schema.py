"""The JSON Schema of rule files: current, true of our rules, and of one mind with the loader."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from finchecks.rule.load import builtin_folder, load_rule, rule_files
from finchecks.rule.schema import shipped, text

VALIDATOR = Draft202012Validator(json.loads(shipped()))
EXAMPLES = Path(__file__).parent.parent.parent / "examples" / "rules"
RULES = [*rule_files(builtin_folder()), *rule_files(EXAMPLES)]

GOOD = """\
kind: other
title: Occupancy
about: Rooms that were taken over all rooms.
claim: {types: [percent], cues: [occupancy]}
roles:
  taken: {type: count, marks: [_ were taken], optional: false}
  rooms: {type: count, like: taken, marks: ["of its _"], sign: positive}
formula: taken / rooms
mistakes: {wrong_base: (rooms - taken) / rooms}
message: They cannot all be right.
tolerance: 0.01
severity: warning
binding: {window: 1}
examples:
  consistent:
    - text: Of its 200 rooms 150 were taken, an occupancy of 75%.
      date: 2026-01-15
      claim: 75%
      operands: {taken: 150, rooms: 200}
  silent:
    - The hotel has 200 rooms.
"""
#: what the loader refuses and a schema can say
BAD = [
    ("kind: other", "kind: othre"),
    ("title: Occupancy", "titel: Occupancy"),
    ("title: Occupancy", "title: "),
    ("title: Occupancy", "title: [a, b]"),
    ("message: They cannot all be right.\n", ""),
    ("types: [percent]", "types: [percents]"),
    ("{types: [percent], cues: [occupancy]}", "{cues: [occupancy]}"),
    ("cues: [occupancy]", "cue: occupancy"),
    ("type: count, marks: [_ were", "type: counts, marks: [_ were"),
    ("type: count, like", "like"),
    ("  taken:", "  Taken:"),
    ("sign: positive", "sign: plus"),
    ("optional: false", "optional: perhaps"),
    ("formula: taken / rooms\n", ""),
    ("wrong_base", "wrong_bse"),
    ("tolerance: 0.01", "tolerance: 2"),
    ("tolerance: 0.01", "tolerance: much"),
    ("severity: warning", "severity: fatal"),
    ("window: 1", "window: 99"),
    ("window: 1", "windw: 1"),
    ("consistent:", "consistant:"),
    ("date: 2026-01-15", "date: 15 January"),
    ("      claim: 75%\n", ""),
    ("consistent:", "mismatch:"),  # which needs its severity
    ("operands: {taken: 150, rooms: 200}", "operands: 150"),
    ("    - The hotel has 200 rooms.", "    - {txt: The hotel has 200 rooms.}"),
]
#: what only the loader can see
BEYOND = [
    ("formula: taken / rooms", "formula: takn / rooms"),
    ("formula: taken / rooms", "formula: exec(taken)"),
    ("formula: taken / rooms", "formula: taken - 1"),
    ("like: taken", "like: tken"),
    ("claim: 75%", "claim: 85%"),
    ("operands: {taken: 150,", "operands: {takn: 150,"),
]


class _Core(yaml.SafeLoader):
    """YAML 1.2's core types, as editors read it: "no" and dates stay text."""


_Core.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in [
    ("tag:yaml.org,2002:bool", r"true|false", "tf"),
    ("tag:yaml.org,2002:int", r"[-+]?\d+", "-+0123456789"),
    ("tag:yaml.org,2002:float", r"[-+]?\d*\.\d+", "-+.0123456789"),
    ("tag:yaml.org,2002:null", r"null|~|", ["n", "~", ""]),
]:
    _Core.add_implicit_resolver(_tag, re.compile(f"^(?:{_pattern})$"), list(_first))


def errors(source: str) -> list[str]:
    data: Any = yaml.load(source, Loader=_Core)
    return [error.message for error in VALIDATOR.iter_errors(data)]


def loads(folder: Path, source: str) -> bool:
    path = folder / "occupancy.yaml"
    path.write_text(source, "utf-8")
    return load_rule(path)[0] is not None


def test_the_shipped_schema_is_current() -> None:
    assert shipped() == text(), "stale: run `make schema`"
    Draft202012Validator.check_schema(json.loads(shipped()))


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_rules_that_load_are_valid(path: Path) -> None:
    assert load_rule(path)[0] is not None
    assert not errors(path.read_text("utf-8"))


def test_a_good_rule_is_good_to_both(tmp_path: Path) -> None:
    assert loads(tmp_path, GOOD)
    assert not errors(GOOD)


@pytest.mark.parametrize(("old", "new"), BAD)
def test_a_bad_rule_is_bad_to_both(tmp_path: Path, old: str, new: str) -> None:
    assert old in GOOD
    source = GOOD.replace(old, new, 1)
    assert not loads(tmp_path, source)
    assert errors(source)


@pytest.mark.parametrize(("old", "new"), BEYOND)
def test_what_the_schema_cannot_say_the_loader_does(tmp_path: Path, old: str, new: str) -> None:
    assert old in GOOD
    source = GOOD.replace(old, new, 1)
    assert not loads(tmp_path, source)
    assert not errors(source)
