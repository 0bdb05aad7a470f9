"""Totals and their parts, and what is left of a total."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from finchecks.claim.changes import complete, find_cue, nouns_meet
from finchecks.claim.context import Context, Figure
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.weigh import Signals, bits_of, magnitude
from finchecks.rule import Rule

#: parts are looked for so many sentences and figures around the total
SENTENCES = 2
FIGURES = 14
#: … and a list's total so many figures away
FAR = 150
MOST_PARTS = 10
_JOINTS = frozenset((",", "and", ";", "plus", "with", "or", "&"))
_INCLUDING = frozenset(["including", "comprising", "made", "split"])
_HARMLESS = ("on", "over", "above")

_SHORT = frozenset({"deficit", "shortfall", "hole", "gap", "short"})

Part = tuple[Figure, float]


def _series(context: Context, total: Figure) -> list[Part]:
    """Figures near the total that could be its parts, and what completes their unit (0 parts a series)."""
    found: list[Part] = []
    for f in context.figures[max(0, total.index - FIGURES) : total.index + FIGURES + 1]:
        if f is total:
            found.append((f, 1.0))
            continue
        if f.conversion_of is not None or f.q.is_range or abs(f.sentence - total.sentence) > SENTENCES:
            continue
        if not (f.amount or f.q.kind == total.q.kind == "percent"):
            continue
        completed = complete(total, f)
        if completed is None or completed[1] != 1.0:
            continue
        times = completed[2]
        larger = f.q.value * times > abs(total.q.value) * 1.02
        found.append((f, 0.0 if larger else times))
    return found


def _runs(series: Sequence[Part], total: Figure) -> list[tuple[list[Part], int]]:
    """Unbroken runs of parts right after or right before the total, with the figures skipped beside it."""
    at = next(i for i, (f, _) in enumerate(series) if f is total)
    after, before = series[at + 1 :], series[:at]
    runs: list[tuple[list[Part], int]] = []
    for skip in (0, 1):
        for n in range(2, min(MOST_PARTS, len(after) - skip) + 1):
            runs.append((list(after[skip : skip + n]), skip))
        for n in range(2, min(MOST_PARTS, len(before) - skip) + 1):
            end = len(before) - skip
            runs.append((list(before[end - n : end]), skip))
    for n in (1, 2, 3):
        if before and len(after) >= n:
            runs.append(([before[-1], *after[:n]], 0))
    return [(run, skip) for run, skip in runs if all(times for _, times in run)]


def sums(context: Context, rules: Mapping[str, Rule]) -> list[Hypothesis]:
    rule = rules.get("sum")
    if rule is None:
        return []
    found: list[Hypothesis] = []
    for total in context.figures:
        q = total.q
        if q.kind not in ("money", "count", "measure", "number", "percent") or q.value <= 0 or q.is_range:
            continue
        if q.value < 10 and (q.kind == "number" or (q.kind == "count" and q.word)):
            continue
        series = _series(context, total)
        if len(series) < 3:
            continue
        start: Signals = {"prior sum_percent" if q.kind == "percent" else "prior sum": 1}
        cue = find_cue(total, context, ("total",))
        if cue is not None:
            start["total-cue" if cue.distance <= 4 else "total-cue-far"] = 1
        if "together" in total.lead[:3]:
            start["together"] = 1
        if total.marks & {"origin", "comparison"} and total.mark not in _HARMLESS:
            start["total-old"] = 1
        start_bits = bits_of(start, context.weights)
        stated = magnitude(q)
        for run, skip in _runs(series, total):
            parts = [f for f, _ in run]
            amount = sum(f.q.value * times for f, times in run)
            spread = q.high - q.low + sum(f.q.high - f.q.low for f in parts)
            close = abs(amount - q.value) <= max(abs(q.value) * 0.05, spread)
            if not close and start_bits < -6:
                continue
            s: Signals = {}
            _list_signals(parts, s)
            _parts_signals(total, parts, skip, cue is not None, s)
            if "total-cue" in start and "list" in s and "parts-skip" not in s and "parts-compared" not in s:
                s["sum-frame"] = 1
            bits = start_bits + bits_of(s, context.weights)
            if bits < -8 or (not close and bits < 1.5):
                continue
            bound = tuple(Bound("part", f.q, q.unit, times) for f, times in run)
            one = Hypothesis(rule, total, bound, {**start, **s}, bits)
            one.judge(stated)
            found.append(one)
    return found


def far_sums(context: Context, rules: Mapping[str, Rule]) -> list[Hypothesis]:
    """A list of amounts in one sentence whose sum the document states elsewhere."""
    rule = rules.get("sum")
    if rule is None:
        return []
    by_sentence: dict[tuple[int, str], list[Figure]] = {}
    totals: dict[str, list[Figure]] = {}
    for f in context.figures:
        if f.q.kind not in ("money", "measure", "count") or f.q.is_range or f.q.value <= 0:
            continue
        if f.conversion_of is None:
            by_sentence.setdefault((f.sentence, f.q.unit), []).append(f)
            totals.setdefault(f.q.unit, []).append(f)
    found: list[Hypothesis] = []
    for (sentence, unit), series in by_sentence.items():
        if len(series) < 2 or len(series) > MOST_PARTS:
            continue
        for parts in (series, series[1:]) if len(series) > 2 else (series,):
            amount = sum(f.q.value for f in parts)
            slack = sum(f.q.high - f.q.low for f in parts)
            for total in totals[unit]:
                if (
                    total in parts
                    or abs(total.index - parts[0].index) > FAR
                    or (abs(total.sentence - sentence) <= SENTENCES and total.block == parts[0].block)
                ):
                    continue
                if abs(total.q.value - amount) > slack + total.q.high - total.q.low:
                    continue
                s: Signals = {"prior sum": 1, "far-list": 1}
                _list_signals(parts, s)
                _parts_signals(total, parts, 0, False, s)
                s.pop("parts-skip", None)
                cue = find_cue(total, context, ("total",))
                if cue is not None:
                    s["total-cue" if cue.distance <= 4 else "total-cue-far"] = 1
                common = max(len(total.name_set & f.name_set) for f in parts)
                if common:
                    s["name"] = min(common, 2)
                if total.metric and any(f.metric == total.metric for f in parts):
                    s["metric-same"] = 1
                one = Hypothesis(
                    rule,
                    total,
                    tuple(Bound("part", f.q, unit) for f in parts),
                    s,
                    bits_of(s, context.weights),
                )
                one.judge(magnitude(total.q))
                if one.fit == "right":
                    found.append(one)
    return found


def _list_signals(parts: Sequence[Figure], s: Signals) -> None:
    """Are the parts a list in one breath: commas, and an "and" before the last?"""
    joined = all(
        len(b.lead) <= 14 and not _JOINTS.isdisjoint(b.lead)
        for a, b in itertools.pairwise(parts)
        if a.sentence == b.sentence
    )
    if not joined:
        s["list-broken"] = 1
    elif len({f.sentence for f in parts}) == 1:
        s["list"] = 1
        if "and" in parts[-1].lead or "plus" in parts[-1].lead:
            s["list-and"] = 1


def _parts_signals(total: Figure, parts: Sequence[Figure], skip: int, cued: bool, s: Signals) -> None:
    outside = sum(1 for f in parts if f.sentence != total.sentence)
    if outside == 0:
        s["parts-with"] = 1
    elif outside == len(parts):
        s["parts-apart"] = 1
    if any(f.block != total.block for f in parts):
        s["parts-block"] = 1
    near = min(abs(f.index - total.index) for f in parts) - 1 + skip
    if near:
        s["parts-skip"] = near
    if len(parts) > 2:
        s["parts-more"] = len(parts) - 2
    lead = parts[0].lead
    if parts[0].index > total.index:
        if ":" in lead or "of which" in " ".join(lead[:4]):
            s["parts-colon"] = 1
        elif not _INCLUDING.isdisjoint(lead):
            s["parts-including"] = 1
    other = sum(1 for f in parts if f.earlier != total.earlier)
    if other:
        s["part-earlier-other"] = other
    years = {f.year for f in (*parts, total) if f.year is not None}
    if len(years) > 1 and not cued:
        s["parts-years"] = 1
    if any("origin" in f.marks or ("comparison" in f.marks and f.mark not in _HARMLESS) for f in parts):
        s["parts-compared"] = 1
    if total.q.kind == "count" and total.q.noun:
        others = sum(1 for f in parts if f.q.noun and not nouns_meet(f.q.noun, total.q.noun))
        if others:
            s["parts-noun-other"] = others


def remainders(context: Context, rules: Mapping[str, Rule]) -> list[Hypothesis]:
    """What is left: a whole less its named part, or a hundred percent less the shares named."""
    return [*_differences(context, rules), *_rests(context, rules)]


def _differences(context: Context, rules: Mapping[str, Rule]) -> list[Hypothesis]:
    rule = rules.get("difference")
    if rule is None:
        return []
    found: list[Hypothesis] = []
    for claim in context.figures:
        q = claim.q
        if q.kind not in ("money", "count", "measure", "number") or q.value <= 0 or q.is_range:
            continue
        cue = find_cue(claim, context, ("difference", "remainder"))
        if cue is None:
            continue
        start: Signals = {"prior left": 1}
        if cue.concept == "remainder" and cue.distance <= 2:
            start["remainder-cue"] = 1
        else:
            start["left-cue-near" if cue.distance <= 3 else "left-cue-far"] = 1
        if claim.mark in ("to", "from", "at"):
            start["left-level"] = 1
        if claim.marks & {"comparison", "origin"} and claim.mark not in _HARMLESS:
            start["left-old"] = 1
        near = [
            f
            for f in context.figures[max(0, claim.index - 8) : claim.index + 5]
            if f is not claim and f.amount and f.conversion_of is None and not f.q.is_range
            and abs(f.sentence - claim.sentence) <= 2
        ]  # fmt: skip
        stated = magnitude(q)
        for whole in near:
            a = complete(claim, whole)
            if a is None or a[1] != 1.0:
                continue
            for part in near:
                b = complete(claim, part)
                if part is whole or b is None or b[1] != 1.0 or whole.q.value * a[2] <= part.q.value * b[2]:
                    continue
                amount = whole.q.value * a[2] - part.q.value * b[2]
                if not 0.3 * q.value < amount < 3 * q.value:
                    continue
                s: Signals = {}
                gap = abs(claim.index - whole.index) + abs(claim.index - part.index) - 3
                if gap > 0:
                    s["left-step"] = gap
                for f in (whole, part):
                    place = "left-with" if f.sentence == claim.sentence else "left-apart"
                    s[place] = s.get(place, 0) + 1
                    if f.block != claim.block:
                        s["left-block"] = s.get("left-block", 0) + 1
                if part.index < whole.index:
                    s["left-order"] = 1
                s["left-last" if claim.index > max(whole.index, part.index) else "left-first"] = 1
                bound = (Bound("new", whole.q, q.unit, a[2]), Bound("old", part.q, q.unit, b[2]))
                signals = {**start, **s}
                short = cue.word in _SHORT
                if short:
                    # a deficit is what the smaller is short of the larger
                    bound = (Bound("new", part.q, q.unit, b[2]), Bound("old", whole.q, q.unit, a[2]))
                one = Hypothesis(
                    rule,
                    claim,
                    bound,
                    signals,
                    bits_of(signals, context.weights),
                    "down" if short else None,
                    cue.word,
                )
                one.judge(stated)
                found.append(one)
    return found


def _rests(context: Context, rules: Mapping[str, Rule]) -> list[Hypothesis]:
    rule = rules.get("remainder")
    if rule is None:
        return []
    found: list[Hypothesis] = []
    for claim in context.figures:
        if claim.q.kind != "percent" or claim.q.is_range:
            continue
        cue = find_cue(claim, context, ("remainder",))
        if cue is None or cue.distance > 4:
            continue
        near = [
            f
            for f in context.figures[max(0, claim.index - 6) : claim.index]
            if f.q.kind == "percent" and f.sentence >= claim.sentence - 1 and not f.q.is_range
        ]
        for n in range(1, len(near) + 1):
            parts = near[-n:]
            s: Signals = {"prior remainder": 1, "remainder-cue": 1, "left-step": n - 1}
            if any(f.sentence != claim.sentence for f in parts):
                s["left-apart"] = 1
            one = Hypothesis(
                rule,
                claim,
                tuple(Bound("part", f.q, "percent") for f in parts),
                s,
                bits_of(s, context.weights),
                None,
                cue.word,
            )
            one.judge(magnitude(claim.q))
            found.append(one)
    return found


def tied(one: Hypothesis) -> bool:
    """Does the text itself say which parts make the total?"""
    return True
