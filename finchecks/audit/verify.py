"""Whether a report still holds: its record against the article as it is checked now."""

from __future__ import annotations

from collections.abc import Iterator

from finchecks.audit.record import Record, Row

#: what of a record must be the same, and how a person calls it
_PARTS = {
    "input": "the article has changed",
    "published": "the date of publication is another",
    "rules": "the rules have changed",
    "rates": "the exchange rates that it rests on have changed",
    "facts": "the facts file has changed",
    "settings": "the configuration has changed",
}


def differences(then: Record, now: Record) -> list[str]:
    """What is no longer as the report has it, in sentences; empty where the report holds.

    What a report rests on may change without any check coming out otherwise; that is said, too, since the
    report's provenance is then no longer true.
    """
    found = [text for part, text in _PARTS.items() if getattr(then, part) != getattr(now, part)]
    if then.version != now.version:
        found.append(f"it was made by finchecks {then.version}, this is {now.version}")
    found += _checks(then.checks, now.checks)
    if then.results != now.results and not any(": " in one for one in found):
        found.append("the checks come out in other figures or words")
    return found


def _checks(then: tuple[Row, ...], now: tuple[Row, ...]) -> Iterator[str]:
    before, after = ({row.fingerprint: row for row in rows} for rows in (then, now))
    for mark, row in before.items():
        other = after.get(mark)
        if other is None:
            yield f"{_named(row)}: no longer there"
        elif (row.verdict, row.severity) != (other.verdict, other.severity):
            yield f"{_named(row)}: now {_outcome(other)}"
        elif row.accepted != other.accepted:
            yield f"{_named(row)}: {'now' if other.accepted else 'no longer'} accepted"
    for mark, row in after.items():
        if mark not in before:
            yield f"{_named(row)}: not in the report"


def _named(row: Row) -> str:
    return f"“{row.text}” ({row.rule}, {_outcome(row)})"


def _outcome(row: Row) -> str:
    return row.severity or row.verdict if row.verdict == "mismatch" else row.verdict
