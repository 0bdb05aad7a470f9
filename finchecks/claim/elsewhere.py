"""Changes whose values are told elsewhere: the headline's "profit up 10%", a rise over figures of pages ago.

Where a percentage, a factor or a number of points has no values beside it, the document is searched for two
that it may be between: pairs that the text itself compares, and any two that recompute to it. Nearness says
little there. What speaks for a pair is that its sentences use the claim's own words, the rare ones above all;
that nothing of its kind stands between; that the claim is in the headline or lead, which restates the body.
"""

from __future__ import annotations

import bisect
import itertools
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from finchecks.claim.changes import (
    FLOOR,
    PLAIN,
    Comparison,
    basis,
    change_cue,
    claim_signals,
    is_step,
    marked_step,
    nearby,
    nouns_meet,
    of_pair,
    own_base,
    own_level,
    resumes,
    suits,
    told_elsewhere,
)
from finchecks.claim.context import Context, Cue, Figure
from finchecks.claim.hypothesis import Hypothesis, unsigned
from finchecks.claim.levels import levels
from finchecks.claim.naming import words_of
from finchecks.claim.relations import stem
from finchecks.claim.shares import PROFITS
from finchecks.claim.subjects import is_name, subject
from finchecks.claim.weigh import Signals, bits_of, digits_said, magnitude
from finchecks.interval import Interval
from finchecks.rule import Rule

#: the document is searched for fitting pairs by so many figures at a time, with as many before and after
CHUNK = 150
#: the claim's own words must leave it this likely, in bits, for a search
_SEARCHED = -7.0
#: a word is worth as many bits as it is rare in the document; words beyond so many bits add nothing
_WORD, _WORDS = 4.0, 16.0
#: paragraphs with figures that are a headline or a lead
_LEAD = 2
#: "profit" is whichever profit the text then tells
_ANY_PROFIT = "profit"
#: what the pair's own words say, whoever speaks of it
_OF_PAIR = frozenset(
    ["older", "new-origin", "new-comparison", "new-earlier", "new-step", "old-step", "step-as-level",
     "old-goal", "noun-other", "far-size", "per-other", "conversion", "conversions", "label-other",
     "word-old"]
)  # fmt: skip
_MARKED = frozenset({"origin", "comparison", "brackets", "refers-back"})
_CHANGES = frozenset({"percent", "points", "multiple", "fraction"})
#: so many figures away a value is close
_CLOSE = 3


@dataclass(slots=True)
class Said:
    """What a document says in all: the naming words of each sentence and how rare they are, where figures of
    each unit stand, and what it compares."""

    context: Context
    pairs: Sequence[Comparison]
    words: list[frozenset[str]] = field(default_factory=list)
    spread: Counter[str] = field(default_factory=Counter)
    places: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    repeated: dict[tuple[str, str, float], list[int]] = field(default_factory=dict)
    #: by unit, where the text plainly compares two values: (the first's place, new's, old's)
    compared: dict[str, list[tuple[int, int, int]]] = field(default_factory=dict)
    #: the last paragraph of headline and lead
    lead: int = 0

    def __post_init__(self) -> None:
        context = self.context
        for sentence in range(len(context.sentences)):
            said = words_of(context.text(*context.sentence_span(sentence)), context.relations)
            self.words.append(said)
            self.spread.update(said)
        for one in self.pairs:
            if one.bits > 0 and _MARKED & one.signals.keys():
                new, old = one.new, one.old
                place = (min(new.index, old.index), new.index, old.index)
                self.compared.setdefault(new.q.unit, []).append(place)
        for places in self.compared.values():
            places.sort()
        told = dict.fromkeys(f.block for f in context.figures)
        self.lead = max(itertools.islice(told, _LEAD), default=0)
        for f in context.figures:
            if f.conversion_of is None:
                self.places.setdefault((f.q.kind, f.q.unit), []).append(f.index)
                self.repeated.setdefault((f.q.kind, f.q.unit, f.q.value), []).append(f.index)

    def first(self, claim: Figure, comparison: Comparison) -> bool:
        """Is it the first comparison of its unit that the text makes after the claim?"""
        new, old = comparison.new, comparison.old
        found = self.compared.get(new.q.unit, [])
        at = bisect.bisect_left(found, (claim.index + 1, -1, -1))
        return at < len(found) and found[at] == (min(new.index, old.index), new.index, old.index)

    def worth(self, words: Iterable[str]) -> float:
        """Bits of a few words: the rarer in the document, the more."""
        total = len(self.words)
        return sum(min(_WORD, math.log2(total / self.spread[word])) for word in words)

    def others(self, claim: Figure, new: Figure, old: Figure) -> int:
        """Figures of the pair's kind and other value from the first of the three to the last."""
        first, last = min(claim.index, new.index, old.index), max(claim.index, new.index, old.index)
        kind, unit = new.q.kind, new.q.unit
        found = _within(self.places.get((kind, unit), []), first, last)
        for value in {new.q.value, old.q.value}:
            found -= _within(self.repeated.get((kind, unit, value), []), first, last)
        if (claim.q.kind, claim.q.unit) == (kind, unit) and claim.q.value not in (new.q.value, old.q.value):
            found -= 1
        return max(0, found)


def _within(places: Sequence[int], first: int, last: int) -> int:
    return bisect.bisect_right(places, last) - bisect.bisect_left(places, first)


def changes_told_elsewhere(
    context: Context, rules: Mapping[str, Rule], pairs: Sequence[Comparison]
) -> list[Hypothesis]:
    """Hypotheses of percent change, points, multiples and differences over values of other sentences."""
    said: Said | None = None
    by_unit: dict[str, list[tuple[float, Figure]]] = {}
    chunk = -1
    compared = {(c.new.index, c.old.index) for c in pairs if c.bits > 2}
    found: list[Hypothesis] = []
    for claim in context.figures:
        if claim.q.is_range or claim.q.value == 0:
            continue
        cue = change_cue(claim, context)
        options = _options(claim, cue)
        if not options:
            continue
        if claim.index // CHUNK != chunk:
            chunk = claim.index // CHUNK
            by_unit = _by_unit(context.figures[max(0, (chunk - 1) * CHUNK) : (chunk + 2) * CHUNK])
        own, base = own_level(context, claim), own_base(context, claim)
        for rule_id, unit in options:
            rule = rules.get(rule_id)
            if rule is None:
                continue
            start: Signals = {f"prior {rule.kind}": 1, "elsewhere": 1}
            claim_signals(context, claim, cue, rule.kind, start)
            if bits_of(start, context.weights) < _SEARCHED + context.weights.get("elsewhere", 0.0):
                continue
            if said is None:
                said = Said(context, pairs)
            values = [by_unit[unit]] if unit in by_unit else [] if unit is not None else by_unit.values()
            for comparison in _candidates(context, rule.kind, claim, cue, pairs, values, own, base):
                new, old = comparison.new, comparison.old
                s = {name: times for name, times in comparison.signals.items() if name in _OF_PAIR}
                _signals(said, claim, cue, comparison, rule.kind, s)
                if "far" in comparison.signals:
                    s["far"] = 1
                    if (new.index, old.index) in compared:
                        s["else-compared"] = 1
                if own is not None:
                    again = _again(own, new)
                    s["else-own" if new is own else "else-own-again" if again else "own-other"] = 1
                    if again and new is not own:
                        s.pop("else-amounts", None)
                        s.pop("else-subject-other", None)
                if base is not None:
                    s["base" if old is base else "base-other"] = 1
                if framed(said, claim, cue, comparison, start, s):
                    s["else-framed"] = 1
                    if s.keys() >= _SUMS_UP:
                        s["else-sums-up"] = 1
                    if s.keys() >= _OPENING and s.get("else-subject", 0) >= _HALF:
                        s["else-opening"] = 1
                    of_rates = comparison.unit == "percent" and rule.kind != "pp_change"
                    if s.keys() >= _LEADS_TO and {"else-alone", "else-next"} & s.keys() and not of_rates:
                        # a headline restates the first two values that its article compares
                        s["else-leads-to"] = 1
                bits = bits_of(start, context.weights) + bits_of(s, context.weights)
                if bits >= FLOOR:
                    one = of_pair(rule, claim, comparison, bits, {**start, **s}, cue)
                    if one.fit == "right" or "else-framed" in s:
                        found.append(one)
    return found


def tied(one: Hypothesis) -> bool:
    """Is the pair that which the text compares under the claim's own name, and the claim a plain change?"""
    said = one.signals.keys()
    return "else-framed" in said and not (one.contrary or one.against)


#: where one of these speaks, the text may mean another change, or other values
_UNSURE = frozenset(
    ["far", "of", "level", "was", "claim-old", "claim-earlier", "yearly", "no-cue", "no-cue-points",
     "cue-far", "cue-farther", "own-other", "base-other", "else-metric-other", "else-claim-metric-other",
     "basis-other",
     "claim-label-other", "shift", "else-amounts", "noun-other", "label-other", "per-other", "old-goal",
     "new-origin", "new-comparison", "new-earlier", "older", "step-as-level", "new-step", "old-step",
     "far-size", "conversion", "word-old"]
)  # fmt: skip


#: a headline or lead, and what the sentence after it compares first
_OPENING = frozenset({"else-lead-first", "else-next", "else-alone", "else-close"})
#: "The drop of _ ...", right after two values that nothing else is said of
_SUMS_UP = frozenset({"else-resumes", "else-next", "else-alone", "else-close", "else-old", "else-untold"})
_LEADS_TO = frozenset({"else-lead-first", "else-close", "else-old"})
_HALF = 0.5
#: digits that make a value the same as another
_SHOWN = 3


#: bits of a pair with a word that compares the two
_COMPARED = -0.1


def _plain(comparison: Comparison) -> bool:
    return comparison.bits > _COMPARED and bool(_MARKED & comparison.signals.keys())


def framed(
    said: Said, claim: Figure, cue: Cue | None, comparison: Comparison, start: Signals, s: Signals
) -> bool:
    """Does the text plainly compare the two, under the claim's own name, and nothing else under it?"""
    unsure = _UNSURE & (start.keys() | s.keys())
    if claim.mark == "by":
        # "cut leakage by 11%": how far the verb stands says nothing
        unsure -= {"cue-far"}
    sums_up = s.keys() >= _SUMS_UP
    if sums_up:
        # other amounts may follow in its sentence
        unsure -= {"else-amounts"}
    if unsure or not _plain(comparison):
        return False
    if comparison.signals.get("apart", 0) > 1 or comparison.signals.get("between", 0):
        return False
    return "else-subject" in s or "else-own-again" in s or sums_up


def _again(own: Figure, new: Figure) -> bool:
    """ "Net 9,920,000 vs 7,850,000", and below "net was up 26% at 9,920,000 dollars"."""
    return (
        own.q.value == new.q.value
        and digits_said(own.q) >= _SHOWN
        and (new.q.unit == own.q.unit or new.q.kind in PLAIN)
    )


def _candidates(
    context: Context,
    kind: str,
    claim: Figure,
    cue: Cue | None,
    pairs: Sequence[Comparison],
    units: Iterable[Sequence[tuple[float, Figure]]],
    own: Figure | None,
    base: Figure | None,
) -> Iterator[Comparison]:
    """What the text compares in other paragraphs, and any two values ("far"), as far as they recompute."""
    for one in nearby(pairs, claim):
        if (
            claim is not one.new
            and claim is not one.old
            and told_elsewhere(claim, one.new, one.old)
            and suits(kind, claim, one)
            and (_plain(one) or _recomputes(kind, claim, one))
        ):
            yield one
    for values in units:
        if values[0][1].q.kind == "percent" and kind != "pp_change":
            continue
        for new, old in _fitting(kind, claim, cue, values, own):
            if base is None or old is base:
                yield Comparison(new, old, new.q.unit, 1.0, 1.0, {"far": 1, **_found(context, new, old)})


def _recomputes(kind: str, claim: Figure, comparison: Comparison) -> bool:
    """Does the step between the two have the claim's size, in either direction?"""
    p, q = comparison.intervals()
    if kind in ("percent_change", "multiple"):
        if q.low <= 0 or p.low < 0:
            return False
        per = 100.0 if claim.q.unit == "percent" else 1.0
        step = Interval(p.low / q.high, p.high / q.low)
        if kind == "percent_change":
            step = Interval(step.low - 1, step.high - 1)
        step = step.scaled(per if kind == "multiple" else 100.0)
    else:
        step = Interval(p.low - q.high, p.high - q.low).scaled(100.0 if claim.q.unit == "bp" else 1.0)
    return magnitude(claim.q).meets(unsigned(step))


def _options(claim: Figure, cue: Cue | None) -> list[tuple[str, str | None]]:
    """Rules that may say what the figure is, and the unit of the values it would be between."""
    q = claim.q
    if q.kind == "percent":
        return [("percent-change", None)]
    if q.kind == "fraction":
        return [("percent-change", None), ("multiple", None)]
    if q.kind == "points":
        return [("pp-change", "percent")]
    if q.kind == "multiple":
        return [("multiple", None)]
    if q.kind in ("money", "measure", "count") and cue is not None and cue.distance <= 2:
        return [("difference", q.unit)]
    return []


def _by_unit(figures: Sequence[Figure]) -> dict[str, list[tuple[float, Figure]]]:
    """Values with their figures by unit, in the order of size."""
    found: dict[str, list[tuple[float, Figure]]] = {}
    for f in figures:
        if (
            (f.amount or f.q.kind == "percent")
            and f.q.kind != "number"
            and f.q.value > 0
            and not f.q.is_range
        ):
            found.setdefault(f.q.unit, []).append((f.q.value, f))
    for values in found.values():
        values.sort(key=lambda one: one[0])
    return found


def _fitting(
    kind: str, claim: Figure, cue: Cue | None, values: Sequence[tuple[float, Figure]], own: Figure | None
) -> Iterator[tuple[Figure, Figure]]:
    """Pairs of a unit that come out at the stated value, by search in the sorted values."""
    size = magnitude(claim.q)
    direction = cue.direction if cue is not None else None
    signs = (1,) if direction == "up" or kind == "multiple" else (-1,) if direction == "down" else (1, -1)
    numbers = [v for v, _ in values]
    unit = 0.01 if claim.q.unit == "bp" else 1.0
    for old_value, old in values:
        if old is claim:
            continue
        slack = old_value * 0.004
        for sign in signs:
            if kind == "percent_change":
                low, high = old_value * (1 + sign * size.low / 100), old_value * (1 + sign * size.high / 100)
            elif kind == "multiple":
                per = 100.0 if claim.q.kind == "fraction" else 1.0
                low, high = old_value * size.low / per, old_value * size.high / per
            else:
                low, high = old_value + sign * size.low * unit, old_value + sign * size.high * unit
            if low > high:
                low, high = high, low
            i = bisect.bisect_left(numbers, low - slack)
            while i < len(values) and numbers[i] <= high + slack:
                new = values[i][1]
                i += 1
                if new is not old and new is not claim and (own is None or new is own):
                    yield new, old


def _found(context: Context, new: Figure, old: Figure) -> Signals:
    """What the words of two values that the arithmetic alone brought together say of them."""
    s: Signals = {}
    if is_step(new, context) or is_step(old, context):
        s["step-as-level"] = 1
    if marked_step(old):
        s["old-step"] = 1
    if marked_step(new):
        s["new-step"] = 1
    if "origin" in new.marks:
        s["new-origin"] = 1
    elif "comparison" in new.marks and old.index > new.index:
        s["new-comparison"] = 1
    if new.q.per and old.q.per and new.q.per != old.q.per:
        s["per-other"] = 1
    if (new.labels ^ old.labels) - {"forecast"}:
        s["label-other"] = 1
    if new.year is not None and old.year is not None and new.year < old.year:
        s["older"] = 1
    if new.earlier and not old.earlier:
        s["new-earlier"] = 1
    if (new.conversion_of is None) != (old.conversion_of is None):
        s["conversion"] = 1
    elif new.conversion_of is not None:
        s["conversions"] = 1
    if new.q.kind == "count" and new.q.noun and old.q.noun and not nouns_meet(new.q.noun, old.q.noun):
        s["noun-other"] = 1
    return s


def _signals(
    said: Said, claim: Figure, cue: Cue | None, comparison: Comparison, kind: str, s: Signals
) -> None:
    """What the text says for and against the claim's being a change from the one value to the other."""
    context, new, old = said.context, comparison.new, comparison.old
    if kind == "pp_change":
        s["else-points"] = 1
    elif kind == "multiple":
        s["else-multiple"] = 1
    apart = sorted((abs(new.sentence - claim.sentence), abs(old.sentence - claim.sentence)))
    told = said.words[new.sentence] | said.words[old.sentence]
    mine = said.words[claim.sentence]
    if apart[0]:
        common = mine & told
    else:
        common = mine & said.words[new.sentence if new.sentence != claim.sentence else old.sentence]
    s["else-words"] = min(_WORDS, said.worth(common)) / _WORD
    about = _about(context, claim, cue)
    if about:
        share = len(about & told) / len(about)
        if share:
            s["else-subject"] = share
        else:
            s["else-subject-other"] = 1
    standing = levels(context)
    own, now, then = standing[claim.index], standing[new.index], standing[old.index]
    if now.metric and (now.metric, now.narrowed) == (then.metric, then.narrowed):
        s["else-metric-same"] = 1
    if new.metric and old.metric and new.metric != old.metric:
        s["else-metric-other"] = 1
    theirs = {metric for metric in (now.metric, then.metric) if metric}
    if (
        own.metric
        and theirs
        and own.metric not in theirs
        and not (own.metric == _ANY_PROFIT and theirs <= PROFITS)
    ):
        s["else-claim-metric-other"] = 1
    if then.old and not now.old:
        s["else-old"] = 1
    months_newer = new.year is not None and old.year is not None and new.year > old.year
    if months_newer or {"newer", "dated"} & comparison.signals.keys():
        s["else-newer"] = 1
    if apart[0] == 0:
        s["else-with"] = 1
    elif apart[0] == 1:
        s["else-next"] = 1
    others = said.others(claim, new, old)
    if others:
        s["else-between"] = math.log2(1 + others)
    else:
        s["else-alone"] = 1
    if min(abs(new.index - claim.index), abs(old.index - claim.index)) <= _CLOSE:
        s["else-close"] = 1
    if claim.block <= said.lead and min(new.index, old.index) > claim.index:
        s["else-lead"] = 1
        if said.first(claim, comparison):
            s["else-lead-first"] = 1
    if resumes(context, claim):
        s["else-resumes"] = 1
    sentence = context.figures[max(0, claim.index - 8) : claim.index + 8]
    if any(f.amount and f.sentence == claim.sentence and f not in (claim, new, old) for f in sentence):
        s["else-amounts"] = 1
    others_told = _told(context, claim, new, old)
    if not others_told:
        s["else-untold"] = 1
    alike = [f.q.value for f in others_told if f.q.kind == claim.q.kind]
    if alike and claim.q.value not in alike:
        s["else-other-change"] = 1
    basis(claim, old, s)
    if claim.labels - {"forecast"} - new.labels:
        s["claim-label-other"] = 1
    if context.shifted(claim.sentence):
        s["shift"] = 1


def _about(context: Context, claim: Figure, cue: Cue | None) -> frozenset[str]:
    """Stems of the words that the claim's own phrase names its thing by."""
    if cue is None:
        return frozenset()
    words = subject(context, claim, cue).core
    return frozenset(
        stem(w) for w in words if is_name(w, context.relations) and w not in context.relations.cues
    )


def _told(context: Context, claim: Figure, new: Figure, old: Figure) -> list[Figure]:
    """The changes that the sentences of the two tell themselves."""
    return [
        f
        for value in ((new, old) if new.sentence != old.sentence else (new,))
        if value.sentence != claim.sentence
        for f in context.figures[max(0, value.index - _CLOSE * 2) : value.index + _CLOSE * 2 + 1]
        if f.sentence == value.sentence and f.q.kind in _CHANGES
    ]
