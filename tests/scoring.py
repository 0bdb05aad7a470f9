"""How well finchecks does on annotated documents: a folder with ``gold.jsonl`` and ``texts/``.

A line of ``gold.jsonl`` is a document with its claims: kind, span, operands (role and base-unit value) and
verdict. A check has found a claim when it stands on its span, is of its family of kinds and has its operands.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import finchecks
from finchecks.engine import Check

#: findings of their own, which are not annotated
APART = {"direction", "same_fact", "roll_forward"}
#: kinds whose names may stand for each other
FAMILY = {"percent_change": "change", "pp_change": "change", "percent_of_change": "change",
          "multiple": "quotient", "ratio": "quotient", "share": "quotient"}  # fmt: skip
#: words of time, and the units of time that a pace is counted by, are not annotated
YEARS = {"years", "start_year", "end_year", "time", "unit"}
#: "new against old" and "part of whole" are one order of two operands
TOP = {"new": 0, "part": 0, "numerator": 0, "end": 0, "old": 1, "whole": 1, "denominator": 1, "start": 1}
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Score:
    """All but ``alarms`` (a hundred documents) are shares of one."""

    recall: float
    precision: float
    errors: float
    planted: float
    alarms: float


def half(name: str) -> int:
    """Documents are tuned on in one half, by a hash of their names, and held to in both."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2


def documents(folder: Path, which: int | None) -> list[tuple[Mapping[str, Any], str]]:
    found = []
    for line in (folder / "gold.jsonl").read_text("utf-8").splitlines():
        gold = json.loads(line)
        if which is None or half(gold["doc"]) == which:
            with open(folder / "texts" / f"{gold['doc']}.txt", encoding="utf-8", newline="") as file:
                found.append((gold, file.read()))
    return found


def checks_of(name: str, text: str) -> list[Check]:
    """The checks of prose that may be annotated; those of a table's own cells are not."""
    return [one for one in findings_of(name, text) if one.claim.kind not in APART]


def findings_of(name: str, text: str) -> list[Check]:
    """All checks of prose."""
    return [one for one in finchecks.check(text, path=f"{name}.txt").checks if one.claim.stated.cell is None]


def stands_on(check: Check, claim: Mapping[str, Any]) -> bool:
    return check.claim.stated.start < claim["end"] and claim["start"] < check.claim.stated.end


def is_of(check: Check, claim: Mapping[str, Any]) -> bool:
    """Does the check stand on the claim, with its kind and its operands?"""
    mine = [(o.role, o.value) for o in check.claim.operands]
    return stands_on(check, claim) and binds(check.claim.kind, mine, claim)


def binds(kind: str, mine: Sequence[tuple[str, float]], claim: Mapping[str, Any]) -> bool:
    """Are a kind and (role, value) of its operands those of the annotated claim?"""
    kinds = [FAMILY.get(one, one) for one in (kind, claim["kind"])]
    if kinds[0] != kinds[1] and claim["kind"] != "other":
        return False
    told = [(o["role"], float(o["value"])) for o in claim["operands"] if o.get("value") is not None]
    if claim["kind"] in ("percent_change", "percent_of_change"):
        return same(_completed(mine), _completed(told))
    # what an annotator calls the operands of a construction without a name is free
    return same(mine, told, placed=claim["kind"] != "other")


def _completed(operands: Sequence[tuple[str, float]]) -> Sequence[tuple[str, float]]:
    """Of new, old and the change between them two give the third."""
    by_role = {role: abs(value) for role, value in operands}
    if "change" not in by_role:
        return operands
    step = dict(operands)["change"]
    new, old = by_role.get("new"), by_role.get("old")
    if new is None and old is None:
        return operands
    return [
        ("new", new if new is not None else (old or 0.0) + step),
        ("old", old if old is not None else (new or 0.0) - step),
    ]


def same(mine: Sequence[tuple[str, float]], told: Sequence[tuple[str, float]], placed: bool = True) -> bool:
    """Equal values, if ``placed`` in equal places; a power of a thousand makes no difference."""
    a, b = (
        sorted((TOP.get(role, 0) if placed else 0, abs(value)) for role, value in some if role not in YEARS)
        for some in (mine, told)
    )
    if len(a) != len(b):
        return False
    return any(
        all(
            p[0] == q[0] and math.isclose(p[1], q[1] * scale, rel_tol=5e-3) for p, q in zip(a, b, strict=True)
        )
        for scale in (1.0, 1e3, 1e6, 1e9, 1e-3, 1e-6)
    )


def falsified(text: str, claim: Mapping[str, Any]) -> tuple[str, int] | None:
    """The text with another number in the claim, a third larger, and where the claim then ends."""
    match = NUMBER.search(claim["text"])
    if match is None or claim["verdict"] != "consistent":
        return None
    number = match.group()
    places = len(number.partition(".")[2])
    value = float(number.replace(",", ""))
    wrong = f"{value * 1.37 + 4 * 10**-places:{',' if ',' in number else ''}.{places}f}"
    start = claim["start"] + match.start()
    return text[:start] + wrong + text[start + len(number) :], claim["end"] + len(wrong) - len(number)


def score(folder: Path, which: int | None = None) -> Score:
    claims = hits = errors = caught = decided = right = alarms = planted = noticed = 0
    texts = documents(folder, which)
    for gold, text in texts:
        checks = checks_of(gold["doc"], text)
        for claim in gold["claims"]:
            mine = [
                c for c in checks
                if (c.verdict != "unverifiable" or claim["verdict"] == "external") and is_of(c, claim)
            ]  # fmt: skip
            claims += 1
            hits += bool(mine)
            if claim["verdict"] == "mismatch":
                errors += 1
                caught += any(c.verdict == "mismatch" for c in mine)
            other = falsified(text, claim)
            if other is not None:
                wrong, end = other
                planted += 1
                noticed += any(
                    c.verdict == "mismatch" and stands_on(c, {**claim, "end": end})
                    for c in findings_of(gold["doc"], wrong)
                )
        for check in checks:
            if check.verdict == "unverifiable":
                continue
            decided += 1
            right += any(is_of(check, claim) for claim in gold["claims"])
            over = [claim for claim in gold["claims"] if stands_on(check, claim)]
            alarms += check.verdict == "mismatch" and not any(c["verdict"] == "mismatch" for c in over)
    return Score(
        hits / claims, right / max(1, decided), caught / max(1, errors), noticed / max(1, planted),
        100 * alarms / len(texts),
    )  # fmt: skip
