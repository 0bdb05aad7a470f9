"""One amount said twice: in another currency or another unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from finchecks.claim.context import Context, Figure
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.weigh import MISTAKE, RIGHT, WRONG
from finchecks.rule import Rule
from finchecks.rule.load import builtin_folder
from finchecks.units import convert, measures

#: words that may stand between an amount and its conversion, beside the conversion marks
_FREE = frozenset(
    "( or , ; about around some roughly approximately nearly almost more than less over under just only call it which "
    "is was are were equal equals to equivalent of the i.e. ie that worth at today's current rates rate exchange in us "
    "dollars dollar terms euros pounds sterling yen - – — = : something like a little well put another way up say "
    "converted converts translates into comes works out reckoned as he she they paid for means roughly".split()
)
#: words that make an amount a conversion even without brackets
_CONVERTING = frozenset("or equal equivalent worth ie i.e. call = converts converted translates rate rates exchange say".split())


def mark_conversions(context: Context) -> list[tuple[Figure, Figure, float]]:
    """(claim, from, bits) for money and measures that restate the amount before; sets ``conversion_of``."""
    found: list[tuple[Figure, Figure, float]] = []
    figures = context.figures
    chain: Figure | None = None
    for i in range(1, len(figures)):
        claim, before = figures[i], figures[i - 1]
        q = claim.q
        if q.kind not in ("money", "measure") or claim.sentence != before.sentence:
            chain = None
            continue
        source = chain if chain is not None and before.conversion_of is not None else before
        if source.q.kind != q.kind and not (source.q.kind == "number" and q.kind == "measure"):
            source = before
        if source.q.kind != q.kind or source.q.unit == q.unit:
            chain = None
            continue
        bits = _bits(context, claim, before)
        if bits is None:
            chain = None
            continue
        claim.conversion_of = source.index
        chain = source
        found.append((claim, source, bits))
    return found


def _bits(context: Context, claim: Figure, before: Figure) -> float | None:
    """How plainly the words between say "the same amount"; None where they do not."""
    lead = claim.lead
    gap = context.document.prose[before.q.end : claim.q.start]
    if len(gap) > 60:
        return None
    other = [w for w in lead if w not in _FREE]
    if other:
        return None
    if not lead and "/" not in gap:
        return None
    opens = "(" in lead or ("[" in gap)
    if opens and (claim.q.bracketed or lead[0] == "(" or before.conversion_of is not None):
        return 8.0
    if lead[0] == ";" and before.conversion_of is not None:
        return 8.0
    if any(w in _CONVERTING for w in lead):
        return 6.0
    if "about" in lead or "around" in lead or "roughly" in lead or "some" in lead or "nearly" in lead:
        return 5.0 if "which" in lead or "is" in lead or lead[0] in (",", "—", "–", "-") else 3.5
    if "which" in lead and ("is" in lead or "was" in lead):
        return 4.5
    if "in" in lead and ("dollars" in lead or "dollar" in lead):
        return 6.0
    if gap.strip() == "/":
        return 5.0
    return None


def conversions(
    context: Context, rules: Mapping[str, Rule], marked: Sequence[tuple[Figure, Figure, float]]
) -> list[Hypothesis]:
    """Hypotheses of conversions; arithmetic is left to the engine, which has the rates."""
    found: list[Hypothesis] = []
    for claim, source, bits in marked:
        name = "currency-conversion" if claim.q.kind == "money" else "unit-conversion"
        rule = rules.get(name)
        if rule is None or claim.q.is_range or source.q.is_range:
            continue
        if claim.q.kind == "measure" and not _same_dimension(source.q.unit, claim.q.unit):
            claim.conversion_of = None
            continue
        bound = (Bound("from", source.q, source.q.unit),)
        one = Hypothesis(rule, claim, bound, {"prior conversion": 1}, bits)
        one.period = source.period or claim.period
        one.fit, one.bits = "right", bits
        if name == "unit-conversion":
            fit = unit_fit(source, claim)
            one.fit = fit
            one.bits = bits + {"right": RIGHT + 4, "mistake": MISTAKE + 3, "wrong": WRONG + 2.5}[fit]
        found.append(one)
    return found


def _same_dimension(a: str, b: str) -> bool:
    table = measures(builtin_folder() / "lexicon" / "units.txt")
    return a in table and b in table and table[a].dimension == table[b].dimension


def unit_fit(source: Figure, claim: Figure) -> str:
    """Is the claim the source in its own unit, give or take the rounding of both?"""
    table = measures(builtin_folder() / "lexicon" / "units.txt")
    low = convert(source.q.low, table[source.q.unit], table[claim.q.unit])
    high = convert(source.q.high, table[source.q.unit], table[claim.q.unit])
    if low is None or high is None:
        return "wrong"
    return "right" if low <= claim.q.high * 1.12 and claim.q.low * 0.88 <= high else "wrong"
