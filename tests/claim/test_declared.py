"""Rules of a user's own, bound by nothing but their YAML."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finchecks.document.from_text import from_text
from finchecks.engine import Check
from finchecks.pipeline import Knowledge, check_document, prepare
from finchecks.rule.load import load_rules, with_builtin

LOAN = """\
kind: other
title: Loan to value
about: A loan over the value of what secures it.
claim: {types: [percent], cues: [loan-to-value, LTV]}
roles:
  loan: {type: money, sign: positive, marks: [loan, mortgage, borrowed]}
  value: {type: money, like: loan, sign: positive, marks: [worth _, valued at _, _ house, _ flat]}
formula: loan / value
mistakes: {wrong_base: (value - loan) / value}
message: They cannot all be right.
examples: {silent: [The bank is closed.]}
"""
VACANCY = """\
kind: other
title: Vacancy
about: Empty flats over all flats; where only the let ones are counted, the rest is empty.
claim: {types: [percent], cues: [vacancy rate]}
roles:
  empty: {type: count, marks: [empty], optional: true, derived: total - let}
  let: {type: count, marks: [_ are let], optional: true}
  total: {type: count, marks: [of the _, has _], sign: positive}
formula: empty / total
message: They cannot all be right.
examples: {silent: [The house is closed.]}
"""
SERVICE = """\
kind: duration
title: Years of service
about: From the year somebody joined to the year he left, or to the day of the article.
claim: {types: [duration], cues: [_ of service, _ with the firm]}
roles:
  start: {type: period, marks: [joined]}
  end: {type: period, marks: [retired], default: published}
formula: end - start
message: They cannot all be right.
examples: {silent: [The firm is closed.]}
"""
BUDGET = """\
kind: sum
title: Budget
about: A budget and its items.
claim: {types: [money], cues: [budget]}
roles:
  item: {type: money, like: claim, repeated: true, marks: [consists of _]}
formula: sum(item)
message: They cannot all be right.
examples: {silent: [The budget is closed.]}
"""
YIELD = """\
kind: ratio
title: Yield of a field
about: The harvest over the area.
claim: {types: [measure], cues: [yield]}
roles:
  harvest: {type: measure, marks: [harvested]}
  area: {type: measure, marks: [from _], sign: positive}
formula: harvest / area
message: They cannot all be right.
examples: {silent: [The field is closed.]}
"""


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    folder = tmp_path_factory.mktemp("rules")
    for name, text in {
        "loan-to-value": LOAN, "vacancy": VACANCY, "service": SERVICE, "budget": BUDGET, "yield": YIELD
    }.items():  # fmt: skip
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return prepare(rules=folder)


def found(text: str, rule: str, knowledge: Knowledge) -> list[Check]:
    import datetime as dt

    report = check_document(from_text(text, date=dt.date(2026, 1, 15)), knowledge)
    assert not report.faults
    return [check for check in report.checks if check.claim.rule == rule]


CONSISTENT = [
    ("loan-to-value", "The loan of $300,000 is secured by a house worth $400,000, an LTV of 75%."),
    ("loan-to-value", "At an LTV of 75%, she bought a $400,000 house with a $300,000 mortgage."),
    ("loan-to-value", "He borrowed £180,000 to buy a £240,000 flat. The loan to value is 75%."),
    ("loan-to-value", "A €360,000 mortgage ($390,000) on a house worth €480,000 is an LTV of 75%."),
    ("vacancy", "Of the 400 flats, 30 stand empty, a vacancy rate of 7.5%."),
    ("vacancy", "The estate has 400 flats, 370 are let, and its vacancy rate is 7.5%."),
    ("service", "She joined in 1995 and retired in 2020 after 25 years with the firm."),
    ("service", "She joined in 1995 and has 30 years of service."),
    ("budget", "The budget of $10m consists of $5m, $3m and $2m."),
    ("yield", "They harvested 84,000 tonnes from 12,000 hectares, a yield of 7.0 tonnes a hectare."),
]
MISMATCH = [
    ("loan-to-value", "The loan of $320,000 is secured by a house worth $400,000, an LTV of 75%."),
    ("loan-to-value", "Mortgages of $2.1bn were taken on homes worth $2.8bn. That is an LTV of 60%."),
    ("vacancy", "Of the 400 flats, 30 stand empty, a vacancy rate of 12.5%."),
    ("vacancy", "The estate has 401 flats, 370 are let, and its vacancy rate is 12.5%."),
    ("service", "She joined in 1995 and retired in 2020 after 35 years with the firm."),
    ("yield", "They harvested 84,000 tonnes from 12,000 hectares, a yield of 8.0 tonnes a hectare."),
]
SILENT = [
    # a limit, a norm, somebody else, another time, and two loans for one ratio
    ("loan-to-value", "The loan of $320,000 is secured by a house worth $400,000. The LTV limit is 75%."),
    ("loan-to-value", "The typical LTV is 75%. A loan of $320,000 is secured by a house worth $400,000."),
    ("loan-to-value", "The loan of $320,000 bought a house worth $400,000, while Ann has an LTV of 75%."),
    ("loan-to-value", "A house worth $400,000 was sold. Ann's LTV is 75%, on a loan of $90,000."),
    ("loan-to-value", "The loan of $320,000 is on a house worth $400,000; in March the LTV was 65%."),
    (
        "loan-to-value",
        "A loan of $90,000 and a loan of $20,000 on a house worth $400,000 make an LTV of 40%.",
    ),
    ("loan-to-value", "He borrowed €300,000 for a house worth $400,000, an LTV of 60%."),
    ("loan-to-value", "A deposit of $100,000 buys a $500,000 flat at an LTV of 60%."),
    ("loan-to-value", "The loan of $320,000 for the house worth $400,000 costs 4.5% a year."),
    ("loan-to-value", "An LTV of 75% is common."),
    ("yield", "They harvested 84,000 tonnes from 12,000 hectares, a yield of 8.0 tonnes an acre."),
    ("budget", "The budget of $12m is three weeks old. Repairs cost $5m and lamps $3m."),
]


@pytest.mark.parametrize(("rule", "text"), CONSISTENT)
def test_what_agrees_is_consistent(rule: str, text: str, knowledge: Knowledge) -> None:
    assert [check.verdict for check in found(text, rule, knowledge)] == ["consistent"]


@pytest.mark.parametrize(("rule", "text"), MISMATCH)
def test_what_cannot_be_right_is_found(rule: str, text: str, knowledge: Knowledge) -> None:
    assert [check.verdict for check in found(text, rule, knowledge)] == ["mismatch"]


@pytest.mark.parametrize(("rule", "text"), SILENT)
def test_where_the_operands_are_in_doubt_it_is_silent(rule: str, text: str, knowledge: Knowledge) -> None:
    assert not [check.message for check in found(text, rule, knowledge)]


def test_a_missing_operand_is_implied(knowledge: Knowledge) -> None:
    (check,) = found("The loan of $300,000 is an LTV of 75%.", "loan-to-value", knowledge)
    assert (check.verdict, check.severity) == ("unverifiable", "note")
    assert check.implied is not None
    assert (check.implied.role, check.implied.unit) == ("value", "USD")
    assert check.implied.value == pytest.approx(400_000)


def test_a_mistake_that_the_rule_names_is_diagnosed(knowledge: Knowledge) -> None:
    text = "The loan of $320,000 is secured by a house worth $400,000, an LTV of 20%."
    (check,) = found(text, "loan-to-value", knowledge)
    assert check.diagnosis is not None
    assert (check.diagnosis.code, check.suggestion) == ("wrong_base", "80%")


def test_each_claim_has_the_operands_of_its_own_case(knowledge: Knowledge) -> None:
    text = (
        "Ann borrowed $300,000 on a house worth $400,000, an LTV of 75%, and Ben borrowed $120,000 on a "
        "house worth $200,000, an LTV of 50%."
    )
    ann, ben = found(text, "loan-to-value", knowledge)
    assert (ann.verdict, ben.verdict) == ("consistent", "mismatch")
    assert [operand.text for operand in ben.claim.operands] == ["$120,000", "$200,000"]


def test_the_rule_of_a_user_names_a_number_before_a_built_in_one(knowledge: Knowledge) -> None:
    text = "The loan of $300,000 is secured by a house worth $400,000, an LTV of 75%."
    report = check_document(from_text(text), knowledge)
    assert [check.claim.rule for check in report.checks] == ["loan-to-value"]


def test_a_folder_adds_to_the_built_in_rules_and_takes_the_place_of_its_namesakes(tmp_path: Path) -> None:
    (tmp_path / "share.yaml").write_text(LOAN.replace("Loan to value", "My share"), "utf-8")
    (tmp_path / "loan-to-value.yaml").write_text(LOAN, "utf-8")
    rules = {rule.id: rule for rule in with_builtin(tmp_path)}
    assert rules.keys() == {rule.id for rule in load_rules()} | {"loan-to-value"}
    assert rules["share"].title == "My share"


def test_an_implied_operand_has_not_the_claims_unit(knowledge: Knowledge) -> None:
    (check,) = found("They harvested 84,000 tonnes, a yield of 7.0 tonnes a hectare.", "yield", knowledge)
    assert check.implied is not None
    assert (check.implied.role, check.implied.unit) == ("area", "")  # hectares or acres: nobody said so
    assert check.implied.value == pytest.approx(12_000)


@settings(deadline=None)
@given(
    loan=st.integers(100, 990),
    value=st.integers(1000, 1990),
    off=st.integers(3, 9),
    scale=st.sampled_from(["thousand", "million", "billion"]),
)
def test_an_author_who_rounds_is_right_and_one_who_errs_is_not(
    knowledge: Knowledge, loan: int, value: int, off: int, scale: str
) -> None:
    ratio = 100 * loan / value
    loan_text, value_text = f"${loan}.0 {scale}", f"${value:,}.0 {scale}"
    text = f"The loan of {loan_text} is secured by a house worth {value_text}, an LTV of {{:.1f}}%."
    (right,) = found(text.format(ratio), "loan-to-value", knowledge)
    assert right.verdict == "consistent"
    wrong = found(text.format(ratio + off), "loan-to-value", knowledge)
    assert [check.verdict for check in wrong] == ["mismatch"]


def test_work_grows_with_the_text(knowledge: Knowledge) -> None:
    one = "The loan of $300,000 is secured by a house worth $400,000, an LTV of 75%, for 12 years.\n\n"
    seconds = {}
    for times in (40, 160):
        start = perf_counter()
        report = check_document(from_text(one * times), knowledge)
        seconds[times] = perf_counter() - start
        assert len(report.checks) >= times
    assert seconds[160] < 12 * seconds[40]  # four times the text; a square would take sixteen times as long
