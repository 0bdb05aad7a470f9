"""Rates of exchange that a text tells, and what it converts at them without brackets.

"Translated at RMB6.86 to US$1", "86p to the euro", "the euro was at 4.30", "hedged at 1.09": where only a
number is told, the amounts beside it say of which two currencies it is, and which way round.
"""

from __future__ import annotations

import functools
import itertools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from finchecks.claim.context import Context, Figure
from finchecks.interval import Interval
from finchecks.lexicon import read_lexicon, rules_folder
from finchecks.quantity.currencies import currencies_of, unit_priced

#: a text gives its rates a few times; one that is full of them is not read to its end
_MOST = 40
_HINGE = re.compile(r"\s*(?:to|=|per|for|against|equals|is|was)\s*")
#: words before a bare number among which one says that it is a rate
_REACH = 5
#: sentences before a converted amount, and figures before the first of it and the rate, among which the
#: other may stand
_BACK, _FIGURES = 2, 4
#: what share of itself a conversion may be off by its roundings
_NEAR = 0.03
#: so many times too much or too little, and it is not this that was converted
_FAR = 3.0


@dataclass(frozen=True, slots=True)
class RateSaid:
    """One of a ``base`` is ``interval`` of ``quote``; "" or no base where the text does not name them.

    ``base`` holds all the currencies that its name may mean.
    """

    figure: Figure
    base: frozenset[str]
    quote: str
    interval: Interval

    def per(self, base: str, quote: str) -> tuple[Interval, ...]:
        """Units of ``quote`` for one ``base``, as it may be meant; none where it is of other currencies."""
        straight = (not self.quote or self.quote == quote) and (not self.base or base in self.base)
        turned = (not self.quote or self.quote == base) and (not self.base or quote in self.base)
        found = [self.interval] if straight else []
        if turned:
            found.append(Interval(1 / self.interval.high, 1 / self.interval.low))
        return tuple(found)

    @property
    def named(self) -> bool:
        """Does the text name both currencies?"""
        return bool(self.quote and self.base)


@functools.cache
def _rate_words(language: str = "en") -> tuple[frozenset[str], frozenset[str]]:
    """Words that make a bare number a rate, and those right before it."""
    raw = read_lexicon(rules_folder() / "lexicon" / language / "conversions.yaml")
    return frozenset(raw["rated"]), frozenset(raw["before_rate"])


def rates_said(context: Context) -> tuple[RateSaid, ...]:
    """The rates that a text with amounts in two currencies tells, in its order."""
    figures = context.figures
    if len({f.q.unit for f in figures if f.q.kind == "money"}) < 2:
        return ()
    found: list[RateSaid] = []
    for at, f in enumerate(figures):
        if f.q.kind not in ("money", "number") or f.q.is_range or f.q.low <= 0:
            continue
        one = _for_one(context, at) or _priced(context, f) or _bare(f)
        if one is not None:
            found.append(one)
            if len(found) == _MOST:
                break
    return tuple(found)


def _for_one(context: Context, at: int) -> RateSaid | None:
    """ "US$1 = HK$7.80", "RMB6.86 to US$1"."""
    f = context.figures[at]
    for first, last in ((at - 1, at), (at, at + 1)):
        if first < 0 or last >= len(context.figures):
            continue
        a, b = context.figures[first], context.figures[last]
        unit = a if b is f else b
        if unit.q.value != 1.0 or unit.q.kind != "money" or f.q.kind != "money" or unit.q.unit == f.q.unit:
            continue
        if _HINGE.fullmatch(context.document.prose, a.q.end, b.q.start):
            return RateSaid(f, frozenset({unit.q.unit}), f.q.unit, Interval(f.q.low, f.q.high))
    return None


def _priced(context: Context, f: Figure) -> RateSaid | None:
    """ "150 yen to the dollar", "with the euro at 1.14"; not "$4.31 per pound of copper"."""
    prose = context.document.prose
    end = prose.rfind(f.q.text, 0, f.q.end) + len(f.q.text) if f.q.per else f.q.end
    priced = unit_priced(prose, f.q.start, end)
    if priced is None:
        return None
    name, said = priced
    base = currencies_of(name) - {f.q.unit}
    if not base or ("GBP" in base and " the " not in said and not _counts_pounds(context, end + len(said))):
        return None
    quote = f.q.unit if f.q.kind == "money" else ""
    return RateSaid(f, base, quote, Interval(f.q.low, f.q.high))


def _counts_pounds(context: Context, end: int) -> bool:
    """Is a pound money here: in a text that has amounts in them, and not a pound of something?"""
    return "GBP" in context.counted and not context.document.prose.startswith(" of ", end)


def _bare(f: Figure) -> RateSaid | None:
    """ "at the hedged rate of 0.54", "divided by 8.20"."""
    words = f.lead[-_REACH:]
    rated, before = _rate_words()
    if f.q.kind != "number" or f.q.noun or f.q.word or not words or words[-1] not in before:
        return None
    if rated.isdisjoint(words) or (f.q.value == int(f.q.value) and not f.q.decimals):
        return None
    return RateSaid(f, frozenset(), "", Interval(f.q.low, f.q.high))


def rates_of(said: Sequence[RateSaid], claim: Figure, source: Figure, tied: bool) -> tuple[Interval, ...]:
    """What the text tells of the rate between two amounts: by name anywhere, by a number beside them.

    A number that does not tie the two may be the rate of something else: it speaks only where it agrees.
    """

    def speaks(one: RateSaid) -> bool:
        near = one.figure.sentence in (claim.sentence, claim.sentence - 1)
        return one.named or (near and (tied or _off(source, claim, one) < 1 + _NEAR))

    found = (one.per(source.q.unit, claim.q.unit) for one in said if speaks(one))
    return tuple(dict.fromkeys(itertools.chain.from_iterable(found)))


def at_rate(context: Context, claim: Figure, said: Sequence[RateSaid]) -> Figure | None:
    """What is converted at a rate told beside it: "It costs 35 shillings. At 129 to the dollar, _"."""
    rates = {one.figure.index for one in said}
    if claim.q.kind != "money" or not claim.single_value or claim.index in rates:
        return None
    for one in said:
        if one.figure.sentence != claim.sentence or not _leads_to(context, one, claim):
            continue
        first = min(one.figure.index, claim.index)
        amounts = [
            f
            for f in reversed(context.figures[max(0, first - _FIGURES) : first])
            if f.q.kind == "money"
            and f.single_value
            and f.index not in rates
            and f.block == claim.block
            and f.sentence >= claim.sentence - _BACK
            and f.conversion_of is None
        ]
        fitting = [f for f in amounts if _off(f, claim, one) < 1 + _NEAR]
        if fitting and _only_rounded(fitting[0], claim, one):
            return None
        before = claim.index < one.figure.index
        if before and any(_off(claim, f, one) < 1 + _NEAR for f in _after(context, one)):
            continue  # "at US$1.2m (the dollar was at 5.60, so R$6.7m)"
        if fitting:
            return fitting[0]
        near = len(amounts) == 1 or (amounts and amounts[0].sentence >= claim.sentence - 1)
        if near and not before and _meant(amounts[0], claim, one):
            return amounts[0]
    return None


def _after(context: Context, one: RateSaid) -> list[Figure]:
    """The amount right after a rate."""
    found = context.figures[one.figure.index + 1 : one.figure.index + 2]
    return [f for f in found if f.q.kind == "money" and f.sentence == one.figure.sentence]


def _leads_to(context: Context, one: RateSaid, claim: Figure) -> bool:
    """Does the rate stand right before the claim, or the other way about, as far as amounts go?"""
    first, last = sorted((one.figure.index, claim.index))
    between = context.figures[first + 1 : last]
    return all(f.q.kind not in ("money", "number") or f.q.value == 1.0 for f in between)


def _off(source: Figure, claim: Figure, one: RateSaid) -> float:
    """How many times too large or too small the claim is."""
    return _times_off(source, claim, one.per(source.q.unit, claim.q.unit))


def _times_off(source: Figure, claim: Figure, rates: Sequence[Interval]) -> float:
    made = [source.q.value * (rate.low + rate.high) / 2 for rate in rates]
    return min((max(each / claim.q.value, claim.q.value / each) for each in made), default=math.inf)


def _only_rounded(source: Figure, claim: Figure, one: RateSaid) -> bool:
    """ "€91,400" for 91,421: which digits are meant is open."""
    strict, loose = Interval(claim.q.low, claim.q.high), Interval(claim.q.loose_low, claim.q.loose_high)
    made = [
        Interval(source.q.low * rate.low, source.q.high * rate.high)
        for rate in one.per(source.q.unit, claim.q.unit)
    ]
    return not any(strict.meets(each) for each in made) and any(loose.meets(each) for each in made)


def _meant(source: Figure, claim: Figure, one: RateSaid) -> bool:
    """Is it off by no more than an error makes it: a slip of the scale, or the rate turned over?"""
    if source.q.unit == claim.q.unit or {"origin", "comparison"} & (source.marks | claim.marks):
        return False
    off = _off(source, claim, one)
    turned = _times_off(source, claim, one.per(claim.q.unit, source.q.unit)) < 1 + _NEAR
    slipped = any(max(off / power, power / off) < 1 + _NEAR for power in (10.0, 100.0, 1000.0))
    return off < _FAR or slipped or turned
