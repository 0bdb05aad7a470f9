"""What a reader sees of a stretch of HTML, worked out apart from the reader that is tested."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

_NOT_SHOWN = re.compile(r"<!--.*?-->|<[^<>]*>", re.DOTALL)
_NO_WIDTH = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")


def seen(html: str) -> str:
    """Tags and comments taken out, character references read, white space and raised digits made plain."""
    return plain(unescape(_NOT_SHOWN.sub("", html)))


def plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", _NO_WIDTH.sub("", text)).split())
