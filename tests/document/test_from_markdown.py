from __future__ import annotations

import datetime as dt
import time

import pytest
from hard_texts import ADVERSARIAL, PIECES, shown
from hypothesis import given
from hypothesis import strategies as st

from finchecks.document.from_markdown import from_markdown


def test_blocks_and_their_kinds() -> None:
    document = from_markdown(
        "# Quarry doubles ##\n\nFirst part\nof a text.\n\n> A quote of 5%\n> in two lines\n\n"
        "- one 1%\n  goes on\n- two\n\n  second paragraph of two\n\n10. ten\n\n"
        "Under\nlined\n===\n\n**Outlook**\n\nEnd.\n"
    )
    assert shown(document) == [
        ("heading", "Quarry doubles"),
        ("paragraph", "First part of a text."),
        ("paragraph", "A quote of 5% in two lines"),
        ("item", "one 1% goes on"),
        ("item", "two"),
        ("item", "second paragraph of two"),
        ("item", "ten"),
        ("heading", "Under lined"),
        ("heading", "Outlook"),
        ("paragraph", "End."),
    ]


@pytest.mark.parametrize(
    ("source", "prose"),
    [
        ("rose **12**% to _$3m_", "rose 12 % to $3m"),
        ("code `up 5%` out", "code out"),
        ("code ``a ` 5%`` out", "code out"),
        ("an open ` tick 5%", "an open tick 5%"),
        ("[up 5%](http://a.example/7 \"t 8\") now", "up 5% now"),
        ("[up 5%][ref 9] now", "up 5% now"),
        ("![chart 2020](p.png) now", "now"),
        ("a <b class=\"x9\">bold</b> 5<!-- 6 --> point", "a bold 5 point"),
        ("less than <5% and a < b", "less than <5% and a < b"),
        ("costs \\$5 and 5\\*3", "costs $5 and 5 *3"),
        ("&pound;5m &amp; more", "£5m & more"),
        ("grew 5%[^1] then", "grew 5% then"),
        ("see <https://a.example/1> or www.a.example/2", "see or"),
        ("a product 5 * 3 * 2", "a product 5 * 3 * 2"),
        ("[an aside, 5%] stays", "[an aside, 5%] stays"),
    ],
)  # fmt: skip
def test_inline_markup_is_blanked(source: str, prose: str) -> None:
    document = from_markdown(source)
    assert " ".join(document.prose.split()) == prose
    assert len(document.prose) == len(source)


@pytest.mark.parametrize(
    "hidden",
    [
        "```\n5%\n```",
        "~~~ py\n5%\n~~~",
        "    indented 5%",
        "[ref]: http://a.example/5 'five'",
        "<!-- 5%\n\n6% -->",
        "<script>\nlet x = 5;\n</script>",
        "<table><tr><td>5</td></tr></table>",
        "***",
    ],
)
def test_what_is_no_prose_is_blanked(hidden: str) -> None:
    document = from_markdown(f"Before.\n\n{hidden}\n\nAfter.\n")
    assert document.prose.split() == ["Before.", "After."]


def test_text_inside_raw_html_is_prose() -> None:
    assert from_markdown("<div class='c1'>\nSales rose 5%.\n</div>\n").prose.split() == [
        "Sales",
        "rose",
        "5%.",
    ]


def test_tables_are_read_with_places() -> None:
    source = (
        "Results, in **$ million**:\n\n"
        "> | Item | 2021 |\n> |---|--:|\n> | Net \\| gross | **1,200** |\n\nMore.\n"
    )
    document = from_markdown(source)
    (table,) = document.tables
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["Item", "2021"],
        ["Net \\| gross", "1,200"],
    ]
    assert all(source[cell.start : cell.end] == cell.text for row in table.rows for cell in row)
    assert table.caption.startswith("Results, in")
    assert "1,200" not in document.prose
    assert [block.kind for block in document.blocks] == ["paragraph", "table", "paragraph"]


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: 'A: b'\npublished: 2024-03-05T08:00:00Z\n---\n",
        "---\ndate: 1 January 2020\npubDate: March 5, 2024\n---\n",
        "+++\ntitle = 'x'\ndate = 2024-03-05\n+++\n",
        '---\r\npublish-date: "2024-03-05"\r\n---\r\n',
    ],
)
def test_front_matter_gives_the_date(front: str) -> None:
    document = from_markdown(front + "\nLONDON, 9 May 2019 - Text of 5%.\n")
    assert (document.published, document.published_from) == (dt.date(2024, 3, 5), "metadata")
    assert document.prose.split()[0] == "LONDON,"


@pytest.mark.parametrize("source", ["---\n\nText\n\n---\n", "---\nno end: 1\n\nText", "----\na: b\n----\n"])
def test_a_rule_is_no_front_matter(source: str) -> None:
    assert from_markdown(source).published is None


def test_a_key_that_is_not_the_publication_date_gives_none() -> None:
    assert from_markdown("---\nexpires: 2024-03-05\nlastmod: 2024-03-05\n---\n\nText.\n").published is None


@given(st.one_of(st.text(), PIECES))
def test_prose_has_the_length_of_the_source(source: str) -> None:
    document = from_markdown(source)
    assert len(document.prose) == len(source)
    assert [c for c in document.prose if c in "\r\n"] == [c for c in source if c in "\r\n"]
    for block in document.blocks:
        assert 0 <= block.start < block.end <= len(source)
    for table in document.tables:
        assert all(source[cell.start : cell.end] == cell.text for row in table.rows for cell in row)


@pytest.mark.parametrize(
    "piece", [*ADVERSARIAL, "<a ", "<!--", "&amp;", "> ", "[a][", "`a``", "[a]: ", "<script>"]
)
def test_a_quarter_megabyte_of_anything_is_read_in_linear_time(piece: str) -> None:
    source = piece * (250_000 // len(piece))
    began = time.perf_counter()
    from_markdown(source)
    assert time.perf_counter() - began < 20
