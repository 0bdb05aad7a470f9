"""Numbers that somebody forgot: claims that an edit left as they were while it changed what they are made of.

The old and the new version of an article are laid over each other; a claim of the old one whose number still
stands, with another value in the place of one of its operands, is judged again with the new value.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from finchecks.claim import Claim, Operand
from finchecks.document import Document
from finchecks.document.from_bytes import from_bytes
from finchecks.engine import Check, Verdict
from finchecks.engine.from_claims import checks
from finchecks.engine.in_source import in_source
from finchecks.faults import Fault, FaultError
from finchecks.interval import Interval
from finchecks.pipeline import Knowledge, check_document
from finchecks.quantity import Quantity
from finchecks.quantity.from_document import cells, quantities

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
#: lines of more tokens than this are compared whole: the comparison's work grows with their square
_MOST_TOKENS = 4_000


@dataclass(frozen=True, slots=True)
class Change:
    """An operand as it was and as it is."""

    role: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Stale:
    """A claim that stands with operands that changed. ``check`` judges it anew, in the new version."""

    check: Check
    changes: tuple[Change, ...]

    @property
    def verdict(self) -> Verdict:
        return self.check.verdict


def stale(
    before: bytes, after: bytes, knowledge: Knowledge, path: str
) -> tuple[Document, list[Stale]] | Fault:
    """The claims of an article that its edit may have left behind, in the new version's order.

    A new version that cannot be read is a fault; an old one leaves nothing behind.
    """
    old, new = from_bytes(before, path=path), from_bytes(after, path=path)
    if isinstance(new, Fault):
        return new
    try:
        found = [] if isinstance(old, Fault) else list(_stale(old, new, knowledge))
        moved, judged, _ = in_source(new, [one.check for one in found], ())
    except FaultError as error:
        return error.faults[0]
    return moved, [replace(one, check=check) for one, check in zip(found, judged, strict=True)]


def _stale(old: Document, new: Document, knowledge: Knowledge) -> Iterator[Stale]:
    # the visible text, where it is not the source: markup may change as it likes
    report = check_document(replace(old, origin=None), knowledge)
    numbers = sorted((*quantities(new), *cells(new)), key=lambda quantity: quantity.start)
    over = _Overlay(old.source, new.source)
    found: dict[tuple[int, str], Stale] = {}
    for check in report.checks:
        claim = check.claim
        place = over.same(claim.stated.start, claim.stated.end)
        if place is None:
            continue
        stated = _moved(claim.stated, place)
        operands, changes = _operands(claim.operands, numbers, over)
        if not changes:
            continue
        renewed = replace(claim, stated=stated, operands=operands, certain=True)
        again = _judge(renewed, new, knowledge, numbers)
        if again is not None:
            found.setdefault((stated.start, claim.rule), Stale(again, tuple(changes)))
    yield from (found[key] for key in sorted(found))


def _judge(claim: Claim, new: Document, knowledge: Knowledge, numbers: Sequence[Quantity]) -> Check | None:
    judged, _ = checks([claim], new, knowledge.rules, knowledge.rates, numbers)
    return judged[0] if judged else None


def _operands(
    operands: Sequence[Operand], numbers: Sequence[Quantity], over: _Overlay
) -> tuple[tuple[Operand, ...], list[Change]]:
    """The operands as the new version has them; where it has no value of the kind, as they were."""
    renewed: list[Operand] = []
    changes: list[Change] = []
    for operand in operands:
        was = operand.quantity
        if was is None:
            renewed.append(operand)
            continue
        place = over.same(was.start, was.end)
        if place is not None:
            renewed.append(replace(operand, quantity=_moved(was, place)))
            continue
        start, end = over.instead(was.start, was.end)
        there = [
            q for q in numbers if q.start < end and start < q.end and (q.kind, q.unit) == (was.kind, was.unit)
        ]
        if len(there) != 1 or there[0].value == was.value:
            renewed.append(operand)
            continue
        renewed.append(_revalued(operand, was, there[0]))
        changes.append(Change(operand.role, was.text, there[0].text))
    return tuple(renewed), changes


def _revalued(operand: Operand, was: Quantity, now: Quantity) -> Operand:
    """The operand with a new value, completed as the binder had completed the old one (a scale, a sign)."""
    factor = operand.value / was.value if was.value else 1.0
    return replace(
        operand,
        value=now.value * factor,
        strict=Interval(now.low, now.high).scaled(factor),
        loose=Interval(now.loose_low, now.loose_high).scaled(factor),
        text=now.text,
        quantity=now,
    )


def _moved(quantity: Quantity, place: tuple[int, int]) -> Quantity:
    return replace(quantity, start=place[0], end=place[1])


class _Overlay:
    """Where an old version's text is in the new one: lines are matched first, then what is in the others."""

    def __init__(self, old: str, new: str) -> None:
        self._blocks: list[tuple[int, int, int, int, bool]] = []  # old span, new span, whether they are equal
        self._match(_lines(old), _lines(new), 0, 0, self._inner)

    def same(self, start: int, end: int) -> tuple[int, int] | None:
        """The span that stands for an unchanged one; None where anything in it changed."""
        for first, last, at, _, equal in self._blocks:
            if equal and first <= start and end <= last:
                return at + start - first, at + end - first
        return None

    def instead(self, start: int, end: int) -> tuple[int, int]:
        """The span of the new version that stands in the place of one."""
        touched = [block for block in self._blocks if block[0] < end and start < block[1]]
        lows = [at + start - first if equal else at for first, _, at, _, equal in touched if first <= start]
        highs = [to - (last - end) if equal else to for _, last, _, to, equal in touched if end <= last]
        return (lows[0] if lows else 0), (highs[-1] if highs else 0)

    def _match(self, old: list[str], new: list[str], at: int, to: int, changed: object) -> None:
        olds, news = _places(old, at), _places(new, to)
        matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
        for kind, i1, i2, j1, j2 in matcher.get_opcodes():
            span = olds[i1], olds[i2], news[j1], news[j2]
            if kind == "equal":
                self._blocks.append((*span, True))
            elif callable(changed):
                changed(old[i1:i2], new[j1:j2], *span)
            else:
                self._blocks.append((*span, False))

    def _inner(self, old: list[str], new: list[str], at: int, at_end: int, to: int, to_end: int) -> None:
        ours, theirs = _TOKEN.findall("".join(old)), _TOKEN.findall("".join(new))
        if len(ours) > _MOST_TOKENS or len(theirs) > _MOST_TOKENS:
            self._blocks.append((at, at_end, to, to_end, False))
        else:
            self._match(ours, theirs, at, to, None)


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _places(parts: Sequence[str], start: int) -> list[int]:
    places = [start]
    for part in parts:
        places.append(places[-1] + len(part))
    return places
