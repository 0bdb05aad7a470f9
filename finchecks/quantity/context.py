"""What a document says about its amounts: which dollar it means, which francs, whether its pounds weigh."""

from __future__ import annotations

import re

from finchecks.quantity.vocabulary import Vocabulary


class Context:
    """What the whole document says about its amounts: the dollar it means, the francs, the pounds."""

    def __init__(self, text: str, low: str, words: Vocabulary) -> None:
        self.text, self.low, self.words = text, low, words
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

    def _shared(self, unit: str) -> str:
        choices = self.words.shared[unit].currencies
        votes = {
            code: self.text.count(code) + sum(self.low.count(hint) for hint in hints)
            for code, hints in choices.items()
        }
        best = max(votes.values())
        return next(code for code, vote in votes.items() if vote == best)

    def _dollar(self) -> str:
        """The dollar that the document declares ("all amounts in Canadian dollars"), or the US dollar."""
        low, words = self.low, self.words
        for adjective, code in words.dollars.items():
            name = f"{adjective} dollar"
            place = low.find(name)
            tries = 0
            while place >= 0 and tries < 50:
                if self._declares(place):
                    return code
                place = low.find(name, place + 1)
                tries += 1
        for symbol in ("C$", "A$", "NZ$", "HK$", "S$", "US$"):
            if any(f"{left}{symbol}{right}" in self.text for left in ("(", "(in ") for right in _HEADER_ENDS):
                return words.symbols[symbol]
        return words.currencies.dollar

    def _declares(self, place: int) -> bool:
        low = self.low
        before = low[max(0, place - 100) : place]
        before = before[before.rfind(". ") + 1 :]
        found = _IN_CURRENCY.search(before)
        if found is None:
            return False
        if found.group(1):
            return True
        return not self.words.currencies.declarations.isdisjoint(_LETTERS.findall(before))

    def weighs(self) -> bool:
        """Whether "pounds" is a weight here."""
        if self._weight is None:
            low = self.low
            self._weight = "£" not in low and "sterling" not in low and any(
                hint in low for hint in self.words.numbers.weight_hints
            )
        return self._weight

    def troy(self) -> bool:
        """Whether ounces are troy ounces here."""
        if self._troy is None:
            self._troy = any(hint in self.low for hint in self.words.numbers.troy_hints)
        return self._troy


_HEADER_ENDS = (" million", " thousand", " billion", " '000", "m)", "000)", "bn)", ")")
_IN_CURRENCY = re.compile(r"(\()?(?:\bin|\bare|\bto) (?:the )?(?:(?:thousands|millions|billions) of )?$")
_LETTERS = re.compile(r"[a-z]+")
