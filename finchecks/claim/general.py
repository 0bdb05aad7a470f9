"""Any two figures whose types allow it: what their surroundings in general say of their being the operands.

The other generators know how a relation is told. This one knows none: it describes a claim and two figures by
what holds of all text (how far apart they stand, whether they share a name, a metric, a time, what marks
them, which kinds of words are about the claim, what other relations of the document already use them), and
trees fitted to annotated documents (:mod:`finchecks.claim.trees`) say how likely figures that stand so are
the operands that the author meant. It speaks last, and of those figures alone that nothing else explains.
"""

from __future__ import annotations

import bisect
import functools
import itertools
import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from finchecks.claim.asks import is_change
from finchecks.claim.changes import (
    PLAIN,
    STEP_MARKS,
    change_cue,
    complete,
    concepts_about,
    find_cue,
    nouns_meet,
    shared_names,
)
from finchecks.claim.context import Context, Figure
from finchecks.claim.hypothesis import Bound, Hypothesis, spots
from finchecks.claim.levels import Level, levels
from finchecks.claim.products import each_of, small
from finchecks.claim.relations import root
from finchecks.claim.sums import scaled
from finchecks.claim.trees import Fitted, load_trees
from finchecks.claim.weigh import Signals, digits_said, magnitude
from finchecks.interval import Interval
from finchecks.lexicon import read_lexicon, rules_folder
from finchecks.rule import Rule

#: figures before and after a claim among which its operands are looked for
BEFORE, AFTER = 30, 13
#: so many times off at most, and they may be the operands
SIZE = 2.0
#: figures before and after one without a unit among which it is told
_UNIT = 3
#: bits from which a figure is taken for a claim of a kind, and a binding is worth weighing
CLAIM = -3.5
LEAST = 0.0
#: … and is held against the author where it does not; a percentage beside amounts may be of something else
AGAINST = 3.0
_AGAINST_OF = {"percent_change": 4.5, "difference": 4.5, "share": 3.8}
#: bits that such a binding has more: the trees' odds are those of annotated text, in which more claims err
ERRS = 3.5
#: bits more where a claim is what the two figures right before it come to, in its own words; so many words
#: (and figures) before it, and sentences
_CONCLUDED, _CONCLUSION, _TOLD_SO = 3.0, 6, 2
_APPOSED = 1.5
_RATES = frozenset({"percent", "points", "multiple"})
#: bits from which a figure and two others stand like a claim and its operands, together; what that is worth
_STANDS, _STANDING = 0.0, 2.5
#: kinds of which so much is held against an author: of multiples and products as many were not meant as were
OVERRULES = frozenset({"share", "percent_change", "pp_change", "difference", "ratio"})
#: the words that a change may be from its cue, and those after a claim among which a year says of when it is
_LED, _SAID_AFTER = 4, 4
#: figures that stand so are not held against an author, unless what bound them has so much to say for it
NEVER, SURE = -4.5, 8.5
#: bits of structure below which a binding that recomputes is asked whether its figures stand like one, and
#: those of claim and operands together below which two in five were not meant
_CARRIED, _CHANCE = 6.0, -10.0
#: bits from which another generator has understood how a binding is told
_TOLD = 4.0
#: relations that hold by what others of the document say, wherever their figures stand
_TIED_BY_OTHERS = frozenset(
    {"prior mirror", "prior total", "prior balance", "prior bridge", "else-own-again", "else-sums-up"}
)
#: kind → rule and the roles of the two operands
KINDS: Mapping[str, tuple[str, str, str]] = {
    "share": ("share", "part", "whole"),
    "percent_change": ("percent-change", "new", "old"),
    "pp_change": ("pp-change", "new", "old"),
    "multiple": ("multiple", "new", "old"),
    "difference": ("difference", "new", "old"),
    "sum": ("sum", "part", "part"),
    "ratio": ("ratio", "numerator", "denominator"),
    "product": ("product", "factor", "factor"),
}
_KIND = {rule: kind for kind, (rule, *_) in KINDS.items()}
_UNITS = frozenset({"money", "measure", "percent"})
_QUANTITIES = ("money", "count", "number", "measure", "percent")
_PLAIN_TYPE = "plain"
#: words before a figure that may call it, and words about a claim that may name its operands
_NAME, _REACH = 4, 7
_MARKS = ("goal", "origin", "comparison")
#: what else than its unit must tell that a figure without one is an operand
_MARKED = frozenset(("origin", "comparison"))


@dataclass(frozen=True, slots=True)
class GeneralWords:
    """The fields are the keys of ``general.yaml``, which explains them."""

    concepts: tuple[str, ...]
    beside: tuple[str, ...]
    leads: tuple[str, ...]
    concludes: frozenset[str]
    compared: frozenset[str]
    others: frozenset[str]
    reduces: frozenset[str]
    to: frozenset[str]


@functools.cache
def general_words(language: str = "en") -> GeneralWords:
    raw = read_lexicon(rules_folder() / "lexicon" / language / "general.yaml")
    concepts, beside, leads = (tuple(raw[key]) for key in ("concepts", "beside", "leads"))
    sets = ("concludes", "compared", "others", "reduces", "to")
    concludes, compared, others, reduces, to = (frozenset(raw[key]) for key in sets)
    return GeneralWords(concepts, beside, leads, concludes, compared, others, reduces, to)


@functools.cache
def fitted() -> Fitted:
    return load_trees(rules_folder() / "lexicon" / "general.json")


@dataclass(slots=True)
class View:
    """A document's figures as the trees see them; each figure and each pair is described once."""

    context: Context
    standing: Sequence[Level]
    #: where the figures of each type stand, by their index
    typed: Mapping[str, Sequence[int]]
    #: the relations that are already known: where their claims and all their figures stand
    known: Sequence[tuple[int, frozenset[int]]] = ()
    #: (kind, role, figure) → the same relations
    parts: Mapping[tuple[str, str, int], Sequence[int]] = field(default_factory=dict)
    #: figure → the relations that it is an operand, or the claim, of
    used: Mapping[int, Sequence[int]] = field(default_factory=dict)
    made: Mapping[int, Sequence[int]] = field(default_factory=dict)
    alone: dict[tuple[int, str], list[float]] = field(default_factory=dict)
    stems: dict[int, tuple[frozenset[str], ...]] = field(default_factory=dict)
    #: figures without a unit that have that of the figures about them, by their index
    completed: Mapping[int, Figure] = field(default_factory=dict)
    counted: Mapping[tuple[str, str], int] = field(default_factory=dict)
    pairs: dict[tuple[int, int, str, str], list[float]] = field(default_factory=dict)


def view(context: Context, right: Sequence[Hypothesis]) -> View:
    """The document with those of its relations that come out right."""
    typed: dict[str, list[int]] = {}
    for f in context.figures:
        typed.setdefault(type_of(f), []).append(f.index)
    used: dict[int, list[int]] = {}
    made: dict[int, list[int]] = {}
    known: list[tuple[int, frozenset[int]]] = []
    parts: dict[tuple[str, str, int], list[int]] = {}
    for number, one in enumerate(right):
        known.append((one.claim.q.start, frozenset(spots(one))))
        made.setdefault(one.claim.q.start, []).append(number)
        for start in known[-1][1]:
            used.setdefault(start, []).append(number)
        for bound in one.bound:
            if bound.quantity is not None:
                parts.setdefault((one.rule.kind, bound.role, bound.quantity.start), []).append(number)
    seen = View(context, levels(context), typed, known, parts, used, made)
    counted: dict[tuple[str, str], int] = {}
    for f in context.figures:
        for word in words_of(seen, f)[0]:
            counted[type_of(f), word] = counted.get((type_of(f), word), 0) + 1
    seen.counted = counted
    seen.completed = {
        f.index: whole
        for f in context.figures
        if f.q.kind == "number" and f.single_value and (whole := _completed(context, f)) is not None
    }
    return seen


def _completed(context: Context, f: Figure) -> Figure | None:
    """The figure in the unit of one about it: "8.9 bln marks, against 7.3 bln", "up to 14.3% from 14.7"."""
    if f.q.scale == 1 and not f.q.decimals and f.marks.isdisjoint(_MARKS):
        return None  # "9 of 40 were red"
    before = context.figures[max(0, f.index - _UNIT) : f.index]
    after = context.figures[f.index + 1 : f.index + 1 + _UNIT]
    for other in (*reversed(before), *after):
        if abs(other.sentence - f.sentence) > (f.q.scale > 1) or other.q.kind not in _UNITS:
            continue
        unit = complete(f, other) if other.q.scale == f.q.scale or f.q.scale == 1 else None
        if unit is not None and unit[2] == 1.0:
            return replace(f, q=scaled(f.q, unit[1], other.q.kind, unit[0]))
    return None


def readings(seen: View, f: Figure) -> tuple[Figure, ...]:
    """The figure, and the same with its unit where that is told by another."""
    whole = seen.completed.get(f.index)
    return (f,) if whole is None else (f, whole)


def words_of(seen: View, f: Figure) -> tuple[frozenset[str], ...]:
    """Stems of what a figure counts or is called, of the words right before it, and of those right after."""
    known = seen.stems.get(f.index)
    if known is None:
        stop = seen.context.relations.stop
        called, before, after = (
            frozenset(root(word) for word in words if word[:1].isalpha() and word not in stop)
            for words in (
                (*f.q.noun.split(), *f.q.per.split(), *f.lead[-_NAME:]),
                f.lead[-_REACH:],
                f.tail[:_REACH],
            )
        )
        known = seen.stems[f.index] = called, before, after
    return known


def type_of(f: Figure) -> str:
    return _PLAIN_TYPE if f.q.kind in PLAIN else f.q.unit


def general(
    context: Context,
    rules: Mapping[str, Rule],
    known: Sequence[Hypothesis],
    chosen: Sequence[Hypothesis],
    contradictable: Callable[[Hypothesis], bool],
    doubted: Callable[[Hypothesis], bool],
    refused: Callable[[Hypothesis], bool],
) -> list[Hypothesis]:
    """Bindings of the figures that nothing ``chosen`` explains, by their surroundings alone.

    One that fails and that is ``known`` is proposed only where it may be held against the author; or where
    the trees take the figure for such a claim and the two for its operands, and the text gives no reason to
    think of others (``doubted``): then their word outweighs that the other generator found too little said.
    """
    right = [one for one in chosen if one.fit == "right"]
    seen = view(context, right)
    done = {one.claim.q.start for one in chosen}
    proposed: dict[tuple[int, str], list[Hypothesis]] = {}
    for one in known:
        proposed.setdefault((one.claim.q.start, one.rule.id), []).append(one)
    is_claim, is_binding, *_ = fitted()
    found: list[Hypothesis] = []
    for claim in claims(seen, done):
        kinds = [kind for kind in kinds_of(claim) if KINDS[kind][0] in rules]
        if not kinds:
            continue
        mine = about(seen, claim)
        asked = {kind: of_claim(mine, kind) for kind in kinds}
        odds = {kind: is_claim.bits(asked[kind]) for kind in kinds}
        likely = [kind for kind in kinds if odds[kind] >= CLAIM]
        before = _concluded(context, claim)
        for kind, a, b in candidates(seen, claim, likely):
            structure = likely_so = is_binding.bits(described(seen, asked[kind], kind, claim, a, b))
            if {a.index, b.index} == before and _conceivable(kind, claim, a, b):
                structure += _CONCLUDED
            elif kind == "share" and a.index == claim.index - 1 and _apposed(claim):
                structure += _APPOSED
            rule = KINDS[kind][0]
            if structure < LEAST:
                continue
            cue = change_cue(claim, context) if kind in ("percent_change", "pp_change") else None
            signals: Signals = {"prior general": 1}
            if kind == "percent_change" and cue is None:
                signals["no-cue"] = 1
            one = Hypothesis(
                rules[rule], claim, bound_as(kind, a, b), signals,
                structure, cue.direction if cue is not None else None, cue.word if cue is not None else "",
            )  # fmt: skip
            one.judge()
            if one.fit != "right":
                if any(f.q.unit != context.figures[f.index].q.unit and not f.marks & _MARKED for f in (a, b)):
                    continue  # its unit is no reason that it is an operand
                if _elsewhere_meant(claim, kind, a, b):
                    continue
                same = [o for o in proposed.get((claim.q.start, rule), ()) if spots(o) == spots(one)]
                told = [o for o in same if o.structure > _TOLD]
                if (
                    kind in OVERRULES
                    and odds[kind] + likely_so >= _STANDS
                    and _conceivable(kind, claim, a, b)
                    and not any(refused(o) for o in same if roles(o) == roles(one))
                    and not any(doubted(o) for o in told)
                    and (told or _led(context, claim, kind, a))
                ):
                    signals["stands"] = 1
                    one.bits += _STANDING
                elif told and not contradictable(max(told, key=lambda o: o.structure)):
                    # who knows how that is told does not hold it against the author
                    continue
                one.bits += ERRS
            found.append(one)
    return found


def roles(one: Hypothesis) -> list[tuple[str, int]]:
    """Where its operands stand, by their roles."""
    return sorted((b.role, b.quantity.start) for b in one.bound if b.quantity is not None)


def _elsewhere_meant(claim: Figure, kind: str, a: Figure, b: Figure) -> bool:
    """Do the words next to a claim that stands like one say that it is of other values?

    "3.7m shares, or 13.3 pct": no fall to the 3.4m. "Of the 145 firms, 76%": these are the whole. "In the
    rest of the region it is 33%": of what was not told.
    """
    words = general_words()
    if kind == "share":
        others = not words.others.isdisjoint(claim.lead[-_REACH:])
        of_these = a.index == claim.index - 1 and a.lead[-2:] == ("of", "the") and not _apposed(claim)
        return others or of_these
    return kind == "percent_change" and b.index == claim.index - 1 and _apposed(claim)


def over_years(claim: Figure) -> bool:
    """ "20% when compared to 2019": no share of anything."""
    after = claim.tail[:_SAID_AFTER]
    year = any(word.isdigit() and len(word) == len("2019") for word in after)
    return year and not general_words().compared.isdisjoint(after)


def _led(context: Context, claim: Figure, kind: str, new: Figure) -> bool:
    """Of a change that no generator knows: is it led by its word, and to no other value than this?"""
    if kind != "percent_change":
        return True
    cue = change_cue(claim, context)
    following = context.figures[claim.index + 1 : claim.index + 2]
    to = [f for f in following if f.sentence == claim.sentence and f.mark in general_words().to]
    return cue is not None and cue.distance < _LED and all(f.index == new.index for f in to)


def _concluded(context: Context, claim: Figure) -> set[int]:
    """The two figures right before a claim that its words conclude from: "Booked so far: _. So _ is done"."""
    if not _concludes(claim):
        return set()
    around = context.figures[max(0, claim.index - _CONCLUSION) : claim.index]
    before = [f for f in around if f.conversion_of is None and f.q.kind not in _RATES][-2:]
    near = all(f.block == claim.block and f.sentence >= claim.sentence - _TOLD_SO for f in before)
    return {f.index for f in before} if len(before) > 1 and near else set()


def _concludes(claim: Figure) -> bool:
    """Do the words before it say that it is what was just told comes to?"""
    words, concludes = claim.lead[-_CONCLUSION:], general_words().concludes
    return not concludes.isdisjoint(words) or any(
        " ".join(pair) in concludes for pair in itertools.pairwise(words)
    )


def _apposed(claim: Figure) -> bool:
    """ "580 of the posts (40%)", "963,000 tonnes, or 75%;": the share of the amount before it, no more."""
    return claim.closed and claim.lead[-1:] in (("(",), ("or",))


def _conceivable(kind: str, claim: Figure, a: Figure, b: Figure) -> bool:
    """Could any two figures such as these make it? What a sum is of, the words say; a difference is less."""
    if kind == "difference":
        # "90 entries and 30 prizes, so 45 judges" are no difference
        return _less(claim, a, b) and (not a.q.noun or not b.q.noun or nouns_meet(a.q.noun, b.q.noun))
    return kind != "sum"


def _less(claim: Figure, a: Figure, b: Figure) -> bool:
    return claim.q.value < max(a.q.value, b.q.value)


def tied(one: Hypothesis) -> bool:
    """Nothing but where they stand ties the operands: that must be much, and no qualifier may bend them."""
    if one.within_qualifiers() or one.loosely() or one.claim.q.qualifier:
        return False
    if one.rule.kind == "share" and one.claim.q.value > 100 and ("stands" not in one.signals or _turned(one)):
        return False
    return "stands" in one.signals or one.bits >= _AGAINST_OF.get(one.rule.kind, AGAINST)


def _turned(one: Hypothesis) -> bool:
    """Is it the whole over the part: "owes 41.2bn and has 48.6bn, a coverage of 118%"?"""
    part, whole = (abs(bound.amount()) for bound in one.bound[:2])
    return part > 0 and magnitude(one.claim.q).meets(Interval.point(whole / part * 100))


def credible(context: Context, chosen: Sequence[Hypothesis]) -> list[Hypothesis]:
    """Without the bindings whose figures stand as no author's operands do.

    One that fails needs them to stand more like it than one that recomputes; that one is asked only where
    hardly more than its arithmetic speaks for it, and then for the claim too.
    """

    def unsure(one: Hypothesis) -> bool:
        if one.fit == "right":
            return one.structure < _CARRIED and one.rule.kind not in EVEN
        return one.structure < SURE

    asked = [one for one in chosen if unsure(one)]
    if not asked:
        return list(chosen)
    seen = view(context, [one for one in chosen if one.fit == "right"])
    figures = {f.q.start: f for f in context.figures}
    is_claim, is_binding, *_ = fitted()

    def hopeless(one: Hypothesis) -> bool:
        kind = _KIND.get(one.rule.id)
        claim = figures.get(one.claim.q.start)
        bound = [
            next((as_one for as_one in readings(seen, f) if as_one.q.unit == b.unit), f)
            for b in one.bound
            if b.quantity is not None and (f := figures.get(b.quantity.start)) is not None
        ]
        if (
            not _TIED_BY_OTHERS.isdisjoint(one.signals)
            or kind is None
            or claim is None
            or len(one.bound) != 2
            or len(bound) != 2
        ):
            return False
        a, b = bound
        if a.q.value <= 0 or b.q.value <= 0:
            return False
        mine = of_claim(about(seen, claim), kind)
        stands = is_binding.bits(described(seen, mine, kind, claim, a, b), True)
        return stands + is_claim.bits(mine, True) < _CHANCE if one.fit == "right" else stands < NEVER

    dropped = {id(one) for one in asked if hopeless(one)}
    return [one for one in chosen if id(one) not in dropped]


def claims(seen: View, done: Collection[int]) -> Iterator[Figure]:
    """The figures that may be claims, but for what is explained already."""
    for f in seen.context.figures:
        if f.q.start not in done and suits(f):
            yield from as_claims(seen, f)


def as_claims(seen: View, f: Figure) -> Iterator[Figure]:
    """The figure as it may be a claim, with its unit or without.

    "From 14.3% to 14.7" is a rate like the other, but no claim to be a share of something.
    """
    return (one for one in readings(seen, f) if one is f or one.q.kind != "percent")


def suits(claim: Figure) -> bool:
    return claim.single_value and claim.conversion_of is None


def kinds_of(claim: Figure) -> tuple[str, ...]:
    """The kinds that a figure of its type may be a claim of."""
    kind = claim.q.kind
    if kind in ("percent", "fraction"):
        # "swells the count by a quarter", "30% off the price" are of what was before
        by = claim.mark in STEP_MARKS and claim.tail[:1] != ("of",)
        moved = by or not general_words().reduces.isdisjoint(claim.tail[:1])
        shares = () if moved else ("share",)
        return (*shares, "percent_change") if kind == "percent" else shares
    if kind == "points":
        return ("pp_change",)
    if kind == "multiple":
        return ("multiple",)
    return ("difference", "sum", "ratio", "product") if claim.amount else ()


def near(seen: View, claim: Figure) -> list[Figure]:
    """The figures among which a claim's operands are looked for."""
    return [
        one
        for f in seen.context.figures[max(0, claim.index - BEFORE) : claim.index + AFTER + 1]
        if f.index != claim.index and f.single_value and f.conversion_of is None
        for one in readings(seen, f)
    ]


def bound_as(kind: str, a: Figure, b: Figure) -> tuple[Bound, Bound]:
    """Two figures in the roles of a kind."""
    _, first, second = KINDS[kind]
    return Bound(first, a.q, a.q.unit), Bound(second, b.q, b.q.unit)


def candidates(seen: View, claim: Figure, kinds: Collection[str]) -> Iterator[tuple[str, Figure, Figure]]:
    """(kind, first, second) of the types that a claim is made of, not so far from it, nor from its size."""
    if not kinds:
        return
    around = near(seen, claim)
    low, high = magnitude(claim.q)
    low, high = low / SIZE, high * SIZE
    if "pp_change" in kinds:
        rates = [f for f in around if f.q.kind == "percent"]
        times = 100.0 if claim.q.unit == "bp" else 1.0
        for a in rates:
            for b in rates:
                if a.index != b.index and low <= abs(a.q.value - b.q.value) * times <= high:
                    yield "pp_change", a, b
        return
    by_type: dict[str, list[Figure]] = {}
    for f in around:
        if f.amount:
            by_type.setdefault(type_of(f), []).append(f)
    for kind in kinds:
        made = _MAKES[kind]
        for first, second in types_of(kind, type_of(claim), by_type):
            for a in by_type[first]:
                for b in by_type[second]:
                    if a.index != b.index and (kind not in EVEN or a.index < b.index or first != second):
                        value = made(a.q.value, b.q.value)
                        if low <= value <= high:
                            yield kind, a, b


def types_of(kind: str, mine: str, by_type: Collection[str]) -> Iterator[tuple[str, str]]:
    """The types of two operands that make a claim of this type."""
    if kind in ("share", "percent_change", "multiple"):
        yield from ((one, one) for one in by_type)
    elif kind in ("difference", "sum"):
        if mine in by_type:
            yield mine, mine
    elif kind == "ratio":
        if mine in by_type:
            yield from ((mine, one) for one in by_type if one != mine or mine == _PLAIN_TYPE)
    elif mine in by_type:
        # currencies have codes in capitals, units of measure have names
        yield from ((one, mine) for one in by_type if one == _PLAIN_TYPE or (one != mine and one.islower()))


#: what two values make, by the kind; 0 where they make none
_MAKES: Mapping[str, Callable[[float, float], float]] = {
    "share": lambda a, b: a / b * 100 if a < b else 0.0,
    "percent_change": lambda a, b: abs(a / b - 1) * 100,
    "multiple": lambda a, b: a / b if a > b else 0.0,
    "difference": lambda a, b: a - b,
    "sum": lambda a, b: a + b,
    "ratio": lambda a, b: a / b if b > 1 else 0.0,
    "product": lambda a, b: a * b,
}
#: their operands have one role
EVEN = frozenset({"sum", "product"})


def described(seen: View, asked: list[float], kind: str, claim: Figure, a: Figure, b: Figure) -> list[float]:
    """What the trees read, in the order of :func:`names`."""
    pairs = (pair(seen, claim, a), pair(seen, claim, b), pair(seen, a, b))
    whole = frozenset((claim.q.start, a.q.start, b.q.start))
    return [
        *asked,
        *alone(seen, a),
        *alone(seen, b),
        *pairs[0],
        *pairs[1],
        *pairs[2],
        _elsewhere(seen, seen.used.get(claim.q.start, ()), whole),
        *(
            _elsewhere(seen, role.get(f.q.start, ()), whole)
            for f in (a, b)
            for role in (seen.used, seen.made)
        ),
        *spoken(seen, claim, a),
        *spoken(seen, claim, b),
        *(
            _elsewhere(seen, seen.parts.get((kind, role, f.q.start), ()), whole)
            for role, f in zip(KINDS[kind][1:], (a, b), strict=True)
        ),
        asked[len(KINDS)] * (1.0 if a.q.value >= b.q.value else -1.0),
        abs(math.log(a.q.value / b.q.value)) if type_of(a) == type_of(b) else -1.0,
    ]


def of_claim(mine: list[float], kind: str) -> list[float]:
    """The part of :func:`described` that is known before operands are looked for."""
    return [*(float(kind == one) for one in KINDS), *mine]


def _elsewhere(seen: View, relations: Sequence[int], whole: frozenset[int]) -> float:
    """In how many known relations other than one of just these figures?"""
    if not relations:
        return 0.0
    return float(sum(1 for n in relations if not {seen.known[n][0], *seen.known[n][1]} <= whole))


def about(seen: View, claim: Figure) -> list[float]:
    """The words about a claim: which concepts, how near."""
    context = seen.context
    change = change_cue(claim, context)
    each = each_of(context, claim)
    low, high = magnitude(claim.q)
    nearness = {
        concept: 1 / (1 + cue.distance)
        for concept in concepts_about(claim, context).intersection(general_words().concepts)
        if (cue := find_cue(claim, context, (concept,))) is not None
    }
    return [
        0.0 if change is None or change.direction is None else 1.0 if change.direction == "up" else -1.0,
        *(nearness.get(concept, 0.0) for concept in general_words().concepts),
        float(is_change(context, claim)),
        float(bool(each.noun) or each.one),
        float(bool(each.averaged)),
        float(bool(claim.q.qualifier)),
        math.log((high - low) / high + 1e-6) if high > 0 else 0.0,
        float(bool(claim.tail) and claim.tail[0] in context.relations.comparatives),
        *among(seen, claim),
        *alone(seen, claim),
    ]


def among(seen: View, claim: Figure) -> list[float]:
    """Where in its sentence a claim stands, which words lead to it, and what the figures next to it are."""
    sentence = seen.context.figures_in(claim.sentence)
    words = claim.lead[-_CONCLUSION:]
    before = [f for f in sentence if f.index < claim.index and f.conversion_of is None]
    after = [f for f in sentence if f.index > claim.index and f.conversion_of is None]
    last, next_ = before[-1] if before else None, after[0] if after else None
    return [
        float(_concludes(claim)),
        float(_apposed(claim)),
        float(claim.closed),
        float(len(before)),
        float(len(sentence)),
        float(sum(f.amount for f in sentence)),
        float(sum(f.q.kind == "percent" for f in sentence)),
        float(len(claim.lead)),
        float(len(claim.tail)),
        float(digits_said(claim.q)),
        float(claim.q.decimals),
        *(float(word in words) for word in general_words().leads),
        *_next_to(seen, claim, last),
        *_next_to(seen, claim, next_),
        float(last is not None and last.closed),
        float(next_ is not None and next_.q.bracketed),
        float(next_ is not None and next_.lead[-1:] == ("of",)),
    ]


def _next_to(seen: View, claim: Figure, f: Figure | None) -> list[float]:
    """What the figure before a claim in its sentence is, or the one after; nothing where there is none."""
    if f is None:
        return [0.0] * (6 + len(_MARKS))
    return [
        1.0,
        float(f.amount),
        float(f.q.kind in _RATES),
        *(float(mark in f.marks) for mark in _MARKS),
        float(f.mark in STEP_MARKS),
        float(type_of(f) == type_of(claim)),
        float(seen.standing[f.index].old),
    ]


def spoken(seen: View, claim: Figure, f: Figure) -> tuple[float, float, float]:
    """Do the words before or after the claim name what the figure counts or is called, and it alone?"""
    _, before, after = words_of(seen, claim)
    called = words_of(seen, f)[0]
    one, other = called & before, called & after
    least = min((seen.counted.get((type_of(f), word), 0) for word in one | other), default=0)
    return float(len(one)), float(len(other)), float(least)


def alone(seen: View, f: Figure) -> list[float]:
    """A figure by itself: its type, what marks it, the words that touch it."""
    known = seen.alone.get((f.index, f.q.kind))
    if known is None:
        level = seen.standing[f.index]
        before, after = f.lead[-1] if f.lead else "", f.tail[0] if f.tail else ""
        known = seen.alone[f.index, f.q.kind] = [
            float(level.old),
            float(level.step),
            float(bool(level.metric)),
            float(f.earlier),
            float(f.q.word),
            *(float(mark in f.marks) for mark in _MARKS),
            float(f.mark in STEP_MARKS),
            float(bool(f.q.per)),
            float(f.q.bracketed),
            *(float(f.q.kind == kind) for kind in _QUANTITIES),
            float(f.amount and small(f.q)),
            f.index / max(1, len(seen.context.figures)),
            float(f.block == 0),
            *(float(before == word) for word in general_words().beside),
            *(float(after == word) for word in general_words().beside),
        ]
    return known


def pair(seen: View, x: Figure, y: Figure) -> list[float]:
    """Two figures side by side: how far apart, and what they share."""
    key = x.index, y.index, x.q.unit, y.q.unit
    known = seen.pairs.get(key)
    if known is None:
        a, b = seen.standing[x.index], seen.standing[y.index]
        shared = shared_names(x, y)
        kin = seen.typed.get(type_of(y), ())
        first, last = sorted((x.index, y.index))
        known = seen.pairs[key] = [
            float(abs(x.sentence - y.sentence)),
            float(x.block == y.block),
            math.log1p(abs(x.index - y.index)),
            float(x.index < y.index),
            float(bisect.bisect_left(kin, last) - bisect.bisect_right(kin, first)),
            float(shared),
            shared / max(1, min(len(x.name_set), len(y.name_set))),
            float(len(set(x.subject) & set(y.subject))),
            _same(a.metric, b.metric),
            float(len(a.narrowed & b.narrowed)),
            float(len(a.narrowed ^ b.narrowed)),
            float(a.old != b.old),
            (1.0 if nouns_meet(x.q.noun, y.q.noun) else -1.0) if x.q.noun and y.q.noun else 0.0,
            _same(x.year and int(x.year), y.year and int(y.year)),
            float(len(x.labels ^ y.labels)),
            float(x.q.per == y.q.per),
            _same(a.span, b.span),
        ]
    return known


def _same(one: object, other: object) -> float:
    """1 where both are said and are one, -1 where they differ, 0 where one is not said."""
    return (1.0 if one == other else -1.0) if one and other else 0.0


def names() -> list[str]:
    """What each place of :func:`described` holds, for those who fit the trees and those who read them."""
    words = general_words()
    self_names = [
        "old", "step", "metric", "earlier", "word", *_MARKS, "by", "per", "bracketed", *_QUANTITIES, "small",
        "place", "head", *(f"after {word}" for word in words.beside),
        *(f"before {word}" for word in words.beside),
    ]  # fmt: skip
    pair_names = [
        "sentences", "block", "figures", "order", "between", "names", "names part", "subject", "metric",
        "narrowed", "narrowed apart", "old apart", "noun", "year", "labels apart", "per", "span",
    ]  # fmt: skip
    next_names = ["there", "amount", "rate", *_MARKS, "by", "of its type", "old"]
    return [
        *(f"kind {kind}" for kind in KINDS),
        "direction", *(f"cue {concept}" for concept in words.concepts),
        "change", "each", "averaged", "qualified", "precision", "comparative",
        "concludes", "apposed", "closed", "figures before", "figures of sentence", "amounts", "percentages",
        "words before", "words after", "digits", "decimals", *(f"led by {word}" for word in words.leads),
        *(f"{side} {name}" for side in ("last", "next") for name in next_names),
        "last closed", "next bracketed", "next of",
        *(f"claim {name}" for name in self_names),
        *(f"first {name}" for name in self_names),
        *(f"second {name}" for name in self_names),
        *(f"claim-first {name}" for name in pair_names),
        *(f"claim-second {name}" for name in pair_names),
        *(f"first-second {name}" for name in pair_names),
        "claim used", "first used", "first made", "second used", "second made",
        *(f"first {name}" for name in ("told before", "told after", "of its name")),
        *(f"second {name}" for name in ("told before", "told after", "of its name")),
        "first in role", "second in role", "direction fits", "sizes",
    ]  # fmt: skip
