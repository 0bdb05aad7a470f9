"""What the arithmetic of a table says: a cell and the cells that determine it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from finchecks.claim import Claim, Operand
from finchecks.interval import Interval
from finchecks.quantity import Quantity
from finchecks.rule import Rule


@dataclass(frozen=True, slots=True)
class Part:
    """A cell in its role; ``sign`` is -1 where its number is taken off, or a shown loss is a magnitude."""

    role: str
    quantity: Quantity
    sign: int = 1


@dataclass(frozen=True, slots=True)
class Finding:
    """``stated`` is what ``rule`` makes of ``parts``; ``flipped`` where its sign means good and bad."""

    rule: str
    stated: Quantity
    parts: tuple[Part, ...]
    flipped: bool = False


def interval(q: Quantity, sign: int = 1) -> Interval:
    """What a cell's digits stand for."""
    return Interval(q.low, q.high) if sign > 0 else Interval(-q.high, -q.low)


def meets(stated: Quantity, made: Interval) -> bool:
    """Does the cell say this? A cell without a sign may give the size alone."""
    said = interval(stated)
    return said.meets(made) or (
        not stated.signed and made.high <= 0 <= said.low and said.meets(made.scaled(-1))
    )


def to_claim(one: Finding, rules: Mapping[str, Rule], remark: str = "") -> Claim | None:
    """The finding as a claim; None where its rule is not in use. ``remark`` ends the message of a sum."""
    rule = rules.get(one.rule)
    if rule is None:
        return None
    return Claim(
        rule=rule.id,
        kind=rule.kind,
        stated=one.stated,
        value=-one.stated.value if one.flipped else one.stated.value,
        operands=tuple(_operand(part) for part in one.parts),
        reason=remark if rule.kind in ("sum", "roll_forward") else "",
    )


def _operand(part: Part) -> Operand:
    q, sign = part.quantity, part.sign
    loose = Interval(q.loose_low, q.loose_high)
    return Operand(
        part.role, q.value * sign, q.unit, interval(q, sign), loose if sign > 0 else loose.scaled(-1.0),
        q.text, q, "table",
    )  # fmt: skip


def as_percent(q: Quantity, unit: str = "percent") -> Quantity:
    """A bare number of a percent column: what the caption says of amounts is not for it."""
    if q.unit == unit:
        return q
    t = 1.0 / q.scale
    return replace(
        q, kind="percent" if unit == "percent" else "points", unit=unit, value=q.value * t, low=q.low * t,
        high=q.high * t, loose_low=q.loose_low * t, loose_high=q.loose_high * t, step=q.step * t, scale=1.0,
        noun="",
    )  # fmt: skip


def unique(found: Sequence[Finding]) -> list[Finding]:
    """One finding for a cell and the same operands."""
    seen: dict[tuple[int, ...], Finding] = {}
    for one in found:
        seen.setdefault((one.stated.start, *sorted(p.quantity.start for p in one.parts)), one)
    return list(seen.values())
