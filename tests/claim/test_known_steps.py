"""A percentage beside an amount that two told values differ by is of the older of the two."""

from __future__ import annotations

import pytest

import finchecks

APPEAL = "The appeal has raised £46.3m. The sum beats the £35.2m collected in 2003 by £11.1m, or {}."


@pytest.mark.parametrize(("share", "verdict"), [("32%", "consistent"), ("24%", "mismatch")])
def test_of_the_older_value(share: str, verdict: str) -> None:
    (check,) = (c for c in finchecks.check(APPEAL.format(share)).checks if c.claim.stated.text == share)
    assert check.verdict == verdict
    assert "£35.2m" in {o.text for o in check.claim.operands}


def test_a_share_that_says_of_what_is_left_to_it() -> None:
    text = APPEAL.format("24% of the total raised")
    assert [c for c in finchecks.check(text).checks if c.verdict == "mismatch"] == []


TABLE = """\
| $ million | 2024 | 2023 |
|---|---|---|
| Income from sheds | 84.5 | 81.9 |
| Upkeep | 31.2 | 29.6 |

Our sheds earned {} or 3.2% more.
"""


def test_an_amount_beside_a_percentage_that_is_known() -> None:
    checks = finchecks.check(TABLE.format("$2.6 million")).checks
    assert [c.verdict for c in checks if c.claim.stated.text == "$2.6 million"] == ["consistent"]


PLANTED = (
    "Farmers in Haldane planted 6.45 million acres of wheat, compared with 7.10 million acres a year ago.\n\n"
    "The reduction of {} acres, or 9.2%, was mainly the result of the federal programme.\n"
)


@pytest.mark.parametrize(("step", "verdict"), [("650,000", "consistent"), ("750,000", "mismatch")])
def test_a_percentage_that_comes_out_says_what_the_amount_beside_it_is_of(step: str, verdict: str) -> None:
    (check,) = (
        c for c in finchecks.check(PLANTED.format(step)).checks if c.claim.stated.text.startswith(step)
    )
    assert check.verdict == verdict
    assert {o.text for o in check.claim.operands} == {"6.45 million acres", "7.10 million acres"}


HOMES = """\
| Homes in management | 2024 | 2023 |
|---|---|---|
| General needs | 8,460 | 8,290 |
| Shared ownership | 1,728 | 1,510 |
| Supported housing | 1,152 | 1,170 |

The fastest growth was once again in shared ownership, which increased by {} homes.
"""


@pytest.mark.parametrize(("step", "verdict"), [("218", "consistent"), ("281", "mismatch")])
def test_a_row_whose_name_leads_to_the_verb_is_what_moved(step: str, verdict: str) -> None:
    (check,) = (c for c in finchecks.check(HOMES.format(step)).checks if c.claim.stated.text.startswith(step))
    assert check.verdict == verdict


CENSUS = """\
| Patients | 2024 | 2023 |
|---|---|---|
| Emergency patients | 148,620 | 141,305 |
| Admissions | 61,244 | 57,910 |

Our two emergency departments saw 7,315 more people than in the year before, which is a rise of {}.
"""


@pytest.mark.parametrize(("rise", "verdict"), [("5.2%", "consistent"), ("7.5%", "mismatch")])
def test_an_amount_that_two_cells_differ_by_names_the_row(rise: str, verdict: str) -> None:
    (check,) = (c for c in finchecks.check(CENSUS.format(rise)).checks if c.claim.stated.text == rise)
    assert check.verdict == verdict
    assert [o.text for o in check.claim.operands] == ["148,620", "141,305"]


def test_a_part_of_what_a_percentage_beside_it_tells_is_none_of_its_steps() -> None:
    text = "Profit was ¥31.4bn. The market had ¥29.8bn, a beat of 5.4%, ¥0.9bn of which was the yen."
    assert [c for c in finchecks.check(text).checks if c.verdict == "mismatch"] == []


TRIPS = """\
| Trips (million) | 2024 | 2023 | 2019 |
|---|---|---|---|
| Rail | 76.5 | 68.8 | 103.9 |
| Bus | 141.8 | 131.4 | 170.2 |
| All trips | 218.3 | 200.2 | 274.1 |

Riders took 18.1 million more trips than in 2023 ({}).
"""


@pytest.mark.parametrize(("rise", "verdict"), [("+9.0%", "consistent"), ("+9.9%", "mismatch")])
def test_a_percentage_is_as_sure_as_the_amount_beside_it(rise: str, verdict: str) -> None:
    (check,) = (c for c in finchecks.check(TRIPS.format(rise)).checks if c.claim.stated.text == rise)
    assert check.verdict == verdict
    assert [o.text for o in check.claim.operands] == ["218.3", "200.2"]
