"""A claim's operands as the formula takes them: by role, as points and as strict and loose intervals."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from finchecks.claim import Claim, Operand
from finchecks.document import Document
from finchecks.engine import periods
from finchecks.interval import Interval
from finchecks.rule import Rule

Days: TypeAlias = tuple[dt.date, dt.date]


@dataclass(frozen=True, slots=True)
class Inputs:
    """Role → value, interval and unit; lists for repeated roles."""

    operands: tuple[Operand, ...]
    values: Mapping[str, Any]
    strict: Mapping[str, Any]
    loose: Mapping[str, Any]
    units: Mapping[str, Any]

    def with_operand(self, place: int, operand: Operand, rule: Rule) -> Inputs:
        """The same with one operand exchanged."""
        changed = list(self.operands)
        changed[place] = operand
        return gather(rule, tuple(changed))

    def without(self, place: int, rule: Rule) -> Inputs:
        return gather(rule, self.operands[:place] + self.operands[place + 1 :])


def gather(rule: Rule, operands: tuple[Operand, ...]) -> Inputs:
    """Operands by role, as they are."""
    values: dict[str, Any] = {}
    strict: dict[str, Any] = {}
    loose: dict[str, Any] = {}
    units: dict[str, Any] = {}
    for one in operands:
        role = rule.role(one.role)
        wide = Interval(min(one.loose.low, one.strict.low), max(one.loose.high, one.strict.high))
        if role is not None and role.repeated:
            values.setdefault(one.role, []).append(one.value)
            strict.setdefault(one.role, []).append(one.strict)
            loose.setdefault(one.role, []).append(wide)
            units.setdefault(one.role, []).append(one.unit)
        else:
            values[one.role], strict[one.role], loose[one.role] = one.value, one.strict, wide
            units[one.role] = one.unit
    return Inputs(operands, values, strict, loose, units)


def inputs(rule: Rule, claim: Claim, document: Document) -> Inputs:
    """The operands with years as points or as whole years, and a change signed by the claim's direction."""
    spans = _spans(claim.operands, document) if any(role.type == "period" for role in rule.roles) else {}
    return gather(rule, tuple(_completed(rule, claim, one, spans) for one in claim.operands))


def _completed(rule: Rule, claim: Claim, operand: Operand, spans: Mapping[str, Days]) -> Operand:
    role = rule.role(operand.role)
    if role is None:
        return operand
    if role.type == "year":
        whole = Interval.point(operand.value)
        return replace(operand, strict=whole, loose=whole)
    if role.type == "period":
        return _dated(operand, spans.get(operand.role))
    if role.name == "change" and rule.kind == "percent_of_change" and claim.value:
        sign = math.copysign(1.0, claim.value) * math.copysign(1.0, operand.value)
        if sign < 0:
            return replace(
                operand,
                value=-operand.value,
                strict=operand.strict.scaled(-1.0),
                loose=operand.loose.scaled(-1.0),
            )
    return operand


def _spans(operands: tuple[Operand, ...], document: Document) -> dict[str, Days]:
    """The days that ``start`` and ``end`` cover; a date without a year is the next one to the other."""
    spans: dict[str, Days] = {}
    partial: dict[str, str] = {}
    for operand in operands:
        if operand.source == "date" and document.published is not None:
            spans[operand.role] = (document.published, document.published)
        elif operand.quantity is not None and operand.quantity.period:
            span = periods.days(operand.quantity.period)
            if span is not None:
                spans[operand.role] = span
            else:
                partial[operand.role] = operand.quantity.period
    if len(partial) == 2 and "start" in partial:
        # both without a year: any year that is no leap year serves
        some = periods.days(f"2001-{partial.pop('start')}")
        if some is not None:
            spans["start"] = some
    for role, other, after in (("end", "start", True), ("start", "end", False)):
        if role in partial and other in spans:
            found = periods.near(partial[role], *spans[other], after=after)
            if found is not None:
                spans[role] = found
    return spans


def _dated(operand: Operand, span: Days | None) -> Operand:
    """A point of time as an interval in years: a bare year is the whole year, a date a day."""
    if span is not None:
        interval = periods.in_years(*span)
    elif operand.strict.low == operand.strict.high and operand.value.is_integer():
        interval = Interval(operand.value, operand.value + 1.0)
    else:
        interval = operand.strict
    middle = (interval.low + interval.high) / 2
    return replace(operand, value=middle, strict=interval, loose=interval, unit="year")
