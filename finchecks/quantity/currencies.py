"""What a name of a currency means, and how a text tells a rate of exchange by names."""

from __future__ import annotations

import functools
import re

from finchecks.document import Document
from finchecks.quantity.from_document import quantities

#: right after an amount: "150 yen to the dollar", "$1.30 for each pound"
_PER = re.compile(
    r"\s*(?:to|per|for|against)\s+(?:(?:the|one|an?|each|every)\s+)?((?:[A-Za-z.]{2,12}\s)?[A-Za-z]{3,12})\b"
)
#: right before it: "with the dollar at 150 yen", "a pound buys $1.30"
_AT = re.compile(
    r"\b(?:the|one|an?)\s+((?:[A-Za-z.]{2,12}\s)?[A-Za-z]{3,12})"
    r"\s+(?:(?:is |was )?at|buys|bought|fetches)\s+$",
    re.I,
)
#: characters before an amount in which the currency that it is for one of may be named
_REACH = 40


def unit_priced(text: str, start: int, end: int) -> tuple[str, str] | None:
    """The currency that the amount at this place is said to be for one of, and the words that say so."""
    found = _PER.match(text, end) or _AT.search(text, max(0, start - _REACH), start)
    unit = currency_of(found.group(1)) if found is not None else None
    return (unit, found.group()) if found is not None and unit is not None else None


@functools.lru_cache(maxsize=512)
def currency_of(name: str) -> str | None:
    """The currency of a name: "dollar", "Canadian dollar"; of "Swiss franc in" the first words."""
    for words in (name, name.split()[0]):
        text = f"1 {words}"
        for quantity in quantities(Document(text, text, ())):
            if quantity.kind == "money" and quantity.end == len(text):
                return quantity.unit
    return None
