"""What there was, what came and went, and what there is: "had 283 shops, opened 16 and closed 12, so 287".

Each figure between the first and the last says by its own verb or noun whether it is added or taken away.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from finchecks.claim.changes import PLAIN, complete, nouns_meet, part_of_it
from finchecks.claim.context import Context, Figure
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.relations import Phrases
from finchecks.claim.weigh import Signals, bits_of, magnitude
from finchecks.lexicon import read_lexicon, rules_folder
from finchecks.rule import Rule

#: words before a figure, and after it, in which it is said to come or go; words that lead to the last one
_LEAD, _TAIL, _TO = 6, 3, 8
#: figures that come or go, at most; sentences from the first figure to the last
_MOST, _SENTENCES = 5, 1
#: whole numbers below this are counts, which are exact
_COUNTED = 100
_BREAKS = frozenset({";", ":"})
_ENDS = frozenset({",", ";", ":", "and", "while", "but", ")"})


@dataclass(frozen=True, slots=True)
class MovementWords:
    """The words of ``movements.yaml``, which explains them."""

    #: 1 for what is added, -1 for what is removed
    flows: Phrases[int]
    opening: Phrases[bool]
    closing: Phrases[bool]
    clauses: frozenset[str]


@functools.cache
def movement_words(language: str = "en") -> MovementWords:
    raw = read_lexicon(rules_folder() / "lexicon" / language / "movements.yaml")
    return MovementWords(
        Phrases(dict.fromkeys(raw["removed"], -1) | dict.fromkeys(raw["added"], 1)),
        Phrases(dict.fromkeys(raw["opening"], True)),
        Phrases(dict.fromkeys(raw["closing"], True)),
        frozenset(raw["clauses"]),
    )


@dataclass(frozen=True, slots=True)
class Movement:
    """The last figure, the first, and those between with their signs."""

    claim: Figure
    opening: Figure
    steps: tuple[tuple[Figure, int], ...]


def movements(context: Context, rules: Mapping[str, Rule]) -> list[Hypothesis]:
    """Hypotheses of stocks over what they were, and what came and went."""
    rule = rules.get("movement")
    if rule is None:
        return []
    found: list[Hypothesis] = []
    for claim in context.figures:
        if not claim.amount or not claim.single or claim.conversion_of is not None or part_of_it(claim):
            continue
        for told in _told(context, claim):
            one = _hypothesis(context, rule, told)
            if one is not None:
                found.append(one)
    return found


def flow(f: Figure) -> int:
    """1 where a figure is said to come, -1 where it is said to go, 0 where neither."""
    words = movement_words()
    lead = [*itertools.takewhile(lambda word: word not in _BREAKS, reversed(f.lead[-_LEAD:]))][::-1]
    before = words.flows.last(lead)
    if before is not None:
        return before[0]
    ends = _ENDS | words.clauses
    return words.flows.first([*itertools.takewhile(lambda word: word not in ends, f.tail[:_TAIL])]) or 0


def _told(context: Context, claim: Figure) -> Iterator[Movement]:
    figures = context.figures
    last = claim.index - 1
    after = figures[claim.index + 1] if claim.index + 1 < len(figures) else None
    turned = (
        after is not None
        and after.sentence == claim.sentence
        and "origin" in after.marks
        and "goal" in claim.marks
    )
    steps: list[tuple[Figure, int]] = []
    while last >= 0 and len(steps) < _MOST and claim.sentence - figures[last].sentence <= _SENTENCES:
        f = figures[last]
        if f.conversion_of is None and (f.amount or f.q.kind in PLAIN):
            sign = flow(f) if _fits(claim, f) else 0
            if not sign:
                break
            steps.insert(0, (f, sign))
            if turned and after is not None and _both(steps) and _fits(claim, after):
                yield Movement(claim, after, tuple(steps))
        last -= 1
    if last < 0 or not _both(steps) or turned:
        return
    opening = figures[last]
    if (
        opening.block == claim.block
        and claim.sentence - opening.sentence <= _SENTENCES
        and _fits(claim, opening)
    ):
        yield Movement(claim, opening, tuple(steps))


def _both(steps: Sequence[tuple[Figure, int]]) -> bool:
    return {sign for _, sign in steps} == {1, -1}


def _fits(claim: Figure, f: Figure) -> bool:
    completed = complete(claim, f)
    if completed is None or completed[1] != 1.0 or not f.single or f.q.per != claim.q.per:
        return False
    return not (f.q.noun and claim.q.noun) or nouns_meet(f.q.noun, claim.q.noun)


def _hypothesis(context: Context, rule: Rule, told: Movement) -> Hypothesis | None:
    claim, words = told.claim, movement_words()
    s: Signals = {"prior movement": 1, "move-steps": math.log2(len(told.steps))}
    if "origin" in told.opening.marks or words.opening.last(told.opening.lead[-_LEAD:]):
        s["move-opening"] = 1
    if words.closing.last(claim.lead[-_TO:]):
        s["move-closing"] = 1
    if told.steps[0][0].sentence == claim.sentence == told.opening.sentence:
        s["move-with"] = 1
    if {"move-opening", "move-closing", "move-with"} <= s.keys():
        s["move-frame"] = 1
    bound = (
        _bound("opening", claim, told.opening),
        *(_bound("added" if sign > 0 else "removed", claim, f) for f, sign in told.steps),
    )
    one = Hypothesis(rule, claim, bound, s, bits_of(s, context.weights))
    one.judge(magnitude(claim.q))
    return one if one.fit == "right" or "move-frame" in s else None


def _bound(role: str, claim: Figure, f: Figure) -> Bound:
    completed = complete(claim, f)
    assert completed is not None
    # what is opened and closed is counted, though its noun is said once: "600 shops, opened 14 and closed 3"
    q = f.q
    counted = q.kind in PLAIN and q.scale == 1 and not q.decimals and q.value < _COUNTED
    return Bound(role, q, claim.q.unit, completed[2], q.value if counted else None)


def tied(one: Hypothesis) -> bool:
    """Is all of it told in one breath, and what was there before, and is now, said to be that?"""
    return "move-frame" in one.signals
