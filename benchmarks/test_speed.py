"""Times of the whole checker and of its yardstick, side by side: ``make bench``.

The texts are the corpus beside the project where there is one (``CORPUS=folder`` names another), otherwise
the example article many times over, which says less. ``benchmarks/ratio.py`` prints their quotient.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from finchecks.pipeline import Knowledge, check_bytes, prepare

PROJECT = Path(__file__).parent.parent
CORPUS = Path(os.environ.get("CORPUS", PROJECT.parent / "shared" / "corpus" / "texts"))
EXAMPLE = PROJECT / "examples" / "harbour-ai.md"


@pytest.fixture(scope="module")
def articles() -> list[tuple[str, bytes]]:
    paths = sorted(CORPUS.glob("*.txt")) or [EXAMPLE] * 100
    return [(str(path), path.read_bytes()) for path in paths]


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return prepare()


def test_bare_digit_pass(benchmark: BenchmarkFixture, articles: list[tuple[str, bytes]]) -> None:
    texts = [data.decode("utf-8", errors="replace") for _, data in articles]
    benchmark(lambda: [re.findall(r"\d", text) for text in texts])


def test_whole_checker(
    benchmark: BenchmarkFixture, articles: list[tuple[str, bytes]], knowledge: Knowledge
) -> None:
    reports = benchmark(lambda: [check_bytes(data, knowledge, path=path) for path, data in articles])
    assert not any(report.unread for report in reports)
    benchmark.extra_info["articles"] = len(articles)
