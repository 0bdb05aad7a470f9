"""A document's tables as cells with a label above and a label beside, and how well prose says these labels.

Rows and columns are alike here: a table of years by segments may stand either way.
"""

from __future__ import annotations

import bisect
import functools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from finchecks.claim.cells import grid as lines
from finchecks.claim.cells.words import load_table_words
from finchecks.claim.context import Context, Figure, tokens
from finchecks.claim.grids import Grid, Row
from finchecks.claim.relations import Relations, labels_said, root
from finchecks.claim.weigh import digits_said
from finchecks.lexicon import read_lexicon, rules_folder
from finchecks.quantity import Quantity

#: words that share so many letters are of one root: "produced" and "production"
_ROOT = 6
#: figures of fewer digits restate nothing
_TELLING = 2
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class CellWords:
    """The fields are the keys of ``general_cells.yaml``, which explains them."""

    silent: frozenset[str]
    whole: frozenset[str]
    several: frozenset[str]
    order: frozenset[str]
    rest: frozenset[str]
    together: frozenset[str]
    numbers: Mapping[str, int]
    beside: tuple[str, ...]


@functools.cache
def cell_words(language: str = "en") -> CellWords:
    raw = read_lexicon(rules_folder() / "lexicon" / language / "general_cells.yaml")
    sets = ("silent", "whole", "several", "order", "rest", "together")
    silent, whole, several, order, rest, together = (frozenset(map(str, raw[key])) for key in sets)
    numbers = {str(word): int(number) for word, number in raw["numbers"].items()}
    beside = tuple(map(str, raw["beside"]))
    return CellWords(silent, whole, several, order, rest, together, numbers, beside)


@functools.cache
def key(word: str) -> str:
    return root(word)[:_ROOT]


@dataclass(slots=True, eq=False)
class Label:
    """A row's or a column's name, word by word, with what else tells it from its neighbours."""

    index: int
    #: for each word the keys that say it: itself, and the metric that it is part of
    said_by: tuple[frozenset[str], ...]
    heading: frozenset[str]
    #: how much of the label each word is: the fewer lines bear it, the more
    worth: tuple[float, ...] = ()
    metrics: frozenset[str] = frozenset()
    year: float | None = None
    #: how many dated lines of its kind are later
    later: int = 0
    total: bool = False
    part: bool = False
    adds: bool = False
    derived: bool = False
    #: "adjusted", "organic": the labels that figures of the prose bear too
    labels: frozenset[str] = frozenset()
    rates: bool = False
    place: int = 0
    #: how many lines there are
    among: int = 1


@dataclass(slots=True, eq=False)
class Sheet:
    index: int
    start: int
    rows: Mapping[int, Label]
    columns: Mapping[int, Label]
    cells: Mapping[Place, Quantity]
    caption: frozenset[str]
    #: what the labels of its rows say
    vocabulary: frozenset[str]
    #: the values of the cells, and where they stand, in order
    sizes: Sequence[tuple[float, Place]] = field(default_factory=tuple)


def keys_of(words: Sequence[str], relations: Relations) -> list[frozenset[str]]:
    """For each word that names something, the keys that say it."""
    roots = [root(word) for word in words]
    metric: list[str] = [""] * len(words)
    at = 0
    while at < len(roots):
        for length in range(min(relations.metric_words, len(roots) - at), 0, -1):
            found = relations.metrics.get(" ".join(roots[at : at + length]))
            if found is not None:
                metric[at : at + length] = ["@" + found] * length
                at += length
                break
        else:
            at += 1
    silent = cell_words().silent
    return [
        frozenset((key(word), one)) if one else frozenset((key(word),))
        for word, one in zip(words, metric, strict=True)
        if word not in silent and word[0].isalnum()
    ]


def sheets(context: Context, grids: Sequence[Grid], cells: Sequence[Quantity]) -> list[Sheet]:
    """The tables that hold numbers; of what :mod:`finchecks.claim.grids` reads it takes totals and units."""
    relations = context.relations
    read = {grid.index: grid for grid in grids}
    found: list[Sheet] = []
    for one in lines.grids(context.document.tables, cells, load_table_words(), relations):
        grid = read.get(one.index)
        table = context.document.tables[one.index]
        by_row: dict[int, Row] = {}
        rescaled: dict[Place, Quantity] = {}
        for row in grid.rows if grid is not None else ():
            for q in row.cells.values():
                if q.cell is not None:
                    rescaled[q.cell[1], q.cell[2]] = q
                    by_row[q.cell[1]] = row
        entries = {
            (line.index, c): q if q.unit == "percent" else rescaled.get((line.index, c), q)
            for line in one.rows
            for c, q in line.entries.items()
        }
        rows: dict[int, Label] = {}
        for place, line in enumerate(one.rows):
            raw = table.rows[line.index]
            beside = [
                cell.text for c, cell in enumerate(raw[:3]) if c and c not in line.entries and cell.text
            ]
            text = " ".join((line.label, *beside)).lower()
            read_as = by_row.get(line.index)
            rows[line.index] = Label(
                line.index, tuple(keys_of(tokens(text), relations)),
                frozenset().union(*keys_of(tokens(line.heading), relations)),
                year=float(line.years[-1]) if line.years else None,
                total=not line.label or (read_as is not None and (read_as.total or bool(read_as.parts))),
                part=read_as is not None and read_as.added,
                adds=read_as is not None and bool(read_as.parts),
                labels=labels_said(f"{line.heading} {text}".lower(), relations),
                rates=line.unit == "percent", place=place, among=len(one.rows),
            )  # fmt: skip
        words = load_table_words()
        columns: dict[int, Label] = {}
        for place, line in enumerate(one.columns):
            columns[line.index] = Label(
                line.index, tuple(keys_of(tokens(line.label), relations)), frozenset(),
                year=(grid.years.get(line.index) if grid is not None else None)
                or (float(line.years[-1]) if line.years else None),
                total=bool(words.total.search(line.label)),
                derived=grid is not None and line.index in grid.derived,
                labels=labels_said(f"{one.caption} {line.label}".lower(), relations),
                rates=line.unit == "percent", place=place, among=len(one.columns),
            )  # fmt: skip
        for some in (rows, columns):
            _set_apart(some)
        caption = frozenset().union(*keys_of(tokens(one.caption), relations))
        sizes = sorted((abs(q.value), place) for place, q in entries.items())
        vocabulary = frozenset[str]().union(*(k for label in rows.values() for k in label.said_by))
        found.append(Sheet(one.index, table.start, rows, columns, entries, caption, vocabulary, sizes))
    return found


def _set_apart(some: Mapping[int, Label]) -> None:
    """Weighs the words of each label by how few others bear them, and orders those that are dated."""
    counts = Counter(k for label in some.values() for k in frozenset().union(*label.said_by))
    years = sorted({label.year for label in some.values() if label.year is not None}, reverse=True)
    for label in some.values():
        label.worth = tuple(1.0 / min(counts[k] for k in alternatives) for alternatives in label.said_by)
        label.metrics = frozenset(k for one in label.said_by for k in one if k[0] == "@")
        label.later = years.index(label.year) if label.year is not None else 0


@dataclass(slots=True, eq=False)
class Said:
    """The words about a claim by where they stand, and the places (in words) of each."""

    parts: tuple[frozenset[str], ...]
    before: Mapping[str, int]
    after: Mapping[str, int]


#: what the parts of :class:`Said` are
PARTS = ("lead", "tail", "before", "after", "previous", "paragraph", "title", "next")


def said_about(context: Context, claim: Figure) -> Said:
    start, end = context.sentence_span(claim.sentence)
    relations = context.relations
    block = context.blocks[claim.block]
    previous = context.sentences[claim.sentence - 1] if claim.sentence else start

    def keyed(words: Sequence[str]) -> list[frozenset[str]]:
        return keys_of(words, relations)

    before = keyed(context.words_of(start, claim.q.start))
    after = keyed(context.words_of(claim.q.end, end))
    places: list[dict[str, int]] = [{}, {}]
    for found, words in zip(places, (before[::-1], after), strict=True):
        for at, alternatives in enumerate(words):
            for k in alternatives:
                found.setdefault(k, at)
    title = _title(context, claim)
    following = (
        context.words_of(*context.sentence_span(claim.sentence + 1))
        if claim.sentence + 1 < len(context.sentences)
        else ()
    )
    parts = (
        keyed(claim.lead), keyed(claim.tail), before, after,
        keyed(context.words_of(max(block, previous), start)) if start > block else [],
        keyed(context.words_of(block, start)) if start > block else [],
        keyed(title), keyed(following),
    )  # fmt: skip
    return Said(tuple(frozenset().union(*part) for part in parts), places[0], places[1])


def _title(context: Context, claim: Figure) -> Sequence[str]:
    """The heading above a claim, if a block right before it is one."""
    headings = [b for b in context.document.blocks if b.kind == "heading" and b.end <= claim.q.start]
    return context.words_of(headings[-1].start, headings[-1].end) if headings else ()


def coverage(label: Label, said: frozenset[str]) -> float:
    """How much of a label words say."""
    if not label.said_by:
        return 0.0
    got = sum(w for one, w in zip(label.said_by, label.worth, strict=True) if not one.isdisjoint(said))
    return got / sum(label.worth)


def restated(figure: Figure, sheet: Sheet) -> list[Place]:
    """The cells that a figure of the prose tells again, as it rounds them."""
    q = figure.q
    if q.kind not in ("money", "count", "number", "measure", "percent") or digits_said(q) < _TELLING:
        return []
    low, high = sorted((abs(q.low), abs(q.high)))
    return [
        place
        for size, place in _between(sheet.sizes, low, high)
        if (sheet.cells[place].unit == "percent") == (q.kind == "percent")
    ]


def _between(sizes: Sequence[tuple[float, Place]], low: float, high: float) -> Sequence[tuple[float, Place]]:
    first = bisect.bisect_left(sizes, (low * (1 - 1e-9),))
    return sizes[first : bisect.bisect_right(sizes, (high * (1 + 1e-9), (1 << 30, 0)))]
