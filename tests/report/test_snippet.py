"""Lines with underlined spans: the marks stand under what they mark, within the width."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, set_cell_size

from finchecks.report.places import lines_of
from finchecks.report.plain import plain
from finchecks.report.snippet import Mark, snippet


def shown(source: str, *spans: tuple[str, str], width: int = 80) -> list[str]:
    marks = []
    for index, (text, label) in enumerate(spans):
        start = source.index(text)
        marks.append(Mark(start, start + len(text), label, "~" if index else "^", "bold"))
    return [row.plain.rstrip() for row in snippet(lines_of(source), marks, width)]


def test_claim_and_operands_on_one_line() -> None:
    source = "Profit rose.\nIt went up 20% to 60 from 50."
    assert shown(source, ("20%", "claim"), ("60", "new"), ("50", "old")) == [
        "  2 | It went up 20% to 60 from 50.",
        "    |            ^^^    ~~      ~~",
        "    |            claim  new     old",
    ]


def test_labels_that_would_touch_take_rows_of_their_own() -> None:
    assert shown("It went 5 6 7", ("5", "claim"), ("6", "new"), ("7", "old")) == [
        "  1 | It went 5 6 7",
        "    |         ^ ~ ~",
        "    |         claim",
        "    |           new",
        "    |             old",
    ]


def test_operands_on_other_lines_keep_their_line() -> None:
    source = "In May it sold 50.\n\nIn June, 60,\nwhich is 20% more."
    assert shown(source, ("20%", "claim"), ("60", "new"), ("50", "old")) == [
        "  1 | In May it sold 50.",
        "    |                ~~",
        "    |                old",
        "  3 | In June, 60,",
        "    |          ~~",
        "    |          new",
        "  4 | which is 20% more.",
        "    |          ^^^",
        "    |          claim",
    ]


def test_a_long_line_is_cut_between_words_around_its_spans() -> None:
    source = "word " * 200 + "rose 20% to 60 " + "from there " * 20 + "and 50 before " + "word " * 200
    rows = shown(source, ("20%", "claim"), ("60", "new"), ("50", "old"))
    assert rows == [
        "  1 | … word rose 20% to 60 from there … there and 50 before word …",
        "    |             ^^^    ~~                        ~~",
        "    |             claim  new                       old",
    ]


def test_a_number_over_a_line_end_is_marked_on_both_lines() -> None:
    assert shown("It made 50\n  million dollars.", ("50\n  million dollars", "new")) == [
        "  1 | It made 50",
        "    |         ^^",
        "    |         new",
        "  2 |   million dollars.",
        "    |   ^^^^^^^^^^^^^^^",
    ]


def test_wide_and_control_characters_keep_the_marks_in_place() -> None:
    rows = shown("销售\x1b[2J增长 20% 至 60", ("20%", "claim"), ("60", "new"))
    assert rows == [
        "  1 | 销售␛[2J增长 20% 至 60",
        "    |              ^^^    ~~",
        "    |              claim  new",
    ]


@given(
    st.text(alphabet=st.sampled_from("abc 12增\t\x1b"), min_size=1, max_size=600),
    st.lists(st.tuples(st.integers(0, 599), st.integers(1, 9)), min_size=1, max_size=5),
    st.integers(40, 130),
)
def test_rows_fit_the_width(source: str, places: list[tuple[int, int]], width: int) -> None:
    marks = [
        Mark(start % len(source), min(len(source), start % len(source) + length), "role", "~", "bold")
        for start, length in places
    ]
    for row in snippet(lines_of(source), marks, width):
        assert "|" not in row.plain.split("|", 1)[1]
        assert cell_len(row.plain) <= width


@given(
    st.text(alphabet=st.sampled_from("abc 12增\t\x1b\n"), max_size=400),
    st.text(alphabet=st.sampled_from("$12增\x1b"), min_size=1, max_size=9),
    st.text(alphabet=st.sampled_from("abc 12增\t\x1b\n"), max_size=400),
    st.integers(40, 130),
)
def test_an_underline_stands_under_its_text(before: str, marked: str, after: str, width: int) -> None:
    mark = Mark(len(before), len(before) + len(marked), "", "~", "bold")
    above, below = (row.plain for row in snippet(lines_of(before + marked + after), [mark], width))
    left, length = below.index("~"), below.count("~")
    assert length == cell_len(marked.replace("\x1b", "␛"))
    assert set_cell_size(above, left + length).endswith(plain(marked))
    assert cell_len(above) <= width
