"""The verdict of two intervals: what is stated, and what the operands make."""

from __future__ import annotations

from dataclasses import dataclass

from finchecks.engine import Reading, Severity, Verdict
from finchecks.engine.stated import Stated
from finchecks.interval import Interval


@dataclass(frozen=True, slots=True)
class Judgement:
    verdict: Verdict
    severity: Severity | None
    reading: Reading | None
    #: what made a mismatch a warning: "loose", "gap", "reach"; "" otherwise
    why: str = ""


CONSISTENT = Judgement("consistent", None, "strict")
ERROR = Judgement("mismatch", "error", None)


def judge(stated: Stated, strict: Interval, loose: Interval, step: float) -> Judgement:
    """Consistent when the strict readings meet; a warning when a lenient view reconciles them, else an error.

    ``step`` is one unit of the claim's last digit.
    """
    if stated.strict.meets(strict):
        return CONSISTENT
    if stated.open.meets(strict):
        return Judgement("mismatch", "warning", "strict", "reach")
    if stated.loose.meets(loose):
        return Judgement("mismatch", "warning", "loose", "loose")
    if stated.strict.gap(strict) <= step * (1 + 1e-9):
        return Judgement("mismatch", "warning", None, "gap")
    return ERROR
