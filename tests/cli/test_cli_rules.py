"""`finchecks rules …` and `finchecks explain`, as a user's shell sees them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from finchecks import cli
from finchecks.rule.load import load_rules

EXAMPLES = Path(__file__).parent.parent.parent / "examples" / "rules"


def said(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> str:
    assert cli.run([*arguments]) == status
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return err if status == 2 else out


def test_the_table_lists_every_rule_and_ones_own(capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(capsys, "rules", "--rules", str(EXAMPLES)).splitlines()
    first = {line.split()[0] for line in lines[1:] if not line.startswith(" ")}
    assert first == {rule.id for rule in load_rules()} | {"loan-to-value"}


def test_the_table_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(said(capsys, "rules", "--format", "json"))
    assert [row["id"] for row in rows] == [rule.id for rule in load_rules()]
    assert all(row["examples"] > 0 and row["severity"] in ("error", "warning", "note") for row in rows)


def test_the_examples_of_a_folder_pass(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "rules", "test", str(EXAMPLES)).endswith("all came out as they claim\n")


def test_an_example_that_fails_is_shown_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "rules", "new", "occupancy", str(tmp_path))
    path = tmp_path / "occupancy.yaml"
    text = path.read_text("utf-8").replace("rate of 70%", "rate of 71%").replace("claim: 70%", "claim: 71%")
    path.write_text(text, "utf-8")
    line = text[: text.index("- text: Of its 230")].count("\n") + 1
    assert said(capsys, "rules", "test", str(tmp_path), status=1) == (
        f"{path}:{line}: occupancy/consistent/1\n"
        "  Of its 230 rooms 161 were taken, an occupancy rate of 71%.\n"
        "    verdict: expected consistent, got mismatch (161 / 230 = 70.0%)\n\n"
        "1 rule, 3 examples: 1 failed\n"
    )


def test_a_new_rule_works_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "rules"
    out = said(capsys, "rules", "new", "occupancy", str(folder))
    assert out.splitlines()[:2] == [f"wrote {folder}/occupancy.yaml", f"wrote {folder}/rule.schema.json"]
    assert "all came out" in said(capsys, "rules", "test", str(folder))
    article = tmp_path / "article.txt"
    article.write_text("Of its 230 rooms 161 were taken, an occupancy rate of 77%.", "utf-8")
    assert "occupancy" in said(capsys, "check", str(article), "--rules", str(folder), status=1)


def test_the_schema_is_printed_as_it_ships(capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(said(capsys, "rules", "schema"))["title"] == "finchecks: a rule"


@pytest.mark.parametrize("rule", [rule.id for rule in load_rules()])
def test_every_rule_can_be_explained(rule: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, "explain", rule)
    assert out.startswith(f"{rule}: ")
    (known,) = [one for one in load_rules() if one.id == rule]
    flat = " ".join(out.split())
    assert all(" ".join(one.text.split()) in flat for one in known.examples)
    assert all(one.source in flat for one in known.mistakes.values() if not one.alternatives)


def test_a_rule_of_ones_own_is_explained_with_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, "explain", "loan-to-value", "--rules", str(EXAMPLES))
    assert "“worth _”" in out
    assert "✓ " in out and "✗ " not in out
    assert "→ mismatch (error): $320,000 / $400,000 = 80.0%; wrong_base, rather 80%" in out
    page = said(capsys, "explain", "loan-to-value", "--rules", str(EXAMPLES), "--format", "markdown")
    assert "# Loan to value" in page


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["explain", "percent-chang"], "no rule “percent-chang” (did you mean “percent-change”?)"),
        (["explain", "percent-change", "--rules", "gone"], "gone: there is no such folder"),
        (["rules", "test", "gone"], "gone: there is no such folder"),
        (["rules", "new", "No Name"], "“No Name” is no name for a rule"),
        (["rules", "--rules", "gone", "new", "a"], "give DIR to the subcommand"),
        (["rules", "tets"], "Did you mean 'test'?"),
    ],
)
def test_what_cannot_be_done_is_said(
    arguments: list[str], expected: str, capsys: pytest.CaptureFixture[str], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert expected in said(capsys, *arguments, status=2)


def test_a_faulty_rule_gives_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "rules", "new", "occupancy", str(tmp_path))
    path = tmp_path / "occupancy.yaml"
    text = path.read_text("utf-8").replace("formula: taken / rooms", "formula: taken / rums")
    path.write_text(text, "utf-8")
    line = text[: text.index("formula:")].count("\n") + 1
    err = said(capsys, "rules", "test", str(tmp_path), status=2)
    assert err.startswith(f"finchecks: {path}:{line}:")
    assert "“rums”, which is no role (did you mean “rooms”?)" in err
