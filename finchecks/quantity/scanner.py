"""Reads the quantities of a text.

The work is anchored on the digit: one pattern begins at a digit and takes what may follow it; symbol, sign
and qualifier are read backwards from there. Numbers in words are found by one pattern over the rare words
that can begin them. What looks like a number and measures nothing (a model, a label, a time) is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from finchecks.quantity import Quantity
from finchecks.quantity import period as periods
from finchecks.quantity.after import scale_at, unit_at
from finchecks.quantity.before import Head, close_bracket, read_head
from finchecks.quantity.build import finish, period_quantity
from finchecks.quantity.join import join, own_cents, without_bare_words
from finchecks.quantity.number import Written, digits
from finchecks.quantity.pairs import beside_bracket, pair
from finchecks.quantity.spelled import among, read_word
from finchecks.quantity.text import Text, next_word

#: a number, what makes it a date, a time or a version, a gap, and the first word or sign after it
_NUMBER = re.compile(
    r"(\d+(?:,\d+)*(?:\.\d+)?)((?:[./:]\d+)*)([ \t\xa0\u2009\u202f\r\n-]{0,3})([^\W\d_]+|[^\w\s])?"
)
_VULGAR = re.compile(r"[ -](\d)/(\d{1,2})(?![\d/])")
_DENOMINATORS = (2, 3, 4, 5, 8, 16, 32)
_AFTER_PART = re.compile(r"(?:,? of)?,? ?(fy ?|fiscal )?['’]?((?:19|20)?\d{2})(?!\d|[.,/%]\d|%)")
_ISO_DATE = re.compile(r"-(\d\d)-(\d\d)(?![\d-])")
_SLASHED = re.compile(r"(\d{1,2})([./])(\d{1,2})[./](\d{4})$")
_DASHES = "-–/"


def scan(t: Text) -> list[Quantity]:
    """All quantities, with ranges joined and units shared between coordinated numbers."""
    found: list[Quantity] = []
    floor = 0
    words = _rare_words(t)
    word, at = next(words, ("", t.length))
    for number in _NUMBER.finditer(t.text):
        start = number.start()
        while at < start:
            if at >= floor and (one := read_word(t, word, at, floor)) is not None:
                found.append(one)
                floor = one.end
            word, at = next(words, ("", t.length))
        if start >= floor and (one := _digits(t, number, floor, found)) is not None:
            found.append(one)
            floor = one.end
    while word:
        if at >= floor and (one := read_word(t, word, at, floor)) is not None:
            found.append(one)
            floor = one.end
        word, at = next(words, ("", t.length))
    return own_cents(t, list(without_bare_words(join(pair(found, t), t.low), t)))


def _rare_words(t: Text) -> Iterator[tuple[str, int]]:
    """The words that may begin a quantity, with their places: all follow a space, once signs are blanked.

    A pattern that begins with a space is searched twice as fast as one that begins with a boundary.
    """
    low = t.low
    for sign in "(-\"“‘'*—–/[_":
        if sign in low:
            low = low.replace(sign, " ")
    first = t.words.first.match(low)
    if first is not None:
        yield first[1], 0
    for found in t.words.rare.finditer(low):
        yield found[1], found.start() + 1


def _digits(t: Text, number: re.Match[str], floor: int, before: list[Quantity]) -> Quantity | None:
    """The quantity of a number in digits."""
    body, joined, gap, word = number.groups()
    start = number.start()
    if joined:
        return _compound(t, number, floor)
    end = start + len(body)
    head = read_head(t, start, floor)
    if head.start < 0:
        return _later_year(t, start, end, before)
    if head.letters:
        return _lettered(t, head, body, end)
    low = t.low
    written = digits(body, end)
    if written is None:
        return None
    if head.decimal_point:
        if not body.isdigit():
            return None
        step = 10.0 ** -len(body)
        written = Written(float(f"0.{body}"), step, len(body), end, step)
    if gap or word:
        after = low[end + 1 : end + 2]
        if gap == "-" and after.isdigit() and (date := _iso_date(t, head, body, end)) is not None:
            return date
        if (after.isdigit() and gap) or not low[end].isascii() or not after.isascii():
            mixed = _mixed(t, written, end)
            if mixed is not None:
                written = mixed
                gap, word = next_word(low, written.end)
        if word and word[0].isalpha():
            word = word.lower()
            if not gap and not _is_glued(t, written.end, word, bool(head.unit), start):
                return None
            if word in ("in", "out") and written.decimals == 0 and not head.unit:
                part = among(t, head.start, written, floor)
                if part is not None:
                    return part
    if head.paren:
        closed = close_bracket(t, head, written)
        if closed[1] is not written:
            gap, word = next_word(low, closed[1].end)
        head, written = closed
    return finish(t, head, written, gap, word or "", floor)


def _later_year(t: Text, start: int, end: int, before: list[Quantity]) -> Quantity | None:
    """The second year of "2019-2022"."""
    if (
        before
        and before[-1].kind == "period"
        and before[-1].end == start - 1
        and t.text[start - 1] in _DASHES
    ):
        year = periods.year_of(t.text[start:end])
        if year is not None:
            return period_quantity(t, start, periods.Period(str(year), float(year), end))
    return None


def _is_glued(t: Text, end: int, word: str, money: bool, start: int) -> bool:
    """Whether letters right after the digits are a scale or a unit ("1.3bn", "40km"), not "5G" or "777s"."""
    if word in t.words.scales and scale_at(t, word, end, "", money)[0]:
        return True
    if word in t.words.numbers.ordinal_endings and not beside_bracket(t, word, start, end):
        return periods.from_day(t.text, t.low, end, 1, t.words.numbers) is not None
    return unit_at(t, word, end) is not None or beside_bracket(t, word, start, end)


def _mixed(t: Text, written: Written, end: int) -> Written | None:
    """ "5-1/2", "5 1/2" and "5½": known to the nearest such part."""
    text = t.text
    found = _VULGAR.match(text, end)
    if found is not None and written.decimals == 0:
        part, whole = int(found[1]), int(found[2])
        if 0 < part < whole and whole in _DENOMINATORS:
            step = 1.0 / whole
            return Written(written.value + part / whole, step, 0, found.end(), step)
        return None
    place = end + 1 if text[end : end + 1] in (" ", "-") else end
    glyph = t.words.numbers.glyphs.get(text[place : place + 1])
    if glyph is None or written.decimals:
        return None
    return Written(written.value + glyph, 0.1, 1, place + 1, 0.1)


def _iso_date(t: Text, head: Head, body: str, end: int) -> Quantity | None:
    """2022-06-30."""
    found = _ISO_DATE.match(t.text, end)
    year = periods.year_of(body)
    if found is None or year is None or not (1 <= int(found[1]) <= 12 and 1 <= int(found[2]) <= 31):
        return None
    return period_quantity(
        t, head.start, periods.Period(f"{body}-{found[1]}-{found[2]}", float(year), found.end())
    )


def _lettered(t: Text, head: Head, body: str, end: int) -> Quantity | None:
    """Q3, H1, FY2022, FY25."""
    low = t.low
    if head.letters in ("FY", "CY"):
        if not (body.isdigit() and len(body) in (2, 4)):
            return None
        found = periods.of_year(low, end, periods.full_year(body), head.letters == "FY")
        return period_quantity(t, head.start, found)
    if len(body) != 1 or not "1" <= body <= ("4" if head.letters == "Q" else "2"):
        return None
    return _part_of_year(t, head.start, end, f"{head.letters}{body}")


def _part_of_year(t: Text, start: int, end: int, part: str) -> Quantity:
    """A quarter or half in short, with a year in full or in short after it: "Q3 2022", "H1 FY23", "2Q22"."""
    found = _AFTER_PART.match(t.low, end)
    if found is not None and (len(found[2]) == 4 or found[1] or end == found.start(2) or "'" in found[0]):
        year = periods.full_year(found[2])
        name = f"{'FY' if found[1] else ''}{year}-{part}"
        return period_quantity(t, start, periods.Period(name, float(year), found.end()))
    return period_quantity(t, start, periods.with_year(t.low, end, part))


def _compound(t: Text, number: re.Match[str], floor: int) -> Quantity | None:
    """Digits joined by points, slashes or colons: 2019/20, 30/06/2019; otherwise no quantity."""
    body, joined = number[1], number[2]
    end = number.end(1)
    head = read_head(t, number.start(), floor)
    if head.start < 0:
        return None
    if joined[0] == "/" and joined[1:].isdigit() and len(joined) <= 5:
        year = periods.year_of(body)
        if year is None and head.letters == "FY" and len(body) == 2:
            year = periods.full_year(body)
        if year is not None:
            return period_quantity(t, head.start, periods.of_year(t.low, end, year, head.letters == "FY"))
    dated = _SLASHED.match(body + joined)
    if head.letters or head.unit or dated is None:
        return None
    first, second = int(dated[1]), int(dated[3])
    # 30/06/2019 and 30.06.2019 begin with the day; 6/30/2019, and what may be either, with the month
    month, day = (second, first) if first > 12 or dated[2] == "." else (first, second)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    name = f"{dated[4]}-{month:02d}-{day:02d}"
    return period_quantity(t, head.start, periods.Period(name, float(dated[4]), number.end(2)))
