"""How the cost of a check grows with the length of the text, the texts being such as tempt it to grow faster.

    python benchmarks/growth.py [--to 10000000] [--format txt|md|html] [--only NAME …] [--limit SECONDS]

A text is one piece, repeated. Each is checked at lengths that grow fourfold; printed are the seconds at each,
and the stages in which a character then costs more than ``ALLOWED`` times what it cost at the length before
(linear is 1, quadratic 4). If there are any, the script ends with status 1.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from time import process_time
from typing import TypeVar

from finchecks.claim.from_quantities import claims
from finchecks.document.from_bytes import from_bytes
from finchecks.engine.from_claims import checks
from finchecks.engine.in_source import in_source
from finchecks.faults import Fault
from finchecks.pipeline import Knowledge, check_bytes, prepare
from finchecks.quantity.from_document import cells, quantities
from finchecks.report.fingerprint import fingerprints

T = TypeVar("T")

#: name → piece. A line without end is what tempts most; with line ends there are blocks without end.
PIECES = {
    "digits": "7",
    "digits, spaced": "7 ",
    "commas": ",",
    "points": ".",
    "grouped digits": "1,234",
    "grouped wrongly": "1,23",
    "decimals": "1.5",
    "percent signs": "%",
    "percentages": "5% ",
    "dollars": "$",
    "amounts": "$5m ",
    "letters": "a",
    "spaces": " ",
    "line ends": "\n",
    "lines of digits": "7\n",
    "blocks of digits": "7\n\n",
    "from": "from ",
    "from and to": "from 5 to ",
    "rose": "rose ",
    "number words": "one ",
    "hundred": "hundred ",
    "fractions": "a third ",
    "hyphens": "twenty-",
    "dashes": "5-",
    "parentheses": "(",
    "closed parentheses": "()",
    "numbers in parentheses": "(5 ",
    "years": "2019 ",
    "months": "May ",
    "dates": "5 May 2019 ",
    "quotes": '"',
    "semicolons": "5; ",
    "sentences": "It rose 5% to $21m from $20m. ",
    "one sentence": "it rose 5% to $21m from $20m and ",
    "paragraphs": "Orders rose 5% to $21m from $20m.\n\n",
    "shares": "A third of the 90 boats sailed. ",
    "parts of a sum": "5 boats, ",
    "conversions": "€5m ($6m) ",
    "addresses": "http://a.b/1 ",
    "mail": "a@b",
    "table rows": "| 5 | 6% |\n",
    "table cells": "| 5 ",
    "tabs": "5\t6\n",
    "stars": "*",
    "underscores": "_",
    "backticks": "`",
    "brackets": "[",
    "links": "[a](",
    "headings": "# a\n",
    "list items": "- 5\n",
    "quoted lines": "> ",
    "angle brackets": "<",
    "tags": "<b>",
    "closed tags": "<b></b>",
    "comments": "<!-- ",
    "ignoring comments": "<!-- finchecks: ignore -->\n",
    "entities": "&amp;",
    "ampersands": "&",
    "paragraph tags": "<p>5% ",
    "cell tags": "<td>5",
    "table tags": "<table><tr><td>",
    "combining marks": "e\u0301",
    "wide digits": "７",
    "null-width spaces": "5\u200b",
}
#: shortest length, and the factor between two
FIRST, FACTOR = 10_000, 4
#: by how much a character may cost more at a length than at the one before: a quadratic cost would give 4
ALLOWED = 2.0
#: seconds below which a time says nothing
NOISE = 0.05


def text(piece: str, length: int, format: str) -> str:
    """The piece as often as it fits, below the head of a page where the format asks for one."""
    head = "<!doctype html><html><body>" if format == "html" else "Sales rose.\n\n"
    return head + piece * ((length - len(head)) // len(piece))


def stages(data: bytes, knowledge: Knowledge, format: str) -> dict[str, float]:
    """Seconds of processor time by stage of ``check_document``, and of all together."""
    took: dict[str, float] = {}

    def timed(name: str, run: Callable[[], T]) -> T:
        began = process_time()
        made = run()
        took[name] = process_time() - began
        return made

    document = timed("document", lambda: from_bytes(data, format=format))
    if isinstance(document, Fault):
        return {"whole": took["document"], **took}
    found = timed("quantity", lambda: (quantities(document), cells(document)))
    claimed = timed("claim", lambda: claims(document, *found, knowledge.rules))
    judged, notes = timed(
        "engine", lambda: checks(claimed, document, knowledge.rules, knowledge.rates, found[0])
    )
    placed = timed("report", lambda: in_source(document, judged, notes))
    timed("fingerprint", lambda: fingerprints(placed[1], placed[0]))
    return {"whole": sum(took.values()), **took}


def lengths(last: int) -> Iterator[int]:
    length = FIRST
    while length < last:
        yield length
        length *= FACTOR
    yield last


@dataclass(slots=True)
class Growth:
    """Of one piece: seconds at each length, and by stage how a character's cost grew at worst."""

    seconds: list[float] = field(default_factory=list)
    length: int = 0
    worst: dict[str, float] = field(default_factory=dict)

    @property
    def bad(self) -> str:
        """The stages that grow faster than they may, and how fast."""
        return ", ".join(f"{name} {grown:.1f}" for name, grown in self.worst.items() if grown > ALLOWED)


def growth(piece: str, knowledge: Knowledge, format: str, last: int, limit: float) -> Growth:
    """``limit``: no longer text after one of so many seconds."""
    found, before = Growth(), dict[str, float]()
    for length in lengths(last):
        data = text(piece, length, format).encode()
        now = stages(data, knowledge, format)
        took = {name: max(seconds, NOISE) / len(data) for name, seconds in now.items()}
        for name in took.keys() & before.keys():
            if now[name] > NOISE:
                found.worst[name] = max(found.worst.get(name, 1.0), took[name] / before[name])
        found.seconds.append(now["whole"])
        found.length, before = length, took
        if now["whole"] > limit:
            break
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--to", type=int, default=10_000_000, help="the longest text, in characters")
    parser.add_argument("--format", choices=["txt", "md", "html"], default="txt")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="pieces by name")
    parser.add_argument(
        "--limit", type=float, default=60.0, help="no longer text after one of so many seconds"
    )
    options = parser.parse_args()
    knowledge = prepare()
    check_bytes(b"Sales rose 5% to $21m from $20m.", knowledge)
    bad = []
    print(f"{'seconds at':<26}{''.join(f'{length:>11,}' for length in lengths(options.to))}  not linear")
    for name, piece in PIECES.items():
        if not options.only or name in options.only:
            found = growth(piece, knowledge, options.format, options.to, options.limit)
            print(f"{name:<26}{''.join(f'{s:11.2f}' for s in found.seconds):<66}  {found.bad}", flush=True)
            if found.bad:
                bad.append(name)
    if bad:
        sys.exit(f"not linear: {', '.join(bad)}")


if __name__ == "__main__":
    main()
