"""A rule in words: what states it, what its operands are, what came of its examples."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from finchecks.claim.from_quantities import relations
from finchecks.rule import Role, Rule
from finchecks.rulebook.examples import Outcome

#: how many words of a concept are shown
SPELLED = 8
WIDTH = 96


def gravest(rule: Rule) -> str:
    """What a mismatch of the rule can be at the most."""
    return rule.severity or "error"


def claimed(rule: Rule) -> str:
    """The types of number that state it, and the words beside them."""
    types = ", ".join(rule.claim_type)
    return f"{types}; beside: {', '.join(spelled_cue(cue) for cue in rule.cues)}" if rule.cues else types


def spelled_cue(cue: str) -> str:
    """A cue as written, or some of the words of its concept."""
    words = [word for word, pairs in relations().cues.items() if any(name == cue for name, _ in pairs)]
    return _spelled(cue, words)


def spelled_mark(mark: str) -> str:
    if mark == "earlier":
        return "earlier (a year earlier, last year, previously …)"
    return _spelled(mark, [f"{word} _" for word, names in relations().marks.items() if mark in names])


def _spelled(name: str, words: Sequence[str]) -> str:
    if not words:
        return f"“{name}”"
    return f"{name} ({', '.join(words[:SPELLED])}{' …' if len(words) > SPELLED else ''})"


def described(role: Role) -> str:
    """A role in words: its type, and whether it may be left out or repeated."""
    parts = [role.type]
    if role.like:
        parts.append(f"in the unit of {'the claim' if role.like == 'claim' else role.like}")
    if role.repeated:
        parts.append("one or more")
    if role.optional:
        parts.append(f"or {role.derived.source}" if role.derived is not None else "may be left out")
    if role.default:
        parts.append("or the day of publication")
    if role.sign:
        parts.append({"positive": "above zero", "nonnegative": "not below zero"}[role.sign])
    return ", ".join(parts)


def tolerance(rule: Rule) -> str:
    beyond = f" and {rule.tolerance * 100:g}% of the value beyond it" if rule.tolerance else ""
    return f"the rounding of the figures{beyond}"


def verdict(one: Outcome) -> str:
    """What came of an example, in a line: "consistent: 412 / 205 = 2.01 times"."""
    if not one.checks:
        return "silent"
    own = [c for c in one.checks if c.claim.rule == one.rule.id]
    exact = [c for c in own if c.claim.stated.text == one.example.claim]
    (*_, check) = exact or own or one.checks
    parts = [f"{check.verdict} ({check.severity})" if check.verdict == "mismatch" else check.verdict]
    if check.derivation:
        parts.append(f": {check.derivation}")
    if check.diagnosis is not None:
        parts.append(f"; {check.diagnosis.code}")
    if check.suggestion is not None:
        parts.append(f", rather {check.suggestion}")
    return "".join(parts)


def explained(rule: Rule, outcomes: Sequence[Outcome]) -> str:
    """A rule for somebody at a terminal, with what comes of its examples now."""
    lines = [f"{rule.id}: {rule.title}", "", *_filled(rule.about), ""]
    lines += _field("checks", claimed(rule))
    if rule.formula is not None:
        lines += _field("formula", rule.formula.source.replace(" | ", "   or   "))
    lines += _field("allows", tolerance(rule))
    lines += _field("gravest", gravest(rule))
    lines += ["", "Operands"]
    for role in rule.roles:
        lines += _field(role.name, described(role))
        if role.marks:
            lines += _field("", f"marked by {', '.join(map(spelled_mark, role.marks))}")
    if rule.mistakes:
        lines += ["", "Mistakes it names"]
        for code, formula in rule.mistakes.items():
            lines += _field(code, formula.source.replace(" | ", "   or   "))
    lines += ["", "Message", *_filled(rule.message, "  "), "", "Examples, as they come out now"]
    for one in outcomes:
        lines += _filled(one.example.text, f"  {'✓' if one.passed else '✗'} ", "    ")
        lines += _filled(verdict(one), "      → ", "        ")
        lines += [line for text in one.differences for line in _filled(text, "      ! ", "        ")]
    return "\n".join(lines)


def _field(name: str, text: str) -> list[str]:
    return _filled(text, f"  {name:<10} ", " " * 13)


def _filled(text: str, first: str = "", following: str | None = None) -> list[str]:
    rest = first if following is None else following
    return textwrap.wrap(" ".join(text.split()), WIDTH, initial_indent=first, subsequent_indent=rest)
