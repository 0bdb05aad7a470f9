"""A table's own arithmetic: cells that other cells determine, as claims whose stated quantity is a cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from finchecks.claim import Claim
from finchecks.claim.cells.changes import change_columns, changes, is_change
from finchecks.claim.cells.finding import Finding, to_claim, unique
from finchecks.claim.cells.grid import Grid, grids, is_single
from finchecks.claim.cells.shares import shares
from finchecks.claim.cells.totals import totals
from finchecks.claim.cells.words import TableWords, load_table_words
from finchecks.claim.relations import Relations
from finchecks.document import Document
from finchecks.quantity import Quantity
from finchecks.rule import Rule


def cell_claims(
    document: Document, cells: Sequence[Quantity], rules: Mapping[str, Rule], relations: Relations
) -> list[Claim]:
    """The claims that the document's tables make by themselves, in no order."""
    if not cells:
        return []
    words = load_table_words()
    remark = _remark(document, words)
    found: list[Finding] = []
    for grid in grids(document.tables, cells, words, relations):
        found += _findings(grid, words, relations)
    claims = (to_claim(one, rules, remark) for one in unique(found))
    return [claim for claim in claims if claim is not None]


def _findings(grid: Grid, words: TableWords, relations: Relations) -> list[Finding]:
    changed = frozenset(line.index for line in change_columns(grid.columns, words))
    # a price, an average or a rate of change is no part of anything
    single = frozenset(line.index for line in grid.columns if is_single(line, words))
    labels = {line.index: line.label for line in grid.rows}
    found = changes(grid.columns, labels, words, relations)
    found += totals(grid.rows, words, changed | single)
    rows = frozenset(line.index for line in grid.rows if is_single(line, words) or is_change(line, words))
    found += totals([line for line in grid.columns if line.index not in changed], words, rows)
    return [*found, *shares(grid.rows, grid.columns, words, relations)]


def _remark(document: Document, words: TableWords) -> str:
    """What the document says of figures that do not add up."""
    said = words.rounding.search(document.source.lower())
    return f"the document says of its figures: “{said.group()}”" if said else ""
