from __future__ import annotations

import codecs
import datetime as dt

import pytest

from finchecks.document import Document
from finchecks.document.from_bytes import MAX_BYTES, from_bytes
from finchecks.faults import Fault

TEXT = "Profit rose 5% to €3m – a record.\r\n"


def read(data: bytes, path: str | None = None) -> Document:
    document = from_bytes(data, path=path)
    assert isinstance(document, Document)
    return document


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
    ],
)
def test_unicode_in_every_dress_gives_the_same_source_without_its_mark(data: bytes) -> None:
    document = read(data)
    assert document.source == TEXT
    assert document.remarks == ()


def test_cp1252_is_a_fallback_that_is_reported() -> None:
    document = read(b"First line.\n" + TEXT.encode("cp1252"))
    assert document.source.endswith(TEXT)
    (remark,) = document.remarks
    assert "cp1252" in remark
    assert "line 2" in remark


def test_utf8_with_a_stray_byte_is_not_garbled_as_cp1252() -> None:
    document = read((TEXT * 3).encode() + b"\xff end.")
    assert document.source == TEXT * 3 + "\ufffd end."
    assert "UTF-8" in document.remarks[0]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (b"Sales\x00 rose", "binary"),
        (b"%PDF-1.7 rest", "binary"),
        (b"PK\x03\x04rest", "binary"),
        (b"\x89PNG\r\n", "binary"),
        (bytes(range(1, 32)) * 20, "binary"),
        (b"Sales rose \x81\x8d 5%", "encoding"),
        (codecs.BOM_UTF16_LE + b"a", "encoding"),
        (codecs.BOM_UTF8 + b"\xff\xfe", "encoding"),
        (b"x" * MAX_BYTES, "too-large"),
    ],
)
def test_what_is_no_text_is_a_fault(data: bytes, reason: str) -> None:
    fault = from_bytes(data, path="a.txt")
    assert isinstance(fault, Fault)
    assert (fault.reason, fault.path) == (reason, "a.txt")


def test_the_place_of_an_undecodable_byte_is_told() -> None:
    fault = from_bytes(b"one\ntwo \x81\n")
    assert isinstance(fault, Fault)
    assert fault.line == 2
    assert "0x81" in fault.message


def test_the_suffix_chooses_the_reader_and_the_format_outranks_it() -> None:
    data = b"    indented 5%\n"
    assert read(data, "a.MD").prose.split() == []
    assert read(data, "a.markdown").prose.split() == []
    assert read(data, "a.txt").prose.split() == ["indented", "5%"]
    assert read(data, "a.news").prose.split() == ["indented", "5%"]
    document = from_bytes(data, path="a.txt", format="md")
    assert isinstance(document, Document)
    assert document.prose.split() == []


def test_an_unknown_format_is_a_fault() -> None:
    fault = from_bytes(b"text", format="odt")
    assert isinstance(fault, Fault)
    assert fault.reason == "format"


def test_path_and_date_are_passed_on() -> None:
    document = from_bytes(b"Text.", path="x.txt", date=dt.date(2020, 2, 29))
    assert isinstance(document, Document)
    assert (document.path, document.published, document.published_from) == (
        "x.txt",
        dt.date(2020, 2, 29),
        "option",
    )
