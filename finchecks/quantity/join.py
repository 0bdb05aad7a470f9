"""Numbers that belong together: ranges made one, units shared by coordinated numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from finchecks.quantity import Quantity
from finchecks.quantity.text import Text, word_before

_DASHES = "-−–‐‑"
_BETWEEN = frozenset((" to ", "-", "–", " - ", " – ", "—", " and ", "to ", " or "))
_COORDINATED = frozenset((" and ", ", and ", ", ", " and $"))
_AMOUNTS = frozenset(("number", "count", "money", "percent", "points", "measure", "multiple", "duration"))


def join(found: list[Quantity], low: str) -> list[Quantity]:
    """Ranges made one ("5 to 6%", "$12-14bn"), and units shared by coordinated numbers ("5, 6 and 7%")."""
    result: list[Quantity] = []
    for one in found:
        if result:
            last = result[-1]
            distance = one.start - last.end
            if 0 < distance <= 6 and last.kind in _AMOUNTS and one.kind in _AMOUNTS:
                between = low[last.end : one.start]
                joined = _range(last, one, between, low) if between in _BETWEEN else None
                if joined is not None:
                    result[-1] = joined
                    continue
                if between in _COORDINATED and _open(last, one):
                    _share(result, one, low)
            elif distance == 0 and last.kind == "number" and one.text[:1] in "-–":
                continue
        result.append(one)
    return result


def _open(last: Quantity, one: Quantity) -> bool:
    """Whether the earlier number lacks what the later one has."""
    if last.kind == "number" and last.scale == 1.0:
        return one.kind in ("percent", "points", "money", "measure") or (
            one.kind in ("count", "number") and one.scale > 1
        )
    return (
        last.kind == "money"
        and one.kind == "money"
        and last.unit == one.unit
        and last.scale == 1.0 < one.scale
    )


def _share(result: list[Quantity], one: Quantity, low: str) -> None:
    """Give the unit and scale of ``one`` to the open numbers that are coordinated with it, going back."""
    later = one
    for index in range(len(result) - 1, max(-1, len(result) - 8), -1):
        last = result[index]
        if low[last.end : later.start] not in _COORDINATED or not _open(last, one):
            return
        if one.scale > 1 and not last.signed and last.value >= 1000 * max(1.0, one.value / one.scale):
            return
        result[index] = scaled_like(last, one)
        later = last


def scaled_like(open_one: Quantity, model: Quantity) -> Quantity:
    """An open number with the kind, unit and scale of the one that completes it; its own digits keep their step."""
    factor = model.scale / open_one.scale
    value = open_one.value * factor
    step = (open_one.step or 10.0**-open_one.decimals) * factor
    half = step / 2
    wide = max(half, (open_one.loose_high - open_one.value) * factor)
    return replace(
        open_one, kind=model.kind, unit=model.unit, value=value, low=value - half, high=value + half,
        loose_low=value - wide, loose_high=value + wide, step=step, scale=model.scale, per=open_one.per or model.per,
        noun=open_one.noun or model.noun,
    )  # fmt: skip


def _range(first: Quantity, second: Quantity, between: str, low: str) -> Quantity | None:
    """The range that two numbers make, or None when they are two amounts ("from 5% to 6%", "rose 5 to 105")."""
    if first.is_range or second.is_range or second.signed or first.signed:
        return None
    before = low[max(0, first.start - 9) : first.start]
    if between == " and " and not before.endswith("between "):
        return None
    if between == " or " or (between in (" to ", "to ") and before.endswith(("from ", "between "))):
        return None
    same = first.kind == second.kind and first.unit == second.unit
    if (
        same
        and first.kind in ("percent", "points", "money")
        and between == " to "
        and first.scale == second.scale
    ):
        if first.kind != "money" and first.text[-1] in "%tsp" and before.rstrip().endswith(_CHANGED):
            return None
    elif not same and not (first.kind == "number" or (first.kind == "count" and not first.noun)):
        return None
    scaled = first
    if first.kind == "number" and second.kind != "number":
        scaled = (
            scaled_like(first, second)
            if first.scale == 1.0
            else replace(first, kind=second.kind, unit=second.unit)
        )
    elif first.scale == 1.0 != second.scale and first.value < second.value / second.scale * 1.5:
        if first.value < second.value / second.scale:
            scaled = scaled_like(first, second)
    if not scaled.value < second.value or second.value > 4 * scaled.value:
        return None
    if (
        first.kind == "number"
        and second.kind == "number"
        and between.strip() in _DASHES
        and first.decimals == 0
    ):
        return None
    low_half = (scaled.step or 0.0) / 2
    high_half = (second.step or 0.0) / 2
    bottom, top = scaled.value - low_half, second.value + high_half
    text_end = second.end
    return replace(
        second, start=first.start, end=text_end, text=f"{first.text}{between}{second.text}",
        value=(scaled.value + second.value) / 2, low=bottom, high=top,
        loose_low=min(bottom, scaled.loose_low), loose_high=max(top, second.loose_high), is_range=True,
        qualifier=first.qualifier, qualifier_text=first.qualifier_text,
    )  # fmt: skip


_CHANGED = (
    "rose",
    "fell",
    "up",
    "down",
    "increased",
    "decreased",
    "grew",
    "declined",
    "dropped",
    "rise",
    "fall",
)


def without_bare_words(found: list[Quantity], t: Text) -> Iterator[Quantity]:
    """Small number words that got neither unit nor partner are kept only after "to", "by" and the like."""
    keep = t.words.numbers.bare_word_after
    for one in found:
        if (
            one.word
            and one.kind == "number"
            and one.scale == 1.0
            and word_before(t.low, one.start) not in keep
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
