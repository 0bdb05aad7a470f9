"""What tells that a claim is not of the cells that look like its operands: its words say what they do not.

Growth that is "organic", of a part of a row, of another year or of one of two rows of a name is nothing to
hold an author to; nor is an amount that no word calls a step.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

from finchecks.claim.cell_operands import Asking, Desk, Pair
from finchecks.claim.changes import change_cue, find_cue
from finchecks.claim.relations import Relations, stem
from finchecks.claim.sheets import Label, keys_of
from finchecks.claim.subjects import JOINS, following, is_name
from finchecks.claim.weigh import digits_said, magnitude

#: words between a rate and what says that it is by the year; digits that an amount must have
_BY_THE_YEAR, _TELLING = 3, 2


def doubtful(at: Desk, asked: Asking, pair: Pair) -> bool:
    """Does anything tell that these cells are not what the author speaks of?"""
    return (
        not asked.claim.labels <= _labels(pair)
        or _undated(asked, pair)
        or _unplaced(asked, pair)
        or _stepless(at, asked, pair)
        or _no_change(at, asked, pair)
        or _hardly_tells(asked, pair)
        or _narrowed(at, asked, pair)
    )


def _labels(pair: Pair) -> frozenset[str]:
    """What the rows and columns of its cells are called, of the labels that figures bear."""
    return frozenset().union(*(line.labels for line in pair.lines))


def _narrowed(at: Desk, asked: Asking, pair: Pair) -> bool:
    """Do the claim's words narrow what the rows are called, by what the table does not say?

    "Cod prices", "revenue from used boats", "comparable sales", "the North and the West", and after the claim
    "rose 5% in Norway". Of two rows one may bear the whole name, the other what it is measured by.
    """
    relations = at.context.relations
    sheet = pair.sheet
    lines = (*sheet.rows.values(), *sheet.columns.values())
    said = sheet.caption.union(*(k for label in lines for k in (label.heading, *label.said_by)))

    def other(words: Sequence[str]) -> bool:
        """Is one of them a name that the table does not say?"""
        names = [word for word in words if _may_narrow(word, relations)]
        return any(one.isdisjoint(said) for one in keys_of(names, relations))

    tail = asked.claim.tail
    if not relations.inside.isdisjoint(tail[:1]) and other(following(tail, relations)):
        return True
    return all(_name_narrowed(asked.subject.core, row, relations, other) for row in pair.rows)


def _name_narrowed(
    words: Sequence[str], row: Label, relations: Relations, other: Callable[[Sequence[str]], bool]
) -> bool:
    name = frozenset[str]().union(*row.said_by)
    at = [n for n, word in enumerate(words) for one in keys_of((word,), relations) if one & name]
    if not at:
        return False
    # "stove sales in Norway" of a row "Stoves", in a table of sales
    mine = itertools.takewhile(
        lambda word: _may_narrow(word, relations) and not other((word,)), words[at[-1] + 1 :]
    )
    after = words[at[-1] + 1 + len(list(mine)) :]
    if after and after[0] in relations.places:
        narrows = other(after)
    elif after and after[0] in JOINS:
        narrows = any(_may_narrow(word, relations) for word in after[1:])
    else:
        narrows = other(after[:1])
    before = words[: at[0]]
    # "comparable sales", "from used boats"; "at the hospitals open in both years, admissions"
    used = before[-1:] != () and before[-1].endswith("ed") and _opens_phrase(before[:-1], relations)
    inside = not relations.inside.isdisjoint(before)
    return narrows or used or other(before if inside else before[-1:])


def _opens_phrase(words: Sequence[str], relations: Relations) -> bool:
    return not words or words[-1] in relations.places or words[-1] in relations.determiners


def _may_narrow(word: str, relations: Relations) -> bool:
    """A name, and no verb as far as its form tells."""
    return (
        is_name(word, relations)
        and not word.endswith(("ly", "ed", "ing"))
        and word not in relations.past
        and word not in relations.participles
        and word not in relations.cues
        and stem(word) not in relations.generic
    )


def _unplaced(asked: Asking, pair: Pair) -> bool:
    """Are two rows called the same, under headings that nothing says?"""
    said = frozenset[str]().union(*asked.said.parts)
    return any(
        row.heading.isdisjoint(said)
        and any(r.said_by == row.said_by and r is not row for r in pair.sheet.rows.values())
        for row in pair.rows
    )


def _stepless(at: Desk, asked: Asking, pair: Pair) -> bool:
    """Is it an amount that no word calls a step: "We bought eleven sheds for $9.4 million"?"""
    claim = asked.claim
    if pair.kind != "difference" or change_cue(claim, at.context) is not None:
        return False
    return at.context.relations.comparatives.isdisjoint(claim.tail[:1])


def _no_change(at: Desk, asked: Asking, pair: Pair) -> bool:
    """ "Sales have grown 15.5% a year" is not from one year to the next; "6% of sales" is a share."""
    if pair.kind != "percent_change":
        return False
    cue = find_cue(asked.claim, at.context, ("compound",))
    return asked.claim.tail[:1] == ("of",) or (cue is not None and cue.distance <= _BY_THE_YEAR)


def _hardly_tells(asked: Asking, pair: Pair) -> bool:
    """Is it an amount of one digit, or one that tells a value of the pair again: "from 26.1 TWh to 4.3"?"""
    q = asked.claim.q
    if pair.kind not in ("difference", "sum", "ratio"):
        return False
    stated = magnitude(q)
    again = any(one.q.unit == q.unit and stated.meets(magnitude(one.q)) for one in (pair.a, pair.b))
    return again or q.word or digits_said(q) < _TELLING


def _undated(asked: Asking, pair: Pair) -> bool:
    """Does the sentence name a year, and neither the rows nor the columns of its cells bear it?"""
    said = {*asked.years.new, *(() if asked.years.old is None else (asked.years.old,))}
    borne = {int(line.year) for line in pair.lines if line.year is not None}
    return not {int(year) for year in said} <= borne
