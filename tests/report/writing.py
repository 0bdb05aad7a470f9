"""Running a writer on reports, as the command does."""

from __future__ import annotations

import io
from typing import Any

from finchecks.report import Report
from finchecks.report.formats import Options, writer


def written(format_: str, *reports: Report, **options: Any) -> str:
    out = io.StringIO()
    writer(format_)(reports, out, Options(**options))
    return out.getvalue()
