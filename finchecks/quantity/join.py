"""Numbers that belong together: ranges made one, units shared by coordinated numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from finchecks.quantity import Quantity
from finchecks.quantity.build import of_whole
from finchecks.quantity.number import scaled_by
from finchecks.quantity.text import Text, word_before

_DASHES = frozenset(("-", "–", " - ", " – ", "—", "‑"))
_TO = frozenset((" to ", " and ")) | _DASHES
_COORDINATED = frozenset((" and ", ", and ", ", "))
#: kinds that are of an open number's making, and kinds that its neighbour may complete it with
_PLAIN = frozenset(("number", "count"))
_COMPLETE = frozenset(("percent", "points", "money", "measure"))
_AMOUNTS = frozenset(("number", "count", "money", "percent", "points", "measure", "multiple", "duration"))
#: the farthest two numbers can stand apart and belong together by what is between them (", and ")
_NEAR = 6
#: "5 to 12%" is a range, "rose 5 to 105%" is none
_WIDEST_RANGE = 4.0
#: how many coordinated numbers may share one unit
_MOST_SHARING = 8
#: from here on a number is written out, and shares no "million" with its neighbour
_WRITTEN_OUT = 1000.0


def join(found: list[Quantity], low: str) -> list[Quantity]:
    """Ranges made one ("5 to 6%", "$12-14bn"), and units shared by coordinated numbers ("5, 6 and 7%").

    Bare numbers joined by hyphens are scores and telephone numbers, and drop out.
    """
    result: list[Quantity] = []
    hyphened = -1  # where a bare number ended that was joined to the one before
    for one in found:
        last = result[-1] if result else None
        if (
            last is None
            or one.start - last.end > _NEAR
            or one.kind not in _AMOUNTS
            or last.kind not in _AMOUNTS
        ):
            if one.start - 1 == hyphened and low[hyphened] in _DASHES and one.kind in _PLAIN:
                hyphened = one.end
            else:
                result.append(one)
            continue
        between = low[last.end : one.start]
        if between in _TO:
            joined = _range(last, one, between, low[max(0, last.start - 9) : last.start])
            if joined is not None:
                result[-1] = joined
                continue
            if len(between) == 1 and _is_bare(last) and _is_bare(one):
                result.pop()
                hyphened = one.end
                continue
        if between in _COORDINATED and _open(last, one):
            _share(result, one, low)
        result.append(one)
    return result


def _is_bare(one: Quantity) -> bool:
    return one.kind in _PLAIN and one.scale == 1.0 and not one.is_range


def _open(last: Quantity, one: Quantity) -> bool:
    """Whether the earlier number lacks what the later one has."""
    if last.kind == "number" and last.scale == 1.0:
        return one.kind in _COMPLETE or (one.kind in _PLAIN and one.scale > 1.0)
    return last.kind == one.kind == "money" and last.unit == one.unit and last.scale == 1.0 < one.scale


def _share(result: list[Quantity], one: Quantity, low: str) -> None:
    """Give the unit and scale of ``one`` to the open numbers that are coordinated with it, going back."""
    later = one
    for index in range(len(result) - 1, max(-1, len(result) - 1 - _MOST_SHARING), -1):
        last = result[index]
        if low[last.end : later.start] not in _COORDINATED or not _open(last, one):
            return
        if one.scale > 1.0 and abs(last.value) >= _WRITTEN_OUT:
            return
        result[index] = completed(last, one)
        later = last


def completed(bare: Quantity, model: Quantity) -> Quantity:
    """An open number with the kind, unit and scale of another; its own digits keep their step."""
    factor = model.scale / bare.scale
    value = scaled_by(bare.value, factor)
    if model.step == 0.0 and bare.decimals == 0:  # whole years, small counts: points
        step = half = wide = 0.0
    else:
        step = (bare.step or 10.0**-bare.decimals) * factor
        half = step / 2
        wide = max(half, (bare.loose_high - bare.value) * factor)
    return replace(
        bare, kind=model.kind, unit=model.unit, value=value, low=value - half, high=value + half,
        loose_low=value - wide, loose_high=value + wide, step=step, scale=model.scale,
        per=bare.per or model.per, noun=bare.noun or model.noun,
    )  # fmt: skip


def _range(first: Quantity, second: Quantity, between: str, before: str) -> Quantity | None:
    """The range that two numbers make, or None for two amounts ("from 5% to 6%", "rose 5 to 105")."""
    if first.is_range or second.is_range or second.signed or first.signed:
        return None
    if between == " and " and not before.endswith("between "):
        return None
    if between == " to " and before.endswith(("from ", "between ")):
        return None
    if first.kind == second.kind and first.unit == second.unit:
        if (
            between == " to "
            and before.endswith(_CHANGED)
            and (first.kind in ("percent", "points", "money") or before.endswith(" by "))
        ):
            return None
        if first.kind in _PLAIN and first.scale == second.scale == 1.0 and between in _DASHES:
            return None
    if first.kind == "money" and second.kind in _PLAIN and (between in _DASHES or second.scale != 1.0):
        second = replace(second, kind="money", unit=first.unit, noun="")
    elif (first.kind, first.unit) != (second.kind, second.unit) and first.kind != "number":
        return None
    if first.kind == "number" and first.scale != 1.0:
        first = replace(first, kind=second.kind, unit=second.unit)
    elif first.scale == 1.0 and first.value < second.value / second.scale and first.kind != "duration":
        first = completed(first, second)  # "12 to 14 million": unit and scale serve both
    if not first.value < second.value <= _WIDEST_RANGE * first.value:
        return None
    low, high = first.value - first.step / 2, second.value + second.step / 2
    return replace(
        second, start=first.start, text=f"{first.text}{between}{second.text}",
        value=(first.value + second.value) / 2, low=low, high=high, loose_low=min(low, first.loose_low),
        loose_high=max(high, second.loose_high), is_range=True, qualifier=first.qualifier,
        qualifier_text=first.qualifier_text,
    )  # fmt: skip


#: "rose 5% to 6%", "cut by $5m to $20m" tell a change and a level
_CHANGED = (
    " by ",
    " rose ",
    " fell ",
    " up ",
    " down ",
    " grew ",
    "creased ",
    "clined ",
    "ropped ",
    " rise ",
    " fall ",
)


def without_bare_words(found: list[Quantity], t: Text) -> Iterator[Quantity]:
    """Small number words that got neither unit nor partner are kept only after "to", "by" and the like.

    And as a part of what is counted right after them ("four of the town's 19 libraries").
    """
    keep = t.words.numbers.bare_word_after
    for one in found:
        if (
            one.word
            and one.kind == "number"
            and one.scale == 1.0
            and word_before(t.low, one.start) not in keep
            and not of_whole(t, one.end)
        ):
            continue
        yield one


def own_cents(t: Text, found: list[Quantity]) -> list[Quantity]:
    """Bare "cents" are hundredths of the currency with cents that the text counts in most."""
    bare = [
        place for place, one in enumerate(found) if one.scale == 0.01 and _is_bare_cents(one, t.words.cents)
    ]
    if not bare:
        return found
    votes = Counter(one.unit for one in found if one.kind == "money" and one.scale != 0.01)
    having = t.words.currencies.having_cents
    best = max((unit for unit in votes if unit in having), key=lambda unit: votes[unit], default="")
    if best:
        for place in bare:
            found[place] = replace(found[place], unit=best)
    return found


def _is_bare_cents(one: Quantity, endings: tuple[str, ...]) -> bool:
    """ "65 cents", not "65 Canadian cents"."""
    return one.text.endswith(endings) and one.text.count(" ") == 1
