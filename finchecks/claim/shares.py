"""Shares: a part in a whole, and the ratios that have a name (margins, tax rates, payout)."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from finchecks.claim.changes import (
    PLAIN,
    RATE_CUES,
    REACH,
    between,
    change_cue,
    complete,
    find_cue,
    nouns_meet,
    says,
)
from finchecks.claim.context import AMOUNTS, Context, Figure, names_of
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.levels import Level, LevelWords, level_words, levels, named, named_in
from finchecks.claim.paces import follows
from finchecks.claim.relations import Relations, stem
from finchecks.claim.surroundings import load_surroundings
from finchecks.claim.weigh import Signals, bits_of, magnitude
from finchecks.rule import Rule

_APPOSED = frozenset(
    [
        "or", "(", "i.e.", "i.e", "ie", "which", "is", "was", "that", "equal", "equivalent", "to", ",", "-",
        "–", "—", "about", "exactly", "roughly", "some", "nearly", "almost", "just",
    ]
)  # fmt: skip
_PHRASE_ENDS = frozenset(
    [
        ",", ";", "(", ")", ":", "and", "which", "that", "in", "from", "to", "by", "while", "but", "is",
        "was", "at", "–", "—", "with", "after", "against", "than", "compared", "versus", "as", "when",
        "where", "during", "or", "following", "are", "were",
    ]
)  # fmt: skip
PROFITS = frozenset({"profit", "gross_profit", "operating_profit", "ebitda", "pretax_profit", "net_profit"})
#: "short of the 6%": a mark to reach, not a share
_BOUNDS = frozenset({"short of", "below", "above"})
#: words of time between an amount and its share: "_ a year, 5%"
_TIMED = 3
#: how many figures before a claim its part is looked for
PART_FIGURES = 7
_PRONOUNS = (("it",), ("that",), ("this",), ("them",), ("these",), ("those",), ("which",))
#: "5% of what was sold", "5% of them": no name to look for
_UNNAMED = (*_PRONOUNS, ("what",), ("everything",))
_LEVELS = frozenset({"goal", "origin", "comparison", "level"})
_ARTICLES = (("a",), ("an",))
_DASHES = (("-",), ("–",), ("—",))
#: "1,850 of the union's 2,110": words from one to the other, and how the last may end
_OWNER = 4
_OWNED = ("'s", "’s", "s'", "s’")
#: ", a record turnout of _": tokens from the mark on
_NAME = 6
#: words right before an amount that call it by its name
_CALLED = 5
_OPENS = (("or",), (",",), ("(",), ("i.e",))
_RELATIVES = (("which",), ("whom",), ("them",), ("these",), ("those",))
FLOOR = -8.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the claim's words call its operands: "35.4% of revenue", "the operating margin"."""

    phrase: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()
    metric: str = ""
    narrowed: frozenset[str] = frozenset()
    total: bool = False
    ratio: tuple[str, str] | None = None
    #: "operating profit was 5.6% of sales" names its part
    part_metric: str = ""
    part_narrowed: frozenset[str] = frozenset()
    #: "the loan-to-deposit ratio" names both
    hyphened: tuple[str, str] | None = None
    #: said of the percentage before, of which this one is the earlier value
    inherited: bool = False
    #: ... or, in a list, of the one before
    listed: bool = False

    @property
    def named(self) -> bool:
        return bool(self.ratio or self.phrase or self.hyphened)

    @property
    def whole_metric(self) -> str:
        return self.ratio[1] if self.ratio is not None else self.metric


@dataclass(frozen=True, slots=True)
class View:
    """The document as one claim looks for its operands."""

    context: Context
    levels: Sequence[Level]
    claim: Figure
    want: Wanted
    #: "a load factor of 81%": the claim is called a ratio of some kind
    rated: bool = False
    #: the values of the metrics wanted, at the claim's time; one alone is surely meant
    parts: frozenset[float] = frozenset()
    wholes: frozenset[float] = frozenset()


def whole_phrase(claim: Figure, relations: Relations, words: LevelWords) -> tuple[str, ...]:
    """The words after "… % of" up to the next mark, or those of "as a percentage of … it was _"."""
    tail = own_tail(claim)
    if tail and (tail[0] in ("of", "in") or (claim.q.kind == "fraction" and tail[0] == "the")):
        found = _up_to_end(tail[1:9], relations)
        if tail[0] == "of" or names_of(found, relations):
            return found
    lead = claim.lead
    for at in range(len(lead) - 2, -1, -1):
        if lead[at] in words.shares_of and lead[at + 1] in ("of", "in") and (at < 2 or lead[at - 2] != "by"):
            return _up_to_end(lead[at + 2 : at + 6], relations)
    return ()


def own_tail(claim: Figure) -> tuple[str, ...]:
    """The words after the claim; "_, or 42%, of sales" is said without its comma."""
    if claim.tail[:2] == (",", "of") and claim.lead[:1] in ((",",), ("(",)) and claim.lead[-1:] in _OPENS:
        return claim.tail[1:]
    return claim.tail


def _up_to_end(words: Sequence[str], relations: Relations) -> tuple[str, ...]:
    found: list[str] = []
    for word in words:
        if word in _PHRASE_ENDS or (found and word in relations.pronouns):
            break
        found.append(word)
    return tuple(found)


def ratio_name(claim: Figure, context: Context) -> tuple[tuple[str, str], frozenset[str]] | None:
    """The metrics of a named ratio right before (or after) the claim, and what narrows the name."""
    relations, level = context.relations, level_words()
    for words in (claim.lead[-14:], claim.tail[:4]):
        found = named_in(words, relations.ratios, relations, level, owned=False)
        if found is not None:
            return found
    return None


def _hyphened(claim: Figure) -> tuple[str, str] | None:
    """ "the loan-to-deposit ratio": the nouns of its part and its whole."""
    for word in reversed(claim.lead[-8:]):
        part, to, whole = word.partition("-to-")
        if to and part and whole and part[-1:].isalpha() and whole[0].isalpha():
            return stem(part.rsplit("-", 1)[-1]), stem(whole.split("-", 1)[0])
    return None


def wanted(claim: Figure, context: Context) -> Wanted:
    """What the claim's own words ask for."""
    words = level_words()
    phrase = whole_phrase(claim, context.relations, words)
    ratio = ratio_name(claim, context)
    metric, narrowed = named(phrase, context.relations, words) if phrase else ("", frozenset())
    own, own_narrowed = named(claim.lead, context.relations, words)
    if ratio is not None:
        own, own_narrowed = ratio[0][0], ratio[1]
    elif own == metric or not phrase:
        own, own_narrowed = "", frozenset()
    return Wanted(
        phrase,
        frozenset(() if phrase[:1] in _UNNAMED else names_of(phrase, context.relations)),
        metric,
        narrowed,
        any(w in words.totals for w in phrase),
        ratio[0] if ratio is not None else None,
        own,
        own_narrowed,
        _hyphened(claim),
    )


def wants(context: Context, standing: Sequence[Level]) -> dict[int, Wanted]:
    """What each percentage asks for; an earlier one alone what the newer before it does."""
    found: dict[int, Wanted] = {}
    for claim in context.figures:
        if claim.q.kind not in ("percent", "fraction"):
            continue
        want = wanted(claim, context)
        if not want.named and (standing[claim.index].old or _of_another_time(context, claim, found)):
            before = _inheritable(context, found, claim)
            if before is not None:
                want = replace(before, inherited=True)
        elif not want.named and claim.index and (before := _listed(context, found, claim)) is not None:
            want = replace(before, inherited=True, listed=True)
        found[claim.index] = want
    return found


def is_bound(claim: Figure, relations: Relations) -> bool:
    """ "Short of the 6%", "no customer took more than 10% of sales": a mark to reach or to stay under."""
    return (
        claim.q.qualifier_text in _BOUNDS
        or "no" in claim.lead[:2]
        or "target" in claim.lead[-6:]
        or not relations.bounds.isdisjoint(claim.tail[:4])
    )


def _of_another_time(context: Context, claim: Figure, known: Mapping[int, Wanted]) -> bool:
    """ "12% of sales, after 11% in 2021 and 10% in 2020": is it only the time that sets it apart?"""
    before = context.figures[claim.index - 1] if claim.index else None
    if before is None or before.sentence != claim.sentence or before.q.kind != claim.q.kind:
        return False
    if claim.year is None or claim.year == before.year:
        return False
    want = known.get(before.index)
    whole = frozenset(want.phrase) if want is not None and not want.inherited else frozenset()
    stop = context.relations.stop
    return all(
        not word[0].isalpha() or word in stop or word in whole or word in context.relations.marks
        for word in claim.lead
    )


def _listed(context: Context, known: Mapping[int, Wanted], claim: Figure) -> Wanted | None:
    """ "A has 620 (27% of all), B 250 (11%) and C 150 (6.5%)": what is said of the first holds for all."""
    figures = context.figures
    if claim.index < 3 or not is_apposed(claim):
        return None
    part, before, other = figures[claim.index - 1], figures[claim.index - 2], figures[claim.index - 3]
    if (
        before.q.kind == claim.q.kind == "percent"
        and before.sentence == claim.sentence == part.sentence == other.sentence
        and (part.q.unit == other.q.unit or (part.q.kind in PLAIN and other.q.kind in PLAIN))
        and part.amount
        and before.lead[-1:] == claim.lead[-1:]
    ):
        want = known.get(before.index)
        return want if want is not None and want.phrase else None
    return None


def _inheritable(context: Context, known: Mapping[int, Wanted], claim: Figure) -> Wanted | None:
    """What the percentage before asks for, in this sentence or the one before."""
    for index in range(claim.index - 1, max(-1, claim.index - 5), -1):
        before = context.figures[index]
        if claim.sentence - before.sentence > 1:
            return None
        if before.q.kind == "percent":
            want = known.get(index)
            return want if want is not None and want.named else None
    return None


def _values(view: View, amounts: Sequence[Figure], metric: str, narrowed: frozenset[str]) -> frozenset[float]:
    """The distinct values of a metric at the claim's time."""
    found: list[float] = []
    old, span = view.levels[view.claim.index].old, view.levels[view.claim.index].span
    for f in amounts:
        level = view.levels[f.index]
        if level.metric != metric and not (metric == "profit" and level.metric in PROFITS):
            continue
        if level.step or level.old != old or level.narrowed - narrowed:
            continue
        if metric == "profit" and f.block != view.claim.block:
            continue
        if other_span(span, level.span):
            continue
        if f.conversion_of is None and "forecast" not in f.labels and not f.q.per and f.q.kind != "number":
            found.append(f.q.value)
    return frozenset(found)


def other_span(ours: str, theirs: str) -> bool:
    """Is the whole counted over another time than the part, as far as the text says?"""
    if ours == theirs or {ours, theirs} == {"half", "so far"}:
        return False
    return bool(ours and theirs) or ours == "so far"


def shares(context: Context, rules: Mapping[str, Rule]) -> list[Hypothesis]:
    """Percentages and fractions as parts of a whole, and multiples as one metric over another."""
    share, ratio = rules.get("share"), rules.get("ratio")
    found: list[Hypothesis] = []
    standing = levels(context)
    known = wants(context, standing)
    for claim in context.figures:
        q = claim.q
        if q.is_range or q.value <= 0 or q.value > 1000:
            continue
        if share is not None and q.kind in ("percent", "fraction"):
            found += _part_of_the_whole(context, claim, share)
            found += _bind(context, standing, claim, known[claim.index], share, 100.0)
        elif ratio is not None and q.kind in ("multiple", "number"):
            want = wanted_multiple(claim, context)
            if want is not None:
                found += _bind(context, standing, claim, want, ratio, 1.0)
    return found


def _part_of_the_whole(context: Context, claim: Figure, rule: Rule) -> list[Hypothesis]:
    """ "3,900 of the 5,500 jobs that are to go have now gone, or 61%": the two amounts right before it.

    "$81.6m on $261.5m of revenue, a 31% margin" says the same of a return, and "paid out 68% of its profit:
    $393m out of $577m" says it the other way about.
    """
    if _out_of(context, claim):
        part, whole = context.figures[claim.index + 1 : claim.index + 3]
    elif claim.index > 1 and _told_of_both(context, claim):
        part, whole = context.figures[claim.index - 2 : claim.index]
    else:
        return []
    s: Signals = {"prior part-of-whole": 1}
    bound = (Bound("part", part.q, whole.q.unit), Bound("whole", whole.q, whole.q.unit))
    one = Hypothesis(rule, claim, bound, s, bits_of(s, context.weights))
    one.judge(magnitude(claim.q))
    return [one]


def _alike(part: Figure, whole: Figure, claim: Figure) -> bool:
    """Are they two single amounts of one kind in the claim's sentence, the first the smaller?"""
    return (
        part.sentence == whole.sentence == claim.sentence
        and part.single_value
        and whole.single_value
        and part.q.kind in ("count", "number", "money", "measure")
        and part.q.value < whole.q.value
        and (part.q.unit == whole.q.unit or part.q.kind in PLAIN)
    )


def _out_of(context: Context, claim: Figure) -> bool:
    """ "68% of its profit: $393m out of $577m": a percentage, and what it is made of right after it."""
    after = context.figures[claim.index + 1 : claim.index + 3]
    if len(after) < 2 or not _alike(after[0], after[1], claim):
        return False
    part = after[0]
    mark = next((word for word in reversed(part.lead) if not word[0].isalpha()), "")
    return (
        part.tail[len(part.q.noun.split()) :] == ("out", "of")
        and after[1].tail[:1] != ("of",)
        and mark in (":", ",", "(", "–", "—")
        and part.lead[-1:] == (mark,)
        and find_cue(claim, context, RATE_CUES) is None
    )


def _told_of_both(context: Context, claim: Figure) -> bool:
    """Do the words make one of the two amounts before the claim a part of the other, and it their share?"""
    part, whole = context.figures[claim.index - 2 : claim.index]
    if not _alike(part, whole, claim):
        return False
    said, lead = part.tail[len(part.q.noun.split()) :], claim.lead
    apposed = lead[-2:] == (",", "or") or lead[-1:] in (("(",), *_DASHES)
    if said[:1] == ("of",) and len(said) <= _OWNER:
        known = said[1:] in _OF_THE
        bare = said == ("of",) and part.q.kind in PLAIN
        owned = said[1:2] in _OF_THE or any(word.endswith(_OWNED) for word in said[1:])
        if not (known or bare or owned):
            return False
        if not (apposed or lead == (",",) or _called(claim, context)) and not (
            (lead[-1:] == (",",) and not claim.tail) or (lead[:1] == (",",) and follows(lead[:3]))
        ):
            return False
        # "26 of its 34 shops, or 80% of the rent", "six of its ten mines – 86% by output"
        return known or claim.closed
    if said[:1] != ("on",) or part.q.kind != "money" or len(said) > _OWNER:
        return False
    # "earned $1.7bn on revenue of $19bn (9%)", "on $261.5m of revenue, a 31% margin"
    return (apposed and said[-1:] == ("of",)) or _called(claim, context)


def _called(claim: Figure, context: Context) -> bool:
    """ "…, a turnout of 88%", "…, for a 31% margin": a rate of what was just told, by whatever name."""
    lead = claim.lead
    if lead[-1:] == ("of",):
        at = max((at for at, word in enumerate(lead) if word == ","), default=-1)
        named_so = at >= 0 and lead[at + 1 : at + 2] in _ARTICLES and len(lead) - at <= _NAME
    else:
        named_so = lead[-1:] in _ARTICLES and says(claim.tail[:1], context, "ratio") is not None
    return named_so and find_cue(claim, context, RATE_CUES) is None


def wanted_multiple(claim: Figure, context: Context) -> Wanted | None:
    """What "1.5 times EBITDA" and "net leverage of 2.5" ask for; None for a factor of change."""
    q, words = claim.q, level_words()
    if q.word and "time" not in q.text.lower():
        return None
    pair = next(
        (p for n in (3, 2, 1) for p in (_multiple_name(claim.lead, n, words),) if p is not None), None
    )
    phrase = () if q.kind == "number" else _up_to_end(claim.tail[:7], context.relations)
    metric, narrowed = named(phrase, context.relations, words)
    if pair is None and (not metric or phrase[0] in words.comparatives):
        return None
    own, own_narrowed = named(claim.lead, context.relations, words)
    return Wanted(
        phrase if metric else (),
        frozenset(names_of(phrase, context.relations)),
        metric or (pair[1] if pair is not None else ""),
        narrowed,
        ratio=pair if not metric else None,
        part_metric=pair[0] if pair is not None else own if own != metric else "",
        part_narrowed=own_narrowed,
    )


def _multiple_name(lead: Sequence[str], length: int, words: LevelWords) -> tuple[str, str] | None:
    """The metrics of a named multiple in the words before the claim: "the book-to-bill ratio"."""
    for end in range(len(lead), max(length, len(lead) - 9) - 1, -1):
        pair = words.multiples.get(" ".join(lead[end - length : end]))
        if pair is not None:
            return pair
    return None


def _bind(
    context: Context, standing: Sequence[Level], claim: Figure, want: Wanted, rule: Rule, scale: float
) -> list[Hypothesis]:
    """Every part and whole that the claim could mean; ``scale`` is 100 for a percentage, 1 for a multiple."""
    found: list[Hypothesis] = []
    table = context.weights
    times = scale == 1.0
    amounts = [f for f in context.around(claim, REACH) if f.amount and f.q.value > 0 and not f.q.is_range]
    rated = find_cue(claim, context, ("ratio",)) is not None
    view = View(context, standing, claim, want, rated)
    view = replace(
        view,
        parts=_values(view, amounts, want.part_metric, want.part_narrowed)
        if want.part_metric
        else frozenset(),
        wholes=_values(view, amounts, want.whole_metric, want.narrowed) if want.whole_metric else frozenset(),
    )
    start: Signals = {"prior times" if times else "prior share": 1}
    _claim_signals(view, start)
    start_bits = bits_of(start, table)
    stated = magnitude(claim.q)
    parts: list[tuple[Figure, Signals, float]] = []
    for part in amounts:
        near = part.block == claim.block and abs(part.index - claim.index) <= PART_FIGURES
        meant = is_meant(want, standing[part.index].metric)
        if part is claim or not (near or meant):
            continue
        s: Signals = {}
        _part_signals(view, part, s)
        bits = bits_of(s, table)
        if bits > -8:
            parts.append((part, s, bits))
    best: dict[tuple[float, float], Hypothesis] = {}
    top, bottom = ("numerator", "denominator") if times else ("part", "whole")
    named_so = (
        [f for f in amounts if standing[f.index].metric == want.ratio[1] and not standing[f.index].step]
        if want.ratio is not None
        else []
    )
    for part, part_signals, part_bits in parts:
        for whole in amounts:
            if whole is part or whole is claim:
                continue
            completed = complete(part, whole)
            if completed is None:
                continue
            unit, times_part, times_whole = completed
            value = part.q.value * times_part / (whole.q.value * times_whole) * scale
            fits = stated.low * 0.93 <= value <= stated.high * 1.07
            if not fits and start_bits + part_bits < -2:
                continue
            s = {}
            _whole_signals(view, part, whole, s)
            _frames({*part_signals, *s}, s)
            if "share-change" in start and {"partitive-frame", "pair-before"} <= s.keys():
                # "£120m of the £206m overrun (58%)": the word of change is the whole's own
                s["share-change"] = 0
            if named_so and (passed := _passed(claim, whole, named_so, standing)):
                s["whole-passed"] = passed
            if not times and value > 103:
                s["over-whole"] = 1
            bits = start_bits + part_bits + bits_of(s, table)
            if bits < FLOOR or (not fits and bits < 1):
                continue
            key = (part.q.value * times_part, whole.q.value * times_whole)
            if key in best and best[key].structure >= bits:
                continue  # said twice, and the other telling is the likelier
            bound = (Bound(top, part.q, unit, times_part), Bound(bottom, whole.q, unit, times_whole))
            best[key] = Hypothesis(rule, claim, bound, {**start, **part_signals, **s}, bits)
    for one in best.values():
        one.judge(stated)
        found.append(one)
    return found


def _passed(claim: Figure, whole: Figure, named_so: Sequence[Figure], standing: Sequence[Level]) -> int:
    """How many sentences between the whole and its ratio give another value of the whole's own name?

    "Revenue in the Americas was $1bn. … In Europe it was $2.4bn. … The margin was 4.7%": the later one's.
    """
    old = standing[whole.index].old
    return len(
        {
            f.sentence
            for f in named_so
            if whole.sentence < f.sentence <= claim.sentence
            and f.q.value != whole.q.value
            and standing[f.index].old == old
        }
    )


def _frames(said: set[str], s: Signals) -> None:
    """What is said together says more than each alone."""
    if "part-apposed" in said and {"whole-next", "whole-of", "of-metric", "of-name", "of-total"} & said:
        s["share-frame"] = 1
    if "partitive-that" in said and {"part-apposed", "part-cue"} & said:
        s["partitive-that-frame"] = 1
    if {"part-contributes", "whole-before"} <= said:
        s["share-contributed"] = 1
    if {"part-apposed", "partitive"} <= said:
        s["partitive-frame"] = 1
    if "ratio-whole" in said and {"ratio-part", "ratio-part-called"} & said:
        s["ratio-frame"] = 1
    if {"hyphened-part", "hyphened-whole"} <= said:
        s["hyphened-frame"] = 1
    if "part-referred" in said and {"of-metric", "of-name", "of-total"} & said:
        s["referred-frame"] = 1
    if {"part-sole", "whole-sole"} <= said:
        s["share-soles"] = 1
    elif {"part-apposed", "whole-sole"} <= said:
        s["share-sole-frame"] = 1


def is_meant(want: Wanted, metric: str) -> bool:
    """Is this the metric that the claim calls its part? Any profit makes "the margin"."""
    if not metric:
        return False
    return metric == want.part_metric or (want.part_metric == "profit" and metric in PROFITS)


def _claim_signals(view: View, s: Signals) -> None:
    context, claim, want = view.context, view.claim, view.want
    cue = change_cue(claim, context)
    if want.phrase:
        s[
            "share-of-change"
            if cue is not None and cue.distance <= 1 and cue.side == "before" and not want.inherited
            else "share-of"
        ] = 1
    if is_bound(claim, context.relations):
        s["share-bound"] = 1
    if any(stem(word) in load_surroundings().norms for word in claim.lead[-4:]):
        s["share-norm"] = 1
    if find_cue(claim, context, ("share",)) is not None and claim.lead[-1:] != ("of",):
        s["share-cue"] = 1
    if want.ratio is not None:
        s["ratio"] = 1
        if cue is not None and cue.distance <= 1 and cue.side == "before" and not claim.marks & _LEVELS:
            s["ratio-change"] = 1  # "the margin rose 14%"
    elif want.hyphened is not None:
        s["ratio-hyphened"] = 1
    elif not want.phrase:
        changed = (
            cue is not None
            and cue.distance <= 4
            and not (
                # "11,300 of them, 0.5%, were more than 60 days late"; but "620, or 21.7%, more than in 2023"
                cue.side == "after" and claim.tail[:1] == (",",) and claim.tail[2:3] != ("than",)
            )
        )
        # "cut by 30 to 270, or by 11%"
        s["share-change" if changed or claim.lead[-1:] == ("by",) else "share-plain"] = 1
    if claim.q.kind == "fraction":
        s["share-fraction"] = 1


def _part_signals(view: View, part: Figure, s: Signals) -> None:
    context, claim, want = view.context, view.claim, view.want
    level = view.levels[part.index]
    meant = is_meant(want, level.metric)
    steps = between(context, part.index, claim.index)
    if part.sentence == claim.sentence:
        s["part-together"] = 1
        if meant and steps:
            steps = between(context, part.index, claim.index, AMOUNTS)
        if steps:
            s["part-step"] = steps
        if part.index > claim.index:
            s["part-after-named" if meant and want.ratio is not None else "part-after"] = 1
        elif steps == 0:
            if tells_more(claim):
                s["part-is-whole"] = 1
            elif is_apposed(claim):
                s["part-apposed"] = 1
                if _contributes(part, context):
                    s["part-contributes"] = 1
            elif find_cue(claim, context, ("share",)) is not None:
                s["part-cue"] = 1
    else:
        apart = abs(part.sentence - claim.sentence)
        s["part-other-sentence"] = 1
        s["part-apart"] = min(apart, 4)
        if steps and not (meant and view.parts == {part.q.value}):
            s["part-step-apart"] = min(steps, 8)
        if part.index > claim.index:
            s["part-after"] = 1
        if not context.together(part, claim):
            s["part-block"] = 1
    if refers(claim) and referent(context, claim, view.levels) is part:
        s["part-referred"] = 1
    if want.ratio is not None:
        if want.part_narrowed and want.part_narrowed <= {stem(word) for word in part.lead[-_CALLED:]}:
            # "OUP was $23 million and OUP margin was _", whatever that may be
            name = "ratio-part" if meant else "ratio-part-called"
        else:
            name = "ratio-part-none" if not level.metric else "ratio-part" if meant else "ratio-part-other"
        s[name] = 1
    elif meant:
        s["part-named"] = 1
    if want.hyphened is not None and want.hyphened[0] in part.name_set:
        s["hyphened-part"] = 1
    if meant:
        if level.narrowed - want.part_narrowed:
            s["part-narrowed"] = 1
        elif view.parts == {part.q.value} and not level.step:
            s["part-sole"] = 1
        if want.part_narrowed - part.name_set:
            s["claim-narrowed"] = 1
    own = claim.labels or part.sentence != claim.sentence
    if own and (part.labels ^ claim.labels) - {"forecast"} and want.ratio is not None and not want.inherited:
        s["part-label-other"] = 1
    old = view.levels[claim.index].old
    if level.old != old:
        s["part-old" if level.old else "part-new"] = 1
    if level.step and not want.phrase:
        s["part-change"] = 1
    if _foreign(context, part):
        s["part-conversion"] = 1
    if "part-apposed" in s and not want.named and lies_between(context, part):
        s["part-between"] = 1
    if part.q.word and part.q.value < 10 and part.q.kind in ("count", "number"):
        s["part-word"] = 1


def _has_whole(view: View, part: Figure) -> bool:
    """Has the claim's own sentence something larger of the part's kind?"""
    return any(
        f is not part
        and f.amount
        and (f.q.unit == part.q.unit or (f.q.kind in PLAIN and part.q.kind in PLAIN))
        and f.q.value > part.q.value
        for f in view.context.figures_in(view.claim.sentence)
    )


def _foreign(context: Context, f: Figure) -> bool:
    """Is it said again in a currency or unit that the document counts less in than in that of the first?"""
    if f.conversion_of is None:
        return False
    source = context.figures[f.conversion_of].q.unit
    return context.counted[f.q.unit] <= context.counted[source]


def _whole_signals(view: View, part: Figure, whole: Figure, s: Signals) -> None:
    context, claim, want = view.context, view.claim, view.want
    level = view.levels[whole.index]
    next_of = (
        whole.index == claim.index + 1
        and whole.sentence == claim.sentence
        and "comparison" not in whole.marks
        and "," not in own_tail(claim)
        and bool((want.phrase and not want.inherited) or own_tail(claim)[:1] == ("of",))
    )
    if whole.sentence == claim.sentence:
        s["whole-together"] = 1
        if next_of:
            s["whole-next"] = 1
    elif not context.together(whole, claim) or (whole.block != claim.block and _has_whole(view, part)):
        s["whole-block"] = 1
    else:
        s["whole-apart" if abs(whole.sentence - claim.sentence) == 1 else "whole-far"] = 1
    if _opens_with_of(context, whole) and whole.index <= claim.index:
        s["whole-of"] = 1
    elif "whole" in whole.marks and whole.mark.startswith("of"):
        s["whole-of-after"] = 1
    _partitive(view, part, whole, s)
    if whole.index < part.index and claim.closed and is_apposed(claim) and _of_noun(part, whole):
        s["noun-frame"] = 1
    if (
        not want.named
        and claim.sentence - whole.sentence in (0, 1)
        and _backwards_larger(view, part) is whole
    ):
        s["whole-before"] = 1
    if _alone(view, part, whole):
        s["share-alone"] = 1
    if _pair_before(view, part, whole):
        s["pair-ratio" if view.rated else "pair-before"] = 1
        if "partitive" in s and (
            all(w in _APPOSED for w in claim.lead) or _after_noun(claim, context.relations)
        ):
            s["partitive-frame"] = 1  # "26 of 104, a quarter", "26 of the 104 seats (a quarter)"
    if whole.index > claim.index and not next_of:
        s["whole-later"] = 1
    if want.listed and whole.sentence == claim.sentence and is_apposed(context.figures[whole.index + 1]):
        s["whole-sibling"] = 1
    if want.ratio is None and want.hyphened is None and _told_of(view, part, whole):
        s["whole-told"] = 1
    if (
        not want.named
        and part.lead[:1] == ("of",)
        and whole.index < part.index
        and part.sentence == claim.sentence
    ):
        # "Of the 2024 figure, $5m, or 60%"
        s["whole-lead-of"] = 1
    if part.tail[:1] == ("of",) and part.tail[1:2] in _PRONOUNS and _backwards_larger(view, part) is whole:
        s["partitive-that"] = 1
    if want.ratio is not None:
        name = (
            "ratio-whole-none"
            if not level.metric
            else "ratio-whole"
            if level.metric == want.ratio[1]
            else "ratio-whole-other"
        )
        s[name] = 1
    elif want.hyphened is not None:
        if want.hyphened[1] in whole.name_set:
            s["hyphened-whole"] = 1
    elif want.phrase and not next_of:
        metric = want.metric
        if not metric and want.total and not want.names:
            # "$9m of sales, 30% of the total"
            own = part.tail[:1] == ("of",) and named(part.tail[1:6], context.relations, level_words())[0]
            metric = own or view.levels[part.index].metric
        if metric and level.metric:
            s["of-metric" if level.metric == metric else "of-metric-other"] = 1
        common = len(want.names & whole.name_set)
        if common:
            s["of-name"] = min(common, 2)
        elif want.names and not want.metric:
            s["of-name-none"] = 1
        if not want.names and (want.total or want.phrase[:1] in _PRONOUNS):
            s["of-total"] = 1
            if _backwards_larger(view, part) is whole:
                s["total-nearest"] = 1
    if want.whole_metric and level.metric == want.whole_metric and not next_of:
        if level.narrowed - want.narrowed:
            s["whole-narrowed"] = 1
        elif {v for v in view.wholes if v > part.q.value or v == whole.q.value} == {whole.q.value}:
            s["whole-sole"] = 1
    ours = view.levels[part.index]
    if ours.old != level.old and not next_of:
        s["whole-old" if level.old else "whole-new"] = 1
    elif ours.old and level.old and view.levels[claim.index].old:
        s["share-all-old"] = 1
    if level.step and not next_of:
        s["whole-change"] = 1
    span = ours.span or view.levels[claim.index].span
    if whole.sentence != part.sentence and other_span(span, level.span):
        s["share-span-other"] = 1
    if part.year is not None and whole.year is not None:
        s["share-year-same" if int(part.year) == int(whole.year) else "share-year-other"] = 1
    if part.earlier != whole.earlier:
        s["share-earlier-other"] = 1
    if whole.conversion_of is not None:
        s["whole-conversion"] = 1
    if (
        part.q.unit != whole.q.unit
        and whole.sentence != part.sentence
        and (whole.q.scale == 1 or whole.block != part.block)
        and not {part.q.kind, whole.q.kind} <= {"count", "number"}
    ):
        s["whole-open"] = 1
    if (part.labels ^ whole.labels) & {"forecast"} and not next_of and "whole-sole" not in s:
        s["share-label-other"] = 1
    if part.q.kind == "count" and whole.q.kind == "count" and part.q.noun and whole.q.noun:
        if not nouns_meet(part.q.noun, whole.q.noun):
            s["share-noun-other"] = 1
        elif not {"partitive", "pair-ratio"} & s.keys():
            # two numbers of one thing are rather compared, unless the words make one a part
            s["share-noun-same"] = 1
    if (part.q.per and whole.q.per and part.q.per != whole.q.per) or (
        claim.q.kind == "multiple" and bool(part.q.per) != bool(whole.q.per)
    ):
        s["share-per-other"] = 1


def tells_more(claim: Figure) -> bool:
    """ "300 clerks, 40% of them part-time": a share of the figure before it, which is no part then."""
    tail = claim.tail
    return claim.lead[-1:] == (",",) and tail[:1] == ("of",) and tail[1:2] in _RELATIVES and len(tail) > 2


_OF_THE = (("the",), ("its",), ("their",), ("our",), ("his",), ("her",), ("all",))


def is_apposed(claim: Figure) -> bool:
    """ "_, or 5%", "_ (5%", "_ of sales, i.e. 5%": does the claim say what stands right before it again?"""
    lead = claim.lead
    if all(word in _APPOSED for word in lead):
        return True
    at = max((at for at, word in enumerate(lead) if word in (",", "(", "–", "—")), default=-1)
    if at < 0:
        return False
    between, said = lead[:at], lead[at + 1 :]
    if at <= _TIMED and all(
        word in _APPOSED or word in load_surroundings().timed for word in (*between, *said)
    ):
        # "$189m annually, 0.39 per cent of assets"
        return True
    if said:
        return said[0] in ("or", "i.e", "which", "that", "equal", "equivalent") and all(
            word in _APPOSED for word in said
        )
    # "$9m of sales, 30% of the total"
    return between[:1] in (("of",), ("in",)) and len(between) <= 4 and "and" not in between


def refers(claim: Figure) -> bool:
    """ "That is 5%", "It already stands for 5%", "…, which is just 5%": does a pronoun alone name it?"""
    lead = claim.lead
    while lead and not lead[0][0].isalpha():
        lead = lead[1:]
    words = load_surroundings()
    return (
        bool(lead)
        and lead[0] in words.pronouns
        and all(word in words.pronouns or word in words.equating or word[-2:] == "ly" for word in lead)
    )


def referent(context: Context, claim: Figure, standing: Sequence[Level]) -> Figure | None:
    """The amount that a pronoun before the claim stands for: the value told last, no change."""
    for index in range(claim.index - 1, max(-1, claim.index - 1 - PART_FIGURES), -1):
        f = context.figures[index]
        if claim.sentence - f.sentence > 1 or f.block != claim.block:
            return None
        level = standing[index]
        if f.amount and f.conversion_of is None and not level.step and not level.old and not f.q.is_range:
            return f
    return None


def lies_between(context: Context, part: Figure) -> bool:
    """Is it the step from one value to another before it: "to $6.4bn from $4.8bn, an overrun of $1.6bn"?"""
    before = context.figures[max(0, part.index - 3) : part.index]
    for new, old in itertools.permutations(before, 2):
        if (
            new.sentence == old.sentence == part.sentence
            and new.q.unit == old.q.unit == part.q.unit
            and "goal" in new.marks
            and "origin" in old.marks
        ):
            low, high = sorted((abs(new.q.low - old.q.high), abs(new.q.high - old.q.low)))
            if low <= part.q.value <= high:
                return True
    return False


def _told_of(view: View, part: Figure, whole: Figure) -> bool:
    """Is another part beside this one told as a share, and right, of the same whole?

    "Data brought in 352, or 47%, against 318 from calls, or 34%": where 742 makes the first right, it is what
    the second is of.
    """
    claim, figures = view.claim, view.context.figures
    if claim.index != part.index + 1 or not is_apposed(claim) or whole is part:
        return False
    for at in (claim.index - 2, claim.index + 2):
        if not 1 <= at < len(figures):
            continue
        share, other = figures[at], figures[at - 1]
        if (
            share.q.kind != "percent"
            or share.sentence != claim.sentence
            or other.sentence != claim.sentence
            or whole in (share, other)
            or not is_apposed(share)
            or not (other.q.unit == part.q.unit or (other.q.kind in PLAIN and part.q.kind in PLAIN))
            or share.q.decimals + (share.q.value >= 10) < 1
        ):
            continue
        stated = magnitude(share.q)
        low, high = other.q.low / whole.q.high * 100, other.q.high / whole.q.low * 100
        if stated.low <= high and low <= stated.high:
            return True
    return False


def _after_noun(claim: Figure, relations: Relations) -> bool:
    """ "_ seats (25%", "_ seats, or 25%": nothing but the noun of the figure before, and a mark?"""
    at = next((at for at, word in enumerate(claim.lead) if word in ("(", ",", "–", "—")), -1)
    if not 0 < at <= 3 or not all(word in _APPOSED for word in claim.lead[at:]):
        return False
    return all(word[:1].isalpha() and word not in relations.marks for word in claim.lead[:at])


def _contributes(part: Figure, context: Context) -> bool:
    """ "Exports brought in _": a part of something, and of what was told before."""
    return says(part.lead[-4:], context, "contributes") is not None


def _backwards_larger(view: View, part: Figure) -> Figure | None:
    """The nearest figure before that could hold the part, itself no change and no part of a list.

    "2,900 were sold last quarter. One buyer took 1,885 of them": of what was told last, whenever that was.
    """
    refers_back = _of_which(part, view.context)
    for index in range(part.index - 1, max(-1, part.index - 9), -1):
        f = view.context.figures[index]
        alike = f.q.unit == part.q.unit or (
            refers_back and part.q.kind in PLAIN and complete(part, f) is not None
        )
        if not (alike and f.q.value > part.q.value and f.conversion_of is None and f.amount) or f.q.is_range:
            continue
        level = view.levels[index]
        if refers_back or (level.old == view.levels[part.index].old and not level.step):
            return f
    return None


def _opens_with_of(context: Context, whole: Figure) -> bool:
    """ "Of the 400 flats": first in its sentence, so that the "of" is no other figure's."""
    first = not whole.index or context.figures[whole.index - 1].sentence != whole.sentence
    # "Of this, sales at home were _": of another
    return whole.lead[:1] == ("of",) and whole.lead[1:2] not in (*_PRONOUNS, *_RELATIVES) and first


def _alone(view: View, part: Figure, whole: Figure) -> bool:
    """Does the claim follow from the only two amounts of their kind in its sentence, or close it beside them?

    "Of 92,000 tickets 5,060 were void, 5.5%."; "debts were £1.3bn on assets of £3.4bn, so gearing was 39%".
    """
    claim, context = view.claim, view.context
    if view.want.named or not part.sentence == whole.sentence == claim.sentence:
        return False
    if max(part.index, whole.index) > claim.index or find_cue(claim, context, RATE_CUES) is not None:
        return False
    counted = {part.q.kind, whole.q.kind} <= {"count", "number"}
    closes = counted and not claim.tail and claim.lead[-1:] in ((",",), ("or",), ("(",), (":",))
    if not closes and not follows(claim.lead):
        return False
    if claim.index - max(part.index, whole.index) > 1:
        return False
    return not any(
        f.q.unit == part.q.unit and f is not part and f is not whole and f.conversion_of is None
        for f in context.figures_in(claim.sentence)
        if f is not claim
    )


def _pair_before(view: View, part: Figure, whole: Figure) -> bool:
    """Are these the two amounts right before the claim in its sentence, the part first?"""
    claim = view.claim
    if part.index > whole.index or part.sentence != claim.sentence or whole.sentence != claim.sentence:
        return False
    context = view.context
    return not between(context, part.index, whole.index) and not between(context, whole.index, claim.index)


def _partitive(view: View, part: Figure, whole: Figure, s: Signals) -> None:
    """Do the words between the two make one a part of the other, whatever is said of it?"""
    if part.sentence != whole.sentence:
        return
    if whole.index == part.index + 1 and whole.mark.startswith(("of", "out of")):
        if whole.mark.startswith("out of") or part.tail[len(part.q.noun.split()) :][:1] == ("of",):
            s["partitive"] = 1
    elif (_of_which(part, view.context) and _backwards_larger(view, part) is whole) or (
        # "Of the 400 flats, 90 stand empty"
        part.index == whole.index + 1
        and _opens_with_of(view.context, whole)
        and whole.index < view.claim.index
    ):
        s["partitive"] = 1


def _of_noun(part: Figure, whole: Figure) -> bool:
    """ "1,140 fires. … They trace 810 of the fires, _, to people": is the whole called by the part's noun?"""
    said = part.tail[len(part.q.noun.split()) :]
    return (
        said[:1] == ("of",)
        and said[1:2] in _OF_THE
        and {stem(word) for word in said[2:3]} <= {stem(word) for word in whole.q.noun.split()}
        and len(said) > 2
    )


def _of_which(part: Figure, context: Context) -> bool:
    """ "1,108 of whom", "of which banks are lending 2.56bn": is the part told as one of something before it?

    Not of "38% of those over 75".
    """
    at = part.lead.index("of") if "of" in part.lead else -1
    own = at > 0 or not part.index or context.figures[part.index - 1].sentence != part.sentence
    return (at >= 0 and own and part.lead[at + 1 : at + 2] in _RELATIVES) or (
        part.tail[:1] == ("of",) and part.tail[1:2] in _RELATIVES
    )


#: a share is held against the author only where one of these ties it to its operands
_SAID = frozenset(
    [
        "share-frame", "ratio-frame", "part-apposed", "whole-told", "whole-next", "whole-of", "partitive",
        "partitive-that", "pair-ratio", "whole-sole", "share-alone", "hyphened-frame", "referred-frame",
    ]
)  # fmt: skip


#: … and not where one of these says that others are meant
_UNSAID = frozenset(
    [
        "part-old", "part-new", "part-change", "part-narrowed", "part-label-other", "claim-narrowed",
        "part-word", "part-is-whole", "share-norm", "whole-old", "whole-new", "whole-change",
        "whole-narrowed", "whole-open", "share-span-other", "share-label-other", "share-per-other",
        "whole-sibling", "over-whole", "ratio-change",
        "ratio-part-other", "ratio-whole-other", "of-metric-other",
    ]
)  # fmt: skip


#: of these, signs that other operands are meant, however much two stand like a part and its whole
_OTHERS_MEANT = frozenset(
    [
        "share-norm", "part-is-whole", "whole-narrowed", "share-span-other", "share-label-other",
        "share-per-other",
        "ratio-part-other", "ratio-whole-other", "of-metric-other",
    ]
)  # fmt: skip


def refused(one: Hypothesis) -> bool:
    """Does the text say that it is not the share of these, rather than not say that it is?"""
    return not _OTHERS_MEANT.isdisjoint(one.signals)


def tied(one: Hypothesis) -> bool:
    """Does the text itself say which part and which whole are meant?"""
    said = one.signals.keys()
    # "adjusted EBITDA was _, the EBITDA margin _", where there is no other; not the other way about
    sole = "share-soles" in said and "whole-block" not in said and not one.claim.labels
    unsaid = _UNSAID - {"part-label-other"} if sole else _UNSAID
    if {"pair-ratio", "ratio-hyphened"} <= said:
        # "against last season's turnover of £108m it makes a wages-to-turnover ratio of": of that, though old
        unsaid -= {"whole-old"}
    if {"partitive", "part-apposed"} <= said:
        unsaid -= {"share-label-other"}
    if {"whole-of", "whole-together"} <= said:
        unsaid -= {"whole-old"}  # "Of the 151 pumps installed a year ago 142 were working"
    if "partitive-that" in said:
        unsaid -= {"whole-old", "whole-change", "share-label-other"}
    if "table-share" in said or unsaid & said or one.within_qualifiers():
        return False
    if {"share-earlier-other", "whole-block"} <= said or {"ratio-part-none", "ratio-whole-none"} <= said:
        return False
    return bool(_SAID & said)
