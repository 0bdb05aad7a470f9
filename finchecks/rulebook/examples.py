"""Runs the examples of rules.

An example claims everything: the claim, its operands, the verdict. A check of *any* rule that it does not
claim fails it, for the text would come out so for a user too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from finchecks.document.from_text import from_text
from finchecks.engine import Check
from finchecks.pipeline import Knowledge, check_document
from finchecks.rule import Example, Rule


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an example: its checks, and what is not as it claims ("verdict: expected …, got …")."""

    rule: Rule
    example: Example
    checks: tuple[Check, ...]
    differences: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return not self.differences


def run(rules: Iterable[Rule], knowledge: Knowledge) -> list[Outcome]:
    """All examples of the rules, in their order, through the whole checker."""
    return [run_example(rule, example, knowledge) for rule in rules for example in rule.examples]


def run_example(rule: Rule, example: Example, knowledge: Knowledge) -> Outcome:
    report = check_document(from_text(example.text, date=example.date), knowledge)
    return Outcome(rule, example, report.checks, _differences(rule, example, report.checks))


def _differences(rule: Rule, example: Example, checks: Sequence[Check]) -> tuple[str, ...]:
    if example.outcome == "silent":
        return tuple(f"expected silence, got {said(check)}" for check in checks)
    own = [check for check in checks if check.claim.rule == rule.id and _stated(check) == example.claim]
    others = [check for check in checks if check not in own[:1]]
    found: list[str] = []
    for text in example.agree:
        agreeing = next((c for c in others if c.verdict == "consistent" and _stated(c) == text), None)
        if agreeing is None:
            found.append(f"expected agreement of “{text}”, got none")
        else:
            others.remove(agreeing)
    found += [f"unexpected: {said(check)}" for check in others]
    if not own:
        expected = f"expected {example.outcome} of “{example.claim}”, got nothing of this rule"
        return (expected, *found)
    return (*_of_check(example, own[0]), *found)


def _of_check(example: Example, check: Check) -> Iterable[str]:
    wanted: dict[str, tuple[object, object]] = {"verdict": (example.outcome, check.verdict)}
    if example.severity is not None:
        wanted["severity"] = (example.severity, check.severity)
    if example.diagnosis is not None:
        got = check.diagnosis.code if check.diagnosis is not None else None
        wanted["diagnosis"] = (example.diagnosis, got)
    if example.suggestion is not None:
        wanted["suggestion"] = (example.suggestion, check.suggestion)
    for name, (expected, came) in wanted.items():
        if expected != came:
            why = f" ({check.derivation})" if name == "verdict" else ""
            yield f"{name}: expected {expected}, got {came or 'none'}{why}"
    expected_operands = {
        role: sorted([texts] if isinstance(texts, str) else texts) for role, texts in example.operands.items()
    }
    operands: dict[str, list[str]] = {}
    for operand in check.claim.operands:
        operands.setdefault(operand.role, []).append(operand.text)
    for role in (*expected_operands, *(name for name in operands if name not in expected_operands)):
        texts, others = expected_operands.get(role), operands.get(role)
        if texts != (sorted(others) if others is not None else None):
            yield f"operand {role}: expected {_texts(texts)}, got {_texts(others)}"


def _texts(texts: Sequence[str] | None) -> str:
    return ", ".join(f"“{text}”" for text in texts) if texts else "none"


def _stated(check: Check) -> str:
    return check.claim.stated.text


def said(check: Check) -> str:
    """A check in a line: "share: consistent of “75%” ($3 / $4 = 75%)"."""
    what = f"{check.claim.rule}: {check.verdict} of “{_stated(check)}”"
    return f"{what} ({check.derivation})" if check.derivation else what


def failures(outcomes: Sequence[Outcome]) -> str:
    """Every example that did not come out as claimed: file and line, the text, what was expected and got."""
    parts: list[str] = []
    for one in outcomes:
        if one.passed:
            continue
        place = f"{one.rule.path}:{one.example.line}" if one.example.line else one.rule.path
        parts.append(f"{place}: {one.example.id}\n  {' '.join(one.example.text.split())}")
        parts.extend(f"    {difference}" for difference in one.differences)
    return "\n".join(parts)
