"""A text as the binder reads it, and what is held against it: for tests of what looks at its figures."""

from __future__ import annotations

import finchecks
from finchecks.claim import from_quantities as binder
from finchecks.claim.context import Context, read
from finchecks.document import Document
from finchecks.document.from_bytes import from_bytes
from finchecks.quantity.from_document import quantities


def context_of(text: str) -> Context:
    document = from_bytes(text.encode(), path="a.md")
    assert isinstance(document, Document)
    return read(document, quantities(document), binder.relations(), binder.evidence())


def mismatches(text: str) -> list[str]:
    """What is said to be wrong, as the text writes it."""
    found = finchecks.check(text, path="x.txt")
    return [one.claim.stated.text for one in found.checks if one.verdict == "mismatch"]
