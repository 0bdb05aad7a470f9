"""Hypothesis has no deadline here: the first check of a run reads the rules, which takes longer.

The cache of each test is its own, so that no test finds what another one checked.
"""

from __future__ import annotations

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
