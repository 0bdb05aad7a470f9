from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
import samples
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from writing import written

import finchecks
from finchecks.report.to_markdown import MOST_CHARACTERS, escape

RENDER = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render
EXPECTED = """\
### finchecks: 1 error in 1 of 2 documents

🔴 **error** in `sample.md:3` · percent-change

> Sales jumped <strong>76%</strong> to <ins>\\$1.13bn</ins> from <ins>\\$600m</ins>, while \
the margin of 42.8% was 12.4 points better than before. …

These figures cannot all be right: \\$1.13bn from \\$600m is a rise of 88.3%, not 76%.

Suggestion: **88%** instead of 76%

**1 file could not be checked**

- `gone.txt`: There is no such file.

<sub>2 of 3 derived numbers could be recomputed from the text itself, in 2 documents.</sub>
"""
#: all that the comment's own words make
OURS = {"h3", "p", "strong", "code", "blockquote", "ins", "sub", "ul", "li"}


def tags(rendered: str) -> set[str]:
    return {name.lower() for name in re.findall(r"</?([A-Za-z][\w-]*)", rendered)}


def shown(rendered: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", "", rendered)).split())


def test_the_whole_comment() -> None:
    assert written("markdown", samples.report(), samples.unread()) == EXPECTED


def test_nothing_found_is_said() -> None:
    right = replace(samples.report(), checks=(samples.conversion(),))
    assert written("markdown", right).startswith("### finchecks: 1 derived number adds up in 1 document\n")
    empty = replace(samples.report(), checks=())
    assert written("markdown", empty) == "### finchecks: nothing to recompute in 1 document\n"


@pytest.mark.parametrize(
    "hostile",
    [
        *("<script>alert(1)</script>", "</strong></ins><h1>x</h1>", "<!-- open", "&lt;img src=x&gt;"),
        *("[click](https://x.example)", "![i](x.png)", "**bold** _it_ ~~gone~~", "`code``", "$x^2$"),
        *("# title", "- item", "1. item", "1) item", "> quote", "===", "---", "| a | b |", "+ plus"),
        *("```\nfence\n```", "line\n\n# title", "<https://x.example>", "[a]: https://x.example"),
    ],
)
def test_an_article_cannot_break_out(hostile: str) -> None:
    rendered = RENDER(written("markdown", samples.saying(hostile)))
    assert tags(rendered) <= OURS
    assert rendered.count("<blockquote>") == rendered.count("<h3>") == 1
    assert " ".join(hostile.split()) in shown(rendered).replace("\u2060", "")


@given(st.text(st.sampled_from("`*_[]()<>#&|~$\\!-+=.:/@w1a \n\t")))
def test_no_mixture_of_marks_breaks_out(words: str) -> None:
    rendered = RENDER(written("markdown", samples.saying(f"{words} x")))
    assert tags(rendered) <= OURS


@pytest.mark.parametrize("name", ["@octocat", "#17", "www.x.example", "https://x.example", "GH-12"])
def test_nobody_is_pinged_and_nothing_is_linked(name: str) -> None:
    assert name not in escape(f"says {name}") and name in escape(f"says {name}").replace("\u2060", "")


def test_a_file_name_stays_in_its_code_span() -> None:
    rendered = RENDER(written("markdown", samples.saying("x", path="a`<b>`\n# c.md")))
    assert tags(rendered) <= OURS


def test_a_comment_is_as_long_as_github_takes_and_says_what_is_left_out() -> None:
    many = replace(samples.report(), checks=tuple(samples.mismatch() for _ in range(1_000)))
    text = written("markdown", many)
    assert len(text) < MOST_CHARACTERS + 1_000
    left = re.search(r"… and (\d+) more findings", text)
    assert left and int(left[1]) + text.count("🔴") == 1_000


def test_a_page_is_quoted_as_its_readers_see_it() -> None:
    html = "<p>Sales <i>jumped</i> 7<b>6</b>% to <a href='https://x.example'>$1.13bn</a>, from $600m.</p>"
    report = finchecks.check(html, path="a.html")
    assert (
        "\n> Sales jumped <strong>76%</strong> to <ins>\\$1.13bn</ins>, from <ins>\\$600m</ins>.\n"
        in written("markdown", report)
    )
