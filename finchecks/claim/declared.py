"""Hypotheses from a rule's file alone: cues near the stated number, roles by their marks, types, nearness.

It serves the rules that have no generator of their own: those of a user, and the built-in ones that say
``binding: {generator: declared}``. A cue of the rule stands near a number of the claim's type; each role is
filled by a number of the role's type that its marks point at, in the claim's sentence or a neighbouring one.
Where the text does not tie the operands (two loans, one ratio) a disagreement says nothing, and the
document stays silent; where an operand is missing, the claim is unverifiable with the value it implies.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from finchecks.claim.candidates import Candidate, candidates, fits, nearby, options
from finchecks.claim.changes import complete, find_cue
from finchecks.claim.context import Context, Figure
from finchecks.claim.hypothesis import Bound, Hypothesis, unsigned
from finchecks.claim.phrases import Hit, split
from finchecks.claim.reading import Reading, read, typed
from finchecks.claim.relations import stem
from finchecks.claim.weigh import RIGHT, WRONG, Signals, bits_of, magnitude
from finchecks.interval import Interval
from finchecks.lexicon import rules_folder
from finchecks.quantity import Quantity
from finchecks.rule import Role, Rule
from finchecks.rule.load import load_rules
from finchecks.units import measures

#: words to the left of a claim in which its cue stands
CUE_WORDS = 14
#: bindings weighed for each claim
MOST = 300
FLOOR = -8.0
#: what leaves it open whether the author meant these numbers
_UNTIED = frozenset(
    {
        "declared-limit", "declared-old", "declared-rival", "declared-other-case", "declared-crossed",
        "declared-label-other", "declared-year-other", "declared-metric-other", "declared-cue-far",
        "declared-uncued",
        "role-elsewhere", "role-other", "role-unmarked", "role-guess", "role-block-later",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Timed(Bound):
    """A point of time in a role; a bare year is the whole of it."""

    span: Interval = field(default=Interval(0.0, 0.0), kw_only=True)

    def interval(self) -> Interval:
        return self.span

    def loose(self) -> Interval:
        return self.span


@functools.cache
def _built_in() -> frozenset[str]:
    return frozenset(rule.id for rule in load_rules())


def serves(rule: Rule) -> bool:
    """Is this a rule without a generator of its own?"""
    if rule.formula is None:
        return False
    return rule.binding.get("generator") == "declared" or rule.id not in _built_in()


def declared(context: Context, rules: Mapping[str, Rule]) -> list[Hypothesis]:
    """All bindings, of all rules that this generator serves."""
    served = [rule for rule in rules.values() if serves(rule)]
    if not served:
        return []
    reading = read(context)
    return [one for rule in served for one in _hypotheses(reading, rule)]


def lacking(context: Context, rules: Mapping[str, Rule]) -> list[Hypothesis]:
    """Claims beside their cue with one operand that the text does not give, the others in the sentence."""
    served = [rule for rule in rules.values() if serves(rule)]
    if not served:
        return []
    reading = read(context)
    found: list[Hypothesis] = []
    for rule in served:
        for claim, cue, start in _claims(reading, rule):
            if cue is None or not cue.near or {"declared-limit", "declared-old"} & start.keys():
                continue
            one = _lacking(reading, rule, claim, cue, start)
            if one is not None:
                found.append(one)
    return found


def tied(one: Hypothesis) -> bool:
    """Does the text itself say which numbers are meant? Only then may it be held against the author."""
    said = one.signals.keys()
    size = unsigned(one.recomputed) if one.recomputed is not None else None
    if one.fit == "wrong" and size is not None and one.hopeless(magnitude(one.claim.q), size):
        return False  # nobody errs by so much: other numbers are meant
    return not _UNTIED & said


def preferred(rivals: Sequence[Hypothesis], certain: Callable[[Hypothesis], bool]) -> Sequence[Hypothesis]:
    """Without the built-in rules' readings of a number that a rule of this generator surely names.

    Such a rule says more of its figures than a general one does ("loan to value" than "share"). A built-in
    rule that finds the number right in other figures stays a rival where the text ties those (``certain``).
    """
    own = [one for one in rivals if "declared" in one.signals and (one.fit == "right" or tied(one))]
    if not own:
        return rivals
    named = [_spots(one) for one in own]
    sure = any(tied(one) for one in own)
    return [
        one
        for one in rivals
        if "declared" in one.signals
        or (_spots(one) not in named and (not sure or (one.fit == "right" and certain(one))))
    ]


def _spots(one: Hypothesis) -> frozenset[int]:
    return frozenset(b.quantity.start for b in one.bound if b.quantity is not None)


def _claims(reading: Reading, rule: Rule) -> Iterator[tuple[Figure, Hit | None, Signals]]:
    """Numbers of the claim's type beside a cue of the rule, and what speaks for and against each."""
    for figure in reading.figures:
        q = figure.q
        if q.is_range or q.value != q.value or not any(typed(q, kind) for kind in rule.claim_type):
            continue
        hit, s = None, Signals()
        if rule.cues:
            hit = _cue(reading, rule, figure)
            if hit is None:
                continue
            s["declared-cue" if hit.near else "declared-cue-far"] = 1
            if hit.numbers:
                s["declared-cue-step"] = hit.numbers
        else:
            s["declared-uncued"] = 1
        if _limited(reading, figure):
            s["declared-limit"] = 1
        if figure.marks & {"origin", "comparison"} or figure.earlier:
            s["declared-old"] = 1
        s["start"] = s["declared"] = 1
        yield figure, hit, s


def _cue(reading: Reading, rule: Rule, figure: Figure) -> Hit | None:
    """The nearest of the rule's cues to a number."""
    found: list[Hit] = []
    concepts = [cue for cue in rule.cues if cue in reading.cue_concepts]
    if concepts:
        cue = find_cue(figure, reading.context, concepts)
        if cue is not None:
            found.append(Hit(0, cue.distance, before=cue.side == "before"))
    for cue_text in rule.cues:
        if cue_text not in concepts:
            hit = reading.beside(cue_text, figure, CUE_WORDS, across=True)
            if hit is not None:
                found.append(hit)
    return min(found, key=lambda hit: (hit.numbers, not hit.placed, hit.distance), default=None)


def _limited(reading: Reading, figure: Figure) -> bool:
    """Is the number a limit, a target or a norm, by the words about it?"""
    if figure.q.qualifier in ("at_most", "at_least"):
        return True
    said, number = reading.words(figure.sentence), reading.number(figure)
    own = [i for i, owner in enumerate(said.owners) if owner == number]
    if not own:
        return False
    before = itertools.takewhile(
        lambda i: said.owners[i] is None and said.stems[i] != ";", range(own[0] - 1, max(-1, own[0] - 13), -1)
    )
    after = itertools.takewhile(
        lambda i: said.owners[i] is None and said.stems[i] not in (";", ","),
        range(own[-1] + 1, min(len(said.stems), own[-1] + 5)),
    )
    return any(said.stems[i] in reading.around.norms for i in itertools.chain(before, after))


def _hypotheses(reading: Reading, rule: Rule) -> list[Hypothesis]:
    found: list[Hypothesis] = []
    table = reading.weights
    stated = list(_claims(reading, rule))
    for claim, cue, start in stated:
        others = [figure for figure, hit, _ in stated if figure is not claim and hit is not None and hit.near]
        near = nearby(reading, rule, claim)
        choices = []
        for role in rule.roles:
            fitting = candidates(reading, rule, role, claim, near, others)
            choices.append(options(role, fitting, reading))
        start_bits = bits_of(start, table)
        for chosen in itertools.islice(itertools.product(*choices), MOST):
            one = _bind(reading, rule, claim, cue, start, start_bits, chosen, choices)
            if one is not None:
                found.append(one)
    return found


def _bind(
    reading: Reading,
    rule: Rule,
    claim: Figure,
    cue: Hit | None,
    start: Signals,
    start_bits: float,
    chosen: Sequence[Candidate | None],
    choices: Sequence[Sequence[Candidate | None]],
) -> Hypothesis | None:
    """One binding weighed and judged; None where it is none, or hopeless."""
    figures = [f for one in chosen if one is not None for f in one.figures]
    if len({f.q.start for f in figures}) < len(figures) or not figures:
        return None
    bound = _bound(reading, rule, claim, chosen)
    if bound is None or rule.formula is None or rule.formula.choose({b.role: 0 for b in bound}) is None:
        return None
    signals = dict(start)
    bits = start_bits
    for one, others in zip(chosen, choices, strict=True):
        if one is None:
            continue
        for name, times in one.signals.items():
            signals[name] = signals.get(name, 0) + times
        bits += one.bits
        if any(
            other is not None
            and other is not one
            and other.bits > one.bits - 2
            and not set(other.figures) & set(figures)
            for other in others
        ):
            signals["declared-rival"] = 1
    if cue is not None and _other_case(reading, rule, claim, cue, figures):
        signals["declared-other-case"] = 1
        bits += bits_of({"declared-other-case": 1}, reading.weights)
    if bits < FLOOR:
        return None
    direction = None
    concept = find_cue(claim, reading.context, rule.cues)
    if concept is not None:
        direction = concept.direction
    one_hypothesis = Hypothesis(rule, claim, bound, signals, bits, direction, concept.word if concept else "")
    _judge(one_hypothesis)
    return one_hypothesis


def _judge(one: Hypothesis) -> None:
    stated = magnitude(one.claim.q)
    one.judge(stated.widened(one.rule.tolerance) if one.rule.tolerance else stated)
    if one.fit != "none" and one.claim.q.kind == "duration":
        # lengths of time are round: their fit says less than that of a percentage
        one.bits = one.structure + (RIGHT + 3.5 if one.fit == "right" else WRONG + 1.0)


def _bound(
    reading: Reading, rule: Rule, claim: Figure, chosen: Sequence[Candidate | None]
) -> tuple[Bound, ...] | None:
    """The operands with their units completed; None where their units do not go together."""
    first: dict[str, Figure] = {"claim": claim}
    for role, one in zip(rule.roles, chosen, strict=True):
        if one is not None:
            first[role.name] = one.figures[0]
    bound: list[Bound] = []
    for role, one in zip(rule.roles, chosen, strict=True):
        if one is None:
            if role.default is not None and not role.optional:
                published = reading.context.document.published
                assert published is not None  # only then is the default among the options
                at = published.year + (published.timetuple().tm_yday - 1) / 365.25
                value = float(published.year)
                span = Interval.point(value if role.type == "year" else at)
                bound.append(Timed(role.name, None, "period", 1.0, value, "date", span=span))
            continue
        for figure in one.figures:
            completed = _completed(rule, role, figure, first)
            if completed is None:
                return None
            bound.append(completed)
    return tuple(bound) if _agree(claim.q, bound, rule) else None


def _completed(rule: Rule, role: Role, figure: Figure, first: Mapping[str, Figure]) -> Bound | None:
    q = figure.q
    if q.kind == "period":
        if role.type == "year":
            return Timed(role.name, q, "period", 1.0, q.value, "text", span=Interval.point(q.value))
        return Timed(role.name, q, "period", 1.0, None, "text", span=_whole(q))
    likes = [role.like] if role.like else []
    likes += [other.name for other in rule.roles if other.like == role.name]
    unit, times = q.unit, 1.0
    for name in likes:
        other = first.get(name or "")
        if other is None or other is figure:
            continue
        if q.unit in ("percent", "percentage_point", "bp") and other.q.unit in (
            "percent", "percentage_point", "bp"
        ):  # fmt: skip
            continue  # a difference of rates is in points
        completed = complete(figure, other)
        if completed is None:
            return None
        unit, times = completed[0], completed[1]
    if q.kind == "number" and role.type in ("money", "measure") and not unit:
        return None
    return Bound(role.name, q, unit, times)


def _whole(q: Quantity) -> Interval:
    """The years that a period covers: 2022 is 2022 to 2023, June 2022 its one month."""
    pieces = q.period.replace("FY", "").split("-")
    if len(pieces) > 1 and pieces[1].isdigit() and 1 <= int(pieces[1]) <= 12:
        month = int(pieces[1])
        return Interval(int(q.value) + (month - 1) / 12, int(q.value) + month / 12)
    return Interval(float(int(q.value)), int(q.value) + 1.0)


def _agree(claim: Quantity, bound: Sequence[Bound], rule: Rule) -> bool:
    """One currency throughout, and one unit of each kind of measure: nothing is converted in passing."""
    currencies = {b.unit for b in bound if b.quantity is not None and b.quantity.kind == "money"}
    if claim.kind == "money":
        currencies.add(claim.unit)
    known = measures(rules_folder() / "lexicon" / "units.txt")
    units: dict[str, set[str]] = {}
    for unit in (*(b.unit for b in bound), claim.unit, claim.per.replace(" ", "_")):
        measure = known.get(unit)
        if measure is not None:
            units.setdefault(measure.dimension, set()).add(measure.name)
    return len(currencies) <= 1 and all(len(names) == 1 for names in units.values())


def _other_case(reading: Reading, rule: Rule, claim: Figure, cue: Hit, figures: Sequence[Figure]) -> bool:
    """Do the words before the claim begin another case than that of its operands?

    Where all operands are in its own sentence only a word of contrast, or "and" with a new subject, does;
    otherwise any name that is none of the rule's words and none of the operands'.
    """
    said = reading.words(claim.sentence)
    number = reading.number(claim)
    own = next((i for i, owner in enumerate(said.owners) if owner == number), 0)
    beside = [f for f in figures if f.sentence == claim.sentence]
    before = [reading.number(f) for f in beside if f.q.start < claim.q.start]
    opening = 0
    if before:
        last = max(before)
        opening = max(i for i, owner in enumerate(said.owners) if owner == last) + 1
    lead = said.stems[opening : min(own, cue.at) if cue.before else own]
    if before and reading.around.contrasts & set(lead):
        return True
    if claim.period and all(f.period != claim.period for f in figures):
        return True  # "in March it was 65%"
    known = _known_words(rule)
    names = {name for f in figures for name in f.name_set} | {
        part for f in figures for part in split(f.q.noun)
    }
    fresh = [
        word
        for word in lead
        if word[0].isalpha()
        and word not in reading.context.relations.stop
        and word not in reading.around.links
        and word not in reading.around.fillers
        and word not in known
        and word not in names
    ]
    if len(beside) == len(figures):
        return bool(fresh) and bool(before) and bool({"and", ";"} & set(lead))
    return bool(fresh)


@functools.cache
def _phrase_words(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(stem(word) for text in texts for word in split(text.replace("_", " ")))


def _known_words(rule: Rule) -> frozenset[str]:
    """All words of the rule's cues and marks."""
    return _phrase_words((*rule.cues, *(mark for role in rule.roles for mark in role.marks)))


def _lacking(reading: Reading, rule: Rule, claim: Figure, cue: Hit, start: Signals) -> Hypothesis | None:
    """The claim with all operands but one, where those are marked and for that one no number is."""
    near = nearby(reading, rule, claim)
    chosen: list[Candidate | None] = []
    missing: Role | None = None
    for role in rule.roles:
        pointed = [
            one
            for one in candidates(reading, rule, role, claim, near, ())
            if one.marked and "role-other" not in one.signals
        ]
        same = [one for one in pointed if one.figures[0].sentence == claim.sentence]
        if role.optional or role.default is not None:
            chosen.append(None)
        elif not pointed and missing is None:
            missing = role
            chosen.append(None)
        elif len(same) == 1 and "declared-label-other" not in same[0].signals:
            chosen.append(same[0])
        else:
            return None
    figures = [f for one in chosen if one is not None for f in one.figures]
    if missing is None or not figures or len({f.q.start for f in figures}) < len(figures):
        return None
    spare = [f for f in near if f.sentence == claim.sentence and f not in figures]
    if any(fits(rule, missing, f.q) for f in spare) or _other_case(reading, rule, claim, cue, figures):
        return None  # the text may well give it, only not in the rule's words
    bound = _bound(reading, rule, claim, chosen)
    if not bound:
        return None
    one = Hypothesis(rule, claim, bound, start, 0.0, missing=missing.name)
    one.fit = "none"
    return one


__all__ = ["declared", "lacking", "preferred", "serves", "tied"]
