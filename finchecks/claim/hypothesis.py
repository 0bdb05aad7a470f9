"""A hypothesis: these figures are the operands of this claim under this rule."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from finchecks.claim.context import Figure
from finchecks.claim.weigh import (
    CONTRARY,
    HOPELESS,
    MISTAKE,
    REACH,
    RIGHT,
    WRONG,
    Signals,
    bits_of,
    chance,
    digits_said,
    magnitude,
    miss,
    more,
)
from finchecks.interval import Interval
from finchecks.quantity import Quantity
from finchecks.rule import Rule
from finchecks.rule.evaluate import enclosed, entered
from finchecks.rule.formula import Intervals

#: how far "over" reaches before a figure of one digit
_ROUND_REACH = 0.2
#: ... and before a part told by a word: "more than half" of 60%
_WORD_REACH = 0.25
#: relations that add and take away
ADDITIVE = frozenset({"sum", "difference", "other"})


@dataclass(frozen=True, slots=True)
class Bound:
    """A quantity in a role. ``times`` completes an open unit: "38" beside "$40m" is 38 million dollars."""

    role: str
    #: None for the document's date
    quantity: Quantity | None
    unit: str
    times: float = 1.0
    #: overrides the quantity's own value (a year as a point, a signed part)
    value: float | None = None
    source: str = "text"

    def interval(self) -> Interval:
        if self.value is not None or self.quantity is None:
            return Interval.point(self.value or 0.0)
        low, high = self.quantity.low * self.times, self.quantity.high * self.times
        return Interval(low, high) if low <= high else Interval(high, low)

    def loose(self) -> Interval:
        if self.value is not None or self.quantity is None:
            return Interval.point(self.value or 0.0)
        low, high = self.quantity.loose_low * self.times, self.quantity.loose_high * self.times
        return Interval(low, high) if low <= high else Interval(high, low)

    def amount(self) -> float:
        if self.value is not None or self.quantity is None:
            return self.value or 0.0
        return self.quantity.value * self.times


@dataclass(slots=True)
class Hypothesis:
    rule: Rule
    claim: Figure
    bound: tuple[Bound, ...]
    #: what speaks for and against it (see ``rules/evidence.yaml``)
    signals: Signals
    #: log-odds of the structure alone, in bits
    structure: float
    direction: str | None = None
    cue: str = ""
    recomputed: Interval | None = None
    #: "right", "mistake" or "wrong"
    fit: str = "wrong"
    bits: float = 0.0
    #: the chance that a wrong binding would fit as well
    likely: float = 0.0
    #: the size is right and the direction word is against the numbers
    against: bool = False
    #: … and here they are wrong in size as well
    contrary: bool = False
    #: no other operands are nearly as likely
    sure: bool = True
    family: str = ""
    missing: str | None = None
    period: str = ""
    #: for conversions: what the text tells of the rate
    rates: tuple[Interval, ...] = ()
    key: tuple[object, ...] = field(default=())

    def judge(self, stated: Interval | None = None) -> None:
        """Let the arithmetic speak: sets ``recomputed``, ``fit`` and ``bits``."""
        claim = self.claim.q
        rule = self.rule
        inside = entered(rule, values_of(rule, self.bound), claim.unit, units_of(rule, self.bound))
        result = (
            enclosed(rule, rule.formula, inside, claim.unit) if rule.formula and inside is not None else None
        )
        self.recomputed = result
        if result is None or inside is None:
            self.fit, self.bits = "none", -99.0
            return
        stated = stated or magnitude(claim)
        up = self.direction == "up" if self.direction is not None else result.low + result.high >= 0
        size = result if up else Interval(-result.high, -result.low)
        p = self.likely = chance(self.rule.kind, stated, size)
        if stated.meets(size):
            self.fit = "right"
            self.bits = self.structure + RIGHT - math.log2(p)
        elif (against := stated.meets(unsigned(result))) or self.mistaken(stated, inside):
            self.fit = "mistake"
            self.against = against
            self.bits = self.structure + MISTAKE - math.log2(min(0.5, p * 4))
            if not against and size.high < 0:
                self.contrary = True
                self.bits += CONTRARY
        else:
            self.fit = "wrong"
            self.bits = self.structure + WRONG + miss(stated, unsigned(result))
            if size.high < 0:
                self.contrary = True
                self.bits += CONTRARY
            if self.hopeless(stated, unsigned(result)):
                self.bits += HOPELESS

    def hides_operand(self) -> bool:
        """Is an operand too small to show in the claim: "$161m" of $161.3m less $2.50?"""
        return any(abs(b.amount()) < self.claim.q.step / 2 for b in self.bound)

    def weigh(self, signals: Signals, table: Mapping[str, float]) -> None:
        """The evidence for operands that were looked for by their arithmetic, which has spoken already."""
        bits = bits_of(signals, table)
        self.signals = signals
        self.structure += bits
        self.bits += bits

    def give(self, name: str, times: float, table: Mapping[str, float]) -> None:
        """Another piece of evidence, which came to light once all bindings were there."""
        more(self.signals, name, times)
        bits = table.get(name, 0.0) * times
        self.structure += bits
        self.bits += bits

    def within_qualifiers(self) -> bool:
        """Would it recompute if "over 220,000" were some more? Then it is not held against the author."""
        bent = [b.quantity for b in self.bound if b.quantity is not None and b.quantity.qualifier]
        if not bent or self.recomputed is None:
            return False
        low, high = unsigned(self.recomputed)
        return magnitude(self.claim.q).meets(Interval(low * (1 - REACH), high * (1 + REACH)))

    def loosely(self) -> bool:
        """Would it recompute if the stated figure were rounded to its last digit that is not zero?"""
        q = self.claim.q
        low, high = sorted((abs(q.loose_low), abs(q.loose_high)))
        return self.recomputed is not None and Interval(low, high).meets(unsigned(self.recomputed))

    def over_round(self) -> bool:
        """Is a figure of one digit, or a word, exceeded as the word before it says, if by more than is usual?

        58% is "more than 50%", and 2.3 times "more than doubled", while 2.7 times would be "nearly tripled".
        """
        q = self.claim.q
        if q.qualifier != "above" or self.recomputed is None:
            return False
        size = unsigned(self.recomputed)
        if q.word:
            reach = abs(q.value) + (0.5 if q.kind == "multiple" else abs(q.value) * _WORD_REACH)
            return abs(q.value) <= size.high and size.low < reach
        if digits_said(q) != 1:
            return False
        return abs(q.value) <= size.high and size.low <= abs(q.value) * (1 + _ROUND_REACH)

    def mistaken(self, stated: Interval, inside: Intervals) -> bool:
        """Does a mistake that the rule names restore the stated value, of operands as they are entered?"""
        unit = self.claim.q.unit
        for code, formula in self.rule.mistakes.items():
            if code == "sign":
                continue
            result = enclosed(self.rule, formula, inside, unit, near=stated)
            if result is not None and stated.meets(unsigned(result)):
                return True
            if code == "percent_for_points" and self._of_rates():
                # 70 basis points called 70%
                less = stated.scaled(0.01)
                result = enclosed(self.rule, formula, inside, unit, near=less)
                if result is not None and less.meets(unsigned(result)):
                    return True
        if self.rule.kind == "sum" and len(self.bound) > 2 and self._short(stated):
            return True
        recomputed = self.recomputed
        if recomputed is not None and stated.low > 0:
            size = unsigned(recomputed)
            if size.low > 0:
                scale = math.log10(stated.low / size.low)
                for power in (1, 2, 3, -1, -2, -3, 6, -6):
                    if abs(scale - power) < 0.2 and stated.meets(
                        Interval(size.low * 10**power, size.high * 10**power)
                    ):
                        return True
                return swapped(self.claim.q, size)
        return False

    def _of_rates(self) -> bool:
        return all(one.unit == "percent" for one in self.bound)

    def _short(self, stated: Interval) -> bool:
        """Is it the sum without one of the parts?"""
        parts = [one.interval() for one in self.bound]
        low, high = sum(p.low for p in parts), sum(p.high for p in parts)
        return any(stated.meets(Interval(low - p.low, high - p.high)) for p in parts if p.low > 0)

    def near(self, most: float) -> bool:
        """Is what it makes at most so many times more or less than what is stated?"""
        made, stated = self.recomputed, abs(self.claim.q.value)
        return made is not None and made.low > 0 and stated / most <= made.high and made.low <= stated * most

    def hopeless(self, stated: Interval, size: Interval) -> bool:
        """Off by more than anybody errs: rather other operands were meant."""
        if stated.low <= 0 or size.high <= 0:
            return False
        ratio = max(stated.low / max(size.high, 1e-12), size.low / max(stated.high, 1e-12))
        return ratio > 8


def unsigned(interval: Interval) -> Interval:
    """The interval of magnitudes."""
    low, high = interval
    if low >= 0:
        return interval
    if high <= 0:
        return Interval(-high, -low)
    return Interval(0.0, max(-low, high))


#: two digits exchanged make a number ten times as large, or as small, at most
_TENFOLD = 10.1


def swapped(q: Quantity, size: Interval) -> bool:
    """Do two adjacent digits, exchanged, bring the stated number to the recomputed one?"""
    if size.low > _TENFOLD * (abs(q.value) + q.step) or size.high < (abs(q.value) - q.step) / _TENFOLD:
        return False
    digits = [c for c in q.text if c.isdecimal()]
    if len(digits) < 2 or q.value == 0:
        return False
    number = int("".join(digits))
    unit = abs(q.value) / number if number else 0
    for i in range(len(digits) - 1):
        if digits[i] == digits[i + 1]:
            continue
        other = digits[:]
        other[i], other[i + 1] = other[i + 1], other[i]
        value = int("".join(other)) * unit
        half = q.step / 2
        if Interval(value - half, value + half).meets(size):
            return True
    return False


def _gathered(rule: Rule, pairs: Sequence[tuple[str, object]]) -> dict[str, Any]:
    """By role: one value, or the list of them where the rule lets the role repeat."""
    if not any(role.repeated for role in rule.roles):
        return dict(pairs)
    found: dict[str, Any] = {}
    for name, value in pairs:
        role = rule.role(name)
        if role is not None and role.repeated:
            found.setdefault(name, []).append(value)
        else:
            found[name] = value
    return found


def values_of(rule: Rule, bound: Sequence[Bound]) -> dict[str, Interval | list[Interval]]:
    """Operand intervals by role."""
    return _gathered(rule, [(one.role, one.interval()) for one in bound])


def units_of(rule: Rule, bound: Sequence[Bound]) -> dict[str, str | list[str]]:
    """Operand units by role."""
    return _gathered(rule, [(one.role, one.unit) for one in bound])


def spots(one: Hypothesis) -> tuple[int, ...]:
    """Where the operands stand."""
    return tuple(sorted(b.quantity.start for b in one.bound if b.quantity is not None))


def told_in(one: Hypothesis) -> tuple[int, ...]:
    """Where all its figures stand, the claim among them: the same for "A + B = C" and "C - A = B"."""
    return tuple(sorted({one.claim.q.start, *spots(one)}))


def known_right(found: Sequence[Hypothesis], kind: str, least: float) -> dict[int, Hypothesis]:
    """By the claim's place, the likeliest of those of a kind that recompute, from so many bits on."""
    known: dict[int, Hypothesis] = {}
    for one in found:
        if one.rule.kind == kind and one.fit == "right" and one.bits >= least:
            best = known.get(one.claim.q.start)
            if best is None or best.bits < one.bits:
                known[one.claim.q.start] = one
    return known


def ends(one: Bound, other: Bound) -> tuple[Bound, Bound]:
    """What a difference lies between, where no word says which is the new value: the larger."""
    larger, smaller = (one, other) if one.amount() >= other.amount() else (other, one)
    return replace(larger, role="new"), replace(smaller, role="old")


__all__ = [
    "ADDITIVE",
    "Bound",
    "Hypothesis",
    "ends",
    "known_right",
    "spots",
    "swapped",
    "told_in",
    "unsigned",
    "values_of",
]
