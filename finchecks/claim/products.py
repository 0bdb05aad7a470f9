"""Products and quotients: so many at so much, so much for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from finchecks.claim import shares
from finchecks.claim.changes import between, find_cue
from finchecks.claim.context import Context, Figure, others
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.claim.levels import Level, level_words, levels, named
from finchecks.claim.paces import follows
from finchecks.claim.relations import Relations, root
from finchecks.claim.weigh import Signals, bits_of, magnitude, more
from finchecks.lexicon import load_numbers
from finchecks.quantity import Quantity
from finchecks.quantity.vocabulary import vocabulary
from finchecks.rule import Rule

_COUNTS = frozenset({"count", "number", "measure"})
#: figures on either side
REACH = 25
_EACH = frozenset({"each", "apiece", "piece"})
_ON_AVERAGE = (("on", "average"), ("for", "each"), ("from", "each"))
EACH_WORDS = frozenset({"per", "each", "every"})
_ONE_FOR_EACH = (("one", "for", "every"), ("one", "for", "each"))
FLOOR = -8.0


def small(q: Quantity) -> bool:
    """ "two", "nine": counts in letters are counted, not computed."""
    return q.word and q.kind in ("count", "number") and q.value < 10


def operands(context: Context, claim: Figure) -> list[Figure]:
    """What could be multiplied or divided; pairs of them are tried, so that the reach is short."""
    return [f for f in context.around(claim, REACH) if f.amount and f.q.value > 0 and not f.q.is_range]


def _stems(text: str) -> set[str]:
    return {root(w) for w in text.split()}


def measure(noun: str) -> str:
    """The unit that a noun names: "kilometre" km; "" for none."""
    tails = vocabulary().tails.get(noun, ())
    return next((t.unit for t in tails if t.kind == "measure" and t.phrase == noun and t.factor == 1), "")


def _near(context: Context, claim: Figure, f: Figure, s: Signals, sole: bool = False) -> None:
    """Nearness of an operand to the claim; the only one of its name may stand anywhere."""
    if sole and f.sentence != claim.sentence:
        more(s, "near-sole", 1)
    elif f.sentence == claim.sentence:
        more(s, "near-with", 1)
        more(s, "near-step", between(context, claim.index, f.index))
    elif f.block == claim.block:
        more(s, "near-block", 1)
        more(s, "near-sentence", abs(f.sentence - claim.sentence))
    else:
        more(s, "near-other-block", 1)


#: from so many figures between a product and its factors they do not stand together
_CLOSE = 3


def products(context: Context, rules: Mapping[str, Rule]) -> list[Hypothesis]:
    rule = rules.get("product")
    if rule is None:
        return []
    found: list[Hypothesis] = []
    standing = levels(context)
    for claim in context.figures:
        q = claim.q
        if not claim.amount or q.value <= 0 or q.is_range:
            continue
        if (
            q.kind == "number"
            or small(q)
            or (q.per and q.kind == "money" and q.scale <= 1 and q.value < 1000)
        ):
            continue
        figures = operands(context, claim)
        stated = magnitude(q)
        said = amounts_beside(context, claim)
        hence = follows(claim.lead)
        start: Signals = {"prior product": 1}
        cue = find_cue(claim, context, ("product", "total"))
        if cue is not None and cue.distance <= 4:
            start["product-cue"] = 1
        if q.kind != "money":
            start["product-count"] = 1
        if claim.marks & {"comparison", "origin"}:
            start["product-old"] = 1
        if "net" in claim.tail[:4] or "net" in claim.lead[-3:]:
            start["product-net"] = 1
        if claim.conversion_of is not None:
            start["factor-conversion"] = 1
        for price in figures:
            if price is claim or price.q.unit != q.unit or price.q.value >= q.value * 0.9:
                continue
            for number in figures:
                if number is claim or number is price or number.q.kind not in _COUNTS or number.q.value <= 1:
                    continue
                if number.q.unit == q.unit and number.q.kind == "measure":
                    continue  # litres times litres are no litres
                ratio = price.q.value * number.q.value / q.value
                fits = 0.95 < ratio < 1.05
                near = price.block == claim.block and number.block == claim.block
                if not (fits or (near and 0.0005 < ratio < 2000)):
                    continue
                s: Signals = {}
                _factor_signals(context, claim, price, number, s)
                if "near-with" in s and s["near-with"] == 2 and "product-last" in s:
                    if "factors-adjacent" in s and _summed_up(context, claim):
                        s["product-said"] = 1
                    if "shares" in s and price.metric == "dividend" and cue is not None:
                        s["product-dividend"] = 1
                    before = {index for index in said if index < claim.index}
                    if hence and before == {price.index, number.index} and price.earlier == number.earlier:
                        s["product-hence"] = 1
                if hence and {"shares", "product-last"} <= s.keys():
                    s["product-so"] = 1
                if (
                    "product-cue" in start
                    and "product-last" in s
                    and price.q.kind == "money"
                    and not number.q.word
                    and "and" not in claim.lead
                    and _only(context, claim, price, number)
                ):
                    s["product-only"] = 1
                if "product-cue" in start and s.keys() >= _AT_PRICE and _next(claim, price, number):
                    s["product-at"] = 1
                if "product-cue" in start and _priced(context, claim, price, number):
                    s["product-priced"] = 1
                if "per-each" in s and _billed(claim, price, number):
                    s["product-next"] = 1
                framed = {"product-frame", "product-last"} <= s.keys()
                if framed and "shares" in s and q.kind == "money" and "product-net" not in start:
                    s["product-shares"] = 1
                if (
                    standing[price.index].old
                    and not standing[claim.index].old
                    and not (framed and "per-each" in s)
                ):
                    # "ordered last month at $36m apiece, a bill of _": all of it was last month
                    s["price-old"] = 1
                together = s.get("near-with", 0) == 2 and s.get("near-step", 0) < _CLOSE
                if not together and not {"per", "shares"} & s.keys():
                    s["product-plain"] = 1
                if standing[price.index].step or standing[number.index].step:
                    s["factor-change"] = 1
                bits = bits_of(start, context.weights) + bits_of(s, context.weights)
                if bits < FLOOR or (not fits and bits < 1.5):
                    continue
                bound = (Bound("factor", number.q, number.q.unit), Bound("factor", price.q, q.unit))
                one = Hypothesis(rule, claim, bound, {**start, **s}, bits)
                one.judge(stated)
                found.append(one)
    return found


#: "1,364 homes at an average of $486,000": a number and its price, side by side in the claim's sentence
_AT_PRICE = frozenset({"at-price", "near-with", "factors-adjacent", "product-last"})


def _next(claim: Figure, price: Figure, number: Figure) -> bool:
    """Does the claim follow them, all in one sentence, with nothing between?"""
    together = claim.sentence == price.sentence == number.sentence
    return together and claim.index == max(price.index, number.index) + 1


def amounts_beside(context: Context, claim: Figure) -> set[int]:
    """The other amounts of the claim's sentence, by index."""
    return {
        f.index
        for f in context.figures_in(claim.sentence)
        if f is not claim and f.amount and f.conversion_of is None and not small(f.q)
    }


def _summed_up(context: Context, claim: Figure) -> bool:
    """ "26 tractors at $8,000 each, _ in all", "…, for a total of _", "…, hence _"."""
    cue = find_cue(claim, context, ("closing", "echo"))
    return cue is not None and cue.distance <= len(cue.word.split()) + 2


def _only(context: Context, claim: Figure, price: Figure, number: Figure) -> bool:
    """Do the sentences hold no other amounts but what these are compared with?"""
    rest = others(context, (claim, price, number), 2)
    return rest is not None and not any(
        f.amount and f.marks.isdisjoint({"origin", "comparison"}) for f in rest
    )


def _priced(context: Context, claim: Figure, price: Figure, number: Figure) -> bool:
    """ "You need 3,750 kWh. At 27p a unit the bill is _": a price, and the number told right before."""
    if not price.q.per or claim.index != price.index + 1 or number.index > price.index:
        return False
    if price.sentence != claim.sentence or number.sentence != claim.sentence - 1:
        return False
    if number.block != claim.block:
        return False
    told = [
        f
        for f in context.around(claim, REACH)
        if number.sentence <= f.sentence <= claim.sentence
        and f.index < price.index
        and f.q.kind in _COUNTS
        and f.amount
        and f.marks.isdisjoint({"origin", "comparison"})
        and not (small(f.q) and f is not number)
    ]
    return told == [number]


def _billed(claim: Figure, price: Figure, number: Figure) -> bool:
    """ "Eight buses at $90,000 each. The bill for them: _": the two at the end of the sentence before."""
    return (
        claim.sentence == price.sentence + 1
        and price.sentence == number.sentence
        and price.block == claim.block
        and claim.index == price.index + 1 == number.index + 2
    )


def _factor_signals(context: Context, claim: Figure, price: Figure, number: Figure, s: Signals) -> None:
    if price.q.per:
        s["per"] = 1
        if _stems(price.q.per) & (_stems(number.q.noun) | set(number.names[:3])):
            s["per-noun"] = 1
        elif price.q.per in _EACH:
            s["per-each"] = 1
    if "at" in price.lead[-4:] or "price" in price.names or "average" in price.lead[-4:]:
        s["at-price"] = 1
    if "share" in number.names or "share" in _stems(number.q.noun):
        s["shares"] = 1
    _near(context, claim, price, s)
    _near(context, claim, number, s)
    if abs(price.index - number.index) == 1 and price.sentence == number.sentence:
        s["factors-adjacent"] = 1
    more(s, "factor-conversion", (price.conversion_of is not None) + (number.conversion_of is not None))
    if len({price.block, number.block, claim.block}) == 3:
        s["factors-scattered"] = 1
    if s.get("near-with", 0) == 2 and "factors-adjacent" in s and ("per" in s or "at-price" in s):
        s["product-frame"] = 1
    if claim.index > max(price.index, number.index):
        s["product-last"] = 1
    elif "product-frame" in s and claim.index < min(price.index, number.index):
        # "raised $20m by selling 2.5m shares at $8 each"
        s["product-opens"] = 1
    else:
        s["product-first"] = 1


@dataclass(frozen=True, slots=True)
class Each:
    """What an amount is counted for: "net revenue per admission was $27,054"."""

    noun: frozenset[str] = frozenset()
    #: what is divided: its metric and the stems of its name
    metric: str = ""
    names: frozenset[str] = frozenset()
    #: "each was worth": one of what was counted before
    one: bool = False
    #: "the average order was _": what was counted, or else what is divided
    averaged: frozenset[str] = frozenset()


def each_of(context: Context, claim: Figure) -> Each:
    """The unit that the claim is for one of, and what it divides, by the words around it."""
    relations, words = context.relations, EACH_WORDS
    lead, tail = claim.lead, claim.tail
    noun = set(_stems(claim.q.per)) - _EACH
    if noun & level_words().heads:
        return Each(one=True)
    for at in range(len(lead) - 2, -1, -1):
        if lead[at] not in words or lead[at : at + 2] == ("each", ","):
            continue  # "two coaches at $310 each, plus $920": said of the one before
        if lead[at] == "each" and lead[at + 1] in relations.marks:
            return Each(frozenset(noun), one=True)
        before = lead[max(0, at - 6) : at]
        noun |= set(_nouns(lead[at + 1 : at + 4], relations)[:2] or _stems(lead[at + 1]))
        metric, _ = named(before, relations, level_words())
        return Each(frozenset(noun), metric, frozenset(_nouns(before, relations)))
    if (claim.q.per and not noun) or (tail[:2] in _ON_AVERAGE and not (tail[2:3] and tail[2].isalpha())):
        # "148 clocks for £91m, or £617 apiece"; "€32m on average"
        return Each(one=True)
    for at in range(min(4, len(tail) - 1)):
        if tail[at] == "each" and at == 0 and not claim.q.per:
            return Each(frozenset(noun), one=True)
        if tail[at] in words or (at == 0 and tail[0] in ("a", "an")):
            after = tail[at + 1 : at + 4]
            if after[:1] in (("each",), ("every",)):
                after = after[1:]
            if not after or not after[0][:1].isalpha() or after[0] == "one":
                return Each(frozenset(noun), one=True)
            noun |= set(_nouns(after, relations)[:1])
            break
        if tail[at] in (",", ".", ";", "and"):
            break
    metric, _ = named(lead, relations, level_words())
    at = len(lead) - 1 - lead[::-1].index("average") if "average" in lead else -1
    averaged = frozenset(_nouns(lead[at + 1 : at + 3], relations)[:1]) if at >= 0 else frozenset()
    return Each(frozenset(noun), metric, frozenset(_nouns(lead[-6:], relations)), averaged=averaged)


def _one_every(claim: Figure) -> bool:
    """ "9.1 million miles with 1,058 failures: one every _ miles"."""
    lead = claim.lead
    return (lead[-2:-1] == ("one",) and lead[-1] in EACH_WORDS) or lead[-3:] in _ONE_FOR_EACH


def _nouns(words: Sequence[str], relations: Relations) -> list[str]:
    found: list[str] = []
    for word in words:
        s = root(word)
        if not word[:1].isalpha() or word in relations.marks:
            if found:
                break
            continue
        if s not in relations.stop and s not in relations.cues:
            found.append(s)
    return found


def ratios(context: Context, rules: Mapping[str, Rule]) -> list[Hypothesis]:
    rule = rules.get("ratio")
    if rule is None:
        return []
    found: list[Hypothesis] = []
    standing = levels(context)
    for claim in context.figures:
        q = claim.q
        if (
            q.is_range
            or q.value <= 0
            or small(q)
            or q.kind not in ("money", "count", "measure", "number", "multiple")
        ):
            continue
        cue = find_cue(claim, context, ("per_unit",))
        times = q.kind == "multiple"
        if times and q.word and "time" not in q.text.lower():
            continue  # "doubled" is a change, "three times the 5" a ratio
        each = each_of(context, claim) if not times else Each()
        if not times and not q.per and cue is None and not each.noun and not each.one:
            continue
        apiece = q.kind == "number" and claim.tail[:1] in (("a",), ("an",), ("per",)) and bool(each.noun)
        if (
            q.kind == "number"
            and not apiece
            and "ratio" not in claim.lead
            and "book-to-bill" not in claim.lead
        ):
            continue
        figures = operands(context, claim)
        said = amounts_beside(context, claim)
        start: Signals = {"prior ratio": 1}
        if q.per:
            start["ratio-per"] = 1
        if cue is not None and cue.distance <= 4:
            start["ratio-cue"] = 1
        if ("at" in claim.lead[-5:] and "price" in claim.lead and "average" not in claim.lead) or (
            q.per and claim.mark == "at"
        ):
            start["ratio-price"] = 1
        if claim.marks & {"comparison", "origin"}:
            start["product-old"] = 1
        start_bits = bits_of(start, context.weights)
        stated = magnitude(q)
        alike = times or (q.kind == "number" and not apiece)
        view = _Ratio(context, standing, claim, each, times)
        soles = view.soles(figures)
        for top in figures:
            if top is claim or (
                top.q.unit != q.unit
                and not alike
                and q.kind != "count"
                and not (apiece and top.q.kind == "count")
            ):
                continue
            if not alike and top.q.value <= q.value:
                continue
            for bottom in figures:
                if bottom is claim or bottom is top:
                    continue
                if alike:
                    if bottom.q.unit != top.q.unit:
                        continue
                elif bottom.q.kind not in _COUNTS or (bottom.q.value <= 1 and bottom.q.kind != "measure"):
                    continue
                ratio = top.q.value / bottom.q.value / q.value
                fits = 0.94 < ratio < 1.06
                near = top.block == claim.block and bottom.block == claim.block
                sole = top.index in soles and bottom.index in soles
                if not (fits or ((near or sole) and 0.05 < ratio < 20)):
                    continue
                s: Signals = {}
                view.signals(top, bottom, soles, s)
                alone = said == {top.index, bottom.index} and top.earlier == bottom.earlier
                if alone and claim.index > max(said) and follows(claim.lead):
                    s["ratio-hence"] = 1
                if view.next(top, bottom):
                    s["ratio-next"] = 1
                if cue is not None and view.alone(top, bottom):
                    s["ratio-alone"] = 1
                bits = start_bits + bits_of(s, context.weights)
                if bits < FLOOR or (not fits and bits < 1.5):
                    continue
                bound = (Bound("numerator", top.q, top.q.unit), Bound("denominator", bottom.q, bottom.q.unit))
                one = Hypothesis(rule, claim, bound, {**start, **s}, bits)
                one.judge(stated)
                found.append(one)
    return found


@dataclass(frozen=True, slots=True)
class _Ratio:
    """The document as one amount per unit looks for its operands."""

    context: Context
    standing: Sequence[Level]
    claim: Figure
    each: Each
    times: bool

    def counted(self, bottom: Figure) -> bool:
        """Is this a number of what the claim is for one of?"""
        if bottom.q.kind not in _COUNTS:
            return False
        if not self.each.noun:
            return bool(self.each.averaged & _stems(bottom.q.noun))
        if bottom.q.kind == "measure" and any(bottom.q.unit == measure(noun) for noun in self.each.noun):
            return True
        unit = _stems(bottom.q.unit.replace("_", " ")) if bottom.q.kind == "measure" else set()
        return bool(self.each.noun & (_stems(bottom.q.noun) | {root(n) for n in bottom.names[:3]} | unit))

    def divided(self, top: Figure) -> bool:
        """Is this what the claim divides, by its metric or else by its name?"""
        level = self.standing[top.index]
        if self.each.metric:
            return level.metric == self.each.metric
        if top.q.kind == "count" and self.claim.q.kind == "count":
            return bool(_stems(top.q.noun) & _stems(self.claim.q.noun))
        return bool(self.each.names & {root(n) for n in top.names})

    def soles(self, figures: Sequence[Figure]) -> frozenset[int]:
        """The figures that alone could be the operands: of that name, at the claim's time, no change."""
        old = self.standing[self.claim.index].old
        found: set[int] = set()
        for fits in (self.counted, self.divided):
            level = self.standing
            some = [
                f
                for f in figures
                if f is not self.claim
                and fits(f)
                and level[f.index].old == old
                and not level[f.index].step
                and not f.q.per
                and f.conversion_of is None
                and (fits != self.divided or f.q.unit == self.claim.q.unit)
            ]
            if len({f.q.value for f in some}) == 1:
                found |= {f.index for f in some}
        return frozenset(found)

    def nearest(self, top: Figure) -> bool:
        """Is this the last amount in the claim's unit before it?"""
        for index in range(self.claim.index - 1, max(-1, self.claim.index - 6), -1):
            f = self.context.figures[index]
            if f.q.unit == self.claim.q.unit and f.q.kind == self.claim.q.kind and f.conversion_of is None:
                return f is top
        return False

    def latest(self, bottom: Figure) -> bool:
        """Is this the last number of things before the claim, in its sentence?"""
        for index in range(self.claim.index - 1, max(-1, self.claim.index - 4), -1):
            f = self.context.figures[index]
            if f.sentence != self.claim.sentence:
                return False
            counts = f.q.kind in ("count", "number") or (
                f.q.kind == "measure" and f.q.unit != self.claim.q.unit
            )
            if counts and f.conversion_of is None:
                return f is bottom
        return False

    def next(self, top: Figure, bottom: Figure) -> bool:
        """ "Revenue was $412m. Packages were 61m, which works out at _ a package": the number right before
        the claim, and what is divided the only such amount of the sentence before.
        """
        claim, standing = self.claim, self.standing
        if not self.counted(bottom) or bottom.index != claim.index - 1 or claim.sentence != bottom.sentence:
            return False
        if top.sentence != claim.sentence - 1 or top.block != claim.block:
            return False
        told = [
            f
            for f in self.context.around(claim, REACH)
            if top.sentence <= f.sentence <= claim.sentence
            and f.index < claim.index
            and f.amount
            and f.q.unit == top.q.unit
            and f.conversion_of is None
            and not (standing[f.index].old or f.earlier or standing[f.index].step)
        ]
        return told == [top]

    def alone(self, top: Figure, bottom: Figure) -> bool:
        """ "It has bought 870 homes for £71m, which puts the average at _": the only amounts told?"""
        claim = self.claim
        if (
            self.times
            or claim.index < max(top.index, bottom.index)
            or claim.q.per in load_numbers().durations
        ):
            return False
        rest = others(self.context, (claim, top, bottom), 2)
        return rest is not None and not any(f.amount for f in rest) and top.earlier == bottom.earlier

    def signals(self, top: Figure, bottom: Figure, soles: frozenset[int], s: Signals) -> None:
        context, claim, times = self.context, self.claim, self.times
        if self.counted(bottom):
            s["ratio-per-noun"] = 1
        elif self.each.noun and bottom.q.noun:
            s["ratio-per-other"] = 1
        if not times and self.divided(top):
            s["ratio-top"] = 1
        elif (
            self.each.metric
            and self.standing[top.index].metric
            and not ("ratio-per-noun" in s and self.each.averaged)
        ):
            s["ratio-top-other"] = 1
        if times:
            if bottom.index == claim.index + 1 and bottom.sentence == claim.sentence:
                s["times-next"] = 1
            if top.index == claim.index - 1 and top.sentence == claim.sentence:
                s["times-before"] = 1
        elif self.nearest(top):
            s["ratio-nearest"] = 1
        if not times and _one_every(claim) and bottom.index == claim.index - 1 == top.index + 1:
            s["ratio-one"] = 1
        if not times and not self.each.noun and self.each.one and self.latest(bottom):
            # "It flew 24m passengers, so each was worth $400"
            s["ratio-each"] = 1
        _near(context, claim, top, s, top.index in soles)
        _near(context, claim, bottom, s, bottom.index in soles)
        if top.index in soles and bottom.index in soles:
            s["ratio-soles"] = 1
        more(s, "factor-conversion", (top.conversion_of is not None) + (bottom.conversion_of is not None))
        together = s.get("near-with", 0) == 2
        averaged = claim.q.per in _EACH and "average" in claim.lead[-4:]
        if together and ("ratio-per-noun" in s or "times-next" in s or "ratio-each" in s or averaged):
            s["ratio-frame2"] = 1
        elif together and "ratio-top" in s and "average" in claim.lead[-5:]:
            s["ratio-average"] = 1
        if self.standing[top.index].old != self.standing[claim.index].old and not (
            {"times-before", "times-next"} <= s.keys() and not self.standing[top.index].old
        ):
            s["ratio-top-old"] = 1
        if self.standing[top.index].step or self.standing[bottom.index].step:
            s["factor-change"] = 1
        if top.earlier != bottom.earlier:
            s["ratio-earlier-other"] = 1
        last = max(top.index, bottom.index)
        if (
            {"ratio-per-noun", "near-with"} <= s.keys()
            and (top.index, bottom.index) == (claim.index - 1, claim.index + 1)
            and bottom.mark == "on"
            and claim.lead[-1:] in (("or",), ("(",), (",",))
        ):
            s["ratio-on"] = 1  # "_, or 65 cents a share, on 12m shares"
        elif claim.index < last and not (times and bottom.index == claim.index + 1):
            s["ratio-opens" if "ratio-soles" in s else "ratio-first"] = 1


def tied(one: Hypothesis) -> bool:
    """Does the text itself say that these are multiplied, or divided?"""
    said = one.signals.keys()
    if "prior times" in said:
        return shares.tied(one)
    plain = one.rule.kind == "product" and "per" in said and not {"per-noun", "per-each"} & said
    if "product-priced" in said and not {"product-net", "price-old", "factor-change"} & said:
        return not one.within_qualifiers()
    if plain and (
        one.fit != "mistake" or any(b.quantity and measure(b.quantity.per or "") for b in one.bound)
    ):
        # so much a kWh, times MWh
        return False
    if "ratio" in said and "ratio-frame" not in said:
        return False
    if {
        "product-net",
        "price-old",
        "factor-change",
        "ratio-top-old",
        "ratio-top-other",
        "factor-conversion",
    } & said:
        return False
    if "ratio-next" in said and "ratio-per-other" not in said:
        return not one.within_qualifiers()
    if "ratio-alone" in said and "ratio-per-other" not in said:
        return not one.within_qualifiers()
    if "product-hence" in said or ("ratio-hence" in said and "ratio-per-other" not in said):
        return not one.within_qualifiers()
    if "ratio-opens" in said or one.signals.get("near-sentence", 0) > 2 or one.within_qualifiers():
        return False
    if one.fit == "mistake" and (
        {"product-next", "product-cue"} <= said
        or {"product-said", "factors-adjacent"} <= said
        or (
            {"per", "product-last"} <= said
            and "near-step" not in said
            and {"near-with", "product-cue"} & said
        )
    ):
        # "a desk costs £74 a month", and ten times what the desks told before it would cost
        return True
    if "product-only" in said:
        # "It sold 684,000 holidays. At an average of £415 they were worth _", and no other figure
        return True
    if "product-dividend" in said or ("product-said" in said and {"per-each", "per-noun"} & said):
        return True
    if {"product-cue", "shares"} <= said and ("per" in said or "at-price" in said):
        return True
    if {"product-so", "product-cue", "near-with"} <= said and "near-other-block" not in said:
        # "it offers $48.50. There are 62m shares, so the equity is valued at _"
        return True
    if {"product-cue", "per-each", "near-with"} <= said and "near-other-block" not in said:
        return True
    if {"ratio-per-noun", "ratio-nearest", "near-with"} <= said and "near-other-block" not in said:
        return True
    return bool(
        {"ratio-one", "product-frame", "ratio-frame2", "per-noun", "ratio-soles", "ratio-average", "ratio-on"}
        & said
    )
