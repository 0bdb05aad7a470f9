"""Numbers as they are written: the value of digits and of number words, and the interval they stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

#: beyond this many characters digits name something (an account, a hash) and measure nothing
LONGEST = 24

#: the loose reading reaches at most this share of the value
LOOSE_SHARE = 0.05


class Written(NamedTuple):
    """A bare number: its value, one unit of its last digit, its decimals, and where it ends in the text."""

    value: float
    step: float
    decimals: int
    end: int
    #: one unit of the last digit that is not zero; ``step`` where decimals were written
    loose_step: float
    #: what scale words inside it multiplied by (number words only)
    scale: float = 1.0


def digits(body: str, end: int) -> Written | None:
    """The value of "1,130.50"; None when the commas group nothing ("5,6", "1234,567")."""
    if len(body) > LONGEST:
        return None
    whole, point, rest = body.partition(".")
    if "," in whole:
        if not grouped(whole):
            return None
        whole = whole.replace(",", "")
    if point:
        decimals = len(rest)
        step = 10.0**-decimals
        return Written(float(f"{whole}.{rest}"), step, decimals, end, step)
    value = float(whole)
    return Written(value, 1.0, 0, end, last_unit(whole))


def scaled_by(value: float, factor: float) -> float:
    """The product as a person writes it: 8.2 million is 8200000, not 8199999.999999999."""
    return round(value * factor, 6)


def grouped(whole: str) -> bool:
    """Whether commas stand in thousands (1,234,567) or the Indian way (12,34,567)."""
    first, *groups = whole.split(",")
    if not 1 <= len(first) <= 3 or len(groups[-1]) != 3 or (first[0] == "0" and len(first) > 1):
        return False
    return all(len(group) == 3 for group in groups) or (
        len(first) <= 2 and all(len(group) == 2 for group in groups[:-1])
    )


def last_unit(whole: str) -> float:
    """The place value of the last digit that is not zero: 1 for 132, 10 for 130, 1 for 0."""
    stripped = whole.rstrip("0")
    return 10.0 ** (len(whole) - len(stripped)) if stripped else 1.0


def loose_half(value: float, step: float, loose_step: float) -> float:
    """Half the width of the loose reading: half a unit of the last non-zero digit, at most 5% of the value.

    Never less than the strict reading's half.
    """
    return max(step / 2, min(loose_step / 2, abs(value) * LOOSE_SHARE))


_WORD = re.compile(r"[a-z]+")
_JOIN = re.compile(r" ?- ?| ")


class NumberWords:
    """Reads "twenty-five thousand", "a hundred and forty", "two-and-a-half million" from lower-case text."""

    def __init__(
        self, small: Mapping[str, float], scales: Mapping[str, float], fractions: Mapping[str, float]
    ) -> None:
        self.small = dict(small)
        self.scales = {word: factor for word, factor in scales.items() if factor >= 100 or word == "dozen"}
        self.fractions = dict(fractions)

    def read(self, low: str, start: int) -> Written | None:
        """The number that starts at ``start`` with a number word or "a hundred"; else None."""
        total = current = 0.0
        decimals = 0
        step = scale = 1.0
        end = start
        seen = ""
        place = start
        for _ in range(12):
            found = _WORD.match(low, place)
            if found is None:
                break
            word = found.group()
            if word in ("a", "an") and not seen:
                seen = "a"
                current = 1.0
            elif word in self.small and decimals == 0:
                value = self.small[word]
                if not _fits(current, value, seen):
                    break
                current = value if seen == "a" else current + value
                step = 1.0
                seen = "small"
                end = found.end()
            elif word == "hundred" and seen in ("a", "small") and current < 100:
                current *= 100
                seen = "hundred"
                end = found.end()
            elif word in self.scales and word != "hundred" and seen:
                factor = self.scales[word]
                total = (total + current) * factor if total and total < factor else total + current * factor
                current = 0.0
                step = (10.0**-decimals) * factor
                scale = factor
                decimals = 0
                seen = "scale"
                end = found.end()
            elif word == "and" and self._joins(seen, scale) and self._small_follows(low, found.end()):
                pass
            elif word == "and" and seen == "small" and (more := self._half(low, found.start())):
                current += more[0]
                decimals = 1
                end = more[1]
            elif word == "and" and seen == "scale" and (more := self._half(low, found.start())):
                # "a million and a half", but not "a million and a quarter of …"
                if low.startswith(" of", more[1]):
                    break
                total += more[0] * scale
                step = scale / 10
                end = more[1]
                seen = "half"
            elif word == "point" and seen == "small" and (more := self._decimals(low, found.end())):
                current += more[0]
                decimals = int(more[2])
                end = more[1]
            else:
                break
            place = max(end, found.end())
            join = _JOIN.match(low, place)
            if join is None:
                break
            place = join.end()
        value = total + current
        if end == start or (value == 0 and seen != "small"):
            return None
        if seen != "scale" and decimals:
            step = 10.0**-decimals
        loose = step if decimals else step * last_unit(f"{round(value / step):d}")
        return Written(value, step, decimals, end, loose, scale)

    @staticmethod
    def _joins(seen: str, scale: float) -> bool:
        """Whether "and" may carry on: "six hundred and five"; not "five million and six"."""
        return seen == "hundred" or (seen == "scale" and scale == 1000)

    def _small_follows(self, low: str, place: int) -> bool:
        found = _WORD.match(low, place + 1)
        return found is not None and found.group() in self.small

    def _half(self, low: str, place: int) -> tuple[float, int, float] | None:
        """ "and a half", "and a quarter", "and three quarters" at ``place``: what it adds, and its end."""
        found = _AND_PART.match(low, place)
        if found is None:
            return None
        count, part = found.groups()
        many = 1.0 if count in ("a", "one") else self.small.get(count, 0.0)
        divisor = self.fractions.get(part, 0.0)
        if not divisor or not 0 < many < divisor:
            return None
        return many / divisor, found.end(), 1.0

    def _decimals(self, low: str, place: int) -> tuple[float, int, float] | None:
        """ "five" or "two five" after "point": what it adds, its end, and how many decimals."""
        written = ""
        end = place
        while len(written) < 4 and low[end : end + 1] == " ":
            found = _WORD.match(low, end + 1)
            if found is None or self.small.get(found.group(), 10) > 9:
                break
            written += f"{self.small[found.group()]:.0f}"
            end = found.end()
        return (float(f"0.{written}"), end, len(written)) if written else None


_AND_PART = re.compile(
    r"and[ -](a|one|two|three|four|five|seven)[ -](half|thirds?|quarters?|fifths?|eighths?)\b"
)


def _fits(current: float, value: float, seen: str) -> bool:
    """Whether a number word may follow: twenty + five, hundred + forty, not five + six."""
    if seen in ("", "hundred", "scale"):
        return True
    return seen == "small" and 20 <= current % 100 <= 90 and current % 10 == 0 and 1 <= value <= 9
