"""The README shows what finchecks really prints, as text and picture. ``make readme`` makes both anew."""

from __future__ import annotations

import html
import io
import os
import re
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI
from rich.text import Text

PROJECT = Path(__file__).parent.parent
README = PROJECT / "README.md"
PICTURE = PROJECT / "docs" / "picture.svg"
COMMAND = ["finchecks", "check", "examples/harbour-ai.md"]
OPENING = f"```\n$ {' '.join(COMMAND)}\n"
WIDTH = 96


def output(*options: str, **environment: str) -> str:
    """What the command of the README prints on a terminal."""
    plain = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    done = subprocess.run(
        [sys.executable, "-m", *COMMAND, *options],
        cwd=PROJECT,
        env={**plain, "COLUMNS": str(WIDTH), "PYTHONUTF8": "1", **environment},
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
    return f"{before}{opening}{output(NO_COLOR='1')}{closing}{after}"


def picture() -> str:
    """A run in colours, as a terminal shows it."""
    colours = output("--quiet", FORCE_COLOR="1", TERM="xterm-256color", COLORTERM="truecolor")
    console = Console(
        record=True, width=WIDTH, file=io.StringIO(), color_system="truecolor", legacy_windows=False
    )
    console.print(Text(f"$ {' '.join(COMMAND)} --quiet\n"), highlight=False)
    console.print(Text.from_ansi(colours.rstrip("\n")), "\n", highlight=False)
    svg = console.export_svg(title="finchecks", theme=DIMMED_MONOKAI, unique_id="finchecks")
    # the font of the reader's terminal will do: a picture in a README loads nothing from elsewhere
    return re.sub(r"\s*(?:@font-face \{.*?\}|<!--.*?-->)", "", svg, flags=re.DOTALL)


def words(svg: str) -> list[str]:
    """What the picture says, whatever version of rich drew it."""
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
    return " ".join(html.unescape(text) for text in texts).split()


def test_the_output_in_the_readme_is_real() -> None:
    readme = README.read_text(encoding="utf-8")
    assert readme == rewritten(readme), "stale: run `make readme`"


def test_the_picture_in_the_readme_is_of_a_real_run() -> None:
    assert f"({PICTURE.relative_to(PROJECT).as_posix()})" in README.read_text(encoding="utf-8")
    kept = PICTURE.read_text(encoding="utf-8")
    assert words(kept) == words(picture()), "stale: run `make readme`"
    assert "http" not in re.sub(r'xmlns="[^"]*"', "", kept)


if __name__ == "__main__":
    README.write_text(rewritten(README.read_text(encoding="utf-8")), encoding="utf-8")
    PICTURE.write_text(picture(), encoding="utf-8")
