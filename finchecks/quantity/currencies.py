"""What a name of a currency means, and how a text tells a rate of exchange by names."""

from __future__ import annotations

import functools
import re

from finchecks.document import Document
from finchecks.quantity.from_document import quantities
from finchecks.quantity.vocabulary import vocabulary

#: right after an amount: "150 yen to the dollar", "$1.30 for each pound"
_PER = re.compile(
    r"\s*(?:to|per|for|against)\s+(?:(?:the|one|an?|each|every)\s+)?((?:[A-Za-z.]{2,12}\s)?[A-Za-z]{3,12})\b"
)
#: right before it: "with the dollar at 150 yen", "a pound buys $1.30"
_AT = re.compile(
    r"\b(?:the|one|an?)\s+((?:[A-Za-z.]{2,12}\s)?[A-Za-z]{3,12})"
    r"\s+(?:(?:(?:is|was|stands|stood|trading) )?at|buys|bought|fetche[sd]|costs|costing|took|takes)\s+$",
    re.I,
)
#: characters before an amount in which the currency that it is for one of may be named
_REACH = 40


def unit_priced(text: str, start: int, end: int) -> tuple[str, str] | None:
    """The name of the currency that the amount at this place is said to be for one of, and what says so."""
    found = _PER.match(text, end) or _AT.search(text, max(0, start - _REACH), start)
    if found is None or currency_of(found.group(1)) is None:
        return None
    return found.group(1), found.group()


@functools.lru_cache(maxsize=512)
def currencies_of(name: str) -> frozenset[str]:
    """All that a currency's name may mean: of "krone" the Danish and the Norwegian, of "dollar" any."""
    words = vocabulary()
    for said in (name, name.split()[0]):
        if said.lower() in ("dollar", "dollars"):
            return words.dollar_codes | {words.currencies.dollar}
        for shared in words.currencies.names:
            if said.lower() in shared.words:
                return frozenset(shared.currencies)
    found = currency_of(name)
    return frozenset({found}) if found is not None else frozenset()


@functools.lru_cache(maxsize=512)
def currency_of(name: str) -> str | None:
    """The currency of a name: "dollar", "Canadian dollar"; of "Swiss franc in" the first words."""
    for words in (name, name.split()[0]):
        text = f"1 {words}"
        for quantity in quantities(Document(text, text, ())):
            if quantity.kind == "money" and quantity.end == len(text):
                return quantity.unit
    return None
