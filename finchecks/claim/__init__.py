"""Claim: a quantity that says how other quantities relate, with its operands by role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from finchecks.interval import Interval
from finchecks.quantity import Quantity

Direction = Literal["up", "down"]
Source = Literal["text", "table", "facts", "date"]


@dataclass(frozen=True, slots=True)
class Operand:
    """A quantity in its role. ``strict``/``loose`` are the intervals the formula works on, in base units.

    They are the quantity's own unless the binder completed it (an open unit, a loss named as such, a year
    as a point). ``quantity`` is None for an operand that is not in the source (facts, the date).
    """

    role: str
    value: float
    unit: str
    strict: Interval
    loose: Interval
    text: str
    quantity: Quantity | None = None
    source: Source = "text"
    #: where it comes from when it is not in the text: "facts.yaml, line 3"
    note: str = ""

    @classmethod
    def of(cls, role: str, q: Quantity, unit: str | None = None, times: float = 1.0) -> Operand:
        """A quantity of the text in a role; ``unit`` and ``times`` complete an open unit."""
        strict, loose = Interval(q.low, q.high), Interval(q.loose_low, q.loose_high)
        source: Source = "text" if q.cell is None else "table"
        known = q.unit if unit is None else unit
        return cls(role, q.value * times, known, strict.scaled(times), loose.scaled(times), q.text, q, source)


@dataclass(frozen=True, slots=True)
class Claim:
    """``stated`` claims what ``rule``'s formula gives for ``operands``.

    ``direction`` is that of the cue ("fell" down); ``value`` is the stated value signed by it (a fall of
    29% is -29.0). ``certain`` says that the text's structure alone fixes the operands, whatever the
    arithmetic. ``missing`` names the role that the text does not fill: such a claim is unverifiable.
    """

    rule: str
    kind: str
    stated: Quantity
    value: float
    operands: tuple[Operand, ...]
    direction: Direction | None = None
    #: the cue as written ("jumped")
    cue: str = ""
    certain: bool = True
    #: no other operands are nearly as likely, so that a corrected figure may be suggested
    sure: bool = True
    missing: str | None = None
    #: log-odds, in bits, that the binding is the author's
    score: float = 0.0
    #: why nothing more can be said ("constant-currency growth needs constant-currency operands"), or what
    #: else the document says of it (that its figures may not add); ends the message
    reason: str = ""
    #: for conversions: the period that the sentence names for the amounts ("2022", "2023-06-30")
    period: str = ""
    #: ... and the rates that the text tells: units of the claim's currency for one of the operand's
    rates: tuple[Interval, ...] = ()
