"""Spans of time, and growth by the year."""

from __future__ import annotations

from finchecks.claim.changes import Comparison, attach, change_cue, complete, find_cue
from finchecks.claim.context import Context, Figure, period_year
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.weigh import RIGHT, WRONG
from finchecks.interval import Interval
from finchecks.quantity import Quantity
from finchecks.rule import Rule

_AFTER = frozenset("after since later ago old earlier over from between old-age".split())


def _whole(q: Quantity, unit: str) -> tuple[float, Interval] | None:
    """A period as a place on the time line, in years (2022 is 2022 to 2023) or in months (12 × year + month)."""
    if q.value != q.value:
        return None
    year = int(q.value)
    if not 1000 <= year <= 2200:
        return None
    pieces = q.period.replace("FY", "").split("-")
    month = int(pieces[1]) if len(pieces) > 1 and pieces[1].isdigit() and 1 <= int(pieces[1]) <= 12 else None
    if unit == "month":
        if month is None:
            return None
        value = 12.0 * year + month
        return value, Interval(value - 0.5, value + 0.5)
    if month is not None:
        return float(year), Interval(year + (month - 1) / 12, year + month / 12)
    return float(year), Interval(float(year), year + 1.0)


def durations(context: Context, rules: dict[str, Rule]) -> list[tuple[Quantity, Hypothesis]]:
    """Years or months said between two periods of the sentence, or since one of them until the article's date."""
    rule = rules.get("duration")
    if rule is None:
        return []
    found: list[tuple[Quantity, Hypothesis]] = []
    published = context.document.published
    prose = context.document.prose
    for q in context.durations:
        if q.unit not in ("year", "month") or q.is_range or q.value <= 1.5 and q.unit == "year":
            continue
        sentence = context.sentence_of(q.start)
        start, end = context.sentence_span(sentence)
        previous = context.sentence_span(sentence - 1)[0] if sentence else start
        near = [p for p in context.periods if previous <= p.start < end and p.is_range is False]
        before = prose[max(start, q.start - 40) : q.start].lower()
        after = prose[q.end : q.end + 40].lower()
        spots: list[tuple[float, Interval, Quantity | None]] = []
        for p in near:
            whole = _whole(p, q.unit)
            if whole is not None:
                spots.append((whole[0], whole[1], p))
        if published is not None:
            value = float(published.year) if q.unit == "year" else 12.0 * published.year + published.month
            at = published.year + (published.timetuple().tm_yday - 1) / 365.25
            interval = Interval(at, at) if q.unit == "year" else Interval(value - 0.5, value + 0.5)
            spots.append((value, interval, None))
        for s_value, s_interval, s in spots:
            if s is None:
                continue
            for e_value, e_interval, e in spots:
                if e is s or e_value <= s_value:
                    continue
                span = Interval(e_interval.low - s_interval.high, e_interval.high - s_interval.low)
                low, high = (q.low, q.high) if q.low < q.high else (q.value, q.value)
                stated = Interval(low, high)
                right = stated.meets(span) or (q.unit == "year" and span.low <= q.value <= span.high)
                bits = -3.5
                signals: list[str] = []
                for spot in (s, e):
                    if spot is None:
                        bits -= 1.0
                    elif spot.start >= start:
                        bits += 1.0
                        between = prose[min(q.end, spot.end) : max(q.start, spot.start)]
                        bits -= len(between) / 60
                    else:
                        bits -= 1.5
                words = set((before + " | " + after).replace(",", " ").replace("-", " ").split())
                if words & _AFTER:
                    bits += 2.0
                    signals.append("span-cue")
                if after.lstrip(" -").startswith(("old", "after", "later", "earlier", "before", "since", "in which", "from")) or before.rstrip().endswith(("after", "those", "turned", "in")):
                    bits += 1.5
                if e is None and after.lstrip(" -").startswith(("ago", "old")) or e is None and "now" in words:
                    bits += 2.5
                if e is not None and after.lstrip(" -").startswith("ago"):
                    bits -= 2.0
                if s is not None and e is not None and s.start >= start and e.start >= start:
                    bits += 1.0
                    gap = prose[min(s.end, e.end) : max(s.start, e.start)].lower()
                    if len(gap) < 60 and (" to " in gap or " and " in gap or " until " in gap or "in" in gap):
                        bits += 1.0
                off = min(abs(q.value - span.low), abs(q.value - span.high))
                fit = "right" if right else "wrong"
                if not right and (abs(off - 10) < 1.01 or off <= 1.01):
                    bits += 1.5
                unit = "period"
                bound = (
                    _spot("start", s, s_value, s_interval, unit),
                    _spot("end", e, e_value, e_interval, unit),
                )
                one = Hypothesis(rule, _figure(q, sentence, context), bound, signals, bits)
                one.fit = fit
                one.recomputed = span
                one.bits = bits + (RIGHT + 3.5 if right else WRONG + 1.0)
                found.append((q, one))
    return found


def _figure(q: Quantity, sentence: int, context: Context) -> Figure:
    return Figure(q, -1, sentence, -1, (), (), frozenset(), "", False, False, None, "", (), "", frozenset())


def _spot(role: str, q: Quantity | None, value: float, interval: Interval, unit: str) -> Bound:
    source = "text" if q is not None else "date"
    return Bound(role, q, unit, 1.0, value, source)  # type: ignore[arg-type]


def growth(context: Context, rules: dict[str, Rule], pairs: list[Comparison]) -> list[Hypothesis]:
    """Compound growth: a percentage by the year, two values, and the years between them."""
    rule = rules.get("cagr")
    if rule is None:
        return []
    found: list[Hypothesis] = []
    figures = context.figures
    amounts = [f for f in figures if f.amount and f.q.value > 0 and not f.q.is_range and f.conversion_of is None]
    for claim in figures:
        if claim.q.kind != "percent" or claim.q.is_range:
            continue
        cue = find_cue(claim, context, ("compound",))
        if cue is None:
            around = " ".join((*claim.lead[-14:], *claim.tail[:12]))
            if not any(w in around for w in ("cagr", "compound", "annualised", "annualized", "a year by")):
                continue
        change = change_cue(claim, context)
        direction = change.direction if change is not None else None
        near = [f for f in amounts if abs(f.sentence - claim.sentence) <= 3 or f.block == claim.block]
        options = {(c.new.index, c.old.index): c for c in pairs}
        for new in near:
            for old in near:
                if new is old:
                    continue
                completed = complete(new, old)
                if completed is None:
                    continue
                unit, times_new, times_old = completed
                comparison = options.get((new.index, old.index)) or Comparison(new, old, unit, times_new, times_old, -1.5, ())
                if comparison.bits < -5:
                    continue
                signals = ["cagr", *comparison.signals]
                bits = comparison.bits + attach(context, claim, comparison, signals) + (2.5 if cue is not None else 0.5)
                for years, bound, plus in _years(context, claim, new, old):
                    one = Hypothesis(
                        rule,
                        claim,
                        (Bound("end", new.q, unit, comparison.times_new), Bound("start", old.q, unit, comparison.times_old), *bound),
                        [*signals, f"years{years:g}"],
                        bits + plus,
                        direction,
                        change.word if change else "",
                    )
                    if years <= 1:
                        continue
                    one.judge()
                    found.append(one)
    return found


def _years(context: Context, claim: Figure, new: Figure, old: Figure) -> list[tuple[float, tuple[Bound, ...], float]]:
    """Ways to count the years of a growth: a duration that is said, the two values' own years, years nearby."""
    options: list[tuple[float, tuple[Bound, ...], float]] = []
    low = min(claim.q.start, new.q.start, old.q.start)
    high = max(claim.q.end, new.q.end, old.q.end)
    sentence_start = context.sentence_span(min(claim.sentence, new.sentence, old.sentence))[0]
    sentence_end = context.sentence_span(max(claim.sentence, new.sentence, old.sentence))[1]
    for d in context.durations:
        if d.unit == "year" and d.value > 1 and sentence_start <= d.start < sentence_end:
            plus = 1.5 if low - 60 <= d.start <= high + 60 else -1.0
            options.append((d.value, (Bound("years", d, "year"),), plus))
    years = [p for p in context.periods if sentence_start <= p.start < sentence_end and p.value == p.value and 1900 <= p.value <= 2200]
    own: list[tuple[Quantity, Quantity, float]] = []
    for s in years:
        for e in years:
            if e.value > s.value:
                plus = 0.5
                if old.year is not None and int(old.year) == int(s.value):
                    plus += 1.5
                if new.year is not None and int(new.year) == int(e.value):
                    plus += 1.5
                if old.year is not None and int(old.year) != int(s.value) or new.year is not None and int(new.year) != int(e.value):
                    plus -= 3.0
                own.append((s, e, plus))
    seen: set[tuple[float, float]] = set()
    for s, e, plus in sorted(own, key=lambda t: -t[2]):
        if (s.value, e.value) in seen:
            continue
        seen.add((s.value, e.value))
        options.append(
            (
                e.value - s.value,
                (Bound("end_year", e, "period", 1.0, float(int(e.value))), Bound("start_year", s, "period", 1.0, float(int(s.value)))),
                plus,
            )
        )
    published = context.document.published
    if published is not None:
        for s in years:
            if s.value < published.year:
                plus = -1.0 if old.year is None or int(old.year) != int(s.value) else 0.0
                for back in (0, 1):
                    end = published.year - back
                    if end > s.value and (s.value, float(end)) not in seen:
                        options.append(
                            (
                                end - s.value,
                                (_published(float(end)), Bound("start_year", s, "period", 1.0, float(int(s.value)))),
                                plus - 1.0 * back,
                            )
                        )
    return options


def _published(year: float) -> Bound:
    return Bound("end_year", None, "period", 1.0, year, "date")  # type: ignore[arg-type]


__all__ = ["durations", "growth", "period_year"]
