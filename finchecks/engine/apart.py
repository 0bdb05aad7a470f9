"""Beside the formulas: one fact with two values, and operands that a facts file supplied."""

from __future__ import annotations

from dataclasses import replace

from finchecks.claim import Claim
from finchecks.document import Document
from finchecks.engine import Check, Figure
from finchecks.engine.diagnose import diagnose
from finchecks.engine.inputs import gather
from finchecks.engine.judge import judge
from finchecks.engine.stated import stated
from finchecks.rule import Rule


def check_same_fact(rule: Rule, claim: Claim, document: Document) -> Check | None:
    """Two statements of one fact; None where what they may stand for has a value in common.

    Which of the two is wrong nobody can know from the text, so that nothing is suggested.
    """
    (other,) = claim.operands
    said = stated(claim)
    verdict = judge(said, other.strict, other.loose, claim.stated.step)
    if verdict.verdict == "consistent" or said.loose.meets(other.loose):
        return None
    diagnosis = diagnose(rule, claim.stated, said.strict, other.strict, gather(rule, claim.operands))
    if diagnosis is not None and diagnosis.code not in ("transposed", "scale"):
        diagnosis = None
    here, there = _flat(claim.stated.text), _flat(other.text)
    place = _place(document, other.quantity.start if other.quantity is not None else None)
    values = f"“{here}” here, “{there}”{' in the table' if other.source == 'table' else ''}{place}."
    lead = rule.message if verdict.severity == "error" else "Can both be right?"
    why = f" {diagnosis.text[0].upper()}{diagnosis.text[1:]}." if diagnosis is not None else ""
    return Check(
        claim,
        verdict.verdict,
        verdict.severity,
        verdict.reading,
        said.strict,
        Figure(other.value, other.strict.low, other.strict.high, other.unit),
        None,
        (),
        rule.formula.source if rule.formula is not None else "other",
        f"{there}, not {here}",
        diagnosis,
        None,
        f"{lead} {values}{why}",
    )


def with_sources(check: Check) -> Check:
    """The check, its message naming where its operands come from that are not in the text."""
    notes = [f" ({o.role} from {o.note}.)" for o in check.claim.operands if o.source == "facts"]
    return replace(check, message=check.message + "".join(notes)) if notes else check


def _flat(text: str) -> str:
    return " ".join(text.split())


def _place(document: Document, start: int | None) -> str:
    return "" if start is None else f" in line {document.source.count(chr(10), 0, start) + 1}"
