"""The benchmarks time functions by their names: they have to be there."""

from __future__ import annotations

import runpy
from pathlib import Path

import finchecks


def test_each_stage_is_there() -> None:
    ratio = runpy.run_path(str(Path(__file__).parents[1] / "benchmarks" / "ratio.py"))
    for stage, functions in ratio["STAGES"].items():
        assert all(callable(getattr(place, name, None)) for place, name in functions), stage


def test_the_clocks_change_nothing() -> None:
    ratio = runpy.run_path(str(Path(__file__).parents[1] / "benchmarks" / "ratio.py"))
    with ratio["clocks"]() as taken:
        report = finchecks.check("Sales rose 5% to $10.5m from $10.0m.")
    assert [check.claim.stated.text for check in report.checks] == ["5%"]
    assert taken["claim, changes"] > 0 and taken["claim, choice"] > 0
