"""Columns of changes: which two columns they compare, and in what, is tried and told by most of their rows.

A column is understood only when its header speaks of change and at least most of its rows recompute under one
pair of columns; then a row that does not recompute cannot be right. Rates and amounts are judged apart, since
the change of a rate may be in points or in percent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from finchecks.claim.cells.finding import Finding, Part, as_percent, interval
from finchecks.claim.cells.grid import Line, aligned, is_rate
from finchecks.claim.cells.words import TableWords
from finchecks.claim.context import metric_of, tokens
from finchecks.claim.hypothesis import swapped, unsigned
from finchecks.claim.relations import Relations, labels_said
from finchecks.interval import Interval
from finchecks.quantity import Quantity

Way = Literal["percent", "amount", "points", "basis_points"]
_RULES: Mapping[Way, str] = {
    "percent": "table-change",
    "amount": "table-difference",
    "points": "table-points",
    "basis_points": "table-points",
}

#: how many columns on either side are tried as what is compared
NEAR = 4
#: metrics of which more is worse
COSTS = frozenset({"cost", "tax", "loss", "debt"})


@dataclass(slots=True)
class _Reading:
    """A column of changes as new against old, with what each of its rows says under it."""

    line: Line
    new: Line
    old: Line
    #: places from what the header suggests; 0 is what it says
    far: int
    agree: list[Finding] = field(default_factory=list)
    #: right but for the sign
    turned: list[Finding] = field(default_factory=list)
    differ: list[Finding] = field(default_factory=list)
    #: of those, how many two exchanged digits would make right
    slips: int = 0

    def holds_turned(self, slot: int) -> bool:
        start = self.line.entries[slot].start
        return any(one.stated.start == start for one in self.turned)


def change_columns(lines: Sequence[Line], words: TableWords) -> list[Line]:
    """The lines of changes: their header says so, or that of one beside does and they hold percentages."""
    found = [line for line in lines if is_change(line, words)]
    if not found:
        return []
    # a head that spans columns may stand above the last of them: "| | | Change | |" over "| | $ | % | |"
    known = {line.index for line in found}
    beside = [
        line
        for line in lines
        if line.index not in known
        and {line.index - 1, line.index + 1} & known
        and line.unit == "percent"
        and not line.years
        and not words.share.search(line.label)
    ]
    return sorted([*found, *beside], key=lambda line: line.index)


def is_change(line: Line, words: TableWords) -> bool:
    """Does a header speak of change?"""
    if words.share.search(line.leaf):
        return False
    says = words.change.search(line.label) or words.favourable.search(line.label)
    return bool(says) or (_bare(line.leaf) in ("%", "percent", "$") and not line.years)


def _bare(leaf: str) -> str:
    return leaf.strip("()[] ")


def changes(
    lines: Sequence[Line], labels: Mapping[int, str], words: TableWords, relations: Relations
) -> list[Finding]:
    """What the columns of changes say; ``labels`` are those of the rows, by number."""
    found: list[Finding] = []
    columns = change_columns(lines, words)
    known = {line.index for line in columns}
    plain = [line for line in lines if line.index not in known and not words.share.search(line.leaf)]
    for line in columns:
        way = _way(line, words)
        if len(plain) < 2 or _labels(line, relations) - _labels(plain[0], relations):
            continue
        best: _Reading | None = None
        for new, old, far in _pairs(line, plain):
            reading = _Reading(line, new, old, far)
            _judge(reading, way)
            if best is None or _score(reading) > _score(best):
                best = reading
        if best is not None:
            good_and_bad = bool(words.favourable.search(line.label))
            found += _believed(best, good_and_bad, lambda slot: _is_cost(labels.get(slot, ""), relations))
    return found


def _labels(line: Line, relations: Relations) -> frozenset[str]:
    return labels_said(line.label, relations)


def _way(line: Line, words: TableWords) -> Way | None:
    """What the header, or else most cells, say that the changes are in; None leaves it open."""
    if words.basis_points.search(line.leaf):
        return "basis_points"
    if words.points.search(line.leaf):
        return "points"
    if words.percent.search(line.leaf):
        return "percent"
    if words.amount.search(line.leaf):
        return "amount"
    rates = sum(is_rate(q) for q in line.entries.values())
    if 2 * rates > len(line.entries):
        return "percent"
    return None


def _pairs(line: Line, plain: Sequence[Line]) -> Iterator[tuple[Line, Line, int]]:
    """(new, old, distance from what the header suggests): by the years it names, then by nearness."""
    if len(line.years) == 2 and line.years[0] != line.years[1]:
        first, second = (max(line.years), min(line.years))
        news = [one for one in plain if one.years[-1:] == (first,)]
        olds = [one for one in plain if one.years[-1:] == (second,)]
        if len(news) == 1 and len(olds) == 1:
            yield news[0], olds[0], 0
            return
    before = [one for one in plain if one.index < line.index][-NEAR:]
    after = [one for one in plain if one.index > line.index][:2]
    if before and after:
        yield before[-1], after[0], int(len(before) > 1)
        yield after[0], before[-1], 1 + int(len(before) > 1)
    for group in (before[::-1], after):
        for i, a in enumerate(group):
            for j, b in enumerate(group[i + 1 :], i + 1):
                far = i + (j - i - 1) + (group is after)
                later = _later(a, b)
                yield (a, b, far + (later is False))
                yield (b, a, far + (later is True))


def _later(a: Line, b: Line) -> bool | None:
    """Is the first of a later period? None where the headers do not say."""
    if a.years and b.years and a.years[-1] != b.years[-1]:
        return a.years[-1] > b.years[-1]
    return None


def _judge(reading: _Reading, way: Way | None) -> None:
    for slot, stated in reading.line.entries.items():
        new, old = reading.new.entries.get(slot), reading.old.entries.get(slot)
        old = aligned(old, new) if new is not None and old is not None else None
        if new is None or old is None:
            continue
        outcomes = [_outcome(stated, new, old, one) for one in _ways(stated, new, way)]
        known = [one for one in outcomes if one is not None]
        for verdict, place in (
            ("agree", reading.agree),
            ("turned", reading.turned),
            ("slip", reading.differ),
            ("differ", reading.differ),
        ):
            hit = next((finding for said, finding in known if said == verdict), None)
            if hit is not None:
                place.append(hit)
                reading.slips += verdict == "slip"
                break


def _ways(stated: Quantity, new: Quantity, way: Way | None) -> Sequence[Way]:
    """What a cell's change may be in, the likeliest first."""
    if stated.kind == "points":
        return ("points",)
    if way in ("points", "basis_points"):
        return (way,) if is_rate(new) else ()
    if is_rate(new):
        return ("points", "percent")
    if is_rate(stated):
        return ("percent",)
    return (way,) if way is not None else ("amount", "percent")


def _outcome(stated: Quantity, new: Quantity, old: Quantity, way: Way) -> tuple[str, Finding] | None:
    """Whether the cell says the change in this way; None where no change can be said."""
    sign = -1 if new.value <= 0 and old.value <= 0 else 1
    a, b = interval(new, sign), interval(old, sign)
    if way == "percent":
        if b.low <= 0 or a.low < 0:
            return None
        said = as_percent(stated)
        made = Interval((a.low / b.high - 1) * 100, (a.high / b.low - 1) * 100)
    elif way != "amount":
        unit = "bp" if way == "basis_points" else "percentage_point"
        said = stated if stated.kind == "points" else as_percent(stated, unit)
        sign = 1
        made = interval(new).minus(interval(old)).scaled(100.0 if said.unit == "bp" else 1.0)
    else:
        same = aligned(stated, new)
        if same is None:
            return None
        said, sign = same, 1
        made = interval(new).minus(interval(old))
    parts = (Part("new", new, sign), Part("old", old, sign))
    finding = Finding(_RULES[way], said, parts)
    turned = Finding(_RULES[way], said, parts, flipped=True)
    if interval(said).meets(made):
        return "agree", finding
    if interval(said).scaled(-1.0).meets(made):
        # costs shown as negative amounts, and changes shown without a sign, rise by their size
        free = sign < 0 or not said.signed or (way != "percent" and new.value <= 0 and old.value <= 0)
        return ("agree" if free else "turned"), turned
    return "slip" if swapped(said, unsigned(made)) else "differ", finding


def _score(reading: _Reading) -> float:
    right, turned = len(reading.agree), len(reading.turned)
    most, fewest = max(right, 0.9 * turned), min(right, turned)
    return most + 0.4 * fewest - 0.5 * len(reading.differ) - 0.4 * reading.far


def _is_cost(label: str, relations: Relations) -> bool:
    """Is more of it worse? Then a table may give its rise as a minus."""
    return metric_of(tokens(label), relations) in COSTS


def _believed(best: _Reading, favourable: bool, is_cost: Callable[[int], bool]) -> list[Finding]:
    """What may be reported of the best reading."""
    right, turned, wrong = len(best.agree), len(best.turned), len(best.differ)
    if favourable or turned > 1:
        best.agree += best.turned
        right, turned = right + turned, 0
    if right == 0 or (right == 1 and best.far > 0):
        return []
    if not wrong and not turned:
        return best.agree
    # one row that agrees is enough where exchanged digits explain the other
    slipped = not turned and right >= wrong == best.slips
    if not slipped and (right < 2 or right < 2 * (wrong + turned)):
        return []
    # one sign against all others may be a lost bracket; with few others it may be the table's custom
    lost = right >= 4 and not any(is_cost(slot) for slot in best.line.entries if best.holds_turned(slot))
    signs = [replace(one, flipped=False) for one in best.turned] if lost else []
    return [*best.agree, *signs, *best.differ]
