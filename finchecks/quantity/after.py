"""What follows a number: scale word, unit, noun, and what it is "per"."""

from __future__ import annotations

import re

from finchecks.quantity.number import Written
from finchecks.quantity.text import NEXT, Text, next_word, word_before
from finchecks.quantity.vocabulary import Tail

_PER = re.compile(r" (an?|per|every) ([\w-]+)(?: ([\w-]+))?(?: ([\w-]+))?|/ ?(\w+)|(?: or)? ([a-z]+)\b")
#: "a square foot"
_POWERS = ("square", "cubic")
_PER_STARTS = frozenset("apedmwhyo")
_OF_GOODS = re.compile(r" of (\w+)(?: (\w+))?")
#: how far before pounds a weight in other units shows that they weigh
_WEIGHT_REACH = 60


def scale_at(t: Text, word: str, place: int, gap: str, money: bool) -> tuple[str, float]:
    """The scale phrase at ``place`` and its factor; m, k and the like only where they can be nothing else."""
    low, numbers = t.low, t.words.numbers
    for phrase, factor in t.words.scales[word]:
        end = place + len(phrase)
        if not low.startswith(phrase, place) or low[end : end + 1].isalnum():
            continue
        if phrase in numbers.glued_scales and not money:
            alone = phrase in numbers.money_scales or gap != ""
            if (alone and not _money_follows(t, end)) or low.startswith(numbers.length_after, end):
                continue
        return phrase, factor
    return "", 1.0


def _money_follows(t: Text, end: int) -> bool:
    gap, word = next_word(t.low, end)
    unit = unit_at(t, word, end + len(gap)) if word else None
    return unit is not None and unit.kind == "money"


def unit_at(t: Text, word: str, place: int) -> Tail | None:
    """The longest unit phrase that stands at ``place``; ``word`` is its first word."""
    tails = t.words.tails.get(word)
    if tails is None:
        return None
    low = t.low
    for tail in tails:
        phrase = tail.phrase
        end = place + len(phrase)
        if (
            low.startswith(phrase, place)
            and not (end < t.length and phrase[-1].isalnum() and low[end].isalnum())
            and not (tail.exact and t.text[place:end] != tail.exact)
        ):
            return tail
    return None


def weigh(t: Text, unit: Tail, place: int, before: int) -> Tail:
    """Pounds that weigh are no money, ounces of a text about gold are troy; other units stay as they are."""
    if unit.unit == "~pound":
        # "300 tonnes of cocoa, worth 40 million pounds"
        priced = word_before(t.low, before) in t.words.numbers.priced
        if not priced and (t.context.weighs() or _weighed(t, place + len(unit.phrase), before)):
            return Tail(unit.phrase, "measure", "pound")
    elif unit.unit == "ounce" and t.context.troy():
        return unit._replace(unit="troy_ounce")
    return unit


def _weighed(t: Text, end: int, before: int) -> bool:
    """ "pounds of copper"; pounds that follow tonnes or kilograms, in a text without sterling."""
    found = _OF_GOODS.match(t.low, end)
    if found is not None and not t.words.numbers.weighed.isdisjoint(found.groups()):
        return True
    near = t.low[max(0, before - _WEIGHT_REACH) : before]
    return not t.context.sterling() and not t.words.weights.isdisjoint(_WORDS.findall(near))


_WORDS = re.compile(r"[a-z]+")
_WHOSE = re.compile(r" [a-z]+['’]s (?:[£$€¥]|\d)")
#: occasions from here on were counted: "they went out 1,428 times"
COUNTED_TIMES = 100


def compares(t: Text, end: int, written: Written, scaled: bool) -> bool:
    """Whether "3.3 times" compares; "three times a year" counts occasions."""
    if scaled or written.value > 1000:
        return False
    if written.decimals:
        return True
    gap, word = next_word(t.low, end)
    if word in t.words.numbers.times_stops:
        # "three times last year's $30m"
        return written.value >= 2 and _WHOSE.match(t.low, end + len(gap) + len(word)) is not None
    return written.value >= 2


def noun_at(t: Text, end: int) -> str:
    """The head words of the noun after a number, lower case: "unit cases"; empty when there is none.

    Words run to the first plural (and plurals right after it); after a hyphen one word is enough.
    """
    text, numbers = t.text, t.words.numbers
    c = text[end : end + 1]
    if not (c == "-" or (c and c.isspace())):
        return ""
    found = t.words.noun.match(t.low, end + 1)
    if found is None:
        return ""
    stops, plurals = numbers.noun_stops, numbers.plurals
    kept = found[0].split(" ")
    last = 0
    place = end + 1
    for count, word in enumerate(kept):
        if word in stops or (count > 1 and text[place].isupper()):
            break
        if word in plurals or (word[-1] == "s" and _is_plural(word, text[place], numbers.not_plurals)):
            last = count + 1
        elif last:
            break
        place += len(word) + 1
    if last:
        return " ".join(kept[:last])
    word = kept[0]
    return word if c == "-" and len(word) > 1 and "-" not in word and text[end + 1].islower() else ""


def _is_plural(word: str, first: str, not_plurals: frozenset[str]) -> bool:
    return len(word) > 3 and word[-2] not in "s'’" and first.islower() and word not in not_plurals


def per_at(t: Text, end: int) -> str:
    """The unit that a number is "per": "share" of "a share" and "per diluted share", "tonne" of "/tonne"."""
    low = t.low
    c = low[end : end + 1]
    if not (c == "/" or (c == " " and low[end + 1 : end + 2] in _PER_STARTS)):
        return ""
    found = _PER.match(low, end)
    if found is None:
        return ""
    article, first, second, third, slash, adverb = found.groups()
    numbers = t.words.numbers
    if slash:
        return slash
    if adverb:
        if adverb in numbers.each:
            return adverb
        return numbers.per_adverbs.get(adverb, "")
    if article in ("a", "an"):
        if first not in numbers.per or second in numbers.per_not:
            return ""
        if first in _POWERS and second:
            return f"{first} {second}"
        return f"{first} per {third}" if second == "per" and third else first
    if first in _POWERS and second:
        return f"{first} {second}"
    if second == "per" and third:
        return f"{first} per {third}"
    # "per diluted share": the word that is known as a unit, of the first three
    return next((word for word in (first, second, third) if word in numbers.per), first)


__all__ = ["NEXT", "compares", "noun_at", "per_at", "scale_at", "unit_at", "weigh"]
