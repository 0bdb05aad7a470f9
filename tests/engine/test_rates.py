"""Reference rates: the bank's history against its package's own loader, and a user's file."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest
from currency_converter import CurrencyConverter

from finchecks.engine.rates import Rates, ecb, load_rates, read_rates
from finchecks.faults import FaultError

DAY = dt.date(2024, 3, 20)
WEEK = dt.timedelta(days=7)


def test_the_history_is_what_its_package_reads() -> None:
    reference = CurrencyConverter()
    with_rates = {day for day, rate in reference._rates["USD"].items() if rate is not None}
    rates = load_rates()
    chance = random.Random(1)
    for _ in range(300):
        base, quote = chance.sample(["EUR", "USD", "GBP", "JPY", "CHF", "SEK", "AUD"], 2)
        day = dt.date(1999, 1, 8) + dt.timedelta(days=chance.randrange(9_500))
        found = rates.on(base, quote, day)
        assert found is not None
        source, rate = found
        known = max(d for d in reference._rates["USD"] if d in with_rates and day - WEEK <= d <= day)
        assert source == "ecb"
        assert rate == pytest.approx(float(reference.convert(1, base, quote, date=known)), rel=1e-9)


def test_a_day_without_rates_takes_the_last_before_it_and_none_from_far() -> None:
    rates = load_rates()
    friday, sunday = dt.date(2024, 3, 15), dt.date(2024, 3, 17)
    assert rates.on("EUR", "USD", sunday) == rates.on("EUR", "USD", friday)
    assert rates.on("EUR", "USD", dt.date(1998, 12, 1)) is None
    assert rates.on("USD", "RUB", dt.date(2023, 1, 1)) is None
    assert rates.on("USD", "DEM", DAY) is None
    assert rates.on("USD", "CNY", dt.date(2003, 1, 1)) is None


def test_the_average_of_a_period_needs_both_its_ends() -> None:
    rates = load_rates()
    found = rates.average("USD", "CNY", dt.date(2022, 1, 1), dt.date(2022, 12, 31))
    assert found is not None
    assert found[1] == pytest.approx(6.7347, abs=1e-4)
    assert rates.average("USD", "CNY", dt.date(2005, 1, 1), dt.date(2005, 12, 31)) is None  # since April
    assert rates.average("USD", "CNY", dt.date(2033, 1, 1), dt.date(2033, 12, 31)) is None


def test_the_range_of_days_and_of_all_time() -> None:
    rates = load_rates()
    found = rates.span("USD", "CNY", dt.date(2026, 1, 9), dt.date(2026, 1, 15))
    assert found is not None
    assert found[1] == pytest.approx((6.9673, 6.9823), abs=1e-4)
    known = rates.ever("USD", "CNY")
    assert known is not None
    since, ever = known
    assert since == 2005
    assert 6 < ever.low < ever.high < 8.5
    assert rates.ever("USD", "XAU") is None


def test_the_history_begins_where_it_should() -> None:
    table = ecb()
    assert table.days[0] == "1999-01-04"
    assert table.days == sorted(table.days)


def write(folder: Path, text: str) -> Path:
    path = folder / "rates.csv"
    path.write_text(text, "utf-8")
    return path


GOOD = """\
date,base,quote,rate
2024-03-19,USD,AED,3.6725
# a remark

2024-03-20,USD,AED,3.6730
2024-03-20,EUR,USD,1.5
"""


def test_a_users_file_comes_first(tmp_path: Path) -> None:
    rates = load_rates(write(tmp_path, GOOD))
    assert rates.on("USD", "AED", DAY) == ("rates.csv", 3.6730)
    assert rates.on("AED", "USD", DAY) == ("rates.csv", pytest.approx(1 / 3.6730))
    assert rates.on("EUR", "AED", DAY) == ("rates.csv", pytest.approx(1.5 * 3.6730))  # through the dollar
    assert rates.on("EUR", "USD", DAY) == ("rates.csv", 1.5)
    source, _ = rates.on("EUR", "GBP", DAY) or ("", 0)
    assert source == "ecb"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-03-19,USD,AED\n", "1: a row has four columns (date, base, quote, rate), this one 3"),
        ("date,base,quote,rate\n19/03/2024,USD,AED,3.67\n", "2: “19/03/2024” is no date"),
        ("2024-03-19,usd,AED,3.67\n", "1: “usd” is no currency code"),
        ("2024-03-19,USD,USD,1\n", "1: USD has no rate to itself"),
        ('2024-03-19,USD,AED,"3,67"\n', "1: “3,67” is no rate"),
        ("2024-03-19,USD,AED,-1\n", "1: “-1” is no rate"),
        ("2024-03-19,USD,AED,nan\n", "1: “nan” is no rate"),
        ("2024-03-19,USD,AED,inf\n", "1: “inf” is no rate"),
        ("2024-03-19,USD,AED,3.67\n2024-03-19,USD,AED,3.68\n", "2: 2024-03-19 has a second rate"),
        ("date,base,quote,rate\n", "None: the rates file has no rates"),
        ("", "None: the rates file has no rates"),
    ],
)
def test_faulty_files(tmp_path: Path, text: str, expected: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(FaultError) as caught:
        read_rates(path)
    fault = caught.value.faults[0]
    assert f"{fault.line}: {fault.message}".startswith(expected)
    assert (fault.path, fault.reason) == (str(path), "rates")


def test_every_faulty_line_is_said_up_to_twenty(tmp_path: Path) -> None:
    with pytest.raises(FaultError) as caught:
        load_rates(write(tmp_path, "x\n" * 100))
    assert [fault.line for fault in caught.value.faults] == list(range(1, 21))


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(FaultError, match="cannot read"):
        load_rates(tmp_path / "none.csv")
    path = tmp_path / "rates.csv"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FaultError, match="UTF-8"):
        load_rates(path)


def test_no_table_no_rates() -> None:
    assert Rates(()).on("EUR", "USD", DAY) is None


def test_a_period_is_averaged_once() -> None:
    """A wrong conversion asks for every year there is, and an archive has thousands of them."""
    asked: list[tuple[dt.date, dt.date]] = []

    class Counting:
        name = "counting"

        def between(
            self, base: str, quote: str, first: dt.date, last: dt.date
        ) -> list[tuple[dt.date, float]]:
            asked.append((first, last))
            return [(first, 2.0), (last, 4.0)]

    rates = Rates((Counting(),))
    year = dt.date(2024, 1, 1), dt.date(2024, 12, 31)
    assert [rates.average("GBP", "USD", *year) for _ in range(3)] == [("counting", 3.0)] * 3
    assert asked == [year]
