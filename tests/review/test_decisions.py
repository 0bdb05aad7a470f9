"""``finchecks-review.yaml``: decisions of people, honoured by every run and never overwritten."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finchecks.cli import run
from finchecks.faults import FaultError
from finchecks.report import Decision
from finchecks.review.decisions import addition, in_force, read

TEXT = "Sales rose 47% to $260 million from $200 million.\n"
MARK = "0123456789012345"  # YAML would make a number of it
ENTRY = f"""\
- fingerprint: {MARK}
  file: a.txt
  decision: accepted
  name: R. Auditor
  date: 2026-01-20
  reason: Restated since
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1768500000")
    (tmp_path / "a.txt").write_text(TEXT)
    return tmp_path


def decide(how: str, reason: str = "Restated since", *more: str) -> int:
    return run(["review", "a.txt:1", f"--{how}", "--name", "R. Auditor", "--reason", reason, *more])


def test_an_entry_is_read_as_it_is_written(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(ENTRY)
    sidecar = read(tmp_path / "r.yaml")
    day = dt.date(2026, 1, 20)
    assert sidecar.of(str(tmp_path / "a.txt")) == [
        Decision(MARK, "a.txt", True, "R. Auditor", day, "Restated since")
    ]
    assert sidecar.faults == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("  decision: accepted\n", "", 1, "the decision lacks decision"),
        ("accepted", "fine", 3, "“fine” is no decision: write accepted or rejected"),
        ("2026-01-20", "yesterday", 5, "“yesterday” is no date such as 2026-01-20"),
        (MARK, "12345", 1, "“12345” is no fingerprint (16 hexadecimal digits)"),
        ("  reason", "  reson", 6, "there is no “reson” in a decision; did you mean 'reason'?"),
        ("  name: R. Auditor\n", "  file: b.txt\n  name: R. Auditor\n", 4, "“file” is there twice"),
        ("R. Auditor", "[R, Auditor]", 4, "a decision's values are plain text"),
        (ENTRY, "decisions: none\n", 1, "write a list of decisions, each beginning with “- fingerprint: …”"),
        (ENTRY, "- accepted\n", 1, "write a decision as fingerprint, file, decision, name, date and reason"),
        ("R. Auditor", '"R. Auditor', 7, "this is not YAML: found unexpected end of stream"),
    ],
)
def test_what_is_no_decision_is_told_with_its_line(
    old: str, new: str, line: int, message: str, desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert old in ENTRY
    (desk / "finchecks-review.yaml").write_text(ENTRY.replace(old, new, 1))
    assert run(["check", "a.txt", "--quiet"]) == 2
    place = f"finchecks-review.yaml:{line}:"
    (told,) = [text for text in capsys.readouterr().err.splitlines() if "finchecks-review.yaml" in text]
    assert place in told and message in told


def test_an_accepted_finding_no_longer_fails_and_a_rejected_one_does(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", "a.txt"]) == 1
    assert decide("accept") == 0
    capsys.readouterr()
    assert run(["check", "a.txt"]) == 0
    assert "1 by review" in capsys.readouterr().out
    # the latest decision is in force, and the first is still to be read
    assert decide("reject", "They did not restate") == 0
    assert run(["check", "a.txt"]) == 1
    text = (desk / "finchecks-review.yaml").read_text()
    assert text.count("- fingerprint:") == 2 and "Restated since" in text


def test_a_rejection_outweighs_whatever_else_accepts(desk: Path) -> None:
    assert run(["ignore", "a.txt:1", "--reason", "the writer's own"]) == 0
    assert run(["check", "a.txt"]) == 0
    assert decide("reject", "Not with me") == 0
    assert run(["check", "a.txt"]) == 1


def test_a_decision_is_about_one_finding_of_one_file(desk: Path) -> None:
    decide("accept")
    (desk / "b.txt").write_text(TEXT)
    assert run(["check", "b.txt"]) == 1
    (desk / "a.txt").write_text(f"A word before.\n\n{TEXT}")
    assert run(["check", "a.txt"]) == 0, "moved, and the same"
    (desk / "a.txt").write_text(TEXT.replace("47%", "48%"))
    assert run(["check", "a.txt"]) == 1, "another claim"


def test_findings_are_listed_with_what_was_decided(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["review", "a.txt"])
    line = capsys.readouterr().out.strip()
    assert line.endswith("a.txt:1: error: 47%: open")
    mark = line.split()[0]
    assert run(["review", "a.txt", "--fingerprint", mark, "--reject", "--name", "R", "--reason", "No"]) == 0
    capsys.readouterr()
    run(["review", "a.txt"])
    assert "rejected by R on 2026-01-15: No" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["review", "a.txt", "--accept"], "needs --name and --reason"),
        (["review", "a.txt:9", "--accept", "--name", "R", "--reason", "x"], "no finding here"),
        (["review", "gone.txt"], "gone.txt"),
    ],
)
def test_what_cannot_be_decided_is_told(
    arguments: list[str], message: str, desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    assert message in capsys.readouterr().err
    assert not (desk / "finchecks-review.yaml").exists()


@pytest.mark.parametrize("before", ["[]\n", "a: b\n", f"{ENTRY}...\n", "- [\n"])
def test_a_file_that_nothing_can_be_added_to_stays_as_it_is(before: str, desk: Path) -> None:
    sidecar = desk / "finchecks-review.yaml"
    sidecar.write_text(before)
    assert decide("accept") == 2
    assert sidecar.read_text() == before


_WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1).filter(str.strip)


@given(name=_WORDS, reason=_WORDS, comment=st.text(st.characters(whitelist_categories=("L", "P", "Zs"))))
def test_what_was_there_stays_and_what_is_added_is_read_back(name: str, reason: str, comment: str) -> None:
    import tempfile

    before = f"# {comment}\n{ENTRY}".encode()
    one = Decision("f" * 16, "b.txt", False, name, dt.date(2026, 2, 1), reason)
    after = before + addition(before, [one], ["12%"])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "r.yaml"
        path.write_bytes(after)
        sidecar = read(path)
        (found,) = sidecar.of(str(Path(folder) / "b.txt"))
    assert sidecar.faults == ()
    assert (found.name, found.reason) == (name.strip(), reason.strip())


def test_of_several_decisions_the_latest_is_in_force() -> None:
    days = [dt.date(2026, 1, day) for day in (3, 1, 2)]
    found = in_force(Decision(MARK, "a", day.day != 3, "R", day, "x") for day in days)
    assert found[MARK].date == dt.date(2026, 1, 3) and not found[MARK].accepted


def test_nothing_is_added_to_what_is_no_list() -> None:
    with pytest.raises(FaultError, match="by hand"):
        addition(b"x: y\n", [Decision(MARK, "a", True, "R", dt.date(2026, 1, 1), "x")], ["1"])


def test_decisions_of_several_people_at_once_all_stay(desk: Path) -> None:
    """Each is added behind what is there then, whatever was there when its command began."""
    import subprocess
    import sys

    command = [sys.executable, "-m", "finchecks", "review", "a.txt", "--accept", "--reason", "x", "--name"]
    people = [f"Auditor {n}" for n in range(6)]
    running = [subprocess.Popen([*command, name], stdout=subprocess.DEVNULL) for name in people]
    assert [one.wait() for one in running] == [0] * len(people)
    sidecar = read(desk / "finchecks-review.yaml")
    assert sidecar.faults == ()
    assert sorted(one.name for one in sidecar.of(str(desk / "a.txt"))) == people


def test_what_another_program_saves_meanwhile_stays(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor that replaces the file while a decision is under way."""
    from finchecks.review import decisions

    sidecar, honest, saves = desk / "finchecks-review.yaml", decisions.addition, iter([True])
    sidecar.write_text(ENTRY)

    def meanwhile(*given: object) -> bytes:
        if next(saves, False):
            (desk / "new").write_text(ENTRY + "# a remark of hers\n")
            (desk / "new").replace(sidecar)
        return honest(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(decisions, "addition", meanwhile)
    assert decide("reject", "It is 30%") == 0
    text = sidecar.read_text()
    assert text.startswith(f"{ENTRY}# a remark of hers\n") and text.count("It is 30%") == 1


def test_a_decision_that_cannot_be_written_leaves_the_file_as_it_was(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import os

    sidecar = desk / "finchecks-review.yaml"
    sidecar.write_text(ENTRY)
    honest = os.write

    def full(handle: int, data: bytes) -> int:
        """A disk that takes a few bytes more."""
        if b"fingerprint" not in data:
            raise OSError(28, "No space left on device")
        return honest(handle, data[:20])

    monkeypatch.setattr(os, "write", full)
    assert decide("accept") == 2
    assert "No space left on device" in capsys.readouterr().err
    assert sidecar.read_text() == ENTRY
