"""What was found in a page's text is told in the places of its source."""

from __future__ import annotations

import finchecks
from finchecks.document.from_html import from_html
from finchecks.engine.in_source import in_source

PAGE = (
    "<p><b>Sales</b> <i>jumped</i> <u>7<b>6</b>%</u> to &#36;1.13bn from <a href='/x'>$600m</a>.</p>\n"
    "<p>Both “€5m (<i>$1m</i>)” and “€5m (<i>$9m</i>)” were paid.</p>"
)


def test_offsets_lines_and_columns_point_into_the_source_and_text_is_the_visible_one() -> None:
    (check,) = (
        c for c in finchecks.check(PAGE, path="a.html").to_dict()["checks"] if c["claim"]["text"] == "76%"
    )
    claim = check["claim"]
    assert PAGE[claim["start"] : claim["end"]] == "7<b>6</b>%"
    assert (claim["line"], claim["column"]) == (1, PAGE.index("7<b>") + 1)
    assert [(o["text"], PAGE[o["start"] : o["end"]]) for o in check["operands"]] == [
        ("$1.13bn", "&#36;1.13bn"),
        ("$600m", "$600m"),
    ]


def test_notes_point_there_too() -> None:
    notes = finchecks.check(PAGE, path="a.html").to_dict()["notes"]
    assert notes
    for note in notes:
        assert all("$" in PAGE[start:end] for start, end in note["spans"])


def test_a_fingerprint_outlives_new_markup() -> None:
    plain = PAGE.replace("<i>", "").replace("</i>", "").replace("href='/x'", "href='/y' class=z")
    first, second = (
        {
            c["claim"]["text"]: c["fingerprint"]
            for c in finchecks.check(html, path="a.html").to_dict()["checks"]
        }
        for html in (PAGE, plain)
    )
    assert first == second and "76%" in first


def test_it_is_done_once() -> None:
    once, *_ = in_source(from_html(PAGE), (), ())
    again, *_ = in_source(once, (), ())
    assert once is again and once.source == PAGE
    assert len(once.prose) == len(PAGE) and "<" not in once.prose
    for block in once.blocks:
        assert PAGE[block.start : block.end].startswith(("Sales", "Both"))
