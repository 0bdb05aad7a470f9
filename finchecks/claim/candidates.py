"""Numbers that may fill the roles of a rule that is bound by its file alone."""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from finchecks.claim.context import Figure
from finchecks.claim.reading import Reading, typed
from finchecks.claim.weigh import Signals, bits_of
from finchecks.quantity import Quantity
from finchecks.rule import Role, Rule

#: sentences on either side in which operands are looked for, unless the rule says ``binding: {window: n}``
WINDOW = 2
#: figures on either side that are tried at all
REACH = 30
#: words to the left of an operand in which its mark stands
MARK_WORDS = 8
#: candidates kept for each role
KEPT = 4
_LIST = frozenset([",", "and", "&", "plus", "or"])


@dataclass(frozen=True, slots=True)
class Candidate:
    """Numbers that may fill a role: one, or a list of them where the role repeats."""

    figures: tuple[Figure, ...]
    signals: Mapping[str, float]
    bits: float
    #: the role's own mark points at it
    marked: bool


def nearby(reading: Reading, rule: Rule, claim: Figure) -> list[Figure]:
    window = rule.binding.get("window", WINDOW)
    reach = window if isinstance(window, int) and window >= 0 else WINDOW
    at = reading.by_sentence[claim.sentence][reading.number(claim)]
    return [
        f
        for f in reading.figures[max(0, at - REACH) : at + REACH + 1]
        if f is not claim and not f.q.is_range and abs(f.sentence - claim.sentence) <= reach
    ]


def options(role: Role, found: Sequence[Candidate], reading: Reading) -> list[Candidate | None]:
    """What a role may be: an optional one only what its marks point at, or nothing."""
    if role.optional:
        return [None, *(one for one in found if one.marked or not role.marks)][: KEPT + 1]
    if role.default is not None and reading.context.document.published is not None:
        return [*(one for one in found if one.marked), None][: KEPT + 1]
    return list(found[:KEPT])


def candidates(
    reading: Reading,
    rule: Rule,
    role: Role,
    claim: Figure,
    nearby: Sequence[Figure],
    others: Sequence[Figure],
) -> list[Candidate]:
    """Numbers that may fill a role, the likeliest first."""
    table = reading.weights
    singles: list[Candidate] = []
    for figure in nearby:
        if not fits(rule, role, figure.q):
            continue
        s: Signals = {}
        grade = _grade(reading, role, figure)
        rest = [_grade(reading, other, figure) for other in rule.roles if other is not role and other.marks]
        if max(rest, default=0) > grade:
            s["role-other"] = 1
        s[
            ("role-unmarked" if role.marks else "role-plain", "role-far", "role-near", "role-marked")[grade]
        ] = 1
        _nearness(reading, claim, figure, others, s)
        named = all(mark in reading.mark_concepts for mark in role.marks)
        if named and claim.metric and figure.metric and claim.metric != figure.metric:
            s["declared-metric-other"] = 1  # no word of the rule names the thing, so the text must
        if not role.marks and not _only(rule, role, reading.in_sentence(claim.sentence), figure, claim):
            s["role-guess"] = 1
        singles.append(Candidate((figure,), s, bits_of(s, table), grade >= 2))
    if any(one.marked and "role-with" in one.signals and "role-other" not in one.signals for one in singles):
        # what the sentence itself names is not looked for elsewhere
        singles = [_elsewhere(one, table) if "role-with" not in one.signals else one for one in singles]
    pointed = [one for one in singles if one.marked]
    if len(pointed) == 1 and not role.repeated:
        sole = {**pointed[0].signals, "role-sole": 1.0}
        singles[singles.index(pointed[0])] = Candidate(pointed[0].figures, sole, bits_of(sole, table), True)
    if role.repeated:
        singles = _runs(reading, singles, claim)
    singles.sort(key=lambda one: -one.bits)
    return singles


def _elsewhere(one: Candidate, table: Mapping[str, float]) -> Candidate:
    signals = {**one.signals, "role-elsewhere": 1.0}
    return Candidate(one.figures, signals, bits_of(signals, table), one.marked)


def fits(rule: Rule, role: Role, q: Quantity) -> bool:
    if typed(q, role.type):
        return q.kind != "period" or q.value == q.value
    # a bare number takes its unit from what it is like: "300,000 of the $400,000"
    alike = role.like is not None or any(other.like == role.name for other in rule.roles)
    return q.kind == "number" and role.type in ("money", "measure") and alike


def _grade(reading: Reading, role: Role, figure: Figure) -> int:
    """How well a role's marks point at a number: 3 in their place, 2 near, 1 far, 0 not at all."""
    source = figure
    if figure.conversion_of is not None:
        # an amount in brackets is marked by what marks the amount it converts
        source = reading.context.figures[figure.conversion_of]
    best = 0
    for mark in role.marks:
        if mark in reading.mark_concepts:
            pointed = figure.earlier if mark == "earlier" else mark in source.marks
            best = max(best, 3 if pointed else 0)
            continue
        hit = reading.beside(mark, source, MARK_WORDS, across=False)
        if hit is not None:
            best = max(best, 3 if hit.placed else 2 if hit.near else 1)
    return best


def _nearness(reading: Reading, claim: Figure, figure: Figure, others: Sequence[Figure], s: Signals) -> None:
    low, high = sorted((claim.q.start, figure.q.start))
    first, last = bisect.bisect_right(reading.starts, low), bisect.bisect_left(reading.starts, high)
    inside = reading.figures[first:last]
    steps = sum(1 for f in inside if f.conversion_of is None)
    if steps:
        s["role-step"] = steps
    apart = abs(claim.sentence - figure.sentence)
    if apart:
        s["role-apart"] = apart
        if claim.block != figure.block:
            s["role-block" if claim.block > figure.block else "role-block-later"] = 1
        if claim.sentence < figure.sentence:
            s["role-later"] = 1
    else:
        s["role-with"] = 1
    if any(low < other.q.start < high for other in others):
        s["declared-crossed"] = 1
    if figure.conversion_of is not None:
        s["role-conversion"] = 1
    if (claim.labels - figure.labels) or (figure.labels - claim.labels - {"forecast"}):
        s["declared-label-other"] = 1
    if claim.year is not None and figure.year is not None and int(claim.year) != int(figure.year):
        s["declared-year-other"] = 1


def _only(rule: Rule, role: Role, said: Sequence[Figure], figure: Figure, claim: Figure) -> bool:
    """Is it the only number of its type in the claim's sentence?"""
    same = [f for f in said if f is not claim and f.conversion_of is None and fits(rule, role, f.q)]
    return same == [figure]


def _runs(reading: Reading, singles: Sequence[Candidate], claim: Figure) -> list[Candidate]:
    """Lists of numbers: "of $2m, $3m and $5m" is as likely the role as its first."""
    places = {one.figures[0].q.start: one for one in singles}
    runs: list[Candidate] = []
    run: list[Candidate] = []
    for figure in [*reading.figures, None]:
        one = places.get(figure.q.start) if figure is not None else None
        if one is not None and run and _listed(run[-1].figures[0], one.figures[0]):
            run.append(one)
        elif one is not None or (figure is not claim and run):
            if run:
                runs.append(_joined(run))
            run = [one] if one is not None else []
    marked = [one for one in singles if one.marked]
    if len(marked) > 1:
        runs.append(_joined(marked))
    return runs


def _joined(run: Sequence[Candidate]) -> Candidate:
    best = max(run, key=lambda one: one.bits)
    signals = {**best.signals, "role-list": float(len(run) - 1)}
    if len(run) > 1:
        signals.pop("role-guess", None)
    return Candidate(tuple(f for one in run for f in one.figures), signals, best.bits, best.marked)


def _listed(a: Figure, b: Figure) -> bool:
    return (
        a.sentence == b.sentence
        and a.q.unit == b.q.unit
        and len(b.lead) <= 6
        and bool(_LIST & set(b.lead[:2] + b.lead[-2:]))
    )
