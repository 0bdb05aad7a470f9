"""The example article's report, kept in ``reports/``, is what finchecks writes now (``make reports``)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from finchecks.cli import run

PROJECT = Path(__file__).parent.parent.parent
KEPT = PROJECT / "reports"
#: digests change with every rule, drawings with the library that draws; the figures beside them do not
_PASSING = re.compile(r'[0-9a-f]{64}|<svg class="drawn".*?</svg>|finchecks-record:[\w+/=]+', re.DOTALL)


@pytest.fixture(scope="module")
def now(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(PROJECT)
        patch.setenv("SOURCE_DATE_EPOCH", "1768500000")
        command = ["report", "examples/harbour-ai.md", "--format", "html,xlsx,markdown", "--isolated"]
        assert run([*command, "--output", str(folder)]) == 0
    return folder


@pytest.mark.parametrize("name", ["harbour-ai.html", "harbour-ai.md"])
def test_the_kept_report_is_current(name: str, now: Path) -> None:
    kept, new = ((folder / name).read_text("utf-8") for folder in (KEPT, now))
    assert _PASSING.sub("…", kept) == _PASSING.sub("…", new), "stale: run `make reports`"


def test_the_kept_workpaper_is_current(now: Path) -> None:
    def cells(folder: Path) -> list[Any]:
        book = openpyxl.load_workbook(folder / "harbour-ai.xlsx")
        sheets = [sheet for sheet in book if sheet.title != "Provenance"]
        return [(sheet.title, *sheet.iter_rows(values_only=True)) for sheet in sheets]

    assert cells(KEPT) == cells(now), "stale: run `make reports`"


@pytest.mark.full
@pytest.mark.parametrize("name", ["harbour-ai.html", "harbour-ai.md", "harbour-ai.xlsx"])
def test_the_kept_report_holds(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """To the last digest: of the rules, too."""
    monkeypatch.chdir(PROJECT)
    assert run(["report", "--verify", f"reports/{name}"]) == 0, "stale: run `make reports`"
