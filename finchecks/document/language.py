"""In which language a document is: what it declares, unless its words plainly say otherwise.

Templates and content systems declare languages that nobody looks at, so a declaration alone does not keep an
article from being checked. A text that is only partly in a language is not in it: its other part would be
misread ("1.500" is fifteen hundred in German).
"""

from __future__ import annotations

import re

from finchecks.document import Document
from finchecks.lexicon import languages, load_language_words

#: Share of the telling words in a block of a language: of 390 English articles all but one have 14% and more
#: of them, texts in other languages hardly any.
_TELLING = 0.12
#: Blocks of fewer words tell nothing (headings, names in a list); nor do texts of fewer words in all.
_WORDS_A_BLOCK, _WORDS = 8, 25
#: share of a text's words that must stand in blocks of the language
_MOST = 0.8
_WORD = re.compile(r"[^\W\d_]+")


def declared(document: Document) -> str:
    """The main part of the language that the document declares ("pt" for "pt-BR"); "" without one."""
    return (document.language or "").replace("_", "-").partition("-")[0].lower()


def plainly(document: Document) -> str | None:
    """The language of finchecks' that the words are in, without any doubt; None where there is doubt."""
    blocks = (document.prose[block.start : block.end] for block in document.blocks)
    words = [_WORD.findall(block.lower()) for block in blocks]
    running = [block for block in words if len(block) >= _WORDS_A_BLOCK]
    total = sum(map(len, running))
    if total < _WORDS:
        return None
    for language in languages():
        telling = load_language_words(language).telling
        of_it = [b for b in running if sum(word in telling for word in b) >= _TELLING * len(b)]
        if sum(map(len, of_it)) >= _MOST * total:
            return language
    return None
