"""Figures that stand by themselves in their sentences are each other's operands."""

from __future__ import annotations

import pytest

import finchecks

#: (text with a hole, what is right there, what is wrong)
CASES = [
    (
        "The firm employs 410 people. Five years ago there were just 41, so its staff has become {} as big.",
        "ten times",
        "six times",
    ),
    ("In 2019 there were 388 injuries. Last year there were 1,164. That is a {} increase.", "200%", "300%"),
    ("It sold 684,000 holidays. At an average price of £415, the bookings were worth £{}m.", "284", "248"),
    ("Tickets cost £12 and 350 were sold, raising £{}.", "4,200", "4,500"),
    ("It sold 2,900 units last quarter. One buyer took 1,885 of them, or {}.", "65%", "56%"),
    (
        "Funds from operations were $78 million. With 65 million shares, FFO per share was ${}.",
        "1.20",
        "1.30",
    ),
    ("The rent of £2,400 is shared by six, so each pays £{}.", "400", "450"),
    ("The plants made 310 cars and 145 vans, {} vehicles in all.", "455", "465"),
    ("Leakage was 143.1 megalitres a day, {} megalitres below the 160.8 of 2018.", "17.7", "19.5"),
]


def verdicts(text: str) -> set[str]:
    return {one.verdict for one in finchecks.check(text, path="a.txt").checks}


@pytest.mark.parametrize(("text", "right", "wrong"), CASES)
def test_the_only_figures_are_each_others_operands(text: str, right: str, wrong: str) -> None:
    assert verdicts(text.format(right)) == {"consistent"}
    assert "mismatch" in verdicts(text.format(wrong))


@pytest.mark.parametrize(
    "text",
    [
        # another figure may be meant
        "It sold 684,000 holidays, 90,000 to Spain. At an average price of £415, they were worth £37m.",
        # a rate is no amount, and what is told of another year neither
        "A 30% rise in the fee will bring in 600m crowns a year, as against costs of 900m.",
    ],
)
def test_others_beside_them_leave_it_open(text: str) -> None:
    assert "mismatch" not in verdicts(text)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Loans of books rose much less, by 8%, from 2.4 million to 2.6 million.", "consistent"),
        ("The daily rate dropped more sharply, by 20.5%, to 22,044 from 27,738.", "consistent"),
        ("Loans of books rose much less, by 18%, from 2.4 million to 2.6 million.", "mismatch"),
    ],
)
def test_more_and_less_may_say_how_it_moved(text: str, verdict: str) -> None:
    assert verdicts(text) == {verdict}
