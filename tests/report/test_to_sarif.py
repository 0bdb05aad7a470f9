"""SARIF, held to the official schema; see sarif/README.md for where that is from."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import samples
from html_places import plain, seen
from writing import written

from finchecks.pipeline import Knowledge, check_bytes, prepare
from finchecks.report import Report, to_sarif
from finchecks.rule.load import load_rules

SCHEMA = json.loads((Path(__file__).parent / "sarif" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft4Validator(SCHEMA)


def log(*reports: Report, **options: Any) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(written("sarif", *reports, **options))
    VALIDATOR.validate(loaded)
    return loaded


def selected(source: str, region: dict[str, int]) -> str:
    """What a reader of SARIF selects: by lines and columns, which must be what the offsets select."""
    assert region["startLine"] == region["endLine"]
    row = source.split("\n")[region["startLine"] - 1]
    by_columns = row[region["startColumn"] - 1 : region["endColumn"] - 1]
    by_offsets = source[region["charOffset"] : region["charOffset"] + region["charLength"]]
    assert by_columns == by_offsets
    return by_columns


def test_the_schema_is_the_official_one_and_refuses_nonsense() -> None:
    assert SCHEMA["id"] == to_sarif.SCHEMA
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate({"version": "2.1.0", "runs": [{}]})


@pytest.mark.parametrize("text", [samples.TEXT, "🦔 A hedgehog, twice: 𝟛.\n" + samples.TEXT])
def test_regions_select_exactly_the_claim_and_its_operands(text: str) -> None:
    report = replace(samples.report(), document=samples.document(text), checks=(samples.mismatch(text),))
    run = log(report)["runs"][0]
    assert run["columnKind"] == "unicodeCodePoints"
    (result,) = run["results"]
    (location,) = result["locations"]
    assert location["physicalLocation"]["artifactLocation"] == {"uri": "sample.md"}
    assert selected(text, location["physicalLocation"]["region"]) == "76%"
    related = result["relatedLocations"]
    assert [place["message"]["text"] for place in related] == ["new: $1.13bn", "old: $600m"]
    assert [selected(text, place["physicalLocation"]["region"]) for place in related] == ["$1.13bn", "$600m"]


def test_every_rule_of_the_run_is_described() -> None:
    rules = load_rules()
    run = log(samples.report(), rules=rules)["runs"][0]
    described = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in described] == [rule.id for rule in rules]
    for rule in described:
        assert rule["shortDescription"]["text"] and rule["fullDescription"]["text"] and rule["help"]["text"]
    (result,) = run["results"]
    assert described[result["ruleIndex"]]["id"] == result["ruleId"] == "percent-change"


def test_a_rule_without_a_file_is_listed_all_the_same() -> None:
    check = samples.mismatch()
    odd = replace(check, claim=replace(check.claim, rule="gone-since"))
    run = log(replace(samples.report(), checks=(odd,)), rules=load_rules())["runs"][0]
    assert run["tool"]["driver"]["rules"][run["results"][0]["ruleIndex"]] == {"id": "gone-since"}


def test_fingerprints_outlive_edits_elsewhere() -> None:
    moved = "An opening line.\n\n" + samples.TEXT.replace("for a rival", "for its rival")
    after = replace(samples.report(), document=samples.document(moved), checks=(samples.mismatch(moved),))
    first, second = (log(report)["runs"][0]["results"][0] for report in (samples.report(), after))
    assert first["partialFingerprints"] == second["partialFingerprints"]
    assert first["locations"] != second["locations"]


def test_a_suggestion_is_a_fix_of_the_claim_alone() -> None:
    (result,) = log(samples.report())["runs"][0]["results"]
    (change,) = result["fixes"][0]["artifactChanges"]
    (replacement,) = change["replacements"]
    assert selected(samples.TEXT, replacement["deletedRegion"]) == "76%"
    assert replacement["insertedContent"] == {"text": "88%"}


def test_markup_inside_a_number_is_not_written_over() -> None:
    source = samples.TEXT.replace("76%", "7<b>6</b>%")
    check = samples.mismatch()
    stated = replace(check.claim.stated, start=39, end=49)
    report = replace(
        samples.report(),
        document=samples.document(source),
        checks=(replace(check, claim=replace(check.claim, stated=stated)),),
    )
    assert "fixes" not in log(report)["runs"][0]["results"][0]


def test_notes_faults_and_unread_documents_are_notifications() -> None:
    (run,) = log(samples.report(), samples.unread())["runs"]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    told = {notice["message"]["text"]: notice["level"] for notice in invocation["toolExecutionNotifications"]}
    assert told == {
        "Two conversions cannot be of one rate.": "note",
        "read as cp1252, for it is no UTF-8": "warning",
        "There is no such file.": "error",
    }


def test_the_mildest_severity_decides_what_is_a_result() -> None:
    results = log(samples.report(), fail_on="note")["runs"][0]["results"]
    assert [result["level"] for result in results] == ["error", "note"]


def test_no_text_makes_a_link_of_a_message() -> None:
    (result,) = log(samples.saying(r"[click](https://x.example) \[a"))["runs"][0]["results"]
    assert result["message"]["text"].startswith(r"\[click\](https://x.example) \\\[a cannot be right")


def test_a_run_holds_no_more_results_than_github_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(to_sarif, "RESULTS_A_RUN", 2)
    checks = tuple(samples.mismatch() for _ in range(5))
    runs = log(replace(samples.report(), checks=checks))["runs"]
    assert [len(run["results"]) for run in runs] == [2, 2, 1]


def test_no_finding_is_a_valid_log_too() -> None:
    assert log()["runs"][0]["results"] == []


# --------------------------------------------------------------- real articles, by way of the whole checker

PAGES = Path(__file__).parent.parent / "pages"
SENTENCE = "🦔🦔 Turnover rose 33% to $60.0 million from $40.0 million, she said."
HTML = """<!doctype html>
<html lang="en"><body><article><h1>🦔 The year</h1>
<p>🦔&nbsp;Salt &amp; pepper: turnover rose <b>3</b>3&#37; to &pound;60.0&nbsp;million from &#163;<i>40.0</i>
 million, as the board told its members on Monday.</p></article></body></html>
"""
ARTICLES = {
    "crlf.md": ("A title 𝟛.\n\n" + SENTENCE).replace("\n", "\r\n"),
    "cr.txt": f"A title.\r{SENTENCE}\r",
    "bom.txt": "\ufeff" + SENTENCE,
    "separators.txt": f"A form\x0cfeed, a \u2028 separator. {SENTENCE}\n",
    "emoji.html": HTML,
    "emoji-crlf.html": HTML.replace("\n", "\r\n"),
    **{path.name: path.read_bytes().decode() for path in sorted(PAGES.glob("*.html"))},
}
#: what readers of SARIF take for the end of a line
LINE_END = re.compile(r"\r\n|\r|\n")


def lines_selected(source: str, region: dict[str, int]) -> str:
    """By lines and columns alone, the line ends as they stand in the source."""
    starts = [0, *(match.end() for match in LINE_END.finditer(source))]
    start = starts[region["startLine"] - 1] + region["startColumn"] - 1
    return source[start : starts[region["endLine"] - 1] + region["endColumn"] - 1]


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return prepare()


def judged(name: str, text: str, knowledge: Knowledge) -> tuple[Report, list[dict[str, Any]]]:
    report = check_bytes(text.encode(), knowledge, path=name)
    return report, log(report, rules=knowledge.rules)["runs"][0]["results"]


@pytest.mark.parametrize("name", ARTICLES)
def test_regions_select_what_a_reader_sees(name: str, knowledge: Knowledge) -> None:
    source = ARTICLES[name].removeprefix("\ufeff")
    report, results = judged(name, ARTICLES[name], knowledge)
    told = [check for check in report.checks if check.verdict == "mismatch"]
    assert len(results) == len(told)
    for result, check in zip(results, told, strict=True):
        operands = [
            o for o in check.claim.operands if o.quantity is not None and o.source in ("text", "table")
        ]
        regions = [place["physicalLocation"]["region"] for place in result["locations"]]
        regions += [place["physicalLocation"]["region"] for place in result.get("relatedLocations", [])]
        texts = [check.claim.stated.text, *(o.text for o in operands)]
        for region, text in zip(regions, texts, strict=True):
            by_offset = source[region["charOffset"] : region["charOffset"] + region["charLength"]]
            assert lines_selected(source, region) == by_offset
            assert seen(by_offset) == plain(text)


def test_the_articles_have_findings(knowledge: Knowledge) -> None:
    """So that the test above looks at something."""
    found = {name for name, text in ARTICLES.items() if judged(name, text, knowledge)[1]}
    assert len(found) >= 12 and {name for name in ARTICLES if not (PAGES / name).exists()} <= found


@pytest.mark.parametrize("name", ["crlf.md", "emoji.html"])
def test_fingerprints_of_real_articles_outlive_edits_elsewhere(name: str, knowledge: Knowledge) -> None:
    before = ARTICLES[name]
    more = "Costs fell 10% to $90 million from $100 million, the board said."
    after = before.replace("A title 𝟛.", f"Another title.\n\n{more}").replace(
        "<p>🦔", f"<p>{more}</p>\n<p>🦔"
    )
    assert after != before
    (first,), later = judged(name, before, knowledge)[1], judged(name, after, knowledge)[1]
    assert [one["partialFingerprints"] for one in later] == [first["partialFingerprints"]]
    assert later[0]["locations"] != first["locations"]
    (edited,) = judged(name, before.replace("40.0", "41.0"), knowledge)[1]
    assert edited["partialFingerprints"] != first["partialFingerprints"]
