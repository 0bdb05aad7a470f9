"""A document's tables as metrics × periods, and the prose claims that speak of their cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from finchecks.claim.changes import change_cue
from finchecks.claim.context import Context, Figure, metric_of, tokens
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.relations import Relations, stem
from finchecks.claim.shares import ratio_name, whole_phrase
from finchecks.claim.weigh import magnitude
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
            rows.append(Row(label, stems, section, metric_of(words, context.relations), quantities, "total" in words or not stems))
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
        caption = frozenset(label_stems(table.caption, context.relations))
        found.append(Grid(index, rows, years, frozenset(derived), caption, table.start))
    return found


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


def pairs_of(grid: Grid, row: Row) -> list[tuple[int, int, float]]:
    """(new column, old column, bits) of a row: neighbouring periods, or neighbouring columns without names."""
    columns = [c for c in sorted(row.cells) if c not in grid.derived]
    found: list[tuple[int, int, float]] = []
    if len(grid.years) >= 2:
        dated = [c for c in columns if c in grid.years]
        for n in dated:
            for o in dated:
                gap = grid.years[n] - grid.years[o]
                if gap > 0:
                    latest = grid.years[n] == max(grid.years[c] for c in dated)
                    found.append((n, o, (1.0 if gap == 1 else -1.0 if gap > 1 else 0.0) + (0.7 if latest else -0.7)))
        if found:
            return found
    for i in range(len(columns) - 1):
        found.append((columns[i], columns[i + 1], 0.0 - i))
    return found


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
    # the heading or first words before the sentence, and the sentence before
    if claim.sentence:
        before = context.sentences[claim.sentence - 1]
        opening |= label_stems(prose[before:start], relations)
    return Words(near, sentence, opening)


def row_bits(row: Row, words: Words, metric: str) -> float:
    """How well a row's label is said in the words about the claim."""
    if not row.stems:
        return -4.0
    score = 0.0
    for s in row.stems:
        score += 1.0 if s in words.near else 0.75 if s in words.sentence else 0.5 if s in words.opening else 0.0
    share = score / len(row.stems)
    bits = 8.0 * share - 3.0
    if row.section and share > 0.4:
        inside = sum(1 for s in row.section if s in words.near or s in words.sentence or s in words.opening) / len(row.section)
        bits += 2.0 * inside - 0.7
    if metric and row.metric:
        bits += 1.0 if metric == row.metric else -2.0
    # the longer label says more
    bits += 0.5 * min(len(row.stems) - 1, 2) * (1 if share > 0.7 else 0)
    return bits


def table_claims(context: Context, grids_: Sequence[Grid], rules: dict[str, Rule]) -> list[Hypothesis]:
    found: list[Hypothesis] = []
    if not grids_:
        return found
    for claim in context.figures:
        q = claim.q
        if q.is_range or q.value == 0:
            continue
        if q.kind in ("percent", "points", "money", "count", "number", "fraction", "measure", "multiple"):
            words: Words | None = None
            cue = change_cue(claim, context)
            ratio = ratio_name(claim, context) if q.kind == "percent" else None
            phrase = whole_phrase(claim) if q.kind in ("percent", "fraction") else ()
            stated = magnitude(q)
            for grid in grids_:
                if words is None:
                    words = words_about(context, claim)
                year = _year_about(context, claim)
                if cue is not None or ratio is None:
                    found.extend(_row_changes(claim, grid, rules, words, cue, year, stated))
                if q.kind in ("percent", "fraction"):
                    found.extend(_column_shares(context, claim, grid, rules, words, ratio, phrase, year, stated))
    return found


def _year_about(context: Context, claim: Figure) -> float | None:
    start, end = context.sentence_span(claim.sentence)
    years = [p.value for p in context.periods if start <= p.start < end and p.value == p.value]
    return max(years) if years else None


def _row_changes(
    claim: Figure, grid: Grid, rules: dict[str, Rule], words: Words, cue: object, year: float | None, stated: object
) -> list[Hypothesis]:
    q = claim.q
    name = {"percent": "percent-change", "points": "pp-change", "multiple": "multiple", "fraction": "percent-change"}.get(q.kind, "difference")
    rule = rules.get(name)
    if rule is None or (cue is None and name in ("difference", "pp-change", "percent-change")):
        return []
    direction = getattr(cue, "direction", None)
    distance = getattr(cue, "distance", 9)
    found: list[Hypothesis] = []
    for row in grid.rows:
        label_bits: float | None = None
        for n, o, column_bits in pairs_of(grid, row):
            new, old = row.cells[n], row.cells[o]
            if new.unit != old.unit or old.value == 0:
                continue
            if name == "pp-change" and new.kind != "percent":
                continue
            if name == "difference" and new.unit != q.unit and not (new.kind in ("count", "number") and q.kind in ("count", "number")):
                continue
            if name in ("percent-change", "multiple") and new.kind == "points":
                continue
            if label_bits is None:
                label_bits = row_bits(row, words, claim.metric)
                if label_bits < -1.5:
                    break
            bits = label_bits + column_bits - 2.5
            bits += 2.0 if distance <= 1 else 0.5 if distance <= 4 else -1.0
            if name == "difference":
                bits -= 1.0
                if claim.mark in ("to", "from", "at", "was", "were"):
                    bits -= 4.0
            if name == "percent-change" and new.kind == "percent":
                bits -= 2.0
            if name == "percent-change" and (claim.tail[:1] == ("of",) or claim.mark in ("from", "to")):
                bits -= 2.0
            if year is not None and n in grid.years:
                bits += 1.0 if int(grid.years[n]) == int(year) else -1.5
            sign = -1.0 if new.value < 0 and old.value < 0 else 1.0
            bound = (
                Bound("new", new, new.unit, sign),
                Bound("old", old, old.unit, sign),
            )
            one = Hypothesis(rule, claim, bound, ["table", row.label], bits, direction if rule.kind != "multiple" else None, getattr(cue, "word", ""))
            one.judge(stated)  # type: ignore[arg-type]
            found.append(one)
    return found


def _column_shares(
    context: Context,
    claim: Figure,
    grid: Grid,
    rules: dict[str, Rule],
    words: Words,
    ratio: tuple[str, tuple[str, str]] | None,
    phrase: tuple[str, ...],
    year: float | None,
    stated: object,
) -> list[Hypothesis]:
    rule = rules.get("share")
    if rule is None or (ratio is None and not phrase):
        return []
    found: list[Hypothesis] = []
    relations = context.relations
    whole_names = label_stems(" ".join(phrase), relations)
    whole_metric = metric_of(phrase, relations) if phrase else (ratio[1][1] if ratio else "")
    part_metric = ratio[1][0] if ratio else ""
    wholes: list[tuple[Row, float]] = []
    for row in grid.rows:
        bits = 0.0
        if whole_metric and row.metric:
            bits += 3.0 if row.metric == whole_metric else -4.0
        common = len(whole_names & row.stems)
        if common and row.stems:
            bits += 5.0 * common / len(row.stems | whole_names)
        if row.total and ("total" in phrase or row.metric == whole_metric):
            bits += 1.0
        if bits > 1.0:
            wholes.append((row, bits))
    if not wholes:
        return found
    # a part in the prose, the whole in the table
    before = context.figures[claim.index - 1] if claim.index else None
    parts: list[tuple[Quantity, float, int | None]] = []
    if before is not None and before.sentence == claim.sentence and before.amount and before.q.kind == "money":
        free = [w for w in claim.lead if w not in ("or", "(", ",", "which", "is", "was", "about", "representing", "represented", "–", "-")]
        parts.append((before.q, 4.0 if not free else 0.5, None))
    for row in grid.rows:
        bits = 3.0 if part_metric and row.metric == part_metric else -3.0 if part_metric and row.metric else 0.0
        label = row_bits(row, words, "")
        if part_metric and row.metric == part_metric or label > 0.5:
            for c, q in row.cells.items():
                if c not in grid.derived:
                    parts.append((q, bits + min(label, 4.0), c))
    for q, part_bits, column in parts:
        for whole_row, whole_bits in wholes:
            for c, whole in whole_row.cells.items():
                if c in grid.derived or whole is q or whole.unit != q.unit or whole.value <= 0 or q.value <= 0:
                    continue
                if column is not None and c != column:
                    continue
                bits = part_bits + whole_bits - 4.0
                if year is not None and c in grid.years:
                    bits += 1.0 if int(grid.years[c]) == int(year) else -1.5
                one = Hypothesis(
                    rule, claim, (Bound("part", q, q.unit), Bound("whole", whole, whole.unit)), ["table", whole_row.label], bits
                )
                one.judge(stated)  # type: ignore[arg-type]
                found.append(one)
    return found
