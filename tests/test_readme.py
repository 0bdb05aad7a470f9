"""The README shows what finchecks really prints. ``make readme`` writes it anew."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parent.parent
README = PROJECT / "README.md"
COMMAND = ["finchecks", "check", "examples/harbour-ai.md"]
OPENING = f"```\n$ {' '.join(COMMAND)}\n"


def output() -> str:
    """What the command of the README prints on a terminal of 96 columns."""
    done = subprocess.run(
        [sys.executable, "-m", *COMMAND],
        cwd=PROJECT,
        env={**os.environ, "COLUMNS": "96", "NO_COLOR": "1", "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, ""), done.stderr
    return done.stdout


def rewritten(readme: str) -> str:
    before, opening, rest = readme.partition(OPENING)
    assert opening, f"the README has no block that begins with {OPENING!r}"
    _, closing, after = rest.partition("```\n")
    return f"{before}{opening}{output()}{closing}{after}"


def test_the_output_in_the_readme_is_real() -> None:
    readme = README.read_text(encoding="utf-8")
    assert readme == rewritten(readme), "stale: run `make readme`"


if __name__ == "__main__":
    README.write_text(rewritten(README.read_text(encoding="utf-8")), encoding="utf-8")
