"""Two figures that a third agrees with, though nothing says so: operands found by their arithmetic.

"The hall seats 1,286. On the night 1,190 came. The 96 empty seats …": no word that the binder knows ties
these, but 96 is what the two differ by, and few other pairs near it do. How far that may be trusted depends
on where the three stand, how many digits agree, and how many other pairs agree as well; trees fitted to
annotated documents weigh that, together with what the trees of :mod:`finchecks.claim.general` say of the
surroundings. It speaks after everything else, of figures alone that nothing explains, and since agreement is
its whole evidence it can confirm a figure and never contradict one. Where it is surer than usual it speaks
up for a figure that is about to be held against the author, unless the text itself says what it is of.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from finchecks.claim.changes import change_cue
from finchecks.claim.context import Context, Figure
from finchecks.claim.general import (
    EVEN,
    KINDS,
    View,
    about,
    bound_as,
    claims,
    described,
    fitted,
    kinds_of,
    near,
    of_claim,
    type_of,
    types_of,
    view,
)
from finchecks.claim.hypothesis import ADDITIVE, Hypothesis, spots
from finchecks.claim.weigh import Signals, digits_said, magnitude
from finchecks.rule import Rule

#: bits from which the likeliest pair that agrees is taken for the one that was meant
LEAST = 2.05
#: … and from which it stands against operands that do not come out and have no more than so many bits: of 71
#: alarms in annotated text it then undoes 8, of 601 errors one, of 1,093 falsified claims two
OVERRULES, _SAID = 2.9, 11.0
#: how far behind the only pair that agrees the others are
_ALONE = -30.0
_RATE = "rate"
_TINY = 1e-9
#: bits of coincidence, and that the claim is of its kind, below which no pair was meant
_COINCIDENCE, _CLAIM = 2.5, -6.6
#: bits of the surroundings without which agreement is chance
_BINDING = -4.5
#: the number of pairs that agree above which none stands out
_MOST = 8


class Agreeing(NamedTuple):
    """A binding that recomputes, and what speaks for it but its agreement."""

    one: Hypothesis
    kind: str
    first: Figure
    second: Figure
    #: bits that the claim is of its kind, and that the two are its operands
    claim_bits: float
    bits: float


def agreeing(context: Context, rules: Mapping[str, Rule], chosen: Sequence[Hypothesis]) -> list[Hypothesis]:
    """For figures that nothing ``chosen`` explains, the pair that makes them, where one clearly does.

    Those that ``chosen`` holds against the author are among them, unless so much is said for that.
    """
    seen = view(context, [one for one in chosen if one.fit == "right"])
    explained = {one.claim.q.start for one in chosen if one.fit == "right" or one.bits >= _SAID}
    held = {one.claim.q.start: spots(one) for one in chosen if one.claim.q.start not in explained}
    found: dict[int, Hypothesis] = {}
    for claim in claims(seen, explained):
        pairs = pairs_of(seen, rules, claim)
        if not pairs:
            continue
        said = fitted().agreeing
        weighed = [
            (said.bits(described_pair(seen, claim, pair, pairs)), number) for number, pair in enumerate(pairs)
        ]
        bits, best = max(weighed)
        known = found.get(claim.q.start)
        against = held.get(claim.q.start)
        least = LEAST if against is None else OVERRULES
        if against == spots(pairs[best].one):
            continue  # another reading of the very two
        if bits >= least and pairs[best].bits >= _BINDING and (known is None or known.bits < bits):
            one = found[claim.q.start] = pairs[best].one
            one.structure = one.bits = bits
    return list(found.values())


def pairs_of(seen: View, rules: Mapping[str, Rule], claim: Figure) -> list[Agreeing]:
    """The pairs near a claim that recompute to it and are not, all three, one known relation already.

    None where so many do that their agreement says nothing.
    """
    kinds = [kind for kind in kinds_of(claim) if KINDS[kind][0] in rules]
    agree: list[tuple[Hypothesis, str, Figure, Figure]] = []
    for kind, a, b in _fitting(seen, claim, kinds):
        if _known(seen, claim, a, b):
            continue
        signals: Signals = {"prior agreeing": 1}
        if kind == "percent_change" and change_cue(claim, seen.context) is None:
            signals["no-cue"] = 1
        one = Hypothesis(rules[KINDS[kind][0]], claim, bound_as(kind, a, b), signals, 0.0)
        if _idle(one):
            continue
        one.judge()
        if one.fit == "right" and coincidence(one) >= _COINCIDENCE:
            agree.append((one, kind, a, b))
            if len(agree) > _MOST:
                return []
    if not agree:
        return []
    mine = about(seen, claim)
    is_claim, is_binding, *_ = fitted()
    likely = {kind: is_claim.bits(of_claim(mine, kind), True) for kind in {kind for _, kind, *_ in agree}}
    return [
        Agreeing(
            one, kind, a, b, likely[kind],
            is_binding.bits(described(seen, of_claim(mine, kind), kind, claim, a, b), True),
        )
        for one, kind, a, b in agree
        if likely[kind] >= _CLAIM
    ]  # fmt: skip


def coincidence(one: Hypothesis) -> float:
    """How unlikely it is that two figures at random make the claim, in bits."""
    return -math.log2(one.likely)


def _idle(one: Hypothesis) -> bool:
    """Does one of the two leave the other as it is: divided by one, or too small to show in the claim?"""
    kind, (a, b) = one.rule.kind, one.bound
    if kind in ("ratio", "product"):
        return b.amount() == 1 or (kind == "product" and a.amount() == 1)
    return kind in ADDITIVE and one.hides_operand()


def _known(seen: View, claim: Figure, a: Figure, b: Figure) -> bool:
    """Are the three one relation that is known, told from another of them?"""
    three = {claim.q.start, a.q.start, b.q.start}
    return any(three <= {seen.known[n][0], *seen.known[n][1]} for n in seen.used.get(claim.q.start, ()))


def _fitting(seen: View, claim: Figure, kinds: Sequence[str]) -> Iterator[tuple[str, Figure, Figure]]:
    """(kind, first, second) near the claim whose rounded values may make it."""
    by_type: dict[str, list[tuple[float, float, Figure]]] = {}
    for f in near(seen, claim):
        rate = f.q.kind == "percent" and "pp_change" in kinds
        if rate or f.amount:
            ends = min(f.q.low, f.q.high), max(f.q.low, f.q.high)
            by_type.setdefault(_RATE if rate else type_of(f), []).append((*ends, f))
    stated = magnitude(claim.q)
    for kind in kinds:
        low, high = stated
        if kind == "pp_change" and claim.q.unit == "bp":
            low, high = low / 100, high / 100
        types = ((_RATE, _RATE),) if kind == "pp_change" else types_of(kind, type_of(claim), by_type)
        for first, second in types:
            for al, ah, a in by_type.get(first, ()):
                within = _second(kind, low, high, al, ah)
                for bl, bh, b in by_type.get(second, ()):
                    if a.index == b.index or not any(least <= bh and bl <= most for least, most in within):
                        continue
                    if kind not in EVEN or a.index < b.index or first != second:
                        yield kind, a, b


def _second(kind: str, low: float, high: float, al: float, ah: float) -> Sequence[tuple[float, float]]:
    """Between what the second operand must lie, so that first and second may make the claim."""
    low, high = max(low, _TINY), max(high, _TINY)
    if kind in ("difference", "pp_change"):
        return ((al - high, ah - low),)
    if kind == "sum":
        return ((low - ah, high - al),)
    if al <= 0:
        return ()
    if kind == "share":
        return ((100 * al / high, 100 * ah / low),)
    if kind == "product":
        return ((low / ah, high / al),)
    if kind == "percent_change":
        up = al / (1 + high / 100), ah / (1 + low / 100)
        down = al / (1 - low / 100), ah / (1 - high / 100)
        return (up, down) if high < 100 else (up,)
    return ((al / high, ah / low),)


def described_pair(seen: View, claim: Figure, pair: Agreeing, pairs: Sequence[Agreeing]) -> list[float]:
    """What the trees read, in the order of :func:`names`."""
    a, b = pair.first, pair.second
    places = (0, a.index - claim.index, b.index - claim.index)
    others = [other.bits for other in pairs if other is not pair]
    kinds = Counter(other.kind for other in pairs)
    return [
        *(float(pair.kind == kind) for kind in KINDS),
        pair.claim_bits,
        pair.bits,
        pair.bits - max(others, default=_ALONE),
        float(places[1]),
        float(places[2]),
        float(max(places) - min(places)),
        float(abs(a.sentence - claim.sentence)),
        float(abs(b.sentence - claim.sentence)),
        float(abs(a.block - claim.block)),
        float(abs(b.block - claim.block)),
        float(len(seen.context.figures)),
        coincidence(pair.one),
        float(digits_said(claim.q)),
        float(digits_said(a.q)),
        float(digits_said(b.q)),
        float(len(pairs)),
        float(kinds[pair.kind]),
    ]


def names() -> list[str]:
    """What each place of :func:`described_pair` holds."""
    return [
        *(f"kind {kind}" for kind in KINDS),
        "claim bits", "binding bits", "ahead", "first at", "second at", "reach", "first sentences",
        "second sentences", "first blocks", "second blocks", "figures", "coincidence", "claim digits",
        "first digits", "second digits", "agreeing", "agreeing of the kind",
    ]  # fmt: skip
