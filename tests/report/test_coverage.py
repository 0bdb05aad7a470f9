"""Figures that no check speaks of, found without holding every one against every other."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from finchecks.report.coverage import uncovered

_SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 8)).map(lambda s: (s[0], s[0] + s[1])))


def checking(spans: list[tuple[int, int]]) -> list[Any]:
    """Checks whose claims stand at these spans."""
    return [
        SimpleNamespace(claim=SimpleNamespace(stated=SimpleNamespace(start=a, end=b), operands=()))
        for a, b in spans
    ]


@given(_SPANS, _SPANS)
def test_a_figure_is_covered_where_a_span_of_a_check_overlaps_it(
    figures: list[tuple[int, int]], used: list[tuple[int, int]]
) -> None:
    plainly = tuple(f for f in figures if not any(a < f[1] and f[0] < b for a, b in used))
    assert uncovered(figures, checking(used)) == plainly
