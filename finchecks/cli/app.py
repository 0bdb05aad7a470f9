"""The group of subcommands, and how a run ends: whatever happens, an exit status and no traceback.

Only click is imported to begin with, and a subcommand's module when it is asked for, so that ``--help`` and
``--version`` answer at once.
"""

from __future__ import annotations

import sys
from importlib import import_module

import click

import finchecks
from finchecks.cli.common import CLEAN, FAILED, INTERRUPTED, abandon_output, complain
from finchecks.faults import FaultError

#: subcommand → module and function; the order is that of ``--help``
COMMANDS = {
    "check": "finchecks.cli.check:check",
    "batch": "finchecks.cli.batch:batch",
    "baseline": "finchecks.cli.baseline:baseline",
    "ignore": "finchecks.cli.ignore:ignore",
    "stale": "finchecks.cli.stale:stale",
    "review": "finchecks.cli.review:review",
    "report": "finchecks.cli.report:report",
    "explain": "finchecks.cli.explain:explain",
    "rules": "finchecks.cli.rules:rules",
}


class _Commands(click.Group):
    """Finds subcommands in the table."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, function = COMMANDS[cmd_name].partition(":")
        found: click.Command = getattr(import_module(module), function)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """What click finds, and where that is nothing, what may have been meant."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            import os
            from difflib import get_close_matches

            near = get_close_matches(name, COMMANDS, n=1)
            if os.path.exists(name):
                raise click.UsageError(f"{name!r} is no command. Did you mean: finchecks check {name}", ctx)
            meant = f" Did you mean {near[0]!r}?" if near else f" The commands are {', '.join(COMMANDS)}."
            raise click.UsageError(f"There is no command {name!r}.{meant}", ctx)
        return super().resolve_command(ctx, args)


EPILOG = """\b
First steps:
  finchecks check article.md            what agrees, and what cannot be right
  finchecks check drafts/ --quiet       only what cannot be right
  finchecks explain percent-change      what a rule checks, with examples
  finchecks rules                       all rules; "rules new" begins one of yours
  finchecks report article.md           a page and a workpaper for editors and auditors

\b
In a repository:
  finchecks check drafts/ --fail-on error --format github
  (pre-commit, GitHub and GitLab: docs/ci.md)

\b
What comes out:
  consistent     the claim agrees with the numbers it is computed from
  mismatch       error: no rounding makes them agree; warning: only a generous one
  unverifiable   a number is not in the text; what it would have to be is said

\b
Exit status:
  0 nothing found, 1 something found, 2 could not do its work
"""


@click.group(cls=_Commands, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(finchecks.__version__, message="finchecks %(version)s")
def cli() -> None:
    """A spell-checker for arithmetic in prose.

    Finds every number in an article that the article's other numbers determine (a growth rate beside its two
    amounts, a conversion, "doubled to …"), recomputes it as far as rounding allows, and reports the figures
    that cannot all be right, each with a derivation that can be redone on paper.

    Begin with: finchecks check ARTICLE
    """


def main(arguments: list[str] | None = None) -> None:
    """Run the command and leave with its exit status; whatever happens, no traceback."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit status."""
    try:
        status: int | None = cli.main(arguments, prog_name="finchecks", standalone_mode=False)
        sys.stdout.flush()
        return status or CLEAN
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return FAILED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except FaultError as error:
        for fault in error.faults:
            complain(str(fault))
        return FAILED
    except (click.Abort, KeyboardInterrupt):
        click.echo("finchecks: interrupted", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        return abandon_output()
    except Exception as error:
        from finchecks.faults import internal

        complain(str(internal(error)))
        return FAILED
