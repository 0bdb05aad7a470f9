"""What a figure's words ask for: the two values that it is computed from, by their names.

A figure with a name of its own asks for what that name is made of (a margin for a profit and revenue); others
say it in words: "the canteen brought in 12% of income", "$40 of revenue per visitor".
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from finchecks.claim.changes import change_cue, find_cue, nouns_meet, preceding
from finchecks.claim.context import Context, Figure
from finchecks.claim.levels import Level, LevelWords, level_words, named_in
from finchecks.claim.products import EACH_WORDS, each_of, measure
from finchecks.claim.relations import Phrases, Relations, root, stem
from finchecks.claim.shares import Wanted, is_apposed, wants
from finchecks.claim.store import (
    COUNT,
    NONE,
    Store,
    Value,
    counted_entries,
    counted_thing,
    lookup,
    stemmed,
    things,
)
from finchecks.claim.subjects import level_subject, whole_named_before
from finchecks.claim.surroundings import load_surroundings
from finchecks.lexicon import read_lexicon, rules_folder

#: the kinds of relation, as identities.yaml names them
KINDS = ("share", "ratio", "difference", "sum", "product")
#: words before a claim in which its name stands, and after it
_LEAD, _TAIL = 12, 4
#: figures before an earlier value in which the newer one stands
_BACK = 4
#: how a quotient may be told
_AS_QUOTIENT = frozenset({"percent", "fraction", "number", "multiple"})
#: words between the two
_SHORT = 3
#: ... where they only link them
_LINK = 8


@dataclass(frozen=True, slots=True)
class Role:
    """The things that may fill a role, in the order of preference, each with what narrows it."""

    options: tuple[tuple[str, frozenset[str]], ...]
    #: said right beside the claim: no other
    given: Value | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    kind: str
    roles: tuple[Role, Role]
    #: an earlier value
    old: bool
    #: asked for by the newer value before it
    inherited: bool = False
    #: in words of the sentence, not by a name of its own
    spoken: bool = False
    #: a word says that it is what the two make: "a total of", "hence"
    cued: bool = False
    #: of numbers of things
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Identity:
    """What a named figure is; ``roles`` are the things that fill the first role and the second."""

    kind: str
    roles: tuple[tuple[str, ...], tuple[str, ...]]
    #: of numbers of things
    counted: bool = False


@functools.cache
def named_identities(language: str = "en") -> Phrases[tuple[Identity, ...]]:
    """What the named figures of a language are. Raises FaultError when the file is missing or no YAML."""
    found: dict[str, list[Identity]] = {}
    for entry in read_lexicon(rules_folder() / "lexicon" / language / "identities.yaml")["identities"]:
        kind = next(kind for kind in KINDS if kind in entry)
        first, second = entry[kind]
        for phrase in entry["names"]:
            found.setdefault(stemmed(phrase), []).append(Identity(kind, (tuple(first), tuple(second))))
    for entry, kind in counted_entries(language):
        roles = ((counted_thing(entry, 0),), (counted_thing(entry, 1),))
        for phrase in entry["names"]:
            found.setdefault(stemmed(phrase), []).append(Identity(kind, roles, counted=True))
    return Phrases({phrase: tuple(some) for phrase, some in found.items()})


def asked(context: Context, standing: Sequence[Level]) -> dict[int, tuple[Ask, ...]]:
    """By figure: what its name asks for; an earlier value alone asks for what the newer one does."""
    level, relations = level_words(), context.relations
    known = named_identities()
    found: dict[int, tuple[Ask, ...]] = {}
    for f in context.figures:
        if f.q.is_range or f.q.value <= 0:
            continue
        old = standing[f.index].old or _compared(context, f)
        some = _by_name(f, known, relations, level, old) or _carried(context, f, old, found)
        if some:
            found[f.index] = some
    return found


def _by_name(
    f: Figure, known: Phrases[tuple[Identity, ...]], relations: Relations, level: LevelWords, old: bool
) -> tuple[Ask, ...]:
    for words, most in ((f.lead[-_LEAD:], None), (f.tail[:_TAIL], 1)):
        named = named_in(words, known, relations, level, most=most, owned=False)
        if named is not None:
            identities, narrowed = named
            return tuple(
                Ask(
                    kind,
                    (
                        Role(tuple((thing, narrowed) for thing in one.roles[0])),
                        Role(tuple((thing, narrowed) for thing in one.roles[1])),
                    ),
                    old,
                    counted=one.counted,
                )
                for one in identities
                if (kind := _kind(f, one.kind, one.counted)) is not None
            )
    return ()


def _kind(f: Figure, kind: str, counted: bool) -> str | None:
    """A ratio of numbers is a share where it is told in per cent, a rate a ratio where below one (".625").

    None for a figure that is no value of a rate.
    """
    if counted and kind in ("of", "ratio") and f.q.kind in ("percent", "fraction"):
        return "share"
    if kind == "of":
        return "ratio" if f.q.kind == "number" and f.q.value < 1 else None
    return kind


def _carried(
    context: Context, f: Figure, old: bool, found: Mapping[int, tuple[Ask, ...]], strict: bool = False
) -> tuple[Ask, ...]:
    """What the value before asks for, where this one is the earlier of the two, or the new one.

    With ``strict``, no other value of the kind may stand between.
    """
    if old:
        for index in range(f.index - 1, max(-1, f.index - 1 - _BACK), -1):
            before = context.figures[index]
            if f.sentence - before.sentence > 1:
                break
            if index in found and (before.q.kind == f.q.kind or f.q.kind == "number"):
                return tuple(replace(one, old=True, inherited=True) for one in found[index])
            if f.q.kind == "number" or (strict and before.q.kind == f.q.kind):
                break
    elif "goal" in f.marks and len(f.lead) <= _SHORT and f.index - 1 in found:
        # "the gross margin widened by 70 basis points to 54%", "was cut in half and stands at 8%"
        before = context.figures[f.index - 1]
        if before.sentence == f.sentence and before.q.kind in ("percent", "points", "fraction", "multiple"):
            return found[before.index]
    return ()


def _compared(context: Context, f: Figure) -> bool:
    """ "20% after 19%": the one before it in the sentence is the newer."""
    if "comparison" not in f.marks or not f.index or len(f.lead) > _SHORT:
        return False
    before = context.figures[f.index - 1]
    return before.sentence == f.sentence and before.q.kind == f.q.kind


def spoken(context: Context, standing: Sequence[Level], stated: Store) -> dict[int, tuple[Ask, ...]]:
    """By figure: what the words about it ask for, by the names that this document gives."""
    found: dict[int, tuple[Ask, ...]] = {}
    wanted = wants(context, standing)
    for f in context.figures:
        if f.q.is_range or f.q.value <= 0:
            continue
        old = standing[f.index].old or _compared(context, f)
        some = _pair(context, f, stated, old)
        if not some and f.index in wanted:
            some = _share(context, f, wanted[f.index], stated, old)
        elif f.q.kind in ("money", "count", "measure"):
            some = _each(context, f, stated, old) or _product(context, f, stated, old)
        some = some or _carried(context, f, old, found, strict=True)
        if some:
            found[f.index] = some
    return found


@functools.cache
def _pair_words(language: str = "en") -> Mapping[str, frozenset[str]]:
    raw = read_lexicon(rules_folder() / "lexicon" / language / "identities.yaml")["pairs"]
    return {name: frozenset(words) for name, words in raw.items()}


def _pair(context: Context, f: Figure, stated: Store, old: bool) -> tuple[Ask, ...]:
    """ "The ratio of pupils to teachers", "the X/Y ratio": a name that says both."""
    if f.q.kind not in _AS_QUOTIENT:
        return ()
    said = _both_said(f.lead[-_LEAD:], context.relations)
    if said is None:
        return ()
    first, second = (Role(_options(words, context, stated) + _numbers(words)) for words in said)
    if not first.options or not second.options or set(first.options) & set(second.options):
        return ()
    kind = "share" if f.q.kind in ("percent", "fraction") else "ratio"
    return (Ask(kind, (first, second), old, spoken=True),)


def _both_said(words: Sequence[str], relations: Relations) -> tuple[Sequence[str], Sequence[str]] | None:
    pair = _pair_words()
    for at in range(len(words) - 1, -1, -1):
        if words[at] in pair["opening"] and words[at + 1 : at + 2] == ("of",):
            rest = words[at + 2 :]
            link = next((i for i, word in enumerate(rest) if word in pair["linking"]), 0)
            second = [*itertools.takewhile(lambda word: _is_name(word, relations), rest[link + 1 :])]
            return (rest[:link], second) if link and second else None
        if words[at] in pair["closing"] and at:
            for link_said in ("-to-", "/", "–", "-"):
                first, _, last = words[at - 1].partition(link_said)
                if first and last[:1].isalpha():
                    return first.split("-"), last.split("-")
    return None


def _is_name(word: str, relations: Relations) -> bool:
    return word[:1].isalpha() and word not in relations.stop and word not in relations.marks


def _numbers(words: Sequence[str]) -> tuple[tuple[str, frozenset[str]], ...]:
    """How many there are of what the words call last."""
    return ((COUNT + root(words[-1]), NONE),) if words else ()


def _options(
    words: Sequence[str], context: Context, stated: Store, most: int | None = None
) -> tuple[tuple[str, frozenset[str]], ...]:
    """What words call, by the document's own names first."""
    found: list[tuple[str, frozenset[str]]] = []
    for table in (stated.own, things()):
        hit = lookup(words, table, context.relations, most)
        if hit is not None:
            found.extend((thing, hit[1]) for thing in sorted(hit[0]))
    return tuple(found)


def _share(context: Context, f: Figure, want: Wanted, stated: Store, old: bool) -> tuple[Ask, ...]:
    """ "The canteen brought in 12% of income"."""
    if want.inherited or (f.tail[:1] == ("in",) and f.q.kind == "percent"):
        return ()
    phrase = want.phrase or whole_named_before(context, f)
    if not phrase:
        return ()
    whole = _options(phrase, context, stated)
    if not whole:
        return ()
    options = _options(level_subject(context, f).core, context, stated)
    if _beside(context, f) or not options:
        # "$5m, or 12% of income", "Wages, $5m, took 12% of income"
        before = preceding(context, f)
        if before is None or not before.amount or len(f.lead) > _SHORT:
            return ()
        part = Role((), Value(NONE, NONE, False, before.year, "", before.labels, before.q, before))
    elif set(options) & set(whole):
        return ()
    else:
        part = Role(options)
    return (Ask("share", (part, Role(whole)), old, spoken=True),)


def _beside(context: Context, f: Figure) -> bool:
    """ "$5m, or 12% of income": does the share say an amount again?"""
    before = preceding(context, f)
    return before is not None and before.amount and is_apposed(f)


def _each(context: Context, f: Figure, stated: Store, old: bool) -> tuple[Ask, ...]:
    """ "$40 of revenue per visitor"; "a bill of $8m, or $40 a visitor"."""
    units = _units(context, f)
    if not units:
        return ()
    before = preceding(context, f)
    if before is not None and before.q.unit == f.q.unit and not before.q.per and linked(f, context):
        top = Role((), Value(NONE, NONE, False, before.year, "", before.labels, before.q, before))
    else:
        at = next((at for at in range(len(f.lead) - 1, -1, -1) if f.lead[at] in EACH_WORDS), len(f.lead))
        top = Role(_options(f.lead[:at], context, stated))
    if not top.options and top.given is None:
        return ()
    return (Ask("ratio", (top, Role(units)), old, spoken=True),)


def _units(context: Context, f: Figure) -> tuple[tuple[str, frozenset[str]], ...]:
    """How many there are of what the figure is for one of."""
    found: list[tuple[str, frozenset[str]]] = []
    for noun in sorted(each_of(context, f).noun):
        found.append((COUNT + root(noun), NONE))
        if measure(noun):
            found.append((COUNT + measure(noun), NONE))
    return tuple(found)


def linked(f: Figure, context: Context) -> bool:
    """ "_, or", "_, which works out at", "_: this means": does nothing new come between?"""
    links, stop = load_surroundings().links, context.relations.stop
    return len(f.lead) <= _LINK and all(
        not word[0].isalpha() or word in stop or word in links or stem(word) in links for word in f.lead
    )


def _product(context: Context, f: Figure, stated: Store, old: bool) -> tuple[Ask, ...]:
    """ "At $40 a visitor that makes $8m": the price before it, and how many there are."""
    if "net" in f.tail[:4] or "net" in f.lead[-3:]:
        return ()
    for index in range(f.index - 1, max(-1, f.index - 1 - _BACK), -1):
        price = context.figures[index]
        if price.block != f.block or f.sentence - price.sentence > 1:
            break
        if price.q.unit != f.q.unit or price.q.value >= f.q.value or price.q.is_range:
            continue
        units = _units(context, price)
        if units:
            given = Value(NONE, NONE, False, price.year, "", price.labels, price.q, price)
            if f.q.kind != "money" and not nouns_meet(price.q.noun, f.q.noun):
                continue
            cue = find_cue(f, context, ("product", "closing", "echo"))
            cued = cue is not None and cue.distance <= len(cue.word.split()) + 2
            return (Ask("product", (Role(units), Role((), given)), old, spoken=True, cued=cued),)
    return ()


def is_change(context: Context, claim: Figure) -> bool:
    """Is the claim an amount of change, rather than a value?"""
    cue = change_cue(claim, context)
    return cue is not None and cue.distance <= 1 and not {"goal", "origin", "comparison"} & claim.marks
