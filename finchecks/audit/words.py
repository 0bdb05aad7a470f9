"""What the formats of a report have in common in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from finchecks.audit.record import Record

if TYPE_CHECKING:
    from finchecks.audit.article import Article

#: the order in which outcomes are counted
SHOWN = ("error", "warning", "note", "unverifiable", "consistent", "accepted")
WORDS = {
    "error": "error",
    "warning": "warning",
    "note": "note",
    "unverifiable": "not verifiable",
    "consistent": "agrees",
    "accepted": "accepted",
}
ORIGINS = {
    "option": "given with the command",
    "metadata": "from its metadata",
    "text": "from its text",
    None: "unknown",
}


def provenance(one: Record) -> list[tuple[str, str]]:
    """A report's provenance as rows."""
    published = f"{one.published} ({ORIGINS[one.published_from]})" if one.published else "unknown"
    rows = [
        ("finchecks", one.version),
        ("Article", one.path),
        ("Article's digest", one.input),
        ("Article's size", f"{one.bytes:,} bytes"),
        ("Published", published),
        ("Rules' digest", one.rules),
        ("Digest of the rates used", one.rates),
        *([("Facts' digest", one.facts)] if one.facts else []),
        ("Configuration's digest", one.settings),
        ("Digest of the results", one.results),
        *([("Options", _options(one))] if one.options else []),
        ("Time of the run", one.time),
    ]
    return rows


def _options(one: Record) -> str:
    return " ".join(f"--{name.replace('_', '-')} {_value(value)}" for name, value in one.options.items())


def _value(value: object) -> str:
    if isinstance(value, dict):
        return ",".join(f"{key}={entry}" for key, entry in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ",".join(map(str, value))
    return str(value)


def no_findings(article: Article) -> str:
    """What a report says where it has no finding that is open."""
    counts = article.counts
    if counts["accepted"]:
        return "None that is open: what cannot all be right has been accepted."
    if counts["consistent"]:
        return "None: every figure that could be recomputed agrees."
    return "None: no figure could be recomputed." if counts else "None: there was nothing to recompute."


def role_name(role: str) -> str:
    """ "new value" for the role "new": what a person calls an operand."""
    return f"{role} value" if role in ("new", "old", "start", "end") else role.replace("_", " ")


def rate(value: float) -> str:
    """A rate of exchange, the way round in which it is at least one."""
    return f"{value:,.{4 if value < 100 else 1}f}"


def plural(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def counted(count: int, outcome: str) -> str:
    """ "2 errors", "7 in agreement"."""
    if outcome in ("error", "warning", "note"):
        return plural(count, outcome)
    return f"{count:,} {'in agreement' if outcome == 'consistent' else WORDS[outcome]}"
