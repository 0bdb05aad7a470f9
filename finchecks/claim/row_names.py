"""A row whose name opens the clause that a claim stands in: "Cod, under a reduced quota, was down 11%"."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from finchecks.claim.cells.words import load_table_words
from finchecks.claim.context import Cue, Figure, tokens
from finchecks.claim.grids import Grid, Row, keys
from finchecks.claim.relations import Relations, stem
from finchecks.claim.subjects import JOINS, following, named

#: words from a row's name to its claim, asides apart
_FEW = 6
_BREAKS = frozenset([";", ":", "(", ")", "–", "—"])


def leads(claim: Figure, row: Row, grid: Grid, cue: Cue, relations: Relations) -> bool:
    """Is the row's name what the claim's verb is said of?"""
    lead = claim.lead
    if cue.side == "before":
        at = len(lead) - 1 - cue.distance
        object_ = lead[at + len(cue.word.split()) :]
        if "," not in object_ and named(object_, relations):
            return False  # "Cod lifted profits by 20%", but "Cod was cut back, by 4%"
        lead = lead[:at]
    if _right_before(lead, row):
        return True
    # "Boat revenue rose 21.4% in Norway"; two rows of that name
    narrowed = claim.tail[:1] != () and named(following(claim.tail, relations), relations)
    return not narrowed and not row.twin and _opens(lead, row, grid, relations)


def _right_before(lead: Sequence[str], row: Row) -> bool:
    """ "Growth was fastest in shared ownership, which rose by 5%"."""
    words = load_table_words()
    lead = list(lead)
    while lead and lead[-1] in words.to_verb:
        lead.pop()
    name = list(tokens(row.label))
    before = lead[-len(name) - 1 : -len(name)]
    return (
        len(name) > 1
        and lead[-len(name) :] == name
        and (not before or before[0] in words.opens_name or not before[0][0].isalpha())
    )


def _opens(lead: Sequence[str], row: Row, grid: Grid, relations: Relations) -> bool:
    """Does the clause begin with the name, and say nothing but a verb after it?"""
    words = load_table_words()
    at = max((i + 1 for i, w in enumerate(lead) if w in _BREAKS or w in relations.turns), default=0)
    clause = list(lead[at:])
    while clause and (clause[0] in words.opens_clause or clause[0] in relations.determiners):
        clause.pop(0)
    name = [stem(word) for word in tokens(row.label.partition("(")[0])]
    if not name or not row.names or [stem(word) for word in clause[: len(name)]] != name:
        return False
    rest = clause[len(name) :]
    if rest and _head(rest[0], row, grid, relations):
        rest = rest[1:]
    if rest[:1] == [","]:
        # what stands between two commas is said besides
        close = max(i for i, word in enumerate(rest) if word == ",")
        rest = rest[close + 1 :]
        if not close:
            return not rest or _verb(rest[0], relations)
    while rest and rest[-1] == ",":
        rest.pop()
    if not rest:
        return True
    joined = all(_verb(then, relations) for word, then in itertools.pairwise(rest) if word in JOINS)
    return (
        _verb(rest[0], relations)
        and len(rest) <= _FEW
        and joined
        and relations.places.isdisjoint(rest[:-1])
        and not {key for key in keys(rest, relations) if key[0] == "@" or key in grid.vocabulary}
    )


def _head(word: str, row: Row, grid: Grid, relations: Relations) -> bool:
    """ "Commercial income", "Room revenue" of rows that add up to revenue: no other thing than the row."""
    metric = relations.metrics.get(stem(word))
    if metric is not None:
        return "@" + metric in row.theme and all("@" + metric not in name for name in row.names)
    return word in load_table_words().heads


def _verb(word: str, relations: Relations) -> bool:
    return (
        word.endswith("ed")
        or word in relations.past
        or word in load_table_words().to_verb
        or word in relations.cues
    )
