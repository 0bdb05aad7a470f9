"""Intervals: what they enclose, and when two of them meet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finchecks.interval import Interval

numbers = st.floats(-1e9, 1e9, allow_nan=False)
intervals = st.tuples(numbers, numbers).map(lambda pair: Interval(min(pair), max(pair)))
shares = st.floats(0, 1)


def inside(interval: Interval, share: float) -> float:
    return interval.low + share * (interval.high - interval.low)


def holds(interval: Interval, value: float) -> bool:
    slack = 1e-9 * max(1.0, abs(value))
    return interval.low - slack <= value <= interval.high + slack


@given(intervals, intervals, shares, shares)
def test_arithmetic_encloses_every_pair(a: Interval, b: Interval, s: float, t: float) -> None:
    x, y = inside(a, s), inside(b, t)
    assert holds(a.plus(b), x + y)
    assert holds(a.minus(b), x - y)
    assert holds(a.times(b), x * y)
    if not b.touches_zero() and abs(y) > 1e-6:
        assert holds(a.over(b), x / y)


@given(intervals, intervals)
def test_meeting_is_mutual_and_is_a_gap_of_nothing(a: Interval, b: Interval) -> None:
    assert a.meets(b) == b.meets(a)
    assert a.gap(b) == b.gap(a)
    if a.gap(b) == 0:
        assert a.meets(b)


def test_touching_ends_meet_in_spite_of_floats() -> None:
    assert Interval(0.1 + 0.2, 1.0).meets(Interval(0.0, 0.3))
    assert not Interval(0.3001, 1.0).meets(Interval(0.0, 0.3))


def test_an_open_end_does_not_make_everything_meet() -> None:
    assert not Interval(20.0, float("inf")).meets(Interval(9.0, 10.0))
    assert Interval(20.0, float("inf")).meets(Interval(9.0, 21.0))


def test_a_divisor_that_touches_zero_is_refused() -> None:
    with pytest.raises(ZeroDivisionError):
        Interval(1, 2).over(Interval(0, 1))


def test_a_negative_factor_swaps_the_ends() -> None:
    assert Interval(1, 2).scaled(-3) == (-6, -3)
    assert Interval(-2, 4).widened(0.5) == (-3, 6)
