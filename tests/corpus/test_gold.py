"""The annotation of the corpus is sound: every span shows its text, every recomputed value is right.

This judges the corpus itself. What the checker makes of it is tested elsewhere.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from annotate import build, source_of
from arithmetic import recompute

HERE = Path(__file__).parent
FOLDERS = (HERE, *(HERE.parent / "unseen" / batch for batch in ("first", "second", "fourth")))
TEXTS = {path.stem: path for folder in FOLDERS for path in (folder / "texts").glob("*.txt")}
GOLD: list[dict[str, Any]] = [
    json.loads(line)
    for folder in FOLDERS
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()
]
CLAIMS = [(g["doc"], c) for g in GOLD for c in g["claims"]]

#: the operands' roles by kind; "*" is one or more of the role, None any roles at all
ROLES: dict[str, list[set[str]] | None] = {
    "percent_change": [{"new", "old"}],
    "percent_of_change": [{"change", "new"}, {"change", "old"}],
    "pp_change": [{"new", "old"}],
    "cagr": [{"end", "start", "years"}, {"end", "start", "start_year", "end_year"}],
    "difference": [{"new", "old"}],
    "multiple": [{"new", "old"}],
    "share": [{"part", "whole"}],
    "sum": [{"part"}],
    "currency_conversion": [{"from"}],
    "unit_conversion": [{"from"}],
    "ratio": [{"numerator", "denominator"}],
    "product": [{"factor"}],
    "duration": [{"start", "end"}],
    "other": None,
}
REPEATED = {"part", "factor"}
UNITS = {
    "percent_change": {"%"},
    "percent_of_change": {"%"},
    "cagr": {"%"},
    "share": {"%"},
    "pp_change": {"pp", "bp"},
    "multiple": {"x"},
}
DIAGNOSES = {
    "wrong_base",
    "ratio_as_increase",
    "percent_for_points",
    "points_for_percent",
    "mean_for_cagr",
    "periods_off",
    "scale",
    "inverted_rate",
    "wrong_date_rate",
    "transposed",
    "sign",
    "missing_part",
    "wrong_operand",
}
CONVERSIONS = {"currency_conversion", "unit_conversion"}
FIELDS = {
    "kind",
    "start",
    "end",
    "text",
    "value",
    "unit",
    "qualifier",
    "operands",
    "scope",
    "verdict",
    "recomputed",
    "note",
}


def text_of(doc: str) -> str:
    with TEXTS[doc].open(encoding="utf-8", newline="") as file:
        return file.read()


def name(case: tuple[str, dict[str, Any]]) -> str:
    return f"{case[0]}-{case[1]['kind']}-{case[1]['start']}"


each_claim = pytest.mark.parametrize("case", CLAIMS, ids=name)


def test_texts_and_gold_name_the_same_documents() -> None:
    assert sorted(TEXTS) == sorted(g["doc"] for g in GOLD)
    assert len({g["doc"] for g in GOLD}) == len(GOLD)


@pytest.mark.parametrize("gold", GOLD, ids=lambda g: g["doc"])
def test_a_document_is_short_prose_with_its_claims_in_order(gold: dict[str, Any]) -> None:
    text = text_of(gold["doc"])
    assert text.endswith("\n") and "\r" not in text
    assert 55 <= len(text.split()) <= 400
    starts = [c["start"] for c in gold["claims"]]
    assert starts == sorted(starts)


@each_claim
def test_spans_show_their_text(case: tuple[str, dict[str, Any]]) -> None:
    doc, claim = case
    text = text_of(doc)
    for span in [claim, *claim["operands"]]:
        assert text[span["start"] : span["end"]] == span["text"]
    assert all((o["start"], o["end"]) != (claim["start"], claim["end"]) for o in claim["operands"])


@each_claim
def test_fields_roles_and_units_are_those_of_the_kind(case: tuple[str, dict[str, Any]]) -> None:
    _, claim = case
    extra = set(claim) - FIELDS
    assert set(claim) >= FIELDS and extra <= {"formula", "diagnosis"}
    assert ("formula" in claim) == (claim["kind"] == "other")
    assert claim.get("diagnosis") in DIAGNOSES | {None}
    assert "diagnosis" not in claim or claim["verdict"] == "mismatch"
    assert claim["scope"] in {"sentence", "paragraph", "document", "table"}
    assert claim["verdict"] in {"consistent", "mismatch", "external"}
    assert claim["verdict"] != "external" or claim["kind"] == "currency_conversion"
    wanted = ROLES[claim["kind"]]
    roles = Counter(o["role"] for o in claim["operands"])
    assert wanted is None or set(roles) in wanted
    assert all(n == 1 or role in REPEATED for role, n in roles.items())
    assert claim["unit"] in UNITS.get(claim["kind"], {claim["unit"]})
    if claim["kind"] in {"sum", "difference", "percent_change", "share", "multiple"}:
        assert len({o["unit"] for o in claim["operands"]}) == 1, "operands in one unit"


@each_claim
def test_recomputed_follows_from_the_operands(case: tuple[str, dict[str, Any]]) -> None:
    _, claim = case
    if claim["kind"] in CONVERSIONS:
        assert claim["recomputed"] is None
        return
    assert math.isclose(recompute(claim), claim["recomputed"], rel_tol=1e-6, abs_tol=1e-5)


def _digit(span: dict[str, Any]) -> float:
    """Half a unit of the last digit that the text writes, in base units; a twentieth for words."""
    written = re.search(r"\d[\d,]*(?:\.\d+)?", span["text"])
    if written is None:
        return abs(float(span["value"])) / 20
    digits = written[0].replace(",", "")
    if float(digits) == 0:
        return 0.5
    return 0.5 * 10.0 ** -len(digits.partition(".")[2]) * abs(float(span["value"])) / float(digits)


@each_claim
def test_an_unqualified_verdict_agrees_with_the_operands(case: tuple[str, dict[str, Any]]) -> None:
    """Consistent where moving each operand by its own rounding can reach the claim, a mismatch elsewhere."""
    _, claim = case
    if claim["kind"] in CONVERSIONS | {"duration"} or claim["qualifier"]:
        return
    reach = _digit(claim)
    for at, operand in enumerate(claim["operands"]):
        if operand["role"] in {"years", "start_year", "end_year"}:
            continue
        moved = [dict(o) for o in claim["operands"]]
        counted = float(operand["value"]) < 100 and operand["unit"].islower() and "." not in operand["text"]
        moved[at]["value"] += 0 if counted and operand["unit"] not in {"x", "bp", "pp"} else _digit(operand)
        reach += abs(recompute({**claim, "operands": moved}) - claim["recomputed"])
    near = abs(claim["value"] - claim["recomputed"]) <= reach * 1.02 + 1e-9
    assert near == (claim["verdict"] == "consistent")


@pytest.mark.parametrize("gold", GOLD, ids=lambda g: g["doc"])
def test_the_marked_form_of_a_document_makes_the_document(gold: dict[str, Any]) -> None:
    text = text_of(gold["doc"])
    rebuilt, line = build(gold["doc"], source_of(text, gold))
    assert rebuilt == text
    assert line == gold
