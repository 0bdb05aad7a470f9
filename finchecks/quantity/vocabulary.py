"""The lexicon made ready to look words up: what may stand after a number, before it, and around it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import NamedTuple

from finchecks.lexicon import Currencies, Numbers, SharedName, load_currencies, load_numbers
from finchecks.quantity import Qualifier, QuantityKind
from finchecks.quantity._cldr import CURRENCIES
from finchecks.quantity.number import NumberWords


class Tail(NamedTuple):
    """A unit after a number: "mln" is none (see scales); "pct", "Danish kroner", "sq ft", "years" are."""

    phrase: str
    kind: QuantityKind
    #: the unit of the quantity; a name with "~" before it is settled by the document ("~dollar", "~franc")
    unit: str
    factor: float = 1.0
    per: str = ""
    #: how it must be written where case matters
    exact: str = ""
    #: it must stand right after the digits
    glued: bool = False


class Vocabulary(NamedTuple):
    """Look-up tables; keys are lower case unless said otherwise."""

    numbers: Numbers
    currencies: Currencies
    reader: NumberWords
    #: first word → units that begin with it, longest first
    tails: dict[str, tuple[Tail, ...]]
    #: first word → (phrase, factor), longest first
    scales: dict[str, tuple[tuple[str, float], ...]]
    #: symbol or code as written before a number → currency, or "~dollar"
    symbols: dict[str, str]
    #: last characters of symbols that are no letters: "$", "£", …
    signs: frozenset[str]
    #: last characters of all symbols and codes that may stand a space before a number
    symbol_ends: frozenset[str]
    #: last word → (qualifier, side), longest first
    qualifiers: dict[str, tuple[tuple[str, Qualifier], ...]]
    shared: dict[str, SharedName]
    #: adjective of a dollar ("canadian") → currency
    dollars: dict[str, str]
    dollar_codes: frozenset[str]
    #: a space and a word that may be a number, a factor or a part, or begin a period (group 1)
    rare: re.Pattern[str]
    #: the same at the very start of a text
    first: re.Pattern[str]
    #: qualifiers that follow a number ("or so"), with their sides
    after: tuple[tuple[str, Qualifier], ...]
    #: words for units of weight but pounds
    weights: frozenset[str]
    #: endings of amounts in hundredths whose currency the text has to say
    cents: tuple[str, ...]
    #: what is written → units that it means beside another measure
    paired: dict[str, tuple[str, ...]]
    noun: re.Pattern[str]


#: the qualifiers' names in the lexicon are their sides
SIDES: dict[str, Qualifier] = {
    "about": "about", "below": "below", "above": "above", "at_least": "at_least", "at_most": "at_most",
}  # fmt: skip
#: units that show, shortly before "pounds", that those weigh
WEIGHTS = ("tonne", "kg", "ton", "short_ton", "long_ton")

#: the first word of what follows a number: letters, or one sign
FIRST = re.compile(r"[^\W\d_]+|[^\w\s]")


@functools.cache
def vocabulary(language: str = "en") -> Vocabulary:
    """The tables of a language, built once (some milliseconds)."""
    numbers = load_numbers(language)
    currencies = load_currencies()
    shared = {f"~{name.words[0]}": name for name in currencies.names}
    tails: dict[str, list[Tail]] = {}
    for tail in (*_unit_tails(numbers), *_money_tails(currencies)):
        key = _first(tail.phrase)
        known = tails.setdefault(key, [])
        # "a 25-basis-point cut": phrases of several words may be hyphenated
        for phrase in {tail.phrase, tail.phrase.replace(" ", "-")}:
            if all(phrase != other.phrase or tail.exact != other.exact for other in known):
                known.append(tail._replace(phrase=phrase))
    symbols = {code: code for code in CURRENCIES if code not in currencies.wordlike}
    for code, words in CURRENCIES.items():
        if words[-1]:
            symbols[words[-1]] = code
    symbols |= {symbol: code for code, found in currencies.symbols.items() for symbol in found}
    symbols["$"] = "~dollar"
    dollars = _dollars()
    rare = _rare(numbers)
    return Vocabulary(
        numbers=numbers,
        currencies=currencies,
        reader=NumberWords(numbers.number_words, numbers.scales, numbers.fractions),
        tails={key: tuple(sorted(found, key=_longest)) for key, found in tails.items()},
        scales=_by_first((*numbers.scales.items(), *numbers.glued_scales.items())),
        symbols=symbols,
        signs=frozenset(symbol[-1] for symbol in symbols if not symbol[-1].isalpha() and symbol[-1] != "."),
        symbol_ends=frozenset(symbol[-1] for symbol in symbols if symbol not in currencies.glued) | {"Y"},
        qualifiers=_by_last(numbers),
        shared=shared,
        dollars=dollars,
        dollar_codes=frozenset(dollars.values()),
        rare=re.compile(f" {rare}"),
        first=re.compile(rare),
        after=tuple((phrase, SIDES[side]) for phrase, side in numbers.after.items()),
        weights=frozenset(word for unit in WEIGHTS for word in numbers.units[unit] if " " not in word),
        cents=tuple(
            f" {word}" for word in currencies.hundredths["dollar"] if len(word) > 1 and "." not in word
        ),
        paired=_paired(numbers),
        noun=re.compile(r"(?:[^\W\d_][\w'’-]*[^\W_]|[^\W\d_])(?: (?:[^\W\d_][\w'’-]*[^\W_]|[^\W\d_])){0,3}"),
    )


def _paired(numbers: Numbers) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for unit, entry in numbers.paired_units.items():
        for word in entry["written"]:
            found[word] = (*found.get(word, ()), unit)
    return found


def _longest(tail: Tail) -> tuple[int, bool]:
    """Longest first; of equals the one that asks for a spelling ("KGS" the som, "kgs" the kilograms)."""
    return -len(tail.phrase), not tail.exact


def _first(phrase: str) -> str:
    found = FIRST.match(phrase)
    return found.group() if found else phrase[:1]


def _unit_tails(numbers: Numbers) -> Iterable[Tail]:
    for phrase in numbers.percent:
        yield Tail(phrase, "percent", "percent")
    for unit, phrases in numbers.points.items():
        for phrase in phrases:
            yield Tail(phrase, "points", unit)
    for phrase in numbers.multiple:
        yield Tail(phrase, "multiple", "multiple", glued=phrase in ("x", "×"))
    for unit, phrases in numbers.durations.items():
        for phrase in phrases:
            yield Tail(phrase, "duration", unit)
    for phrase, factor in numbers.decades.items():
        yield Tail(phrase, "duration", "year", factor)
    for phrase, compound in numbers.compound_units.items():
        factor = float(compound.get("scale", "1"))
        yield Tail(phrase, "measure", compound["unit"], factor, compound.get("per", ""))
    for unit, phrases in numbers.case_units.items():
        for phrase in phrases:
            yield Tail(phrase.lower(), "measure", unit, exact=phrase)
    for unit, phrases in numbers.units.items():
        for phrase in phrases:
            yield Tail(phrase, "measure", unit, exact=phrase if len(phrase) == 1 else "")


def _money_tails(currencies: Currencies) -> Iterable[Tail]:
    for name in currencies.names:
        for word in name.words:
            yield Tail(word, "money", f"~{name.words[0]}")
    for code, words in currencies.words.items():
        for word in words:
            yield Tail(word, "money", code)
    for code, words in currencies.hundredths.items():
        for word in words:
            small = len(word) == 1
            unit = "~dollar" if code == "dollar" else code
            yield Tail(word, "money", unit, 0.01, exact=word if small else "", glued=small and word != "¢")
    for code, symbols in currencies.symbols.items():
        for symbol in symbols:
            if len(symbol) > 1 or not symbol.isalpha():
                yield Tail(symbol.lower(), "money", code, exact=symbol)
    yield Tail("$", "money", "~dollar")
    for code, (*names, symbol) in CURRENCIES.items():
        for word in names:
            if "(" not in word:
                yield Tail(word, "money", code)
        if symbol and symbol != "$":
            yield Tail(symbol.lower(), "money", code, exact=symbol)
        if code not in currencies.wordlike:
            yield Tail(code.lower(), "money", code, exact=code)


def _by_first(phrases: Iterable[tuple[str, float]]) -> dict[str, tuple[tuple[str, float], ...]]:
    found: dict[str, list[tuple[str, float]]] = {}
    for phrase, factor in phrases:
        found.setdefault(_first(phrase), []).append((phrase, factor))
    return {key: tuple(sorted(some, key=lambda one: -len(one[0]))) for key, some in found.items()}


def _by_last(numbers: Numbers) -> dict[str, tuple[tuple[str, Qualifier], ...]]:
    found: dict[str, list[tuple[str, Qualifier]]] = {}
    for name, phrases in numbers.qualifiers.items():
        for phrase in phrases:
            found.setdefault(phrase.rpartition(" ")[2], []).append((phrase, SIDES[name]))
    return {key: tuple(sorted(some, key=lambda one: -len(one[0]))) for key, some in found.items()}


def _dollars() -> dict[str, str]:
    """ "canadian" → CAD, "hong kong" → HKD …: the adjectives of CLDR's dollars."""
    found: dict[str, str] = {}
    for code, (*names, _) in CURRENCIES.items():
        for name in names:
            adjective, _, noun = name.rpartition(" ")
            if noun in ("dollar", "dollars") and adjective and "(" not in name:
                found.setdefault(adjective, code)
    return found


def _rare(numbers: Numbers) -> str:
    """A pattern over all words, lower case, that are worth a look without a digit; the word is group 1."""
    words = {
        *numbers.number_words, *numbers.factors, *numbers.fractions, *numbers.months, *numbers.glyphs,
        *(f"{word}fold" for word in numbers.number_words),
        # scale words alone follow a digit or a number word; "a million" is a number of its own
        *(f"a {word}" for word, factor in numbers.scales.items() if factor >= 100 or word == "dozen"),
    }  # fmt: skip
    # the branches share their first letter, so that a place in the text is refused after one look
    branches: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        branches.setdefault(word[0], []).append(re.escape(word[1:]))
    body = "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in sorted(branches.items()))
    return rf"({body})(?![^\W\d_])"
