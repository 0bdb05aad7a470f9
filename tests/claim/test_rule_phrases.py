"""Where a rule's words stand beside a number."""

from __future__ import annotations

import pytest

from finchecks.claim.phrases import Hit, find, phrase, words
from finchecks.claim.surroundings import load_surroundings

STOPS = frozenset({"of", "on", "a", "the", "in", "is", "was"})


def hit(wanted: str, text: str, *, reach: int = 8, across: bool = False) -> Hit | None:
    """The phrase beside the number in double brackets; other numbers stand in single ones."""
    spans, plain = [], ""
    at = -1
    for part in text.replace("[[", "«").replace("]]", "»").replace("[", "‹").replace("]", "›"):
        if part in "«‹":
            spans.append([len(plain), 0])
            at = len(spans) - 1 if part == "«" else at
        elif part in "»›":
            spans[-1][1] = len(plain)
        else:
            plain += part
    said = words(plain, 0, [(a, b) for a, b in spans])
    return find(
        phrase(wanted), said, at, reach=reach, across=across, fillers=load_surroundings().fillers, stops=STOPS
    )


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("loan of _", "a loan of [[$300,000]] was made"),
        ("loan of _", "Loans of nearly [[$300,000]] were made"),
        ("_ loan", "a [[$300,000]] loan"),
        ("_ loan", "a [[$300,000]] fixed-rate home loan"),
        ("property … at _", "the property was put by experts at [[$400,000]]"),
        ("property ... at _", "the property at [[$400,000]]"),
        ("between _ and", "between [[5%]] and [7%]"),
    ],
)
def test_placed_phrases_say_where_the_number_stands(wanted: str, text: str) -> None:
    found = hit(wanted, text)
    assert found is not None
    assert found.placed


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("loan of _", "a loan and a fee of [[$300]]"),
        ("loan of _", "a loan of [$300,000] at a cost of [[$900]]"),
        ("_ loan", "[[$300,000]], the loan of a lifetime"),
        ("_ loan", "[[$300,000]] of the loan"),
        ("property … at _", "the property of the heirs, long disputed, was sold in the end at [[$400,000]]"),
        ("loan", "The loan is [$300,000]; the fee is [[$900]]"),
        ("loan", "a [$300,000] loan with a fee of [$900] and [[12]] forms"),
    ],
)
def test_words_of_another_number_are_not_its_own(wanted: str, text: str) -> None:
    assert hit(wanted, text) is None


def test_a_bare_word_counts_what_stands_between() -> None:
    near = hit("ltv", "an LTV of [[75%]]")
    assert near is not None and near.near and (near.distance, near.pauses, near.numbers) == (1, 0, 0)
    paused = hit("ltv", "The LTV, say the lenders, is [[75%]]", reach=14)
    assert paused is not None and not paused.near and paused.pauses == 2
    across = hit("ltv", "The LTV on the [$300,000] is [[75%]]", reach=14, across=True)
    assert across is not None and not across.near and across.numbers == 1
    after = hit("ltv", "[[75%]] LTV")
    assert after is not None and after.near and not after.before


@pytest.mark.parametrize("text", ["a loan-to-value ratio of [[75%]]", "a loan to value ratio of [[75%]]"])
def test_hyphens_make_no_difference(text: str) -> None:
    assert hit("loan-to-value ratio", text) == hit("loan to value ratio", text) is not None


def test_a_letter_that_grows_in_lower_case_shifts_no_offset() -> None:
    found = hit("loan of _", "İstanbul: a loan of [[$300,000]]")
    assert found is not None and found.placed
