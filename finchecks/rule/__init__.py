"""Rule: what is claimed, who the operands are, the formula, and the rule's own examples. Data only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from finchecks.rule.formula import Formula

Outcome = Literal["consistent", "mismatch", "unverifiable", "silent"]


@dataclass(frozen=True, slots=True)
class Role:
    """An operand of a rule.

    ``type`` is a quantity kind or a family ("amount": money, measure, count or number; "rate": percent;
    "any"); ``like`` names the role, or "claim", whose unit it shares; ``marks`` are concepts of the lexicon
    that introduce it (``goal`` "to _", ``origin`` "from _", ``comparison`` "against _", ``whole`` "of _" …).
    """

    name: str
    type: str
    like: str | None = None
    marks: tuple[str, ...] = ()
    optional: bool = False
    repeated: bool = False
    #: where the value comes from when the text has none: "published" (the document's date)
    default: str | None = None
    #: "positive" (a base of growth, a whole) or "nonnegative": otherwise the claim is not meaningful
    sign: Literal["positive", "nonnegative"] | None = None
    #: what an optional role is where the text leaves it out, for the test of its sign: "new - change"
    derived: Formula | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A text and all that must come of it. ``id`` is such as ``percent-change/mismatch/3``."""

    id: str
    text: str
    outcome: Outcome
    claim: str | None = None
    operands: Mapping[str, str | list[str]] = field(default_factory=dict)
    severity: str | None = None
    diagnosis: str | None = None
    suggestion: str | None = None
    date: dt.date | None = None
    line: int | None = None
    #: other numbers of the text whose checks come out consistent, as the rest of a table's column must
    agree: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule file, checked: units agree, names exist, examples are complete."""

    id: str
    kind: str
    title: str
    about: str
    claim_type: tuple[str, ...]
    cues: tuple[str, ...]
    roles: tuple[Role, ...]
    formula: Formula | None
    #: mistakes that people make, by diagnosis code: the formula that gives the value they then state
    mistakes: Mapping[str, Formula]
    message: str
    examples: tuple[Example, ...] = ()
    #: further settings of the binder: window, generator, label concepts; validated by the loader
    binding: Mapping[str, object] = field(default_factory=dict)
    tolerance: float = 0.0
    severity: str | None = None
    path: str | None = None
    _by_name: Mapping[str, Role] = field(init=False, repr=False, compare=False)
    #: what :mod:`finchecks.rule.evaluate` has found out about its units
    factors: dict[tuple[str, str, str], float] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {role.name: role for role in reversed(self.roles)})

    def role(self, name: str) -> Role | None:
        return self._by_name.get(name)
