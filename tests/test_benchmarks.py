"""The benchmarks time functions by their names: they have to be there."""

from __future__ import annotations

import runpy
from pathlib import Path


def test_each_stage_is_there() -> None:
    ratio = runpy.run_path(str(Path(__file__).parents[1] / "benchmarks" / "ratio.py"))
    for stage, functions in ratio["STAGES"].items():
        assert all(callable(getattr(place, name, None)) for place, name in functions), stage
