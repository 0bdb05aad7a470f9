"""Bridges: a change and the drivers that make it up ("organic 3.1%, acquisitions 0.8%, currency -1.6%")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from finchecks.claim.changes import change_cue, complete, lookup, says
from finchecks.claim.context import Context, Figure
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.weigh import Signals, bits_of, magnitude
from finchecks.rule import Rule

#: drivers are looked for so many figures and sentences after the change that they make up
FIGURES = 10
SENTENCES = 3
_PLAIN = frozenset({"percent", "points"})
_STOPS = frozenset((",", ";", ":", "(", ")", "and", "while", "but", "which", "or"))
_CHANGE = ("rise", "fall", "change")


def bridges(context: Context, rules: Mapping[str, Rule]) -> list[Hypothesis]:
    """Hypotheses of changes, in percent or an amount, that the drivers named after them make up."""
    rule = rules.get("sum")
    if rule is None:
        return []
    found: list[Hypothesis] = []
    for claim in context.figures:
        if claim.q.is_range or claim.q.value == 0 or claim.conversion_of is not None:
            continue
        cue = change_cue(claim, context)
        if cue is None or cue.distance > 4:
            continue
        whole_down = cue.direction == "down"
        steps = _steps(context, claim, whole_down)
        for n in range(2, len(steps) + 1):
            s: Signals = {"prior bridge": 1}
            _signals(context, claim, [f for f, _, _ in steps[:n]], [d for _, _, d in steps[:n]], s)
            s["bridge-whole" if n == len(steps) else "bridge-cut"] = 1
            bits = bits_of(s, context.weights)
            if bits < -8:
                continue
            bound = tuple(
                Bound("part", f.q, claim.q.unit, sign * times)
                for f, sign, times in ((f, sign, _times(claim, f)) for f, sign, _ in steps[:n])
            )
            one = Hypothesis(rule, claim, bound, s, bits, cue.direction, cue.word)
            one.judge(magnitude(claim.q))
            found.append(one)
    return found


def _times(claim: Figure, f: Figure) -> float:
    completed = complete(claim, f)
    return completed[2] if completed is not None else 1.0


def _steps(context: Context, claim: Figure, whole_down: bool) -> list[tuple[Figure, float, str]]:
    """The changes named after the claim with their signs and drivers, up to the first that is none."""
    found: list[tuple[Figure, float, str]] = []
    turned = False
    for f in context.figures[claim.index + 1 : claim.index + 1 + FIGURES]:
        if f.sentence - claim.sentence > SENTENCES or f.q.is_range:
            break
        alike = f.q.kind in _PLAIN if claim.q.kind in _PLAIN else f.amount and _fits(claim, f)
        if not alike:
            continue
        driver = _driver(f, context)
        turned = turned or says(f.lead, context, "offset") is not None
        if not driver and claim.q.kind in _PLAIN:
            break
        direction = _direction(f, context)
        if (
            claim.q.kind not in _PLAIN
            and not found
            and not (driver or says(f.lead, context, "cause") is not None)
        ):
            break
        if direction is None and says((*f.lead, *_own_tail(f)), context, "tailwind") is not None:
            direction = "up"
        up = (not turned if not whole_down else turned) if direction is None else direction == "up"
        if says((*f.lead, *_own_tail(f)), context, "headwind") is not None:
            up = False
        value = f.q.value
        sign = 1.0 if up or value < 0 else -1.0
        found.append((f, sign, driver))
    return found


def sign(context: Context, f: Figure, whole_down: bool) -> float:
    """-1 where a step's own words have it against a whole that goes up, or down."""
    words = (*f.lead[-12:], *_own_tail(f))
    direction = _direction(f, context)
    if says(words, context, "headwind") is not None:
        direction = "down"
    elif direction is None and says(words, context, "tailwind") is not None:
        direction = "up"
    return 1.0 if direction is None or (direction == "down") == whole_down else -1.0


def _fits(claim: Figure, f: Figure) -> bool:
    completed = complete(claim, f)
    return completed is not None and completed[1] == 1.0


def _own_tail(f: Figure) -> tuple[str, ...]:
    """The words after a step that are still its own, up to a comma or a conjunction."""
    tail = f.tail[:8]
    return tail[: next((at for at, word in enumerate(tail) if word in _STOPS), len(tail))]


def _direction(f: Figure, context: Context) -> str | None:
    """The direction that the step's own words give it, back to the figure before."""
    relations = context.relations
    wanted = frozenset(_CHANGE[:2])
    for words in (f.lead[-12:], _own_tail(f)[:3]):
        for at in range(len(words) - 1, -1, -1):
            hit = lookup(words, at, relations.cue_words, relations.cues, wanted)
            if hit is not None:
                return hit[1]
    return None


def _driver(f: Figure, context: Context) -> str:
    """What drives the step: "volume", "price", "currency"; "" where its words name none."""
    return _named(f.lead[-14:], context) or _named(_own_tail(f), context)


def _named(words: Sequence[str], context: Context) -> str:
    relations = context.relations
    for at in range(len(words) - 1, -1, -1):
        for length in range(min(relations.driver_words, len(words) - at), 0, -1):
            driver = relations.drivers.get(" ".join(words[at : at + length]))
            if driver is not None:
                return driver
    return ""


def _signals(
    context: Context, claim: Figure, parts: Sequence[Figure], drivers: Sequence[str], s: Signals
) -> None:
    named = {one for one in drivers if one}
    if len(named) > 1:
        s["bridge-drivers"] = min(len(named), 3)
    if len(named) < len(drivers):
        s["bridge-unnamed"] = len(drivers) - len(named)
    if {"organic", "currency"} <= named or {"volume", "price"} <= named:
        s["bridge-complete"] = 1
    if any(says(f.lead, context, "offset") is not None for f in parts):
        s["bridge-offset"] = 1
    if says(parts[0].lead, context, "cause") is not None:
        s["bridge-cause"] = 1
    if any(says(f.lead, context, "partial") is not None for f in parts):
        s["bridge-partial"] = 1
    apart = parts[0].sentence - claim.sentence
    if apart:
        s["bridge-apart"] = apart
    between = parts[0].index - claim.index - 1
    if between:
        s["bridge-gap"] = between
    if _named(claim.lead[-6:], context) in ("organic", "currency"):
        s["bridge-label"] = 1


def tied(one: Hypothesis) -> bool:
    """Does the text name the drivers, and so many that they are all?"""
    said = one.signals.keys()
    if {"bridge-partial", "bridge-gap", "bridge-label"} & said or one.signals.get("bridge-apart", 0) > 1:
        return False
    return {"bridge-complete", "bridge-whole"} <= said
