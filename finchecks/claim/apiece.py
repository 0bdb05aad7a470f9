"""Amounts for one of what the document counts: the words say what is divided, and by what.

"30 tonnes per hectare" divides tonnes by hectares, "each parcel cost us £21" money by parcels: the figures
of these types are looked for in the whole document, and bound whether or not they come out.
"""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from finchecks.claim.asks import is_change, linked
from finchecks.claim.changes import PLAIN, STEP_MARKS, nouns_meet, preceding
from finchecks.claim.context import Context, Figure, bare_figure
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.levels import Level, level_words, levels
from finchecks.claim.paces import ends_there, pace_words
from finchecks.claim.products import EACH_WORDS, Each, amounts_beside, each_of, measure, small
from finchecks.claim.relations import root
from finchecks.claim.weigh import Signals, bits_of, magnitude, more
from finchecks.lexicon import rules_folder
from finchecks.rule import Rule
from finchecks.units import convert, measures

_COUNTED = frozenset({"count", "number", "measure"})
#: figures to either side of a claim in which its operands are looked for
REACH = 60
#: candidates for a role
_TOPS, _BOTTOMS = 4, 3
#: words before a claim in which one of something is its subject: "so that a tonne travelled _"
_SUBJECT = 8
#: words between a claim and a number of things that it is for each of: "for each of the county's _ residents"
_NEXT = 5
#: sentences up to which "each" reaches back
_BACK = 2
_FAR = 3
#: words from the mark on: ", an average of _"
_CLOSING = 4
_EACH_ENDS = (("each",), ("apiece",))
#: a number of people, under whatever name
_PEOPLE = "#people"
_BASES = frozenset({"origin", "comparison"})
#: where one of these speaks, other operands may be meant, or the amount is a price
_UNSURE = frozenset(
    ["apiece-price", "apiece-named-other", "apiece-top-after", "apiece-bottom-after", "apiece-year-other",
     "apiece-span", "apiece-coin", "apiece-noun-other"]
)  # fmt: skip
#: a number of things under its own name, or of people, and an amount right after what it divides
_CLEAR = frozenset({"apiece-per", "apiece-ref", "apiece-people", "apiece-mean", "apiece-subject"})
_BESIDE = frozenset({"apiece-beside", "apiece-linked"})
#: so many times off at most, and they may be the operands
_SIZE = 3.0


@dataclass(frozen=True, slots=True)
class Counted:
    """The document's figures by what they are numbers of, and by their unit, in the order of the text."""

    by_noun: Mapping[str, Sequence[Figure]]
    by_unit: Mapping[str, Sequence[Figure]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a claim is for one of: ``how`` it says so, and what may count it, the nearest first."""

    how: str
    each: Each
    bottoms: tuple[Figure, ...]
    #: there is no other of that name and time
    sole: bool = False


def apiece(context: Context, rules: Mapping[str, Rule]) -> list[Hypothesis]:
    """Amounts per unit with every total and number of units that their words may mean."""
    rule = rules.get("ratio")
    if rule is None or not context.figures:
        return []
    standing = levels(context)
    counted = _counted(context, standing)
    found: list[Hypothesis] = []
    before: tuple[Figure, Each] | None = None
    for claim in context.figures:
        if not _suits(claim):
            continue
        each = _each(context, claim, before)
        if each is None:
            continue
        before = claim, each
        wanted = _wanted(context, claim, each, counted, standing)
        if wanted is None:
            continue
        tops = _tops(context, claim, wanted, counted, standing)
        stated = magnitude(claim.q)
        said = amounts_beside(context, claim)
        for place, (top, times) in enumerate(tops):
            for order, bottom in enumerate(wanted.bottoms):
                if top is bottom or top.q.value == bottom.q.value:
                    continue
                s = _signals(context, claim, wanted, top, bottom, standing, said)
                more(s, "apiece-skip", place - any(one is bottom for one, _ in tops[:place]))
                more(s, "apiece-bottom-skip", order)
                if place <= 1 and "apiece-top-far" not in s and not _UNSURE & s.keys():
                    s["apiece-plain"] = 1
                    ends = "apiece-ref" not in s or _ends(claim)
                    if _CLEAR & s.keys() and _BESIDE & s.keys() and "apiece-top-with" in s and ends:
                        s["apiece-clear"] = 1
                bits = bits_of(s, context.weights)
                bound = (
                    Bound("numerator", top.q, claim.q.unit if times != 1 else top.q.unit, times),
                    Bound("denominator", bottom.q, bottom.q.unit),
                )
                one = Hypothesis(rule, claim, bound, s, bits)
                one.judge(stated)
                if one.near(_SIZE):
                    found.append(one)
    return found


def _suits(claim: Figure) -> bool:
    q = claim.q
    return claim.amount and claim.single_value and not small(q) and claim.conversion_of is None


def _each(context: Context, claim: Figure, before: tuple[Figure, Each] | None) -> Each | None:
    """What the claim is for one of; an earlier value for what the one before it is. None for a change."""
    each = each_of(context, claim)
    if claim.mark in STEP_MARKS or claim.tail[:1] in (("more",), ("less",), ("higher",), ("lower",)):
        return None
    lead = claim.lead
    if each.noun or each.one:
        return each
    if lead[-2:] == ("average", "of") or lead[-1:] in (("averaging",), ("averaged",)):
        return replace(each, one=True)
    if before is not None and _carried(before[0], claim):
        return before[1]
    if is_change(context, claim):
        return None
    return each


def _carried(before: Figure, claim: Figure) -> bool:
    """ "$45 a visitor; a year ago it was $41"."""
    return (
        before.index == claim.index - 1
        and claim.sentence == before.sentence
        and (before.q.unit == claim.q.unit or claim.q.kind == "number")
        and (claim.earlier or bool(claim.marks & {"origin", "comparison"}) or claim.q.bracketed)
        and len(claim.lead) <= 8
    )


def _counted(context: Context, standing: Sequence[Level]) -> Counted:
    nouns: dict[str, list[Figure]] = {}
    units: dict[str, list[Figure]] = {}
    people = level_words().people
    for f in context.figures:
        q = f.q
        if not f.amount or not f.single_value or f.conversion_of is not None or standing[f.index].step:
            continue
        units.setdefault(q.kind if q.kind in PLAIN else q.unit, []).append(f)
        if q.kind not in _COUNTED or q.value <= 1:
            continue
        said = {root(word) for word in q.noun.split()}
        if q.kind == "measure":
            said |= {q.unit, *(root(word) for word in q.unit.split("_")), root(q.text.split()[-1].lower())}
        elif not said or q.kind == "number":
            said |= {root(name) for name in f.names}
        if said & people:
            said.add(_PEOPLE)
        for word in said:
            nouns.setdefault(word, []).append(f)
    return Counted(nouns, units)


def _around(some: Sequence[Figure], claim: Figure) -> Sequence[Figure]:
    first = bisect.bisect_left(some, claim.index - REACH, key=_place)
    return some[first : bisect.bisect_right(some, claim.index + REACH, key=_place)]


def _place(f: Figure) -> int:
    return f.index


def _wanted(
    context: Context, claim: Figure, each: Each, counted: Counted, standing: Sequence[Level]
) -> Wanted | None:
    """What the words about a claim say it is for one of, and how many of it there are."""
    times, words = pace_words().units, level_words()
    old = standing[claim.index].old
    given = _given(context, claim)
    if given is not None:
        return Wanted("apiece-next", each, (given,), True)
    nouns = {noun for noun in each.noun if noun not in times}
    spans = {times[noun] for noun in each.noun if noun in times}
    for how, some in (
        ("apiece-per", nouns | {measure(noun) for noun in nouns} - {""}),
        ("apiece-per", _of_each(claim, counted) if not nouns else set()),
        ("apiece-mean", set(each.averaged)),
        ("apiece-people", {_PEOPLE} if nouns & words.people or claim.q.per in words.heads else set()),
        ("apiece-subject", _subject(claim, counted) if not nouns else set()),
    ):
        fitting = {
            f.index: f
            for word in some
            for f in _around(counted.by_noun.get(word, ()), claim)
            if f is not claim and (not f.q.per or f.q.per in times)
        }
        if fitting:
            near = sorted(fitting.values(), key=lambda f: (standing[f.index].old != old, *_apart(claim, f)))
            return Wanted(how, each, tuple(near[:_BOTTOMS]), len({f.q.value for f in near}) == 1)
    if nouns & words.coins:
        near = [
            f
            for f in _around(counted.by_unit.get(claim.q.unit, ()), claim)
            if f is not claim and f.q.value > claim.q.value and standing[f.index].old == old
        ]
        near.sort(key=lambda f: _apart(claim, f))
        return Wanted("apiece-coin", each, tuple(near[:4])) if near else None
    if spans and not nouns:
        lasting = [
            bare_figure(d, context.sentence_of(d.start))
            for d in context.durations
            if d.unit in spans and d.value > 1 and abs(context.sentence_of(d.start) - claim.sentence) <= _BACK
        ]
        lasting.sort(key=lambda f: (abs(claim.sentence - f.sentence), abs(claim.q.start - f.q.start)))
        return Wanted("apiece-span", each, tuple(lasting[:2]), len(lasting) == 1) if lasting else None
    if each.one or each.averaged or nouns - {"share"}:
        near = [
            f
            for f in context.figures[max(0, claim.index - 12) : claim.index]
            if f.q.kind in PLAIN
            and f.q.value > 1
            and f.single
            and f.conversion_of is None
            and claim.sentence - f.sentence <= _BACK
            and not standing[f.index].step
            and standing[f.index].old == old
            and not (claim.q.noun and nouns_meet(f.q.noun, claim.q.noun))
        ]
        near.sort(key=lambda f: _apart(claim, f))
        how = "apiece-ref" if each.one else "apiece-other"
        if near:
            return Wanted(how, each, tuple(near[:_BOTTOMS]), len(near) == 1)
    return None


def _given(context: Context, claim: Figure) -> Figure | None:
    """ "$2,226 for each of the county's 96,400 residents", "each of its 214 branches has _"."""
    figures = context.figures
    tail = claim.tail
    if len(tail) <= _NEXT and any(w in EACH_WORDS for w in tail[:2]) and "of" in tail[1:3]:
        near, words = claim.index + 1, tail
    else:
        near, words = claim.index - 1, ()
    if not 0 <= near < len(figures):
        return None
    f = figures[near]
    if f.sentence != claim.sentence or f.q.kind not in PLAIN or not f.single or f.q.value <= 1:
        return None
    if words:
        return f
    lead = f.lead[-_NEXT:]
    each = any(word in EACH_WORDS for word in lead[:-1]) and "of" in lead
    average = "average" in lead and "of" in lead[-1:]
    return f if each or average else None


def _of_each(claim: Figure, counted: Counted) -> set[str]:
    """ "_ to the hectare", "_ on a normal day"."""
    if claim.tail[:1] not in (("to",), ("on",)) or claim.tail[1:2] not in (("the",), ("a",), ("an",)):
        return set()
    return {root(word) for word in claim.tail[2:4] if root(word) in counted.by_noun}


def _subject(claim: Figure, counted: Counted) -> set[str]:
    """One of what is counted elsewhere, as the subject before the claim: "a hectare yields _"."""
    lead = claim.lead[-_SUBJECT:]
    for at in range(len(lead) - 2, -1, -1):
        if lead[at] in ("a", "an"):
            for word in lead[at + 1 : at + 3]:
                if root(word) in counted.by_noun:
                    return {root(word)}
            break
    return set()


def _apart(claim: Figure, f: Figure) -> tuple[int, int]:
    return abs(claim.sentence - f.sentence), abs(claim.index - f.index)


def _tops(
    context: Context, claim: Figure, wanted: Wanted, counted: Counted, standing: Sequence[Level]
) -> list[tuple[Figure, float]]:
    """The amounts that may be divided, above the claim and at its time, the nearest first, in its unit."""
    q = claim.q
    old = standing[claim.index].old
    before = context.figures[max(0, claim.index - 2) : claim.index]
    if q.kind in PLAIN:
        units = {"count": 1.0, "number": 1.0}
        if q.kind == "number":
            units.update((f.q.unit, 1.0) for f in before if f.q.kind == "measure")
    else:
        units = {q.unit: 1.0, **_alike(q.unit, counted)}
    found: list[tuple[Figure, float]] = []
    other: list[tuple[Figure, float]] = []
    for unit, times in units.items():
        for f in _around(counted.by_unit.get(unit, ()), claim):
            if f is claim or f.q.value * times <= q.value:
                continue
            if f.q.per and f.q.per not in pace_words().units:
                continue
            if q.kind == "count" and f.q.kind == "count" and not nouns_meet(f.q.noun, q.noun):
                continue
            same = standing[f.index].old == old or (f.sentence == claim.sentence and not _BASES & f.marks)
            (found if same else other).append((f, times))
    found = found or other
    found.sort(key=lambda pair: (pair[0].index > claim.index, *_apart(claim, pair[0])))
    named = [pair for pair in found if _named(wanted.each, pair[0], standing)]
    return (named + [pair for pair in found if pair not in named])[:_TOPS]


def _ends(claim: Figure) -> bool:
    """ "an average of _", "_ apiece", and no more: not "an average of 5 on duty"."""
    return ends_there(claim) or claim.tail[:1] in _EACH_ENDS


def _alike(unit: str, counted: Counted) -> dict[str, float]:
    """The document's other units of a measure's dimension, and how many of it each is."""
    table = measures(rules_folder() / "lexicon" / "units.txt")
    mine = table.get(unit)
    found: dict[str, float] = {}
    for other in counted.by_unit:
        its = table.get(other)
        if mine is not None and its is not None and other != unit:
            times = convert(1.0, its, mine)
            if times is not None and not its.offset:
                found[other] = times
    return found


def _named(each: Each, top: Figure, standing: Sequence[Level]) -> bool:
    if each.metric:
        return standing[top.index].metric == each.metric
    return bool(each.names & {root(name) for name in top.names})


def _signals(
    context: Context,
    claim: Figure,
    wanted: Wanted,
    top: Figure,
    bottom: Figure,
    standing: Sequence[Level],
    said: set[int],
) -> Signals:
    s: Signals = {"prior apiece": 1, wanted.how: 1}
    each = wanted.each
    if wanted.sole:
        s["apiece-sole"] = 1
    if _named(each, top, standing):
        s["apiece-named"] = 1
    elif each.metric and standing[top.index].metric:
        s["apiece-named-other"] = 1
    before = preceding(context, claim)
    if before is not None and before is bottom:
        before = preceding(context, bottom)
    if before is top:
        if linked(claim, context):
            s["apiece-linked"] = 1
        else:
            s["apiece-beside"] = 1
    for which, f in (("top", top), ("bottom", bottom)):
        if f.sentence == claim.sentence:
            s[f"apiece-{which}-with"] = 1
        elif f.block == claim.block:
            s[f"apiece-{which}-block"] = 1
        elif which == "top" and "apiece-named" not in s:
            s["apiece-top-far"] = 1
        if f.index > claim.index:
            s[f"apiece-{which}-after"] = 1
    more(s, "apiece-bottom-apart", min(_FAR, abs(bottom.sentence - claim.sentence)))
    if top.sentence == bottom.sentence:
        s["apiece-together"] = 1
        if top.sentence == claim.sentence and said == {top.index, bottom.index}:
            s["apiece-alone"] = 1
    apart_from = bottom.q.noun and bottom.sentence != claim.sentence
    if wanted.how == "apiece-other" and wanted.each.noun and apart_from:
        s["apiece-noun-other"] = 1  # "$2,100 a kilowatt", and 612,000 customers
    told = {index for index in said if index < claim.index}
    with_both = {"apiece-ref", "apiece-top-with", "apiece-bottom-with"} <= s.keys()
    if with_both and _ends(claim) and told == {top.index, bottom.index} and "," in claim.lead[-_CLOSING:]:
        s["apiece-closes"] = 1  # "312 guards at 26 stations, an average of _"
    in_turn = top.q.end <= bottom.q.start and bottom.q.end <= claim.q.start
    beside = "apiece-linked" in s or claim.lead[-1:] == (",",)
    if (
        wanted.how == "apiece-span"
        and in_turn
        and top.sentence == claim.sentence
        and before is top
        and beside
        and ends_there(claim)
    ):
        s["apiece-span-frame"] = 1  # "61,000 calls in the first five days, _ a day"
    if claim.mark == "at" or ("price" in claim.lead[-6:] and "average" not in claim.lead):
        s["apiece-price"] = 1
    if claim.q.kind == "number":
        s["apiece-bare"] = 1
    if "average" in claim.lead or claim.tail[:2] == ("on", "average"):
        s["apiece-average"] = 1
    if (top.labels ^ claim.labels) & {"forecast"}:
        s["apiece-forecast-other"] = 1
    apart = [f for f in (top, bottom) if f.sentence != claim.sentence]
    more(s, "apiece-old-other", sum(standing[f.index].old != standing[claim.index].old for f in apart))
    if top.year is not None and bottom.year is not None and int(top.year) != int(bottom.year):
        s["apiece-year-other"] = 1
    return s


def tied(one: Hypothesis) -> bool:
    """Does nothing in the text speak for other operands?"""
    said = one.signals.keys()
    if "apiece-people" in said and "apiece-top-with" not in said:
        return False  # revenue of long ago, and people who may be others
    # "£60 for each of 52 evenings": the number that follows is named by the claim itself
    next_to_it: set[str] = (
        {"apiece-bottom-after"} if {"apiece-next", "apiece-linked", "apiece-alone"} <= said else set()
    )
    if "apiece-span-frame" in said:
        next_to_it |= {"apiece-span"}
    return not (_UNSURE - next_to_it) & said and not one.within_qualifiers()
