"""The values that a document states by name, in its prose and in its tables.

Some names are the language's own (revenue, free cash flow), the others are those by which the document itself
calls its values: the label of a row, the noun of a number, the phrase that leads to an amount.
"""

from __future__ import annotations

import bisect
import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from finchecks.claim.context import Context, Figure, tokens
from finchecks.claim.grids import Grid, Row
from finchecks.claim.levels import Level, LevelWords, level_words, levels, named_in
from finchecks.claim.relations import Phrases, Relations, load_relations, root, stem
from finchecks.lexicon import read_lexicon, rules_folder
from finchecks.quantity import Quantity

#: characters to either side of a claim in which values are looked for
REACH = 20_000
#: words of a name that a document gives
_LONGEST = 7
#: words of a phrase that leads to an amount
_PHRASE = 4
NONE: frozenset[str] = frozenset()
#: what a number of things is called by: "#employee" is how many employees there are
COUNT = "#"
#: a name that only this document gives
OWN = "="
_COUNTS = frozenset({"count", "number", "measure"})
_BREAKS = frozenset([",", ";", ":", "(", ")", "–", "—", "="])


@dataclass(frozen=True, slots=True)
class Value:
    """A value that the document states: what it is called, what narrows the name, and of which time."""

    things: frozenset[str]
    narrowed: frozenset[str]
    old: bool
    year: float | None
    span: str
    labels: frozenset[str]
    quantity: Quantity
    #: None for a cell
    figure: Figure | None
    #: neither the latest value of its row nor the one before: meant only where its year is said
    past: bool = False
    #: of a table of metrics in columns: stems of the row's label, which say whose value it is
    whose: frozenset[str] = NONE
    #: ... and (table, column)
    column: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Store:
    """All values in the order of the text, and the names that the document gives."""

    values: Sequence[Value]
    own: Phrases[frozenset[str]]
    #: by thing
    called: Mapping[str, Sequence[Value]]
    #: word → the one row of a table of metrics in columns whose label bears it
    owners: Mapping[str, frozenset[str]]

    def of(self, thing: str, position: int) -> Sequence[Value]:
        """The values of a thing within reach of a place."""
        some = self.called.get(thing, ())
        first = bisect.bisect_left(some, position - REACH, key=_place)
        return some[first : bisect.bisect_right(some, position + REACH, key=_place)]

    def near(self, position: int) -> Sequence[Value]:
        """An article's values all, of a book's those of the chapter, so that the work stays linear."""
        first = bisect.bisect_left(self.values, position - REACH, key=_place)
        return self.values[first : bisect.bisect_right(self.values, position + REACH, key=_place)]


@functools.cache
def things(language: str = "en") -> Phrases[frozenset[str]]:
    """The language's own names. Raises FaultError when the file is missing or no YAML."""
    folder = rules_folder() / "lexicon" / language
    found: dict[str, set[str]] = {}
    for phrase, metric in load_relations(folder).metrics.items():
        found.setdefault(phrase, set()).add(metric)
    for thing, phrases in read_lexicon(folder / "identities.yaml")["called"].items():
        for phrase in phrases:
            found.setdefault(stemmed(phrase), set()).add(thing)
    return Phrases({phrase: frozenset(some) for phrase, some in found.items()})


@functools.cache
def counted(language: str = "en") -> Phrases[frozenset[str]]:
    """What the operands of rates and balances are called: their things by name, see :func:`counted_thing`.

    Raises FaultError when the file is missing or no YAML.
    """
    found: dict[str, set[str]] = {}
    for entry, kind in counted_entries(language):
        for place, phrases in enumerate(entry[kind]):
            for phrase in phrases:
                found.setdefault(stemmed(phrase), set()).add(counted_thing(entry, place))
    return Phrases({phrase: frozenset(some) for phrase, some in found.items()})


def counted_entries(language: str = "en") -> Iterator[tuple[Mapping[str, Any], str]]:
    """The rates and balances of identities.yaml, each with its kind as the file names it."""
    raw = read_lexicon(rules_folder() / "lexicon" / language / "identities.yaml")
    for entry in (*raw["rates"], *raw["balances"]):
        yield entry, next(kind for kind in entry if kind != "names")


def counted_thing(entry: Mapping[str, Any], place: int) -> str:
    """The thing that all names of one operand call: "turnout", 0 are those who voted."""
    return f"{entry['names'][0]} {place}"


@functools.cache
def _copulas(language: str = "en") -> frozenset[str]:
    return frozenset(read_lexicon(rules_folder() / "lexicon" / language / "identities.yaml")["copulas"])


@functools.cache
def stocks(language: str = "en") -> frozenset[str]:
    """Things that are had at a time, not counted over one."""
    return frozenset(read_lexicon(rules_folder() / "lexicon" / language / "identities.yaml")["stocks"])


def stemmed(phrase: str) -> str:
    return " ".join(stem(word) for word in phrase.split())


def _place(v: Value) -> int:
    return v.quantity.start


def store(context: Context, grids: Sequence[Grid]) -> Store:
    """Read what the document states by name."""
    standing, level, relations = levels(context), level_words(), context.relations
    known = things()
    found: list[Value] = []
    own: set[str] = set()
    last: tuple[frozenset[str], frozenset[str], str] = (NONE, NONE, "")
    for f in context.figures:
        called, narrowed = _prose_name(f, known, relations, level)
        phrase = _phrase(f, relations, level)
        if f.index and _same_thing(context.figures[f.index - 1], f, standing, relations):
            if not called:
                called, narrowed = last[:2]
            phrase = phrase or last[2]
        last = called, narrowed, phrase
        if f.q.is_range or f.q.value <= 0 or f.conversion_of is not None:
            continue
        if not f.amount or standing[f.index].step or f.q.per:
            continue
        one = standing[f.index]
        own_names = _own_names(f, phrase)
        for name in (phrase, stemmed(f.q.noun)):
            if name:
                own.add(name)
        numbers = _counted_name(f, relations, level) if f.q.kind in _COUNTS else (NONE, NONE)
        for names, narrower in ((called, narrowed), (own_names, NONE), numbers):
            if names:
                found.append(Value(names, narrower, one.old, f.year, one.span, f.labels, f.q, f))
    for grid in grids:
        if _of_metrics(grid, relations):
            found.extend(_by_columns(grid, known, relations, level, own))
        else:
            for row in grid.rows:
                found.extend(_cells(grid, row, known, relations, level, own))
    own_table = Phrases({name: frozenset({OWN + name}) for name in own})
    found.sort(key=_place)
    by_thing: dict[str, list[Value]] = {}
    for v in found:
        for thing in v.things:
            by_thing.setdefault(thing, []).append(v)
    return Store(found, own_table, by_thing, _owners(found))


def _owners(values: Sequence[Value]) -> Mapping[str, frozenset[str]]:
    bearing: dict[str, set[frozenset[str]]] = {}
    for whose in {v.whose for v in values if v.whose}:
        for word in whose:
            bearing.setdefault(word, set()).add(whose)
    return {word: next(iter(some)) for word, some in bearing.items() if len(some) == 1}


def _same_thing(before: Figure, f: Figure, standing: Sequence[Level], relations: Relations) -> bool:
    """Is this a value of what the figure before was of: "rose 5% to _", "was 5, against _"?"""
    if before.sentence != f.sentence:
        return False
    if standing[f.index].old or before.q.kind in ("percent", "points", "multiple"):
        return True
    silent = all(not w[0].isalpha() or w in relations.stop or w in relations.marks for w in f.lead)
    return silent and "and" not in f.lead and "goal" in f.marks and before.q.unit == f.q.unit


def _own_names(f: Figure, phrase: str) -> frozenset[str]:
    found = {OWN + name for name in (phrase, stemmed(f.q.noun)) if name}
    if f.q.kind in _COUNTS:
        found |= {COUNT + root(word) for word in (f.q.noun or phrase).split()}
        if f.q.kind == "measure":
            found |= {COUNT + f.q.unit, *(COUNT + root(word) for word in f.q.unit.split("_"))}
    return frozenset(found)


def _phrase(f: Figure, relations: Relations, level: LevelWords) -> str:
    """The noun phrase that leads to an amount: "grants" in "Grants (£3m)", "research spending was £3m"."""
    words = list(f.lead)
    while words and (
        words[-1] in _BREAKS
        or words[-1] in relations.stop
        or words[-1] in relations.marks
        or words[-1] in relations.past
        or words[-1] in relations.cues
        or words[-1].endswith(("ed", "ly"))
        or stem(words[-1]) in relations.generic
    ):
        words.pop()
    name: list[str] = []
    for word in reversed(words):
        if len(name) > _PHRASE or word in _BREAKS or word in relations.cues or word in relations.phrase_ends:
            break
        name.insert(0, stem(word) or word)
    while name and (name[0] in relations.stop or name[0] in level.neutral or not name[0][:1].isalpha()):
        name.pop(0)
    return " ".join(name) if 0 < len(name) <= _PHRASE else ""


def _prose_name(
    f: Figure, known: Phrases[frozenset[str]], relations: Relations, level: LevelWords
) -> tuple[frozenset[str], frozenset[str]]:
    if f.q.kind == "count" and f.q.noun:
        found = named_in(tokens(f.q.noun), known, relations, level)
        if found is not None:
            return found
    tail = f.tail[1:5] if f.tail[:1] in (("of",), ("in",)) else f.tail[:4]
    for length in range(min(4, len(tail)), 0, -1):
        # "$40m of free cash flow", "a $40m net profit"
        words = [stem(word) for word in tail[:length]]
        for start in range(min(2, length)):
            called = known.get(" ".join(words[start:])) or NONE
            if called:
                return called, frozenset(w for w in words[:start] if w not in level.neutral)
    return named_in(f.lead, known, relations, level) or (NONE, NONE)


def _counted_name(
    f: Figure, relations: Relations, level: LevelWords
) -> tuple[frozenset[str], frozenset[str]]:
    """What a number of things counts: by what is said of it, by its noun, or by the words that lead to it."""
    table, noun = counted(), tokens(f.q.noun)
    at = len(noun) if tuple(noun) == f.tail[: len(noun)] else 0
    while at < len(f.tail) and f.tail[at] in _copulas():
        at += 1
    said = [stem(word) for word in f.tail[at : at + _PHRASE]]
    for length in range(len(said), 0, -1):
        # "84 are vacant", "84 nurses have left"
        found = table.get(" ".join(said[:length]))
        if found is not None:
            return found, frozenset(stem(word) for word in noun[:-1]) - level.people - level.neutral
    return named_in(noun or f.lead, table, relations, level) or (NONE, NONE)


def _cells(
    grid: Grid,
    row: Row,
    known: Phrases[frozenset[str]],
    relations: Relations,
    level: LevelWords,
    own: set[str],
) -> Iterator[Value]:
    """A row's values by their periods, or of its one or two columns."""
    words = tokens(row.label.split("(")[0])
    columns = [c for c in sorted(row.cells) if c not in grid.derived]
    dated = sorted((c for c in columns if c in grid.years), key=lambda c: -grid.years[c])
    order = dated or (columns if len(columns) <= 2 else [])
    if not order or not words:
        return
    after = frozenset(stem(w) for w in tokens(row.label) if w[:1].isalpha()) if row.section else NONE
    twin = row.section - level.neutral - after if row.twin else NONE
    name = " ".join(stem(w) for w in words) if len(words) <= _LONGEST else ""
    if name:
        own.add(name)
    mine = {OWN + name} if name else set()
    counts = {COUNT + root(w) for w in words if w[0].isalpha() and w not in relations.stop}
    found = named_in(tokens(row.label), known, relations, level)
    for place, c in enumerate(order):
        q = row.cells[c]
        if q.kind in ("percent", "points", "period") or q.value <= 0:
            continue
        year, old, past = grid.years.get(c), place == 1, place > 1
        if found is None and row.total:
            # "Total" in a table of revenue
            found = frozenset(key[1:] for key in row.theme if key.startswith("@")), NONE
        numbers = named_in(tokens(row.label), counted(), relations, level) if q.kind in _COUNTS else None
        for some in (found, numbers):
            if some is not None and some[0]:
                yield Value(some[0], some[1] | twin, old, year, "", row.labels, q, None, past)
        plain = q.kind in _COUNTS and len(words) <= _PHRASE
        called = frozenset(mine | counts if plain else mine)
        if called:
            yield Value(called, twin, old, year, "", row.labels, q, None, past)


def _of_metrics(grid: Grid, relations: Relations) -> bool:
    """Do the columns hold metrics rather than periods?"""
    heads = [head.lower() for c, head in grid.heads.items() if c not in grid.derived and head[:1].isalpha()]
    times = (relations.earlier, relations.current, relations.basis)
    return (
        not grid.years
        and len(heads) > 1
        and not any(time.search(head) for head in heads for time in times)
        and not any(grid.spans.get(c) for c in grid.heads)
    )


def _by_columns(
    grid: Grid,
    known: Phrases[frozenset[str]],
    relations: Relations,
    level: LevelWords,
    own: set[str],
) -> Iterator[Value]:
    """A table of metrics in columns, whose rows say whose: "Revenue | Partners" of firms."""
    for c, head in grid.heads.items():
        words = tokens(head.split("(")[0])
        if c in grid.derived or not words or not words[0][0].isalpha() or len(words) > _LONGEST:
            continue
        name = " ".join(stem(w) for w in words)
        lexical = named_in(words, known, relations, level)
        if lexical is None or not lexical[1]:
            lexical = (lexical[0] if lexical is not None else NONE) | {OWN + name}, NONE
        own.add(name)
        counts = {COUNT + root(w) for w in words if w[0].isalpha() and w not in relations.stop}
        for row in grid.rows:
            q = row.cells.get(c)
            if q is None or q.value <= 0 or q.kind in ("percent", "points", "period"):
                continue
            label = tokens(row.label.split("(")[0])
            whose = NONE if row.total else frozenset(stem(w) for w in label if w[:1].isalpha())
            at = (grid.index, c)
            called = lexical[0] | (counts if q.kind in _COUNTS and len(words) <= _PHRASE else NONE)
            yield Value(called, lexical[1], False, None, "", row.labels, q, None, False, whose, at)
            if whose and len(label) <= _PHRASE:
                # "Nordland brought in 68% of the profit"
                mine = " ".join(stem(w) for w in label)
                own.add(mine)
                yield Value(frozenset({OWN + mine}), NONE, False, None, "", row.labels, q, None, column=at)


def lookup(
    words: Sequence[str], table: Mapping[str, frozenset[str]], relations: Relations, most: int | None = None
) -> tuple[frozenset[str], frozenset[str]] | None:
    """What a phrase calls by a name of the table, and what narrows it."""
    assert isinstance(table, Phrases)
    return named_in(words, table, relations, level_words(), most=most)
