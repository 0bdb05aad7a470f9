"""Formulas: what is read, what is refused, and that intervals enclose what points make."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finchecks.faults import Fault
from finchecks.interval import Interval
from finchecks.rule.formula import MAX_CORNERS, Formula, parse


def read(source: str | list[str]) -> Formula:
    formula = parse(source)
    assert isinstance(formula, Formula), formula
    return formula


@pytest.mark.parametrize(
    ("source", "values", "expected"),
    [
        ("new / old - 1", {"new": 1.13e9, "old": 6e8}, 0.88333333),
        ("(end / start) ** (1 / years) - 1", {"end": 133.1, "start": 100.0, "years": 3.0}, 0.1),
        ("-a + +b", {"a": 2.0, "b": 5.0}, 3.0),
        ("sum(part) / count(part)", {"part": [1.0, 2.0, 6.0]}, 3.0),
        ("product(factor)", {"factor": [2.0, 3.0, 4.0]}, 24.0),
        ("max(a, b) - min(a, b)", {"a": 2.0, "b": 5.0}, 3.0),
        ("abs(a) + sqrt(b)", {"a": -2.0, "b": 9.0}, 5.0),
        ("sum(a, part)", {"a": 1.0, "part": [2.0, 3.0]}, 6.0),
    ],
)
def test_points(source: str, values: dict[str, float], expected: float) -> None:
    assert read(source).point(values) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("source", "values"),
    [
        ("a / b", {"a": 1.0, "b": 0.0}),
        ("a ** b", {"a": 10.0, "b": 1e6}),
        ("a ** b", {"a": -8.0, "b": 0.5}),
        ("a + b", {"a": 1.0}),
        ("a + 1", {"a": [1.0, 2.0]}),
        ("9 ** 9 ** 9 + a", {"a": 1.0}),
    ],
)
def test_what_has_no_value_is_nan(source: str, values: dict[str, float]) -> None:
    assert math.isnan(read(source).point(values))


def test_whole_numbers_do_not_grow_without_bound() -> None:
    assert math.isnan(read("a ** b ** c").point({"a": 9, "b": 9, "c": 9}))


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("__import__('os').system('true')", "only plain functions"),
        ("open(a)", "no function “open”"),
        ("a.real", "not allowed"),
        ("a[0]", "not allowed"),
        ("a if b else c", "not allowed"),
        ("a % b", "only + - * / **"),
        ("a and b", "not allowed"),
        ("lambda a: a", "not allowed"),
        ("'x' + a", "no number"),
        ("True + a", "no number"),
        ("A + b", "no operand's name"),
        ("1 + 1", "mentions no operand"),
        ("a + 1e99", "too large"),
        ("abs(a, b)", "wrong number of arguments"),
        ("sum(a, start=b)", "only plain functions"),
        ("a +", "cannot be read"),
        ("", "empty"),
        ("(" * 200 + "a" + ")" * 200, "longer than"),
        ("-" * 100 + "a", "nested too deeply"),
        ("a; b", "cannot be read"),
        ("a\x00", "cannot be read"),
    ],
)
def test_what_is_not_arithmetic_is_refused(source: str, reason: str) -> None:
    fault = parse(source)
    assert isinstance(fault, Fault)
    assert fault.reason == "formula"
    assert reason in fault.message


def test_the_alternative_is_chosen_by_what_is_filled() -> None:
    formula = read(["change / old", "change / (new - change)"])
    assert formula.point({"change": 1.0, "old": 4.0}) == 0.25
    assert formula.point({"change": 1.0, "new": 5.0}) == 0.25
    assert math.isnan(formula.point({"change": 1.0}))
    assert formula.choose({"change": 0, "new": 0}).source == "change / (new - change)"  # type: ignore[union-attr]
    assert set(formula.names) == {"change", "old", "new"}


def test_a_denominator_that_touches_zero_gives_no_interval() -> None:
    assert read("a / b").enclose({"a": Interval(1, 2), "b": Interval(-1, 1)}) is None
    assert (
        read("a / (b - c)").enclose({"a": Interval(1, 2), "b": Interval(1, 2), "c": Interval(2, 3)}) is None
    )
    assert read("a / b").enclose({"a": Interval(1, 2)}) is None


def test_an_operand_that_occurs_twice_is_tried_at_the_corners() -> None:
    formula = read("change / (new - change)")
    assert not formula.exact
    result = formula.enclose({"change": Interval(0.9, 1.1), "new": Interval(4.5, 5.5)})
    assert result is not None
    assert result == pytest.approx((0.9 / 4.6, 1.1 / 3.4))


def test_beyond_the_corners_the_enclosure_is_wider() -> None:
    formula = read("sum(part) / (sum(part) + a)")
    parts = [Interval(1, 2)] * (MAX_CORNERS + 1)
    many = formula.enclose({"part": parts, "a": Interval.point(1.0)})
    few = formula.enclose({"part": [Interval(13, 26)], "a": Interval.point(1.0)})
    assert many is not None and few is not None
    assert many.low <= few.low and few.high <= many.high


ends = st.tuples(st.floats(0.5, 1e6), st.floats(0.5, 1e6)).map(lambda pair: Interval(min(pair), max(pair)))


@given(ends, ends, st.floats(0, 1), st.floats(0, 1))
@pytest.mark.parametrize(
    "source",
    ["a / b - 1", "(a - b) / a", "a / (a + b)", "sqrt(a) * b", "max(a, b) + abs(b - a)", "(a / b) ** 0.5"],
)
def test_intervals_hold_what_points_make(source: str, a: Interval, b: Interval, s: float, t: float) -> None:
    formula = read(source)
    result = formula.enclose({"a": a, "b": b})
    value = formula.point({"a": a.low + s * (a.high - a.low), "b": b.low + t * (b.high - b.low)})
    assert result is not None
    if "max" not in source:  # corners are exact where the formula is monotone in each operand
        assert result.low - 1e-6 * abs(value) - 1e-9 <= value <= result.high + 1e-6 * abs(value) + 1e-9


@given(st.floats(1, 1e6), st.floats(1, 1e6), st.floats(1, 9))
@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("a / b - 1", "a"),
        ("a / b - 1", "b"),
        ("a - b", "b"),
        ("-a + b * c", "b"),
        ("(a / b) ** (1 / c) - 1", "b"),
    ],
)
def test_solving_undoes_the_formula(source: str, name: str, a: float, b: float, c: float) -> None:
    formula = read(source)
    values = {key: value for key, value in (("a", a), ("b", b), ("c", c)) if key in formula.names}
    target = formula.point(values)
    known = {key: Interval.point(value) for key, value in values.items() if key != name}
    found = formula.solve(name, Interval.point(target), known)
    assert found is not None
    assert found.low == pytest.approx(values[name], rel=1e-5)
    assert found.high == pytest.approx(values[name], rel=1e-5)


def test_an_unknown_that_occurs_twice_is_not_solved() -> None:
    assert read("a / (b - a)").solve("a", Interval(0.2, 0.3), {"b": Interval(5, 6)}) is None
    assert read("sum(part)").solve("part", Interval(1, 2), {}) is None
