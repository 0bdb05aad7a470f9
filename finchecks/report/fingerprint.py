"""Fingerprints: what a check is, wherever in its document it stands.

They are what baselines, suppressions and code-scanning services tell findings apart by, so they outlive edits
elsewhere in the file: they are made of the rule, the claim's and the operands' words, and the claim's
sentence (in a table, its row), without the marks of the format and with blanks as one. Equal ones are
counted.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence

from finchecks.claim import Claim
from finchecks.document import Block, Document
from finchecks.engine import Check

_STOP = re.compile(r"[.?!][ \n]")
#: a sentence counts as far as so many characters, a row so many cells, to either side of the claim: what has
#: neither end is no sentence
_REACH, _CELLS = 2_000, 50


def fingerprints(checks: Sequence[Check], document: Document) -> tuple[str, ...]:
    """One for each check, all different: of equal contents the second, third … in the document are others."""
    if not checks:
        return ()
    seen: Counter[str] = Counter()
    found = []
    places = _Places(document)
    for check in checks:
        content = _content(check.claim, document, places)
        seen[content] += 1
        found.append(hashlib.sha256(f"{content}\n{seen[content]}".encode(errors="replace")).hexdigest()[:16])
    return tuple(found)


def _content(claim: Claim, document: Document, places: _Places) -> str:
    operands = sorted(f"{operand.role}={_one_blank(operand.text)}" for operand in claim.operands)
    surroundings = _row(claim, document) if claim.stated.cell else places.sentence(claim)
    return "\n".join(
        (claim.rule, _one_blank(claim.stated.text), *operands, _one_blank(surroundings).casefold())
    )


def _row(claim: Claim, document: Document) -> str:
    assert claim.stated.cell is not None
    table, row, column = claim.stated.cell
    cells = document.tables[table].rows[row][max(0, column - _CELLS) : column + _CELLS]
    return " | ".join(cell.text for cell in cells)


class _Places:
    """Where a document's blocks begin, and where its sentences end: looked for once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._blocks = sorted(document.blocks, key=_start)
        self._stops = [found.start() for found in _STOP.finditer(document.prose)]

    def sentence(self, claim: Claim) -> str:
        """The claim's sentence, roughly: only that edits outside of it leave it alone matters here."""
        start, end = claim.stated.start, claim.stated.end
        at = bisect_right(self._blocks, start, key=_start) - 1
        block = self._blocks[at] if at >= 0 and start < self._blocks[at].end else None
        low, high = (block.start, block.end) if block else (max(0, start - 80), end + 80)
        low, high = max(low, start - _REACH), min(high, end + _REACH)
        before, after = bisect_right(self._stops, start - 2), bisect_left(self._stops, end)
        if before and self._stops[before - 1] >= low:
            low = self._stops[before - 1] + 1
        if after < len(self._stops) and self._stops[after] + 2 <= high:
            high = self._stops[after]
        return self._document.seen(low, high).strip(" .?!\n")


def _start(block: Block) -> int:
    return block.start


def _one_blank(text: str) -> str:
    return " ".join(text.split())
