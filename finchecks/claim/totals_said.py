"""A sentence that restates a table's total says what the table's own parts add up to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from finchecks.claim import Claim
from finchecks.claim.context import Context, Figure
from finchecks.claim.grids import Grid, Row
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.subjects import level_subject
from finchecks.claim.tables import nearest, row_signals, share_column, subject_signals, words_about
from finchecks.claim.weigh import Signals, bits_of, magnitude
from finchecks.quantity import Quantity
from finchecks.rule import Rule


def totals_said(
    context: Context, grids: Sequence[Grid], own: Sequence[Claim], rules: Mapping[str, Rule]
) -> list[Hypothesis]:
    """Sums whose parts are the cells that make up (``own``) the total which a figure of the text restates.

    A total of three parts or more, and only what agrees: a figure that differs from the cell may speak of
    something else.
    """
    rule = rules.get("sum")
    made = {claim.stated.start: claim for claim in own if claim.kind == "sum" and len(claim.operands) > 2}
    if rule is None or not made:
        return []
    totals = {
        grid.index: [
            (row, column, cell, made[cell.start])
            for row in grid.rows
            for column, cell in row.cells.items()
            if cell.start in made
        ]
        for grid in grids
    }
    found: list[Hypothesis] = []
    for figure in context.figures:
        q = figure.q
        if q.kind not in ("money", "percent", "count", "measure") or q.is_range or q.word:
            continue
        for grid in nearest(grids, q.start):
            for row, column, cell, claim in totals[grid.index]:
                if q.low <= abs(cell.value) <= q.high and _one_kind(q, cell):
                    one = _hypothesis(context, figure, grid, row, column, cell, claim, rule)
                    if one is not None:
                        found.append(one)
    return found


def _one_kind(q: Quantity, cell: Quantity) -> bool:
    return q.unit == cell.unit or (q.kind == "count" and cell.kind in ("count", "number"))


def _hypothesis(
    context: Context,
    figure: Figure,
    grid: Grid,
    row: Row,
    column: int,
    cell: Quantity,
    claim: Claim,
    rule: Rule,
) -> Hypothesis | None:
    words = words_about(context, figure, level_subject(context, figure))
    s: Signals = {"prior sum": 1, "total-said": 1}
    row_signals(row, words, "", s)
    subject_signals(row, grid, words, s)
    if "subject-extra" in s:
        return None
    share_column(figure, grid, row, column, words, s)
    # the grid's cells may be completed by the unit of the prose
    times = cell.value / claim.stated.value if claim.stated.value else 1.0
    sign = -1.0 if cell.value < 0 else 1.0
    bound = tuple(
        Bound("part", o.quantity, figure.q.unit, sign * times * (o.value / o.quantity.value))
        for o in claim.operands
        if o.quantity is not None and o.quantity.value
    )
    one = Hypothesis(rule, figure, bound, s, bits_of(s, context.weights))
    one.judge(magnitude(figure.q))
    return one if one.fit == "right" else None
