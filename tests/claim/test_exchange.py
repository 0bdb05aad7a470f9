"""Rates of exchange in a text, and what it converts at them."""

from __future__ import annotations

import pytest
from contexts import context_of

import finchecks
from finchecks.claim.exchange import rates_said


@pytest.mark.parametrize(
    ("text", "base", "quote", "value"),
    [
        ("Amounts are translated at RMB6.86 to US$1.", "USD", "CNY", 6.86),
        ("The rate was 6.86 yuan to the dollar. It took $3m.", "USD", "CNY", 6.86),
        ("It was $5m at US$1 = HK$7.80 as of June.", "USD", "HKD", 7.80),
        ("It cost $2, at ¥150 per dollar.", "USD", "JPY", 150),
        ("It was converted at 1 euro = 1.08 dollars.", "EUR", "USD", 1.08),
        ("An exchange rate of 1.35 Canadian dollars per US dollar made it US$4m.", "USD", "CAD", 1.35),
        ("At a rate of R18.5 to the dollar it is $4m.", "USD", "ZAR", 18.5),
        ("($1 = 6.90 yuan)", "USD", "CNY", 6.9),
        ("1 USD = 83.2 INR", "USD", "INR", 83.2),
        ("Sterling stood at $1.27 to the pound. It paid £3m.", "GBP", "USD", 1.27),
        ("The fee was €13.5m, at 86p to the euro.", "EUR", "GBP", 0.86),
        ("It paid NOK 3m. I count 11.75 kroner to the euro, so €0.3m.", "EUR", "NOK", 11.75),
    ],
)
def test_rates_in_text(text: str, base: str, quote: str, value: float) -> None:
    (found,) = rates_said(context_of(text))
    assert found.base >= {base}
    assert found.quote == quote
    assert found.interval.holds(value)
    ((there,), (back,)) = found.per(base, quote), found.per(quote, base)
    assert there.low * back.high == pytest.approx(1)


@pytest.mark.parametrize(
    "text",
    [
        "He gave $5 to the church and €3 to the choir.",
        "Copper cost $4.31 per pound, or €4.",
        "The rate is 4.5% a year on $5m and €3m.",
        "It pays $5 per share, or €4.60.",
        "1 = 1",
        # nothing is converted where all amounts are in one currency
        "Yen 150 to the dollar",
    ],
)
def test_no_rates_in_text(text: str) -> None:
    assert rates_said(context_of(text)) == ()


@pytest.mark.parametrize(
    ("text", "claim", "source"),
    [
        ("The fund gives us €9 million. At 1.13 dollars to the euro it's $10.2 million.",
         "$10.2 million", "€9 million"),
        ("We sold it for 640 million zlotys. The euro was at 4.30, so €149 million came in.",
         "€149 million", "640 million zlotys"),
        ("The membranes cost A$5.8 million; hedged at 1.09, that made NZ$6.32 million.",
         "NZ$6.32 million", "A$5.8 million"),
        ("The tender is €19.6 million. Converted at the hedged rate of 0.54 it is NZ$36.3 million.",
         "NZ$36.3 million", "€19.6 million"),
        ("The rights went at US$1.2 million (the dollar was at 5.60 that day, so R$6.7 million).",
         "R$6.7 million", "US$1.2 million"),
    ],
)  # fmt: skip
def test_a_rate_beside_two_amounts_ties_them(text: str, claim: str, source: str) -> None:
    """... whether or not they agree at it."""
    (found,) = (c for c in finchecks.check(text).checks if c.claim.kind == "currency_conversion")
    assert (found.claim.stated.text, found.claim.operands[0].text) == (claim, source)
    assert found.verdict == "consistent"
    number = next(word for word in claim.replace("$", " ").replace("€", " ").split() if word[0].isdigit())
    wrong = text.replace(claim, claim.replace(number, f"{float(number) * 1.4:.4g}"))
    (found,) = (c for c in finchecks.check(wrong).checks if c.claim.kind == "currency_conversion")
    assert found.verdict == "mismatch"


def test_a_number_that_ties_nothing_speaks_only_where_it_agrees() -> None:
    (found,) = finchecks.check("Its churn, at a rate of 1.5, was low. The hotel went for €20m ($25m).").checks
    assert found.verdict == "unverifiable"
    (found,) = finchecks.check("We converted at a rate of 1.25. The hotel went for €20m ($25m).").checks
    assert found.verdict == "consistent"


def test_a_rate_after_both_confirms_them() -> None:
    (found,) = finchecks.check(
        "China is 1.1 billion renminbi, that's 134 million euros if you divide by 8.20."
    ).checks
    assert found.verdict == "consistent"


@pytest.mark.parametrize(
    "text",
    [
        "At 130 yen to the dollar exports suffer. The maker earned $3 million.",
        "We earned €5 million. At a rate of 3.5 the pumps are slow, and they cost $80 million.",
        "It took €5 million in Spain. With the euro at 1.10, the firm will pay $900 million for a rival.",
    ],
)
def test_a_rate_beside_other_amounts_is_silent(text: str) -> None:
    assert not [c for c in finchecks.check(text).checks if c.claim.kind == "currency_conversion"]
