"""Fingerprints: what a check is, wherever in its document it stands.

They are what baselines, suppressions and code-scanning services tell findings apart by, so they outlive edits
elsewhere in the file: they are made of the rule, the claim's and the operands' words, and the claim's
sentence (in a table, its row), without the marks of the format and with blanks as one. Equal ones are
counted.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

from finchecks.claim import Claim
from finchecks.document import Document
from finchecks.engine import Check

_STOPS = (". ", "? ", "! ", ".\n", "?\n", "!\n")


def fingerprints(checks: Sequence[Check], document: Document) -> tuple[str, ...]:
    """One for each check, all different: of equal contents the second, third … in the document are others."""
    seen: Counter[str] = Counter()
    found = []
    for check in checks:
        content = _content(check.claim, document)
        seen[content] += 1
        found.append(hashlib.sha256(f"{content}\n{seen[content]}".encode(errors="replace")).hexdigest()[:16])
    return tuple(found)


def _content(claim: Claim, document: Document) -> str:
    operands = sorted(f"{operand.role}={_one_blank(operand.text)}" for operand in claim.operands)
    surroundings = _row(claim, document) if claim.stated.cell else _sentence(claim, document)
    return "\n".join(
        (claim.rule, _one_blank(claim.stated.text), *operands, _one_blank(surroundings).casefold())
    )


def _row(claim: Claim, document: Document) -> str:
    assert claim.stated.cell is not None
    table, row, _ = claim.stated.cell
    return " | ".join(cell.text for cell in document.tables[table].rows[row])


def _sentence(claim: Claim, document: Document) -> str:
    """The claim's sentence, roughly: only that edits outside of it leave it alone matters here."""
    start, end = claim.stated.start, claim.stated.end
    block = next((b for b in document.blocks if b.start <= start < b.end), None)
    low, high = (block.start, block.end) if block else (max(0, start - 80), end + 80)
    text = document.prose
    before = max(text.rfind(stop, low, start) for stop in _STOPS)
    after = [text.find(stop, end, high) for stop in _STOPS]
    last = min((place for place in after if place >= 0), default=high)
    return document.seen(max(low, before + 1), last).strip(" .?!\n")


def _one_blank(text: str) -> str:
    return " ".join(text.split())
