"""Figures that tempt: words about them say that they are not the operands, though they stand as operands do.

Each reading here is one that a person would not have. What it is worth stands in ``evidence.yaml``; that such
operands do not come out is never held against an author.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from finchecks.claim.changes import PLACES, complete, find_cue, is_step, own_base, says
from finchecks.claim.context import Context, Figure
from finchecks.claim.hypothesis import Hypothesis
from finchecks.claim.movements import flow
from finchecks.claim.naming import periods_in
from finchecks.claim.relations import labels_said, root, stem
from finchecks.claim.weigh import Signals, magnitude
from finchecks.interval import Interval
from finchecks.lexicon import load_numbers, read_lexicon, rules_folder

#: so many words lead to a value in brackets ("(it was"); so many before a figure say that it would be
_LEADING, _SUPPOSED = 2, 6
#: ... and so many after a share that several things have together
_TOGETHER = 3
#: ... which so many characters hold: a sentence may be as long as a book
_WINDOW = 800
_CHANGES = frozenset({"percent_change", "percent_of_change", "difference", "pp_change", "multiple"})
_MOVED = frozenset({"goal", "origin", "comparison"})
_CHANGED = frozenset({"rise", "fall", "change"})
#: words from a multiple to what it is of: "twice his average of"
_BASE = 4
#: words before a claim in which it is called a swing; characters to where brackets close
_CALLED, _CLOSES = 3, 20
#: ... in which a total is called one of others, or of growth upon growth
_CALLED_OTHER = 6
#: words after a claim in which it is said again; a number of things by word
_REPEATED, _FEW = 6, 10
_AMOUNTS = frozenset({"difference", "percent_of_change"})
#: relations of what is left
_LEFT = frozenset({"prior leftover", "prior left"})
#: words before a claim that say that it is of two things, and of what was; no one is older
_OF_BOTH, _OF_THEN, _OLDEST = 5, 5, 120
#: characters after a change in which a period may be named
_NAMED = 30
_WORD = re.compile(r"[A-Za-z]+")
_ARTICLES = (("the",), ("this",), ("that",))

#: the operands that are figures of the prose, with their roles, in the order of the text
Told = Sequence[tuple[str, Figure]]


@dataclass(frozen=True, slots=True)
class TemptingWords:
    """The fields are the keys of ``tempting.yaml``, which explains them."""

    bases: frozenset[str]
    places: frozenset[str]
    outside: frozenset[str]
    extremes: frozenset[str]
    each: frozenset[str]
    part_of: frozenset[str]
    every: frozenset[str]
    implied: frozenset[str]
    since: frozenset[str]
    compounded: frozenset[str]
    averaged: frozenset[str]
    them: frozenset[str]
    owners: frozenset[str]
    per: frozenset[str]
    ages: frozenset[str]
    older: frozenset[str]
    both: frozenset[str]
    rates: frozenset[str]
    remaining: frozenset[str]
    ago: frozenset[str]
    opens: re.Pattern[str]
    after: re.Pattern[str]
    because: re.Pattern[str]
    joint: re.Pattern[str]


@functools.cache
def tempting_words(language: str = "en") -> TemptingWords:
    raw = read_lexicon(rules_folder() / "lexicon" / language / "tempting.yaml")
    searched = ("opens", "after", "because", "joint")
    fields: dict[str, Any] = {
        name: _any_of(some) if name in searched else frozenset(some) for name, some in raw.items()
    }
    return TemptingWords(**fields)


def _any_of(phrases: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b")


def tempting(context: Context, one: Hypothesis, figures: Mapping[int, Figure]) -> Signals:
    """What speaks against the operands of a binding; ``figures`` are those of the prose by their place."""
    bound = [
        (b.role, figures[b.quantity.start]) for b in one.bound if b.quantity and b.quantity.start in figures
    ]
    told = sorted(bound, key=lambda role_and_figure: role_and_figure[1].index)
    return {
        name: 1.0
        for name, (kinds, says) in READINGS.items()
        if one.rule.kind in kinds and says(context, one, told)
    }


#: words of "above the market and": a base of its own, and what joins another
_JOINED = 2


def _base_of_another(context: Context, claim: Figure, f: Figure, told: Told) -> bool:
    """ "up 8.9% on the year (¥136bn) and down 3.6% on the quarter (¥154bn)": each has its own in brackets.

    Or in words: "16% above the market and 10% more than the ₩150,000 of before".
    """
    if _in_words(context, claim, f):
        return True
    if not f.q.bracketed or not f.index or claim.q.bracketed:
        return False
    before = context.figures[f.index - 1]
    if before is claim or (before.q.kind == f.q.kind and any(before is other for _, other in told)):
        return False  # "up 2.4 points to 91.3% (from 88.9%)"
    return before.sentence == f.sentence and before.q.kind in ("percent", "points")


def _in_words(context: Context, claim: Figure, f: Figure) -> bool:
    before = context.figures[f.index - 1] if f.index else None
    if before is None or before.index != claim.index + 1 or before.q.kind != "percent":
        return False
    joined = claim.tail[-1:] == ("and",) and len(claim.tail) > _JOINED
    return joined and claim.tail[0] in PLACES and own_base(context, before) is f


def _taken(role: str, context: Context, one: Hypothesis, told: Told) -> bool:
    return any(mine == role and _base_of_another(context, one.claim, f, told) for mine, f in told)


def _part_of_it(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "£1.05m of it": a part of what was told before."""
    words = tempting_words()
    return any(
        role in ("new", "change") and f.tail[:1] == ("of",) and not words.part_of.isdisjoint(f.tail[1:2])
        for role, f in told
    )


def _extreme(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "9p lower at 618p, having been as high as 640p" is not 22p."""
    return any(role == "old" and f.q.qualifier_text in tempting_words().extremes for role, f in told)


#: "than the average of _", "than the plan's _": a figure tells it after all
_FIGURE_NEXT = ((), ("of",), ("(",), ("at",), ("'s",))


def _base_untold(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "8.1% below average", "which is 9% above.": what it is measured from is no figure."""
    words, claim, tail = tempting_words(), one.claim, one.claim.tail
    place = next((at for at, word in enumerate(tail[:3]) if word in PLACES or word in words.outside), None)
    if place is None and tail[1:2] == ("than",):
        # "₩3bn more than our model wanted"
        named = next((at for at, word in enumerate(tail[2:5]) if word in words.bases), None)
        return named is not None and tail[3 + named : 4 + named] not in _FIGURE_NEXT
    if place is None:
        return False
    if tail[place] in words.places and tail[place + 1 : place + 2] in ((), (".",)):
        return True
    after = [word for word in tail[place + 1 : place + 4] if word not in words.owners]
    if not after:
        return False
    # "10 points outside prime", "8% below par": one word, and no figure
    ends = len(after) > 1 and after[1] in (".", ",", ";") and after[0].isalpha()
    if after[0] in words.bases:
        return True
    # "2.8% below May" is measured from a value of May
    return ends and not periods_in(context, claim.q.end, claim.q.end + _NAMED)


def _both_left(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "down 3% from 501, and down 22% from 623": neither is what the other was left for."""
    roles = dict(told)
    new, old = roles.get("new"), roles.get("old")
    return new is not None and old is not None and "origin" in new.marks and "origin" in old.marks


def _does_something(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "of those who go from $45 to $70 only 6% leave": some of them, where nothing tells a change."""
    tail = one.claim.tail
    if "no-cue" not in one.signals or not tail:
        return False
    return tail[0].isalpha() and tail[0] not in context.relations.stop


def _step_and_level(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "EBITDA grew by 31% and its margin was 26.0%, 2.5 points up": a growth and a rate."""
    return len({f.mark == "by" or is_step(f, context) for role, f in told if role in ("new", "old")}) > 1


def _swing(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "a swing of 11.3 points": half of what one party lost and the other won."""
    return one.claim.lead[-2:] == ("swing", "of")


def _bracketed(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "more than the three had (57, 19 and 19). Others together have 66": the brackets are of another."""
    text = context.document.prose
    if not told:
        return False
    (_, first), (_, last) = told[0], told[-1]
    if first.sentence == one.claim.sentence or not first.lead:
        return False
    return first.lead[-1] == "(" and text.find(")", last.q.end, last.q.end + _CLOSES) >= 0


def _compounded(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "12.2%, 18.4% and 11.9%, a cumulative 48.7%": growth upon growth."""
    claim = one.claim
    near = {*claim.lead[-_CALLED_OTHER:], *claim.tail[:_TOGETHER]}
    return claim.q.kind == "percent" and not tempting_words().compounded.isdisjoint(near)


def _the_other_part(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "fares brought in the other $27m of $71m, so that the state pays 62%": the first part is meant."""
    part, made = dict(told).get("part"), one.recomputed
    if part is None or made is None or find_cue(part, context, ("leftover", "remainder")) is None:
        return False
    return magnitude(one.claim.q).meets(Interval(100 - made.high, 100 - made.low))


def _implied(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "We lift our forecast to 10.6p from 10.2p, which implies growth of 13%": on what was reached."""
    if tempting_words().implied.isdisjoint(one.claim.lead[-_CALLED_OTHER:]):
        return False
    return all("forecast" in f.labels for role, f in told if role in ("new", "old"))


def _per_other(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "divers took 149 a dive, and density dropped by 82% to 2.6"; "up 21m, or 1.7%, equal to 40m a day"."""
    roles = dict(told)
    change, level = roles.get("change"), roles.get("new", roles.get("old"))
    if change is None or level is None or change.q.per == level.q.per:
        return False
    return not tempting_words().implied.isdisjoint(level.lead)


def _since(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "45% above last year's $36.60, and 22% since 31 December's $43.45": that is no new value."""
    new = dict(told).get("new")
    return (
        new is not None and new.lead[:1] != () and not tempting_words().since.isdisjoint(new.lead[-_CALLED:])
    )


def _after_tax(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "came out at $236m, up 16%, and after $57m tax the net was _": what is taken off."""
    old = dict(told).get("old")
    if old is None or old.mark.split()[-1:] != ["after"]:
        return False
    return context.relations.metrics.get(stem(old.tail[0])) is not None if old.tail else False


def _unread(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "Three gave up and two came too late, so of the 163 who began 158 are left": the two are no figure."""
    if _LEFT.isdisjoint(one.signals) or one.claim.q.step > 1:
        return False
    first = told[0][1] if told else None
    if first is None or first.index >= one.claim.index:
        return False
    tallies, read = (
        context.relations.tallies,
        {f.q.start for f in context.figures[first.index : one.claim.index]},
    )
    text = context.document.prose
    return any(
        found.group().lower() in tallies and found.start() not in read
        for found in _WORD.finditer(text, first.q.end, min(one.claim.q.start, first.q.end + _WINDOW))
    )


def _part_follows(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "women were 59% (n = 642) and men 39% (n = 425)": each has its own in the brackets after it."""
    claim, part = one.claim, dict(told).get("part")
    if part is None or part.index > claim.index or claim.tail[:1] != ("(",):
        return False
    if claim.index + 1 >= len(context.figures):
        return False
    after = context.figures[claim.index + 1]
    return after.sentence == claim.sentence and after.amount and complete(part, after) is not None


def _for_each(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "each 1% rise in the rupee takes 0.4 points off the margin": what would come of it."""
    at = one.claim.index - 1
    before = context.figures[at] if at >= 0 else None
    return (
        before is not None
        and before.sentence == one.claim.sentence
        and before.q.kind in ("percent", "points")
        and not tempting_words().every.isdisjoint(before.lead[-1:])
    )


def _base_follows(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "had 14 of those 34, twice his average of 7.0": of what follows at once."""
    claim = one.claim
    if claim.index + 1 >= len(context.figures):
        return False
    after = context.figures[claim.index + 1]
    return (
        after.sentence == claim.sentence
        and after.lead[-1:] == ("of",)
        and len(after.lead) <= _BASE
        and "," not in after.lead
        and all(f is not after for _, f in told)
    )


def _of_that(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "The limit is 5, and we have nearly double that": of the last one told."""
    claim, roles = one.claim, dict(told)
    if claim.tail[:1] not in (("that",), ("this",)) or "old" not in roles or not claim.index:
        return False
    last = context.figures[claim.index - 1]
    # "This time it is $21 million, three times that"
    apposed = last is roles.get("new") and claim.lead[-1:] == (",",)
    return last.amount and last is not roles["old"] and not apposed


def _again(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "half as much again" is half more."""
    return one.claim.tail[:1] == ("as",) and "again" in one.claim.tail[:_REPEATED]


def _of_the_change(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "Assets rose to $42m from $38m. Of the increase, $3m was …": a part of it."""
    lead = one.claim.lead
    if lead[-4:-2] == ("of", "the") and _says_changed(context, lead[-2:-1]):
        return True  # "$29m of the increase, 70%, was …"
    lead = _opening(context, one.claim)
    return lead[:1] == ("of",) and _says_changed(context, lead[1 : 1 + _LEADING])


def _opening(context: Context, claim: Figure) -> tuple[str, ...]:
    """The words of its sentence before a claim."""
    start = context.sentence_span(claim.sentence)[0]
    return context.words_of(start, min(claim.q.start, start + _WINDOW))


def _says_changed(context: Context, words: Sequence[str]) -> bool:
    return any(concept in _CHANGED for word in words for concept, _ in context.relations.cues.get(word, ()))


def _goal_taken(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "rose 8.1%, while the other declined by 2.1% to 1,284": what the other percentage led to."""
    new = dict(told).get("new")
    if new is None or not new.index or new.mark != "to" or new.index < one.claim.index:
        return False
    before = context.figures[new.index - 1]
    return before is not one.claim and before.sentence == new.sentence and before.q.kind == "percent" and (
        before.index > one.claim.index
    )  # fmt: skip


def _things(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "let us go two sizes down. Delay went from 840 ms to 310": a small number of something else."""
    q = one.claim.q
    return bool(q.word and q.noun and q.value < _FEW) and any(f.q.noun != q.noun for _, f in told)


def _share_beside(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "reached $231m, 35% of sales, up from $203m (34%)": what the other share was."""
    claim, old = one.claim, dict(told).get("old")
    if old is None or not claim.q.bracketed or claim.index != old.index + 1:
        return False
    return any(
        f.q.kind == "percent" and f.sentence == claim.sentence and f.tail[:1] == ("of",)
        for f in context.figures[max(0, old.index - 2) : old.index]
    )


def _cause(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "fell to 1.64m barrels from 1.73m, after storms shut down 60,000": that is not all it comes of."""
    claim = one.claim
    if not told or any(f.sentence != claim.sentence for _, f in told):
        return False
    (_, first), (_, last) = told[0], told[-1]
    if last.index < claim.index and (one.rule.kind in _AMOUNTS or "no-cue" in one.signals):
        between, words = context.text(last.q.end, claim.q.start), tempting_words().after
    elif first.index > claim.index:
        between, words = context.text(claim.q.end, first.q.start), tempting_words().because
    else:
        return False
    return words.search(between[:_WINDOW].lower()) is not None


def _part_told(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "flat steel made up 1.62m of the August total, long for 1.13m, with _ remaining": parts, both."""
    if _LEFT.isdisjoint(one.signals):
        return False
    return any(role == "new" and f.tail[:2] == ("of", "the") for role, f in told)


def _of_another(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "half of the lift is …": a part of it; "it sold for six times as much": a value that is untold."""
    claim, tail = one.claim, one.claim.tail
    if tail[:1] == ("of",):
        word = tail[2:3] if tail[1:2] in _ARTICLES else tail[1:2]
        return any(concept in _CHANGED for w in word for concept, _ in context.relations.cues.get(w, ()))
    return tail[:2] in (("as", "much"), ("as", "many")) and all(f.sentence != claim.sentence for _, f in told)


def _one_of_flows(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "from 84,310 rooms we added 5,120 and removed 1,940, to finish with 87,490": one of two steps."""
    claim = one.claim
    places = sorted(f.index for _, f in told)
    return bool(places) and places[0] < claim.index < places[-1] and any(
        f is not claim
        and (f.q.kind, f.q.unit, f.sentence) == (claim.q.kind, claim.q.unit, claim.sentence)
        for f in context.figures[places[0] + 1 : places[-1]]
    )  # fmt: skip


def _base_flows(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "we added 700 in the quarter and 2,300 over twelve months": two steps, of which none is the base."""
    roles = dict(told)
    change, base = roles.get("change"), roles.get("old")
    if change is None or base is None or base.index != change.index + 1 or not _MOVED.isdisjoint(base.marks):
        return False
    return base.lead[-1:] == ("and",) and base.sentence == change.sentence and flow(change) != 0


def _part_joint(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "A scored 19 and B 14, so the pair got half": of both together."""
    if "prior joint" in one.signals:
        return False
    claim, roles = one.claim, dict(told)
    part, whole = roles.get("part"), roles.get("whole")
    if part is None or part.sentence != claim.sentence or part.index >= claim.index:
        return False
    beside = context.figures[max(0, part.index - 1) : part.index + 2]
    return is_joint(context, claim) and any(
        f is not part and f is not claim
        and f.sentence == part.sentence
        and (f is not whole or not f.mark.endswith("of"))
        and complete(part, f) is not None
        for f in beside
    )  # fmt: skip


def _so_far(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "With 45 of 82 games played, the city has won 69%": what has been counted is no share itself."""
    claim, roles = one.claim, dict(told)
    part, whole = roles.get("part"), roles.get("whole")
    if part is None or whole is None or not part.index < whole.index < claim.index:
        return False
    return part.lead[-1:] == ("with",) and "," in context.text(whole.q.end, claim.q.start)


def _part_exceeds(context: Context, one: Hypothesis, told: Told) -> bool:
    """No part is larger than the whole, unless one sentence lists them and is plainly wrong."""
    amounts = [b.amount() for b in one.bound]
    plain = {"list-and", "parts-with"} <= one.signals.keys()
    return not plain and min(amounts) > 0 and max(amounts) > one.claim.q.high


def _averaged(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "the average is 41 litres: A 44.7, B 35.1"."""
    return not tempting_words().averaged.isdisjoint(one.claim.lead[-_CALLED_OTHER:])


def _supposed(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "without the weak dollar they would have grown by 6%"."""
    return bool(context.relations.supposed.search(" ".join(one.claim.lead[-_SUPPOSED:])))


def _aside(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "up 22c (palm kernel went from $385 to $420 a tonne)": the brackets tell of something else."""
    claim = one.claim
    first = told[0][1] if told else None
    if first is None or first.index <= claim.index or first.sentence != claim.sentence:
        return False
    _, opened, inside = context.text(claim.q.end, first.q.start)[-_WINDOW:].rpartition("(")
    return bool(opened) and ")" not in inside and len(inside.split()) > _LEADING


def _of_them(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "of 84,300 flights 1,236 were cancelled, two-thirds of them because of strikes": of the 1,236."""
    claim, roles = one.claim, dict(told)
    part, whole = roles.get("part"), roles.get("whole")
    if claim.tail[:1] != ("of",) or tempting_words().them.isdisjoint(claim.tail[1:2]):
        return False
    return part is not None and whole is not None and whole.index < part.index < claim.index


def _subtotal(context: Context, one: Hypothesis, told: Told) -> bool:
    """Is one of the parts what those before it add up to: "A 389, B 241, C 76, that is 706, less 48"?"""
    if one.fit == "right":
        return False
    taken = 0.0
    for number, (_, f) in enumerate(told):
        if number > 1 and abs(f.q.value - taken) <= f.q.step * (1 + number) / 2:
            return True
        taken += f.q.value
    return False


def _part_untold(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "$340,000, made up of the advance, a $90,000 grant and …": a part without its amount."""
    claim = one.claim
    first = told[0][1] if told else None
    if first is None or first.index <= claim.index or first.sentence != claim.sentence:
        return False
    before = context.text(claim.q.end, first.q.start)[:_WINDOW].lower()
    opened = tempting_words().opens.search(before)
    # "1,046 of them, 612 franchised and …" opens nothing
    return opened is not None and opened.start() > 1 and "," in before[opened.end() :]


def _part_each(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "the Netherlands and Korea 7% apiece"."""
    return any(not tempting_words().each.isdisjoint(f.tail[:1]) for _, f in told)


def _so_many(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "15 acres per 1,000 residents", "0.24 per hundred thousand hours": a round number of them."""
    words, claim = tempting_words(), one.claim
    if not words.per.isdisjoint(claim.lead[-1:]):
        return _round(claim)
    if words.per.isdisjoint(claim.tail[:1]):
        return False
    after = context.figures[claim.index + 1 : claim.index + 2]
    return not set(claim.tail[1:2]).isdisjoint(load_numbers().scales) or any(
        f.lead == claim.tail[:1] and _round(f) for f in after
    )


def _round(f: Figure) -> bool:
    """A hundred, a thousand, …"""
    return f.q.value > 1 and math.log10(f.q.value).is_integer()


def _aged(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "Those 65 and older make up 15% of the population"."""
    words = tempting_words()
    return any(
        f.q.kind == "number"
        and f.q.value < _OLDEST
        and (
            not words.ages.isdisjoint(f.lead[-1:])
            or (f.tail[:1] in (("and",), ("or",)) and not words.older.isdisjoint(f.tail[1:2]))
        )
        for _, f in told
    )


def _of_both(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "to 3% from 3.5 and to 5% from 5.5, in both cases by half a point": of each by itself."""
    return not tempting_words().both.isdisjoint(one.claim.lead[-_OF_BOTH:])


def _on_basis(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "On the adjusted basis that we prefer, which …, the margin was 18%": of adjusted figures."""
    words = _opening(context, one.claim)
    if words[:1] != ("on",) or "," not in words or ";" in words:
        return False
    opening = words[: words.index(",")]
    if "basis" not in opening:
        return False
    said = labels_said(" ".join(opening), context.relations)
    return any(not said <= f.labels and f.sentence != one.claim.sentence for _, f in told)


def _of_then(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "Cars are 43% of sales. Three years ago it was 19%": of what there was then."""
    claim = one.claim
    if tempting_words().ago.isdisjoint(claim.lead[-_OF_THEN:]) or claim.year is not None:
        return False
    return not any(f.sentence == claim.sentence or f.earlier for _, f in told)


def _what_follows_turns(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "A motion to raise the fee from 60 to 75, a quarter, fell": the motion did."""
    claim = one.claim
    return (
        one.fit == "mistake"
        and claim.tail[:1] == (",",)
        and one.cue in claim.tail
        and one.cue not in claim.lead
        and any({"origin", "goal"} & f.marks for _, f in told)
    )


def _called_rate(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "stood at $29m, leaving $18m. A discount rate of 10.5% was used": no word of a change is near it."""
    return not {"cue-far", "no-cue"}.isdisjoint(one.signals) and not tempting_words().rates.isdisjoint(
        one.claim.lead[-_CALLED:]
    )


def _offset(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "prices added $31m and customers $9m, partially offset by the weather, which cost $16m": no sum."""
    last = told[-1][1] if told else None
    if last is None or last.index > one.claim.index or any(b.times < 0 for b in one.bound):
        return False
    start = last.q.end
    between = context.words_of(start, min(one.claim.q.start, start + _WINDOW))
    return says(between, context, "offset") is not None


def _over_another(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "$640m of debt and $1.79bn of equity, for debt to capital of 26%": the two are called otherwise."""
    lead = one.claim.lead
    if one.fit == "right" or lead[-3:-2] != ("to",) or lead[-1:] != ("of",) or not told:
        return False
    names = {root(word) for _, f in told for word in (*f.names, *f.subject, *f.q.noun.split())}
    return lead[-2] not in context.relations.stop and root(lead[-2]) not in names


def _part_as_whole(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "$41m of the charge was for research, $22m for sales and the remaining $14m for others"."""
    claim, new = one.claim, dict(told).get("new")
    return (
        new is not None
        and one.fit != "right"
        and not tempting_words().remaining.isdisjoint(claim.lead[-1:])
        and new.tail[:1] == ("of",)
        and new.lead[-1:] != ("of",)
        and all(f.sentence == claim.sentence and f.index < claim.index for _, f in told)
    )


def _told_jointly(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "The three years together make £496m": a sum, though two figures are called like factors of it."""
    return "spoken" in one.signals and one.fit != "right" and is_joint(context, one.claim)


def _come_and_gone(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "opened 16 and closed 12": not to be added up, nor both to be taken away."""
    return {1, -1} <= {flow(f) for role, f in told if role == "part"}


def is_joint(context: Context, claim: Figure) -> bool:
    """Is it said of several things together: "together", "the two of them", "the pair"?"""
    joint = tempting_words().joint
    start = context.sentence_span(claim.sentence)[0]
    before = context.text(max(start, claim.q.start - _WINDOW), claim.q.start).lower()
    return bool(joint.search(before) or joint.search(" ".join(claim.tail[:_TOGETHER])))


#: name in ``evidence.yaml`` → the kinds that it is asked of, and the question
READINGS: Mapping[str, tuple[frozenset[str], Callable[[Context, Hypothesis, Told], bool]]] = {
    "base-taken": (_CHANGES, functools.partial(_taken, "old")),
    "new-bracketed": (_CHANGES, functools.partial(_taken, "new")),
    "part-of-it": (_CHANGES, _part_of_it),
    "extreme": (_CHANGES, _extreme),
    "base-untold": (_CHANGES, _base_untold),
    "of-another": (frozenset({"multiple"}), _of_another),
    "one-of-flows": (frozenset({"difference"}), _one_of_flows),
    "supposed-change": (_CHANGES, _supposed),
    "aside": (_CHANGES, _aside),
    "of-them": (frozenset({"share"}), _of_them),
    "share-of-them": (frozenset({"percent_change"}), _does_something),
    "both-left": (_CHANGES - {"difference"}, _both_left),
    "step-and-level": (frozenset({"pp_change"}), _step_and_level),
    "cause-told": (_CHANGES, _cause),
    "swing-of-points": (frozenset({"pp_change"}), _swing),
    "parts-bracketed": (frozenset({"sum"}), _bracketed),
    "compounded": (frozenset({"sum"}), _compounded),
    "the-other-part": (frozenset({"share"}), _the_other_part),
    "implied": (frozenset({"percent_change"}), _implied),
    "per-other": (frozenset({"percent_of_change"}), _per_other),
    "new-since": (_CHANGES, _since),
    "after-tax": (_CHANGES, _after_tax),
    "part-unread": (frozenset({"difference", "other"}), _unread),
    "part-follows": (frozenset({"share"}), _part_follows),
    "part-taken": (frozenset({"share"}), functools.partial(_taken, "part")),
    "for-each": (_CHANGES, _for_each),
    "base-follows": (frozenset({"multiple"}), _base_follows),
    "of-that": (frozenset({"multiple"}), _of_that),
    "again": (frozenset({"multiple", "share"}), _again),
    "of-the-change": (_AMOUNTS | {"percent_change"}, _of_the_change),
    "goal-taken": (frozenset({"percent_change", "percent_of_change"}), _goal_taken),
    "step-of-things": (frozenset({"difference"}), _things),
    "share-beside": (frozenset({"percent_change"}), _share_beside),
    "part-told": (frozenset({"difference"}), _part_told),
    "base-flows": (frozenset({"percent_of_change"}), _base_flows),
    "part-joint": (frozenset({"share"}), _part_joint),
    "so-far": (frozenset({"share"}), _so_far),
    "part-exceeds": (frozenset({"sum"}), _part_exceeds),
    "averaged": (frozenset({"sum"}), _averaged),
    "subtotal": (frozenset({"sum"}), _subtotal),
    "part-untold": (frozenset({"sum"}), _part_untold),
    "over-another": (frozenset({"share", "ratio"}), _over_another),
    "part-as-whole": (frozenset({"difference"}), _part_as_whole),
    "told-jointly": (frozenset({"product"}), _told_jointly),
    "called-rate": (frozenset({"percent_change"}), _called_rate),
    "offset-before": (frozenset({"sum"}), _offset),
    "so-many": (frozenset({"ratio", "product", "sum", "difference"}), _so_many),
    "aged": (frozenset({"share", "ratio", "sum", "difference"}), _aged),
    "of-both": (_CHANGES, _of_both),
    "on-basis": (_CHANGES | {"share", "ratio"}, _on_basis),
    "of-then": (frozenset({"share", "ratio"}), _of_then),
    "what-follows-turns": (frozenset({"percent_change"}), _what_follows_turns),
    "part-each": (frozenset({"sum", "other"}), _part_each),
    "come-and-gone": (frozenset({"sum", "other"}), _come_and_gone),
}
