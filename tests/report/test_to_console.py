"""The report that a person reads."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
import samples
from rich.cells import cell_len

from finchecks.faults import Fault
from finchecks.report import Report
from finchecks.report.formats import Options
from finchecks.report.to_console import write

EXPECTED = """\
sample.md  published 2026-01-15, from its metadata

sample.md:3:14: error  percent-change
  These figures cannot all be right: $1.13bn from $600m is a rise of 88.3%, not
  76%.

  3 | Sales jumped 76% to $1.13bn from $600m, while the margin of 42.8% was …
    |              ^^^    ~~~~~~~      ~~~~~
    |              claim  new          old

  stated      76%, which stands for up 75.5% to 76.5%
  computed    $1.13bn / $600m - 1 = 88.3%; with rounding: up 87.3% to 89.3%
  suggestion  88%

  3:71    unverifiable  12.4 points  12.4 points implies an earlier 30.4%, which
                        the text does not give
  3:136   consistent    $8.2 million  fits the rate of 2026-01-15, not the
                        average of 2022 ($8.5 million)

  note  Two conversions cannot be of one rate.

2 of 3 derived claims could be checked (67%): 1 consistent, 0 warnings, 1 error,
1 unverifiable, 1 note.
"""


@pytest.fixture(autouse=True)
def _eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("NO_COLOR", raising=False)


def shown(*reports: Report, **options: bool) -> str:
    out = io.StringIO()
    write(reports, out, Options(**options))
    return out.getvalue()


def test_no_article_is_said() -> None:
    assert shown() == "No articles to check.\n"


def test_the_whole_report() -> None:
    assert [row.rstrip() for row in shown(samples.report()).splitlines()] == EXPECTED.splitlines()


@pytest.mark.parametrize("columns", ["40", "60", "80", "120"])
def test_no_row_is_wider_than_the_terminal(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    rows = shown(samples.report()).splitlines()
    assert max(map(cell_len, rows)) <= int(columns)


def test_quiet_shows_only_what_does_not_add_up() -> None:
    text = shown(samples.report(), quiet=True)
    assert "cannot all be right" in text
    assert "unverifiable" not in text and "consistent" not in text and "derived claims" not in text
    right = replace(samples.report(), checks=(samples.conversion(),))
    assert shown(right, quiet=True) == ""


def test_colour_only_where_it_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in shown(samples.report())  # not a terminal
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[1;31m" in shown(samples.report())
    assert "\x1b" not in shown(samples.report(), color=False)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in shown(samples.report())


def test_escapes_in_an_article_do_not_reach_the_terminal() -> None:
    evil = samples.TEXT.replace("jumped", "jum\x1b[2Jped")
    report = replace(samples.report(), document=samples.document(evil), checks=(samples.mismatch(evil),))
    assert "\x1b" not in shown(report) and "jum␛[2Jped" in shown(report)


def test_nothing_found_is_said() -> None:
    empty = replace(samples.report(), checks=(), notes=())
    assert shown(empty) == "No derived numbers found: nothing to recompute.\n"


def test_unread_documents_are_counted() -> None:
    unread = Report("gone.txt", None, (), (), (Fault("missing", "no such file", "gone.txt"),))
    text = shown(samples.report(), unread)
    assert "1 document checked, 1 could not be read." in text
    assert shown(unread) == "0 documents checked, 1 could not be read.\n"


def test_a_fall_is_told_as_one() -> None:
    down = samples.mismatch(direction="down")
    fall = replace(down, stated=down.stated.__class__(-76.5, -75.5))
    assert "76%, which stands for down 75.5% to 76.5%" in shown(replace(samples.report(), checks=(fall,)))
