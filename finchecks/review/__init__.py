"""Review: what of a document's checks is to be told, after the settings and what people have said of it.

Report → Report, everything after the cache, so that a change of these settings needs no check anew. A check
that somebody has accepted, in a comment, in ``.finchecks-ignore``, in a review or in a baseline, moves to
``Report.accepted``; one of a rule that is not selected is dropped; severities are set.
"""

from __future__ import annotations

from pathlib import Path

#: the file of decisions, beside the articles or above them; see ``decisions.py``
DECISIONS_FILE = "finchecks-review.yaml"


def nearest(folder: Path, name: str) -> Path | None:
    """The file of this name in ``folder``, or in the nearest folder above it that has one."""
    return next((p for place in (folder, *folder.parents) if (p := place / name).is_file()), None)
