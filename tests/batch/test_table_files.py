"""What a table of checks may hold."""

from __future__ import annotations

import pytest

from finchecks.batch.outputs import inert


@pytest.mark.parametrize(
    "text", ["=1+1", "=cmd|' /C calc'!A0", "+A1", "-A1", "@SUM(1)", "\t=1", "\r=1", "-2+3"]
)
def test_no_cell_of_csv_is_a_formula_from_an_article(text: str) -> None:
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize("value", ["", "-29%", "+1,200.5", "-3", "$5m", "a=b", None, -3.5, 7])
def test_figures_and_words_stay_as_they_are(value: object) -> None:
    assert inert(value) == value
