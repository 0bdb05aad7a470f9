"""Prose speaks of the row whose name opens its clause, whatever follows the name besides."""

from __future__ import annotations

import pytest

import finchecks

CATCH = """\
| Landings, tonnes | 2024 | 2023 |
|---|---|---|
| Cod | 28,412 | 31,905 |
| Haddock | 22,610 | 20,996 |
| Online orders | 412 | 380 |
| Commercial | 87.9 | 74.5 |

{}
"""


def verdicts(sentence: str, stated: str) -> list[str]:
    text = CATCH.format(sentence)
    return [c.verdict for c in finchecks.check(text).checks if c.claim.stated.text == stated]


@pytest.mark.parametrize(
    ("sentence", "right", "wrong"),
    [
        ("Cod, under a reduced quota, was down {}.", "10.9%", "15.3%"),
        ("Haddock continued to thrive and was {} above the year before.", "7.7%", "10.2%"),
        ("Haddock was the hope again, growing {}.", "7.7%", "10.2%"),
        ("In a good year commercial income grew by {}.", "18%", "29%"),
    ],
)
def test_what_follows_a_name(sentence: str, right: str, wrong: str) -> None:
    assert verdicts(sentence.format(right), right) == ["consistent"]
    if not sentence.startswith("In"):
        assert verdicts(sentence.format(wrong), wrong) == ["mismatch"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Cod prices rose 14%.",
        "Haddock in the northern grounds fell by 12%.",
        "Cod and other white fish fell by 20%.",
        "Cod lifted profits by 20%.",
    ],
)
def test_what_narrows_a_name(sentence: str) -> None:
    assert "mismatch" not in [c.verdict for c in finchecks.check(CATCH.format(sentence)).checks]


def test_a_share_of_the_column_that_is_named() -> None:
    table = """\
| Region | Harvest (tonnes) | EBIT (NOK million) |
|---|---|---|
| Nordland | 16,400 | 319.8 |
| Finnmark | 9,100 | 129.2 |
| Iceland | 5,700 | 22.2 |
| Group | 31,200 | 471.2 |

Nordland, where mortality was lowest, brought in {} of operating profit.
"""
    for share, verdict in (("68%", "consistent"), ("93%", "mismatch")):
        checks = finchecks.check(table.format(share)).checks
        assert [c.verdict for c in checks if c.claim.stated.text == share] == [verdict]


def test_a_cause_ends_at_a_colon_and_a_list_of_causes_does_not() -> None:
    table = CATCH.replace("Commercial | 87.9 | 74.5", "Interest expense | 171.2 | 98.4")
    said = table.format(
        "Net interest income was down $7.1 million because deposits repriced faster than loans: "
        "interest expense climbed by {}."
    )
    found = [c.verdict for c in finchecks.check(said.format("105%")).checks if c.claim.stated.text == "105%"]
    assert found == ["mismatch"]
    listed = table.format("Costs rose by $40m, due to the following: interest expense increased 12%.")
    assert "mismatch" not in [c.verdict for c in finchecks.check(listed).checks]
