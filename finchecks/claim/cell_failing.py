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

#: how a figure that is known to tell of two cells may be a pair's fellow: it is over the same two columns,
#: or the same in either order and of whatever kind, or over others; over the same rows in other columns, or
#: over other rows; over these very cells, or so in a relation of another kind
FELLOWS = ("columns", "either way", "other columns", "rows", "other rows", "cells", "other kind")


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
    return [
        *(f"kind {kind}" for kind in KINDS), *(f"form {form}" for form in FORMS),
        "claim bits", "binding bits", "together", "ahead", "ahead of its kind", "ahead of the third",
        "ahead of what agrees", "tried", "subject words",
        *(f"{which} {name}" for which in ("first", "second") for name in said),
        "rows named beside", "told", *(f"{name}{near}" for name in FELLOWS for near in ("", " near")),
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
    mine = {row.index for row in pair.rows}
    return sum(
        bool(label.said_by) and not any(word.isdisjoint(asked.wide) for word in label.said_by)
        for index, label in pair.sheet.rows.items()
        if index not in mine
    )


def fellows(told: Sequence[Told], claim: int, pair: Pair) -> list[float]:
    """How many other figures are known to tell of the table; then for each of ``FELLOWS`` how many of them
    are it, and how near the nearest stands."""
    sheet = pair.a.sheet
    if sheet is None or pair.b.sheet is None:
        return [-1.0] * (1 + 2 * len(FELLOWS))
    places = pair.a.place, pair.b.place
    rows, columns = zip(*places, strict=True)
    near: dict[str, list[int]] = {name: [] for name in FELLOWS}
    others = [one for one in told if one.sheet == sheet.index and one.claim != claim]
    for one in others:
        its_rows, its_columns = zip(*one.places, strict=True)
        found = ["either way"] if set(its_columns) == set(columns) else []
        if one.kind == pair.kind:
            found.append("columns" if its_columns == columns else "other columns")
            if its_rows != rows:
                found.append("other rows")
            else:
                found.append("cells" if its_columns == columns else "rows")
        elif set(one.places) == set(places):
            found.append("other kind")
        for name in found:
            near[name].append(abs(one.claim - claim))
    return [
        float(len(others)),
        *(n for some in near.values() for n in (float(len(some)), float(min(some, default=_FAR)))),
    ]
