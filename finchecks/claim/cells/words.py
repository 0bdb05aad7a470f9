"""The words of tables: loads ``lexicon/<language>/tables.yaml`` into patterns."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from finchecks.lexicon import read_lexicon, rules_folder

_PATTERNS = (
    "change", "percent", "basis_points", "points", "amount", "favourable", "share", "whole", "total",
    "net", "result", "less", "memo", "opening", "closing", "balance", "reduction", "per", "average", "growth",
    "rounding",
)  # fmt: skip
_SETS = ("nothing", "blank", "heads", "to_verb", "opens_name", "opens_clause", "says_again")


@dataclass(frozen=True, slots=True)
class TableWords:
    """Patterns over lower-case labels; the fields are the keys of ``tables.yaml``, which explains them."""

    change: re.Pattern[str]
    percent: re.Pattern[str]
    basis_points: re.Pattern[str]
    points: re.Pattern[str]
    amount: re.Pattern[str]
    favourable: re.Pattern[str]
    share: re.Pattern[str]
    whole: re.Pattern[str]
    total: re.Pattern[str]
    net: re.Pattern[str]
    result: re.Pattern[str]
    less: re.Pattern[str]
    memo: re.Pattern[str]
    opening: re.Pattern[str]
    closing: re.Pattern[str]
    balance: re.Pattern[str]
    reduction: re.Pattern[str]
    per: re.Pattern[str]
    average: re.Pattern[str]
    growth: re.Pattern[str]
    rounding: re.Pattern[str]
    nothing: frozenset[str]
    blank: frozenset[str]
    heads: frozenset[str]
    to_verb: frozenset[str]
    opens_name: frozenset[str]
    opens_clause: frozenset[str]
    says_again: frozenset[str]


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """One of the phrases; a letter at its end is not followed, nor one at its start preceded, by another."""
    alternatives = []
    for phrase in sorted(phrases, key=len, reverse=True):
        before = r"(?<![\w-])" if phrase[0].isalnum() else ""
        after = r"(?![\w-])" if phrase[-1].isalnum() else ""
        alternatives.append(f"{before}{re.escape(phrase)}{after}")
    return re.compile("|".join(alternatives))


@functools.cache
def load_table_words(language: str = "en") -> TableWords:
    """The words of a language. Raises FaultError when the file is missing or no YAML."""
    raw = read_lexicon(rules_folder() / "lexicon" / language / "tables.yaml")
    texts = {name: [str(phrase) for phrase in raw[name]] for name in (*_PATTERNS, *_SETS)}
    fields: dict[str, Any] = {name: _any_of(texts[name]) for name in _PATTERNS}
    fields |= {name: frozenset(texts[name]) for name in _SETS}
    return TableWords(**fields)
