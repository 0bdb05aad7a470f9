"""How fast the checker is, in multiples of the least that any such tool must do: find the digits.

    python benchmarks/ratio.py FOLDER [--rounds 3] [--limit N]

Reads every article of a folder into memory, then times on one core, in processor time, (1) one bare pass of
``re.findall(r"\\d", text)`` over all of them, (2) the whole checker from text in memory to verdicts, and
(3) the same by stage. Printed are the best of the rounds, which take turns; rules and rates are loaded
before.

The stages are timed by clocks around their functions, each less the time of those within it, so that no
profiler stands in the way and the stages add up to the whole.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import process_time
from typing import Any
from unittest.mock import patch

from finchecks import pipeline
from finchecks.claim import (
    accretions,
    apiece,
    balances,
    breakdowns,
    bridges,
    buildups,
    cell_pairs,
    changes,
    changes_said,
    declared,
    elsewhere,
    ends,
    from_quantities,
    general,
    identities,
    mirrors,
    paces,
    portions,
    products,
    rests,
    shares,
    steps,
    sums,
    tables,
    times,
    totals_said,
    turned,
    wholes,
)  # fmt: skip
from finchecks.claim.hypothesis import Hypothesis
from finchecks.pipeline import check_bytes, prepare

SUFFIXES = {".txt", ".md", ".markdown"}
#: stage → the functions that are it, where they are called from
STAGES: dict[str, tuple[tuple[Any, str], ...]] = {
    "document": ((pipeline, "from_bytes"),),
    "quantity": ((pipeline, "quantities"),),
    "quantity, cells": ((pipeline, "cells"),),
    "claim, the rest": ((pipeline, "claims"),),
    "claim, surroundings": ((from_quantities, "read"),),
    "claim, cells": ((from_quantities, "cell_claims"),),
    "claim, conversions": ((from_quantities, "mark_conversions"), (from_quantities, "conversions")),
    "claim, comparisons": ((from_quantities, "comparisons"),),
    "claim, changes": ((changes, "changes"),),
    "claim, far changes": ((elsewhere, "changes_told_elsewhere"),),
    "claim, steps": ((steps, "steps"),),
    "claim, shares": ((shares, "shares"), (portions, "portions"), (wholes, "wholes")),
    "claim, sums": (
        (sums, "sums"), (bridges, "bridges"), (breakdowns, "breakdowns"),
        (accretions, "accretions"), (buildups, "buildups"), (balances, "balances"), (ends, "ends"),
    ),
    "claim, paces": ((paces, "paces"), (paces, "lasting")),
    "claim, doubts": ((from_quantities, "doubt"),),
    "claim, rests": ((rests, "remainders"),),
    "claim, products": ((products, "products"),),
    "claim, ratios": ((products, "ratios"), (apiece, "apiece")),
    "claim, times": ((times, "growth"), (times, "durations")),
    "claim, tables": (
        (from_quantities, "grids"), (tables, "table_claims"), (totals_said, "totals_said"),
        (changes_said, "changes_said"), (cell_pairs, "cell_pairs"),
    ),
    "claim, identities": ((identities, "identities"),),
    "claim, general": ((general, "general"), (general, "credible")),
    "claim, mirrors": ((mirrors, "mirrored"), (turned, "turned"),),
    "claim, declared": ((declared, "declared"), (declared, "lacking")),
    "claim, directions": ((from_quantities, "directions"),),
    "claim, restated": ((from_quantities, "restatements"),),
    "claim, arithmetic": ((Hypothesis, "judge"),),
    "claim, choice": ((from_quantities, "choose"),),
    "engine": ((pipeline, "checks"),),
    "report": ((pipeline, "in_source"), (pipeline, "fingerprints")),
}  # fmt: skip


def seconds(run: Callable[[], object]) -> float:
    """Of processor time: what else the machine does counts as little as may be."""
    began = process_time()
    run()
    return process_time() - began


@contextmanager
def clocks() -> Iterator[dict[str, float]]:
    """Seconds by stage of what is run within, each without the stages within it."""
    taken = dict.fromkeys(STAGES, 0.0)
    inner = [0.0]

    def timed(stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **named: Any) -> Any:
            inner.append(0.0)
            began = process_time()
            try:
                return function(*arguments, **named)
            finally:
                took = process_time() - began
                taken[stage] += took - inner.pop()
                inner[-1] += took

        return run

    patches = [
        patch.object(place, name, timed(stage, getattr(place, name)))
        for stage, functions in STAGES.items()
        for place, name in functions
    ]
    for one in patches:
        one.start()
    try:
        yield taken
    finally:
        for one in patches:
            one.stop()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--limit", type=int, help="only the first N articles")
    options = parser.parse_args()
    paths = sorted(path for path in options.folder.rglob("*") if path.suffix in SUFFIXES)[: options.limit]
    data = [(str(path), path.read_bytes()) for path in paths]
    if not data:
        sys.exit(f"{options.folder}: no articles (.txt, .md, .markdown)")
    texts = [content.decode("utf-8", errors="replace") for _, content in data]
    knowledge = prepare()
    checks = figures = 0

    def check() -> None:
        nonlocal checks, figures
        reports = [check_bytes(content, knowledge, path=path) for path, content in data]
        checks, figures = (sum(len(getattr(r, name)) for r in reports) for name in ("checks", "figures"))

    digits = re.compile(r"\d")
    bare = whole = float("inf")
    best = dict.fromkeys(STAGES, float("inf"))
    for _ in range(options.rounds):
        for _ in range(5):
            bare = min(bare, seconds(lambda: [digits.findall(text) for text in texts]))
        whole = min(whole, seconds(check))
        with clocks() as taken:
            check()
        best = {stage: min(best[stage], took) for stage, took in taken.items()}
    size = sum(map(len, texts)) / 1e6
    print(f"{len(texts):,} articles, {size:.2f} million characters, {figures:,} figures, {checks:,} checks;")
    print(f"best of {options.rounds} rounds on one core, in processor time")
    row("bare \\d pass", bare, bare, len(texts))
    row("whole checker", whole, bare, len(texts))
    for name, took in best.items():
        row(f"  {name}", took, bare, len(texts))


def row(name: str, took: float, bare: float, articles: int) -> None:
    rate = f"{articles / took:>12,.0f} articles/s" if took else ""
    print(f"{name:<22}{took * 1e3:>9.1f} ms{took / bare:>9.1f} x{rate}")


if __name__ == "__main__":
    main()
