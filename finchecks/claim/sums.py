"""Totals and their parts, and what is left of a total."""

from __future__ import annotations

from collections.abc import Sequence

from finchecks.claim.changes import complete, find_cue
from finchecks.claim.context import Context, Figure
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.weigh import magnitude
from finchecks.rule import Rule

#: parts are looked for so many sentences around the total
SENTENCES = 2
MOST_PARTS = 10


def _series(context: Context, total: Figure) -> list[tuple[Figure, float]]:
    """Figures near the total that could be its parts, in order, with the factor that completes their unit."""
    found: list[tuple[Figure, float]] = []
    for f in context.figures[max(0, total.index - 14) : total.index + 15]:
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
        if abs(f.q.value * completed[2]) > abs(total.q.value) * 1.02 and f.q.value > 0:
            # bigger than the whole: it parts the series
            found.append((f, 0.0))
            continue
        found.append((f, completed[2]))
    return found


def _runs(series: Sequence[tuple[Figure, float]], total: Figure) -> list[list[tuple[Figure, float]]]:
    """Unbroken runs of parts right after or right before the total, and whole neighbouring sentences."""
    at = next(i for i, (f, _) in enumerate(series) if f is total)
    runs: list[list[tuple[Figure, float]]] = []
    after = series[at + 1 :]
    before = series[:at]
    for skip in (0, 1):
        for n in range(2, min(MOST_PARTS, len(after) - skip) + 1):
            runs.append(list(after[skip : skip + n]))
        for n in range(2, min(MOST_PARTS, len(before) - skip) + 1):
            end = len(before) - skip
            runs.append(list(before[end - n : end]))
    for n in (1, 2, 3):
        # one part before the total and the rest after it, or the other way round
        if before and len(after) >= n:
            runs.append([before[-1], *after[:n]])
    return [run for run in runs if all(times for _, times in run)]


def _list_bits(run: Sequence[tuple[Figure, float]], signals: list[str]) -> float:
    """Are the parts a list in one breath: commas, and an "and" before the last?"""
    bits = 0.0
    parts = [f for f, _ in run]
    joined = all(
        len(b.lead) <= 14 and any(w in (",", "and", ";", "plus", "with", "or") for w in b.lead)
        for a, b in zip(parts, parts[1:], strict=False)
        if a.sentence == b.sentence
    )
    same = len({f.sentence for f in parts}) == 1
    if joined and same:
        bits += 2.0
        signals.append("list")
        if "and" in parts[-1].lead or "plus" in parts[-1].lead:
            bits += 1.0
            signals.append("and-last")
    elif not joined:
        bits -= 1.5
    return bits


def sums(context: Context, rules: dict[str, Rule]) -> list[Hypothesis]:
    rule = rules.get("sum")
    if rule is None:
        return []
    found: list[Hypothesis] = []
    for total in context.figures:
        q = total.q
        if q.kind not in ("money", "count", "measure", "number", "percent") or q.value <= 0 or q.is_range:
            continue
        if q.kind == "number" and q.value < 10:
            continue
        series = _series(context, total)
        if len(series) < 3:
            continue
        cue = find_cue(total, context, ("total",))
        sentence_words = total.lead
        stated = magnitude(q)
        tried = 0
        ones: list[Hypothesis] = []
        for run in _runs(series, total):
            parts = [f for f, _ in run]
            amount = sum(f.q.value * times for f, times in run)
            close = abs(amount - q.value) <= max(abs(q.value) * 0.05, q.high - q.low + sum(f.q.high - f.q.low for f in parts))
            tried += 1
            signals: list[str] = []
            bits = -5.0 if q.kind != "percent" else -6.5
            if cue is not None:
                bits += 3.5 if cue.distance <= 4 else 1.5
                signals.append("total-cue")
            if sentence_words[:1] == ("together",) or "together" in sentence_words[:3]:
                bits += 1.5
            bits += _list_bits(run, signals)
            outside = sum(1 for f in parts if f.sentence != total.sentence)
            if outside == 0:
                bits += 1.0
            elif outside == len(parts):
                bits -= 0.5
            if any(f.block != total.block for f in parts):
                bits -= 2.5
            near = min(abs(f.index - total.index) for f in parts)
            bits -= 0.5 * (near - 1)
            if parts[0].index > total.index and (":" in parts[0].lead or "of which" in " ".join(parts[0].lead[:4])):
                bits += 1.5
            elif parts[0].index > total.index and any(w in ("including", "comprising", "made", "split") for w in parts[0].lead):
                bits += 1.0
            bits -= 2.0 * sum(1 for f in parts if f.earlier != total.earlier)
            years = {f.year for f in (*parts, total) if f.year is not None}
            if len(years) > 1 and cue is None:
                bits -= 1.0
            if any("origin" in f.marks or "comparison" in f.marks and f.mark not in ("on", "over") for f in parts):
                bits -= 3.0
                signals.append("compared")
            if q.kind == "count" and q.noun:
                bits -= 0.7 * sum(1 for f in parts if f.q.noun and not set(f.q.noun.split()) & set(q.noun.split()))
            if not close and bits < 2.5:
                continue
            bound = tuple(Bound("part", f.q, q.unit, times) for f, times in run)
            one = Hypothesis(rule, total, bound, signals, bits)
            one.judge(stated)
            if one.fit != "right" and not close and not _subset(run, stated):
                one.bits -= 1.0
            ones.append(one)
        found.extend(ones)
    return found


def _subset(run: Sequence[tuple[Figure, float]], stated: object) -> bool:
    return False


def remainders(context: Context, rules: dict[str, Rule]) -> list[Hypothesis]:
    """What is left: a whole less its named part, near the words that say so."""
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
        near = [
            f
            for f in context.figures[max(0, claim.index - 8) : claim.index + 5]
            if f is not claim and f.amount and f.conversion_of is None and not f.q.is_range and abs(f.sentence - claim.sentence) <= 2
        ]
        stated = magnitude(q)
        for whole in near:
            for part in near:
                if part is whole or whole.q.value <= part.q.value:
                    continue
                a, b = complete(claim, whole), complete(claim, part)
                if a is None or b is None or a[1] != 1.0 or b[1] != 1.0:
                    continue
                amount = whole.q.value * a[2] - part.q.value * b[2]
                if not 0.3 * q.value < amount < 3 * q.value:
                    continue
                signals = ["left"]
                bits = -2.0 + (2.5 if cue.concept == "remainder" and cue.distance <= 2 else 0.0 if cue.distance <= 3 else -1.5)
                steps = abs(claim.index - whole.index) + abs(claim.index - part.index) - 3
                bits -= 0.6 * max(0, steps)
                for f in (whole, part):
                    bits += 0.8 if f.sentence == claim.sentence else -0.6
                    if f.block != claim.block:
                        bits -= 2.5
                if part.index < whole.index:
                    bits -= 1.0
                if claim.marks & {"goal", "origin"} and claim.mark in ("to", "from"):
                    bits -= 2.0
                one = Hypothesis(
                    rule, claim, (Bound("new", whole.q, q.unit, a[2]), Bound("old", part.q, q.unit, b[2])), signals, bits, None, cue.word
                )
                one.judge(stated)
                found.append(one)
    return found
