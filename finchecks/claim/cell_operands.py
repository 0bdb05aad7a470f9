"""Pairs of cells that may be the operands of a claim, and what describes them but their result.

How well the words about the claim say the labels of their rows and columns, how much better than those of
others, which of them the other claims of the sentence are bound to, which values the prose tells again.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from finchecks.claim.changes import PLAIN, change_cue
from finchecks.claim.context import Context, Figure
from finchecks.claim.general import KINDS, View, about, kinds_of, suits, type_of, view
from finchecks.claim.general import names as names_in_prose
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.sheets import (
    PARTS,
    Label,
    Place,
    Said,
    Sheet,
    cell_words,
    coverage,
    keys_of,
    restated,
    said_about,
)
from finchecks.claim.subjects import Subject, level_subject, subject
from finchecks.claim.tables import Years, years_about
from finchecks.claim.weigh import Signals, magnitude
from finchecks.quantity import Quantity
from finchecks.rule import Rule

#: so many tables before a claim, and after it, are looked at
BEFORE, AFTER = 3, 2
#: so many times off at most, or points, and they may be the operands
SIZE, POINTS = 2.0, 5.0
#: slack in asking whether what was rounded may agree, before it is judged
_ROUNDED = 1.02
#: of a table with more lines only so many are compared: those that are best said
_LINES, _COLUMNS = 14, 8
#: figures of the prose, before and after, that may stand beside a cell as the other operand
_BESIDE = 6
_TYPES = frozenset({"money", "count", "number", "measure", "percent"})
#: relations that only say the same of other figures are told of so far away
_FAR = 99.0
#: where :func:`finchecks.claim.general.about` tells the direction of the claim's word of change
_DIRECTION = 0
FORMS = ("row", "column", "cell-figure", "figure-cell")


class Operand(NamedTuple):
    """A cell in its table, or a figure of the prose."""

    q: Quantity
    sheet: Sheet | None
    place: Place
    figure: Figure | None

    @property
    def type(self) -> str:
        return "plain" if self.q.kind in PLAIN else self.q.unit

    @property
    def row(self) -> Label | None:
        return self.sheet.rows[self.place[0]] if self.sheet is not None else None

    @property
    def column(self) -> Label | None:
        return self.sheet.columns[self.place[1]] if self.sheet is not None else None


class Pair(NamedTuple):
    kind: str
    form: str
    a: Operand
    b: Operand

    @property
    def sheet(self) -> Sheet:
        """The table of its cells; of two operands one at least is a cell."""
        found = self.a.sheet or self.b.sheet
        assert found is not None
        return found

    @property
    def rows(self) -> list[Label]:
        return [one.row for one in (self.a, self.b) if one.row is not None]

    @property
    def lines(self) -> list[Label]:
        """The rows and the columns of its cells."""
        return [*self.rows, *(one.column for one in (self.a, self.b) if one.column is not None)]


class Told(NamedTuple):
    """A figure that is known to tell of two cells, by the rows and columns of a table."""

    claim: int
    kind: str
    sheet: int
    places: tuple[Place, Place]


@dataclass(slots=True, eq=False)
class Desk:
    """A document's tables with what is known of them; each figure's surroundings are described once."""

    context: Context
    seen: View
    sheets: Sequence[Sheet]
    #: (claim's index, kind, the cells it is bound to)
    known: Sequence[tuple[int, str, frozenset[tuple[int, int, int]]]] = ()
    told: Sequence[Told] = ()
    restating: dict[int, dict[int, list[Place]]] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Asking:
    """A claim with the words about it, and how well they say each line of a table."""

    claim: Figure
    #: the tables whose cells it may be over
    near: Sequence[Sheet]
    said: Said
    years: Years
    #: what other claims near it are bound to: (figures away, kind, cells)
    siblings: Sequence[tuple[int, str, frozenset[tuple[int, int, int]]]]
    #: what the claim's own words say it is about, word by word, and all that leads to it in its clause
    core: Sequence[frozenset[str]]
    wide: frozenset[str]
    subject: Subject
    scores: dict[tuple[int, str], dict[int, float]] = field(default_factory=dict)
    lines: dict[tuple[int, str, int], list[float]] = field(default_factory=dict)
    own: list[float] = field(default_factory=list)
    #: by the table, where figures of its sentence (and paragraph) restate cells: place → figures away
    told: dict[int, dict[Place, int]] = field(default_factory=dict)


def desk(context: Context, sheets: Sequence[Sheet], right: Sequence[Hypothesis]) -> Desk:
    known = [
        (one.claim.index, one.rule.kind, cells)
        for one in right
        if (cells := frozenset(b.quantity.cell for b in one.bound if b.quantity and b.quantity.cell))
    ]
    return Desk(context, view(context, right), sheets, sorted(known, key=lambda one: one[:2]), told_by(right))


def told_by(right: Sequence[Hypothesis]) -> list[Told]:
    """The relations over two cells of one table."""
    found: list[Told] = []
    for one in right:
        cells = [b.quantity.cell for b in one.bound if b.quantity and b.quantity.cell]
        if len(cells) == len(one.bound) == 2 and cells[0][0] == cells[1][0]:
            found.append(Told(one.claim.index, one.rule.kind, cells[0][0], (cells[0][1:], cells[1][1:])))
    return found


def asking(at: Desk, claim: Figure) -> Asking:
    context = at.context
    siblings = [
        (index - claim.index, kind, cells)
        for index, kind, cells in at.known
        if index != claim.index and context.figures[index].block == claim.block
    ]
    cue = change_cue(claim, context)
    of = level_subject(context, claim) if cue is None else subject(context, claim, cue)
    core, wide = keys_of(of.core, context.relations), keys_of(of.wide, context.relations)
    said = said_about(context, claim)
    years = years_about(context, claim)
    return Asking(claim, nearest(at, claim), said, years, siblings, core, frozenset().union(*wide), of)


def nearest(at: Desk, claim: Figure) -> Sequence[Sheet]:
    before = [sheet for sheet in at.sheets if sheet.start < claim.q.start]
    after = [sheet for sheet in at.sheets if sheet.start >= claim.q.start]
    return [*before[-BEFORE:], *after[:AFTER]]


def retold(at: Desk, asked: Asking, sheet: Sheet) -> dict[Place, int]:
    """Which cells the figures about the claim tell again, the nearest of them."""
    found = asked.told.get(sheet.index)
    if found is None:
        found = asked.told[sheet.index] = {}
        for f in at.context.around(asked.claim, _BESIDE):
            if f is asked.claim or f.block != asked.claim.block:
                continue
            places = at.restating.setdefault(f.index, {})
            if sheet.index not in places:
                places[sheet.index] = restated(f, sheet)
            away = f.index - asked.claim.index
            for place in places[sheet.index]:
                if place not in found or abs(away) < abs(found[place]):
                    found[place] = away
    return found


def scores(asked: Asking, sheet: Sheet, axis: str) -> dict[int, float]:
    """How well each line of a table is said, in one number, to compare them by."""
    known = asked.scores.get((sheet.index, axis))
    if known is None:
        parts = asked.said.parts
        near, sentence, wide = parts[0], parts[2] | parts[3], parts[4] | parts[6]
        known = asked.scores[sheet.index, axis] = {
            index: 0.5 * coverage(label, near)
            + 0.35 * coverage(label, sentence)
            + 0.15 * coverage(label, sentence | wide)
            for index, label in (sheet.rows if axis == "row" else sheet.columns).items()
        }
    return known


def pairs(at: Desk, asked: Asking, kinds: Sequence[str]) -> Iterator[Pair]:
    """The operands of fitting types and about the claim's size."""
    claim = asked.claim
    low, high = magnitude(claim.q)
    stated = abs(claim.q.value)
    times = 100.0 if claim.q.unit == "bp" else 1.0
    mine = type_of(claim)

    def fits(kind: str, a: Quantity, b: Quantity) -> bool:
        value = made(kind, a.value, b.value) * (times if kind == "pp_change" else 1.0)
        if value <= 0:
            return False
        if low / SIZE <= value <= high * SIZE:
            return True
        return kind in ("share", "percent_change", "pp_change") and abs(value - stated) <= POINTS

    of_types: dict[tuple[str, str], list[str]] = {}

    def of(a: Operand, b: Operand) -> list[str]:
        types = a.type, b.type
        known = of_types.get(types)
        if known is None:
            known = of_types[types] = [kind for kind in kinds if typed(kind, mine, a, b)]
        return known

    around = [
        Operand(f.q, None, (0, 0), f)
        for f in at.context.around(claim, _BESIDE)
        if f is not claim and f.single_value and f.conversion_of is None
        and f.q.kind in _TYPES and abs(f.sentence - claim.sentence) <= 2
    ]  # fmt: skip
    for sheet in asked.near:
        cells = _cells(at, asked, sheet)
        for form, a, b in _of_lines(cells):
            for kind in of(a, b):
                if not (kind == "sum" and (a.place > b.place or form == "row")) and fits(kind, a.q, b.q):
                    yield Pair(kind, form, a, b)
        for cell in cells.values():
            for other in around:
                for form, a, b in (("cell-figure", cell, other), ("figure-cell", other, cell)):
                    for kind in of(a, b):
                        if not (kind == "sum" and form == "figure-cell") and fits(kind, a.q, b.q):
                            yield Pair(kind, form, a, b)


def _kept(at: Desk, asked: Asking, sheet: Sheet) -> frozenset[int]:
    """Lines that are compared however ill they are said: totals, what is told again, what others bind."""
    told = {row for row, _ in retold(at, asked, sheet)}
    bound = {r for _, _, cells in asked.siblings for t, r, _ in cells if t == sheet.index}
    return frozenset(told | bound | {r for r, label in sheet.rows.items() if label.total})


def _best(said: Mapping[int, float], most: int, kept: frozenset[int]) -> list[int]:
    if len(said) <= most:
        return list(said)
    first = sorted(said, key=lambda index: -said[index])[:most]
    return sorted({*first, *(sorted(kept)[:most])})


def _cells(at: Desk, asked: Asking, sheet: Sheet) -> dict[Place, Operand]:
    """The cells of a table that are compared, row by row."""
    rows = _best(scores(asked, sheet, "row"), _LINES, _kept(at, asked, sheet))
    columns = _best(scores(asked, sheet, "column"), _COLUMNS, frozenset())
    return {
        (r, c): Operand(q, sheet, (r, c), None)
        for r, c in itertools.product(rows, columns)
        if (q := sheet.cells.get((r, c))) is not None and q.value != 0
    }


def _of_lines(cells: Mapping[Place, Operand]) -> Iterator[tuple[str, Operand, Operand]]:
    """Any two cells of a row, then any two of a column."""
    for form, axis in (("row", 0), ("column", 1)):
        lines: dict[int, list[Operand]] = {}
        for place, cell in cells.items():
            lines.setdefault(place[axis], []).append(cell)
        for some in lines.values():
            for a, b in itertools.permutations(some, 2):
                yield form, a, b


def may_agree(claim: Figure, pair: Pair) -> bool:
    """Could the two, as they are rounded, make the claim? What cannot is not judged before it is weighed."""
    a, b = pair.a.q, pair.b.q
    corners = [made(pair.kind, x, y) for x in (a.low, a.value, a.high) for y in (b.low, b.value, b.high)]
    times = 100.0 if pair.kind == "pp_change" and claim.q.unit == "bp" else 1.0
    low, high = magnitude(claim.q)
    return min(corners) * times <= high * _ROUNDED and low <= max(corners) * times * _ROUNDED


def typed(kind: str, mine: str, a: Operand, b: Operand) -> bool:
    """Do two operands of these types make a claim of this one?"""
    one, other = a.type, b.type
    rates = one == "percent" or other == "percent"
    if kind == "pp_change":
        return one == other == "percent"
    if rates or kind == "product":
        return False
    if kind in ("share", "percent_change", "multiple"):
        return one == other
    if kind in ("difference", "sum"):
        return one == other and one in (mine, "plain")
    if mine == "plain" and one == other:
        return True
    return one in (mine, "plain") and (one != other or one == "plain")


def made(kind: str, a: float, b: float) -> float:
    """What two values make, by the kind; 0 where they make none."""
    if kind in ("difference", "pp_change"):
        return abs(a - b)
    if kind == "sum":
        return a + b
    a, b = abs(a), abs(b)
    if not b:
        return 0.0
    if kind == "percent_change":
        return abs(a / b - 1) * 100
    if kind == "share":
        return a / b * 100 if a < b else 0.0
    if kind == "multiple":
        return a / b
    return a / b if b > 1 else 0.0


def hypothesis(
    context: Context, rules: Mapping[str, Rule], claim: Figure, pair: Pair, signals: Signals, structure: float
) -> Hypothesis:
    """Two operands in the roles of a kind; amounts of a table without a unit are in the claim's."""
    rule, first, second = KINDS[pair.kind]
    unit = claim.q.unit if pair.kind in ("difference", "sum", "ratio") else pair.a.q.unit
    other = pair.b.q.unit if pair.kind == "ratio" else unit
    bound = (Bound(first, pair.a.q, unit), Bound(second, pair.b.q, other))
    moves = pair.form == "row" and pair.kind in ("percent_change", "pp_change")
    cue = change_cue(claim, context) if moves else None
    return Hypothesis(
        rules[rule], claim, bound, signals, structure,
        cue.direction if cue is not None else None, cue.word if cue is not None else "",
    )  # fmt: skip


def line(at: Desk, asked: Asking, sheet: Sheet, axis: str, index: int) -> list[float]:
    """A row or a column as the words about a claim say it, beside the others of its table."""
    known = asked.lines.get((sheet.index, axis, index))
    if known is not None:
        return known
    label = (sheet.rows if axis == "row" else sheet.columns)[index]
    said, claim = asked.said, asked.claim
    sentence, above = said.parts[2] | said.parts[3], said.parts[5] | said.parts[6]
    mine = scores(asked, sheet, axis)
    own = mine[index]
    other = max((value for i, value in mine.items() if i != index), default=0.0)
    worth = sum(label.worth) or 1.0
    spread = [(w, alternatives) for w, alternatives in zip(label.worth, label.said_by, strict=True)]
    first = max(spread, key=lambda one: one[0])[1] if spread else frozenset()
    before = min((said.before[k] for k in first if k in said.before), default=_FAR)
    after = min((said.after[k] for k in first if k in said.after), default=_FAR)
    place = 1 if axis == "row" else 2
    told = retold(at, asked, sheet)
    away = [n for where, n in told.items() if where[place - 1] == index]
    # a figure that many lines restate tells of none
    bound = [
        n for n, _, cells in asked.siblings if any(c[0] == sheet.index and c[place] == index for c in cells)
    ]
    year, years = label.year, asked.years
    core = frozenset[str]().union(*asked.core)
    named = label.heading.union(sheet.caption, sheet.vocabulary if axis == "column" else (), *label.said_by)
    asked.lines[sheet.index, axis, index] = known = [
        *(coverage(label, part) for part in said.parts),
        coverage(label, core),
        coverage(label, asked.wide),
        float(sum(one.isdisjoint(named) for one in asked.core)),
        own,
        own - other,
        float(sum(value > own for value in mine.values())),
        float(sum(value >= 0.5 for value in mine.values())),
        before,
        after,
        float(len(label.said_by)),
        float(max((w for w, one in spread if not one.isdisjoint(sentence)), default=0.0)),
        worth,
        float(bool(label.heading)),
        _part(label.heading, sentence),
        _part(label.heading, above),
        float(bool(label.metrics & (said.parts[0] | said.parts[1]))),
        float(label.total),
        float(label.part),
        float(label.adds),
        float(label.derived),
        float(label.rates),
        float(label.place),
        float(label.among - 1 - label.place),
        float(year is not None),
        float(label.later),
        _year_said(year, years.new),
        _year_said(year, () if years.old is None else (years.old,)),
        _year_said(year, () if claim.year is None else (claim.year,)),
        float(len(away)),
        float(max((n for n in away if n < 0), default=-_FAR)),
        float(min((n for n in away if n > 0), default=_FAR)),
        float(len(bound)),
        float(max((n for n in bound if n < 0), default=-_FAR)),
        float(min((n for n in bound if n > 0), default=_FAR)),
    ]  # fmt: skip
    return known


def _part(heading: frozenset[str], said: frozenset[str]) -> float:
    """How much of a group's heading is said; -1 where there is none."""
    return len(heading & said) / len(heading) if heading else -1.0


def _year_said(year: float | None, said: Sequence[float]) -> float:
    if year is None or not said:
        return 0.0
    return 1.0 if int(year) in {int(one) for one in said} else -1.0


LINE_NAMES = (
    *(f"in {part}" for part in PARTS),
    "subject", "clause", "unsaid", "said", "ahead", "better", "well said",
    "words to", "words after", "words", "tells", "worth", "headed",
    "heading said", "heading above", "metric", "total", "part", "adds", "derived", "rates", "first", "last",
    "dated", "later", "year said", "base said", "year of claim", "retold", "retold before", "retold after",
    "bound", "bound before", "bound after",
)  # fmt: skip


def operand(at: Desk, asked: Asking, one: Operand) -> list[float]:
    """A cell by its row, its column and itself; a figure by where it stands."""
    if one.sheet is None:
        f, claim = one.figure, asked.claim
        assert f is not None
        return [
            *_NO_LINES,
            0.0, -1.0, 0.0,
            float(f.index - claim.index), float(abs(f.sentence - claim.sentence)),
            float(f.block == claim.block),
            float(f.earlier), float("goal" in f.marks), float("origin" in f.marks),
            float(bool(set(f.subject) & set(claim.subject))),
            float(bool(at.seen.used.get(f.q.start))), float(bool(at.seen.made.get(f.q.start))),
            float(f.mark == "by"),
        ]  # fmt: skip
    sheet, (r, c) = one.sheet, one.place
    away = retold(at, asked, sheet).get(one.place)
    return [
        *line(at, asked, sheet, "row", r),
        *line(at, asked, sheet, "column", c),
        float(away is not None),
        float(away) if away is not None else _FAR,
        float(any((sheet.index, r, c) in cells for _, _, cells in asked.siblings)),
        *_NO_FIGURE,
    ]


_NO_LINES = [-2.0] * (2 * len(LINE_NAMES))
FIGURE_NAMES = (
    "figures off", "sentences off", "in block", "earlier", "goal", "origin", "subject", "used", "made", "by",
)  # fmt: skip
_NO_FIGURE = [0.0] * len(FIGURE_NAMES)


def of_claim(at: Desk, asked: Asking) -> list[float]:
    """What is known of a claim before operands are looked for, but for its kind."""
    if asked.own:
        return asked.own
    claim, context, near = asked.claim, at.context, asked.near
    best = [max(scores(asked, sheet, "row").values(), default=0.0) for sheet in near]
    second = [sorted(scores(asked, sheet, "row").values())[-2:][0] for sheet in near if sheet.rows]
    restates = [scores(asked, sheet, "row")[r] for sheet in near for r, _ in restated(claim, sheet)]
    beside = cell_words()
    sentence = {*context.words_of(*context.sentence_span(claim.sentence))}
    mine = type_of(claim)
    types = {"plain" if q.kind in PLAIN else q.unit for sheet in near for q in sheet.cells.values()}
    last = next((s for s in sorted(asked.siblings, key=lambda one: abs(one[0])) if s[0] < 0), None)
    asked.own = [
        *about(at.seen, claim),
        float(len(near)),
        float(sum(sheet.start < claim.q.start for sheet in near)),
        math.log1p(min((abs(claim.q.start - sheet.start) for sheet in near), default=0)),
        max(best, default=0.0),
        max(second, default=0.0),
        float(len(restates)),
        max(restates, default=-1.0),
        float(sum(len(retold(at, asked, sheet)) > 0 for sheet in near)),
        float(min((abs(n) for sheet in near for n in retold(at, asked, sheet).values()), default=_FAR)),
        float(mine in types),
        float("plain" in types),
        float("percent" in types),
        float(len(asked.siblings)),
        float(last[0]) if last else -_FAR,
        *(float(last is not None and last[1] == kind) for kind in KINDS),
        float(bool(beside.whole & sentence)),
        float(bool(beside.several & {*claim.lead})),
        float(bool(beside.several & {*claim.tail})),
        float(bool(beside.order & sentence)),
        float(bool(beside.rest & sentence)),
        float(claim.earlier),
        float(bool(claim.q.per)),
        *(_word_at(claim.lead[::-1], word) for word in beside.beside),
        *(_word_at(claim.tail, word) for word in beside.beside),
    ]
    return asked.own


def _word_at(words: Sequence[str], word: str) -> float:
    return float(words.index(word)) if word in words else _FAR


def claim_names() -> list[str]:
    every = names_in_prose()
    words = cell_words()
    return [
        *every[len(KINDS) : every.index("first old")],
        "tables", "tables before", "nearest table", "best row", "second row", "restates", "restating",
        "retelling", "retold near", "type told", "plain told", "rates told", "siblings", "last sibling",
        *(f"last {kind}" for kind in KINDS),
        "whole", "several before", "several after", "order", "rest", "claim earlier", "claim per",
        *(f"words from {word}" for word in words.beside), *(f"words to {word}" for word in words.beside),
    ]  # fmt: skip


def described(at: Desk, asked: Asking, pair: Pair) -> list[float]:
    """What the trees read, in the order of :func:`names`."""
    own = of_claim(at, asked)
    a, b = pair.a, pair.b
    sheet = pair.sheet
    direction = own[_DIRECTION]
    later = a.q.value >= b.q.value
    cells = [(one.sheet.index, *one.place) for one in (a, b) if one.sheet is not None]
    same = [s for s in asked.siblings if set(cells) <= s[2]]
    rows = {c[1] for c in cells}
    columns = {c[2] for c in cells}
    mates = [
        n for n, kind, bound in asked.siblings
        if kind == pair.kind and {c[2] for c in bound} == columns and {c[0] for c in bound} == {sheet.index}
    ]  # fmt: skip
    kin = [
        n for n, _, bound in asked.siblings
        if {c[1] for c in bound} == rows and {c[0] for c in bound} == {sheet.index}
    ]  # fmt: skip
    gap = (a.place[0] - b.place[0], a.place[1] - b.place[1]) if a.sheet and b.sheet else (0, 0)
    caption = sheet.caption
    return [
        *(float(pair.kind == kind) for kind in KINDS),
        *own,
        *(float(pair.form == form) for form in FORMS),
        float(asked.near.index(sheet)),
        float(sheet.start < asked.claim.q.start),
        math.log1p(abs(sheet.start - asked.claim.q.start)),
        len(caption & frozenset().union(*asked.said.parts[2:7])) / len(caption) if caption else -1.0,
        float(len(sheet.rows)),
        float(len(sheet.columns)),
        *operand(at, asked, a),
        *operand(at, asked, b),
        direction * (1.0 if later else -1.0),
        float(later),
        float(a.type == b.type),
        float(a.type == type_of(asked.claim)),
        float(a.type == "plain"),
        float(gap[0]),
        float(gap[1]),
        float(len(same)),
        float(min((abs(n) for n, *_ in same), default=_FAR)),
        float(any(kind == pair.kind for _, kind, _ in same)),
        float(len(mates)),
        float(min(map(abs, mates), default=_FAR)),
        float(len(kin)),
        float(min(map(abs, kin), default=_FAR)),
        _gap(a.row, b.row),
        _gap(a.column, b.column),
        float(a.row is not None and b.row is not None and b.row.adds and a.row.part),
    ]  # fmt: skip


def _gap(one: Label | None, other: Label | None) -> float:
    """So many years from one line to the other; nothing where either is undated."""
    if one is None or other is None or one.year is None or other.year is None:
        return -_FAR
    return one.year - other.year


def names() -> list[str]:
    """What each place of :func:`described` holds."""
    lines = [f"{axis} {name}" for axis in ("row", "column") for name in LINE_NAMES]
    own = [*lines, "itself retold", "itself retold at", "itself bound", *FIGURE_NAMES]
    return [
        *(f"kind {kind}" for kind in KINDS),
        *claim_names(),
        *(f"form {form}" for form in FORMS),
        "table at", "table before", "table away", "caption said", "table rows", "table columns",
        *(f"first {name}" for name in own),
        *(f"second {name}" for name in own),
        "direction fits", "larger first", "one type", "type of claim", "plain", "rows apart", "columns apart",
        "same cells", "same cells near", "same cells and kind", "same columns", "same columns near",
        "same row", "same row near", "row years", "column years", "part of its sum",
    ]  # fmt: skip


def asks(claim: Figure) -> Sequence[str]:
    """The kinds that a figure may be a claim of, of cells."""
    if not suits(claim) or (claim.q.kind == "number" and claim.q.word):
        return ()
    return [kind for kind in kinds_of(claim) if kind != "product"]
