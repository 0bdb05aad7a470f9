"""What a figure's own words say it is about: "Professional services revenue declined 6%".

The words of the noun phrase, not all the words near by: in "Revenue rose 5% due to an increase of $3m in
hosting fees" the 5% speaks of revenue and the $3m of hosting fees.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from finchecks.claim.changes import change_cue, preceding
from finchecks.claim.context import Context, Cue, Figure
from finchecks.claim.relations import Relations, stem

#: words of a noun phrase that are looked at, from its head
_LONGEST = 14
#: a relative clause of so many words is all verb
_RELATIVE = 5
#: words that open a sentence before the number of things that it is about
_OPENS = 3
#: an apposition of an apposition is followed no farther
_DEPTH = 4
#: words that join two names
JOINS = frozenset({"and", "or"})
_BREAKS = frozenset([";", ":", "(", ")", "–", "—"])


@dataclass(frozen=True, slots=True)
class Subject:
    """Words of the phrase itself (``core``), and of all that leads to it in its clause (``wide``)."""

    core: tuple[str, ...]
    wide: tuple[str, ...]
    #: the sentence itself names nothing ("It rose 5%"); these are the words of the one before
    borrowed: bool = False


NOBODY = Subject((), ())


def is_name(word: str, relations: Relations) -> bool:
    """A word that can be part of a thing's name: no number, no word of grammar or time."""
    return word[0].isalpha() and word not in relations.stop and stem(word) not in relations.stop


def named(words: Sequence[str], relations: Relations) -> bool:
    return any(
        is_name(w, relations) and not w.endswith("ly") and stem(w) not in relations.generic for w in words
    )


def subject(context: Context, claim: Figure, cue: Cue, depth: int = 0) -> Subject:
    """What a change speaks of."""
    relations = context.relations
    lead, tail = claim.lead, claim.tail
    if cue.side == "after":
        rest = tail[cue.distance + len(cue.word.split()) :]
        after = following(rest, relations)
        if named(after, relations):
            return Subject(after, after)
        between = tail[: cue.distance]
        if named(between, relations) and all(word[0].isalpha() for word in between):
            # "a 14% profit rise"
            return Subject(between, between)
        return _leading(context, claim, lead, depth)
    at = len(lead) - 1 - cue.distance
    if not cue.word or at < 0 or lead[at] != cue.word.split()[0]:
        return _leading(context, claim, lead, depth)
    middle = tuple(w for w in lead[at + len(cue.word.split()) :] if not w.endswith("ly"))
    left = lead[:at]
    noun = middle[-1:] == ("of",) or not left or left[-1] in relations.determiners
    if noun:
        inner = following(middle, relations)
        if named(inner, relations):
            return Subject(inner, inner)
        if named(middle, relations):
            # "Greater outlays at the mill of $3m": the cue is an adjective
            return Subject(middle, middle)
        after = following(tail, relations)
        if named(after, relations):
            # "revenue growth of 5% in the north"
            after = (*_compound(left, relations), *after)
            return Subject(after, after)
        return _leading(context, claim, left, depth)
    if middle and middle[0] not in relations.places and named(middle, relations):
        # "cut costs by 5%"
        return Subject(middle, middle)
    found = _leading(context, claim, left, depth)
    # "sales rose in Europe by 5%", "sales rose 5% in Europe"
    more = tuple(
        word
        for words in (middle, tail)
        if words and words[0] in relations.inside
        for word in following(words, relations)
    )
    return Subject(found.core + more, found.wide + more, found.borrowed) if named(more, relations) else found


def level_subject(context: Context, figure: Figure, depth: int = 0) -> Subject:
    """What a value is of: "selling expenses were $5m", "as a percentage of sales they were 5%"."""
    relations = context.relations
    lead = figure.lead
    text = " ".join(lead)
    found = [*relations.of_whole.finditer(text)]
    if found:
        rest = text[found[-1].end() :].split()
        ends = relations.phrase_ends | relations.pronouns
        at = next((i for i, word in enumerate(rest) if word in ends), len(rest))
        before = tuple(text[: found[-1].start()].split())
        # "gross profit as a percentage of sales was 5%" names it before
        lead = before if named(before, relations) and not named(rest[at:], relations) else tuple(rest[at:])
    end = len(lead)
    while end and not named((lead[end - 1],), relations):
        end -= 1
    if end > 1 and moves(lead[end - 1], relations):
        # "the margin narrowed to 5%"
        lead = lead[: end - 1]
    return _leading(context, figure, lead, depth)


def _compound(left: Sequence[str], relations: Relations) -> tuple[str, ...]:
    """The metric right before a noun of change: "revenue" in "higher revenue growth"."""
    for length in range(min(relations.metric_words, len(left)), 0, -1):
        if relations.metrics.get(" ".join(stem(word) for word in left[-length:])) is not None:
            return tuple(left[-length:])
    return ()


def _subject_before(context: Context, before: Figure, depth: int) -> Subject:
    cue = change_cue(before, context)
    counted = cue is not None and cue.side == "after" and cue.distance > 0 and before.q.kind == "count"
    if cue is not None and cue.distance <= 4 and not counted:
        return subject(context, before, cue, depth)
    found = level_subject(context, before, depth)
    # "Scope 1 and 2 emissions fell": the noun is read as that of the number
    noun = (*(word for word in before.q.text.split() if word.isdigit()), *before.q.noun.split())
    return Subject(found.core + noun, found.wide + noun, found.borrowed)


def following(words: Sequence[str], relations: Relations) -> tuple[str, ...]:
    """The noun phrase after "in", "of" and the like, where the words open with one: "in our north region"."""
    if len(words) < 2 or words[0] not in relations.places:
        return ()
    found: list[str] = []
    for i, word in enumerate(words[1:_LONGEST]):
        if word in relations.phrase_ends or word in _BREAKS:
            break
        if word == "and" and (words[i + 2 : i + 3] and words[i + 2] in relations.determiners):
            break
        found.append(word)
    return tuple(found)


def _before_verb(words: Sequence[str], relations: Relations) -> tuple[str, ...]:
    """The words before the first that moves what they name."""
    for i, word in enumerate(words):
        if moves(word, relations) and named(words[:i], relations):
            return tuple(words[:i])
    return tuple(words)


def moves(word: str, relations: Relations) -> bool:
    return any(concept in ("rise", "fall", "change") for concept, _ in relations.cues.get(word, ()))


def _without_asides(left: Sequence[str], relations: Relations) -> list[str]:
    """ "The mill, where wages rose, brought in _", "chemicals, which make up _": what they are said of."""
    words = list(left)
    at = len(words) - 2
    while at >= 0:
        if words[at] == "," and words[at + 1] in relations.relatives and named(words[:at], relations):
            close = next((i for i in range(at + 2, len(words)) if words[i] == ","), None)
            if close is not None:
                del words[at : close + 1]
            elif len(words) - at <= _RELATIVE and words[at + 1] in relations.pronouns:
                del words[at:]
        at -= 1
    return words


def _leading(context: Context, claim: Figure, left: Sequence[str], depth: int) -> Subject:
    """The phrase that leads to a word, back to the clause's opening; else what the figure before is of."""
    relations = context.relations
    words = _without_asides(left, relations)
    while words and (words[-1] in relations.pronouns or words[-1] in relations.past or words[-1] == ","):
        # "revenue, which rose": the relative clause has its antecedent before it
        words.pop()
    opening = 0
    for i in range(len(words) - 1, -1, -1):
        if words[i] in _BREAKS or words[i] in relations.turns:
            opening = i + 1
            break
    wide = tuple(words[opening:])
    comma = max((i for i, w in enumerate(wide) if w == ","), default=-1)
    core = wide[comma + 1 :]
    if not named(core, relations):
        # "Staff costs grew faster than sales, rising 5%"
        core = wide = _before_verb(wide, relations)
    elif comma >= 0 and next((w for w in wide if w != ","), "") in relations.places:
        # "In the north, sales rose 5%": narrower than sales
        core = (*wide[:comma], *core)
    elif comma >= 0 and opening == 0 and _within(context, claim):
        # "At the 20 hospitals open in both years, admissions rose 5%"
        core = (*wide[:comma], *core)
    if not named([word for word in core if not moves(word, relations)], relations):
        before = preceding(context, claim)
        if before is not None and depth < _DEPTH:
            return _subject_before(context, before, depth + 1)
        if before is None and depth == 0 and claim.index:
            before = context.figures[claim.index - 1]
            if before.block == claim.block and before.sentence == claim.sentence - 1:
                found = _subject_before(context, before, depth + 1)
                return Subject(found.core, found.wide, borrowed=True)
        return NOBODY
    return Subject(core, wide)


def _within(context: Context, claim: Figure) -> bool:
    """Does the sentence open with the number of the things that it is about: "At the 20 hospitals …, _"?"""
    before = context.figures[claim.index - 1] if claim.index else None
    if before is None or before.sentence != claim.sentence or before.q.kind not in ("count", "number"):
        return False
    if before is not context.figures_in(claim.sentence)[0] or len(before.lead) > _OPENS:
        return False
    return not context.relations.places.isdisjoint(before.lead[:1])


def whole_named_before(context: Context, claim: Figure) -> tuple[str, ...]:
    """What a share is of, where that is said before it: "as a percentage of sales, costs were 5% (4%)"."""
    relations = context.relations
    figure, steps = claim, 0
    while True:
        lead = " ".join(figure.lead)
        found = [*relations.of_whole.finditer(lead)]
        if found:
            rest = lead[found[-1].end() :].split()
            return tuple(itertools.takewhile(lambda w: w not in relations.phrase_ends, rest[:_LONGEST]))
        before = preceding(context, figure)
        if before is None or before.q.kind != "percent" or len(figure.lead) > 6 or steps == _DEPTH:
            return ()
        figure, steps = before, steps + 1
