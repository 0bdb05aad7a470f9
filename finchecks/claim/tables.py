"""A document's tables as metrics × periods, and the prose claims that speak of their cells."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from finchecks.claim.cells.words import load_table_words
from finchecks.claim.changes import (
    APPOSED,
    PLAIN,
    change_cue,
    claim_signals,
    own_base,
    own_level,
    part_of_it,
    preceding,
)
from finchecks.claim.context import Context, Cue, Figure, names_of, tokens
from finchecks.claim.grids import Grid, Row, keys, label_stems, pairs_of
from finchecks.claim.hypothesis import Bound, Hypothesis, unsigned
from finchecks.claim.levels import level_words, levels, named
from finchecks.claim.relations import Relations, labels_said
from finchecks.claim.row_names import leads
from finchecks.claim.shares import Wanted, is_bound, other_span, wants
from finchecks.claim.subjects import (
    Subject,
    level_subject,
    subject,
    whole_named_before,
)
from finchecks.claim.weigh import Signals, bits_of, magnitude
from finchecks.interval import Interval
from finchecks.quantity import Quantity
from finchecks.rule import Rule

#: so many tables before a claim, and as many after it, are looked at
NEAR_TABLES = 6
NONE: frozenset[str] = frozenset()
#: an earlier value stands so many figures after the newer at most
_BACK = 5
#: a run-in title is said of so many sentences after it
_UNDER_TITLE = 3
_RATES = frozenset({"percent", "points", "fraction", "multiple"})
#: "due to the following:" opens a list of causes
_TO_LIST = 25
#: a title is no longer than so many characters
_TITLE = 60


@dataclass(frozen=True, slots=True)
class Years:
    """The years that a claim's clause names: those of the new value, and the one it is measured from."""

    new: tuple[float, ...] = ()
    old: float | None = None
    #: the last that is named before the claim
    before: float | None = None


@dataclass(slots=True)
class Words:
    """The words about a claim, by how near they stand: its clause, its sentence, its paragraph's opening."""

    near: frozenset[str]
    sentence: frozenset[str]
    opening: frozenset[str]
    #: keys of the heading above the claim's paragraph, and with those of the paragraph's opening
    heading: frozenset[str]
    above: frozenset[str]
    #: ... of the words that a paragraph runs in with: "Cost of sales. Wages rose ..."
    run_in: frozenset[str]
    #: keys of what the claim itself speaks of, and of all that leads to it in its clause
    core: frozenset[str]
    wide: frozenset[str]
    #: numbers among these: "scope 2 emissions"
    numbers: frozenset[str]
    #: a word says that all of it is meant: "total revenue"
    whole: bool
    borrowed: bool
    labels: frozenset[str]
    years: Years


def words_about(context: Context, claim: Figure, about: Subject) -> Words:
    prose = context.document.prose
    start, end = context.sentence_span(claim.sentence)
    relations = context.relations
    near = label_stems(prose[max(start, claim.q.start - 110) : claim.q.start], relations) | label_stems(
        prose[claim.q.end : min(end, claim.q.end + 50)], relations
    )
    sentence = label_stems(prose[start:end], relations)
    block = context.blocks[claim.block]
    opening = label_stems(prose[block : block + 70], relations)
    if claim.sentence:
        opening |= label_stems(prose[context.sentences[claim.sentence - 1] : start], relations)
    heading: frozenset[str] = frozenset()
    if claim.block and block - context.blocks[claim.block - 1] < 90:
        heading = keys(tokens(prose[context.blocks[claim.block - 1] : block]), relations)
    above = keys(tokens(prose[block : min(start, block + 70)]), relations)
    return Words(
        near, sentence, opening, heading, heading | above, _run_in(context, claim),
        keys(about.core, relations), keys(about.wide, relations),
        frozenset(word for word in about.wide if word.isdigit()),
        bool(relations.of_all & {*about.wide}), about.borrowed,
        _labels_said(context, claim, about), years_about(context, claim),
    )  # fmt: skip


def _from(context: Context, place: int) -> Iterator[Figure]:
    """The figures from a place on."""
    first = bisect.bisect_left(context.figures, place, key=lambda f: f.q.start)
    yield from itertools.islice(context.figures, first, None)


def _run_in(context: Context, claim: Figure) -> frozenset[str]:
    """The keys of a paragraph's first sentence, where that is a mere title."""
    block = context.blocks[claim.block]
    start, end = context.sentence_span(context.sentence_of(block))
    first = context.sentence_of(block)
    title = context.document.prose[start:end].strip(" *_:.\n")
    if any(f.q.start < end for f in itertools.islice(_from(context, start), 1)):
        return NONE  # "Net sales rose 4%." says more than a title
    if end > claim.q.start or len(title) > _TITLE or claim.sentence > first + _UNDER_TITLE:
        return NONE
    return keys(tokens(title), context.relations)


def subject_signals(row: Row, grid: Grid, words: Words, s: Signals, known: frozenset[str] = NONE) -> None:
    """Is the row's name what the claim's own words speak of, no less and no more (but for ``known``)?"""
    numbers = words.numbers & grid.vocabulary
    core, wide = (words.core - known) | numbers, words.wide | numbers
    if not core:
        return
    if not row.names:
        if _is_total(row, grid, core, words.whole):
            s["subject-borrowed" if words.borrowed else "subject"] = s["row"] = s["row-none"] = 1
            s.pop("row-empty", None)
        return
    said = words.heading - grid.vocabulary
    if any(not key.startswith("@") for key in row.names[0]):
        # "research and development expense" of a row "Research and development"
        longer = row.names[0] | {"@cost"}
        if all(longer not in other.names for other in grid.rows if other is not row):
            said |= {"@cost"}
    if row.parts:
        # "Scope 1 and 2 emissions" of a total of "Fuel (Scope 1)" and "Power (Scope 2)"
        said |= frozenset.intersection(*(part.stems for part in row.parts))
    best: tuple[float, float, float] | None = None
    for name in row.names:
        missing = frozenset(one for one in name - wide if not _kin(one, wide))
        left = len(missing - words.above) + 0.4 * len(missing & words.above)
        extra = float(sum(not _kin(one, name) for one in core - name - row.theme - said))
        one = (left / len(name) + extra / 2, left / len(name), extra)
        best = min(best, one) if best is not None else one
    assert best is not None
    total, missing_share, extra = best
    if words.run_in and words.run_in in row.names:
        s["row-title"] = 1
        s["row"] = max(s.get("row", 0.0), 0.6)
        extra = min(extra, 1)
    exact = any(name <= wide and core <= name | row.theme for name in row.names)
    if words.run_in and words.run_in in row.names and not exact and not _named_by(core, row, grid):
        # "Wages and salaries. Labour costs rose 5%"
        s["row"] = max(s.get("row", 0.0), 0.9)
        s["subject-alone"] = 1
        return
    if missing_share and not extra and _alone(row, grid, core, wide):
        s["row"] = max(s.get("row", 0.0), 0.9)
        s["subject-borrowed" if words.borrowed else "subject-alone"] = 1
        return
    if total == 0 and row.twin and row.section and not row.theme & (core | words.above):
        total = missing_share = 0.5
    if total == 0 and not words.borrowed:
        s["subject"] = s["row"] = 1
        if not row.twin and not s.get("row-section"):
            # the only row of that name needs no section, which may have ended above it
            s.pop("row-section-none", None)
    elif total == 0:
        s["subject-borrowed"], s["row"] = 1, max(s.get("row", 0.0), 0.9)
    else:
        if missing_share:
            s["subject-missing"] = missing_share
        if extra:
            s["subject-extra"] = min(extra, 3)


def _is_total(row: Row, grid: Grid, core: frozenset[str], whole: bool) -> bool:
    """A row that is called but "Total", and the one metric that the table is of: "total sales rose 5%"."""
    if not row.total or len(core) > 1 or core & grid.vocabulary or sum(r.total for r in grid.rows) > 1:
        return False
    metrics = {key for key in row.theme if key.startswith("@")}
    return core <= row.theme or (whole and not metrics and all(key.startswith("@") for key in core))


def _alone(row: Row, grid: Grid, core: frozenset[str], wide: frozenset[str]) -> bool:
    """Does a word of its own tell it from all other rows, and is all that is not said common to several?

    "Freight sales" of "Passenger ferries", "Freight ferries" and "Ports".
    """
    others = [name for other in grid.rows if other is not row for name in other.names]
    said = row.names[0] & core
    if not any(not key.startswith("@") and all(key not in name for name in others) for key in said):
        return False
    return all(any(key in name for name in others) for key in row.names[0] - wide)


def _column_called(grid: Grid, said: frozenset[str], relations: Relations) -> int | None:
    """The one column whose head is a metric: "68% of operating profit", of a table of regions by metrics."""
    if grid.years:
        return None
    columns = {c for row in grid.rows for c in row.cells}
    found = [c for c in columns if said <= keys(tokens(grid.heads.get(c, "")), relations)]
    return found[0] if len(found) == 1 else None


def _named_by(core: frozenset[str], row: Row, grid: Grid) -> bool:
    """Is another row's name said?"""
    return any(name <= core for other in grid.rows if other is not row for name in other.names)


#: words that share so many letters are of one root: "produced" and "production"
_ROOT = 6


def _kin(one: str, said: frozenset[str]) -> bool:
    return len(one) >= _ROOT and one[0] != "@" and any(word.startswith(one[:_ROOT]) for word in said)


def label_said(row: Row, words: Words) -> float:
    """The share of a row's label that the words about the claim say, the nearer the more; 0 without one."""
    score = sum(
        1.0 if one in words.near
        else 0.75 if one in words.sentence or _kin(one, words.near)
        else 0.5 if one in words.opening
        else 0.0
        for one in row.stems
    )  # fmt: skip
    return score / max(1, len(row.stems))


def row_signals(row: Row, words: Words, metric: str, s: Signals) -> None:
    """How well a row's label is said in the words about the claim."""
    if not row.stems:
        s["row-empty"] = 1
        return
    share = label_said(row, words)
    s["row"] = share
    s["row-none"] = 1
    if row.section and share > 0.4:
        said = words.near | words.sentence | words.opening
        s["row-section"] = len(row.section & said) / len(row.section)
        s["row-section-none"] = 1
    if metric and row.metric:
        s["row-metric-same" if metric == row.metric else "row-metric-other"] = 1
    if share > 0.7 and len(row.stems) > 1:
        s["row-long"] = min(len(row.stems) - 1, 2)


def table_claims(context: Context, grids_: Sequence[Grid], rules: Mapping[str, Rule]) -> list[Hypothesis]:
    """Prose claims bound to cells by metric and period."""
    found: list[Hypothesis] = []
    if not grids_:
        return found
    known = wants(context, levels(context))
    for claim in context.figures:
        q = claim.q
        if q.is_range or q.value == 0 or part_of_it(claim):
            continue
        cue = change_cue(claim, context) or _cue_after_apposition(claim, context)
        want = _wanted(context, claim, known) if q.kind in ("percent", "fraction") else None
        near = nearest(grids_, q.start)
        if cue is not None and not _closed(claim, cue):
            words = words_about(context, claim, subject(context, claim, cue))
            some = [one for grid in near for one in _row_changes(context, claim, grid, rules, words, cue)]
            _prefer_named(context, some)
            found.extend(some)
        if want is not None and (want.ratio is not None or want.phrase):
            words = words_about(context, claim, level_subject(context, _first_said(context, claim, known)))
            some = [one for grid in near for one in _column_shares(context, claim, grid, rules, words, want)]
            _prefer_named(context, some)
            found.extend(some)
    return found


def _first_said(context: Context, claim: Figure, known: Mapping[int, Wanted]) -> Figure:
    """The percentage of which this one is the value of another time: its words name both."""
    at = claim.index
    while at and (want := known.get(at)) is not None and want.inherited and not want.listed:
        at = next((i for i in range(at - 1, max(-1, at - _BACK), -1) if i in known), -1)
        if at < 0:
            return claim
    return context.figures[at]


def _prefer_named(context: Context, some: Sequence[Hypothesis]) -> None:
    """Where the claim's words are the whole name of one row, no row of another name is meant."""
    if any("subject" in one.signals for one in some):
        weight = context.weights["row-other-named"]
        for one in some:
            if {"subject-extra", "subject-missing"} & one.signals.keys() and "table-own" not in one.signals:
                one.signals["row-other-named"] = 1
                one.structure += weight
                one.bits += weight


def _cue_after_apposition(claim: Figure, context: Context) -> Cue | None:
    """ "was $5m, or 12%, above last year's": the word of change follows the second way to say it."""
    if claim.tail not in ((",", "or"), ("or",), ("(",)) or claim.index + 1 >= len(context.figures):
        return None
    after = context.figures[claim.index + 1]
    cue = change_cue(after, context) if after.sentence == claim.sentence else None
    return replace(cue, distance=cue.distance + 2) if cue is not None and cue.side == "after" else None


def _wanted(context: Context, claim: Figure, known: Mapping[int, Wanted]) -> Wanted:
    want = known[claim.index]
    phrase = whole_named_before(context, claim)
    if phrase and (want.inherited or not want.phrase):
        metric, narrowed = named(phrase, context.relations, level_words())
        names = frozenset(names_of(phrase, context.relations))
        return Wanted(phrase, names, metric, narrowed, "total" in phrase, inherited=want.inherited)
    return want


def nearest(grids_: Sequence[Grid], position: int) -> Sequence[Grid]:
    """The tables about a place: all of an article's, some of a report's, so that the work stays linear."""
    at = bisect.bisect_left(grids_, position, key=lambda grid: grid.position)
    return grids_[max(0, at - NEAR_TABLES) : at + NEAR_TABLES]


def _closed(claim: Figure, cue: Cue) -> bool:
    """ "(a 23% increase) and $172m": the cue stands in brackets that close before the claim."""
    return cue.side == "before" and ")" in claim.lead[len(claim.lead) - cue.distance :]


def years_about(context: Context, claim: Figure) -> Years:
    """The years of the sentence, up to where it begins to tell why ("due to a plant sold in 2019")."""
    prose = context.document.prose
    start, end = context.sentence_span(claim.sentence)
    cause = context.relations.causes.search(prose[claim.q.end : end].lower())
    if cause is not None:
        end = claim.q.end + cause.start()
    new: list[float] = []
    old: list[float] = []
    before: float | None = None
    told: float | None = None
    # "rose 5% and regained 94% of the level of 2019": what comes after another rate is no base of this one
    follows = context.figures[claim.index + 1 :]
    after = next((f.q.start for f in follows if f.q.kind in _RATES), end) if claim.q.kind in _RATES else end
    first = bisect.bisect_left(context.periods, start, key=lambda p: p.start)
    told_before = start
    for p in itertools.takewhile(lambda p: p.start < end, context.periods[first:]):
        if p.value == p.value:
            # "from 2017 to 2018": a word is the base's that no other year stands behind
            lead = prose[max(told_before, p.start - 26) : p.start].lower()
            told_before = p.end
            marks = [*context.relations.bases_before.finditer(lead)]
            between = lead[marks[-1].end() :].split() if marks else []
            if p.start < claim.q.start:
                before = p.value
            near = bool(marks) and len(between) <= 3 and "in" not in between[1:]
            if p.start < claim.q.start:
                # "rooms were 3% short of 2019, food 12% short"
                told = p.value if near else None
            if near and p.start > claim.q.end:
                if p.start < after:
                    old.append(p.value)
            else:
                new.append(p.value)
    return Years(tuple(new), max(old, default=told), before)


def _column_years(grid: Grid, n: int, o: int, years: Years, s: Signals) -> None:
    dated = {int(year) for year in grid.years.values()}
    old = int(years.old) if years.old is not None else None
    new = {int(year) for year in years.new} - {old}
    if new and n in grid.years:
        # "to fall by half by 2030" is no year of the table
        s["column-year" if int(grid.years[n]) == max(new & dated or new) else "column-year-other"] = 1
    if old is not None and o in grid.years:
        if int(grid.years[o]) == old:
            s["column-base-year"] = 1
        elif old in dated:
            s["column-base-other"] = 1
        elif "column-year" not in s:
            s["column-year-other"] = 1


def _column_quarter(grid: Grid, n: int, quarters: Collection[int], s: Signals) -> None:
    """ "In the second quarter it fell 3%": not to the column of the year, nor to another quarter's."""
    if quarters and grid.quarters and grid.quarters.get(n) not in quarters:
        s["column-year-other"] = 1


def quarters_about(context: Context, claim: Figure) -> frozenset[int]:
    """The quarters that a sentence names before a claim."""
    start, _ = context.sentence_span(claim.sentence)
    first = bisect.bisect_left(context.periods, start, key=lambda p: p.start)
    told = itertools.takewhile(lambda p: p.start < claim.q.start, context.periods[first:])
    return frozenset(int(p.period[-1]) for p in told if p.period[-2:-1] == "Q")


def _column_span(grid: Grid, n: int, said: str, s: Signals) -> None:
    """ "Sales rose 5% in the quarter": not to the column of nine months."""
    words, head = level_words(), grid.heads.get(n, "").lower()
    named_so = words.span.search(head)
    short = next((words.head_spans[word] for word in head.split() if word in words.head_spans), "")
    span = words.spans[named_so.group()] if named_so is not None else short
    if said and span and other_span(said, span):
        s["column-span-said-other"] = 1


def _column_before(grid: Grid, n: int, o: int, s: Signals) -> None:
    """ "Rose 5% quarter on quarter": to the column of the quarter before, not that of the year before."""
    if n not in grid.years or o not in grid.years:
        return
    quarters = round(4 * (grid.years[n] - grid.years[o]))
    s.pop("column-next", None)
    s["column-next" if quarters == 1 else "column-base-other"] = 1


def _supposed(context: Context, claim: Figure, s: Signals) -> None:
    """Is the change one of several causes, or one that would be?"""
    relations = context.relations
    before = context.document.prose[context.sentence_span(claim.sentence)[0] : claim.q.start].lower()
    if not any(":" in before[m.end() : m.end() + _TO_LIST] for m in relations.causes.finditer(before)):
        # "because deposits repriced faster: interest expense climbed by 74%"
        before = before[max(before.rfind(";"), before.rfind(": ")) + 1 :]
    if relations.supposed.search(before):
        s["supposed"] = 1
    causes = [*relations.causes.finditer(before)]
    if causes and any(
        f.q.end <= claim.q.start - len(before) + causes[-1].start()
        for f in itertools.takewhile(
            lambda f: f.sentence == claim.sentence, reversed(context.figures[: claim.index])
        )
    ):
        s["cause"] = 1
        if ":" in before[causes[-1].end() :]:
            s["cause-listed"] = 1


def _labels_said(context: Context, claim: Figure, about: Subject) -> frozenset[str]:
    """Labels of the subject, or right after the claim: "5% organically", but not "5% (8% organic)"."""
    after = " ".join(itertools.takewhile(lambda word: word not in ("(", ",", ";", "and"), claim.tail[:8]))
    said = " ".join((*about.wide, "|", *claim.lead[-2:], "|", after))
    return labels_said(said, context.relations) - {"forecast"}


_RULE = {
    "percent": "percent-change",
    "fraction": "percent-change",
    "points": "pp-change",
    "multiple": "multiple",
}


def _row_changes(
    context: Context,
    claim: Figure,
    grid: Grid,
    rules: Mapping[str, Rule],
    words: Words,
    cue: Cue,
) -> list[Hypothesis]:
    q = claim.q
    rule = rules.get(_RULE.get(q.kind, "difference"))
    if rule is None:
        return []
    start: Signals = {f"prior {rule.kind}": 1, "table": 1}
    claim_signals(context, claim, cue, rule.kind, start)
    _supposed(context, claim, start)
    start_bits = bits_of(start, context.weights)
    own, base = own_level(context, claim), own_base(context, claim)
    quarters, said = quarters_about(context, claim), levels(context)[claim.index].span
    beside = preceding(context, claim)
    if beside is not None and not APPOSED.issuperset(claim.lead):
        beside = own
    found: list[Hypothesis] = []
    for row in grid.rows:
        label: Signals | None = None
        if row.moves:
            continue
        for n, o, column in pairs_of(grid, row):
            new, old = row.cells[n], row.cells[o]
            if new.unit != old.unit or old.value == 0 or not _cells_suit(rule.kind, q, new):
                continue
            if label is None:
                label = {}
                row_signals(row, words, claim.metric, label)
                subject_signals(row, grid, words, label)
                if not {"subject", "subject-alone"} & label.keys() and leads(
                    claim, row, grid, cue, context.relations
                ):
                    label["subject"] = label["row"] = 1
                    label.pop("subject-extra", None)
                    label.pop("subject-missing", None)
                if words.labels - row.labels:
                    label["claim-label-other"] = 1
                elif "subject" not in label and row.labels - words.labels - {"forecast"}:
                    label["row-label-other"] = 1
            own_cell = (
                own is not None and own.q.unit == new.unit and own.q.low <= abs(new.value) <= own.q.high
            )
            # "profit was $4.9m, or 13.2%, above that of last year": the value before is the step
            own_step = beside is not None and _steps(beside.q, new, old)
            if not own_cell and bits_of(label, context.weights) < -14:
                continue
            s: Signals = {**start, **label, **column}
            if rule.kind == "percent_change" and new.kind == "percent":
                # "the ratio increased by 0.5%", from 10.9% to 11.4%: points are meant
                apart = Interval.point(abs(new.value - old.value))
                s["table-points-said" if magnitude(q).meets(apart) else "table-rates"] = 1
            if own is not None and own.q.unit == new.unit and not own_step:
                s["table-own" if own_cell else "table-own-other"] = 1
                if own_cell:
                    s.pop("subject-extra", None)
            if base is not None:
                # "up 5% from $4m": what it is measured from is said
                same = base.q.unit == old.unit and base.q.low <= abs(old.value) <= base.q.high
                s["table-base" if same else "table-base-other"] = 1
            if cue.side == "after":
                # "led to an 18 bp rise"
                s.pop("level", None)
            _column_years(grid, n, o, words.years, s)
            _column_quarter(grid, n, quarters, s)
            _column_span(grid, n, said, s)
            if claim.basis == "quarter":
                _column_before(grid, n, o, s)
            own_year = claim.year if claim.year != words.years.old else None
            if own_year is not None and n in grid.years and int(own_year) == int(grid.years[n]):
                # "5% in 2018", of a table that goes on to 2019
                s.pop("column-older", None)
                s["column-said"] = 1
            elif {"column-year", "column-base-year"} <= s.keys():
                # "rose by $5m from 2017 to 2018": both are said
                s.pop("column-older", None)
                s["column-said"] = 1
            if (
                (
                    {"subject", "subject-alone"} & s.keys()
                    or ((own_cell or own_step) and s.get("row", 0) >= 0.9)
                )
                and {"column-next", "column-base-year"} & s.keys()
                and {"column-latest", "column-said"} & s.keys()
                and not {"column-skip", "column-year-other"} <= s.keys()
                and {"cue", "cue-far"} & s.keys()
            ):
                s["table-frame"] = 1
            bits = bits_of(s, context.weights)
            if start_bits < -8 or bits < -12:
                continue
            sign = -1.0 if new.value < 0 and old.value < 0 else 1.0
            unit = q.unit if rule.kind == "difference" else new.unit
            bound = (Bound("new", new, unit, sign), Bound("old", old, unit, sign))
            one = Hypothesis(
                rule, claim, bound, s, bits, cue.direction if rule.kind != "multiple" else None, cue.word
            )
            one.judge(magnitude(q))
            if rule.kind == "difference" and one.fit != "right":
                one = _rescaled(one)
            found.append(one)
    return found


def _rescaled(one: Hypothesis) -> Hypothesis:
    """The same in thousands or millions, where that recomputes: the table did not say what it is in."""
    if not _unscaled(one):
        return one
    for times in (1e3, 1e6, 1e-3):
        bound = tuple(
            replace(b, times=b.times * times) if b.quantity is not None and b.quantity.cell is not None else b
            for b in one.bound
        )
        other = replace(one, bound=bound)
        other.judge(magnitude(one.claim.q))
        if other.fit == "right":
            return other
        if other.fit == "wrong" and times > 1 and not _hopeless(other):
            # of the size that is said, were the table in thousands or millions, as most are
            return other
    # a slip of scale is the reader's, then, not the author's
    one.fit = "wrong"
    return one


def _unscaled(one: Hypothesis) -> bool:
    return all(b.quantity is None or b.quantity.cell is None or b.quantity.scale == 1.0 for b in one.bound)


def _hopeless(one: Hypothesis) -> bool:
    return one.recomputed is None or one.hopeless(magnitude(one.claim.q), unsigned(one.recomputed))


def _cells_suit(kind: str, q: Quantity, cell: Quantity) -> bool:
    if kind == "pp_change":
        return cell.kind == "percent"
    return one_kind(q, cell) if kind == "difference" else cell.kind != "points"


def one_kind(q: Quantity, cell: Quantity) -> bool:
    """Are a figure and a cell amounts of one thing? A table may leave it to its prose what it counts."""
    return cell.unit == q.unit or (cell.kind in PLAIN and (q.kind in PLAIN or q.kind == "measure"))


def _column_shares(
    context: Context,
    claim: Figure,
    grid: Grid,
    rules: Mapping[str, Rule],
    words: Words,
    want: Wanted,
) -> list[Hypothesis]:
    """Parts in wholes, both cells of one column, or the part said in the text."""
    rule = rules.get("share")
    wholes = _wholes(context, claim, grid, want)
    if rule is None or not wholes:
        return []
    table = context.weights
    wanted_keys = keys(want.phrase, context.relations)
    start: Signals = {"prior share": 1, "table-share": 1}
    if is_bound(claim, context.relations):
        start["share-bound"] = 1
    _supposed(context, claim, start)
    found: list[Hypothesis] = []
    for q, part_row, part_signals, column in _parts(context, claim, grid, words, want):
        for whole_row, whole_signals in wholes:
            if whole_row is part_row:
                continue
            for c, whole in whole_row.cells.items():
                if c in grid.derived or (column is not None and c != column):
                    continue
                if whole is q or whole.unit != q.unit or whole.value <= 0 or q.value <= 0:
                    continue
                s = {**start, **part_signals, **whole_signals}
                called = _column_called(grid, wanted_keys, context.relations) if wanted_keys else None
                if called is None:
                    share_column(claim, grid, whole_row, c, words, s)
                else:
                    s["share-column" if c == called else "share-column-other"] = 1
                bound = (Bound("part", q, q.unit), Bound("whole", whole, whole.unit))
                if part_row is not None and want.ratio is not None and "subject-extra" not in s:
                    part_name, whole_name = (frozenset({"@" + metric}) for metric in want.ratio)
                    if (part_name in part_row.names or _sole(part_row, grid)) and (
                        whole_name in whole_row.names or _sole(whole_row, grid)
                    ):
                        s["table-ratio"] = 1
                if want.total and part_row is not None and _total_of(part_row, whole_row, grid):
                    s["table-whole-kin"] = 1
                named = {"table-part-apposed", "subject", "subject-alone"} & s.keys() or (
                    "subject-borrowed" in s and s.get("row", 0) >= 0.9
                )
                named = named and {"table-whole-exact", "table-whole-only", "table-whole-kin"} & s.keys()
                if "share-column" in s and (named or "table-ratio" in s):
                    s["table-share-frame"] = 1
                one = Hypothesis(rule, claim, bound, s, bits_of(s, table))
                one.judge(magnitude(claim.q))
                if part_row is None and one.fit != "right":
                    one = _rescaled(one)
                found.append(one)
    return found


def _total_of(part: Row, whole: Row, grid: Grid) -> bool:
    """Is it the only total of the part's metric: "subscription revenue was 90% of the total"?"""
    if not whole.total or part.total or not whole.names or not part.names:
        return False
    of_it = [row for row in grid.rows if row.total and row.names and row.names[0] < part.names[0]]
    return len(of_it) == 1 and of_it[0] is whole


def _sole(row: Row, grid: Grid) -> bool:
    """Is there no other row of its metric?"""
    return sum(1 for other in grid.rows if other.metric == row.metric) == 1


def _spelt(row: Row, said: frozenset[str], claim: Figure, context: Context) -> bool:
    """ "of salaries, wages and benefits": a name with commas, which end other phrases."""
    if len(row.names[0]) < 2 or not said < row.names[0]:
        return False
    words = itertools.takewhile(lambda word: word not in (";", "(", ")"), claim.tail[1:14])
    return row.names[0] <= keys((*words,), context.relations)


def _wholes(context: Context, claim: Figure, grid: Grid, want: Wanted) -> list[tuple[Row, Signals]]:
    """Rows that the claim's words may call its whole: "of total revenue", a margin's revenue."""
    found: list[tuple[Row, Signals]] = []
    metric = want.metric or (want.ratio[1] if want.ratio is not None else "")
    stems = label_stems(" ".join(want.phrase), context.relations)
    said = keys(want.phrase, context.relations)
    for row in grid.rows:
        s: Signals = {}
        if want.ratio is not None and row.added:
            # "Room revenue", "Food and drink", "Total income": a margin is on all of it
            s["table-whole-part"] = 1
        if metric and any(part.metric == metric for part in row.parts):
            s["table-whole-metric"] = 1
        elif metric and row.metric:
            s["table-whole-metric" if row.metric == metric else "table-whole-metric-other"] = 1
        common = len(stems & row.stems)
        if common:
            s["table-whole-name"] = common / len(row.stems | stems)
        if row.total and ("total" in want.phrase or row.metric == metric):
            s["table-whole-total"] = 1
        if row.total and not row.names and _is_total(row, grid, said, whole=True):
            # "12% of sales", in a table whose only total is of sales
            s["table-whole-total"] = 1
            if said <= row.theme or (said and _column_called(grid, said, context.relations) is not None):
                s["table-whole-only"] = 1
        if want.total and not said and row.total and [other.total for other in grid.rows].count(True) == 1:
            s["table-whole-only"] = 1
        if said and row.names:
            if not row.twin and (said in row.names or _spelt(row, said, claim, context)):
                s["table-whole-exact"] = 1
            else:
                s["table-whole-extra"] = min(len(row.names[0] ^ said), 3)
        if bits_of(s, context.weights) > 1.0:
            found.append((row, s))
    return found


def _parts(
    context: Context, claim: Figure, grid: Grid, words: Words, want: Wanted
) -> list[tuple[Quantity, Row | None, Signals, int | None]]:
    """What the share may be of its whole: the amount before it in the text, or a row that it speaks of."""
    table = context.weights
    parts: list[tuple[Quantity, Row | None, Signals, int | None]] = []
    before = preceding(context, claim)
    if before is not None and before.q.kind == "money":
        again = load_table_words().says_again
        apposed = all(w in APPOSED or w in again for w in claim.lead)
        parts.append((before.q, None, {"table-part-apposed" if apposed else "table-part-before": 1}, None))
    part_metric = want.ratio[0] if want.ratio is not None else ""
    known: frozenset[str] = NONE
    if want.ratio is not None:
        known = context.relations.ratio_words | {"@" + part_metric, "@" + want.ratio[1]}
    for row in grid.rows:
        label: Signals = {}
        row_signals(row, words, "", label)
        subject_signals(row, grid, words, label, known - frozenset().union(*row.names))
        named = bool(part_metric) and row.metric == part_metric
        if not named and bits_of(label, table) < -6:
            continue
        if part_metric and row.metric:
            label["table-part-metric" if named else "table-part-metric-other"] = 1
        if named:
            # the ratio's name says which row, not the row's own
            label.pop("subject-missing", None)
        parts.extend((q, row, label, c) for c, q in row.cells.items() if c not in grid.derived)
    return parts


def share_column(claim: Figure, grid: Grid, row: Row, column: int, words: Words, s: Signals) -> None:
    """Is this the column of the claim's own period: the one it names, else the latest, or the one before?"""
    said = claim.year if claim.year is not None else words.years.before
    years = {c: grid.years[c] for c in row.cells if c in grid.years and c not in grid.derived}
    if said is not None and column in years and int(said) in {int(y) for y in years.values()}:
        expected = int(years[column]) == int(said)
    else:
        order = sorted(years, key=lambda c: -years[c]) or [c for c in row.cells if c not in grid.derived]
        old = bool({"origin", "comparison"} & claim.marks) or claim.earlier
        expected = len(order) > old and order[old] == column
    s["share-column" if expected else "share-column-other"] = 1


def _steps(said: Quantity, new: Quantity, old: Quantity) -> bool:
    """Is a value what two cells of its row differ by?"""
    apart, slack = abs(new.value - old.value), new.step + old.step
    return said.unit == new.unit == old.unit and said.low - slack <= apart <= said.high + slack


def tied(one: Hypothesis) -> bool:
    """Does the prose say the row's whole name and no more, of the latest period or of one that it names?"""
    said = one.signals.keys()
    # "reflecting revenue growth of 7% in Wireless": of what is named in full beside it
    in_full = (
        {"table-frame", "subject"} <= said and one.claim.q.kind == "percent" and "cause-listed" not in said
    )
    against = _AGAINST - {"cause"} if in_full else _AGAINST
    return bool(_FRAMES & said) and not against & said


#: what names a row and its columns, or confirms them: a step or its percentage, said beside the claim
_FRAMES = frozenset({"table-frame", "table-share-frame", "pair-of-rate", "pair-of-step"})
#: where one of these speaks against the row, the table is not held against the author
_AGAINST = frozenset(
    {"table-own-other", "table-base-other", "claim-label-other", "row-label-other", "level", "of",
     "claim-old", "claim-earlier", "yearly", "column-span-other", "table-rates", "supposed", "cause",
     "row-metric-other", "column-base-other", "table-whole-part"}
)  # fmt: skip
