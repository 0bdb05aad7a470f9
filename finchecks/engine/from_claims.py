"""Claims → Checks: recompute each claim from its operands and say whether it can be right."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from finchecks.claim import Claim
from finchecks.document import Document
from finchecks.engine import Check, Diagnosis, Figure, Implied, Note, Severity
from finchecks.engine import conversions as currency
from finchecks.engine.apart import check_same_fact, with_sources
from finchecks.engine.diagnose import BLAME_CLAIM, TEXTS, diagnose
from finchecks.engine.inputs import Inputs, inputs
from finchecks.engine.judge import Judgement, judge
from finchecks.engine.measures import check_measure
from finchecks.engine.rates import Rates
from finchecks.engine.stated import Stated, stated
from finchecks.engine.wording import between, derivation, dressed, number, rounded, rounding, shown
from finchecks.interval import Interval
from finchecks.quantity import Quantity
from finchecks.rule import Rule
from finchecks.rule.evaluate import enclose, point, solve
from finchecks.rule.formula import Formula

#: findings of their own, reported only when they do not hold
APART = frozenset({"direction", "same_fact", "roll_forward"})


def checks(
    claims: Sequence[Claim],
    document: Document,
    rules: Sequence[Rule],
    rates: Rates | None,
    others: Sequence[Quantity] = (),
) -> tuple[tuple[Check, ...], tuple[Note, ...]]:
    """The verdicts on a document's claims, in their order, and notes on the document as a whole.

    ``rates`` None leaves conversions unverifiable. ``others`` are the document's quantities, among which a
    mistaken operand may be found.
    """
    by_id = {rule.id: rule for rule in rules}
    found: list[Check] = []
    for claim in claims:
        rule = by_id.get(claim.rule)
        if rule is None:
            continue
        if rule.kind == "currency_conversion":
            check = currency.check_conversion(rule, claim, document, rates)
        elif rule.kind == "unit_conversion":
            check = check_measure(rule, claim)
        elif rule.kind == "direction":
            check = _direction(rule, claim)
        elif rule.kind == "same_fact":
            check = check_same_fact(rule, claim, document)
        else:
            check = _check(rule, claim, document, others)
        if check is not None and check.verdict == "mismatch" and not claim.certain:
            continue  # only the fit bound these operands, and they do not fit
        if check is not None and not (claim.kind in APART and check.verdict != "mismatch"):
            found.append(with_sources(_bounded(rule, check)))
    noted = next((rule for rule in rules if rule.kind == "currency_conversion"), None)
    return tuple(found), currency.notes(noted, found) if noted is not None else ()


def _bounded(rule: Rule, check: Check) -> Check:
    """A rule may lower the severity of its mismatches."""
    order: tuple[Severity, ...] = ("note", "warning", "error")
    if rule.severity not in order or check.verdict != "mismatch" or check.severity is None:
        return check
    ceiling = order[order.index(rule.severity)]
    return replace(check, severity=min(check.severity, ceiling, key=order.index))


def _check(rule: Rule, claim: Claim, document: Document, others: Sequence[Quantity]) -> Check | None:
    said = stated(claim)
    given = inputs(rule, claim, document)
    formula = (
        rule.formula.choose(given.values) if rule.formula is not None and claim.missing is None else None
    )
    if formula is None:
        return _unverifiable(rule, claim, said, given)
    unit = claim.stated.unit
    strict = enclose(rule, formula, given.strict, unit, given.units)
    loose = enclose(rule, formula, given.loose, unit, given.units)
    value = point(rule, formula, given.values, unit, given.units)
    if strict is None or not math.isfinite(value):
        return None  # not meaningful: silence
    loose = loose or strict
    strict, loose = strict.widened(rule.tolerance), loose.widened(rule.tolerance)
    if claim.direction is None and not claim.stated.signed and strict.high <= 0 <= said.strict.low:
        # no direction was claimed: the size alone is stated
        claim, said = replace(claim, value=-claim.value), said.negated()
    verdict, diagnosis = _verdict(rule, claim, said, strict, loose, given, others)
    figure = Figure(value, strict.low, strict.high, unit)
    return Check(
        claim,
        verdict.verdict,
        verdict.severity,
        verdict.reading,
        said.strict,
        figure,
        None,
        (),
        formula.source,
        f"{derivation(formula, claim.operands)} = {shown(value, unit, claim.stated)}",
        diagnosis,
        _suggestion(claim, strict, diagnosis) if verdict.verdict == "mismatch" else None,
        _message(rule, claim, figure, verdict, diagnosis, formula),
    )


def _verdict(
    rule: Rule,
    claim: Claim,
    said: Stated,
    strict: Interval,
    loose: Interval,
    given: Inputs,
    others: Sequence[Quantity],
) -> tuple[Judgement, Diagnosis | None]:
    verdict = judge(said, strict, loose, claim.stated.step)
    if verdict.verdict == "consistent":
        return verdict, None
    # the cells of a table are bound by its structure: a number of the prose is none of them
    others = others if claim.stated.cell is None else ()
    diagnosis = diagnose(rule, claim.stated, said.strict, strict, given, others)
    against = strict.high < 0 < said.strict.high or said.strict.low < 0 < strict.low
    if against and claim.direction is not None:
        # a direction word against the numbers is wrong in any reading
        if diagnosis is None or diagnosis.code != "sign":
            size = judge(said.negated(), strict, loose, claim.stated.step)
            if size.severity != "error" or diagnosis is None or diagnosis.code == "wrong_operand":
                diagnosis = Diagnosis("sign", TEXTS["sign"])
        return Judgement("mismatch", "error", None), diagnosis
    if diagnosis is not None and diagnosis.code in (
        "percent_for_points",
        "points_for_percent",
        "scale",
        "sign",
    ):
        return Judgement("mismatch", "error", None), diagnosis
    return verdict, diagnosis


def _suggestion(claim: Claim, strict: Interval, diagnosis: Diagnosis | None) -> str | None:
    """The corrected number, rounded as the author rounded, where the claim is to blame."""
    quantity = claim.stated
    # without a diagnosis the claim is to blame only where it restates operands that are beyond doubt
    if not claim.sure:
        return None
    if not claim.certain if diagnosis is None else diagnosis.code not in BLAME_CLAIM:
        return None
    if diagnosis is None and quantity.cell is not None:
        return None  # any cell of the relation may be the wrong one
    code = diagnosis.code if diagnosis is not None else ""
    if code == "percent_for_points":
        size = number(abs(claim.value), quantity.decimals)
        return f"{size} percentage point{'' if size == '1' else 's'}"
    if code == "points_for_percent":
        size = number(abs(claim.value), quantity.decimals)
        return f"{size}%"
    value = rounded(strict, quantity)
    if value is None or (value < 0) != (claim.value < 0):
        return None
    return dressed(quantity, value)


def _message(
    rule: Rule,
    claim: Claim,
    figure: Figure,
    verdict: Judgement,
    diagnosis: Diagnosis | None,
    formula: Formula,
) -> str:
    """An error is a statement, a warning a question; both leave open which of the figures is wrong."""
    range_text = between(Interval(figure.low, figure.high), figure.unit, claim.stated)
    value = shown(figure.value, figure.unit, claim.stated)
    width = f" ({range_text} with the rounding of the figures)" if range_text != value else ""
    made = f"{derivation(formula, claim.operands)} = {value}{width}"
    said = _said(claim)
    remark = f" {claim.reason[0].upper()}{claim.reason[1:]}." if claim.reason else ""
    if verdict.verdict == "consistent":
        return f"{said} agrees: {made}.{remark}"
    why = f" {diagnosis.text[0].upper()}{diagnosis.text[1:]}." if diagnosis is not None else ""
    why += remark
    if verdict.severity == "error":
        return f"{rule.message} {made}, not {said}.{why}"
    excuse = ""
    if verdict.why == "loose":
        excuse = f" It holds only if {claim.stated.text} is rounded to {rounding(claim.stated)}."
        if rounding(claim.stated) == "fewer digits":
            excuse = " It holds only if a figure is rounded more coarsely than it is written."
    elif verdict.why == "gap":
        excuse = " The gap is no more than one unit of its last digit."
    elif verdict.why == "reach":
        excuse = f" “{claim.stated.qualifier_text or 'the qualifier'}” is true, but far from it."
    return f"Can these figures all be right? {made}, the text has {said}.{excuse}{why}"


def _said(claim: Claim) -> str:
    text = " ".join(claim.stated.text.split())
    prefix = f"{claim.stated.qualifier_text} " if claim.stated.qualifier_text else ""
    return f"“{claim.cue} … {prefix}{text}”" if claim.cue and claim.direction else f"“{prefix}{text}”"


def _unverifiable(rule: Rule, claim: Claim, said: Stated, given: Inputs) -> Check | None:
    """A claim without one of its operands: what that operand would have to be."""
    if claim.kind in APART:
        return None
    implied: Implied | None = None
    source, text = rule.formula.source if rule.formula is not None else "", ""
    missing = claim.missing
    if missing is not None and rule.formula is not None:
        filled = {**given.strict, missing: Interval.point(0.0)}
        formula = rule.formula.choose(filled)
        interval = None
        if formula is not None:
            interval = solve(
                rule, formula, missing, said.strict, given.strict, claim.stated.unit, given.units
            )
        if formula is not None and interval is not None:
            like = _like(rule, claim, missing)
            points = {name: _at(value) for name, value in given.values.items()}
            middle = solve(
                rule, formula, missing, Interval.point(claim.value), points, claim.stated.unit, given.units
            )
            value = middle.low if middle is not None else (interval.low + interval.high) / 2
            unit = like.unit if like is not None else _unit(rule, claim, missing)
            implied = Implied(missing, value, interval.low, interval.high, unit)
            source = formula.source
            left = derivation(formula, claim.operands)
            text = f"{left} = {_signed(claim)} for {missing} = {shown(value, unit, like)}"
    if implied is not None:
        like = _like(rule, claim, implied.role)
        amount = shown(implied.value, implied.unit, like)
        message = (
            f"{_said(claim)} implies a value of {amount} ({implied.role}), which the text does not give."
        )
    else:
        message = f"{_said(claim)} cannot be recomputed from the text."
    if claim.reason:
        message += f" {claim.reason[0].upper()}{claim.reason[1:]}."
    return Check(
        claim, "unverifiable", "note", None, said.strict, None, implied, (), source, text, None, None, message
    )


def _at(value: object) -> Interval | list[Interval]:
    if isinstance(value, list):
        return [Interval.point(float(one)) for one in value]
    assert isinstance(value, int | float)
    return Interval.point(float(value))


def _signed(claim: Claim) -> str:
    text = " ".join(claim.stated.text.split())
    return f"−{text}" if claim.value < 0 < claim.stated.value else text


#: the unit of an operand that nothing in the text has the unit of; money and measures are open
_UNITS = {"count": "count", "percent": "percent", "rate": "percent", "money": "", "measure": "", "number": ""}


def _unit(rule: Rule, claim: Claim, name: str) -> str:
    role = rule.role(name)
    return _UNITS.get(role.type, claim.stated.unit) if role is not None else claim.stated.unit


def _like(rule: Rule, claim: Claim, name: str) -> Quantity | None:
    """The quantity whose unit and dress a missing operand has."""
    role = rule.role(name)
    names = {name, role.like if role is not None else None} | {r.name for r in rule.roles if r.like == name}
    for operand in claim.operands:
        if operand.role in names and operand.quantity is not None:
            return operand.quantity
    return claim.stated if role is not None and role.like == "claim" else None


def _direction(rule: Rule, claim: Claim) -> Check | None:
    """A direction word against the order of two values, where no amount of change is stated."""
    given = {operand.role: operand for operand in claim.operands}
    new, old = given.get("new"), given.get("old")
    if new is None or old is None or claim.direction is None:
        return None
    rises, falls = new.strict.low > old.strict.high, new.strict.high < old.strict.low
    if not (falls if claim.direction == "up" else rises):
        return None
    made = "more" if rises else "less"
    text = f"{new.text} is {made} than {old.text}"
    return Check(
        claim,
        "mismatch",
        "error",
        None,
        Interval(claim.stated.low, claim.stated.high),
        None,
        None,
        (),
        rule.formula.source if rule.formula is not None else "new - old",
        text,
        Diagnosis("sign", TEXTS["sign"]),
        None,
        f"{rule.message} {text}, yet the text has “{claim.cue}”.",
    )
