"""Every example of every rule, through the whole checker: what it claims must come, and nothing else."""

from __future__ import annotations

import pytest

from finchecks.engine.from_claims import APART
from finchecks.pipeline import Knowledge, prepare
from finchecks.rule import Example, Rule
from finchecks.rule.load import load_rules
from finchecks.rulebook.examples import run_example

#: what the binding of operands does not reach yet: it stays silent where it is not sure enough. An entry
#: leaves this list as soon as its example passes.
GAPS = frozenset(
    {
        "remainder/mismatch/1",
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
    outcome = run_example(rule, example, knowledge)
    if not outcome.checks and example.id in GAPS:
        pytest.xfail("silent where it is not sure")
    assert not outcome.differences


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: rule.id)
def test_a_rule_has_examples_of_all_that_it_must_not_get_wrong(rule: Rule) -> None:
    outcomes = {example.outcome for example in rule.examples}
    # findings of their own come only when they mismatch: what is right is silent
    wanted = {"mismatch", "silent"} if rule.kind in APART else {"consistent", "mismatch", "silent"}
    assert wanted <= outcomes
