"""The small picture: two intervals on one axis."""

from __future__ import annotations

import math

from hypothesis import example, given
from hypothesis import strategies as st

from finchecks.audit.picture import CHARACTER, LEFT, RIGHT, picture
from finchecks.interval import Interval

_ENDS = st.floats(-1e13, 1e13, allow_nan=False).map(lambda x: round(x, 6))
_INTERVALS = st.builds(lambda a, b: Interval(min(a, b), max(a, b)), _ENDS, _ENDS)


def test_what_does_not_meet_lies_apart() -> None:
    one = picture(Interval(75.5, 76.5), Interval(87.1, 89.1), "percent")
    assert one is not None and not one.meet
    assert one.stated.x + one.stated.width < one.recomputed.x
    assert [tick.label for tick in one.ticks] == ["76%", "78%", "80%", "82%", "84%", "86%", "88%", "90%"]


def test_an_open_end_goes_on_beyond_the_picture() -> None:
    one = picture(Interval(60, math.inf), Interval(61.2, 61.3), "count")
    assert one is not None and one.meet
    assert one.stated.open_right and not one.stated.open_left


def test_nothing_finite_is_no_picture() -> None:
    assert picture(Interval(-math.inf, math.inf), Interval(-math.inf, math.inf), "count") is None


@example(Interval(-1e13, -1e13), Interval(-1e13, -9999999999999.998))
@given(_INTERVALS, _INTERVALS)
def test_bars_keep_the_order_of_their_intervals_and_stay_inside(a: Interval, b: Interval) -> None:
    one = picture(a, b, "USD")
    assert one is not None
    for bar in (one.stated, one.recomputed):
        assert bar.x >= LEFT - 3 and bar.x + bar.width <= RIGHT + 3
    if a.high < b.low:
        assert one.stated.x <= one.recomputed.x
    for first, second in zip(one.ticks, one.ticks[1:], strict=False):
        assert (len(first.label) + len(second.label)) / 2 * CHARACTER <= second.x - first.x + 1
