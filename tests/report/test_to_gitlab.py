from __future__ import annotations

import json
from dataclasses import replace

import jsonschema
import samples
from writing import written

#: what GitLab's documentation of the code quality report requires
REPORT = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path"],
                "properties": {"path": {"type": "string", "pattern": r"^[^./]"}},
                "anyOf": [{"required": ["lines"]}, {"required": ["positions"]}],
            },
        },
    },
}


def test_the_report_is_what_gitlab_reads() -> None:
    issues = json.loads(written("gitlab", samples.report(), samples.unread("./gone.txt"), fail_on="note"))
    jsonschema.validate(issues, REPORT)
    assert [issue["severity"] for issue in issues] == ["major", "info", "blocker"]
    assert issues[0]["location"]["positions"] == {
        "begin": {"line": 3, "column": 14},
        "end": {"line": 3, "column": 17},
    }
    assert issues[2]["location"] == {"path": "gone.txt", "lines": {"begin": 1}}


def test_no_finding_is_an_empty_array() -> None:
    assert json.loads(written("gitlab", replace(samples.report(), checks=()))) == []


def test_fingerprints_are_unique_and_the_same_in_every_run() -> None:
    twice = replace(samples.report(), checks=(samples.mismatch(), samples.mismatch()))
    elsewhere = replace(twice, path="other.md")
    prints = [issue["fingerprint"] for issue in json.loads(written("gitlab", twice, elsewhere))]
    assert len(set(prints)) == 4
    assert prints == [issue["fingerprint"] for issue in json.loads(written("gitlab", twice, elsewhere))]
