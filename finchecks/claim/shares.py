"""Shares: a part in a whole, and the ratios that have a name (margins, tax rates, payout)."""

from __future__ import annotations

from finchecks.claim.changes import change_cue, complete, find_cue
from finchecks.claim.context import Context, Figure, metric_of, names_of
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.relations import stem
from finchecks.claim.weigh import magnitude
from finchecks.rule import Rule

_APPOSED = frozenset({"or", "(", "i.e.", "ie", "which", "is", "was", "that", "equal", "equivalent", "to", ",", "-", "–", "—", "about", "exactly"})
_WHOLE_WORDS = frozenset({"total", "whole", "all", "group", "overall"})
#: how many figures before a claim its part is looked for
PART_FIGURES = 6


def whole_phrase(claim: Figure) -> tuple[str, ...]:
    """The words after "… % of" up to the next mark: what the whole is called."""
    tail = claim.tail
    if not tail or tail[0] not in ("of", "in"):
        return ()
    words: list[str] = []
    for word in tail[1:9]:
        if word in (",", ";", "(", ")", ":", "and", "which", "that", "in", "from", "to", "by", "while", "but", "is", "was", "at", "–", "—"):
            break
        words.append(word)
    return tuple(words)


def ratio_name(claim: Figure, context: Context) -> tuple[str, tuple[str, str]] | None:
    """A named ratio right before (or after) the claim: "operating margin of 10.5%"."""
    ratios = context.relations.ratios
    for words in (claim.lead[-9:], claim.tail[:4]):
        stems = [stem(w) for w in words]
        best: tuple[str, tuple[str, str]] | None = None
        for end in range(len(stems), 0, -1):
            for length in (3, 2, 1):
                if end - length < 0:
                    continue
                phrase = " ".join(stems[end - length : end])
                pair = ratios.get(phrase)
                if pair is not None:
                    best = (phrase, pair)
                    break
            if best is not None:
                return best
    # "up to 22.9% from 20.1%": the ratio is named before the first of the two
    if claim.index:
        before = context.figures[claim.index - 1]
        if before.q.kind == "percent" and before.sentence == claim.sentence and len(claim.lead) <= 6:
            return ratio_name(before, context)
    return None


def _part_bits(context: Context, claim: Figure, part: Figure, signals: list[str]) -> float:
    bits = 0.0
    steps = sum(1 for f in context.figures[min(part.index, claim.index) + 1 : max(part.index, claim.index)] if f.conversion_of is None)
    if part.sentence == claim.sentence:
        bits += 1.0 - 1.0 * steps
        if part.index < claim.index:
            if steps == 0:
                free = [w for w in claim.lead if w not in _APPOSED]
                if not free:
                    bits += 3.5
                    signals.append("apposed")
                elif find_cue(claim, context, ("share",)) is not None:
                    bits += 2.0
                    signals.append("share-cue")
        else:
            bits -= 1.5
    else:
        apart = abs(part.sentence - claim.sentence)
        bits -= 0.5 + 1.0 * apart + 0.3 * steps
        if part.index > claim.index:
            bits -= 1.5
        if part.block != claim.block:
            bits -= 2.0
    return bits


def shares(context: Context, rules: dict[str, Rule]) -> list[Hypothesis]:
    rule = rules.get("share")
    if rule is None:
        return []
    found: list[Hypothesis] = []
    figures = context.figures
    amounts = [f for f in figures if f.amount and f.q.value > 0 and not f.q.is_range]
    for claim in figures:
        q = claim.q
        if q.kind not in ("percent", "fraction") or q.is_range or q.value <= 0 or q.value > 1000:
            continue
        base: list[str] = []
        bits = 0.0
        cue = change_cue(claim, context)
        ratio = ratio_name(claim, context)
        phrase = whole_phrase(claim)
        if phrase:
            bits += 2.0
            base.append("of")
        if find_cue(claim, context, ("share",)) is not None and "of" not in claim.lead[-1:]:
            bits += 0.5
        if ratio is not None:
            bits += 1.5
            base.append("ratio")
        if cue is not None and cue.distance <= 1 and not phrase and ratio is None:
            bits -= 4.0
            base.append("change-cue")
        elif not phrase and ratio is None:
            bits -= 1.5
        if q.kind == "fraction":
            bits -= 0.5
        names = frozenset(names_of(phrase, context.relations)) if phrase else frozenset()
        metric = metric_of(phrase, context.relations) if phrase else ""
        total = any(w in _WHOLE_WORDS for w in phrase)
        stated = magnitude(q)
        for part in amounts:
            near_part = part.block == claim.block and abs(part.index - claim.index) <= PART_FIGURES
            named_part = ratio is not None and part.metric == ratio[1][0]
            if part is claim or not (near_part or named_part):
                continue
            signals_part = list(base)
            part_bits = _part_bits(context, claim, part, signals_part)
            if part_bits < -6 and named_part:
                part_bits = -6.0
            if ratio is not None:
                if named_part:
                    part_bits += 3.0
                    signals_part.append("ratio-part")
                elif part.metric:
                    part_bits -= 3.0
            if part.conversion_of is not None:
                part_bits -= 3.0
            if part_bits < -8:
                continue
            for whole in amounts:
                if whole is part or whole is claim:
                    continue
                completed = complete(part, whole)
                if completed is None:
                    continue
                unit, times_part, times_whole = completed
                low = part.q.value * times_part / (whole.q.value * times_whole) * 100
                close_fit = stated.low * 0.93 <= low <= stated.high * 1.07
                signals = list(signals_part)
                whole_bits = _whole_bits(context, claim, part, whole, phrase, names, metric, total, ratio, signals)
                if not close_fit and whole_bits + part_bits + bits < 3:
                    continue
                if low > 103 and (ratio is None or ratio[0] != "ratio"):
                    whole_bits -= 4.0
                total_bits = bits + part_bits + whole_bits
                if total_bits < -8:
                    continue
                one = Hypothesis(
                    rule, claim, (Bound("part", part.q, unit, times_part), Bound("whole", whole.q, unit, times_whole)), signals, total_bits
                )
                one.judge(stated)
                found.append(one)
    return found


def _whole_bits(
    context: Context,
    claim: Figure,
    part: Figure,
    whole: Figure,
    phrase: tuple[str, ...],
    names: frozenset[str],
    metric: str,
    total: bool,
    ratio: tuple[str, tuple[str, str]] | None,
    signals: list[str],
) -> float:
    bits = 0.0
    apart = abs(whole.sentence - claim.sentence)
    if whole.sentence == claim.sentence:
        bits += 0.5
        if whole.index == claim.index + 1 and phrase:
            bits += 4.0
            signals.append("of-next")
    elif apart == 1 and whole.block == claim.block:
        bits -= 0.5
    elif whole.block == claim.block:
        bits -= 1.5
    else:
        bits -= 3.5
    if whole.lead[:1] == ("of",) and whole.index <= claim.index:
        bits += 2.5
        signals.append("of-whole")
    elif whole.marks and "whole" in whole.marks and whole.mark.startswith("of"):
        bits += 0.7
    if ratio is not None:
        if whole.metric == ratio[1][1]:
            bits += 3.0
            signals.append("ratio-whole")
        elif whole.metric:
            bits -= 3.0
    elif phrase and not (whole.index == claim.index + 1 and whole.sentence == claim.sentence):
        if metric and whole.metric:
            if whole.metric == metric:
                bits += 3.5
                signals.append("of-metric")
            else:
                bits -= 3.0
                signals.append("of-metric≠")
        common = len(names & set(whole.names))
        if common:
            bits += min(2.0 * common, 4.0)
            signals.append("of-names")
        elif names and not metric:
            bits -= 1.5
        if total and not names:
            bits += 1.5
            signals.append("of-total")
    if part.year is not None and whole.year is not None:
        bits += 0.7 if part.year == whole.year else -2.0
    if part.earlier != whole.earlier:
        bits -= 1.5
    if whole.conversion_of is not None:
        bits -= 2.0
    if part.q.kind == "count" and whole.q.kind == "count" and part.q.noun and whole.q.noun:
        if set(part.q.noun.split()) & set(whole.q.noun.split()):
            bits += 1.0
        else:
            bits -= 1.0
    if part.q.per != whole.q.per and part.q.per and whole.q.per:
        bits -= 2.0
    return bits
