"""The cost of a check grows with the length of the text, not with its square, whatever the text.

``benchmarks/growth.py`` goes on to ten million characters and to more texts; here are the tempting ones, as
far as they go in seconds. A cost that grows with the square is eight times as high for each character at the
end.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from finchecks.pipeline import prepare

#: by how much a character may cost more in a text eight times as long
ALLOWED = 2.5


@pytest.fixture(scope="module")
def growth() -> ModuleType:
    path = Path(__file__).parent.parent / "benchmarks" / "growth.py"
    spec = importlib.util.spec_from_file_location("growth", path)
    assert spec is not None and spec.loader is not None
    module = sys.modules["growth"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
@pytest.mark.parametrize(
    "name, longest",
    [
        ("digits", 400_000),
        ("commas", 400_000),
        ("percent signs", 400_000),
        ("parentheses", 400_000),
        ("from", 400_000),
        ("from and to", 24_000),
        ("list items", 24_000),
        ("table rows", 48_000),
        ("percentages", 12_000),
        ("parts of a sum", 16_000),
        ("conversions", 16_000),
        ("sentences", 6_400),
        ("one sentence", 6_400),
    ],
)
def test_cost_grows_with_the_length(growth: ModuleType, name: str, longest: int) -> None:
    knowledge, piece = prepare(), growth.PIECES[name]
    cost = []
    for length in (longest // 8, longest // 4, longest // 2, longest):
        data = growth.text(piece, length, "txt").encode()
        growth.stages(data[:2_000], knowledge, "txt")
        took = min(
            growth.stages(data, knowledge, "txt")["whole"] for _ in range(2 if length < longest else 1)
        )
        cost.append(max(took, 0.02) / len(data))
    if cost[-1] >= ALLOWED * min(cost):
        # a machine that was halted for a while measures once more
        cost[-1] = min(cost[-1], growth.stages(data, knowledge, "txt")["whole"] / len(data))
    assert cost[-1] < ALLOWED * min(cost), [f"{one * 1e6:.2f} µs a character" for one in cost]
