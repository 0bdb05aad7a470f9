"""Conversions of measures: kilometres and miles, tonnes and short tons, prices a pound and a tonne."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping

from finchecks.claim import Claim, Operand
from finchecks.engine import Check, Diagnosis, Figure
from finchecks.engine.diagnose import BLAME_CLAIM, POWERS, TEXTS, transpositions
from finchecks.engine.judge import Judgement, judge
from finchecks.engine.stated import Stated, restated, stated
from finchecks.engine.wording import between, dressed, rounded, shown
from finchecks.interval import Interval
from finchecks.rule import Rule
from finchecks.rule.load import builtin_folder
from finchecks.units import Measure, comparable, convert, measures


def check_measure(rule: Rule, claim: Claim) -> Check | None:
    """The verdict on a measure given in another unit; None where the units do not go together."""
    operand = next((one for one in claim.operands if one.role == "from"), None)
    if operand is None:
        return None
    said = stated(claim)
    table = measures(builtin_folder() / "lexicon" / "units.txt")
    best: tuple[Judgement, Interval, float] | None = None
    order = {None: 0, "warning": 1, "error": 2}
    exact, rough = operand.strict, operand.loose
    if operand.quantity is not None:
        exact, rough = restated(operand.quantity, exact, rough)
    for source, target, inverse in _pairs(rule, claim, operand, table):
        ends = [_converted(end, source, target, inverse) for end in (*exact, *rough)]
        value = _converted(operand.value, source, target, inverse)
        if value is None or any(end is None for end in ends):
            continue
        known = [end for end in ends if end is not None]
        strict, loose = Interval.hull(known[:2]), Interval.hull(known)
        verdict = judge(
            said, strict.widened(rule.tolerance), loose.widened(rule.tolerance), claim.stated.step
        )
        if best is None or order[verdict.severity] < order[best[0].severity]:
            best = verdict, strict, value
    if best is None:
        return None
    verdict, strict, value = best
    diagnosis = _diagnose(claim, said, strict) if verdict.verdict == "mismatch" else None
    one = rounded(strict, claim.stated)
    suggestion = dressed(claim.stated, one) if diagnosis is not None and one is not None else None
    unit = claim.stated.unit
    made = f"{operand.text} = {shown(value, unit, claim.stated)}"
    width = f"({between(strict, unit, claim.stated)})"
    why = f" {diagnosis.text[0].upper()}{diagnosis.text[1:]}." if diagnosis is not None else ""
    if verdict.verdict == "consistent":
        message = f"{claim.stated.text} agrees: {made} {width}."
    elif verdict.severity == "warning":
        message = f"Can both measures be right? {made} {width}, the text has {claim.stated.text}.{why}"
    else:
        message = f"{rule.message} {made} {width}, not {claim.stated.text}.{why}"
    return Check(
        claim,
        verdict.verdict,
        verdict.severity,
        verdict.reading,
        said.strict,
        Figure(value, strict.low, strict.high, unit),
        None,
        (),
        "from in another unit",
        made,
        diagnosis,
        suggestion if diagnosis is not None and diagnosis.code in BLAME_CLAIM else None,
        message,
    )


def conversions(rule: Rule, claim: Claim, operand: Operand) -> Iterator[Callable[[float], float | None]]:
    """What the operand may be in the claim's unit, one function for each meaning of the two units."""
    table = measures(builtin_folder() / "lexicon" / "units.txt")
    for source, target, inverse in _pairs(rule, claim, operand, table):
        yield functools.partial(_converted, source=source, target=target, inverse=inverse)


def _pairs(
    rule: Rule, claim: Claim, operand: Operand, table: Mapping[str, Measure]
) -> list[tuple[Measure, Measure, bool]]:
    """The meanings of the two units, the likeliest first; ``inverse`` for prices per unit."""
    quantity = operand.quantity
    inverse = claim.stated.unit == operand.unit and quantity is not None and claim.stated.per != quantity.per
    if inverse and quantity is not None:
        first, second = quantity.per, claim.stated.per
    else:
        first, second = operand.unit, claim.stated.unit
    return [(a, b, inverse) for a, b in comparable(first, second, rule.binding.get("ambiguous"), table)]


def _converted(value: float, source: Measure, target: Measure, inverse: bool) -> float | None:
    if inverse:
        # so much for one of the source unit is so much for one of the target unit
        return value * target.factor / source.factor
    return convert(value, source, target)


def _diagnose(claim: Claim, said: Stated, strict: Interval) -> Diagnosis | None:
    codes: dict[str, str] = {}
    for power in POWERS:
        for sign in (1, -1):
            scaled = said.strict.scaled(10.0 ** (power * sign))
            if scaled.meets(strict):
                codes["scale"] = shown(
                    (scaled.low + scaled.high) / 2, claim.stated.unit, claim.stated, extra=1
                )
    half = claim.stated.step / 2
    for swapped in transpositions(claim.stated):
        if Interval(swapped - half, swapped + half).meets(strict):
            codes["transposed"] = dressed(claim.stated, swapped) or ""
    if len(codes) != 1:
        return None
    ((code, alternative),) = codes.items()
    return Diagnosis(code, TEXTS[code].format(alternative=alternative, source=""))
