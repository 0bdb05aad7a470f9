"""One amount said twice: in another currency or another unit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from finchecks.claim.context import Context, Figure
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.weigh import RIGHT, WRONG
from finchecks.rule import Rule
from finchecks.rule.load import builtin_folder
from finchecks.units import Measure, convert, meanings, measures

#: words that may stand between an amount and its conversion, beside those that name a thing
_FREE = frozenset(
    [
        "(", "or", ",", ";", "about", "around", "some", "roughly", "approximately", "nearly", "almost",
        "more", "than", "less", "over", "under", "just", "only", "call", "it", "which", "is", "was", "are",
        "were", "equal", "equals", "to", "equivalent", "of", "the", "i.e.", "ie", "that", "worth", "at",
        "today's", "current", "rates", "rate", "exchange", "in", "us", "dollars", "dollar", "terms",
        "euros", "pounds", "sterling", "yen", "-", "–", "—", "=", ":", "something", "like", "a", "little",
        "well", "put", "another", "way", "up", "say", "converted", "converts", "translates", "into",
        "comes", "works", "out", "reckoned", "as", "he", "she", "they", "means",
    ]
)  # fmt: skip
#: words that make an amount a conversion even without brackets
_CONVERTING = frozenset(
    [
        "or", "equal", "equivalent", "worth", "ie", "i.e.", "call", "=", "converts", "converted",
        "translates", "rate", "rates", "exchange", "say",
    ]
)  # fmt: skip
_APPOSING = frozenset({",", "—", "–", "-"})
_IS = frozenset({"is", "was", "makes", "means", "equals", "are"})
_CURRENCY_WORDS = frozenset({"dollars", "dollar", "euros", "euro", "pounds", "sterling", "yen"})
_COMPARED = (("more",), ("less",), ("higher",), ("lower",), ("above",), ("below",), ("fewer",), ("of",))
#: an amount may have a noun before the bracket: "9.6 million tonnes of cargo (10.6 million short tons)"
_LONGEST_GAP = 70
_WORDS_BEFORE_BRACKET = 5
_BREAKS = re.compile(r"[.!?;:]\s|\n\s*\n|\b(?:and|but|while|from|to|against|compared|versus|than|by)\b")


def mark_conversions(context: Context, rules: Mapping[str, Rule]) -> list[tuple[Figure, Figure, float]]:
    """(claim, from, bits) for money and measures that restate the amount before; sets ``conversion_of``."""
    found: list[tuple[Figure, Figure, float]] = []
    figures = context.figures
    rule = rules.get("unit-conversion")
    for i in range(1, len(figures)):
        claim, before = figures[i], figures[i - 1]
        if claim.q.kind not in ("money", "measure") or claim.sentence > before.sentence + 1:
            continue
        # a second conversion ("14bn euros ($18.34bn; £9.6bn)") is of the first amount
        source = figures[before.conversion_of] if before.conversion_of is not None else before
        if source.q.kind != claim.q.kind:
            continue
        units = _units(source, claim)
        if units is not None and (rule is None or not _pairs(rule, *units)):
            continue
        if units is None and source.q.unit == claim.q.unit:
            continue
        bits = _bits(context, claim, before, measure=units is not None)
        if bits is None:
            continue
        claim.conversion_of = source.index
        if source.year is None and claim.year is not None:
            # "57.4 million RMB ($8.2 million) in 2022": the period after the bracket is said of both
            source.year, source.period = claim.year, claim.period
        found.append((claim, source, bits))
    return found


def _units(source: Figure, claim: Figure) -> tuple[str, str] | None:
    """The two units, of measures or of prices by measure ("$4.31 a pound, which is $9,500 a tonne")."""
    if claim.q.kind == "measure":
        return (source.q.unit, claim.q.unit) if source.q.unit != claim.q.unit else None
    if claim.q.unit == source.q.unit and claim.q.per and source.q.per and claim.q.per != source.q.per:
        return source.q.per, claim.q.per
    return None


def _bits(context: Context, claim: Figure, before: Figure, measure: bool) -> float | None:
    """How plainly the words between say "the same amount"; None where they do not."""
    gap = context.document.prose[before.q.end : claim.q.start].replace("\n", " ").lower()
    if len(gap) > _LONGEST_GAP or claim.tail[:1] in _COMPARED:
        return None
    lead = claim.lead
    if claim.sentence != before.sentence:
        # "… ₩1.84tn. In dollars: $1.2bn."
        named = lead[:1] == ("in",) and len(lead) <= 3 and bool(_CURRENCY_WORDS & set(lead))
        return 5.0 if named and not _BREAKS.search(gap.split(".")[0]) else None
    bracket = gap.rfind("(")
    if bracket >= 0 and ")" not in gap[bracket:]:
        inside = [w for w in lead[_last(lead, "(") + 1 :] if w not in _FREE]
        outside = gap[:bracket]
        if inside or _BREAKS.search(outside) or len(outside.split()) > _WORDS_BEFORE_BRACKET:
            return None
        return 8.0 if not outside.strip() else 6.0
    if lead[:1] in ((";",), ("/",)) and before.conversion_of is not None and not _other(lead):
        return 8.0
    # what stands before the last comma names the first amount: "C$44m in new shares, about US$32m"
    opening = max((at for at, word in enumerate(lead) if word in _APPOSING), default=-1)
    head, rest = lead[: max(opening, 0)], lead[opening + 1 :]
    aside = gap[: max(gap.rfind(mark) for mark in (",", "—", "–", " - "))] if opening >= 0 else ""
    if len(head) > _WORDS_BEFORE_BRACKET or _BREAKS.search(aside):
        return None
    said = gap[len(aside) :]
    if "equal" in lead or "equivalent" in lead:
        said = said.replace(" to ", " ", 1)
    if _BREAKS.search(said):
        return None
    if rest[:1] == ("which",) and rest[-1] in _IS and len(rest) <= 9:
        # "…, which for the Americans on the line is 2.03 million short tons"
        return 4.5
    other = _other(rest)
    if other and not ("or" in lead and "," in lead and len(other) <= 2):
        return None
    if gap.strip() == "/":
        return 5.0
    if any(w in _CONVERTING for w in lead) or "call it" in claim.q.qualifier_text:
        return 6.0 if not other and not _other(head) else 4.5
    if "in" in lead and ("dollars" in lead or "dollar" in lead):
        return 6.0
    opens = opening >= 0 or "which" in lead
    if claim.q.qualifier is not None or "about" in lead or "some" in lead:
        return 5.0 if opens else 3.0
    if "which" in lead and ("is" in lead or "was" in lead):
        return 4.5
    # two measures of one dimension side by side are hardly anything else
    return 3.0 if measure and opens and not rest else None


def _other(words: Sequence[str]) -> list[str]:
    return [w for w in words if w not in _FREE]


def _last(words: Sequence[str], word: str) -> int:
    return max((i for i, w in enumerate(words) if w == word), default=-1)


def conversions(
    rules: Mapping[str, Rule], marked: Sequence[tuple[Figure, Figure, float]]
) -> list[Hypothesis]:
    """Hypotheses of conversions; of currencies the engine judges, which has the rates."""
    found: list[Hypothesis] = []
    for claim, source, bits in marked:
        units = _units(source, claim)
        measure = units is not None
        rule = rules.get("unit-conversion" if measure else "currency-conversion")
        if rule is None or claim.q.is_range or source.q.is_range:
            continue
        if source.q.qualifier == "about" and claim.q.qualifier is None:
            # "about 100 km (60 miles)": both are about
            claim = replace(claim, q=replace(claim.q, qualifier="about"))
        one = Hypothesis(rule, claim, (Bound("from", source.q, source.q.unit),), {}, bits)
        one.period = claim.period or source.period
        one.fit, one.bits = "right", bits
        if units is not None and not _fits(rule, source, claim, units):
            one.fit, one.bits = "wrong", bits + WRONG + 3.0
        elif measure:
            one.bits = bits + RIGHT + 4.0
        found.append(one)
    return found


def _pairs(rule: Rule, first: str, second: str) -> list[tuple[Measure, Measure]]:
    """What the names of two units may mean, as far as that is of one dimension."""
    table = measures(builtin_folder() / "lexicon" / "units.txt")
    ambiguous = rule.binding.get("ambiguous")
    return [
        (a, b)
        for a in meanings(first, ambiguous, table)
        for b in meanings(second, ambiguous, table)
        if a.dimension == b.dimension
    ]


def _fits(rule: Rule, source: Figure, claim: Figure, units: tuple[str, str]) -> bool:
    """Is the claim the source in its own unit, give or take both roundings and a tenth?"""
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
        if low <= claim.q.high * 1.12 and claim.q.low * 0.88 <= high:
            return True
    return False
