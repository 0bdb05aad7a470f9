"""What surrounds a quantity: its sentence, the words that mark its part, whose time and which metric it is.

A :class:`Figure` is a quantity seen with its surroundings. Everything here is read once a document and then
only looked up, so that the binder can weigh many candidate bindings cheaply.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from finchecks.claim.relations import TOKEN, Relations, labels_said, stem
from finchecks.document import Document
from finchecks.quantity import Quantity

if TYPE_CHECKING:
    from finchecks.claim.levels import Level

_END = re.compile(r"[.!?][\"'”’)\]*_]*\s+")
_LAST_WORD = re.compile(r"([\w.&'’]+)$")
#: words stepped over between a mark and the number it marks
_FILLERS = frozenset(
    [
        "the", "a", "an", "its", "their", "his", "her", "our", "your", "just", "only", "some", "all",
        "about", "around", "nearly", "almost", "roughly", "approximately", "over", "under", "more", "less",
        "than", "mere", "full", "record", "total", "revised", "provisional", "preliminary", "estimated",
        "further", "another", "whole", "combined", "today's", "as", "much", "many", "low", "high",
        "little", "original", "initial", "planned", "well", "still", "even", "slightly", "an", "average",
        "of",
    ]
)  # fmt: skip
#: what the words before a possessive may mark it as, and words of time that stand between the two
_BASES = frozenset({"origin", "comparison"})
_TIMES_OF = frozenset({"previous", "prior", "last", "preceding", "this", "next"})
_POSSESSIVE = ("'s", "’s", "s'", "s’")
_COMPARING = frozenset(
    {"compared to", "compared with", "versus", "against", "vs", "compares to", "compares with"}
)
_BREAKS = frozenset({",", ";", ":", "(", ")", "–", "—"})
_JOINING = frozenset({"and", "or", "but", "while", "which", "that", "by", "from", "after"})
AMOUNTS = frozenset({"money", "count", "measure", "number"})
_STEPS = frozenset({"percent", "points", "fraction", "multiple"})
_THING_ENDS = frozenset(
    ["to", "from", "by", "as", "at", "and", "but", "after", "for", "on", "over", "with", "while", "which"]
)
_NOT_FIGURES = frozenset({"period", "duration"})
#: units of time that work and waits are told in, and a number of any that no date is away
_WORKED = frozenset({"second", "minute", "hour", "day", "week"})
_LONGER_THAN_SPANS = 1000
#: how far to the left a figure's name is looked for, in characters
_REACH = 160


@dataclass(slots=True, eq=False)
class Figure:
    """A quantity with its surroundings; ``index``, ``sentence`` and ``block`` count within the document."""

    q: Quantity
    index: int
    sentence: int
    block: int
    #: words before it, back to the figure before or the sentence's start; and after it, likewise
    lead: tuple[str, ...]
    tail: tuple[str, ...]
    #: concepts of the mark right before it
    marks: frozenset[str]
    #: the marking words themselves, for messages and for rules about one word
    mark: str
    earlier: bool
    #: year of its period where one is given, with a fraction for quarters and months; None where not
    year: float | None
    period: str
    #: names: stems of the words that say what it is, nearest first; the metric among them
    names: tuple[str, ...]
    metric: str
    labels: frozenset[str]
    #: the names in its own lead alone: what the claim says it is about
    subject: tuple[str, ...] = ()
    name_set: frozenset[str] = frozenset()
    #: growth by the year: "a compound annual growth rate of", "5% a year"
    yearly: bool = False
    #: "it was _", "in 2019 they had been _": a value of what the sentence before spoke of
    refers_back: bool = False
    #: its verb says that something else came after it: "it had begun at _", "we had paid _"
    overtaken: bool = False
    #: names after the number of what has changed: "a 30% tariff increase", "a 42% drop in net profit"
    thing: frozenset[str] = frozenset()
    #: what its words say it is measured from: "year", "quarter", "month", "week", "day"; "" where nothing;
    #: with "?" where the words may tell no more than when it happened ("last week")
    basis: str = ""
    #: index of the figure that this one says in another currency or unit; it is no operand of its own then
    conversion_of: int | None = None
    #: a money, count, measure or bare number
    amount: bool = field(init=False)

    def __post_init__(self) -> None:
        self.amount = self.q.kind in AMOUNTS

    @property
    def closed(self) -> bool:
        """Does a mark, or nothing at all, stand right after it?"""
        return not self.tail or not self.tail[0][:1].isalpha()

    @property
    def single_value(self) -> bool:
        """One value above zero."""
        return not self.q.is_range and self.q.value > 0

    @property
    def single(self) -> bool:
        """One value above zero that stands for itself: no range, no rate per something."""
        return self.single_value and not self.q.per


def others(context: Context, figures: Sequence[Figure], sentences: int) -> list[Figure] | None:
    """What else the sentences of these figures hold, from the first to the last, but for conversions.

    None where they stand in more than so many sentences.
    """
    first = min(f.sentence for f in figures)
    last = max(f.sentence for f in figures)
    if last - first >= sentences:
        return None
    mine = {f.index for f in figures}
    return [
        f
        for sentence in range(first, last + 1)
        for f in context.figures_in(sentence)
        if f.index not in mine and f.conversion_of is None
    ]


def bare_figure(q: Quantity, sentence: int) -> Figure:
    """A length of time as a claim: none of the document's figures, so that it has no place among them."""
    return Figure(q, -1, sentence, -1, (), (), frozenset(), "", False, None, "", (), "", frozenset())


@dataclass(frozen=True, slots=True)
class Cue:
    concept: str
    direction: str | None
    word: str
    #: words between the cue and the claim; smaller is nearer
    distance: int
    #: "before" or "after" the claim
    side: str


#: (concept, direction, phrase)
Hit = tuple[str, str | None, str]
#: words between it and the figure, and what begins there, the longest first
CueAt = tuple[int, tuple[Hit, ...]]


@dataclass(frozen=True, slots=True)
class CuesAbout:
    """The cues before and after a figure, the nearest first, as far as they may be its own."""

    before: tuple[CueAt, ...]
    after: tuple[CueAt, ...]


#: an empty line, within so many characters before a block
_GAP = re.compile(r"\n[ \t\r]*\n")
_MARGIN = 40
#: so many sentences that stand in lines of their own are close by
_LINES = 4


@dataclass(slots=True, eq=False)
class Context:
    """A document's figures and periods, with sentences and blocks to look up."""

    document: Document
    relations: Relations
    weights: Mapping[str, float]
    figures: list[Figure]
    periods: list[Quantity]
    durations: list[Quantity]
    sentences: list[int]
    blocks: list[int]
    #: the last year that the text names, or that of its publication
    latest: int
    #: the sentences of the figures
    places: list[int] = field(default_factory=list)
    #: what :func:`finchecks.claim.changes.change_cue` found, by the figure's index
    change_cues: dict[int, Cue | None] = field(default_factory=dict)
    #: the cues about a figure, by its index, and the concepts that some words say, for
    #: :func:`finchecks.claim.changes.find_cue` and :func:`~finchecks.claim.changes.says`
    cues_about: dict[int, CuesAbout] = field(default_factory=dict)
    said: dict[tuple[str, ...], Mapping[str, int]] = field(default_factory=dict)
    #: what :meth:`shifted` found, by the sentence
    shifts: dict[int, bool] = field(default_factory=dict)
    #: what :func:`finchecks.claim.changes.other_clause` found, by the figure's index
    other_clauses: dict[int, bool] = field(default_factory=dict)
    #: what :func:`finchecks.claim.sums.is_step` found, by the figure's index
    amounts_of_change: dict[int, bool] = field(default_factory=dict)
    #: words of parts of the text, by their span
    words: dict[tuple[int, int], tuple[str, ...]] = field(default_factory=dict)
    #: where the text leaves a line empty before a block
    gaps: Sequence[int] = ()
    #: how many figures there are in each unit
    counted: Mapping[str, int] = field(default_factory=dict)
    #: what :func:`finchecks.claim.levels.levels` found
    levels: Sequence[Level] | None = None

    def text(self, start: int, end: int) -> str:
        return self.document.prose[start:end]

    def words_of(self, start: int, end: int) -> tuple[str, ...]:
        """The words of a part of the text in lower case, marks among them."""
        key = (start, end)
        known = self.words.get(key)
        if known is None:
            known = self.words[key] = tokens(self.text(start, end).lower())
        return known

    def around(self, figure: Figure, reach: int) -> list[Figure]:
        """The figures within reach of one: all of an article's, a window of a book's."""
        return self.figures[max(0, figure.index - reach) : figure.index + reach + 1]

    def first_in(self, sentence: int) -> Figure:
        """The first figure of a sentence that has one."""
        return self.figures[bisect.bisect_left(self.places, sentence)]

    def figures_in(self, sentence: int) -> list[Figure]:
        """The figures of one sentence."""
        first = bisect.bisect_left(self.places, sentence)
        return self.figures[first : bisect.bisect_right(self.places, sentence, lo=first)]

    def together(self, one: Figure, other: Figure) -> bool:
        """Do the two stand in one paragraph, or close by in a list or a transcript, line under line?"""
        if one.block == other.block:
            return True
        first, last = sorted((one.q.start, other.q.start))
        at = bisect.bisect_right(self.gaps, first)
        return abs(one.sentence - other.sentence) <= _LINES and not (
            at < len(self.gaps) and self.gaps[at] <= last
        )

    def shifted(self, sentence: int) -> bool:
        """Does this sentence open another subject ("Meanwhile, …", "Separate figures …")?"""
        known = self.shifts.get(sentence)
        if known is None:
            known = self.shifts[sentence] = self._shifted(sentence)
        return known

    def _shifted(self, sentence: int) -> bool:
        start = self.sentences[sentence]
        opening = self.document.prose[start : start + 24].lower()
        return any(
            opening.startswith(phrase) and not opening[len(phrase) : len(phrase) + 1].isalpha()
            for phrase in self.relations.shifts
        )

    def past(self, year: float) -> bool:
        """Does the article itself speak of a later time?"""
        return int(year) < self.latest

    def sentence_of(self, position: int) -> int:
        return bisect.bisect_right(self.sentences, position) - 1

    def sentence_span(self, index: int) -> tuple[int, int]:
        start = self.sentences[index]
        end = self.sentences[index + 1] if index + 1 < len(self.sentences) else len(self.document.prose)
        return start, end


def sentence_starts(document: Document, abbreviations: frozenset[str]) -> list[int]:
    """Offsets at which sentences begin; a block always begins one."""
    prose = document.prose
    starts = {block.start for block in document.blocks}
    starts.add(0)
    for match in _END.finditer(prose):
        after = match.end()
        if after >= len(prose):
            break
        following = prose[after]
        if following.islower():
            continue
        if prose[match.start()] == ".":
            word = _LAST_WORD.search(prose, max(0, match.start() - 12), match.start())
            if word is not None:
                last = word.group(1).lower().rstrip(".")
                if last in abbreviations or (len(last) == 1 and last.isalpha()):
                    continue
        starts.add(after)
    return sorted(starts)


def period_year(quantity: Quantity) -> float | None:
    """A sortable year for a period: 2022-Q3 is 2022.75, 2022-06 2022.5, FY2022 2022."""
    if quantity.value != quantity.value:
        return None
    year = float(int(quantity.value))
    part = quantity.period.rsplit("-", 1)[-1] if "-" in quantity.period else ""
    if part[:1] == "Q" and part[1:].isdigit():
        return year + int(part[1:]) / 4
    if part[:1] == "H" and part[1:].isdigit():
        return year + int(part[1:]) / 2
    pieces = quantity.period.split("-")
    if len(pieces) >= 2 and pieces[1].isdigit() and len(pieces[1]) == 2:
        return year + int(pieces[1]) / 12
    return year


def _mark(lead: Sequence[str], relations: Relations) -> tuple[frozenset[str], str]:
    """The longest marking phrase that ends the lead, fillers stepped over."""
    end, whose = len(lead), False
    if lead[-1:] == ("of",):
        named = _compared_by_name(lead, relations)
        if named[0] and (named[1] != "against" or lead[-2] in relations.yardsticks):
            # "against a benchmark of _", but "valued at _, against loans of _"
            return named
    for _ in range(5):
        for length in range(min(relations.mark_words, end), 0, -1):
            phrase = " ".join(lead[end - length : end])
            concepts = relations.marks.get(phrase)
            if concepts is not None and not (whose and _BASES.isdisjoint(concepts)):
                return concepts, phrase
        if not end:
            break
        word = lead[end - 1]
        if word.endswith(_POSSESSIVE):
            # "up on January's 42m": of what a value is measured from they say whose it is
            whose = True
        elif word not in _FILLERS and not word.endswith("ly") and not (whose and word in _TIMES_OF):
            break
        end -= 1
    return _compared_by_name(lead, relations)


def _compared_by_name(lead: Sequence[str], relations: Relations) -> tuple[frozenset[str], str]:
    """ "compared to third-quarter 2020 earnings of _": the phrase between the mark and the value names it."""
    if lead[-1:] != ("of",):
        return frozenset(), ""
    opening = max((at for at, word in enumerate(lead) if word in _BREAKS), default=-1) + 1
    words = lead[opening:]
    if words[:1] == ("as",):
        words = words[1:]
    for length in range(min(3, len(words)), 0, -1):
        phrase = " ".join(words[:length])
        if phrase in _COMPARING and not any(_turns(w, relations) for w in words[length:-1]):
            return relations.marks[phrase], phrase
    return frozenset(), ""


def _turns(word: str, relations: Relations) -> bool:
    """Does another part of the sentence begin here, or does the word tell a change?"""
    return word in _JOINING or any(c in ("rise", "fall", "change") for c, _ in relations.cues.get(word, ()))


def names_of(words: Sequence[str], relations: Relations, limit: int = 10) -> tuple[str, ...]:
    """Stems of the words that name a thing, nearest (last) first."""
    found: list[str] = []
    for word in reversed(words):
        if len(found) == limit:
            break
        if not word[0].isalpha() or word in relations.stop:
            continue
        s = stem(word)
        if s not in relations.stop and s not in found and s not in relations.cues:
            found.append(s)
    return tuple(found)


def metric_of(words: Sequence[str], relations: Relations, last: bool = True) -> str:
    """The metric named in the words; the nearest to the end unless ``last`` is false."""
    stems = [stem(w) for w in words]
    tails = relations.metrics.tails
    order = range(len(stems) - 1, -1, -1) if last else range(len(stems))
    for end in order:
        longest = tails.get(stems[end])
        if longest is None:
            continue
        for length in range(min(longest, end + 1), 0, -1):
            metric = relations.metrics.get(" ".join(stems[end + 1 - length : end + 1]))
            if metric is not None:
                return metric
    return ""


def _worked(durations: Sequence[Quantity], sentences: Sequence[int]) -> set[int]:
    """Where the durations stand that are amounts, had or spent, no spans between two dates.

    "31,200 hours" is no time that passes; "34.2 hours from 34.3 hours", "30 minutes, ten minutes less" are
    values of one thing.
    """
    told = [(bisect.bisect_right(sentences, q.start), q.unit) for q in durations]
    times = Counter(told)
    return {
        q.start
        for q, at in zip(durations, told, strict=True)
        if q.value >= _LONGER_THAN_SPANS or (q.unit in _WORKED and times[at] > 1)
    }


def _is_confidence(after: str, relations: Relations) -> bool:
    """ "95% CI": it says how sure something is."""
    return not relations.confidence.isdisjoint(tokens(after)[:1])


def tokens(text: str) -> tuple[str, ...]:
    return tuple(TOKEN.findall(text.lower()))


def read(
    document: Document, quantities: Sequence[Quantity], relations: Relations, weights: Mapping[str, float]
) -> Context:
    """Look at every quantity's surroundings once."""
    prose = document.prose
    # a line may break within "a year\nearlier"
    lower = (prose.lower() if len(prose.lower()) == len(prose) else prose).replace("\n", " ")
    sentences = sentence_starts(document, relations.abbreviations)
    blocks = sorted({0, *(block.start for block in document.blocks)})
    periods = [q for q in quantities if q.kind == "period"]
    durations = [q for q in quantities if q.kind == "duration"]
    worked = _worked(durations, sentences)
    kept = [
        replace(q, kind="measure") if q.kind == "duration" else q
        for q in quantities
        if (q.kind not in _NOT_FIGURES or (q.kind == "duration" and q.start in worked))
        and not (q.kind == "percent" and _is_confidence(lower[q.end : q.end + _SURE], relations))
    ]
    period_starts = [q.start for q in periods]
    published = document.published.year if document.published is not None else 0
    latest = max([published, *(int(p.value) for p in periods if p.value == p.value and p.value < 2100)])
    if published:
        latest = published
    context = Context(document, relations, weights, [], periods, durations, sentences, blocks, latest)
    context.gaps = [start for start in blocks if _GAP.search(prose, max(0, start - _MARGIN), start)]
    ends = [0, *(q.end for q in kept)]
    for index, q in enumerate(kept):
        sentence = context.sentence_of(q.start)
        start, end = context.sentence_span(sentence)
        before = max(start, ends[index])
        if index and kept[index - 1].noun and lower.startswith(kept[index - 1].noun, before + 1):
            # "150 jobs, or 30%": the noun belongs to the figure before, not to what leads to this one
            before += 1 + len(kept[index - 1].noun)
        after = min(end, kept[index + 1].start) if index + 1 < len(kept) else end
        lead_text = lower[before : q.start].rstrip()
        qualifier = q.qualifier_text
        if qualifier and lead_text.endswith(qualifier):
            rest = lead_text[: -len(qualifier)]
            # "12 more than the 400": right after a figure the words compare, they do not qualify
            if q.qualifier not in ("above", "below") or rest.strip(" ,(") or before == start:
                lead_text = rest
        lead = tokens(lead_text[-_REACH:])
        tail_text = lower[q.end : min(after, q.end + _REACH)]
        tail = tokens(tail_text)
        timed, timed_end = _past_brackets(kept, index, lower, after, end)
        time_text = lower[timed : min(timed_end, timed + _REACH)]
        marks, mark = _mark(lead, relations)
        # "from a year earlier to $5m" is the new value
        reached = "goal" in marks and mark.split()[-1] == "to"
        earlier = _earlier("" if reached else lead_text[-70:], time_text[:70], relations, before == start)
        year, period = _period(q, periods, period_starts, before, timed, timed_end, lower)
        words = lead
        if len(words) < 4:
            words = tokens(lower[max(start, q.start - _REACH) : before]) + words
        subject = names_of(lead, relations)
        names = subject if words is lead else names_of(words, relations)
        thing = _changed_thing(tail, relations) if q.kind in _STEPS else ()
        if thing:
            # "a 42% drop in net profit": what has changed is named after the cue
            said = names_of(thing, relations)
            names = tuple(dict.fromkeys((*said, *names)))
            subject = said or subject
        if q.noun:
            names = tuple(dict.fromkeys((*(stem(w) for w in q.noun.split()), *names)))
        metric = metric_of(thing, relations, last=False) if thing else ""
        metric = metric or metric_of(lead, relations)
        if not metric and words is not lead:
            metric = metric_of(words, relations)
        near = lead_text[-70:] + " | " + tail_text[:28]
        labels = labels_said(near, relations)
        context.figures.append(
            Figure(
                q, index, sentence, bisect.bisect_right(blocks, q.start) - 1, lead, tail, marks, mark,
                earlier, year, period, names, metric, labels, subject,
                frozenset(names),
                q.kind == "percent" and _yearly(lead, tail, relations),
                _refers_back(lead, before == start, relations),
                _overtaken(lead, relations),
                frozenset(names_of(thing, relations)),
                _basis(lead_text[-70:], tail_text[:70], relations, before == start),
            )
        )  # fmt: skip
    context.places = [figure.sentence for figure in context.figures]
    context.counted = Counter(figure.q.unit for figure in context.figures)
    _respectively(context, lower)
    return context


def _respectively(context: Context, lower: str) -> None:
    """ "37.0% and 34.5% in 2023 and 2022, respectively": the periods go to the figures in their order."""
    figures, periods = context.figures, context.periods
    at = lower.find("respectively")
    while at >= 0:
        opening = context.sentence_span(context.sentence_of(at))[0]
        said = _row([p for p in periods if opening <= p.start < at], lower, at)
        if len(said) > 1:
            row = [f.q for f in figures if opening <= f.q.start < said[0].start]
            told = _row(row, lower, said[0].start, len(said))
            if len(told) == len(said) and len({q.kind for q in told}) == 1:
                for figure in figures:
                    if figure.q in told:
                        period = said[told.index(figure.q)]
                        figure.year, figure.period = period_year(period), period.period
        at = lower.find("respectively", at + 12)


def _row(found: Sequence[Quantity], lower: str, end: int, most: int = 6) -> list[Quantity]:
    """The last of the quantities that follow each other with only "," and "and" between."""
    row: list[Quantity] = []
    for q in reversed(found):
        gap = lower[q.end : row[0].start] if row else lower[q.end : end]
        if len(row) == most or (row and gap.strip(" ,") not in ("", "and")) or len(gap) > 40:
            break
        row.insert(0, q)
    return row


def _refers_back(lead: Sequence[str], opens: bool, relations: Relations) -> bool:
    """Is a pronoun with a verb of the past all that names this figure, but for its time?"""
    if not opens and lead[:1] != (";",):
        return False
    at = next((i for i, word in enumerate(lead) if word in relations.referring), None)
    if at is None or at > 6 or len(lead) > at + 4 or lead[at + 1 : at + 2] == ():
        return False
    return lead[at + 1] in relations.past


def _overtaken(lead: Sequence[str], relations: Relations) -> bool:
    """Does the verb say that something else came after it: "it had begun at _", "we had paid _"?"""
    for at in range(len(lead) - 1, max(-1, len(lead) - 7), -1):
        word = lead[at]
        if word in relations.clause_ends:
            return False
        if word.endswith(("'d", "’d")) or word in relations.perfect:
            after = lead[at + 1 : at + 3]
            return any(w in relations.participles or (len(w) > 3 and w.endswith("ed")) for w in after)
    return False


def _changed_thing(tail: Sequence[str], relations: Relations) -> Sequence[str]:
    """The words that name what changed: "drop in third-quarter net profit", "growth of its sales"."""
    for at in range(min(3, len(tail))):
        if not tail[at][:1].isalpha():
            return ()
        if any(c in _MOVED for c, _ in relations.cues.get(" ".join(tail[at : at + 2]), ())):
            # "a 33% step up"
            return ()
        if any(c in ("rise", "fall", "change") for c, _ in relations.cues.get(tail[at], ())):
            if tail[at + 1 : at + 2] not in (("in",), ("of",)):
                return tail[:at]
            thing: list[str] = []
            for word in tail[at + 2 : at + 8]:
                if not word[:1].isalnum() or word in _THING_ENDS:
                    break
                thing.append(word)
            return thing
    return ()


def _yearly(lead: Sequence[str], tail: Sequence[str], relations: Relations) -> bool:
    """Is a word of compound growth within three words of the number?"""
    opening = max((at for at, word in enumerate(lead) if word in (",", ";", "(")), default=-1) + 1
    for words in (lead[max(opening, len(lead) - 6) :], tail[:3]):
        for at in range(len(words)):
            if words[at + 2 : at + 3] in (("ago",), ("earlier",), ("before",)):
                continue
            for length in range(1, min(relations.cue_words, len(words) - at) + 1):
                if any(c == "compound" for c, _ in relations.cues.get(" ".join(words[at : at + length]), ())):
                    return True
    return False


def _basis(lead: str, tail: str, relations: Relations, opens: bool) -> str:
    """What the figure's own words measure from: after it up to a comma or mark, else right before it."""
    found = relations.basis.search(_STOPS.split(tail, maxsplit=1)[0])
    if found is not None and "," in tail[: found.start()] and relations.bases[found.group()].endswith("?"):
        found = None
    if found is None:
        # the words that open its own part: "Sequentially, revenue rose 5%", "the year-on-year rise was 5%"
        part = _STOPS.split(lead.rstrip(" ,"))[-1]
        found = next(iter(reversed([*relations.basis.finditer(part)])), None)
        if found is not None and not opens and "," in part[found.end() :]:
            # "is $4 today, a rise of 5%": said of the figure before
            found = None if relations.bases[found.group()].endswith("?") else found
    return relations.bases[found.group()] if found is not None else ""


def _earlier(lead: str, tail: str, relations: Relations, opens: bool) -> bool:
    """Does "a year earlier" belong to this figure: after it up to a comma or mark, or right before it?"""
    earlier = current = False
    cut = _CUT.split(tail, maxsplit=1)[0]
    if relations.earlier.search(cut):
        earlier = True
    elif relations.current.search(cut):
        current = True
    # before it: after the last comma or mark word (a sentence's opening "A year earlier, profit was" as well)
    pieces = re.split(r"[,;:)]", lead)
    if len(pieces) > 1 and pieces[-1].lstrip().startswith("when "):
        # "than a year ago, when it was 29"
        pieces[-1] = pieces[-2] + pieces[-1]
    part = lead if opens else pieces[-1]
    if not earlier and not current and part:
        found = list(relations.earlier.finditer(part))
        if found and (opens or found[-1].start() > 3 or len(part) - found[-1].end() < 14):
            earlier = True
    if not earlier and not current and ";" in lead:
        # "; a year earlier, with the mill shut, they were _"
        earlier = relations.earlier.match(lead.rsplit(";", 1)[1].strip()) is not None
    return earlier


def _past_brackets(kept: Sequence[Quantity], index: int, lower: str, after: int, end: int) -> tuple[int, int]:
    """Where what is said of a figure's time begins and ends: "23,400 (9%) in the year before" goes on."""
    q = kept[index]
    if index + 1 < len(kept) and lower[q.end : kept[index + 1].start].strip() == "(":
        closed = kept[index + 1].end
        if lower[closed : closed + 1] == ")":
            return closed + 1, min(end, kept[index + 2].start) if index + 2 < len(kept) else end
    return q.end, after


#: characters after a percentage in which it is said to be one of confidence
_SURE = 14
_MOVED = frozenset({"gain", "loss"})
_CUT = re.compile(r"[,;:(]|\b(?:from|to|and|but|while|against|compared|versus)\b")
_STOPS = re.compile(r"[;:()]|\b(?:and|but|while)\b")
_MOVES = re.compile(r"\b(?:from|to|against|compared|versus)\b")
_PARTS = re.compile(r"\b(?:from|to|against|compared|versus|and|while|but)\b|[;:(]")


def _period(
    q: Quantity,
    periods: list[Quantity],
    starts: list[int],
    before: int,
    end: int,
    after: int,
    lower: str,
) -> tuple[float | None, str]:
    """The period that is said of this figure: right after it, else before it in its part of the sentence."""
    i = bisect.bisect_left(starts, q.start) - 1
    said_before = i >= 0 and periods[i].start >= before
    if said_before:
        gap = lower[periods[i].end : q.start]
        said_before = len(gap) <= 60 and not _MOVES.search(gap)
    j = bisect.bisect_left(starts, end)
    if j < len(periods) and periods[j].start < after and periods[j].start - end <= 60:
        gap = lower[end : periods[j].start]
        # "in 2019 it was $5m, in 2024 $7m": after a comma the next figure's period
        if not _PARTS.search(gap) and not (said_before and "," in gap):
            return period_year(periods[j]), periods[j].period
    if said_before:
        return period_year(periods[i]), periods[i].period
    return None, ""
