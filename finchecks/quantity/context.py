"""What a document says about its amounts: which dollar it means, which francs, whether its pounds weigh."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator

from finchecks.quantity.vocabulary import Vocabulary


def plain(text: str) -> str:
    """Lower case with every white space a plain space; offsets are those of ``text``."""
    low = text.lower()
    if len(low) != len(text):  # a letter whose lower case is longer, such as İ
        low = "".join(lower if len(lower := c.lower()) == 1 else c for c in text)
    for space in "\n\r\t\xa0\u2009\u202f":
        if space in low:
            low = low.replace(space, " ")
    return low


class Context:
    """What the whole document says about its amounts: the dollar it means, the francs, the pounds."""

    def __init__(self, source: str, words: Vocabulary) -> None:
        self.text, self.words = source, words
        self._settled: dict[str, str] = {}
        self._weight: bool | None = None
        self._troy: bool | None = None

    def currency(self, unit: str) -> str:
        """The ISO code of a unit that the document has to settle ("~dollar"), or the unit itself."""
        if unit[0] != "~":
            return unit
        found = self._settled.get(unit)
        if found is None:
            found = self._settled[unit] = self._dollar() if unit == "~dollar" else self._shared(unit)
        return found

    @functools.cached_property
    def low(self) -> str:
        """The source in lower case, white space made plain."""
        return plain(self.text)

    def _shared(self, unit: str) -> str:
        choices = self.words.shared[unit].currencies
        if len(choices) == 1:
            return next(iter(choices))
        votes = {
            code: self.text.count(code) + sum(self.low.count(hint) for hint in hints)
            for code, hints in choices.items()
        }
        best = max(votes.values())
        return next(code for code, vote in votes.items() if vote == best)

    def _dollar(self) -> str:
        """The dollar that the document declares ("all amounts in Canadian dollars"), or the US dollar."""
        low, words = self.low, self.words
        for place in itertools.islice(_places(low, " dollar"), MOST_DECLARATIONS):
            for size in (1, 2, 3):
                adjective = _last_words(low, place, size)
                code = words.dollars.get(adjective)
                if code is not None and self._declares(place - len(adjective), place):
                    return code
        for found in itertools.islice(_HEADER.finditer(self.text), MOST_DECLARATIONS):
            code = words.symbols.get(found.group(1))
            if code is not None and code[0] != "~":
                return code
        return words.currencies.dollar

    def _declares(self, start: int, end: int) -> bool:
        """Whether a currency's name from ``start`` to ``end`` + " dollars" is said of all amounts."""
        low = self.low
        if _IN_SCALE.match(low, end):
            return True
        before = low[max(0, start - 100) : start]
        before = before[before.rfind(". ") + 1 :]
        found = _IN_CURRENCY.search(before[-40:])
        if found is None:
            return False
        if found.group(1):
            return True
        return not self.words.currencies.declarations.isdisjoint(_LETTERS.findall(before))

    def weighs(self) -> bool:
        """Whether "pounds" is a weight here."""
        if self._weight is None:
            low = self.low
            self._weight = not self.sterling() and any(
                hint in low for hint in self.words.numbers.weight_hints
            )
        return self._weight

    def sterling(self) -> bool:
        """Whether the text has British pounds by another name."""
        return "£" in self.low or "sterling" in self.low or " stg" in self.low or "GBP" in self.text

    def troy(self) -> bool:
        """Whether ounces are troy ounces here."""
        if self._troy is None:
            self._troy = any(hint in self.low for hint in self.words.numbers.troy_hints)
        return self._troy


def _places(text: str, what: str) -> Iterator[int]:
    place = text.find(what)
    while place >= 0:
        yield place
        place = text.find(what, place + len(what))


def _last_words(low: str, end: int, size: int) -> str:
    """The last ``size`` words before ``end``."""
    return " ".join(low[max(0, end - 40) : end].split()[-size:]).lstrip("(")


#: a document with more mentions than these declares nothing that it has not declared by then
MOST_DECLARATIONS = 100
#: "(C$ millions)", "(in HK$000)", "(A$m)"
_HEADER = re.compile(
    r"[(|] ?(?:[Ii]n )?([A-Z]{1,3}\$) ?(?:(?i:millions?|thousands?|billions?)|m|bn|mn|k|['’]?000s?)\b"
)
_IN_SCALE = re.compile(r" dollars?,? (?:in (?:thousands|millions|billions)|unless)\b")
_IN_CURRENCY = re.compile(r"(\()?(?:\bin|\bare|\bto) (?:the )?(?:(?:thousands|millions|billions) of )?$")
_LETTERS = re.compile(r"[a-z]+")
