"""Fit the trees of ``rules/lexicon/general_cells.json`` (see :mod:`finchecks.claim.general_cells`).

    pip install scikit-learn
    python benchmarks/fit_cells.py [--write] [--but NAME ...] [FOLDER ...]

Learnt from: the project's own documents, those of ``tests/unseen`` and of the published corpus that may be
read, and further annotated folders that are named. Each row is a figure of the prose with two operands, one
of them at least a cell, whose result is about its size; it counts as right where the annotation names these
operands. Printed is what is bound in documents that the trees did not learn from, by folds: of the figures
that nothing else explains, how many bindings are right that recompute, and how many that do not. ``--but``
leaves out a folder, by its name.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from fit_general import ROOT, RULES, exported
from fit_general import fit as fit_trees

from finchecks.claim import agreeing, cell_operands, general, general_cells
from finchecks.claim import from_quantities as binder
from finchecks.claim.cells import cell_claims
from finchecks.claim.context import Context, read
from finchecks.claim.grids import grids
from finchecks.claim.hypothesis import Hypothesis
from finchecks.claim.sheets import Sheet, sheets
from finchecks.document import Document
from finchecks.document.from_bytes import from_bytes
from finchecks.quantity.from_document import cells, quantities
from finchecks.rule.load import builtin_folder

sys.path.insert(0, str(ROOT / "tests"))
from scoring import FAMILY, TOP, binds, documents

KINDS = list(general.KINDS)
#: of these only a half may be read, these may be read whole
HALVES, WHOLE = ("first", "second"), ("third", "fourth", "fifth", "seventh")
FOLDS = 4
#: after so many trees what only few of the likely ones fall below is hopeless
STAGES, CLAIM_STAGES = (5, 10, 20, 40), (20, 50)
#: trees, their leaves, how fast they learn, rows in a leaf at least
CLAIM, BINDING, AGREEING = (120, 15, 0.05, 20), (80, 31, 0.1, 20), (100, 8, 0.06, 15)
#: bindings that were not meant of which the trees learn: of a figure that has one that was, and of others
WRONG, WRONG_ALONE = 80, 16


@dataclass(slots=True)
class Asked:
    """A figure with all its bindings."""

    source: str
    fold: int
    explained: bool
    mistaken: bool
    own: list[float]
    weighed: list[general_cells.Weighed]
    described: list[Any]
    meant: list[bool]


def explained(text: str) -> tuple[Context, list[Sheet], list[Hypothesis]] | None:
    """A text as the binder reads it, with its tables, and what it binds without these trees."""
    document = from_bytes(text.encode(), path="x.txt")
    if not isinstance(document, Document) or not document.tables:
        return None
    some = cells(document)
    context = read(document, quantities(document), binder.relations(), binder.evidence())
    own = cell_claims(document, some, RULES, context.relations)
    found = binder.hypotheses(context, RULES, some, own)
    chosen = binder.choose(found)
    others = general.general(
        context, RULES, found, chosen, binder.contradictable, binder.doubted, binder.refused
    )
    binder.doubt(context, others)
    chosen = general.credible(context, binder.choose(found + others))
    agreed = agreeing.agreeing(context, RULES, chosen)
    binder.doubt(context, agreed)
    chosen += [o for o in agreed if o.structure >= agreeing.LEAST and binder.DOUBTFUL.isdisjoint(o.signals)]
    return context, sheets(context, grids(context, some, own), some), chosen


def stands_on(pair: cell_operands.Pair, claim: dict[str, Any]) -> bool:
    """Are its operands those of an annotation by where they stand, whatever unit the table is read in?"""
    told = sorted(claim["operands"], key=lambda o: TOP.get(o["role"], 0))
    if len(told) != 2 or any(o.get("start") is None for o in told):
        return False
    if FAMILY.get(claim["kind"], claim["kind"]) != FAMILY.get(pair.kind, pair.kind):
        return False
    even = len({TOP.get(o["role"], 0) for o in told}) == 1
    orders = (told, told[::-1]) if even else (told,)
    return any(
        all(
            one.q.start < o["end"] and o["start"] < one.q.end
            for one, o in zip((pair.a, pair.b), order, strict=True)
        )
        for order in orders
    )


def meant(pair: cell_operands.Pair, told: Sequence[dict[str, Any]]) -> bool:
    roles = general.KINDS[pair.kind][1:]
    mine = [(role, one.q.value) for role, one in zip(roles, (pair.a, pair.b), strict=True)]
    return any(
        c["verdict"] in ("consistent", "mismatch") and (stands_on(pair, c) or binds(pair.kind, mine, c))
        for c in told
    )


def figures(source: str, name: str, text: str, gold: list[dict[str, Any]]) -> Iterator[Asked]:
    bound = explained(text)
    if bound is None or not bound[1]:
        return
    context, read_tables, chosen = bound
    at = cell_operands.desk(context, read_tables, [one for one in chosen if one.fit == "right"])
    done = {one.claim.q.start for one in chosen}
    fold = int(hashlib.sha256(name.encode()).hexdigest(), 16) // 2 % FOLDS
    for claim in context.figures:
        kinds = cell_operands.asks(claim)
        if not kinds or not cell_operands.nearest(at, claim):
            continue
        told = [c for c in gold if c["start"] < claim.q.end and claim.q.start < c["end"]]
        asked = cell_operands.asking(at, claim)
        some = list(cell_operands.pairs(at, asked, kinds))
        weighed = []
        for pair in some:
            one = cell_operands.hypothesis(context, RULES, claim, pair, {}, 0.0)
            one.judge()
            weighed.append(general_cells.Weighed(pair, one, 0.0, 0.0))
        yield Asked(
            source, fold, claim.q.start in done, any(c["verdict"] == "mismatch" for c in told),
            cell_operands.of_claim(at, asked), weighed,
            [np.array(cell_operands.described(at, asked, pair), dtype=np.float32) for pair in some],
            [meant(pair, told) for pair in some],
        )  # fmt: skip


def collected(more: Sequence[Path], but: Sequence[str]) -> Iterator[Asked]:
    unseen = [(ROOT / "tests" / "unseen" / name, None) for name in WHOLE]
    unseen += [(ROOT / "tests" / "unseen" / name, 0) for name in HALVES]
    folders = [(ROOT / "tests" / "corpus", None), *unseen, *((folder, None) for folder in more)]
    for folder, which in [*folders, (ROOT.parent / "shared" / "corpus", 0)]:
        name = "own" if folder.parent.name == "tests" else folder.name
        if name not in but and (folder / "gold.jsonl").exists():
            for gold, text in documents(folder, which):
                if "|" in text:
                    yield from figures(name, gold["doc"], text, gold["claims"])


def fit(x: Any, y: Any, shape: tuple[int, int, float, int], weights: Any = None) -> Any:
    return fit_trees(x, y, *shape, weights=weights, bins=64)


def bits(model: Any, x: Any) -> Any:
    return model.decision_function(x) / np.log(2)


def asked_of(one: Asked, kind: str) -> list[float]:
    return [*(float(kind == other) for other in KINDS), *one.own]


def claims_of(some: Sequence[Asked]) -> tuple[Any, Any, list[tuple[int, str]]]:
    """A row for each figure and kind."""
    places = [
        (n, kind) for n, one in enumerate(some) for kind in dict.fromkeys(w.pair.kind for w in one.weighed)
    ]
    x = np.array([asked_of(some[n], kind) for n, kind in places], dtype=np.float32)
    y = np.array(
        [
            any(ok and w.pair.kind == kind for w, ok in zip(some[n].weighed, some[n].meant, strict=True))
            for n, kind in places
        ]
    )
    return x, y, places


def bindings_of(some: Sequence[Asked]) -> tuple[Any, Any, Any]:
    """The bindings to learn from, with how many each stands for: of those not meant few are taken."""
    rng = np.random.default_rng(0)
    x: list[Any] = []
    y: list[bool] = []
    weights: list[float] = []
    for one in some:
        live = [n for n, w in enumerate(one.weighed) if w.claim_bits >= general_cells.CLAIM or one.meant[n]]
        right, wrong = [n for n in live if one.meant[n]], [n for n in live if not one.meant[n]]
        most = WRONG if right else WRONG_ALONE
        taken = [int(n) for n in rng.choice(wrong, most, replace=False)] if len(wrong) > most else wrong
        x += [one.described[n] for n in (*right, *taken)]
        y += [True] * len(right) + [False] * len(taken)
        weights += [1.0] * len(right) + [len(wrong) / max(1, len(taken))] * len(taken)
    return np.array(x), np.array(y), np.array(weights)


def say_claims(model: Any, some: Sequence[Asked]) -> None:
    x, _, places = claims_of(some)
    odds = {place: float(b) for place, b in zip(places, bits(model, x), strict=True)}
    for n, one in enumerate(some):
        one.weighed = [w._replace(claim_bits=odds[n, w.pair.kind]) for w in one.weighed]


def say_bindings(model: Any, some: Sequence[Asked]) -> None:
    for one in some:
        if one.weighed:
            said = bits(model, np.array(one.described))
            one.weighed = [w._replace(bits=float(b)) for w, b in zip(one.weighed, said, strict=True)]


def live(one: Asked) -> tuple[list[general_cells.Weighed], list[bool]]:
    """The bindings that are weighed where a figure is asked."""
    both = [
        (w, ok)
        for w, ok in zip(one.weighed, one.meant, strict=True)
        if w.claim_bits >= general_cells.CLAIM and w.bits >= general_cells.HOPE
    ]
    return [w for w, _ in both], [ok for _, ok in both]


def agreements(some: Sequence[Asked]) -> tuple[Any, Any, list[int]]:
    x, y, of = [], [], []
    for n, one in enumerate(some):
        weighed, ok = live(one)
        by_id = {id(w): good for w, good in zip(weighed, ok, strict=True)}
        right = general_cells.agreeing(weighed)
        for w in right:
            x.append(general_cells.described_agreeing(w, right, weighed))
            y.append(by_id[id(w)])
            of.append(n)
    return np.array(x), np.array(y), of


def crossed(some: list[Asked]) -> Any:
    """Bits of claims and bindings by trees that did not learn from the document; then those of agreement."""
    for k in range(FOLDS):
        rest, mine = [one for one in some if one.fold != k], [one for one in some if one.fold == k]
        x, y, _ = claims_of(rest)
        say_claims(fit(x, y, CLAIM), mine)
    for k in range(FOLDS):
        rest, mine = [one for one in some if one.fold != k], [one for one in some if one.fold == k]
        x, y, weights = bindings_of(rest)
        say_bindings(fit(x, y, BINDING, weights), mine)
    return agreements(some)


def tell(some: Sequence[Asked], x: Any, y: Any, of: list[int]) -> None:
    said = np.zeros(len(y))
    fold = np.array([some[n].fold for n in of])
    for k in range(FOLDS):
        said[fold == k] = bits(fit(x[fold != k], y[fold != k], AGREEING), x[fold == k])
    best: dict[int, tuple[float, bool]] = {}
    for b, ok, n in zip(said, y, of, strict=True):
        best[n] = max(best.get(n, (-99.0, False)), (float(b), bool(ok)))
    for least in (0.0, 0.5, 1.0, 1.5, 1.75, 2.0, 2.5, 3.0):
        parts: Counter[str] = Counter()
        right: Counter[str] = Counter()
        for n, (b, ok) in best.items():
            if b >= least:
                name = "explained" if some[n].explained else some[n].source
                parts[name] += 1
                right[name] += ok
        new = sum(v for k, v in parts.items() if k != "explained")
        good = sum(v for k, v in right.items() if k != "explained")
        print(
            f"  agreeing {least} bits: {good}/{new};", ", ".join(f"{k} {right[k]}/{parts[k]}" for k in parts)
        )
    for least in (1.0, 2.0, 2.5, 2.9, 3.5, 4.5):
        tops = [(one, general_cells.ahead(live(one)[0])) for one in some]
        told = [
            (one, top) for one, top in tops
            if top is not None and top[1] >= least and top[2] >= general_cells.AHEAD
            and general_cells.contradicts(top[0]) and not top[0].one.within_qualifiers()
            and not top[0].one.claim.q.qualifier and not top[0].one.over_round()
        ]  # fmt: skip
        good = [(one, dict(zip(map(id, live(one)[0]), live(one)[1], strict=True))) for one, _ in told]
        hits = [by[id(top[0])] for (_, by), (_, top) in zip(good, told, strict=True)]
        new_ = [(h, one.mistaken) for h, (one, _) in zip(hits, told, strict=True) if not one.explained]
        right_, mistaken = (sum(column) for column in (*zip(*new_, strict=True), (), ())[:2])
        print(f"  against {least} bits: {right_}/{len(new_)} right, {mistaken} mistaken")


def options(description: str | None) -> argparse.Namespace:
    found = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    found.add_argument("--write", action="store_true", help="write rules/lexicon/general_cells.json")
    found.add_argument("--untold", action="store_true", help="do not print what the folds bind")
    found.add_argument("--but", action="append", default=[], metavar="NAME", help="a folder to leave out")
    found.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="further annotated documents")
    return found.parse_args()


def main() -> None:
    chosen = options(__doc__)
    some = [one for one in collected(chosen.folders, chosen.but) if one.weighed]
    print(
        f"{len(some)} figures, {sum(any(one.meant) for one in some)} over cells,"
        f" {sum(any(one.meant) and not one.explained for one in some)} of them unexplained;"
        f" {sum(len(one.weighed) for one in some)} bindings"
    )
    x, y, of = crossed(some)
    if not chosen.untold:
        tell(some, x, y, of)
    if chosen.write:
        agreed = fit(x, y, AGREEING)
        z, is_one, _ = claims_of(some)
        claim = fit(z, is_one, CLAIM)
        w, ok, weights = bindings_of(some)
        binding = fit(w, ok, BINDING, weights)
        path = builtin_folder() / "lexicon" / "general_cells.json"
        data = {
            "features": cell_operands.names(),
            "claim": exported(claim, z, general_cells.CLAIM, CLAIM_STAGES)[0],
            "binding": exported(binding, w, general_cells.HOPE, STAGES)[0],
            "agreeing": {"features": general_cells.agreeing_names(), **exported(agreed, x[:9], 0.0, ())[0]},
        }
        path.write_text(json.dumps(data, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
