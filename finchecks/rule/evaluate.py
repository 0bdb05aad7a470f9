"""A rule's formula on values as they stand in the text: percentages, points, months in, the claim's unit out.

Inside a formula a percentage is a fraction (12% is 0.12) unless its role is of type ``rate`` or shares the
claim's unit; lengths of time are years. What comes out is in the claim's unit: 88.3 for 88.3%.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from finchecks.interval import Interval
from finchecks.rule import Role, Rule
from finchecks.rule.formula import Formula, Intervals, Values

#: what one of a unit is in percent
_PERCENT = {"percent": 1.0, "percentage_point": 1.0, "bp": 0.01}
#: how many of a unit are a year
YEAR = {
    "year": 1.0,
    "month": 12.0,
    "week": 365.25 / 7,
    "day": 365.25,
    "hour": 365.25 * 24,
    "minute": 365.25 * 1440,
}

Units: TypeAlias = Mapping[str, str | Sequence[str]]


def shares_claim_unit(rule: Rule, role: Role | None) -> bool:
    """The role is ``like: claim``, be it through another role."""
    for _ in rule.roles:
        if role is None or role.like is None:
            return False
        if role.like == "claim":
            return True
        role = rule.role(role.like)
    return False


def input_factor(rule: Rule, name: str, unit: str, claim_unit: str) -> float:
    """What an operand's value is multiplied by before it enters the formula."""
    key = (name, unit, claim_unit)
    known = rule.factors.get(key)
    if known is None:
        known = rule.factors[key] = _input_factor(rule, name, unit, claim_unit)
    return known


def _input_factor(rule: Rule, name: str, unit: str, claim_unit: str) -> float:
    role = rule.role(name)
    if unit in _PERCENT:
        if shares_claim_unit(rule, role):
            return _PERCENT[unit] / _PERCENT.get(claim_unit, 1.0)
        if role is not None and role.type == "rate":
            return _PERCENT[unit]
        return _PERCENT[unit] / 100.0
    if role is not None and role.type in ("duration", "year", "period") and unit in YEAR:
        return 1.0 / YEAR[unit]
    return 1.0


def output_factor(rule: Rule, unit: str) -> float:
    """What the formula's value is multiplied by to be in the claim's unit."""
    key = ("", unit, "")
    known = rule.factors.get(key)
    if known is None:
        known = rule.factors[key] = _output_factor(rule, unit)
    return known


def _output_factor(rule: Rule, unit: str) -> float:
    if unit in _PERCENT:
        if any(shares_claim_unit(rule, role) for role in rule.roles):
            return 1.0
        of_rates = any(role.type == "rate" for role in rule.roles)
        return (1.0 if of_rates else 100.0) / _PERCENT[unit]
    return YEAR.get(unit, 1.0) if rule.kind == "duration" else 1.0


def point(rule: Rule, formula: Formula, values: Values, unit: str, units: Units | None = None) -> float:
    """The formula's value in the claim's ``unit``; nan where it has none.

    ``units`` gives the operands' units by role; without it percentages are taken where a role's type says so.
    """
    inside = {name: _enter(rule, name, value, unit, units) for name, value in values.items()}
    return formula.point(inside) * output_factor(rule, unit)


def enclose(
    rule: Rule, formula: Formula, intervals: Intervals, unit: str, units: Units | None = None
) -> Interval | None:
    """The formula's range in the claim's ``unit``; None where it is not meaningful (see ``meaningful``)."""
    inside = entered(rule, intervals, unit, units)
    return None if inside is None else enclosed(rule, formula, inside, unit)


def entered(rule: Rule, intervals: Intervals, unit: str, units: Units | None = None) -> Intervals | None:
    """The operands as they enter the rule's formulas; None where these are not meaningful on them."""
    inside = {name: _enter_interval(rule, name, value, unit, units) for name, value in intervals.items()}
    return inside if meaningful(rule, inside) else None


def enclosed(
    rule: Rule, formula: Formula, inside: Intervals, unit: str, *, near: Interval | None = None
) -> Interval | None:
    """The range of one of the rule's formulas over what is ``entered``, in the claim's ``unit``.

    With ``near``, a magnitude, None too where the range is nowhere near it.
    """
    factor = output_factor(rule, unit)
    wanted = None if near is None or not factor else near.scaled(1 / factor)
    result = formula.enclose(inside, wanted)
    return result.scaled(factor) if result is not None else None


def solve(
    rule: Rule,
    formula: Formula,
    name: str,
    stated: Interval,
    intervals: Intervals,
    unit: str,
    units: Units | None = None,
) -> Interval | None:
    """What the missing operand ``name`` must be to make the stated value (base units; percent for rates)."""
    inside = {role: _enter_interval(rule, role, value, unit, units) for role, value in intervals.items()}
    found = formula.solve(name, stated.scaled(1.0 / output_factor(rule, unit)), inside)
    role = rule.role(name)
    if found is None or (role is not None and role.sign == "positive" and found.high <= 0):
        return None
    return found


def meaningful(rule: Rule, intervals: Intervals) -> bool:
    """Bases of growth and wholes are positive: growth over a zero or negative base says nothing ("n.m.")."""
    for role in rule.roles:
        if role.sign is None:
            continue
        value = intervals.get(role.name)
        if (
            value is None
            and role.derived is not None
            and all(name in intervals for name in role.derived.names)
        ):
            value = role.derived.enclose(intervals)
        if value is None:
            continue
        for one in [value] if isinstance(value, Interval) else value:
            if one.low < 0 or (role.sign == "positive" and one.low <= 0):
                return False
    return True


def _unit_of(rule: Rule, name: str, units: Units | None, place: int | None) -> str:
    if units is not None:
        found = units.get(name, "")
        return found if isinstance(found, str) else found[place or 0]
    role = rule.role(name)
    return "percent" if role is not None and role.type in ("rate", "percent") else ""


def _enter(
    rule: Rule, name: str, value: float | Sequence[float], unit: str, units: Units | None
) -> float | list[float]:
    if isinstance(value, int | float):
        return value * input_factor(rule, name, _unit_of(rule, name, units, None), unit)
    return [v * input_factor(rule, name, _unit_of(rule, name, units, i), unit) for i, v in enumerate(value)]


def _enter_interval(
    rule: Rule, name: str, value: Interval | Sequence[Interval], unit: str, units: Units | None
) -> Interval | list[Interval]:
    if isinstance(value, Interval):
        return value.scaled(input_factor(rule, name, _unit_of(rule, name, units, None), unit))
    return [
        v.scaled(input_factor(rule, name, _unit_of(rule, name, units, i), unit)) for i, v in enumerate(value)
    ]
