"""Spans of time, and growth by the year."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence

from finchecks.claim.changes import Comparison, attach, change_cue, complete, find_cue
from finchecks.claim.context import Context, Figure, bare_figure
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.paces import pace_words
from finchecks.claim.weigh import RIGHT, WRONG, Signals, bits_of
from finchecks.interval import Interval
from finchecks.quantity import Quantity
from finchecks.rule import Rule

_SPAN_WORDS = frozenset(["after", "since", "later", "ago", "old", "earlier", "over", "from", "between"])
_OPENERS = ("old", "after", "later", "earlier", "before", "since", "in which", "from")
#: what a length of time is said of that ends with the last report, not today
_RATES = ("cagr", "compound", "average", "annual")
#: figures on either side of a growth that its two values may be
REACH = 24
#: from so many years, or months, between a length said and the difference of the two, only their ends fit
_WHOLE_STEP = 0.9
#: a place on the time line: value as reported, its interval, and the period it comes from (None: the date)
Spot = tuple[float, Interval, Quantity | None]


def _spot(q: Quantity, unit: str, published: dt.date | None = None) -> Spot | None:
    """A period on the time line, in years (2022 is 2022 to 2023) or in months (12 × year + month).

    A month without its year is the last of its name before the article's date.
    """
    if unit == "month" and published is not None and q.value != q.value and q.period[:2].isdigit():
        named = int(q.period[:2])
        if not 1 <= named <= 12:
            return None
        value = 12.0 * (published.year - (named > published.month)) + named
        return value, Interval(value - 0.5, value + 0.5), q
    if q.value != q.value or not 1000 <= q.value <= 2200:
        return None
    year = int(q.value)
    pieces = q.period.replace("FY", "").split("-")
    month = int(pieces[1]) if len(pieces) > 1 and pieces[1].isdigit() and 1 <= int(pieces[1]) <= 12 else None
    if unit == "month":
        if month is None:
            return None
        value = 12.0 * year + month
        return value, Interval(value - 0.5, value + 0.5), q
    if month is not None:
        return float(year), Interval(year + (month - 1) / 12, year + month / 12), q
    return float(year), Interval(float(year), year + 1.0), q


def durations(context: Context, rules: Mapping[str, Rule]) -> list[Hypothesis]:
    """Years or months said between two periods of the sentence, or from one to the article's date."""
    rule = rules.get("duration")
    if rule is None:
        return []
    found: list[Hypothesis] = []
    for q in context.durations:
        if q.unit not in ("year", "month") or q.is_range or (q.value <= 1.5 and q.unit == "year"):
            continue
        if any(
            q.end < p.start <= q.end + 12 and context.text(q.end, p.start).split()[:1] in (["to"], ["ended"])
            for p in context.periods
        ):
            # "nine months to 31 December" is a period, not a span between two
            continue
        sentence = context.sentence_of(q.start)
        start, end = context.sentence_span(sentence)
        previous = context.sentence_span(sentence - 1)[0] if sentence else start
        published = context.document.published
        spots = [
            spot
            for p in context.periods
            if previous <= p.start < end
            and not p.is_range
            and (spot := _spot(p, q.unit, published)) is not None
        ]
        if q.unit == "year" and not any(spot[2] is not None for spot in spots) and _of_history(context, q):
            spots = _founded(context, q)
        if published is not None:
            at = published.year + (published.timetuple().tm_yday - 1) / 365.25
            months = 12.0 * published.year + published.month
            if q.unit == "year":
                spots.append((float(published.year), Interval.point(at), None))
            else:
                spots.append((months, Interval(months - 0.5, months + 0.5), None))
        pairs = sum(1 for one in spots for other in spots if one[2] is not None and one[0] < other[0])
        for first in spots:
            if first[2] is None:
                continue
            for last in spots:
                if last is first or last[0] <= first[0]:
                    continue
                span = _between(first, last)
                right = span.low <= q.value <= span.high or Interval(q.low, q.high).meets(span)
                s: Signals = {"prior duration": 1}
                _span_signals(context, q, start, first[2], last[2], s)
                if not right and first[2].value != first[2].value:
                    # "in January, against $17m twelve months before"
                    continue
                if pairs == 1 and right and last[2] is not None:
                    s["span-sole"] = 1
                if _listed(spots, first, last):
                    s["span-listed"] = 1
                if right and abs(abs(last[0] - first[0]) - q.value) > _WHOLE_STEP:
                    s["span-edge"] = 1
                if not right:
                    off = min(abs(q.value - span.low), abs(q.value - span.high))
                    if off <= 1.01 or abs(off - 10) < 1.01:
                        s["span-slip"] = 1
                    if off <= 1.01:
                        s["span-off-one"] = 1
                found.append(_hypothesis(context, rule, bare_figure(q, sentence), first, last, s, right))
    found.extend(_turned(context, rule))
    return found


def _between(first: Spot, last: Spot) -> Interval:
    """The shortest and the longest time that it can be from one to the other."""
    return Interval(last[1].low - first[1].high, last[1].high - first[1].low)


def _hypothesis(
    context: Context, rule: Rule, claim: Figure, first: Spot, last: Spot, s: Signals, right: bool
) -> Hypothesis:
    """The length of time from one spot to the other, judged; the engine judges it by its days."""
    bound = (_bound("start", first), _bound("end", last))
    one = Hypothesis(rule, claim, bound, s, bits_of(s, context.weights))
    one.recomputed = _between(first, last)
    one.fit = "right" if right else "wrong"
    one.bits = one.structure + (RIGHT + 3.5 if right else WRONG + 1.0)
    return one


def _turned(context: Context, rule: Rule) -> Iterator[Hypothesis]:
    """ "was set up in 1921 and turned 103 in 2024": an age, by the years of birth and of the birthday."""
    for claim in context.figures:
        if claim.q.kind not in ("number", "count") or claim.q.noun or claim.lead[-1:] != ("turned",):
            continue
        start, end = context.sentence_span(claim.sentence)
        near = [p for p in context.periods if start <= p.start < end and not p.is_range]
        first = next((spot for p in near if p.end <= claim.q.start and (spot := _spot(p, "year"))), None)
        last = next((spot for p in near if p.start >= claim.q.end and (spot := _spot(p, "year"))), None)
        if first is None or last is None or first[0] >= last[0]:
            continue
        s: Signals = {"prior duration": 1, "span-spot": 2, "span-frame": 1, "span-both": 1}
        span = _between(first, last)
        yield _hypothesis(context, rule, claim, first, last, s, span.low <= claim.q.value <= span.high)


def _span_signals(
    context: Context, q: Quantity, start: int, first: Quantity, last: Quantity | None, s: Signals
) -> None:
    prose = context.document.prose
    for spot in (first, last):
        if spot is None:
            s["span-published"] = 1
        elif spot.start >= start:
            s["span-spot"] = s.get("span-spot", 0) + 1
            s["span-gap"] = (
                s.get("span-gap", 0) + max(0, max(q.start, spot.start) - min(q.end, spot.end)) / 60
            )
        else:
            s["span-spot-apart"] = s.get("span-spot-apart", 0) + 1
    if last is not None and _said_before(prose, last, pace_words().ends):
        s["span-ends"] = 1
    before = prose[max(start, q.start - 40) : q.start].lower()
    after = prose[q.end : q.end + 40].lower()
    opening = after.lstrip(" -")
    if last is None and opening.startswith(_RATES):
        s["span-rate"] = 1
    words = set(f"{before} | {after}".replace(",", " ").replace("-", " ").split())
    if words & _SPAN_WORDS:
        s["span-cue"] = 1
    if (
        _ON.match(opening)
        or opening.startswith(_OPENERS)
        or before.rstrip().endswith(("after", "those", "turned", "in"))
    ):
        s["span-old"] = 1
    if last is None and (opening.startswith(("ago", "old")) or "now" in words):
        s["span-ago"] = 1
    if last is not None and opening.startswith("ago"):
        s["span-ago-end"] = 1
    if last is not None and first.start >= start and last.start >= start:
        if "span-cue" in s and "span-old" in s:
            s["span-frame"] = 1
        s["span-both"] = 1
        gap = prose[min(first.end, last.end) : max(first.start, last.start)].lower()
        if len(gap) < 60 and any(f" {w} " in f" {gap} " for w in ("to", "and", "until", "in")):
            s["span-from-to"] = 1
            if prose[q.end : first.start].lower().strip(" ,(") in ("", "from", "between"):
                # "two years, from April 2024 to March 2026"
                s["span-said"] = 1


#: "in 2023, ninety-two years on, …"
_ON = re.compile(r"on(?:[,.;]| (?:the|it|its|he|she|they)\b)")
#: characters before a date in which the words that place it stand; around a length, those of a history
_PLACED, _CALLED = 30, 40


def _said_before(prose: str, spot: Quantity, phrases: tuple[str, ...]) -> bool:
    return prose[max(0, spot.start - _PLACED) : spot.start].lower().rstrip().endswith(phrases)


def _of_history(context: Context, q: Quantity) -> bool:
    """ "exceeded anything in its history of 94 years"."""
    around = context.text(max(0, q.start - _CALLED), q.end + _CALLED).lower()
    return any(word in around for word in pace_words().history)


def _founded(context: Context, q: Quantity) -> list[Spot]:
    """The year in which all began, where the document names one and no other."""
    prose = context.document.prose
    found = [p for p in context.periods if _said_before(prose, p, pace_words().founded)]
    years = {p.value for p in found}
    spot = _spot(found[0], q.unit) if len(years) == 1 else None
    return [spot] if spot is not None else []


def _listed(spots: Sequence[Spot], first: Spot, last: Spot) -> bool:
    """Do others stand between the two: "due in March 1987, September 1987 and March 1988"?"""
    if first[2] is None or last[2] is None:
        return False
    low, high = sorted((first[2].start, last[2].start))
    return any(q is not None and low < q.start < high for _, _, q in spots)


def _bound(role: str, spot: Spot) -> Bound:
    value, _, q = spot
    return Bound(role, q, "period", 1.0, value, "text" if q is not None else "date")


def growth(context: Context, rules: Mapping[str, Rule], pairs: Sequence[Comparison]) -> list[Hypothesis]:
    """Compound growth: a percentage by the year, two values, and the years between them."""
    rule = rules.get("cagr")
    if rule is None:
        return []
    found: list[Hypothesis] = []
    table = context.weights
    known = {(c.new.index, c.old.index): c for c in pairs}
    for claim in context.figures:
        if claim.q.kind != "percent" or claim.q.is_range:
            continue
        cue = find_cue(claim, context, ("compound",))
        around = " ".join((*claim.lead[-14:], *claim.tail[:12]))
        if cue is None and not any(w in around for w in ("cagr", "compound", "annuali", "a year by")):
            continue
        start: Signals = {"prior cagr": 1, "growth-cue" if cue is not None else "growth-word": 1}
        if claim.mark in ("from", "to"):
            start["claim-old"] = 1
        change = change_cue(claim, context)
        near = [
            f
            for f in context.around(claim, REACH)
            if f.amount and f.q.value > 0 and not f.q.is_range and f.conversion_of is None
            and (abs(f.sentence - claim.sentence) <= 3 or f.block == claim.block)
        ]  # fmt: skip
        for new in near:
            for old in near:
                if new is old:
                    continue
                completed = complete(new, old)
                if completed is None:
                    continue
                comparison = known.get((new.index, old.index))
                if comparison is None:
                    comparison = Comparison(
                        new, old, *completed, {"growth-unmarked": 1}, table.get("growth-unmarked", 0)
                    )
                if comparison.bits < -5:
                    continue
                s: Signals = {}
                attach(context, claim, new, old, s)
                bits = bits_of(start, table) + comparison.bits + bits_of(s, table)
                ends = (
                    Bound("end", new.q, comparison.unit, comparison.times_new),
                    Bound("start", old.q, comparison.unit, comparison.times_old),
                )
                for bound, more in _years(context, claim, new, old):
                    if (
                        "growth-cue" in start
                        and "growth-unmarked" not in comparison.signals
                        and ("years-near" in more or more.get("years-own", 0) == 2)
                    ):
                        more["growth-frame"] = 1
                    one = Hypothesis(
                        rule,
                        claim,
                        (*ends, *bound),
                        {**start, **comparison.signals, **s, **more},
                        bits + bits_of(more, table),
                        change.direction if change is not None else None,
                        change.word if change is not None else "",
                    )
                    one.judge()
                    found.append(one)
    return found


def _years(
    context: Context, claim: Figure, new: Figure, old: Figure
) -> Iterator[tuple[tuple[Bound, ...], Signals]]:
    """Ways to count the years of a growth: a duration said, the two values' own years, years nearby."""
    low = min(claim.q.start, new.q.start, old.q.start)
    high = max(claim.q.end, new.q.end, old.q.end)
    opening = context.sentence_span(min(claim.sentence, new.sentence, old.sentence))[0]
    closing = context.sentence_span(max(claim.sentence, new.sentence, old.sentence))[1]
    for d in context.durations:
        if d.unit == "year" and d.value > 1 and opening <= d.start < closing:
            near = low - 60 <= d.start <= high + 60
            said: Signals = {"years-near" if near else "years-far": 1}
            if 0 <= claim.q.start - d.end <= 30 or 0 <= d.start - claim.q.end <= 30:
                # "the five-year CAGR is 14%"
                said["years-said"] = 1
            yield (Bound("years", d, "year"),), said
    years = [
        p
        for p in context.periods
        if opening <= p.start < closing and p.value == p.value and 1900 <= p.value <= 2200
    ]
    ways: dict[tuple[int, int], tuple[Quantity | None, Quantity, Signals]] = {}
    for s in years:
        for e in years:
            if e.value > s.value:
                _keep(ways, (int(e.value), int(s.value)), e, s, _year_signals(new, old, e.value, s.value))
    published = context.document.published
    if any(signals.get("years-own", 0) == 2 for _, _, signals in ways.values()):
        # each value bears its year: no other is meant
        ways = {key: way for key, way in ways.items() if way[2].get("years-own", 0) == 2}
    elif published is not None:
        for s in years:
            for back in (0, 1):
                end = published.year - back
                if end > s.value:
                    own = old.year is not None and int(old.year) == int(s.value)
                    signals: Signals = {"years-published": 1}
                    if own:
                        signals["years-published-own"] = 1
                    if back:
                        signals["years-last-year"] = 1
                    _keep(ways, (end, int(s.value)), None, s, signals)
    for (end, start), (e_q, s_q, signals) in ways.items():
        if end - start > 1:
            source = "text" if e_q is not None else "date"
            yield (
                (
                    Bound("end_year", e_q, "period", 1.0, float(end), source),
                    Bound("start_year", s_q, "period", 1.0, float(start)),
                ),
                signals,
            )


def _keep(
    ways: dict[tuple[int, int], tuple[Quantity | None, Quantity, Signals]],
    key: tuple[int, int],
    end: Quantity | None,
    start: Quantity,
    signals: Signals,
) -> None:
    """The best marked way to the same pair of years."""
    known = ways.get(key)
    if known is None or signals.get("years-own", 0) > known[2].get("years-own", 0):
        ways[key] = (end, start, signals)


def _year_signals(new: Figure, old: Figure, end: float, start: float) -> Signals:
    s: Signals = {"years-plain": 1}
    for figure, year in ((new, end), (old, start)):
        if figure.year is not None:
            name = "years-own" if int(figure.year) == int(year) else "years-own-other"
            s[name] = s.get(name, 0) + 1
    return s


def tied(one: Hypothesis) -> bool:
    """Does the text itself say which span, or which two values and years, are meant?"""
    said = one.signals.keys()
    if one.rule.kind == "duration":
        if {"span-published", "span-off-one"} <= said and "span-ago" not in said:
            return False  # it may have been written, or be counted, to another day
        return "span-listed" not in said
    if one.contrary or (one.direction is None and one.recomputed is not None and one.recomputed.high < 0):
        return False
    return "growth-frame" in said or not (one.against or "unmarked" in said)
