"""Annotated documents in a form for people: marks in the text, a line a claim below it.

    python tests/corpus/annotate.py NAME            print a document of the corpus in this form
    python tests/corpus/annotate.py NAME FILE       put the document in FILE into the corpus as NAME

The form, with the value in base units and the unit after each marked number:

    Sales rose {p|12%|12 %} to {new|$56m|56000000 USD} from {old|$50m|50000000 USD}.
    ---
    p percent_change new=new old=old

A claim's line has the mark that is claimed, the kind and ROLE=MARK for each operand; then, where there is
something to say, ``verdict=`` (consistent goes without saying), ``qualifier=``, ``diagnosis=``, ``formula=``
and ``note=``, quoted as in a shell. A minus sign before a mark makes its value negative: ``change=-c``.
"""

from __future__ import annotations

import json
import re
import shlex
import sys
from pathlib import Path
from typing import Any

from arithmetic import recompute

HERE = Path(__file__).parent
MARK = re.compile(r"\{(\w+)\|([^{}|]*)\|(\S+) ?([^{}|]*)\}")
OPTIONS = ("verdict", "qualifier", "diagnosis", "formula", "note")
ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Ms|Mrs|Dr|Inc|Ltd|Corp|Co|St|No|Nov|Dec|Jan|Feb|Aug|Sept|Oct|Rs|[A-Z]))\.$"
)
SENTENCE = re.compile(r"[.!?][\"”’')*]*\s+(?=[\"“‘*(_]*[A-Z0-9₹$€£¥])")
#: a telegram's indented paragraph or a list's item, inside a block without blank lines
ITEM = re.compile(r"\n(?=    \S|[-*•] |\d\. )")

Place = tuple[bool, int, int]


def place(text: str, at: int) -> Place:
    """Whether a position is in a table's row, and where its paragraph and its sentence begin."""
    row = text[text.rfind("\n", 0, at) + 1 :].startswith("|")
    before = text.rfind("\n\n", 0, at)
    paragraph = 0 if before < 0 else before + 2
    end = text.find("\n\n", at)
    block = text[paragraph : end if end >= 0 else len(text)]
    starts = [0, *(m.end() for m in ITEM.finditer(block))]
    paragraph += max(s for s in starts if s <= at - paragraph)
    sentence = paragraph
    for m in SENTENCE.finditer(text[paragraph : end if end >= 0 else len(text)]):
        if paragraph + m.end() > at:
            break
        if not ABBREVIATED.search(text[paragraph : paragraph + m.start() + 1]):
            sentence = paragraph + m.end()
    return row, paragraph, sentence


def scope(text: str, claim: int, operands: list[int]) -> str:
    """Where the farthest operand is, seen from the claim; both given by their first position."""
    _, paragraph, sentence = place(text, claim)
    places = [place(text, at) for at in operands]
    if any(row for row, _, _ in places):
        return "table"
    if any(p != paragraph for _, p, _ in places):
        return "document"
    return "paragraph" if any(s != sentence for _, _, s in places) else "sentence"


def _number(value: float) -> int | float:
    return int(value) if float(value).is_integer() else value


def build(doc: str, source: str) -> tuple[str, dict[str, Any]]:
    """The plain text of a marked source, and its line for gold.jsonl."""
    body, _, lines = source.partition("\n---\n")
    text, last, marks = "", 0, {}
    for m in MARK.finditer(body):
        text += body[last : m.start()]
        at = {"start": len(text), "end": len(text) + len(m[2]), "text": m[2]}
        marks[m[1]] = (at, float(m[3]), m[4])
        text += m[2]
        last = m.end()
    text += body[last:].rstrip("\n") + "\n"

    def span(mark: str) -> dict[str, Any]:
        at, value, unit = marks[mark.removeprefix("-")]
        return {**at, "value": _number(-value if mark.startswith("-") else value), "unit": unit}

    claims = []
    for line in filter(None, lines.splitlines()):
        mark, kind, *rest = shlex.split(line)
        pairs = [item.split("=", 1) for item in rest]
        said = {key: value for key, value in pairs if key in OPTIONS}
        operands = [{"role": key, **span(value)} for key, value in pairs if key not in OPTIONS]
        claim: dict[str, Any] = {
            "kind": kind,
            **span(mark),
            "qualifier": said.get("qualifier", ""),
            "operands": operands,
            "scope": "",
            "verdict": said.get("verdict", "consistent"),
            "recomputed": None,
            "note": said.get("note", ""),
        }
        claim |= {key: said[key] for key in ("formula", "diagnosis") if key in said}
        claim["scope"] = scope(text, claim["start"], [o["start"] for o in operands])
        if not kind.endswith("_conversion"):
            claim["recomputed"] = round(recompute(claim), 6)
        claims.append(claim)
    claims.sort(key=lambda c: (c["start"], c["kind"]))
    return text, {"doc": doc, "claims": claims}


def source_of(text: str, gold: dict[str, Any]) -> str:
    """The marked source of an annotated document: ``build`` makes the same document of it again."""
    spans = [s for c in gold["claims"] for s in (c, *c["operands"])]
    names: dict[tuple[int, int, float, str], str] = {}
    for s in sorted(spans, key=lambda s: s["start"]):
        names.setdefault((s["start"], s["end"], abs(s["value"]), s["unit"]), f"n{len(names) + 1}")

    def name(s: dict[str, Any]) -> str:
        mark = names[s["start"], s["end"], abs(s["value"]), s["unit"]]
        return f"-{mark}" if s["value"] < 0 else mark

    body = text.rstrip("\n")
    for (start, end, value, unit), mark in sorted(names.items(), reverse=True):
        body = f"{body[:start]}{{{mark}|{body[start:end]}|{_number(value)!r} {unit}}}{body[end:]}"
    lines = []
    for c in gold["claims"]:
        said = {key: c[key] for key in OPTIONS if c.get(key) and c[key] != "consistent"}
        words = [name(c), c["kind"], *(f"{o['role']}={name(o)}" for o in c["operands"])]
        lines.append(" ".join([*words, *(f"{key}={shlex.quote(value)}" for key, value in said.items())]))
    return body + "\n---\n" + "\n".join(lines) + "\n"


def read(doc: str) -> str:
    with (HERE / "texts" / f"{doc}.txt").open(encoding="utf-8", newline="") as file:
        return file.read()


def main(doc: str, path: str | None = None) -> None:
    lines = (HERE / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    gold = {g["doc"]: g for g in map(json.loads, lines)}
    if path is None:
        print(source_of(read(doc), gold[doc]), end="")
        return
    text, gold[doc] = build(doc, Path(path).read_text(encoding="utf-8"))
    (HERE / "texts" / f"{doc}.txt").write_text(text, encoding="utf-8", newline="")
    ordered = (json.dumps(gold[key], ensure_ascii=False) + "\n" for key in sorted(gold))
    (HERE / "gold.jsonl").write_text("".join(ordered), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
