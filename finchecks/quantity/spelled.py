"""Quantities that begin with a word: number words, factors ("doubled"), parts ("a third"), months."""

from __future__ import annotations

import re

from finchecks.quantity import Quantity
from finchecks.quantity import period as periods
from finchecks.quantity.after import unit_at
from finchecks.quantity.before import Head, read_head
from finchecks.quantity.build import finish, period_quantity, word_quantity
from finchecks.quantity.number import Written
from finchecks.quantity.text import Text, next_word, word_before

#: after a part that stands alone: "by exactly a third,"
_PARTED = frozenset(",.;:)")
_AMONG = re.compile(r" (?:in|out of)(?: every)? (\d{1,4}(?![\d.,%])|[a-z]+)")
#: what ends a clause ("" at the end of the text)
_CLOSES = _PARTED | {"", "\n"}
_HALF_A = re.compile(r"(?: of)?(?: an?)?[ -]([^\W\d_]+)")
#: "two in five" has a small or a round number at its end; "40 in 2019" is no part
_LARGEST_WHOLE = 20
_ROUND_WHOLES = (50.0, 100.0, 1000.0)


def read_word(t: Text, word: str, start: int, floor: int) -> Quantity | None:
    """What a rare word at ``start`` begins: a month, a factor, a part, a number; or nothing."""
    words, numbers = t.words, t.words.numbers
    end = start + len(word)
    if word in numbers.months:
        return _month(t, word, start, end)
    if start > floor and t.text[start - 1] in "-'’" and word not in numbers.fractions:
        return None
    if word in numbers.factors:
        return _factor(t, word, start, end, floor)
    if word.endswith("fold"):
        return word_quantity(t, start, end, "multiple", numbers.number_words[word[:-4]], floor)
    if word in numbers.fractions:
        return _fraction(t, word, start, end, floor)
    if word in numbers.glyphs:
        head = read_head(t, start, floor)
        written = Written(numbers.glyphs[word], 0.1, 1, end, 0.1)
        return finish(t, head, written, *next_word(t.low, end), floor) if head.start >= 0 else None
    found = words.reader.read(t.low, start)
    if found is None:
        return None
    head = Head(start)
    if start > floor and t.low[start - 1] in words.signs:
        head = read_head(t, start, floor)
        if head.start < 0:
            return None
    part = _part(t, start, found, floor)
    if part is not None:
        return part
    gap, after = next_word(t.low, found.end)
    if after == "fold":
        return word_quantity(t, start, found.end + len(gap) + 4, "multiple", found.value, floor)
    return finish(t, head, found, gap, after, floor, spelled=True)


def _part(t: Text, start: int, found: Written, floor: int) -> Quantity | None:
    """ "two-thirds", "two in five", "nine out of ten": a part whose first word is a number."""
    if found.scale != 1.0 or found.decimals:
        return None
    low, numbers = t.low, t.words.numbers
    gap, name = next_word(low, found.end)
    divisor = numbers.fractions.get(name)
    if divisor and gap in (" ", "-"):
        end = found.end + 1 + len(name)
        plural = name[-1] == "s"
        if plural == (found.value != 1) and found.value < (divisor if divisor in (2, 4) else _LARGEST_WHOLE):
            shown = _of_whole(t, start, end) if plural else _shows_part(t, start, end)
            if shown or (plural and divisor not in (2, 4)):
                return word_quantity(t, start, end, "fraction", 100 * found.value / divisor, floor)
            return None
    if name not in ("in", "out"):
        return None
    return among(t, start, found, floor)


def among(t: Text, start: int, first: Written, floor: int) -> Quantity | None:
    """ "two in five", "3 out of 10": the part that a number makes of the one after it."""
    low = t.low
    found = _AMONG.match(low, first.end)
    if found is None:
        return None
    if found[1].isdigit():
        whole, end = float(found[1]), found.end()
    else:
        second = t.words.reader.read(low, found.start(1))
        if second is None:
            return None
        whole, end = second.value, second.end
    if not first.value < whole or (whole > _LARGEST_WHOLE and whole not in _ROUND_WHOLES):
        return None
    after = next_word(low, end)[1]
    if after in t.words.tails or after in t.words.scales:  # "two in five years"
        return None
    return word_quantity(t, start, end, "fraction", 100 * first.value / whole, floor)


def _of_whole(t: Text, start: int, end: int) -> bool:
    """Whether "three quarters" is a part and no time."""
    low, numbers = t.low, t.words.numbers
    before = word_before(low, start)
    if "-" in low[start:end] or before in numbers.fraction_before:
        return True
    if before in numbers.fraction_not_after:
        return False
    if low.startswith(" of ", end):
        after = next_word(low, end + 3)[1]
        return bool(after) and after not in numbers.fiscal
    return low[end : end + 1] in _PARTED


def _shows_part(t: Text, start: int, end: int) -> bool:
    """Whether "a third" or "a quarter" is a part, no ordinal and no quarter of a year."""
    low, numbers = t.low, t.words.numbers
    before = word_before(low, start)
    if before == "of" and word_before(low, low.rfind("of", 0, start)) in numbers.fraction_of_after:
        return True
    if before in numbers.fraction_not_after:
        return False
    if low[start - 1 : start] == " " and (low[start - 2].isdigit() or before in t.words.scales):
        # "152 billion a quarter": so much in three months
        return False
    if end == t.length or low[end] in _PARTED:
        return True
    after = next_word(low, end)[1]
    return after in numbers.fraction_after and (
        before in numbers.fraction_before or after in numbers.fraction_surely_after
    )


def _fraction(t: Text, word: str, start: int, end: int, floor: int) -> Quantity | None:
    """ "half", "a third", "a quarter"; "third quarter" and "first half" as periods; "half a million"."""
    low, numbers = t.low, t.words.numbers
    if word in ("quarter", "half"):
        period = _ordinal_period(t, word, start, end, floor)
        if period is not None:
            return period
    if word == "half":
        return _half(t, start, end, floor)
    begin = start - 2
    if (
        word[-1] == "s"
        or begin < floor
        or low[begin:start] != "a "
        or (begin > 0 and low[begin - 1].isalnum())
    ):
        return None
    if low[end : end + 1] == "-" or not _shows_part(t, begin, end):
        return None
    return word_quantity(t, begin, end, "fraction", 100 / numbers.fractions[word], floor)


def _half(t: Text, start: int, end: int, floor: int) -> Quantity | None:
    """ "half of them", "by half", "half a million", "half a point", "half as much"."""
    low, numbers = t.low, t.words.numbers
    found = _HALF_A.match(low, end)
    if found is not None:
        word = found[1]
        if word in numbers.scales and word != "hundred":
            factor = numbers.scales[word]
            written = Written(0.5 * factor, 0.1 * factor, 1, found.end(), 0.1 * factor, factor)
            return finish(t, Head(start), written, *next_word(low, written.end), floor, spelled=True)
        unit = unit_at(t, word, found.start(1))
        if unit is not None and unit.kind in ("duration", "multiple"):
            return None
        if unit is not None:
            written = Written(0.5, 0.1, 1, found.start(1) - 1, 0.1)
            return finish(t, Head(start), written, " ", word, floor, spelled=True)
    if low.startswith((" as much", " as many", " as big", " as large"), end):
        return word_quantity(t, start, end, "multiple", 0.5, floor)
    if low[end : end + 1] == "-" or (start > 0 and low[start - 1] == "-"):
        return None
    before = word_before(low, start)
    if before in numbers.ordinals or before in numbers.half_not_after:
        return None
    # "…, more than half.", "exactly half, and"
    closes = before in numbers.half_surely_after and low[end : end + 1] in _CLOSES
    if closes or next_word(low, end)[1] in numbers.half_after or before in ("by", "in"):
        return word_quantity(t, start, end, "fraction", 50.0, floor)
    return None


def _ordinal_period(t: Text, word: str, start: int, end: int, floor: int) -> Quantity | None:
    """ "third quarter", "first-half", with the year if it follows."""
    if start < 2:
        return None
    low = t.low
    ordinal = word_before(low, start)
    number = t.words.numbers.ordinals.get(ordinal, 0)
    begin = start - 1 - len(ordinal)
    most = 4 if word == "quarter" else 2
    if not number >= 1 or begin < floor:
        return None
    if ordinal == "final":
        number = most
    if number > most or (ordinal == "back" and word == "quarter"):
        return None
    part = f"{'Q' if word == 'quarter' else 'H'}{int(number)}"
    return period_quantity(t, begin, periods.with_year(low, end, part))


def _factor(t: Text, word: str, start: int, end: int, floor: int) -> Quantity | None:
    """ "doubled", "twice", "halving"; "double digits" and "twice a year" claim nothing."""
    low, numbers = t.low, t.words.numbers
    if low[end : end + 1] == "-":
        return None
    # "has doubled in May" is a claim, "twice in May" is none; nor is "a double plot"
    following = next_word(low, end)[1]
    stops = following in numbers.factor_stops or word_before(low, start) in ("a", "one")
    if stops and not word.endswith(("ed", "ing")):
        return None
    if word in numbers.occasions and following in numbers.occasion_stops:
        return None
    return word_quantity(t, start, end, "multiple", numbers.factors[word], floor)


def _month(t: Text, word: str, start: int, end: int) -> Quantity | None:
    """A month's name, capitalised, with what follows; alone only when it is surely a month."""
    if not t.text[start].isupper():
        return None
    numbers = t.words.numbers
    found = periods.from_month(t.low, end, int(numbers.months[word]))
    if (
        found.end == end
        and word in numbers.unsure_months
        and word_before(t.low, start) not in numbers.month_after
    ):
        return None
    return period_quantity(t, start, found)
