"""Hours and days that are worked, waited or saved are amounts; a span between two dates is none."""

from __future__ import annotations

import pytest

import finchecks

#: (text, figure, verdict, operands' texts)
TOLD = [
    ("Our 142 volunteers gave 21,300 hours, the equivalent of 150 hours from each of them.", "150 hours",
     "consistent", {"21,300 hours", "142"}),
    ("The 508 volunteers gave 38,100 hours between them: 57 hours each.", "57 hours",
     "mismatch", {"38,100 hours", "508"}),
    ("Volunteers gave 31,200 hours. At £12 an hour that is worth £374,400.", "£374,400",
     "consistent", {"31,200 hours", "£12"}),
    ("The repair time fell from 12 hours to 9 hours, or 25%.", "25%", "consistent", {"12 hours", "9 hours"}),
    ("The repair time fell from 12 hours to 9 hours, or 35%.", "35%", "mismatch", {"12 hours", "9 hours"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "figure", "verdict", "operands"), TOLD, ids=lambda one: str(one)[:40])
def test_time_that_is_an_amount(text: str, figure: str, verdict: str, operands: set[str]) -> None:
    (check,) = (c for c in finchecks.check(text).checks if c.claim.stated.text == figure)
    assert check.verdict == verdict
    assert {o.text for o in check.claim.operands} == operands


@pytest.mark.parametrize("text", [
    "The lease of 20 years was signed in 2001 and has another 4 years to run.",
    "Trains run every 15 minutes. Some 1,160 were late, after 1,420 in October.",
])  # fmt: skip
def test_a_span_is_no_amount(text: str) -> None:
    assert [c for c in finchecks.check(text).checks if c.verdict == "mismatch"] == []
