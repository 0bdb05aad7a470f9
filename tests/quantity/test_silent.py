"""The negative corpus: numbers that measure nothing. None of these phrases holds a quantity."""

from __future__ import annotations

import pytest
from reading import read

SILENT = [
    "The GLM-4.7 model is out.",
    "The Atlas 800T A2 server is out.",
    "A 5G network was built.",
    "A Boeing 737 landed.",
    "An F-16 landed.",
    "They fly 777s there.",
    "COVID-19 spread.",
    "The S&P 500 closed.",
    "The FTSE 100 closed.",
    "A Series 7 exam was held.",
    "It is No. 1 there.",
    "It rose in week 26 there.",
    "See page 40 there.",
    "See Slide 5 there.",
    "See Section 404 there.",
    "It was shown before.[3]",
    "The footnote glues to years.1",
    "They met at 8:30 there.",
    "They met at 0915 GMT there.",
    "They met at 5 p.m. there.",
    "They met at 5pm there.",
    "The score was 3-2 there.",
    "Ms Roe, 54, said so.",
    "Call 555-0199-2210 now.",
    "The 1990s were good.",
    "It came 3rd there.",
    "It was the 20th there.",
    "The first came, the third left.",
    "1. Open the box",
    "2) Close the box",
    "It says (1) yes and (2) no.",
    "It went double-digit.",
    "He left twice a year.",
    "He may come.",
    "They march on.",
    "A third party came.",
    "He came in a quarter.",
    "It is version 2.1.3 there.",
    "It is at 192.168.0.1 there.",
    "A 4x4 car came.",
    "Windows 11 came.",
    "ISO-9001 came.",
    "It filed Form 10-K then.",
    "The one thing came.",
    "Nobody but two of them came.".replace("two", "one"),
    "1,2,3,4 came.",
    "",
    "No digits at all.",
]


@pytest.mark.parametrize("text", SILENT, ids=SILENT)
def test_silent(text: str) -> None:
    assert [(q.text, q.kind) for q in read(text)] == []


#: short words of the lexicon, each where it is no unit
SHORT = [
    "It was 5 in all.",
    "It was 5 a time.",
    "A 5 m race was run over 5 k.",
    "It has 7 p there.",
    "It has 7 c there.",
]


@pytest.mark.parametrize("text", SHORT, ids=SHORT)
def test_short_words_make_no_money_or_scale(text: str) -> None:
    assert all(q.kind != "money" and q.scale == 1.0 for q in read(text))


@pytest.mark.parametrize("word", ["ALL", "TOP", "CUP", "SOS"])
def test_codes_that_are_words_are_no_codes(word: str) -> None:
    assert all(q.kind != "money" for q in read(f"THEY WON 5 {word} SEATS"))
