"""Any two cells of a table that make a figure of the prose, weighed by what the prose says of their rows.

The other readings of a table know how a relation is told: a word of change, a whole that is named. This one
knows only that two cells of one row, or of one column, make the figure, and how many others were tried.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from finchecks.claim.changes import PLAIN, change_cue
from finchecks.claim.context import Context, Figure, metric_of
from finchecks.claim.general import KINDS
from finchecks.claim.grids import Grid, Row, pairs_of
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.products import each_of
from finchecks.claim.relations import stem
from finchecks.claim.subjects import level_subject
from finchecks.claim.tables import (
    Words,
    label_said,
    nearest,
    one_kind,
    share_column,
    subject_signals,
    words_about,
)
from finchecks.claim.weigh import Signals, magnitude
from finchecks.interval import Interval
from finchecks.quantity import Quantity
from finchecks.rule import Rule

#: kinds of amounts
_AMOUNTS = frozenset({"difference", "sum", "ratio"})
#: so many rows at most count that are said rather than these
_OTHERS = 3
#: a row is said so well where another of its names is
_NEARLY = 0.9
#: words between a word of change and its figure
_CUE = 4


@dataclass(frozen=True, slots=True)
class Pair:
    """Two cells and what they make: of one row, the newer first, or of one column."""

    kind: str
    rows: tuple[Row, Row]
    cells: tuple[Quantity, Quantity]
    column: int
    signals: Signals
    made: Interval


#: what figures of the text are made so, by their kind
_MAKES: Mapping[str, tuple[str, ...]] = {
    "percent": ("percent_change", "share"),
    "fraction": ("percent_change", "share"),
    "points": ("pp_change",),
    "multiple": ("multiple",),
    **dict.fromkeys(("money", "count", "number", "measure"), ("difference", "sum", "ratio")),
}
#: no floating-point error is larger
_EXACT = 1e-9
_NOTHING: Signals = {}
#: what two cells of one row make
_OF_RATES, _OF_VALUES = ("pp_change",), ("percent_change", "multiple", "difference")


def cell_pairs(context: Context, grids: Sequence[Grid], rules: Mapping[str, Rule]) -> list[Hypothesis]:
    """The pairs of cells of the nearest tables that make a figure."""
    found: list[Hypothesis] = []
    pairs: dict[int, Mapping[str, Sequence[Pair]]] = {}
    for claim in context.figures if grids else ():
        if not claim.single_value or (claim.q.word and claim.q.kind != "fraction"):
            continue
        words: Words | None = None
        stated = magnitude(claim.q)
        # what pairs make is in points
        shown = stated.scaled(0.01) if claim.q.unit == "bp" else stated
        for grid in nearest(grids, claim.q.start):
            if grid.index not in pairs:
                pairs[grid.index] = _pairs(grid)
            for kind in _MAKES.get(claim.q.kind, ()):
                some = [
                    pair
                    for pair in pairs[grid.index].get(kind, ())
                    if kind not in _AMOUNTS or one_kind(claim.q, pair.cells[0])
                ]
                for pair in some:
                    if not shown.meets(pair.made) or (one := _made(claim, pair, rules)) is None:
                        continue
                    words = words or words_about(context, claim, level_subject(context, claim))
                    told = -math.log2(one.likely)
                    s = _signals(context, claim, grid, pair, words, len(some), told)
                    one.weigh(s, context.weights)
                    found.append(one)
    return found


def _pairs(grid: Grid) -> Mapping[str, Sequence[Pair]]:
    """By the kind, what any two cells of one row, or of one column, make."""
    found: dict[str, list[Pair]] = {}

    def add(kind: str, rows: tuple[Row, Row], x: Quantity, y: Quantity, column: int, said: Signals) -> None:
        made = _value(kind, x, y)
        if made is not None:
            found.setdefault(kind, []).append(Pair(kind, rows, (x, y), column, said, made))

    for row in grid.rows:
        for n, o, said in pairs_of(grid, row):
            new, old = row.cells[n], row.cells[o]
            if new.unit == old.unit and old.value:
                for kind in _OF_RATES if new.kind == "percent" else _OF_VALUES:
                    add(kind, (row, row), new, old, n, said)
    for a, b in itertools.permutations(grid.rows, 2):
        for c in a.cells.keys() & b.cells.keys() - grid.derived:
            x, y = a.cells[c], b.cells[c]
            if x.value <= 0 or y.value <= 0 or "percent" in (x.kind, y.kind):
                continue
            if x.unit == y.unit:
                for kind in ("share",) if x.value < y.value else ("multiple", "difference", "sum"):
                    add(kind, (a, b), x, y, c, _NOTHING)
            if y.value > 1 and (x.unit != y.unit or x.kind in PLAIN):
                add("ratio", (a, b), x, y, c, _NOTHING)
    return found


def _value(kind: str, x: Quantity, y: Quantity) -> Interval | None:
    """About what the cells make, so that few are evaluated."""
    if kind in ("difference", "sum", "pp_change"):
        made = abs(x.value + y.value if kind == "sum" else x.value - y.value)
        slack = x.step + y.step
    elif x.value and y.value:
        scale = 1.0 if kind in ("ratio", "multiple") else 100.0
        quotient = abs(x.value / y.value)
        made = scale * (abs(quotient - 1) if kind == "percent_change" else quotient)
        slack = scale * quotient * (x.step / abs(x.value) + y.step / abs(y.value) + _EXACT)
    else:
        return None
    return Interval(made - slack, made + slack)


def _made(claim: Figure, pair: Pair, rules: Mapping[str, Rule]) -> Hypothesis | None:
    rule_id, first, second = KINDS[pair.kind]
    rule = rules.get(rule_id)
    if rule is None:
        return None
    x, y = pair.cells
    unit = claim.q.unit if pair.kind in _AMOUNTS else x.unit
    other = y.unit if pair.kind == "ratio" else unit
    one = Hypothesis(rule, claim, (Bound(first, x, unit), Bound(second, y, other)), {}, 0.0)
    one.judge(magnitude(claim.q))
    return one if one.fit == "right" else None


def _signals(
    context: Context, claim: Figure, grid: Grid, pair: Pair, words: Words, tried: int, told: float
) -> Signals:
    first, second = pair.rows
    counted = metric_of(claim.q.noun.split(), context.relations)
    said = max(_said(row, words, counted) for row in pair.rows)
    s: Signals = {
        f"prior pair-{pair.kind}": 1,
        "pair-tried": math.log2(tried),
        "pair-told": told,
        "pair-others": min(
            _OTHERS, sum(_said(row, words, counted) > said for row in grid.rows if row not in pair.rows)
        ),
    }
    if first is second:
        s["pair-row"] = said
        s.update({f"pair-{name}": value for name, value in pair.signals.items()})
    else:
        if second.total or second.parts:
            s["pair-total"] = 1
        if abs(grid.rows.index(first) - grid.rows.index(second)) == 1:
            s["pair-adjacent"] = 1
        s["pair-both"] = min(_said(row, words, counted) for row in pair.rows)
        if pair.kind == "ratio" and _per(context, claim) & second.stems:
            s["pair-per"] = 1
        column: Signals = {}
        share_column(claim, grid, second, pair.column, words, column)
        s.update({f"pair-{name}": value for name, value in column.items()})
    cue = change_cue(claim, context)
    if cue is not None and cue.distance <= _CUE:
        s["pair-cue" if first is second else "pair-cue-column"] = 1
    subject: Signals = {}
    subject_signals(first, grid, words, subject)
    if {"subject", "subject-alone", "subject-borrowed"} & subject.keys():
        s["pair-subject"] = 1
    if not said and not (words.near | words.sentence) & (first.stems | second.stems):
        s["pair-unsaid"] = 1
    return s


def _per(context: Context, claim: Figure) -> frozenset[str]:
    """Stems of what a figure is for one of: "£93.4 per MWh", "each trip cost $4.44"."""
    return frozenset(map(stem, claim.q.per.split())) | each_of(context, claim).noun


def _said(row: Row, words: Words, counted: str) -> float:
    """How much of a row's label is said: nearly all of it, too, where another of its names is.

    So it is where ``counted``, the metric of what the claim counts, is the row's: "84 new jobs", "Employees".
    """
    if not row.stems:
        return 0.0
    whole = counted == row.metric != "" or any(name <= words.wide | words.core for name in row.names)
    return max(label_said(row, words), _NEARLY if whole else 0.0)
