"""Any two cells of a table that make a figure of the prose, weighed by what the prose says of their rows.

The other readings of a table know how a relation is told: a word of change, a whole that is named. This one
knows only that two cells of one row, or of one column, make the figure, and how many others were tried.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from finchecks.claim.changes import change_cue
from finchecks.claim.context import Context, Figure
from finchecks.claim.grids import Grid, Row, pairs_of
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.products import each_of
from finchecks.claim.relations import stem
from finchecks.claim.subjects import level_subject
from finchecks.claim.tables import Words, nearest, share_column, subject_signals, words_about
from finchecks.claim.weigh import Signals, bits_of, magnitude
from finchecks.quantity import Quantity
from finchecks.rule import Rule

_PLAIN = frozenset({"count", "number"})
_AMOUNTS = frozenset({"money", "count", "number", "measure"})
#: so many rows at most count that are said rather than these
_OTHERS = 3
#: words between a word of change and its figure
_CUE = 4
#: kind → rule and the roles of the two cells
_RULES: Mapping[str, tuple[str, str, str]] = {
    "percent_change": ("percent-change", "new", "old"),
    "pp_change": ("pp-change", "new", "old"),
    "multiple": ("multiple", "new", "old"),
    "difference": ("difference", "new", "old"),
    "share": ("share", "part", "whole"),
    "sum": ("sum", "part", "part"),
    "ratio": ("ratio", "numerator", "denominator"),
}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two cells: of one row, the new column's first, or of one column."""

    kind: str
    rows: tuple[Row, Row]
    cells: tuple[Quantity, Quantity]
    column: int
    signals: Signals


def cell_pairs(context: Context, grids: Sequence[Grid], rules: Mapping[str, Rule]) -> list[Hypothesis]:
    """The pairs of cells of the nearest tables that make a figure."""
    found: list[Hypothesis] = []
    for claim in context.figures if grids else ():
        if not claim.single_value or claim.q.value == 0 or (claim.q.word and claim.q.kind != "fraction"):
            continue
        words: Words | None = None
        for grid in nearest(grids, claim.q.start):
            tried: dict[str, int] = {}
            fits: list[tuple[Pair, Hypothesis]] = []
            for pair in _pairs(claim, grid):
                tried[pair.kind] = tried.get(pair.kind, 0) + 1
                one = _made(claim, pair, rules)
                if one is not None:
                    fits.append((pair, one))
            for pair, one in fits:
                words = words or words_about(context, claim, level_subject(context, claim))
                told = -math.log2(one.likely)
                one.signals = _signals(context, claim, grid, pair, words, tried[pair.kind], told)
                one.structure = bits_of(one.signals, context.weights)
                one.judge(magnitude(claim.q))
                found.append(one)
    return found


def _pairs(claim: Figure, grid: Grid) -> Iterator[Pair]:
    kind = claim.q.kind
    for row in grid.rows:
        for n, o, said in pairs_of(grid, row):
            new, old = row.cells[n], row.cells[o]
            if new.unit != old.unit or not old.value:
                continue
            rates = new.kind == "percent"
            if kind in ("percent", "fraction") and not rates:
                yield Pair("percent_change", (row, row), (new, old), n, said)
            elif kind == "points" and rates:
                yield Pair("pp_change", (row, row), (new, old), n, said)
            elif kind == "multiple" and not rates:
                yield Pair("multiple", (row, row), (new, old), n, said)
            elif kind in _AMOUNTS and _suits(claim.q, new):
                yield Pair("difference", (row, row), (new, old), n, said)
    for a, b in itertools.permutations(grid.rows, 2):
        for c in a.cells.keys() & b.cells.keys() - grid.derived:
            x, y = a.cells[c], b.cells[c]
            if x.value <= 0 or y.value <= 0 or "percent" in (x.kind, y.kind):
                continue
            if x.unit == y.unit:
                if kind in ("percent", "fraction") and x.value < y.value:
                    yield Pair("share", (a, b), (x, y), c, {})
                elif kind == "multiple" and x.value > y.value:
                    yield Pair("multiple", (a, b), (x, y), c, {})
                elif kind in _AMOUNTS and x.value > y.value and _suits(claim.q, x):
                    yield Pair("difference", (a, b), (x, y), c, {})
                    yield Pair("sum", (a, b), (x, y), c, {})
            if (
                kind in _AMOUNTS
                and _suits(claim.q, x)
                and y.value > 1
                and (x.unit != y.unit or x.kind in _PLAIN)
            ):
                yield Pair("ratio", (a, b), (x, y), c, {})


def _suits(q: Quantity, cell: Quantity) -> bool:
    return cell.unit == q.unit or (cell.kind in _PLAIN and q.kind in (*_PLAIN, "measure"))


def _made(claim: Figure, pair: Pair, rules: Mapping[str, Rule]) -> Hypothesis | None:
    rule_id, first, second = _RULES[pair.kind]
    rule = rules.get(rule_id)
    if rule is None:
        return None
    x, y = pair.cells
    if pair.kind in ("percent_change", "multiple", "share"):
        low, high = magnitude(claim.q)
        made = abs(x.value / y.value - (pair.kind == "percent_change")) * (
            1.0 if pair.kind == "multiple" else 100.0
        )
        if not low * 0.9 <= made <= high * 1.1:
            return None
    unit = claim.q.unit if pair.kind in ("difference", "sum") else x.unit
    other = unit if pair.kind != "ratio" else y.unit
    one = Hypothesis(rule, claim, (Bound(first, x, unit), Bound(second, y, other)), {}, 0.0)
    one.judge(magnitude(claim.q))
    return one if one.fit == "right" else None


def _signals(
    context: Context, claim: Figure, grid: Grid, pair: Pair, words: Words, tried: int, told: float
) -> Signals:
    first, second = pair.rows
    said = max(_said(row, words) for row in pair.rows)
    s: Signals = {
        f"prior pair-{pair.kind}": 1,
        "pair-tried": math.log2(tried),
        "pair-told": told,
        "pair-others": min(
            _OTHERS, sum(_said(row, words) > said for row in grid.rows if row not in pair.rows)
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
        s["pair-both"] = min(_said(row, words) for row in pair.rows)
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
    if not (words.near | words.sentence) & (first.stems | second.stems):
        s["pair-unsaid"] = 1
    return s


def _per(context: Context, claim: Figure) -> frozenset[str]:
    """Stems of what a figure is for one of: "£93.4 per MWh", "each trip cost $4.44"."""
    return frozenset(map(stem, claim.q.per.split())) | each_of(context, claim).noun


def _said(row: Row, words: Words) -> float:
    """The share of a row's label that the words about the claim say."""
    if not row.stems:
        return 0.0
    score = sum(
        1.0 if one in words.near else 0.75 if one in words.sentence else 0.5 if one in words.opening else 0.0
        for one in row.stems
    )
    whole = any(name <= words.wide | words.core for name in row.names)
    return max(score / len(row.stems), 0.9 if whole else 0.0)
