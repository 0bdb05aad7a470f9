from __future__ import annotations

import datetime as dt
import time

import pytest
from hard_texts import ADVERSARIAL, PIECES, shown
from hypothesis import example, given
from hypothesis import strategies as st

from finchecks.document.from_text import from_text


def test_blank_lines_part_paragraphs_and_a_first_line_alone_is_the_headline() -> None:
    document = from_text(
        "Mill output up 4%\n\n"
        "The mill at Ostby made 520 tonnes of flour in the year to May.\nThat is 20 more."
        "\n\nIt hopes for 600."
    )
    assert shown(document) == [
        ("heading", "Mill output up 4%"),
        ("paragraph", "The mill at Ostby made 520 tonnes of flour in the year to May. That is 20 more."),
        ("paragraph", "It hopes for 600."),
    ]


def test_a_first_line_that_is_a_sentence_is_no_headline() -> None:
    assert shown(from_text("The mill made 520 tonnes.\n\nIt hopes for 600.\n"))[0][0] == "paragraph"


def test_agency_copy_begins_a_paragraph_by_four_spaces() -> None:
    document = from_text(
        "HARBOUR DUES TO RISE\n\n"
        "The port of Lindhaven said it\n"
        "would lift its dues by five pct from May to pay for a deeper\n"
        "channel.\n"
        "    Dues now stand at 1.20 dlrs a tonne, against 1.10 dlrs a\n"
        "year ago, when 12 mln\n"
        "tonnes were landed.\n"
        "    Shr 12 cts vs 10 cts\n"
        "    Net 1.2 mln vs 1.0 mln\n"
    )
    assert [text for _, text in shown(document)] == [
        "HARBOUR DUES TO RISE",
        "The port of Lindhaven said it would lift its dues by five pct from May to pay for a deeper channel.",
        "Dues now stand at 1.20 dlrs a tonne, against 1.10 dlrs a year ago, when 12 mln tonnes were landed.",
        "Shr 12 cts vs 10 cts",
        "Net 1.2 mln vs 1.0 mln",
    ]


def test_agency_copy_may_stand_away_from_the_margin() -> None:
    document = from_text(
        "HARBOUR DUES TO RISE AT LINDHAVEN NEXT MAY\n"
        "    LINDHAVEN, March 3 - The port of Lindhaven said it would\n"
        "  lift its dues by five pct from May to pay for a channel of\n"
        "  12,300 feet\n"
        "  (3,749 meters).\n"
        "    Dues now stand at 1.20 dlrs a tonne, against 1.10 dlrs a\n"
        "  year ago, when 12 mln\n"
        "  tonnes were landed.\n"
    )
    assert [text for _, text in shown(document)] == [
        "HARBOUR DUES TO RISE AT LINDHAVEN NEXT MAY",
        "LINDHAVEN, March 3 - The port of Lindhaven said it would lift its dues by five pct from May to pay "
        "for a channel of 12,300 feet (3,749 meters).",
        "Dues now stand at 1.20 dlrs a tonne, against 1.10 dlrs a year ago, when 12 mln tonnes were landed.",
    ]


def test_in_a_transcript_each_line_is_a_paragraph_and_a_short_title_a_heading() -> None:
    long = "Revenue for the quarter rose to 41 million, and we are pleased with it in every segment " * 2
    document = from_text(f"{long.strip()}.\nTurning to slide four.\nOutlook\nWe see 45 million.\n")
    assert [kind for kind, _ in shown(document)] == ["paragraph", "paragraph", "heading", "paragraph"]


def test_wrapped_text_that_happens_to_break_after_a_sentence_stays_one_paragraph() -> None:
    document = from_text(
        "The brewery sold 2.1m barrels last year, which is 5% up on 2.0m.\n"
        "Its rival sold 3.0m barrels, and a third of them went abroad, says\n"
        "the trade body.\n"
    )
    assert len(document.blocks) == 1


def test_items_and_headings_lose_their_marks_but_nothing_moves() -> None:
    source = (
        "## 2. Results\n\n- Sales: 12m\n- **Costs**: 9m\n• Profit: 3m\n1. First\n2) Second\n(3) Third one\n"
    )
    document = from_text(source)
    assert shown(document) == [
        ("heading", "Results"),
        ("item", "Sales: 12m"),
        ("item", "Costs : 9m"),
        ("item", "Profit: 3m"),
        ("item", "First"),
        ("item", "Second"),
        ("item", "Third one"),
    ]
    assert document.prose.index("12m") == source.index("12m")


@pytest.mark.parametrize(
    "text",
    [
        "The club sold more shirts than in any season before it, namely\n"
        "12. The year before it was ten, and nobody had complained then.",
        "The two sides of the ledger came to the same sum in the end, 5\n"
        "- 3 on the one and 1 + 1 on the other, as the bookkeeper found.",
    ],
)
def test_a_wrapped_line_that_begins_like_an_item_is_none(text: str) -> None:
    document = from_text(text)
    assert len(document.blocks) == 1
    assert document.prose == text


def test_a_negative_number_at_the_head_of_a_line_keeps_its_sign() -> None:
    assert from_text("-5% was the worst month.\n").prose.startswith("-5%")


@pytest.mark.parametrize("text", ["a product of 5 * 3", "5*3 is 15", "the file net_sales_2020 has 3 rows"])
def test_marks_that_are_no_emphasis_stay(text: str) -> None:
    assert from_text(text).prose == text


def test_addresses_and_link_targets_are_no_prose() -> None:
    document = from_text(
        "See [the 12% cut](https://site.example/2024/05/a_b) and https://site.example/99 for more.\n"
    )
    assert "2024" not in document.prose
    assert "99" not in document.prose
    assert "the 12% cut" in document.prose


def test_a_pipe_table_is_a_table_and_not_prose() -> None:
    source = (
        "Key figures (EUR m)\n\n| | 2021 | 2020 |\n|---|---:|---:|\n| Sales | 12 | 10 |\n\nSales rose 20%.\n"
    )
    document = from_text(source)
    assert [block.kind for block in document.blocks] == ["heading", "table", "paragraph"]
    (table,) = document.tables
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["", "2021", "2020"],
        ["Sales", "12", "10"],
    ]
    assert all(source[cell.start : cell.end] == cell.text for row in table.rows for cell in row)
    assert table.header == 1
    assert table.caption == "Key figures (EUR m)"
    assert "12" not in document.prose
    assert "Sales rose 20%." in document.prose


def test_front_matter_gives_the_date_and_is_no_prose() -> None:
    document = from_text(
        "---\ntitle: Rates: the 4% question\ndate: 2024-03-05\n---\n\nThe bank kept its rate.\n"
    )
    assert (document.published, document.published_from) == (dt.date(2024, 3, 5), "metadata")
    assert document.prose.split() == ["The", "bank", "kept", "its", "rate."]


def test_the_option_outranks_the_text() -> None:
    document = from_text("OSLO, 3 May 2023 - Oil fell 2%.\n", date=dt.date(2024, 1, 1))
    assert (document.published, document.published_from) == (dt.date(2024, 1, 1), "option")
    assert document.dateline == (6, 16)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_newlines_of_any_kind_part_paragraphs_and_are_kept(newline: str) -> None:
    source = newline.join(["Title", "", "First 1%.", "", "Second 2%."])
    document = from_text(source)
    assert [text for _, text in shown(document)] == ["Title", "First 1%.", "Second 2%."]
    assert len(document.prose) == len(source)
    assert document.prose.count(newline) == 4


@given(st.one_of(st.text(), PIECES))
@example("---\na: 1\n---\n")
@example("||\n||\n")
def test_prose_is_source_with_blanks(source: str) -> None:
    document = from_text(source)
    assert len(document.prose) == len(source)
    assert all(new in (old, " ") for new, old in zip(document.prose, source, strict=True))
    assert [c for c in document.prose if c in "\r\n"] == [c for c in source if c in "\r\n"]
    ends = [0]
    for block in document.blocks:
        assert ends[-1] <= block.start < block.end
        ends.append(block.end)
    visible = "".join(document.prose[b.start : b.end] for b in document.blocks if b.kind != "table")
    assert "".join(visible.split()) == "".join(document.prose.split())


@pytest.mark.parametrize("piece", ADVERSARIAL)
def test_a_megabyte_of_anything_is_read_in_linear_time(piece: str) -> None:
    source = piece * (1_000_000 // len(piece))
    began = time.perf_counter()
    from_text(source)
    # Quadratic behaviour would take minutes; the bound leaves a slow machine its time.
    assert time.perf_counter() - began < 20
