"""HTML as it is written badly, in quantity, and at random."""

from __future__ import annotations

import datetime as dt
import time
from html import unescape

import pytest
from hard_texts import shown
from html_places import plain, seen
from hypothesis import example, given
from hypothesis import strategies as st

from finchecks.document import Document
from finchecks.document.from_bytes import from_bytes
from finchecks.document.from_html import from_html

PIECES = st.lists(
    st.sampled_from(
        [
            *("<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<i>", "</i>", "<a href='x'>", "</a>", "<br>"),
            *("<table>", "</table>", "<tr>", "<td>", "<td colspan=2>", "<th rowspan=3>", "<caption>", "<li>"),
            *("<ul>", "<h1>", "<article>", "</article>", "<nav>", "<pre>", "</pre>", "<sup>", "</sup>"),
            *("<script>", "</script>", "<title>", "</title>", "<svg>", "<select>", "<template>", "</p >"),
            *(
                "<!-- 5% -->",
                "<!--",
                "-->",
                "<![CDATA[x]]>",
                "<!doctype html>",
                "<?php 1 ?>",
                "<",
                "</",
                "<a",
            ),
            *(
                "&pound;",
                "&nbsp;",
                "&amp",
                "&#8364;",
                "&#x1F600;",
                "&bogus;",
                "&",
                "&notit;",
                "&NotEqualTilde;",
            ),
            *(
                " ",
                "\n",
                "\r\n",
                "\r",
                "\t",
                "\f",
                "\u00ad",
                "\u00a0",
                "😀",
                "é",
                "word ",
                "$3m ",
                "12,000",
                "%",
            ),
            *("<span hidden>", "</span>", "<div style='display:none'>", "x=1>", '"', "'", "\ue0000\ue001"),
        ]
    ),
    max_size=40,
).map("".join)


def text_of(html: str) -> str:
    return plain(from_html(html).source)


@given(PIECES)
@example("&NotEqualTilde;<a")
@example("&bogus;<a&pound;")
def test_every_piece_of_the_text_is_where_it_is_said_to_be(html: str) -> None:
    document = from_html(html)
    origin = document.origin
    assert origin is not None and origin.source == html
    assert origin.pieces[-1] == len(document.source) and len(origin.pieces) == len(origin.starts) + 1
    for piece, (start, end) in enumerate(zip(origin.starts, origin.ends, strict=True)):
        text = document.source[origin.pieces[piece] : origin.pieces[piece + 1]]
        assert 0 <= start <= end <= len(html)
        if start < end and text not in ("\n", " "):
            assert plain(unescape(html[start:end])) == plain(text)
    assert len(origin.masked(document.prose)) == len(html)
    assert [origin.starts[piece] for piece in origin.order] == sorted(origin.starts)


@given(PIECES)
def test_blocks_and_tables_lie_in_the_text(html: str) -> None:
    document = from_html(html)
    for block in document.blocks:
        assert 0 <= block.start < block.end <= len(document.source)
    assert all(a.end <= b.start for a, b in zip(document.blocks, document.blocks[1:], strict=False))
    for table in document.tables:
        assert len({len(row) for row in table.rows}) == 1
        assert all(document.source[c.start : c.end] == c.text for row in table.rows for c in row)


def test_blocks_and_their_kinds() -> None:
    document = from_html(
        "<h2>Quarry doubles</h2><div>First<p>Second <i>part</i></div>Third<ul><li>one<li><p>two</p></ul>"
        "<p><strong>Outlook</strong><p><b>A sentence in bold.</b><br><br>After two breaks<hr>End"
    )
    assert shown(document) == [
        ("heading", "Quarry doubles"),
        ("paragraph", "First"),
        ("paragraph", "Second part"),
        ("paragraph", "Third"),
        ("item", "one"),
        ("item", "two"),
        ("heading", "Outlook"),
        ("paragraph", "A sentence in bold."),
        ("paragraph", "After two breaks"),
        ("paragraph", "End"),
    ]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>7<b>6</b>% of&nbsp;it", "76% of it"),
        ("<p>a<br>b", "a b"),
        ("<p>10&shy;0<wbr>0&#8203;0", "10000"),
        ("<p>5 <del>4</del><ins>6</ins>", "5 6"),
        (
            "<p>2 m<sup>3</sup> of it, 4<sup>th</sup>, 66<sup>1</sup>, 5 × 10<sup>6</sup>",
            "2 m3 of it, 4th, 66, 5 × 106",
        ),
        (
            "<p>Sold.<sup>[12]</sup> More<sup><a href='#n'>a</a></sup>, Acme<sup>TM</sup>",
            "Sold. More, AcmeTM",
        ),
        ("<p>x<button>5</button><svg><text>6</text></svg><math><mn>7</mn></math>y", "xy"),
        ("<p>a < b & c &lt; d", "a < b & c < d"),
        ("<p>&#0;&#x80;&#xD800;", "� € �"[0] + "€�"),
    ],
)
def test_what_shows(html: str, text: str) -> None:
    assert text_of(html) == text


def test_a_given_date_outranks_the_page() -> None:
    html = "<meta property='article:published_time' content='2024-02-03'><p>Text."
    document = from_html(html, date=dt.date(2020, 1, 1))
    assert (document.published, document.published_from) == (dt.date(2020, 1, 1), "option")


def test_a_title_outside_the_article_is_read_before_it() -> None:
    running = (
        "<p>The mill made 900 tons of paper in the year, and means to make as many in the next one.</p>" * 2
    )
    html = f"<body><div class=hero><h1>Mill makes 900 tons</h1></div><article>{running}</article>"
    assert shown(from_html(html))[0] == ("heading", "Mill makes 900 tons")


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("iso-8859-2", "iso-8859-2"),
        ("ISO-8859-1", "cp1252"),
        ("windows-1251", "cp1251"),
        ("shift_jis", "cp932"),
    ],
)
def test_the_declared_encoding_is_taken_where_it_is_no_utf8(declared: str, encoding: str) -> None:
    words = {"iso-8859-2": "Łódź", "cp1252": "“£5”", "cp1251": "Рубль", "cp932": "東京"}[encoding]
    html = f'<html><head><meta charset="{declared}"></head><body><p>{words} rose 5%'
    document = from_bytes(html.encode(encoding), path="a.html")
    assert isinstance(document, Document)
    assert document.source.startswith(f"{words} rose 5%") and document.remarks == ()


def test_an_encoding_that_nobody_knows_is_a_fallback() -> None:
    document = from_bytes(b"<meta charset=klingon><p>\x805 is the price", path="a.html")
    assert isinstance(document, Document)
    assert document.source.startswith("€5") and "cp1252" in document.remarks[0]


@pytest.mark.parametrize("path", [None, "-", "page", "saved.aspx"])
@pytest.mark.parametrize("head", ["<!DOCTYPE html>\n<p>", "\n<html><body>", "<?xml version='1.0'?><html><p>"])
def test_html_is_known_by_its_beginning(path: str | None, head: str) -> None:
    document = from_bytes(f"{head}Sales <b>rose</b>".encode(), path=path)
    assert isinstance(document, Document)
    assert document.source.strip() == "Sales rose"
    as_text = from_bytes(f"{head}Sales <b>rose</b>".encode(), path="a.txt")
    assert isinstance(as_text, Document) and "<b>" in as_text.source


PARAGRAPH = "<p>Sales rose 5% to $3m from $2.9m, and <i>more</i> of the same followed in the next year.</p>\n"


@pytest.mark.slow
def test_a_page_of_five_megabytes() -> None:
    html = "<article>" + PARAGRAPH * (5_000_000 // len(PARAGRAPH))
    began = time.perf_counter()
    document = from_html(html)
    assert time.perf_counter() - began < 60
    assert len(document.blocks) == html.count("<p>")
    place = document.source.rindex("$2.9m")
    assert document.origin is not None
    start, end = document.origin.place(place, place + 5)
    assert html[start:end] == "$2.9m" and start == html.rindex("$2.9m")


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        *("<div>", "<b>x ", "<table><tr><td>5", "<div><a href=x>t", "10<sup>2", "<", "&", "&amp", "<!--"),
        *('<a b="', "<td colspan=99 rowspan=99>1", "<ul><li>x", "<p>short 5</p>", "x<br>", "<header>h"),
        *("<svg><title>", "<select><option>", "<script>", "<p><b>Bold", "<div hidden>y", "<time datetime=2>"),
    ],
)
def test_a_hundred_kilobytes_of_anything_is_read_in_linear_time(piece: str) -> None:
    html = "<table>" * ("<td" in piece) + piece * (100_000 // len(piece))
    began = time.perf_counter()
    from_html(html)
    assert time.perf_counter() - began < 10


def test_seen_is_what_a_reader_sees() -> None:
    assert seen("7<b>6</b><!-- 5 -->&nbsp;%\n of&#32;it") == "76 % of it"


def test_space_between_elements_is_seen_where_it_is() -> None:
    html = "<p><b>Sales</b> <i>rose</i>\n<b>5</b> <i>%</i>"
    document = from_html(html)
    assert document.origin is not None
    assert document.source.strip() == document.origin.seen(0, len(html)).strip() == "Sales rose 5 %"
    assert list(document.origin.starts) == sorted(document.origin.starts)
