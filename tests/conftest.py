"""Hypothesis has no deadline here: the first check of a run reads the rules, which takes longer."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("finchecks", deadline=None)
settings.load_profile("finchecks")
