"""A sentence that restates a table's total is checked against the parts that the table gives."""

from __future__ import annotations

import finchecks

TABLE = """\
| In millions of dollars | 2021 | 2020 |
|---|---|---|
| Boats | 84.2 | 71.9 |
| Engines | 35.1 | 36.6 |
| Moorings | 6.4 | 6.0 |
| Total revenue | 125.7 | 114.5 |

"""


def parts(sentence: str) -> list[list[str]]:
    """The parts of every sum whose stated figure stands in the sentence."""
    report = finchecks.check(TABLE + sentence)
    return [
        [o.text for o in check.claim.operands]
        for check in report.checks
        if check.claim.kind == "sum" and check.claim.stated.start >= len(TABLE)
    ]


def test_a_restated_total_is_the_sum_of_the_rows_of_its_year() -> None:
    assert parts("Total revenue reached $125.7 million.") == [["84.2", "35.1", "6.4"]]
    assert parts("In 2020, total revenue was $114.5 million.") == [["71.9", "36.6", "6.0"]]


def test_the_name_has_to_be_that_of_the_total() -> None:
    assert parts("The yard borrowed $125.7 million.") == []
    assert parts("Revenue from leisure came to $125.7 million.") == []
