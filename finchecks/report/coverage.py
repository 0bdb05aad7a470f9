"""Which figures of a text no check speaks of."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from finchecks.engine import Check

Span = tuple[int, int]


def uncovered(figures: Sequence[Span], checks: Iterable[Check]) -> tuple[Span, ...]:
    """The figures that are neither claim nor operand of a check, in their order."""
    used = sorted(set(_spans(checks)))
    starts, reach = [start for start, _ in used], 0
    ends = [reach := max(reach, end) for _, end in used]  # the furthest end so far, so that it is sorted too
    return tuple(
        (start, end) for start, end in figures if bisect_left(starts, end) <= bisect_right(ends, start)
    )


def _spans(checks: Iterable[Check]) -> Iterable[Span]:
    for check in checks:
        quantities = (check.claim.stated, *(operand.quantity for operand in check.claim.operands))
        yield from ((one.start, one.end) for one in quantities if one is not None)
