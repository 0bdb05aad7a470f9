"""What a report rests on, kept in the report itself, so that it can be held against the article again.

The record is JSON, compressed, as base64 after a marker: the one thing that stands in every format of a
report, and the seal, the digest of all the rest of the file. Both are read where finchecks writes them, at
the end: an article that is itself about a report, or plays one, may hold as many of them as it likes.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import os
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import finchecks
from finchecks.faults import Fault, FaultError
from finchecks.report import Report
from finchecks.report.findings import relative
from finchecks.report.to_json import CheckDict, dumps
from finchecks.rule.load import builtin_folder
from finchecks.settings import Settings

VERSION = 1
MARK = "finchecks-record:"
SEAL = "finchecks-seal:"
#: overrides the time of the run, in seconds since 1970
EPOCH = "SOURCE_DATE_EPOCH"
_RECORD = re.compile(re.escape(MARK).encode() + rb"([A-Za-z0-9+/]+=*)")
_SEAL = re.compile(re.escape(SEAL).encode() + rb"([0-9a-f]{64})")
#: a record may be longer than what a cell of a workbook holds; it goes on in cells below
CHUNK = 30_000
_NEXT_CELL = re.compile(rb"</t></si><si><t(?: [^<>]*)?>(?=[A-Za-z0-9+/=]+</t></si>)")
#: no report of ours is larger; a bomb is
_MAX = 50_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One check in a record: enough to say which it was, and whether it still comes out so."""

    fingerprint: str
    rule: str
    text: str
    verdict: str
    severity: str | None
    accepted: bool


@dataclass(frozen=True, slots=True)
class Record:
    """``path`` as it was named; digests are SHA-256; ``options`` are those of the command that matter.

    ``rates`` is the digest of the reference rates that the checks were judged by, ``settings`` of what the
    configuration says of rules and severities, ``results`` of all checks as the JSON contract has them.
    """

    version: str
    path: str
    time: str
    published: str | None
    published_from: str | None
    input: str
    bytes: int
    rules: str
    rates: str
    facts: str | None
    settings: str
    results: str
    options: Mapping[str, Any]
    checks: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """The record of a report on a batch: those of its articles, and the files that could not be read."""

    time: str
    articles: tuple[Record, ...]
    unread: tuple[str, ...]


def now() -> dt.datetime:
    """The time of the run, in whole seconds, UTC. FaultError for a SOURCE_DATE_EPOCH that is no time."""
    given = os.environ.get(EPOCH)
    if given is None:
        return dt.datetime.now(dt.UTC).replace(microsecond=0)
    try:
        return dt.datetime.fromtimestamp(int(given), dt.UTC)
    except (ValueError, OverflowError, OSError):
        raise FaultError(Fault("usage", f"{EPOCH}={given!r} is no number of seconds")) from None


def record(
    report: Report,
    data: bytes,
    settings: Settings,
    *,
    time: dt.datetime,
    options: Mapping[str, Any] | None = None,
) -> Record:
    """The record of a report on ``data``. Raises FaultError where rules, rates or facts cannot be read."""
    whole = everything(report)
    checks = whole.to_dict()["checks"]
    accepted = {one.fingerprint for one in report.accepted}
    published = report.document.published if report.document else None
    return Record(
        version=finchecks.__version__,
        path=relative(report.path),
        time=time.strftime("%Y-%m-%dT%H:%M:%SZ"),
        published=published.isoformat() if published else None,
        published_from=report.document.published_from if report.document else None,
        input=hashlib.sha256(data).hexdigest(),
        bytes=len(data),
        rules=_files(builtin_folder(), settings.rules),
        rates=_rates(checks, settings.rates),
        facts=_files(settings.facts) if settings.facts else None,
        settings=_settings(settings),
        results=_digest([{**check, "id": ""} for check in checks]),
        options=dict(options or {}),
        checks=tuple(_row(check, accepted) for check in checks),
    )


def everything(report: Report) -> Report:
    """The report with the accepted findings among its checks again, in the order of the document."""
    pairs = [*zip(report.checks, report.fingerprints, strict=True)]
    pairs += [(one.check, one.fingerprint) for one in report.accepted]
    pairs.sort(key=lambda pair: (pair[0].claim.stated.start, pair[0].claim.stated.end, pair[0].claim.rule))
    return Report(
        report.path,
        report.document,
        tuple(check for check, _ in pairs),
        report.notes,
        report.faults,
        tuple(mark for _, mark in pairs),
    )


def _row(check: CheckDict, accepted: set[str]) -> Row:
    mark = check["fingerprint"]
    text = " ".join(check["claim"]["text"].split())
    return Row(mark, check["rule"], text, check["verdict"], check["severity"], mark in accepted)


def _digest(value: object) -> str:
    return hashlib.sha256(dumps(value).encode(errors="surrogatepass")).hexdigest()


def _rates(checks: Sequence[CheckDict], path: Path | None) -> str:
    used = [check["rates"] for check in checks if check["rates"]]
    return _digest([used, _files(path) if path else None])


def _settings(settings: Settings) -> str:
    return _digest(
        {
            "select": settings.select,
            "ignore": settings.ignore,
            "severity": dict(settings.severity),
            "coverage": settings.coverage,
        }
    )


def _files(*places: Path | None) -> str:
    """By name and content, wherever they lie."""
    digest = hashlib.sha256()
    for place in places:
        if place is None:
            continue
        try:
            for name, content in _contents(place):
                digest.update(f"{name}\0{len(content)}\0".encode(errors="surrogatepass") + content)
        except OSError as error:
            raise FaultError(Fault("report", f"cannot be read: {error.strerror}", str(place))) from None
    return digest.hexdigest()


def _contents(place: Path) -> Iterator[tuple[str, bytes]]:
    if place.is_file():
        yield place.name, place.read_bytes()
        return
    for path in sorted(p for p in place.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
        yield path.relative_to(place).as_posix(), path.read_bytes()


# ------------------------------------------------------------------------------ into a file and out


def packed(one: Record | Whole) -> str:
    """The record as text that any format can hold: a marker and base64."""
    text = json.dumps({"finchecks-record": VERSION, **asdict(one)}, separators=(",", ":"))
    return MARK + base64.b64encode(zlib.compress(text.encode(errors="surrogatepass"), 9)).decode()


def sealed(data: bytes) -> bytes:
    """A file with its own digest in the place of its last ``finchecks-seal:`` and 64 zeros."""
    empty = SEAL.encode() + b"0" * 64
    before, found, after = data.rpartition(empty)
    if not found:
        raise ValueError("there is no place for the seal")
    return before + SEAL.encode() + hashlib.sha256(data).hexdigest().encode() + after


def unbroken(data: bytes) -> bool | None:
    """Whether a file is as it was sealed; None where it has no seal."""
    found = _last(_SEAL, data)
    if found is None:
        return None
    start, end = found.span(1)
    return hashlib.sha256(data[:start] + b"0" * 64 + data[end:]).hexdigest().encode() == found[1]


def unpacked(data: bytes, path: Path) -> Record | Whole:
    """The record in a report's bytes. Raises FaultError (reason ``report``) where there is none."""
    found = next((text for part in _parts(data) if (text := _record_in(part)) is not None), None)
    if found is None:
        raise FaultError(Fault("report", "this is no report of finchecks: it holds no record", str(path)))
    try:
        text = zlib.decompressobj().decompress(base64.b64decode(found, validate=True), _MAX)
        values = json.loads(text)
        if values.pop("finchecks-record") != VERSION:
            raise ValueError
        if "articles" in values:
            articles = tuple(map(_restored, values["articles"]))
            return Whole(str(values["time"]), articles, tuple(map(str, values["unread"])))
        return _restored(values)
    except (ValueError, KeyError, TypeError, AttributeError, zlib.error, RecursionError):
        raise FaultError(Fault("report", "the report's record is damaged", str(path))) from None


def _restored(values: dict[str, Any]) -> Record:
    """Raises ValueError, KeyError, TypeError or AttributeError for what is no record."""
    checks = tuple(Row(**row) for row in values.pop("checks"))
    one = Record(**values, checks=checks)
    if not all(isinstance(value, str) for value in (one.path, one.input, one.results, one.time)):
        raise ValueError
    return one


def _last(pattern: re.Pattern[bytes], data: bytes) -> re.Match[bytes] | None:
    found = None
    for one in pattern.finditer(data):
        found = one
    return found


def _record_in(part: bytes) -> bytes | None:
    """The base64 of the last record in a part, gathered from the cells that it goes on in."""
    found = _last(_RECORD, part)
    if found is None:
        return None
    text, end = found[1], found.end()
    length = len(found[0])
    while length == CHUNK and (gap := _NEXT_CELL.match(part, end)) is not None:
        more = re.compile(rb"[A-Za-z0-9+/=]+").match(part, gap.end())
        if more is None:
            break
        text, end, length = text + more[0], more.end(), len(more[0])
    return text


def _parts(data: bytes) -> Iterable[bytes]:
    """Where a record may stand: the file itself, the strings of a workbook, what is attached to a PDF."""
    if data.startswith(b"PK"):
        try:
            with zipfile.ZipFile(BytesIO(data)) as archive:
                for member in archive.infolist():
                    if member.file_size < _MAX and member.filename.endswith(".xml"):
                        yield archive.read(member)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, ValueError):
            return
    elif data.startswith(b"%PDF"):
        for found in re.finditer(rb"stream\r?\n", data):
            try:
                part = zlib.decompressobj().decompress(data[found.end() :], _MAX)
            except zlib.error:
                continue
            if _RECORD.fullmatch(part):  # the attachment holds nothing else; a page may quote one
                yield part
    else:
        yield data
