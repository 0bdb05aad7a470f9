"""Names of report files, made of the articles' paths: safe anywhere, one for each, never outside a folder."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath

#: the report on all articles of a batch
INDEX = "index"
_LONGEST = 80
_UNSAFE = re.compile(r"[^\w.-]+")
#: names that Windows keeps for itself
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


class Names:
    """Gives each article a name of its own; what was named before matters only where two collide."""

    def __init__(self) -> None:
        self._taken = {INDEX}

    def name(self, path: str, *, whole: bool) -> str:
        """The stem of an article's report. ``whole``: made of its folders too, as batches need it."""
        stem = _stem(path, whole)
        if stem.casefold() in self._taken:
            stem = f"{stem}-{hashlib.sha256(path.encode(errors='surrogatepass')).hexdigest()[:8]}"
        while stem.casefold() in self._taken:
            stem += "x"
        self._taken.add(stem.casefold())
        return stem


def _stem(path: str, whole: bool) -> str:
    pure = PurePosixPath(path.replace("\\", "/"))
    folders = [part for part in pure.parent.parts if part not in ("..", "/", "//")] if whole else []
    parts = [*folders, pure.stem]
    text = unicodedata.normalize("NFC", "-".join(parts))
    text = _UNSAFE.sub("-", text.encode(errors="replace").decode()).strip("-. ")
    while len(text.encode()) > _LONGEST:
        text = text[:-1]
    if not text:
        return "article"
    return f"article-{text}" if _DEVICES.match(text) else text
