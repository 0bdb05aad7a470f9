"""Laws that hold for every text: order, spans, intervals, and time that grows with the length alone."""

from __future__ import annotations

import math
import time
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from reading import read

from finchecks.lexicon import load_numbers
from finchecks.quantity.number import digits, grouped
from finchecks.quantity.vocabulary import vocabulary

PIECES = [
    "5", "5%", "$", "£", "12", "3.7", "1,234", "2019", "million", "bn", "per cent", " ", " ", " ", "-", "–",
    "(", ")", "from", "to", "and", "a", "half", "third", "two", "twenty", "-fold", "Q3", "June", "points",
    "about", "İ", "½", "US$", "/", ".", ",", "\n", "\u00a0", "x", "pence", "year", "dozen", "1/2", "FY",
    "between", "of", "minus", "%",
]  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_any_text(text: str) -> None:
    found = read(text)
    end = 0
    for one in found:
        assert end <= one.start < one.end <= len(text)
        end = one.end
        assert one.text == text[one.start : one.end] or one.is_range
        if not math.isnan(one.value):
            assert one.loose_low <= one.low <= one.value <= one.high <= one.loose_high
        assert one.step >= 0


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    read(text)


@given(st.decimals(min_value=0, max_value=10**12, places=3), st.integers(0, 3))
@example(Decimal("63135368.875"), 2)
@example(Decimal("1958875750.825"), 2)
def test_the_interval_is_what_rounds_to_the_digits(number: Decimal, places: int) -> None:
    """An independent authority: decimal's own rounding. Whatever rounds to the digits lies within."""
    written = round(number, places)
    body = f"{written:.{places}f}"
    found = digits(body, len(body))
    assert found is not None
    half = Decimal(1).scaleb(-places) / 2
    assert found.step == pytest.approx(float(2 * half))
    # a double of twelve digits before the point has its own last place
    assert abs(float(number) - found.value) <= float(half) + 2 * math.ulp(found.value)


@pytest.mark.parametrize(
    ("whole", "right"),
    [
        ("1,234", True),
        ("12,34,567", True),
        ("1,23", False),
        ("1234,567", False),
        ("0,123", True),
        ("01,234", False),
    ],
)
def test_commas(whole: str, right: bool) -> None:
    assert grouped(whole) is right


@pytest.mark.parametrize(
    "unit",
    [
        "9",
        "1,111",
        "1,",
        "5 from ",
        "(",
        "5%",
        "$",
        "- ",
        "two ",
        "1.1",
        "1/",
        "five hundred and ",
        "US$",
        "5 to ",
    ],
)
def test_time_grows_with_the_length(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        start = time.perf_counter()
        read(text)
        return time.perf_counter() - start

    seconds(1000)
    small, large = min(seconds(20_000) for _ in range(3)), seconds(400_000)
    assert large < max(0.5, 20 * small * 6), f"{large:.2f} s for 20 times the text of {small:.3f} s"


def test_number_words_against_digits() -> None:
    """Every whole number below 10,000 in words is the number."""
    small = {int(value): word for word, value in load_numbers().number_words.items() if word != "fourty"}

    def spell(number: int) -> str:
        if number in small:
            return small[number]
        if number < 100:
            return f"{small[number // 10 * 10]}-{small[number % 10]}"
        if number < 1000:
            rest = f" and {spell(number % 100)}" if number % 100 else ""
            return f"{small[number // 100]} hundred{rest}"
        rest = number % 1000
        joint = "" if not rest else (" and " if rest < 100 else " ") + spell(rest)
        return f"{spell(number // 1000)} thousand{joint}"

    reader = vocabulary().reader
    for number in range(2, 10_000):
        words = spell(number)
        found = reader.read(words, 0)
        assert found is not None, words
        assert (found.value, found.end) == (number, len(words)), words
