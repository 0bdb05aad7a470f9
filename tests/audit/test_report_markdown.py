"""The Markdown report, as a renderer makes of it."""

from __future__ import annotations

import re

import pytest
from articles import TEXT, made
from markdown_it import MarkdownIt
from payloads import PAYLOADS

from finchecks.audit.batch import batch, row
from finchecks.audit.to_markdown import index, page

#: what is written as HTML on purpose: marks of operands, and the record at the end
_OWN = re.compile(r"</?ins>|<!-- finchecks-(?:record|seal):[\w+/=: -]+ -->")


def rendered(text: str) -> str:
    return MarkdownIt("commonmark").enable("table").render(text)


def assert_safe(text: str) -> str:
    html = rendered(text)
    bare = _OWN.sub("", html)
    assert set(re.findall(r"<\s*([a-zA-Z!][\w!]*)", bare)) <= {
        *(
            "h1",
            "h2",
            "h3",
            "p",
            "ul",
            "ol",
            "li",
            "code",
            "strong",
            "em",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
        ),
        *("td", "a", "hr", "br"),
    }
    for target in re.findall(r'href="([^"]*)"', bare):
        assert re.fullmatch(r"[\w%.-]+\.md", target), target
    return html


def test_it_has_the_content_of_the_page() -> None:
    text = page(made())
    for part in (
        "## Findings",
        "## Not verifiable",
        "## Recalculated",
        "## Coverage",
        "## Provenance",
        "HKD per USD",
    ):
        assert part in text
    html = rendered(text)
    assert "<strong>47%</strong> (✗ 1)" in html
    assert "stated up 46.5% to 47.5%; recomputed up 29.4% to 30.6%: they do not meet" in html
    assert made().record.input in html


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_of_an_article_becomes_markup(payload: str) -> None:
    text = TEXT.replace("Lighthouse Ferries", payload).replace("The fleet", f"The fleet {payload}")
    article = made(text, f"{payload.replace('/', '∕')}.md")
    assert_safe(page(article))
    assert_safe(index(batch([row(article, "a")], [(payload, payload)], [article.record])))
    assert_safe(
        page(made(f"{payload}\n\nSales rose 47% to $260 million from $200 million {payload}.", "a.txt"))
    )
