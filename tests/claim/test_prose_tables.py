"""Which cells a sentence about a table means, and when it is held against the author."""

from __future__ import annotations

import pytest

import finchecks
from finchecks.claim.changes import change_cue
from finchecks.claim.context import read
from finchecks.claim.from_quantities import evidence, relations
from finchecks.claim.grids import keys
from finchecks.claim.subjects import subject, whole_named_before
from finchecks.document.from_bytes import from_bytes
from finchecks.engine import Check
from finchecks.quantity.from_document import quantities

TABLE = """\
| In millions of dollars | 2021 | 2020 |
|---|---|---|
| Revenue | | |
| Boats | 84.2 | 71.9 |
| Engines | 35.1 | 36.6 |
| Total revenue | 119.3 | 108.5 |
| Wages and freight | 48.3 | 45.0 |
| Operating income | 13.1 | 10.9 |
| Operating profit before leases (OPBL) | 19.4 | 18.0 |

"""


def of(sentence: str, stated: str) -> Check | None:
    """The check of one figure in a sentence under the table."""
    found = [c for c in finchecks.check(TABLE + sentence).checks if c.claim.stated.text == stated]
    found = [c for c in found if c.verdict != "unverifiable"]
    assert len(found) <= 1, [c.message for c in found]
    return found[0] if found else None


BOUND = [
    ("Boat revenue rose 17.1%.", "17.1%", {"new": "84.2", "old": "71.9"}),
    ("Total revenue grew by $10.8 million, or 10%.", "10%", {"new": "119.3", "old": "108.5"}),
    ("Revenue from engines decreased 4.1% in 2021.", "4.1%", {"new": "35.1", "old": "36.6"}),
    # the abbreviation that the label itself gives
    ("OPBL improved 7.8%.", "7.8%", {"new": "19.4", "old": "18.0"}),
    # what the pronoun stands for
    ("Wages and freight were under pressure. They rose 7.3%.", "7.3%", {"new": "48.3", "old": "45.0"}),
    # the paragraph's title says it
    ("Wages and freight. Payroll grew faster than planned, rising 7.3%.", "7.3%",
     {"new": "48.3", "old": "45.0"}),
    # shares: the whole by its name, and of the earlier year after "from"
    ("Wages and freight were 40.5% of total revenue.", "40.5%", {"part": "48.3", "whole": "119.3"}),
    ("As a percentage of total revenue, wages and freight came to 40.5%.", "40.5%",
     {"part": "48.3", "whole": "119.3"}),
    ("The operating margin widened to 11.0% from 10.0%.", "10.0%", {"part": "10.9", "whole": "108.5"}),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "stated", "operands"), BOUND)
def test_cells_by_what_the_sentence_names(sentence: str, stated: str, operands: dict[str, str]) -> None:
    check = of(sentence, stated)
    assert check is not None
    assert check.verdict == "consistent", check.message
    assert {o.role: o.text for o in check.claim.operands} == operands


WRONG = [
    ("Boat revenue rose 21.4%.", "21.4%"),
    ("Total revenue grew by $13.6 million.", "$13.6 million"),
    ("The $5.3 million increase in our wages and freight came late in the year.", "$5.3 million"),
    ("Freight costs of $12.0 million, or 14.2% of total revenue, were the highest ever.", "14.2%"),
]


@pytest.mark.parametrize(("sentence", "stated"), WRONG)
def test_the_whole_name_of_a_row_is_held_against_the_author(sentence: str, stated: str) -> None:
    check = of(sentence, stated)
    assert check is not None
    assert check.verdict == "mismatch"


SILENT = [
    # a part of the row
    "Revenue from used boats rose 21.4%.",
    "Boat revenue rose 21.4% in Norway.",
    # why the row changed, not how much
    "Total revenue rose 10%, due to an increase of $9.9 million in boats.",
    # what did not come to pass, or not so
    "Boat revenue would have risen 21.4% had the yard not burned down.",
    "Organic boat revenue rose 21.4%.",
    # other years than the table's
    "Boat revenue rose 21.4% over 2015.",
    # a part of the amount before
    "Boat revenue grew by $12.3 million, $7.5 million of which came from one order.",
]


@pytest.mark.parametrize("sentence", SILENT)
def test_what_the_row_does_not_show(sentence: str) -> None:
    found = finchecks.check(TABLE + sentence).checks
    assert not [c.message for c in found if c.verdict == "mismatch"]


def test_the_old_value_that_the_sentence_gives_goes_before_the_cells() -> None:
    report = finchecks.check(TABLE + "Boats brought in $9.0 million in May, up 20% from $7.5 million.")
    found = [c for c in report.checks if c.claim.stated.text == "20%"]
    assert [[o.text for o in c.claim.operands] for c in found] == [["$9.0 million", "$7.5 million"]]


def test_one_label_in_two_sections_needs_the_section() -> None:
    table = (
        "| In millions of dollars | 2021 | 2020 |\n|---|---|---|\n"
        "| Sales | | |\n| North | 60.0 | 50.0 |\n| South | 30.0 | 20.0 |\n"
        "| Profit | | |\n| North | 6.6 | 6.0 |\n| South | 2.0 | 4.0 |\n\n"
    )
    named = finchecks.check(table + "Profit in the North rose 13%.").checks
    assert [(c.verdict, c.claim.operands[0].text) for c in named] == [("mismatch", "6.6")]
    assert not [c for c in finchecks.check(table + "The North rose 13%.").checks if c.verdict == "mismatch"]


SUBJECTS = [
    ("Lamp sales rose 5% due to an increase of $3m in street lamps.", ["lamp @revenue", "street lamp"]),
    ("In Peru, fees fell 4%.", ["peru fee"]),
    ("The $2m decrease in our cost of goods came from steel.", ["@cost good"]),
    ("Fees, which fell 4%, are small.", ["fee"]),
    ("We cut bonuses by 4%.", ["bonuse"]),
]


@pytest.mark.parametrize(("text", "expected"), SUBJECTS)
def test_the_subject_of_a_change_is_its_noun_phrase(text: str, expected: list[str]) -> None:
    document = from_bytes(text.encode(), path="x.txt")
    context = read(document, quantities(document), relations(), evidence())
    found = []
    for figure in context.figures:
        cue = change_cue(figure, context)
        assert cue is not None
        found.append(keys(subject(context, figure, cue).core, context.relations))
    assert found == [frozenset(words.split()) for words in expected]


def test_a_whole_is_named_before_its_shares() -> None:
    document = from_bytes(b"As a percentage of net sales, rent fell to 5% from 6%.", path="x.txt")
    context = read(document, quantities(document), relations(), evidence())
    assert [whole_named_before(context, figure) for figure in context.figures] == [("net", "sales")] * 2
