"""A document's tables as metrics × periods, and the prose claims that speak of their cells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from finchecks.claim.changes import APPOSED, change_cue, claim_signals, own_level, preceding
from finchecks.claim.context import Context, Cue, Figure, metric_of, tokens
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.relations import Relations, stem
from finchecks.claim.shares import Wanted, wanted
from finchecks.claim.weigh import Signals, bits_of, magnitude
from finchecks.quantity import Quantity
from finchecks.rule import Rule

_YEAR = re.compile(r"(?<!\d)(?:FY\s?|fiscal\s)?((?:19|20)\d\d)(?!\d)|\bFY\s?'?(\d\d)\b", re.IGNORECASE)
_QUARTER = re.compile(r"\bQ([1-4])\b", re.IGNORECASE)
_CHANGE_HEAD = re.compile(r"change|variance|%|var\b|increase|growth|inc\b", re.IGNORECASE)


@dataclass(slots=True, eq=False)
class Row:
    """A metric: its label's stems, the section it stands in, and its quantities by column."""

    label: str
    stems: frozenset[str]
    section: frozenset[str]
    metric: str
    cells: dict[int, Quantity]
    total: bool
    labels: frozenset[str]


@dataclass(slots=True, eq=False)
class Grid:
    """A table read as rows of metrics and columns of periods."""

    index: int
    rows: list[Row]
    #: column → year with fraction
    years: dict[int, float]
    #: columns that hold changes or percentages of the others
    derived: frozenset[int]
    caption: frozenset[str]
    position: int


def grids(context: Context, cells: Sequence[Quantity]) -> list[Grid]:
    by_table: dict[int, dict[int, dict[int, Quantity]]] = {}
    for q in cells:
        if q.cell is not None and q.kind != "period":
            t, r, c = q.cell
            by_table.setdefault(t, {}).setdefault(r, {})[c] = q
    found: list[Grid] = []
    stated = [f.q for f in context.figures if f.q.kind == "money" and f.q.scale >= 1000]
    for index, table in enumerate(context.document.tables):
        rows_of = by_table.get(index)
        if not rows_of:
            continue
        heads: dict[int, str] = {}
        first_rows = range(0, max(table.header, min(rows_of, default=0)))
        rows: list[Row] = []
        section: frozenset[str] = frozenset()
        for r, raw in enumerate(table.rows):
            quantities = rows_of.get(r, {})
            label = next((cell.text for cell in raw[:2] if cell.text and not cell.text[:1].isdigit()), "")
            if r in first_rows or (not quantities and _is_head(raw)):
                for c, cell in enumerate(raw):
                    if cell.text:
                        heads[c] = f"{heads.get(c, '')} {cell.text}".strip()
                if r not in first_rows or quantities:
                    pass
                continue
            stems = label_stems(label, context.relations)
            if not quantities:
                if stems:
                    section = stems
                continue
            words = tokens(label)
            rows.append(
                Row(
                    label,
                    stems,
                    section,
                    metric_of(words, context.relations),
                    quantities,
                    "total" in words or not stems,
                    frozenset(n for n, p in context.relations.labels.items() if p.search(label.lower())),
                )
            )
        years: dict[int, float] = {}
        derived: set[int] = set()
        for c, head in heads.items():
            found_year = _YEAR.findall(head)
            if _CHANGE_HEAD.search(head) and not (found_year and len(found_year) == 1 and "%" not in head):
                derived.add(c)
            elif found_year:
                year, short = found_year[-1]
                value = float(year) if year else 2000.0 + float(short)
                quarter = _QUARTER.search(head)
                years[c] = value + (int(quarter.group(1)) / 4 if quarter else 0.0)
        _scale(rows, stated)
        caption = frozenset(label_stems(table.caption, context.relations))
        found.append(Grid(index, rows, years, frozenset(derived), caption, table.start))
    return found


def _scale(rows: Sequence[Row], stated: Sequence[Quantity]) -> None:
    """A table without a unit takes the one in which the prose restates a cell: 3,988 as "$3,988 million"."""
    plain = [
        q
        for row in rows
        for q in row.cells.values()
        if q.kind in ("number", "count") and q.scale == 1 and abs(q.value) >= 100
    ]
    values = {abs(q.value) for q in plain}
    for said in stated:
        if said.value / said.scale in values and said.decimals + len(str(int(said.value / said.scale))) >= 3:
            break
    else:
        return
    if any(q.kind == "money" and q.scale > 1 for row in rows for q in row.cells.values()):
        return
    for row in rows:
        for c, q in row.cells.items():
            if q.kind in ("number", "count", "money") and q.scale == 1:
                t = said.scale
                row.cells[c] = replace(
                    q, kind="money", unit=said.unit, value=q.value * t, low=q.low * t, high=q.high * t,
                    loose_low=q.loose_low * t, loose_high=q.loose_high * t, step=q.step * t, scale=t, noun="",
                )  # fmt: skip


def _is_head(raw: Sequence[object]) -> bool:
    texts = [getattr(cell, "text", "") for cell in raw[1:]]
    return sum(1 for t in texts if t) >= 2


def label_stems(text: str, relations: Relations) -> frozenset[str]:
    found = set()
    for word in tokens(text):
        if word[0].isalpha() and word not in relations.stop:
            s = stem(word)
            if s not in relations.stop:
                found.add(s)
    return frozenset(found)


def pairs_of(grid: Grid, row: Row) -> list[tuple[int, int, Signals]]:
    """(new column, old column, evidence) of a row: periods in order, or neighbouring nameless columns."""
    columns = [c for c in sorted(row.cells) if c not in grid.derived]
    found: list[tuple[int, int, Signals]] = []
    dated = [c for c in columns if c in grid.years]
    if len(dated) >= 2:
        latest = max(grid.years[c] for c in dated)
        for n in dated:
            for o in dated:
                gap = grid.years[n] - grid.years[o]
                if gap > 0:
                    s: Signals = {"column-latest" if grid.years[n] == latest else "column-older": 1}
                    if gap >= 1:
                        s["column-next" if gap == 1 else "column-skip"] = 1
                    found.append((n, o, s))
        return found
    return [(columns[i], columns[i + 1], {"column-plain": i}) for i in range(len(columns) - 1)]


@dataclass(slots=True)
class Words:
    """The words about a claim, by how near they stand: its clause, its sentence, its paragraph's opening."""

    near: frozenset[str]
    sentence: frozenset[str]
    opening: frozenset[str]


def words_about(context: Context, claim: Figure) -> Words:
    prose = context.document.prose
    start, end = context.sentence_span(claim.sentence)
    relations = context.relations
    near = label_stems(prose[max(start, claim.q.start - 110) : claim.q.start], relations) | label_stems(
        prose[claim.q.end : min(end, claim.q.end + 50)], relations
    )
    sentence = label_stems(prose[start:end], relations)
    block = context.blocks[claim.block]
    opening = label_stems(prose[block : block + 70], relations)
    if claim.sentence:
        opening |= label_stems(prose[context.sentences[claim.sentence - 1] : start], relations)
    return Words(near, sentence, opening)


def row_signals(row: Row, words: Words, metric: str, s: Signals) -> None:
    """How well a row's label is said in the words about the claim."""
    if not row.stems:
        s["row-empty"] = 1
        return
    score = 0.0
    for one in row.stems:
        score += (
            1.0
            if one in words.near
            else 0.75
            if one in words.sentence
            else 0.5
            if one in words.opening
            else 0.0
        )
    share = score / len(row.stems)
    s["row"] = share
    s["row-none"] = 1
    if row.section and share > 0.4:
        said = words.near | words.sentence | words.opening
        s["row-section"] = len(row.section & said) / len(row.section)
        s["row-section-none"] = 1
    if metric and row.metric:
        s["row-metric-same" if metric == row.metric else "row-metric-other"] = 1
    if share > 0.7 and len(row.stems) > 1:
        s["row-long"] = min(len(row.stems) - 1, 2)


def table_claims(context: Context, grids_: Sequence[Grid], rules: Mapping[str, Rule]) -> list[Hypothesis]:
    """Prose claims bound to cells by metric and period."""
    found: list[Hypothesis] = []
    if not grids_:
        return found
    for claim in context.figures:
        q = claim.q
        if q.is_range or q.value == 0:
            continue
        cue = change_cue(claim, context)
        want = wanted(claim, context) if q.kind in ("percent", "fraction") else None
        words = words_about(context, claim)
        year = _year_about(context, claim)
        for grid in grids_:
            if cue is not None:
                found.extend(_row_changes(context, claim, grid, rules, words, cue, year))
            if want is not None and (want.ratio is not None or want.phrase):
                found.extend(_column_shares(context, claim, grid, rules, words, want, year))
    return found


def _year_about(context: Context, claim: Figure) -> float | None:
    start, end = context.sentence_span(claim.sentence)
    years = [p.value for p in context.periods if start <= p.start < end and p.value == p.value]
    return max(years) if years else None


def _column_year(grid: Grid, column: int, year: float | None, s: Signals) -> None:
    if year is not None and column in grid.years:
        s["column-year" if int(grid.years[column]) == int(year) else "column-year-other"] = 1


_RULE = {
    "percent": "percent-change",
    "fraction": "percent-change",
    "points": "pp-change",
    "multiple": "multiple",
}


def _row_changes(
    context: Context,
    claim: Figure,
    grid: Grid,
    rules: Mapping[str, Rule],
    words: Words,
    cue: Cue,
    year: float | None,
) -> list[Hypothesis]:
    q = claim.q
    rule = rules.get(_RULE.get(q.kind, "difference"))
    if rule is None:
        return []
    start: Signals = {f"prior {rule.kind}": 1, "table": 1}
    claim_signals(claim, cue, rule.kind, start)
    start_bits = bits_of(start, context.weights)
    own = own_level(context, claim)
    found: list[Hypothesis] = []
    for row in grid.rows:
        label: Signals | None = None
        for n, o, column in pairs_of(grid, row):
            new, old = row.cells[n], row.cells[o]
            if new.unit != old.unit or old.value == 0 or not _cells_suit(rule.kind, q, new):
                continue
            if label is None:
                label = {}
                row_signals(row, words, claim.metric, label)
                if claim.labels - {"forecast"} - row.labels:
                    label["claim-label-other"] = 1
                if bits_of(label, context.weights) < -1.5:
                    break
            s: Signals = {**start, **label, **column}
            if rule.kind == "percent_change" and new.kind == "percent":
                s["table-rates"] = 1
            if own is not None and own.q.unit == new.unit:
                s["own" if own.q.low <= abs(new.value) <= own.q.high else "own-other"] = 1
            _column_year(grid, n, year, s)
            if (
                label.get("row", 0) >= 0.9
                and "column-latest" in s
                and "column-next" in s
                and "cue" in s
                and "row-metric-other" not in s
            ):
                s["table-frame"] = 1
            bits = bits_of(s, context.weights)
            if start_bits < -8 or bits < -8:
                continue
            sign = -1.0 if new.value < 0 and old.value < 0 else 1.0
            bound = (Bound("new", new, new.unit, sign), Bound("old", old, old.unit, sign))
            one = Hypothesis(
                rule, claim, bound, s, bits, cue.direction if rule.kind != "multiple" else None, cue.word
            )
            one.judge(magnitude(q))
            if rule.kind == "difference" and one.fit != "right":
                one = _rescaled(one)
            found.append(one)
    return found


def _rescaled(one: Hypothesis) -> Hypothesis:
    """The same in thousands or millions, where that recomputes: the table did not say what it is in."""
    for times in (1e3, 1e6, 1e-3):
        bound = tuple(replace(b, times=b.times * times) for b in one.bound)
        other = replace(one, bound=bound)
        other.judge(magnitude(one.claim.q))
        if other.fit == "right":
            return other
    # a slip of scale is the reader's, then, not the author's
    one.fit = "wrong"
    return one


def _cells_suit(kind: str, q: Quantity, cell: Quantity) -> bool:
    if kind == "pp_change":
        return cell.kind == "percent"
    if kind == "difference":
        plain = ("count", "number")
        return cell.unit == q.unit or (cell.kind in plain and q.kind in plain)
    return cell.kind != "points"


def _column_shares(
    context: Context,
    claim: Figure,
    grid: Grid,
    rules: Mapping[str, Rule],
    words: Words,
    want: Wanted,
    year: float | None,
) -> list[Hypothesis]:
    rule = rules.get("share")
    if rule is None:
        return []
    table = context.weights
    wholes: list[tuple[Row, Signals]] = []
    metric = want.metric or (want.ratio[1] if want.ratio is not None else "")
    stems = label_stems(" ".join(want.phrase), context.relations)
    for row in grid.rows:
        s: Signals = {}
        if metric and row.metric:
            s["table-whole-metric" if row.metric == metric else "table-whole-metric-other"] = 1
        common = len(stems & row.stems)
        if common:
            s["table-whole-name"] = common / len(row.stems | stems)
        if row.total and ("total" in want.phrase or row.metric == metric):
            s["table-whole-total"] = 1
        if bits_of(s, table) > 1.0:
            wholes.append((row, s))
    if not wholes:
        return []
    parts: list[tuple[Quantity, Signals, int | None]] = []
    before = preceding(context, claim)
    if before is not None and before.q.kind == "money":
        apposed = all(
            w in APPOSED or w in ("which", "is", "was", "representing", "represented") for w in claim.lead
        )
        parts.append((before.q, {"table-part-apposed" if apposed else "table-part-before": 1}, None))
    part_metric = want.ratio[0] if want.ratio is not None else ""
    for row in grid.rows:
        label: Signals = {}
        row_signals(row, words, "", label)
        named = bool(part_metric) and row.metric == part_metric
        if not named and bits_of(label, table) < 0.5:
            continue
        if part_metric and row.metric:
            label["table-part-metric" if named else "table-part-metric-other"] = 1
        parts.extend((q, label, c) for c, q in row.cells.items() if c not in grid.derived)
    found: list[Hypothesis] = []
    for q, part_signals, column in parts:
        for whole_row, whole_signals in wholes:
            for c, whole in whole_row.cells.items():
                if (
                    c in grid.derived
                    or whole is q
                    or whole.unit != q.unit
                    or whole.value <= 0
                    or q.value <= 0
                ):
                    continue
                if column is not None and c != column:
                    continue
                s = {"prior share": 1, "table-share": 1, **part_signals, **whole_signals}
                _column_year(grid, c, year, s)
                bound = (Bound("part", q, q.unit), Bound("whole", whole, whole.unit))
                one = Hypothesis(rule, claim, bound, s, bits_of(s, table))
                one.judge(magnitude(claim.q))
                found.append(one)
    return found


def tied(one: Hypothesis) -> bool:
    """Does the prose say the row's whole name, and does a mistake that people make explain the value?

    The prose around tables is full of changes in parts of a row that the table does not show.
    """
    return one.fit == "mistake" and "table-frame" in one.signals
