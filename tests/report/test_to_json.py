"""The JSON contract: every output is valid, and ids and fingerprints hold what they promise."""

from __future__ import annotations

import io
import json
import math
from dataclasses import replace

import jsonschema
import pytest
import samples

import finchecks
from finchecks.faults import Fault
from finchecks.interval import Interval
from finchecks.report import Report
from finchecks.report.formats import Options, writer
from finchecks.report.schema import schema

VALIDATOR = jsonschema.Draft202012Validator(schema())
UNREAD = Report("gone.txt", None, (), (), (Fault("missing", "there is no such file", "gone.txt"),))


def written(format_: str, *reports: Report, single: bool = False) -> str:
    out = io.StringIO()
    writer(format_)(reports, out, Options(single=single))
    return out.getvalue()


def test_a_report_becomes_the_contract() -> None:
    document = samples.report().to_dict()
    VALIDATOR.validate(document)
    assert list(document) == [
        *("schema", "version", "path", "published", "published_from", "checks", "notes", "faults"),
    ]
    assert (document["schema"], document["version"]) == (1, finchecks.__version__)
    assert (document["published"], document["published_from"]) == ("2026-01-15", "metadata")
    check = document["checks"][0]
    assert check["claim"] == {
        **{"start": 39, "end": 42, "line": 3, "column": 14, "text": "76%", "value": 76.0},
        **{"low": 75.5, "high": 76.5, "unit": "percent", "qualifier": None, "direction": "up"},
    }
    assert [operand["role"] for operand in check["operands"]] == ["new", "old"]
    assert all(samples.TEXT[o["start"] : o["end"]] == o["text"] for o in check["operands"])
    assert document["checks"][1]["implied"] == {
        **{"role": "old", "value": 30.4, "low": 30.3, "high": 30.5, "unit": "percent"},
    }
    rates = document["checks"][2]["rates"]
    assert rates[0] == {"source": "ecb", "date": "2026-01-15", "low": 0.1425, "high": 0.1441, "fits": True}
    assert rates[1] == {"source": "ecb", "period": "2022", "low": 0.1478, "high": 0.1493, "fits": False}
    assert document["faults"] == [{"reason": "encoding", "message": "read as cp1252, for it is no UTF-8"}]


def test_the_schema_refuses_what_the_contract_does_not_know() -> None:
    document = samples.report().to_dict()
    for spoilt in (
        {**document, "extra": 1},
        {**document, "schema": 2},
        {**document, "published_from": "guess"},
    ):
        with pytest.raises(jsonschema.ValidationError):
            VALIDATOR.validate(spoilt)


def test_a_document_that_could_not_be_read_is_valid_too() -> None:
    document = UNREAD.to_dict()
    VALIDATOR.validate(document)
    assert document["checks"] == [] and document["faults"][0]["reason"] == "missing"


def test_infinity_becomes_null() -> None:
    check = samples.mismatch()
    assert check.recomputed
    for open_ended in (
        replace(check, stated=Interval(76.0, math.inf)),
        replace(check, recomputed=replace(check.recomputed, value=math.nan)),
        replace(check, claim=replace(check.claim, value=math.nan)),
    ):
        document = replace(samples.report(), checks=(open_ended,)).to_dict()
        VALIDATOR.validate(document)
        assert "Infinity" not in json.dumps(document) and "NaN" not in json.dumps(document)


def test_ids_are_unique_even_for_one_claim_checked_twice() -> None:
    report = replace(
        samples.report(), checks=(samples.mismatch(), samples.mismatch(), samples.unverifiable())
    )
    checks = report.to_dict()["checks"]
    assert len({check["id"] for check in checks}) == 3
    assert len({check["fingerprint"] for check in checks}) == 3


def test_a_fingerprint_outlives_edits_elsewhere() -> None:
    moved = "An opening line.\n\nAnother.\n\n" + samples.TEXT.replace("for a rival", "for its old rival")
    shifted = replace(samples.report(), document=samples.document(moved), checks=(samples.mismatch(moved),))
    before, after = samples.report().to_dict()["checks"][0], shifted.to_dict()["checks"][0]
    assert before["fingerprint"] == after["fingerprint"] and before["id"] != after["id"]


def test_a_fingerprint_changes_with_an_operand() -> None:
    edited = samples.TEXT.replace("$600m", "$610m")
    check = samples.mismatch()
    operands = tuple(replace(o, text=o.text.replace("$600m", "$610m")) for o in check.claim.operands)
    changed = replace(check, claim=replace(check.claim, operands=operands))
    report = replace(samples.report(), document=samples.document(edited), checks=(changed,))
    assert (
        report.to_dict()["checks"][0]["fingerprint"] != samples.report().to_dict()["checks"][0]["fingerprint"]
    )


def test_json_is_an_object_for_one_and_an_array_for_many() -> None:
    assert json.loads(written("json", samples.report(), single=True))["path"] == "sample.md"
    many = json.loads(written("json", samples.report(), UNREAD))
    assert [document["path"] for document in many] == ["sample.md", "gone.txt"]
    assert json.loads(written("json")) == []


def test_jsonl_is_a_line_a_document_in_order() -> None:
    lines = written("jsonl", UNREAD, samples.report()).splitlines()
    assert [json.loads(line)["path"] for line in lines] == ["gone.txt", "sample.md"]
