"""Readings, qualifiers, directions: when a claim is consistent, a warning, an error."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import check, claim, document, operand, run

from finchecks.claim import Claim
from finchecks.engine.from_claims import checks
from finchecks.quantity import Quantity
from finchecks.rule.load import load_rules


def change(text: str, new: str, old: str, direction: str = "up") -> Claim:
    return claim("percent-change", text, direction, new=new, old=old)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "new", "old", "verdict", "severity", "reading"),
    [
        ("76%", "$1.13bn", "$639m", "consistent", None, "strict"),  # the point value is 76.8
        ("76%", "$1.13bn", "$600m", "mismatch", "error", None),
        ("23%", "62.3 million", "50.1 million", "mismatch", "warning", None),  # 24.1 at least
        ("130%", "233.3 million", "100.0 million", "mismatch", "warning", "loose"),
        ("15%", "$200m", "$181.0m", "mismatch", "warning", "loose"),  # 200 may be 190 to 210
        (
            "8.0%",
            "54.4 million",
            "50.1 million",
            "mismatch",
            "error",
            None,
        ),  # the zero after the point counts
        ("eight pct", "54.1 million", "50.1 million", "consistent", None, "strict"),
        ("about 20%", "62.0 million", "51.2 million", "consistent", None, "strict"),
        ("nearly 20%", "59.0 million", "50.0 million", "consistent", None, "strict"),
        ("nearly 20%", "56.0 million", "50.0 million", "mismatch", "warning", "strict"),  # true, but 12
        ("more than 20%", "64.0 million", "50.0 million", "mismatch", "warning", "strict"),  # true, but 28
        ("more than 20%", "55.0 million", "50.0 million", "mismatch", "error", None),
        ("at least 20%", "95.0 million", "50.0 million", "consistent", None, "strict"),
        ("up to 20%", "51.0 million", "50.0 million", "consistent", None, "strict"),
        ("a third", "66.9 million", "50.0 million", "consistent", None, "strict"),  # 33.8, within 5%
        ("a third", "68.0 million", "50.0 million", "mismatch", "warning", "loose"),  # 36, within 10%
        ("a third", "72.0 million", "50.0 million", "mismatch", "error", None),
    ],
)
def test_readings(
    text: str, new: str, old: str, verdict: str, severity: str | None, reading: str | None
) -> None:
    found = check(change(text, new, old))
    assert (found.verdict, found.severity, found.reading) == (verdict, severity, reading), found.message


def test_more_than_is_right_when_the_rounding_of_the_parts_allows_it() -> None:
    parts = ["$1.21bn", "$0.98bn", "$0.398bn"]  # 2.588 in all, 2.5985 at most
    assert check(claim("sum", "over $2.58bn", part=parts)).verdict == "consistent"
    assert check(claim("sum", "over $2.598bn", part=parts)).verdict == "consistent"
    assert check(claim("sum", "over $2.70bn", part=parts)).severity == "error"


def test_a_direction_against_the_numbers_is_an_error_in_any_reading() -> None:
    found = check(change("2%", "49.0 million", "50.0 million", "up"))
    assert (found.verdict, found.severity) == ("mismatch", "error")
    assert found.diagnosis is not None and found.diagnosis.code == "sign"
    found = check(change("2%", "49.0 million", "50.0 million", "down"))
    assert found.verdict == "consistent"
    assert found.claim.value == -2.0
    assert found.recomputed is not None and found.recomputed.value == pytest.approx(-2.0)
    assert found.stated == (-2.5, -1.5)


def test_without_a_direction_the_size_is_judged_and_signed_as_the_numbers_are() -> None:
    found = check(claim("percent-change", "2%", new="49.0 million", old="50.0 million"))
    assert found.verdict == "consistent"
    assert found.claim.value == -2.0


def test_percent_for_points_is_an_error_whatever_the_reading() -> None:
    found = check(change("0.7%", "6.2%", "6.9%", "down"))
    assert (found.severity, found.suggestion) == ("error", "0.7 percentage points")
    assert found.diagnosis is not None and found.diagnosis.code == "percent_for_points"


def test_growth_over_a_loss_is_silent() -> None:
    loss = operand("old", "$6m", value=-6e6)
    loss = replace(loss, strict=loss.strict.scaled(-1), loose=loss.loose.scaled(-1))
    found, _ = run(claim("percent-change", "40%", "up", new="$4m", old=loss))
    assert not found


def test_a_missing_base_is_implied() -> None:
    found = check(claim("percent-change", "27%", "up", missing="old", new="$3.36bn"))
    assert found.verdict == "unverifiable"
    assert found.implied is not None
    assert found.implied.value == pytest.approx(2.6457e9, rel=1e-4)
    assert found.implied.low == pytest.approx(3.355e9 / 1.275)
    assert found.implied.high == pytest.approx(3.365e9 / 1.265)
    assert "$2.646bn" in found.message


def test_a_reason_is_passed_on() -> None:
    found = check(claim("percent-change", "27%", "up", missing="old", reason="it is organic growth"))
    assert found.verdict == "unverifiable"
    assert "It is organic growth." in found.message


@pytest.mark.parametrize(
    ("start", "end", "text", "verdict"),
    [
        ("1996", "2025", "28 years", "consistent"),
        ("1996", "2025", "30 years", "consistent"),
        ("1996", "2025", "31 years", "mismatch"),
        ("November 2021", "May 2023", "18 months", "consistent"),
        ("November 2021", "May 2023", "20 months", "mismatch"),
        ("5 November 2020", "12 April 2021", "five months", "consistent"),
    ],
)
def test_durations(start: str, end: str, text: str, verdict: str) -> None:
    assert check(claim("duration", text, start=start, end=end)).verdict == verdict


def test_a_date_without_a_year_is_the_next_one() -> None:
    assert (
        check(claim("duration", "five months", start="5 November 2020", end="12 April")).verdict
        == "consistent"
    )
    assert (
        check(claim("duration", "seven months", start="28 April", end="24 November")).verdict == "consistent"
    )


def test_a_direction_without_an_amount_is_reported_only_when_wrong() -> None:
    rule = next(rule for rule in load_rules() if rule.id == "percent-change")
    rule = replace(rule, id="direction", kind="direction")
    one = claim("percent-change", "2%", "up", new="7.1%", old="7.2%")
    wrong = replace(one, rule="direction", kind="direction")
    right = replace(wrong, direction="down")
    ((found,), _) = checks([wrong, right], document(), [rule], None)
    assert (found.verdict, found.severity) == ("mismatch", "error")
    assert found.recomputed is None


def test_a_rule_may_lower_its_severity() -> None:
    rule = replace(next(rule for rule in load_rules() if rule.id == "percent-change"), severity="warning")
    ((found,), _) = checks([change("76%", "$1.13bn", "$600m")], document(), [rule], None)
    assert found.severity == "warning"


def test_claims_of_unknown_rules_are_left_alone() -> None:
    assert checks(
        [replace(change("76%", "$1.13bn", "$600m"), rule="none")], document(), load_rules(), None
    ) == ((), ())


def test_the_example_of_the_contract() -> None:
    found = check(change("76%", "$1.13bn", "$600m"))
    assert found.derivation == "$1.13bn / $600m - 1 = 88.3%"
    assert found.formula == "new / old - 1"
    assert found.recomputed is not None
    assert found.recomputed.value == pytest.approx(88.33, abs=0.01)
    assert found.recomputed.unit == "percent"
    assert "cannot all be right" in found.message


@given(st.integers(11, 9999), st.integers(11, 9999), st.integers(0, 3))
def test_what_a_careful_author_writes_is_never_a_mismatch(new: int, old: int, decimals: int) -> None:
    """Rounded operands, and the change of the exact values rounded like a person would: always consistent."""
    exact_new, exact_old = new * 1000 + 317, old * 1000 - 291
    percent = (exact_new / exact_old - 1) * 100
    text = f"{abs(percent):.{decimals}f}%"
    if float(text[:-1]) == 0 or abs(percent) > 9e5:
        return
    direction = "up" if percent > 0 else "down"
    found = check(change(text, f"{exact_new / 1e6:.3f} million", f"{exact_old / 1e6:.3f} million", direction))
    assert found.verdict == "consistent", found.message


def test_quantities_are_read_as_meant() -> None:
    """A test of the tests: what is made by hand has the intervals that the cases above speak of."""
    one = operand("new", "$1.13bn").quantity
    assert isinstance(one, Quantity)
    assert (one.low, one.high) == pytest.approx((1.125e9, 1.135e9))
