"""What three cells of a table or more add up to: a whole column, the rows that are named, all years of a row.

"The five took $6.5bn between them", "over the three years", "North, East and West together": which cells are
meant is told by what is listed and how many are said to be; that they add up to the figure must do the rest.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from finchecks.claim.cell_operands import Asking, Desk, scores
from finchecks.claim.changes import PLAIN
from finchecks.claim.context import Figure
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.sheets import Label, Place, Sheet, cell_words, coverage, restated
from finchecks.claim.weigh import chance, magnitude
from finchecks.interval import Interval
from finchecks.quantity import Quantity
from finchecks.rule import Rule

#: of so many cells at least, and most
LEAST, MOST = 3, 24
#: a label is named where so much of it is said
_NAMED = 0.5
#: bits that a set is the one that is meant, by what it is
_WORTH = {
    "listed": 1.0,
    "named": 1.0,
    "counted": 2.0,
    "whole": 0.0,
    "group": -1.0,
    "years": -1.0,
    "largest": 1.0,
}
#: bits more where words say that several are added, and where the line that crosses them is said
_SEVERAL, _CROSSED = 2.0, 2.0
#: bits from which a sum that agrees was meant
SURE = 11.0
#: kinds of sets of which a sum that does not agree is held against the author, if it is off by no more
_HELD, _OFF = frozenset({"listed", "counted"}), 1.5
_TYPES = frozenset({"money", "count", "number", "measure"})


class Cells(NamedTuple):
    """Cells of one line, what they are, and the line."""

    form: str
    sheet: Sheet
    axis: str
    line: int
    places: tuple[Place, ...]


def sums(at: Desk, asked: Asking, rules: Mapping[str, Rule]) -> Hypothesis | None:
    """The cells that clearly make a figure; or those that must have been meant and do not."""
    claim, rule = asked.claim, rules.get("sum")
    if rule is None or claim.q.kind not in _TYPES or not claim.single_value or claim.q.word:
        return None
    tried: dict[str, int] = {}
    found: list[tuple[float, Cells]] = []
    missed: list[Cells] = []
    if any(restated(claim, sheet) for sheet in asked.near):
        return None  # a total that the table has itself
    counts = _counts(at, claim)
    stated = magnitude(claim.q)
    seen: set[tuple[Place, ...]] = set()
    for sheet in asked.near:
        for some in _sets(asked, sheet, counts):
            if some.places in seen or (counts and len(some.places) not in counts):
                continue
            seen.add(some.places)
            parts = [sheet.cells[place] for place in some.places]
            made = Interval(sum(q.low for q in parts), sum(q.high for q in parts))
            if not stated.low / _OFF <= made.high or not made.low <= stated.high * _OFF:
                continue
            tried[some.form] = tried.get(some.form, 0) + 1
            if stated.meets(made):
                told = -math.log2(chance("sum", stated, made))
                found.append((told + _worth(asked, some), some))
            else:
                missed.append(some)
    best = max(found, key=lambda one: one[0], default=None)
    if best is not None:
        bits = best[0] - math.log2(tried[best[1].form])
        return _bound(claim, best[1], rule, bits) if bits >= SURE else None
    return _held(at, asked, missed, rule)


def _bound(claim: Figure, some: Cells, rule: Rule, bits: float) -> Hypothesis:
    unit = claim.q.unit
    bound = tuple(Bound("part", some.sheet.cells[place], unit) for place in some.places)
    one = Hypothesis(rule, claim, bound, {"prior cells": 1, f"sum-{some.form}": 1}, bits)
    one.judge()
    one.structure = bits
    return one


def _worth(asked: Asking, some: Cells) -> float:
    words = cell_words()
    said = {*asked.claim.lead, *asked.claim.tail[:_NEAR]}
    several = _SEVERAL if words.several & said or words.whole & said else 0.0
    mine = scores(asked, some.sheet, some.axis)
    crossed = _CROSSED if mine[some.line] >= max(mine.values()) else 0.0
    return _WORTH[some.form] + several + crossed


#: words before a claim, and after it, that may say how many are added
_LEADING, _NEAR = 12, 6


def _held(at: Desk, asked: Asking, missed: Sequence[Cells], rule: Rule) -> Hypothesis | None:
    """The one set that its words choose, where it does not add up."""
    claim, words = asked.claim, cell_words()
    said = {*claim.lead, *claim.tail[:_NEAR]}
    if words.together.isdisjoint(said):
        return None
    start, _ = at.context.sentence_span(claim.sentence)
    if at.context.relations.earlier.search(at.context.text(start, claim.q.start).lower()):
        return None
    if claim.earlier or claim.q.qualifier or asked.years.new or asked.years.old is not None:
        return None
    held = [some for some in missed if some.form in _HELD and _latest(some)]
    if len(held) != 1:
        return None
    (some,) = held
    if some.form == "listed" and _half_named(asked, some):
        return None
    mine = scores(asked, some.sheet, some.axis)
    if len(mine) > 1 and some.axis == "row" and mine[some.line] < max(mine.values()):
        return None
    return _bound(claim, some, rule, SURE)


def _latest(some: Cells) -> bool:
    """Is the column that is added up the last year's, or of no year?"""
    return some.axis == "row" or some.sheet.columns[some.line].later == 0


def _half_named(asked: Asking, some: Cells) -> bool:
    """Is a word of another line said, too?"""
    said = asked.said.parts[0]
    crossing = some.sheet.rows if some.axis == "column" else some.sheet.columns
    taken = {place[0] if some.axis == "column" else place[1] for place in some.places}
    return any(coverage(label, said) > 0 for index, label in crossing.items() if index not in taken)


def _sets(asked: Asking, sheet: Sheet, counts: frozenset[int]) -> Iterator[Cells]:
    """The cells that may be added: of a column by its rows, of a row by its columns."""
    claim = asked.claim
    mine = "plain" if claim.q.kind in PLAIN else claim.q.unit
    for axis, lines, crossing in (
        ("column", sheet.columns, sheet.rows),
        ("row", sheet.rows, sheet.columns),
    ):
        for index, label in lines.items():
            if label.derived or label.rates:
                continue
            some = {
                other: q
                for other, one in crossing.items()
                if not one.total and not one.derived
                and (q := sheet.cells.get((other, index) if axis == "column" else (index, other))) is not None
                and _adds(q, mine)
            }  # fmt: skip
            for form, members in _members(asked, crossing, some, counts, axis):
                if LEAST <= len(members) <= MOST:
                    places = tuple((m, index) if axis == "column" else (index, m) for m in members)
                    yield Cells(form, sheet, axis, index, places)


def _adds(q: Quantity, mine: str) -> bool:
    return q.value > 0 and q.kind in _TYPES and ("plain" if q.kind in PLAIN else q.unit) in (mine, "plain")


def _members(
    asked: Asking,
    crossing: Mapping[int, Label],
    some: Mapping[int, Quantity],
    counts: frozenset[int],
    axis: str,
) -> Iterator[tuple[str, Sequence[int]]]:
    before, sentence = asked.said.parts[0], asked.said.parts[2] | asked.said.parts[3]
    order = sorted(some)
    for form, said in (("listed", before), ("named", sentence)):
        yield form, [i for i in order if crossing[i].said_by and coverage(crossing[i], said) >= _NAMED]
    if axis == "row":
        # what is not of other years is of other things
        years = [crossing[i].year for i in order]
        if None in years or len({*years}) < len(years):
            return
    if len(order) in counts:
        yield "counted", order
    if axis == "row":
        yield "years", order
    yield "whole", order
    groups: dict[frozenset[str], list[int]] = {}
    for i in order:
        groups.setdefault(crossing[i].heading, []).append(i)
    for group in groups.values():
        yield "group", group
    by_size = sorted(order, key=lambda i: -some[i].value)
    for count in counts:
        yield "largest", sorted(by_size[:count])
        yield "largest", sorted(by_size[-count:])


def _counts(at: Desk, claim: Figure) -> frozenset[int]:
    """How many are said to be added: "the three largest", "all five"."""
    numbers = cell_words().numbers
    start, _ = at.context.sentence_span(claim.sentence)
    words = (*at.context.words_of(start, claim.q.start)[-_LEADING:], *claim.tail[:_NEAR])
    return frozenset(numbers[word] for word in words if word in numbers)
