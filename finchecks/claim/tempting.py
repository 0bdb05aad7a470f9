"""Figures that tempt: words about them say that they are not the operands, though they stand as operands do.

Each reading here is one that a person would not have. What it is worth stands in ``evidence.yaml``; that such
operands do not come out is never held against an author.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from finchecks.claim.changes import PLACES
from finchecks.claim.context import Context, Figure
from finchecks.claim.hypothesis import Hypothesis
from finchecks.claim.movements import flow
from finchecks.claim.weigh import Signals
from finchecks.lexicon import read_lexicon, rules_folder

#: so many words lead to a value in brackets ("(it was"); so many before a figure say that it would be
_LEADING, _SUPPOSED = 2, 6
#: ... which so many characters hold: a sentence may be as long as a book
_WINDOW = 800
_CHANGES = frozenset({"percent_change", "percent_of_change", "difference", "pp_change", "multiple"})
_CHANGED = frozenset({"rise", "fall", "change"})
_ARTICLES = (("the",), ("this",), ("that",))

#: the operands that are figures of the prose, with their roles
Told = Sequence[tuple[str, Figure]]


@dataclass(frozen=True, slots=True)
class TemptingWords:
    """The fields are the keys of ``tempting.yaml``, which explains them."""

    bases: frozenset[str]
    places: frozenset[str]
    extremes: frozenset[str]
    each: frozenset[str]
    part_of: frozenset[str]
    them: frozenset[str]
    owners: frozenset[str]
    opens: re.Pattern[str]


@functools.cache
def tempting_words(language: str = "en") -> TemptingWords:
    raw = read_lexicon(rules_folder() / "lexicon" / language / "tempting.yaml")
    return TemptingWords(
        **{name: frozenset(words) for name, words in raw.items() if name != "opens"},
        opens=re.compile(rf"\b(?:{'|'.join(map(re.escape, raw['opens']))})\b"),
    )


def tempting(context: Context, one: Hypothesis, figures: Mapping[int, Figure]) -> Signals:
    """What speaks against the operands of a binding; ``figures`` are those of the prose by their place."""
    told = [
        (b.role, figures[b.quantity.start]) for b in one.bound if b.quantity and b.quantity.start in figures
    ]
    return {
        name: 1.0
        for name, (kinds, says) in READINGS.items()
        if one.rule.kind in kinds and says(context, one, told)
    }


def _base_of_another(context: Context, claim: Figure, f: Figure) -> bool:
    """ "up 8.9% on the year (¥136bn) and down 3.6% on the quarter (¥154bn)": each has its own in brackets."""
    if not f.q.bracketed or not f.index or claim.q.bracketed:
        return False
    before = context.figures[f.index - 1]
    return before is not claim and before.sentence == f.sentence and before.q.kind in ("percent", "points")


def _taken(role: str, context: Context, one: Hypothesis, told: Told) -> bool:
    return any(mine == role and _base_of_another(context, one.claim, f) for mine, f in told)


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


def _base_untold(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "8.1% below average", "which is 9% above.": what it is measured from is no figure."""
    words, tail = tempting_words(), one.claim.tail
    place = next((at for at, word in enumerate(tail[:3]) if word in PLACES), None)
    if place is None:
        return False
    if tail[place] in words.places and tail[place + 1 : place + 2] in ((), (".",)):
        return True
    after = [word for word in tail[place + 1 : place + 4] if word not in words.owners]
    return bool(after) and after[0] in words.bases


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


def _supposed(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "without the weak dollar they would have grown by 6%"."""
    return bool(context.relations.supposed.search(" ".join(one.claim.lead[-_SUPPOSED:])))


def _aside(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "up 22c (palm kernel went from $385 to $420 a tonne)": the brackets tell of something else."""
    claim = one.claim
    first = min((f for _, f in told), key=lambda f: f.index, default=None)
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
    for number, f in enumerate(sorted((f for _, f in told), key=lambda f: f.index)):
        if number > 1 and abs(f.q.value - taken) <= f.q.step * (1 + number) / 2:
            return True
        taken += f.q.value
    return False


def _part_untold(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "$340,000, made up of the advance, a $90,000 grant and …": a part without its amount."""
    claim = one.claim
    first = min((f for _, f in told), key=lambda f: f.index, default=None)
    if first is None or first.index <= claim.index or first.sentence != claim.sentence:
        return False
    before = context.text(claim.q.end, first.q.start)[:_WINDOW].lower()
    opened = tempting_words().opens.search(before)
    return opened is not None and "," in before[opened.end() :]


def _part_each(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "the Netherlands and Korea 7% apiece"."""
    return any(not tempting_words().each.isdisjoint(f.tail[:1]) for _, f in told)


def _come_and_gone(context: Context, one: Hypothesis, told: Told) -> bool:
    """ "opened 16 and closed 12": not to be added up, nor both to be taken away."""
    return {1, -1} <= {flow(f) for role, f in told if role == "part"}


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
    "subtotal": (frozenset({"sum"}), _subtotal),
    "part-untold": (frozenset({"sum"}), _part_untold),
    "part-each": (frozenset({"sum", "other"}), _part_each),
    "come-and-gone": (frozenset({"sum", "other"}), _come_and_gone),
}
