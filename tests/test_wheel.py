"""What is installed is what is here: the wheel carries the rules and the schema."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent


@pytest.mark.slow
def test_the_wheel_carries_rules_and_schema_and_works_alone(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    done = subprocess.run(build, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        archive.extractall(tmp_path / "site")
    rules = {path.relative_to(PROJECT / "rules") for path in (PROJECT / "rules").rglob("*") if path.is_file()}
    assert rules and {f"finchecks/_rules/{rule.as_posix()}" for rule in rules} <= names
    assert {"finchecks/report/schema.json", "finchecks/py.typed"} <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)

    article = tmp_path / "article.txt"
    article.write_text("Sales jumped 76% to $1.13bn from $600m.\n", encoding="utf-8")
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r});"
        "import finchecks.cli as cli; assert 'site' in cli.__file__, cli.__file__; cli.main()"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, "check", str(article)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1 and "percent-change" in ran.stdout, ran.stderr
