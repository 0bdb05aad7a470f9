"""Reads the quantities of a text.

The work is anchored on the digit: one pattern begins at a digit and takes what may follow it; symbol, sign and
qualifier are read backwards from there. Numbers in words are found by one pattern over the rare words that can
begin them. Whatever looks like a number and measures nothing (a model, a label, a time of day) is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import NamedTuple

from finchecks.quantity import Qualifier, Quantity, QuantityKind
from finchecks.quantity import period as periods
from finchecks.quantity.context import Context, plain
from finchecks.quantity.join import join, without_bare_words
from finchecks.quantity.number import Written, digits, loose_half
from finchecks.quantity.vocabulary import Tail, vocabulary

#: a number, what makes it a date, a time or a version, a gap, and the first word or sign after it
_NUMBER = re.compile(
    r"(\d+(?:,\d+)*(?:\.\d+)?)((?:[./:]\d+)*)([ \t\xa0\u2009\u202f\r\n-]{0,3})([^\W\d_]+|[^\w\s])?"
)
_NEXT = re.compile(r"([ -]{0,2})([^\W\d_]+|[^\w\s])")
_GAPS = frozenset(("", " ", "-", "  ", " -", "- "))
#: blanks that a line break or a hard space make of a plain one
_SPACES = str.maketrans("\n\r\t\u00a0\u202f\u2009", "      ")
_DASHES = "-−–‐‑"
_SIGNS = frozenset("-−–‐‑+")
_PER = re.compile(r" (?:an?|per|every) (\d?[\w,]*[\w-]*)(?: per (\w+))?|/ ?(\w+)|(?: or)? (apiece|each|annually|daily|monthly|weekly|hourly|yearly)\b")
_EXPONENT = re.compile(r"[ -](\d)/(\d{1,2})(?![\d/])")


class Head(NamedTuple):
    """What stands before a number: where it begins, its currency, its sign."""

    start: int
    unit: str = ""
    negative: bool = False
    signed: bool = False
    #: letters such as Q or FY that make a period of it
    letters: str = ""
    #: an accounting bracket that the number must close
    paren: bool = False
    decimal_point: bool = False


_REFUSED = Head(-1)


class Scanner:
    """Reads one text. ``text`` and ``low`` (lower case, all white space plain) have the same offsets."""

    def __init__(self, text: str, context: Context | None = None) -> None:
        self.text = text
        self.low = plain(text)
        self.words = vocabulary()
        self.context = context or Context(text, self.words)
        self.length = len(text)

    def scan(self) -> list[Quantity]:
        """All quantities, with ranges joined and units shared between coordinated numbers."""
        found: list[Quantity] = []
        place = 0
        number = _NUMBER.search(self.text)
        rare = self.words.rare.finditer(self.low)
        word = next(rare, None)
        while number is not None or word is not None:
            if number is None or (word is not None and word.start() < number.start()):
                assert word is not None
                one = self._word(word, place) if word.start() >= place else None
                if one is not None:
                    found.append(one)
                    place = one.end
                    if number is not None and number.start() < place:
                        number = _NUMBER.search(self.text, place)
                word = next(rare, None)
                continue
            one = self._digits(number, place, found)
            if one is not None:
                found.append(one)
                place = one.end
                number = _NUMBER.search(self.text, max(place, number.end(2)))
            else:
                number = _NUMBER.search(self.text, number.end(2))
        return self._cents(list(without_bare_words(join(found, self.low), self.low)))

    def _cents(self, found: list[Quantity]) -> list[Quantity]:
        """Bare "cents" are hundredths of the currency with cents that the text counts in most."""
        bare = [i for i, one in enumerate(found) if one.scale == 0.01 and _is_bare_cents(one, self.words.cents)]
        if not bare:
            return found
        votes = Counter(one.unit for one in found if one.kind == "money" and one.scale != 0.01)
        having = self.words.currencies.having_cents
        best = max((unit for unit in votes if unit in having), key=lambda unit: votes[unit], default="")
        if best:
            for i in bare:
                found[i] = replace(found[i], unit=best)
        return found

    # numbers in digits ---------------------------------------------------------------------------------------

    def _digits(self, found: re.Match[str], place: int, before: list[Quantity]) -> Quantity | None:
        text, low = self.text, self.low
        start, end = found.span(1)
        body = found.group(1)
        if found.end(2) != found.end(1):
            return self._compound(found, place)
        head = self._head(start, place)
        if head.start < 0:
            if before and before[-1].kind == "period" and before[-1].end == start - 1 and text[start - 1] in "-–/":
                year = periods.year_of(body)
                return self._period(start, periods.Period(str(year), float(year), end)) if year else None
            return None
        if head.letters:
            return self._lettered(found, head)
        written = digits(body, end)
        if written is None:
            return None
        if head.decimal_point:
            if "." in body or "," in body:
                return None
            step = 10.0 ** -len(body)
            written = Written(float(f"0.{body}"), step, len(body), end, step)
        after = text[end : end + 1]
        if after and after in " -½¼¾⅓⅔⅛⅜⅝⅞":
            written = self._mixed(written, end)
        gap, word = found.group(3), found.group(4)
        if written.end != end:
            following = _NEXT.match(low, written.end)
            gap, word = following.groups() if following else ("", None)
        if not gap and word and word.isalpha() and not self._glued(low, written.end, word):
            return None
        if head.paren:
            head, written, closed = self._close(head, written)
            if closed:
                following = _NEXT.match(low, written.end)
                gap, word = following.groups() if following else ("", None)
        return self._finish(head, written, gap, word.lower() if word else "", place)

    def _glued(self, low: str, end: int, word: str) -> bool:
        """Whether letters right after the digits are a scale or a unit ("1.3bn", "40km"), not "5G" or "777s"."""
        key = word.lower()
        if key in self.words.scales or key in self.words.tails:
            following = low[end + len(word) : end + len(word) + 1]
            return not (following.isdigit() and key not in ("m", "ft", "km"))
        return key in ("st", "nd", "rd", "th") and periods.from_day(low, end, 1, self.words.numbers) is not None

    def _mixed(self, written: Written, end: int) -> Written:
        """ "5-1/2" and "5½"."""
        found = _EXPONENT.match(self.text, end)
        if found is not None and written.decimals == 0:
            part, whole = int(found.group(1)), int(found.group(2))
            if 0 < part < whole and whole in (2, 3, 4, 5, 8, 16, 32):
                # a fraction of a 16th is written to the nearest 16th
                step = 1.0 / whole
                return Written(written.value + part / whole, step, 0, found.end(), step)
        place = end + 1 if self.text[end : end + 1] in (" ", "-") else end
        glyph = self.words.numbers.glyphs.get(self.text[place : place + 1])
        if glyph is not None:
            return Written(written.value + glyph, 0.1, 1, place + 1, 0.1)
        return written

    def _head(self, start: int, floor: int) -> Head:
        """Read backwards from a digit: symbol or code, sign, bracket; or refuse it as part of a name."""
        text, words = self.text, self.words
        if start <= floor:
            return Head(start)
        c = text[start - 1]
        if c.isspace():
            return self._spaced(start, floor)
        if c in words.signs:
            return self._signed(self._symbol(start, floor))
        if c.isalpha() or (c == "." and start - 2 >= floor and text[start - 2].isalpha()):
            head = self._symbol(start, floor)
            if head.start >= 0:
                return self._signed(head) if not head.letters else head
            return _REFUSED
        if c in _SIGNS:
            return self._sign(Head(start), floor)
        if c == "(":
            inner = self._symbol(start - 1, floor) if start - 2 >= floor else _REFUSED
            if inner.start >= 0 and inner.unit:
                return inner._replace(paren=True, start=inner.start)
            return Head(start, paren=True)
        if c == ".":
            if start - 2 < floor or text[start - 2].isspace() or text[start - 2] in "([$£€":
                point = self._head(start - 1, floor) if start - 1 > floor else Head(start - 1)
                return point._replace(decimal_point=True) if point.start >= 0 else point
            return _REFUSED
        if c == "[" and text[start : start + 5].find("]") > 0:
            return _REFUSED
        if c in "#/_&@\\^=" or c in ",:" or c.isdigit():
            if c == ":" and start - 2 >= floor and text[start - 2].isalpha():
                return Head(start)
            return _REFUSED if c != "=" else Head(start)
        if c in "'’‘" and start - 2 >= floor and text[start - 2].isalpha():
            return _REFUSED
        return Head(start)

    def _symbol(self, end: int, floor: int) -> Head:
        """The longest symbol or code that ends at ``end``; letters such as Q and FY; or nothing."""
        text, symbols = self.text, self.words.symbols
        first = max(floor, end - 6)
        for begin in range(first, end):
            unit = symbols.get(text[begin:end])
            if unit is None or (begin > floor and text[begin].isalnum() and text[begin - 1].isalnum()):
                continue
            if begin > floor and text[begin].isalpha() and text[begin - 1] in "&-_/":
                continue
            return Head(begin, unit)
        begin = end
        while begin > first and text[begin - 1].isalpha():
            begin -= 1
        letters = text[begin:end].upper()
        if letters in ("Q", "H", "FY", "CY") and text[begin].isupper():
            return Head(begin, letters=letters)
        return _REFUSED

    def _spaced(self, start: int, floor: int) -> Head:
        """A space before the number: a code or symbol before that ("RMB 57", "Rs 500"), or nothing."""
        text = self.text
        end = start - 1
        if end <= floor:
            return Head(start)
        c = text[end - 1]
        if c.isalpha():
            if not (c.isupper() or c in "spbe"):
                return Head(start)
        elif c not in self.words.signs and c != ".":
            if c in _DASHES and end - 2 >= floor and text[end - 2] in "$£€":
                return Head(start)
            return Head(start)
        head = self._symbol(end, floor)
        token = text[head.start : end] if head.start >= 0 else ""
        if head.letters:
            return head if head.letters == "FY" else Head(start)
        if not token or token in self.words.currencies.glued:
            return Head(start)
        return self._signed(head)

    def _signed(self, head: Head) -> Head:
        """A sign before a symbol: "-$5m", "+£3"; a bracket that opened is left to the number's end."""
        return self._sign(head, 0) if head.start > 0 and self.text[head.start - 1] in _SIGNS else head

    def _sign(self, head: Head, floor: int) -> Head:
        """A sign at ``head.start - 1``: a sign where it stands alone, otherwise a hyphen of a name or a range."""
        text = self.text
        place = head.start - 1
        before = text[place - 1] if place > 0 else " "
        if before.isspace() or before in "(“\"'[|:,;~≈*":
            return head._replace(start=place, signed=True, negative=text[place] != "+")
        if before in _DASHES:  # "--5%": a dash, no sign
            return head
        if before in self.words.signs:
            inner = self._symbol(place, floor)
            if inner.start >= 0:
                return inner._replace(signed=True, negative=text[place] != "+")
        if before.isdigit() or before in "%)" or text[place] in "–+":
            return head if head.unit or text[place] in "–" else _range_end(head)
        word = self.low[max(0, place - 6) : place].rpartition(" ")[2]
        if word in ("mid", "pre", "post", "early", "late", "end", "to", "a"):
            return head
        if (before.isalpha() and self.words.tails.get(word)) or self.words.scales.get(word):
            return head
        return _REFUSED

    def _close(self, head: Head, written: Written) -> tuple[Head, Written, bool]:
        """Accounting brackets: "$(5.2) million", "(48.3)%", "(9.9)"; other brackets only surround."""
        text = self.text
        end = written.end
        plain = head._replace(paren=False)
        if text[end : end + 1] == "%" and text[end + 1 : end + 2] == ")" and head.unit:
            return plain, written, False
        if text[end : end + 1] != ")":
            return plain, written, False
        after = text[end + 1 : end + 2]
        negative = bool(head.unit) or after == "%"
        if not negative:
            before = self.low[max(0, head.start - 14) : head.start - 1].rpartition(" ")
            word = before[2] or before[0].rpartition(" ")[2]
            negative = written.decimals > 0 and word in _BEFORE_NEGATIVE
        if not negative:
            return plain, written, False
        start = head.start if head.unit else head.start - 1
        return head._replace(paren=False, start=start, negative=True, signed=True), written._replace(end=end + 1), True

    # what follows a number ----------------------------------------------------------------------------------

    def _finish(
        self, head: Head, written: Written, gap: str, word: str, floor: int, spelled: bool = False
    ) -> Quantity | None:
        """Scale, unit, noun and "per" of a number whose value is known, and what they make of it."""
        low, text = self.low, self.text
        end = written.end
        value, step = written.value, written.step
        scale = written.scale
        unit: Tail | None = None
        if word and gap not in _GAPS and (gap.strip() not in ("", "-") or gap.count("\n") > 1):
            word = ""
        scaled = scale != 1.0
        if word:
            place = end + len(gap)
            if not spelled and word in self.words.scales:
                phrase, factor = self._scale(word, place, gap, bool(head.unit))
                if phrase:
                    value, step, scale, scaled = value * factor, step * factor, factor, True
                    end = place + len(phrase)
                    if phrase in ("dozen", "hundred"):
                        scaled = False
                    following = _NEXT.match(low, end)
                    gap, word = following.groups() if following else ("", "")
                    place = end + len(gap)
            if word:
                unit = self._unit(word, place)
                if unit is not None and unit.glued and gap:
                    unit = None
        clock = self.words.numbers.clocks
        if unit is None and not head.unit and word in clock and not scaled:
            return None
        if low.startswith((" a.m", " p.m", "am ", "pm ", " o'clock"), end):
            return None
        kind: QuantityKind = "number"
        name = per = noun = ""
        loose_step = written.loose_step * (step / written.step if written.step else 1.0)
        if head.unit:
            kind, name = "money", self.context.currency(head.unit)
            if unit is not None and unit.kind == "money" and unit.factor == 1.0:
                same = unit.unit in (head.unit, name) or unit.unit == "~dollar"
                if same and unit.phrase != "p":
                    end = place + len(unit.phrase)
                elif unit.unit in self.words.dollars.values() and name == "USD":
                    name, end = unit.unit, place + len(unit.phrase)
            unit = None
        elif unit is not None:
            if unit.kind == "multiple" and unit.phrase == "times" and not self._times(place + 5, written, scaled):
                return None
            unit = self._weigh(unit, place, head.start)
            kind, name = unit.kind, unit.unit
            end = place + len(unit.phrase)
            per = unit.per
            if unit.factor != 1.0:
                value, step, loose_step = value * unit.factor, step * unit.factor, loose_step * unit.factor
                scale *= unit.factor
            if kind == "money":
                name = self.context.currency(name)
            elif kind == "points" and self._no_points(end):
                kind, name, noun = "count", "count", unit.phrase
        exact = False
        if kind == "number":
            verdict = self._bare(head, written, end, scaled, spelled)
            if isinstance(verdict, Quantity):
                return verdict
            if verdict is None:
                return None
            kind, name, noun, exact = *verdict, False
            if noun and text[end : end + 1] == "-" and low.startswith(noun, end + 1) and " " not in noun:
                end += 1 + len(noun)
        start = head.start
        negative = head.negative
        qualifier, words, back = self._qualifier(start, floor, kind)
        if words in self.words.numbers.minus:
            negative, start = True, back
            qualifier, words, back = self._qualifier(start, floor, kind)
        if kind in ("duration", "multiple", "count") and written.decimals == 0 and step == 1.0:
            exact = kind == "duration" or (kind == "count" and value < 100) or (kind == "multiple" and spelled)
        if not per and end < self.length:
            per = self._per(end)
        if qualifier is None and low.startswith((" or ", " give", " and more"), end):
            for phrase, side in self.words.numbers.after.items():
                if low.startswith(phrase, end + 1):
                    qualifier, words = side, phrase  # type: ignore[assignment]
        if negative:
            value = -value
        half, wide = step / 2, loose_half(value, step, loose_step)
        if exact:
            half = wide = step = 0.0
        return Quantity(
            start, end, text[start:end], kind, value, name, value - half, value + half, value - wide,
            value + wide, step, scale, written.decimals, qualifier, words if qualifier else "", noun, per,
            spelled, False, head.signed or negative, self._bracketed(start, end),
        )  # fmt: skip

    def _scale(self, word: str, place: int, gap: str, money: bool) -> tuple[str, float]:
        """The scale phrase at ``place`` and its factor; letters such as m and k only where they can be nothing else."""
        low, words = self.low, self.words
        for phrase, factor in words.scales[word]:
            end = place + len(phrase)
            if not low.startswith(phrase, place) or low[end : end + 1].isalnum():
                continue
            if len(phrase) <= 2 and phrase in words.numbers.glued_scales:
                if phrase in words.numbers.money_scales and not money and not self._money_follows(end):
                    continue
                if gap not in ("", "-") and not money and not self._money_follows(end):
                    continue
                if phrase == "k" and self.text[place] == "K" and not money and self.text[end : end + 1] == "-":
                    continue
                if phrase == "m" and low.startswith(_TALL, end):
                    continue
            elif phrase == "cr" and not money:
                continue
            return phrase, factor
        return "", 1.0

    def _money_follows(self, end: int) -> bool:
        found = _NEXT.match(self.low, end)
        if found is None or len(found.group(1)) > 1:
            return False
        unit = self._unit(found.group(2), found.start(2))
        return unit is not None and unit.kind == "money"

    def _unit(self, word: str, place: int) -> Tail | None:
        """The longest unit phrase that stands at ``place``."""
        for tail in self.words.tails.get(word, ()):
            phrase = tail.phrase
            end = place + len(phrase)
            if not self.low.startswith(phrase, place):
                continue
            if phrase[-1].isalnum() and end < self.length and self.low[end].isalnum():
                continue
            if tail.exact and self.text[place:end] != tail.exact:
                continue
            return tail
        return None

    def _weigh(self, unit: Tail, place: int, before: int) -> Tail:
        """Pounds that weigh, ounces that are troy."""
        if unit.unit == "~pound":
            if self.context.weighs() or self._weighed(place + len(unit.phrase), before):
                return Tail(unit.phrase, "measure", "pound")
        elif unit.unit == "ounce" and self.context.troy():
            return unit._replace(unit="troy_ounce")
        return unit

    def _weighed(self, end: int, before: int) -> bool:
        """ "pounds of copper"; pounds that follow tonnes or kilograms, in a text without sterling."""
        found = _OF_GOODS.match(self.low, end)
        if found is not None and found.group(1) in self.words.numbers.weighed:
            return True
        return _AFTER_WEIGHT.search(self.low[max(0, before - 60) : before]) is not None and not self.context.sterling()

    def _times(self, end: int, written: Written, scaled: bool) -> bool:
        """Whether "3.3 times" compares; "three times a year" counts occasions."""
        if scaled or written.value > 1000:
            return False
        if written.decimals:
            return True
        found = _NEXT.match(self.low, end)
        word = found.group(2) if found else ""
        return word not in self.words.numbers.times_stops and written.value >= 2

    def _no_points(self, end: int) -> bool:
        found = _NEXT.match(self.low, end)
        return found is not None and found.group(2) in self.words.numbers.not_points

    def _bare(
        self, head: Head, written: Written, end: int, scaled: bool, spelled: bool
    ) -> Quantity | tuple[QuantityKind, str, str] | None:
        """A number without unit: a year, a date, a count with its noun, a bare number, or a mere label."""
        text, low, words = self.text, self.low, self.words
        start = head.start
        numbers = words.numbers
        body = text[start:end] if not spelled else ""
        whole = not scaled and written.decimals == 0 and not spelled
        noun = self._noun(end)
        before = self._before(start)
        plain = whole and not head.signed and body.isdigit()
        if plain:
            if len(body) <= 2 and (date := periods.from_day(low, end, int(body), numbers)) is not None:
                return self._period(start, date)
            year = periods.year_of(body)
            if year is not None and not head.decimal_point and self._is_year(before, noun, end):
                fiscal = before in numbers.fiscal or (
                    before == "year" and self._before(start - 5).strip("(") in numbers.fiscal
                )
                begin = start
                if fiscal:
                    words_back = low[:start].rstrip() if start < 40 else low[start - 40 : start].rstrip()
                    cut = max(words_back.rfind(name) for name in numbers.fiscal)
                    begin = start - (min(start, 40) - cut)
                return self._period(begin, periods.of_year(low, end, year, fiscal))
            if low[end : end + 1] == "s":
                return None
        if whole:
            if before in numbers.labels or self._is_name(start, before, body, noun):
                return None
            if low.startswith(". ", end) and self._opens_line(start) and len(body) <= 3:
                return None
            if text[end : end + 1] == ")" and len(body) <= 2 and (self._opens_line(start) or text[start - 1] == "("):
                return None
            if text[end : end + 1] == "," and text[max(0, start - 2) : start] == ", " and len(body) == 2:
                return None  # an age: "Ms Roe, 54, said"
            if text[end : end + 1] in "-–" and text[end + 1 : end + 2].isdigit() and text[start - 1] in "-–":
                return None
            if len(body) > 4 and body.isdigit() and body[0] == "0":
                return None
            if text[end : end + 1] == "-" and text[end + 1 : end + 2].isalpha() and not noun:
                return None
        if noun and not (spelled and written.value < 2):
            return "count", "count", noun
        if spelled and not scaled and (written.value == 1 or before not in numbers.bare_word_after):
            follows = _NEXT.match(low, end)
            if written.value < 2 or follows is None or follows.group(2) not in _PARTNERS:
                return None
        return "number", "", noun

    def _is_year(self, before: str, noun: str, end: int) -> bool:
        numbers = self.words.numbers
        first = noun.split(" ")
        if before in numbers.year_before or before in numbers.months or before.rstrip(".") in numbers.months:
            return not (before in _WEAK_YEAR and numbers.year_counts.intersection(first))
        return not numbers.year_counts.intersection(first)

    def _before(self, start: int) -> str:
        """The word before ``start``, lower case, without an opening bracket or quote."""
        low = self.low
        end = start
        while end > 0 and end > start - 3 and low[end - 1] in " -–(\"“'":
            end -= 1
        begin = low.rfind(" ", max(0, end - 18), end) + 1
        return low[begin:end].lstrip("(“\"'")

    def _is_name(self, start: int, before: str, body: str, noun: str) -> bool:
        """ "Boeing 737", "S&P 500", "Windows 11": small whole numbers after a capitalised word name something."""
        if not before or "," in body or len(body) > 4 or self.text[start - 1] != " ":
            return False
        begin = start - 1 - len(before)
        if begin < 0 or not self.text[begin].isupper() or before[-1] in ".:;,!?)—":
            return False
        if before in self.words.numbers.noun_stops or before in self.words.numbers.year_before:
            return False
        if before in self.words.qualifiers or before in _SENTENCE_WORDS or before.endswith(("ing", "ly", "ed")):
            return False
        following = self.low[start + len(body) : start + len(body) + 4]
        if following.startswith((" vs", " v ", " to ", " and")) and not self.text[begin : start - 1].isupper():
            return False
        previous = self.text[max(0, begin - 2) : begin]
        sentence_start = begin == 0 or previous.endswith("\n") or previous.rstrip(" ")[-1:] in ".!?:|"
        return not (sentence_start and noun)

    def _opens_line(self, start: int) -> bool:
        """Whether nothing but space and markers stands before it on its line."""
        begin = max(0, start - 8)
        line = self.text[begin:start].rpartition("\n")
        return (begin == 0 or bool(line[1])) and not line[2].strip(" (*-#>\t")

    def _noun(self, end: int) -> str:
        """The head words of the noun after a number, lower case: "unit cases"; empty when there is none."""
        text, low, numbers = self.text, self.low, self.words.numbers
        if end >= self.length or text[end] not in " -\n":
            return ""
        found = self.words.noun.match(low, end + 1)
        if found is None:
            return ""
        hyphen = text[end] == "-"
        kept: list[str] = []
        last = 0
        place = end + 1
        for word in found.group().split(" "):
            if word in numbers.noun_stops or (text[place].isupper() and len(kept) >= 2):
                break
            kept.append(word)
            plural = word in numbers.plurals or (
                len(word) > 3 and word[-1] == "s" and word not in numbers.not_plurals
                and text[place].islower() and word[-2] not in "s'’"
            )  # fmt: skip
            if plural:
                last = len(kept)
            elif last:
                break
            place += len(word) + 1
        if hyphen and not last:
            word = kept[0] if kept and text[end + 1].islower() and len(kept[0]) > 1 else ""
            return "" if "-" in word else word
        return " ".join(kept[:last])

    def _qualifier(self, start: int, floor: int, kind: str) -> tuple[Qualifier | None, str, int]:
        """The qualifier that ends before ``start``, as written, and where it begins."""
        low = self.low
        if start <= floor or kind == "period":
            return None, "", start
        end = start - 1 if low[start - 1] == " " else start
        if end == start and low[start - 1] not in "~≈∼<>≥≤=-":
            return None, "", start
        begin = low.rfind(" ", max(floor, end - 16), end) + 1
        word = low[begin or max(floor, end - 16) : end]
        if word in ("a", "an", "the"):
            end = begin - 1
            begin = low.rfind(" ", max(floor, end - 16), max(end, 0)) + 1
            word = low[begin:end] if end > floor else ""
        if word[:1] in "(“\"'—":
            word = word[1:]
        if word in self.words.numbers.minus:
            return None, word, end - len(word)
        choices = self.words.qualifiers.get(word) or (word and self.words.qualifiers.get(word[-1])) or ()
        for phrase, side in choices:
            first = end - len(phrase)
            if first < floor or not low.startswith(phrase, first):
                continue
            if first > 0 and phrase[0].isalpha() and low[first - 1].isalnum():
                continue
            if phrase == "up to" and self._before(first) in self.words.numbers.moved:
                continue
            if phrase == "over" and kind == "duration" and self._before(first) not in ("for", "of", "after"):
                continue
            return side, phrase, first
        return None, "", start

    def _per(self, end: int) -> str:
        """The unit that a number is "per": "share" of " a share", "tonne" of "/tonne"."""
        low = self.low
        c = low[end]
        if c == "/":
            pass
        elif c != " " or low[end + 1 : end + 2] not in ("a", "p", "e", "d", "m", "w", "h", "y"):
            return ""
        found = _PER.match(low, end)
        if found is None:
            return ""
        word, more, slash, adverb = found.groups()
        numbers = self.words.numbers
        if adverb:
            return numbers.per_adverbs.get(adverb, adverb)
        if slash:
            return slash
        if low.startswith((" per ", " every "), end):
            return f"{word} per {more}" if more else word
        if word in numbers.per:
            return f"{word} per {more}" if more else word
        return ""

    def _bracketed(self, start: int, end: int) -> bool:
        """Whether round brackets hold nothing but this and perhaps a few words."""
        text = self.text
        begin = max(0, start - 30)
        left = text[begin:start]
        opened = left.rfind("(")
        if opened < 0 or ")" in left[opened:] or any(c.isdigit() for c in left[opened:]):
            return False
        right = text[end : end + 40]
        closed = right.find(")")
        return closed >= 0 and not any(c.isdigit() or c == "(" for c in right[:closed])

    # periods ------------------------------------------------------------------------------------------------

    def _period(self, start: int, found: periods.Period) -> Quantity:
        found, back = periods.ended(self.low, start, found)
        start -= back
        value = found.year
        return Quantity(
            start, found.end, self.text[start : found.end], "period", value, "period", value, value, value,
            value, 0.0, period=found.name, bracketed=self._bracketed(start, found.end),
        )  # fmt: skip

    def _lettered(self, found: re.Match[str], head: Head) -> Quantity | None:
        """Q3, H1, FY2022, FY25."""
        body, end = found.group(1), found.end(1)
        low = self.low
        if head.letters in ("FY", "CY"):
            if not (body.isdigit() and len(body) in (2, 4)):
                return None
            year = periods.full_year(body)
            return self._period(head.start, periods.of_year(low, end, year, head.letters == "FY"))
        most = 4 if head.letters == "Q" else 2
        if len(body) != 1 or not 1 <= int(body) <= most:
            return None
        part = f"{head.letters}{body}"
        fiscal = _FISCAL_AFTER.match(low, end)
        if fiscal is not None:
            year = periods.full_year(fiscal.group(2))
            prefix = "FY" if fiscal.group(1) else ""
            return self._period(head.start, periods.Period(f"{prefix}{year}-{part}", float(year), fiscal.end()))
        return self._period(head.start, periods.with_year(low, end, part))

    def _compound(self, found: re.Match[str], place: int) -> Quantity | None:
        """Digits joined by points, slashes or colons: 2019/20, 2022-06-30's kin, 30/06/2019, 1/2; else nothing."""
        body, rest = found.group(1), found.group(2)
        head = self._head(found.start(1), place)
        if head.start < 0:
            return None
        if rest.count("/") == 1 and rest[0] == "/":
            year = periods.year_of(body) or (
                periods.full_year(body) if head.letters == "FY" and len(body) == 2 else None
            )
            if year is not None and len(rest) <= 5:
                fiscal = head.letters == "FY"
                return self._period(head.start, periods.of_year(self.low, found.end(1), year, fiscal))
        if head.letters:
            return None
        dated = _SLASHED.match(body + rest)
        if dated is not None:
            first, second, year_text = int(dated.group(1)), int(dated.group(2)), int(dated.group(3))
            month, day = (second, first) if first > 12 or (second <= 12 and "." in rest + body) else (first, second)
            if 1 <= month <= 12 and 1 <= day <= 31:
                name = f"{year_text}-{month:02d}-{day:02d}"
                return self._period(head.start, periods.Period(name, float(year_text), found.end(2)))
        return None

    # numbers in words ---------------------------------------------------------------------------------------

    def _word(self, found: re.Match[str], floor: int) -> Quantity | None:
        """What a rare word begins: a month, a factor, a part, a number; or nothing."""
        word = found.group()
        start, end = found.span()
        numbers = self.words.numbers
        if word in numbers.months:
            return self._month(word, start, end)
        if start > floor and self.low[start - 1] in "-'’" and word not in numbers.fractions:
            return None
        if word in numbers.factors:
            return self._factor(word, start, end, floor)
        if word.endswith("fold"):
            return self._exact(start, end, "multiple", numbers.number_words[word[:-4]], floor)
        if word in numbers.fractions:
            return self._fraction(word, start, end, floor)
        glyph = numbers.glyphs.get(word)
        if glyph is not None:
            following = _NEXT.match(self.low, end)
            gap, after = following.groups() if following else ("", "")
            head = self._head(start, floor)
            return self._finish(head, Written(glyph, 0.1, 1, end, 0.1), gap, after, floor) if head.start >= 0 else None
        begin = start
        if word not in numbers.number_words:
            if word == "dozen" or word in numbers.scales:
                if not self.low.startswith("a ", start - 2) or (start > 2 and self.low[start - 3].isalnum()):
                    return None
                begin = start - 2
                if begin < floor:
                    return None
        written = self.words.reader.read(self.low, begin)
        if written is None:
            return None
        part = self._part(begin, written, floor)
        if part is not None:
            return part
        following = _NEXT.match(self.low, written.end)
        gap, after = following.groups() if following else ("", "")
        head = Head(begin)
        if begin > floor and self.low[begin - 1] in self.words.signs:
            head = self._symbol(begin, floor)
            if head.start < 0:
                return None
        if after == "fold":
            return self._exact(begin, following.end(), "multiple", written.value, floor) if following else None
        return self._finish(head, written, gap, after, floor, spelled=True)

    def _part(self, start: int, written: Written, floor: int) -> Quantity | None:
        """ "two-thirds", "two in five", "nine out of ten" after a number word."""
        low, numbers = self.low, self.words.numbers
        found = _PART.match(low, written.end)
        if found is not None and written.scale == 1.0 and written.decimals == 0:
            divisor = numbers.fractions.get(found.group(1))
            plural = found.group(1).endswith("s")
            if divisor and plural == (written.value != 1) and written.value < 20:
                end = found.end()
                if divisor in (2, 4) and plural and not self._of_whole(start, end):
                    return None
                if not plural and not self._shows_part(start, end):
                    return None
                return self._exact(start, end, "fraction", 100 * written.value / divisor, floor)
        among = _AMONG.match(low, written.end)
        if among is not None and written.scale == 1.0:
            if among.group(1).isdigit():
                whole, end = float(among.group(1)), among.end()
            else:
                second = self.words.reader.read(low, among.start(1))
                if second is None:
                    return None
                whole, end = second.value, second.end
            after = _NEXT.match(low, end)
            timed = after is not None and after.group(2) in self.words.tails
            if written.value < whole <= 1000 and not timed and (whole <= 20 or whole in (100, 1000)):
                return self._exact(start, end, "fraction", 100 * written.value / whole, floor)
        return None

    def _of_whole(self, start: int, end: int) -> bool:
        """Whether "three quarters" is a part and no time."""
        low = self.low
        before = self._before(start)
        if "-" in low[start:end] or before in self.words.numbers.fraction_before:
            return True
        if low.startswith(" of ", end):
            return not low.startswith((" of 1", " of 2", " of fiscal", " of growth"), end)
        return low[end : end + 1] in _PARTED and before not in self.words.numbers.fraction_not_after

    def _shows_part(self, start: int, end: int) -> bool:
        """Whether "a third" or "a quarter" is a part, no ordinal and no quarter of a year."""
        low, numbers = self.low, self.words.numbers
        before = self._before(start)
        if before in numbers.fraction_not_after:
            return False
        if low[end : end + 1] in _PARTED or end == self.length:
            return True
        found = _NEXT.match(low, end)
        after = found.group(2) if found is not None else ""
        return after in numbers.fraction_after and (
            before in numbers.fraction_before or after in ("of", "more", "less", "higher", "lower", "fewer")
        )

    def _fraction(self, word: str, start: int, end: int, floor: int) -> Quantity | None:
        """ "half", "a third", "a quarter"; "third quarter" and "first half" as periods; "half a million"."""
        low, numbers = self.low, self.words.numbers
        if word in ("quarter", "half"):
            period = self._ordinal_period(word, start, end, floor)
            if period is not None:
                return period
        if word == "half":
            return self._half(start, end, floor)
        if word.endswith("s") or not low.startswith("a ", start - 2) or start - 2 < floor:
            return None
        begin = start - 2
        if begin > 0 and low[begin - 1].isalnum():
            return None
        if low[end : end + 1] == "-" or not self._shows_part(begin, end):
            return None
        return self._exact(begin, end, "fraction", 100 / numbers.fractions[word], floor)

    def _half(self, start: int, end: int, floor: int) -> Quantity | None:
        low, numbers = self.low, self.words.numbers
        found = _HALF_A.match(low, end)
        if found is not None:
            word = found.group(1)
            if word in numbers.scales and word != "hundred":
                factor = numbers.scales[word]
                written = Written(0.5 * factor, 0.1 * factor, 1, found.end(), 0.1 * factor, factor)
                following = _NEXT.match(low, written.end)
                gap, after = following.groups() if following else ("", "")
                return self._finish(Head(start), written, gap, after, floor, spelled=True)
            unit = self._unit(word, found.start(1))
            if unit is not None and unit.kind not in ("duration", "multiple"):
                written = Written(0.5, 0.1, 1, found.start(1) - 1, 0.1)
                return self._finish(Head(start), written, " ", word, floor, spelled=True)
            if unit is not None:
                return None
        if low.startswith((" as much", " as many", " as big", " as large"), end):
            return self._exact(start, end, "multiple", 0.5, floor)
        if low[end : end + 1] == "-" or (start > 0 and low[start - 1] == "-"):
            return None
        before = self._before(start)
        following = _NEXT.match(low, end)
        after = following.group(2) if following else ""
        if before == "a" or before in numbers.ordinals or before in ("this", "last", "the", "other", "latter"):
            return None
        if after in numbers.half_after or before in ("by", "in"):
            return self._exact(start, end, "fraction", 50.0, floor)
        return None

    def _ordinal_period(self, word: str, start: int, end: int, floor: int) -> Quantity | None:
        low = self.low
        begin = low.rfind(" ", max(0, start - 10), max(0, start - 1)) + 1
        ordinal = low[begin : max(0, start - 1)].lstrip("(“\"'")
        number = self.words.numbers.ordinals.get(ordinal, 0)
        most = 4 if word == "quarter" else 2
        if not 1 <= number <= most or start - 1 - len(ordinal) < floor:
            return None
        if ordinal == "final":
            number = most
        part = f"{'Q' if word == 'quarter' else 'H'}{int(number)}"
        return self._period(start - 1 - len(ordinal), periods.with_year(low, end, part))

    def _factor(self, word: str, start: int, end: int, floor: int) -> Quantity | None:
        """ "doubled", "twice", "halving"; "double digits" and "twice a year" claim nothing."""
        low, numbers = self.low, self.words.numbers
        if low[end : end + 1] == "-":
            return None
        found = _NEXT.match(low, end)
        after = found.group(2) if found else ""
        # "has doubled in May" is a claim, "twice in May" is none
        if after in numbers.factor_stops and not word.endswith(("ed", "ing")):
            return None
        return self._exact(start, end, "multiple", numbers.factors[word], floor)

    def _month(self, word: str, start: int, end: int) -> Quantity | None:
        """A month's name, capitalised, with what follows; short and ambiguous ones only with digits or "in"."""
        if not self.text[start].isupper():
            return None
        found = periods.from_month(self.low, end, int(self.words.numbers.months[word]))
        if found.end == end:
            if len(word) < 4 and word != "may":
                return None
            if word in ("may", "march", "august", "sept") and self._before(start) not in _BEFORE_MONTH:
                return None
        return self._period(start, found)

    def _exact(self, start: int, end: int, kind: QuantityKind, value: float, floor: int) -> Quantity:
        """A factor or a part written as a word: a point, which the engine widens where it is claimed."""
        unit = "multiple" if kind == "multiple" else "percent"
        qualifier, words, _ = self._qualifier(start, floor, kind)
        return Quantity(
            start, end, self.text[start:end], kind, value, unit, value, value, value, value, 0.0,
            qualifier=qualifier, qualifier_text=words if qualifier else "", word=True,
            bracketed=self._bracketed(start, end),
        )  # fmt: skip


def _is_bare_cents(one: Quantity, endings: tuple[str, ...]) -> bool:
    """ "65 cents", not "65 Canadian cents"."""
    return one.text.endswith(endings) and one.text.count(" ") == 1


def _range_end(head: Head) -> Head:
    """The second number of "5-6": its hyphen is no sign."""
    return head


_OF_GOODS = re.compile(r" of (?:\w+ )?(\w+)")
_AFTER_WEIGHT = re.compile(r"\b(?:tonnes?|(?:metric|short|long) tons?|kg|kilograms?|kilos?)\b[^.;]*$")
_TALL = (" tall", " long", " high", " wide", " deep", " race", " sprint")
_PARTNERS = frozenset(("to", "and", "or", "-", "–", ","))
_PARTED = frozenset(",.;:)")
_BEFORE_NEGATIVE = frozenset(("of", "was", "were", "to", "from", "by", "and", "versus", "vs", "against", "at", "is", "with"))
_WEAK_YEAR = frozenset(("of", "to", "from", "than", "the", "and", "or", "with", "by", "over", "for", "on", "at"))
_SENTENCE_WORDS = frozenset((
    "some", "only", "just", "all", "its", "their", "our", "other", "another", "last", "next", "past", "first",
    "total", "net", "revs", "shrs", "year", "qtr", "oper", "sales", "profit", "loss", "currently", "today",
    "even", "plus", "still", "nearly", "almost", "roughly", "approximately", "more", "fewer", "less", "then",
))  # fmt: skip
_BEFORE_MONTH = frozenset((
    "in", "of", "by", "since", "from", "to", "until", "till", "early", "late", "mid", "last", "next", "this",
    "during", "for", "between", "through", "end", "and", "end-", "mid-",
))  # fmt: skip
_PART = re.compile(r"[ -](half|halves|thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?|twelfths?)\b")
_AMONG = re.compile(r" (?:in|out of)(?: every)? (\d{1,4}(?![\d.,%])|[a-z]+)")
_HALF_A = re.compile(r"(?: of)?(?: an?)?[ -]([^\W\d_]+)")
_FISCAL_AFTER = re.compile(r" ?,? ?(fy ?|fiscal )?'?((?:19|20)?\d{2})(?![\d%.,/]*\d)(?!%)")
_SLASHED = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})$")
