"""A sentence that restates a table's total says what the table's own parts add up to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from finchecks.claim import Claim
from finchecks.claim.context import Context, Figure
from finchecks.claim.grids import Grid, Row
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.levels import levels
from finchecks.claim.subjects import level_subject
from finchecks.claim.tables import Words, nearest, row_signals, share_column, subject_signals, words_about
from finchecks.claim.weigh import Signals, bits_of, magnitude
from finchecks.quantity import Quantity
from finchecks.rule import Rule

#: a total has so many parts, at least
_PARTS = 3


@dataclass(frozen=True, slots=True)
class Total:
    """A cell and the cells that make it, each with the sign that it goes in with."""

    row: Row
    column: int
    cell: Quantity
    parts: tuple[tuple[Quantity, float], ...]


def totals_said(
    context: Context, grids: Sequence[Grid], own: Sequence[Claim], rules: Mapping[str, Rule]
) -> list[Hypothesis]:
    """Sums whose parts are the cells that make up (``own``) the total which a figure of the text restates."""
    rule = rules.get("sum")
    if rule is None:
        return []
    totals = {grid.index: some for grid in grids if (some := _totals(grid, own))}
    if not totals:
        return []
    found: list[Hypothesis] = []
    standing = levels(context)
    for figure in context.figures:
        q = figure.q
        if q.kind not in ("money", "percent", "count", "measure") or q.is_range or q.word:
            continue
        words: Words | None = None
        for grid in nearest(grids, q.start):
            for total in totals.get(grid.index, ()):
                if not _one_kind(q, total.cell):
                    continue
                same = q.low <= abs(total.cell.value) <= q.high
                if not same and not _level(figure, standing[figure.index].step):
                    continue
                words = words or words_about(context, figure, level_subject(context, figure))
                one = _hypothesis(context, figure, grid, total, words, rule, same)
                if one is not None:
                    found.append(one)
    return found


def _totals(grid: Grid, own: Sequence[Claim]) -> list[Total]:
    made = {
        claim.stated.start: claim for claim in own if claim.kind == "sum" and len(claim.operands) >= _PARTS
    }
    found: list[Total] = []
    for row in grid.rows:
        for column, cell in row.cells.items():
            claim = made.get(cell.start)
            if claim is not None:
                # the grid's cells may be completed by the unit of the prose
                times = cell.value / claim.stated.value if claim.stated.value else 1.0
                parts = tuple(
                    (o.quantity, times * (o.value / o.quantity.value))
                    for o in claim.operands
                    if o.quantity is not None and o.quantity.value
                )
            else:
                parts = tuple((part.cells[column], 1.0) for part in row.parts if column in part.cells)
            if len(parts) >= _PARTS and column not in grid.derived and not row.moves:
                found.append(Total(row, column, cell, parts))
    return found


def _one_kind(q: Quantity, cell: Quantity) -> bool:
    return q.unit == cell.unit or (q.kind == "count" and cell.kind in ("count", "number"))


def _level(figure: Figure, step: bool) -> bool:
    """Is the figure a value that was reached, so that it is the cell's, or a mistake?"""
    return bool({"goal", "level"} & figure.marks) and not step and not figure.q.qualifier and not figure.q.per


def _hypothesis(
    context: Context, figure: Figure, grid: Grid, total: Total, words: Words, rule: Rule, same: bool
) -> Hypothesis | None:
    s: Signals = {"prior total": 1, "total-said" if same else "total-named": 1}
    row_signals(total.row, words, "", s)
    subject_signals(total.row, grid, words, s)
    if "subject-extra" in s:
        return None
    if words.labels ^ (total.row.labels - {"forecast"}):
        s["row-label-other"] = 1
    share_column(figure, grid, total.row, total.column, words, s)
    if not same and not ("share-column" in s and {"subject", "subject-alone"} & s.keys()):
        return None
    said = (figure.year,) if figure.year is not None else words.years.new
    if len(said) == 1 and int(said[0]) == int(grid.years.get(total.column, 0)):
        s["total-dated"] = 1
    sign = -1.0 if total.cell.value < 0 else 1.0
    bound = tuple(Bound("part", q, figure.q.unit, sign * times) for q, times in total.parts)
    one = Hypothesis(rule, figure, bound, s, bits_of(s, context.weights))
    one.judge(magnitude(figure.q))
    if same and one.fit != "right":
        return None
    return one


def tied(one: Hypothesis) -> bool:
    """Does the prose say the total's whole name and its year?"""
    said = one.signals.keys()
    return {"subject", "total-dated", "share-column"} <= said and "row-label-other" not in said
