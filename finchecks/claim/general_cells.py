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
    undated,
    unsaid,
)
from finchecks.claim.cell_sums import sums
from finchecks.claim.context import Context, Figure
from finchecks.claim.general import KINDS
from finchecks.claim.hypothesis import Hypothesis, told_in
from finchecks.claim.sheets import Sheet
from finchecks.claim.trees import Fitted, load_trees
from finchecks.claim.weigh import posterior
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
#: bits, and the share among all others, from which operands that do not are held against the author, and
#: those of the operands alone
AGAINST, AHEAD, _SURE = 2.9, 0.86, 1.5
#: bits by which they stand so that nothing else is conceivable, and how far ahead of all others
_STANDS, _CLEAR = 1.5, 1.0
#: how far behind them what recomputes does so by chance
_CHANCE = 7.0
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
    claims: Sequence[Figure] = context.figures
    for _ in range(_ROUNDS if sheets else 0):
        more = _round(context, rules, sheets, [*chosen, *found], claims)
        found += more
        blocks = {one.claim.block for one in more if one.fit == "right"}
        claims = [f for f in context.figures if f.block in blocks]
    return found


def _round(
    context: Context,
    rules: Mapping[str, Rule],
    sheets: Sequence[Sheet],
    chosen: Sequence[Hypothesis],
    claims: Sequence[Figure],
) -> list[Hypothesis]:
    done = {one.claim.q.start for one in chosen}
    claims = [claim for claim in claims if claim.q.start not in done and asks(claim)]
    if not claims:
        return []
    at = desk(context, sheets, [one for one in chosen if one.fit == "right"])
    told = {told_in(one) for one in chosen if one.fit == "right"}
    found: list[Hypothesis] = []
    for claim in claims:
        if not nearest(at, claim):
            continue
        asked = asking(at, claim)
        weighed = weigh(at, rules, asked)
        one = _confirmed(weighed) or sums(at, asked, rules) or _contradicted(at, asked, weighed)
        if one is not None and told_in(one) not in told:
            found.append(one)
    return found


def weigh(at: Desk, rules: Mapping[str, Rule], asked: Asking) -> list[Weighed]:
    """The pairs that may be a claim's operands; none where the figure is hardly a claim over cells."""
    claim = asked.claim
    kinds = [kind for kind in asks(claim) if KINDS[kind][0] in rules]
    is_claim, is_binding, _ = fitted()
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


def ahead(weighed: Sequence[Weighed]) -> tuple[Weighed, float, float] | None:
    """The likeliest of all after their arithmetic has spoken, its bits, and its share among all others."""
    if not weighed:
        return None
    bits = [w.structure + w.one.bits for w in weighed]
    top = max(range(len(bits)), key=bits.__getitem__)
    return weighed[top], bits[top], posterior(bits[top], (b for n, b in enumerate(bits) if n != top))


def contradicts(top: Weighed) -> bool:
    """Do operands that surely were meant not recompute, in size rather than by the word for its direction?"""
    return top.one.fit in ("mistake", "wrong") and not top.one.against and top.bits >= _SURE


def _contradicted(at: Desk, asked: Asking, weighed: Sequence[Weighed]) -> Hypothesis | None:
    """The likeliest, where it does not recompute and is ahead of all others and of none of them."""
    start, _ = at.context.sentence_span(asked.claim.sentence)
    if at.context.relations.causes.search(at.context.text(start, asked.claim.q.start).lower()):
        # "up 10%, due to an increase of $9.9 million in boats": a part of it, perhaps
        return None
    top = ahead(weighed)
    if top is None or not contradicts(top[0]) or top[1] < AGAINST or top[2] < AHEAD:
        return _standing(at, asked, weighed)
    if undated(asked, top[0].pair):
        return None
    one = top[0].one
    one.structure, one.bits = top[0].structure, top[1]
    return one


def _standing(at: Desk, asked: Asking, weighed: Sequence[Weighed]) -> Hypothesis | None:
    """The likeliest by where they stand, where nothing nearly as likely recomputes.

    The claim's subject must be called as its row is, and no other operands be nearly as likely.
    """
    if not weighed:
        return None
    best, *rest = sorted(weighed, key=lambda w: -w.structure)
    if any(w.one.fit == "right" and w.structure > best.structure - _CHANCE for w in rest):
        return None
    if best.one.fit not in ("mistake", "wrong") or best.one.against or best.structure < _STANDS:
        return None
    if rest and best.structure - rest[0].structure < _CLEAR:
        return None
    if unsaid(at, asked, best.pair) or undated(asked, best.pair):
        return None
    best.one.structure += best.structure
    best.one.bits += best.structure
    return best.one


def tied(one: Hypothesis) -> bool:
    """Only those are proposed that may be held against an author, unless a qualifier bends them."""
    return not one.within_qualifiers() and not one.claim.q.qualifier
