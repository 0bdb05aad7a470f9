"""A direction word between two values, where no change is stated: "revenue fell to $5.2m from $4.9m".

Only the plainest frames are read, in which word, new and old value stand side by side and are marked as such.
A claim of this kind is its word: the quantity that it states is the word's span, without a value.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from finchecks.claim import Claim, Direction, Operand
from finchecks.claim.apart import apart_words
from finchecks.claim.changes import complete, lookup
from finchecks.claim.context import Context, Figure
from finchecks.claim.naming import window
from finchecks.quantity import Quantity
from finchecks.quantity.vocabulary import vocabulary
from finchecks.rule import Rule

#: two values farther apart than by this factor are hardly the two ends of one change
FARTHEST = 3.0
#: how many words may stand between the new value and the mark of the old one ("in the first quarter")
GAP = 9
MOVES = frozenset({"rise", "fall"})
_KINDS = frozenset({"money", "percent", "count", "measure", "number"})


def directions(context: Context, rules: Mapping[str, Rule], claims: Iterable[Claim]) -> list[Claim]:
    """The direction words of the document whose new and old value are unmistakable.

    Left out where one of the ``claims`` relates the two values: its check tells the direction too.
    """
    rule = next((rule for rule in rules.values() if rule.kind == "direction"), None)
    if rule is None:
        return []
    related = [{o.quantity.start for o in claim.operands if o.quantity is not None} for claim in claims]
    found: list[Claim] = []
    for first, second in zip(context.figures, context.figures[1:], strict=False):
        framed = _frame(context, first, second)
        if framed is None:
            continue
        new, old, direction, word = framed
        if any({new.q.start, old.q.start} <= starts for starts in related):
            continue
        operands = _operands(new, old)
        spoken = _word(context, first, word)
        if operands is not None and spoken is not None:
            found.append(Claim(rule.id, rule.kind, spoken, math.nan, operands, direction, word))
    return found


def _frame(context: Context, first: Figure, second: Figure) -> tuple[Figure, Figure, Direction, str] | None:
    """(new, old, direction, word) of two neighbouring figures, None where one of them is in doubt."""
    if first.sentence != second.sentence or not _usable(first) or not _usable(second):
        return None
    if first.labels != second.labels or _unsettled(context, first):
        return None
    if "goal" in first.marks and first.mark == "to" and _compares(second):
        # "fell to $5m from $6m", "cut its dividend to 5 cents, against 6 cents"
        cue = _verb_before(context, first.lead[:-1])
        if cue is not None and _plain_gap(context, second.lead):
            return first, second, *cue
    elif first.mark == "from" and second.lead == ("to",):
        # "fell from $6m to $5m"
        cue = _verb_before(context, first.lead[:-1])
        if cue is not None:
            return second, first, *cue
    else:
        # "was $5m, down from $6m"
        lead = second.lead[1:] if second.lead[:1] == (",",) else second.lead
        if len(lead) == 2 and lead[1] in ("from", "on") and ({"goal", "level"} & first.marks):
            hit = lookup(lead, 0, 1, context.relations.cues, MOVES)
            if hit is not None and hit[1] in ("up", "down") and lead[0] in ("up", "down"):
                return first, second, "up" if hit[1] == "up" else "down", hit[2]
    return None


def _usable(figure: Figure) -> bool:
    """A plain positive level whose greater value is the greater number."""
    q = figure.q
    if q.kind not in _KINDS or q.is_range or q.qualifier is not None or q.value <= 0 or q.signed or q.word:
        return False
    if figure.conversion_of is not None or q.bracketed:
        return False
    # a bare count may be a rank, where less is better
    return q.kind != "count" or bool(q.noun) or q.scale > 1 or q.value >= 1000


def _unsettled(context: Context, figure: Figure) -> bool:
    """Is it an exchange rate ("the yen fell to 150 from 145"), or denied ("did not rise")?"""
    words = apart_words().directions
    start, _ = context.sentence_span(figure.sentence)
    said = set(context.text(max(start, figure.q.start - 90), figure.q.start).lower().split())
    if said & words.unless:
        return True
    return figure.q.kind in ("money", "number") and any(map(_currency, said))


def _currency(word: str) -> bool:
    """Does the word name a currency? Codes and signs of one or two letters do not count."""
    word = word.strip(".,;:()'’\"“”").removesuffix("'s").removesuffix("’s")
    tails = vocabulary().tails.get(word, ()) if len(word) > 2 else ()
    return any(tail.kind == "money" for tail in tails)


def _compares(figure: Figure) -> bool:
    return figure.mark == "from" or ("comparison" in figure.marks and figure.earlier)


def _verb_before(context: Context, lead: tuple[str, ...]) -> tuple[Direction, str] | None:
    """The direction word that ends the words, or that has its object between it and their end."""
    words = apart_words().directions
    for back in range(1, min(len(lead), words.object_words + 2) + 1):
        at = len(lead) - back
        if lead[at] in (",", ";", ":", "(", ")") and back > 1:
            return None
        hit = lookup(lead, at, 1, context.relations.cues, MOVES)
        if hit is None or hit[2] in words.no_verbs:
            continue
        between = [word for word in lead[at + 1 :] if not word.endswith("ly")]
        if between and between[0] not in words.determiners:
            return None
        return "up" if hit[1] == "up" else "down", hit[2]
    return None


def _plain_gap(context: Context, lead: tuple[str, ...]) -> bool:
    """Nothing but a period between the two values, no further direction and no new clause."""
    cues, breaks = context.relations.cues, apart_words().directions.breaks
    return len(lead) <= GAP and not any(
        word in breaks or lookup(lead, at, 1, cues, MOVES) for at, word in enumerate(lead[:-1])
    )


def _operands(new: Figure, old: Figure) -> tuple[Operand, Operand] | None:
    if new.q.per != old.q.per:
        return None
    completed = complete(new, old)
    if completed is None or completed[0] == "":
        return None
    unit, times_new, times_old = completed
    one, other = Operand.of("new", new.q, unit, times_new), Operand.of("old", old.q, unit, times_old)
    if not 1 / FARTHEST <= one.value / other.value <= FARTHEST:
        return None
    return one, other


def _word(context: Context, first: Figure, word: str) -> Quantity | None:
    """The word as a quantity without a value: after "was $5m, down from", before otherwise."""
    start, end = window(context, first)
    lower = context.text(start, end).lower()
    split = first.q.start - start
    at = lower.rfind(word, 0, split) if first.mark in ("to", "from") else lower.find(word, split)
    if at < 0:
        return None
    text = context.text(start + at, start + at + len(word))
    nothing = math.nan
    return Quantity(
        start + at, start + at + len(word), text, "number", nothing, first.q.unit,
        nothing, nothing, nothing, nothing, 0.0, word=True,
    )  # fmt: skip
