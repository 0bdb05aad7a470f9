"""What stands before a number, read backwards from its first digit: symbol, sign, bracket, qualifier."""

from __future__ import annotations

from typing import NamedTuple

from finchecks.quantity import Qualifier
from finchecks.quantity.after import unit_at
from finchecks.quantity.number import Written
from finchecks.quantity.text import Text, word_before

DASHES = "-−–‐‑"
_SIGNS = frozenset("-−–‐‑+")
#: after these, and after white space, a dash right before a digit is a sign
_OPENERS = frozenset("(“\"'[|:,;~≈*")
_PERIOD_LETTERS = frozenset(("Q", "H", "FY", "CY"))
#: signs that may stand right before a number as qualifiers
_GLUED_QUALIFIERS = frozenset("~≈∼<>≥≤=-")
#: the longest symbol before a number, "stg£" or "U.S. $"
_LONGEST = 6


class Head(NamedTuple):
    """What stands before a number: where it all begins (-1: in a name), its currency, its sign."""

    start: int
    unit: str = ""
    negative: bool = False
    signed: bool = False
    #: letters such as Q or FY that make a period of it
    letters: str = ""
    #: an accounting bracket that the number must close
    paren: bool = False
    #: the number is ".5": its digits are decimals
    decimal_point: bool = False


REFUSED = Head(-1)


def read_head(t: Text, start: int, floor: int) -> Head:
    """Read backwards from the digit at ``start``, not beyond ``floor``; refuse it as part of a name."""
    if start <= floor:
        return Head(start)
    text = t.text
    c = text[start - 1]
    if c in " \n\xa0" or c.isspace():
        return _spaced(t, start, floor)
    if c in t.words.signs:
        return _signed(t, _symbol(t, start, floor), floor)
    inner = text[start - 2] if start - 2 >= floor else " "
    if c.isalpha() or (c == "." and inner.isalpha()):
        head = _symbol(t, start, floor)
        return head if head.start < 0 or head.letters else _signed(t, head, floor)
    if c in _SIGNS:
        return _sign(t, Head(start), floor)
    if c == "(":
        head = _symbol(t, start - 1, floor)
        return (
            Head(head.start, head.unit, paren=True)
            if head.start >= 0 and head.unit
            else Head(start, paren=True)
        )
    if c == ".":
        if not (inner.isspace() or inner in "([$£€"):
            return REFUSED
        head = read_head(t, start - 1, floor)
        return head._replace(decimal_point=True) if head.start >= 0 else head
    if c == "[":
        return REFUSED if text.find("]", start, start + 5) > 0 else Head(start)
    if c in "#/_&@\\^," or c.isdigit() or (c in ":'’‘" and (inner.isalpha() == (c != ":"))):
        return REFUSED
    return Head(start)


def _symbol(t: Text, end: int, floor: int) -> Head:
    """The longest symbol or code that ends at ``end``; letters such as Q and FY; or nothing."""
    text, symbols = t.text, t.words.symbols
    before = text[end - 2] if end - 2 >= floor else ""
    if not (before.isalpha() or before in (".", " ", "$", "£")) and (
        unit := symbols.get(text[end - 1 : end])
    ):
        return Head(end - 1, unit)
    first = max(floor, end - _LONGEST)
    for begin in range(first, end):
        unit = symbols.get(text[begin:end])
        if unit is None:
            continue
        if (
            begin > floor
            and text[begin].isalpha()
            and (text[begin - 1].isalnum() or text[begin - 1] in "&-_/")
        ):
            continue
        return Head(begin, unit)
    begin = end
    while begin > first and text[begin - 1].isalpha():
        begin -= 1
    letters = text[begin:end].upper()
    if letters in _PERIOD_LETTERS and text[begin].isupper():
        return Head(begin, letters=letters)
    return REFUSED


def _spaced(t: Text, start: int, floor: int) -> Head:
    """A space before the number: a code or symbol before that ("RMB 57", "Rs 500"), or nothing."""
    end = start - 1
    if end <= floor:
        return Head(start)
    text, words = t.text, t.words
    if text[end - 1] not in words.symbol_ends:
        return Head(start)
    head = _symbol(t, end, floor)
    if head.letters == "FY":
        return head
    if head.letters or head.start < 0 or text[head.start : end] in words.currencies.glued:
        return Head(start)
    return _signed(t, head, floor)


def _signed(t: Text, head: Head, floor: int) -> Head:
    """A sign before a symbol: "-$5m", "+£3"."""
    return _sign(t, head, floor) if head.start > floor and t.text[head.start - 1] in _SIGNS else head


def _sign(t: Text, head: Head, floor: int) -> Head:
    """A sign at ``head.start - 1`` where it stands alone; otherwise the hyphen of a range, or of a name."""
    text, words = t.text, t.words
    place = head.start - 1
    sign = text[place]
    before = text[place - 1] if place > 0 else " "
    if before.isspace() or before in _OPENERS:
        return head._replace(start=place, signed=True, negative=sign != "+")
    if before in words.signs and place > floor:  # "$-5"
        inner = _symbol(t, place, floor)
        return inner._replace(signed=True, negative=sign != "+") if inner.start >= 0 else head
    if head.unit or before in DASHES or before.isdigit() or before in "%)" or sign in "–+":
        return head
    word = t.low[max(0, place - 6) : place].rpartition(" ")[2]
    if word in words.numbers.hyphen_before or word in words.scales or unit_at(t, word, place - len(word)):
        return head
    return REFUSED


def close_bracket(t: Text, head: Head, written: Written) -> tuple[Head, Written]:
    """Accounting brackets are a sign: "$(5.2) million", "(48.3)%", "of (9.9)"; others only surround."""
    text, end = t.text, written.end
    plain = head._replace(paren=False)
    if text[end : end + 1] != ")":
        return plain, written
    if not head.unit and text[end + 1 : end + 2] != "%":
        word = word_before(t.low, head.start)
        if not written.decimals or word not in t.words.numbers.negative_after:
            return plain, written
    start = head.start if head.unit else head.start - 1
    return plain._replace(start=start, negative=True, signed=True), written._replace(end=end + 1)


def qualifier_before(t: Text, start: int, floor: int, kind: str) -> tuple[Qualifier | None, str, int]:
    """The qualifier that ends before ``start``, as written, and where it begins.

    A word for minus comes without a side.
    """
    if start <= floor:
        return None, "", start
    low, words = t.low, t.words
    if low[start - 1] == " ":
        end = start - 1
    elif low[start - 1] in _GLUED_QUALIFIERS:
        end = start
    else:
        return None, "", start
    begin = low.rfind(" ", end - 16 if end > 16 else 0, end) + 1
    word = low[begin if begin > floor else floor : end]
    if word in ("a", "an", "the"):
        end = max(begin - 1, 0)
        begin = low.rfind(" ", max(0, end - 16), end) + 1
        word = low[max(begin, floor) : end]
    if word[:1] in _QUOTES:
        word = word[1:]
    choices = words.qualifiers.get(word)
    if choices is None:
        if word in words.numbers.minus:
            return None, word, end - len(word)
        choices = words.qualifiers.get(word[-1:]) if word and not word[-1].isalpha() else None
        if choices is None:
            return None, "", start
    for phrase, side in choices:
        first = end - len(phrase)
        if first < floor or not low.startswith(phrase, first):
            continue
        if first > 0 and phrase[0].isalpha() and low[first - 1].isalnum():
            continue
        if not _bends(t, phrase, first, kind):
            continue
        return side, phrase, first
    return None, "", start


def _bends(t: Text, phrase: str, first: int, kind: str) -> bool:
    """Whether the qualifier is one: not "went up to 5%", "3 points better than 41%", "over five years"."""
    numbers = t.words.numbers
    if phrase.endswith(numbers.comparing):
        word = word_before(t.low, first)
        if word[:1].isdigit() or word in numbers.compared_by:
            return False
    before = numbers.qualifier_not_after.get(phrase)
    if before is not None and word_before(t.low, first) in before:
        return False
    needed = numbers.durations_need.get(phrase) if kind == "duration" else None
    return needed is None or word_before(t.low, first) in needed


_QUOTES = frozenset("(“\"'—")
