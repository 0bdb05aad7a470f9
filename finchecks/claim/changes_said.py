"""A sentence that restates what a table's own column of changes holds: "of this, $9.3 million came from …".

The column says which two cells the figure lies between, whatever the sentence calls the row, with a word of
change or without.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from finchecks.claim import Claim
from finchecks.claim.context import Context, Figure
from finchecks.claim.grids import Grid, Row
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.levels import levels
from finchecks.claim.subjects import level_subject
from finchecks.claim.tables import Words, nearest, row_signals, subject_signals, words_about
from finchecks.claim.weigh import Signals, magnitude
from finchecks.rule import Rule

#: the kinds that a column of changes is of, and what figures of the text restate it
_RESTATED: Mapping[str, frozenset[str]] = {
    "percent_change": frozenset({"percent"}),
    "pp_change": frozenset({"points", "percent"}),
    "difference": frozenset({"money", "count", "number", "measure"}),
}


def changes_said(
    context: Context, grids: Sequence[Grid], own: Sequence[Claim], rules: Mapping[str, Rule]
) -> list[Hypothesis]:
    """Changes between the cells that a change column (``own``) lies between, of figures that restate it."""
    told = {grid.index: some for grid in grids if (some := _told(grid, own))}
    found: list[Hypothesis] = []
    if not told:
        return found
    standing = levels(context)
    for figure in context.figures:
        if not figure.single_value or figure.q.word:
            continue
        words: Words | None = None
        for grid in nearest(grids, figure.q.start):
            some = [one for one in told.get(grid.index, ()) if figure.q.kind in _RESTATED[one[1].kind]]
            for row, claim in some:
                one = _bound(figure, row, claim, rules)
                if one is None or one.fit != "right":
                    continue
                words = words or words_about(context, figure, level_subject(context, figure))
                s: Signals = {"prior change-said": 1, "change-tried": math.log2(len(some))}
                row_signals(row, words, "", s)
                subject_signals(row, grid, words, s)
                if standing[figure.index].old:
                    s["claim-old"] = 1
                one.weigh(s, context.weights)
                found.append(one)
    return found


def _told(grid: Grid, own: Sequence[Claim]) -> list[tuple[Row, Claim]]:
    """The rows of a table with the changes that it gives of them."""
    made = {claim.stated.start: claim for claim in own if claim.kind in _RESTATED}
    return [
        (row, made[cell.start])
        for row in grid.rows
        for column, cell in row.cells.items()
        if column in grid.derived and cell.start in made
    ]


def _bound(figure: Figure, row: Row, claim: Claim, rules: Mapping[str, Rule]) -> Hypothesis | None:
    rule = rules.get(claim.rule)
    # the grid's cells may be completed by the unit of the prose
    cells = {cell.start: cell for cell in row.cells.values()}
    places = [(o.role, cells.get(o.quantity.start)) for o in claim.operands if o.quantity is not None]
    bound = tuple(Bound(role, cell, cell.unit) for role, cell in places if cell is not None)
    if rule is None or len(bound) != 2 or len(places) != len(claim.operands):
        return None
    if claim.kind == "difference" and any(one.unit != figure.q.unit for one in bound):
        return None
    one = Hypothesis(rule, figure, bound, {}, 0.0)
    one.judge(magnitude(figure.q))
    return one
