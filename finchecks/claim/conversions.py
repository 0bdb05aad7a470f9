"""One amount said twice: in another currency or another unit."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from finchecks.claim.context import Context, Figure, tokens
from finchecks.claim.exchange import at_rate, rates_of, rates_said
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.reading import plain
from finchecks.claim.weigh import RIGHT, WRONG
from finchecks.interval import Interval
from finchecks.lexicon import load_numbers, read_lexicon, rules_folder
from finchecks.rule import Rule
from finchecks.rule.load import builtin_folder
from finchecks.units import Measure, comparable, convert, measures

#: scale of temperature → its degree
_DEGREES = {"degC": "celsius_degree", "degF": "fahrenheit_degree"}
_LISTED = ((",",), ("and",), (";",))
_APPOSING = frozenset({",", "—", "–", "-"})
#: an amount may have a noun before the bracket: "9.6 million tonnes of cargo (10.6 million short tons)"
_LONGEST_GAP = 70
_WORDS_BEFORE_BRACKET = 5
_SHORT_GAP = 30
#: a mark that ends a clause
_MARKS = r"[!?;:]\s|(?<!\be)\.\s|\n\s*\n"
#: how far before a temperature a word says that it is how much warmer
_WARMTH_REACH = 3
#: times in two units differ by this much at most, or are two times
_SAME_TIME = 2.0
#: how plainly it is said that an amount is converted at a rate, in bits, and by what share of itself one
#: price of a thing must differ from another
_AT_RATE, _NEAR_RATE = 6.0, 0.05
#: characters after a bracket in which the noun stands that it belongs to
_NAME_REACH = 20


@dataclass(frozen=True, slots=True)
class ConversionWords:
    """The fields are the keys of ``conversions.yaml``, which explains them."""

    free: frozenset[str]
    converting: frozenset[str]
    being: frozenset[str]
    currencies: frozenset[str]
    compared: frozenset[str]
    determiners: frozenset[str]
    parting: frozenset[str]
    warmth_before: frozenset[str]
    warmth_after: frozenset[str]


@functools.cache
def load_conversion_words(language: str = "en") -> ConversionWords:
    """The words of a language. Raises FaultError when the file is missing or no YAML."""
    raw = read_lexicon(rules_folder() / "lexicon" / language / "conversions.yaml")
    return ConversionWords(**{name: frozenset(raw[name]) for name in ConversionWords.__slots__})


@functools.cache
def _breaks() -> re.Pattern[str]:
    parting = "|".join(sorted(map(re.escape, load_conversion_words().parting)))
    return re.compile(rf"{_MARKS}|\b(?:{parting})\b")


class Marked(NamedTuple):
    """Money or a measure that restates the amount before, how plainly, in bits, and the rates told of it."""

    claim: Figure
    source: Figure
    bits: float
    rates: tuple[Interval, ...]


def mark_conversions(context: Context, rules: Mapping[str, Rule]) -> list[Marked]:
    """What restates the amount before in another currency or unit; sets ``conversion_of``."""
    found: list[Marked] = []
    figures = context.figures
    said = rates_said(context)
    rule = rules.get("unit-conversion")
    for i in range(1, len(figures)):
        claim, before = figures[i], figures[i - 1]
        if claim.q.kind not in ("money", "measure") or claim.sentence > before.sentence + 1:
            continue
        amount = at_rate(context, claim, said) if said else None
        if amount is not None:
            claim.conversion_of = amount.index
            found.append(Marked(claim, amount, _AT_RATE, rates_of(said, claim, amount, tied=True)))
            continue
        # a second conversion ("14bn euros ($18.34bn; £9.6bn)") is of the first amount
        source = figures[before.conversion_of] if before.conversion_of is not None else before
        if source.q.kind != claim.q.kind:
            continue
        units = _units(source, claim)
        if units is not None and (rule is None or not _pairs(rule, *units)):
            continue
        if units is None and source.q.unit == claim.q.unit and not _names_one_thing(context, source, claim):
            continue
        bits = _bits(context, claim, before, measure=units is not None)
        if bits is None:
            continue
        claim.conversion_of = source.index
        if source.year is None and claim.year is not None:
            # "57.4 million RMB ($8.2 million) in 2022": the period after the bracket is said of both
            source.year, source.period = claim.year, claim.period
        found.append(Marked(claim, source, bits, rates_of(said, claim, source, tied=False)))
    return found


def _names_one_thing(context: Context, source: Figure, claim: Figure) -> bool:
    """ "A $3bn ($1.6bn) deal": one thing at two prices in one currency, no value of another time."""
    words = load_conversion_words()
    after = tokens(context.text(claim.q.end, claim.q.end + _NAME_REACH))
    return (
        claim.lead == ("(",)
        and source.index == claim.index - 1
        and not words.determiners.isdisjoint(source.lead[-1:])
        and after[:1] == (")",)
        and len(after) > 1
        and after[1].isalpha()
        and after[1] not in context.relations.stop
        and after[1] not in words.compared
        and abs(claim.q.value / source.q.value - 1) > _NEAR_RATE
        and sum(_again_in_brackets(context, f) for f in context.figures) == 1
    )


def _again_in_brackets(context: Context, f: Figure) -> bool:
    """An amount in brackets after one of its currency: a text that has several compares two times by them."""
    before = context.figures[f.index - 1] if f.index else None
    return before is not None and f.lead[:1] == ("(",) and before.q.unit == f.q.unit and f.q.kind == "money"


def _units(source: Figure, claim: Figure) -> tuple[str, str] | None:
    """The two units, of measures or of prices by measure ("$4.31 a pound, which is $9,500 a tonne")."""
    if claim.q.kind != "money":
        return (source.q.unit, claim.q.unit) if source.q.unit != claim.q.unit else None
    prices = {claim.q.per, source.q.per}
    if claim.q.unit == source.q.unit and len(prices) == 2 and "" not in prices:
        # a wage by the month and by the year is a pace
        return (source.q.per, claim.q.per) if prices.isdisjoint(load_numbers().durations) else None
    return None


def _bits(context: Context, claim: Figure, before: Figure, measure: bool) -> float | None:
    """How plainly the words between say "the same amount"; None where they do not."""
    gap = context.document.prose[before.q.end : claim.q.start].replace("\n", " ").lower()
    words = load_conversion_words()
    lead = claim.lead
    # "at 80°C (176°F for American readers)"
    inside = lead[-1:] == ("(",) and claim.tail[:1] == ("for",)
    if len(gap) > _LONGEST_GAP or (not inside and not words.compared.isdisjoint(claim.tail[:1])):
        return None
    if claim.sentence != before.sentence:
        # "… ₩1.84tn. In dollars: $1.2bn."
        named = lead[:1] == ("in",) and len(lead) <= 3 and bool(words.currencies & set(lead))
        return 5.0 if named and not _breaks().search(gap.split(".")[0]) else None
    bracket = gap.rfind("(")
    if bracket >= 0 and ")" not in gap[bracket:]:
        told = [w for w in lead[_last(lead, "(") + 1 :] if w not in words.free]
        outside = gap[:bracket]
        if told or _breaks().search(outside) or len(outside.split()) > _WORDS_BEFORE_BRACKET:
            return None
        return 8.0 if not outside.strip() else 6.0
    if lead[:1] in ((";",), ("/",)) and before.conversion_of is not None and not _other(lead):
        return 8.0
    # what stands before the last comma names the first amount: "C$44m in new shares, about US$32m"
    opening = max((at for at, word in enumerate(lead) if word in _APPOSING), default=-1)
    head, rest = lead[: max(opening, 0)], lead[opening + 1 :]
    aside = gap[: max(gap.rfind(mark) for mark in (",", "—", "–", " - "))] if opening >= 0 else ""
    if len(head) > _WORDS_BEFORE_BRACKET or _breaks().search(aside):
        return None
    said = gap[len(aside) :]
    if "equal" in lead or "equivalent" in lead:
        said = said.replace(" to ", " ", 1)
    if _breaks().search(said):
        return None
    if rest[:1] == ("which",) and rest[-1] in words.being and len(rest) <= 9:
        # "…, which for the Americans on the line is 2.03 million short tons"
        return 4.5
    other = _other(rest)
    if other and not ("or" in lead and "," in lead and len(other) <= 2):
        return None
    if gap.strip() == "/":
        return 5.0
    if (
        any(w in words.converting for w in lead) or rest[:2] == ("that", "is")
    ) or "call it" in claim.q.qualifier_text:
        return 6.0 if not other and not _other(head) else 4.5
    if "in" in lead and ("dollars" in lead or "dollar" in lead):
        return 6.0
    opens = opening >= 0 or "which" in lead
    if claim.q.qualifier is not None or "about" in lead or "some" in lead:
        return 5.0 if opens else 3.0
    if "which" in lead and ("is" in lead or "was" in lead):
        return 4.5
    closing = claim.tail[:1]
    if measure and closing and closing == lead[opening : opening + 1] and lead[opening] != "," and not rest:
        # "185 metres – 607 feet – high"
        return 6.0
    after = context.figures[claim.index + 1 : claim.index + 2]
    listed = bool(after) and after[0].lead in _LISTED and after[0].q.kind == claim.q.kind
    if measure and lead == (",",) and closing in ((), (",",), (")",)):
        # "a steak of twelve ounces, 340 grams, …"; not "3 kilos, 5 pounds, 8 pounds"
        return None if listed else 4.5
    # two measures of one dimension side by side are hardly anything else
    return 3.0 if measure and opens and not other else None


def _other(words: Sequence[str]) -> list[str]:
    return [w for w in words if w not in load_conversion_words().free]


def _last(words: Sequence[str], word: str) -> int:
    return max((i for i, w in enumerate(words) if w == word), default=-1)


def times_again(context: Context, rules: Mapping[str, Rule]) -> list[Hypothesis]:
    """Times in another unit: "three weeks (21 days)", "36 months, or three years"."""
    rule = rules.get("unit-conversion")
    found: list[Hypothesis] = []
    for before, q in itertools.pairwise(context.durations if rule is not None else ()):
        gap = context.document.prose[before.end : q.start]
        if len(gap) > _SHORT_GAP or q.unit == before.unit or rule is None or q.is_range or before.is_range:
            continue
        words = tokens(gap)
        enclosed = words[:1] == ("(",) and context.document.prose[q.end : q.end + 1] == ")"
        said = not load_conversion_words().converting.isdisjoint(words) and words[:1] in (("(",), (",",))
        source, claim = plain(before, context), plain(q, context)
        if _other(words) or not (enclosed or (said and words[0] == ",")):
            continue
        if not _fits(rule, source, claim, (before.unit, q.unit), _SAME_TIME):
            # "90 days, or two weeks if …"
            continue
        one = Hypothesis(rule, claim, (Bound("from", before, before.unit),), {}, 8.0 if enclosed else 5.0)
        right = _fits(rule, source, claim, (before.unit, q.unit))
        one.fit, one.bits = (
            ("right", one.structure + RIGHT) if right else ("wrong", one.structure + WRONG + 3.0)
        )
        found.append(one)
    return found


def conversions(rules: Mapping[str, Rule], marked: Sequence[Marked]) -> list[Hypothesis]:
    """Hypotheses of conversions; of currencies the engine judges, which has the rates."""
    found: list[Hypothesis] = []
    for claim, source, bits, rates in marked:
        units = _units(source, claim)
        measure = units is not None
        rule = rules.get("unit-conversion" if measure else "currency-conversion")
        if rule is None or claim.q.is_range or source.q.is_range:
            continue
        if source.q.qualifier == "about" and claim.q.qualifier is None:
            # "about 100 km (60 miles)": both are about
            claim = replace(claim, q=replace(claim.q, qualifier="about"))
        if units is not None:
            source, claim, units = _warmth(source, claim, units)
        one = Hypothesis(rule, claim, (Bound("from", source.q, source.q.unit),), {}, bits)
        if measure and claim.q.value < 0:
            one.direction = "down"
        one.period = claim.period or source.period
        one.rates = rates
        one.fit, one.bits = "right", bits
        if units is not None and not _fits(rule, source, claim, units):
            one.fit, one.bits = "wrong", bits + WRONG + 3.0
        elif measure:
            one.bits = bits + RIGHT + 4.0
        found.append(one)
    return found


def _warmth(source: Figure, claim: Figure, units: tuple[str, str]) -> tuple[Figure, Figure, tuple[str, str]]:
    """Two temperatures as how much warmer it is, where the words say so: "warmed by 2°C (3.6°F)"."""
    if units[0] not in _DEGREES or units[1] not in _DEGREES:
        return source, claim, units
    words = load_conversion_words()
    before = source.lead[-_WARMTH_REACH:]
    if words.warmth_before.isdisjoint(before) or "to" in before[-1:]:
        after = [word for word in claim.tail[:2] if word != ")"]
        if words.warmth_after.isdisjoint(after[:1]):
            return source, claim, units
    first, second = _DEGREES[units[0]], _DEGREES[units[1]]
    return (
        replace(source, q=replace(source.q, unit=first)),
        replace(claim, q=replace(claim.q, unit=second)),
        (first, second),
    )


def _pairs(rule: Rule, first: str, second: str) -> list[tuple[Measure, Measure]]:
    """What the names of two units may mean, as far as that is of one dimension."""
    table = measures(builtin_folder() / "lexicon" / "units.txt")
    return comparable(first, second, rule.binding.get("ambiguous"), table)


def _fits(rule: Rule, source: Figure, claim: Figure, units: tuple[str, str], most: float = 1.12) -> bool:
    """Is the claim the source in its own unit, give or take both roundings and a factor?"""
    half = 0.5 if claim.q.kind == "duration" else 0.0
    least, largest = (claim.q.low - half) / most, (claim.q.high + half) * most
    for a, b in _pairs(rule, *units):
        if claim.q.kind == "money":
            # so much for one of the first unit
            factor = b.factor / a.factor
            low, high = source.q.low * factor, source.q.high * factor
        else:
            ends = convert(source.q.low, a, b), convert(source.q.high, a, b)
            if ends[0] is None or ends[1] is None:
                continue
            low, high = min(ends[0], ends[1]), max(ends[0], ends[1])
        if low <= max(largest, least) and min(largest, least) <= high:
            return True
    return False
