from __future__ import annotations

import samples
from writing import written


def test_a_line_a_finding() -> None:
    assert written("concise", samples.report(), samples.unread()) == (
        "sample.md:3:14: error percent-change: These figures cannot all be right: $1.13bn from $600m is a "
        "rise of 88.3%, not 76%. [$1.13bn / $600m - 1 = 88.3%] Suggestion: 88%.\n"
    )


def test_notes_are_told_when_they_are_asked_for() -> None:
    lines = written("concise", samples.report(), fail_on="note").splitlines()
    assert [line.split()[1] for line in lines] == ["error", "note"]


def test_an_article_cannot_forge_a_line_or_move_the_cursor() -> None:
    text = written("concise", samples.saying("x\na.md:1:1: error\x1b[2J", "a\nb.md"))
    assert text.count("\n") == 1 and "\x1b" not in text
