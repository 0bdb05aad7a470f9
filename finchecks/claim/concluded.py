"""What is said to follow from two amounts just told: their difference, whatever it is called.

"The thief took $18.4m; $5.1m has been frozen, so $13.3m is on the run."
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping

from finchecks.claim.changes import complete, part_of_it, says
from finchecks.claim.context import Context, Figure
from finchecks.claim.hypothesis import Bound, Hypothesis, ends
from finchecks.claim.weigh import Signals, bits_of, magnitude
from finchecks.rule import Rule

#: so many amounts before the claim, and sentences, it may follow from
_AMOUNTS, _SENTENCES = 4, 1
#: words back from the claim in which it is said to follow
_SAID = 7


def concluded(context: Context, rules: Mapping[str, Rule]) -> list[Hypothesis]:
    """Hypotheses of an amount that follows, by the text's own word, from two others and is what lies between.

    Nothing names the two, so that only those are proposed that come out at the claim.
    """
    rule = rules.get("difference")
    if rule is None:
        return []
    found: list[Hypothesis] = []
    for claim in context.figures:
        if not _follows(context, claim):
            continue
        told = _told(context, claim)
        if len(told) < 2:
            continue
        tried = math.log2(len(told) * (len(told) - 1) / 2)
        for pair in itertools.combinations(told, 2):
            (later, of_later), (earlier, of_earlier) = pair
            sides = ends(
                Bound("new", earlier.q, claim.q.unit, of_earlier),
                Bound("old", later.q, claim.q.unit, of_later),
            )
            s: Signals = {"prior concluded": 1, "concluded-tried": tried}
            if pair == (told[0], told[1]):
                s["concluded-next"] = 1
            if earlier.sentence == claim.sentence:
                s["concluded-with"] = 1
            elif later.sentence != claim.sentence:
                s["concluded-apart"] = 1
            one = Hypothesis(rule, claim, sides, s, bits_of(s, context.weights))
            one.judge(magnitude(claim.q))
            if one.fit == "right":
                found.append(one)
    return found


def _follows(context: Context, claim: Figure) -> bool:
    """Do its own words, back to the figure before, say that it follows from what was told?"""
    if not claim.amount or not claim.single_value:
        return False
    if claim.conversion_of is not None or claim.earlier or claim.marks & {"origin", "comparison"}:
        return False
    return says(claim.lead[-_SAID:], context, "following") is not None


def _told(context: Context, claim: Figure) -> list[tuple[Figure, float]]:
    """The amounts before the claim, the nearest first, with what brings each to the claim's unit."""
    found: list[tuple[Figure, float]] = []
    for f in reversed(context.figures[max(0, claim.index - 2 * _AMOUNTS) : claim.index]):
        if f.block != claim.block or claim.sentence - f.sentence > _SENTENCES or len(found) == _AMOUNTS:
            break
        if not f.amount or not f.single_value or f.conversion_of is not None or part_of_it(f):
            continue
        completed = complete(claim, f)
        if completed is not None and completed[1] == 1.0 and f.q.per == claim.q.per:
            found.append((f, completed[2]))
    return found
