"""A rate and what it was before: "31% of deposits, down from 38%".

The text says once what the rate is of. Where one of the two recomputes, the other is of the same two metrics
at its own time: of the same rows of the table in the other column, or of the values that the text compares
with those of the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from finchecks.claim.changes import Comparison
from finchecks.claim.context import Context, Figure
from finchecks.claim.grids import Grid, Row
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.levels import levels
from finchecks.claim.shares import wants
from finchecks.claim.weigh import Signals, bits_of
from finchecks.quantity import Quantity

#: bits from which two rates are those of two times, and two values those of two times
_COMPARED = 1.0
#: … and from which it is known what a rate is of
_KNOWN = 5.0
_KINDS = frozenset({"share", "ratio", "percent_change"})


def siblings(
    context: Context, grids: Sequence[Grid], pairs: Sequence[Comparison], found: Sequence[Hypothesis]
) -> list[Hypothesis]:
    """The other rate of each pair of which one is known."""
    known: dict[int, Hypothesis] = {}
    for one in found:
        if one.rule.kind in _KINDS and one.fit == "right" and one.bits >= _KNOWN and len(one.bound) == 2:
            best = known.get(one.claim.q.start)
            if best is None or best.bits < one.bits:
                known[one.claim.q.start] = one
    if not known:
        return []
    cells = {q.start: (grid, row, c) for grid in grids for row in grid.rows for c, q in row.cells.items()}
    newer = _counterparts(pairs)
    new: list[Hypothesis] = []
    for rate, before in [*_compared(pairs), *_inherited(context)]:
        for told, other, later in ((rate, before, False), (before, rate, True)):
            its = known.get(told.q.start)
            if its is None or other.q.start in known:
                continue
            bound = _in_table(its, other, cells, later) or _in_prose(its, newer, later)
            if bound is None:
                continue
            signals: Signals = {"prior sibling": 1}
            sibling = Hypothesis(its.rule, other, bound, signals, bits_of(signals, context.weights))
            sibling.judge()
            new.append(sibling)
    return new


def _compared(pairs: Sequence[Comparison]) -> Sequence[tuple[Figure, Figure]]:
    """Two rates of two times, the newer first; of those that one may be compared with, the nearest."""
    nearest: dict[int, Comparison] = {}
    for pair in pairs:
        if pair.bits >= _COMPARED and pair.new.q.kind == pair.old.q.kind:
            known = nearest.get(pair.old.q.start)
            if pair.new.block == pair.old.block and (known is None or _apart(pair) < _apart(known)):
                nearest[pair.old.q.start] = pair
    return [(pair.new, pair.old) for pair in nearest.values()]


def _inherited(context: Context) -> Iterator[tuple[Figure, Figure]]:
    """ "26% of net revenue (FY23: 23%)": the second is a share of what the first is of, at its own time."""
    known = wants(context, levels(context))
    for index, want in known.items():
        if want.inherited and not want.listed and not known.get(index - 1, want).inherited:
            yield context.figures[index - 1], context.figures[index]


def _apart(pair: Comparison) -> tuple[int, int]:
    return abs(pair.new.sentence - pair.old.sentence), abs(pair.new.index - pair.old.index)


def _counterparts(pairs: Sequence[Comparison]) -> Mapping[tuple[int, bool], Quantity | None]:
    """By a value's place, and whether the later one is wanted: the value that the text compares it with."""
    best: dict[tuple[int, bool], Comparison] = {}
    for pair in pairs:
        if pair.bits < _COMPARED or not pair.new.amount:
            continue
        for place, later in ((pair.new.q.start, False), (pair.old.q.start, True)):
            known = best.get((place, later))
            if known is None or known.bits < pair.bits:
                best[place, later] = pair
    return {(place, later): (pair.new if later else pair.old).q for (place, later), pair in best.items()}


def _in_table(
    one: Hypothesis, other: Figure, cells: Mapping[int, tuple[Grid, Row, int]], later: bool
) -> tuple[Bound, ...] | None:
    """The same rows, each in the column of the other time."""
    at = [cells.get(b.quantity.start) if b.quantity is not None else None for b in one.bound]
    places = [place for place in at if place is not None]
    if len(places) != len(at) or any(grid is not places[0][0] for grid, _, _ in places):
        return None
    grid, first, column = places[0]
    to = _column(grid, first, column, other, later)
    if to is None:
        return None
    found: list[Bound] = []
    for b, (_, row, c) in zip(one.bound, places, strict=True):
        by = to if c == column else _moved(grid, c, column, to)
        if by is None or by not in row.cells:
            return None
        found.append(Bound(b.role, row.cells[by], b.unit, b.times))
    return tuple(found)


def _moved(grid: Grid, c: int, column: int, to: int) -> int | None:
    """The column as far from one column as the other is from its own."""
    if not {c, column, to} <= grid.years.keys():
        return None
    year = grid.years[c] + grid.years[to] - grid.years[column]
    found = [other for other, its in grid.years.items() if its == year and other not in grid.derived]
    return found[0] if len(found) == 1 else None


def _column(grid: Grid, row: Row, column: int, other: Figure, later: bool) -> int | None:
    """The column that the other rate names by its year, or the next in time."""
    columns = [c for c in row.cells if c not in grid.derived]
    if column in grid.years:
        mine = grid.years[column]
        if other.year is not None:
            said = [c for c in columns if c in grid.years and int(grid.years[c]) == int(other.year)]
            return said[0] if len(said) == 1 and said[0] != column else None
        gap = 1.0 if later else -1.0
        next_to = [c for c in columns if grid.years.get(c) == mine + gap]
        return (
            next_to[0] if len(next_to) == 1 and grid.spans.get(column) == grid.spans.get(next_to[0]) else None
        )
    if len(columns) != 2:
        return None
    first, last = sorted(columns)
    return (first if column == last else None) if later else (last if column == first else None)


def _in_prose(
    one: Hypothesis, newer: Mapping[tuple[int, bool], Quantity | None], later: bool
) -> tuple[Bound, ...] | None:
    """The values that the text compares with those of the known rate."""
    found: list[Bound] = []
    for b in one.bound:
        q = newer.get((b.quantity.start, later)) if b.quantity is not None else None
        if q is None or q.unit != b.unit:
            return None
        found.append(Bound(b.role, q, b.unit))
    # one value is not the counterpart of two
    return tuple(found) if len({b.quantity for b in found}) == len(found) else None
