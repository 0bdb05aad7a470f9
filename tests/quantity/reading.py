"""What the tests of this stage share: a text's quantities, a table's cells."""

from __future__ import annotations

from finchecks.document import Document
from finchecks.document.from_bytes import from_bytes
from finchecks.quantity import Quantity
from finchecks.quantity.from_document import cells, quantities


def read(text: str) -> tuple[Quantity, ...]:
    """The quantities of a text that is all prose."""
    return quantities(Document(source=text, prose=text, blocks=()))


def table(markdown: str) -> dict[tuple[int, int], Quantity]:
    """The quantities of a document's only table, by row and column."""
    document = from_bytes(markdown.encode(), path="table.md")
    assert isinstance(document, Document)
    assert len(document.tables) == 1
    return {one.cell[1:]: one for one in cells(document) if one.cell is not None}
