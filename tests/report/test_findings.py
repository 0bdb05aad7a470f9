"""Which checks are findings, where they are, and how their files are named."""

from __future__ import annotations

from pathlib import Path

import pytest
import samples

from finchecks.report.findings import findings, region, relative, told, uri
from finchecks.report.places import lines_of


def test_findings_are_what_is_grave_enough() -> None:
    report = samples.report()
    assert [finding.check["rule"] for finding in findings(report)] == ["percent-change"]
    assert [finding.severity for finding in findings(report, "note")] == ["error", "note"]
    assert list(findings(samples.unread())) == []


def test_regions_select_the_claim_and_its_operands() -> None:
    (finding,) = findings(samples.report())
    rows = samples.TEXT.split("\n")
    for text, place in [("76%", finding.region), *((o["text"], r) for o, r in finding.operands)]:
        assert samples.TEXT[place.start : place.end] == text
        assert place.line == place.end_line
        assert rows[place.line - 1][place.column - 1 : place.end_column - 1] == text


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_region_may_run_over_a_line_end_but_not_stop_behind_it(newline: str) -> None:
    source = f"rose 5{newline}percent{newline}more"
    lines = lines_of(source)
    over = region(lines, 5, source.index("percent") + 7)
    assert (over.line, over.column, over.end_line, over.end_column) == (1, 6, 2, 8)
    stop = region(lines, 5, source.index("percent"))
    assert (stop.end_line, stop.end_column) == (1, 7)


def test_paths_are_relative_with_slashes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert relative("./a/../b c.md") == "b c.md"
    assert relative(str(tmp_path / "x" / "y.md")) == "x/y.md"
    assert relative(str(tmp_path.parent / "other.md")) == (tmp_path.parent / "other.md").as_posix()
    assert relative("-") == relative(None) == "stdin"


def test_a_uri_is_encoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert uri("drafts/Zürich: 5% #1.md") == "drafts/Z%C3%BCrich%3A%205%25%20%231.md"
    assert uri(str(tmp_path.parent / "o.md")).startswith("file:///")


def test_what_is_told_has_the_derivation_once() -> None:
    (finding,) = findings(samples.report())
    assert "[$1.13bn / $600m - 1 = 88.3%]" in told(finding.check)
    assert told(finding.check).endswith("Suggestion: 88%.")
    whole = {**finding.check, "message": "So $1.13bn / $600m - 1 = 88.3%.", "suggestion": None}
    assert told(whole) == "So $1.13bn / $600m - 1 = 88.3%."  # type: ignore[arg-type]
