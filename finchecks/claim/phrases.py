"""Phrases that rules write down, and where they stand beside a number.

A rule's cue or mark is a concept of the lexicon (``rise``, ``origin``) or words as they stand in a text:

- ``loan of _``, ``_ loan``: the words right before, or after, the number (``_``);
- ``property … at _``: with up to five other words where the ellipsis stands (``...`` will do);
- ``loan``: the word anywhere near the number, in what leads to it or in its noun phrase.

Singular and plural are one, and so are ``loan-to-value`` and ``loan to value``; articles and qualifiers
between the words and the number ("a loan of nearly _") are stepped over.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from finchecks.claim.relations import stem

_WORD = re.compile(r"[\w'’&/%+]+(?:\.[\w'’]+)*|[(),;:=–—…]")
GAP = "…"
MAX_GAP = 5
#: fillers stepped over between the words and the number
MAX_FILLERS = 5
#: between a number and the head of its noun phrase: "$300,000 fixed-rate home loan"
MAX_AFTER = 3
PAUSES = frozenset([",", "(", ")", ":", "=", "–", "—"])
#: what a word near a number never reaches across
STOPS = frozenset([";"])


@dataclass(frozen=True, slots=True)
class Phrase:
    """Stems of the words before and after the number; ``bare`` when the phrase leaves its place open."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    bare: bool


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence's words: stems, offsets, and which number a word is part of (None for none)."""

    stems: tuple[str, ...]
    starts: tuple[int, ...]
    owners: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase beside a number. ``distance``, ``pauses`` and ``numbers`` count what stands between."""

    #: place of the phrase's first word in the sentence
    at: int
    distance: int = 0
    pauses: int = 0
    numbers: int = 0
    #: the phrase says where the number stands ("loan of _")
    placed: bool = False
    before: bool = True

    @property
    def near(self) -> bool:
        return self.placed or (self.distance <= 3 and not self.pauses and not self.numbers)


def split(text: str) -> tuple[str, ...]:
    """Stems of a text's words, hyphens parting them."""
    return tuple(stem(word) for word in _WORD.findall(text.lower().replace("...", GAP).replace("-", " ")))


@functools.cache
def phrase(text: str) -> Phrase:
    """Read a phrase as a rule writes it."""
    before, place, after = text.partition("_")
    return Phrase(split(before), split(after), not place)


def words(text: str, offset: int, numbers: Sequence[tuple[int, int]]) -> Words:
    """A sentence's words; ``offset`` is where it begins, ``numbers`` the spans of its numbers in order."""
    lower = text.lower()
    if len(lower) != len(text):  # a letter whose lower case is longer would shift every offset
        lower = text
    stems, starts, owners = [], [], []
    number = 0
    for match in _WORD.finditer(lower.replace("-", " ")):
        start = offset + match.start()
        while number < len(numbers) and numbers[number][1] <= start:
            number += 1
        inside = number < len(numbers) and numbers[number][0] < offset + match.end()
        stems.append(stem(match.group()))
        starts.append(start)
        owners.append(number if inside else None)
    return Words(tuple(stems), tuple(starts), tuple(owners))


def find(
    wanted: Phrase,
    said: Words,
    number: int,
    *,
    reach: int,
    across: bool,
    fillers: frozenset[str],
    stops: frozenset[str],
) -> Hit | None:
    """The phrase beside the sentence's ``number``-th number, the nearest.

    ``reach`` words to the left a bare phrase is looked for; ``across`` lets it stand beyond other numbers.
    A word of ``stops`` ends the noun phrase after a number.
    """
    own = [i for i, owner in enumerate(said.owners) if owner == number]
    if not own:
        return None
    first, last = own[0], own[-1] + 1
    if not wanted.bare:
        return _placed(wanted, said, first, last, fillers, stops)
    after = _after(wanted.before, said, last, stops)
    before = _before(wanted.before, said, first, reach, across)
    if after is None or (before is not None and before.distance <= after.distance and before.near):
        return before
    return after


def _placed(
    wanted: Phrase, said: Words, first: int, last: int, fillers: frozenset[str], stops: frozenset[str]
) -> Hit | None:
    at = first
    if wanted.before:
        found = None
        for skipped in range(MAX_FILLERS + 1):
            end = first - skipped
            found = _backwards(wanted.before, said, end)
            if found is not None or end <= 0 or said.stems[end - 1] not in fillers:
                break
        if found is None:
            return None
        at = found
    if wanted.after:
        after = _after(wanted.after, said, last, stops)
        if after is None:
            return None
        at = at if wanted.before else after.at
    return Hit(at, placed=True, before=bool(wanted.before))


def _backwards(stems: Sequence[str], said: Words, end: int) -> int | None:
    """Where the stems begin that end right before ``end``; an ellipsis stands for a few words."""
    if not stems:
        return end
    if stems[-1] == GAP:
        for gap in range(MAX_GAP + 1):
            if end - gap < 0 or (gap and _bars(said, end - gap)):
                return None
            found = _backwards(stems[:-1], said, end - gap)
            if found is not None:
                return found
        return None
    if end <= 0 or said.owners[end - 1] is not None or said.stems[end - 1] != stems[-1]:
        return None
    return _backwards(stems[:-1], said, end - 1)


def _bars(said: Words, place: int) -> bool:
    return said.owners[place] is not None or said.stems[place] in STOPS


def _before(stems: Sequence[str], said: Words, first: int, reach: int, across: bool) -> Hit | None:
    """The stems to the left of a number."""
    pauses = numbers = 0
    crossed: int | None = None
    for distance in range(reach + 1):
        end = first - distance
        if end < len(stems) or (distance and said.stems[end] in STOPS):
            return None
        owner = said.owners[end] if distance else None
        if owner is not None:
            if not across:
                return None
            numbers += owner != crossed
            crossed = owner
        elif distance > 1 and said.stems[end] in PAUSES:
            pauses += 1
        at = _backwards(stems, said, end)
        if at is not None:
            return Hit(at, distance, pauses, numbers)
    return None


def _after(stems: Sequence[str], said: Words, last: int, stops: frozenset[str]) -> Hit | None:
    """The stems in the noun phrase after a number."""
    for distance in range(MAX_AFTER + 1):
        at = last + distance
        if at + len(stems) > len(said.stems):
            return None
        if said.stems[at : at + len(stems)] == tuple(stems):
            if any(owner is not None for owner in said.owners[at : at + len(stems)]):
                return None
            return Hit(at, distance, before=False)
        word = said.stems[at]
        if said.owners[at] is not None or word in PAUSES or word in STOPS or word in stops:
            return None
    return None
