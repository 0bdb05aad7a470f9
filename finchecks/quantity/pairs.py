"""Measures that only a measure beside them makes plain: "40C (104F)", "300m (984ft)", "a tonne (2,205lb)".

A letter after a number is no unit by itself, pounds are money, and an article is no number; beside the same
measure in another unit they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from finchecks.quantity import Quantity
from finchecks.quantity.after import unit_at
from finchecks.quantity.text import NEXT, Text

#: characters between the two at most: "(", ", or about "
_NEAR = 16
#: what stands between the two parts of "6 feet, 2 inches"
_JOINTS = frozenset((" ", " and ", ", ", "-", ""))
_OPEN = frozenset(("number", "count", "money"))
#: a bracket with a number right after
_OPENS = re.compile(r" ?\((?:\w+ )?[-−]?\d")
#: "a tonne (", "an acre, or "
_ONE = re.compile(r"(?:^|[ (\"“])(an?) ([a-z]+(?: [a-z]+)?)(?: \(|, or )(?:[a-z]+ )?$")
_LONGEST = 40


def beside_bracket(t: Text, word: str, start: int, end: int) -> bool:
    """Is a letter right after a number perhaps a unit, as its neighbour in brackets says?"""
    if word not in t.words.paired:
        return False
    after = end + len(word)
    return t.text[start - 1 : start] == "(" or _OPENS.match(t.low, after) is not None or _part(t, after)


def _part(t: Text, after: int) -> bool:
    """ "6ft 2in", "13st 5lb (": a smaller unit stands right after."""
    return t.low[after : after + 1] == " " and t.low[after + 1 : after + 2].isdigit()


def pair(found: Sequence[Quantity], t: Text) -> list[Quantity]:
    """The quantities with those read that a neighbour makes plain."""
    result: list[Quantity] = []
    for one in found:
        last = result[-1] if result else None
        near = last is not None and one.start - last.end <= _NEAR
        if one.kind == "measure" and t.text[one.start - 1 : one.start] in ("(", " "):
            if last is not None and near:
                result[-1] = last = _settled(last, one, t)
            elif (single := _single(one, t, last)) is not None:
                result.append(single)
        elif last is not None and near and last.kind == "measure" and one.kind in _OPEN:
            one = _settled(one, last, t)
        elif last is not None and near and t.text[one.start - 1 : one.start] == "(":
            result[-1], one = _both(last, one, t)
            last = result[-1]
        if last is not None and near:
            whole = _made_of(last, one, t)
            if whole is not None:
                result[-1] = whole
                continue
        result.append(one)
    return result


def _settled(open_one: Quantity, known: Quantity, t: Text) -> Quantity:
    """An open number with the unit that its neighbour shows; itself where it shows none."""
    if open_one.kind not in _OPEN or (open_one.kind == "money" and open_one.unit != "GBP"):
        return open_one
    letters = _letters(open_one.text)
    end = open_one.end
    if not letters:
        follows = NEXT.match(t.low, end)
        if follows is None:
            return open_one
        letters, end = follows[2], follows.end()
    for unit in t.words.paired.get(letters, ()):
        if known.unit not in t.words.numbers.paired_units[unit]["beside"]:
            continue
        # the m of metres was read as that of millions
        times = 1 / open_one.scale if open_one.scale != 1.0 and letters == open_one.text[-1:] else 1.0
        return replace(
            open_one, kind="measure", unit=unit, noun="", end=end, text=t.text[open_one.start : end],
            value=open_one.value * times, low=open_one.low * times, high=open_one.high * times,
            loose_low=open_one.loose_low * times, loose_high=open_one.loose_high * times,
            step=open_one.step * times, scale=open_one.scale * times,
        )  # fmt: skip
    return open_one


def _both(first: Quantity, second: Quantity, t: Text) -> tuple[Quantity, Quantity]:
    """ "40C (104F)": each shows what the other is."""
    numbers = t.words.numbers
    bare = {first.kind, second.kind} <= {"number", "count"}
    follows = NEXT.match(t.low, first.end) if bare else None
    for unit in t.words.paired.get(follows[2], ()) if follows is not None else ():
        for other in numbers.paired_units[unit]["beside"]:
            known = replace(second, kind="measure", unit=other)
            said = _settled(second, replace(first, kind="measure", unit=unit), t)
            if said.unit == other:
                return _settled(first, known, t), said
    return first, second


def _letters(text: str) -> str:
    """The letters at the end of a number as written: "m" of "300m", "pounds" of "480 pounds"."""
    place = len(text)
    while place and text[place - 1].isalpha():
        place -= 1
    return text[place:].lower()


def _single(one: Quantity, t: Text, last: Quantity | None) -> Quantity | None:
    """The one tonne of "a tonne (2,205lb)"."""
    floor = max(one.start - _LONGEST, last.end if last is not None else 0)
    found = _ONE.search(t.low[floor : one.start])
    if found is None:
        return None
    start, place = floor + found.start(1), floor + found.start(2)
    word = found[2].split()[0]
    unit = unit_at(t, word, place)
    if unit is None or unit.kind != "measure" or unit.factor != 1.0 or unit.unit == one.unit:
        return None
    if len(unit.phrase) != len(found[2]):
        return None
    end = place + len(unit.phrase)
    return Quantity(
        start, end, t.text[start:end], "measure", 1.0, unit.unit, 1.0, 1.0, 1.0, 1.0, 0.0, per=unit.per
    )


def _made_of(large: Quantity, small: Quantity, t: Text) -> Quantity | None:
    """ "6 feet 2 inches" as one: feet and a part of a foot."""
    parts = t.words.numbers.smaller_units.get(large.unit)
    if parts is None or large.decimals or small.is_range or large.is_range or small.signed:
        return None
    if t.low[large.end : small.start] not in _JOINTS:
        return None
    unit = small.unit
    if unit == "GBP" and _letters(small.text) in ("pounds", "pound"):
        unit = "pound"
    many = parts.get(unit)
    if many is None or not 0 <= small.value < many:
        return None
    value, half = large.value + small.value / many, max(small.step, 10.0**-small.decimals) / many / 2
    return replace(
        large, end=small.end, text=t.text[large.start : small.end], value=value, low=value - half,
        high=value + half, loose_low=value - half, loose_high=value + half, step=half * 2,
        decimals=small.decimals, per=small.per, bracketed=large.bracketed or small.bracketed,
    )  # fmt: skip
