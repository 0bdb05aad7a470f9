"""Totals, bridges, differences, remainders and steps: said right they agree, with another number they cannot.

In each text the derived number stands between square brackets, beside it the one that is wrong.
"""

from __future__ import annotations

import pytest

import finchecks
from finchecks.engine import Check

TOTALS = [
    ("The foundry sold 1,240 pumps in the spring and 1,385 in the autumn, [2,625|3,600] in all.", 2),
    ("Domestic orders came to $41.3 million and export orders to $27.8 million, for a total order intake of "
     "[$69.1 million|$95.1 million].", 2),
    ("Total costs were [$94 million|$131 million]: $51 million for staff, $28 million for rent and "
     "$15 million for power.", 3),
    ("With $310 million in cash and $240 million of undrawn credit lines, the group had liquidity of "
     "[$550 million|$757 million].", 2),
    ("First-half profit was £14.2 million and second-half profit £17.9 million, which gives "
     "[£32.1 million|£44.4 million] for the year.", 2),
    ("Capital spending of [$96 million|$136 million] was split between maintenance ($58 million) and growth "
     "($38 million).", 2),
    ("The bank closed 46 branches in 2021, 38 in 2022 and 21 in 2023. In total, [105|148] branches have "
     "gone.", 3),
    ("Spain, Italy and Greece took 1.2 million, 0.9 million and 0.4 million visitors respectively, "
     "[2.5 million|3.8 million] between them.", 3),
    ("It spent $12 million on the wharf and another $9 million on cranes, bringing the bill to "
     "[$21 million|$33 million].", 2),
    ("The equity is worth $3.03 billion. Add the $410 million of net debt and the enterprise value reaches "
     "[$3.44 billion|$4.75 billion].", 2),
    ("Net sales declined [4.0%|5.9%]. Volume was down 5.5%, price contributed 2.7% and foreign exchange was "
     "a negative 1.2%.", 3),
    ("Net sales increased [4.0%|5.9%], with organic growth of 5.1% partly offset by a 1.1% currency "
     "headwind.", 2),
]  # fmt: skip
DIFFERENCES = [
    ("The fleet numbers 131 ships, [48|70] more than the 83 it had in March.", "difference"),
    ("The dividend is 48 yen, [6 yen|12 yen] more than last year's 42 yen.", "difference"),
    ("Net debt decreased by [$180 million|$251 million] during the quarter and stood at $2,240 million "
     "($2,420 million at year-end).", "difference"),
    ("Exports were worth $6.05 billion and imports $10.78 billion, for a deficit of "
     "[$4.73 billion|$6.52 billion].", "difference"),
    ("We ended the year with cash of $114.2 million and debt of $365.6 million, so net debt was "
     "[$251.4 million|$344.8 million].", "difference"),
    ("Cash from operations was $236.4 million and capital expenditure $19.4 million, giving free cash flow "
     "of [$217.0 million|$297.7 million].", "difference"),
    ("Chandler holds 51% of the mill and the foundation owns the other [49%|67%].", "other"),
    ("The chain ended June with 9,870 stores, 143 fewer than twelve months before, a decrease of "
     "[1.4%|2.3%].", "percent_of_change"),
    ("Its app added 610,000 users in the quarter to finish at 5.2 million, a rise of [13.3%|18.6%].",
     "percent_of_change"),
]  # fmt: skip


def read(text: str, wrong: bool, kind: str) -> list[Check]:
    start, stop = text.index("["), text.index("]")
    right, other = text[start + 1 : stop].split("|")
    said = other if wrong else right
    checks = finchecks.check(text[:start] + said + text[stop + 1 :]).checks
    return [c for c in checks if c.claim.stated.start <= start < c.claim.stated.end and c.claim.kind == kind]


@pytest.mark.parametrize(("text", "parts"), TOTALS)
@pytest.mark.parametrize("wrong", [False, True])
def test_totals(text: str, parts: int, wrong: bool) -> None:
    (check,) = read(text, wrong, "sum")
    assert len(check.claim.operands) == parts
    assert check.verdict == ("mismatch" if wrong else "consistent"), check.message


@pytest.mark.parametrize(("text", "kind"), DIFFERENCES)
@pytest.mark.parametrize("wrong", [False, True])
def test_differences_remainders_and_steps(text: str, kind: str, wrong: bool) -> None:
    (check,) = read(text, wrong, kind)
    assert check.verdict == ("mismatch" if wrong else "consistent"), check.message


SILENT = [
    # a part of the total is named, not all of them
    "The group took in $90 million, including $41 million from tickets and $28 million from food.",
    # the total was there before
    "The firm opened 12 shops in May and 14 in June, bringing the total to 60.",
    # two subjects
    "The cash buildup was $54 million, cash stood at $1.3 billion and total liquidity was $1.6 billion.",
    # changes beside a level
    "Rigs rose by five in Texas and by three in Ohio. The total of 758 working rigs is a record.",
    # a change is no share, so that nothing is left of a hundred
    "Volumes within Europe were up 45% and other volumes up 63%.",
    # a part of a part
    "Licences grew by $15.6 million, $18.2 million of which came with takeovers, less $2.3 million of "
    "write-downs and a loss of $0.3 million on a sale.",
    # another metric
    "Storm costs of $15 million were the main reason for earnings falling $13 million, or 5%.",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(text: str) -> None:
    found = [c for c in finchecks.check(text).checks if c.verdict == "mismatch"]
    assert not found, [c.message for c in found]
