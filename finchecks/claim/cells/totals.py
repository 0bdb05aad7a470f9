"""Rows and columns that add up others: totals, remainders, and what stood at the end of a period.

Lines are read in order onto a stack. Each line may be what the last few of the stack make; every such reading
is tried on all slots (the columns of a row), and a reading is believed for what agrees in some of them: the
chance that unrelated figures add up is counted in bits, as are label and extent. A total takes the place of
its parts, so that totals of totals need nothing more. What then disagrees in a slot cannot be right.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from finchecks.claim.cells.finding import Finding, Part, interval, meets
from finchecks.claim.cells.grid import Line, aligned, is_rate
from finchecks.claim.cells.words import TableWords
from finchecks.claim.hypothesis import swapped, unsigned
from finchecks.interval import Interval
from finchecks.quantity import Quantity

#: no total of more parts than this is looked for, nor any of mixed signs beyond the second
MAX_PARTS, MAX_NAMELESS, MAX_MIXED = 40, 8, 5
#: log-odds in bits that a line is a total at all, by its label
LABELLED, NAMELESS, NET, RESULT, OTHER = 5.0, 3.0, 3.0, -1.0, -6.0
#: … and that its parts begin where they are thought to
BLOCK, ACROSS, AFTER, WITHIN = 2.0, -1.0, 0.0, -4.0
#: … that it begins with a total and goes on from there, and that total and part bear one name
CHAIN, NAMED = 2.0, 2.0
#: … that it ends the table
LAST = 1.5
#: … and both where the labels name what stood at the beginning and at the end
FLOW = 8.0
#: what a sign pattern costs: a first line less all others, words that take off, any other mix
REST, WORDED, MIXED = -1.0, 3.0, -3.0
#: what a slot that disagrees speaks against the reading, and how much agreement a mismatch needs
AGAINST, BELIEVED, CERTAIN, MOST = 4.0, 9.0, 14.0, 20.0

_ZERO = Interval(0.0, 0.0)


@dataclass(slots=True)
class _Item:
    """A line on the stack, with the extent that it stands for and the slots in which it is wrong."""

    line: Line
    first: bool
    #: it comes right after a total
    after: bool = False
    #: -1 where its label says that its number is taken off: always, and in a roll-forward
    worded: int = 1
    flowing: int = 1
    wrong: dict[int, Interval] = field(default_factory=dict)
    total: bool = False


@dataclass(slots=True)
class _Reading:
    """The line is the sum of the last ``count`` items with these signs."""

    items: Sequence[_Item]
    signs: tuple[int, ...]
    flow: bool
    prior: float
    agree: dict[int, Interval] = field(default_factory=dict)
    differ: dict[int, Interval] = field(default_factory=dict)
    #: agreeing slots in which two parts or more have a number
    telling: int = 0
    bits: float = 0.0

    @property
    def score(self) -> float:
        return self.prior + self.bits - AGAINST * len(self.differ)


def totals(lines: Sequence[Line], words: TableWords, apart: frozenset[int]) -> list[Finding]:
    """What the totals among the lines say. Slots ``apart`` hold nothing that can be added."""
    found, open_ = _pass(lines, words, apart, backwards=False)
    if open_:
        found += _pass(lines[::-1], words, apart, backwards=True, only=open_)[0]
    return found


def _pass(
    lines: Sequence[Line],
    words: TableWords,
    apart: frozenset[int],
    *,
    backwards: bool,
    only: frozenset[int] = frozenset(),
) -> tuple[list[Finding], frozenset[int]]:
    """One reading of the lines; and the lines called totals that it did not understand."""
    found: list[Finding] = []
    open_: set[int] = set()
    stack: list[_Item] = []
    fresh = True
    for place, line in enumerate(lines):
        first = (line.first and not backwards) or fresh
        fresh = False
        named = bool(words.total.search(line.label))
        best = None
        if not backwards or line.index in only:
            ends = LAST if place == len(lines) - 1 and not backwards else 0.0
            best = _best(line, stack, words, apart, backwards, open_, ends)
        if best is None:
            if named:
                open_.add(line.index)
                fresh = True
            after = bool(stack) and stack[-1].total
            worded, flowing = (_worded(line, words, flow) for flow in (False, True))
            stack.append(_Item(line, first, after, worded, flowing))
            continue
        item = _Item(line, best.items[0].first, best.items[0].after, total=True)
        found += _findings(line, best, item)
        del stack[len(stack) - _depth(stack, best) :]
        stack.append(item)
    return found, frozenset(open_)


def _depth(stack: Sequence[_Item], best: _Reading) -> int:
    return next(depth for depth in range(1, len(stack) + 1) if stack[-depth] is best.items[0])


def _best(
    line: Line,
    stack: Sequence[_Item],
    words: TableWords,
    apart: frozenset[int],
    backwards: bool,
    unread: Set[int],
    ends: float,
) -> _Reading | None:
    """The reading that is believed, if one is."""
    slots = [s for s in line.entries if s not in apart]
    if not slots or not stack:
        return None
    best: _Reading | None = None
    slipped: _Reading | None = None
    for reading in _readings(line, stack, words, slots, backwards, unread):
        reading.prior += ends
        if reading.agree and (best is None or reading.score > best.score):
            best = reading
        elif len(reading.differ) == 1 and not reading.agree and _slipped(line, reading):
            slipped = reading
    if best is None or best.score < BELIEVED or not best.telling:
        return slipped
    return best if len(best.differ) <= max(1, len(best.agree) // 3) else None


def _readings(
    line: Line,
    stack: Sequence[_Item],
    words: TableWords,
    slots: Sequence[int],
    backwards: bool,
    unread: Set[int],
) -> Iterator[_Reading]:
    """All extents upwards from the line, with the signs that its labels and custom allow, recomputed."""
    base = _label_bits(line, words)
    closes = bool(words.closing.search(line.label) or words.balance.search(line.label))
    tallies = {slot: _Tally(line.entries[slot]) for slot in slots}
    items: list[_Item] = []
    crossed = False
    for item in reversed(stack[-(MAX_PARTS if base > OTHER or closes else MAX_NAMELESS) :]):
        fit = _fits(item.line, line, slots)
        if fit is None:
            continue
        if not fit:
            return
        items.append(item)
        crossed = crossed or (item.line.heading != line.heading and not item.total)
        now = items[::-1]
        flow = closes and not backwards and _opens(item.line, line, words)
        extent = BLOCK if item.first else AFTER if item.after else WITHIN
        prior = FLOW if flow else base + extent + (ACROSS if crossed else 0.0)
        if not flow and base > OTHER:
            prior += (CHAIN if item.total else 0.0) + (NAMED if line.stems & item.line.stems else 0.0)
        if len(items) >= 2:
            yield from _patterns(line, now, flow, prior, tallies, words, backwards, unread)
        for slot, tally in tallies.items():
            tally.add(item, slot)


def _fits(part: Line, line: Line, slots: Sequence[int]) -> bool | None:
    """Can the one be part of the other? None: it is a margin between amounts, stepped over."""
    both = [(part.entries[s], line.entries[s]) for s in slots if s in part.entries]
    if not both or any(aligned(a, b) for a, b in both):
        return True
    return None if is_rate(both[0][0]) and not is_rate(both[0][1]) else False


def _patterns(
    line: Line,
    items: Sequence[_Item],
    flow: bool,
    prior: float,
    tallies: Mapping[int, _Tally],
    words: TableWords,
    backwards: bool,
    unread: Set[int],
) -> Iterator[_Reading]:
    """The first item and the others under every pattern of signs."""
    count = len(items)
    shown = _Reading(items, (1,) * count, flow, prior)
    _judge(line, shown, {slot: tally.shown for slot, tally in tallies.items()}, tallies)
    yield shown
    if backwards:
        return
    worded = (1, *(one.flowing if flow else one.worded for one in items[1:]))
    if -1 in worded:
        reading = _Reading(items, worded, flow, prior + WORDED)
        which = "flowing" if flow else "worded"
        _judge(line, reading, {slot: getattr(tally, which) for slot, tally in tallies.items()}, tallies)
        yield reading
    if items[0].line.index in unread and _label_bits(line, words) <= RESULT:
        return  # the line is rather a part of a total that stands before its parts
    rest = (1, *(-1,) * (count - 1))
    if rest != worded:
        reading = _Reading(items, rest, flow, prior + REST - (0.0 if count < 6 else 2.0))
        _judge(line, reading, {slot: tally.shown.scaled(-1.0) for slot, tally in tallies.items()}, tallies)
        yield reading
    if not 3 <= count <= (MAX_MIXED if prior > OTHER else 3):
        return
    for signs in itertools.product((1, -1), repeat=count - 1):
        if 1 in signs and -1 in signs and (1, *signs) != worded:
            reading = _Reading(items, (1, *signs), flow, prior + MIXED - count)
            _judge(line, reading, {s: _mixed(items[1:], signs, s, line.entries[s]) for s in tallies}, tallies)
            yield reading


def _mixed(items: Sequence[_Item], signs: Sequence[int], slot: int, stated: Quantity) -> Interval:
    made = _ZERO
    for item, sign in zip(items, signs, strict=True):
        same = _part(item, slot, stated)
        if same is not None:
            made = made.plus(interval(same, sign))
    return made


@dataclass(slots=True)
class _Tally:
    """What the items after the first make in one slot, by three readings of their signs."""

    stated: Quantity
    shown: Interval = _ZERO
    worded: Interval = _ZERO
    flowing: Interval = _ZERO
    numbers: int = 0
    #: empty cells: nothing, or something that is not told
    gaps: int = 0
    unknown: bool = False
    size: float = 0.0

    def add(self, item: _Item, slot: int) -> None:
        line = item.line
        q = line.entries.get(slot)
        if q is None:
            self.gaps += slot not in line.zeros
            self.unknown = self.unknown or slot in line.blanks
            return
        q = aligned(q, self.stated)
        if q is None:
            self.unknown = True
            return
        self.shown = self.shown.plus(interval(q))
        self.worded = self.worded.plus(interval(q, item.worded))
        self.flowing = self.flowing.plus(interval(q, item.flowing))
        self.numbers += q.value != 0
        self.size = max(self.size, abs(q.value))


def _judge(
    line: Line, reading: _Reading, rest: Mapping[int, Interval], tallies: Mapping[int, _Tally]
) -> None:
    """Let the arithmetic of every slot speak."""
    first = reading.items[0].line
    for slot, tally in tallies.items():
        stated, q = tally.stated, first.entries.get(slot)
        same = aligned(q, stated) if q is not None else None
        if tally.unknown or slot in first.blanks or (q is not None and same is None):
            continue
        q = same
        made = rest[slot] if q is None else rest[slot].plus(interval(q))
        # a net liability may be shown without a sign, but nobody shows so what he has subtracted
        fits = meets(stated, made) if -1 not in reading.signs else interval(stated).meets(made)
        if fits:
            reading.agree[slot] = made
            if tally.numbers + (q is not None and q.value != 0) >= 2:
                size = max(tally.size, abs(stated.value), abs(q.value) if q is not None else 0.0)
                reading.telling += 1
                reading.bits += _bits(stated, made, size)
        elif not tally.gaps and (q is not None or slot in first.zeros):
            reading.differ[slot] = made


def _bits(stated: Quantity, made: Interval, size: float) -> float:
    """How unlikely unrelated figures of this size come as near: an exact sum says more than a rounded one."""
    off = abs(abs(stated.value) - abs(made.low + made.high) / 2)
    reach = 2 * off + stated.step
    return min(MOST, math.log2(max(1.0, 2 * size / reach))) if reach else MOST


def _slipped(line: Line, reading: _Reading) -> bool:
    """Do two digits, exchanged in one of its cells, make a total right that no other column vouches for?

    Sets the reading's bits: as telling as an exact sum, less the number of cells in which it might be.
    """
    if -1 in reading.signs or reading.prior < LABELLED + BLOCK:
        return False
    ((slot, made),) = reading.differ.items()
    stated = line.entries[slot]
    parts = [same for item in reading.items if (same := _part(item, slot, stated)) is not None]
    off = made.minus(interval(stated))
    if len(parts) < 2 or is_rate(stated):
        return False
    if not swapped(stated, unsigned(made)) and not any(
        swapped(part, unsigned(interval(part).minus(off))) for part in parts
    ):
        return False
    exact = Interval.point(stated.value)
    tried = sum(len(part.text) for part in (stated, *parts))
    reading.bits = _bits(stated, exact, abs(stated.value)) - math.log2(tried)
    return reading.prior + reading.bits >= CERTAIN


def _part(item: _Item, slot: int, stated: Quantity) -> Quantity | None:
    """The item's cell as it is added to others."""
    q = item.line.entries.get(slot)
    return aligned(q, stated) if q is not None else None


def _label_bits(line: Line, words: TableWords) -> float:
    if words.total.search(line.label):
        return LABELLED
    if not line.label.strip():
        return NAMELESS
    if words.net.match(line.label):
        return NET
    return RESULT if words.result.search(line.label) else OTHER


def _opens(first: Line, line: Line, words: TableWords) -> bool:
    """Does a roll-forward begin here, and end at the line?"""
    if words.opening.search(first.label):
        return True
    return bool(
        words.balance.search(first.label) and words.balance.search(line.label) and first.stems & line.stems
    )


def _worded(line: Line, words: TableWords, flow: bool) -> int:
    """-1 where the label says that a number shown without a sign is taken off."""
    says = words.less.match(line.label) or (flow and words.reduction.search(line.label))
    return -1 if says and all(q.value >= 0 for q in line.entries.values()) else 1


def _findings(line: Line, best: _Reading, item: _Item) -> Iterator[Finding]:
    certain = best.prior + best.bits >= CERTAIN
    for slot, stated in line.entries.items():
        differs = slot in best.differ
        if not (slot in best.agree or (differs and certain and _sampled(line, stated, best))):
            continue
        parts = [
            (same, sign, one)
            for one, sign in zip(best.items, best.signs, strict=True)
            if (same := _part(one, slot, stated)) is not None
        ]
        if len(parts) < 2:
            continue
        if differs:
            item.wrong[slot] = best.differ[slot]
            if meets(stated, _mended(parts, slot)):
                continue  # a part of it is reported already
        pairs = sorted(((q, sign) for q, sign, _ in parts), key=lambda pair: pair[0].start)
        yield _finding(stated, pairs, best.flow)


def _sampled(line: Line, stated: Quantity, best: _Reading) -> bool:
    """Does a slot of the same unit agree? A column of prices proves nothing of one of numbers."""
    return not best.agree or any(line.entries[slot].unit == stated.unit for slot in best.agree)


def _mended(parts: Sequence[tuple[Quantity, int, _Item]], slot: int) -> Interval:
    """The sum with the parts that are wrong themselves as they should be."""
    made = _ZERO
    for q, sign, item in parts:
        right = item.wrong.get(slot, interval(q))
        made = made.plus(right if sign > 0 else right.scaled(-1.0))
    return made


def _finding(stated: Quantity, parts: Sequence[tuple[Quantity, int]], flow: bool) -> Finding:
    if flow:
        (opening, _), *changes = parts
        return Finding(
            "roll-forward",
            stated,
            (Part("opening", opening), *(Part("change", q, sign) for q, sign in changes)),
        )
    if len(parts) == 2 and parts[0][1] > parts[1][1] and parts[0][0].value >= 0 <= parts[1][0].value:
        return Finding("table-difference", stated, (Part("new", parts[0][0]), Part("old", parts[1][0])))
    return Finding("table-total", stated, tuple(Part("part", q, sign) for q, sign in parts))
