"""The words of the findings of their own: loads ``lexicon/<language>/apart.yaml``."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import yaml

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
class ApartWords:
    directions: DirectionWords


@functools.cache
def apart_words(language: str = "en") -> ApartWords:
    """Read ``apart.yaml`` in a language's folder; every scalar stays text."""
    with open(builtin_folder() / "lexicon" / language / "apart.yaml", encoding="utf-8") as file:
        raw = yaml.load(file, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    words = raw["directions"]
    return ApartWords(
        DirectionWords(
            determiners=frozenset(words["determiners"]),
            object_words=int(words["object_words"]),
            no_verbs=frozenset(words["no_verbs"]),
            breaks=frozenset(words["breaks"]),
            unless=frozenset(words["unless"]),
        )
    )
