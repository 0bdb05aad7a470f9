from __future__ import annotations

import re

import samples
from hypothesis import given
from hypothesis import strategies as st
from writing import written

#: how the runner reads a line (its ActionCommand): name, properties, message
COMMAND = re.compile(r"::(?P<name>\w+) (?P<properties>[^:]*)::(?P<message>.*)")


def unescaped(text: str) -> str:
    for code, character in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(code, character)
    return text


def read(line: str) -> tuple[str, dict[str, str], str]:
    match = COMMAND.fullmatch(line)
    assert match
    pairs = (pair.split("=", 1) for pair in match["properties"].split(","))
    return match["name"], {key: unescaped(value) for key, value in pairs}, unescaped(match["message"])


def test_an_annotation_covers_the_claim() -> None:
    (line,) = written("github", samples.report()).splitlines()
    name, properties, message = read(line)
    assert name == "error"
    assert properties == {
        **{"file": "sample.md", "line": "3", "endLine": "3", "col": "14", "endColumn": "17"},
        "title": "finchecks: percent-change",
    }
    assert message.startswith("These figures cannot all be right: $1.13bn from $600m is a rise of 88.3%")


def test_notes_become_notices_and_unread_files_errors() -> None:
    lines = written("github", samples.report(), samples.unread(), fail_on="note").splitlines()
    assert [read(line)[0] for line in lines] == ["error", "notice", "error"]
    assert read(lines[2])[1]["file"] == "gone.txt" and read(lines[2])[2] == "There is no such file."


@given(st.text(min_size=1))
def test_nothing_in_an_article_makes_a_command_of_its_own(words: str) -> None:
    words = words.replace("\0", "")
    report = samples.saying(f"{words}\r\n::warning file=x,line=1::y%0A,:", "a:b,c%.md")
    lines = re.split(r"\r\n|\n|\r", written("github", report))
    assert lines[1:] == [""]
    _, properties, message = read(re.sub(r"[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", " ", lines[0]))
    assert properties["file"] == "a:b,c%.md"
    assert "::warning file=x,line=1::y%0A,:" in message
