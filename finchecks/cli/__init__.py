"""The command ``finchecks``: one module a subcommand, all thin; ``app.COMMANDS`` is the table of them."""

from __future__ import annotations

from finchecks.cli.app import cli, main, run
from finchecks.cli.common import BROKEN_PIPE, CLEAN, FAILED, FOUND, INTERRUPTED

__all__ = ["BROKEN_PIPE", "CLEAN", "FAILED", "FOUND", "INTERRUPTED", "cli", "main", "run"]
