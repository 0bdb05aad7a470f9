"""Fit the trees of ``rules/lexicon/general_cells.json`` (see :mod:`finchecks.claim.general_cells`).

    pip install scikit-learn
    python benchmarks/fit_cells.py [--but NAME ...] [FOLDER ...] [--write [PART ...]]

Learnt from: the project's own documents, those of ``tests/unseen`` and of the published corpus that may be
read, and further annotated folders that are named. Each row is a figure of the prose with two operands, one
of them at least a cell, whose result is about its size; it counts as right where the annotation names these
operands. Printed is what is bound in documents that the trees did not learn from, by folds: of the figures
that nothing else explains, how many bindings are right that recompute, and how many that do not; of these
also such as there would be if the claims that come out were falsified. ``--but`` leaves out a folder, by its
name.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from fit_general import ROOT, RULES, exported
from fit_general import fit as fit_trees

from finchecks.claim import agreeing, cell_failing, cell_operands, general, general_cells
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
PARTS = ("claim", "binding", "agreeing", "against")
#: after so many trees what only few of the likely ones fall below is hopeless
STAGES, CLAIM_STAGES = (5, 10, 20, 40), (20, 50)
#: trees, their leaves, how fast they learn, rows in a leaf at least
CLAIM, BINDING = (120, 15, 0.05, 20), (80, 31, 0.1, 20)
AGREEING, AGAINST = (100, 8, 0.06, 15), (60, 6, 0.08, 12)
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
    #: is it a claim that comes out, over whatever
    sound: bool
    desk: cell_operands.Desk
    asking: cell_operands.Asking


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
            any(c["verdict"] == "consistent" for c in told), at, asked,
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


def folded(some: Sequence[Asked], x: Any, y: Any, of: list[int], shape: Any) -> Any:
    """What trees that did not learn from its document say of each row."""
    said = np.zeros(len(y))
    fold = np.array([some[n].fold for n in of])
    for k in range(FOLDS):
        said[fold == k] = bits(fit(x[fold != k], y[fold != k], shape), x[fold == k])
    return said


def tell(some: Sequence[Asked], y: Any, of: list[int], said: Any) -> None:
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


def confirm(some: Sequence[Asked], of: list[int], said: Any) -> set[int]:
    """Which figures the trees of agreement bind; their documents' desks are told of it."""
    best: dict[int, tuple[float, general_cells.Weighed]] = {}
    rows = iter(said)
    for n in dict.fromkeys(of):
        for w in general_cells.agreeing(live(some[n])[0]):
            b = float(next(rows))
            if b >= general_cells.LEAST and (n not in best or best[n][0] < b):
                best[n] = b, w
    for n, (_, w) in best.items():
        if not some[n].explained:
            some[n].desk.told = [*some[n].desk.told, *cell_operands.told_by([w.one])]
    return set(best)


class Failing(NamedTuple):
    """Figures by their likeliest operands, where these do not come out or would not if it were falsified."""

    described: Any
    meant: Any
    of: list[int]
    falsified: Any


def failing(some: Sequence[Asked], bound: set[int]) -> Failing:
    x, y, of, falsified = [], [], [], []
    for n, one in enumerate(some):
        weighed, ok = live(one)
        meant_ = {id(w.pair) for w, its in zip(weighed, ok, strict=True) if its}
        states = [(False, weighed)] if not one.explained and n not in bound else []
        if one.sound and meant_:
            states.append((True, [w._replace(one=wrong(w.one)) for w in weighed]))
        for hidden, its in states:
            ranked = general_cells.may_contradict(one.desk, one.asking, its)
            # were it falsified, it would be far from what its operands make
            if ranked and (hidden or general_cells.tied(ranked[0].one)):
                x.append(cell_failing.described_failing(one.desk, one.asking, ranked))
                y.append(id(ranked[0].pair) in meant_)
                of.append(n)
                falsified.append(hidden)
    return Failing(np.array(x), np.array(y), of, np.array(falsified))


def wrong(one: Hypothesis) -> Hypothesis:
    """As it would be judged if the claim were falsified."""
    return replace(one, fit="wrong", against=False) if one.fit == "right" else one


def tell_failing(some: Sequence[Asked], rows: Failing) -> None:
    said = folded(some, rows.described, rows.meant, rows.of, AGAINST)
    mistaken = np.array([some[n].mistaken for n in rows.of])
    explained_ = np.array([some[n].explained for n in rows.of])
    for least in (0.0, 0.5, 1.0, 1.3, 1.6, 2.0, 2.5, 3.0, 4.0):
        held = said >= least
        caught = held & rows.falsified
        open_ = caught & ~explained_
        natural = held & ~rows.falsified
        print(
            f"  against {least} bits: of those falsified {sum(caught & rows.meant)} right,"
            f" {sum(caught & ~rows.meant)} wrong, of them {sum(open_ & rows.meant)} and"
            f" {sum(open_ & ~rows.meant)} unexplained; as written {sum(natural & rows.meant)} right,"
            f" {sum(natural & ~rows.meant & mistaken)} of a mistake, {sum(natural & ~mistaken)} alarms"
        )


def options(description: str | None) -> argparse.Namespace:
    found = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    found.add_argument(
        "--write",
        nargs="*",
        choices=PARTS,
        help="write these trees, or all, to rules/lexicon/general_cells.json",
    )
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
    said = folded(some, x, y, of, AGREEING)
    rows = failing(some, confirm(some, of, said))
    if not chosen.untold:
        tell(some, y, of, said)
        tell_failing(some, rows)
    if chosen.write is not None:
        path = builtin_folder() / "lexicon" / "general_cells.json"
        data = json.loads(path.read_text("utf-8")) | {"features": cell_operands.names()}
        for name in chosen.write or PARTS:
            data[name] = written(name, some, x, y, rows)
        path.write_text(json.dumps(data, separators=(",", ":")) + "\n", "utf-8")


def written(name: str, some: Sequence[Asked], x: Any, y: Any, rows: Failing) -> dict[str, Any]:
    """The trees of a part of the file, learnt from all documents."""
    if name == "claim":
        z, is_one, _ = claims_of(some)
        return exported(fit(z, is_one, CLAIM), z, general_cells.CLAIM, CLAIM_STAGES)[0]
    if name == "binding":
        w, ok, weights = bindings_of(some)
        return exported(fit(w, ok, BINDING, weights), w, general_cells.HOPE, STAGES)[0]
    if name == "agreeing":
        trees = exported(fit(x, y, AGREEING), x[:9], 0.0, ())[0]
        return {"features": general_cells.agreeing_names(), **trees}
    trees = exported(fit(rows.described, rows.meant, AGAINST), rows.described[:9], 0.0, ())[0]
    return {"features": cell_failing.failing_names(), **trees}


if __name__ == "__main__":
    main()
