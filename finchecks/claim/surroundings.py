"""Words about a number that are no rule's own: loads ``lexicon/<language>/surroundings.yaml``, as stems."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from finchecks.claim.relations import stem
from finchecks.lexicon import read_lexicon, rules_folder

#: words of grammar, looked up as they stand
_AS_WRITTEN = ("pronouns", "equating", "timed")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The fields are the keys of ``surroundings.yaml``, which explains them."""

    fillers: frozenset[str]
    norms: frozenset[str]
    links: frozenset[str]
    contrasts: frozenset[str]
    pronouns: frozenset[str]
    equating: frozenset[str]
    timed: frozenset[str]


@functools.cache
def load_surroundings(language: str = "en") -> Surroundings:
    """The words of a language. Raises FaultError when the file is missing or no YAML."""
    raw = read_lexicon(rules_folder() / "lexicon" / language / "surroundings.yaml")
    return Surroundings(
        **{
            name: frozenset(raw[name] if name in _AS_WRITTEN else map(stem, raw[name]))
            for name in Surroundings.__slots__
        }
    )
