"""A step and where it led: "by £290m, or 8.7 per cent, to £3.06bn"."""

from __future__ import annotations

from finchecks.claim.changes import APPOSED, _claim_bits, change_cue, complete
from finchecks.claim.context import Context, Figure
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.weigh import magnitude
from finchecks.rule import Rule


def steps(context: Context, rules: dict[str, Rule]) -> list[Hypothesis]:
    rule = rules.get("percent-of-change")
    if rule is None:
        return []
    found: list[Hypothesis] = []
    figures = context.figures
    for claim in figures:
        q = claim.q
        if q.kind not in ("percent", "fraction") or q.is_range:
            continue
        signals: list[str] = []
        cue = change_cue(claim, context)
        for change in figures[max(0, claim.index - 3) : claim.index + 3]:
            if change is claim or not change.amount or change.q.is_range or change.conversion_of is not None:
                continue
            if abs(change.sentence - claim.sentence) > 1:
                continue
            bits, own = _step_bits(context, claim, change)
            if bits < -4:
                continue
            start = _claim_bits(claim, cue or change_cue(change, context), "percent_change", signals)
            if start is None:
                continue
            direction_cue = change_cue(change, context) if cue is None or cue.direction is None else cue
            for level in figures[max(0, claim.index - 8) : claim.index + 6]:
                if level in (claim, change) or not level.amount or level.q.is_range:
                    continue
                completed = complete(change, level)
                if completed is None or abs(level.sentence - claim.sentence) > 2:
                    continue
                unit, times_change, times_level = completed
                for role in ("new", "old"):
                    extra = list(own)
                    level_bits = _level_bits(claim, change, level, role, extra, context)
                    total = start + bits + level_bits
                    if total < -7:
                        continue
                    one = Hypothesis(
                        rule,
                        claim,
                        (Bound("change", change.q, unit, times_change), Bound(role, level.q, unit, times_level)),
                        extra,
                        total,
                        direction_cue.direction if direction_cue else None,
                        direction_cue.word if direction_cue else "",
                    )
                    # a fall: the change is taken off, so that new - change is the old value
                    if one.direction == "down":
                        one.bound = (
                            Bound("change", change.q, unit, -times_change if change.q.value > 0 else times_change),
                            one.bound[1],
                        )
                    one.judge(magnitude(q))
                    found.append(one)
    return found


def _step_bits(context: Context, claim: Figure, change: Figure) -> tuple[float, list[str]]:
    """Do the percentage and the amount stand side by side and mean the same step?"""
    near, far = (change, claim) if change.index < claim.index else (claim, change)
    signals: list[str] = []
    bits = 0.0
    if far.index - near.index == 1 and near.sentence == far.sentence:
        free = [w for w in far.lead if w not in APPOSED and w not in ("about", "some", "or")]
        if not free:
            bits += 4.5
            signals.append("side-by-side")
        elif len(far.lead) <= 6:
            bits += 0.0
        else:
            bits -= 2.0
    else:
        bits -= 2.5
    cue = change_cue(change, context)
    if cue is None:
        bits -= 3.0
    elif cue.distance <= 2:
        bits += 1.5
        signals.append("step-cue")
    if "goal" in change.marks and change.mark != "at" or "origin" in change.marks:
        bits -= 4.0
    return bits, signals


def _level_bits(
    claim: Figure, change: Figure, level: Figure, role: str, signals: list[str], context: Context
) -> float:
    bits = 0.0
    between = sum(
        1
        for f in context.figures[min(claim.index, level.index) + 1 : max(claim.index, level.index)]
        if f is not change and f.conversion_of is None
    )
    bits -= 1.5 * between
    if level.sentence == claim.sentence:
        bits += 1.0
    else:
        bits -= 1.5 * abs(level.sentence - claim.sentence)
        if level.block != claim.block:
            bits -= 3.0
    if level.conversion_of is not None:
        bits -= 3.0
    if role == "new":
        if "goal" in level.marks:
            bits += 3.0
            signals.append("goal")
        elif level.index < min(claim.index, change.index):
            bits += 1.5
            signals.append("level-before")
        if "origin" in level.marks or level.earlier:
            bits -= 4.0
    else:
        if "origin" in level.marks or level.earlier or "comparison" in level.marks:
            bits += 2.5
            signals.append("origin")
        elif "goal" in level.marks:
            bits -= 4.0
        else:
            bits -= 1.5
    return bits
