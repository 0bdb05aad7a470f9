"""Checks of a visible text → the same checks of the marked-up source that it was taken from.

Spans move to the source; the texts of quantities stay what a reader sees.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from finchecks.claim import Claim, Operand
from finchecks.document import Block, Cell, Document, Origin, Table
from finchecks.engine import Check, Note
from finchecks.quantity import Quantity


def in_source(
    document: Document, checks: Sequence[Check], notes: Sequence[Note]
) -> tuple[Document, tuple[Check, ...], tuple[Note, ...]]:
    """Everything with places in the source; as it was where the document's text is its source."""
    origin = document.origin
    if origin is None or document.source is origin.source:
        return document, tuple(checks), tuple(notes)
    moved = tuple(replace(check, claim=_claim(check.claim, origin)) for check in checks)
    remarks = tuple(
        replace(note, spans=tuple(origin.place(*span) if span[0] < span[1] else span for span in note.spans))
        for note in notes
    )
    return _document(document, origin), moved, remarks


def _document(document: Document, origin: Origin) -> Document:
    return replace(
        document,
        source=origin.source,
        prose=origin.masked(document.prose),
        blocks=tuple(Block(block.kind, *origin.place(block.start, block.end)) for block in document.blocks),
        tables=tuple(_table(table, origin) for table in document.tables),
        dateline=origin.place(*document.dateline) if document.dateline else None,
    )


def _table(table: Table, origin: Origin) -> Table:
    rows = tuple(tuple(_cell(cell, origin) for cell in row) for row in table.rows)
    start, end = origin.place(table.start, table.end)
    return replace(table, start=start, end=end, rows=rows)


def _cell(cell: Cell, origin: Origin) -> Cell:
    if cell.start == cell.end:
        start, _ = origin.place(cell.start, cell.start + 1)
        return Cell(start, start, "")
    return Cell(*origin.place(cell.start, cell.end), cell.text)


def _claim(claim: Claim, origin: Origin) -> Claim:
    operands = tuple(_operand(operand, origin) for operand in claim.operands)
    return replace(claim, stated=_quantity(claim.stated, origin), operands=operands)


def _operand(operand: Operand, origin: Origin) -> Operand:
    if operand.quantity is None:
        return operand
    return replace(operand, quantity=_quantity(operand.quantity, origin))


def _quantity(quantity: Quantity, origin: Origin) -> Quantity:
    start, end = origin.place(quantity.start, quantity.end)
    return replace(quantity, start=start, end=end)
