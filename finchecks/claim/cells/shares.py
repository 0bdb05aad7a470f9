"""Columns and rows of shares, and rows that are one row for each of another: margins, income a share.

As with changes, what is divided by what is tried, guided by the labels, and told by most of the cells: one
reading must make nearly all of them before the others may be held against the author.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from finchecks.claim.cells.changes import change_columns
from finchecks.claim.cells.finding import Finding, Part, interval
from finchecks.claim.cells.grid import Line, aligned, is_rate, stems
from finchecks.claim.cells.words import TableWords
from finchecks.claim.context import metric_of, tokens
from finchecks.claim.relations import Relations
from finchecks.interval import Interval
from finchecks.quantity import Quantity

#: so many rows are tried as the whole of a column, and so many above as what a row divides
WHOLES, ABOVE = 10, 12
#: bits of agreement that a reading needs, one more for each halving of its place among those tried
NEEDED = 9.0
#: more where a cell is to be held against the author
SURE = 13.0
#: what it is worth that a label names the part, the whole
NAMED = 3.0


@dataclass(slots=True)
class _Reading:
    """What the cells of a line say when they are its part over its whole."""

    named: float
    agree: list[Finding] = field(default_factory=list)
    differ: list[Finding] = field(default_factory=list)
    bits: float = 0.0

    @property
    def score(self) -> float:
        return self.named + self.bits - 6.0 * len(self.differ)


def shares(
    rows: Sequence[Line], columns: Sequence[Line], words: TableWords, relations: Relations
) -> list[Finding]:
    """What the table's shares and ratios say."""
    found: list[Finding] = []
    changed = {line.index for line in change_columns(columns, words)}
    alike: dict[str, list[Line]] = {}
    for line in columns:
        if words.share.search(line.label) and line.unit == "percent":
            alike.setdefault(line.leaf, []).append(line)
    for group in alike.values():
        # columns of one name have one whole, unless each block has its own
        whole = _columns(group, columns, changed, rows, words, relations)
        found += whole or [
            one for line in group for one in _columns([line], columns, changed, rows, words, relations)
        ]
    known = {one.stated.start for one in found}
    apart = changed | {line.index for line in columns if words.share.search(line.leaf)}
    for place, line in enumerate(rows):
        if line.unit == "percent":
            found += _row(line, place, rows, apart, known, words, relations)
        elif words.per.search(line.label):
            found += _per(line, place, rows, apart, words, relations)
    return found


def _columns(
    group: Sequence[Line],
    columns: Sequence[Line],
    changed: set[int],
    rows: Sequence[Line],
    words: TableWords,
    relations: Relations,
) -> list[Finding]:
    """Columns of one name that hold shares in the amounts before them, the whole being one of the rows."""
    by_index = {row.index: row for row in rows}
    pairs: list[tuple[Line, Line]] = []
    for line in group:
        before = [
            one
            for one in columns
            if one.index < line.index and one.index not in changed and one.unit != "percent"
        ]
        pairs += [(line, before[-1])] if before else []
    of = words.whole.search(group[0].leaf)
    named = stems(group[0].leaf[of.end() :], relations) if of else frozenset[str]()
    tried: list[_Reading] = []
    for whole in _wholes(group[0], rows, words, named):
        reading = _Reading(NAMED if named & whole.stems else 0.0)
        for line, amounts in pairs:
            base = amounts.entries.get(whole.index)
            for slot, stated in line.entries.items():
                part = amounts.entries.get(slot)
                if base is not None and part is not None and slot != whole.index and slot in by_index:
                    _weigh(reading, "table-share", stated, part, base)
        tried.append(reading)
    return _believed(tried)


def _wholes(line: Line, rows: Sequence[Line], words: TableWords, named: frozenset[str]) -> list[Line]:
    """The rows that may be the whole: of 100%, named in the header, called a total; the likeliest first."""

    def rank(row: Line) -> int:
        share = line.entries.get(row.index)
        if share is not None and share.value == 100:
            return 0
        if named & row.stems:
            return 1
        return 2 if words.total.search(row.label) or not row.label else 3

    return sorted((row for row in rows if not is_rate_line(row)), key=rank)[:WHOLES]


def _row(
    line: Line,
    place: int,
    rows: Sequence[Line],
    apart: set[int],
    known: set[int],
    words: TableWords,
    relations: Relations,
) -> list[Finding]:
    """A row of margins, rates or shares of other rows."""
    of = words.whole.search(line.label)
    ratio = next(
        (
            relations.ratios[name]
            for name in sorted(relations.ratios, key=len, reverse=True)
            if name in line.label
        ),
        None,
    )
    if of is None and ratio is None:
        return []
    part_names = stems(line.label[: of.start()], relations) if of else frozenset[str]()
    whole_names = stems(line.label[of.end() :], relations) if of else frozenset[str]()
    amounts = [(i, row) for i, row in enumerate(rows) if row.unit != "percent" and row is not line]
    parts = _nearest(amounts, place)
    tried: list[_Reading] = []
    for i, part in parts:
        part_named = _is_named(part, part_names, ratio[0] if ratio else "", relations) or (
            not part_names and i == place - 1
        )
        for _, whole in amounts[:ABOVE] if not whole_names else amounts:
            whole_named = _is_named(whole, whole_names, ratio[1] if ratio else "", relations)
            if whole is part or not (part_named or whole_named):
                continue
            reading = _Reading(NAMED * part_named + NAMED * whole_named)
            for slot, stated in line.entries.items():
                if slot not in apart and stated.start not in known:
                    a, b = part.entries.get(slot), whole.entries.get(slot)
                    if a is not None and b is not None:
                        _weigh(reading, "table-share", stated, a, b)
            tried.append(reading)
    return _believed(tried)


def _is_named(row: Line, names: frozenset[str], metric: str, relations: Relations) -> bool:
    """Does the label of a share speak of this row?"""
    if names and row.stems and len(names & row.stems) >= max(1, len(names | row.stems) - 1):
        return True
    return bool(metric) and metric_of(tokens(row.label), relations) == metric


def _nearest(rows: Sequence[tuple[int, Line]], place: int) -> list[tuple[int, Line]]:
    """The rows about a place, the nearest above first."""
    above = [one for one in rows if one[0] < place][-ABOVE:]
    return [*above[::-1], *[one for one in rows if one[0] > place][:2]]


def _per(
    line: Line,
    place: int,
    rows: Sequence[Line],
    apart: set[int],
    words: TableWords,
    relations: Relations,
) -> list[Finding]:
    """A row of amounts for each of what another row counts."""
    of = words.per.search(line.label)
    if of is None:
        return []
    # "revenue per store, $": what follows the comma is the unit of the quotient
    units = stems(re.split(r"[,(]", line.label[of.end() :], maxsplit=1)[0], relations)
    named = stems(line.label[: of.start()], relations)
    numbers = [(i, row) for i, row in enumerate(rows) if row is not line and not words.per.search(row.label)]
    tried: list[_Reading] = []
    for _, many in _nearest(numbers, place):
        if not units & many.stems or is_rate_line(many):
            continue
        for _, amount in _nearest(numbers, place):
            if amount is many or is_rate_line(amount) or units & amount.stems:
                continue
            for power in (0, 3, 6, -3):
                reading = _Reading(NAMED + NAMED * bool(named & amount.stems))
                for slot, stated in line.entries.items():
                    a, b = amount.entries.get(slot), many.entries.get(slot)
                    if slot not in apart and a is not None and b is not None:
                        _weigh(reading, "table-ratio", stated, a, _times(b, 10.0**power))
                tried.append(reading)
    return _believed(tried)


def is_rate_line(line: Line) -> bool:
    return line.unit == "percent"


def _times(q: Quantity, t: float) -> Quantity:
    """A count in thousands or millions, which its label hid from the reader of the table's unit."""
    if t == 1.0:
        return q
    return replace(
        q, value=q.value * t, low=q.low * t, high=q.high * t, loose_low=q.loose_low * t,
        loose_high=q.loose_high * t, step=q.step * t, scale=q.scale * t,
    )  # fmt: skip


def _weigh(reading: _Reading, rule: str, stated: Quantity, part: Quantity, whole: Quantity) -> None:
    """Let one cell speak for or against the reading."""
    share = rule == "table-share"
    if share and not is_rate(stated):
        return
    other = aligned(part, whole) if share else part
    if other is None or whole.low <= 0 or stated.value == 0:
        return
    sign = -1 if other.value < 0 else 1
    names = ("part", "whole") if share else ("numerator", "denominator")
    made = interval(other, sign)
    if made.low < 0:
        return
    made = Interval(made.low / whole.high, made.high / whole.low).scaled(100.0 if share else 1.0)
    said = interval(stated, -1 if stated.value < 0 else 1)
    finding = Finding(rule, stated, (Part(names[0], other, sign), Part(names[1], whole)), stated.value < 0)
    if said.meets(made):
        reading.agree.append(finding)
        width = (said.high - said.low) + (made.high - made.low)
        reading.bits += min(10.0, math.log2(max(1.0, 2 * said.high / width))) if width else 10.0
    elif said.gap(made) > stated.step * (1 + 1e-9):
        # less is no finding: shares are made to add up to a hundred by a unit more or less
        reading.differ.append(finding)


def _believed(tried: Sequence[_Reading]) -> list[Finding]:
    """What may be reported of the best of the readings tried; of many it must stand out the more."""
    best = max(tried, key=lambda one: one.score, default=None)
    if best is None or not best.agree:
        return []
    rivals = sum(one.named >= best.named for one in tried)
    evidence = best.named + best.bits - math.log2(rivals)
    if evidence < NEEDED or not best.differ:
        return best.agree if evidence >= NEEDED else []
    right, wrong = len(best.agree), len(best.differ)
    enough = right >= 2 * wrong or (right == wrong == 1 and best.named >= 2 * NAMED)
    return [*best.agree, *best.differ] if enough and evidence >= SURE else []
