"""Inputs that try a reader of documents, and how its blocks are shown in tests."""

from __future__ import annotations

from hypothesis import strategies as st

from finchecks.document import Document

#: Texts of the pieces that mean something to a reader, in any order.
PIECES = st.lists(
    st.sampled_from(
        [
            *("\n", "\r\n", "\n\n", "    ", "\t", "\u2028", "\u00a0"),
            *("| a | 5% |\n", "|---|---|\n", "- ", "1. ", "# ", "---\n", "> "),
            *("**", "_", "`", "](x)", "[", "<!--", "-->", "<b>", "&amp;", "\\*", "www.x.example/1"),
            *("Sales rose 5% to $3m. ", "word ", "12"),
        ]
    )
).map("".join)

#: What is repeated a hundred thousand times to find quadratic behaviour.
ADVERSARIAL = [
    *("|", "*", "#", "[", "_", "`", "](", "](a", "| ", "* ", "1. ", " ", "\n", "|a|\n", "a\n"),
    *("a 1% ", "http://", "1 May 2020 "),
]


def shown(document: Document) -> list[tuple[str, str]]:
    """Kind and text of each block, runs of space as one."""
    return [
        (block.kind, " ".join(document.prose[block.start : block.end].split())) for block in document.blocks
    ]
