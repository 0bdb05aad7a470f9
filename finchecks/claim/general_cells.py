"""Any two cells of a table, or a cell and a figure beside a claim, weighed by their surroundings in general.

What :mod:`finchecks.claim.general` is for figures of the prose: it knows no relation by its words, but
describes a claim and two operands by how well the words about the claim say the labels of their rows and
columns, how much better than those of others, which of them the sentence's other claims are already bound
to, and which values the prose tells again. Trees fitted to annotated documents say how likely a figure is a
claim of a kind over cells, and how likely these two are what its author meant. They are not shown the result.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from finchecks.claim.cell_doubts import doubtful
from finchecks.claim.cell_failing import described_failing
from finchecks.claim.cell_operands import (
    FORMS,
    Asking,
    Desk,
    Pair,
    asking,
    asks,
    described,
    desk,
    hypothesis,
    may_agree,
    nearest,
    of_claim,
    pairs,
)
from finchecks.claim.cell_sums import sums
from finchecks.claim.context import Context, Figure
from finchecks.claim.general import KINDS
from finchecks.claim.hypothesis import Hypothesis, told_in
from finchecks.claim.sheets import Sheet
from finchecks.claim.trees import Fitted, load_trees
from finchecks.lexicon import rules_folder
from finchecks.rule import Rule

#: bits from which a figure is taken for a claim over cells, and what these bits add to those of the operands
CLAIM, _CLAIM_WORTH = -3.5, 0.5
#: … below which nothing that agrees is taken for them
HOPE = -7.0
#: bits of the claim below which no author was ever held to cells, and of operands below which none that
#: agree were meant: where nothing has so much, the other pairs need not be described
_MAY_ERR, _MAY_AGREE = -2.3, -5.0
#: bits from which operands that recompute are taken for those that were meant
LEAST = 2.5
#: … and those that do not are held against the author
AGAINST = 2.0
#: the number of pairs that agree above which none stands out
_MOST = 12
#: how far ahead the only pair that agrees is, or one that no other stands beside
_ONLY, _FAR_BEHIND = -30.0, -99.0
_ROUNDS = 2


@functools.cache
def fitted() -> Fitted:
    return load_trees(rules_folder() / "lexicon" / "general_cells.json")


class Weighed(NamedTuple):
    """Two operands that stand so, and what speaks for them."""

    pair: Pair
    one: Hypothesis
    #: bits that the claim is of its kind over cells, and that these are its operands
    claim_bits: float
    bits: float

    @property
    def structure(self) -> float:
        return self.bits + _CLAIM_WORTH * self.claim_bits


def general_cells(
    context: Context,
    rules: Mapping[str, Rule],
    read: Callable[[], Sequence[Sheet]],
    chosen: Sequence[Hypothesis],
) -> list[Hypothesis]:
    """Bindings to cells of the figures that nothing ``chosen`` explains: those that recompute and are meant
    by all odds, and those that do not and are meant beyond much doubt.

    What the first round binds tells the second more of the rows and columns that a sentence speaks of.
    """
    if not context.document.tables:
        return []
    sheets = read()
    found: list[Hypothesis] = []
    left: dict[int, tuple[Asking, list[Weighed]]] = {}
    claims: Sequence[Figure] = context.figures
    for _ in range(_ROUNDS if sheets else 0):
        more, open_ = _round(context, rules, sheets, [*chosen, *found], claims)
        found += more
        left |= open_
        blocks = {one.claim.block for one in more if one.fit == "right"}
        claims = [f for f in context.figures if f.block in blocks]
    return [*found, *_against(context, sheets, [*chosen, *found], left)]


def _round(
    context: Context,
    rules: Mapping[str, Rule],
    sheets: Sequence[Sheet],
    chosen: Sequence[Hypothesis],
    claims: Sequence[Figure],
) -> tuple[list[Hypothesis], dict[int, tuple[Asking, list[Weighed]]]]:
    """What recomputes; and of the figures where nothing does, by their index, what may be the operands."""
    done = {one.claim.q.start for one in chosen}
    claims = [claim for claim in claims if claim.q.start not in done and asks(claim)]
    if not claims:
        return [], {}
    at = desk(context, sheets, [one for one in chosen if one.fit == "right"])
    told = {told_in(one) for one in chosen if one.fit == "right"}
    found: list[Hypothesis] = []
    left: dict[int, tuple[Asking, list[Weighed]]] = {}
    for claim in claims:
        if not nearest(at, claim):
            continue
        asked = asking(at, claim)
        weighed = weigh(at, rules, asked)
        one = _confirmed(weighed) or sums(at, asked, rules)
        if one is None:
            left[claim.index] = asked, weighed
        elif told_in(one) not in told:
            found.append(one)
    return found, left


def _against(
    context: Context,
    sheets: Sequence[Sheet],
    chosen: Sequence[Hypothesis],
    left: Mapping[int, tuple[Asking, list[Weighed]]],
) -> list[Hypothesis]:
    """What does not recompute and is surely meant, of the figures that nothing explains."""
    done = {one.claim.q.start for one in chosen}
    asked = [one for one in left.values() if one[1] and one[0].claim.q.start not in done]
    if not asked:
        return []
    right = [one for one in chosen if one.fit == "right"]
    told = {told_in(one) for one in right}
    at = desk(context, sheets, right)
    return [
        one
        for asking_, weighed in asked
        if (one := _contradicted(at, asking_, weighed)) is not None and told_in(one) not in told
    ]


def weigh(at: Desk, rules: Mapping[str, Rule], asked: Asking) -> list[Weighed]:
    """The pairs that may be a claim's operands; none where the figure is hardly a claim over cells."""
    claim = asked.claim
    kinds = [kind for kind in asks(claim) if KINDS[kind][0] in rules]
    is_claim, is_binding, *_ = fitted()
    own = of_claim(at, asked)
    odds = {kind: is_claim.bits([*(float(kind == one) for one in KINDS), *own]) for kind in kinds}
    likely = [kind for kind in kinds if odds[kind] >= CLAIM]
    if not likely:
        return []

    def weighed(some: Sequence[Pair]) -> list[Weighed]:
        found = []
        for pair in some:
            bits = is_binding.bits(described(at, asked, pair))
            if bits >= HOPE:
                one = hypothesis(at.context, rules, claim, pair, {"prior cells": 1}, 0.0)
                one.judge()
                found.append(Weighed(pair, one, odds[pair.kind], bits))
        return found

    agree: list[Pair] = []
    others: list[Pair] = []
    for pair in pairs(at, asked, likely):
        (agree if may_agree(claim, pair) else others).append(pair)
    found = weighed(agree)
    if max(odds.values()) < _MAY_ERR and all(w.bits < _MAY_AGREE for w in found):
        return []
    return [*found, *weighed(others)]


def agreeing(weighed: Sequence[Weighed]) -> list[Weighed]:
    """Those that recompute, unless so many do that it says nothing."""
    right = [w for w in weighed if w.one.fit == "right"]
    return right if len(right) <= _MOST else []


def described_agreeing(one: Weighed, right: Sequence[Weighed], weighed: Sequence[Weighed]) -> list[float]:
    """What the trees that trust an agreement read, in the order of :func:`agreeing_names`."""
    told = -math.log2(one.one.likely)
    return [
        *(float(one.pair.kind == kind) for kind in KINDS),
        *(float(one.pair.form == form) for form in FORMS),
        one.claim_bits,
        one.bits,
        one.bits - max((w.bits for w in right if w is not one), default=_ONLY),
        one.bits - max((w.bits for w in weighed if w.one.fit != "right"), default=_FAR_BEHIND),
        told,
        float(len(right)),
        float(sum(w.pair.kind == one.pair.kind for w in right)),
        math.log2(len(weighed)),
        one.structure + told,
    ]


def agreeing_names() -> list[str]:
    return [
        *(f"kind {kind}" for kind in KINDS), *(f"form {form}" for form in FORMS), "claim bits",
        "binding bits", "ahead", "ahead of the rest", "coincidence", "agreeing", "agreeing of the kind",
        "tried", "together",
    ]  # fmt: skip


def _confirmed(weighed: Sequence[Weighed]) -> Hypothesis | None:
    right = agreeing(weighed)
    if not right:
        return None
    trusted = fitted().agreeing
    bits, at = max(
        (trusted.bits(described_agreeing(w, right, weighed)), number) for number, w in enumerate(right)
    )
    if bits < LEAST:
        return None
    one = right[at].one
    one.structure = one.bits = bits
    return one


def may_contradict(at: Desk, asked: Asking, weighed: Sequence[Weighed]) -> Sequence[Weighed]:
    """The pairs by how likely they are, if the likeliest could be held against an author.

    It does not recompute, in size rather than by the word for its direction, and nothing that is said is
    not in its table.
    """
    ranked = sorted(weighed, key=lambda w: -w.structure)
    if not ranked or ranked[0].one.fit not in ("mistake", "wrong") or ranked[0].one.against:
        return []
    return [] if doubtful(at, asked, ranked[0].pair) else ranked


def _contradicted(at: Desk, asked: Asking, weighed: Sequence[Weighed]) -> Hypothesis | None:
    """The likeliest, where it does not recompute and was meant by all that is told of it."""
    start, _ = at.context.sentence_span(asked.claim.sentence)
    if at.context.relations.causes.search(at.context.text(start, asked.claim.q.start).lower()):
        # "up 10%, due to an increase of $9.9 million in boats": a part of it, perhaps
        return None
    ranked = may_contradict(at, asked, weighed)
    if not ranked:
        return None
    against = fitted().against
    assert against is not None
    bits = against.bits(described_failing(at, asked, ranked))
    if bits < AGAINST:
        return None
    one = ranked[0].one
    one.structure = one.bits = bits
    return one


def tied(one: Hypothesis) -> bool:
    """Only those are proposed that may be held against an author, unless a qualifier bends them."""
    return not one.within_qualifiers() and not one.loosely() and not one.claim.q.qualifier
