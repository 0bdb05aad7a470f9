"""Figures whose name says what they are computed from: a margin, earnings per share, free cash flow.

The operands are looked for by name in the whole document, in its prose and in its tables; a value that is the
only one of its name and time is surely meant, however far off it stands.
"""

from __future__ import annotations

import bisect
import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from finchecks.claim.changes import change_cue, complete, find_cue
from finchecks.claim.context import Context, Figure, tokens
from finchecks.claim.grids import Grid
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.levels import Level, LevelWords, level_words, levels, named_in
from finchecks.claim.relations import Phrases, Relations, load_relations, stem
from finchecks.claim.weigh import Signals, bits_of, magnitude, more
from finchecks.lexicon import read_lexicon, rules_folder
from finchecks.quantity import Quantity
from finchecks.rule import Rule

#: by kind, the rule and the roles of its two operands
_KINDS = {
    "share": ("share", "part", "whole"),
    "ratio": ("ratio", "numerator", "denominator"),
    "difference": ("difference", "new", "old"),
    "sum": ("sum", "part", "part"),
}
#: words before a claim in which its name stands, and after it
_LEAD, _TAIL = 12, 4
#: figures before an earlier value in which the newer one stands
_BACK = 4
#: words between the two
_SHORT = 3
#: characters to either side of a claim in which values are looked for
_REACH = 20_000
#: candidates for a role
_MOST = 4
NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Identity:
    """What a named figure is; ``roles`` are the things that fill the first role and the second."""

    kind: str
    roles: tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Names:
    """Look-ups from stemmed phrases to things, and to identities."""

    things: Phrases[frozenset[str]]
    identities: Phrases[tuple[Identity, ...]]


@functools.cache
def names(language: str = "en") -> Names:
    """The names of a language. Raises FaultError when the file is missing or no YAML."""
    folder = rules_folder() / "lexicon" / language
    raw = read_lexicon(folder / "identities.yaml")
    things: dict[str, set[str]] = {}
    for phrase, metric in load_relations(folder).metrics.items():
        things.setdefault(phrase, set()).add(metric)
    for thing, phrases in raw["called"].items():
        for phrase in phrases:
            things.setdefault(_stemmed(phrase), set()).add(thing)
    found: dict[str, list[Identity]] = {}
    for entry in raw["identities"]:
        kind = next(kind for kind in _KINDS if kind in entry)
        first, second = entry[kind]
        for phrase in entry["names"]:
            found.setdefault(_stemmed(phrase), []).append(Identity(kind, (tuple(first), tuple(second))))
    return Names(
        Phrases({phrase: frozenset(some) for phrase, some in things.items()}),
        Phrases({phrase: tuple(some) for phrase, some in found.items()}),
    )


def _stemmed(phrase: str) -> str:
    return " ".join(stem(word) for word in phrase.split())


@dataclass(frozen=True, slots=True)
class Value:
    """A value that the document states: what it is called, what narrows the name, and of which time."""

    things: frozenset[str]
    narrowed: frozenset[str]
    old: bool
    year: float | None
    span: str
    labels: frozenset[str]
    quantity: Quantity
    #: None for a cell
    figure: Figure | None


def values(context: Context, standing: Sequence[Level], grids: Sequence[Grid]) -> list[Value]:
    """What the document states by name, in its prose and in its tables."""
    level, relations = level_words(), context.relations
    known = names()
    found: list[Value] = []
    last: dict[int, tuple[frozenset[str], frozenset[str]]] = {}
    for f in context.figures:
        things, narrowed = _prose_name(f, known, relations, level)
        if not things and f.index:
            before = context.figures[f.index - 1]
            rate = before.q.kind in ("percent", "points", "multiple")
            if f.sentence == before.sentence and (rate or standing[f.index].old):
                things, narrowed = last.get(f.index - 1, (NONE, NONE))
        last[f.index] = (things, narrowed)
        if not things or f.q.is_range or f.q.value <= 0 or f.conversion_of is not None:
            continue
        if not f.amount or standing[f.index].step or f.q.per:
            continue
        one = standing[f.index]
        found.append(Value(things, narrowed, one.old, f.year, one.span, f.labels, f.q, f))
    for grid in grids:
        found.extend(_cells(grid, known, relations, level))
    return sorted(found, key=_place)


def _place(v: Value) -> int:
    return v.quantity.start


def within_reach(stated: Sequence[Value], claim: Figure) -> Sequence[Value]:
    """An article's values all, of a book's those of the chapter, so that the work stays linear."""
    first = bisect.bisect_left(stated, claim.q.start - _REACH, key=_place)
    return stated[first : bisect.bisect_right(stated, claim.q.start + _REACH, key=_place)]


def _prose_name(
    f: Figure, known: Names, relations: Relations, level: LevelWords
) -> tuple[frozenset[str], frozenset[str]]:
    if f.q.kind == "count" and f.q.noun:
        found = named_in(tokens(f.q.noun), known.things, relations, level)
        if found is not None:
            return found
    tail = f.tail[1:5] if f.tail[:1] in (("of",), ("in",)) else f.tail[:4]
    for length in range(min(4, len(tail)), 0, -1):
        # "$40m of free cash flow", "a $40m net profit"
        words = [stem(word) for word in tail[:length]]
        for start in range(min(2, length)):
            things = known.things.get(" ".join(words[start:])) or NONE
            if things:
                return things, frozenset(w for w in words[:start] if w not in level.neutral)
    return named_in(f.lead, known.things, relations, level) or (NONE, NONE)


def _cells(grid: Grid, known: Names, relations: Relations, level: LevelWords) -> list[Value]:
    """A table's values of its latest period, and of the one before."""
    found: list[Value] = []
    for row in grid.rows:
        name = named_in(tokens(row.label), known.things, relations, level)
        if name is None:
            continue
        things, narrowed = name
        columns = [c for c in sorted(row.cells) if c not in grid.derived]
        dated = sorted((c for c in columns if c in grid.years), key=lambda c: -grid.years[c])
        order = dated or (columns if len(columns) <= 2 else [])
        after = frozenset(stem(w) for w in tokens(row.label) if w[:1].isalpha()) if row.section else NONE
        for place, c in enumerate(order[:2]):
            q = row.cells[c]
            if q.kind in ("percent", "points", "period") or q.value <= 0:
                continue
            narrower = narrowed | (row.section - level.neutral - after if row.twin else NONE)
            found.append(Value(things, narrower, place == 1, grid.years.get(c), "", row.labels, q, None))
    return found


@dataclass(frozen=True, slots=True)
class Asked:
    """What a claim's name asks for."""

    identities: tuple[Identity, ...]
    narrowed: frozenset[str]
    #: an earlier value
    old: bool
    inherited: bool = False


def asked(context: Context, standing: Sequence[Level]) -> dict[int, Asked]:
    """By figure: the identities that its words name; an earlier value alone has those of the newer one."""
    level, relations = level_words(), context.relations
    known = names().identities
    found: dict[int, Asked] = {}
    for f in context.figures:
        if f.q.is_range or f.q.value <= 0:
            continue
        old = standing[f.index].old or _compared(context, f)
        one = _asked(f, known, relations, level, old)
        if one is None and old:
            for index in range(f.index - 1, max(-1, f.index - 1 - _BACK), -1):
                before = context.figures[index]
                if f.sentence - before.sentence > 1:
                    break
                if index in found and (before.q.kind == f.q.kind or f.q.kind == "number"):
                    one = replace(found[index], old=True, inherited=True)
                    break
        elif one is None and "goal" in f.marks and len(f.lead) <= _SHORT and f.index - 1 in found:
            # "the gross margin widened by 70 basis points to 54%"
            before = context.figures[f.index - 1]
            if before.sentence == f.sentence and before.q.kind in ("percent", "points"):
                one = found[before.index]
        if one is not None:
            found[f.index] = one
    return found


def _compared(context: Context, f: Figure) -> bool:
    """ "20% after 19%": the one before it in the sentence is the newer."""
    if "comparison" not in f.marks or not f.index or len(f.lead) > _SHORT:
        return False
    before = context.figures[f.index - 1]
    return before.sentence == f.sentence and before.q.kind == f.q.kind


def _asked(
    f: Figure, known: Phrases[tuple[Identity, ...]], relations: Relations, level: LevelWords, old: bool
) -> Asked | None:
    for words, most in ((f.lead[-_LEAD:], None), (f.tail[:_TAIL], 1)):
        found = named_in(words, known, relations, level, most=most, owned=False)
        if found is not None:
            return Asked(*found, old)
    return None


def identities(context: Context, rules: Mapping[str, Rule], grids: Sequence[Grid]) -> list[Hypothesis]:
    """What the values that the document states by name are said to make."""
    wanted = asked(context, levels(context))
    growths = [
        f
        for f in context.figures
        if f.q.kind == "percent" and not f.q.is_range and find_cue(f, context, ("compound",)) is not None
    ]
    if not wanted and not growths:
        return []
    stated = values(context, levels(context), grids)
    return [*_named_figures(context, rules, wanted, stated), *_growth_since(context, rules, growths, stated)]


def _growth_since(
    context: Context, rules: Mapping[str, Rule], claims: Sequence[Figure], stated: Sequence[Value]
) -> list[Hypothesis]:
    """ "Sales were $263m in 2018 and have grown by 9.7% a year since", to those of now, told elsewhere."""
    rule = rules.get("cagr")
    if rule is None:
        return []
    found: list[Hypothesis] = []
    for claim in claims:
        cue = change_cue(claim, context)
        near = within_reach(stated, claim)
        for start in near:
            told = start.figure
            if told is None or not 0 <= claim.sentence - told.sentence <= 1 or told.index > claim.index:
                continue
            ends = [
                v
                for v in near
                if v.things & start.things and v.narrowed == start.narrowed and not v.old
                and v.quantity is not start.quantity and v.quantity.unit == start.quantity.unit
                and (v.figure is None or abs(v.figure.sentence - claim.sentence) > 1)
            ]  # fmt: skip
            for end in sorted(ends, key=lambda v: _distance(claim, v))[:_MOST]:
                for years, said in _years_since(context, claim, start, end):
                    s: Signals = {"prior cagr": 1, "growth-cue": 1, "since": 1, **said}
                    if _one_value(ends):
                        s["since-sole"] = 1
                    bound = (
                        Bound("end", end.quantity, end.quantity.unit),
                        Bound("start", start.quantity, start.quantity.unit),
                        *years,
                    )
                    bits = bits_of(s, context.weights)
                    one = Hypothesis(
                        rule, claim, bound, s, bits, cue.direction if cue is not None else None,
                        cue.word if cue is not None else "",
                    )  # fmt: skip
                    one.judge()
                    found.append(one)
    return found


def _years_since(
    context: Context, claim: Figure, start: Value, end: Value
) -> Iterator[tuple[tuple[Bound, ...], Signals]]:
    """The years of the growth: said beside it, else from the start's own year to the end's or the last."""
    opening, closing = context.sentence_span(claim.sentence)
    for d in context.durations:
        if d.unit == "year" and d.value > 1 and opening <= d.start < closing:
            yield (Bound("years", d, "year"),), {"years-near": 1}
    if start.year is None:
        return
    lasts = {int(end.year)} if end.year is not None else {context.latest, context.latest - 1}
    for last in sorted(lasts):
        if last > start.year + 1:
            yield (
                (
                    Bound("end_year", None, "period", 1.0, float(last), "date"),
                    Bound("start_year", None, "period", 1.0, float(int(start.year)), "text"),
                ),
                {"years-own" if end.year is not None else "years-published": 1},
            )


def _named_figures(
    context: Context, rules: Mapping[str, Rule], wanted: Mapping[int, Asked], stated: Sequence[Value]
) -> list[Hypothesis]:
    """Named figures with the values that their names ask for."""
    standing = levels(context)
    found: list[Hypothesis] = []
    for index, one in wanted.items():
        claim = context.figures[index]
        near = within_reach(stated, claim)
        for identity in one.identities:
            rule_name, first, second = _KINDS[identity.kind]
            rule = rules.get(rule_name)
            if rule is None or not _suits(context, claim, identity.kind, one.inherited):
                continue
            tops, bottoms = (_candidates(things, claim, one, near) for things in identity.roles)
            for top in tops.some:
                for bottom in bottoms.some:
                    if top.quantity is bottom.quantity:
                        continue
                    bound = _bound(claim, identity.kind, (first, top), (second, bottom))
                    if bound is None:
                        continue
                    s = _signals(claim, one, standing[index], tops, bottoms, top, bottom)
                    bits = bits_of(s, context.weights)
                    hypothesis = Hypothesis(rule, _rated(claim, identity.kind), bound, s, bits)
                    hypothesis.judge(magnitude(hypothesis.claim.q))
                    found.append(hypothesis)
    return found


def _rated(claim: Figure, kind: str) -> Figure:
    """ "a margin of 8.4% (7.8)": the bare number is a percentage too."""
    if kind != "share" or claim.q.kind != "number":
        return claim
    return replace(claim, q=replace(claim.q, kind="percent", unit="percent"))


def _suits(context: Context, claim: Figure, kind: str, inherited: bool) -> bool:
    """Can the claim be a value of that kind, and no change of it?"""
    q = claim.q
    if kind == "share":
        if q.kind not in ("percent", "fraction") and not (inherited and q.kind == "number"):
            return False
    elif kind == "ratio":
        if q.kind not in ("multiple", "money", "number") or (q.word and "time" not in q.text.lower()):
            return False
    elif q.kind != "money":
        return False
    cue = change_cue(claim, context)
    return cue is None or cue.distance > 1 or bool({"goal", "origin", "comparison"} & claim.marks)


@dataclass(frozen=True, slots=True)
class _Candidates:
    some: tuple[Value, ...]
    #: all of them are one value
    sole: bool


def _candidates(things: Sequence[str], claim: Figure, one: Asked, stated: Sequence[Value]) -> _Candidates:
    """The values that a role may have: of the thing that the document speaks of nearest to the claim."""
    best = _Candidates((), False)
    for thing in things:
        of_it = [
            v for v in stated if thing in v.things and v.quantity is not claim.q and _same_time(claim, one, v)
        ]
        if not of_it:
            continue
        plain = [v for v in of_it if v.narrowed == one.narrowed] or [
            v for v in of_it if v.narrowed <= one.narrowed
        ]
        some = plain or of_it
        near = sorted(some, key=lambda v: _distance(claim, v))[:_MOST]
        if not best.some or _distance(claim, near[0]) < _distance(claim, best.some[0]):
            best = _Candidates(tuple(near), bool(plain) and _one_value(some))
    return best


def _same_time(claim: Figure, one: Asked, v: Value) -> bool:
    if claim.year is not None and v.year is not None:
        return int(claim.year) == int(v.year)
    return one.old == v.old


def _distance(claim: Figure, v: Value) -> tuple[int, int]:
    if v.figure is None:
        return (10**6, abs(v.quantity.start - claim.q.start))
    return (abs(v.figure.sentence - claim.sentence), abs(v.figure.index - claim.index))


def _one_value(some: Sequence[Value]) -> bool:
    """Do all say the same, as far as they are rounded?"""
    low = max(v.quantity.low for v in some)
    high = min(v.quantity.high for v in some)
    return low <= high


def _bound(
    claim: Figure, kind: str, first: tuple[str, Value], second: tuple[str, Value]
) -> tuple[Bound, Bound] | None:
    """The two in their roles, in one unit where the kind asks for one; None where they do not go together."""
    (role, top), (other, bottom) = first, second
    p, q = top.quantity, bottom.quantity
    if kind == "ratio" and claim.q.kind == "money":
        if p.unit != claim.q.unit or q.kind not in ("count", "number", "measure"):
            return None
        return Bound(role, p, p.unit), Bound(other, q, q.unit)
    times = (1.0, 1.0)
    unit = p.unit
    if p.unit != q.unit or p.kind != q.kind:
        if top.figure is None or bottom.figure is None:
            return None
        completed = complete(top.figure, bottom.figure)
        if completed is None:
            return None
        unit, times = completed[0], completed[1:]
    if kind in ("difference", "sum") and unit != claim.q.unit:
        return None
    return Bound(role, p, unit, times[0]), Bound(other, q, unit, times[1])


def _signals(
    claim: Figure,
    one: Asked,
    level: Level,
    tops: _Candidates,
    bottoms: _Candidates,
    top: Value,
    bottom: Value,
) -> Signals:
    s: Signals = {"identity": 1}
    if one.inherited:
        s["identity-inherited"] = 1
    if tops.sole + bottoms.sole:
        s["identity-sole"] = tops.sole + bottoms.sole
    if tops.sole and bottoms.sole:
        s["identity-soles"] = 1
    for v in (top, bottom):
        more(s, "identity-extra", len(v.narrowed - one.narrowed))
        more(s, "identity-missing", len(one.narrowed - v.narrowed))
        if v.figure is None:
            more(s, "identity-cell", 1)
        elif v.figure.sentence == claim.sentence:
            more(s, "identity-with", 1)
        elif v.figure.block == claim.block:
            more(s, "identity-near", 1)
        if (v.labels ^ claim.labels) - {"forecast"}:
            more(s, "identity-label-other", 1)
        if (v.labels ^ claim.labels) & {"forecast"}:
            more(s, "identity-forecast-other", 1)
        if v.span and level.span and v.span != level.span:
            more(s, "identity-span-other", 1)
        elif level.span and not v.span and (v.figure is None or v.figure.sentence != claim.sentence):
            # "in the first five months the load factor was 54%": were these counted over as long?
            more(s, "identity-span-open", 1)
    if top.span and bottom.span and top.span != bottom.span:
        more(s, "identity-span-other", 1)
    return s


#: where one of these speaks, other values may be meant
_UNSURE = frozenset(
    ["identity-extra", "identity-missing", "identity-label-other", "identity-forecast-other",
     "identity-span-other", "identity-span-open"]
)  # fmt: skip


def tied(one: Hypothesis) -> bool:
    """Is each operand the only value of its name and time, and the text speaking of them here, or a table?"""
    said = one.signals.keys()
    if "identity-soles" not in said or _UNSURE & said or one.within_qualifiers():
        return False
    return bool({"identity-with", "identity-near"} & said) or one.signals.get("identity-cell", 0) == len(
        one.bound
    )
