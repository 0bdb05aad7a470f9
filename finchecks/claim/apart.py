"""The words of the findings of their own: loads ``lexicon/<language>/apart.yaml``."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from finchecks.claim.relations import stem
from finchecks.rule.load import builtin_folder


@dataclass(frozen=True, slots=True)
class DirectionWords:
    """What a direction word is held against its two values by (:mod:`finchecks.claim.directions`)."""

    determiners: frozenset[str]
    object_words: int
    no_verbs: frozenset[str]
    breaks: frozenset[str]
    unless: frozenset[str]


@dataclass(frozen=True, slots=True)
class NamingWords:
    """How a figure's name is read (:mod:`finchecks.claim.naming`)."""

    #: stemmed phrase → metric, beside those of relations.yaml
    metrics: Mapping[str, str]
    rates: frozenset[str]
    vague: frozenset[str]
    silent: frozenset[str]
    times: frozenset[str]
    lengths: Mapping[str, frozenset[str]]
    versions: frozenset[str]
    broken: frozenset[str]
    operators: frozenset[str]


@dataclass(frozen=True, slots=True)
class FactWords:
    """What a claim completed from a fact goes by (:mod:`finchecks.claim.from_facts`)."""

    origins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ApartWords:
    directions: DirectionWords
    naming: NamingWords
    facts: FactWords


@functools.cache
def apart_words(language: str = "en") -> ApartWords:
    """Read ``apart.yaml`` in a language's folder; every scalar stays text."""
    with open(builtin_folder() / "lexicon" / language / "apart.yaml", encoding="utf-8") as file:
        raw = yaml.load(file, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    words, names = raw["directions"], raw["naming"]
    return ApartWords(
        DirectionWords(
            determiners=frozenset(words["determiners"]),
            object_words=int(words["object_words"]),
            no_verbs=frozenset(words["no_verbs"]),
            breaks=frozenset(words["breaks"]),
            unless=frozenset(words["unless"]),
        ),
        NamingWords(
            metrics={
                " ".join(stem(word) for word in phrase.split()): metric
                for metric, phrases in names["metrics"].items()
                for phrase in phrases
            },
            rates=frozenset(names["rates"]),
            vague=frozenset(names["vague"]),
            silent=frozenset(names["silent"]),
            times=frozenset(names["times"]),
            lengths={length: frozenset(spelled) for length, spelled in names["lengths"].items()},
            versions=frozenset(names["versions"]),
            broken=frozenset(names["broken"]),
            operators=frozenset(names["operators"]),
        ),
        # the longest first, so that "compared with" is not found as less
        FactWords(origins=tuple(sorted(raw["facts"]["origins"], key=len, reverse=True))),
    )
