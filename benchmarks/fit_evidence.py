"""Fit the binder's weights (``rules/lexicon/evidence.yaml``) to annotated text.

    python benchmarks/fit_evidence.py [--write] [--prior 1.0] [--planted 1.5] [--chance 0.7]

The binder gives every binding a sum of named evidence in bits; this asks which bits make the annotated
bindings likeliest. A claim's bindings and "none of these" share out one probability (softmax in powers of
two); what the arithmetic says of each is added as it stands. Learnt from: the project's own documents, the
half of the published corpus that may be read (see ``tests/test_corpus.py``), each with copies in which one
true claim was falsified, so that structure alone learns to carry a binding; unannotated documents, whose
figures without a fitting binding are taken for no claims; and figures whose number was replaced at random,
where whatever still fits is chance. Weights are drawn to the present ones (a normal prior of ``--prior``
bits), since most stand on few examples and on what an editor knows. The other half of the corpus must be
scored afterwards: what only the first half gains is worth nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from finchecks.claim import from_quantities as binder
from finchecks.claim.context import read
from finchecks.claim.hypothesis import Hypothesis
from finchecks.document import Document
from finchecks.document.from_bytes import from_bytes
from finchecks.quantity.from_document import cells, quantities
from finchecks.rule.load import builtin_folder, load_rules

ROOT = Path(__file__).resolve().parents[1]
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
TOP = {"new", "part", "numerator", "end"}
FAMILY = {"percent_of_change": "change", "percent_change": "change", "pp_change": "change",
          "multiple": "quotient", "share": "quotient", "ratio": "quotient"}  # fmt: skip
RULES = {rule.id: rule for rule in load_rules()}
#: of a claim's bindings only the likeliest are kept
KEPT = 30


class Group(NamedTuple):
    """The bindings of one claim: signals, bits of the arithmetic, whether it is the annotated one."""

    weight: float
    rows: list[tuple[dict[str, float], float, bool]]


def bindings(text: str) -> dict[tuple[int, str], list[Hypothesis]]:
    """The bindings of a text by claim, without conversions, whose bits are not learnt."""
    document = from_bytes(text.encode(), path="x.txt")
    if not isinstance(document, Document):
        return {}
    context = read(document, quantities(document), binder.relations(), binder.evidence())
    groups: dict[tuple[int, str], list[Hypothesis]] = {}
    for one in binder.hypotheses(context, RULES, cells(document)):
        if one.fit != "none" and binder.family(one) != "conversion":
            groups.setdefault((one.claim.q.start, binder.family(one)), []).append(one)
    return groups


def meant(one: Hypothesis, claim: dict[str, Any]) -> bool:
    """Is this the annotated binding: the claim's kind, its place, and the operands' places in their roles?"""
    kind, wanted = one.rule.kind, claim["kind"]
    if FAMILY.get(kind, kind) != FAMILY.get(wanted, wanted):
        return False
    told = [o for o in claim["operands"] if o.get("start") is not None and o["role"] not in ("years",)]
    bound = [
        b for b in one.bound if b.quantity is not None and b.role not in ("years", "start_year", "end_year")
    ]
    told = [o for o in told if o["role"] not in ("start_year", "end_year")]
    left = list(bound)
    for o in told:
        hit = next(
            (
                b for b in left
                if b.quantity is not None and b.quantity.start < o["end"] and o["start"] < b.quantity.end
                and (
                    len(told) != 2
                    or (b.role in TOP) == (o["role"] in TOP)
                    or "change" in (b.role, o["role"])
                )
            ),
            None,
        )  # fmt: skip
        if hit is None:
            return False
        left.remove(hit)
    return not left


def shifted(claim: dict[str, Any], at: int, by: int) -> dict[str, Any]:
    """The claim in a text that grew by so many characters at a place."""
    operands = [
        {**o, "start": o["start"] + by, "end": o["end"] + by}
        if o.get("start") is not None and o["start"] > at
        else o
        for o in claim["operands"]
    ]
    return {**claim, "end": claim["end"] + by, "operands": operands}


def other(text: str, factor: float) -> str | None:
    """The same form with another number."""
    found = NUMBER.search(text)
    if found is None:
        return None
    old = found.group()
    decimals = len(old.split(".")[1]) if "." in old else 0
    value = float(old.replace(",", "")) * factor + (4 * 10**-decimals if factor > 1 else 0)
    new = f"{value:,.{decimals}f}" if "," in old else f"{value:.{decimals}f}"
    return None if new == old else text[: found.start()] + new + text[found.end() :]


def rows(
    members: Sequence[Hypothesis], claims: Sequence[dict[str, Any]]
) -> list[tuple[dict[str, float], float, bool]]:
    best = sorted(members, key=lambda h: -h.bits)[:KEPT]
    return [(h.signals, h.bits - h.structure, any(meant(h, c) for c in claims)) for h in best]


def annotated(folder: Path, which: int | None, planted: float) -> Iterator[Group]:
    for line in (folder / "gold.jsonl").read_text("utf-8").splitlines():
        gold = json.loads(line)
        name = gold["doc"]
        if which is not None and int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2 != which:
            continue
        with open(folder / "texts" / f"{name}.txt", encoding="utf-8", newline="") as file:
            text = file.read()
        for (start, _), members in bindings(text).items():
            yield Group(1.0, rows(members, [c for c in gold["claims"] if c["start"] <= start < c["end"]]))
        for claim in gold["claims"]:
            new = other(claim["text"], 1.37)
            if claim["verdict"] != "consistent" or claim["kind"].endswith("conversion") or new is None:
                continue
            false = shifted(claim, claim["start"], len(new) - len(claim["text"]))
            for (start, _), members in bindings(text[: claim["start"]] + new + text[claim["end"] :]).items():
                if false["start"] <= start < false["end"]:
                    yield Group(planted, rows(members, [false]))


def unannotated(texts: Sequence[str]) -> Iterator[Group]:
    """Figures that nothing fits: no claims, as far as anybody knows."""
    for text in texts:
        for (_, family), members in bindings(text).items():
            if family == "value" and not any(h.fit == "right" and h.bits > -3 for h in members):
                yield Group(1.0, rows(members, []))


def by_chance(texts: Sequence[str], weight: float, seed: int = 7) -> Iterator[Group]:
    """A random number in a figure's place; what recomputes then, and did not before, is chance."""
    pick = random.Random(seed)
    for text in texts:
        document = from_bytes(text.encode(), path="x.txt")
        if not isinstance(document, Document):
            continue
        true = {
            (start, operands(h))
            for (start, _), members in bindings(text).items()
            for h in members
            if h.fit != "wrong"
        }
        figures = [
            q for q in quantities(document) if q.kind in ("percent", "points", "money", "count", "measure")
        ]
        for q in pick.sample(figures, min(25, len(figures))):
            new = other(q.text, pick.uniform(0.45, 0.93) if pick.random() < 0.5 else pick.uniform(1.08, 2.1))
            if new is None or text[q.start : q.end] != q.text:
                continue
            for (start, _), members in bindings(text[: q.start] + new + text[q.end :]).items():
                chance = [h for h in members if h.fit == "right" and (start, operands(h)) not in true]
                if start == q.start and chance:
                    yield Group(weight, rows(chance, []))


def operands(one: Hypothesis) -> tuple[str, ...]:
    return tuple(sorted(b.quantity.text for b in one.bound if b.quantity is not None))


def fit(groups: Sequence[Group], start: dict[str, float], prior: float, steps: int = 700) -> dict[str, float]:
    """The weights of highest posterior, by gradient steps of adapted length (Adam)."""
    names = sorted(start)
    place = {name: i for i, name in enumerate(names)}
    r, c, v, base, right, group = [], [], [], [], [], []
    for g, (_, members) in enumerate(groups):
        for signals, bits, true in members:
            for name, times in signals.items():
                if name in place:
                    r.append(len(base))
                    c.append(place[name])
                    v.append(times)
            base.append(bits)
            right.append(true)
            group.append(g)
    rows_, cols, vals = np.array(r), np.array(c), np.array(v)
    offset, true_, of = np.array(base), np.array(right), np.array(group)
    weight = np.array([g.weight for g in groups])
    n, m, k = len(base), len(groups), len(names)
    has = np.bincount(of, true_, m) > 0
    w0 = np.array([start[name] for name in names])
    w, first, second = w0.copy(), np.zeros(k), np.zeros(k)
    for step in range(1, steps + 1):
        bits = np.bincount(rows_, vals * w[cols], n) + offset
        odds = np.exp2(np.clip(bits, -60, 60))
        total = 1 + np.bincount(of, odds, m)
        hit = np.where(has, np.bincount(of, odds * true_, m), 1.0)
        pull = weight[of] * (odds / total[of] - np.where(has[of], odds * true_ / hit[of], 0.0))
        slope = np.bincount(cols, vals * pull[rows_], k) * np.log(2) + (w - w0) / prior**2
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
        w = w - 0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return dict(zip(names, (float(x) for x in w), strict=True))


def write(path: Path, found: dict[str, float]) -> None:
    """Put the numbers into the file; everything else of it stays."""
    section, lines = "", []
    for line in path.read_text("utf-8").splitlines():
        head = re.match(r"(\w+):\s*(#.*)?$", line)
        entry = re.match(r"  ([\w-]+): (-?[\d.]+)(\s+#.*)?$", line)
        if head:
            section = head.group(1)
        if entry:
            name = f"prior {entry.group(1)}" if section == "prior" else entry.group(1)
            number = f"{round(found.get(name, float(entry.group(2))), 1):g}"
            line = f"  {entry.group(1)}: {number}{entry.group(3) or ''}"
        lines.append(line)
    path.write_text("\n".join(lines) + "\n", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--prior", type=float, default=1.0)
    parser.add_argument("--planted", type=float, default=1.5)
    parser.add_argument("--chance", type=float, default=0.7)
    options = parser.parse_args()
    own, shared, quiet = ROOT / "tests/corpus", ROOT / "../shared/corpus", ROOT / "../shared/quiet"
    texts = [p.read_text("utf-8") for p in sorted(quiet.glob("*.txt"))]
    groups = list(annotated(own, None, options.planted))
    if (shared / "gold.jsonl").exists():
        groups += annotated(shared, 0, options.planted)
    groups += unannotated(texts)
    groups += by_chance(
        texts + [p.read_text("utf-8") for p in sorted((own / "texts").glob("*.txt"))], options.chance
    )
    start = dict(binder.evidence())
    found = fit(groups, start, options.prior)
    for name in sorted(found, key=lambda n: -abs(found[n] - start[n]))[:40]:
        print(f"{name:24} {start[name]:6.1f} → {found[name]:6.1f}")
    print(f"{len(groups)} claims, {len(found)} weights")
    if options.write:
        write(builtin_folder() / "lexicon" / "evidence.yaml", found)


if __name__ == "__main__":
    main()
