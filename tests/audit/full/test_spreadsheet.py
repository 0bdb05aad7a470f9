"""The workpaper in a real spreadsheet: LibreOffice calculates its formulas, and gets finchecks' figures."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from articles import TEXT, made, own_texts

from finchecks.audit.to_xlsx import HEAD, workpaper

pytestmark = pytest.mark.full

#: tells LibreOffice to calculate whatever it opens, and not to trust the figures that the file brings
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>"""


def forgotten(data: bytes, path: Path) -> None:
    """The workbook without the results that it brings, so that every figure is the spreadsheet's own."""
    path.write_bytes(data)
    bare = path.with_suffix(".bare")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(bare, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.startswith("xl/worksheets/"):
                text = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", text)
                assert b"</f><v>" not in text
            new.writestr(name, text)
    bare.replace(path)


def recalculated(folder: Path) -> list[Path]:
    """The workbooks of a folder, opened, calculated and saved by LibreOffice."""
    soffice = shutil.which("soffice")
    assert soffice, "there is no LibreOffice: make test-full installs it"
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS)
    files = sorted(folder.glob("*.xlsx"))
    out = folder / "out"
    command = [soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx"]
    subprocess.run(
        [*command, "--outdir", str(out), *map(str, files)], check=True, capture_output=True, timeout=300
    )
    return [out / file.name for file in files]


def rows(path: Path) -> list[dict[str, Any]]:
    sheet = openpyxl.load_workbook(path, data_only=True)["Checks"]
    lines = list(sheet.iter_rows(min_row=HEAD, values_only=True))
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def test_formulas_give_the_figures_of_finchecks(tmp_path: Path) -> None:
    texts = {"own.md": TEXT, **{path.name: path.read_text("utf-8") for path in own_texts()}}
    articles = {f"{n:03}": made(text, name) for n, (name, text) in enumerate(texts.items())}
    for stem, article in articles.items():
        forgotten(workpaper(article), tmp_path / f"{stem}.xlsx")
    checked = agreeing = 0
    for path in recalculated(tmp_path):
        article = articles[path.stem]
        for line, entry in zip(rows(path), article.entries, strict=True):
            figure, told = entry.check.recomputed, (path.stem, entry.text, entry.check.derivation)
            if entry.working is None or figure is None:
                assert line["Recomputed"] is None, told
                continue
            wanted = (figure.value, figure.low, figure.high)
            found = tuple(line[name] for name in ("Recomputed", "Recomputed from", "Recomputed to"))
            assert found == pytest.approx(wanted, rel=1e-9, abs=1e-12), told
            assert line["Difference"] == pytest.approx(
                entry.check.claim.value - figure.value, rel=1e-6, abs=1e-9 * abs(figure.value) + 1e-9
            )
            assert line["By formula"] == ("agrees" if entry.check.verdict == "consistent" else "differs"), (
                told
            )
            agreeing += line["By formula"] == "agrees"
            checked += 1
    assert checked > 300 and 0 < agreeing < checked


def test_a_figure_that_the_auditor_changes_changes_the_outcome(tmp_path: Path) -> None:
    """The formulas are live: they follow the operands' cells."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(workpaper(made()))
    book = openpyxl.load_workbook(path)
    sheet = book["Checks"]
    heads = [cell.value for cell in sheet[HEAD]]
    place = heads.index("Operand 1 value") + 1
    for offset, value in enumerate((294e6, 293.5e6, 294.5e6)):
        sheet.cell(HEAD + 1, place + offset, value)
    book.save(path)
    first = rows(recalculated(tmp_path)[0])[0]
    assert first["Recomputed"] == pytest.approx(47.0) and first["By formula"] == "agrees"
