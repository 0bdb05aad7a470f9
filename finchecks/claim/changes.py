"""Changes: a value, the value it is compared with, and what the text says of the step between them.

The frame is that of a change on a scale: an item goes from an initial to a final value, by an amount, a
percentage, a number of points or a factor, over a time. Pairs of a new and an old value are found once; the
percentages, points, factors and amounts of the text then look for the pair that they speak of.
"""

from __future__ import annotations

import bisect
import functools
import itertools
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from finchecks.claim.context import AMOUNTS, Context, Cue, CueAt, CuesAbout, Figure, Hit, others
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.relations import Cues, Relations
from finchecks.claim.weigh import Signals, bits_of, magnitude
from finchecks.interval import Interval
from finchecks.rule import Rule
from finchecks.rule.load import builtin_folder
from finchecks.units import comparable, measures

PLAIN = frozenset({"count", "number"})
#: marks of an amount of change, rather than a value
STEP_MARKS = frozenset({"by", "up", "down"})
CLAUSE = frozenset({"and", "while", "but", "whereas", ";", "although", "though", "with"})
CHANGE_CUES = ("rise", "fall", "change")
#: of a percentage or of points these are changes too; of an amount they are the amount of a loss
RATE_CUES = (*CHANGE_CUES, "gain", "loss")
APPOSED = frozenset({"or", "(", "i.e.", "ie", "-", "–", "—", "=", ",", "about", "some", "nearly", "roughly"})
#: how far apart, in figures and sentences, the two sides of a comparison are looked for
NEAR_FIGURES = 7
NEAR_SENTENCES = 2
#: … and where nothing marks them as compared
UNMARKED_FIGURES = 3
#: farther than so many figures nothing is bound, so that the work grows with the text and not with its square
REACH = 60
#: hypotheses below this are not worth recomputing
FLOOR = -9.0
_AFTER = frozenset({"after", "following"})
_WEAK = frozenset({"on", "over", "above", "below", "on the", "over the", "up on", "following", "after"})
#: from here on a number that is written as a word may be an amount, whatever is before it
_BY_WORD = 10
#: "twice the 24m", "three times its 8"
_WHOSE = frozenset(
    [
        "the", "its", "their", "his", "her", "our", "that", "those", "of", "previous", "original", "same",
        "some", "this", "these", "last", "year's",
    ]
)  # fmt: skip
_REACHING = frozenset(
    [
        "to", "at", "reach", "reached", "reaching", "reaches", "hit", "hitting", "totalled", "totaled",
        "totalling", "totaling",
    ]
)  # fmt: skip
#: "a quarter of what it was": the old value, not the whole of a share
_ITS_VALUE = (("what",), ("its",), ("that",), ("last",), ("the",))
#: words after a comma that still lead from a change to the value it reached: ", bringing it to"
_AFTER_COMMA = 3
#: after an amount these say where it stands rather than how much it differs: "borrowed $70m under"
_STANDING = frozenset({"under", "above", "below", "beneath"})
PLACES = _STANDING | {"off", "down", "up", "short", "ahead"}
_STOPS = frozenset({";", "and", "but", "while"})
#: words from a change to what it is more than, in brackets after its time
_BRACKETED = 12
_OVER = (("over",), ("above",), ("below",), ("under",), ("beyond",))
_BEYOND = (*_OVER, ("ahead",), ("beneath",))
_SHORT = (("short", "of"), ("off", "the"), ("off", "its"))
_IS = (("is",), ("was",), ("were",), ("are",))
_STEPS = frozenset(("rise", "fall"))
_PLACED = frozenset(("goal", "origin", "comparison", "level", "whole"))
_ARTICLES = (("a",), ("an",), ("the",))
_RESUMING = frozenset(["that", "that's", "which", "this", "or", "i.e."])
_LEVELS = frozenset(["is", "are", "was", "were", "stood", "stands", "come", "came"])


@dataclass(slots=True)
class Comparison:
    """``new`` against ``old``; ``times_new``/``times_old`` complete open units."""

    new: Figure
    old: Figure
    unit: str
    times_new: float
    times_old: float
    signals: Signals
    bits: float = 0.0

    def values(self) -> tuple[float, float]:
        """Of the new and of the old, in one unit."""
        return self.new.q.value * self.times_new, self.old.q.value * self.times_old

    def intervals(self) -> tuple[Interval, Interval]:
        """Of the new value and of the old one, in one unit."""
        new, old = self.new.q, self.old.q
        return (
            Interval(new.low, new.high).scaled(self.times_new),
            Interval(old.low, old.high).scaled(self.times_old),
        )


def complete(a: Figure, b: Figure) -> tuple[str, float, float] | None:
    """One unit for two figures: (unit, factor of a, factor of b); None where they cannot be compared.

    An open number takes the unit of the other, and its scale when that brings the two near each other:
    "to $40 million from 38".
    """
    p, q = a.q, b.q
    if p.kind == q.kind not in PLAIN and p.unit == q.unit:
        return p.unit, 1.0, 1.0
    if (p.kind in PLAIN and q.kind in PLAIN) or (p.unit == q.unit and p.kind == q.kind):
        if p.scale != q.scale and p.kind in PLAIN and (p.scale == 1 or q.scale == 1):
            near = _near(p.value, q.value)
            if not near and p.scale == 1 and _near(p.value * q.scale, q.value) and not p.noun:
                return p.unit, q.scale, 1.0
            if not near and q.scale == 1 and _near(p.value, q.value * p.scale) and not q.noun:
                return p.unit, 1.0, p.scale
        return p.unit, 1.0, 1.0
    if p.kind == q.kind == "measure":
        # "820 MW of wind and 520 MW of solar, 1.34 GW taken together"
        times = scaled(p.unit, q.unit)
        return (p.unit, 1.0, times) if times else None
    for open_, full in ((p, q), (q, p)):
        if open_.kind in PLAIN and full.kind in ("money", "measure", "percent", "points"):
            if (
                open_.kind == "count"
                and open_.noun
                and (full.kind == "percent" or not (open_.scale > 1 or full.kind == "measure"))
            ):
                continue
            times = full.scale if open_.scale == 1 else 1.0
            if full.kind == "percent":
                times = 1.0
            elif not _near(open_.value * times, full.value):
                times = 1.0
                if not _near(open_.value, full.value):
                    continue
            return (full.unit, times, 1.0) if open_ is p else (full.unit, 1.0, times)
    return None


@functools.lru_cache(maxsize=1 << 12)
def scaled(unit: str, other: str) -> float:
    """How many of a unit one of the other is, where that is a power of ten; 0 where it is none."""
    pairs = comparable(unit, other, None, measures(builtin_folder() / "lexicon" / "units.txt"))
    factors = {b.factor / a.factor for a, b in pairs if a.offset == b.offset == 0.0}
    times = next(iter(factors), 0.0) if len(factors) == 1 else 0.0
    power = round(math.log10(times)) if times > 0 else 0
    return 10.0**power if power and math.isclose(times, 10.0**power, rel_tol=1e-9) else 0.0


def _near(x: float, y: float, reach: float = 25.0) -> bool:
    return x * y > 0 and 1 / reach < abs(x / y) < reach


def between(context: Context, i: int, j: int, kinds: frozenset[str] | None = None) -> int:
    """Figures strictly between two, conversions in brackets left out."""
    lo, hi = (i, j) if i < j else (j, i)
    return sum(
        1
        for f in context.figures[lo + 1 : hi]
        if f.conversion_of is None and (kinds is None or f.q.kind in kinds)
    )


def shared_names(a: Figure, b: Figure) -> int:
    return len(a.name_set & b.name_set)


def nouns_meet(a: str, b: str) -> bool:
    return bool({w.rstrip("s") for w in a.split()} & {w.rstrip("s") for w in b.split()})


def pair(context: Context, new: Figure, old: Figure) -> Comparison | None:
    """Weigh one pair by what the text says; None where they cannot be compared."""
    if old.q.is_range or new.q.is_range or old.q.value == new.q.value:
        return None
    if part_of_it(old) or part_of_it(new) or "top" in (*old.lead[-1:], *new.lead[-1:]):
        # "the best in the top 10"
        return None
    completed = complete(new, old)
    if completed is None or (new.q.unit != old.q.unit and not _open(context, new, old)):
        return None
    unit, times_new, times_old = completed
    s: Signals = {}
    after = old.index > new.index
    marked = True
    if "origin" in old.marks:
        s["origin"] = 1
        if "goal" in new.marks:
            s["origin-goal"] = 1
    elif "comparison" in old.marks and after:
        # "4,108 cases, after 4,815 in week 25"
        beside = old.lead == (",", "after") and old.index == new.index + 1
        s["comparison-weak" if old.mark in _WEAK and not beside else "comparison"] = 1
    elif after and in_brackets(context, new, old):
        s["brackets"] = 1
    else:
        marked = False
    if old.earlier and (after or not new.earlier):
        # "412 last week against 356 the week before": of two times gone by the one told first is the newer
        s["earlier"] = 1
        marked = True
    if lookup(old.tail, 0, 1, context.relations.cues, _STEPS) is not None or marked_step(old):
        # "on a $368 million decrease": itself a step
        s["old-step"] = 1
    if marked_step(new):
        s["new-step"] = 1
    named_year = old.year is not None and new.year is None and old.year <= context.latest
    if new.earlier and not old.earlier and not marked and not named_year:
        # "$26.9m last year, up 76% from $14.3m": "last year" is no earlier than what it is up from
        s["new-earlier"] = 1
    if "origin" in new.marks:
        s["new-origin"] = 1
    elif "comparison" in new.marks and (after or new.mark not in _WEAK):
        s["new-comparison"] = 1
    months = month_step(new.period, old.period)
    if months:
        s["newer" if months > 0 else "older"] = 1
        marked = marked or months > 0
    elif new.year is not None and old.year is not None:
        if new.year > old.year:
            s["newer"] = 1
            marked = True
        else:
            s["older" if new.year < old.year else "same-year"] = 1
    elif old.year is not None and new.year is None and context.past(old.year):
        s["dated"] = 1
        marked = True
    if is_step(old, context) or is_step(new, context):
        s["step-as-level"] = 1
    apart = abs(new.sentence - old.sentence)
    if (
        (old.refers_back and after and (apart or old.lead[:1] == (";",)))
        or (old.overtaken and after and not new.overtaken)
        or (not marked and not after and not apart and in_clause(old, context))
    ):
        s["refers-back"] = 1
        marked = True
    if not marked:
        if apart > 1 or abs(new.index - old.index) > UNMARKED_FIGURES or new.block != old.block:
            return None
        s["unmarked"] = 1
        if not apart and not CLAUSE.isdisjoint(old.lead if after else new.lead):
            s["pair-clause"] = 1
        if not after:
            s["in-order"] = 1
    steps = between(context, new.index, old.index, AMOUNTS if new.amount else frozenset({new.q.kind}))
    if steps:
        s["between"] = steps
    if apart:
        s["apart"] = apart
        if new.block != old.block:
            s["pair-block"] = 1
    else:
        s["together"] = 1
    if "goal" in new.marks or "level" in new.marks:
        s["goal"] = 1
    if "goal" in old.marks and old.mark.split()[-1] == "to" and not old.q.bracketed:
        s["old-goal"] = 1
    if old.q.word and old.q.kind in PLAIN:
        s["word-old"] = 1
    names(new, old, s)
    if "label-other" in s and "goal" in new.marks and new.index and not apart:
        # "adjusted profit rose 5% to $4m from adjusted profit of $3m"
        step = context.figures[new.index - 1]
        if step.sentence == new.sentence and step.q.kind == "percent" and step.labels == old.labels:
            s.pop("label-other")
    if marked and not old.labels and not steps and not apart and after:
        # "adjusted profit of $5m, up from $4m": the label said once holds for both
        s.pop("label-other", None)
    if new.q.kind == "count" and old.q.kind == "count" and new.q.noun and old.q.noun:
        s["noun-same" if nouns_meet(new.q.noun, old.q.noun) else "noun-other"] = 1
    if not _near(new.q.value * times_new, old.q.value * times_old, 12):
        s["far-size"] = 1
    if new.q.per and old.q.per and new.q.per != old.q.per:
        s["per-other"] = 1
    if (old.conversion_of is None) != (new.conversion_of is None):
        s["conversion"] = 1
    elif old.conversion_of is not None:
        s["conversions"] = 1
    return Comparison(new, old, unit, times_new, times_old, s)


def in_brackets(context: Context, new: Figure, old: Figure) -> bool:
    """ "SEK 3,412 million (3,108)", "31,200 tonnes (Q2 last year: 27,900)", "420, 3.9% lower (437)"."""
    if old.sentence != new.sentence or "(" not in old.lead[-6:]:
        return False
    if old.index > new.index + 1 and any(
        f.q.kind == old.q.kind for f in context.figures[new.index + 1 : old.index]
    ):
        return False
    opening = max(at for at, word in enumerate(old.lead) if word == "(")
    if opening > 4 or "," in old.lead[:opening]:
        # "of its $21m revenue, exports ($4.2m)"
        return False
    inside = old.lead[opening + 1 :]
    return old.index <= new.index + 2 and (not inside or inside[-1] == ":" or old.earlier)


def in_clause(old: Figure, context: Context) -> bool:
    """ "The shares, which closed at 500p, …", "The price, once $50, …": an earlier value of its subject."""
    lead = old.lead
    at = max((i for i, word in enumerate(lead) if word == ","), default=-1)
    words = lead[at + 1 :]
    if at < 1 or "," not in old.tail[:6] or len(words) > 6:
        return False
    if words[:1] == ("once",):
        return True
    past = context.relations.past
    return words[:1] == ("which",) and any(word in past or word.endswith("ed") for word in words[1:4])


def month_step(new: str, old: str) -> int:
    """Months without a year in their order: 1 where the first is up to six months later, -1 where earlier."""
    if not (len(new) == len(old) == 2 and new.isdigit() and old.isdigit()) or new == old:
        return 0
    return 1 if (int(new) - int(old)) % 12 <= 6 else -1


def is_step(figure: Figure, context: Context) -> bool:
    """ "50% growth", "rose 5%": itself a change, not a level that was reached."""
    if figure.amount:
        return not context.relations.comparatives.isdisjoint(_past_conversion(figure, context)[:1])
    if {"goal", "origin", "comparison"} & figure.marks and figure.mark not in _WEAK:
        return False
    cue = change_cue(figure, context)
    return (
        cue is not None
        and cue.distance <= 3
        and (cue.side == "after" or ("amount" in figure.marks and not figure.earlier))
    )


def _past_conversion(figure: Figure, context: Context) -> tuple[str, ...]:
    """The words after a figure, or after its own in another unit: "4.1 GWh (14,760 GJ) lower"."""
    after = context.figures[figure.index + 1 : figure.index + 2]
    if figure.tail[:1] == ("(",) and after and after[0].conversion_of is not None:
        return after[0].tail[1:] if after[0].tail[:1] == (")",) else ()
    return figure.tail


def part_of_it(figure: Figure) -> bool:
    """ "80 hotels, 19 of which …": a part of the figure before, not another value of it."""
    return figure.tail[:1] == ("of",) and figure.tail[1:2] in (("which",), ("them",), ("those",), ("these",))


def _open(context: Context, new: Figure, old: Figure) -> bool:
    """May the one without a unit take that of the other: in its sentence or the next, no thing of its own?"""
    if new.q.kind in PLAIN and old.q.kind in PLAIN:
        return True
    figure = new if new.q.kind in PLAIN else old
    apart = abs(new.sentence - old.sentence)
    if new.block != old.block or apart > 1 or (apart and figure is new):
        return False
    if done_with(figure) and {"origin", "comparison"} & figure.marks:
        return True
    return not thing_follows(context, figure) or figure.q.scale > 1


def thing_follows(context: Context, figure: Figure) -> bool:
    """ "one million ordinary shares": does a word right after it say what it is a number of?"""
    word = figure.tail[0] if figure.tail else ""
    return word[:1].isalpha() and word not in context.relations.stop


def done_with(figure: Figure) -> bool:
    """ "the 121,400 shipped in May": what was done with it, no thing of its own."""
    return bool(figure.tail) and figure.tail[0].endswith("ed")


def marked_step(f: Figure) -> bool:
    """Is it marked as an amount of change: "by _", "up _", "grew _"?"""
    return "amount" in f.marks and f.amount and not f.marks & _PLACED


def names(a: Figure, b: Figure, s: Signals) -> None:
    """Do two figures bear the same metric and the same label?"""
    if a.metric and b.metric:
        s["metric-same" if a.metric == b.metric else "metric-other"] = 1
    if (a.labels ^ b.labels) - {"forecast"}:
        s["label-other"] = 1


def comparisons(context: Context) -> list[Comparison]:
    """Every pair of near figures that could be compared."""
    found: list[Comparison] = []
    figures = [f for f in context.figures if f.amount or f.q.kind in ("percent", "points")]
    for at, old in enumerate(figures):
        for new in figures[max(0, at - NEAR_FIGURES) : at + NEAR_FIGURES + 1]:
            if new is old or abs(new.sentence - old.sentence) > NEAR_SENTENCES:
                continue
            if abs(new.index - old.index) > NEAR_FIGURES:
                continue
            one = pair(context, new, old)
            if one is not None:
                one.bits = bits_of(one.signals, context.weights)
                if one.bits > -6:
                    found.append(one)
    return found


def tells_how_many(context: Context, f: Figure) -> bool:
    """ "the two clinics", "at four stations": how many there are, by word, and no amount of theirs."""
    q, before, relations = f.q, f.lead[-1:], context.relations
    if not q.word or q.value >= _BY_WORD or not f.tail:
        return False
    return not relations.known_things.isdisjoint(before) or (
        bool(q.noun) and not relations.at_places.isdisjoint(before)
    )


def says(words: Sequence[str], context: Context, concept: str) -> int | None:
    """How many words from the end a phrase of the concept ends; None where there is none."""
    key = tuple(words)
    said = context.said.get(key)
    if said is None:
        said = context.said[key] = _said(key, context.relations.cues)
    return said.get(concept)


def _said(words: tuple[str, ...], cues: Cues) -> Mapping[str, int]:
    """Concept → how many words from the end the last phrase of it ends."""
    found: dict[str, int] = {}
    for at in range(len(words) - 1, -1, -1):
        for concept, _, phrase in begins(words, at, cues):
            found.setdefault(concept, len(words) - at - phrase.count(" ") - 1)
    return found


def begins(words: Sequence[str], at: int, cues: Cues) -> tuple[Hit, ...]:
    """The cues that begin at a word, the longest first, up to one that makes an idiom; each concept once."""
    head = cues.heads.get(words[at])
    if head is None:
        return ()
    found: dict[str, Hit] = {}
    for length in range(min(head, len(words) - at), 0, -1):
        phrase = " ".join(words[at : at + length]) if length > 1 else words[at]
        for concept, direction in cues.get(phrase, ()):
            found.setdefault(concept, (concept, direction, phrase))
            if concept == "idiom":
                return tuple(found.values())
    return tuple(found.values())


def find_cue(figure: Figure, context: Context, concepts: Collection[str]) -> Cue | None:
    """The nearest cue of the wanted concepts, before the claim in its clause or right after it."""
    about = _about(figure, context)
    best: Cue | None = None
    before = next(
        (
            (n, hit)
            for n, hits in about.before
            for hit in hits
            # "343 were under twenty-five (18%)" tells where they stand, not that anything moved
            if hit[0] in concepts and not (n and hit[2] in _STANDING)
        ),
        None,
    )
    if before is not None:
        distance, (concept, direction, phrase) = before
        at = len(figure.lead) - distance - 1
        if not (at and idiom(figure.lead[at - 1], figure.lead[at], context.relations.cues)):
            best = Cue(concept, direction, phrase, distance, "before")
    after = next(
        (
            (n, hit)
            for n, hits in about.after
            for hit in hits
            # nor "11.4% of children under five"
            if hit[0] in concepts and not (n and hit[2] in _STANDING and figure.tail[0] == "of")
        ),
        None,
    )
    if after is not None and (best is None or after[0] < best.distance):
        distance, (concept, direction, phrase) = after
        best = Cue(concept, direction, phrase, distance, "after")
    return best


def concepts_about(figure: Figure, context: Context) -> set[str]:
    """The concepts of which :func:`find_cue` may find a cue."""
    about = _about(figure, context)
    return {hit[0] for _, hits in (*about.before, *about.after) for hit in hits}


def _about(figure: Figure, context: Context) -> CuesAbout:
    about = context.cues_about.get(figure.index)
    if about is None:
        about = context.cues_about[figure.index] = _cues_about(figure, context.relations)
    return about


def _degree(lead: Sequence[str], at: int, relations: Relations) -> bool:
    """Is "more" or "less" said of how it moved: "rose much less, by 8%", "dropped more sharply, by 20%"?"""
    follows = lead[at + 1 : at + 2]
    if lead[at] not in relations.degrees or not follows or not follows[0].endswith((",", "ly")):
        return False
    return any(begins(lead, near, relations.cues) for near in range(max(0, at - 3), at))


def _cues_about(figure: Figure, relations: Relations) -> CuesAbout:
    cues = relations.cues
    before: list[CueAt] = []
    lead = figure.lead
    for back in range(1, min(len(lead), 9) + 1):
        at = len(lead) - back
        if lead[at] == ";" or (lead[at] == ":" and back > 1):
            break
        hits = begins(lead, at, cues)
        if hits and not _degree(lead, at, relations) and not _within_other(lead, at, hits, cues):
            before.append((back - 1, hits))
    after: list[CueAt] = []
    tail = figure.tail
    if tail[:1] == (",",) and lead and lead[-1] in APPOSED:
        # "was $4.9 million, or 11.7%, above the previous year's"
        tail = tail[1:3]
    for ahead in range(0, min(len(tail), 5)):
        if tail[ahead] in (",", ";", ":", ")", "("):
            break
        if ahead and tail[ahead] in ("to", "from", "and"):
            break
        if hits := begins(tail, ahead, cues):
            after.append((ahead, hits))
    return CuesAbout(tuple(before), tuple(after))


def _within_other(lead: Sequence[str], at: int, hits: Sequence[Hit], cues: Cues) -> bool:
    """The "up" of "gave up": a phrase of the other direction holds it."""
    return at > 0 and any(
        " " in phrase and direction is not None and direction != hits[0][1]
        for _, direction, phrase in begins(lead, at - 1, cues)
    )


def idiom(first: str, second: str, cues: Cues) -> bool:
    """Is a cue the second word of a phrase that means something else ("made up 20%")?"""
    return any(concept == "idiom" for concept, _ in cues.get(f"{first} {second}", ()))


def lookup(
    words: Sequence[str],
    at: int,
    longest: int,
    cues: Cues,
    wanted: frozenset[str],
) -> tuple[str, str | None, str] | None:
    """The cue that begins at a word, the longest first: (concept, direction, phrase)."""
    head = cues.heads.get(words[at]) if at < len(words) else None
    if head is None:
        return None
    for length in range(min(longest, head, len(words) - at), 0, -1):
        phrase = " ".join(words[at : at + length]) if length > 1 else words[at]
        for concept, direction in cues.get(phrase, ()):
            if concept in wanted:
                return concept, direction, phrase
            if concept == "idiom":
                return None
    return None


def resulting_cue(claim: Figure, context: Context) -> Cue | None:
    """ "sold 258,800 shares, reducing its stake to 3.4m from 3.7m": what the amount did to a level."""
    relations, tail = context.relations, claim.tail
    at = tail.index(",") + 1 if "," in tail else 0
    if not at or not tail[at : at + 1] or not tail[at].endswith("ing"):
        return None
    hit = lookup(tail, at, relations.cue_words, relations.cues, _STEPS)
    return Cue(hit[0], hit[1], hit[2], 0, "after") if hit is not None else None


def _led_to(claim: Figure, comparison: Comparison) -> bool:
    """Are these the level after and before, right after the amount and of the same thing?"""
    new, old = comparison.new, comparison.old
    return (
        new.sentence == old.sentence == claim.sentence
        and claim.index < min(new.index, old.index)
        and max(new.index, old.index) <= claim.index + 4
        and "goal" in new.marks
        and "origin" in old.marks
        and claim.q.unit == comparison.unit
        and (not claim.q.noun or not new.q.noun or nouns_meet(claim.q.noun, new.q.noun))
        and max(claim.q.value, new.q.value, old.q.value) < 1e4 * claim.q.value
    )


def change_cue(figure: Figure, context: Context) -> Cue | None:
    """The cue of a change; a claim in apposition ("by $5m, or 4%") takes that of the figure before it."""
    # every generator asks, so that it is looked for once a figure
    if figure.index not in context.change_cues:
        context.change_cues[figure.index] = _change_cue(figure, context)
    return context.change_cues[figure.index]


def _change_cue(figure: Figure, context: Context) -> Cue | None:
    rate = figure.q.kind in ("percent", "points", "fraction")
    cue = find_cue(figure, context, RATE_CUES if rate else CHANGE_CUES)
    apposed = figure.lead and not [w for w in figure.lead if w not in APPOSED and w != "by"]
    if cue is None and figure.index and apposed:
        before = context.figures[figure.index - 1]
        for _ in range(3):
            if before.sentence != figure.sentence:
                break
            cue = find_cue(before, context, CHANGE_CUES)
            if cue is not None:
                governed = (
                    figure.lead == ("by",) and before is preceding(context, figure) and cue.side == "before"
                )
                # "exceeded last year's 250,000 by 24%"
                return Cue(
                    cue.concept, cue.direction, cue.word, 1 if governed else cue.distance + 2, cue.side
                )
            if not before.index or len(before.lead) > 1 or not {"goal", "origin"} & before.marks:
                break
            # "a reduction from 105 to 85, or 19%"
            before = context.figures[before.index - 1]
    again = _said_again(context, figure) if cue is None else None
    if again is not None:
        after = find_cue(again, context, CHANGE_CUES)
        if after is not None and after.side == "after" and after.distance <= 1:
            return after
    if cue is None and figure.mark == "by" and figure.lead[-2:-1] in ((",",), ("i.e",), ("or",)):
        cue = _moved_before(figure, context)
    if cue is None:
        _, cue = _outdone(figure, context)
    if cue is None and figure.q.signed:
        up = figure.q.value > 0
        return Cue("rise" if up else "fall", "up" if up else "down", "", 0, "before")
    return cue


def _moved_before(figure: Figure, context: Context) -> Cue | None:
    """The verb of "grew, from 5m a year ago, by 10% to 5.5m": what stands between are its values."""
    for index in range(figure.index - 1, max(-1, figure.index - 3), -1):
        before = context.figures[index]
        if before.sentence != figure.sentence or not {"goal", "origin"} & before.marks:
            return None
        cue = find_cue(before, context, CHANGE_CUES)
        if cue is not None and cue.side == "before":
            return Cue(cue.concept, cue.direction, cue.word, 1, "before")
    return None


def _outdone(figure: Figure, context: Context) -> tuple[Figure | None, Cue | None]:
    """What is compared with, and the verb: "beats the £35.2m collected in 2003 by £11.1m"."""
    if figure.mark != "by" or not figure.index:
        return None, None
    before = context.figures[figure.index - 1]
    cue = find_cue(before, context, CHANGE_CUES) if before.sentence == figure.sentence else None
    if cue is None or cue.side != "before" or cue.word not in context.relations.outdoing:
        return None, None
    return before, replace(cue, distance=1)


def claim_signals(context: Context, claim: Figure, cue: Cue | None, kind: str, s: Signals) -> None:
    """How likely this number is a claim of this kind, from the words about it."""
    if kind == "multiple":
        s["word-multiple" if claim.q.word else "digit-multiple"] = 1
        if claim.q.kind == "fraction" and claim.tail[:1] == ("of",) and claim.tail[1:2] not in _ITS_VALUE:
            s["of"] = 1
        return
    if cue is None:
        s["no-cue-points" if kind == "pp_change" else "no-cue"] = 1
        if context.relations.gaps & set(claim.lead[-6:]):
            s["gap"] = 1
    elif cue.distance - (cue.word.count(" ") if cue.side == "before" else 0) <= 1:
        s["cue"] = 1
    elif cue.distance <= 4:
        s["cue-far"] = 1
    else:
        s["cue-farther"] = 1
    if kind == "percent_change" and claim.tail[:1] == ("of",):
        s["of"] = 1
    if "goal" in claim.marks:
        word = claim.mark.split()[0]
        if word in _REACHING:
            s["level"] = 1
        elif word in _LEVELS and not claim.q.signed:
            s["was" if (cue is not None and cue.distance <= 1) or kind != "difference" else "level"] = 1
    if "origin" in claim.marks or ("comparison" in claim.marks and claim.mark not in _WEAK - _AFTER):
        s["claim-old"] = 1
    elif (
        kind == "difference" and cue is not None and cue.side == "after" and cue.distance == 0
        and claim.tail[1:2] == ("to",) and claim.lead[-1:] not in _ARTICLES
    ):  # fmt: skip
        # "the loss of £29m shrank to £13m", but "a £16m fall to £13m"
        s["claim-old"] = 1
    if claim.earlier and (cue is None or cue.distance > 2):
        s["claim-earlier"] = 1
    if kind == "difference" and (
        claim.mark in STEP_MARKS
        or (
            cue is not None
            and cue.distance <= 1
            and (
                claim.mark == "of"
                if cue.side == "before"
                else cue.word in context.relations.comparatives and cue.word not in PLACES
            )
        )
    ):
        s["by"] = 1
    if claim.q.kind == "fraction":
        s["fraction"] = 1
    if kind == "percent_change" and claim.yearly:
        s["yearly"] = 1


def own_level(context: Context, claim: Figure) -> Figure | None:
    """The value that the claim's own words give as reached: "rose 5% to $10m", "sales of $482m, up 21.7%"."""
    figures = context.figures
    i = claim.index + 1
    if i < len(figures):
        after = figures[i]
        reached = "goal" in after.marks and after.mark.split()[0] in _REACHING
        of_rates = after.q.kind == "percent" and (
            # "a cut of £700,000, equivalent to 8.1%"
            claim.amount or (claim.q.kind == "percent" and not _percent_level(claim))
        )
        if (
            reached
            and after.sentence == claim.sentence
            and not of_rates
            and not CLAUSE & set(after.lead[:-1])
            and not _of_another(after)
        ):
            return after
    before = preceding(context, claim)
    if (
        before is not None
        and before.q.kind == "percent"
        and claim.q.kind == "points"
        and len(claim.lead) <= 2
        and claim.lead[:1] in _IS
        and not {"origin", "comparison"} & before.marks
    ):
        # "a margin of 17.9% was 350 basis points above …"
        return before
    if before is not None and before.amount and before.mark == "of" and _moves(claim, context):
        # "revenue of $1.6m was down 10%"
        return before
    if (
        before is not None
        and claim.q.kind in ("percent", "points", "fraction", "multiple")
        and _opens_apposition(claim)
        and not concludes(context, claim)
    ) and (before.amount or (claim.q.kind == "points" and before.q.kind == "percent")):
        cue = find_cue(before, context, CHANGE_CUES)
        step = cue is not None and cue.distance <= 1 and before.mark not in ("to", "at")
        if (
            not step
            and "origin" not in before.marks
            and "comparison" not in before.marks
            and not (before.earlier or before.refers_back or before.overtaken)
        ):
            return before
    return None


def _of_another(reached: Figure) -> bool:
    """ "25% less, now that the network reaches 27 towns": something else does after the comma."""
    words = [*itertools.takewhile(lambda word: word != ",", reversed(reached.lead))]
    return len(words) < len(reached.lead) and len(words) > _AFTER_COMMA


def _moves(claim: Figure, context: Context) -> bool:
    """Is a verb of change all that stands before the percentage: "rose", "were down"?"""
    words = claim.lead[1:] if claim.lead[:1] in _IS else claim.lead
    if claim.q.kind != "percent" or not words:
        return False
    hit = lookup(words, 0, context.relations.cue_words, context.relations.cues, _STEPS)
    return hit is not None and len(words) - len(hit[2].split()) <= 1


def _percent_level(claim: Figure) -> bool:
    """ "decreased by 70% to 54.4%": the claim is plainly the step, and the percentage after it is reached."""
    return claim.mark == "of" or "amount" in claim.marks


def own_base(context: Context, claim: Figure) -> Figure | None:
    """The value that the claim's own words measure from: "a 66% rise on the 2.9m", "5% to 4 from 3"."""
    outdone, _ = _outdone(claim, context)
    if outdone is not None:
        return outdone
    figures = context.figures
    i = claim.index + 1
    if i >= len(figures):
        return None
    after = figures[i]
    if after is _said_again(context, claim) and i + 1 < len(figures):
        # "It is $9m, or 5%, above the $180m of last year"
        i += 1
        after = figures[i]
    if after.sentence != claim.sentence:
        return None
    if "goal" in after.marks and after.mark.split()[-1] in ("to", "at") and len(after.lead) <= 5:
        # "up 5% to $4m (€3.7m) from $3m"
        i += 1
        while i < len(figures) and figures[i].conversion_of is not None:
            i += 1
        if i >= len(figures) or figures[i].sentence != claim.sentence or "origin" not in figures[i].marks:
            return None
        after = figures[i]
    if claim.q.kind == "multiple" and _times_of(after.lead):
        # "three times as much as the 45m", "twice its 24m of 2019"
        return after
    if claim.q.kind == "points" and after.lead[:1] in _OVER and len(after.lead) <= 6:
        # "340 basis points over the requirement of 16%"
        return after if after.q.kind == "percent" else None
    if "origin" in after.marks:
        return after if len(after.lead) <= 6 and not _STOPS & set(after.lead) else None
    lead = after.lead
    if i > claim.index + 1 and lead[:1] == (",",):
        lead = lead[1:]
    # "more than in the three months to April (1,271,000)"
    if len(lead) > (_BRACKETED if lead[-1:] == ("(",) and "than" in lead[:3] else 7):
        return None
    beyond = lead[:1] in _BEYOND or (claim.q.kind == "percent" and lead[:2] in _SHORT)
    if (claim.amount or claim.q.kind == "percent") and beyond and not _STOPS & set(lead):
        # "31 cents below the previous Friday's $6.15", "$1.3m ahead of voice ($20.5m)", "12% under the
        # closing price of $4"
        return after if claim.amount or _placed_by(after) else None
    if lead[:1] == ("on",) and lead[-1].endswith("'s") and not _STOPS & set(lead) and _placed_by(after):
        # "an improvement of 5% on the December quarter's $352.8m"
        return after
    if "comparison" not in after.marks and "than" not in lead[:3]:
        return None
    if len(lead) <= 2 and after.mark in _WEAK and (claim.q.signed or "amount" in claim.marks):
        # "+61% on the $1.9bn", "up 5% on 10m"
        return after
    wanted = frozenset(("rise", "fall", "change", "difference"))
    for at in range(min(2, len(lead))):
        if lead[at] in (",", ";", "("):
            return None
        if lead[at] in ("as", "times") or lookup(
            lead, at, context.relations.cue_words, context.relations.cues, wanted
        ):
            return after
    return None


def _said_again(context: Context, claim: Figure) -> Figure | None:
    """The percentage that tells an amount of change again right after it: "$9m, or 5%, more than"."""
    figures = context.figures
    if not claim.amount or claim.index + 1 >= len(figures):
        return None
    after = figures[claim.index + 1]
    apposed = after.lead and all(w in APPOSED for w in after.lead) and "or" in after.lead
    return after if apposed and after.q.kind == "percent" and after.sentence == claim.sentence else None


def _placed_by(base: Figure) -> bool:
    """Do the words between a percentage and what it is above name that alone: "above Friday's close of _"?"""
    return (
        base.amount
        and "," not in base.lead
        and "origin" not in base.marks
        and base.mark.split()[-1:] not in (["to"], ["at"])
    )


def _times_of(lead: Sequence[str]) -> bool:
    """Do the words between a factor and the next figure say that it is a factor of it?"""
    at = 3 if lead[:1] == ("as",) and lead[2:3] == ("as",) else 0
    rest = lead[at:]
    return bool(at or rest) and len(rest) <= 2 and all(word in _WHOSE for word in rest)


def preceding(context: Context, claim: Figure) -> Figure | None:
    """The figure before the claim in its sentence, conversions in brackets stepped over."""
    i = claim.index - 1
    while i >= 0 and context.figures[i].conversion_of is not None:
        i -= 1
    if i < 0 or context.figures[i].sentence != claim.sentence:
        return None
    return context.figures[i]


def _opens_apposition(claim: Figure) -> bool:
    """The claim follows the value at once: ", up 5%", "(+5%)", ", an increase of 13%"."""
    lead = claim.lead
    if not lead:
        return claim.q.bracketed or claim.q.signed
    return lead[0] in (",", "(", "—", "–", ";") and len(lead) <= 7 and not CLAUSE & set(lead)


def told_elsewhere(claim: Figure, new: Figure, old: Figure) -> bool:
    """Does the nearer of the two stand in another paragraph (see :mod:`finchecks.claim.elsewhere`)?"""
    nearest = new if abs(new.index - claim.index) < abs(old.index - claim.index) else old
    return nearest.block != claim.block


def attach(context: Context, claim: Figure, new: Figure, old: Figure, s: Signals) -> None:
    """Does this claim speak of that comparison? Nearness in the clause, marks, names."""
    figures = context.figures
    first, last = (new, old) if new.index < old.index else (old, new)
    nearest = new if abs(new.index - claim.index) < abs(old.index - claim.index) else old
    apart = min(abs(claim.sentence - first.sentence), abs(claim.sentence - last.sentence))
    spread = max(abs(claim.sentence - first.sentence), abs(claim.sentence - last.sentence))
    if apart == 0:
        s["with"] = 1
        lo, hi = sorted((claim.index, nearest.index))
        steps = sum(1 for f in figures[lo + 1 : hi] if f.conversion_of is None)
        if steps:
            s["step"] = steps
        if any(_clause_before(f, context) for f in figures[lo + 1 : hi + 1]):
            s["clause"] = 1
        if first.index < claim.index < last.index:
            s["inside"] = 1
        following = figures[claim.index + 1] if claim.index + 1 < len(figures) else None
        if (
            following is not None
            and (following is new or following is old)
            and following.sentence == claim.sentence
        ) and ("goal" in following.marks or "origin" in following.marks):
            s["goal-next"] = 1
        if claim.thing and not claim.thing & (new.name_set | old.name_set):
            s["thing-other"] = 1
        if spread:
            inside = first.index < claim.index < last.index
            direct = last.index - first.index <= 1 + inside and last.sentence - first.sentence <= 1
            s["spread-direct" if direct else "spread"] = 1
    else:
        same_block = claim.block == nearest.block
        if not same_block:
            s["other-block"] = 1
        else:
            s["next-sentence" if apart == 1 else "other-sentence"] = 1
        if apart == 1 and same_block and claim.sentence > nearest.sentence:
            others = between(context, claim.index, nearest.index)
            if others:
                s["next-step"] = others
            else:
                s["next-direct"] = 1
        elif apart == 1 and same_block and not between(context, claim.index, nearest.index):
            s["before-direct"] = 1
        else:
            common = max(shared_names(claim, new), shared_names(claim, old))
            if common:
                s["name"] = min(common, 3)
        said = about(claim, context)
        if said and not said & (new.name_set | old.name_set):
            s["subject-other"] = 1
        if context.shifted(claim.sentence):
            s["shift"] = 1
    metrics = {new.metric, old.metric} - {""}
    if claim.metric and metrics:
        if claim.metric in metrics:
            s["claim-metric-same"] = 1
        else:
            s["claim-metric-other" if apart == 0 else "claim-metric-other-far"] = 1
    if new.sentence > claim.sentence == old.sentence:
        s["new-later"] = 1
    basis(claim, old, s)
    if claim.labels - {"forecast"} - new.labels:
        s["claim-label-other"] = 1
    elif new.labels - {"forecast"} - claim.labels and apart:
        s["new-label-other"] = 1


def about(claim: Figure, context: Context) -> frozenset[str]:
    """The stems that the claim's own words name its thing by: none in "this corresponds to a rise of _"."""
    return frozenset(claim.subject) - context.relations.generic


def resumes(context: Context, claim: Figure) -> bool:
    """Do the claim's words sum up what was just told: "That is a rise of _", "The bill has thus risen _"?"""
    relations, lead = context.relations, claim.lead
    if concludes(context, claim):
        return True
    at = max((i for i, word in enumerate(lead) if word in (",", ";", ":", "—", "–")), default=-1) + 1
    words = [word for word in lead[at:] if word not in relations.determiners]
    if claim.q.kind == "multiple" and not words and claim.tail[:1] in (("that",), ("this",)):
        # "it took $21m, three times that"
        return True
    if any(
        one in relations.resuming and other in _COPULA
        for one, other in itertools.pairwise(lead[max(at, len(lead) - _RESUMED) :])
    ):
        # "I told him that this was an increase of 45%"
        return True
    if not words or len(lead) - at > _RESUMED:
        return False
    if words[0] in relations.resuming:
        return True
    hit = lookup(words, 0, relations.cue_words, relations.cues, _CHANGED)
    return hit is not None and (len(words) == 1 or words[1] in _COPULA)


def concludes(context: Context, claim: Figure) -> bool:
    """ "… has thus grown by _", ", so it grew by _": a clause of its own that follows from what was told."""
    return bool(context.relations.consequences & set(claim.lead)) or (",", "so") in itertools.pairwise(
        claim.lead
    )


def _summed(context: Context, claim: Figure, comparison: Comparison, start: Signals, s: Signals) -> bool:
    """Is the claim a summing-up of these two, told right before it?"""
    if max(comparison.new.index, comparison.old.index) > claim.index:
        return False
    if claim.amount and not ("cue" in start and concludes(context, claim)):
        return False
    direct = {"next-direct", "spread-direct"} & s.keys() or (
        "with" in s and not {"step", "spread"} & s.keys()
    )
    return bool(direct) and resumes(context, claim)


#: words of "that's", "this is a" before a figure
_SAID = 3
#: words from the opening of a summing-up to its figure
_RESUMED = 6
_COPULA = frozenset({"of", "is", "was", "by", "works", "comes", "came", "amounts", "amounted", "at"})
_CHANGED = frozenset({"rise", "fall", "change", "gain", "loss"})


def _clause_before(f: Figure, context: Context) -> bool:
    """``other_clause``, looked for once a figure."""
    known = context.other_clauses.get(f.index)
    if known is None:
        known = context.other_clauses[f.index] = other_clause(f)
    return known


def other_clause(f: Figure) -> bool:
    """Does another clause begin before the figure?

    Not at "… a year earlier; a fall of 29%", nor where the same subject goes on: "and stood at _".
    """
    lead = f.lead
    if ";" in lead[-6:] and CLAUSE.isdisjoint(set(lead) - {";"}):
        return False
    for at, word in enumerate(lead):
        if word in CLAUSE:
            rest = lead[at + 1 :]
            if not (rest[:1] and rest[0] in _RESUMING) and not (f.mark and " ".join(rest) == f.mark):
                return True
    return False


def basis(claim: Figure, old: Figure, s: Signals) -> None:
    """Quarter on quarter is not year on year: do the claim and the old value measure from the same time?"""
    said, other = claim.basis, old.basis.rstrip("?")
    if said == "year" and not other and bare(claim.period) and bare(old.period):
        # "rose 70% in February, year on year, to 8bn from 5.7bn in January"
        other = "year" if claim.period == old.period else "month"
    if not said or not other:
        return
    if said.rstrip("?") == other:
        s["basis-same"] = 1
    elif not said.endswith("?") or "origin" not in old.marks:
        # "rose 5% last month, from $9m a year earlier" tells when; "fell by 4 last week, against 723 a year
        # ago" measures from the week before
        s["basis-other"] = 1


def bare(period: str) -> bool:
    """A month or a quarter without its year."""
    return 0 < len(period) <= 2


def changes(context: Context, rules: Mapping[str, Rule], pairs: Sequence[Comparison]) -> list[Hypothesis]:
    """Hypotheses of percent change, points, multiples and differences over the comparisons."""
    found: list[Hypothesis] = []
    table = context.weights
    for claim in context.figures:
        kind = claim.q.kind
        if claim.q.is_range:
            continue
        cue = change_cue(claim, context)
        resulting = resulting_cue(claim, context) if kind in AMOUNTS and kind != "number" else None
        if cue is None or cue.side == "before":
            cue = resulting or cue
        if kind == "percent":
            ids: tuple[str, ...] = ("percent-change",)
        elif kind == "fraction":
            ids = ("percent-change", "multiple")
        elif kind == "points":
            ids = ("pp-change",)
        elif kind == "multiple":
            ids = ("multiple",)
        elif kind in AMOUNTS and (cue is not None or _apposed(context, claim)):
            ids = ("difference",)
        else:
            continue
        own = own_level(context, claim) if kind not in AMOUNTS else None
        base = own_base(context, claim)
        completed = _completed(context, claim, base, cue) if base is not None and cue is not None else None
        for rule_id in ids:
            rule = rules.get(rule_id)
            if rule is None:
                continue
            start: Signals = {f"prior {rule.kind}": 1}
            claim_signals(context, claim, cue, rule.kind, start)
            start_bits = bits_of(start, table)
            for comparison in (*nearby(pairs, claim), *([completed] if completed is not None else [])):
                new, old = comparison.new, comparison.old
                if claim is new or claim is old or not suits(rule.kind, claim, comparison):
                    continue
                if told_elsewhere(claim, new, old):
                    continue
                if start_bits + comparison.bits < -8:
                    continue
                s: Signals = {}
                if cue is None and rule.kind == "difference":
                    if not _MARKED & comparison.signals.keys() or claim.index - 2 != min(
                        new.index, old.index
                    ):
                        continue
                    s["apposed"] = 1
                attach(context, claim, new, old, s)
                if new.earlier and old.earlier and old.sentence > claim.sentence:
                    # "It was _ a year ago, so it grew 21%. Coal was _ last year": of two things
                    s["both-earlier"] = 1
                if own is not None:
                    s["own" if new is own else "own-other"] = 1
                    if new is own:
                        # "adjusted profit rose 5% to $4m": its label is the claim's
                        s.pop("claim-label-other", None)
                elif (
                    new.q.noun
                    and (said := about(claim, context))
                    and not nouns_meet(" ".join(said), new.q.noun)
                ):
                    s["noun-apart"] = 1
                if base is not None:
                    s["base" if old is base else "base-other"] = 1
                elif (
                    cue is not None
                    and cue.side == "after"
                    and "" != claim.period != old.period != ""
                    and not _dated_before(context, claim)
                ):
                    # "more than 50% above the February 1986 level"
                    s["base-other"] = 1
                if rule.kind == "percent_change" and comparison.unit == "percent":
                    reached, left = comparison.values()
                    apart = abs(reached - left)
                    if magnitude(claim.q).meets(Interval(apart * 0.9999, apart * 1.0001)):
                        # "from 34.1% to 38.3%, an increase of 4.2%": points are meant
                        s["points-said"] = 1
                    else:
                        s["rates-as-base"] = 1
                        if not (own is new or base is old):
                            s["rates-as-base-far"] = 1
                if (
                    rule.kind == "difference"
                    and min(new.index, old.index) < claim.index < max(new.index, old.index)
                    and ("base" in s or {"origin", "comparison"} & comparison.signals.keys())
                ):
                    # "85, a 12 improvement on the 73": the step itself stands between the two, nothing else
                    s["between-own"] = 1
                if cue is not None and cue is resulting:
                    if not _led_to(claim, comparison):
                        continue
                    s["step-led"] = 1
                if "new-earlier" in comparison.signals and _looks_back(context, claim, cue, comparison):
                    s["own-earlier"] = 1
                if disordered(claim, cue, comparison, s):
                    s["disordered"] = 1
                if framed(claim, cue, comparison, start, s):
                    s["frame"] = 1
                if sole(context, claim, comparison):
                    s["sole"] = 1
                    if others(context, (claim, new, old), _TOGETHER) == []:
                        s["only"] = 1
                    if _summed(context, claim, comparison, start, s):
                        s["resumes"] = 1
                        s.pop("subject-other", None)
                    if _told_next(context, claim, cue, comparison, start, s):
                        s["before-frame"] = 1
                elif (
                    {new.index, old.index} == {claim.index - 1, claim.index - 2}
                    and claim.lead[-_SAID:]
                    and not context.relations.resuming.isdisjoint(claim.lead[-_SAID:])
                    and _summed(context, claim, comparison, start, s)
                ):
                    # "$226.95 against $221.62, that's 2.4%"
                    s["resumes"] = 1
                    s.pop("subject-other", None)
                told = told_again(context, claim, comparison)
                if told is not None and not {"no-cue", "subject-other"} <= start.keys() | s.keys():
                    s["told-again"] = 1
                    if _told_beside(claim, told, cue, comparison) and not start.keys() & _LEVEL:
                        s["told-beside"] = 1
                        for name in ("own-other", "subject-other"):
                            s.pop(name, None)
                    if min(new.index, old.index) < told.index < max(new.index, old.index):
                        s["told-between"] = 1
                        if claim.index == max(new.index, old.index) + 1 and _by_a_mark(claim):
                            s["told-next"] = 1
                bits = start_bits + comparison.bits + bits_of(s, table)
                if bits >= FLOOR:
                    found.append(
                        of_pair(rule, claim, comparison, bits, {**start, **comparison.signals, **s}, cue)
                    )
    return found


_MARKED = frozenset(
    {"refers-back", "origin", "comparison", "comparison-weak", "brackets", "earlier", "newer"}
)
_AGAINST = frozenset(
    {"own-other", "base-other", "subject-other", "claim-label-other", "clause", "step", "next-step",
     "claim-metric-other", "claim-metric-other-far", "basis-other"}
)  # fmt: skip
#: the claim is itself a level, old or new
_LEVEL = frozenset({"claim-old", "claim-earlier", "level", "of", "yearly"})


def _looks_back(context: Context, claim: Figure, cue: Cue | None, comparison: Comparison) -> bool:
    """ "There were 61 the year before, 27% more": than the 48 now; it is told of the earlier value."""
    new, old = comparison.new, comparison.old
    if cue is None or cue.side != "after" or cue.distance > 1 or cue.direction is None:
        return False
    if preceding(context, claim) is not new or old.earlier or old.index > new.index or len(claim.lead) > 5:
        return False
    reached, left = comparison.values()
    return cue.word in context.relations.comparatives and (reached > left) == (cue.direction == "up")


#: characters from a figure within which a period may be said of it
_PERIOD_REACH = 60
#: what alone tells old from new, where the text does not say it outright
_LOOSE = frozenset({"unmarked", "refers-back", "expected"})
_ORDERED = frozenset({"origin", "comparison", "brackets", "earlier", "newer", "dated"})


def disordered(claim: Figure, cue: Cue | None, comparison: Comparison, s: Signals) -> bool:
    """Of two values that nothing marks as old and new: does the claim's direction say it is the other way?"""
    p = comparison.signals.keys()
    if not _LOOSE & p or _ORDERED & p or {"own", "base"} & s.keys():
        return False
    up: bool | None = None
    if claim.q.kind == "multiple":
        up = claim.q.value > 1
    elif cue is not None and cue.direction is not None:
        up = cue.direction == "up"
    reached, left = comparison.values()
    return up is not None and (reached > left) != up


def _told_next(
    context: Context, claim: Figure, cue: Cue | None, comparison: Comparison, start: Signals, s: Signals
) -> bool:
    """Does the sentence after the claim open with both values: "Sales rose 5%. They were _, against _"?"""
    p = comparison.signals.keys()
    if "before-direct" not in s or cue is None or cue.distance > 1 or not _MARKED & p:
        return False
    if (_AGAINST - {"subject-other"}) & s.keys() or _LEVEL & start.keys():
        return False
    if {"noun-other", "label-other"} & p:
        return False
    first = comparison.new if comparison.new.index < comparison.old.index else comparison.old
    opening = first.lead[:1]
    return "subject-other" not in s or (bool(opening) and opening[0] in context.relations.pronouns)


def _dated_before(context: Context, claim: Figure) -> bool:
    """Does the period that is said of the claim stand before it: "9.7m in 2024, 15% more"?"""
    at = bisect.bisect_left(context.periods, claim.q.end, key=lambda q: q.start)
    after = context.periods[at].start if at < len(context.periods) else None
    return after is None or after > claim.q.end + _PERIOD_REACH


def framed(claim: Figure, cue: Cue | None, comparison: Comparison, start: Signals, s: Signals) -> bool:
    """Is the whole frame said in one breath: step, cue, new value and marked old value, side by side?"""
    if (cue is None or cue.distance > 2) and claim.q.kind not in ("multiple", "points"):
        return False
    if claim.q.kind == "multiple" and not claim.q.word and not {"own", "base", "goal-next"} & s.keys():
        return False
    p = comparison.signals
    # "€174m, €9m more than the €165m", "120, three times the 40": the words give the base, whatever its time
    based = {"base", "inside"} <= s.keys() and (
        claim.q.kind == "multiple" or (cue is not None and cue.distance == 0 and cue.side == "after")
    )
    if not (_MARKED & p.keys() or based) or {"apart", "noun-other", "label-other", "new-step"} & p.keys():
        return False
    if p.get("between", 0) > s.get("between-own", 0):
        return False
    if "between-own" in s and "base" not in s and not ("origin" in p and "by" in start):
        return False
    if _AGAINST & s.keys() or _LEVEL & start.keys():
        return False
    if "with" in s:
        return True
    return "next-direct" in s and not claim.subject


def sole(context: Context, claim: Figure, comparison: Comparison) -> bool:
    """Are the two the only figures that could be meant, from the first of the three sentences to the last?"""
    new, old = comparison.new, comparison.old
    first = min(claim.sentence, new.sentence, old.sentence)
    last = max(claim.sentence, new.sentence, old.sentence)
    elsewhere = claim.sentence not in (new.sentence, old.sentence)
    figures = context.figures
    at = bisect.bisect_left(context.places, first)
    while at < len(figures) and figures[at].sentence <= last:
        f = figures[at]
        at += 1
        if f is new or f is old or f is claim or f.conversion_of is not None or _is_the_step(f, comparison):
            continue
        if elsewhere and f.amount and f.sentence == claim.sentence:
            # "Pay was $34.01 and is up 4.9%. The week shortened to 34.2 hours from _": of something else
            return False
        # an open number ("10.7 mln") may be of any unit
        open_ = f.amount and (f.q.kind in PLAIN or new.q.kind in PLAIN or old.q.kind in PLAIN)
        alike = f.q.kind in (new.q.kind, old.q.kind) or (open_ and new.amount)
        if alike and (f.q.unit in (new.q.unit, old.q.unit, "") or (open_ and "" in (new.q.unit, old.q.unit))):
            return False
    return True


def _is_the_step(f: Figure, comparison: Comparison) -> bool:
    """ "Puts another 6,000 on the streets, taking the fleet from 15,500 to 21,500": what lies between."""
    if "origin-goal" not in comparison.signals:
        return False
    reached, left = comparison.values()
    return (
        f.amount and Interval(f.q.low, f.q.high).holds(abs(reached - left)) and f.q.step < abs(reached - left)
    )


#: figures to either side of a change in which its other telling stands
_TOLD = 3
#: units of numbers of things
_NUMBERED = frozenset(("", "count"))
#: a change told again must be told this exactly, or chance would do it
_EXACT = 0.12


def told_again(context: Context, claim: Figure, comparison: Comparison) -> Figure | None:
    """The figure beside the claim that tells the same change in the other way: "by $10m, or 20%"."""
    new, old = comparison.new, comparison.old
    if not claim.block == new.block == old.block or abs(claim.sentence - new.sentence) > 1:
        return None
    amount = claim.amount or claim.q.kind == "points"
    if amount and comparison.unit == "percent":
        return None
    both: tuple[Interval, Interval] | None = None
    for f in context.figures[max(0, claim.index - _TOLD) : claim.index + _TOLD + 1]:
        if f is claim or f is new or f is old or abs(f.sentence - claim.sentence) > 1 or f.q.value <= 0:
            continue
        if amount:
            if f.q.kind != "percent":
                continue
        elif comparison.unit == "percent":
            if f.q.kind != "points":
                continue
        elif f.q.unit != comparison.unit and not (
            {f.q.unit, comparison.unit} <= _NUMBERED and is_step(f, context)
        ):
            continue  # "84 fewer than the 2,402 calls", but not "1,284,600 nights of residents"
        p, q = both = both or comparison.intervals()
        if amount:
            if p.low <= 0 or q.low <= 0:
                return None
            change = Interval(p.low / q.high - 1, p.high / q.low - 1).scaled(100.0)
        else:
            change = Interval(p.low - q.high, p.high - q.low)
        size = change if change.low + change.high >= 0 else change.scaled(-1.0)
        told = Interval(f.q.low, f.q.high)
        exact = (size.high - size.low) + (told.high - told.low) < 2 * _EXACT * f.q.value
        if exact and size.meets(told):
            return f
    return None


#: so many words of an apposition before its amount
_APPOSITION = 6
#: ... and how many may stand between the two values and it: "in twelve months, an addition of _"
_ASIDE = 5
_PAUSES = frozenset((",", ":", "—", "–"))
#: sentences and figures back to what a change is said of, where its own sentence gives but the base
_SAID_BEFORE, _FIGURES_BEFORE = 3, 12
#: … and so many times apart the two may be
_ALIKE = 4.0


def _apposed(context: Context, claim: Figure) -> bool:
    """Does it stand right after two of its unit: "to 54m in May, an addition of _", "…: _ adrift"?"""
    lead, figures = claim.lead, context.figures
    at = max((i for i, word in enumerate(lead) if word in _PAUSES), default=-1)
    if claim.index < 2 or at < 0 or at > _ASIDE or not CLAUSE.isdisjoint(lead[:at]):
        return False
    words = lead[at + 1 :]
    if len(words) >= _APPOSITION or (words and not (words[0] in _AN and words[-1] == "of")):
        return False
    after = claim.tail[len(claim.q.noun.split()) :]
    if (not words and lead[at] != ":") or (words and after and after[0].isalpha()):
        # "rose from 5m to 6m, a record of 2m coming from hats"
        return False
    if claim.q.kind == "number" and claim.q.scale == 1 and words[:1] not in (("a",), ("an",)):
        return False
    if any(says(words, context, concept) is not None for concept in ("total", "per_unit", "ratio")):
        return False
    before = figures[claim.index - 2 : claim.index]
    # "to 500,000 tonnes from 225,000, an addition of 275,000 tonnes": the unit may be said once of the two
    return any(f.q.unit == claim.q.unit or claim.q.kind in PLAIN for f in before) and all(
        f.sentence == claim.sentence and (f.q.unit == claim.q.unit or f.q.kind in PLAIN) for f in before
    )


def _completed(context: Context, claim: Figure, base: Figure, cue: Cue) -> Comparison | None:
    """The only value of the base's unit told before the claim, where its sentence gives the base alone."""
    if (
        not claim.index < base.index <= claim.index + 2
        or not base.amount
        or base.q.is_range
        or not base.q.unit
    ):
        return None
    found: Figure | None = None
    for f in reversed(context.figures[max(0, claim.index - _FIGURES_BEFORE) : claim.index]):
        if claim.sentence - f.sentence > _SAID_BEFORE:
            break
        if f.q.kind != base.q.kind or f.q.unit != base.q.unit or f.conversion_of is not None:
            continue
        if not _near(f.q.value, base.q.value, _ALIKE):
            continue
        if f.sentence == claim.sentence or f.q.is_range:
            return None
        if found is not None and f.q.value != found.q.value:
            return None
        found = f
    if found is None or found.q.value == base.q.value:
        return None
    if marked_step(found) or {"origin", "comparison"} & found.marks or found.earlier:
        return None
    if not _goes_on(context, claim, found):
        return None
    if cue.direction is not None and (cue.direction == "up") != (found.q.value > base.q.value):
        return None
    return Comparison(
        found, base, base.q.unit, 1.0, 1.0, {"completed": 1, "goal": 1}, context.weights["completed"]
    )


def _goes_on(context: Context, claim: Figure, found: Figure) -> bool:
    """Does the claim's clause speak on of what was told: "it is", "the offer is", or by a name in common?"""
    relations = context.relations
    opening = max((at for at, word in enumerate(claim.lead) if word in CLAUSE or word == ","), default=-1) + 1
    first = claim.lead[opening : opening + 1]
    if not first or first[0] in relations.determiners or first[0] in relations.pronouns:
        return True
    return bool(about(claim, context) & found.name_set)


_AN = frozenset({"a", "an", "the"})


def _by_a_mark(claim: Figure) -> bool:
    """ "4,412, 218 fewer than last year's 4,630, or 4.7%", "… the 2,402 counted in 2022 (−3.5%)"."""
    lead = claim.lead
    return (lead[-1:] == ("(",) or lead[-2:] == (",", "or")) and claim.closed


def _told_beside(claim: Figure, told: Figure, cue: Cue | None, comparison: Comparison) -> bool:
    """Do both tellings stand in one sentence, whose word of change agrees with the two values?"""
    reached, left = comparison.values()
    return (
        told.sentence == claim.sentence >= max(comparison.new.sentence, comparison.old.sentence)
        and cue is not None
        and (cue.direction is None or (cue.direction == "up") == (reached > left))
    )


def nearby(pairs: Sequence[Comparison], claim: Figure) -> Sequence[Comparison]:
    """The comparisons within reach of a claim: all of an article's, a window of a book's (in their order)."""
    if len(pairs) <= 200:
        return pairs
    lo = bisect.bisect_left(pairs, claim.index - REACH, key=lambda one: one.old.index)
    hi = bisect.bisect_right(pairs, claim.index + REACH, key=lambda one: one.old.index)
    return pairs[lo:hi]


def of_pair(
    rule: Rule, claim: Figure, comparison: Comparison, bits: float, signals: Signals, cue: Cue | None
) -> Hypothesis:
    bound = (
        Bound("new", comparison.new.q, comparison.unit, comparison.times_new),
        Bound("old", comparison.old.q, comparison.unit, comparison.times_old),
    )
    direction = cue.direction if cue is not None and rule.kind != "multiple" else None
    one = Hypothesis(rule, claim, bound, signals, bits, direction, cue.word if cue else "")
    one.judge()
    if rule.kind == "difference" and one.fit == "mistake" and _unscaled(claim, comparison):
        # "from 864 up to 871, and that seven million": the scale is said once
        scaled = tuple(replace(b, times=b.times * claim.q.scale) for b in bound)
        other = replace(one, bound=scaled)
        other.judge()
        return other if other.fit == "right" else one
    return one


def _unscaled(claim: Figure, comparison: Comparison) -> bool:
    return claim.q.scale > 1 and all(
        f.q.kind in PLAIN and f.q.scale == 1 and not f.q.noun for f in (comparison.new, comparison.old)
    )


def suits(kind: str, claim: Figure, comparison: Comparison) -> bool:
    """Types: percentages of amounts, points of percentages, factors of amounts, amounts of amounts."""
    unit, q = comparison.unit, claim.q
    if kind == "pp_change":
        return unit == "percent"
    if kind == "percent_change":
        return unit not in ("percentage_point", "bp")
    if kind == "multiple":
        return unit not in ("percentage_point", "bp")
    both = (comparison.new.q, comparison.old.q)
    if q.kind == "measure" and not unit:
        # "declined by 11.2 mln barrels to 86.4 mln from 98.5 mln": the unit is said once
        return all(one.kind in PLAIN and not one.noun for one in both)
    if q.kind in ("money", "measure"):
        return unit == q.unit
    if q.kind == "number" and any(one.kind == "measure" for one in both):
        # "318,000 cubic metres, 24,000 more than the 294,000 of 2024"
        return True
    if (
        q.kind == "number"
        and q.scale > 1
        and any(one.kind == "money" and one.scale == q.scale for one in both)
    ):
        # "$506 million, up 38 million from 468 million": the unit is said once
        return True
    return all(one.kind in PLAIN for one in both)


_NEVER = frozenset(
    {
        "thing-other",
        "basis-other",
        "pair-block",
        "old-goal",
        "shift",
        "step-as-level",
        "new-later",
        "both-earlier",
    }
)


#: … and by these, values that are the only ones of their sentences either
_NOT_ALONE = _NEVER | _LEVEL | {"told-again", "clause"}
#: sentences in which a claim and its two values may be the only figures
_TOGETHER = 3


def _by_themselves(one: Hypothesis) -> bool:
    """Are the values the only ones of its sentences: "It was _. Now it is _. That is a fall of"?"""
    said = one.signals.keys()
    if "only" not in said or one.contrary or _NOT_ALONE & said:
        return False
    if "subject-other" in said and "resumes" not in said:
        return False
    if any(bound.quantity is None or bound.quantity.kind == "percent" for bound in one.bound):
        # "rates grew over 2%, with 2.6% on renewals and 1% on new leases"
        return False
    if one.rule.kind == "multiple":
        return "resumes" in said
    if one.rule.kind != "percent_change" or "no-cue" in said:
        return False
    return one.fit == "mistake" or ("resumes" in said and one.claim.q.kind == "percent")


def _only_rates(one: Hypothesis) -> bool:
    """Points between the only two rates of its sentences: "It was 74%. Stocks are 13 points lower"."""
    said = one.signals.keys()
    return (
        one.rule.kind == "pp_change"
        and one.claim.q.kind == "points"
        and "sole" in said
        and not one.contrary
        and not one.against
        and ("resumes" in said or (bool({"next-direct", "spread-direct"} & said) and not _moves_another(one)))
        and not (_NEVER | _LEVEL) & said
    )


#: what speaks for two values not being of one thing at two times
_OTHERS = frozenset(
    {
        "claim-metric-other",
        "metric-other",
        "per-other",
        "noun-other",
        "label-other",
        "rates-as-base",
        "new-comparison",
        "new-origin",
        "new-earlier",
        "new-step",
    }
)


def _only_with_base(one: Hypothesis) -> bool:
    """ "It raised £46.3m. It beats the £35.2m of 2003 by _": the base is said, no other is there."""
    said = one.signals.keys()
    return (
        {"base", "sole", "only", "cue"} <= said
        and not one.contrary
        and not one.against
        and not (_NEVER - {"pair-block"} | _LEVEL) & said
        and not _OTHERS & said
        and not _bare(one)
    )


def _moves_another(one: Hypothesis) -> bool:
    """ "Credits lowered the rate by _": what did it, not what the rate did."""
    lead, cue = one.claim.lead, one.cue.split()
    return lead[-1:] == ("by",) and lead[-len(cue) - 1 : -1] != (*cue,)


def tied(one: Hypothesis) -> bool:
    """Does the text itself say which two values the change is between?"""
    said = one.signals.keys()
    if _by_themselves(one) or _only_rates(one) or _only_with_base(one):
        return True
    if _NEVER & said or (
        "noun-apart" in said
        and "frame" not in said
        and not ({"sole", "with"} <= said and {"origin", "comparison"} & said)
    ):
        return False
    if one.rule.kind == "percent_change" and ("pair-of-step" in said or {"told-next", "told-again"} <= said):
        return not one.contrary
    # "net income rose by 16%. It was …": the values follow
    follows = all(b.quantity is not None and b.quantity.start > one.claim.q.start for b in one.bound)
    spoken = {"with", "own", "base"} | ({"sole"} if one.fit == "mistake" or follows else set())
    if "level" in said or ("subject-other" in said and not spoken & said):
        # "the jobless rate dipped to 6.4%" is no change; "We lift our target by 12%" is none of sales
        return False
    if one.contrary and "frame" not in said:
        return False
    if "step-led" in said and one.claim.q.kind == "money":
        # money that was spent or paid off need not be all that moved a sum of money
        return False
    summed = {"resumes", "goal"} <= said and {"comparison", "origin"} & said and "apart" not in said
    if "no-cue" in said and not (summed or ("sole" in said and {"origin-goal", "base", "apposed"} & said)):
        return False
    if "cue-farther" in said and not ("sole" in said and {"origin-goal", "with"} <= said):
        return False
    if {"unmarked", "fraction"} <= said:
        return False  # "price was 3.1, mix 1.1, traffic was down eight-tenths"
    if "unmarked" in said and not {"base", "frame"} <= said:
        if {"own", "base"} <= said and not one.contrary:
            # "a ratio of 19% is 3 points over the 16% required"
            return "step" not in said and "subject-other" not in said
        if not (
            {"base", "inside", "sole"} <= said
            or "told-beside" in said
            or _ordered(one)
            or _told_by_mistake(one)
        ):
            return False
    if (
        one.rule.kind == "multiple"
        and not {"with", "own", "base", "frame"} & said
        and "subject-other" in said
    ):
        return False
    plain = {"origin", "comparison", "brackets", "frame"} & said or {"refers-back", "earlier"} <= said
    if one.fit == "mistake" and not plain and turned(one):
        return False
    if "earlier" in said and not {*_MARKED - {"earlier"}, "goal", "own", "sole"} & said:
        return False
    if "dated" in said and not _MARKED & said and ("sole" not in said or "no-cue-points" in said):
        return False
    if {"claim-metric-other", "metric-other"} & said and not {"origin", "base", "frame"} & said:
        return False
    if "far-size" in said and "origin" not in said:
        return False
    if one.signals.get("apart", 0) > 1:
        return False
    if one.rule.kind == "multiple" and one.claim.q.kind == "fraction":
        new, old = one.bound[:2]
        if one.claim.mark == "by" or new.amount() > old.amount():
            # "was raised by a fifth": a change. "46, up from 37. Two in five are rented": of the 46
            return False
    if (
        _bare(one)
        and not {"goal", "own"} & said
        and not ("origin" in said and "base" not in said)
        and not _whole(one)
    ):
        # "version 4.12 is 30% faster than 4.11"
        return False
    if "digit-multiple" in said and not ({"own", "base", "goal-next"} & said or {"sole", "resumes"} <= said):
        # "oversubscribed 119 times", "12 times earnings"
        return False
    if "comparison-weak" in said and not {"earlier", "base", "newer"} & said and "frame" not in said:
        # "on" and "over" have too many other uses
        return False
    # "it was 8.5% a year earlier, 2.5 points less": the word may look from the old value
    # ("passengers were 2.3m, up from 2.1m, a decrease of 12%" looks from neither)
    return (
        not one.against
        or bool({"own", "goal-next"} & said)
        or {"origin-goal", "frame"} <= said
        or {"origin", "frame", "resumes"} <= said
    )


#: signs that other values are meant, however much two stand like a new and an old one
_OTHERS_MEANT = frozenset({"level", "subject-other", "step-led", "cue-farther", "pair-clause"})


def refused(one: Hypothesis) -> bool:
    """Does the text say that the change is not between these two, rather than not say that it is?"""
    return one.contrary or _bare(one) or not _OTHERS_MEANT.isdisjoint(one.signals)


def _ordered(one: Hypothesis) -> bool:
    """Nothing marks the two as old and new; is it plain all the same which is which?"""
    said = one.signals.keys()
    if one.contrary or "disordered" in said or not (_alone(one) or "told-again" in said):
        return False
    if one.rule.kind == "multiple":
        return bool({"next-direct", "spread-direct"} & said) or ("with" in said and "step" not in said)
    if one.direction is None and "gap" not in said and not {"points-said", "in-order"} <= said:
        return False
    # "grew 2%, 2.6% at home and 1% abroad"
    return "pair-clause" not in said or "in-order" in said


def _told_by_mistake(one: Hypothesis) -> bool:
    """Does a mistake of thinking, which fits in this order alone, tell the old value from the new?

    Of "4.4 trillion this quarter; 2.7 trillion last: growth of 160%" no mark says which is the base, but the
    ratio given as the increase does. The claim has to sum up the two, and no other could be meant.
    """
    said = one.signals.keys()
    return (
        one.fit == "mistake"
        and one.direction is not None
        and not one.against
        and not one.contrary
        and {"sole", "resumes", "cue"} <= said
        and one.rule.kind == "percent_change"
        and not _alike(one)
    )


def _alike(one: Hypothesis) -> bool:
    """Are the two values so near each other that a mistake would fit in either order?"""
    new, old = (b.amount() for b in one.bound[:2])
    return abs(new - old) < 0.05 * max(abs(new), abs(old))


#: numbers from here on were counted or measured, whatever their unit
_COUNTED = 10_000


def _bare(one: Hypothesis) -> bool:
    """Are both operands numbers of nothing? With decimals at scale one nothing was counted."""
    found = [b.quantity for b in one.bound]
    return all(
        q is not None
        and q.kind in PLAIN
        and q.scale == 1
        and ((q.kind == "number" and q.value < _COUNTED) or q.decimals > 0)
        for q in found
    )


def _whole(one: Hypothesis) -> bool:
    """Said in one breath of whole numbers: "down by a third, 1,240 against 1,860"."""
    return "frame" in one.signals and all(b.quantity is None or not b.quantity.decimals for b in one.bound)


def turned(one: Hypothesis) -> bool:
    """Would the two values, taken the other way round, make the claim right?"""
    if one.rule.kind != "percent_change" or len(one.bound) != 2:
        return False
    new, old = one.bound
    if not (new.amount() and old.amount()):
        return False
    change = (old.amount() / new.amount() - 1) * 100
    size = -change if one.direction == "down" else change
    return magnitude(one.claim.q).meets(Interval(size - 0.5, size + 0.5))


def _alone(one: Hypothesis) -> bool:
    """Nothing marks the two as old and new; but no other could be meant, and they are said in full."""
    kinds = {b.quantity.kind for b in one.bound if b.quantity is not None}
    return (
        "sole" in one.signals
        and "claim-old" not in one.signals
        and not one.claim.earlier
        and (len(kinds) == 1 or kinds == PLAIN)
        and (not kinds & PLAIN or _counted(one))
    )


def _counted(one: Hypothesis) -> bool:
    """Two numbers of one thing, which the claim sums up after them?"""
    said = one.signals.keys()
    return (
        any(b.quantity is not None and b.quantity.noun for b in one.bound)
        and "subject-other" not in said
        and bool({"resumes", "next-direct"} & said)
    )
