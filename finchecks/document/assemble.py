"""What every reader does last: blank the markup, trim the blocks to what shows, and look for the date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from finchecks.document import Block, Document, Table, dates
from finchecks.document.masking import Edit, apply


def assemble(
    source: str,
    edits: Iterable[Edit],
    blocks: Iterable[Block],
    tables: Sequence[Table],
    *,
    front_matter: int,
    path: str | None,
    date: dt.date | None,
    metadata: dates.Found | None = None,
) -> Document:
    """The document; ``front_matter`` is where that ends, ``date`` a publication date given from outside,
    ``metadata`` one that the source's metadata gives."""
    edits = tuple(edits)
    prose = apply(source, edits)
    published, published_from, dateline = dates.publication(
        date,
        metadata or dates.from_front_matter(source, front_matter),
        dates.dateline(
            prose,
            head_end=tables[0].start if tables else len(prose),
            tail_start=tables[-1].end if tables else 0,
        ),
    )
    return Document(
        source=source,
        prose=prose,
        blocks=tuple(trimmed for block in blocks if (trimmed := _trimmed(block, prose))),
        tables=tuple(tables),
        published=published,
        published_from=published_from,
        path=path,
        dateline=dateline,
        comments=tuple((e.start, e.end) for e in edits if source.startswith("<!--", e.start, e.end)),
    )


def _trimmed(block: Block, prose: str) -> Block | None:
    """The block without blanks at its ends; None when nothing of it shows."""
    if block.kind == "table" or not (prose[block.start].isspace() or prose[block.end - 1].isspace()):
        return block
    shown = prose[block.start : block.end]
    start = block.start + len(shown) - len(shown.lstrip())
    end = block.start + len(shown.rstrip())
    return Block(block.kind, start, end) if start < end else None
