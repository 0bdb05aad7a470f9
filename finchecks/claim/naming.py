"""What a figure is called: its metric by the whole noun phrase, whose it is, and of which period.

Read strictly: a word that is not understood becomes part of the name, so that two figures bear one name only
where nothing in their words sets them apart.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass

from finchecks.claim.apart import NamingWords, apart_words
from finchecks.claim.context import Context, Figure, period_year
from finchecks.claim.relations import TOKEN, Relations, stem
from finchecks.quantity import Quantity

#: how far before a figure its name may stand, in characters
REACH = 160
#: a sentence is read so far to either side of a figure; what goes on for longer is a text without stops
WINDOW = 400
_CAPITAL = re.compile(r"[A-ZÀ-Þ]")


#: words before a metric among which another is added to it or it is taken away: "less the"
_OPERATED = 2


@dataclass(frozen=True, slots=True)
class Name:
    """``metric`` is canonical; ``extra`` are the stems that narrow it ("cloud", "europe"); ``owner`` those of
    the names whose it is; ``length`` what the words say about the period's length ("quarter", "year")."""

    metric: str
    extra: frozenset[str]
    owner: frozenset[str]
    length: frozenset[str]
    #: as :class:`~finchecks.quantity.Quantity` names it, and as a sortable year; "" and None where unsaid
    period: str
    year: float | None
    #: the words around it say that it is another version of a fact: a forecast, a revision, a part
    versions: frozenset[str]


def name_of(context: Context, figure: Figure) -> Name | None:
    """The name of a level that the words right before it state; None where they do not say it plainly."""
    words = apart_words().naming
    opening, end = window(context, figure)
    start = max(opening, figure.q.start - REACH)
    prose = context.document.prose
    spoken = _without_figures(context, figure, start)
    if spoken is None:
        return None
    tokens = TOKEN.findall(spoken)
    lower = [token.lower() for token in tokens]
    found = _metric(lower, words, context.relations)
    if found is None:
        return None
    first, last, metric = found
    if not words.operators.isdisjoint(lower[max(0, first - _OPERATED) : first]):
        return None
    extra: set[str] = set()
    times: set[str] = set()
    for word in lower[last:]:
        if word in words.broken:
            return None
        _sort(word, context.relations, words, extra, times)
    owner = _before(tokens, lower, first, context.relations, words, extra, times)
    tail = TOKEN.findall(prose[figure.q.end : min(end, figure.q.end + 60)])
    _after([word.lower() for word in tail], context.relations, words, extra, times)
    said = set(TOKEN.findall(prose[opening:end].lower()))
    owner |= names_in(prose[opening : figure.q.start])
    lengths = {length for length, spelled in words.lengths.items() if spelled & (times | said)}
    return Name(
        metric,
        frozenset(extra),
        frozenset(owner),
        frozenset(lengths),
        *_period(context, figure, start, end),
        frozenset(said & words.versions),
    )


def window(context: Context, figure: Figure) -> tuple[int, int]:
    """The figure's sentence, of a very long one what is near."""
    start, end = context.sentence_span(figure.sentence)
    return max(start, figure.q.start - WINDOW), min(end, figure.q.end + WINDOW)


def periods_in(context: Context, start: int, end: int) -> list[Quantity]:
    """The periods between two places of the text."""
    first = bisect.bisect_left(context.periods, start, key=_start)
    return context.periods[first : bisect.bisect_left(context.periods, end, lo=first, key=_start)]


def _start(quantity: Quantity) -> int:
    return quantity.start


def _period(context: Context, figure: Figure, start: int, end: int) -> tuple[str, float | None]:
    """The figure's own period, otherwise the only one of its sentence."""
    if figure.period:
        return figure.period, figure.year
    said = {q.period: q for q in periods_in(context, start, end)}
    if len(said) != 1:
        return "", None
    ((period, quantity),) = said.items()
    return period, period_year(quantity)


def _without_figures(context: Context, figure: Figure, start: int) -> str | None:
    """The words from the sentence's start to the figure, its steps ("5%", "by 2 points") left out.

    None where another level stands between: what is said before that one is said of it.
    """
    prose = context.document.prose
    pieces: list[str] = []
    at = figure.q.start
    for other in reversed(context.figures[: figure.index]):
        if other.q.end <= start:
            break
        pieces.append(prose[other.q.end : at])
        if other.q.kind == figure.q.kind or other.q.kind not in ("percent", "points", "fraction", "multiple"):
            # the words before it are its own
            return " ".join(reversed(pieces))
        at = other.q.start
    pieces.append(prose[start:at])
    return " ".join(reversed(pieces))


def _metric(lower: list[str], words: NamingWords, relations: Relations) -> tuple[int, int, str] | None:
    """(first word, word after the last, metric): the nearest to the end, the longest phrase."""
    stems = [stem(word) for word in lower]
    for end in range(len(stems), 0, -1):
        for length in range(min(5, end), 0, -1):
            phrase = " ".join(stems[end - length : end])
            metric = words.metrics.get(phrase) or relations.metrics.get(phrase)
            if metric is not None:
                return end - length, end, metric
    return None


def metric_in(words: Sequence[str], relations: Relations) -> tuple[str, frozenset[str]]:
    """The metric that a phrase names ("" where it names none that is known), and what narrows it."""
    found = _metric(list(words), apart_words().naming, relations)
    if found is None:
        return "", frozenset()
    first, last, metric = found
    extra: set[str] = set()
    for word in (*words[:first], *words[last:]):
        _sort(word, relations, apart_words().naming, extra, set())
    return metric, frozenset(extra)


def words_of(text: str, relations: Relations) -> frozenset[str]:
    """Stems of the words of a text that say something: no stop words, no words of time, no numbers."""
    words = apart_words().naming
    found = set()
    for token in TOKEN.findall(text.lower()):
        if token[0].isalpha() and token not in words.times and token not in words.silent:
            one = stem(token.rstrip("'’"))
            if one not in relations.stop:
                found.add(one)
    return frozenset(found)


def _sort(word: str, relations: Relations, words: NamingWords, extra: set[str], times: set[str]) -> None:
    """Put a word where it belongs: time, name, or neither."""
    if word in words.times:
        times.add(word)
    elif (
        word[0].isalpha()
        and word not in words.silent
        and not word.endswith("ly")
        and not any(concept in ("rise", "fall", "change") for concept, _ in relations.cues.get(word, ()))
    ):
        extra.add(stem(word))


def _before(
    tokens: list[str],
    lower: list[str],
    first: int,
    relations: Relations,
    words: NamingWords,
    extra: set[str],
    times: set[str],
) -> set[str]:
    """What stands right before the metric: words that narrow it, and whose it is."""
    owner: set[str] = set()
    at = first - 1
    while at >= 0:
        word = lower[at]
        if word in words.times:
            times.add(word)
        elif word.endswith(("'s", "’s", "s'", "s’")):
            while at >= 0 and _CAPITAL.match(tokens[at]):
                owner.add(stem(lower[at].rstrip("'’")))
                at -= 1
            break
        elif (
            not word[0].isalpha() or word in relations.stop or word in words.silent or word in relations.cues
        ):
            break
        else:
            extra.add(stem(word))
        at -= 1
    return owner


def _after(
    tail: list[str], relations: Relations, words: NamingWords, extra: set[str], times: set[str]
) -> None:
    """What follows the figure up to a mark: "$2m in Europe", "$2m in the third quarter"."""
    for word in tail:
        if not word[0].isalpha() or word in words.broken or word in ("from", "to", "against"):
            break
        _sort(word, relations, words, extra, times)


def names_in(text: str) -> set[str]:
    """Stems of the words that are written with a capital though they open no sentence."""
    found: set[str] = set()
    for index, token in enumerate(TOKEN.findall(text)):
        if index and _CAPITAL.match(token) and not token.isdigit():
            found.add(stem(token.lower().rstrip("'’")))
    return found
