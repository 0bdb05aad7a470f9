"""Formulas on values as they stand in the text, in the claim's unit."""

from __future__ import annotations

import math

import pytest

from finchecks.interval import Interval
from finchecks.rule import Rule
from finchecks.rule.evaluate import enclose, meaningful, point, solve
from finchecks.rule.formula import Formula
from finchecks.rule.load import load_rules

RULES = {rule.id: rule for rule in load_rules()}


def parts(rule_id: str) -> tuple[Rule, Formula]:
    rule = RULES[rule_id]
    assert rule.formula is not None
    return rule, rule.formula


@pytest.mark.parametrize(
    ("rule_id", "values", "units", "unit", "expected"),
    [
        ("percent-change", {"new": 1.13e9, "old": 6e8}, {"new": "USD", "old": "USD"}, "percent", 88.333),
        (
            "percent-change",
            {"new": 6.2, "old": 6.9},
            {"new": "percent", "old": "percent"},
            "percent",
            -10.145,
        ),
        ("pp-change", {"new": 6.0, "old": 7.5}, None, "percentage_point", -1.5),
        ("pp-change", {"new": 41.9, "old": 40.5}, {"new": "percent", "old": "percent"}, "bp", 140),
        ("pp-change", {"new": 240.0, "old": 200.0}, {"new": "bp", "old": "bp"}, "bp", 40),
        ("share", {"part": 60.0, "whole": 240.0}, None, "percent", 25),
        ("cagr", {"end": 133.1, "start": 100.0, "years": 36.0}, {"years": "month"}, "percent", 10),
        ("cagr", {"end": 133.1, "start": 100.0, "end_year": 2022, "start_year": 2019}, None, "percent", 10),
        ("remainder", {"part": [45.0, 30.0]}, {"part": ["percent", "percent"]}, "percent", 25),
        ("sum", {"part": [45.0, 30.0]}, {"part": ["percent", "percent"]}, "percent", 75),
        ("sum", {"part": [40.0, 30.0]}, {"part": ["bp", "bp"]}, "bp", 70),
        ("sum", {"part": [1.0, 30.0]}, {"part": ["percentage_point", "bp"]}, "bp", 130),
        ("product", {"factor": [5e6, 12.0]}, {"factor": ["USD", "percent"]}, "USD", 600_000),
        ("product", {"factor": [23_000, 12.0]}, {"factor": ["CNY", "month"]}, "CNY", 276_000),
        ("multiple", {"new": 8.0, "old": 4.0}, None, "multiple", 2),
        ("duration", {"start": 2021.5, "end": 2023.0}, {"start": "year", "end": "year"}, "month", 18),
    ],
)
def test_point(
    rule_id: str, values: dict[str, float], units: dict[str, str] | None, unit: str, expected: float
) -> None:
    rule, formula = parts(rule_id)
    assert point(rule, formula, values, unit, units) == pytest.approx(expected, rel=1e-4)
    intervals = {
        name: [Interval.point(v) for v in value] if isinstance(value, list) else Interval.point(value)
        for name, value in values.items()
    }
    result = enclose(rule, formula, intervals, unit, units)
    assert result is not None
    assert result == pytest.approx((expected, expected), rel=1e-4)


@pytest.mark.parametrize(
    ("rule_id", "values"),
    [
        ("percent-change", {"new": Interval(3, 5), "old": Interval(-7, -5)}),
        ("percent-change", {"new": Interval(-5, -3), "old": Interval(5, 7)}),
        ("percent-change", {"new": Interval(3, 5), "old": Interval(0, 1)}),
        ("percent-of-change", {"change": Interval(6, 6), "new": Interval(5, 5)}),
        ("share", {"part": Interval(1, 2), "whole": Interval(-3, -2)}),
        ("cagr", {"end": Interval(1, 2), "start": Interval(-2, -1), "years": Interval(3, 3)}),
    ],
)
def test_growth_over_what_is_not_positive_is_not_meaningful(
    rule_id: str, values: dict[str, Interval]
) -> None:
    rule, formula = parts(rule_id)
    assert not meaningful(rule, values)
    assert enclose(rule, formula, values, "percent") is None


def test_a_fall_to_nothing_is_meaningful() -> None:
    rule, formula = parts("percent-change")
    result = enclose(rule, formula, {"new": Interval.point(0), "old": Interval(5, 7)}, "percent")
    assert result == (-100, -100)


def test_the_missing_base_is_implied() -> None:
    rule, formula = parts("percent-change")
    found = solve(rule, formula, "old", Interval(26.5, 27.5), {"new": Interval(3.355e9, 3.365e9)}, "percent")
    assert found is not None
    assert found == pytest.approx((2.6314e9, 2.6601e9), rel=1e-3)
    rule, formula = parts("pp-change")
    found = solve(
        rule, formula, "old", Interval(12.35, 12.45), {"new": Interval(42.75, 42.85)}, "percentage_point"
    )
    assert found == pytest.approx((30.3, 30.5))


def test_a_missing_operand_gives_no_value() -> None:
    rule, formula = parts("percent-change")
    assert math.isnan(point(rule, formula, {"new": 1.0}, "percent"))
