"""Lines and columns, whatever ends the lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from finchecks.report.places import lines_of


def test_every_kind_of_line_end() -> None:
    lines = lines_of("one\r\ntwo\rthree\nfour")
    assert [lines.at(offset) for offset in (0, 3, 4, 5, 9, 15)] == [
        (1, 1),
        (1, 4),
        (1, 5),
        (2, 1),
        (3, 1),
        (4, 1),
    ]
    assert [lines.source[slice(*lines.span(line))] for line in (1, 2, 3, 4)] == [
        "one",
        "two",
        "three",
        "four",
    ]


@given(st.text(alphabet="ab\r\n\u2028é"), st.data())
def test_line_and_column_lead_back_to_the_offset(source: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(source)))
    lines = lines_of(source)
    line, column = lines.at(offset)
    assert lines.starts[line - 1] + column - 1 == offset
    assert line >= 1 and column >= 1
