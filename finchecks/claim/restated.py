"""One fact stated twice with two values: the title against the body, a sentence against another, or a table.

A statement is a figure that plainly gives the level of a named metric. Two statements are of one fact where
nothing in their words sets them apart: the whole name, whose it is, the period and its length, the unit. What
the text says to be another version of a fact (a forecast, a revision, an adjusted figure) is no statement.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from finchecks.claim import Claim, Operand
from finchecks.claim.apart import apart_words
from finchecks.claim.changes import change_cue, lookup
from finchecks.claim.context import AMOUNTS, Context, Figure, tokens
from finchecks.claim.grids import Grid, Row, grids
from finchecks.claim.naming import Name, metric_in, name_of, window, words_of
from finchecks.claim.weigh import Signals, bits_of, digits_said
from finchecks.document import Block
from finchecks.interval import Interval
from finchecks.quantity import Quantity
from finchecks.rule import Rule

#: values farther apart than by this factor, and no power of ten, are hardly two versions of one fact
FARTHEST = 2.5
#: how far a qualifier may reach: a headline's "more than $5m" is no contradiction of $6m
REACH = 0.25
#: a title is restated within so many sentences, where so many bits say that it is
OPENING = 6
RESTATES = 1.2
#: words that two figures share, beyond which more say no more
MOST_WORDS = 4
#: so many characters around a figure say what it is a figure of
NEAR = 60
#: among the first so many figures two are looked for that make the title's
PAIRS = 12
#: so many statements before and after another may bear it out
AROUND = 200
_STEPS = frozenset({"rise", "fall", "change"})
_REACHED = frozenset(
    ["to", "at", "was", "were", "is", "are", "reached", "reaching", "hit", "totalled", "totaled", "stood at",
     "came to", "amounted to"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure with its name; ``reach`` is all that its writer may have meant by it."""

    figure: Figure
    name: Name
    reach: Interval
    headline: bool


def restatements(
    context: Context, cells: Sequence[Quantity], rules: Mapping[str, Rule], sound: Collection[int] = ()
) -> list[Claim]:
    """Pairs of statements of one fact that have no value in common; each figure is reported once.

    Of a title and its body it is the title that is doubted, unless it stands among the ``sound``, the figures
    that the text's other numbers make, and the body's does not.
    """
    rule = next((rule for rule in rules.values() if rule.kind == "same_fact"), None)
    if rule is None:
        return []
    said = statements(context)
    found = [*_headline(context), *_prose(said), *_tables(context, said, grids(context, cells))]
    done: set[int] = set()
    claims: list[Claim] = []
    for claim, other in found:
        if claim.start in sound and other.start not in sound and other.cell is None:
            claim, other = other, claim
        if claim.start not in done:
            done.add(claim.start)
            claims.append(_claim(rule, claim, other))
    return claims


def statements(context: Context) -> list[Statement]:
    headline = _headline_end(context)
    found: list[Statement] = []
    for figure in context.figures:
        inside = figure.q.end <= headline
        base = _base(figure, found)
        if base is not None:
            found.append(base)
            continue
        if not _level(context, figure, inside):
            continue
        name = name_of(context, figure)
        if name is None or not _suits(figure.q, name) or name.versions:
            continue
        found.append(Statement(figure, name, _reach(figure.q), inside))
    return found


def _base(figure: Figure, said: Sequence[Statement]) -> Statement | None:
    """ "The rate for 2019 was 13.0% compared to 18.3% for 2018": the base is a statement of its own year."""
    last = said[-1] if said else None
    if (
        last is None
        or last.figure.sentence != figure.sentence
        or last.figure.index != figure.index - 1
        or not {"comparison", "origin"} & figure.marks
        or not _value(figure.q)
        or figure.labels
        or (figure.q.kind, figure.q.unit, figure.q.per)
        != (last.figure.q.kind, last.figure.q.unit, last.figure.q.per)
        or not (figure.period and last.name.period and figure.period != last.name.period)
    ):
        return None
    name = replace(last.name, period=figure.period, year=figure.year)
    return Statement(figure, name, _reach(figure.q), last.headline)


def _value(q: Quantity) -> bool:
    """A figure that may be the value of a metric: no range, no word."""
    return q.kind in ("money", "percent", "measure") and not (
        q.is_range or q.value <= 0 or q.bracketed or q.word
    )


def _headline_end(context: Context) -> int:
    """Where the document's title ends; 0 without one."""
    blocks: Sequence[Block] = context.document.blocks
    return blocks[0].end if len(blocks) > 1 and blocks[0].kind == "heading" else 0


def _level(context: Context, figure: Figure, headline: bool) -> bool:
    """Does the figure give a value that was reached, of the article's own time?"""
    q = figure.q
    if not _value(q):
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
    """The title's figure against the opening's that restates it, where no figure of the body bears it out."""
    end = _headline_end(context)
    if not end:
        return
    body = [figure for figure in context.figures if figure.q.start >= end]
    for figure in context.figures:
        if figure.q.end > end:
            break
        if not _counts(figure.q) or _borne_out(figure.q, body):
            continue
        like = [other for other in body if (other.q.kind, other.q.unit) == (figure.q.kind, figure.q.unit)]
        opening = [
            other for other in like if other.sentence <= figure.sentence + OPENING and _counts(other.q)
        ]
        likely = {other.index: _restates(context, figure, other, like) for other in opening}
        best = max(opening, key=lambda other: likely[other.index], default=None)
        if best is not None and likely[best.index] >= RESTATES and _close(figure.q, best.q):
            yield figure.q, best.q


def _restates(context: Context, figure: Figure, other: Figure, like: Sequence[Figure]) -> float:
    """Bits for the second being the title's figure told again, whatever the values: see ``evidence.yaml``."""
    one, two = change_cue(figure, context), change_cue(other, context)
    signals: Signals = {
        "prior title": 1,
        "title-kin": math.log2(1 + len(like)),
        "title-words": min(MOST_WORDS, len(_around(context, figure) & _around(context, other))),
    }
    if other is like[0]:
        signals["title-first"] = 1
    if digits_said(figure.q) == digits_said(other.q):
        signals["title-digits"] = 1
    if figure.q.decimals == other.q.decimals:
        signals["title-places"] = 1
    if digits_said(figure.q) == 1:
        signals["title-small"] = 1
    if one and two and {one.direction, two.direction} == {"up", "down"}:
        signals["title-opposed"] = 1
    return bits_of(signals, context.weights)


def _counts(q: Quantity) -> bool:
    """A figure that a title would repeat: no small number, no word, no range."""
    if q.is_range or q.value <= 0:
        return False
    return q.kind in ("money", "percent", "points", "measure") or (
        q.kind == "count" and q.value >= 10 and bool(q.noun)
    )


def _borne_out(q: Quantity, body: Sequence[Figure]) -> bool:
    """Does the body have this value, as rounded or cut off, or two figures that make it?"""
    reach = _reach(q)
    wide = Interval(reach.low, max(reach.high, q.value + q.step))  # a title may cut off: "$16bn" of $16.6bn
    same = [other.q for other in body if other.q.unit == q.unit]
    if any(wide.meets(_reach(other)) for other in same):
        return True
    if q.kind not in AMOUNTS:
        return False
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
