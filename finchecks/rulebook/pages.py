"""The rules' pages of the documentation."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from finchecks.pipeline import Knowledge
from finchecks.rule import Role, Rule
from finchecks.rulebook.examples import Outcome, run
from finchecks.rulebook.words import claimed, described, gravest, spelled_mark, tolerance, verdict


def page(rule: Rule, outcomes: Sequence[Outcome]) -> str:
    """A rule's page of the documentation, in Markdown."""
    lines = [
        "<!-- made by `make docs` from the rule's file; edit that -->",
        f"# {rule.title}",
        "",
        f"`{rule.id}` · kind `{rule.kind}` · at the most {_article(gravest(rule))}",
        "",
        " ".join(rule.about.split()),
        "",
        f"**Stated by** {_code(claimed(rule))}.",
        "",
    ]
    if rule.formula is not None:
        lines += [f"**Formula** {' or '.join(f'`{one}`' for one in rule.formula.source.split(' | '))}", ""]
    lines += [
        f"**Allows** {tolerance(rule)}.",
        "",
        "| operand | is | marked by |",
        "|---|---|---|",
        *(f"| `{role.name}` | {_cell(described(role))} | {_cell(_marks(role))} |" for role in rule.roles),
        "",
    ]
    if rule.mistakes:
        lines += ["| mistake | what people compute |", "|---|---|"]
        for code, formula in rule.mistakes.items():
            lines.append(f"| `{code}` | {' or '.join(f'`{one}`' for one in formula.source.split(' | '))} |")
        lines.append("")
    lines += [f"A mismatch says: *{_code(rule.message)}*", "", "## Examples", ""]
    for one in outcomes:
        lines += [*_quoted(one.example.text), ">", f"> → {_code(verdict(one))}", ""]
    return "\n".join(lines)


def _quoted(text: str) -> list[str]:
    """An example's text as a quotation; one that holds a table keeps its lines."""
    lines = text.strip().splitlines() if "\n|" in text else [" ".join(text.split())]
    return [f"> {_code(line)}".rstrip() for line in lines]


def index(rules: Sequence[Rule]) -> str:
    """The table of all rules, in Markdown."""
    lines = [
        "<!-- made by `make docs` from the rules' files; edit those -->",
        "# The rules",
        "",
        "| rule | kind | gravest | what it checks |",
        "|---|---|---|---|",
        *(
            f"| [{rule.id}]({rule.id}.md) | `{rule.kind}` | {gravest(rule)} | {rule.title} |"
            for rule in rules
        ),
        "",
        "`finchecks rules` prints this table with your own rules in it, `finchecks explain RULE` a page.",
        "",
    ]
    return "\n".join(lines)


def _marks(role: Role) -> str:
    return "; ".join(map(spelled_mark, role.marks))


def _article(word: str) -> str:
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def _code(text: str) -> str:
    """Marks of Markdown in running text, made harmless."""
    return text.replace("*", "\\*").replace("_", "\\_").replace("<", "&lt;")


def _cell(text: str) -> str:
    return _code(text).replace("|", "\\|")


def pages(rules: Sequence[Rule], knowledge: Knowledge) -> dict[str, str]:
    """The files of ``docs/rules`` by name."""
    made = {f"{rule.id}.md": page(rule, run([rule], knowledge)) for rule in rules}
    return {"index.md": index(rules), **made}


def main(folder: Path) -> None:
    """``python -m finchecks.rulebook.pages docs/rules``: write the pages of the built-in rules anew."""
    from finchecks.pipeline import prepare
    from finchecks.rule.load import load_rules

    folder.mkdir(parents=True, exist_ok=True)
    made = pages(load_rules(), prepare())
    for stale in folder.glob("*.md"):
        if stale.name not in made:
            stale.unlink()
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    import sys

    main(Path(sys.argv[1]))
