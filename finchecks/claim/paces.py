"""Amounts by the time: the same pace by another unit of time, and how long an amount lasts at one."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from finchecks.claim.changes import between
from finchecks.claim.context import AMOUNTS, Context, Figure, bare_figure
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.relations import TOKEN
from finchecks.claim.weigh import Signals, bits_of, magnitude, more
from finchecks.lexicon import read_lexicon, rules_folder
from finchecks.quantity import Quantity
from finchecks.rule import Rule

#: how many of the smaller unit the larger holds, as people count: weeks as 52, months as 30 days
PERIODS: Mapping[tuple[str, str], tuple[float, ...]] = {
    ("year", "half"): (2,),
    ("year", "quarter"): (4,),
    ("year", "month"): (12,),
    ("year", "week"): (52, 365.25 / 7),
    ("year", "day"): (365, 366, 365.25, 360),
    ("half", "quarter"): (2,),
    ("half", "month"): (6,),
    ("quarter", "month"): (3,),
    ("quarter", "week"): (13,),
    ("quarter", "day"): (90, 91, 92, 91.25),
    ("month", "week"): (52 / 12, 4),
    ("month", "day"): (30, 31, 365 / 12),
    ("week", "day"): (7,),
    ("day", "hour"): (24,),
    ("hour", "minute"): (60,),
    ("minute", "second"): (60,),
}
#: of these not all are worked
_WORKED = frozenset({"day", "hour", "minute", "second"})
_PER = frozenset({"a", "an", "per", "each", "every"})
_ENDS = frozenset({",", ";", ":", "(", ")", "and", "or", "to", "from", "by"})
#: words from what follows to what it follows from
_REACH = 6
#: characters to a word of time before a figure, and from a figure to one after it
_BACK, _AHEAD = 16, 60
#: ... and from a length of time to what stands right after it, behind a mark
_MARK, _AVERAGE = 2, 20
FLOOR = -6.0


@dataclass(frozen=True, slots=True)
class PaceWords:
    """``units``: word → unit of time ("night" day); ``alone``: words that need no article ("monthly")."""

    units: Mapping[str, str]
    alone: Mapping[str, str]
    #: said between figures and what follows from them
    hence: frozenset[str]
    #: said of how long something lasts
    lasting: frozenset[str]
    #: said before a date at which something ends, or at which all began; said of a length of time since then
    ends: tuple[str, ...]
    founded: tuple[str, ...]
    history: tuple[str, ...]


@functools.cache
def pace_words(language: str = "en") -> PaceWords:
    raw = read_lexicon(rules_folder() / "lexicon" / language / "paces.yaml")
    return PaceWords(
        {word: unit for unit, words in raw["units"].items() for word in words},
        {word: unit for unit, words in raw["alone"].items() for word in words},
        frozenset(raw["hence"]),
        frozenset(raw["lasting"]),
        tuple(raw["ends"]),
        tuple(raw["founded"]),
        tuple(raw["history"]),
    )


def follows(words: Sequence[str]) -> bool:
    """Do the words before a figure say that it follows from what was just told ("hence _", "that is _")?"""
    hence = pace_words().hence
    near = words[-_REACH:]
    return any(" ".join(near[at : at + length]) in hence for at in range(len(near)) for length in (1, 2, 3))


def unit_of_time(context: Context, figure: Figure) -> Quantity | None:
    """ "£74 a night", "$5m more a year", "HK$96.7m (US$12.3m) a year": what a figure is counted by.

    A length of one, where its word stands in the text.
    """
    words = pace_words()
    q = figure.q
    if q.per:
        return _placed(context, words.units.get(q.per, ""), q.end, {q.per})
    tail = figure.tail[len(q.noun.split()) :]
    end = q.end
    after = context.figures[figure.index + 1] if figure.index + 1 < len(context.figures) else None
    if after is not None and after.conversion_of == figure.index:
        end = after.q.end
        if after.q.per:
            return _placed(context, words.units.get(after.q.per, ""), end, {after.q.per})
        tail = after.tail[1:] if after.tail[:1] == (")",) else after.tail
    for at, word in enumerate(tail[:4]):
        if word in _ENDS:
            break
        if word in words.alone:
            return _placed(context, words.alone[word], end, {word})
        if word in _PER:
            named = tail[at + 1 : at + 2]
            return _placed(context, words.units.get(named[0], ""), end, set(named)) if named else None
    if figure.lead and figure.lead[-1] in words.alone:
        return _placed(context, words.alone[figure.lead[-1]], q.start - _BACK, {figure.lead[-1]})
    return None


def _placed(context: Context, unit: str, start: int, words: set[str]) -> Quantity | None:
    """The word of time as a quantity of its own."""
    start = max(0, start)
    text = context.text(start, start + _AHEAD)
    for match in TOKEN.finditer(text):
        if unit and match.group().lower() in words:
            at = start + match.start()
            return Quantity(
                at, at + len(match.group()), match.group(), "duration", 1.0, unit, 1.0, 1.0, 1.0, 1.0, 0.0
            )
    return None


def paces(context: Context, rules: Mapping[str, Rule]) -> list[Hypothesis]:
    """ "£74 a night, hence £27,010 a year": one pace by two units of time, in one sentence."""
    rule = rules.get("pace")
    if rule is None:
        return []
    found: list[Hypothesis] = []
    for claim in context.figures:
        q = claim.q
        if q.kind not in AMOUNTS or q.is_range or q.value <= 0 or claim.conversion_of is not None:
            continue
        time = unit_of_time(context, claim)
        if time is None:
            continue
        hence = follows(claim.lead)
        for index in range(claim.index - 1, max(-1, claim.index - 5), -1):
            source = context.figures[index]
            if source.sentence != claim.sentence:
                break
            if not _alike(claim, source):
                continue
            unit = unit_of_time(context, source)
            if unit is None:
                continue
            for of_time, of_unit, in_ in _lengths(time.unit, unit.unit):
                s: Signals = {"prior pace": 1}
                if hence:
                    s["pace-hence"] = 1
                elif claim.lead[-1:] == ("or",):
                    s["pace-or"] = 1
                more(s, "near-step", between(context, index, claim.index))
                if index == claim.index - 1 and (
                    (hence and of_time > of_unit)
                    or (claim.lead[-2:] == (",", "or") and q.kind != "money" and unit.unit not in _WORKED)
                ):
                    # "$8 a day, or $150 a month" may be two prices, and not every day is worked
                    s["pace-frame"] = 1
                bound = (
                    Bound("rate", source.q, source.q.unit),
                    Bound("time", time, in_, value=of_time),
                    Bound("unit", unit, in_, value=of_unit),
                )
                one = Hypothesis(rule, claim, bound, s, bits_of(s, context.weights))
                one.judge(magnitude(q))
                found.append(one)
            break
    return found


def _alike(claim: Figure, source: Figure) -> bool:
    p, q = claim.q, source.q
    if q.is_range or q.value <= 0 or source.conversion_of is not None:
        return False
    return (p.unit == q.unit and p.kind == q.kind) or {p.kind, q.kind} <= {"count", "number"}


def _lengths(time: str, unit: str) -> Sequence[tuple[float, float, str]]:
    """The two lengths in the smaller of their units, and that unit; one for each way to count."""
    if (time, unit) in PERIODS:
        return [(n, 1.0, unit) for n in PERIODS[time, unit]]
    return [(1.0, n, time) for n in PERIODS.get((unit, time), ())]


def lasting(context: Context, rules: Mapping[str, Rule]) -> list[Hypothesis]:
    """An amount, what goes of it in a time, and how long that lasts: the last of the three follows.

    "£58,000 in the bank; we burn £4,000 a month, so 14 months", "$900 a month, so a two-month let costs
    $1,800", "€15 million for 120 days of racing: €125,000 a day".
    """
    found: list[Hypothesis] = []
    for q in context.durations:
        if q.is_range or q.value <= 1:
            continue
        figures = _before(context, context.sentence_of(q.start))
        times = {f.index: unit_of_time(context, f) for f in figures}
        for rate in figures:
            unit = times[rate.index]
            if unit is None or unit.unit != q.unit:
                continue
            for amount in figures:
                if amount is not rate and _alike(rate, amount) and rate.conversion_of is None:
                    one = _lasts(context, rules, q, amount, rate)
                    if one is not None:
                        one.signals["lasting-sole" if len(figures) == 2 else "lasting-more"] = 1
                        one.structure = bits_of(one.signals, context.weights)
                        one.judge(magnitude(one.claim.q))
                        found.append(one)
    return found


def _before(context: Context, sentence: int) -> list[Figure]:
    """The amounts of a sentence, and of the one before where it has no two of its own."""
    figures = [f for f in context.figures_in(sentence) if f.q.kind in AMOUNTS]
    if len(figures) < 2 and sentence:
        earlier = [f for f in context.figures_in(sentence - 1) if f.q.kind in AMOUNTS]
        if figures and earlier and earlier[-1].block == figures[0].block:
            return earlier + figures
    return figures


def _lasts(
    context: Context, rules: Mapping[str, Rule], q: Quantity, amount: Figure, rate: Figure
) -> Hypothesis | None:
    """Which of the three follows from the other two, and how the text says so."""
    start, end = context.sentence_span(context.sentence_of(q.start))
    s: Signals = {"prior lasting": 1}
    last = max(q.start, amount.q.start, rate.q.start)
    timed = unit_of_time(context, amount) is not None
    apposed = rate.lead[-2:] == (",", "or") or rate.lead[-1:] == (":",)
    average = "average" in rate.lead[-3:]
    gap = rate.q.start - q.end
    beside = "," in rate.lead and 0 <= gap <= (_AVERAGE if average else _MARK)
    told = follows(rate.lead) or apposed or beside or rate.lead[-1:] == ("or",) or "average" in rate.lead[-4:]
    said = set(context.text(max(start, q.start - 60), min(end, q.end + 40)).lower().split())
    lasting = bool(said & pace_words().lasting)
    # "enough for 14 months at £60,000 a month"
    at_pace = lasting and last == rate.q.start and rate.lead[-1:] in (("at",), ("the",)) and "at" in rate.lead
    if last == q.start or (context.text(q.end, q.end + 4) == " of " and not told) or at_pace:
        if timed or amount.q.start > q.start:
            return None
        if lasting:
            s["lasting-said"] = 1
        claim, rule = bare_figure(q, amount.sentence), rules.get("lasting")
        bound = (Bound("numerator", amount.q, amount.q.unit), Bound("denominator", rate.q, rate.q.unit))
    elif last == amount.q.start:
        if timed:
            return None
        claim, rule = amount, rules.get("product")
        bound = (Bound("factor", q, q.unit), Bound("factor", rate.q, rate.q.unit))
    else:
        claim, rule = rate, rules.get("ratio")
        if not told:
            return None
        bound = (Bound("numerator", amount.q, amount.q.unit), Bound("denominator", q, q.unit))
    if rule is None:
        return None
    if claim.lead and (follows(claim.lead) or (claim is amount and _hence(context, rate, claim))):
        s["lasting-said"] = 1
    elif claim is rate and ends_there(rate) and (beside or (apposed and amount.index == rate.index - 1)):
        s["lasting-said"] = 1  # "in 94 years by 1,240 metres, or _ a year", "61,000 in five days, _ a day"
    if amount.sentence != rate.sentence and (claim.index >= 0 or "lasting-said" not in s):
        # from two sentences follows how long it lasts alone, and where that is said
        return None
    return Hypothesis(rule, claim, bound, s, 0.0)


def ends_there(rate: Figure) -> bool:
    """ "_ a day", and no more: not "_ a day at the peak", "_ a year lately"."""
    tail = rate.tail
    if tail[:1] and tail[0] in _PER:
        tail = tail[2:]
    return not tail or not tail[0][:1].isalpha() or tail[:2] == ("on", "average")


def _hence(context: Context, rate: Figure, claim: Figure) -> bool:
    """ "costs 23,000 a month, so a customer on the usual 12-month contract pays _"."""
    return rate.index == claim.index - 1 and follows(context.words_of(rate.q.end, claim.q.start)[:_REACH])


def tied(one: Hypothesis) -> bool:
    """Does the text itself say that the one follows from the other?"""
    said = one.signals.keys()
    return "pace-frame" in said or {"lasting-said", "lasting-sole"} <= said


__all__ = ["ends_there", "follows", "lasting", "paces", "tied", "unit_of_time"]
