"""Direction words against their two values: what is read, what is left alone, and a law of swapping."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import finchecks
from finchecks.report.schema import shipped

FRAMES = [
    "Takings at the lido {verb} to £{new}m from £{old}m.",
    "Takings at the lido {verb} from £{old}m to £{new}m.",
    "Takings at the lido were £{new}m, {particle} from £{old}m a year before.",
    "The lido's takings {verb} sharply to £{new}m in the third quarter, against £{old}m a year earlier.",
    "The council {transitive} its grant to the lido to £{new}m from £{old}m.",
]
WORDS = {
    "up": {"verb": "rose", "particle": "up", "transitive": "raised"},
    "down": {"verb": "fell", "particle": "down", "transitive": "cut"},
}


def said(text: str) -> list[str]:
    return [c.claim.stated.text for c in finchecks.check(text).checks if c.claim.kind == "direction"]


@given(st.sampled_from(FRAMES), st.sampled_from(["up", "down"]), st.integers(310, 590), st.integers(310, 590))
def test_a_word_is_reported_when_the_values_go_the_other_way_and_only_then(
    frame: str, word: str, new: int, old: int
) -> None:
    text = frame.format(new=f"{new / 100:.2f}", old=f"{old / 100:.2f}", **WORDS[word])
    # neighbouring hundredths have a value in common
    wrong = new < old - 1 if word == "up" else new > old + 1
    assert len(said(text)) == int(wrong), text


@pytest.mark.parametrize(
    "text",
    [
        "The krona fell to 11.40 from 11.05.",  # more kronor a euro: the krona is worth less
        "The dollar slipped to 152.3 yen from 150.9 yen.",
        "The loss improved to $4m from $3m.",
        "The result rose to -$3m from -$5m.",
        "The town rose to 14th from 19th.",
        "Fares never fell to $3 from $2.",
        "Fees rose to more than $2m from $3m.",  # "more than" leaves the value open
        "Adjusted profit rose to $5m, from a reported profit of $6m.",
        "Wages rose, taking the bill to $5m and cutting profit from $6m.",
    ],
)
def test_where_up_and_down_are_in_doubt_nothing_is_said(text: str) -> None:
    assert said(text) == []


def test_a_stated_amount_of_change_tells_the_direction_itself() -> None:
    found = finchecks.check("Visits fell 12% to 44,800 visits from 40,000 visits.").checks
    assert [c.claim.kind for c in found] == ["percent_change"]


def test_in_json_the_word_is_the_claim_and_has_no_value() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    report = finchecks.check("Takings at the lido fell to £5.2m from £4.9m.").to_dict()
    jsonschema.validate(json.loads(json.dumps(report, allow_nan=False)), shipped())
    (check,) = report["checks"]
    assert (check["claim"]["text"], check["claim"]["value"]) == ("fell", None)
    assert check["claim"]["direction"] == "down"
    assert [o["role"] for o in check["operands"]] == ["new", "old"]
