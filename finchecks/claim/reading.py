"""A document for rules that are bound by their file alone: its numbers in order, its sentences' words."""

from __future__ import annotations

import bisect
from collections.abc import Mapping
from dataclasses import dataclass, field

from finchecks.claim.changes import PLAIN
from finchecks.claim.context import Context, Figure
from finchecks.claim.phrases import Hit, Words, find, phrase, words
from finchecks.claim.surroundings import Surroundings, load_surroundings
from finchecks.claim.weigh import weights
from finchecks.lexicon import rules_folder
from finchecks.quantity import Quantity

_FAMILY: Mapping[str, frozenset[str]] = {
    "amount": frozenset({"money", "measure", "count", "number"}),
    "count": PLAIN,
    "number": PLAIN,
    "percent": frozenset({"percent"}),
    "rate": frozenset({"percent"}),
    "year": frozenset({"period"}),
}
_ANY = frozenset({"money", "measure", "count", "number", "percent", "points", "fraction", "multiple"})


@dataclass(slots=True)
class Reading:
    """A document as this module looks at it: all its numbers in order, and its sentences' words."""

    context: Context
    figures: list[Figure]
    #: by sentence: places in ``figures``
    by_sentence: Mapping[int, list[int]]
    #: names of the lexicon's concepts; other cues and marks are words of a text
    cue_concepts: frozenset[str]
    mark_concepts: frozenset[str]
    around: Surroundings
    weights: Mapping[str, float]
    #: where the figures begin
    starts: list[int]
    said: dict[int, Words] = field(default_factory=dict)

    def words(self, sentence: int) -> Words:
        if sentence not in self.said:
            start, end = self.context.sentence_span(sentence)
            spans = [(f.q.start, f.q.end) for f in self.in_sentence(sentence)]
            self.said[sentence] = words(self.context.text(start, end), start, spans)
        return self.said[sentence]

    def in_sentence(self, sentence: int) -> list[Figure]:
        return [self.figures[i] for i in self.by_sentence.get(sentence, ())]

    def number(self, figure: Figure) -> int:
        """Which number of its sentence a figure is."""
        return self.in_sentence(figure.sentence).index(figure)

    def beside(self, text: str, figure: Figure, reach: int, *, across: bool) -> Hit | None:
        """A rule's words beside a number of this document."""
        return find(
            phrase(text), self.words(figure.sentence), self.number(figure),
            reach=reach, across=across, fillers=self.around.fillers, stops=self.context.relations.stop,
        )  # fmt: skip


def read(context: Context) -> Reading:
    """The figures, with the lengths of time and the periods among them."""
    figures = [*context.figures, *(plain(q, context) for q in (*context.durations, *context.periods))]
    figures.sort(key=lambda f: f.q.start)
    by_sentence: dict[int, list[int]] = {}
    for place, figure in enumerate(figures):
        by_sentence.setdefault(figure.sentence, []).append(place)
    cues = frozenset(concept for pairs in context.relations.cues.values() for concept, _ in pairs)
    marks = frozenset({"earlier"}.union(*context.relations.marks.values()))
    table = weights(rules_folder() / "lexicon" / "evidence-declared.yaml")
    return Reading(
        context, figures, by_sentence, cues, marks, load_surroundings(), table, [f.q.start for f in figures]
    )


def plain(q: Quantity, context: Context) -> Figure:
    """A length of time or a period as a figure, without marks of its own."""
    block = bisect.bisect_right(context.blocks, q.start) - 1
    return Figure(
        q, -1, context.sentence_of(q.start), block, (), (), frozenset(), "", False, None, q.period, (), "",
        frozenset(),
    )  # fmt: skip


def typed(q: Quantity, kind: str) -> bool:
    if kind == "any":
        return q.kind in _ANY
    if kind == "year":
        return q.kind == "period" and 1000 <= q.value <= 2200
    return q.kind in _FAMILY.get(kind, frozenset({kind}))
