"""``finchecks explain``: one rule in words, with what comes of its examples now."""

from __future__ import annotations

from pathlib import Path

import click

from finchecks.cli.common import CLEAN, speak_unicode
from finchecks.faults import Fault, FaultError


@click.command(short_help="Say what a rule checks, with examples.")
@click.argument("rule", metavar="RULE")
@click.option(
    "--rules",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A folder of your own rule files besides the built-in ones.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "markdown"]),
    default="text",
    show_default=True,
    help="text for a terminal; markdown: the rule's page of the documentation.",
)
def explain(rule: str, rules: Path | None, format_: str) -> int:
    """Say what a rule checks: its formula, what it allows, the words it goes by, its examples run now.

    RULE is the name that stands beside a finding ("percent-change"); finchecks rules lists them all.
    """
    from finchecks.pipeline import prepare
    from finchecks.rule.load import nearest
    from finchecks.rulebook.examples import run
    from finchecks.rulebook.pages import page
    from finchecks.rulebook.words import explained

    knowledge = prepare(rules=rules)
    by_id = {one.id: one for one in knowledge.rules}
    if rule not in by_id:
        message = f"there is no rule “{rule}”{nearest(rule, by_id)}; finchecks rules lists them"
        raise FaultError(Fault("rule", message))
    outcomes = run([by_id[rule]], knowledge)
    speak_unicode(strict=format_ != "text")
    click.echo((explained if format_ == "text" else page)(by_id[rule], outcomes))
    return CLEAN
