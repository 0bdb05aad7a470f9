"""Totals and their parts, and what is left of a total."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from finchecks.claim.changes import (
    PLAIN,
    change_cue,
    complete,
    done_with,
    find_cue,
    lookup,
    nouns_meet,
    says,
    tells_how_many,
    thing_follows,
)
from finchecks.claim.context import Context, Figure, period_year
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.naming import periods_in
from finchecks.claim.weigh import Signals, bits_of, magnitude
from finchecks.quantity import Quantity, QuantityKind
from finchecks.rule import Rule

#: words before a total that may say how many parts it has
_TALLY = 9
#: parts are looked for so many sentences and figures around the total
SENTENCES = 2
CHARACTERS = 200
FIGURES = 14
MOST_PARTS = 10
#: so many words before the amount in an entry of an account: "Rent and rates, £1.15."
ENTRY = 5
#: ... and the words before it so many characters back: a sentence may be as long as a book
_BEFORE = 1_000
#: words from a number of things to what one of them costs
_AT = 3
_OWNS = frozenset({"had", "has", "have"})
_JOINTS = frozenset((",", "and", ";", "plus", "with", "or", "&"))
_HARMLESS = ("on", "over", "above")
_APART = frozenset((";", ":", "("))

#: what sets a list apart from what a total is made of, so that the frame is not whole
_AGAINST = frozenset(
    {
        "sum-cut", "parts-skip", "sum-partial", "sum-mixed", "sum-running", "parts-compared", "sum-nested",
        "sum-metric-other", "parts-noun-other", "total-old", "sum-count-other", "parts-years",
        "sum-doubled", "sum-part", "sum-signed", "sum-astride",
        "total-other-time", "sum-some", "parts-block", "sum-beside", "sum-beyond",
    }
)  # fmt: skip

_SURE = frozenset(
    {
        "closing",
        "opening",
        "closing-counted",
        "sum-added",
        "sum-defined",
        "sum-complements",
        "sum-grown",
        "sum-split",
    }
)
_CLAUSE = frozenset(("and", "was", "were", "is", "are", "had", "has", "have", "while", "but", ";"))
_STOPS = frozenset((",", ";", ":", "(", ")", "and", "while", "but", "which", "or"))

_OF_WHICH = (("of", "which"), ("of", "whom"))
_THOSE = (("those",), ("these",))
_BASES = frozenset(("on", "over", "from", "against", "than", "compared", "versus", "above", "below"))
_COMPARED = frozenset(("against", "versus", "vs", "compared"))
#: "£171m, or 41p in every pound": the same said again
_RESTATED = ((",", "or"), ("or",), (",", "i.e."), (",", "that", "is"))

Part = tuple[Figure, float]
#: the names of the parts of a whole
Sides = tuple[re.Pattern[str], ...]


def _series(context: Context, total: Figure) -> list[Part]:
    """Figures near the total that could be its parts, and what completes their unit (below zero: larger)."""
    found: list[Part] = []
    for f in context.figures[max(0, total.index - FIGURES) : total.index + FIGURES + 1]:
        if f.index == total.index:
            found.append((total, 1.0))
            continue
        if f.conversion_of is not None or f.q.is_range or not _near(f, total):
            continue
        if not (f.amount or f.q.kind == total.q.kind == "percent"):
            continue
        if total.q.kind in PLAIN and f.q.kind not in PLAIN:
            continue
        completed = complete(total, f)
        if (
            completed is None
            or completed[1] != 1.0
            or (f.q.per and f.q.per != total.q.per and not _coin(total))
        ):
            continue
        times = completed[2]
        if f.q.word and f.q.value * times < 10 <= total.q.step:
            continue  # "the two made 24.6 million": how many there are, and no part
        if tells_how_many(context, f):
            continue  # "6,240 there and in the two clinics 1,905"
        if f.mark == "at" and f.index and _priced(context.figures[f.index - 1], f):
            continue  # "88 members at £45, the raffle £342"
        if total.q.kind == "money" and f.q.kind in PLAIN and thing_follows(context, f) and not done_with(f):
            continue  # "18.2 mln stg in cash and one million ordinary shares"
        larger = f.q.value * times > abs(total.q.value) * 1.02
        found.append((f, -times if larger else times))
    return found


def _priced(count: Figure, price: Figure) -> bool:
    """Is it what one of the things right before it costs?"""
    near = len(price.lead) <= _AT and count.sentence == price.sentence
    return near and count.q.kind in PLAIN and price.q.kind == "money"


def _near(f: Figure, total: Figure) -> bool:
    """Within a few sentences, or within as many characters of one paragraph: "Milk, £3.10. Pay, £2.45. …"."""
    if abs(f.sentence - total.sentence) <= SENTENCES:
        return True
    return f.block == total.block and abs(f.q.start - total.q.start) <= CHARACTERS


def _typed(total: Figure, context: Context) -> Figure:
    """ "$14.2m, $9.1m and $5.5m, 28.8 in all": a bare total has the unit of what was listed before it."""
    if total.q.kind != "number" or total.q.per:
        return total
    before = context.figures[max(0, total.index - 3) : total.index]
    units = {
        (f.q.kind, f.q.unit, f.q.scale) for f in before if f.conversion_of is None and f.q.kind not in PLAIN
    }
    if len(units) != 1 or before[-1].sentence != total.sentence:
        return total
    kind, unit, scale = units.pop()
    if kind not in ("money", "measure", "percent") or any(f.q.per for f in before):
        return total
    once = kind == "percent" or total.q.scale != 1  # "27 mln dlrs and 14 mln, 41 mln in all" says its scale
    return replace(total, q=scaled(total.q, 1.0 if once else scale, kind, unit))


def scaled(q: Quantity, times: float, kind: QuantityKind, unit: str) -> Quantity:
    """A number in another's unit: a bare "38" beside "$40m"."""
    return replace(
        q, kind=kind, unit=unit, value=q.value * times, low=q.low * times, high=q.high * times,
        loose_low=q.loose_low * times, loose_high=q.loose_high * times, step=q.step * times, scale=times,
    )  # fmt: skip


def _coin(total: Figure) -> bool:
    """ "An interim of 7 cents a share and a final of 12 cents, 19 in all": the "a share" is said once."""
    return total.q.kind == "money" and not total.q.per and total.q.scale <= 1 and total.q.value < 1000


def aside(f: Figure, total: Figure, context: Context) -> bool:
    """Is it said only to compare, or a step: "from _", "against _", "a year earlier", "up by _"?"""
    if f.index == total.index:
        return False
    return (
        bool(f.marks & {"origin", "comparison"})
        or (f.earlier and not total.earlier)
        or _bracket(f)[:2] in _OF_WHICH
        or (is_step(f, context) and not is_step(total, context))
        or (f.lead in _RESTATED and f.q.unit == context.figures[f.index - 1].q.unit)
    )


def _in_brackets(context: Context, total: Figure) -> frozenset[int]:
    """Figures in brackets that are not the total's own: "quiz nights $1,450 (two, $800 and $650)"."""
    around = context.figures[max(0, total.index - FIGURES) : total.index + FIGURES + 1]
    inside: set[int] = set()
    if not any("(" in f.lead for f in around):
        return frozenset()
    open_at = -1
    for f in around:
        for word in f.lead:
            open_at = f.index if word == "(" else -1 if word == ")" else open_at
        if f.lead and f.sentence != context.figures[max(0, f.index - 1)].sentence and "(" not in f.lead:
            open_at = -1
        if open_at >= 0:
            inside.add(f.index)
    return frozenset() if total.index in inside else frozenset(inside)


def _bracket(f: Figure) -> tuple[str, ...]:
    """The words before it in the brackets that it stands in: "the mill $5m (of which the roof $3m)"."""
    at = max((at for at, word in enumerate(f.lead) if word in ("(", ")")), default=-1)
    return f.lead[at + 1 :] if at >= 0 and f.lead[at] == "(" else ()


def _carried(f: Figure, total: Figure, context: Context) -> bool:
    """A total of the sentence before, which this one adds to."""
    return f.sentence < total.sentence and any(
        says(f.lead, context, concept) is not None for concept in ("closing", "running", "total")
    )


def _runs(
    context: Context, series: Sequence[Part], total: Figure
) -> Iterator[tuple[list[Part], int, bool, bool]]:
    """Unbroken runs of parts beside the total: the parts, the figures skipped, and whether the run is cut.

    A run is cut where the figure beyond it stands in the same sentence and might be a part as well. Last
    comes whether one stands there at all, be it larger than the total.
    """
    at = next(i for i, (f, _) in enumerate(series) if f.index == total.index)
    after, before = list(series[at + 1 :]), list(series[:at])
    for skip in (0, 1):
        for n in range(2, min(MOST_PARTS, len(after) - skip) + 1):
            run = after[skip : skip + n]
            beyond = after[skip + n] if skip + n < len(after) else None
            cut = (
                beyond is not None
                and beyond[0].sentence == run[-1][0].sentence
                and _APART.isdisjoint(beyond[0].lead)
            )
            yield run, skip, cut and beyond is not None and beyond[1] > 0, cut
        for n in range(2, min(MOST_PARTS, len(before) - skip) + 1):
            end = len(before) - skip
            run = before[end - n : end]
            beyond = before[end - n - 1] if end - n else None
            cut = (
                beyond is not None
                and beyond[0].sentence == run[0][0].sentence
                and _APART.isdisjoint(run[0][0].lead)
                and not _carried(run[0][0], total, context)
            )
            if skip and _goes_on(run[-1][0], before[-1][0]):
                continue
            yield run, skip, cut and beyond is not None and beyond[1] > 0, cut
    for n in (1, 2, 3, 4):
        if before and len(after) >= n:
            cut = (n > 1 and not _given_to(total, before[-1][0], context)) or (
                len(after) > n and after[n][0].sentence == total.sentence
            )
            yield [before[-1], *after[:n]], 0, cut, cut


def _ended(context: Context, total: Figure, run: Sequence[Part]) -> bool:
    """ "_, _ in the first quarter and _ in the second, up 9% on _": the "and" has closed the list."""
    last = run[-1][0]
    return (
        last.index > total.index
        and last.lead[-1:] == ("and",)
        and any(f.q.kind in ("percent", "points") for f in context.figures[last.index + 1 : last.index + 2])
        and total.q.kind != "percent"
    )


def _goes_on(last: Figure, skipped: Figure) -> bool:
    """ "_, _ and the raffle $342": the list goes on to what would be left out of it."""
    return skipped.sentence == last.sentence and len(skipped.lead) <= ENTRY and "and" in skipped.lead


def _tally(total: Figure, context: Context) -> int:
    """How many things the total is said to be made of: "the three together earned _"; 0 where unsaid."""
    tallies = context.relations.tallies
    lead = total.lead
    if total.index and len(lead) < _TALLY:
        # "the two regions together are now _": the two is a figure of its own
        before = context.figures[total.index - 1]
        if before.q.word and before.sentence == total.sentence:
            lead = (*context.words_of(before.q.start, before.q.end), *lead)
    words = (*lead[-_TALLY:], *total.tail[:4])
    if says(words, context, "closing") is None:
        return 0
    return next((tallies[word] for word in words if word in tallies), 0)


def _given_to(total: Figure, first: Figure, context: Context) -> bool:
    """ "Tractors contributed $5m to a profit of $9m, ploughs $4m": the total stands after its first part."""
    return (
        first.index == total.index - 1
        and total.lead[:1] == ("to",)
        and says(first.lead[-4:], context, "contributes") is not None
    )


def _gap(context: Context, total: Figure, parts: Sequence[Figure]) -> tuple[str, ...]:
    """The words between the total and its parts, within the total's sentence."""
    start, end = context.sentence_span(total.sentence)
    if parts[0].index > total.index:
        first = parts[0]
        stop = first.q.start if first.sentence == total.sentence else end
        words = context.words_of(total.q.end, min(stop, total.q.end + 200))
        if first.sentence != total.sentence:
            start = context.sentence_span(first.sentence)[0]
            words = (
                *words[:5],
                *context.words_of(max(start, first.q.start - 120), first.q.start),
            )
        return words
    last = parts[-1]
    begin = last.q.end if last.sentence == total.sentence else start
    return context.words_of(max(begin, total.q.start - 200), total.q.start)


def sums(context: Context, rules: Mapping[str, Rule]) -> list[Hypothesis]:
    """Hypotheses of totals over the runs of figures beside them."""
    rule = rules.get("sum")
    if rule is None:
        return []
    found: list[Hypothesis] = []
    for said in context.figures:
        total = _typed(said, context)
        q = total.q
        if q.kind not in ("money", "count", "measure", "number", "percent") or q.value <= 0 or q.is_range:
            continue
        if q.value < 10 and ((q.kind == "number" and not q.decimals) or (q.kind == "count" and q.word)):
            continue
        series = _series(context, total)
        if len(series) < 3:
            continue
        start: Signals = {"prior sum_percent" if q.kind == "percent" else "prior sum": 1}
        cue = find_cue(total, context, ("total",))
        if total.marks & {"origin", "comparison"} and total.mark not in _HARMLESS:
            start["total-old"] = 1
        elif total.earlier or q.bracketed:
            start["total-aside"] = 1
        start_bits = bits_of(start, context.weights)
        stated = magnitude(q)
        tally = _tally(total, context)
        detailed = _in_brackets(context, total)
        plain = [
            one
            for one in series
            if not aside(one[0], total, context) and (one[0] is total or one[0].index not in detailed)
        ]
        wholes = _sides(context, total)
        done: set[tuple[int, ...]] = set()
        for listed in (plain, series) if len(plain) < len(series) else (series,):
            for run, skip, cut, beside in _runs(context, listed, total):
                if cut and len(run) != tally and _ended(context, total, run):
                    cut = beside = False
                cut = cut and len(run) != tally
                close = _close(run, q)
                if not close and (cut or skip):
                    continue
                parts = [f for f, _ in run]
                key = tuple([f.index for f in parts])
                if key in done:
                    continue
                done.add(key)
                larger = any(times < 0 for _, times in run)
                s: Signals = {"sum-cut" if cut else "sum-whole": 1}
                if beside and not cut:
                    s["sum-beside"] = 1
                if any(_carried(f, total, context) or "total" in f.lead[-3:] for f in parts[1:]):
                    s["sum-doubled"] = 1
                _list_signals(context, parts, s)
                _parts_signals(context, total, parts, skip, s)
                if parts[0].index < total.index < parts[-1].index:
                    s["sum-astride"] = 1
                _cue_signals(context, total, parts, cue is not None, wholes, s)
                # "sales of _ last year: _ at the one and _ at the other": the parts are of the total's time
                split = "sum-split" in s or {"opening", "parts-with"} <= s.keys()
                if (
                    "total-aside" in start
                    and not split
                    and not any(f.earlier or f.q.bracketed for f in parts)
                ):
                    s["total-other-time"] = 1
                if {"sum-running", "list", "parts-with"} <= s.keys() and _exceeded(run, q):
                    # "_ there and _ here, bringing the total to _": more may have gone before, but not less
                    del s["sum-running"]
                known = s.keys() | start.keys()
                if {"list", "sum-defined"} & known or (
                    {"sum-added", "sum-grown"} & known and len(parts) == 2
                ):
                    if (_SURE & known or {"sum-apposed", "sum-rest"} <= known) and not _AGAINST & known:
                        s["sum-frame"] = 1
                        if "sum-defined" in s or ("sum-complements" in s and parts[0].index > total.index):
                            # the names say it wherever the parts stand: an interim dividend is an earlier one
                            s.pop("parts-apart", None)
                            s.pop("part-earlier-other", None)
                    elif {*_SURE, "total-word"} & known and not {
                        "sum-cut",
                        "parts-skip",
                        "parts-compared",
                    } & known:
                        s["sum-list"] = 1
                bits = start_bits + bits_of(s, context.weights)
                if bits < -9 or (not close and bits < 1.5):
                    continue
                if larger and (
                    "sum-frame" not in s
                    or {"sum-added", "sum-grown", "sum-complements", "parts-gap"} & s.keys()
                ):
                    # a part is no larger than the total, unless it is plainly said and wrong
                    continue
                bound = tuple(Bound("part", f.q, q.unit, abs(times)) for f, times in run)
                one = Hypothesis(rule, total, bound, {**start, **s}, bits)
                one.judge(stated)
                found.append(one)
    return found


def _exceeded(run: Sequence[Part], q: Quantity) -> bool:
    """Do the parts alone make more than the total?"""
    return sum(f.q.low * abs(times) for f, times in run) > q.high


def _close(run: Sequence[Part], q: Quantity) -> bool:
    """Do the parts make the total to a twentieth, or to all their rounding?"""
    amount = 0.0
    for f, times in run:
        amount += f.q.value * abs(times)
    off = abs(amount - q.value)
    return off <= abs(q.value) * 0.05 or off <= q.high - q.low + sum([f.q.high - f.q.low for f, _ in run])


def _cue_signals(
    context: Context,
    total: Figure,
    parts: Sequence[Figure],
    cued: bool,
    wholes: Sequence[Sides],
    s: Signals,
) -> None:
    """What the words between the total and its parts, and those around the total, say of the relation."""
    words = _gap(context, total, parts)
    tail = total.tail[:5]
    if _defined(wholes, parts):
        s["sum-defined"] = 1
        s.pop("sum-astride", None)
        if parts[-1].index > total.index:
            s.pop("parts-compared", None)  # "the interim having been 3.8p"
    elif "list" in s and total.q.kind != "percent" and _complementary(context, parts):
        s["sum-complements"] = 1
    if _given_to(total, parts[0], context):
        s["opening"] = 1
        s.pop("sum-astride", None)
    if parts[0].index > total.index:
        if words[:2] in _OF_WHICH:
            # "$18m of which was for land, $2m …": itself a part; "$75m, of which $48m …" is not
            s["sum-part"] = 1
        elif words[:1] == ("plus",):
            s["sum-beyond"] = 1
        elif (
            (parts[0].sentence == total.sentence and ":" in words[:1] + words[-4:] and ";" not in words)
            or says(words, context, "opening") is not None
            or (parts[0].sentence != total.sentence and says(words, context, "among") is not None)
        ):
            s["opening"] = 1
            among = says(words, context, "among") is not None
            if among and len({f.sentence for f in parts}) > 1:
                s["sum-some"] = 1  # "Of these 18,264 came in time. The others …": what follows is told of all
            if len(parts) == 2 and parts[0].sentence != total.sentence and "sum-complements" not in s:
                s["sum-some"] = 1  # "Of this, _ was for land and _ for rent": perhaps not all
        elif parts[0].sentence == total.sentence and _apposed(context, total, words):
            s["sum-apposed"] = 1
            if {"list-and", "parts-with"} <= s.keys() and _split(context, total, parts):
                s["sum-split"] = 1
        if says(words, context, "partial") is not None and "sum-complements" not in s:
            s["sum-partial"] = 1
        if says(total.lead[-5:], context, "closing") is not None:
            s["closing-before"] = 1
            words = (
                *context.words_of(
                    max(context.sentence_span(total.sentence)[0], total.q.start - _BEFORE), total.q.start
                ),
                *words,
            )
        said = words
    else:
        if tail[:2] in _OF_WHICH:
            s["sum-part"] = 1  # "$115m, over $45m of which …"
        if any(f.tail[:2] in _OF_WHICH for f in parts[1:]):
            s["sum-nested"] = 1  # "revenue was $115m, $45m of which …, and costs totalled $160m"
        far = says(words, context, "closing")
        if (
            {"list-and", "parts-apart", "parts-more"} <= s.keys()
            and says(total.lead[:2], context, "totalling") is not None
            and parts[-1].sentence == total.sentence - 1
        ):
            # "subscriptions _, the fair _ and the raffle _. Total income was therefore _"
            s["closing"] = s["sum-refers"] = 1
        elif far is not None:
            s["closing" if far <= 5 else "closing-far"] = 1
            if "parts-apart" in s and len(words) - far <= 4:
                s["sum-refers"] = 1
        elif (echo := says(words, context, "echo")) is not None:
            s["closing" if len(parts) > 2 and len(words) - echo <= 3 else "closing-far"] = 1
            if "parts-apart" in s and len(words) - echo <= 3:
                s["sum-refers"] = 1
        elif says(tail, context, "closing") is not None and not _leads_on(context, total):
            s["closing"] = 1
        elif "parts-with" in s and says(words, context, "total") is not None and _CLAUSE.isdisjoint(words):
            # "_ and _, for total sales of _"; not "_ and _, and total sales were _"
            s["closing"] = 1
        elif "parts-with" in s and _for_a(words) and says(words, context, "difference") is None:
            # "_ on the site and _ on the building, for an all-in cost of _"
            s["closing"] = 1
        elif len(total.lead) <= 2 and total.lead and says(total.lead, context, "total") is not None:
            s["closing"] = 1  # "Total, £7.50."
        elif total.lead in _THOSE and parts[-1].sentence == total.sentence - 1 and "list" in s:
            # "_ to make and _ to sell. Those _ have to come back"
            s["closing"] = s["sum-refers"] = 1
        last = parts[-1]
        added = says(last.lead[-6:], context, "addition") is not None or (
            # "adding $6m to the budget of $284m, for a new total of _"
            len(parts) == 2
            and last.lead[:1] == ("to",)
            and says(parts[0].lead[-2:], context, "addition") is not None
            and (total.q.kind not in PLAIN or nouns_meet(parts[0].q.noun, last.q.noun))
        )
        if (
            last.sentence == total.sentence
            and last.index < total.index
            and added
            and ("goal" in total.marks or {"closing", "closing-far"} & s.keys())
        ):
            s["sum-added"] = 1
        elif says(words, context, "running") is not None and total.mark == "to":
            if len(parts) == 2 and _grown(context, parts):
                s["sum-grown"] = 1
            elif "sum-defined" not in s and "sum-complements" not in s:
                s["sum-running"] = 1
        said = (*words, *tail)
    kinds = {f.q.noun for f in parts} - {""}
    if "opening" in s or ({"closing", "parts-with"} <= s.keys() and len(kinds) == len(parts)):
        # "87 aircraft: 68 narrow-bodies and 19 freighters", "310 cars and 145 vans, 455 vehicles in all": the
        # kinds of a thing have names of their own
        s.pop("parts-noun-other", None)
    if cued and not {"closing", "closing-far", "opening"} & s.keys():
        s["total-word"] = 1
    named = {context.relations.tallies[w] for w in said if w in context.relations.tallies}
    if named:
        s["counted" if len(parts) in named else "sum-count-other"] = 1
        if "closing-before" in s and "counted" in s:
            s["closing-counted"] = 1


def _leads_on(context: Context, total: Figure) -> bool:
    """ "…, and the rest 0.6bn, which adds up to 3.4bn": a larger one follows, of which this may be a part."""
    if total.index + 1 >= len(context.figures):
        return False
    f = context.figures[total.index + 1]
    completed = complete(total, f) if f.sentence == total.sentence and f.conversion_of is None else None
    return completed is not None and f.q.value * completed[2] > total.q.value * completed[1]


def _apposed(context: Context, total: Figure, words: Sequence[str]) -> bool:
    """ "3,480 people, 2,150 in Italy and …", "of the 3,480 employees, 2,150 …": the parts follow at once."""
    if total.lead and total.lead[-1] in _JOINTS | _APART and total.index and _member(total, context):
        return False
    return words[-1:] == (",",) and (len(words) <= 4 or "of" in total.lead[-2:])


def _split(context: Context, total: Figure, parts: Sequence[Figure]) -> bool:
    """ "74 ships today, 29 owned and 45 on charter": the thing is named once, the parts told apart."""
    if total.q.kind == "percent" or total.q.word or total.conversion_of is not None:
        return False
    if total.lead[-2:-1] == ("of",) or total.lead == ("of",):
        return False  # "of the 1,870, 486 were women and 343 under 25"
    if any(f.q.unit == total.q.unit for f in context.figures_in(total.sentence) if f.index < total.index):
        return False  # "_ from China, _ from Brazil and _ from Peru": itself one of several
    if any(f.q.noun or f.q.value > total.q.value for f in parts):
        return False
    own = {f.tail[:1] for f in parts}
    before = total.tail[: total.tail.index(",")] if "," in total.tail else total.tail
    bare = total.q.kind == "measure" and not any(f.q.kind == "measure" for f in parts)
    if any((word,) in own for word in before):
        return False  # "£1.9m went on roads, £1.1m on bridges and £0.4m on signs"
    return bare or all(word and word[0] in context.relations.told_apart for word in own)


def _member(total: Figure, context: Context) -> bool:
    """ "$88m: $32m on roads, …": itself one of the parts of the larger before it."""
    before = context.figures[total.index - 1]
    return before.sentence == total.sentence and before.q.unit == total.q.unit


def _for_a(words: Sequence[str]) -> bool:
    """ ", for an outlay of": what was told comes to it."""
    at = next((at for at, word in enumerate(words) if word == ","), -1)
    said = words[at + 1 :]
    return at >= 0 and said[:1] == ("for",) and said[-1:] == ("of",) and len(said) < 9


def _grown(context: Context, parts: Sequence[Figure]) -> bool:
    """ "had 412 shops and opened 23, taking the total to _": a level, then what was added to it."""
    level, more = parts
    grows = [says((*f.lead[-4:], "|", *f.tail[:2]), context, "growing") is not None for f in (level, more)]
    return grows == [False, True] and level.q.value > more.q.value and not is_step(level, context)


def _complementary(context: Context, parts: Sequence[Figure]) -> bool:
    """Do two of the parts have names that leave nothing out: men and women, at home and abroad?"""
    if len(parts) not in (2, 3):
        return False
    own = [_own_words(f) for f in parts]
    return any(
        (one.search(a) and other.search(b)) or (other.search(a) and one.search(b))
        for one, other in context.relations.complements
        for a, b in itertools.pairwise(own)
    )


def _own_words(f: Figure) -> str:
    """What a part's own words call it: before it back to a mark, after it up to one."""
    lead = f.lead[-6:]
    cut = max((at for at, word in enumerate(lead) if word in _STOPS), default=-1)
    tail = f.tail[:6]
    own = tail[: next((at for at, word in enumerate(tail) if word in _STOPS), len(tail))]
    return " ".join((*lead[cut + 1 :], "|", *own))


def _sides(context: Context, total: Figure) -> list[Sides]:
    """What the words about a total say that it is made of, in one way or another."""
    around = " ".join((*total.lead[-12:], "|", *total.tail[:6]))
    return [sides for whole, sides in context.relations.wholes if whole.search(around)]


def _defined(wholes: Sequence[Sides], parts: Sequence[Figure]) -> bool:
    """Do the names say it: cash and undrawn lines are liquidity, two halves a year?"""
    for sides in wholes:
        if len(parts) > len(sides):
            continue
        left = list(sides)
        for f in parts:
            tail = f.tail[:8]
            own = tail[: next((at for at, word in enumerate(tail) if word in _STOPS), len(tail))]
            said = " ".join((*f.lead[-10:], "|", *own))
            side = next((one for one in left if one.search(said)), None)
            if side is None:
                break
            left.remove(side)
        else:
            return True
    return False


def _list_signals(context: Context, parts: Sequence[Figure], s: Signals) -> None:
    """Are the parts a list in one breath: commas, and an "and" before the last?"""
    joined = all(
        len(words) <= 14 and not _JOINTS.isdisjoint(words)
        for a, b in itertools.pairwise(parts)
        if a.sentence == b.sentence
        for words in (_between(context, a, b),)
    )
    if any(not _OWNS.isdisjoint(_between(context, a, b)[-1:]) for a, b in itertools.pairwise(parts)):
        joined = False  # "in 23 plants, of which 17 are here, and had 19 agreements"
    if _bracket(parts[0]) and any(")" in f.lead for f in parts[1:]):
        joined = False  # "$5m (of which the roof $3m), and $2m": the brackets end before the second
    entries = all(len(f.lead) <= ENTRY and f.sentence - parts[0].sentence == at for at, f in enumerate(parts))
    if entries and len(parts) > 2:
        s["list"] = s["list-and"] = 1
    elif not joined:
        s["list-broken"] = 1
    elif len({f.sentence for f in parts}) == 1:
        s["list"] = 1
        if not {"and", "plus"}.isdisjoint(_between(context, *parts[-2:])):
            s["list-and"] = 1


def _between(context: Context, one: Figure, other: Figure) -> Sequence[str]:
    """The words between two parts; a number of things by word between them is one of the words."""
    skipped = context.figures[one.index + 1 : other.index]
    if skipped and all(f.q.word for f in skipped):
        return context.words_of(one.q.end, other.q.start)
    return other.lead


def _parts_signals(context: Context, total: Figure, parts: Sequence[Figure], skip: int, s: Signals) -> None:
    outside = sum(1 for f in parts if f.sentence != total.sentence)
    if outside == 0:
        s["parts-with"] = 1
    elif outside == len(parts):
        s["parts-apart"] = 1
    if any(f.block != total.block for f in parts):
        s["parts-block"] = 1
    if skip:
        s["parts-skip"] = skip
    near = min(abs(f.index - total.index) for f in parts) - 1 - skip
    if near:
        s["parts-gap"] = near
        if parts[-1].index < total.index and not _BASES.isdisjoint(total.lead[:1]):
            s["parts-compared"] = 1  # "_ and _, up 9% on the half-year when it made _"
    if len(parts) > 2:
        s["parts-more"] = len(parts) - 2
    other = sum(1 for f in parts if f.earlier and not total.earlier)
    if other:
        s["part-earlier-other"] = other
    years = {f.year for f in parts if f.year is not None}
    other_year = total.year is not None and len(years) == 1 and total.year not in years
    if other_year or (
        not years and parts[-1].index < total.index and _of_the_past(parts[-1], total, context)
    ):
        s["parts-years"] = 1
    if any(
        "origin" in f.marks
        or ("comparison" in f.marks and f.mark not in _HARMLESS)
        or not _COMPARED.isdisjoint(f.lead[-5:])
        for f in parts
    ):
        s["parts-compared"] = 1
    if total.q.kind == "count" and total.q.noun:
        others = sum(1 for f in parts if f.q.noun and not nouns_meet(f.q.noun, total.q.noun))
        if others:
            s["parts-noun-other"] = others
    if any(says(b.lead, context, "partial") is not None for b in parts[1:]):
        s["sum-nested"] = 1
    if any(says(f.lead, context, "offset") is not None for f in parts):
        s["sum-signed"] = 1
    if total.q.kind == "percent":
        # "31% in the first half and 44% in the second, a 13% improvement"
        if any(cue is not None and cue.distance <= 1 for cue in (change_cue(f, context) for f in parts)):
            s["sum-mixed"] = 1
    else:
        moves = sum(1 for f in parts if is_step(f, context))
        if moves and not is_step(total, context):
            s["sum-mixed" if outside or moves < len(parts) else "sum-moves"] = 1
    if says(parts[0].lead, context, "contributes") is not None:
        s["sum-contributes"] = 1
    if (
        says(parts[-1].lead, context, "completes") is not None
        or says(parts[-1].tail[:8], context, "completes") is not None
    ):
        s["sum-rest"] = 1


def _of_the_past(last: Figure, total: Figure, context: Context) -> bool:
    """ "5.2m and 6.1m, up on the first half of 1986 when it made 12.4m": a year gone by between the two."""
    years = (period_year(p) for p in periods_in(context, last.q.end, total.q.start))
    return any(year is not None and context.past(year) for year in years)


def is_step(f: Figure, context: Context) -> bool:
    """An amount of change, not a level: "declined by 879,000", "$5m more"."""
    known = context.amounts_of_change.get(f.index)
    if known is None:
        known = context.amounts_of_change[f.index] = _amount_of_change(f, context)
    return known


def _amount_of_change(f: Figure, context: Context) -> bool:
    cue = change_cue(f, context)
    if cue is None or cue.distance > 1 or cue.direction is None:
        return False
    if cue.side == "after":
        # "$5m more", but not "mortgages of $5m fall due"
        return (
            cue.distance == 0
            and lookup(f.tail, 0, 1, context.relations.cues, frozenset(("difference",))) is not None
        )
    return "amount" in f.marks and f.mark != "of"


def tied(one: Hypothesis) -> bool:
    """Does the text itself say which parts make the total?"""
    units = {b.quantity.unit for b in one.bound if b.quantity is not None and b.quantity.kind == "measure"}
    # "of 1.2 GW 300 MW and 800 MW are built, 1.1 GW in total": what is told in the total's unit is no part
    mixed = len(units) > 1
    return "sum-frame" in one.signals and not mixed and not lacking(one) and not _counts_as_rates(one)


def _counts_as_rates(one: Hypothesis) -> bool:
    """ "A built 19 and B 16, so the two of them built 53%": numbers of things, which are no rates."""
    return one.claim.q.kind == "percent" and all(
        b.quantity is not None and b.quantity.kind in PLAIN for b in one.bound
    )


#: a total that exceeds what is listed by this much has parts that stand elsewhere
_LACKING = 2.0
#: ... or, where nothing but their place says that the parts are all, by this much
_SPLIT = 1.08


def lacking(one: Hypothesis) -> bool:
    """ "Donations and grants were £2.0m and £2.4m, so that all income was £10.7m": there is more to it."""
    # "74 shops, 29 in Wales and 31 in Devon" need not be all of them; a few that are lacking would be told
    most = (
        _SPLIT if "sum-split" in one.signals and not _SURE - {"sum-split"} & one.signals.keys() else _LACKING
    )
    return one.fit == "wrong" and one.claim.q.value > most * sum(b.amount() for b in one.bound)
