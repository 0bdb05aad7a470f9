"""The score on annotated text, held at floors that only rise.

The project's own documents (``tests/corpus``) are always scored. The larger corpus of published texts lies
beside the checkout, in ``../shared/corpus``, where it may be read for measuring; where it is absent the test
says so. It is split by a hash of the documents' names: the binder was tuned on the first half only.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

import finchecks

OWN = Path(__file__).parent / "corpus"
SHARED = Path(__file__).parents[2] / "shared" / "corpus"
APART = {"direction", "same_fact", "roll_forward"}
AKIN = {"percent_change": "change", "pp_change": "change", "percent_of_change": "change",
        "multiple": "quotient", "ratio": "quotient", "share": "quotient"}  # fmt: skip


def half(name: str) -> int:
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2


def score(folder: Path, which: int | None) -> dict[str, float]:
    """Recall by span and family of kind with the annotated verdict's side, and alarms a hundred documents."""
    claims = hits = alarms = documents = errors = caught = 0
    for line in (folder / "gold.jsonl").read_text("utf-8").splitlines():
        gold: dict[str, Any] = json.loads(line)
        if which is not None and half(gold["doc"]) != which:
            continue
        documents += 1
        with open(folder / "texts" / f"{gold['doc']}.txt", encoding="utf-8", newline="") as file:
            text = file.read()
        checks = [
            c for c in finchecks.check(text, path=f"{gold['doc']}.txt").checks if c.claim.kind not in APART
        ]
        for claim in gold["claims"]:
            claims += 1
            near = [
                c for c in checks
                if c.claim.stated.start < claim["end"] and claim["start"] < c.claim.stated.end
                and (c.verdict != "unverifiable" or claim["verdict"] == "external")
                and (AKIN.get(c.claim.kind, c.claim.kind) == AKIN.get(claim["kind"], claim["kind"])
                     or claim["kind"] == "other")
            ]  # fmt: skip
            hits += bool(near)
            if claim["verdict"] == "mismatch":
                errors += 1
                caught += any(c.verdict == "mismatch" for c in near)
        for check in checks:
            if check.verdict != "mismatch" or check.claim.stated.cell is not None:
                continue
            over = [
                c
                for c in gold["claims"]
                if c["start"] < check.claim.stated.end and check.claim.stated.start < c["end"]
            ]
            alarms += not any(c["verdict"] == "mismatch" for c in over)
    return {"recall": hits / claims, "alarms": 100 * alarms / documents, "errors": caught / max(1, errors)}


def hold(found: dict[str, float], recall: float, errors: float, alarms: float) -> None:
    assert found["recall"] >= recall, found
    assert found["errors"] >= errors, found
    assert found["alarms"] <= alarms, found


def test_our_own_documents() -> None:
    hold(score(OWN, None), recall=OWN_FLOOR[0], errors=OWN_FLOOR[1], alarms=OWN_FLOOR[2])


@pytest.mark.parametrize("which", [0, 1])
def test_published_documents(which: int) -> None:
    if not (SHARED / "gold.jsonl").exists():
        pytest.skip(
            "NOT SCORED: the corpus of published texts (../shared/corpus) is not beside this checkout"
        )
    recall, errors, alarms = SHARED_FLOOR[which]
    hold(score(SHARED, which), recall=recall, errors=errors, alarms=alarms)


#: recall, errors caught, alarms a hundred documents; recall and errors only rise, alarms only fall
OWN_FLOOR = (0.595, 0.56, 2.1)
SHARED_FLOOR = {0: (0.745, 0.69, 0.6), 1: (0.675, 0.66, 2.45)}
