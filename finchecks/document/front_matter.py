"""Front matter: metadata between fences at the very start of a text (YAML ``---``, TOML ``+++``)."""

from __future__ import annotations

import re

#: Longer front matter than this is none.
_LIMIT = 65_536

_OPENING = re.compile(r"(---|\+\+\+)[ \t]*(?:\r\n|\r|\n)(?=[ \t\"']*[\w#-])")
_KEY = re.compile(r"^[^\r\n:=]{1,60}[:=]", re.MULTILINE)


def front_matter_end(source: str) -> int:
    """Where the front matter ends, closing fence included; 0 without any."""
    opening = _OPENING.match(source)
    if not opening:
        return 0
    fence = r"\+\+\+" if opening[1] == "+++" else r"(?:---|\.\.\.)"
    closing = re.compile(rf"^{fence}[ \t]*$", re.MULTILINE).search(
        source[:_LIMIT].replace("\r", "\n"), opening.end()
    )
    if not closing or not _KEY.search(source, opening.end(), closing.start()):
        return 0
    return closing.end()
