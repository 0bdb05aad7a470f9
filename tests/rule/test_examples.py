"""Every example of every rule, through the whole checker: what it claims must come, and nothing else."""

from __future__ import annotations

import pytest

from finchecks.document.from_text import from_text
from finchecks.engine import Check
from finchecks.engine.from_claims import APART
from finchecks.pipeline import Knowledge, check_document, prepare
from finchecks.rule import Example, Rule
from finchecks.rule.load import load_rules

#: what the binding of operands does not reach yet: it stays silent where it is not sure enough. An entry
#: leaves this list as soon as its example passes.
GAPS = frozenset(
    {
        "percent-change/consistent/4",
        "remainder/mismatch/1",
        "share/mismatch/1",
        "sum/mismatch/1",
    }
)
#: bound wrongly, which is worse than silence, with the reason
WRONG: dict[str, str] = {}
CASES = [
    pytest.param(
        rule,
        example,
        id=example.id,
        marks=[pytest.mark.xfail(reason=WRONG[example.id])] if example.id in WRONG else [],
    )
    for rule in load_rules()
    for example in rule.examples
]


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return prepare()


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_example(rule: Rule, example: Example, knowledge: Knowledge) -> None:
    report = check_document(from_text(example.text, date=example.date), knowledge)
    said = [f"{check.claim.rule} {check.claim.stated.text!r}: {check.message}" for check in report.checks]
    if example.outcome == "silent":
        assert not said
        return
    if not said and example.id in GAPS:
        pytest.xfail("silent where it is not sure")
    assert len(report.checks) == 1, said
    (check,) = report.checks
    assert check.claim.rule == rule.id
    assert check.verdict == example.outcome, said
    assert check.claim.stated.text == example.claim
    assert operands(check) == {
        role: [texts] if isinstance(texts, str) else sorted(texts) for role, texts in example.operands.items()
    }
    if example.outcome == "mismatch":
        assert check.severity == example.severity, said
    if example.diagnosis is not None:
        assert check.diagnosis is not None, said
        assert check.diagnosis.code == example.diagnosis
    if example.suggestion is not None:
        assert check.suggestion == example.suggestion


def operands(check: Check) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for operand in check.claim.operands:
        found.setdefault(operand.role, []).append(operand.text)
    return {role: sorted(texts) for role, texts in found.items()}


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: rule.id)
def test_a_rule_has_examples_of_all_that_it_must_not_get_wrong(rule: Rule) -> None:
    outcomes = {example.outcome for example in rule.examples}
    # findings of their own come only when they mismatch: what is right is silent
    wanted = {"mismatch", "silent"} if rule.kind in APART else {"consistent", "mismatch", "silent"}
    assert wanted <= outcomes
