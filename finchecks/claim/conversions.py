"""One amount said twice: in another currency or another unit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from finchecks.claim.context import Context, Figure
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.weigh import RIGHT, WRONG
from finchecks.rule import Rule
from finchecks.rule.load import builtin_folder
from finchecks.units import convert, measures

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
#: an amount may have a noun before the bracket: "9.6 million tonnes of cargo (10.6 million short tons)"
_LONGEST_GAP = 70
_WORDS_BEFORE_BRACKET = 5
_BREAKS = re.compile(r"[.!?;:]\s|\n\s*\n|\b(?:and|but|while|from|to|against|compared|versus|than|by)\b")


def mark_conversions(context: Context) -> list[tuple[Figure, Figure, float]]:
    """(claim, from, bits) for money and measures that restate the amount before; sets ``conversion_of``."""
    found: list[tuple[Figure, Figure, float]] = []
    figures = context.figures
    for i in range(1, len(figures)):
        claim, before = figures[i], figures[i - 1]
        if claim.q.kind not in ("money", "measure") or claim.sentence != before.sentence:
            continue
        # a second conversion ("14bn euros ($18.34bn; £9.6bn)") is of the first amount
        source = figures[before.conversion_of] if before.conversion_of is not None else before
        if source.q.kind != claim.q.kind or source.q.unit == claim.q.unit:
            continue
        bits = _bits(context, claim, before)
        if bits is None or (claim.q.kind == "measure" and not _same_dimension(source.q.unit, claim.q.unit)):
            continue
        claim.conversion_of = source.index
        if source.year is None and claim.year is not None:
            # "57.4 million RMB ($8.2 million) in 2022": the period after the bracket is said of both
            source.year, source.period = claim.year, claim.period
        found.append((claim, source, bits))
    return found


def _bits(context: Context, claim: Figure, before: Figure) -> float | None:
    """How plainly the words between say "the same amount"; None where they do not."""
    gap = context.document.prose[before.q.end : claim.q.start]
    if len(gap) > _LONGEST_GAP:
        return None
    lead = claim.lead
    other = [w for w in lead if w not in _FREE]
    bracket = gap.rfind("(")
    if bracket >= 0 and ")" not in gap[bracket:]:
        inside = [w for w in lead[_last(lead, "(") + 1 :] if w not in _FREE]
        outside = gap[:bracket]
        if inside or _BREAKS.search(outside.lower()) or len(outside.split()) > _WORDS_BEFORE_BRACKET:
            return None
        return 8.0 if not other else 6.0
    if not other and lead[:1] in ((";",), ("/",)) and before.conversion_of is not None:
        return 8.0
    if (
        len(other) > 2
        or (other and not ("or" in lead and "," in lead))
        or _BREAKS.search(
            gap.lower().replace(" to ", " ", 1) if "equal" in lead or "equivalent" in lead else gap.lower()
        )
    ):
        return None
    if gap.strip() == "/":
        return 5.0
    if any(w in _CONVERTING for w in lead) or "call it" in claim.q.qualifier_text:
        return 6.0 if not other else 4.5
    if "in" in lead and ("dollars" in lead or "dollar" in lead):
        return 6.0
    if claim.q.qualifier is not None or "about" in lead or "some" in lead:
        opens = bool(lead) and (lead[0] in (",", "—", "–", "-") or "which" in lead)
        return 5.0 if opens else 3.0
    if "which" in lead and ("is" in lead or "was" in lead):
        return 4.5
    return None


def _last(words: Sequence[str], word: str) -> int:
    return max((i for i, w in enumerate(words) if w == word), default=-1)


def conversions(
    rules: Mapping[str, Rule], marked: Sequence[tuple[Figure, Figure, float]]
) -> list[Hypothesis]:
    """Hypotheses of conversions; of currencies the engine judges, which has the rates."""
    found: list[Hypothesis] = []
    for claim, source, bits in marked:
        measure = claim.q.kind == "measure"
        rule = rules.get("unit-conversion" if measure else "currency-conversion")
        if rule is None or claim.q.is_range or source.q.is_range:
            continue
        one = Hypothesis(rule, claim, (Bound("from", source.q, source.q.unit),), {}, bits)
        one.period = claim.period or source.period
        one.fit, one.bits = "right", bits
        if measure and not _fits(source, claim):
            one.fit, one.bits = "wrong", bits + WRONG + 3.0
        elif measure:
            one.bits = bits + RIGHT + 4.0
        found.append(one)
    return found


def _same_dimension(a: str, b: str) -> bool:
    table = measures(builtin_folder() / "lexicon" / "units.txt")
    return a in table and b in table and table[a].dimension == table[b].dimension


def _fits(source: Figure, claim: Figure) -> bool:
    """Is the claim the source in its own unit, give or take both roundings and the kinds of ton and ounce?"""
    table = measures(builtin_folder() / "lexicon" / "units.txt")
    low = convert(source.q.low, table[source.q.unit], table[claim.q.unit])
    high = convert(source.q.high, table[source.q.unit], table[claim.q.unit])
    return low is not None and high is not None and low <= claim.q.high * 1.12 and claim.q.low * 0.88 <= high
