"""Claims whose operand the text lacks, completed from a facts file: by metric, owner, period and unit.

Filled is only what one fact alone fits. Where several with different values do, the claim stays open and
says so.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from finchecks.claim import Claim, Operand
from finchecks.claim.apart import apart_words
from finchecks.claim.changes import CLAUSE, change_cue, nouns_meet, own_level, preceding
from finchecks.claim.context import Context, Figure, tokens
from finchecks.claim.naming import Name, metric_in, name_of, periods_in, window, words_of
from finchecks.claim.relations import Relations, labels_said
from finchecks.facts import Fact
from finchecks.interval import Interval
from finchecks.quantity import Quantity
from finchecks.rule import Rule

#: roles that are measured from, with an earlier period than the claim's own
BASES = frozenset({"old", "start"})
#: the roles by which a claim may be completed, the first that a fact fits; otherwise the one it misses
ROLES: Mapping[str, tuple[str, ...]] = {"percent_of_change": ("old", "new")}
#: an article that names no period speaks of its own day or of a period that ended shortly before: a base is
#: at most so many years older than its publication
OLDEST = 2
_PART = re.compile(r"(?P<year>\d{4})(?:-(?P<part>[QH])?(?P<number>\d{1,2})(?:-(?P<day>\d\d))?)?")
#: a period that no fact has: the text names some, but not so that one could tell which is the operand's
NO_TELLING = "?"
#: parts of a year by the letter before their number; months have none
_IN_YEAR = {"Q": 4, "H": 2, "": 12}


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a claim asks for."""

    role: str
    unit: str
    kind: str
    noun: str
    per: str
    #: names of the period that the operand is of; none where the text does not say
    periods: frozenset[str]
    name: Name | None
    labels: frozenset[str]
    #: stems of the words that must hold the fact's metric
    said: frozenset[str]


def supplied(
    context: Context, claims: list[Claim], facts: Sequence[Fact], rules: Mapping[str, Rule]
) -> list[Claim]:
    """The claims, those with a missing operand completed where one fact fits.

    Besides, claims of which nothing would be said without the facts: a change beside what it led to.
    """
    if not facts:
        return claims
    by_start = {figure.q.start: figure for figure in context.figures}
    known = [
        _completed(context, claim, by_start, facts) if claim.missing is not None else claim
        for claim in claims
    ]
    told = {claim.stated.start for claim in claims}
    used = {o.quantity.start for claim in claims for o in claim.operands if o.quantity is not None}
    for figure in context.figures:
        if figure.q.start in told | used:
            continue
        unsaid = _unsaid(context, figure, rules)
        if unsaid is not None and unsaid.operands[0].quantity != figure.q:
            claim = _completed(context, unsaid, by_start, facts)
            if claim.missing is None:
                known.append(claim)
    return known


#: what a number that says a change is called
RULES = {"percent": "percent-change", "points": "pp-change", "multiple": "multiple", "money": "difference",
         "measure": "difference", "count": "difference"}  # fmt: skip


def _unsaid(context: Context, figure: Figure, rules: Mapping[str, Rule]) -> Claim | None:
    """The change that a figure says of the value beside it: "revenue of $3.36bn, up 27%"."""
    q, rule = figure.q, rules.get(RULES.get(figure.q.kind, ""))
    if rule is None or q.is_range or q.value <= 0 or q.cell is not None or figure.conversion_of is not None:
        return None
    new = _level(context, figure)
    if new is None or new.q.is_range or new.q.value <= 0 or (q.kind == "points") != (new.q.kind == "percent"):
        return None
    if rule.kind == "difference" and (new.q.kind, new.q.unit) != (q.kind, q.unit):
        return None
    operand = Operand.of("new", new.q)
    if q.kind == "multiple":
        return Claim(rule.id, rule.kind, q, q.value, (operand,), missing="old")
    cue = change_cue(figure, context)
    if cue is None or cue.direction is None or cue.distance > 2 or {"origin", "comparison"} & figure.marks:
        return None
    up = cue.direction == "up"
    value = q.value if up else -q.value
    return Claim(rule.id, rule.kind, q, value, (operand,), "up" if up else "down", cue.word, missing="old")


def _level(context: Context, figure: Figure) -> Figure | None:
    """The value that a change led to: as the binder reads it, or before it with its period between."""
    found = own_level(context, figure)
    if found is not None or not figure.lead or figure.q.kind == "multiple":
        return found
    before = preceding(context, figure)
    times = apart_words().naming.times | apart_words().naming.silent
    start = next((at for at, word in enumerate(figure.lead) if word in (",", "(", "–", "—")), 0)
    if (
        before is None
        or not start
        or not all(word in times or word.isdigit() for word in figure.lead[:start])
    ):
        return None
    reached = {"goal", "level"} & before.marks and not before.earlier
    near = before.sentence == figure.sentence and len(figure.lead) - start <= 5
    return before if reached and near and not CLAUSE & set(figure.lead) else None


def _completed(context: Context, claim: Claim, figures: Mapping[int, Figure], facts: Sequence[Fact]) -> Claim:
    figure = figures.get(claim.stated.start)
    if figure is None or claim.missing is None:
        return claim
    reason = claim.reason
    for role in ROLES.get(claim.kind, (claim.missing,)):
        asked = _asked(context, claim, role, figure, figures)
        fitting = [fact for fact in facts if _fits(fact, asked, context)]
        fitting = _nearest(context, figure, asked, fitting)
        values = {(fact.value.low, fact.value.high) for fact in fitting}
        if len(values) == 1:
            operand = _operand(asked, fitting[0])
            return replace(claim, operands=(*claim.operands, operand), missing=None)
        if values:
            places = " and ".join(fact.place for fact in fitting[:3])
            reason = reason or f"more than one fact fits ({places})"
    return replace(claim, reason=reason)


def _asked(
    context: Context, claim: Claim, role: str, figure: Figure, figures: Mapping[int, Figure]
) -> _Asked:
    """What the missing operand must be: like the operand that the claim has."""
    like = next((o.quantity for o in claim.operands if o.quantity is not None), claim.stated)
    level = figures.get(like.start, figure)
    start, end = window(context, figure)
    name = name_of(context, level) or name_of(context, figure)
    text = context.text(start, end)
    if role == "whole":
        # "12% of revenue": what follows the share
        name, text = None, context.text(figure.q.end, end)
    return _Asked(
        role,
        like.unit,
        like.kind,
        like.noun,
        like.per,
        _periods(context, role, figure, level),
        name,
        (figure.labels | level.labels) - {"forecast"},
        words_of(text, context.relations),
    )


def _fits(fact: Fact, asked: _Asked, context: Context) -> bool:
    return (
        _unit_fits(fact.value, asked)
        and _metric_fits(fact, asked, context.relations)
        and (not fact.entities or any(_named(name, context.document.prose) for name in fact.entities))
        and _period_fits(fact.period, asked, context.document.published)
    )


def _unit_fits(value: Quantity, asked: _Asked) -> bool:
    if value.per != asked.per:
        return False
    if asked.kind in ("count", "number"):
        same = value.kind in ("count", "number")
        return same and (not value.noun or not asked.noun or nouns_meet(value.noun, asked.noun))
    if asked.kind == "percent":
        return value.kind in ("percent", "number")
    return value.kind == asked.kind and value.unit == asked.unit


def _metric_fits(fact: Fact, asked: _Asked, known: Relations) -> bool:
    """Does the text say the fact's metric, that metric alone, and under the same label?"""
    said = fact.metric.lower()
    labels = labels_said(said, known)
    if labels - {"forecast"} != asked.labels:
        return False
    metric, extra = metric_in(tokens(said), known)
    own = frozenset(stem for name in fact.entities for stem in words_of(name, known))
    if asked.name is not None and metric:
        narrowed = asked.name.extra - own
        return metric == asked.name.metric and narrowed == extra - own
    return words_of(said, known) <= asked.said | own


def _named(name: str, text: str) -> bool:
    found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)
    return found is not None


def _nearest(context: Context, figure: Figure, asked: _Asked, facts: Sequence[Fact]) -> list[Fact]:
    """Of facts about several owners those whose name the claim measures from, else those that it names."""
    start, end = window(context, figure)
    after = context.text(figure.q.end, end)
    pointed = _pointed(after) if asked.role in BASES else ""
    for text in (pointed, context.text(start, end)):
        near = [fact for fact in facts if any(_named(name, text) for name in fact.entities)]
        if near:
            return near
    return list(facts)


def _pointed(after: str) -> str:
    """What stands behind a word of origin: "its predecessor" of "a jump from its predecessor"."""
    words = apart_words().facts.origins
    found = re.search(rf"\b(?:{'|'.join(map(re.escape, words))})\b(.*)", after, re.IGNORECASE | re.DOTALL)
    return found[1] if found else ""


def _periods(context: Context, role: str, figure: Figure, level: Figure) -> frozenset[str]:
    """Names of the period that the operand is of: said outright, or a step back from the claim's own."""
    start, end = window(context, figure)
    said = [q for q in periods_in(context, start, end) if q.value == q.value]
    if role in BASES:
        for q in said:
            # "25% more than in 2023"
            before = context.text(max(start, q.start - 24), q.start).rstrip()
            if q.start >= figure.q.end and q.period != level.period and _pointed(f"{before} "):
                return frozenset({q.period})
    if not said:
        return frozenset()
    own = level.period or figure.period or (said[0].period if len(said) == 1 else "")
    if role in BASES:
        own = _step_back(own, (figure.basis or level.basis).rstrip("?") or "year")
    return frozenset({own or NO_TELLING})


def _step_back(period: str, basis: str) -> str:
    """The period a year, a quarter or a month before one; "" where there is no telling."""
    found = _PART.fullmatch(period.removeprefix("FY"))
    if found is None or found["day"]:
        return ""
    year = int(found["year"])
    if found["number"] is None:
        return str(year - 1) if basis == "year" else ""
    letter, number = found["part"] or "", int(found["number"])
    if basis != "year":
        if {"quarter": "Q", "month": ""}.get(basis) != letter:
            return ""
        number -= 1
        if number == 0:
            year, number = year - 1, _IN_YEAR[letter]
    else:
        year -= 1
    return f"{year}-{letter}{number if letter else f'{number:02}'}"


def _period_fits(period: Quantity | None, asked: _Asked, published: dt.date | None) -> bool:
    if period is None:
        return True
    if asked.periods:
        return any(_plain(period.period) == _plain(one) for one in asked.periods)
    # the text names no period: its own is a recent one, and its base the one before
    return published is None or published.year - OLDEST <= int(period.value) <= published.year


def _plain(period: str) -> str:
    return period.removeprefix("FY")


def _operand(asked: _Asked, fact: Fact) -> Operand:
    """A fact without a unit of its own has the unit that the claim asks for."""
    q = fact.value
    unit = asked.unit if q.kind in ("number", "count") else q.unit
    strict, loose = Interval(q.low, q.high), Interval(q.loose_low, q.loose_high)
    return Operand(asked.role, q.value, unit, strict, loose, q.text, None, "facts", fact.note)
