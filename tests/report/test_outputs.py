"""Reports into files: whole or not at all, and none lost for another's sake."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
import samples

from finchecks.faults import FaultError
from finchecks.report.formats import FORMATS, Options
from finchecks.report.outputs import Output, outputs, write

REPORTS = [samples.report(), samples.unread()]


def test_what_is_asked_for() -> None:
    assert outputs(["sarif=a=b.sarif", "text=x"]) == (
        Output("sarif", Path("a=b.sarif")),
        Output("text", Path("x")),
    )


def test_every_mistake_is_told_at_once() -> None:
    with pytest.raises(FaultError) as caught:
        outputs(["sarif", "junit=", "sarrif=x", "odt=x", "json=y", "jsonl=./y"])
    assert [fault.message for fault in caught.value.faults] == [
        "--output sarif: write it as FORMAT=FILE, such as sarif=out.sarif.",
        "--output junit=: write it as FORMAT=FILE, such as sarif=out.sarif.",
        "--output sarrif=x: there is no format 'sarrif'; did you mean sarif?",
        f"--output odt=x: there is no format 'odt'; the formats are {', '.join(FORMATS)}.",
        "--output jsonl=./y: another format goes to that file already.",
    ]


def test_every_format_can_go_to_a_file(tmp_path: Path) -> None:
    found = [Output(name, tmp_path / name) for name in FORMATS]
    assert write(found, REPORTS, Options()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FORMATS)
    assert all("\x1b" not in path.read_text(encoding="utf-8") for path in tmp_path.iterdir())


def test_a_file_that_cannot_be_written_does_not_lose_the_others(tmp_path: Path) -> None:
    found = [
        Output("json", tmp_path / "no" / "folder.json"),
        Output("sarif", tmp_path),
        Output("jsonl", tmp_path / "right.jsonl"),
    ]
    faults = write(found, REPORTS, Options())
    assert [(fault.reason, fault.path) for fault in faults] == [
        ("output", str(tmp_path / "no" / "folder.json")),
        ("output", str(tmp_path)),
    ]
    assert "The json report cannot be written: No such file or directory." in str(faults[0])
    assert len((tmp_path / "right.jsonl").read_text(encoding="utf-8").splitlines()) == 2


def test_a_failure_costs_neither_the_old_report_nor_leaves_half_a_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "report.json"
    old.write_text("old", encoding="utf-8")

    def full(*arguments: object, **options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("finchecks.report.to_json.dumps", full)
    (fault,) = write([Output("json", old)], REPORTS, Options())
    assert "No space left" in fault.message
    assert old.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [old]


def test_a_writer_that_crashes_is_a_fault_of_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FORMATS, "sarif", "finchecks.report.to_sarif:nothing_there")
    found = [Output("sarif", tmp_path / "a"), Output("json", tmp_path / "b")]
    (fault,) = write(found, REPORTS, Options())
    assert (fault.reason, fault.path) == ("internal", str(tmp_path / "a"))
    assert (tmp_path / "b").exists()


@pytest.mark.skipif(os.name == "nt", reason="modes and links of POSIX")
def test_links_and_modes_are_kept(tmp_path: Path) -> None:
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    real.write_text("", encoding="utf-8")
    real.chmod(0o640)
    link.symlink_to(real)
    assert write([Output("json", link)], REPORTS, Options(single=False)) == []
    assert link.is_symlink() and real.stat().st_mode & 0o777 == 0o640
    assert json.loads(real.read_text(encoding="utf-8"))[0]["path"] == "sample.md"


@pytest.mark.skipif(not os.path.exists("/dev/null"), reason="needs /dev/null")
def test_a_device_is_written_to_and_not_replaced() -> None:
    assert write([Output("json", Path("/dev/null"))], REPORTS, Options()) == []
    assert not Path("/dev/null").is_file()


def test_a_file_name_that_is_no_unicode_is_escaped(tmp_path: Path) -> None:
    report = samples.unread("caf\udce9.txt")
    files = [Output(name, tmp_path / name) for name in FORMATS]
    assert write(files, [report], Options()) == []
    assert json.loads((tmp_path / "jsonl").read_text(encoding="utf-8"))["path"] == "caf\udce9.txt"
