"""Document → quantities: every typed number of the prose, and of the tables' cells."""

from __future__ import annotations

from finchecks.document import Document
from finchecks.quantity import Quantity
from finchecks.quantity.context import Context
from finchecks.quantity.from_cells import cells
from finchecks.quantity.scanner import scan
from finchecks.quantity.text import Text
from finchecks.quantity.vocabulary import vocabulary

__all__ = ["cells", "quantities"]


def quantities(document: Document) -> tuple[Quantity, ...]:
    """The quantities of a document's prose, sorted by start, without overlap."""
    return tuple(scan(Text(document.prose, Context(document.source, vocabulary()))))
