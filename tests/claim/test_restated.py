"""One fact stated twice: what is found, and the many ways in which two figures are two facts."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import finchecks
from finchecks.engine import Check


def found(text: str, path: str = "x.md") -> list[Check]:
    return [c for c in finchecks.check(text, path=path).checks if c.claim.kind == "same_fact"]


TITLES = [
    (
        "Orchard press lands £{}m loan",
        "*Hereford*, Tuesday\n\nThe orchard press has been granted a loan of £{}m.",
    ),
    (
        "Skipper's margin widens to {}%",
        "The gross margin of Skipper & Daughters widened to {}% in the spring.",
    ),
    ("Tram ridership up {}%", "Ridership on the town's trams rose {}% last year, the council said."),
    ("Observatory raises €{}m for its dome", "The observatory has raised €{}m for the dome."),
]


@given(st.sampled_from(TITLES), st.integers(110, 980), st.integers(110, 980))
def test_a_title_and_the_opening_that_restates_it(form: tuple[str, str], one: int, two: int) -> None:
    title, body = form
    text = f"# {title.format(one / 10)}\n\n{body.format(two / 10)}\n"
    if one == two:
        assert found(text) == []
    elif abs(one - two) > 0.12 * max(one, two):  # beyond what either may have been rounded from
        assert [c.claim.stated.text.strip("£€%m") for c in found(text)] == [str(one / 10)], text


@given(st.integers(20, 90), st.integers(10, 99))
def test_a_title_may_round_and_cut_off(whole: int, cents: int) -> None:
    text = f"# Harbour dues bring in ${whole}m\n\nDues brought the harbour in ${whole}.{cents}m last year.\n"
    assert found(text) == []


@given(st.integers(1000, 9900), st.integers(1000, 9900))
def test_a_sentence_and_the_cell_of_its_metric_and_year(cell: int, said: int) -> None:
    assume(0.45 < cell / said < 2.2)
    text = f"""Revenue in 2024 was ${said / 100:.2f} million, the mill said.

| $ million | 2024 | 2023 |
|---|---|---|
| Revenue | {cell / 100:.2f} | 7.77 |
| Net profit | 0.31 | 0.28 |
"""
    apart = abs(said - cell) > 1 and abs(said - 777) > 1
    checks = found(text)
    assert len(checks) == int(apart)
    if checks:
        (operand,) = checks[0].claim.operands
        assert (operand.source, operand.value) == ("table", pytest.approx(cell * 1e4))


PERIOD = "Revenue in 2024 was $41.3 million, the mill said.\n\nIts roof was mended. {}\n"
OTHER_FACTS = {
    "another year": "Revenue in 2023 was $43.1 million.",
    "a part of the year": "In the first quarter of 2024 revenue was $43.1 million.",
    "another metric": "Orders in 2024 were $43.1 million.",
    "another owner": "The rival Old Weir's revenue in 2024 was $43.1 million.",
    "a part of the whole": "Export revenue in 2024 was $43.1 million.",
    "a place": "Revenue in Norway in 2024 was $43.1 million.",
    "a forecast": "The bank had expected revenue in 2024 of $43.1 million.",
    "a revision": "Revenue in 2024 was originally put at $43.1 million.",
    "an adjusted figure": "Adjusted revenue in 2024 was $43.1 million.",
    "another currency": "Revenue in 2024 was €43.1 million.",
    "a step": "Revenue rose in 2024 by $43.1 million.",
    "an older value": "Revenue fell to $41.3 million in 2024 from $43.1 million.",
    "a limit": "Revenue in 2024 was at least $39 million.",
    "within a qualifier": "Revenue in 2024 was nearly $43.1 million.",
    "a yield a unit": "Revenue in 2024 was $43.1 a tonne.",
}


@pytest.mark.parametrize("sentence", OTHER_FACTS.values(), ids=OTHER_FACTS)
def test_other_facts(sentence: str) -> None:
    assert found(PERIOD.format(sentence)) == []


def test_the_same_fact_in_the_same_place_is_found() -> None:
    """The control of the cases above: without what sets them apart there is a finding."""
    (check,) = found(PERIOD.format("Revenue in 2024 was $43.1 million."))
    assert (check.verdict, check.severity, check.suggestion) == ("mismatch", "error", None)
    assert check.claim.operands[0].text == "$41.3 million"
    assert check.recomputed is not None
    assert "line 1" in check.message
