"""Levels: which metric a figure is the value of, whose and over how long, so that one said far off is found.

"Sales of tractors in the first nine months were $5m" is no value for "10% of the quarter's sales".
"""

from __future__ import annotations

import bisect
import functools
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from finchecks.claim.changes import APPOSED, CHANGE_CUES, change_cue, lookup
from finchecks.claim.context import Context, Figure, metric_of, tokens
from finchecks.claim.relations import Phrases, Relations, any_of, stem
from finchecks.lexicon import read_lexicon, rules_folder

V = TypeVar("V")
_WEAK = frozenset({"on", "over", "above", "below", "on the", "over the", "after", "following", "next to"})
_STEPS = frozenset(
    {"by", "up", "down", "gained", "lost", "rise of", "fall of", "increase of", "decrease of", "gain of"}
)
#: how many sentences a "year to date" holds for
_CARRY = 4
#: how many words after an amount may name it
_NAME = 6
#: how long a heading is that stands as a sentence of its own, in characters
_HEADING = 30


@dataclass(frozen=True, slots=True)
class LevelWords:
    """The fields are the keys of ``levels.yaml``, which explains them."""

    neutral: frozenset[str]
    subjects: frozenset[str]
    takes: frozenset[str]
    #: before "by _": into so many parts
    divides: frozenset[str]
    heads: frozenset[str]
    people: frozenset[str]
    coins: frozenset[str]
    narrows: frozenset[str]
    spans: dict[str, str]
    head_spans: dict[str, str]
    span: re.Pattern[str]
    totals: frozenset[str]
    shares_of: frozenset[str]
    comparatives: frozenset[str]
    multiples: dict[str, tuple[str, str]]
    name_ends: frozenset[str]


@functools.cache
def level_words(language: str = "en") -> LevelWords:
    """The words of a language. Raises FaultError when the file is missing or no YAML."""
    raw = read_lexicon(rules_folder() / "lexicon" / language / "levels.yaml")
    spans = {phrase: span for span, phrases in raw["spans"].items() for phrase in phrases}
    return LevelWords(
        neutral=frozenset(stem(word) for word in raw["neutral"]),
        subjects=frozenset(raw["subjects"]),
        takes=frozenset(raw["takes"]),
        divides=frozenset(raw["divides"]),
        heads=frozenset(raw["heads"]),
        people=frozenset(stem(word) for word in raw["people"]),
        coins=frozenset(stem(word) for word in raw["coins"]),
        narrows=frozenset(raw["narrows"]),
        spans=spans,
        head_spans=raw["head_spans"],
        span=any_of(spans),
        totals=frozenset(raw["totals"]),
        shares_of=frozenset(raw["shares-of"]),
        comparatives=frozenset(raw["comparatives"]),
        multiples={phrase: (pair[0], pair[1]) for phrase, pair in raw["multiples"].items()},
        name_ends=frozenset(raw["name-ends"]),
    )


@dataclass(frozen=True, slots=True)
class Level:
    """How a figure stands to its metric."""

    metric: str
    #: stems of the words that narrow the metric: "tractor" in "tractor sales", "sales of tractors"
    narrowed: frozenset[str]
    #: an earlier value, or one that another is compared with
    old: bool
    #: itself an amount of change: "up $5m", "$5m more"
    step: bool
    #: "quarter", "so far", "year", …; "" where nothing says it
    span: str


def levels(context: Context) -> Sequence[Level]:
    """The level of every figure, by its index; read once, after conversions are marked."""
    if context.levels is None:
        context.levels = _levels(context)
    return context.levels


def _levels(context: Context) -> list[Level]:
    words = level_words()
    spans = _spans(context, words)
    found: list[Level] = []
    for figure in context.figures:
        old = is_old(context, figure)
        metric, narrowed = _of(figure, context.relations, words)
        if not metric:
            metric, narrowed = named(figure.lead, context.relations, words)
        if not metric and figure.index:
            before = context.figures[figure.index - 1]
            apart = figure.sentence - before.sentence
            rate = before.q.kind in ("percent", "points", "multiple")
            if (apart == 0 and (rate or old)) or (apart == 1 and old and before.block == figure.block):
                # "revenue rose 5%, and 3% at constant rates, to $40m"; "sales were $5m, up from $4m"
                metric, narrowed = found[-1].metric, found[-1].narrowed
        if not metric:
            metric = figure.metric or _heading(context, figure)
        found.append(Level(metric, narrowed, old, is_step(context, figure), spans[figure.index]))
    return found


def _of(figure: Figure, relations: Relations, words: LevelWords) -> tuple[str, frozenset[str]]:
    """ "$400 million of core operating income", "$8.6 billion in revenue": the name right after an amount."""
    if figure.q.kind != "money" or figure.tail[:1] not in (("of",), ("in",)):
        return "", frozenset()
    said = tuple(
        itertools.takewhile(
            lambda word: word[0].isalpha() and word not in words.name_ends, figure.tail[1:_NAME]
        )
    )
    return named(said, relations, words)


def _heading(context: Context, figure: Figure) -> str:
    """The metric of a few words that stand before the figure's sentence ("Revenue. We took $5m")."""
    if not figure.sentence:
        return ""
    start, end = context.sentence_span(figure.sentence - 1)
    if end - start > _HEADING or end != context.sentences[figure.sentence]:
        return ""
    return metric_of(tokens(context.text(start, end)), context.relations)


def named(words: Sequence[str], relations: Relations, level: LevelWords) -> tuple[str, frozenset[str]]:
    """The metric nearest to the end of the words, and what narrows it."""
    return named_in(words, relations.metrics, relations, level) or ("", frozenset())


def named_in(
    words: Sequence[str],
    table: Phrases[V],
    relations: Relations,
    level: LevelWords,
    *,
    most: int | None = None,
    owned: bool = True,
) -> tuple[V, frozenset[str]] | None:
    """What the name nearest to the end of the words stands for in a table, and what narrows it.

    ``most`` as in :meth:`~finchecks.claim.relations.Phrases.last`. With ``owned``, whose a thing is does not
    narrow it ("Hartnell's sales"); without, it may be a part's ("the division's margin").
    """
    stems = [stem(word) for word in words]
    hit = table.last(stems, most)
    if hit is None:
        return None
    found, start, end = hit
    owners = frozenset(at for at, w in enumerate(words) if owned and w.endswith(("'s", "’s", "s'", "s’")))
    return found, _narrowing(stems, start, end, owners, relations, level)


def _narrowing(
    stems: Sequence[str],
    start: int,
    end: int,
    owners: frozenset[int],
    relations: Relations,
    level: LevelWords,
) -> frozenset[str]:
    found: list[str] = []
    for at in range(start - 1, max(-1, start - 5), -1):
        word = stems[at]
        if word in level.neutral or at in owners:
            continue
        if not _names(word, relations):
            if found and word in level.subjects:
                found.pop()
            break
        found.append(word)
        if len(found) == 2:
            break
    if stems[end : end + 1] and stems[end] in level.narrows:
        for word in stems[end + 1 : end + 5]:
            if word in relations.marks and word not in level.narrows:
                break
            if word not in level.neutral and _names(word, relations):
                found.append(word)
    return frozenset(found)


def _names(word: str, relations: Relations) -> bool:
    """Does the word name a thing, rather than join or mark?"""
    return (
        word[:1].isalpha()
        and word not in relations.stop
        and word not in relations.marks
        and word not in relations.cues
    )


def is_old(context: Context, figure: Figure) -> bool:
    """An earlier value: said so, compared with, or in brackets behind the new one."""
    if figure.earlier or "origin" in figure.marks:
        return True
    if "comparison" in figure.marks and figure.mark not in _WEAK:
        return True
    aside = (figure.q.bracketed and len(figure.lead) <= 1) or _dated_aside(context, figure)
    if aside and figure.index and figure.conversion_of is None:
        before = context.figures[figure.index - 1]
        alike = before.q.unit == figure.q.unit or figure.q.kind == "number"
        return before.sentence == figure.sentence and alike and not before.q.bracketed
    return False


def _dated_aside(context: Context, figure: Figure) -> bool:
    """ "(2024: _)", "(_ in 2024)": in brackets, with an earlier year and no more."""
    lead, tail = figure.lead, figure.tail
    if "(" not in lead[-4:] or ")" not in tail[:9] or figure.year is None:
        return False
    lead = lead[len(lead) - lead[::-1].index("(") :]
    if lead and not (lead[-1] == ":" and tail[0] == ")"):
        return False
    newer = context.figures[figure.index - 1].year if figure.index else None
    return newer > figure.year if newer is not None else int(figure.year) < context.latest or len(lead) > 0


def is_step(context: Context, figure: Figure) -> bool:
    """An amount of change, by its mark or by a cue beside it or beside the percentage that repeats it."""
    if figure.mark in _STEPS:
        # "the rent is shared by six"
        return level_words().divides.isdisjoint(figure.lead[-2:-1])
    if "level" in figure.marks and " " in figure.mark:
        return False  # "made up _"
    if "goal" in figure.marks or "origin" in figure.marks:
        return False
    relations = context.relations
    wanted = frozenset(CHANGE_CUES)
    if figure.lead and figure.amount and figure.lead[-1] not in level_words().takes:
        # "rose $5m"
        hit = lookup(figure.lead, len(figure.lead) - 1, 1, relations.cues, wanted)
        if hit is not None and hit[1] is not None:
            return True
    if figure.index and figure.lead and all(word in APPOSED for word in figure.lead):
        beside = context.figures[figure.index - 1]
        if beside.sentence == figure.sentence and beside.q.kind == "percent":
            # "up 9% or $5m"
            cue = change_cue(beside, context)
            return cue is not None and cue.distance <= 1
    tail, next_one = figure.tail, context.figures[figure.index + 1 : figure.index + 2]
    if tail == ("(",) and next_one and next_one[0].conversion_of == figure.index:
        # "4.1 GWh (14,760 GJ) lower"
        tail = next_one[0].tail[1:] if next_one[0].tail[:1] == (")",) else tail
    after = tail[:1]
    if after and lookup(tail, 0, relations.cue_words, relations.cues, wanted) is not None:
        return True
    if after in (("or",), ("(",), (",",)) and figure.index + 1 < len(context.figures):
        beside = context.figures[figure.index + 1]
        if beside.sentence == figure.sentence and beside.q.kind == "percent" and len(tail) <= 2:
            cue = change_cue(beside, context)
            return cue is not None and cue.side == "after" and cue.distance == 0
    return False


def _spans(context: Context, words: LevelWords) -> list[str]:
    """The span that is said of each figure: before it in its sentence, else after it; "so far" holds on."""
    prose = context.document.prose
    lower = prose.lower() if len(prose.lower()) == len(prose) else prose
    found: list[str] = []
    said: tuple[int, list[tuple[int, str]]] = (-1, [])
    held, since = "", -9
    for figure in context.figures:
        if figure.sentence != said[0]:
            start, end = context.sentence_span(figure.sentence)
            said = (
                figure.sentence,
                [(m.start(), words.spans[m.group()]) for m in words.span.finditer(lower, start, end)],
            )
            if said[1]:
                held, since = said[1][-1][1], figure.sentence
        at = bisect.bisect_left(said[1], (figure.q.start, ""))
        after = figure.q.end + sum(len(word) + 1 for word in figure.tail) + 1
        if said[1] and (at or said[1][0][0] <= after):
            found.append(said[1][max(0, at - 1)][1])
        elif held in ("so far", "half") and figure.sentence - since <= _CARRY:
            found.append(held)
        else:
            found.append("")
    return found
