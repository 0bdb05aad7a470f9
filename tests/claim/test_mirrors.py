"""Relations told twice over: of this year and of last, of low ends and of high ends."""

from __future__ import annotations

import pytest

import finchecks

TEXT = (
    "Profit was $8.4 million compared to ${} million last year. Audit contributed a profit of $5.2 million "
    "compared to $4.9 million last year. Tax contributed a profit of $3.2 million compared to $2.4 million "
    "last year."
)
RANGES = (
    "We expect to spend $610 million to ${} million, with $380 million to $400 million for mains and "
    "$230 million to $250 million for meters."
)


def sums(text: str) -> list[tuple[str, tuple[str, ...], str]]:
    """The sums that are checked in a text: total, parts, verdict."""
    return [
        (check.claim.stated.text, tuple(o.text for o in check.claim.operands), check.verdict)
        for check in finchecks.check(text).checks
        if check.claim.kind == "sum"
    ]


def test_both_years_come_out() -> None:
    assert sums(TEXT.format("7.3")) == [
        ("$8.4 million", ("$5.2 million", "$3.2 million"), "consistent"),
        ("$7.3 million", ("$4.9 million", "$2.4 million"), "consistent"),
    ]


def test_the_year_that_comes_out_holds_the_other_to_it() -> None:
    assert ("$7.9 million", ("$4.9 million", "$2.4 million"), "mismatch") in sums(TEXT.format("7.9"))


def test_last_year_is_not_held_to_what_one_part_alone_has_an_old_value_for() -> None:
    text = TEXT.format("7.9").replace("$3.2 million compared to $2.4 million last year", "$3.2 million")
    assert sums(text) == [("$8.4 million", ("$5.2 million", "$3.2 million"), "consistent")]


def test_a_surplus_of_the_month_before_is_one_of_its_own_imports() -> None:
    text = (
        "Exports rose to 3.71 billion dollars from 3.42 billion and imports to 2.93 billion from 2.76 "
        "billion, so the trade account was in surplus by 780 million dollars, against {} million."
    )
    for old, verdict in (("660", "consistent"), ("760", "mismatch")):
        found = [
            check for check in finchecks.check(text.format(old)).checks if check.claim.kind == "difference"
        ]
        assert (f"{old} million", verdict) in [(check.claim.stated.text, check.verdict) for check in found]


def test_ends_of_ranges_add_up_to_their_own_end() -> None:
    assert sums(RANGES.format("650")) == [
        ("$610 million", ("$380 million", "$230 million"), "consistent"),
        ("$650 million", ("$400 million", "$250 million"), "consistent"),
    ]


def test_an_end_is_held_to_what_the_other_shows() -> None:
    assert ("$690 million", ("$400 million", "$250 million"), "mismatch") in sums(RANGES.format("690"))


@pytest.mark.parametrize(
    "text",
    [
        "We expect sales of $610 million to $650 million. Mains should bring $300 million to $330 million "
        "and meters $120 million to $150 million.",
        "Rent is $20 to $30 a night in May, $30 to $40 in June and $50 to $60 in August.",
    ],
)
def test_ranges_that_are_not_all_parts_stay_silent(text: str) -> None:
    assert sums(text) == []
