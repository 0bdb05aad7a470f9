"""Fit the trees of ``rules/lexicon/general.json`` to annotated text (see :mod:`finchecks.claim.general`).

    pip install scikit-learn
    python benchmarks/fit_general.py [--write]

Learnt from: the project's own documents, the halves of ``tests/unseen`` and of the published corpus that may
be read (see ``tests/test_corpus.py``), and from unannotated documents, whose figures that nothing explains
are taken for no claims. Each candidate is a claim with two figures of fitting types whose result is at most
so many times off as an error may be; it counts as right where the annotation names these operands. The
arithmetic itself is not shown to the trees: they learn where operands stand, whether or not their author
computed well. What it prints is of the other halves, whose figures alone may be looked at: of the likeliest
binding of each figure, how many are right, from so many bits on.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from finchecks.claim import from_quantities as binder
from finchecks.claim import general
from finchecks.claim.context import Context, Figure, read
from finchecks.claim.hypothesis import Hypothesis
from finchecks.document import Document
from finchecks.document.from_bytes import from_bytes
from finchecks.quantity.from_document import cells, quantities
from finchecks.rule.load import builtin_folder, load_rules

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
from scoring import FAMILY, documents, half, same  # noqa: E402

RULES = {rule.id: rule for rule in load_rules()}
#: of these only a half may be read, these may be read whole, and of this one the figures alone. The seventh
#: is left out: it is annotated three times as densely as other text, and trees that learnt from it took
#: more figures for claims everywhere, of which no more were right
HALVES, WHOLE, MEASURED = ("first", "second"), ("third", "fourth", "fifth"), ("sixth",)
#: trees of 15 leaves learnt nothing from more text: of 63 they bind a tenth more on text they did not see
TREES, LEAVES, RATE = 150, 63, 0.05
CLAIM_TREES, CLAIM_LEAVES, CLAIM_RATE = 150, 31, 0.05
#: after so many trees what only so few of the likely bindings fall below is hopeless
STAGES, CLAIM_STAGES, LOST = (10, 25, 50, 90), (20, 50), 0.005


class Row(NamedTuple):
    figure: tuple[str, int]
    kind: str
    described: list[float]
    meant: bool
    readable: bool


def told(claim: dict[str, Any]) -> list[tuple[str, float]]:
    return [(o["role"], float(o["value"])) for o in claim["operands"] if o.get("value") is not None]


def label(gold: Sequence[dict[str, Any]], claim: Figure) -> Callable[[str, Figure, Figure], bool]:
    mine = [c for c in gold if c["start"] < claim.q.end and claim.q.start < c["end"]]

    def meant(kind: str, a: Figure, b: Figure) -> bool:
        roles = general.KINDS[kind][1:]
        bound = [(role, f.q.value) for role, f in zip(roles, (a, b), strict=True)]
        return any(
            FAMILY.get(kind, kind) == FAMILY.get(c["kind"], c["kind"])
            and c["verdict"] in ("consistent", "mismatch")
            and same(
                bound, [(o["role"], float(o["value"])) for o in c["operands"] if o.get("value") is not None]
            )
            for c in mine
        )

    return meant


def bindings(text: str) -> tuple[Context, list[Hypothesis]] | None:
    """A text as the binder reads it, and all that its generators propose; None for what is no text."""
    document = from_bytes(text.encode(), path="x.txt")
    if not isinstance(document, Document):
        return None
    context = read(document, quantities(document), binder.relations(), binder.evidence())
    return context, binder.hypotheses(context, RULES, cells(document))


def rows(name: str, text: str, gold: Sequence[dict[str, Any]] | None, readable: bool) -> Iterator[Row]:
    bound = bindings(text)
    if bound is None:
        return
    context, found = bound
    chosen = binder.choose(found)
    seen = general.view(context, [one for one in chosen if one.fit == "right"])
    explained = {one.claim.q.start for one in chosen} if gold is None else set()
    for claim in general.claims(seen, explained):
        meant = label(gold or (), claim)
        mine = general.about(seen, claim)
        for kind, a, b in general.candidates(seen, claim, general.kinds_of(claim)):
            described = general.described(seen, general.of_claim(mine, kind), kind, claim, a, b)
            yield Row((name, claim.q.start), kind, described, meant(kind, a, b), readable)


def collected() -> Iterator[Row]:
    shared = ROOT.parent / "shared"
    own = ROOT / "tests" / "corpus"
    unseen = [ROOT / "tests" / "unseen" / batch for batch in (*HALVES, *WHOLE, *MEASURED)]
    for folder in (own, *unseen, shared / "corpus"):
        for gold, text in documents(folder, None) if (folder / "gold.jsonl").exists() else ():
            whole = folder == own or folder.name in WHOLE
            readable = whole or (folder.name not in MEASURED and not half(gold["doc"]))
            yield from rows(f"{folder.name} {gold['doc']}", text, gold["claims"], readable)
    for path in sorted((shared / "quiet").glob("*.txt")):
        if not half(path.stem):
            with open(path, encoding="utf-8", newline="") as file:
                yield from rows(f"quiet {path.stem}", file.read(), None, True)


def nodes_of(model: Any) -> list[list[list[float]]]:
    """The nodes of each tree as :mod:`finchecks.claim.trees` reads them, leaves in bits."""
    return [
        [
            [-1, round(float(n["value"]) / math.log(2), 4), 0, 0]
            if n["is_leaf"]
            else [int(n["feature_idx"]), float(f"{n['num_threshold']:.6g}"), int(n["left"]), int(n["right"])]
            for n in predictor.nodes
        ]
        for (predictor,) in model._predictors
    ]


def said(nodes: list[list[float]], x: Any) -> Any:
    """What one tree says of each row."""
    feature, value, left, right = (np.array(column) for column in zip(*nodes, strict=True))
    at = np.zeros(len(x), dtype=int)
    while (inner := feature[at] >= 0).any():
        chosen = x[np.arange(len(x)), np.maximum(feature[at], 0).astype(int)]
        at = np.where(inner, np.where(chosen <= value[at], left[at], right[at]).astype(int), at)
    return value[at]


def exported(model: Any, x: Any, least: float, stages: Sequence[int]) -> tuple[dict[str, Any], Any]:
    """The trees as data, and the bits that they give to each row."""
    trees = nodes_of(model)
    total = np.full(len(x), float(np.ravel(model._baseline_prediction)[0]) / math.log(2))
    base, partial = float(total[0]), {}
    for number, nodes in enumerate(trees, 1):
        total = total + said(nodes, x)
        if number in stages:
            partial[number] = total
    limits = [[n, round(float(np.quantile(some[total > least], LOST)), 2)] for n, some in partial.items()]
    return {"base": round(base, 4), "trees": trees, "stages": limits}, total


def fit(
    x: Any,
    y: Any,
    trees: int,
    leaves: int,
    rate: float,
    least: int = 20,
    weights: Any = None,
    bins: int = 255,
) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(
        max_iter=trees, learning_rate=rate, max_leaf_nodes=leaves, min_samples_leaf=least,
        max_bins=bins, l2_regularization=5.0, early_stopping=False, random_state=0,
    ).fit(x, y, sample_weight=weights)  # fmt: skip


def to_write(description: str | None) -> bool:
    """The one option of these scripts: are the trees written, or only told of?"""
    options = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--write", action="store_true", help="write rules/lexicon/general.json")
    return bool(options.parse_args().write)


def main() -> None:
    write = to_write(__doc__)
    every = list(collected())
    x = np.array([row.described for row in every], dtype=np.float32)
    y = np.array([row.meant for row in every])
    train = np.array([row.readable for row in every])
    print(f"{len(y)} candidates, {y.sum()} meant; {train.sum()} may be read")
    binding, bits = exported(fit(x[train], y[train], TREES, LEAVES, RATE), x, general.LEAST, STAGES)
    first: dict[tuple[tuple[str, int], str], int] = {}
    is_claim: dict[int, bool] = {}
    for at, row in enumerate(every):
        place = first.setdefault((row.figure, row.kind), at)
        is_claim[place] = is_claim.get(place, False) or row.meant
    places = np.array(list(is_claim))
    known = general.names().index("first old")
    z, is_one = x[places][:, :known], np.array(list(is_claim.values()))
    claim, _ = exported(
        fit(z[train[places]], is_one[train[places]], CLAIM_TREES, CLAIM_LEAVES, CLAIM_RATE),
        z, general.CLAIM, CLAIM_STAGES,
    )  # fmt: skip
    best: dict[tuple[str, int], int] = {}
    for at in np.flatnonzero(~train):
        figure = every[at].figure
        if figure not in best or bits[at] > bits[best[figure]]:
            best[figure] = at
    for least in range(-2, 6):
        likely = [at for at in best.values() if bits[at] > least]
        print(f"  {least:3} bits: {sum(bool(y[at]) for at in likely)} of {len(likely)} right")
    if write:
        path = builtin_folder() / "lexicon" / "general.json"
        known = json.loads(path.read_text("utf-8"))
        data = {**known, "features": general.names(), "claim": claim, "binding": binding}
        path.write_text(json.dumps(data, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
