from __future__ import annotations

from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import samples
from hypothesis import given
from hypothesis import strategies as st
from writing import written

from finchecks.report import Report


def tree(*reports: Report, **options: Any) -> ET.Element:
    return ET.fromstring(written("junit", *reports, **options))


def test_a_case_for_every_derived_number() -> None:
    root = tree(samples.report(), samples.unread())
    assert root.attrib == {"name": "finchecks", "tests": "4", "failures": "1", "errors": "1", "skipped": "1"}
    first, second = root.findall("testsuite")
    assert first.attrib == {"name": "sample.md", "tests": "3", "failures": "1", "errors": "0", "skipped": "1"}
    names = [case.attrib["name"] for case in first.findall("testcase")]
    assert names[0] == "line 3, column 14: 76% (percent-change)"
    assert [[child.tag for child in case] for case in first.findall("testcase")] == [
        *(["failure"], ["skipped"], [])
    ]
    failure = first.find("testcase/failure")
    assert failure is not None and failure.text and failure.text.startswith("sample.md:3: These figures")
    error = second.find("testcase/error")
    assert error is not None and error.attrib["message"] == "There is no such file."


def test_what_does_not_fail_the_run_is_no_failure() -> None:
    assert tree(samples.report(), fail_on="note").attrib["failures"] == "2"
    mild = replace(samples.report(), checks=(replace(samples.mismatch(), severity="warning"),))
    assert tree(mild).attrib["failures"] == "1"
    passed = tree(mild, fail_on="error")
    assert passed.attrib["failures"] == tree(mild, fail_on=None).attrib["failures"] == "0"
    told = passed.findtext("testsuite/testcase/system-out")
    assert told and told.startswith("warning: These figures cannot all be right")


def test_remarks_and_notes_are_kept() -> None:
    told = tree(samples.report()).findtext("testsuite/system-out")
    assert told == "Two conversions cannot be of one rate.\nread as cp1252, for it is no UTF-8"


@pytest.mark.parametrize("bad", ["\x0b", "\x00", "\x1b[2J", "\ud800", "\ufffe", "\uffff", "]]>", "<&\"'"])
def test_whatever_an_article_holds_the_report_is_xml(bad: str) -> None:
    # no decoded text has a lone surrogate, but the name of a file may
    words = f"before{bad}after".replace("\ud800", "")
    report = samples.saying(words, path=f"a{bad}.md")
    text = written("junit", report, samples.unread(f"b{bad}.md", f"no {bad} here"))
    root = ET.fromstring(text.encode("utf-8"))
    assert "before" in str(root.find(".//failure").attrib["message"])  # type: ignore[union-attr]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_at_all_is_legal(words: str) -> None:
    ET.fromstring(written("junit", samples.saying(f"x{words}", f"x{words}")).encode("utf-8"))
