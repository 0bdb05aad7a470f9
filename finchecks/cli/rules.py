"""``finchecks rules``: the table of the rules, their examples run, a new one begun, the schema of a rule."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from finchecks.cli.common import CLEAN, FOUND, speak_unicode

EPILOG = """\b
Examples:
  finchecks rules                              the built-in rules
  finchecks rules --rules my-rules             and yours
  finchecks rules new occupancy-rate my-rules  begin one: a file that works as it is
  finchecks rules test my-rules                run the examples of each rule in the folder
  finchecks check drafts/ --rules my-rules     use them
"""
TEST_EPILOG = """\b
Exit status:
  0  every example came out as it claims
  1  some did not: each is listed with its file and line, what was expected and what was got
  2  could not do its work: usage, a faulty rule
"""


@click.group(invoke_without_command=True, epilog=EPILOG)
@click.option(
    "--rules",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A folder of your own rule files besides the built-in ones.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="text for people; json: an array of objects.",
)
@click.pass_context
def rules(context: click.Context, rules: Path | None, format_: str) -> int:
    """List the rules, test their examples, begin a new one.

    Without a subcommand: the table of all rules. finchecks explain RULE says more of one.
    """
    if context.invoked_subcommand is not None:
        if rules is not None or format_ != "text":
            raise click.UsageError("options of the table go without a subcommand; give DIR to the subcommand")
        return CLEAN
    from finchecks.rule.load import with_builtin
    from finchecks.rulebook.words import gravest

    found = with_builtin(rules)
    if format_ == "json":
        speak_unicode(strict=True)
        rows = [
            {"id": rule.id, "kind": rule.kind, "severity": gravest(rule), "title": rule.title,
             "examples": len(rule.examples), "path": rule.path}
            for rule in found
        ]  # fmt: skip
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return CLEAN
    speak_unicode(strict=False)
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("rule", "gravest", "examples", "what it checks"):
        table.add_column(column, justify="right" if column == "examples" else "left")
    for rule in found:
        table.add_row(rule.id, gravest(rule), str(len(rule.examples)), rule.title)
    console = Console(file=sys.stdout, highlight=False, emoji=False, markup=False)
    with console.capture() as printed:
        console.print(table)
    click.echo("\n".join(line.rstrip() for line in printed.get().splitlines()))
    return CLEAN


@rules.command("test", epilog=TEST_EPILOG)
@click.argument("folder", required=False, type=click.Path(path_type=Path), metavar="[DIR]")
def test(folder: Path | None) -> int:
    """Run the examples of every rule in a folder (of the built-in ones without).

    Each runs through the whole checker, with the built-in rules beside yours, and must come out exactly as it
    claims: this claim, these operands, this verdict, and not a check more.
    """
    from finchecks.pipeline import prepare
    from finchecks.rule.load import load_rules
    from finchecks.rulebook.examples import failures, run

    own = {rule.id for rule in load_rules(folder)}
    knowledge = prepare(rules=folder)
    outcomes = run([rule for rule in knowledge.rules if rule.id in own], knowledge)
    failed = sum(not one.passed for one in outcomes)
    speak_unicode(strict=False)
    if failed:
        click.echo(failures(outcomes) + "\n")
    many = f"{len(own)} rule{'' if len(own) == 1 else 's'}, {len(outcomes)} examples"
    click.echo(f"{many}: {f'{failed} failed' if failed else 'all came out as they claim'}")
    return FOUND if failed else CLEAN


@rules.command("new")
@click.argument("rule", metavar="ID")
@click.argument("folder", default="rules", type=click.Path(path_type=Path), metavar="[DIR]")
def new(rule: str, folder: Path) -> int:
    """Begin a rule: write DIR/ID.yaml (DIR: rules), which works as it is, with each line explained.

    Beside it comes the JSON Schema of rule files, by which an editor that knows yaml-language-server
    completes and checks the file.
    """
    from finchecks.rulebook.scaffold import begin

    speak_unicode(strict=False)
    for path in begin(rule, folder):
        click.echo(f"wrote {path}")
    click.echo(f"next: edit it, then finchecks rules test {folder}")
    return CLEAN


@rules.command("schema")
def schema() -> int:
    """Print the JSON Schema of rule files."""
    from finchecks.rule.schema import shipped

    speak_unicode(strict=True)
    click.echo(shipped(), nl=False)
    return CLEAN
