"""Nothing in an article may move a terminal's cursor."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from finchecks.report.plain import plain


def test_escapes_and_overrides_become_visible() -> None:
    assert plain("a\x1b[31mred\x07") == "a␛[31mred␇"
    assert plain("up\u202e50%\u2066") == "up�50%�"
    assert plain("a\tb\u2028c\x9b") == "a b c�"


def test_text_stays_as_it_is() -> None:
    assert plain("Größe: 3 % – “naïve” 增长") == "Größe: 3 % – “naïve” 增长"


@given(st.text())
def test_length_is_kept_and_no_control_is_left(text: str) -> None:
    shown = plain(text)
    assert len(shown) == len(text)
    assert not any(unicodedata.category(character) in ("Cc", "Cf", "Cs") for character in shown)
