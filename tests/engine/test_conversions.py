"""Currency conversions: rates of the day, of the period, of the text; slips; undated text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from making import check, claim, document, run

import finchecks
from finchecks.claim import Claim
from finchecks.engine.from_claims import checks
from finchecks.interval import Interval
from finchecks.rule.load import load_rules


def conversion(stated: str, source: str, period: str = "") -> Claim:
    return claim("currency-conversion", stated, period=period, **{"from": source})


@pytest.mark.parametrize(
    ("stated", "source", "published", "verdict", "code"),
    [
        ("$21.7 million", "20 million euros", "2024-03-20", "consistent", None),
        ("€18.4 million", "$20 million", "2024-03-20", "consistent", None),
        ("$31.6 million", "£40 million", "2024-03-20", "mismatch", "inverted_rate"),
        ("$325 million", "30 million euros", "2024-03-20", "mismatch", "scale"),
        ("$271 million", "200 million euros", "2024-03-20", "mismatch", "transposed"),
        ("$41.9 million", "5.0 billion yen", "2024-03-20", "mismatch", "wrong_date_rate"),
        ("$780,000", "£1.2 billion", "2024-03-20", "mismatch", None),
        ("$245 million", "900 million dirhams", "2024-03-20", "unverifiable", None),
        ("$21.7 million", "20 million euros", "2035-03-20", "unverifiable", None),
    ],
)
def test_dated(stated: str, source: str, published: str, verdict: str, code: str | None) -> None:
    found = check(conversion(stated, source), published=published)
    assert found.verdict == verdict, found.message
    assert (found.diagnosis.code if found.diagnosis else None) == code, found.message
    assert found.implied is not None and found.implied.value >= 1


@pytest.mark.parametrize(
    ("stated", "source", "verdict", "code"),
    [
        ("$16.5 million", "15 million francs", "unverifiable", None),
        ("$6.8 billion", "60 million euros", "mismatch", "scale"),
        ("$7.1 million", "50 million yuan", "unverifiable", None),
        ("$350 million", "50 million yuan", "mismatch", "inverted_rate"),
        ("$9 million", "60 million marks", "unverifiable", None),
    ],
)
def test_undated(stated: str, source: str, verdict: str, code: str | None) -> None:
    found = check(conversion(stated, source))
    assert found.verdict == verdict, found.message
    assert (found.diagnosis.code if found.diagnosis else None) == code
    assert found.implied is not None


@pytest.mark.parametrize(
    ("stated", "source", "published", "start"),
    [
        (
            "$21.7 million",
            "20 million euros",
            "2024-03-20",
            "20 million euros × 1.079 to 1.098 USD per EUR =",
        ),
        ("€18.4 million", "$20 million", "2024-03-20", "$20 million ÷ 1.079 to 1.098 USD per EUR ="),
        ("$7.1 million", "50 million yuan", None, "50 million yuan / $7.1 million: 6.9"),
        ("50 million yuan", "$7.1 million", None, "50 million yuan / $7.1 million: 6.9"),
    ],
)
def test_the_derivation_can_be_redone_on_paper(
    stated: str, source: str, published: str | None, start: str
) -> None:
    """It divides where the rate is shown the other way round."""
    assert check(conversion(stated, source), published=published).derivation.startswith(start)


def test_a_period_or_a_balance_sheet_date_may_be_the_rates() -> None:
    year = check(conversion("$8.52 million", "57.4 million RMB", "2022"), published="2026-01-15")
    assert year.verdict == "consistent"
    assert [rate.fits for rate in year.rates] == [False, True]
    day = check(conversion("$8.32 million", "57.4 million RMB", "2022-12-30"), published="2026-01-15")
    assert day.verdict == "consistent"
    neither = check(conversion("$9.92 million", "57.4 million RMB", "2022"), published="2026-01-15")
    assert neither.severity == "error"


def test_a_rate_in_the_text_is_enough_without_a_date() -> None:
    told = (Interval(1 / 7.005, 1 / 6.995),)
    found = check(replace(conversion("$2.0 million", "14 million RMB"), rates=told))
    assert found.verdict == "consistent"
    assert found.rates[0].source == "text"
    assert check(replace(conversion("$2.6 million", "14 million RMB"), rates=told)).severity == "error"


def test_two_amounts_in_one_currency_are_one_amount() -> None:
    assert run(conversion("$3.0bn", "$3bn")) == ((), ())
    (check,), _ = run(conversion("$1.6bn", "$3bn"))
    assert (check.verdict, check.severity, check.recomputed and check.recomputed.unit) == (
        "mismatch",
        "error",
        "USD",
    )
    assert check.message.startswith("$3bn is given again as $1.6bn, in the same currency")


def test_without_rates_everything_is_unverifiable() -> None:
    ((found,), _) = checks([conversion("$6.8 billion", "60 million euros")], document(), load_rules(), None)
    assert found.verdict == "unverifiable"


def test_text_of_a_time_before_the_rates() -> None:
    """Yuan of 1986 were not those of the history: its range says nothing about them."""
    text = "It paid 50 million yuan ($350 million) for the mill."
    assert [one.verdict for one in finchecks.check(text).checks] == ["mismatch"]
    old = f"{text} That was in 1986, a year after the yard had closed."
    assert [one.verdict for one in finchecks.check(old).checks] == ["unverifiable"]
