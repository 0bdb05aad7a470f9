"""A table's own arithmetic, on tables written for these tests: what is checked, and what must stay silent."""

from __future__ import annotations

import gc
import random
import time

import pytest

from finchecks.document.from_text import from_text
from finchecks.engine import Check
from finchecks.pipeline import Knowledge, check_document, prepare

REVENUE = """\
Revenue by line (in thousands, unaudited):

| | 2024 | 2023 | Change | % change |
|---|---|---|---|---|
| Ferries | 18,420 | 17,905 | 515 | 2.9% |
| Marinas | 6,310 | 6,022 | 288 | 4.8% |
| Dry dock | 2,187 | 2,544 | (357) | (14.0)% |
| Total revenue | 26,917 | 26,471 | 446 | 1.7% |
"""
INCOME = """\
| Year to June, £m | 2025 | 2024 |
|---|---|---|
| Sales | 412.6 | 397.1 |
| Cost of sales | (268.3) | (261.0) |
| Gross profit | 144.3 | 136.1 |
| Gross margin | 35.0% | 34.3% |
| Selling costs | (61.7) | (60.2) |
| Administration | (29.4) | (27.7) |
| Operating profit | 53.2 | 48.2 |
| Interest | (4.9) | (5.6) |
| Profit before tax | 48.3 | 42.6 |
"""
BALANCE = """\
| (dollars in millions) | 2024 | 2023 |
|---|---|---|
| Current assets | | |
| Cash | $ 31.8 | $ 22.4 |
| Receivables | 57.0 | 61.3 |
| Inventories | 44.1 | 39.9 |
| Total current assets | 132.9 | 123.6 |
| Property and equipment | 210.4 | 198.8 |
| Less: accumulated depreciation | 88.6 | 80.1 |
| Property and equipment, net | 121.8 | 118.7 |
| Goodwill | 36.5 | 36.5 |
| Total assets | $ 291.2 | $ 278.8 |
"""
SEGMENTS = """\
| Orders | North | South | Overseas | Total |
|:--|--:|--:|--:|--:|
| Pumps | 412 | 388 | 97 | 897 |
| Valves | 1,204 | 967 | 310 | 2,481 |
| Seals | 3,318 | 2,905 | 1,146 | 7,369 |
| Service | 88 | — | 41 | 129 |
"""
PROVISION = """\
| €'000 | Warranty | Legal | Total |
|---|---|---|---|
| Balance at 1 January 2024 | 5,210 | 1,844 | 7,054 |
| Charged in the year | 2,318 | 406 | 2,724 |
| Utilised | 1,907 | 951 | 2,858 |
| Balance at 31 December 2024 | 5,621 | 1,299 | 6,920 |
"""
RATES = """\
|  | Fiscal 2024 | Fiscal 2023 | Change |
|---|---|---|---|
| Occupancy | 71.4% | 68.9% | 250 bps |
| Rent collected | 98.2% | 97.6% | 60 bps |
| Tenants renewing | 64.0% | 66.5% | (250) bps |
| Rent ($m) | 214.0 | 201.5 | 6.2% |
"""
BLOCKS = """\
| | Quarter | | | Half-year | | |
|---|---|---|---|---|---|---|
| £'000 | 2025 | 2024 | Var. | 2025 | 2024 | Var. |
| Fares | 8,412 | 8,019 | 4.9% | 16,377 | 15,690 | 4.4% |
| Freight | 2,205 | 2,377 | (7.2)% | 4,518 | 4,702 | (3.9)% |
| Catering | 611 | 548 | 11.5% | 1,190 | 1,077 | 10.5% |
"""
TAX = """\
| | 2024 | 2023 | 2022 |
|---|---|---|---|
| Statutory rate | 25.0% | 25.0% | 19.0% |
| Foreign rates | (2.1) | (1.8) | (0.9) |
| Research credits | (0.7) | — | (0.4) |
| Other, net | 0.3 | (0.2) | 0.1 |
| | 22.5% | 23.0% | 17.8% |
"""
CONTRACTS = """\
| Payments due, $m | Total | 2025 | 2026 | Later |
|---|---|---|---|---|
| Leases | 88.4 | 21.0 | 19.3 | 48.1 |
| Loans | 240.0 | 12.5 | 57.5 | 170.0 |
| Purchases | 61.7 | 44.2 | 10.1 | 7.4 |
"""
COSTS = """\
| $ million | 2024 | 2023 | Better/(worse) |
|---|---|---|---|
| Fares | 918 | 871 | 5.4% |
| Fuel | 304 | 281 | (8.2)% |
| Crew | 266 | 259 | (2.7)% |
| Landing fees | 71 | 75 | 5.3% |
"""
REGIONS = """\
| Revenue by region, $'000 | 2024 | % of revenue | 2023 | % of revenue |
|---|---|---|---|---|
| North | 41,208 | 46% | 38,955 | 45% |
| South | 30,117 | 33% | 29,840 | 34% |
| Overseas | 18,933 | 21% | 17,882 | 21% |
| Total revenue | 90,258 | 100% | 86,677 | 100% |
"""
HOSTEL = """| Twelve months to May | 2025 | 2024 | 2023 |
|---|---|---|---|
| Room revenue, € | 1,284,600 | 1,190,250 | 1,102,400 |
| Nights sold | 21,410 | 20,700 | 19,856 |
| Room revenue per night, € | 60.00 | 57.50 | 55.52 |
| Staff costs as a % of room revenue | 31.2% | 32.0% | 33.1% |
| Staff costs | 400,795 | 380,880 | 364,894 |
"""

#: table, a cell and what it becomes, and the cells that then cannot be right
ERRORS = [
    pytest.param(REVENUE, "4.8%", "8.4%", {"8.4%"}, id="percent column"),
    pytest.param(REVENUE, "(357)", "(375)", {"(375)"}, id="amount column"),
    pytest.param(REVENUE, "26,471", "26,741", {"26,741", "446", "1.7%"}, id="total, and the changes from it"),
    pytest.param(INCOME, "136.1", "163.1", {"163.1", "34.3%"}, id="gross profit"),
    pytest.param(INCOME, "48.3", "43.8", {"43.8"}, id="what remains"),
    pytest.param(BALANCE, "61.3", "63.1", {"123.6"}, id="a part is wrong: its total is named"),
    pytest.param(BALANCE, "118.7", "181.7", {"181.7"}, id="after a deduction"),
    pytest.param(BALANCE, "132.9", "123.9", {"123.9"}, id="subtotal"),
    pytest.param(SEGMENTS, "2,481", "2,418", {"2,418"}, id="total column"),
    pytest.param(PROVISION, "1,299", "1,929", {"1,929", "6,920"}, id="closing balance"),
    pytest.param(RATES, "60 bps", "600 bps", {"600 bps"}, id="basis points"),
    pytest.param(BLOCKS, "(3.9)%", "(9.3)%", {"(9.3)%"}, id="second block"),
    pytest.param(TAX, "23.0%", "32.0%", {"32.0%"}, id="bridge of rates, unnamed total"),
    pytest.param(CONTRACTS, "240.0", "204.0", {"204.0"}, id="total first"),
    pytest.param(REGIONS, "34%", "43%", {"43%", "100%"}, id="share column"),
    pytest.param(INCOME, "34.3%", "43.3%", {"43.3%"}, id="margin"),
    pytest.param(HOSTEL, "57.50", "75.50", {"75.50"}, id="for each"),
    pytest.param(HOSTEL, "33.1%", "31.3%", {"31.3%"}, id="percent of a row"),
    pytest.param(COSTS, "(2.7)%", "(7.2)%", {"(7.2)%"}, id="good and bad"),
]


HERD = """\
| Farm | Cows |
|---|---|
| Hilltop | 1,412 |
| Riverside | 986 |
| Long Acre | 2,207 |
| Total | 4,605 |
"""
TWO = """\
| £m | 2024 | 2023 | Change |
|---|---|---|---|
| Tolls | 61.4 | 58.2 | 5.5% |
| Parking | 12.9 | 11.4 | 13.2% |
"""


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return prepare()


def checks(text: str, knowledge: Knowledge) -> tuple[Check, ...]:
    report = check_document(from_text(text), knowledge)
    assert not report.faults
    return report.checks


def mismatches(text: str, knowledge: Knowledge) -> set[str]:
    return {one.claim.stated.text for one in checks(text, knowledge) if one.verdict == "mismatch"}


@pytest.mark.parametrize(("table", "cell", "becomes", "expected"), ERRORS)
def test_a_wrong_cell_is_found(
    table: str, cell: str, becomes: str, expected: set[str], knowledge: Knowledge
) -> None:
    assert table.count(cell) == 1
    assert mismatches(table.replace(cell, becomes), knowledge) == expected


@pytest.mark.parametrize(
    ("table", "count"),
    [
        (REVENUE, 10), (INCOME, 8), (BALANCE, 6), (SEGMENTS, 4), (PROVISION, 4), (RATES, 4), (BLOCKS, 6),
        (TAX, 3), (CONTRACTS, 3), (COSTS, 4), (REGIONS, 10), (HOSTEL, 6),
    ],
)  # fmt: skip
def test_a_right_table_agrees(table: str, count: int, knowledge: Knowledge) -> None:
    found = checks(table, knowledge)
    assert {one.verdict for one in found} == {"consistent"}
    assert len(found) == count, [(one.claim.stated.text, one.derivation) for one in found]


TEMPTING = [
    pytest.param(
        """\
| $m | 2024 | 2023 | Organic change |
|---|---|---|---|
| Soap | 118.0 | 104.2 | 4.1% |
| Candles | 37.9 | 35.5 | 2.2% |
| Total | 155.9 | 139.7 | 3.6% |
""",
        {"155.9", "139.7"},
        id="a change of another kind",
    ),
    pytest.param(
        """\
| Ten largest holdings | Weight |
|---|---|
| Northern Rail | 6.1% |
| Alder Bank | 5.8% |
| Quarry Group | 4.4% |
| Total of the fund | 100.0% |
""",
        set(),
        id="an excerpt",
    ),
    pytest.param(
        """\
| Share price | High | Low |
|---|---|---|
| First quarter | 41.20 | 36.75 |
| Second quarter | 44.90 | 39.10 |
| Year | 44.90 | 36.75 |
""",
        set(),
        id="highs and lows",
    ),
    pytest.param(
        """\
| | 2024 | 2023 |
|---|---|---|
| Stores | 212 | 204 |
| Employees | 3,410 | 3,388 |
| Net promoter score | 61 | 58 |
""",
        set(),
        id="unlike things",
    ),
    pytest.param(
        """\
| Award | Number of shares | Average price |
|---|---|---|
| Outstanding at 1 January | 41,200 | $12.40 |
| Granted | 9,800 | $15.10 |
| Exercised | (11,000) | $11.05 |
| Outstanding at 31 December | 40,000 | $13.43 |
""",
        set(),
        id="prices roll nowhere",
    ),
    pytest.param(
        """\
| Region | Votes | Turnout |
|---|---|---|
| Coast | 40,118 | 61.2% |
| Hills | 22,907 | 58.8% |
| All | 63,025 | 60.3% |
""",
        {"63,025"},
        id="rates of parts do not add",
    ),
    pytest.param(
        """\
| Year | Population |
|---|---|
| 2001 | 18,204 |
| 2011 | 19,877 |
| 2021 | 21,030 |
""",
        set(),
        id="a series",
    ),
    pytest.param(
        """\
| $m | 2024 | 2023 | Change |
|---|---|---|---|
| Result | 4.2 | (1.3) | n.m. |
| Dividend per share | 0.12 | — | — |
""",
        set(),
        id="nothing meaningful",
    ),
]


@pytest.mark.parametrize(("table", "agreeing"), TEMPTING)
def test_tempting_tables_raise_no_alarm(table: str, agreeing: set[str], knowledge: Knowledge) -> None:
    found = checks(table, knowledge)
    assert {one.verdict for one in found} <= {"consistent"}
    assert {one.claim.stated.text for one in found} == agreeing


@pytest.mark.parametrize(
    ("table", "cell", "slip", "other", "told"),
    [
        (HERD, "4,605", "4,065", "5,344", "4,065"),
        (HERD, "2,207", "2,270", "1,907", "4,605"),
        (TWO, "13.2%", "31.2%", "18.1%", "31.2%"),
    ],
)
def test_a_slip_of_the_pen_needs_fewer_witnesses(
    table: str, cell: str, slip: str, other: str, told: str, knowledge: Knowledge
) -> None:
    # one column, or one other row: the table may be an excerpt, unless exchanged digits explain it all
    assert mismatches(table, knowledge) == set()
    assert mismatches(table.replace(cell, slip), knowledge) == {told}
    assert mismatches(table.replace(cell, other), knowledge) == set()


def test_the_claim_is_the_cell(knowledge: Knowledge) -> None:
    text = REVENUE.replace("4.8%", "8.4%")
    (found,) = [one for one in checks(text, knowledge) if one.verdict == "mismatch"]
    stated = found.claim.stated
    assert text[stated.start : stated.end] == "8.4%"
    assert {one.source for one in found.claim.operands} == {"table"}
    assert found.derivation.startswith("6,310 / 6,022 - 1 = 4.78")
    assert found.suggestion is None or found.diagnosis is not None  # any of the three may be the wrong one


def test_what_is_taken_off_is_shown_so(knowledge: Knowledge) -> None:
    (found,) = [one for one in checks(BALANCE, knowledge) if one.claim.stated.text == "121.8"]
    assert "210.4 - 88.6" in found.derivation
    text = (
        "| Area, ha | 2024 |\n|---|---|\n| Fields | 812.4 |\n| Less: roads | 31.9 |\n| Woods | 20.6 |\n"
        "| Total | 801.1 |\n"
    )
    (found,) = checks(text, knowledge)
    assert "812.4 − 31.9 + 20.6" in found.derivation


def test_the_document_s_word_on_rounding_is_passed_on(knowledge: Knowledge) -> None:
    text = f"{SEGMENTS}\nFigures may not add due to rounding.\n"
    assert all("may not add" in one.message for one in checks(text, knowledge))
    assert not any("may not add" in one.message for one in checks(SEGMENTS, knowledge))


def test_every_part_may_be_rounded(knowledge: Knowledge) -> None:
    text = "| | 2024 | 2023 |\n|---|---|---|\n" + "".join(f"| Part {c} | 14.4 | 20.1 |\n" for c in "abcdef")
    # six parts of 14.4 are 86.4, and up to 0.3 either way
    assert not mismatches(f"{text}| Total | 86.7 | 120.6 |\n", knowledge)
    assert mismatches(f"{text}| Total | 87.6 | 120.6 |\n", knowledge) == {"87.6"}


def test_a_right_roll_forward_is_no_news(knowledge: Knowledge) -> None:
    assert "roll_forward" not in {one.claim.kind for one in checks(PROVISION, knowledge)}


@pytest.mark.slow
def test_work_grows_with_the_cells(knowledge: Knowledge) -> None:
    chance = random.Random(7)

    def seconds(lines: int) -> float:
        body = "".join(
            f"| Line {n} | {' | '.join(f'{chance.randrange(10**6):,}' for _ in range(4))} |\n"
            for n in range(lines)
        )
        text = f"| | A | B | C | D |\n|---|---|---|---|---|\n{body}"
        began = time.process_time()
        assert not checks(text, knowledge)
        return time.process_time() - began

    seconds(20)
    gc.disable()  # what other tests hold is not looked through meanwhile
    try:
        short, long = (min(seconds(lines) for _ in range(3)) for lines in (48, 384))
    finally:
        gc.enable()
    assert long < 16 * short
