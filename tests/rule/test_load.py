"""Rule files: what is read from them, and one clear fault for everything that can be wrong with them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from finchecks.faults import FaultError
from finchecks.rule.load import builtin_folder, load_rule, load_rules, rule_files, units_digest

GOOD = """\
kind: percent_change
title: Change
about: What is new over what was.
claim: {types: [percent], cues: [rise]}
roles:
  new: {type: any}
  old: {type: any, like: new, marks: [origin], sign: positive}
formula: new / old - 1
mistakes: {wrong_base: (new - old) / new}
message: They cannot all be right.
tolerance: 0.01
severity: warning
binding: {window: 3, generator: declared}
examples:
  consistent:
    - text: Sales rose 10% to 11 from 10.
      date: 2024-05-06
      claim: 10%
      operands: {new: "11", old: "10"}
  silent:
    - no
"""


def write(folder: Path, text: str, name: str = "change.yaml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def faults(folder: Path, text: str) -> list[str]:
    rule, found = load_rule(write(folder, text))
    assert rule is None
    assert all(fault.reason == "rule" and fault.path == str(folder / "change.yaml") for fault in found)
    return [f"{fault.line}: {fault.message}" for fault in found]


def test_a_rule_as_written(tmp_path: Path) -> None:
    rule, found = load_rule(write(tmp_path, GOOD))
    assert not found
    assert rule is not None
    assert (rule.id, rule.kind, rule.claim_type, rule.cues) == (
        "change",
        "percent_change",
        ("percent",),
        ("rise",),
    )
    assert [role.name for role in rule.roles] == ["new", "old"]
    assert rule.role("old").like == "new"  # type: ignore[union-attr]
    assert rule.tolerance == 0.01
    assert rule.severity == "warning"
    assert rule.binding == {"window": 3, "generator": "declared"}
    first, silent = rule.examples
    assert first.id == "change/consistent/1"
    assert first.operands == {"new": "11", "old": "10"}
    assert first.date == dt.date(2024, 5, 6)
    assert first.line == 16
    assert silent.text == "no"  # as written, not a truth value


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "kind: percent_change",
            "kind: percent_chnge",
            "1: kind cannot be “percent_chnge” (did you mean “percent_change”?)",
        ),
        ("title: Change", "titel: Change", "2: a rule has no key “titel” (did you mean “title”?)"),
        ("message: They cannot all be right.\n", "", "1: a rule needs “message”"),
        (
            "formula: new / old - 1",
            "formula: new / olt - 1",
            "8: formula names “olt”, which is no role (did you mean “old”?)",
        ),
        (
            "formula: new / old - 1",
            "formula: exec(new)",
            "8: formula “exec(new)”: there is no function “exec”",
        ),
        (
            "formula: new / old - 1",
            "formula: new - old",
            "8: “new - old” gives unit of new, but a claim in percent",
        ),
        ("formula: new / old - 1", "formula: new + 1", "8: “new + 1” has units that do not go together"),
        (
            "wrong_base: (new",
            "wrong_bas: (new",
            "9: mistakes has no key “wrong_bas” (did you mean “wrong_base”?)",
        ),
        ("(new - old) / new}", "new + 1}", "9: “new + 1” has units that do not go together"),
        ("tolerance: 0.01", "tolerance: much", "11: tolerance must be a number from 0 to 1"),
        (
            "severity: warning",
            "severity: fatal",
            "12: severity cannot be “fatal”; it is one of error, warning, note",
        ),
        ("window: 3", "windw: 3", "13: binding has no key “windw” (did you mean “window”?)"),
        ("window: 3", "window: far", "13: window must be a number of sentences from 0 to 10"),
        (
            "generator: declared",
            "generator: clever",
            "13: generator cannot be “clever”; it is one of declared",
        ),
        ("title: Change", "title: Change\ntitle: Again", "3: a rule has “title” twice"),
        ("like: new", "like: nwe", "7: like cannot be “nwe” (did you mean “new”?)"),
        ("type: any, like", "type: sum, like", "7: a role's type cannot be “sum”"),
        ("sign: positive", "sign: big", "7: sign cannot be “big”"),
        (
            "  consistent:",
            "  consistant:",
            "15: examples has no key “consistant” (did you mean “consistent”?)",
        ),
        ("claim: 10%\n", "claim: 11%\n", "18: the claim “11%” does not stand in the example's text"),
        ('old: "10"}', 'old: "12"}', "19: the operand “12” does not stand in the example's text"),
        ("date: 2024-05-06", "date: 6 May", "17: date must be a date such as 2026-01-15"),
        ("examples:\n", "examples: []\nmore:\n", "14: examples must be a mapping"),
        ("roles:\n  new: {type: any}", "roles:\n  NEW: {type: any}", "6: “NEW” is no name for a role"),
        ("title: Change", "title: [Change", "3: this is not YAML"),
        ("title: Change", "title: \t- x: y: z", "2: this is not YAML"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert old in GOOD
    found = faults(tmp_path, GOOD.replace(old, new, 1))
    assert any(fault.startswith(expected) for fault in found), found


def test_all_faults_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("kind: percent_change", "kind: x").replace("tolerance: 0.01", "tolerance: x")
    assert len(faults(tmp_path, text)) == 2
    write(tmp_path, "- a list", "other.yaml")
    write(tmp_path, text)
    with pytest.raises(FaultError) as caught:
        load_rules(tmp_path)
    assert {Path(str(fault.path)).name for fault in caught.value.faults} == {"change.yaml", "other.yaml"}
    assert len(caught.value.faults) == 3


@pytest.mark.parametrize("text", ["", "\n# nothing\n", "just text", "- a\n- b\n", "&a [*a]\n"])
def test_what_is_no_rule_at_all(tmp_path: Path, text: str) -> None:
    assert faults(tmp_path, text)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "change.yaml"
    path.write_bytes(b"\xff\xfe\x00kind")
    rule, (fault,) = load_rule(path)
    assert rule is None and "UTF-8" in fault.message
    path.write_bytes(b"a: " + b"x" * 300_000)
    rule, (fault,) = load_rule(path)
    assert rule is None and "larger" in fault.message
    rule, (fault,) = load_rule(tmp_path / "none.yaml")
    assert rule is None and "cannot read" in fault.message


def test_a_deep_file_is_refused_and_does_no_harm(tmp_path: Path) -> None:
    assert faults(tmp_path, "[" * 20_000)


def test_a_folder_without_rules(tmp_path: Path) -> None:
    with pytest.raises(FaultError, match="no rule files"):
        load_rules(tmp_path)
    with pytest.raises(FaultError, match="no such folder"):
        load_rules(tmp_path / "missing")


def test_the_rules_of_the_package_agree_with_their_units() -> None:
    """Their formulas are not checked at each start: this list says that they were."""
    known = (builtin_folder() / "units-checked.txt").read_text("utf-8")
    for path in rule_files(builtin_folder()):
        rule, found = load_rule(path, check_units=True)
        assert rule is not None, found
        assert units_digest(rule) in known, f"{path.name}: run python -m finchecks.rule.load"


def test_a_folder_of_ones_own_cannot_vouch_for_itself(tmp_path: Path) -> None:
    bad = GOOD.replace("formula: new / old - 1", "formula: new - old")
    path = write(tmp_path, bad)
    rule, _ = load_rule(path, check_units=False)
    assert rule is not None
    write(tmp_path, f"{units_digest(rule)} change\n", "units-checked.txt")
    assert load_rule(path)[0] is None


def test_a_derived_role_is_an_alternative_of_the_formula(tmp_path: Path) -> None:
    text = GOOD.replace(
        "old: {type: any,",
        "change: {type: any, like: new}\n  old: {type: any, optional: true, derived: new - change,",
    )
    rule, found = load_rule(write(tmp_path, text))
    assert rule is not None and rule.formula is not None, found
    assert rule.formula.point({"new": 11.0, "change": 1.0}) == pytest.approx(0.1)
    assert rule.formula.point({"new": 12.0, "change": 1.0, "old": 10.0}) == pytest.approx(0.2)
