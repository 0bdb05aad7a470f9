"""Currency conversions: the rate that two amounts imply, against the rates that could have been used.

In order: a rate that the document states; the reference rates of the seven days up to publication; the
average of the period that the sentence names (for a date, that day). Reference rates are taken with half a
percent either way, since writers use their bank's or their agency's. One that fits is enough.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from finchecks.claim import Claim, Operand
from finchecks.document import Document
from finchecks.engine import Check, Diagnosis, Figure, Implied, Note, Rate, periods
from finchecks.engine.diagnose import POWERS, TEXTS, transpositions
from finchecks.engine.judge import ERROR, Judgement, judge
from finchecks.engine.rates import Rates
from finchecks.engine.stated import Stated, stated
from finchecks.engine.wording import dressed, number, rounded, rounding, shown
from finchecks.interval import Interval
from finchecks.rule import Rule

#: half a percent either way around a reference rate, where the rule gives no tolerance of its own
TOLERANCE = 0.005
WEEK = dt.timedelta(days=6)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A rate the conversion may have been made at (claim's currency for one of the operand's)."""

    source: str
    date: str | None
    period: str | None
    interval: Interval
    name: str  # "the rate stated in the text", "the ECB's rates of the week to 2026-01-15"


def check_conversion(rule: Rule, claim: Claim, document: Document, rates: Rates | None) -> Check | None:
    """The verdict on one conversion; None where the two amounts are no conversion."""
    operand = next((one for one in claim.operands if one.role == "from"), None)
    if operand is None or operand.strict.low <= 0 or claim.stated.low <= 0:
        return None
    said = stated(claim)
    if operand.unit == claim.stated.unit:
        return _one_currency(claim, operand, said)
    base, quote = operand.unit, claim.stated.unit
    implied = _implied(said, operand, base, quote)
    tolerance = rule.tolerance or TOLERANCE
    named = [_Candidate("text", None, None, one, "the rate stated in the text") for one in claim.rates]
    if rates is not None:
        named += _reference(claim, document, rates, base, quote, tolerance)
    judged = [
        (
            one,
            judge(
                said, operand.strict.times(one.interval), operand.loose.times(one.interval), claim.stated.step
            ),
        )
        for one in named
    ]
    shown_rates = tuple(
        Rate(
            one.source,
            one.date,
            one.period,
            one.interval.low,
            one.interval.high,
            verdict.verdict == "consistent",
        )
        for one, verdict in judged
    )
    # undated text can be held to a rate that it states, not to one of a day that nobody knows
    can_judge = document.published is not None or any(one.source == "text" for one in named)
    if not judged or not can_judge:
        return _undated(rule, claim, document, said, implied, shown_rates, rates)
    order = {"consistent": 0, "warning": 1, "error": 2}
    best, verdict = min(judged, key=lambda pair: order[pair[1].severity or "consistent"])
    made = operand.strict.times(best.interval)
    figure = Figure(operand.value * (best.interval.low + best.interval.high) / 2, made.low, made.high, quote)
    diagnosis = None
    if verdict.verdict == "mismatch":
        diagnosis = _diagnose(claim, operand, said, [one for one, _ in judged], rates, base, quote, tolerance)
    value = rounded(made, claim.stated)
    suggestion = dressed(claim.stated, value) if diagnosis is not None and value is not None else None
    return Check(
        claim,
        verdict.verdict,
        verdict.severity,
        verdict.reading,
        said.strict,
        figure,
        implied,
        shown_rates,
        "from * rate",
        f"{_converted(operand, best.interval, quote)} = {shown(figure.value, quote, claim.stated)}",
        diagnosis,
        suggestion,
        _message(claim, operand, implied, judged, verdict, diagnosis),
    )


def _one_currency(claim: Claim, operand: Operand, said: Stated) -> Check | None:
    """An amount that is given again in its own currency must be the same."""
    verdict = judge(said, operand.strict, operand.loose, claim.stated.step)
    if verdict.verdict != "mismatch":
        return None
    figure = Figure(operand.value, operand.strict.low, operand.strict.high, operand.unit)
    return Check(
        claim,
        verdict.verdict,
        verdict.severity,
        verdict.reading,
        said.strict,
        figure,
        None,
        (),
        "from * rate",
        f"{operand.text} = {shown(operand.value, operand.unit, claim.stated)}",
        None,
        None,
        f"{operand.text} is given again as {claim.stated.text}, in the same currency: one of the two amounts "
        "or currencies is wrong.",
    )


def _implied(said: Stated, operand: Operand, base: str, quote: str) -> Implied:
    """The rate the two amounts imply, the way round in which it is at least one: 7.77 HKD per USD."""
    rate = _ratio(said.strict, operand.strict)
    middle = (said.strict.low + said.strict.high) / 2 / operand.value
    if middle >= 1:
        return Implied("rate", middle, rate.low, rate.high, f"{quote} per {base}")
    return Implied("rate", 1 / middle, 1 / rate.high, 1 / rate.low, f"{base} per {quote}")


def _ratio(amount: Interval, operand: Interval) -> Interval:
    """Rates that turn the operand into the amount; "up to" and "more than" are kept finite and positive."""
    low = max(amount.low, 1e-12)
    return Interval(low / operand.high, min(amount.high, 1e300) / operand.low)


def _reference(
    claim: Claim, document: Document, rates: Rates, base: str, quote: str, tolerance: float
) -> Iterator[_Candidate]:
    published = document.published
    if published is not None:
        week = rates.span(base, quote, published - WEEK, published)
        if week is not None:
            day = published.isoformat()
            yield _Candidate(
                week[0], day, None, week[1].widened(tolerance), f"{_of(week[0])} of the week to {day}"
            )
    span = periods.days(claim.period) if claim.period else None
    if span is None:
        return
    first, last = span
    if published is not None and first <= published < last:
        last = published
    if first == last:
        found = rates.on(base, quote, first)
        name = f"of {first.isoformat()}"
    else:
        found = rates.average(base, quote, first, last)
        name = f"averaged over {claim.period}"
    if found is not None:
        interval = Interval.point(found[1]).widened(tolerance)
        yield _Candidate(found[0], None, claim.period, interval, f"{_of(found[0])} {name}")


def _of(source: str) -> str:
    return "the European Central Bank's rate" if source == "ecb" else f"the rate in {source}"


def _undated(
    rule: Rule,
    claim: Claim,
    document: Document,
    said: Stated,
    implied: Implied,
    shown_rates: tuple[Rate, ...],
    rates: Rates | None,
) -> Check:
    """No rate to judge by: unverifiable, unless one plain slip alone brings the rate into the known."""
    operand = claim.operands[0]
    base, quote = operand.unit, claim.stated.unit
    diagnosis = None
    known = rates.ever(base, quote) if rates is not None else None
    if known is not None and _latest_year(document) >= known[0]:
        ever = known[1].widened(TOLERANCE)
        rate, loose = _ratio(said.strict, operand.strict), _ratio(said.loose, operand.loose)
        if not rate.meets(ever) and not loose.meets(ever):
            codes = {code for code, one in _slips(rate) if one.meets(ever)}
            if len(codes) == 1:
                code = codes.pop()
                text = TEXTS[code].partition(":")[0]
                never = f"the pair was never outside {_rate(ever, base, quote)}"
                diagnosis = Diagnosis(code, f"{text}; {never}")
    judgement = ERROR if diagnosis is not None else Judgement("unverifiable", "note", None)
    return Check(
        claim,
        judgement.verdict,
        judgement.severity,
        None,
        said.strict,
        None,
        implied,
        shown_rates,
        "from * rate",
        f"{_quotient(claim.stated.text, operand.text, implied, base)}: {_implied_text(implied)}",
        diagnosis,
        None,
        _message(claim, operand, implied, [], judgement, diagnosis),
    )


_YEAR = re.compile(r"(?<![\d,.])(?:19|20)\d\d(?!\d|[,.]\d)")


def _latest_year(document: Document) -> int:
    """The last year that a text names; one that names none may be of today."""
    return _latest(document.prose)


@lru_cache(maxsize=1)
def _latest(prose: str) -> int:
    # every conversion of a text asks
    return max(map(int, _YEAR.findall(prose)), default=9999)


def _slips(rate: Interval) -> Iterator[tuple[str, Interval]]:
    yield "inverted_rate", Interval(1 / rate.high, 1 / rate.low)
    for power in POWERS:
        yield "scale", rate.scaled(10.0**power)
        yield "scale", rate.scaled(10.0**-power)


def _diagnose(
    claim: Claim,
    operand: Operand,
    said: Stated,
    candidates: Sequence[_Candidate],
    rates: Rates | None,
    base: str,
    quote: str,
    tolerance: float,
) -> Diagnosis | None:
    made = [operand.strict.times(one.interval) for one in candidates]
    codes: dict[str, str] = {}
    for one in candidates:
        inverse = Interval(1 / one.interval.high, 1 / one.interval.low)
        if said.strict.meets(operand.strict.times(inverse)):
            codes["inverted_rate"] = ""
    for power in POWERS:
        for sign in (1, -1):
            scaled = said.strict.scaled(10.0 ** (power * sign))
            if any(scaled.meets(one) for one in made):
                alternative = shown((scaled.low + scaled.high) / 2, quote, claim.stated, extra=0)
                codes["scale"] = alternative
    half = claim.stated.step / 2
    for swapped in transpositions(claim.stated):
        if any(Interval(swapped - half, swapped + half).meets(one) for one in made):
            codes["transposed"] = dressed(claim.stated, swapped) or ""
    if not codes and all(one.source != "text" for one in candidates):
        year = _other_year(said, operand, rates, base, quote, tolerance)
        if year is not None:
            return Diagnosis(
                "wrong_date_rate", f"{TEXTS['wrong_date_rate']}: the average of {year} would fit"
            )
    if len(codes) != 1:
        return None
    ((code, alternative),) = codes.items()
    return Diagnosis(code, TEXTS[code].format(alternative=alternative, source=""))


def _other_year(
    said: Stated, operand: Operand, rates: Rates | None, base: str, quote: str, tolerance: float
) -> int | None:
    """The latest year whose average rate makes the conversion right."""
    if rates is None:
        return None
    for year in range(dt.date.today().year, 1998, -1):
        found = rates.average(base, quote, dt.date(year, 1, 1), dt.date(year, 12, 31))
        if found is not None:
            rate = Interval.point(found[1]).widened(tolerance)
            if said.strict.meets(operand.strict.times(rate)):
                return year
    return None


# ------------------------------------------------------------------------------------------- words


def _converted(operand: Operand, rate: Interval, quote: str) -> str:
    """ "€50 million × 1.030 to 1.041 USD per EUR", "HK$390 million ÷ 7.757 to 7.841 HKD per USD": whichever
    the rate asks for, the way round in which it is shown."""
    return f"{operand.text} {'÷' if rate.high < 1 else '×'} {_rate(rate, operand.unit, quote)}"


def _quotient(stated: str, amount: str, implied: Implied, base: str) -> str:
    """The division that makes the implied rate."""
    turned = implied.unit.startswith(f"{base} per ")
    return f"{amount} / {stated}" if turned else f"{stated} / {amount}"


def _rate(interval: Interval, base: str, quote: str) -> str:
    """ "6.967 to 7.017 CNY per USD", the way round in which it is at least one."""
    low, high = interval
    if high < 1:
        low, high, base, quote = 1 / high, 1 / low, quote, base
    places = 3 if high < 100 else 1
    ends = dict.fromkeys((number(low, places), number(high, places)))
    return f"{' to '.join(ends)} {quote} per {base}"


def _implied_text(implied: Implied) -> str:
    places = 3 if implied.high < 100 else 1
    ends = dict.fromkeys((number(implied.low, places), number(implied.high, places)))
    return f"{' to '.join(ends)} {implied.unit}"


def _message(
    claim: Claim,
    operand: Operand,
    implied: Implied,
    judged: Sequence[tuple[_Candidate, Judgement]],
    verdict: Judgement,
    diagnosis: Diagnosis | None,
) -> str:
    base, quote = operand.unit, claim.stated.unit
    pair = f"{operand.text} as {claim.stated.text} implies {_implied_text(implied)}"
    parts = []
    for one, single in judged:
        rate = f"{one.name} ({_rate(one.interval, base, quote)})"
        if single.verdict == "consistent":
            parts.append(f"{rate} fits")
        else:
            middle = operand.value * (one.interval.low + one.interval.high) / 2
            parts.append(f"{rate} would give {shown(middle, quote, claim.stated, extra=0)}")
    detail = "; ".join(parts)
    if verdict.verdict == "unverifiable":
        reason = claim.reason or "no rate of its day is known"
        return f"{pair}; {detail + '; ' if detail else ''}{reason}."
    if verdict.verdict == "consistent":
        return f"{pair}: {detail}."
    why = f" {diagnosis.text[0].upper()}{diagnosis.text[1:]}." if diagnosis is not None else ""
    if verdict.severity == "warning":
        note = f" It holds only if {claim.stated.text} is rounded." if verdict.why == "loose" else ""
        return f"Can both amounts be right? {pair}; {detail}.{note}{why}"
    return f"These amounts cannot both be right: {pair}{'; ' + detail if detail else ''}.{why}"


# ---------------------------------------------------------------------------------- whole document


def notes(rule: Rule, checks: Sequence[Check]) -> tuple[Note, ...]:
    """Conversions of one pair that have no rate in common, whichever rate it was."""
    groups: dict[frozenset[str], list[tuple[Check, Operand]]] = {}
    for check in checks:
        if check.claim.kind == "currency_conversion":
            operand = check.claim.operands[0]
            groups.setdefault(frozenset((operand.unit, check.claim.stated.unit)), []).append((check, operand))
    return tuple(note for group in groups.values() if (note := _drift(rule, group)) is not None)


def _drift(rule: Rule, group: Sequence[tuple[Check, Operand]]) -> Note | None:
    base, quote = group[0][1].unit, group[0][0].claim.stated.unit
    strict: list[Interval] = []
    loose: list[Interval] = []
    for check, operand in group:
        said = stated(check.claim)
        for readings, amount, source in (
            (strict, said.strict, operand.strict),
            (loose, said.loose, operand.loose),
        ):
            rate = _ratio(amount, source)
            readings.append(rate if operand.unit == base else Interval(1 / rate.high, 1 / rate.low))
    if _common(strict):
        return None
    lowest = min(range(len(strict)), key=lambda i: strict[i].high)
    highest = max(range(len(strict)), key=lambda i: strict[i].low)
    unless = ""
    for place in (highest, lowest):
        if _common([*strict[:place], loose[place], *strict[place + 1 :]]):
            quantity = group[place][0].claim.stated
            unless = f", unless {quantity.text} is rounded to {rounding(quantity)}"
            break
    ends = [_rate(strict[lowest], base, quote), _rate(strict[highest], base, quote)]
    ends.sort()
    apart = (
        f"{ends[0].partition(' ' + quote + ' per')[0].partition(' ' + base + ' per')[0]} against {ends[1]}"
    )
    message = f"The conversions between {base} and {quote} cannot all be of one rate: {apart}{unless}."
    spans = tuple((check.claim.stated.start, check.claim.stated.end) for check, _ in group)
    return Note(rule.id, message, spans)


def _common(intervals: Sequence[Interval]) -> bool:
    low, high = max(one.low for one in intervals), min(one.high for one in intervals)
    return Interval(min(low, high), min(low, high)).meets(Interval(low, low)) if low > high else True
