"""Rules selected and ignored, severities set by hand."""

from __future__ import annotations

import pytest

import finchecks
from finchecks.faults import FaultError
from finchecks.review.reviewer import Reviewer
from finchecks.review.rules import level_of, selected
from finchecks.settings import Level, Settings

TEXT = """\
Sales jumped 76% to $1.13bn from $600m.

Profit doubled to $30m from $10m.
"""


def rules(**settings: object) -> list[tuple[str, str | None]]:
    reviewer, chosen = Reviewer(), Settings(**settings)  # type: ignore[arg-type]
    reviewer.prepare(chosen)
    report = reviewer.review(finchecks.check(TEXT, path="a.txt"), chosen)
    return [(check.claim.rule, check.severity) for check in report.checks if check.verdict == "mismatch"]


def test_select_and_ignore_take_globs() -> None:
    everything = rules()
    assert {rule for rule, _ in everything} >= {"percent-change", "multiple"}
    assert [rule for rule, _ in rules(select=("percent-*",))] == ["percent-change"]
    assert "percent-change" not in dict(rules(ignore=("percent-*",)))
    assert rules(select=("multiple",), ignore=("*",)) == []


def test_severity_is_set_for_mismatches() -> None:
    assert dict(rules(severity={"percent-change": "note"}))["percent-change"] == "note"
    assert {level for _, level in rules(severity={"*": "warning", "multiple": "error"})} == {
        "warning",
        "error",
    }


def test_the_wording_follows_the_severity() -> None:
    def message(**levels: Level) -> str:
        reviewer, settings = Reviewer(), Settings(severity={"percent-change": levels["level"]})
        report = reviewer.review(finchecks.check(TEXT), settings)
        return report.checks[0].message

    assert message(level="error").startswith(
        "The change, the new value and the old value cannot all be right."
    )
    assert message(level="warning").startswith("Can these figures all be right? $1.13bn / $600m - 1 = 88.3%")


@pytest.mark.parametrize("setting", ["select", "ignore"])
def test_a_rule_there_is_none_of(setting: str) -> None:
    with pytest.raises(FaultError, match=f"--{setting}: there is no rule 'percent-chang'; did you mean"):
        rules(**{setting: ("percent-chang",)})


def test_of_several_levels_the_last_that_matches() -> None:
    settings = Settings(severity={"*": "note", "sum": "error"})
    assert (level_of("sum", settings), level_of("share", settings)) == ("error", "note")
    assert selected("sum", settings)
