"""What `finchecks rules test` says of examples that do not come out as claimed."""

from __future__ import annotations

from pathlib import Path

from finchecks.pipeline import prepare
from finchecks.rulebook.examples import failures, run

RULE = """\
kind: other
title: Occupancy
about: Rooms taken over all rooms.
claim: {types: [percent], cues: [occupancy]}
roles:
  taken: {type: count, marks: [_ were taken]}
  rooms: {type: count, marks: [of its _], sign: positive}
formula: taken / rooms
message: They cannot all be right.
examples:
"""


def said(folder: Path, examples: str) -> list[str]:
    path = folder / "occupancy.yaml"
    path.write_text(RULE + examples, "utf-8")
    knowledge = prepare(rules=folder)
    text = failures(run([rule for rule in knowledge.rules if rule.id == "occupancy"], knowledge))
    return [line.replace(f"{folder}/", "") for line in text.splitlines()]


def test_examples_that_pass_say_nothing(tmp_path: Path) -> None:
    examples = """\
  consistent:
    - text: Of its 230 rooms 161 were taken, an occupancy of 70%.
      claim: 70%
      operands: {taken: "161", rooms: "230"}
"""
    assert said(tmp_path, examples) == []


def test_every_difference_is_named_with_its_line(tmp_path: Path) -> None:
    examples = """\
  consistent:
    - text: Of its 230 rooms 161 were taken, an occupancy of 77%.
      claim: 77%
      operands: {taken: "230"}
"""
    assert said(tmp_path, examples) == [
        "occupancy.yaml:12: occupancy/consistent/1",
        "  Of its 230 rooms 161 were taken, an occupancy of 77%.",
        "    verdict: expected consistent, got mismatch (161 / 230 = 70.0%)",
        "    operand taken: expected “230”, got “161”",
        "    operand rooms: expected none, got “230”",
    ]


def test_silence_where_something_is_expected(tmp_path: Path) -> None:
    examples = """\
  mismatch:
    - text: The hotel has an occupancy of 70%.
      claim: 70%
      operands: {}
      severity: error
"""
    assert said(tmp_path, examples)[2:] == [
        "    expected mismatch of “70%”, got nothing of this rule",
    ]


def test_a_check_of_any_other_rule_fails_the_example(tmp_path: Path) -> None:
    examples = """\
  silent:
    - Sales rose 25% to 50 million euros from 40 million euros.
  consistent:
    - text: Of its 230 rooms 161 were taken, an occupancy of 70%; sales rose 25% to $50 from $40.
      claim: 70%
      operands: {taken: "161", rooms: "230"}
"""
    found = said(tmp_path, examples)
    expected = "percent-change: consistent of “25%” ("
    assert [line for line in found if line.startswith("    ")] == [
        f"    unexpected: {expected}$50 / $40 - 1 = 25.0%)",
        f"    expected silence, got {expected}50 million euros / 40 million euros - 1 = 25.0%)",
    ]


def test_severity_diagnosis_and_suggestion(tmp_path: Path) -> None:
    examples = """\
  mismatch:
    - text: Of its 230 rooms 161 were taken, an occupancy of 7%.
      claim: 7%
      operands: {taken: "161", rooms: "230"}
      severity: warning
      diagnosis: sign
      suggestion: 71%
"""
    assert said(tmp_path, examples)[2:] == [
        "    severity: expected warning, got error",
        "    diagnosis: expected sign, got scale",
        "    suggestion: expected 71%, got 70%",
    ]
