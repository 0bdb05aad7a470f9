"""Operands found for their agreement alone: what they confirm, and that they never contradict."""

from __future__ import annotations

import pytest

import finchecks
from finchecks.claim import agreeing, general
from finchecks.engine import Check

CHARITY = (
    "Revenue was £398,000 this season. Running the hall took £251,000, so the trust earned £{left} before "
    "repairs, and 37% is what it keeps.\n"
)


def checks(text: str) -> list[Check]:
    return list(finchecks.check(text, path="a.txt").checks)


def of(text: str, stated: str) -> list[Check]:
    return [one for one in checks(text) if one.claim.stated.text == stated]


def test_what_is_described_has_a_name_in_the_fitted_file() -> None:
    trees = general.fitted().agreeing
    assert list(trees.features) == agreeing.names()
    assert max(node[0] for tree in trees.trees for node in tree) < len(agreeing.names())


def test_a_figure_that_two_others_make_is_confirmed_though_no_word_ties_them() -> None:
    (check,) = of(CHARITY.format(left="147,000"), "£147,000")
    assert check.verdict == "consistent"
    assert [(one.role, one.text) for one in check.claim.operands] == [
        ("new", "£398,000"),
        ("old", "£251,000"),
    ]


@pytest.mark.parametrize("left", ["174,000", "137,000", "1.47 million", "47,000"])
def test_one_that_does_not_agree_is_not_confirmed(left: str) -> None:
    assert "consistent" not in {one.verdict for one in of(CHARITY.format(left=left), f"£{left}")}


def test_one_of_three_figures_that_are_one_known_relation_is_not_told_again() -> None:
    text = "Oil closed at $48.35 a barrel, $1.14 above its previous close of $47.21.\n"
    assert [(one.claim.stated.text, one.verdict) for one in checks(text)] == [("$1.14", "consistent")]


def test_many_pairs_that_agree_say_nothing() -> None:
    """Small whole numbers are what many others make."""
    text = "They had 2, 4, 6, 8, 10, 12, 14, 16, 18 and 20 boats on the ten lakes. The 22 were red.\n"
    assert of(text, "22") == []


def test_what_leaves_another_as_it_is_makes_nothing() -> None:
    text = "Region 1 sold for $262 million.\n\nRegion 2 sold for $263 million, region 3 for $264 million.\n"
    assert checks(text) == []
