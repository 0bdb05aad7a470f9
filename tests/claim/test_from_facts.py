"""Claims completed from a facts file: whose, what and when must fit, and one fact alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import finchecks
from finchecks.engine import Check
from finchecks.report.schema import shipped

TEXT = "Brannock Ferries said that its revenue rose 27% to $3.36bn in 2024.\n"
FACT = {
    "entity": "Brannock Ferries",
    "metric": "revenue",
    "period": "2023",
    "value": "2.65",
    "unit": "$ billion",
    "source": "annual report",
}


def checked(folder: Path, text: str, *facts: dict[str, str], date: str | None = None) -> Check:
    path = folder / "facts.yaml"
    path.write_text(json.dumps(list(facts), ensure_ascii=False), encoding="utf-8")  # JSON is YAML
    (found,) = finchecks.check(text, facts=path, date=date).checks
    return found


def test_a_missing_base_is_supplied_and_named(tmp_path: Path) -> None:
    check = checked(tmp_path, TEXT, FACT)
    assert check.verdict == "consistent"
    (operand,) = [o for o in check.claim.operands if o.source == "facts"]
    assert (operand.role, operand.quantity, operand.note) == (
        "old",
        None,
        "facts.yaml, line 1: annual report",
    )
    assert "facts.yaml, line 1: annual report" in check.message


def test_a_wrong_claim_is_found_by_it(tmp_path: Path) -> None:
    check = checked(tmp_path, TEXT.replace("27%", "37%"), FACT)
    assert (check.verdict, check.severity) == ("mismatch", "error")


def test_in_json_it_has_no_place_in_the_text(tmp_path: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    path = tmp_path / "facts.yaml"
    path.write_text(json.dumps([FACT]), encoding="utf-8")
    report = finchecks.check(TEXT, facts=path).to_dict()
    jsonschema.validate(json.loads(json.dumps(report)), shipped())
    old = report["checks"][0]["operands"][1]
    assert (old["source"], old["start"], old["end"], old["value"]) == ("facts", None, None, 2.65e9)


@pytest.mark.parametrize(
    "other",
    [
        {"entity": "Old Weir Lines"},
        {"metric": "operating profit"},
        {"metric": "freight revenue"},
        {"metric": "adjusted revenue"},
        {"period": "2022"},
        {"period": "Q4 2023"},
        {"unit": "€ billion"},
        {"unit": "%"},
    ],
    ids=lambda changed: " ".join(changed.values()),
)
def test_a_fact_about_something_else_is_left_alone(tmp_path: Path, other: dict[str, str]) -> None:
    assert checked(tmp_path, TEXT, {**FACT, **other}).verdict == "unverifiable"


def test_two_facts_that_fit_leave_it_open_and_are_named(tmp_path: Path) -> None:
    check = checked(tmp_path, TEXT, FACT, {**FACT, "value": "2.4"})
    assert check.verdict == "unverifiable"
    assert "ore than one fact fits" in check.message
    # the same value twice is no doubt
    assert checked(tmp_path, TEXT, FACT, {**FACT, "source": "the register"}).verdict == "consistent"


def test_an_alias_serves_for_the_base_of_another_owner(tmp_path: Path) -> None:
    text = "Orlo 5 scored 77.8% on the Tarn exam, a {} point jump from its predecessor.\n"
    rivals = [
        {"entity": "Orlo 5", "metric": "Tarn exam", "value": "77.8%"},
        {"entity": "Orlo 4; predecessor", "metric": "Tarn exam", "value": "65.4%"},
    ]
    path = tmp_path / "facts.csv"
    rows = [f"{f['entity']},{f['metric']},{f['value']}" for f in rivals]
    path.write_text("\n".join(["entity,metric,value", *rows]), encoding="utf-8")
    verdicts = {}
    for points in ("12.4", "13.6"):
        (check,) = finchecks.check(text.format(points), facts=path).checks
        verdicts[points] = check.verdict
        assert check.claim.operands[-1].text == "65.4%"
    assert verdicts == {"12.4": "consistent", "13.6": "mismatch"}


@pytest.mark.parametrize(
    ("text", "period", "fits"),
    [
        ("Visits rose 10% to 550 visits in the third quarter of 2024.", "Q3 2023", True),
        (
            "Visits rose 10% to 550 visits in the third quarter of 2024 from the previous quarter.",
            "Q2 2024",
            True,
        ),
        (
            "Visits rose 10% to 550 visits in the third quarter of 2024 from the previous quarter.",
            "Q3 2023",
            False,
        ),
        ("Visits rose 10% to 550 visits in 2024.", "FY2023", True),
        ("Visits rose 10% to 550 visits.", "", True),
    ],
)
def test_the_base_is_of_the_period_that_the_claim_measures_from(
    tmp_path: Path, text: str, period: str, fits: bool
) -> None:
    fact = {"metric": "visits", "value": "500", "period": period}
    assert (checked(tmp_path, text + "\n", fact).verdict == "consistent") == fits


def test_an_article_without_periods_is_measured_from_the_recent_past_alone(tmp_path: Path) -> None:
    text = "Visits rose 10% to 550 visits."
    fact = {"metric": "visits", "value": "500", "period": "2023"}
    assert checked(tmp_path, text, fact, date="2024-11-05").verdict == "consistent"
    assert checked(tmp_path, text, fact, date="2029-11-05").verdict == "unverifiable"


def test_an_amount_of_change_is_completed_by_what_it_changed(tmp_path: Path) -> None:
    text = "Brannock's rent roll grew by $14 million, or {}%, in 2024.\n"
    fact = {"metric": "rent roll", "value": "175", "unit": "$ million", "period": "2023"}
    assert checked(tmp_path, text.format(8), fact).verdict == "consistent"
    assert checked(tmp_path, text.format(6), fact).verdict == "mismatch"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("Brannock's revenue was $3.36bn in 2024, up {}%.", "27", "37"),
        (
            "Brannock reported revenue of $3.36bn for 2024, an increase of {}% from a year earlier.",
            "27",
            "37",
        ),
        ("Brannock's revenue rose ${}m to $3.36bn in 2024.", "710", "910"),
        ("Brannock's 2024 revenue {} to $5.3bn.", "doubled", "tripled"),
    ],
)
def test_a_change_of_which_nothing_is_said_without_the_fact(
    tmp_path: Path, text: str, right: str, wrong: str
) -> None:
    fact = {**FACT, "entity": "Brannock"}
    assert [c.verdict for c in finchecks.check(text.format(right)).checks] in ([], ["unverifiable"])
    assert checked(tmp_path, text.format(right), fact).verdict == "consistent"
    assert checked(tmp_path, text.format(wrong), fact).verdict == "mismatch"


def test_without_a_fact_that_fits_nothing_is_added(tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text(json.dumps([{**FACT, "entity": "Brannock"}]), encoding="utf-8")
    text = "Brannock's cloud revenue was $3.36bn in 2024, up 37%. It grew from 2020 to 2022 and fell in 2023."
    assert finchecks.check(text, facts=path).checks == ()
