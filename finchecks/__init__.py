"""finchecks: a spell-checker for arithmetic in prose.

    >>> import finchecks
    >>> report = finchecks.check("The margin slipped from 58.1% to 56.3%, a decline of 1.8%.")
    >>> [(c.verdict, c.severity, c.suggestion) for c in report.checks]
    [('mismatch', 'error', '1.8 percentage points')]

``check`` and ``check_file`` return a frozen :class:`~finchecks.report.Report` with ``checks``, ``notes``
and ``faults``; ``report.to_dict()`` is the JSON contract. ``check_frame`` checks a column of a pandas frame
and returns a frame with a row a check, ``summary`` counts such a frame; ``finchecks.dask.check`` and
``finchecks.spark.check`` do the same on a cluster. Importing this package loads none
of the stages; the first check does.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from finchecks import dask as dask
    from finchecks import spark as spark
    from finchecks.api import check, check_file
    from finchecks.batch.frame import check_frame, summary
    from finchecks.faults import Fault, FaultError
    from finchecks.report import Report

__version__ = "0.1.0"
__all__ = ["Fault", "FaultError", "Report", "__version__", "check", "check_file", "check_frame", "summary"]

_HOMES = {
    "check": "finchecks.api",
    "check_file": "finchecks.api",
    "check_frame": "finchecks.batch.frame",
    "summary": "finchecks.batch.frame",
    "Fault": "finchecks.faults",
    "FaultError": "finchecks.faults",
    "Report": "finchecks.report",
}
#: modules for those who have such a cluster
_ENGINES = ("dask", "spark")


def __getattr__(name: str) -> object:
    """Load the public names when they are first used, so that ``import finchecks`` costs nothing."""
    if name in _ENGINES:
        return import_module(f"finchecks.{name}")
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
