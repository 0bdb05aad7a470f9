"""Cells that make a figure of the prose, however it is told, and what labels say of their units."""

from __future__ import annotations

import pytest

import finchecks

RENTS = """\
| (Dollars in thousands) | 2023 | 2022 | Change |
|---|---|---|---|
| Rent, sheds held throughout | 84,560 | 81,930 | 2,630 |
| Rent, sheds bought | 12,745 | 3,410 | 9,335 |
| All rent | 97,305 | 85,340 | 11,965 |
| Upkeep | 31,210 | 29,668 | 1,542 |

"""
RIDES = """\
| (in millions, except ticket price) | 2024 | 2023 |
|---|---|---|
| Bus trips | 142.6 | 131.8 |
| Ferry trips | 4.1 | 3.9 |
| All trips | 146.7 | 135.7 |
| Running cost ($ millions) | 642.3 | 608.6 |
| Ticket price | $2.50 | $2.35 |

"""
CROPS = """\
| Crop, thousand tonnes | 2024 | 2023 |
|---|---|---|
| Oats | 618 | 702 |
| Rape | 405 | 377 |
| Price of oats, A$/t | 362 | 334 |

"""
FERRY = """\
| | 2024 | 2023 |
|---|---|---|
| Fares, CHF million | 41.7 | 38.3 |
| Employees at year-end | 1,486 | 1,402 |
| Ships | 61 | 57 |

"""
#: (table, sentence, figure, operands' texts)
MADE = [
    (RENTS, "Rent grew: $9.3 million of this came from what we bought.", "$9.3 million", {"12,745", "3,410"}),
    (RENTS, "Of all rent, 32.1% went on upkeep.", "32.1%", {"31,210", "97,305"}),
    (RIDES, "The ticket price went up by 15 cents.", "15 cents", {"$2.50", "$2.35"}),
    (CROPS, "It was a good year for rape, which the rain lifted by 7.4%.", "7.4%", {"405", "377"}),
    (FERRY, "We created 84 new jobs in the year.", "84", {"1,486", "1,402"}),
    (CROPS, "The price of oats was A$28 higher.", "A$28", {"362", "334"}),
]  # fmt: skip


@pytest.mark.parametrize(("table", "sentence", "figure", "cells"), MADE, ids=lambda one: str(one)[:40])
def test_cells_that_make_a_figure(table: str, sentence: str, figure: str, cells: set[str]) -> None:
    (check,) = (c for c in finchecks.check(table + sentence).checks if c.claim.stated.text == figure)
    assert check.verdict == "consistent"
    assert {o.text for o in check.claim.operands} == cells


@pytest.mark.parametrize("sentence", [
    "We bought eleven sheds for $9.4 million.",
    "The staff canteen cost us $2.7 million.",
    "Some 46.1% of the sheds have a lift.",
])  # fmt: skip
def test_a_figure_that_no_cells_make_is_left_alone(sentence: str) -> None:
    assert [c for c in finchecks.check(RENTS + sentence).checks if c.claim.stated.cell is None] == []
