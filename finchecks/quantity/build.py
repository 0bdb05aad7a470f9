"""Makes quantities of numbers whose value and head are known."""

from __future__ import annotations

import re

from finchecks.quantity import Quantity, QuantityKind
from finchecks.quantity import period as periods
from finchecks.quantity.after import COUNTED_TIMES, compares, noun_at, per_at, scale_at, unit_at, weigh
from finchecks.quantity.before import Head, qualifier_before
from finchecks.quantity.number import Written, loose_half, scaled_by
from finchecks.quantity.text import Text, bracketed, next_word, opens_line, word_before

_GAPS = frozenset(("", " ", "-", "  ", " -", "- "))
#: points of an index or a game perhaps; "percentage points" never
_PLAIN_POINTS = ("point", "pt")
#: integers below this are points when they count
SMALL_COUNT = 100
#: "1.7 points on the 51.4% of the year before"
_OF_RATES = re.compile(r" (?:ahead of|on) (?:[\w’']+ ){0,4}\d[\d.]*\s?(?:%|per ?cent|pct)")
#: "four of the town's 19": what opens it, words up to the whole, letters of one, and how an owner ends
_OF, _OWNER, _LONGEST, _OWNED = " of ", 4, 30, ("'s", "’s", "s'", "s’")
#: how many characters after the number a qualifier such as "or so" is looked for
_TIMES = (" a.m", " p.m", "am ", "pm ", " o'clock", " o’clock")


def finish(
    t: Text, head: Head, written: Written, gap: str, word: str, floor: int, spelled: bool = False
) -> Quantity | None:
    """Scale, unit, noun and "per" of a number, and what they make of it; None where it measures nothing.

    ``gap`` and ``word`` are what follows it; qualifiers are not looked for before ``floor``.
    """
    low, words = t.low, t.words
    end = written.end
    value, step, scale = written.value, written.step, written.scale
    loose_step = written.loose_step
    scaled = scale > SMALL_COUNT
    unit = None
    if word and gap not in _GAPS and (gap.strip() not in ("", "-") or gap.count("\n") > 1):
        word = ""
    place = end + len(gap)
    if word in words.signs and low[place + 1 : place + 3].removeprefix("(")[:1].isdigit():
        word = ""  # the symbol of the next amount: "$6.0-$6.5"
    if word and not spelled and word in words.scales:
        phrase, factor = scale_at(t, word, place, gap, bool(head.unit))
        if phrase:
            value, step, loose_step, scale = (
                scaled_by(value, factor),
                step * factor,
                loose_step * factor,
                factor,
            )
            scaled = factor > SMALL_COUNT
            end = place + len(phrase)
            gap, word = next_word(low, end)
            place = end + len(gap)
    if word:
        unit = unit_at(t, word, place)
        if unit is not None and unit.glued and gap:
            unit = None
    kind: QuantityKind
    name = per = noun = ""
    if head.unit:
        kind, name = "money", t.context.currency(head.unit)
        if unit is not None and unit.kind == "money" and unit.factor == 1.0:
            name, end = _named_twice(t, head.unit, name, unit.unit, end, place + len(unit.phrase))
    elif unit is not None and unit.phrase == "times" and not compares(t, place + 5, written, scaled):
        if spelled or written.value < COUNTED_TIMES:
            return None
        kind, name, noun = "count", "count", unit.phrase
    elif unit is not None:
        if unit.unit == "year" and _is_fiscal_year(t, head, written, scaled):
            return fiscal_year(t, head.start, written)
        unit = weigh(t, unit, place, head.start)
        kind, name, per = unit.kind, unit.unit, unit.per
        end = place + len(unit.phrase)
        factor = unit.factor
        if not scaled:
            factor *= words.numbers.cased_units.get(t.text[place:end], 1.0)
        if factor != 1.0:
            value, step, loose_step, scale = (
                scaled_by(value, factor), step * factor, loose_step * factor, scale * factor
            )  # fmt: skip
        if kind == "money":
            name = t.context.currency(name)
        elif (
            kind == "points"
            and unit.phrase.startswith(_PLAIN_POINTS)
            and next_word(low, end)[1] in words.numbers.not_points
            and not _OF_RATES.match(low, end)
        ):
            kind, name, noun = "count", "count", unit.phrase
    else:
        if (word in words.numbers.clocks and not scaled) or low.startswith(_TIMES, end):
            return None
        found = _bare(t, head, written, end, scaled, spelled)
        if not isinstance(found, str):
            return found
        noun = found
        kind, name = ("count", "count") if noun else ("number", "")
        if noun and low[end] == "-" and low.startswith(noun, end + 1) and " " not in noun:
            end += 1 + len(noun)
    start, negative = head.start, head.negative
    qualifier, said, back = qualifier_before(t, start, floor, kind)
    if said and qualifier is None:
        negative, start = True, back
        qualifier, said, back = qualifier_before(t, start, floor, kind)
    if end < t.length and low[end] in " /":
        if not per:
            per = per_at(t, end)
        if qualifier is None and low.startswith((" or ", " give", " and more"), end):
            for phrase, side in words.after:
                if low.startswith(phrase, end + 1):
                    qualifier, said = side, phrase
                    break
    exact = not scaled and written.decimals == 0 and written.step >= 1.0 and _is_point(kind, value, spelled)
    if negative:
        value = -value
    if exact:
        half = wide = step = 0.0
    else:
        half, wide = step / 2, loose_half(value, step, loose_step)
    return Quantity(
        start, end, t.text[start:end], kind, value, name, value - half, value + half, value - wide,
        value + wide, step, scale, written.decimals, qualifier, said if qualifier else "", noun, per,
        spelled, False, head.signed or negative, bracketed(t.text, start, end),
    )  # fmt: skip


def _is_point(kind: QuantityKind, value: float, spelled: bool) -> bool:
    """Whole durations, small counts, and factors in letters are exact."""
    return kind == "duration" or (kind == "count" and value < SMALL_COUNT) or (kind == "multiple" and spelled)


def _named_twice(t: Text, symbol: str, name: str, said: str, end: int, said_end: int) -> tuple[str, int]:
    """A currency before the number and after it ("$5 million Canadian dollars", "€5 euros"), and the end."""
    if said in (symbol, name) or (said == "~dollar" and symbol == "~dollar"):
        return name, said_end
    if symbol == "~dollar" and said in t.words.dollar_codes:
        return said, said_end
    return name, end


def _is_fiscal_year(t: Text, head: Head, written: Written, scaled: bool) -> bool:
    """ "our fiscal 2021 year" lasts no 2021 years."""
    return (
        not (scaled or written.decimals or head.unit)
        and periods.year_of(t.text[head.start : written.end]) is not None
        and word_before(t.low, head.start) in t.words.numbers.year_before
    )


def _bare(
    t: Text, head: Head, written: Written, end: int, scaled: bool, spelled: bool
) -> Quantity | str | None:
    """A number without unit: a year or date; or its noun ("" for a bare number); or None for a mere label."""
    text, low, numbers = t.text, t.low, t.words.numbers
    start = head.start
    if scaled or spelled or written.decimals:
        noun = noun_at(t, end)
        if not spelled:
            return noun
        if scaled or (noun and written.value >= 2):
            return noun
        if written.value != 1 and (word_before(low, start) in numbers.bare_word_after or of_whole(t, end)):
            return ""
        return "" if written.value >= 2 and next_word(low, end)[1] in numbers.partners else None
    body = text[start:end]
    if head.signed or not body.isdigit():
        noun = noun_at(t, end)
    else:
        if len(body) <= 2 and (date := periods.from_day(text, low, end, int(body), numbers)) is not None:
            return period_quantity(t, start, date)
        if len(body) == 2 and (last := periods.last_of_span(low, start, body)) is not None:
            return period_quantity(t, start, last)
        before = word_before(low, start)
        noun = noun_at(t, end)
        if not head.decimal_point and periods.year_of(body) is not None and _is_year(t, before, noun):
            return fiscal_year(t, start, written)
        if _is_label(t, start, end, body, before, noun):
            return None
    return noun


def of_whole(t: Text, end: int) -> bool:
    """Whether what the number is a part of is counted right after it: "four of the town's 19 libraries"."""
    low, owner, at = t.low, "", end + len(_OF)
    if not low.startswith(_OF, end):
        return False
    for _ in range(_OWNER):
        if owner and (low[at : at + 1].isdigit() or t.words.reader.read(low, at) is not None):
            return owner in t.words.numbers.half_after or owner.endswith(_OWNED)
        stop = low.find(" ", at, at + _LONGEST)
        if stop < 0:
            return False
        owner, at = low[at:stop], stop + 1
    return False


def _is_year(t: Text, before: str, noun: str) -> bool:
    """Whether four digits are a year, by the word before and, without a sure one, the noun after."""
    numbers = t.words.numbers
    counted = noun != "" and not numbers.year_counts.isdisjoint(noun.split(" "))
    if before in numbers.year_before or before.rstrip(".") in numbers.months:
        return not (counted and before in numbers.weak_year_before)
    return not counted


def _is_label(t: Text, start: int, end: int, body: str, before: str, noun: str) -> bool:
    """Whether whole digits only name something: "No. 1", "Boeing 737", a list marker, an age, an id."""
    text, size = t.text, len(body)
    after, previous = text[end : end + 1], text[start - 1 : start]
    numbers = t.words.numbers
    if size <= 2 and before in numbers.capital_labels:
        opens = max(0, start - 1 - len(before))
        if text[opens].isupper() or word_before(t.low, opens) in numbers.label_after:
            return True
    if before in numbers.labels or _is_name(t, start, before, body, noun):
        return True
    if after == "." and size <= 3 and text[end + 1 : end + 2] == " " and opens_line(text, start):
        return True
    if after == ")" and size <= 2 and (previous == "(" or opens_line(text, start)):
        # "SEK 72 million (45)" is the value of the year before, "72 million (4)" a footnote
        return not (size == 2 and previous == "(" and _follows_amount(t, start - 1))
    if after == "," and size == 2 and text[max(0, start - 2) : start] == ", ":
        return True  # "Ms Roe, 54, said"
    if after and after in "-–" and text[end + 1 : end + 2].isalpha() and not noun:
        return True
    return size > 4 and body[0] == "0"


def _follows_amount(t: Text, place: int) -> bool:
    """Whether an amount ends right before: "72 million", "12.4", "8%"."""
    before = t.low[max(0, place - 16) : place].rstrip()
    last = before[before.rfind(" ") + 1 :]
    if last in t.words.scales:
        return before[: -len(last)].rstrip()[-1:].isdigit()
    if last.isdigit() and periods.year_of(last) is not None:
        return False
    digits = last.rstrip("%kmbnt")
    return digits[-1:].isdigit() and sum(map(str.isdigit, digits)) > 1


def _is_name(t: Text, start: int, before: str, body: str, noun: str) -> bool:
    """ "Boeing 737", "S&P 500", "Windows 11": small whole numbers after a capitalised word name something."""
    text, numbers = t.text, t.words.numbers
    begin = start - 1 - len(before)
    if not before or len(body) > 4 or begin < 0 or text[start - 1] != " " or not text[begin].isupper():
        return False
    if before[-1] in ".:;,!?)—" or before in numbers.noun_stops or before in numbers.year_before:
        return False
    if (
        before in t.words.qualifiers
        or before in numbers.sentence_words
        or before.endswith(("ing", "ly", "ed"))
    ):
        return False
    if noun and before.endswith(_OWNED):
        return False  # "Wendlebury's 19 libraries"
    if next_word(t.low, start + len(body))[1] in numbers.partners and not text[begin : start - 1].isupper():
        return False
    opens = begin == 0 or text[begin - 1] == "\n" or text[max(0, begin - 2) : begin].rstrip()[-1:] in ".!?:|"
    return not (opens and noun)


def fiscal_year(t: Text, start: int, written: Written) -> Quantity:
    """The year whose digits end the number, with "fiscal" (or "fiscal year") before it if it stands there."""
    low, fiscal = t.low, t.words.numbers.fiscal
    year = int(written.value)
    begin = start
    before = word_before(low, start)
    if before == "year":
        begin = low.rfind("year", 0, start)
        before = word_before(low, begin)
    if before in fiscal:
        begin = low.rfind(before, 0, begin)
        return period_quantity(t, begin, periods.of_year(low, written.end, year, True))
    return period_quantity(t, start, periods.of_year(low, written.end, year, False))


def period_quantity(t: Text, start: int, found: periods.Period) -> Quantity:
    """A period that begins at ``start``; after "the year ended" a date stands for the year."""
    found = periods.ended(t.low, start, found)
    value, end = found.year, found.end
    return Quantity(
        start, end, t.text[start:end], "period", value, "period", value, value, value, value, 0.0,
        bracketed=bracketed(t.text, start, end), period=found.name,
    )  # fmt: skip


def word_quantity(t: Text, start: int, end: int, kind: QuantityKind, value: float, floor: int) -> Quantity:
    """A factor or a part written as a word: a point, which the engine widens where it is claimed."""
    unit = "multiple" if kind == "multiple" else "percent"
    qualifier, said, _ = qualifier_before(t, start, floor, kind)
    if kind == "multiple" and value < 1 and qualifier in ("above", "below"):
        # what has "more than halved" is less than half
        qualifier = "below" if qualifier == "above" else "above"
    return Quantity(
        start, end, t.text[start:end], kind, value, unit, value, value, value, value, 0.0,
        qualifier=qualifier, qualifier_text=said if qualifier else "", word=True,
        bracketed=bracketed(t.text, start, end),
    )  # fmt: skip
