"""Figures whose name says what they are computed from: a margin, earnings per share, free cash flow.

The operands are looked for by name in the whole document, in its prose and in its tables; a value that is the
only one of its name and time is surely meant, however far off it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from finchecks.claim.asks import Ask, Role, asked, is_change, spoken
from finchecks.claim.changes import change_cue, complete, find_cue, nouns_meet
from finchecks.claim.context import Context, Figure
from finchecks.claim.grids import Grid
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.levels import Level, levels
from finchecks.claim.relations import stem
from finchecks.claim.store import NONE, Store, Value, stocks, store
from finchecks.claim.weigh import Signals, bits_of, magnitude, more
from finchecks.rule import Rule

#: by kind, the rule and the roles of its two operands
_KINDS = {
    "share": ("share", "part", "whole"),
    "ratio": ("ratio", "numerator", "denominator"),
    "difference": ("difference", "new", "old"),
    "sum": ("sum", "part", "part"),
    "product": ("product", "factor", "factor"),
}
#: candidates for a role
_MOST = 4


def identities(context: Context, rules: Mapping[str, Rule], grids: Sequence[Grid]) -> list[Hypothesis]:
    """What the values that the document states by name are said to make."""
    if not context.figures:
        return []
    standing = levels(context)
    stated = store(context, grids)
    growths = [
        f
        for f in context.figures
        if f.q.kind == "percent" and not f.q.is_range and find_cue(f, context, ("compound",)) is not None
    ]
    found = _growth_since(context, rules, growths, stated)
    for wanted in (asked(context, standing), spoken(context, standing, stated)):
        found.extend(_named_figures(context, rules, wanted, stated))
    return found


def _growth_since(
    context: Context, rules: Mapping[str, Rule], claims: Sequence[Figure], stated: Store
) -> list[Hypothesis]:
    """ "Sales were $263m in 2018 and have grown by 9.7% a year since", to those of now, told elsewhere."""
    rule = rules.get("cagr")
    if rule is None:
        return []
    found: list[Hypothesis] = []
    for claim in claims:
        cue = change_cue(claim, context)
        near = stated.near(claim.q.start)
        for start in near:
            told = start.figure
            if told is None or not 0 <= claim.sentence - told.sentence <= 1 or told.index > claim.index:
                continue
            ends = [
                v
                for v in near
                if v.things & start.things and v.narrowed == start.narrowed and not v.old
                and v.quantity is not start.quantity and v.quantity.unit == start.quantity.unit
                and (v.figure is None or _now(claim, v.figure))
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


def _now(claim: Figure, f: Figure) -> bool:
    """Is it told elsewhere, and not as expected?"""
    return abs(f.sentence - claim.sentence) > 1 and "forecast" not in f.labels - claim.labels


def _years_since(
    context: Context, claim: Figure, start: Value, end: Value
) -> Iterator[tuple[tuple[Bound, ...], Signals]]:
    """The years of the growth: said beside it, else from the start's own year to the end's or the last."""
    opening, closing = context.sentence_span(claim.sentence)
    for d in context.durations:
        if d.unit == "year" and d.value > 1 and opening <= d.start < closing:
            if start.year is not None and end.year is not None and abs(end.year - start.year - d.value) >= 1:
                continue  # of "three years ago, in 2021", with a value of 2025
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
    context: Context, rules: Mapping[str, Rule], wanted: Mapping[int, tuple[Ask, ...]], stated: Store
) -> list[Hypothesis]:
    """Figures with the values that their words ask for."""
    standing = levels(context)
    found: list[Hypothesis] = []
    for index, asks in wanted.items():
        claim = context.figures[index]
        for one in asks:
            rule_name, first, second = _KINDS[one.kind]
            rule = rules.get(rule_name)
            if rule is None or not _suits(context, claim, one):
                continue
            # what a row is a share of is its column's total
            owners = NONE if one.kind == "share" and one.spoken else _owners(claim, stated)
            tops, bottoms = (_candidates(role, claim, one, stated, owners) for role in one.roles)
            for top in tops.some:
                for bottom in bottoms.some:
                    if top.quantity is bottom.quantity:
                        continue
                    if (
                        top.column
                        and bottom.column
                        and (top.column == bottom.column) != (one.kind == "share" and one.spoken)
                    ):
                        continue
                    bound = _bound(claim, one.kind, (first, top), (second, bottom))
                    if bound is None or (one.kind == "share" and _outgrown(claim, *bound)):
                        continue
                    s = _signals(claim, one, standing[index], tops, bottoms, top, bottom)
                    bits = bits_of(s, context.weights)
                    hypothesis = Hypothesis(rule, _rated(claim, one.kind), bound, s, bits)
                    hypothesis.judge(magnitude(hypothesis.claim.q))
                    found.append(hypothesis)
    return found


def _outgrown(claim: Figure, part: Bound, whole: Bound) -> bool:
    """Is the part the larger, though the share is below all?"""
    return claim.q.value < 100 and part.amount() > whole.amount()


def _rated(claim: Figure, kind: str) -> Figure:
    """ "a margin of 8.4% (7.8)": the bare number is a percentage too."""
    if kind != "share" or claim.q.kind != "number":
        return claim
    return replace(claim, q=replace(claim.q, kind="percent", unit="percent"))


def _suits(context: Context, claim: Figure, one: Ask) -> bool:
    """Can the claim be a value of that kind, and no change of it?"""
    if "plus" in claim.lead:
        # "total revenue, that is net interest income plus other income, was _": made of what is named
        return False
    q, kind = claim.q, one.kind
    if kind == "share":
        if q.kind not in ("percent", "fraction") and not (one.inherited and q.kind == "number"):
            return False
    elif kind == "ratio":
        if q.kind not in ("multiple", "money", "number", "count", "measure") or (
            q.word and "time" not in q.text.lower()
        ):
            return False
    elif kind == "product":
        return not q.per
    elif q.kind not in (("count", "number") if one.counted else ("money",)):
        return False
    return not is_change(context, claim)


@dataclass(frozen=True, slots=True)
class _Candidates:
    some: tuple[Value, ...]
    #: all of them are one value
    sole: bool
    #: what narrows the name that the claim asks for
    narrowed: frozenset[str] = NONE


def _owners(claim: Figure, stated: Store) -> frozenset[str]:
    """Those of a table's rows that the words before the claim name last: whose value it is."""
    for word in reversed(claim.lead):
        said = stated.owners.get(stem(word))
        if said is not None:
            return said
    return NONE


def _candidates(role: Role, claim: Figure, one: Ask, stated: Store, owners: frozenset[str]) -> _Candidates:
    """The values that a role may have: of the thing that the document speaks of nearest to the claim."""
    if role.given is not None:
        return _Candidates((role.given,), True)
    best = _Candidates((), False)
    for thing, narrowed in role.options:
        of_it = [
            v
            for v in stated.of(thing, claim.q.start)
            if v.quantity is not claim.q
            and v.whose == (owners if v.whose else NONE)
            and _same_time(claim, one, v)
        ]
        if owners and any(v.whose for v in of_it):
            of_it = [v for v in of_it if v.whose]
        if not of_it:
            continue
        if one.counted and _one_value(of_it):
            narrowed |= of_it[0].narrowed  # no other is told of
        plain = [v for v in of_it if v.narrowed == narrowed] or [v for v in of_it if v.narrowed <= narrowed]
        some = plain or of_it
        near = sorted(some, key=lambda v: _distance(claim, v))[:_MOST]
        if not best.some or _distance(claim, near[0]) < _distance(claim, best.some[0]):
            best = _Candidates(tuple(near), bool(plain) and _one_value(some), narrowed)
        if one.spoken:
            break
    return best


def _same_time(claim: Figure, one: Ask, v: Value) -> bool:
    if claim.year is not None and v.year is not None:
        return int(claim.year) == int(v.year)
    return not v.past and one.old == v.old


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
    if kind == "ratio" and claim.q.kind in ("count", "measure"):
        if p.unit != claim.q.unit or not nouns_meet(p.noun, claim.q.noun):
            return None
        return Bound(role, p, p.unit), Bound(other, q, q.unit)
    if kind == "product":
        return (Bound(role, p, p.unit), Bound(other, q, q.unit)) if q.unit == claim.q.unit else None
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
    one: Ask,
    level: Level,
    tops: _Candidates,
    bottoms: _Candidates,
    top: Value,
    bottom: Value,
) -> Signals:
    s: Signals = {"spoken" if one.spoken else "identity": 1}
    if one.kind == "product":
        s["spoken-product"] = 1
        if one.cued:
            s["spoken-cued"] = 1
    if one.counted:
        s["identity-counted"] = 1
    if one.inherited:
        s["identity-inherited"] = 1
    if tops.sole + bottoms.sole:
        s["identity-sole"] = tops.sole + bottoms.sole
    if top.column and top.column == bottom.column:
        # one row is said, and the total of the column that is said
        s["identity-column"] = 1
    if tops.sole and bottoms.sole:
        s["identity-soles"] = 1
    for v, narrowed in ((top, tops.narrowed), (bottom, bottoms.narrowed)):
        more(s, "identity-extra", len(v.narrowed - narrowed))
        more(s, "identity-missing", len(narrowed - v.narrowed))
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
        elif (
            level.span
            and not v.span
            and not v.things & stocks()
            and (v.figure is None or v.figure.sentence != claim.sentence)
        ):
            # "in the first five months the load factor was 54%": were these counted over as long?
            more(s, "identity-span-open", 1)
    if top.span and bottom.span and top.span != bottom.span:
        more(s, "identity-span-other", 1)
    if top.year is not None and bottom.year is not None and int(top.year) != int(bottom.year):
        s["identity-year-other"] = 1
    if one.kind in ("sum", "difference") and any(
        v.figure is not None and v.figure.index > claim.index for v in (top, bottom)
    ):
        # of three of which each is made of the others, the last is the one that follows
        s["identity-first"] = 1
    return s


#: where one of these speaks, other values may be meant
_UNSURE = frozenset(
    ["identity-extra", "identity-missing", "identity-label-other", "identity-forecast-other",
     "identity-span-other", "identity-span-open", "identity-first", "identity-year-other"]
)  # fmt: skip


def tied(one: Hypothesis) -> bool:
    """Is each operand the only value of its name and time, and the text speaking of them here, or a table?"""
    said = one.signals.keys()
    if "spoken-product" in said and "spoken-cued" not in said:
        # a power of ten off, or two digits exchanged: "137,200 ounces at $2,840 an ounce brought in $39.0m"
        return one.fit == "mistake" and one.signals.get("identity-with", 0) == len(one.bound)
    if "identity-soles" not in said or _UNSURE & said or one.within_qualifiers():
        return False
    cells = one.signals.get("identity-cell", 0) == len(one.bound)
    if "identity-inherited" in said and "identity-with" not in said:
        return False  # another sentence said its name
    return cells or bool({"identity-with", "identity-near"} & said)
