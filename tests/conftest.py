"""Hypothesis has no deadline here: the first check of a run reads the rules, which takes longer.

The cache of each test is its own, so that no test finds what another one checked.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("finchecks", deadline=None)
settings.load_profile("finchecks")


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test's runs keep their reports."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("FINCHECKS_CACHE_DIR", str(folder))
    return folder


#: set by ``make test-full``: what needs Chromium, LibreOffice or Pango is run, and fails without them
FULL = "FINCHECKS_FULL"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if not os.environ.get(FULL):
        skip = pytest.mark.skip(reason="needs Chromium, LibreOffice or Pango: make test-full")
        for item in items:
            if item.get_closest_marker("full"):
                item.add_marker(skip)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", ())
    left = [report for report in skipped if "full" in report.keywords]
    if left:
        terminalreporter.section("LEFT OUT", sep="!", red=True, bold=True)
        terminalreporter.line(
            f"{len(left)} tests of audit reports in a browser, in a spreadsheet and as PDF were not run: "
            "`make test-full` installs Chromium, LibreOffice and Pango, and runs them."
        )
