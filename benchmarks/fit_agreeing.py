"""Fit the trees that trust operands for their agreement (see :mod:`finchecks.claim.agreeing`).

    pip install scikit-learn
    python benchmarks/fit_agreeing.py [--write]

Learnt from: the project's own documents, the third and fourth batch of ``tests/unseen``, and the halves of
the other two and of the published corpus that may be read. Each row is a figure with two others that
recompute to it; it counts as meant where the annotation names these operands. What is printed is of documents
that the trees did not learn from: of the others by folds, of the unread halves by all. ``--write`` puts the
trees into ``rules/lexicon/general.json``, beside those of ``fit_general.py``, whose bits they read.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from fit_general import ROOT, RULES, bindings, exported, fit, to_write

from finchecks.claim import agreeing, general
from finchecks.claim import from_quantities as binder
from finchecks.rule.load import builtin_folder

sys.path.insert(0, str(ROOT / "tests"))
from scoring import binds, documents, half

UNREAD = ("first", "second", "shared")
FOLDS = 6
#: trees, their leaves, how fast they learn, rows in a leaf at least
SHAPE = 150, 10, 0.06, 15


class Row(NamedTuple):
    source: str
    document: str
    figure: int
    described: list[float]
    meant: bool
    unread: bool


def rows(source: str, name: str, text: str, gold: list[dict[str, Any]]) -> Iterator[Row]:
    bound = bindings(text)
    if bound is None:
        return
    context, found = bound
    chosen = binder.choose(found)
    chosen = binder.choose(
        found
        + general.general(
            context, RULES, found, chosen, binder.contradictable, binder.doubted, binder.refused
        )
    )
    seen = general.view(context, [one for one in chosen if one.fit == "right"])
    explained = {one.claim.q.start for one in chosen}
    unread = source in UNREAD and bool(half(name))
    for claim in general.claims(seen, explained):
        told = [c for c in gold if c["start"] < claim.q.end and claim.q.start < c["end"]]
        pairs = agreeing.pairs_of(seen, RULES, claim)
        for pair in pairs:
            mine = [(b.role, b.amount()) for b in pair.one.bound]
            yield Row(
                source, name, claim.q.start, agreeing.described_pair(seen, claim, pair, pairs),
                any(binds(pair.one.rule.kind, mine, c) for c in told), unread,
            )  # fmt: skip


def collected() -> Iterator[Row]:
    unseen = [(batch, ROOT / "tests" / "unseen" / batch) for batch in ("first", "second", "third", "fourth")]
    folders = [("own", ROOT / "tests" / "corpus"), *unseen, ("shared", ROOT.parent / "shared" / "corpus")]
    for source, folder in folders:
        for gold, text in documents(folder, None) if (folder / "gold.jsonl").exists() else ():
            yield from rows(source, gold["doc"], text, gold["claims"])


def main() -> None:
    write = to_write(__doc__)
    every = list(collected())
    x = np.array([row.described for row in every], dtype=np.float32)
    y = np.array([row.meant for row in every])
    unread = np.array([row.unread for row in every])
    fold = np.array(
        [int(hashlib.sha256(row.document.encode()).hexdigest(), 16) // 2 % FOLDS for row in every]
    )
    print(f"{len(y)} pairs agree, {y.sum()} meant; {unread.sum()} are unread")
    bits = np.zeros(len(y))
    whole, said = exported(fit(x[~unread], y[~unread], *SHAPE), x, agreeing.LEAST, ())
    bits[unread] = said[unread]
    for k in range(FOLDS):
        mine, rest = ~unread & (fold == k), ~unread & (fold != k)
        _, said = exported(fit(x[rest], y[rest], *SHAPE), x, 0.0, ())
        bits[mine] = said[mine]
    best: dict[tuple[str, int], int] = {}
    for at, row in enumerate(every):
        figure = (row.source + row.document, row.figure)
        if figure not in best or bits[at] > bits[best[figure]]:
            best[figure] = at
    for least in (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0):
        likely = [at for at in best.values() if bits[at] >= least]
        parts = []
        for source in ("own", "first", "second", "third", "fourth", "shared"):
            for other in (False, True):
                some = [at for at in likely if every[at].source == source and every[at].unread == other]
                if some:
                    name = f"{source}{' unread' if other else ''}"
                    parts.append(f"{name} {sum(bool(y[at]) for at in some)}/{len(some)}")
        print(f"  {least} bits: {sum(bool(y[at]) for at in likely)}/{len(likely)} right;", ", ".join(parts))
    if write:
        path = builtin_folder() / "lexicon" / "general.json"
        data = json.loads(path.read_text("utf-8"))
        data["agreeing"] = {"features": agreeing.names(), **whole}
        path.write_text(json.dumps(data, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
