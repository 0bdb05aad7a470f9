"""A list, one thing to a line, and its total: in its last line, in what follows it, or in what leads to it.

    - Leg 1: 12.4 km
    - Leg 2: 8.1 km

    Total: 20.5 km

Each line's first amount of the total's unit is a part. Where a line has none, or has several, or no word
calls the total one, nothing is held against the author.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from finchecks.claim.changes import PLAIN, change_cue, complete, nouns_meet, says
from finchecks.claim.context import Context, Figure
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.weigh import Signals, bits_of, magnitude
from finchecks.document import Block
from finchecks.rule import Rule

#: lines of a list, at least and at most, and characters of a line that no bullet marks
_LEAST, _MOST, _LINE = 2, 40, 90
#: figures in what leads to a list, or follows it, among which the total is looked for
_NEAR = 3
#: words before a total that may call it one
_CALLED = 8
#: by this part of what the lines make, a figure that opens them may be off and still be meant for their total
_CLOSE = 0.1
_TYPES = frozenset({"money", "measure", "percent", *PLAIN})
_UNTIED = frozenset({"listed-other", "listed-several", "listed-step", "listed-noun-other"})


@dataclass(frozen=True, slots=True)
class Line:
    block: Block
    figures: tuple[Figure, ...]


def listed(context: Context, rules: Mapping[str, Rule]) -> list[Hypothesis]:
    """Hypotheses of totals over the lines of a list."""
    rule = rules.get("sum")
    if rule is None:
        return []
    lines = _lines(context)
    found: list[Hypothesis] = []
    for first, last in _runs(lines):
        run = lines[first:last]
        before = lines[first - 1].figures[-_NEAR:] if first else ()
        after = lines[last].figures[:_NEAR] if last < len(lines) else ()
        for total, parts, where in (
            *((f, run[:-1], "listed-line") for f in run[-1].figures[:1]),
            *((f, run, "listed-after") for f in after),
            *((f, run, "listed-before") for f in before),
        ):
            one = _hypothesis(context, rule, total, parts, where)
            if one is not None:
                found.append(one)
    return found


def _lines(context: Context) -> list[Line]:
    """The blocks of a document with their figures."""
    blocks = [block for block in context.document.blocks if block.kind != "table"]
    figures = iter(context.figures)
    found: list[Line] = []
    f = next(figures, None)
    for block in blocks:
        mine: list[Figure] = []
        while f is not None and f.q.start < block.end:
            if f.q.start >= block.start and f.conversion_of is None:
                mine.append(f)
            f = next(figures, None)
        found.append(Line(block, tuple(mine)))
    return found


def _runs(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Where lists begin and end: lines of one kind that follow each other."""
    at = 0
    for kind, some in itertools.groupby(lines, key=_line_kind):
        n = len([*some])
        if kind and n + 1 > _LEAST and n <= _MOST:
            yield at, at + n
        at += n


def _line_kind(line: Line) -> str:
    """How a line of a list is marked; "" for other blocks."""
    block = line.block
    short = block.end - block.start <= _LINE and len(line.figures) == 1
    return block.kind if block.kind == "item" or (block.kind == "paragraph" and short) else ""


def _hypothesis(
    context: Context, rule: Rule, total: Figure, lines: Sequence[Line], where: str
) -> Hypothesis | None:
    q = total.q
    if q.kind not in _TYPES or not total.single or len(lines) < _LEAST or q.signed:
        return None
    s: Signals = {"prior listed": 1, where: 1}
    bound: list[Bound] = []
    for line in lines:
        fitting = [
            (f, completed[2])
            for f in line.figures
            if f is not total and f.single and (completed := _completed(total, f)) is not None
        ]
        if not fitting:
            return None
        # "Leg 1: 12.4 km"
        fitting = [one for one in fitting if one[0].q.unit == q.unit] or fitting
        f, times = fitting[0]
        if len(fitting) > 1:
            s["listed-several"] = 1
        if f is not line.figures[0] and line.figures[0].q.unit == q.unit:
            s["listed-other"] = 1
        cue = change_cue(f, context)
        if (cue is not None and cue.distance <= 2) or f.q.signed:
            s["listed-step"] = 1
        if q.noun and f.q.noun and not nouns_meet(q.noun, f.q.noun):
            s["listed-noun-other"] = 1
        bound.append(Bound("part", f.q, q.unit, times))
    if len(bound) > _LEAST:
        s["listed-more"] = 1
    if _called(context, total):
        s["listed-called"] = 1
    elif where == "listed-before" and context.text(q.end, lines[0].block.start).rstrip(" \n*-").endswith(":"):
        s["listed-opens"] = 1
        made = sum(b.amount() for b in bound)
        if len(bound) > _LEAST and abs(made - q.value) <= _CLOSE * made:
            s["listed-near"] = 1
    one = Hypothesis(rule, total, tuple(bound), s, bits_of(s, context.weights))
    one.judge(magnitude(q))
    return one


def _completed(total: Figure, f: Figure) -> tuple[str, float, float] | None:
    if f.q.kind == "percent" or total.q.kind == "percent":
        return ("percent", 1.0, 1.0) if f.q.kind == total.q.kind else None
    if not f.amount or (total.q.kind in PLAIN and f.q.kind not in PLAIN):
        return None
    completed = complete(total, f)
    return completed if completed is not None and completed[1] == 1.0 else None


def _called(context: Context, total: Figure) -> bool:
    """Is it called a total: "Total: 20.5 km", "20.5 km in all"?"""
    lead = total.lead[-_CALLED:]
    return any(
        says(words, context, concept) is not None
        for words in (lead, total.tail[:3])
        for concept in ("totalling", "closing")
    )


def tied(one: Hypothesis) -> bool:
    """Is it called a total, or nearly one of lines that it opens, and has each line one amount?"""
    said = one.signals.keys()
    called = bool({"listed-called", "listed-near"} & said)
    return called and not _UNTIED & said and not one.within_qualifiers()
