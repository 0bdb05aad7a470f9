"""What is told of cells that do not make a figure, before an author is held to have meant them.

Beyond how likely they are by themselves: how far ahead they are of all others, and what else of their table
the text is known to tell. "Pumps rose 4%, valves 7%": where the one compares two columns, so does the other;
"31% of deposits, down from 38%": where the one is of two rows, so is the other; and a change that another
figure already tells is hardly told again with another value.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from finchecks.claim.cell_operands import (
    FORMS,
    LINE_NAMES,
    Asking,
    Desk,
    Operand,
    Pair,
    Told,
    claim_names,
    line,
    of_claim,
)
from finchecks.claim.general import KINDS

if TYPE_CHECKING:
    from finchecks.claim.general_cells import Weighed

#: what stands for nothing there
_FAR, _BEHIND = 99.0, -30.0
_ROW = tuple(LINE_NAMES.index(name) for name in ("unsaid", "said", "ahead", "better", "subject"))
_COLUMN = tuple(LINE_NAMES.index(name) for name in ("said", "better", "year said"))


def described_failing(at: Desk, asked: Asking, ranked: Sequence[Weighed]) -> list[float]:
    """What the trees read that may hold the first of some pairs against an author, as :func:`failing_names`
    calls it; the pairs come by how likely they are."""
    top, *others = ranked
    cells = _spots(top.pair)
    return [
        *(float(top.pair.kind == kind) for kind in KINDS),
        *(float(top.pair.form == form) for form in FORMS),
        top.claim_bits,
        top.bits,
        top.structure,
        top.structure - max((w.structure for w in others if _spots(w.pair) != cells), default=_BEHIND),
        top.structure - max((w.structure for w in others if w.pair.kind == top.pair.kind), default=_BEHIND),
        top.structure - (ranked[3].structure if len(ranked) > 3 else _BEHIND),
        top.structure - max((w.structure for w in others if w.one.fit == "right"), default=_BEHIND),
        math.log2(len(ranked)),
        float(len(asked.core)),
        *_said(at, asked, top.pair.a),
        *_said(at, asked, top.pair.b),
        float(_named_beside(asked, top.pair)),
        *fellows(at.told, asked.claim.index, top.pair),
        float(asked.claim.block == 0),
        *of_claim(at, asked),
    ]


def failing_names() -> list[str]:
    said = ("unsaid", "said", "ahead", "better", "subject", "column said", "column better", "year said")
    fellow = ("columns", "either way", "other columns", "rows", "other rows", "cells", "other kind")
    return [
        *(f"kind {kind}" for kind in KINDS), *(f"form {form}" for form in FORMS),
        "claim bits", "binding bits", "together", "ahead", "ahead of its kind", "ahead of the third",
        "ahead of what agrees", "tried", "subject words",
        *(f"{which} {name}" for which in ("first", "second") for name in said),
        "rows named beside", "told", *(f"{name}{near}" for name in fellow for near in ("", " near")),
        "head", *claim_names(),
    ]  # fmt: skip


def _spots(pair: Pair) -> frozenset[int]:
    return frozenset((pair.a.q.start, pair.b.q.start))


def _said(at: Desk, asked: Asking, one: Operand) -> list[float]:
    """How well a cell's row and column are said; -1 for a figure of the prose."""
    if one.sheet is None:
        return [-1.0] * (len(_ROW) + len(_COLUMN))
    row = line(at, asked, one.sheet, "row", one.place[0])
    column = line(at, asked, one.sheet, "column", one.place[1])
    return [*(row[n] for n in _ROW), *(column[n] for n in _COLUMN)]


def _named_beside(asked: Asking, pair: Pair) -> int:
    """How many other rows the claim's clause names in full: "the North and the West lost 1,755"."""
    sheet = pair.a.sheet or pair.b.sheet
    assert sheet is not None
    mine = {one.place[0] for one in (pair.a, pair.b) if one.sheet is not None}
    return sum(
        bool(label.said_by) and not any(word.isdisjoint(asked.wide) for word in label.said_by)
        for index, label in sheet.rows.items()
        if index not in mine
    )


def fellows(told: Sequence[Told], claim: int, pair: Pair) -> list[float]:
    """How many other figures are known to tell the same of other cells of the table, and how near the nearest
    of them stands: of the same columns, of the same rows, of the very cells."""
    sheet = pair.a.sheet
    if sheet is None or pair.b.sheet is None:
        return [-1.0] * 15
    (row, column), (other_row, other_column) = pair.a.place, pair.b.place
    rows, columns = (row, other_row), (column, other_column)
    near: tuple[list[int], ...] = ([], [], [], [], [], [], [])
    count = 0
    for one in told:
        if one.sheet != sheet.index or one.claim == claim:
            continue
        count += 1
        away = abs(one.claim - claim)
        its_rows, its_columns = zip(*one.places, strict=True)
        if set(its_columns) == set(columns):
            near[1].append(away)
        if one.kind != pair.kind:
            if set(one.places) == {pair.a.place, pair.b.place}:
                near[6].append(away)
            continue
        near[0 if its_columns == columns else 2].append(away)
        if its_rows != rows:
            near[4].append(away)
        else:
            near[3 if its_columns != columns else 5].append(away)
    return [float(count), *(n for some in near for n in (float(len(some)), float(min(some, default=_FAR))))]
