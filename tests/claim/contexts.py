"""A text as the binder reads it, for tests of what looks at its figures."""

from __future__ import annotations

from finchecks.claim import from_quantities as binder
from finchecks.claim.context import Context, read
from finchecks.document import Document
from finchecks.document.from_bytes import from_bytes
from finchecks.quantity.from_document import quantities


def context_of(text: str) -> Context:
    document = from_bytes(text.encode(), path="a.md")
    assert isinstance(document, Document)
    return read(document, quantities(document), binder.relations(), binder.evidence())
