"""A step and where it led: "by £290m, or 8.7 per cent, to £3.06bn"."""

from __future__ import annotations

from collections.abc import Mapping

from finchecks.claim.changes import (
    APPOSED,
    PLACES,
    PLAIN,
    between,
    change_cue,
    claim_signals,
    complete,
    find_cue,
    own_level,
    says,
)
from finchecks.claim.context import Context, Figure, metric_of
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.weigh import Signals, bits_of, magnitude
from finchecks.rule import Rule

FLOOR = -7.0
#: between an amount and what was reached: another thing is told
_CLAUSES = frozenset({":", ";"})
_MOVES = ("rise", "fall")
#: "850 more than a year ago (+4.5%)": words from one to the other
_COMPARED = 8


def steps(context: Context, rules: Mapping[str, Rule]) -> list[Hypothesis]:
    """Hypotheses of a percentage that an amount of change makes of the value after it, or before it."""
    rule = rules.get("percent-of-change")
    if rule is None:
        return []
    found: list[Hypothesis] = []
    figures = context.figures
    table = context.weights
    for claim in figures:
        if claim.q.kind not in ("percent", "fraction") or claim.q.is_range:
            continue
        cue = change_cue(claim, context)
        for change in figures[max(0, claim.index - 3) : claim.index + 3]:
            if change is claim or not change.amount or change.q.is_range or change.conversion_of is not None:
                continue
            if abs(change.sentence - claim.sentence) > 1:
                continue
            s: Signals = {"prior percent_of_change": 1}
            _step_signals(context, claim, change, s)
            claim_signals(context, claim, cue or change_cue(change, context), "percent_change", s)
            if _beside_more(context, claim, change):
                for name in ("claim-earlier", "cue-farther", "cue-far"):
                    s.pop(name, None)  # said of what the amount is more than
            start_bits = bits_of(s, table)
            if start_bits < -6:
                continue
            moved = change_cue(change, context) if cue is None or cue.direction is None else cue
            own = own_level(context, claim) or own_level(context, change)
            for level in figures[max(0, claim.index - 8) : claim.index + 6]:
                if level is claim or level is change or not level.amount or level.q.is_range:
                    continue
                completed = together(change, level)
                if completed is None or abs(level.sentence - claim.sentence) > 2:
                    continue
                unit, times_change, times_level = completed
                # a fall is taken off: new less change gives the old value in either direction
                down = moved is not None and moved.direction == "down" and change.q.value > 0
                for role in ("new", "old"):
                    more: Signals = {}
                    _level_signals(context, claim, change, level, role, s, more)
                    if own is not None and role == "new":
                        more["level-own" if level is own else "level-own-other"] = 1
                    if (
                        role == "new"
                        and {"side-by-side", "side-same", "cue"} & s.keys()
                        and "step-no-cue" not in s
                        and "level-goal" in more
                        and "level-between" not in more
                    ):
                        more["step-frame"] = 1
                    if "side-far" in s and role == "new" and level is not own:
                        more["side-alone"] = 1
                    if {"side-by-side", "side-same"} & s.keys() and _spans(context, change, level, role):
                        more["step-spans"] = 1
                    bits = start_bits + bits_of(more, table)
                    if bits < FLOOR:
                        continue
                    bound = (
                        Bound("change", change.q, unit, -times_change if down else times_change),
                        Bound(role, level.q, unit, times_level),
                    )
                    one = Hypothesis(
                        rule, claim, bound, {**s, **more}, bits,
                        moved.direction if moved is not None else None,
                        moved.word if moved is not None else "",
                    )  # fmt: skip
                    one.judge(magnitude(claim.q))
                    found.append(one)
    return found


def plain_points(change: Figure) -> bool:
    """ "The index lost 55 points": not of a percentage."""
    return change.q.kind == "points" and change.q.text.lower().endswith(" points")


def together(change: Figure, level: Figure) -> tuple[str, float, float] | None:
    """One unit for a step and a level; the points of an index go with a bare number."""
    if change.amount:
        return complete(change, level)
    return ("", 1.0, 1.0) if level.q.kind in PLAIN and level.q.value > change.q.value else None


def _spans(context: Context, change: Figure, level: Figure, role: str) -> bool:
    """Is the amount what lies between two values told before it, of which the level is one?

    "from an original $4.8bn the cost has risen to $6.4bn, an overrun of $1.6bn, or a quarter": the marks say
    which of the two is old.
    """
    if level.index > change.index or level.sentence != change.sentence or level.q.unit != change.q.unit:
        return False
    for other in context.figures[max(0, change.index - 4) : change.index]:
        if other is level or other.sentence != change.sentence or other.q.unit != change.q.unit:
            continue
        new, old = (level, other) if role == "new" else (other, level)
        if "origin" not in old.marks or "goal" not in new.marks:
            continue
        low, high = old.q.low - new.q.high, old.q.high - new.q.low
        if low <= change.q.value <= high or low <= -change.q.value <= high:
            return True
    return False


def _step_signals(context: Context, claim: Figure, change: Figure, s: Signals) -> None:
    """Do the percentage and the amount stand side by side and mean the same step?"""
    first, second = (change, claim) if change.index < claim.index else (claim, change)
    if second.index - first.index == 1 and first.sentence == second.sentence:
        if all(w in APPOSED or w == "by" for w in second.lead):
            s["side-by-side"] = 1
        elif _same_move(context, claim, change) or _beside_more(context, claim, change):
            s["side-same"] = 1
        else:
            s["side-gap" if len(second.lead) <= 6 else "side-far"] = 1
    elif (
        second.index - first.index == 2
        and first.sentence == second.sentence
        and _CLAUSES.isdisjoint(context.figures[first.index + 1].lead)
        and (
            _same_move(context, claim, change)
            or _told_after(context, claim, change)
            or _told_before(context, claim, change)
        )
    ) or _taken(context, claim, change):
        # "added 60 to finish at 520, a rise of 13%": what was reached stands between
        s["side-same"] = 1
    else:
        s["side-far"] = 1
    cue = change_cue(change, context)
    if cue is None:
        s["step-no-cue"] = 1
    elif cue.distance <= 2 or (change.mark == "by" and "side-same" in s):
        # "reduced its branches by 30"
        s["step-cue"] = 1
    if ("goal" in change.marks and change.mark != "at") or {"origin", "comparison"} & change.marks:
        s["step-level"] = 1


def _same_move(context: Context, claim: Figure, change: Figure) -> bool:
    """Do both say the same move: "143 fewer than a year before, a decrease of 1.4%"?"""
    a, b = find_cue(claim, context, _MOVES), find_cue(change, context, _MOVES)
    return (
        a is not None and b is not None and a.concept == b.concept
        and a.distance <= 1 and b.distance <= 1 and change.index < claim.index
        and not (b.side == "before" and b.word in PLACES and change.mark != "by")
        and change.lead[-1:] != ("for",)  # "cut for 1,200 of the line's users"
        and not {"goal", "origin", "comparison"} & change.marks
    )  # fmt: skip


def _beside_more(context: Context, claim: Figure, change: Figure) -> bool:
    """ "19,850 hectares, 850 more than a year ago (+4.5%)": the percentage right behind what was compared?"""
    cue = find_cue(change, context, _MOVES)
    return (
        change.index < claim.index
        and cue is not None
        and cue.side == "after"
        and cue.distance == 0
        and (claim.lead[-1:] == ("(",) or claim.lead[-2:] == (",", "or"))
        and len(claim.lead) <= _COMPARED
        and claim.tail[:1] != ("of",)
        and not {"goal", "origin", "comparison"} & change.marks
    )


def _taken(context: Context, claim: Figure, change: Figure) -> bool:
    """ "plus 31 coolers. That takes the total to 655, an increase of 5%": what was reached stands between."""
    if change.index != claim.index - 2:
        return False
    reached, cue = context.figures[claim.index - 1], find_cue(claim, context, ("rise",))
    return (
        reached.sentence == claim.sentence <= change.sentence + 1
        and "goal" in reached.marks
        and reached.mark.split()[-1] == "to"
        and says(reached.lead, context, "running") is not None
        and cue is not None
        and cue.side == "before"
        and cue.distance <= 1
        and not {"goal", "origin", "comparison"} & change.marks
        and reached.q.value > change.q.value
    )


def _told_after(context: Context, claim: Figure, change: Figure) -> bool:
    """Does the percentage stand right after what was reached: "come down $1.15 to $11.35, or 9.2%"?"""
    reached = context.figures[claim.index - 1]
    cue, own = find_cue(change, context, _MOVES), find_cue(claim, context, _MOVES)
    if change.index != claim.index - 2 or "goal" not in reached.marks or cue is None or not claim.lead:
        return False
    # "14p higher at 379p, up 3.8 pct"
    at = reached.mark.split()[-1] == "at" and cue.side == "after"
    same = own is not None and own.concept == cue.concept and own.side == "before" and not claim.tail
    return (
        (at or reached.mark.split()[-1] == "to")
        and all(w in APPOSED or w == "by" or (same and own is not None and w == own.word) for w in claim.lead)
        and (cue.distance <= 2 or change.mark == "by")
    )


def _told_before(context: Context, claim: Figure, change: Figure) -> bool:
    """Does the amount sum up after what was reached: "fell 5% to 475p, a loss of 25p"?"""
    if change.index != claim.index + 2:
        return False
    reached, cue = context.figures[claim.index + 1], find_cue(change, context, (*_MOVES, "gain", "loss"))
    return (
        "goal" in reached.marks
        and reached.mark.split()[-1] in ("to", "at")
        and change.lead[:2] in ((",", "a"), (",", "an"))
        and len(change.lead) <= 4
        and cue is not None
        and cue.distance <= 1
    )


def _level_signals(
    context: Context, claim: Figure, change: Figure, level: Figure, role: str, told: Signals, s: Signals
) -> None:
    others = between(context, claim.index, level.index)
    if min(claim.index, level.index) < change.index < max(claim.index, level.index):
        others -= 1
    if others:
        s["level-between"] = others
    if level.sentence == claim.sentence:
        s["level-together"] = 1
    else:
        s["level-apart"] = abs(level.sentence - claim.sentence)
        if level.block != claim.block:
            s["level-block"] = 1
    if level.conversion_of is not None:
        s["level-conversion"] = 1
    own = metric_of(change.lead, context.relations) or metric_of(claim.lead, context.relations)
    if own and level.metric and own != level.metric and own != "loss":
        s["level-metric-other"] = 1
    if role == "new":
        if "goal" in level.marks:
            s["level-goal"] = 1
        elif level.index < min(claim.index, change.index):
            s["level-before"] = 1
        if "origin" in level.marks or level.earlier:
            s["level-old-as-new"] = 1
    elif "origin" in level.marks or level.earlier or "comparison" in level.marks:
        s["base-origin"] = 1
        beside = "comparison" in level.marks and level.index == change.index + 1
        if beside and change.mark != "by" and "step-no-cue" in told:
            s["step-compared"] = 1
    else:
        s["base-goal" if "goal" in level.marks else "base-plain"] = 1
        if level.index < min(claim.index, change.index) and _of_now(context, claim, level):
            s["base-of-now"] = 1


def _of_now(context: Context, claim: Figure, level: Figure) -> bool:
    """ "It handled 528,000 passengers. The increase of 61,000, or _, over 2023": no level of 2023."""
    past = claim.year is not None and context.past(claim.year)
    if not (past or claim.basis or claim.earlier):
        return False
    return level.year is None or claim.year is None or int(level.year) > int(claim.year)


def tied(one: Hypothesis) -> bool:
    """Does the text itself say that the amount and the percentage are one step?"""
    said = one.signals.keys()
    if "level-metric-other" in said:
        return False
    # "sales reached $43.0m, of them $5.3m (12.3%) ..." may be a share: nothing says that anything changed
    unsaid = {"no-cue", "step-no-cue"} <= said
    if "step-spans" in said:
        return not (unsaid and "level-goal" in said)
    return not unsaid and ("side-by-side" in said or {"side-same", "level-together"} <= said)
