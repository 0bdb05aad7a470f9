"""Each mistake that people make is named, and named alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from making import RULES, check, claim, document, operand, quantity

from finchecks.engine.diagnose import explain, transpositions
from finchecks.engine.from_claims import checks

CASES: list[tuple[str, str, str | None, dict[str, Any], str, str | None]] = [
    ("percent-change", "33%", "up", {"new": "£60.0m", "old": "£40.0m"}, "wrong_base", "50%"),
    ("percent-change", "240%", "up", {"new": "24,000", "old": "10,000"}, "ratio_as_increase", "140%"),
    (
        "percent-change",
        "0.7%",
        "down",
        {"new": "6.2%", "old": "6.9%"},
        "percent_for_points",
        "0.7 percentage points",
    ),
    (
        "percent-change",
        "70%",
        "down",
        {"new": "54.4%", "old": "55.1%"},
        "percent_for_points",
        "70 percentage points",
    ),
    ("percent-change", "1.25%", "up", {"new": "$90.0 million", "old": "$80.0 million"}, "scale", None),
    ("percent-change", "21%", "up", {"new": "56.10 million", "old": "50.12 million"}, "transposed", "12%"),
    ("percent-change", "12%", "up", {"new": "44.0 million", "old": "50.0 million"}, "sign", None),
    ("percent-of-change", "30.0%", "down", {"change": "150", "new": "500"}, "wrong_base", None),
    (
        "pp-change",
        "25.0 percentage points",
        "up",
        {"new": "5.00%", "old": "4.00%"},
        "points_for_percent",
        "25.0%",
    ),
    ("cagr", "15%", None, {"end": "$80.3m", "start": "$50.2m", "years": "4 years"}, "mean_for_cagr", None),
    ("cagr", "10%", None, {"end": "$80.3m", "start": "$50.2m", "years": "4 years"}, "periods_off", None),
    ("sum", "$19m", None, {"part": ["$12m", "$7m", "$5m"]}, "missing_part", None),
    ("product", "$4bn", None, {"factor": ["400 million", "10 cents"]}, "scale", None),
    ("difference", "$74.5m", "down", {"new": "$210.0m", "old": "$257.5m"}, "transposed", None),
    ("multiple", "5.3 times", None, {"new": "$71.2m", "old": "$20.0m"}, "transposed", None),
    ("unit-conversion", "494 acres", None, {"from": "20 hectares"}, "scale", None),
    ("unit-conversion", "94 miles", None, {"from": "80 km"}, "transposed", None),
]


@pytest.mark.parametrize(("rule", "text", "direction", "operands", "code", "suggestion"), CASES)
def test_the_mistake_is_named(
    rule: str, text: str, direction: Any, operands: dict[str, Any], code: str, suggestion: str | None
) -> None:
    found = check(claim(rule, text, direction, **operands))
    assert found.verdict == "mismatch"
    assert found.diagnosis is not None, found.message
    assert found.diagnosis.code == code
    if suggestion is not None:
        assert found.suggestion == suggestion


def test_no_mistake_that_restores_the_value_no_diagnosis() -> None:
    found = check(claim("percent-change", "67.8%", "up", new="$1.130bn", old="$600.0m"))
    assert (found.verdict, found.diagnosis, found.suggestion) == ("mismatch", None, None)


def test_without_a_mistake_certain_operands_correct_the_claim() -> None:
    one = claim("percent-change", "68%", "up", new="$1.130bn", old="$600.0m")
    found = check(one)
    assert (found.diagnosis, found.suggestion) == (None, "88%")


def test_operands_that_only_the_fit_bound_are_never_held_against_the_author() -> None:
    one = replace(claim("percent-change", "68%", "up", new="$1.130bn", old="$600.0m"), certain=False)
    assert checks([one], document(), RULES, None)[0] == ()


def test_another_number_of_the_text_in_the_operands_place() -> None:
    one = claim("share", "15.1%", None, part="$62.3 million", whole="$451.3 million")
    other = quantity("$412.6 million", start=100, end=114)
    decoy = quantity("$512.6 million", start=200, end=214)
    ((found,), _) = checks([one], document(), RULES, None, [other, decoy])
    assert found.diagnosis is not None
    assert found.diagnosis.code == "wrong_operand"
    assert "$412.6 million" in found.diagnosis.text
    assert found.suggestion is None  # the claim is not to blame
    ((found,), _) = checks(
        [one], document(), RULES, None, [other, quantity("$412.5 million", start=300, end=314)]
    )
    assert found.diagnosis is None  # two would do


def test_a_suggestion_only_where_the_recomputed_value_rounds_to_one() -> None:
    found = check(claim("percent-change", "33%", "up", new="£60m", old="£40m"))  # 48.1 to 51.9
    assert found.diagnosis is not None and found.diagnosis.code == "wrong_base"
    assert found.suggestion is None


def test_explain_is_evidence_for_a_binding() -> None:
    rule = next(rule for rule in RULES if rule.id == "percent-change")
    stated = quantity("33.3%")
    operands = (operand("new", "£60.0m"), operand("old", "£40.0m"))
    assert explain(rule, stated, 33.3, operands) == ("wrong_base",)
    assert explain(rule, quantity("50.0%"), -50.0, operands) == ("sign",)
    assert explain(rule, quantity("61.7%"), 61.7, operands) == ()
    assert explain(rule, stated, 33.3, operands[:1]) == ()


def test_transpositions_keep_the_dress() -> None:
    assert list(transpositions(quantity("$74.5m"))) == pytest.approx([47.5e6, 75.4e6])
    assert list(transpositions(quantity("11%"))) == []
