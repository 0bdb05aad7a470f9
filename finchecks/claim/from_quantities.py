"""Quantities → claims: every hypothesis is weighed, and the one that is clearly ahead is reported."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from finchecks.claim import (
    Claim,
    Direction,
    Operand,
    accretions,
    agreeing,
    apiece,
    balances,
    breakdowns,
    bridges,
    buildups,
    cell_pairs,
    changes,
    changes_said,
    declared,
    elsewhere,
    ends,
    general,
    general_cells,
    identities,
    joint,
    known_steps,
    listed,
    midpoints,
    mirrors,
    movements,
    paces,
    percentage_of,
    portions,
    products,
    remnants,
    rests,
    shares,
    siblings,
    steps,
    sums,
    swings,
    tables,
    times,
    totals_said,
    turned,
    wholes,
    yearly,
)  # fmt: skip
from finchecks.claim.cells import cell_claims
from finchecks.claim.changes import APPOSED, STEP_MARKS, change_cue, comparisons, preceding
from finchecks.claim.context import Context, Figure, read
from finchecks.claim.conversions import conversions, mark_conversions, times_again
from finchecks.claim.directions import directions
from finchecks.claim.doubts import doubt
from finchecks.claim.from_facts import supplied
from finchecks.claim.grids import grids
from finchecks.claim.hypothesis import ADDITIVE, Bound, Hypothesis, spots, told_in
from finchecks.claim.relations import Relations, load_relations
from finchecks.claim.restated import restatements
from finchecks.claim.sheets import sheets
from finchecks.claim.tempting import READINGS
from finchecks.claim.weigh import AHEAD_CONSISTENT, AHEAD_MISMATCH, VACUOUS, posterior, weights
from finchecks.document import Document
from finchecks.facts import Fact
from finchecks.lexicon import load_numbers
from finchecks.quantity import Quantity
from finchecks.rule import Rule
from finchecks.rule.load import builtin_folder

#: kinds that answer one question about a claim; each claim gets one answer of each family
FAMILY = {
    "sum": "sum",
    "currency_conversion": "conversion",
    "unit_conversion": "conversion",
    "duration": "duration",
}
#: kinds of which one says what the other says: they are no rivals
SAME = frozenset({"percent_change", "percent_of_change"})
#: … and so do these, of the same two values
QUOTIENTS = frozenset({"multiple", "ratio", "share"})
CHANGES = frozenset({"percent_change", "percent_of_change", "pp_change", "multiple", "cagr", "difference"})
#: operands that nothing in the text relates: their agreement may speak, their disagreement says nothing
FOUND_BY_FIT = frozenset({"far", "growth-unmarked", "since"})
#: ... and where the text itself gives a reason to think of other operands
DOUBTFUL = frozenset(
    {
        "claim-label-other",
        "own-other",
        "base-other",
        "column-year-other",
        "column-span-said-other",
        "noun-other",
        "share-bound",
        "whole-base",
        *READINGS,
    }
)
#: ... but not where the amount, or the percentage, beside the claim tells of which values it is
_PAIRED = frozenset({"pair-of-step", "pair-of-rate"})
_TOLD_BESIDE = frozenset({"column-year-other", "column-span-said-other", "own-other"})


def unqualified(one: Hypothesis) -> bool:
    """What proposes such a relation has found its operands tied; a qualifier may still bend them."""
    return not one.within_qualifiers()


#: by a relation's prior, where that says more than its kind, what ties operands to their claim so that a
#: disagreement may be reported
TIED_BY_PRIOR: Mapping[str, Callable[[Hypothesis], bool]] = {
    "prior left": rests.tied,
    "prior midpoint": midpoints.tied,
    "prior pace": paces.tied,
    "prior lasting": paces.tied,
    "prior bridge": bridges.tied,
    "prior accretion": accretions.tied,
    "prior movement": movements.tied,
    "prior joint": joint.tied,
    "prior percentage-of": percentage_of.tied,
    "prior sibling": unqualified,
    "prior step-beside": unqualified,
    "prior rate-beside": unqualified,
    "prior swing": unqualified,
    "prior listed": listed.tied,
    "prior buildup": buildups.tied,
    "prior total": totals_said.tied,
    "else-framed": elsewhere.tied,
    "prior mirror": mirrors.tied,
    "prior balance": balances.tied,
    "prior ends": ends.tied,
    "prior apiece": apiece.tied,
    "prior portion": portions.tied,
    "prior part-of-whole": unqualified,
    "prior established": wholes.tied,
    "prior general": general.tied,
    "prior cells": general_cells.tied,
}
#: … and by kind; changes for all others
TIED: Mapping[str, Callable[[Hypothesis], bool]] = {
    "share": shares.tied,
    "sum": sums.tied,
    "other": rests.tied,
    "product": products.tied,
    "ratio": products.tied,
    "percent_of_change": steps.tied,
    "cagr": times.tied,
    "duration": times.tied,
}


@functools.cache
def relations(language: str = "en") -> Relations:
    return load_relations(Path(builtin_folder()) / "lexicon" / language)


def evidence() -> Mapping[str, float]:
    return weights(builtin_folder() / "lexicon" / "evidence.yaml")


def claims(
    document: Document,
    quantities: Sequence[Quantity],
    cells: Sequence[Quantity],
    rules: Iterable[Rule],
    facts: Sequence[Fact] = (),
) -> tuple[Claim, ...]:
    """The derived claims of a document, in the order of the text.

    Reported is a binding that is clearly ahead (see :mod:`finchecks.claim.weigh`), and a claim whose operand
    the text does not give (``missing``), which comes out unverifiable unless one of the ``facts`` gives it.
    """
    by_id = {rule.id: rule for rule in rules}
    context = read(document, quantities, relations(), evidence())
    own = cell_claims(document, cells, by_id, context.relations)
    found = hypotheses(context, by_id, cells, own)
    chosen = choose(found)
    if others := general.general(context, by_id, found, chosen, contradictable, doubted, refused):
        doubt(context, others)
        chosen = choose(found + others)
    chosen = general.credible(context, chosen)
    agreed = agreeing.agreeing(context, by_id, chosen)
    doubt(context, agreed)
    no_more = {(h.claim.q.start, *general.roles(h)) for h in found if refused(h)}
    agreed = [
        o
        for o in agreed
        if o.structure >= agreeing.LEAST
        and DOUBTFUL.isdisjoint(o.signals)
        and (o.claim.q.start, *general.roles(o)) not in no_more
    ]
    chosen = _instead(chosen, agreed)
    # "£13bn and £10bn; the remainder, £3bn" is no difference of the two where a whole is told before them
    chosen = _instead(chosen, remnants.remnants(context, by_id, chosen))
    chosen += _of_cells(context, cells, own, by_id, chosen)
    done = {(one.claim.q.start, family(one)) for one in chosen}
    result = [to_claim(one) for one in chosen]
    lacking = [
        one for one in declared.lacking(context, by_id) if (one.claim.q.start, family(one)) not in done
    ]
    result.extend(to_claim(one) for one in lacking)
    done |= {(one.claim.q.start, family(one)) for one in lacking}
    result.extend(open_claims(context, by_id, {start for start, fam in done if fam == "value"}))
    result = supplied(context, result, facts, by_id)
    result.extend(own)
    result.extend(directions(context, by_id, result))
    # a total that the table's parts do not make is told once, not as another value of the cell too
    told = {one.claim.q.start for one in chosen if "total-named" in one.signals}
    sound = {one.claim.q.start for one in chosen if one.fit == "right"}
    twice = restatements(context, cells, by_id, sound)
    result.extend(one for one in twice if one.stated.start not in told)
    return tuple(sorted(result, key=lambda claim: (claim.stated.start, claim.kind)))


def _instead(chosen: Sequence[Hypothesis], found: Sequence[Hypothesis]) -> list[Hypothesis]:
    """All that is found, and what was chosen of other figures."""
    told = {one.claim.q.start for one in found}
    return [*(one for one in chosen if one.claim.q.start not in told), *found]


def _of_cells(
    context: Context,
    cells: Sequence[Quantity],
    own: Sequence[Claim],
    rules: Mapping[str, Rule],
    chosen: Sequence[Hypothesis],
) -> list[Hypothesis]:
    """What the tables' cells make of the figures that nothing else explains."""
    found = general_cells.general_cells(
        context, rules, lambda: sheets(context, grids(context, cells, own), cells), chosen
    )
    doubt(context, found)
    return [
        one
        for one in found
        if DOUBTFUL.isdisjoint(one.signals) and (one.fit == "right" or contradictable(one))
    ]


def hypotheses(
    context: Context, rules: dict[str, Rule], cells: Sequence[Quantity] = (), own: Sequence[Claim] = ()
) -> list[Hypothesis]:
    """All bindings that are worth weighing; ``own`` are the claims that the tables make by themselves."""
    marked = mark_conversions(context, rules)
    pairs = comparisons(context)
    found = conversions(rules, marked)
    found += times_again(context, rules)
    found += changes.changes(context, rules, pairs)
    found += elsewhere.changes_told_elsewhere(context, rules, pairs)
    found += steps.steps(context, rules)
    found += shares.shares(context, rules)
    found += portions.portions(context, rules)
    found += joint.joint(context, rules)
    found += sums.sums(context, rules)
    found += rests.remainders(context, rules)
    found += bridges.bridges(context, rules)
    found += products.products(context, rules)
    found += products.ratios(context, rules)
    found += apiece.apiece(context, rules)
    found += paces.paces(context, rules)
    found += paces.lasting(context, rules)
    found += midpoints.midpoints(context, rules)
    found += times.growth(context, rules, pairs)
    found += times.durations(context, rules)
    read_tables = grids(context, cells, own)
    found += tables.table_claims(context, read_tables, rules)
    found += totals_said.totals_said(context, read_tables, own, rules)
    found += changes_said.changes_said(context, read_tables, own, rules)
    found += cell_pairs.cell_pairs(context, read_tables, rules)
    found += breakdowns.breakdowns(context, rules)
    found += buildups.buildups(context, rules)
    found += balances.balances(context, rules)
    found += accretions.accretions(context, rules)
    found += movements.movements(context, rules)
    found += swings.swings(context, rules)
    found += listed.listed(context, rules)
    found += ends.ends(context, rules)
    found += identities.identities(context, rules, read_tables)
    found += declared.declared(context, rules)
    found += wholes.wholes(context, rules, found)
    found += siblings.siblings(context, read_tables, pairs, found)
    found += percentage_of.percentage_of(context, rules, found)
    found += turned.turned(context, rules, found)
    found += yearly.yearly(context, rules, found)
    found += known_steps.steps_beside(context, rules, found)
    found += known_steps.rates_beside(context, rules, found)
    known_steps.known_steps(context, found)
    known_steps.known_rates(context, found)
    found += mirrors.mirrored(context, found)
    wholes.of_the_past(found)
    doubt(context, found)
    return found


def family(one: Hypothesis) -> str:
    return FAMILY.get(one.rule.kind, "value")


def choose(found: Sequence[Hypothesis]) -> list[Hypothesis]:
    """For each claim the hypothesis that is clearly ahead, if one is."""
    groups: dict[tuple[int, str], list[Hypothesis]] = {}
    for one in found:
        if one.fit != "none" and not (one.fit == "right" and (idle(one) or _is_by(one))):
            groups.setdefault((one.claim.q.start, family(one)), []).append(one)
    chosen: list[Hypothesis] = []
    for members in groups.values():
        best: dict[tuple[object, ...], Hypothesis] = {}
        for one in declared.preferred(members, contradictable):
            one.key = (one.rule.kind, *sorted((b.role, round(b.amount(), 6)) for b in one.bound))
            known = best.get(one.key)
            best[one.key] = one if known is None else _likelier(known, one)
        ranked = _not_turned_over(sorted(best.values(), key=lambda h: -h.bits))
        top = clearly(ranked)
        if top is None:
            continue
        chosen.append(top)
        if top.fit == "right":
            # a total of parts may be the new value, or the step, of something else as well
            other = [
                h for h in ranked if h.fit == "right" and (h.rule.kind == "sum") != (top.rule.kind == "sum")
            ]
            chosen.extend(one for one in (clearly(other),) if one is not None)
    return once(unexplained(chosen))


def _not_turned_over(ranked: Sequence[Hypothesis]) -> Sequence[Hypothesis]:
    """Without the quotients of two values whose name says which is over which (leverage).

    Nor with the difference of a profit and a loss that a swing lies between.
    """
    swung = {spots(one) for one in ranked if "prior swing" in one.signals}
    if swung:
        return [one for one in ranked if "prior swing" in one.signals or spots(one) not in swung]
    named = {values(one) for one in ranked if {"ratio-frame", "share-soles"} <= one.signals.keys()}
    if not named:
        return ranked
    return [one for one in ranked if one.rule.kind not in QUOTIENTS or values(one)[::-1] not in named]


def _likelier(one: Hypothesis, other: Hypothesis) -> Hypothesis:
    """The likelier of two readings that bind the same; of two that fail, rather one that names both."""
    first, second = (one, other) if one.bits >= other.bits else (other, one)
    if first.fit == "right" or contradictable(first) or not contradictable(second):
        return first
    if "prior general" in first.signals or "stands" in second.signals:
        # two views of one binding that know nothing of each other: the one says how it is told
        return replace(second, bits=first.bits)
    return first if _BY_NAME.isdisjoint(second.signals) else second


def clearly(ranked: Sequence[Hypothesis]) -> Hypothesis | None:
    """The first, if it is clearly ahead of its rivals and may be said."""
    if not ranked:
        return None
    top = ranked[0]
    ahead = posterior(top.bits, [h.bits for h in ranked[1:] if rival(top, h)])
    if top.fit == "right":
        if ahead < AHEAD_CONSISTENT or top.structure < carried(top):
            return None
        return in_prose(top, ranked)
    if ahead < AHEAD_MISMATCH or not contradictable(top) or _excused(top, ranked):
        return None
    # which of two is meant may be open though neither comes out: then nothing is suggested
    top.sure = posterior(top.bits, [h.bits for h in ranked[1:] if spots(h) != spots(top)]) >= AHEAD_MISMATCH
    return top


def _excused(top: Hypothesis, ranked: Sequence[Hypothesis]) -> bool:
    """Does it recompute with another operand, where no word of its own sentence chose this one?

    Of a share the whole that its other shares have; of a change the values of the sentence before.
    """
    right = [one for one in ranked if one.fit == "right" and one.rule is top.rule]
    if not _WHOLE_INFERRED.isdisjoint(top.signals):
        part = part_of(top)
        return any(part_of(one) == part for one in right)
    return "next-sentence" in top.signals and any(set(spots(one)) & set(spots(top)) for one in right)


def part_of(one: Hypothesis) -> int | None:
    """Where the part of a share stands."""
    return next((b.quantity.start for b in one.bound if b.role == "part" and b.quantity is not None), None)


def idle(one: Hypothesis) -> bool:
    """A sum or difference that one operand makes alone; a word tells no digits to show it in."""
    return one.rule.kind in ("sum", "difference") and not one.claim.q.word and one.hides_operand()


def _is_by(one: Hypothesis) -> bool:
    """ "was cut by a third" is no multiple: that a third is left is the mistake."""
    return one.rule.kind == "multiple" and one.claim.q.kind == "fraction" and one.claim.mark == "by"


def carried(one: Hypothesis) -> float:
    """The structure that a binding needs whose agreement says little: the less, the more of it."""
    if one.likely < VACUOUS:
        return -99.0
    return _CARRIED_ALL if one.likely >= _EMPTY and one.rule.kind in CHANGES | {"sum"} else _CARRIED


def in_prose(top: Hypothesis, ranked: Sequence[Hypothesis]) -> Hypothesis:
    """The sentence's own rounded values before a table's exact ones, where both recompute."""
    if "table" in top.signals:
        for one in ranked:
            if one.fit == "right" and one.rule is top.rule and {"with", "frame"} <= one.signals.keys():
                return one
    return top


#: wholes that are bound by what else the document says, not by the words of the share
_WHOLE_INFERRED = frozenset({"prior established", "prior portion"})
#: readings by what the operands are called, or by their order alone
_BY_NAME = frozenset(
    {"identity", "spoken", "prior portion", "prior apiece", "prior sibling", "prior part-of-whole"}
)
#: by a relation of so many bits its figures are explained
_EXPLAINS = 5.0
#: bits of structure that a binding needs which nearly any numbers would fit
_CARRIED = 5.0
#: ... and where hardly any would not
_EMPTY = 0.35
_CARRIED_ALL = 9.5
#: bits from which a binding that does not recompute has no rival in another that does not either
_PLAIN = 4.0
#: by so many bits the structure of a whole frame is ahead of operands that only happen to fit
_BREATH = 14.0
#: so many bits less of structure, and values told elsewhere are no rivals of what a sentence itself says
_FAR_LESS = 7.0
#: the whole of a share is a table's row that the prose calls by its full name
_WHOLE_NAMED = frozenset({"table-share-frame", "table-whole-exact"})
#: kinds of which two that recompute over the same figures say one thing: so many points between two rates,
#: whichever came first; halved, or lower by half; what is left of a balance, or what came and went
_ONE_THING = ({"pp_change"}, {"percent_change", "multiple"}, {"other"})


def rival(top: Hypothesis, other: Hypothesis) -> bool:
    """Does the other say something else? Not where both recompute and are one relation.

    Nor where neither recomputes, both bind the same figures, or share one under one rule: whichever is meant,
    it does not come out. Where the first has much to say for it, that goes for any two.
    """
    if top.fit != "right" and top.structure > other.structure + _BREATH and contradictable(top):
        # what hardly anything but its arithmetic speaks for does not undo what is said in so many words
        return False
    if {"row-other-named", "column-span-said-other"} & other.signals.keys() and "table-frame" in top.signals:
        # "cable revenue rose 5% in the quarter" is said of that row and column, whatever comes out of another
        return False
    if top.signals.keys() >= _WHOLE_NAMED and "table-whole-extra" in other.signals:
        # "15% of total revenue" is said of that row, whatever it is of "Subscription revenue"
        return False
    if "pair-of-step" in top.signals and top.structure > other.structure + _PLAIN:
        # an amount whose two values are known has said what the percentage beside it is of
        return False
    if {"with", "frame"} <= top.signals.keys() and "table" in other.signals and other.fit != "right":
        # what the sentence says in one breath, it does not leave to a table
        return False
    if top.fit != "right" and other.fit != "right":
        if top.bits >= _PLAIN and top.rule.kind != "duration":
            return False
        mine, others = spots(top), spots(other)
        one_kind = (
            top.rule.kind in CHANGES if top.rule is other.rule else {top.rule.kind, other.rule.kind} <= SAME
        )
        if mine == others or (one_kind and set(mine) & set(others)):
            return False
    if (
        top.fit != "right"
        and top.rule is not other.rule
        and top.structure > other.structure + (3 if top.fit == "mistake" else 8)
        and spots(top) == spots(other)
    ):
        # "by 120, or 16.7%, to 720": the share of 720 is the very mistake; and "418 people, of whom 163,
        # or 61%, …" is not that 163 is 61% fewer
        return False
    if "elsewhere" in other.signals and top.structure > max(_PLAIN, other.structure + _FAR_LESS):
        # what a sentence says of its own values it does not leave to others that come out by chance
        return False
    if (
        top.fit == "right"
        and other.fit == "mistake"
        and top.rule.kind in CHANGES
        and other.structure < top.structure + 3
        and spots(top) == spots(other)
    ):
        # "up 120, or 4% of last year's 3,000": the 4% is no slip for a growth from 3,000 to 120
        return False
    if top.fit == other.fit == "right":
        both = {top.rule.kind, other.rule.kind}
        if spots(top) == spots(other) and both in _ONE_THING:
            return False
        if values(top) == values(other) and (len(both) == 1 or both <= QUOTIENTS):
            # a growth over the years said and over the years dated; a multiple is a ratio
            return False
        return not both <= SAME and ("sum" not in both or len(both) == 1)
    return True


def contradictable(one: Hypothesis) -> bool:
    """May this binding, which does not recompute, be held against the author?

    Not where only the fit would have related the operands, nor where the text itself gives a reason to think
    of others; beyond that each family of relations says what ties its operands (``tied``).
    """
    said = one.signals.keys()
    if one.over_round() or _by_time_too(one):
        return False
    if one.rule.kind == "share" and general.over_years(one.claim):
        return False
    doubts = (FOUND_BY_FIT | DOUBTFUL) & said
    if not _PAIRED.isdisjoint(said):
        doubts -= _TOLD_BESIDE
    if doubts and not {"points-said", "sole"} <= said:
        # "sales were $62m three years ago; growth since then is 12.9% a year": the mean is the mistake
        return {"since", "since-sole"} <= said and one.fit == "mistake"
    if "declared" in said:
        return declared.tied(one)
    if {"identity", "spoken"} & said:
        return identities.tied(one)
    if {"table", "table-share"} & said:
        return tables.tied(one)
    own = next((tied for prior, tied in TIED_BY_PRIOR.items() if prior in said), None)
    return (own or TIED.get(one.rule.kind, changes.tied))(one)


def doubted(one: Hypothesis) -> bool:
    """Does the text itself give a reason to think of other operands?"""
    return (
        one.over_round()
        or one.within_qualifiers()
        or _by_time_too(one)
        or not (FOUND_BY_FIT | DOUBTFUL).isdisjoint(one.signals)
        or refused(one)
    )


def refused(one: Hypothesis) -> bool:
    """Does it say that they are not these?"""
    return shares.refused(one) if one.rule.kind == "share" else changes.refused(one)


def _by_time_too(one: Hypothesis) -> bool:
    """ "$50 a month for each of 8.4 million", of what came in a quarter: divided once more."""
    per, lengths = one.claim.q.per, load_numbers().durations
    if one.rule.id != "ratio" or per not in lengths:
        return False
    top, bottom = (bound.quantity for bound in one.bound[:2])
    by_time = bottom is not None and (
        bottom.kind == "duration" or bottom.noun in lengths[per] or bottom.unit == per
    )
    return not by_time and (top is None or top.per != per)


def values(one: Hypothesis) -> tuple[int, ...]:
    """Where the operands stand that are no years, in their order."""
    return tuple(
        b.quantity.start
        for b in one.bound
        if b.quantity is not None and b.role not in ("years", "start_year", "end_year")
    )


#: kinds of which two values make one claim, but for what a headline tells again
_MOVED = frozenset({"percent_change", "multiple"})


def unexplained(chosen: Sequence[Hypothesis]) -> list[Hypothesis]:
    """Without what fails where the same figures come out another way: sums, differences, ratios, changes.

    "This year's $70m is 21% above last year's $58m. Of this, $24m is for A, $16m for B, the other $30m …":
    the parts make the 70, so nothing is wrong with the 58 nor with what remains. Nor is a share that comes
    out the wrong total of other shares.
    """
    added = [one for one in chosen if one.rule.kind in ADDITIVE]
    right = [one for one in added if one.fit == "right" and one.bits > _EXPLAINS and len(one.bound) > 1]
    parts = {spots(one) for one in right}
    whole = [set(told_in(one)) for one in right]

    def explained(one: Hypothesis) -> bool:
        mine = spots(one)
        return mine in parts or any(one.claim.q.start in some and some & set(mine) for some in whole)

    sound = {one.claim.q.start for one in chosen if one.fit == "right" and one.bits > _EXPLAINS}
    failed = {
        id(one) for one in added if one.fit != "right" and (one.claim.q.start in sound or explained(one))
    }
    # "earned $141m, or $2.35 for each of 60m shares, and paid out $1.88 a share"
    ratios = [one for one in chosen if one.rule.kind == "ratio"]
    made = {spots(one) for one in ratios if one.fit == "right"}
    failed |= {id(one) for one in ratios if one.fit != "right" and spots(one) in made}
    # "up 5.4% to $7.42 from $7.04. They are still down 41% over three years": nor of the two, unless a
    # headline tells the same
    moved = [one for one in chosen if one.rule.kind in _MOVED]
    sound_moves = {spots(one) for one in moved if one.fit == "right" and one.claim.block}
    failed |= {
        id(one) for one in moved if one.fit != "right" and one.claim.block and spots(one) in sound_moves
    }
    return [one for one in chosen if id(one) not in failed]


def once(chosen: Sequence[Hypothesis]) -> list[Hypothesis]:
    """One relation is one claim: of "A + B = C" and "C - A = B" the better marked stays.

    What is said to be left ("the remaining _") is claimed of the rest, not of the whole.
    """

    def marked(one: Hypothesis) -> tuple[bool, float]:
        return "leftover-frame" in one.signals, one.bits

    kept: dict[tuple[int, ...], Hypothesis] = {}
    for one in chosen:
        key = told_in(one)
        known = kept.get(key)
        if known is None or marked(one) > marked(known):
            kept[key] = one
    return list(kept.values())


def to_operand(bound: Bound) -> Operand:
    q = bound.quantity
    return Operand(
        role=bound.role,
        value=bound.amount(),
        unit=bound.unit,
        strict=bound.interval(),
        loose=bound.loose(),
        text=q.text if q is not None else f"{bound.value:g}",
        quantity=q,
        source="date" if q is None else "table" if q.cell is not None else "text",
    )


def to_claim(one: Hypothesis) -> Claim:
    q = one.claim.q
    value = abs(q.value)
    direction: Direction | None = None
    if one.direction in ("up", "down"):
        direction = "up" if one.direction == "up" else "down"
        value = value if direction == "up" else -value
    elif one.recomputed is not None and one.recomputed.low + one.recomputed.high < 0:
        value = -value
    return Claim(
        rule=one.rule.id,
        kind=one.rule.kind,
        stated=q,
        value=value,
        operands=tuple(to_operand(b) for b in one.bound),
        direction=direction,
        cue=one.cue,
        certain=one.fit == "none" or contradictable(one),
        sure=one.sure,
        missing=one.missing,
        score=one.bits,
        period=one.period,
        rates=one.rates,
    )


def open_claims(context: Context, rules: dict[str, Rule], done: set[int]) -> list[Claim]:
    """Changes beside whose new value, or amount, the text does not give the other that it takes."""
    found: list[Claim] = []
    figures = context.figures
    for claim in figures:
        q = claim.q
        if q.kind not in ("percent", "points") or q.start in done or q.is_range or q.value == 0:
            continue
        cue = change_cue(claim, context)
        if cue is None or cue.direction is None or cue.distance > 4:
            continue
        up = cue.direction == "up"
        step = _step_beside(claim, context)
        new = _new_beside(claim, figures) if cue.distance <= 2 else None
        if step is not None:
            rule, missing = rules.get("percent-of-change"), "new"
            bound = Bound("change", step.q, step.q.unit, 1.0 if up else -1.0)
        elif new is not None:
            rule, missing = rules.get("percent-change" if q.kind == "percent" else "pp-change"), "old"
            bound = Bound("new", new.q, new.q.unit)
        else:
            continue
        if rule is not None:
            found.append(
                Claim(
                    rule.id, rule.kind, q, abs(q.value) if up else -abs(q.value), (to_operand(bound),),
                    "up" if up else "down", cue.word, missing=missing,
                )
            )  # fmt: skip
    return found


def _step_beside(claim: Figure, context: Context) -> Figure | None:
    """ "by $14 million, or 8%": the amount that the percentage says again."""
    before = preceding(context, claim)
    if claim.q.kind != "percent" or before is None or not before.amount or before.q.is_range:
        return None
    if not claim.lead or any(word not in APPOSED for word in claim.lead):
        return None
    return before if before.mark in STEP_MARKS else None


def _new_beside(claim: Figure, figures: Sequence[Figure]) -> Figure | None:
    wanted = ("money", "measure", "count") if claim.q.kind == "percent" else ("percent",)
    for index in (claim.index + 1, claim.index - 1):
        if 0 <= index < len(figures):
            f = figures[index]
            if f.sentence != claim.sentence or f.q.kind not in wanted or f.q.is_range:
                continue
            if index > claim.index and ("goal" in f.marks and f.mark in ("to", "at")):
                return f
            if index < claim.index and claim.q.kind == "points" and len(claim.lead) <= 14:
                return f
    return None
