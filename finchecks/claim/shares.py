"""Shares: a part in a whole, and the ratios that have a name (margins, tax rates, payout)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from finchecks.claim.changes import REACH, between, change_cue, complete, find_cue, nouns_meet
from finchecks.claim.context import Context, Figure, metric_of, names_of
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.relations import stem
from finchecks.claim.weigh import Signals, bits_of, magnitude
from finchecks.rule import Rule

_APPOSED = frozenset(
    [
        "or", "(", "i.e.", "ie", "which", "is", "was", "that", "equal", "equivalent", "to", ",", "-", "–",
        "—", "about", "exactly", "roughly", "some", "nearly", "almost", "just",
    ]
)  # fmt: skip
_WHOLE_WORDS = frozenset({"total", "whole", "all", "group", "overall"})
_PHRASE_ENDS = frozenset(
    [
        ",", ";", "(", ")", ":", "and", "which", "that", "in", "from", "to", "by", "while", "but", "is",
        "was", "at", "–", "—",
    ]
)  # fmt: skip
#: "short of the 6%": a mark to reach, not a share
_BOUNDS = frozenset({"short of", "below", "above"})
#: how many figures before a claim its part is looked for
PART_FIGURES = 7
FLOOR = -8.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the claim's words call its whole: "35.4% of revenue", "the operating margin"."""

    phrase: tuple[str, ...]
    names: frozenset[str]
    metric: str
    total: bool
    ratio: tuple[str, str] | None


def whole_phrase(claim: Figure) -> tuple[str, ...]:
    """The words after "… % of" up to the next mark."""
    tail = claim.tail
    if not tail or tail[0] not in ("of", "in"):
        return ()
    words: list[str] = []
    for word in tail[1:9]:
        if word in _PHRASE_ENDS:
            break
        words.append(word)
    return tuple(words) if words or tail[0] == "of" else ()


def ratio_name(claim: Figure, context: Context) -> tuple[str, str] | None:
    """The metrics of a named ratio right before (or after) the claim: "operating margin of 10.5%"."""
    ratios = context.relations.ratios
    for words in (claim.lead[-9:], claim.tail[:4]):
        stems = [stem(w) for w in words]
        for end in range(len(stems), 0, -1):
            for length in range(min(3, end), 0, -1):
                pair = ratios.get(" ".join(stems[end - length : end]))
                if pair is not None:
                    return pair
    # "to 22.9% from 20.1%": the ratio is named before the first of the two
    if claim.index:
        before = context.figures[claim.index - 1]
        if before.q.kind == "percent" and before.sentence == claim.sentence and len(claim.lead) <= 6:
            return ratio_name(before, context)
    return None


def wanted(claim: Figure, context: Context) -> Wanted:
    phrase = whole_phrase(claim)
    return Wanted(
        phrase,
        frozenset(names_of(phrase, context.relations)),
        metric_of(phrase, context.relations) if phrase else "",
        any(w in _WHOLE_WORDS for w in phrase),
        ratio_name(claim, context),
    )


def shares(context: Context, rules: Mapping[str, Rule]) -> list[Hypothesis]:
    rule = rules.get("share")
    if rule is None:
        return []
    found: list[Hypothesis] = []
    table = context.weights
    for claim in context.figures:
        q = claim.q
        if q.kind not in ("percent", "fraction") or q.is_range or q.value <= 0 or q.value > 1000:
            continue
        amounts = [f for f in context.around(claim, REACH) if f.amount and f.q.value > 0 and not f.q.is_range]
        want = wanted(claim, context)
        start: Signals = {"prior share": 1}
        _claim_signals(context, claim, want, start)
        start_bits = bits_of(start, table)
        stated = magnitude(q)
        parts: list[tuple[Figure, Signals, float]] = []
        for part in amounts:
            near = part.block == claim.block and abs(part.index - claim.index) <= PART_FIGURES
            named = want.ratio is not None and part.metric == want.ratio[0]
            if part is claim or not (near or named):
                continue
            s: Signals = {}
            _part_signals(context, claim, part, want, s)
            bits = bits_of(s, table)
            if bits > -8:
                parts.append((part, s, bits))
        for part, part_signals, part_bits in parts:
            for whole in amounts:
                if whole is part or whole is claim:
                    continue
                completed = complete(part, whole)
                if completed is None:
                    continue
                unit, times_part, times_whole = completed
                value = part.q.value * times_part / (whole.q.value * times_whole) * 100
                fits = stated.low * 0.93 <= value <= stated.high * 1.07
                if not fits and start_bits + part_bits < -2:
                    continue
                s = {}
                _whole_signals(claim, part, whole, want, s)
                said = {*part_signals, *s}
                if (
                    "part-apposed" in said
                    and {"whole-next", "whole-of", "of-metric", "of-name", "of-total"} & said
                ):
                    s["share-frame"] = 1
                if {"ratio-part", "ratio-whole"} <= said:
                    s["ratio-frame"] = 1
                if value > 103:
                    s["over-whole"] = 1
                bits = start_bits + part_bits + bits_of(s, table)
                if bits < FLOOR or (not fits and bits < 1):
                    continue
                bound = (Bound("part", part.q, unit, times_part), Bound("whole", whole.q, unit, times_whole))
                one = Hypothesis(rule, claim, bound, {**start, **part_signals, **s}, bits)
                one.judge(stated)
                found.append(one)
    return found


def _claim_signals(context: Context, claim: Figure, want: Wanted, s: Signals) -> None:
    cue = change_cue(claim, context)
    if want.phrase:
        s[
            "share-of-change"
            if cue is not None and cue.distance <= 1 and cue.side == "before"
            else "share-of"
        ] = 1
    if claim.q.qualifier_text in _BOUNDS or "no" in claim.lead[:2] or "target" in claim.lead[-6:]:
        s["share-bound"] = 1
    if find_cue(claim, context, ("share",)) is not None and claim.lead[-1:] != ("of",):
        s["share-cue"] = 1
    if want.ratio is not None:
        s["ratio"] = 1
    elif not want.phrase:
        s["share-change" if cue is not None and cue.distance <= 4 else "share-plain"] = 1
    if claim.q.kind == "fraction":
        s["share-fraction"] = 1


def _part_signals(context: Context, claim: Figure, part: Figure, want: Wanted, s: Signals) -> None:
    steps = between(context, part.index, claim.index)
    if part.sentence == claim.sentence:
        s["part-together"] = 1
        if steps:
            s["part-step"] = steps
        if part.index > claim.index:
            s["part-after"] = 1
        elif steps == 0:
            if all(w in _APPOSED for w in claim.lead) or claim.lead[-2:] == (",", "or"):
                s["part-apposed"] = 1
            elif find_cue(claim, context, ("share",)) is not None:
                s["part-cue"] = 1
    else:
        apart = abs(part.sentence - claim.sentence)
        s["part-other-sentence"] = 1
        s["part-apart"] = min(apart, 4)
        if steps:
            s["part-step-apart"] = min(steps, 8)
        if part.index > claim.index:
            s["part-after"] = 1
        if part.block != claim.block:
            s["part-block"] = 1
    if want.ratio is not None:
        name = (
            "ratio-part-none"
            if not part.metric
            else "ratio-part"
            if part.metric == want.ratio[0]
            else "ratio-part-other"
        )
        s[name] = 1
    if part.conversion_of is not None:
        s["part-conversion"] = 1


def _whole_signals(claim: Figure, part: Figure, whole: Figure, want: Wanted, s: Signals) -> None:
    next_of = (
        whole.index == claim.index + 1
        and whole.sentence == claim.sentence
        and bool(want.phrase or claim.tail[:1] == ("of",))
    )
    if whole.sentence == claim.sentence:
        s["whole-together"] = 1
        if next_of:
            s["whole-next"] = 1
    elif whole.block != claim.block:
        s["whole-block"] = 1
    else:
        s["whole-apart" if abs(whole.sentence - claim.sentence) == 1 else "whole-far"] = 1
    if whole.lead[:1] == ("of",) and whole.index <= claim.index:
        s["whole-of"] = 1
    elif "whole" in whole.marks and whole.mark.startswith("of"):
        s["whole-of-after"] = 1
    if want.ratio is not None:
        name = (
            "ratio-whole-none"
            if not whole.metric
            else "ratio-whole"
            if whole.metric == want.ratio[1]
            else "ratio-whole-other"
        )
        s[name] = 1
    elif want.phrase and not next_of:
        if want.metric and whole.metric:
            s["of-metric" if whole.metric == want.metric else "of-metric-other"] = 1
        common = len(want.names & whole.name_set)
        if common:
            s["of-name"] = min(common, 2)
        elif want.names and not want.metric:
            s["of-name-none"] = 1
        if want.total and not want.names:
            s["of-total"] = 1
    if part.year is not None and whole.year is not None:
        s["share-year-same" if int(part.year) == int(whole.year) else "share-year-other"] = 1
    if part.earlier != whole.earlier:
        s["share-earlier-other"] = 1
    if whole.conversion_of is not None:
        s["whole-conversion"] = 1
    if (part.labels ^ whole.labels) & {"forecast"}:
        s["share-label-other"] = 1
    if part.q.kind == "count" and whole.q.kind == "count" and part.q.noun and whole.q.noun:
        s["share-noun-same" if nouns_meet(part.q.noun, whole.q.noun) else "share-noun-other"] = 1
    if part.q.per and whole.q.per and part.q.per != whole.q.per:
        s["share-per-other"] = 1


#: a share is held against the author only where one of these ties it to its operands
_SAID = frozenset({"share-frame", "ratio-frame", "part-apposed", "whole-next", "whole-of"})


def tied(one: Hypothesis) -> bool:
    """Does the text itself say which part and which whole are meant?"""
    return "table-share" not in one.signals and bool(_SAID & one.signals.keys())
