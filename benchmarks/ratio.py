"""How fast the checker is, in multiples of the least that any such tool must do: find the digits.

    python benchmarks/ratio.py FOLDER [--rounds 3] [--limit N]

Reads every article of a folder into memory, then times (1) one bare pass of ``re.findall(r"\\d", text)`` over
all of them, (2) the whole checker from text in memory to verdicts, and (3) each stage by itself, on one core.
Printed are the best of the rounds; rules and rates are loaded before.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from finchecks.claim.from_quantities import claims
from finchecks.document import Document
from finchecks.document.from_bytes import from_bytes
from finchecks.engine.from_claims import checks
from finchecks.faults import Fault
from finchecks.pipeline import check_bytes, prepare
from finchecks.quantity.from_document import cells, quantities

SUFFIXES = {".txt", ".md", ".markdown"}


def best(rounds: int, run: Callable[[], object]) -> float:
    """Seconds of the fastest of so many runs."""
    times = []
    for _ in range(rounds):
        began = perf_counter()
        run()
        times.append(perf_counter() - began)
    return min(times)


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

    def read() -> list[Document | Fault]:
        return [from_bytes(content, path=path) for path, content in data]

    documents = [document for document in read() if isinstance(document, Document)]
    found = [quantities(document) for document in documents]
    tables = [cells(document) for document in documents]
    claimed = [claims(d, q, c, knowledge.rules) for d, q, c in zip(documents, found, tables, strict=True)]

    bare = best(options.rounds, lambda: [re.findall(r"\d", text) for text in texts])
    whole = best(
        options.rounds, lambda: [check_bytes(content, knowledge, path=path) for path, content in data]
    )
    stages = {
        "document": best(options.rounds, read),
        "quantities": best(options.rounds, lambda: [quantities(d) for d in documents]),
        "cells": best(options.rounds, lambda: [cells(d) for d in documents]),
        "claims": best(
            options.rounds,
            lambda: [
                claims(d, q, c, knowledge.rules) for d, q, c in zip(documents, found, tables, strict=True)
            ],
        ),
        "checks": best(
            options.rounds,
            lambda: [
                checks(c, d, knowledge.rules, knowledge.rates)
                for c, d in zip(claimed, documents, strict=True)
            ],
        ),
    }
    size = sum(map(len, texts)) / 1e6
    print(f"{len(texts):,} articles, {size:.2f} million characters, {sum(map(len, found)):,} quantities,")
    print(f"{sum(map(len, claimed)):,} claims; best of {options.rounds} rounds on one core")
    row("bare \\d pass", bare, bare, len(texts))
    row("whole checker", whole, bare, len(texts))
    for name, seconds in stages.items():
        row(f"  {name}", seconds, bare, len(texts))


def row(name: str, seconds: float, bare: float, articles: int) -> None:
    print(
        f"{name:<16}{seconds * 1e3:>9.1f} ms{seconds / bare:>9.1f} x{articles / seconds:>12,.0f} articles/s"
    )


if __name__ == "__main__":
    main()
