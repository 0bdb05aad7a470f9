"""One fact stated twice with two values: the title against the body, a sentence against another, or a table.

A statement is a figure that plainly gives the level of a named metric. Two statements are of one fact where
nothing in their words sets them apart: the whole name, whose it is, the period and its length, the unit. What
the text says to be another version of a fact (a forecast, a revision, an adjusted figure) is no statement.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from finchecks.claim import Claim, Operand
from finchecks.claim.apart import apart_words
from finchecks.claim.changes import change_cue, lookup, nouns_meet
from finchecks.claim.context import Context, Cue, Figure, tokens
from finchecks.claim.grids import Grid, Row, grids
from finchecks.claim.naming import Name, metric_in, name_of, window, words_of
from finchecks.document import Block
from finchecks.interval import Interval
from finchecks.quantity import Quantity
from finchecks.rule import Rule

#: values farther apart than by this factor, and no power of ten, are hardly two versions of one fact
FARTHEST = 2.5
#: how far a qualifier may reach: a headline's "more than $5m" is no contradiction of $6m
REACH = 0.25
#: a title is restated within so many sentences, by so many of its words at least
OPENING = 4
SHARED = 2
#: so many characters around a figure say what it is a figure of
NEAR = 60
#: among so many figures two are looked for that make the title's
PAIRS = 40
#: so many statements before and after another may bear it out
AROUND = 200
_STEPS = frozenset({"rise", "fall", "change"})
_REACHED = frozenset(
    ["to", "at", "was", "were", "is", "are", "reached", "reaching", "hit", "totalled", "totaled", "stood at",
     "came to", "amounted to"]
)  # fmt: skip


#: "rose 5% last year": that is the title's own time
_MOVED = frozenset({"", "by", "up", "down", "rose", "fell", "of"})


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure with its name; ``reach`` is all that its writer may have meant by it."""

    figure: Figure
    name: Name
    reach: Interval
    headline: bool


def restatements(context: Context, cells: Sequence[Quantity], rules: Mapping[str, Rule]) -> list[Claim]:
    """Pairs of statements of one fact that have no value in common; each figure is reported once."""
    rule = next((rule for rule in rules.values() if rule.kind == "same_fact"), None)
    if rule is None:
        return []
    said = statements(context)
    found = [*_headline(context), *_prose(said), *_tables(context, said, grids(context, cells))]
    done: set[int] = set()
    claims: list[Claim] = []
    for claim, other in found:
        if claim.start not in done:
            done.add(claim.start)
            claims.append(_claim(rule, claim, other))
    return claims


def statements(context: Context) -> list[Statement]:
    headline = _headline_end(context)
    found: list[Statement] = []
    for figure in context.figures:
        inside = figure.q.end <= headline
        if not _level(context, figure, inside):
            continue
        name = name_of(context, figure)
        if name is None or not _suits(figure.q, name) or name.versions:
            continue
        found.append(Statement(figure, name, _reach(figure.q), inside))
    return found


def _headline_end(context: Context) -> int:
    """Where the document's title ends; 0 without one."""
    blocks: Sequence[Block] = context.document.blocks
    return blocks[0].end if len(blocks) > 1 and blocks[0].kind == "heading" else 0


def _level(context: Context, figure: Figure, headline: bool) -> bool:
    """Does the figure give a value that was reached, of the article's own time?"""
    q = figure.q
    if q.kind not in ("money", "percent", "measure") or q.is_range or q.value <= 0 or q.bracketed or q.word:
        return False
    if figure.earlier or figure.conversion_of is not None or figure.labels or q.qualifier == "at_most":
        return False
    if {"origin", "comparison"} & figure.marks and not {"goal"} & figure.marks:
        return False
    if figure.mark in _REACHED:
        return True
    # "revenue of $5m", but "an increase in revenue of $5m"
    return (
        figure.mark in ("of", "")
        and (figure.mark == "of" or headline)
        and not any(
            lookup(figure.lead, at, 1, context.relations.cues, _STEPS) for at in range(len(figure.lead))
        )
    )


def _suits(q: Quantity, name: Name) -> bool:
    words = apart_words().naming
    return (q.kind == "percent") == (name.metric in words.rates) and name.metric not in words.vague


def _reach(q: Quantity) -> Interval:
    low, high = min(q.low, q.loose_low), max(q.high, q.loose_high)
    if q.qualifier in ("about", "below"):
        low *= 1 - REACH
    if q.qualifier in ("about", "above"):
        high *= 1 + REACH
    if q.qualifier == "at_most":
        low = 0.0
    return Interval(low, float("inf") if q.qualifier == "at_least" else high)


Pair = tuple[Quantity, Quantity]


def _headline(context: Context) -> Iterator[Pair]:
    """The title's figure against the opening that restates it, where no figure of the body bears it out."""
    end = _headline_end(context)
    if not end:
        return
    title = words_of(context.text(0, end), context.relations)
    body = [figure for figure in context.figures if figure.q.start >= end]
    for figure in context.figures:
        if figure.q.end > end:
            break
        if not _counts(figure.q) or _borne_out(figure.q, body):
            continue
        near = _around(context, figure)
        best: dict[int, list[Figure]] = {}
        for other in body:
            if other.sentence > figure.sentence + OPENING:
                break
            if not _counts(other.q) or not _comparable(context, figure, other):
                continue
            start, stop = window(context, other)
            shared = len(title & words_of(context.text(start, stop), context.relations))
            linked = len(near & _around(context, other))
            if shared >= SHARED and linked:
                best.setdefault(shared + linked, []).append(other)
        if not best:
            continue
        found = best[max(best)]
        others = [one for score, ones in best.items() if score >= max(best) - 1 for one in ones]
        values = {one.q.value for one in others}
        if len(values) == 1 and _close(figure.q, found[0].q):
            yield figure.q, found[0].q


def _counts(q: Quantity) -> bool:
    """A figure that a title would repeat: no small number, no word, no range."""
    if q.is_range or q.value <= 0:
        return False
    return q.kind in ("money", "percent", "points", "measure") or (
        q.kind == "count" and q.value >= 10 and bool(q.noun)
    )


def _comparable(context: Context, figure: Figure, other: Figure) -> bool:
    p, q = figure.q, other.q
    if p.kind != q.kind or p.unit != q.unit:
        return False
    if other.earlier and other.mark not in _REACHED | _MOVED:
        return False
    if other.labels != figure.labels or (p.per and q.per and p.per != q.per):
        return False
    if p.kind == "count" and not nouns_meet(p.noun, q.noun):
        return False
    if {"origin", "comparison"} & other.marks and "goal" not in other.marks and other.mark != "on":
        return False
    one, two = change_cue(figure, context), change_cue(other, context)
    if one and two and {one.direction, two.direction} == {"up", "down"}:
        return False
    pairs = ((figure, one, other), (other, two, figure))
    return not any(_step(a, cue) and b.mark in _REACHED for a, cue, b in pairs)


def _step(figure: Figure, cue: Cue | None) -> bool:
    """Is the figure the size of a change: "up 5%", "rose by $2m"?"""
    return cue is not None and cue.distance <= 1 and figure.mark not in _REACHED


def _borne_out(q: Quantity, body: Sequence[Figure]) -> bool:
    """Does the body have this value, as rounded or cut off, or two figures that make it?"""
    reach = _reach(q)
    wide = Interval(reach.low, max(reach.high, q.value + q.step))  # a title may cut off: "$16bn" of $16.6bn
    same = [other.q for other in body if other.q.unit == q.unit]
    if any(wide.meets(_reach(other)) for other in same):
        return True
    few = [other.value for other in same[:PAIRS]]
    return any(wide.holds(a + b) or wide.holds(abs(a - b)) for i, a in enumerate(few) for b in few[:i])


def _around(context: Context, figure: Figure) -> frozenset[str]:
    """Stems of the words within a few of the figure, in its sentence."""
    start, end = window(context, figure)
    near = context.text(max(start, figure.q.start - NEAR), min(end, figure.q.end + NEAR))
    return words_of(near, context.relations)


def _close(a: Quantity, b: Quantity) -> bool:
    """Two values of one thing, one of them a slip: any digit may be wrong, or the decimal point."""
    return not _reach(a).meets(_reach(b)) and 0.1 <= a.value / b.value <= 10.0


def _prose(said: Sequence[Statement]) -> Iterator[Pair]:
    """Two sentences of the body that name one fact, period and all, in the same words.

    Without its period a figure may be that of the segment or the quarter that the text has come to by then.
    """
    firsts: dict[tuple[object, ...], Statement] = {}
    for at, later in enumerate(said):
        name = later.name
        if later.headline or not name.period:
            continue
        first = firsts.setdefault((name.metric, name.extra, name.owner, name.length, name.period), later)
        if first.figure.sentence == later.figure.sentence or not _apart(first, later):
            continue
        if not _borne_out_by(said[max(0, at - AROUND) : at + AROUND], first, later):
            yield later.figure.q, first.figure.q


def _borne_out_by(said: Sequence[Statement], first: Statement, later: Statement) -> bool:
    """Does a third statement of the metric have the later one's value?"""
    return any(
        third is not first and third is not later and third.name.metric == later.name.metric
        and third.figure.q.unit == later.figure.q.unit and third.reach.meets(later.reach)
        for third in said
    )  # fmt: skip


def _tables(context: Context, said: Sequence[Statement], tables: Sequence[Grid]) -> Iterator[Pair]:
    """A sentence's figure against the cell of its metric and period."""
    named: dict[tuple[str, frozenset[str]], list[tuple[Grid, Row]]] = {}
    for grid in tables:
        for row in grid.rows:
            if row.cells and not row.labels:
                named.setdefault(metric_in(tokens(row.label), context.relations), []).append((grid, row))
    for one in said:
        rows = named.get((one.name.metric, one.name.extra), [])
        if len(rows) != 1:
            continue
        grid, row = rows[0]
        cells = [cell for cell in row.cells.values() if cell.unit == one.figure.q.unit]
        if not cells or any(_size(_reach(cell)).meets(one.reach) for cell in cells):
            continue
        year = one.name.year
        dated = {grid.years[c]: cell for c, cell in row.cells.items() if c in grid.years and cell in cells}
        if year is None or year not in dated or one.name.length - {"year"}:
            continue
        if _near(one.figure.q.value, abs(dated[year].value)):
            yield one.figure.q, dated[year]


def _apart(a: Statement, b: Statement) -> bool:
    p, q = a.figure.q, b.figure.q
    return p.unit == q.unit and p.per == q.per and not a.reach.meets(b.reach) and _near(p.value, q.value)


def _size(interval: Interval) -> Interval:
    """A loss is a negative number in a table, and a loss of so much in a sentence."""
    return interval.scaled(-1.0) if interval.high < 0 else interval


def _near(a: float, b: float) -> bool:
    """Near enough to be meant as one, or a slip of the decimal point apart."""
    if min(a, b) <= 0:
        return False
    ratio = max(a, b) / min(a, b)
    return ratio <= FARTHEST or any(abs(ratio / power - 1) < 0.1 for power in (10.0, 100.0, 1000.0))


def _claim(rule: Rule, claim: Quantity, other: Quantity) -> Claim:
    operand = replace(Operand.of("other", other), loose=_reach(other))
    return Claim(rule.id, rule.kind, claim, claim.value, (operand,))
