"""What is left: a whole less its part, a gap between two amounts, a hundred percent less the shares named."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from finchecks.claim.balances import shares_told
from finchecks.claim.changes import PLAIN, change_cue, complete, find_cue, nouns_meet, tells_how_many
from finchecks.claim.context import Context, Cue, Figure
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.weigh import Signals, bits_of, magnitude
from finchecks.quantity import Quantity
from finchecks.rule import Rule

_HARMLESS = ("on", "over", "above")
_SHORT = frozenset({"deficit", "shortfall", "hole", "gap", "short", "loss"})
#: cues that say no more than that something is left or more
_STRONG = frozenset(
    ["gap", "difference", "shortfall", "deficit", "surplus", "hole", "excess", "remaining", "remainder"]
)
_NET = frozenset({"net"})
#: metrics of which "net" says no more than that something was taken off ("net profit" is one of its own)
_NOT_EARNED = frozenset({"", "cost", "cash"})
#: words after an amount that make it the distance of two others
_BEYOND = (("above",), ("below",))
_UNFRAMED = frozenset(
    {
        "left-old",
        "left-level",
        "left-goal",
        "left-moved",
        "left-opens",
        "left-order",
        "left-block",
        "left-years",
    }
)
_REST = frozenset(["rest", "remainder", "balance"])
_STOPS = frozenset((",", ";", ":", "(", ")", "and", "while", "but", "which"))
_WHICH = (("which",), ("whom",), ("it",), ("that",), ("this",), ("them",), ("these",), ("those",))
#: "four of the town's 19 libraries": words from one to the other
_OWNER = 4
#: so many figures before what is left the whole is looked for
LEFT_FIGURES = 9
_LOOSE = frozenset(
    {
        "leftover-part",
        "leftover-more",
        "leftover-moved",
        "leftover-level",
        "leftover-metric-other",
        "leftover-noun-other",
        "leftover-far",
    }
)


def remainders(context: Context, rules: Mapping[str, Rule]) -> list[Hypothesis]:
    """What is left: a whole less its named parts, or a hundred percent less the shares named."""
    return [*_differences(context, rules), *_leftovers(context, rules), *_rests(context, rules)]


def _may_be_left(q: Quantity) -> bool:
    return q.kind in ("money", "count", "measure", "number") and q.value > 0 and not q.is_range


def words_of(f: Figure, back: int = 12, ahead: int = 8) -> str:
    """What a figure's own words say it is: those before it, and those after it up to a comma."""
    tail = f.tail[:ahead]
    own = tail[: next((at for at, word in enumerate(tail) if word in _STOPS), len(tail))]
    return " ".join((*f.lead[-back:], "|", *own))


def _differences(context: Context, rules: Mapping[str, Rule]) -> list[Hypothesis]:
    rule = rules.get("difference")
    if rule is None:
        return []
    found: list[Hypothesis] = []
    for claim in context.figures:
        q = claim.q
        if not _may_be_left(q):
            continue
        cue = find_cue(claim, context, ("difference", "remainder"))
        names = _definitions(context, claim)
        if cue is None and not names:
            continue
        start = _start(claim, cue)
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
                short = cue is not None and cue.word in _SHORT
                s: Signals = {}
                if _defined(names, whole, part) or (short and _defined(names, part, whole)):
                    s["left-defined"] = 1
                elif cue is None:
                    continue
                _place_signals(context, claim, whole, part, near, short, s)
                if _netted(cue, claim, whole, part):
                    s["left-netted"] = 1
                if _framed(cue, {**start, **s}) and not _listed(claim, whole, part):
                    s["left-frame"] = 1
                bound = (Bound("new", whole.q, q.unit, a[2]), Bound("old", part.q, q.unit, b[2]))
                signals = {**start, **s}
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
                    cue.word if cue is not None else "",
                )
                one.judge(stated)
                found.append(one)
    return found


#: "left on a _", "left of the _", and words to there
_OF_NEXT = (("on",), ("of",), ("from",), ("under",), ("in",))
_SHORT_TAIL = 5


def _leftovers(context: Context, rules: Mapping[str, Rule]) -> list[Hypothesis]:
    """ "Of the $8m, $4m goes on rent and $3m on pay, leaving $1m": an amount less all that was told of it.

    The parts are the amounts right before the claim, the whole the one before them.
    """
    difference, rest = rules.get("difference"), rules.get("rest")
    if difference is None or rest is None:
        return []
    found: list[Hypothesis] = []
    for claim in context.figures:
        q = claim.q
        if not _may_be_left(q):
            continue
        cue = find_cue(claim, context, ("leftover",))
        if (
            cue is None
            or cue.distance > 4
            or (cue.side == "after" and (cue.distance or cue.word.startswith("the ")))
        ):
            continue  # "£2m and the rest, £3m": said of the next one
        if _of_the_next(claim, context):
            continue
        near = cue.distance < len(cue.word.split()) + (cue.side == "before")
        told = _told_before(claim, context)
        taken = 0.0
        for n in range(1, len(told)):
            taken += told[n - 1][0].q.value * told[n - 1][1]
            whole, times = told[n]
            if whole.q.value * times <= taken:
                continue
            parts = told[n - 1 :: -1]
            s: Signals = {"prior leftover": 1, "leftover-cue" if near else "leftover-far": 1}
            _leftover_signals(context, claim, whole, [f for f, _ in parts], told[n + 1 :], s)
            if not _LOOSE & s.keys() and shares_told(context, claim, parts, whole.q.value * times):
                s["leftover-shares"] = s["leftover-frame"] = 1
            bound: tuple[Bound, ...]
            if n == 1:
                bound = (
                    Bound("new", whole.q, q.unit, times), Bound("old", parts[0][0].q, q.unit, parts[0][1])
                )  # fmt: skip
            else:
                bound = (
                    Bound("whole", whole.q, q.unit, times),
                    *(Bound("part", f.q, q.unit, of_part) for f, of_part in parts),
                )
            rule = difference if n == 1 else rest
            one = Hypothesis(rule, claim, bound, s, bits_of(s, context.weights), None, cue.word)
            one.judge(magnitude(q))
            found.append(one)
    return found


def _of_the_next(claim: Figure, context: Context) -> bool:
    """ "We have _ left on a $4 billion authorization": its whole follows it."""
    following = context.figures[claim.index + 1 : claim.index + 2]
    return (
        bool(following)
        and following[0].sentence == claim.sentence
        and following[0].q.unit == claim.q.unit
        and claim.tail[:1] == ("left",)
        and claim.tail[1:2] in _OF_NEXT
        and len(claim.tail) <= _SHORT_TAIL
    )


def _told_before(claim: Figure, context: Context) -> list[tuple[Figure, float]]:
    """The amounts before the claim that it could be left of, the nearest first, and what completes them.

    What is said only to compare ("against _", "a year earlier") is stepped over.
    """
    found: list[tuple[Figure, float]] = []
    for f in reversed(context.figures[max(0, claim.index - LEFT_FIGURES) : claim.index]):
        if f.block != claim.block or claim.sentence - f.sentence > 2:
            break
        if not f.amount or f.conversion_of is not None or f.q.is_range or f.q.value <= 0 or f.earlier:
            continue
        completed = complete(claim, f)
        if completed is None or completed[1] != 1.0 or f.q.per != claim.q.per:
            continue
        if f.q.kind == "measure" and claim.q.kind in PLAIN and claim.q.scale == 1:
            continue  # "at 41.4 km/h. Of 168 starters seven gave up, so 161 remain"
        if tells_how_many(context, f):
            continue  # "of 640 people at four stations"
        if f.marks & {"origin", "comparison"} and f.mark not in {*_HARMLESS, "after", "following"}:
            continue
        found.append((f, completed[2]))
    for at in range(len(found) - 1):
        whole, part = found[at][0], found[at + 1][0]
        if _part_of_it(part, whole) and part.q.value < whole.q.value:
            # "$4m of the $8m", "four of the town's 19 libraries": the part is told before its whole
            found[at], found[at + 1] = found[at + 1], found[at]
    return found


def _part_of_it(part: Figure, whole: Figure) -> bool:
    owned = part.tail[:1] == ("of",) and len(part.tail) <= _OWNER
    return whole.index == part.index + 1 and (whole.mark.startswith("of") or owned)


def _leftover_signals(
    context: Context,
    claim: Figure,
    whole: Figure,
    parts: Sequence[Figure],
    beyond: Sequence[tuple[Figure, float]],
    s: Signals,
) -> None:
    """Is it plain what was there, and that all which was taken from it has been told?"""
    before = whole.lead[-3:-2] == ("of",) or whole.lead[:1] == ("of",)
    if before or _of_it(parts[0]) or _part_of_it(parts[0], whole):
        s["leftover-of"] = 1
    if not beyond:
        s["leftover-sole"] = 1
    elif beyond[0][0].sentence == whole.sentence and "leftover-of" not in s:
        s["leftover-more"] = 1
    apart = claim.sentence - whole.sentence
    if apart:
        s["leftover-apart"] = apart
    if any(f.sentence != claim.sentence for f in parts):
        s["leftover-parts-apart"] = 1
    if len(parts) > 1:
        s["leftover-list"] = 1
    if _is_part(context, whole):
        s["leftover-part"] = 1
    moved = [f for f in (claim, whole, *parts) if _moved(f, context) or "by" in f.lead[-1:]]
    if moved:
        s["leftover-moved"] = 1
    if claim.marks & {"origin", "comparison"} or claim.mark == "to":
        s["leftover-level"] = 1
    names = {f.metric for f in parts if f.metric}
    if claim.metric and whole.metric and claim.metric != whole.metric and not names:
        s["leftover-metric-other"] = 1
    if len(parts) == 1 and whole.q.noun and parts[0].q.noun and not nouns_meet(whole.q.noun, parts[0].q.noun):
        s["leftover-noun-other"] = 1
    if (
        {"leftover-sole", "leftover-of"} & s.keys()
        and not _LOOSE & s.keys()
        and apart < 2
        and not (apart and "leftover-parts-apart" in s)
    ):
        s["leftover-frame"] = 1


def _is_part(context: Context, whole: Figure) -> bool:
    """ "Boxes brought in $418m, or 56% of the tolls": itself a part of something, and not the whole."""
    following = context.figures[whole.index + 1] if whole.index + 1 < len(context.figures) else None
    return (
        following is not None
        and following.q.kind in ("percent", "fraction")
        and following.sentence == whole.sentence
        and following.lead in ((",", "or"), ("(",), (",",), ("or",))
        and following.tail[:1] == ("of",)
    )


def _of_it(part: Figure) -> bool:
    """ "…, of which $4m …", "$4m of it": said of the amount before."""
    lead = part.lead
    at = lead.index("of") if "of" in lead else -1
    return (at >= 0 and lead[at + 1 : at + 2] in _WHICH) or (
        part.tail[:1] == ("of",) and part.tail[1:2] in _WHICH
    )


def _start(claim: Figure, cue: Cue | None) -> Signals:
    """What the claim's own words say for it, whatever the operands."""
    start: Signals = {"prior left": 1}
    if cue is not None and cue.concept == "remainder" and cue.distance <= 2:
        start["remainder-cue"] = 1
    elif cue is not None:
        start["left-cue-near" if cue.distance <= 3 else "left-cue-far"] = 1
    if claim.mark in ("to", "from", "at"):
        start["left-level" if claim.mark == "at" else "left-goal"] = 1
    if claim.marks & {"comparison", "origin"} and claim.mark not in _HARMLESS:
        start["left-old"] = 1
    return start


def _place_signals(
    context: Context,
    claim: Figure,
    whole: Figure,
    part: Figure,
    near: Sequence[Figure],
    short: bool,
    s: Signals,
) -> None:
    """Where the two stand, and whether anything else there could be meant."""
    gap = abs(claim.index - whole.index) + abs(claim.index - part.index) - 3
    if gap > 0:
        s["left-step"] = gap
    for f in (whole, part):
        place = "left-with" if f.sentence == claim.sentence else "left-apart"
        s[place] = s.get(place, 0) + 1
        if f.block != claim.block:
            s["left-block"] = s.get("left-block", 0) + 1
    if part.index < whole.index and not short and "left-defined" not in s:
        s["left-order"] = 1
    if part.index == whole.index + 1 and part.sentence == whole.sentence and _taken_off(part):
        s["left-less"] = 1
    if claim.index > max(whole.index, part.index):
        s["left-last"] = 1
    else:
        s["left-first" if {"left-less", "left-defined"} & s.keys() else "left-opens"] = 1
    if any(_step_said(f) for f in (whole, part)):
        s["left-moved"] = 1
    first = min(claim.sentence, whole.sentence, part.sentence)
    others = [
        f
        for f in near
        if f is not whole and f is not part and first <= f.sentence <= claim.sentence
        and complete(claim, f) is not None
    ]  # fmt: skip
    if not others:
        s["left-sole"] = 1
    if whole.metric and part.metric and whole.metric != part.metric and "left-defined" not in s:
        s["left-metric-other"] = 1
    if whole.earlier != part.earlier:
        s["left-years"] = 1


def _step_said(f: Figure) -> bool:
    """ "_ rose by £587", "£80 above": itself what lies between two others."""
    return f.lead[-1:] == ("by",) or f.tail[:1] in _BEYOND


def _netted(cue: Cue | None, claim: Figure, whole: Figure, part: Figure) -> bool:
    """ "Spent £58m and recouped £36m, a net outlay of _": the two amounts right before it."""
    return (
        cue is not None
        and cue.word in _NET
        and cue.distance <= 2
        and claim.metric in _NOT_EARNED
        and (whole.index, part.index) == (claim.index - 2, claim.index - 1)
        and part.sentence == claim.sentence
        and whole.block == claim.block
    )


def _listed(claim: Figure, whole: Figure, part: Figure) -> bool:
    """ "A paid $171m, B $96m and all others the remaining $57m": three parts of something else."""
    return (
        whole.sentence == part.sentence == claim.sentence
        and whole.index < part.index < claim.index
        and claim.lead[:1] == ("and",)
        and "of" not in whole.lead[-3:]
        and not _of_it(part)
    )


def _taken_off(part: Figure) -> bool:
    """ "$778m of debt less cash of $673m": said as a subtraction."""
    return len(part.lead) <= 6 and not {"less", "minus"}.isdisjoint(part.lead)


def _framed(cue: Cue | None, s: Signals) -> bool:
    """Is it plain what is taken from what?"""
    if _UNFRAMED & s.keys():
        return False
    if "left-netted" in s:
        return True
    if "left-less" in s and s.get("left-with", 0) == 2 and "left-sole" in s:
        return True
    if "left-defined" in s:
        return "left-sole" in s or s.get("left-with", 0) == 2
    if cue is None or cue.word not in _STRONG or cue.distance > 3 or "left-sole" not in s:
        return False
    return s.get("left-with", 0) == 2 or "remainder-cue" not in s


Sides = tuple[re.Pattern[str], re.Pattern[str]]


def _definitions(context: Context, claim: Figure) -> list[Sides]:
    """What the claim's name says it is the difference of: net debt of debt and cash."""
    said = words_of(claim, 8, 4)
    return [sides for name, sides in context.relations.differences if name.search(said)]


def _defined(names: Sequence[Sides], new: Figure, old: Figure) -> bool:
    if not names:
        return False
    of_new, of_old = words_of(new), words_of(old)
    return any(
        a.search(of_new) and b.search(of_old) and not (b.search(of_new) and a.search(of_old))
        for a, b in names
    )


def _rests(context: Context, rules: Mapping[str, Rule]) -> list[Hypothesis]:
    rule = rules.get("remainder")
    if rule is None:
        return []
    found: list[Hypothesis] = []
    for claim in context.figures:
        if claim.q.kind != "percent" or claim.q.is_range:
            continue
        cue = find_cue(claim, context, ("remainder", "leftover"))
        if cue is None or cue.distance > 4:
            continue
        near = [
            f
            for f in context.figures[max(0, claim.index - 8) : claim.index]
            if f.q.kind == "percent" and f.sentence >= claim.sentence - 1 and not f.q.is_range
        ]
        moved = _moved(claim, context)
        for n in range(1, len(near) + 1):
            parts = near[-n:]
            s: Signals = {"prior remainder": 1, "remainder-cue": 1}
            if cue.side == "before" and (cue.distance == 0 or cue.word in _REST) and cue.distance <= 3:
                s["rest-next"] = 1
            apart = sum(1 for f in parts if f.sentence != claim.sentence)
            if not apart:
                s["rest-with"] = 1
            beyond = near[-n - 1] if n < len(near) else None
            if beyond is None or beyond.sentence != parts[0].sentence or _moved(beyond, context):
                s["rest-whole"] = 1
            else:
                s["rest-cut"] = 1
            if moved or any(_moved(f, context) for f in parts):
                s["rest-moved"] = 1
            if sum(f.q.value for f in parts) >= 100:
                s["rest-over"] = 1
            if {"rest-next", "rest-whole", "rest-with"} <= s.keys() and not {
                "rest-moved",
                "rest-over",
            } & s.keys():
                s["rest-frame"] = 1
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


def _moved(f: Figure, context: Context) -> bool:
    """Is it a change and no share: "other volumes up 63%"?"""
    cue = change_cue(f, context)
    return cue is not None and cue.distance <= 2 and cue.direction is not None


def tied(one: Hypothesis) -> bool:
    """Does the text itself say what is taken from what?"""
    return bool({"left-frame", "rest-frame", "leftover-frame"} & one.signals.keys())
