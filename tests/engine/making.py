"""Quantities, operands and claims made by hand, so that the engine is tested without the stages before it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from finchecks.claim import Claim, Direction, Operand
from finchecks.document import Document
from finchecks.engine import Check, Note
from finchecks.engine.from_claims import checks
from finchecks.engine.rates import load_rates
from finchecks.interval import Interval
from finchecks.quantity import Quantity
from finchecks.quantity.from_document import quantities
from finchecks.rule.load import load_rules

RULES = load_rules()
RATES = load_rates()


def document(text: str = "", published: str | None = None) -> Document:
    day = dt.date.fromisoformat(published) if published else None
    return Document(text, text, (), published=day, published_from="option" if day else None)


def quantity(text: str, **changed: Any) -> Quantity:
    """The one quantity of a phrase, which may have a qualifier before it: "about 76%"."""
    found = quantities(document(text))
    assert len(found) == 1, (text, found)
    return replace(found[0], **changed)


def operand(role: str, text: str, **changed: Any) -> Operand:
    one = quantity(text)
    whole = Operand(
        role,
        one.value,
        one.unit,
        Interval(one.low, one.high),
        Interval(one.loose_low, one.loose_high),
        text,
        one,
    )
    return replace(whole, **changed)


def claim(
    rule_id: str,
    text: str,
    direction: Direction | None = None,
    /,
    missing: str | None = None,
    **operands: Any,
) -> Claim:
    """A claim with operands by role; a list for a repeated role; ``period`` and ``reason`` pass through."""
    rule = next(rule for rule in RULES if rule.id == rule_id)
    extra = {key: operands.pop(key) for key in ("period", "reason") if key in operands}
    stated = quantity(text)
    value = -stated.value if direction == "down" and stated.value > 0 else stated.value
    found = [
        one if isinstance(one, Operand) else operand(role, one)
        for role, texts in operands.items()
        for one in (texts if isinstance(texts, list) else [texts])
    ]
    cue = {"up": "rose", "down": "fell"}.get(direction or "", "")
    return Claim(rule_id, rule.kind, stated, value, tuple(found), direction, cue, missing=missing, **extra)


def run(
    *claims: Claim, text: str = "", published: str | None = None
) -> tuple[tuple[Check, ...], tuple[Note, ...]]:
    return checks(claims, document(text, published), RULES, RATES)


def check(one: Claim, *, text: str = "", published: str | None = None) -> Check:
    (found,), _ = run(one, text=text, published=published)
    return found
