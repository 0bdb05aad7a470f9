"""Check: a claim recomputed and judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from finchecks.claim import Claim
from finchecks.interval import Interval

Verdict = Literal["consistent", "mismatch", "unverifiable"]
Severity = Literal["error", "warning", "note"]
Reading = Literal["strict", "loose"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its interval and unit; in the claim's unit for ``recomputed``."""

    value: float
    low: float
    high: float
    unit: str


@dataclass(frozen=True, slots=True)
class Implied:
    """What a missing operand (or the exchange rate, role ``rate``) would have to be."""

    role: str
    value: float
    low: float
    high: float
    unit: str


@dataclass(frozen=True, slots=True)
class Rate:
    """A reference rate a conversion was judged by, claim's currency for one of the operand's."""

    source: str
    date: str | None
    period: str | None
    low: float
    high: float
    fits: bool


@dataclass(frozen=True, slots=True)
class Diagnosis:
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Check:
    """The verdict on one claim, with all that a person needs to redo it on paper."""

    claim: Claim
    verdict: Verdict
    severity: Severity | None
    reading: Reading | None
    #: the stated interval that was compared: strict digits, bent by the qualifier, signed by the direction
    stated: Interval
    recomputed: Figure | None
    implied: Implied | None
    rates: tuple[Rate, ...]
    formula: str
    derivation: str
    diagnosis: Diagnosis | None
    suggestion: str | None
    message: str


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on the document as a whole, without severity."""

    rule: str
    message: str
    spans: tuple[tuple[int, int], ...]
