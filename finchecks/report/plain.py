"""Text from anywhere made safe for a terminal."""

from __future__ import annotations

import unicodedata


class _Visible(dict[int, str]):
    """Code point → what stands for it, looked up when it is first met.

    Control characters (Cc) could move the cursor or change colours; format characters (Cf) such as direction
    overrides could make a line read as what it is not. Each becomes one visible character, so that places in
    the text stay where they are. White space of every kind becomes a space.
    """

    def __missing__(self, code: int) -> str:
        character = chr(code)
        category = unicodedata.category(character)
        if character.isspace():
            self[code] = " "
        elif category == "Cc":
            self[code] = chr(0x2400 + code) if code < 0x20 else "␡" if code == 0x7F else "�"
        else:
            self[code] = "�" if category in ("Cf", "Cs") else character
        return self[code]


_VISIBLE = _Visible()


def plain(text: str) -> str:
    """The text with every control character replaced by a visible one; as long as it was."""
    return text if text.isprintable() and text.isascii() else text.translate(_VISIBLE)
