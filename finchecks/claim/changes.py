"""Changes: a value, the value it is compared with, and what the text says of the step between them.

The frame is that of a change on a scale: an item goes from an initial to a final value, by an amount, a
percentage, a number of points or a factor, over a time. Pairs of a new and an old value are found once; the
percentages, points, factors and amounts of the text then look for the pair that they speak of.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from finchecks.claim.context import Context, Figure
from finchecks.claim.hypothesis import Bound, Hypothesis, unsigned
from finchecks.claim.weigh import magnitude
from finchecks.rule import Rule

AMOUNTS = frozenset({"money", "count", "measure", "number"})
CLAUSE = frozenset({"and", "while", "but", "whereas", ";", "although", "though", "with"})
#: how far apart, in figures and sentences, the two sides of a comparison are looked for
NEAR_FIGURES = 7
NEAR_SENTENCES = 2


@dataclass(slots=True)
class Comparison:
    """``new`` against ``old``; ``times_new``/``times_old`` complete open units."""

    new: Figure
    old: Figure
    unit: str
    times_new: float
    times_old: float
    bits: float
    signals: tuple[str, ...]

    @property
    def first(self) -> Figure:
        return self.new if self.new.index < self.old.index else self.old

    @property
    def last(self) -> Figure:
        return self.old if self.new.index < self.old.index else self.new


def complete(a: Figure, b: Figure) -> tuple[str, float, float] | None:
    """One unit for two figures: (unit, factor of a, factor of b); None where they cannot be compared.

    An open number takes the unit of the other, and its scale when that brings the two near each other:
    "to $40 million from 38".
    """
    p, q = a.q, b.q
    if p.unit == q.unit and (p.kind == q.kind or {p.kind, q.kind} <= {"count", "number"}):
        if p.scale != q.scale and p.kind in ("count", "number") and (p.scale == 1 or q.scale == 1):
            near = _near(p.value, q.value)
            if not near and p.scale == 1 and _near(p.value * q.scale, q.value) and not p.noun:
                return p.unit, q.scale, 1.0
            if not near and q.scale == 1 and _near(p.value, q.value * p.scale) and not q.noun:
                return p.unit, 1.0, p.scale
        return p.unit, 1.0, 1.0
    for open_, full in ((p, q), (q, p)):
        if open_.kind in ("number", "count") and full.kind in ("money", "measure", "percent", "points"):
            if open_.kind == "count" and open_.noun and not open_.scale > 1 and full.kind != "measure":
                continue
            times = full.scale if open_.scale == 1 else 1.0
            if full.kind == "percent":
                times = 1.0
            elif not _near(open_.value * times, full.value):
                times = 1.0
                if not _near(open_.value, full.value):
                    continue
            return (full.unit, times, 1.0) if open_ is p else (full.unit, 1.0, times)
    return None


def _near(x: float, y: float, reach: float = 25.0) -> bool:
    return x * y > 0 and 1 / reach < abs(x / y) < reach


def between(context: Context, i: int, j: int, kinds: frozenset[str] | None = None) -> int:
    """Figures strictly between two, conversions in brackets left out."""
    lo, hi = (i, j) if i < j else (j, i)
    return sum(
        1
        for f in context.figures[lo + 1 : hi]
        if f.conversion_of is None and (kinds is None or f.q.kind in kinds)
    )


def shared_names(a: Figure, b: Figure) -> int:
    return len(set(a.names) & set(b.names))


def name_bits(a: Figure, b: Figure, signals: list[str]) -> float:
    """Do two figures bear the same name?"""
    bits = 0.0
    if a.metric and b.metric:
        if a.metric == b.metric:
            bits += 1.0
            signals.append("metric=")
        else:
            bits -= 2.5
            signals.append("metric≠")
    if a.labels != b.labels and (a.labels ^ b.labels) - {"forecast"}:
        bits -= 2.0
        signals.append("label≠")
    return bits


def time_of(figure: Figure) -> float | None:
    return figure.year


def pair(context: Context, new: Figure, old: Figure) -> Comparison | None:
    """Weigh one pair by what the text says; None where nothing marks it as a comparison."""
    completed = complete(new, old)
    if completed is None:
        return None
    unit, times_new, times_old = completed
    if old.q.is_range or new.q.is_range:
        return None
    signals: list[str] = []
    bits = 0.0
    marked = False
    after = old.index > new.index
    if "origin" in old.marks:
        bits += 5.0
        marked = True
        signals.append("origin")
        if "goal" in new.marks:
            bits += 1.5
            signals.append("goal")
    elif "comparison" in old.marks and after:
        strong = old.mark not in ("on", "over", "above", "below", "on the", "over the", "up on", "following", "after")
        bits += 4.5 if strong else 2.5
        marked = True
        signals.append("comparison")
    elif old.q.bracketed and after and old.index == new.index + 1 and len(old.lead) <= 1:
        if old.q.kind == "number" or (old.q.unit == new.q.unit):
            bits += 4.0
            marked = True
            signals.append("brackets")
    if old.earlier:
        bits += 3.0
        marked = True
        signals.append("earlier")
    if new.earlier and not old.earlier:
        bits -= 5.0
        signals.append("new-earlier")
    if "origin" in new.marks:
        bits -= 5.0
        signals.append("new-origin")
    elif "comparison" in new.marks and after:
        bits -= 3.0
        signals.append("new-comparison")
    if new.year is not None and old.year is not None:
        if new.year > old.year:
            bits += 2.5
            marked = True
            signals.append("newer")
        elif new.year < old.year:
            bits -= 5.0
            signals.append("older")
        else:
            bits -= 2.0
            signals.append("same-year")
    if not marked:
        return None
    steps = between(context, new.index, old.index, AMOUNTS if new.amount else frozenset({new.q.kind}))
    bits -= 1.8 * steps
    apart = abs(new.sentence - old.sentence)
    if apart:
        bits -= 1.5 + 1.5 * (apart - 1)
        if new.block != old.block:
            bits -= 2.0
    else:
        bits += 1.0
    if "goal" in new.marks or "level" in new.marks:
        bits += 0.7
    if new.q.qualifier is None and old.q.word and old.q.kind in ("count", "number"):
        bits -= 1.0
    bits += name_bits(new, old, signals) if apart else 0.5 * name_bits(new, old, signals)
    if new.q.kind == "count" and old.q.kind == "count" and new.q.noun and old.q.noun:
        if not {w.rstrip("s") for w in new.q.noun.split()} & {w.rstrip("s") for w in old.q.noun.split()}:
            bits -= 3.0
            signals.append("noun≠")
    if not _near(new.q.value * times_new, old.q.value * times_old, 12):
        bits -= 2.0
    if (new.q.per or "") != (old.q.per or "") and new.q.per and old.q.per:
        bits -= 3.0
    if old.conversion_of is not None or new.conversion_of is not None:
        if not (old.conversion_of is not None and new.conversion_of is not None):
            bits -= 4.0
        bits -= 1.0
    return Comparison(new, old, unit, times_new, times_old, bits, tuple(signals))


def comparisons(context: Context) -> list[Comparison]:
    """Every pair of near figures that the text marks as compared."""
    found: list[Comparison] = []
    figures = context.figures
    for old in figures:
        if not (old.amount or old.q.kind in ("percent", "points")):
            continue
        lo, hi = max(0, old.index - NEAR_FIGURES), min(len(figures), old.index + NEAR_FIGURES + 1)
        for new in figures[lo:hi]:
            if new is old or abs(new.sentence - old.sentence) > NEAR_SENTENCES:
                continue
            if not (new.amount or new.q.kind in ("percent", "points")):
                continue
            one = pair(context, new, old)
            if one is not None and one.bits > -4:
                found.append(one)
    return found


@dataclass(frozen=True, slots=True)
class Cue:
    concept: str
    direction: str | None
    word: str
    #: words between the cue and the claim; smaller is nearer
    distance: int
    #: "before" or "after" the claim
    side: str


def find_cue(figure: Figure, context: Context, concepts: Iterable[str]) -> Cue | None:
    """The nearest cue of the wanted concepts, before the claim in its clause or right after it."""
    wanted = frozenset(concepts)
    relations = context.relations
    best: Cue | None = None
    lead = figure.lead
    for back in range(1, min(len(lead), 9) + 1):
        at = len(lead) - back
        if lead[at] in (";", ":"):
            break
        hit = _lookup(lead, at, relations.cue_words, relations.cues, wanted)
        if hit is not None:
            best = Cue(hit[0], hit[1], hit[2], back - 1, "before")
            break
    tail = figure.tail
    for ahead in range(0, min(len(tail), 5)):
        if tail[ahead] in (",", ";", ":", ")", "("):
            break
        if ahead and tail[ahead] in ("to", "from", "and"):
            break
        hit = _lookup(tail, ahead, relations.cue_words, relations.cues, wanted)
        if hit is not None:
            if best is None or ahead < best.distance:
                best = Cue(hit[0], hit[1], hit[2], ahead, "after")
            break
    return best


def _lookup(
    words: Sequence[str],
    at: int,
    longest: int,
    table: object,
    wanted: frozenset[str],
) -> tuple[str, str | None, str] | None:
    cues: dict[str, tuple[tuple[str, str | None], ...]] = table  # type: ignore[assignment]
    for length in range(longest, 0, -1):
        if at + length > len(words):
            continue
        phrase = " ".join(words[at : at + length]) if length > 1 else words[at]
        for concept, direction in cues.get(phrase, ()):
            if concept in wanted:
                return concept, direction, phrase
    return None


CHANGE_CUES = ("rise", "fall", "change")
APPOSED = frozenset({"or", "(", "i.e.", "ie", "-", "–", "—", "=", ","})


def change_cue(figure: Figure, context: Context) -> Cue | None:
    """The cue of a change; a claim in apposition ("by $5m, or 4%") takes that of the figure before it."""
    cue = find_cue(figure, context, CHANGE_CUES)
    if cue is None and figure.index and figure.lead and len([w for w in figure.lead if w not in APPOSED]) <= 1:
        before = context.figures[figure.index - 1]
        if before.sentence == figure.sentence:
            cue = find_cue(before, context, CHANGE_CUES)
            if cue is not None:
                return Cue(cue.concept, cue.direction, cue.word, cue.distance + 2, cue.side)
    if cue is None and figure.q.signed:
        return Cue("rise" if figure.q.value > 0 else "fall", "up" if figure.q.value > 0 else "down", "", 0, "before")
    return cue


def attach(context: Context, claim: Figure, comparison: Comparison, signals: list[str]) -> float:
    """Does this claim speak of that comparison? Nearness in the clause, marks, names."""
    figures = context.figures
    first, last = comparison.first, comparison.last
    nearest = min((comparison.new, comparison.old), key=lambda f: abs(f.index - claim.index))
    apart = min(abs(claim.sentence - f.sentence) for f in (first, last))
    spread = max(abs(claim.sentence - f.sentence) for f in (first, last))
    bits = 0.0
    if apart == 0:
        bits += 3.0
        steps = sum(
            1
            for f in figures[min(claim.index, nearest.index) + 1 : max(claim.index, nearest.index)]
            if f.conversion_of is None
        )
        bits -= 1.5 * steps
        if steps:
            signals.append(f"steps{min(steps, 4)}")
        gap = _gap_words(claim, nearest, figures)
        if any(w in CLAUSE for w in gap):
            bits -= 1.5
            signals.append("clause")
        if first.index < claim.index < last.index:
            bits += 1.0
            signals.append("inside")
        following = figures[claim.index + 1] if claim.index + 1 < len(figures) else None
        if following is not None and following in (comparison.new, comparison.old) and following.sentence == claim.sentence:
            if "goal" in following.marks or "origin" in following.marks:
                bits += 2.0
                signals.append("goal-next")
        bits -= 0.7 * (spread > 0)
    else:
        same_block = claim.block == nearest.block
        bits -= (1.0 if apart == 1 else 3.0) if same_block else 5.0
        signals.append(f"apart{min(apart, 3)}" if same_block else "other-block")
        if apart == 1 and same_block and claim.sentence > nearest.sentence:
            others = between(context, claim.index, nearest.index)
            bits -= 0.8 * others
            if others == 0:
                bits += 1.0
        else:
            names = max(shared_names(claim, comparison.new), shared_names(claim, comparison.old))
            bits += min(names, 3) * 1.2
            signals.append(f"names{min(names, 3)}")
    metrics = {comparison.new.metric, comparison.old.metric} - {""}
    if claim.metric and metrics and claim.metric not in metrics:
        bits -= 2.0 if apart == 0 else 3.5
        signals.append("claim-metric≠")
    elif claim.metric and claim.metric in metrics:
        bits += 0.7
    if claim.labels - {"forecast"} != comparison.new.labels - {"forecast"}:
        bits -= 1.5
        signals.append("claim-label≠")
    return bits


def _gap_words(a: Figure, b: Figure, figures: Sequence[Figure]) -> list[str]:
    lo, hi = (a, b) if a.index < b.index else (b, a)
    words: list[str] = []
    for f in figures[lo.index + 1 : hi.index + 1]:
        words.extend(f.lead)
    return words


def of_whole(figure: Figure) -> bool:
    """ "62 percent of the total": a share rather than a change."""
    tail = figure.tail
    return bool(tail) and tail[0] == "of"


def changes(context: Context, rules: dict[str, Rule], pairs: list[Comparison]) -> list[Hypothesis]:
    """Hypotheses of percent change, points, multiples and differences over the comparisons."""
    found: list[Hypothesis] = []
    for claim in context.figures:
        kind = claim.q.kind
        cue = change_cue(claim, context) if kind in ("percent", "points", "fraction", "money", "count", "measure", "number") else None
        if kind in ("percent", "fraction"):
            names = ("percent-change",) if kind == "percent" else ("percent-change", "multiple")
        elif kind == "points":
            names = ("pp-change",)
        elif kind == "multiple":
            names = ("multiple",)
        elif kind in AMOUNTS and cue is not None:
            names = ("difference",)
        else:
            continue
        if claim.q.is_range:
            continue
        for name in names:
            rule = rules.get(name)
            if rule is None:
                continue
            base: list[str] = []
            start = _claim_bits(claim, cue, rule.kind, base)
            if start is None:
                continue
            for comparison in pairs:
                if claim is comparison.new or claim is comparison.old:
                    continue
                if not _suits(rule.kind, claim, comparison):
                    continue
                near = min(abs(claim.index - comparison.new.index), abs(claim.index - comparison.old.index))
                if near > 12 and abs(claim.sentence - comparison.new.sentence) > 6 and rule.kind != "percent_change":
                    continue
                signals = [*base, *comparison.signals]
                bits = start + comparison.bits + attach(context, claim, comparison, signals)
                if bits < -9:
                    continue
                found.append(_hypothesis(rule, claim, comparison, bits, signals, cue))
    return found


def _hypothesis(
    rule: Rule, claim: Figure, comparison: Comparison, bits: float, signals: list[str], cue: Cue | None
) -> Hypothesis:
    unit = comparison.unit
    bound = (
        Bound("new", comparison.new.q, unit, comparison.times_new),
        Bound("old", comparison.old.q, unit, comparison.times_old),
    )
    direction = cue.direction if cue is not None else None
    if rule.kind == "multiple":
        direction = None
    one = Hypothesis(rule, claim, bound, signals, bits, direction, cue.word if cue else "")
    one.judge()
    return one


def _claim_bits(claim: Figure, cue: Cue | None, kind: str, signals: list[str]) -> float | None:
    """How likely this number is a claim of this kind, from the words about it; None where it cannot be one."""
    bits = 0.0
    if kind in ("percent_change", "pp_change", "difference"):
        if cue is None:
            bits -= 3.0
            signals.append("no-cue")
        elif cue.distance <= 1:
            bits += 2.0
            signals.append("cue")
        elif cue.distance <= 4:
            bits += 0.5
            signals.append("cue-far")
        else:
            bits -= 1.0
            signals.append("cue-farther")
        if kind == "percent_change" and of_whole(claim):
            bits -= 3.0
            signals.append("of")
        if "goal" in claim.marks and "apposition" not in claim.marks and claim.mark in ("to", "at", "reached", "stood at"):
            bits -= 4.0
            signals.append("level")
        if "origin" in claim.marks or claim.earlier:
            bits -= 3.0
            signals.append("claim-old")
        if "comparison" in claim.marks and claim.mark not in ("over", "above", "below", "on"):
            bits -= 3.0
        if kind == "difference":
            bits -= 2.5
            if claim.mark in ("by", "up", "down", "of") or (cue is not None and cue.side == "after" and cue.distance <= 1):
                bits += 2.0
        if claim.q.kind == "fraction":
            bits -= 1.0
    if kind == "multiple":
        bits -= 0.5 if claim.q.word else 1.0
    return bits


def _suits(kind: str, claim: Figure, comparison: Comparison) -> bool:
    """Types: percentages of amounts, points of percentages, factors of amounts, amounts of amounts."""
    new = comparison.new.q
    old = comparison.old.q
    q = claim.q
    if kind == "pp_change":
        return "percent" in (new.kind, old.kind) and comparison.unit == "percent"
    if kind == "percent_change":
        return comparison.unit not in ("percentage_point", "bp")
    if kind == "multiple":
        return comparison.unit != "percentage_point"
    if kind == "difference":
        if comparison.unit in ("percent", "percentage_point", "bp"):
            return False
        if q.kind == "money":
            return comparison.unit == q.unit
        if q.kind == "measure":
            return comparison.unit == q.unit
        return new.kind in ("count", "number") and old.kind in ("count", "number")
    return False


def far_changes(context: Context, rules: dict[str, Rule]) -> list[Hypothesis]:
    """Pairs anywhere in the document that recompute to a stated percentage and bear its name.

    The headline's "profit up 10%" over figures of the body, "a rise of 5%" with the old value pages away:
    found by arithmetic first, and believed only as far as the names and periods agree.
    """
    rule = rules.get("percent-change")
    if rule is None:
        return []
    by_unit: dict[str, list[tuple[float, Figure]]] = {}
    for f in context.figures:
        if f.q.kind in ("money", "measure", "count") and f.q.value > 0 and not f.q.is_range:
            by_unit.setdefault(f.q.unit, []).append((f.q.value, f))
    for values in by_unit.values():
        values.sort(key=lambda pair_: pair_[0])
    found: list[Hypothesis] = []
    for claim in context.figures:
        if claim.q.kind != "percent" or claim.q.is_range or abs(claim.q.value) > 2000:
            continue
        cue = change_cue(claim, context)
        signals0: list[str] = []
        start = _claim_bits(claim, cue, "percent_change", signals0)
        if start is None or start < -3.5:
            continue
        size = magnitude(claim.q)
        signs = (1,) if cue is not None and cue.direction == "up" else (-1,) if cue is not None and cue.direction == "down" else (1, -1)
        for values in by_unit.values():
            numbers = [v for v, _ in values]
            for old_value, old in values:
                for sign in signs:
                    low = old_value * (1 + sign * size.low / 100)
                    high = old_value * (1 + sign * size.high / 100)
                    if low > high:
                        low, high = high, low
                    slack = old_value * 0.004
                    i = bisect.bisect_left(numbers, low - slack)
                    while i < len(values) and numbers[i] <= high + slack:
                        new = values[i][1]
                        i += 1
                        if new is old or new is claim or old is claim:
                            continue
                        if abs(new.index - old.index) <= 2 and new.sentence == old.sentence and "old" not in ():
                            pass
                        signals = [*signals0, "far"]
                        bits = start - 7.0 + _far_bits(context, claim, new, old, signals)
                        if bits < -9:
                            continue
                        comparison = Comparison(new, old, new.q.unit, 1.0, 1.0, 0.0, ())
                        one = _hypothesis(rule, claim, comparison, bits, signals, cue)
                        if one.fit == "right":
                            found.append(one)
    return found


def _far_bits(context: Context, claim: Figure, new: Figure, old: Figure, signals: list[str]) -> float:
    bits = 0.0
    common = shared_names(new, old)
    bits += 1.2 * min(common, 3)
    bits += 1.0 * min(max(shared_names(claim, new), shared_names(claim, old)), 3)
    bits += name_bits(new, old, signals)
    if claim.metric and claim.metric in (new.metric, old.metric):
        bits += 1.5
    elif claim.metric and new.metric and claim.metric != new.metric:
        bits -= 3.0
    if new.year is not None and old.year is not None:
        bits += 2.0 if new.year > old.year else -3.0
    if old.earlier and not new.earlier:
        bits += 2.5
    if new.earlier and not old.earlier:
        bits -= 4.0
    if "origin" in old.marks:
        bits += 2.0
    if new.sentence == old.sentence:
        bits += 1.0
    near = min(abs(claim.sentence - new.sentence), abs(claim.sentence - old.sentence))
    if near == 0:
        bits += 2.0
    elif near == 1:
        bits += 1.0
    if abs(new.sentence - old.sentence) <= 1:
        bits += 1.0
    if new.conversion_of is not None or old.conversion_of is not None:
        bits -= 3.0
    if new.q.kind == "count" and new.q.noun and old.q.noun and not set(new.q.noun.split()) & set(old.q.noun.split()):
        bits -= 3.0
    return bits


__all__ = ["Comparison", "Cue", "attach", "change_cue", "changes", "comparisons", "complete", "far_changes", "find_cue", "unsigned"]
