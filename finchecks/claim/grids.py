"""A document's tables as metrics × periods: rows with what they are called, columns with their year."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from finchecks.claim import Claim
from finchecks.claim.context import Context, metric_of, tokens
from finchecks.claim.relations import Relations, labels_said, stem
from finchecks.claim.weigh import Signals
from finchecks.quantity import Quantity

_YEAR = re.compile(r"(?<!\d)(?:FY\s?|fiscal\s)?((?:19|20)\d\d)(?!\d)|\bFY\s?'?(\d\d)\b", re.IGNORECASE)
_MOVED = frozenset({"increase", "decrease", "change", "movement", "(decrease)", "increase/(decrease)"})
_QUARTER = re.compile(r"\bQ([1-4])\b|\b([1-4])Q", re.IGNORECASE)
#: "F19", "FY19E"
_SHORT_YEAR = re.compile(r"\bFY?\s?'?(\d\d)(?!\d)", re.IGNORECASE)
#: a caption longer than so many characters is a sentence of the text
_TITLE = 80
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")
_NOT_LETTERS = re.compile(r"[^a-z ]+")
#: what a row of all the rest is called
_REST = frozenset({"other", "others"})
_CHANGE_HEAD = re.compile(r"change|variance|%|var\b|increase|growth|inc\b", re.IGNORECASE)


_SPAN_WORDS = frozenset(
    [
        "three", "six", "nine", "twelve", "quarter", "half", "months", "month", "weeks", "year", "years",
        "ytd", "fy", "full",
    ]
)  # fmt: skip


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
    #: what it may be called: the label's keys, those outside of its brackets, an abbreviation
    names: tuple[frozenset[str], ...] = ()
    #: keys that go without saying: those of its section, of the total that it is part of, of the caption
    theme: frozenset[str] = frozenset()
    #: another row bears the same label
    twin: bool = False
    #: the rows right above that it adds up
    parts: tuple[Row, ...] = ()
    #: a row below adds it up
    added: bool = False

    @property
    def moves(self) -> bool:
        """ "Increase in cash": itself a change, not the level that it is of."""
        words = self.label.lower().split()
        return not _MOVED.isdisjoint(words[:2]) and "in" in words[1:4]


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
    #: column → what its head says beside the date: "three months ended"
    spans: dict[int, str]
    #: every key of its rows' names
    vocabulary: frozenset[str]
    #: column → its head
    heads: dict[int, str] = field(default_factory=dict)
    #: column → the quarter that its head names, of whichever year
    quarters: dict[int, int] = field(default_factory=dict)


def grids(context: Context, cells: Sequence[Quantity], own: Sequence[Claim] = ()) -> list[Grid]:
    """The document's tables; ``own`` are the sums that they make, which say what is part of what."""
    parts = _parts_of(own)
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
        spans: dict[int, str] = {}
        first_rows = range(0, max(table.header, min(rows_of, default=0)))
        rows: list[Row] = []
        section: frozenset[str] = frozenset()
        heading = ""
        for r, raw in enumerate(table.rows):
            quantities = rows_of.get(r, {})
            label = next((cell.text for cell in raw[:2] if cell.text and not cell.text[:1].isdigit()), "")
            opens = r >= table.header and not any(cell.text for cell in raw[1:])
            if (r in first_rows and not opens) or (not quantities and _is_head(raw)):
                for c, cell in enumerate(raw):
                    if cell.text:
                        heads[c] = f"{heads.get(c, '')} {cell.text}".strip()
                carried = ""
                for c, cell in enumerate(raw):
                    # a head stands over the empty ones to its right as well
                    carried = _span(cell.text) if cell.text else carried
                    spans[c] = f"{spans.get(c, '')} {carried}".strip()
                continue
            stems = label_stems(label, context.relations)
            if not quantities:
                if stems:
                    section, heading = stems, label
                continue
            words = tokens(label)
            said = f"{heading} {label}".lower()
            rows.append(
                Row(
                    label,
                    stems,
                    section,
                    metric_of(words, context.relations),
                    quantities,
                    "total" in words or (not stems and not _REST & {*words}),
                    labels_said(said, context.relations),
                    names_of_row(label, context.relations),
                    keys(tokens(heading), context.relations),
                )
            )
        years: dict[int, float] = {}
        derived: set[int] = set()
        quarters: dict[int, int] = {}
        for c, head in heads.items():
            quarter = _QUARTER.search(head)
            if quarter is not None:
                quarters[c] = int(quarter.group(1) or quarter.group(2))
            found_year = _YEAR.findall(head)
            if _CHANGE_HEAD.search(head) and not (found_year and len(found_year) == 1 and "%" not in head):
                derived.add(c)
            elif found_year or (found_short := _SHORT_YEAR.findall(head)):
                year, short = found_year[-1] if found_year else ("", found_short[-1])
                value = float(year) if year else 2000.0 + float(short)
                years[c] = value + quarters.get(c, 0) / 4
        _scale(rows, stated)
        caption = frozenset(label_stems(table.caption, context.relations))
        # a sentence before the table says more than what the table is about
        title = table.caption if len(table.caption) <= _TITLE else ""
        about = keys(tokens(f"{title} {heads.get(0, '')}"), context.relations)
        theme: frozenset[str] = frozenset()
        for row in reversed(rows):
            if row.total and row.names:
                theme = row.names[0]
            row.theme |= theme | about
        counts = Counter(row.names[:1] for row in rows)
        for row in rows:
            row.twin = counts[row.names[:1]] > 1
        _number(rows)
        _drop_common(rows)
        _add_up(rows, parts)
        _find_totals(rows, derived)
        vocabulary = frozenset(word for row in rows for name in row.names for word in name)
        found.append(
            Grid(
                index,
                rows,
                years,
                frozenset(derived),
                caption,
                table.start,
                spans,
                vocabulary,
                heads,
                quarters,
            )
        )
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


def _parts_of(own: Sequence[Claim]) -> Mapping[int, tuple[int, ...]]:
    """By the place of a total's cell, the places of the cells that are added up to it."""
    return {
        claim.stated.start: tuple(o.quantity.start for o in claim.operands if o.quantity is not None)
        for claim in own
        if claim.kind == "sum"
        and all(o.quantity is not None and o.value == o.quantity.value for o in claim.operands)
        and _parts_of_one([o.value for o in claim.operands])
    }


def _parts_of_one(values: Sequence[float]) -> bool:
    """Are they parts of a total, of which little is taken off, rather than income and costs?"""
    off = -sum(value for value in values if value < 0)
    return off < _TAKEN_OFF * sum(abs(value) for value in values) or all(value <= 0 for value in values)


def _add_up(rows: Sequence[Row], parts: Mapping[int, tuple[int, ...]]) -> None:
    """What a total is called goes without saying of its parts: "freight revenue" of "Freight"."""
    if not parts:
        return
    at = {q.start: row for row in rows for q in row.cells.values()}
    for start, row in at.items():
        if row.names:
            for part in parts.get(start, ()):
                if part in at and at[part] is not row:
                    at[part].theme |= _words(row.names[0])


def _words(name: frozenset[str]) -> frozenset[str]:
    """A name without its numbers."""
    return frozenset(key for key in name if not key.isdigit())


#: eliminations take no more than this part off a total
_TAKEN_OFF = 0.15
#: so many rows above one are tried as its parts
_PARTS = 12


def _find_totals(rows: Sequence[Row], derived: set[int]) -> None:
    """Rows that are in every column the sum of the rows right above, as "Revenue" is under its segments."""
    for at, row in enumerate(rows):
        rates = all(q.kind == "percent" for c, q in row.cells.items() if c not in derived)
        columns = [c for c, q in row.cells.items() if c not in derived and (rates or q.kind != "percent")]
        if not columns:
            continue
        above: list[Row] = []
        sums = dict.fromkeys(columns, 0.0)
        for other in reversed(rows[max(0, at - _PARTS) : at]):
            cells = {c: other.cells[c] for c in columns if c in other.cells}
            if not cells or any(q.unit != row.cells[c].unit for c, q in cells.items()):
                if not rates and any(q.kind == "percent" for q in other.cells.values()):
                    continue  # a row of rates between
                break
            above.append(other)
            for c, q in cells.items():
                sums[c] += q.value
            if (
                len(above) > 1
                and len(above) + len(columns) > 3
                and all(
                    abs(sums[c] - row.cells[c].value) <= row.cells[c].step / 2 * (1 + len(above))
                    for c in columns
                )
            ):
                row.parts = tuple(reversed(above))
                for part in above:
                    part.added = True
                if row.names and all(
                    _parts_of_one([part.cells[c].value for part in above if c in part.cells]) for c in columns
                ):
                    for part in above:
                        part.theme |= _words(row.names[0])
                break


def _number(rows: Sequence[Row]) -> None:
    """ "Scope 1", "Scope 2": rows that are told apart by their numbers alone."""
    numbers = [frozenset(w for w in tokens(row.label) if w.isdigit() and len(w) <= 2) for row in rows]
    told = [
        bool(mine)
        and any(other != mine and {*row.names} & {*rows[i].names} for i, other in enumerate(numbers))
        for row, mine in zip(rows, numbers, strict=True)
    ]
    for row, mine, apart in zip(rows, numbers, told, strict=True):
        if apart:
            row.names = tuple(name | mine for name in row.names)


def _is_head(raw: Sequence[object]) -> bool:
    texts = [getattr(cell, "text", "") for cell in raw[1:]]
    return sum(1 for t in texts if t) >= 2


def _drop_common(rows: Sequence[Row]) -> None:
    """A word that most rows bear goes without saying: "Acme Mobile", "Acme Fixed", "Acme Media"."""
    named = [row for row in rows if row.names]
    counts = Counter(word for row in named for word in row.names[0])
    common = {word for word, n in counts.items() if n >= 3 and n > len(named) / 2}
    if common:
        for row in named:
            row.names = (*row.names, *(name - common for name in row.names if _words(name - common)))
            row.theme |= common


def _span(head: str) -> str:
    """A column's head without its dates: whether it is of three months or of nine."""
    words = _NOT_LETTERS.sub(" ", head.lower()).split()
    return " ".join(w for w in words if w in _SPAN_WORDS)


def keys(words: Sequence[str], relations: Relations) -> frozenset[str]:
    """What words name: metrics by their concept ("sales" and "revenue" are one), others by their stems."""
    stems = [stem(w) for w in words]
    silent = relations.stop | relations.generic
    found: set[str] = set()
    at = 0
    while at < len(stems):
        for length in range(min(relations.metric_words, len(stems) - at), 0, -1):
            metric = relations.metrics.get(" ".join(stems[at : at + length]))
            if metric is not None and stems[at : at + length] != ["net"]:
                found.add("@" + metric)
                at += length
                break
        else:
            word = stems[at]
            at += 1
            if word in _REST:
                # "other" names a row, where it stands for all that is not named
                found.add("other")
            elif len(word) > 1 and word[0].isalpha() and word not in silent and words[at - 1] not in silent:
                found.add(word.replace("&", ""))
    return frozenset(found)


def names_of_row(label: str, relations: Relations) -> tuple[frozenset[str], ...]:
    """What a row may be called: its whole label; that without its brackets; what they hold; its initials."""
    outside = _IN_BRACKETS.sub(" ", label)
    before, comma, after = outside.partition(",")
    #: "Scope 2, market-based", but not "Salaries, wages and benefits"
    short = [before] if comma and "," not in after and " and " not in after and "&" not in after else []
    texts = [label, outside, *short, *(m for m in _IN_BRACKETS.findall(label) if m.isupper() and len(m) > 1)]
    found = [keys(tokens(text), relations) for text in texts]
    initials = "".join(w[0] for w in tokens(outside) if w[0].isalpha() and w not in ("and", "of", "the"))
    if len(initials) > 1:
        found.append(keys((initials,), relations))
    return tuple(dict.fromkeys(name for name in found if name))


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
                    if (
                        grid.spans.get(n, "") != grid.spans.get(o, "")
                        and grid.spans.get(n)
                        and grid.spans.get(o)
                    ):
                        s["column-span-other"] = 1
                    if confirmed(grid, row, n, o):
                        s["column-confirmed"] = 1
                    found.append((n, o, s))
        return found
    for i, (n, o) in enumerate(itertools.pairwise(columns)):
        s = {"column-plain": i}
        if confirmed(grid, row, n, o):
            s["column-confirmed"] = 1
        found.append((n, o, s))
    return found


def confirmed(grid: Grid, row: Row, n: int, o: int) -> bool:
    """Does a column of changes hold the change from the one cell to the other?"""
    new, old = row.cells[n], row.cells[o]
    for c in grid.derived:
        cell = row.cells.get(c)
        if cell is None or cell is new or cell is old:
            continue
        half = cell.step / 2 * 1.0001
        if cell.kind == "percent" or abs(cell.value) < abs(new.value - old.value) * 0.9:
            if old.value and abs(abs(new.value / old.value - 1) * 100 - abs(cell.value)) <= half:
                return True
        elif abs(abs(new.value - old.value) - abs(cell.value)) <= half + (new.step + old.step) / 2:
            return True
    return False
