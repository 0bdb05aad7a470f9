"""The words of relations: loads ``lexicon/<language>/relations.yaml`` into look-up tables."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import yaml

TOKEN = re.compile(r"[\w'’&/%+-]+(?:\.[\w'’]+)*|[(),;:=–—]")


V = TypeVar("V")


class Phrases(dict[str, V]):
    """A look-up of phrases, with the length in words of the longest that begins, or ends, with a word."""

    def __init__(self, entries: Mapping[str, V]) -> None:
        super().__init__(entries)
        self.heads: dict[str, int] = {}
        self.tails: dict[str, int] = {}
        for phrase in entries:
            words = phrase.split()
            self.heads[words[0]] = max(len(words), self.heads.get(words[0], 0))
            self.tails[words[-1]] = max(len(words), self.tails.get(words[-1], 0))

    def first(self, words: Sequence[str]) -> V | None:
        """The value of the phrase that begins first, of those the longest."""
        for start, word in enumerate(words):
            for end in range(min(len(words), start + self.heads.get(word, 0)), start, -1):
                found = self.get(" ".join(words[start:end]))
                if found is not None:
                    return found
        return None

    def last(self, words: Sequence[str], most: int | None = None) -> tuple[V, int, int] | None:
        """(value, first word, word after) of the phrase nearest to the end, of those the longest.

        ``most``: only one that begins at this word or before.
        """
        for end in range(len(words), 0, -1):
            longest = self.tails.get(words[end - 1])
            if longest is None:
                continue
            for start in range(max(0, end - longest), end):
                found = self.get(" ".join(words[start:end]))
                if found is not None and (most is None or start <= most):
                    return found, start, end
        return None


#: phrase → (concept, direction)
Cues = Phrases[tuple[tuple[str, str | None], ...]]


@functools.lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """A crude singular, enough to say that two nouns are one: ``stores`` and ``store``."""
    word = word.replace("’", "'")
    if word.endswith("'s"):
        word = word[:-2]
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def root(word: str) -> str:
    """A stem that makes one of "branches" and "branch"."""
    found = stem(word)
    return found[:-1] if found.endswith(("che", "she", "sse", "xe")) else found


@dataclass(frozen=True, slots=True)
class Relations:
    """Look-ups from phrases (lower case, words parted by one blank) to concepts."""

    #: phrase → (concept, direction) for the cues; at most ``cue_words`` words long
    cues: Cues
    cue_words: int
    #: phrase → mark concepts
    marks: Mapping[str, frozenset[str]]
    mark_words: int
    earlier: re.Pattern[str]
    current: re.Pattern[str]
    #: what a change is measured from: phrase → "year", "quarter", "month", "week", "day"
    basis: re.Pattern[str]
    bases: Mapping[str, str]
    labels: Mapping[str, re.Pattern[str]]
    #: stemmed phrase → metric, longest first; at most ``metric_words`` words long
    metrics: Phrases[str]
    metric_words: int
    #: ratio phrase → (part metric, whole metric)
    ratios: Phrases[tuple[str, str]]
    #: phrase → what drives a change: "foreign exchange" currency; at most ``driver_words`` words long
    drivers: Mapping[str, str]
    driver_words: int
    #: (names of a whole, names of each of its parts): liquidity is cash and undrawn credit
    wholes: tuple[tuple[re.Pattern[str], tuple[re.Pattern[str], ...]], ...]
    #: names of two sides that leave nothing out between them: men and women, home and abroad
    complements: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    #: (names of a difference, (names of what it is taken from, of what is taken)): net debt, (debt, cash)
    differences: tuple[tuple[re.Pattern[str], tuple[re.Pattern[str], re.Pattern[str]]], ...]
    #: words that say how many things were named: "both" 2, "trio" 3
    tallies: Mapping[str, int]
    #: stems and metrics in the names of ratios
    ratio_words: frozenset[str]
    stop: frozenset[str]
    abbreviations: frozenset[str]
    #: what refers to the thing just spoken of, and the verbs that put it in the past
    referring: frozenset[str]
    past: frozenset[str]
    #: what makes a participle a past before the past ("had paid"), participles that do not end in "ed",
    #: and words that open another clause
    perfect: frozenset[str]
    participles: frozenset[str]
    clause_ends: frozenset[str]
    told_apart: frozenset[str]
    #: a step between two values, whichever is told first
    gaps: frozenset[str]
    #: right after an amount: it is a difference
    comparatives: frozenset[str]
    #: said of how something moved, where an adverb or a comma follows
    degrees: frozenset[str]
    #: phrases that open another subject
    shifts: tuple[str, ...]
    #: what a summing-up is told by ("thus"), and what opens one ("that is")
    consequences: frozenset[str]
    resuming: frozenset[str]
    #: what a coupon names, and words between the two
    securities: frozenset[str]
    security_words: frozenset[str]
    #: after a percentage: it is a limit
    bounds: frozenset[str]
    #: verbs whose object is the value that is compared with
    outdoing: frozenset[str]
    #: said of what is to come
    expecting: frozenset[str]
    #: what is below zero without a sign: "a loss of", "a deficit"
    negative: frozenset[str]
    confidence: frozenset[str]
    known_things: frozenset[str]
    at_places: frozenset[str]
    swings: frozenset[str]
    losing: frozenset[str]
    earning: frozenset[str]
    #: what a value is held against
    yardsticks: frozenset[str]
    #: words about a change's subject (see :mod:`finchecks.claim.subjects`)
    places: frozenset[str]
    inside: frozenset[str]
    determiners: frozenset[str]
    pronouns: frozenset[str]
    turns: frozenset[str]
    phrase_ends: frozenset[str]
    causes: re.Pattern[str]
    of_whole: re.Pattern[str]
    supposed: re.Pattern[str]
    bases_before: re.Pattern[str]
    #: words that open a clause by the way
    relatives: frozenset[str]
    #: words that say that all is meant
    of_all: frozenset[str]
    #: stems that narrow no name
    generic: frozenset[str]


def labels_said(text: str, relations: Relations) -> frozenset[str]:
    """The labels ("adjusted", "organic") that a text in small letters says."""
    return frozenset(name for name, words in relations.labels.items() if words.search(text))


def any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """Finds the first of the phrases in a text, the longest there, none within a word.

    A branch for each first character, with what may not be before it after that: so the search leaps to the
    characters that begin a phrase.
    """
    branches: dict[str, list[str]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        branches.setdefault(phrase[0], []).append(re.escape(phrase[1:]))
    heads = ((re.escape(first), rest) for first, rest in branches.items())
    body = "|".join(f"{head}(?<![\\w-]{head})(?:{'|'.join(rest)})" for head, rest in heads)
    return re.compile(rf"(?:{body})(?![\w-])")


@functools.cache
def load_relations(folder: Path) -> Relations:
    """Read ``relations.yaml`` in a language's folder."""
    with open(folder / "relations.yaml", encoding="utf-8") as file:
        # every scalar stays text: YAML would make truth values of "on", "off" and "no"
        raw = yaml.load(file, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    cues: dict[str, list[tuple[str, str | None]]] = {}
    for concept, entry in raw["cues"].items():
        for word in entry["words"]:
            pair = (concept, entry.get("direction"))
            if pair not in cues.setdefault(str(word), []):
                cues[str(word)].append(pair)
    marks: dict[str, set[str]] = {}
    for concept, words in raw["marks"].items():
        for word in words:
            marks.setdefault(str(word), set()).add(concept)
    metrics = {
        " ".join(stem(w) for w in phrase.split()): metric
        for metric, phrases in raw["metrics"].items()
        for phrase in phrases
    }
    return Relations(
        cues=Phrases({word: tuple(pairs) for word, pairs in cues.items()}),
        cue_words=max(len(word.split()) for word in cues),
        marks={word: frozenset(concepts) for word, concepts in marks.items()},
        mark_words=max(len(word.split()) for word in marks),
        earlier=any_of(raw["times"]["earlier"]),
        current=any_of(raw["times"]["current"]),
        basis=any_of(word for words in raw["basis"].values() for word in words),
        bases={word: basis for basis, words in raw["basis"].items() for word in words},
        labels={label: any_of(words) for label, words in raw["labels"].items()},
        metrics=Phrases(metrics),
        metric_words=max(len(phrase.split()) for phrase in metrics),
        ratio_words=frozenset(stem(w) for phrase in raw["ratios"] for w in phrase.split()),
        ratios=Phrases({phrase: (pair[0], pair[1]) for phrase, pair in raw["ratios"].items()}),
        drivers={phrase: driver for driver, phrases in raw["drivers"].items() for phrase in phrases},
        driver_words=max(len(p.split()) for phrases in raw["drivers"].values() for p in phrases),
        wholes=tuple((any_of(one["names"]), tuple(any_of(p) for p in one["parts"])) for one in raw["wholes"]),
        complements=tuple((any_of(one), any_of(other)) for one, other in raw["complements"]),
        differences=tuple(
            (any_of(one["names"]), (any_of(one["new"]), any_of(one["old"]))) for one in raw["differences"]
        ),
        tallies={word: int(number) for number, words in raw["tallies"].items() for word in words},
        stop=frozenset(stem(w) for w in raw["stop"]) | frozenset(raw["stop"]),
        abbreviations=frozenset(raw["abbreviations"]),
        referring=frozenset(raw["referring"]),
        past=frozenset(raw["past"]),
        perfect=frozenset(raw["perfect"]),
        participles=frozenset(raw["participles"]),
        clause_ends=frozenset(raw["clause_ends"]),
        told_apart=frozenset(raw["told_apart"]),
        gaps=frozenset(raw["gaps"]),
        comparatives=frozenset(raw["comparatives"]),
        degrees=frozenset(raw["degrees"]),
        shifts=tuple(raw["shifts"]),
        consequences=frozenset(raw["consequences"]),
        resuming=frozenset(raw["resuming"]),
        securities=frozenset(raw["securities"]),
        security_words=frozenset(raw["security_words"]),
        bounds=frozenset(raw["bounds"]),
        outdoing=frozenset(raw["outdoing"]),
        expecting=frozenset(raw["expecting"]),
        negative=frozenset(raw["negative"]),
        confidence=frozenset(raw["confidence"]),
        at_places=frozenset(raw["at_places"]),
        known_things=frozenset(raw["known_things"]),
        swings=frozenset(raw["swings"]),
        losing=frozenset(raw["losing"]),
        earning=frozenset(raw["earning"]),
        yardsticks=frozenset(raw["yardsticks"]),
        places=frozenset(raw["subjects"]["places"]),
        inside=frozenset(raw["subjects"]["inside"]),
        determiners=frozenset(raw["subjects"]["determiners"]),
        pronouns=frozenset(raw["subjects"]["pronouns"]),
        turns=frozenset(raw["subjects"]["turns"]),
        phrase_ends=frozenset(raw["subjects"]["ends"]),
        causes=any_of(raw["subjects"]["causes"]),
        of_whole=any_of(raw["subjects"]["of_whole"]),
        supposed=any_of(raw["subjects"]["supposed"]),
        bases_before=any_of(raw["subjects"]["bases"]),
        relatives=frozenset(raw["subjects"]["relatives"]),
        of_all=frozenset(raw["subjects"]["of_all"]),
        generic=frozenset(stem(w) for w in raw["subjects"]["generic"]),
    )
