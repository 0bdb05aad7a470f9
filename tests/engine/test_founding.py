"""The verdicts of the founding article's figures, from claims made by hand."""

from __future__ import annotations

import pytest
from making import check, claim, run

DATE = "2026-01-15"


def test_points_without_the_rate_before_imply_it() -> None:
    found = check(claim("pp-change", "12.4 percentage points", "up", missing="old", new="42.8%"))
    assert (found.verdict, found.severity) == ("unverifiable", "note")
    assert found.implied is not None
    assert found.implied.role == "old"
    assert found.implied.value == pytest.approx(30.4)
    assert (found.implied.low, found.implied.high) == pytest.approx((30.3, 30.5))
    assert found.implied.unit == "percent"
    assert "30.4" in found.message


@pytest.mark.parametrize(
    ("stated", "source", "period", "implied"),
    [
        ("$560 million", "HK$4.35 billion", "", (7.752, 7.784)),
        ("$8.2 million", "57.4 million RMB", "2022", (6.952, 7.049)),
        ("$44.9 million", "312.4 million RMB", "2024", (6.949, 6.967)),
        ("$350 million", "2.5 billion yuan", "2023", (6.990, 7.296)),
    ],
)
def test_conversions(stated: str, source: str, period: str, implied: tuple[float, float]) -> None:
    one = claim("currency-conversion", stated, period=period, **{"from": source})
    found = check(one, published=DATE)
    assert (found.verdict, found.severity, found.reading) == ("consistent", None, "strict")
    assert found.implied is not None
    assert (found.implied.low, found.implied.high) == pytest.approx(implied, abs=6e-4)
    # without a date no rate can be said to have been the writer's
    undated = check(one)
    assert (undated.verdict, undated.severity) == ("unverifiable", "note")


def test_the_check_says_which_rates_fit() -> None:
    found = check(
        claim("currency-conversion", "$8.2 million", period="2022", **{"from": "57.4 million RMB"}),
        published=DATE,
    )
    day, year = found.rates
    assert (day.source, day.date, day.fits) == ("ecb", DATE, True)
    assert (year.source, year.period, year.fits) == ("ecb", "2022", False)
    assert "would give $8.5 million" in found.message
    found = check(
        claim("currency-conversion", "$44.9 million", period="2024", **{"from": "312.4 million RMB"}),
        published=DATE,
    )
    assert [rate.fits for rate in found.rates] == [True, False]
    found = check(
        claim("currency-conversion", "$350 million", period="2023", **{"from": "2.5 billion yuan"}),
        published=DATE,
    )
    assert [rate.fits for rate in found.rates] == [True, True]


def test_growth_that_holds_only_when_rounded_to_tens() -> None:
    found = check(
        claim(
            "cagr",
            "130%",
            end="312.4 million RMB",
            start="57.4 million RMB",
            end_year="2024",
            start_year="2022",
        )
    )
    assert (found.verdict, found.severity, found.reading) == ("mismatch", "warning", "loose")
    assert found.recomputed is not None
    assert found.recomputed.value == pytest.approx(133.29, abs=0.01)
    assert (found.recomputed.low, found.recomputed.high) == pytest.approx((133.2, 133.4), abs=0.05)
    assert "rounded to tens" in found.message
    assert found.message.startswith("Can these figures all be right?")


def test_the_yuan_conversions_share_no_rate() -> None:
    claims = [
        claim("currency-conversion", "$560 million", **{"from": "HK$4.35 billion"}),
        claim("currency-conversion", "$8.2 million", **{"from": "57.4 million RMB"}),
        claim("currency-conversion", "$44.9 million", **{"from": "312.4 million RMB"}),
        claim("currency-conversion", "$350 million", **{"from": "2.5 billion yuan"}),
    ]
    _, (note,) = run(*claims, published=DATE)
    assert note.rule == "currency-conversion"
    assert len(note.spans) == 3
    assert "6.949 to 6.967 against 6.990 to 7.296 CNY per USD" in note.message
    assert note.message.endswith("unless $350 million is rounded to tens.")
    _, none = run(*claims[:3], published=DATE)
    assert not none
