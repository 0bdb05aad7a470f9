"""The exchange rates that an article's conversions imply, beside the reference rates of their days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from finchecks.engine import Check, Rate, periods
from finchecks.engine.rates import Rates
from finchecks.interval import Interval

#: how much of the history is drawn before the first and after the last day that matters
BEFORE, AFTER = dt.timedelta(days=270), dt.timedelta(days=30)
#: a line has no use for more points
_POINTS = 180


@dataclass(frozen=True, slots=True)
class Reference:
    """A rate that a conversion was judged by, in the orientation of its pair."""

    name: str
    low: float
    high: float
    fits: bool


@dataclass(frozen=True, slots=True)
class Conversion:
    """One conversion of the article: its check's number, its amounts, the rate that they imply, and the days
    (first and last) that it is of, None where nobody knows."""

    number: int
    amount: str
    stated: str
    low: float
    high: float
    verdict: str
    references: tuple[Reference, ...]
    days: tuple[dt.date, dt.date] | None


@dataclass(frozen=True, slots=True)
class Pair:
    """All conversions between two currencies, as units of ``quote`` for one ``base``.

    ``history`` are reference rates by day around the conversions' days, from ``source``.
    """

    base: str
    quote: str
    conversions: tuple[Conversion, ...]
    history: tuple[tuple[dt.date, float], ...]
    source: str

    @property
    def unit(self) -> str:
        return f"{self.quote} per {self.base}"


def ledger(checks: Sequence[Check], published: dt.date | None, rates: Rates | None) -> tuple[Pair, ...]:
    """The pairs in the order in which the article has them. Checks are numbered from 1."""
    groups: dict[frozenset[str], list[tuple[int, Check]]] = {}
    for number, check in enumerate(checks, 1):
        source = next((one for one in check.claim.operands if one.role == "from"), None)
        if check.claim.kind == "currency_conversion" and source is not None and check.implied is not None:
            groups.setdefault(frozenset((source.unit, check.claim.stated.unit)), []).append((number, check))
    return tuple(_pair(group, published, rates) for group in groups.values())


def _pair(group: Sequence[tuple[int, Check]], published: dt.date | None, rates: Rates | None) -> Pair:
    implied = group[0][1].implied
    assert implied is not None  # the group was made of those that have one
    quote, _, base = implied.unit.partition(" per ")
    conversions = tuple(_conversion(number, check, quote, published) for number, check in group)
    days = [day for one in conversions if one.days is not None for day in one.days]
    history: list[tuple[dt.date, float]] = []
    source = ""
    if days and rates is not None:
        for table in rates.tables:
            history = table.between(base, quote, min(days) - BEFORE, max(days) + AFTER)
            if history:
                source = table.name
                break
    step = -(-len(history) // _POINTS) or 1
    # counted from the end, so that the last day is there
    return Pair(base, quote, conversions, tuple(history[::-1][::step][::-1]), source)


def _conversion(number: int, check: Check, quote: str, published: dt.date | None) -> Conversion:
    implied, source = check.implied, check.claim.operands[0]
    assert implied is not None
    turned = not implied.unit.startswith(f"{quote} per ")
    rate = _turned(Interval(implied.low, implied.high), turned)
    # reference rates are units of the claim's currency for one of the operand's
    across = check.claim.stated.unit != quote
    span = periods.days(check.claim.period) if check.claim.period else None
    if published is not None and (span is None or any(one.date and one.fits for one in check.rates)):
        span = (published, published)
    return Conversion(
        number,
        source.text,
        check.claim.stated.text,
        *rate,
        check.severity if check.verdict == "mismatch" and check.severity else check.verdict,
        tuple(
            Reference(named(one), *_turned(Interval(one.low, one.high), across), one.fits)
            for one in check.rates
        ),
        span,
    )


def _turned(interval: Interval, turned: bool) -> Interval:
    if not turned or interval.low <= 0:
        return interval
    return Interval(1 / interval.high, 1 / interval.low)


def named(rate: Rate) -> str:
    """Where a rate comes from and of when it is, in words."""
    source = source_name(rate.source)
    if rate.date is not None:
        return f"{source}, week to {rate.date}"
    return f"{source}, {rate.period}" if rate.period else source


def source_name(source: str) -> str:
    return {"ecb": "European Central Bank", "text": "stated in the text"}.get(source, source)
