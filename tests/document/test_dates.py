from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from finchecks.document.from_bytes import from_bytes
from finchecks.document.from_text import from_text
from finchecks.faults import Fault

LONG = (
    "Two lines merged on Monday, and the company that came of it has 40 ships, its owners said in a letter."
)
STORY = "\n\nThe ferry line carried 5% more cars, it said.\n"
CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "texts"


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ("Published: 5 March 2024", "2024-03-05"),
        ("*Published on Tuesday, March 5th, 2024*", "2024-03-05"),
        ("Ferry traffic up\n\nLast updated: 2024-03-05T10:00", "2024-03-05"),
        ("Date: 05.03.2024", "2024-03-05"),
        ("5 March 2024", "2024-03-05"),
        ("_Tuesday 5 March 2024._ The letter for people who like boats.", "2024-03-05"),
        ("**Bergen, 5 March 2024.** Two lines merged on Monday.", "2024-03-05"),
        (f"BERGEN, March 5, 2024 - {LONG}", "2024-03-05"),
        (f"BERGEN, Mar. 5, 2024 /SeaWire/ -- {LONG}", "2024-03-05"),
        (f"RIO DE JANEIRO (March 5, 2024): {LONG}", "2024-03-05"),
        ("By Tilda Holm | 5 March 2024", "2024-03-05"),
        ("The Quay Letter | Issue 7 | 5 March 2024 | Free", "2024-03-05"),
        ("Fjordline earnings call, prepared remarks (March 5, 2024)", "2024-03-05"),
        ("Fjordline digest (published 5 March 2024)", "2024-03-05"),
        ("Compiled from the harbour office's bulletin of 5 March 2024. Check the figures.", "2024-03-05"),
        ("Fjordline: HOLD\nPrice (5 March 2024): NOK 41.20", "2024-03-05"),
        ("BERGEN, 4 March 2024\nPublished: 5 March 2024", "2024-03-05"),
    ],
)  # fmt: skip
def test_a_dateline_is_found(head: str, date: str) -> None:
    document = from_text(head + STORY)
    assert document.published == dt.date.fromisoformat(date)
    assert document.published_from == "text"
    assert document.dateline is not None
    start, end = document.dateline
    assert document.source[start:end] in head
    assert "5" in document.source[start:end]


def test_a_labelled_date_in_the_last_lines_counts() -> None:
    assert from_text(f"Ferries{STORY}\nPublished 5 March 2024\n").published == dt.date(2024, 3, 5)


@pytest.mark.parametrize(
    "head",
    [
        "As of March 31, 2021, we had 40 ships.",
        "Our fiscal year ends on January 31, 2021.",
        "RESULTS FOR THE YEAR TO 31 DECEMBER 2023",
        "Results for the fiscal year ended March 31, 2024",
        "Balance sheet\n31 December 2023",
        "On 5 March 2024 the two lines merged.",
        "Since Monday, 5 March 2024, the two lines have been one.",
        "The bond, due July 15, 2015, pays 4%.",
        "Record date: 5 March 2024",
        "Maturity: 15 July 2030",
        "© 2024 Quay Letter",
        "March 2024",
        "Issue of June 2024",
        "BERGEN, 5 March (SeaWire) - Two lines merged.",
        f"The merger of 5 March 2024 - the largest ever - was blessed. {LONG}",
        "30 February 2024",
    ],
)  # fmt: skip
def test_a_date_of_the_story_or_the_accounts_is_no_dateline(head: str) -> None:
    document = from_text(head + STORY)
    assert document.published is None
    assert document.dateline is None


def test_a_date_below_the_first_table_is_no_dateline() -> None:
    assert (
        from_text(
            "| | 2021 |\n|---|---|\n| Cars | 5 |\n\n31 December 2021\n\nText of it.\n\nMore.\n\nEnd.\n"
        ).published
        is None
    )


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real texts is not beside the project")
def test_real_texts_that_bear_no_date_get_none() -> None:
    """Annual reports, earnings calls, telegrams and old news without a dateline, though full of dates."""
    dated = []
    for path in sorted(CORPUS.glob("*.txt")):
        document = from_bytes(path.read_bytes(), path=path.name)
        assert not isinstance(document, Fault)
        if document.published:
            dated.append(path.name)
    assert {name.partition("-")[0] for name in dated} == {"modern"}
    assert len(dated) >= 60
