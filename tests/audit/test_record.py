"""The record in a report: out again as it went in, and a seal that shows every change."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from articles import TEXT, TIME, checked, made

from finchecks.audit import record as records
from finchecks.audit.batch import batch, row
from finchecks.audit.verify import differences
from finchecks.audit.write import FORMATS, made_index
from finchecks.audit.write import made as written
from finchecks.faults import FaultError
from finchecks.settings import Settings


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "pdf"])
def test_a_record_is_read_back_from_every_format(form: str) -> None:
    article = made()
    assert records.unpacked(written(article, form), Path("x")) == article.record


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "pdf"])
def test_a_seal_shows_that_a_report_was_changed(form: str) -> None:
    data = written(made(), form)
    assert records.unbroken(data) is True
    middle = len(data) // 2
    assert records.unbroken(data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]) is False
    assert records.unbroken(data + b" ") is False
    assert records.unbroken(b"anything") is None


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "pdf"])
def test_an_article_cannot_play_the_record_or_the_seal(form: str) -> None:
    """It may quote a report's, or make up its own: what finchecks wrote is what counts."""
    other = records.packed(made("Sales rose 30% to $260 million from $200 million.", "other.md").record)
    for seal in ("0" * 64, "a" * 64):
        forged = f"{other} {records.SEAL}{seal}"
        text = f"# {forged}\n\nSales rose 47% to $260 million from $200 million. {forged}\n"
        article = made(text, f"{forged[:40]}.md")
        data = written(article, form)
        assert records.unpacked(data, Path("x")) == article.record
        assert records.unbroken(data) is True


def test_a_record_may_be_longer_than_a_cell() -> None:
    article = made()
    rows = tuple(
        replace(article.record.checks[0], fingerprint=hashlib.sha256(str(n).encode()).hexdigest())
        for n in range(3000)
    )
    long = replace(article, record=replace(article.record, checks=rows))
    assert len(records.packed(long.record)) > 2 * records.CHUNK
    assert records.unpacked(written(long, "xlsx"), Path("x")) == long.record


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "pdf"])
def test_a_batch_has_the_records_of_its_articles(form: str) -> None:
    article = made()
    one = batch([row(article, "a")], [("gone.md", "not there")], [article.record])
    whole = records.unpacked(made_index(one, form), Path("x"))
    assert whole == records.Whole(article.record.time, (article.record,), ("gone.md",))


@pytest.mark.parametrize(
    "data", [b"", b"a page", b"PK\x03\x04 no archive", b"%PDF-1.7\nstream\nno stream", b"finchecks-record:"]
)
def test_what_holds_no_record_is_told(data: bytes) -> None:
    with pytest.raises(FaultError, match="no report of finchecks"):
        records.unpacked(data, Path("x.html"))


@pytest.mark.parametrize("rest", [b"AAAA", b"eJyrVkrLz1eyUlBKSixSqgUAIYwEfA==", b"A"])
def test_a_damaged_record_is_told(rest: bytes) -> None:
    with pytest.raises(FaultError, match="damaged"):
        records.unpacked(b"finchecks-record:" + rest, Path("x.html"))


def test_the_record_rests_on_the_article_and_on_what_it_was_judged_by(tmp_path: Path) -> None:
    report, article = checked(TEXT)
    one = article.record
    assert one.published == "2026-01-15" and one.published_from == "metadata"
    assert one.time == "2026-02-01T12:00:00Z"

    def again(data: bytes = TEXT.encode(), **settings: object) -> records.Record:
        return records.record(report, data, Settings(**settings), time=TIME)  # type: ignore[arg-type]

    assert again() == one
    assert again(TEXT.encode() + b" ").input != one.input
    (tmp_path / "own.yaml").write_text("kind: sum\n")
    assert again(rules=tmp_path).rules != one.rules
    facts = tmp_path / "facts.csv"
    facts.write_text("entity\n")
    assert one.facts is None and again(facts=facts).facts is not None
    assert again(ignore=("share",)).settings != one.settings
    rates = tmp_path / "rates.csv"
    rates.write_text("date,base,quote,rate\n")
    assert again(rates=rates).rates != one.rates


def test_the_time_of_the_run_can_be_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert records.now() == dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    with pytest.raises(FaultError, match="SOURCE_DATE_EPOCH"):
        records.now()


def test_what_no_longer_holds_is_said_check_by_check() -> None:
    then = made().record
    assert differences(then, then) == []
    now = made(TEXT.replace("rose 47%", "rose 30%")).record
    told = differences(then, now)
    assert told[0] == "the article has changed"
    assert "“47%” (percent-change, error): no longer there" in told
    assert "“30%” (percent-change, consistent): not in the report" in told
    other = replace(then.checks[0], accepted=True)
    (text,) = differences(then, replace(then, checks=(other, *then.checks[1:])))
    assert text.endswith("now accepted")
    assert differences(then, replace(then, results="0" * 64)) == [
        "the checks come out in other figures or words"
    ]
