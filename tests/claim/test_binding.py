"""Which numbers are bound to a claim, and when the binder stays silent."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

import finchecks
from finchecks.engine import Check


def only(text: str, kind: str, date: dt.date | None = None) -> Check | None:
    found = [check for check in finchecks.check(text, date=date).checks if check.claim.kind == kind]
    assert len(found) <= 1, [check.message for check in found]
    return found[0] if found else None


BOUND = [
    ("Profit rose 20% to $60m from $50m.", "percent_change", {"new": "$60m", "old": "$50m"}),
    ("Orders were 412 last month against 380 a year earlier, up 8.4%.", "percent_change",
     {"new": "412", "old": "380"}),
    ("Customers spent 745 yen a visit, 4.8% more than the 711 yen of a year ago.", "percent_change",
     {"new": "745 yen", "old": "711 yen"}),
    ("The margin widened to 10.5%, 1.6 points better than the 8.9% of a year earlier.", "pp_change",
     {"new": "10.5%", "old": "8.9%"}),
    ("From 2019 to 2022 sales went from $100m to $133.1m, a compound annual growth rate of 10%.", "cagr",
     {"end": "$133.1m", "start": "$100m", "end_year": "2022", "start_year": "2019"}),
    ("Staff costs were $40m, or 20% of revenue of $200m.", "share", {"part": "$40m", "whole": "$200m"}),
    ("The yard was founded in 1961 and closed in 2019, after 58 years.", "duration",
     {"start": "1961", "end": "2019"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "operands"), BOUND)
def test_operands(text: str, kind: str, operands: dict[str, str]) -> None:
    check = only(text, kind)
    assert check is not None
    assert {o.role: o.text for o in check.claim.operands} == operands
    assert check.verdict == "consistent", check.message


SILENT = [
    "Sales rose 5% in the north. The chain has 412 shops and 380 cars.",
    "Organic growth was 7%, and revenue came to $107m.",
    "The model scored 68 points, and 73.8% on the second test.",
    "Call 555-0199 between 9 and 5; the GLM-4.7 model runs on 800T servers.",
    "The bank has 5.2 million customers, and 40% of adults own a car.",
]


@pytest.mark.parametrize("text", SILENT)
def test_no_operands_no_mismatch(text: str) -> None:
    assert not [c.message for c in finchecks.check(text).checks if c.verdict == "mismatch"]


def test_a_missing_operand_is_implied() -> None:
    check = only("Revenue jumped 27% to $3.36bn.", "percent_change")
    assert check is not None
    assert check.verdict == "unverifiable"
    assert check.implied is not None
    assert check.implied.role == "old"
    assert check.implied.low < 2.65e9 < check.implied.high


def test_a_direction_word_against_the_numbers_is_an_error() -> None:
    check = only("Volumes grew 1.9% to 312 million cases from 318 million cases.", "percent_change")
    assert check is not None
    assert (check.verdict, check.severity) == ("mismatch", "error")
    assert check.diagnosis is not None
    assert check.diagnosis.code == "sign"


def test_conversions_of_one_amount_are_of_the_first() -> None:
    found = finchecks.check("It owes 14bn euros ($18.3bn; £9.6bn).").checks
    assert [(c.claim.stated.text, c.claim.operands[0].text) for c in found] == [
        ("$18.3bn", "14bn euros"),
        ("£9.6bn", "14bn euros"),
    ]


def test_two_clauses_keep_their_own_operands() -> None:
    text = "Sales rose 10% to $110m from $100m and profit rose 50% to $15m from $10m."
    found = {c.claim.stated.text: [o.text for o in c.claim.operands] for c in finchecks.check(text).checks}
    assert found == {"10%": ["$110m", "$100m"], "50%": ["$15m", "$10m"]}


@given(
    st.integers(20, 900),
    st.integers(20, 900),
    st.sampled_from(
        [
            "Revenue {verb} {p}% to ${new}m from ${old}m.",
            "Output {verb} by {p}% to {new} tonnes from {old} tonnes.",
        ]
    ),
)
def test_what_an_author_derives_and_rounds_is_consistent(old: int, new: int, form: str) -> None:
    change = (new / old - 1) * 100
    if abs(change) < 0.5 or abs(change) > 400:
        return
    verb = "rose" if change > 0 else "fell"
    report = finchecks.check(form.format(verb=verb, p=f"{abs(change):.1f}", new=new, old=old))
    assert [c.message for c in report.checks if c.verdict == "mismatch"] == []


@given(st.integers(3, 9))
def test_the_scale_of_all_amounts_changes_no_verdict(power: int) -> None:
    word = {3: "thousand", 6: "million", 9: "billion"}.get(power, "million")
    for text, verdict in (
        ("Profit rose 20% to $60 {} from $50 {}.", "consistent"),
        ("Profit rose 32% to $60.0 {} from $50.0 {}.", "mismatch"),
    ):
        check = only(text.format(word, word), "percent_change")
        assert check is not None
        assert check.verdict == verdict


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        # told in two ways: the amount that is right ties the two values, so that the percentage must be wrong
        ("Volumes came to 12,480 tonnes, a decline of 310 tonnes or 3.9% from 12,790.", "3.9%"),
        (
            "Futures closed at $5.84 on Friday, 31 cents below the previous Friday's $6.15, a loss of 7.3%.",
            "7.3%",
        ),
        # summed up in the next sentence
        ("We paid $18.40 in 2019; we got $11.50 when we left last month. That is a loss of 52%.", "52%"),
        ("The mill spends $12,276 a worker. In 2020 it was $9,950, which gives a 32.5% increase.", "32.5%"),
        # whichever of the figures is meant, it does not come out
        (
            "Its capital ratio of 19.4% is 470 basis points over the 16.0% that the law asks for.",
            "470 basis points",
        ),
    ],
)
def test_what_cannot_be_right_whatever_is_meant(text: str, wrong: str) -> None:
    found = [check for check in finchecks.check(text).checks if check.verdict == "mismatch"]
    assert [check.claim.stated.text for check in found] == [wrong], [check.message for check in found]


@pytest.mark.parametrize(
    "text",
    [
        "Version 4.12 opened the file 30% faster than 4.11 did.",
        "The load factor dropped to 61.2% from 63.0%, as capacity was raised by a fifth.",
        "Lease rates grew over 2%, with 2.6% on renewals and 1% on new leases.",
        "The instalments, due in March 1987, September 1987 and March 1988, are deferred for two years.",
        "It lies about 100 kilometres (60 miles) north of the port.",
    ],
)
def test_tempting_but_right(text: str) -> None:
    assert [check.message for check in finchecks.check(text).checks if check.verdict == "mismatch"] == []
