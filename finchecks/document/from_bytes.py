"""Bytes → Document: is it text, in which encoding, and which reader is its format's."""

from __future__ import annotations

import codecs
import dataclasses
import datetime as dt
import re
from importlib import import_module
from pathlib import PurePath
from typing import Protocol

from finchecks.document import Document
from finchecks.faults import Fault

#: Files of this many bytes and more are refused: no article is that long.
MAX_BYTES = 50_000_000


class Reader(Protocol):
    """Makes a document of decoded text."""

    def __call__(self, source: str, *, path: str | None = None, date: dt.date | None = None) -> Document: ...


#: The reader of each format, as module and function, loaded when one is read (a run may find all it needs in
#: the cache); and the format of each suffix. A file of any other suffix is read as plain text.
READERS = {
    "txt": "finchecks.document.from_text:from_text",
    "md": "finchecks.document.from_markdown:from_markdown",
    "html": "finchecks.document.from_html:from_html",
}
SUFFIXES: dict[str, str] = {
    ".txt": "txt",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
}

# UTF-32's little-endian mark begins with UTF-16's, so it is asked for first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip archive (perhaps .docx or .xlsx)"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an Office document of the old format"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"{\\rtf", "an RTF document"),
)
#: Control characters that no text has; tab, line ends, form feed, ESC and the old end-of-file mark may be.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")
_SAMPLE = 8_192
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,500}-->\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE
)
_CHARSET = re.compile(rb"<meta\b[^>]{0,200}\bcharset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_LATIN = frozenset({"iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii", "iso8859-1", "l1"})
_CONTROL_SHARE = 0.02


def from_bytes(
    data: bytes, *, path: str | None = None, date: dt.date | None = None, format: str | None = None
) -> Document | Fault:
    """The document in ``data``, or why there is none.

    ``format`` is a key of READERS, by default that of the path's suffix. ``date`` is a publication date
    given from outside. A byte-order mark is no part of the source, so offsets do not count it.
    """
    if len(data) >= MAX_BYTES:
        return too_large(len(data), path)
    name = format or _format(data, path)
    if name not in READERS:
        return Fault("format", f"There is no format {name!r}; the formats are {', '.join(READERS)}.", path)
    decoded = _decode(data, path, declared=_declared(data) if name == "html" else None)
    if isinstance(decoded, Fault):
        return decoded
    source, remark = decoded
    if not source.strip():
        return Fault("empty", "The file is empty: there is no text in it.", path)
    document = _reader(name)(source, path=path, date=date)
    if not document.source.strip():
        message = "The page has no text of its own: a script or a frame brings it. Save it from a browser."
        return Fault("empty", message, path)
    return dataclasses.replace(document, remarks=(*document.remarks, remark)) if remark else document


def _reader(name: str) -> Reader:
    module, _, function = READERS[name].partition(":")
    found: Reader = getattr(import_module(module), function)
    return found


def too_large(size: int, path: str | None) -> Fault:
    """The fault of a file of ``size`` bytes, for those who can tell before reading it."""
    sizes = f"{size / 1e6:,.0f} MB; the limit is {MAX_BYTES / 1e6:.0f} MB"
    return Fault("too-large", f"The file is too large ({sizes}): split it.", path)


def _format(data: bytes, path: str | None) -> str:
    """The format of the path's suffix; a text without a known one that begins as HTML does is HTML."""
    known = SUFFIXES.get(PurePath(path).suffix.lower()) if path else None
    return known or ("html" if _HTML.match(data) else "txt")


def _declared(data: bytes) -> str | None:
    """The encoding that an HTML page declares in its head, by Python's name; None where it is unknown."""
    found = _CHARSET.search(data[:_SAMPLE])
    if not found:
        return None
    label = found[1].decode("ascii", "replace").lower()
    try:
        # Browsers read Latin-1 as its superset, as the HTML standard has it.
        return "cp1252" if label in _LATIN else codecs.lookup(label).name
    except LookupError:
        return None


def _decode(data: bytes, path: str | None, declared: str | None = None) -> tuple[str, str] | Fault:
    """The text and a remark on a fallback encoding ("" without), or a fault.

    What is UTF-8 is read as that, whatever is declared: a wrong declaration is more likely than chance.
    """
    for magic, what in _MAGIC:
        if data.startswith(magic):
            return Fault("binary", f"The file is {what}, not text: save it as plain text or Markdown.", path)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_marked(data, len(mark), encoding, path)
    if b"\x00" in data:
        return Fault("binary", "The file is binary (it has NUL bytes), not text: save it as UTF-8.", path)
    try:
        text, remark = data.decode("utf-8"), ""
    except UnicodeDecodeError as error:
        as_declared = _decode_declared(data, declared)
        if as_declared is not None:
            return as_declared, ""
        fallback = _decode_fallback(data, error, path)
        if isinstance(fallback, Fault):
            return fallback
        text, remark = fallback
    sample = text[:_SAMPLE]
    if len(_CONTROL.findall(sample)) > _CONTROL_SHARE * len(sample):
        return Fault("binary", "The file is binary (it is full of control characters), not text.", path)
    return text, remark


def _decode_marked(data: bytes, skip: int, encoding: str, path: str | None) -> tuple[str, str] | Fault:
    try:
        return data[skip:].decode(encoding), ""
    except UnicodeDecodeError as error:
        line = data[skip : skip + error.start].decode(encoding, "replace").count("\n") + 1
        place = skip + error.start + 1
        message = f"The file is marked as {encoding.upper()}, but byte {place} is not: save it as UTF-8."
        return Fault("encoding", message, path, line)


def _decode_declared(data: bytes, declared: str | None) -> str | None:
    """The text in the encoding that it declares; None without one, or where it is not in that."""
    if declared in (None, "utf-8", "utf-8-sig"):
        return None
    try:
        return data.decode(declared or "")
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _decode_fallback(data: bytes, error: UnicodeDecodeError, path: str | None) -> tuple[str, str] | Fault:
    """Text that is not UTF-8: cp1252 with a remark, or UTF-8 with a hole where only a few bytes are wrong.

    Read as cp1252, a text that is UTF-8 but for a stray byte would have every "£" and "–" garbled.
    """
    line = data.count(b"\n", 0, error.start) + 1
    mended = data.decode("utf-8", "replace")
    bad = mended.count("\ufffd")
    if sum(character > "\x7f" for character in mended) > 2 * bad:
        return mended, f"Not all of it is UTF-8 (first in line {line}): {bad} places were read as \ufffd."
    try:
        return data.decode("cp1252"), f"The text is not UTF-8 (first in line {line}); it was read as cp1252."
    except UnicodeDecodeError as again:
        line = data.count(b"\n", 0, again.start) + 1
        message = f"The text is neither UTF-8 nor cp1252 (byte 0x{data[again.start]:02x}): save it as UTF-8."
        return Fault("encoding", message, path, line)
