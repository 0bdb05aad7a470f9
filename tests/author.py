"""A simulated author: sentences in many voices whose number follows from the others, told right or wrong.

A :class:`Author` draws amounts, writes them in one style throughout, and states what they make, rounded as it
pleases. An author who lies states a number that no rounding explains. Every template is a function of an
author; what it returns says which number is the claim.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

#: how amounts of money are written: the style → what is made of an amount in hundredths of the large unit
STYLES = ("$1.23bn", "$1,230m", "$1.23 billion", "1.23 billion dollars", "$1.23m", "€1.23bn", "12,300 tonnes")


@dataclass(frozen=True)
class Story:
    text: str
    #: the claim as written, and the kinds under which it may be checked
    claim: str
    kinds: tuple[str, ...]


@dataclass
class Author:
    seed: int
    style: str = STYLES[0]
    lies: bool = False
    rng: Random = field(init=False)

    def __post_init__(self) -> None:
        self.rng = Random(self.seed)

    # ------------------------------------------------------------------------------------ what is drawn

    def pick(self, *words: str) -> str:
        return self.rng.choice(words)

    def pair(self) -> tuple[int, int]:
        """(new, old), which differ by 4% to 90%."""
        old = self.rng.randint(210, 4900)
        share = self.rng.uniform(0.04, 0.9)
        up = self.rng.random() < 0.6
        new = round(old * (1 + share)) if up else round(old / (1 + share))
        return new, old

    def parts(self, count: int) -> list[int]:
        return [self.rng.randint(110, 990) for _ in range(count)]

    # ------------------------------------------------------------------------------------ how it is said

    def amount(self, hundredths: int) -> str:
        number = hundredths / 100
        return {
            "$1.23bn": f"${number:.2f}bn",
            "$1,230m": f"${number * 1000:,.0f}m",
            "$1.23 billion": f"${number:.2f} billion",
            "1.23 billion dollars": f"{number:.2f} billion dollars",
            "$1.23m": f"${number:.2f}m",
            "€1.23bn": f"€{number:.2f}bn",
            "12,300 tonnes": f"{hundredths * 100:,} tonnes",
        }[self.style]

    def metric(self) -> str:
        if self.style == "12,300 tonnes":
            return self.pick("the harvest", "output", "the spring catch", "production")
        return self.pick("revenue", "turnover", "operating profit", "rental income", "the order book")

    def owner(self) -> str:
        return self.pick("Brannock", "the Tarn cooperative", "Old Weir", "the harbour board", "Ostrava Glass")

    def moved(self, up: bool, *pairs: tuple[str, str]) -> str:
        rose, fell = self.rng.choice(pairs or (("rose", "fell"), ("climbed", "dropped"), ("grew", "shrank")))
        return rose if up else fell

    def state(self, value: float, decimals: int) -> str:
        """The size of a value, rounded; by one who lies something that no rounding of it explains."""
        size = abs(value)
        if self.lies:
            wrong = (
                size * (1 + self.rng.uniform(0.3, 0.7))
                if self.rng.random() < 0.5
                else size * (1 - self.rng.uniform(0.25, 0.45))
            )
            # at least some units of the last digit off
            size = wrong if abs(wrong - size) > 3 * 10.0**-decimals else size + 4 * 10.0**-decimals
        return f"{size:,.{decimals}f}"

    def percent(self, value: float) -> str:
        return self.state(100 * value, self.rng.choice((0, 1, 1, 2)) if abs(value) > 0.2 else 1)

    def around(self, sentence: str) -> str:
        """The sentence alone, or among others without numbers."""
        before = self.pick(
            "", "", "The quay was busy again. ", "Nobody had expected it.\n\n", "*A good year?* "
        )
        after = self.pick("", "", " The chair declined to comment.", "\n\nThe union was not consulted.")
        return f"{before}{sentence[0].upper()}{sentence[1:]}{after}\n"


Template = Callable[[Author], Story]
CHANGE = ("percent_change", "percent_of_change")


def percent_to_from(a: Author) -> Story:
    new, old = a.pair()
    p = a.percent(new / old - 1)
    text = f"{a.metric()} {a.moved(new > old)} {p}% to {a.amount(new)} from {a.amount(old)}."
    return Story(a.around(text), f"{p}%", CHANGE)


def percent_wire(a: Author) -> Story:
    new, old = a.pair()
    p = a.percent(new / old - 1)
    verb = a.moved(new > old, ("up", "down"), ("rises", "falls"))
    text = (
        f"{a.owner()} said {a.metric()} {verb} {p} pct to {a.amount(new)} versus {a.amount(old)} a year ago."
    )
    return Story(a.around(text), f"{p} pct", CHANGE)


def percent_went(a: Author) -> Story:
    new, old = a.pair()
    p = a.percent(new / old - 1)
    step = a.moved(new > old, ("a rise", "a fall"), ("an increase", "a decline"))
    text = f"At {a.owner()}, {a.metric()} went from {a.amount(old)} to {a.amount(new)}, {step} of {p}%."
    return Story(a.around(text), f"{p}%", CHANGE)


def percent_than_the(a: Author) -> Story:
    new, old = a.pair()
    p = a.percent(new / old - 1)
    more = a.moved(new > old, ("more", "less"), ("higher", "lower"))
    text = f"{a.metric()} came to {a.amount(new)}, {p} per cent {more} than last year's {a.amount(old)}."
    return Story(a.around(text), f"{p} per cent", CHANGE)


def percent_against(a: Author) -> Story:
    new, old = a.pair()
    p = a.percent(new / old - 1)
    up = a.moved(new > old, ("up", "down"))
    text = f"{a.metric()} reached {a.amount(new)} against {a.amount(old)} in the year before, {up} {p}%."
    return Story(a.around(text), f"{p}%", CHANGE)


def percent_next_sentence(a: Author) -> Story:
    new, old = a.pair()
    p = a.percent(new / old - 1)
    step = a.moved(new > old, ("a rise", "a fall"))
    metric = a.metric()
    text = f"A year ago {metric} stood at {a.amount(old)}. It is now {a.amount(new)}, {step} of {p}%."
    return Story(a.around(text), f"{p}%", CHANGE)


def percent_years(a: Author) -> Story:
    new, old = a.pair()
    p = a.percent(new / old - 1)
    verb = a.moved(new > old)
    text = f"Between 2021 and 2024 {a.metric()} {verb} by {p}%, from {a.amount(old)} to {a.amount(new)}."
    return Story(a.around(text), f"{p}%", CHANGE)


def amount_or_percent(a: Author) -> Story:
    new, old = a.pair()
    p = a.percent(new / old - 1)
    verb = a.moved(new > old)
    text = f"{a.metric()} {verb} by {a.amount(abs(new - old))}, or {p}%, to {a.amount(new)}."
    return Story(a.around(text), f"{p}%", CHANGE)


def points(a: Author) -> Story:
    new, old = a.rng.randint(210, 590), a.rng.randint(210, 590)
    new += 30 if abs(new - old) < 12 else 0
    d = a.state((new - old) / 10, 1)
    verb = a.moved(new > old, ("widened", "narrowed"), ("rose", "fell"))
    text = f"The margin {verb} by {d} percentage points to {new / 10:.1f}% from {old / 10:.1f}%."
    return Story(a.around(text), f"{d} percentage points", ("pp_change",))


def basis_points(a: Author) -> Story:
    new, old = a.rng.randint(210, 590), a.rng.randint(210, 590)
    new += 30 if abs(new - old) < 12 else 0
    d = a.state(new - old, 0)
    verb = a.moved(new > old)
    text = f"The yield {verb} {d} basis points to {new / 100:.2f}% from {old / 100:.2f}%."
    return Story(a.around(text), f"{d} basis points", ("pp_change",))


def points_gain(a: Author) -> Story:
    new, old = a.rng.randint(210, 590), a.rng.randint(210, 590)
    new += 30 if abs(new - old) < 12 else 0
    d = a.state((new - old) / 10, 1)
    gain = a.moved(new > old, ("a gain", "a loss"), ("an increase", "a drop"))
    text = f"Turnout was {new / 10:.1f}%, compared with {old / 10:.1f}% in 2019, {gain} of {d} points."
    return Story(a.around(text), f"{d} points", ("pp_change",))


def difference(a: Author) -> Story:
    new, old = a.pair()
    d = a.amount(round(float(a.state(abs(new - old), 0).replace(",", ""))))
    more = a.moved(new > old, ("more", "less"))
    text = f"{a.metric()} was {a.amount(new)}, {d} {more} than the {a.amount(old)} of the year before."
    return Story(a.around(text), d, ("difference",))


def multiple(a: Author) -> Story:
    old = a.rng.randint(210, 900)
    new = round(old * a.rng.uniform(1.8, 6.0))
    x = a.state(new / old, 1)
    text = f"{a.metric()} reached {a.amount(new)}, {x} times the {a.amount(old)} of 2015."
    return Story(a.around(text), f"{x} times", ("multiple", "ratio"))


def share_or_of(a: Author) -> Story:
    whole = a.rng.randint(900, 4900)
    part = round(whole * a.rng.uniform(0.08, 0.6))
    p = a.percent(part / whole)
    text = f"Ferries brought in {a.amount(part)}, or {p}% of the total of {a.amount(whole)}."
    return Story(a.around(text), f"{p}%", ("share",))


def share_of_brackets(a: Author) -> Story:
    whole = a.rng.randint(900, 4900)
    part = round(whole * a.rng.uniform(0.08, 0.6))
    p = a.percent(part / whole)
    text = (
        f"Of the {a.amount(whole)} that {a.owner()} spent, {a.amount(part)} ({p}%) went on the new slipway."
    )
    return Story(a.around(text), f"{p}%", ("share",))


def margin(a: Author) -> Story:
    whole = a.rng.randint(900, 4900)
    part = round(whole * a.rng.uniform(0.05, 0.4))
    p = a.percent(part / whole)
    text = (
        f"Operating profit was {a.amount(part)} on revenue of {a.amount(whole)}, an operating margin of {p}%."
    )
    return Story(a.around(text), f"{p}%", ("share",))


def total_colon(a: Author) -> Story:
    x, y, z = a.parts(3)
    total = a.amount(round(float(a.state(x + y + z, 0).replace(",", ""))))
    text = (
        f"The yards took a total of {total}: Leith {a.amount(x)}, Hull {a.amount(y)} and Cork {a.amount(z)}."
    )
    return Story(a.around(text), total, ("sum",))


def together(a: Author) -> Story:
    x, y = a.parts(2)
    total = a.amount(round(float(a.state(x + y, 0).replace(",", ""))))
    text = f"Leith earned {a.amount(x)} and Hull {a.amount(y)}, together {total}."
    return Story(a.around(text), total, ("sum",))


def remaining(a: Author) -> Story:
    x, y = a.rng.randint(12, 44), a.rng.randint(12, 40)
    rest = a.state(100 - x - y, 0)
    text = f"Members hold {x}% and the town {y}%; the remaining {rest}% is traded freely."
    return Story(a.around(text), f"{rest}%", ("other", "difference", "share"))


def each(a: Author) -> Story:
    guests, price = a.rng.randint(210, 980), a.rng.randint(12, 90)
    total = guests * price
    r = a.state(total / guests, 2)
    text = f"The gala raised ${total:,} from {guests} members, or ${r} a head."
    return Story(a.around(text), f"${r}", ("ratio",))


def shares_at(a: Author) -> Story:
    count, price = a.rng.randint(11, 98), a.rng.randint(210, 990)
    value = a.state(count * price / 100, 0)
    text = f"{a.owner()} sold {count} million shares at ${price / 100:.2f} each, raising ${value} million."
    return Story(a.around(text), f"${value} million", ("product",))


def compound(a: Author) -> Story:
    old = a.rng.randint(210, 900)
    years = a.rng.randint(3, 8)
    new = round(old * a.rng.uniform(1.03, 1.2) ** years)
    p = a.state(100 * ((new / old) ** (1 / years) - 1), 1)
    text = (
        f"From 2015 to {2015 + years} {a.metric()} went from {a.amount(old)} to {a.amount(new)}, "
        f"a compound annual growth rate of {p}%."
    )
    return Story(a.around(text), f"{p}%", ("cagr",))


def founded(a: Author) -> Story:
    first = a.rng.randint(1890, 1970)
    years = a.rng.randint(21, 45)
    n = a.state(years, 0)
    text = f"The ropeworks was founded in {first} and closed in {first + years}, after {n} years."
    return Story(a.around(text), f"{n} years", ("duration",))


def miles(a: Author) -> Story:
    km = a.rng.randint(21, 480)
    m = a.state(km * 0.6213712, 0)
    return Story(a.around(f"The cycle path is {km} km ({m} miles) long."), f"{m} miles", ("unit_conversion",))


def metres(a: Author) -> Story:
    feet = a.rng.randint(210, 4800)
    m = a.state(feet * 0.3048, 0)
    return Story(a.around(f"The mast stands {feet:,} feet, or {m} metres, above the fen."), f"{m} metres",
                 ("unit_conversion",))  # fmt: skip


def respectively(a: Author) -> Story:
    (new, old), (other, before) = a.pair(), a.pair()
    if (new > old) != (other > before):
        other, before = before, other
    p = a.percent(new / old - 1)
    q = f"{abs(100 * (other / before - 1)):.1f}"
    verb = a.moved(new > old)
    text = (
        f"Leith and Hull {verb} {p}% and {q}% to {a.amount(new)} and {a.amount(other)}, "
        f"from {a.amount(old)} and {a.amount(before)}, respectively."
    )
    return Story(a.around(text), f"{p}%", CHANGE)


def title_far(a: Author) -> Story:
    new, old = a.pair()
    p = a.percent(new / old - 1)
    metric = a.pick("revenue", "turnover") if a.style != "12,300 tonnes" else "production"
    text = (
        f"# Brannock's {metric} {a.moved(new > old, ('up', 'down'))} {p}%\n\n"
        f"The ropeworks had a year to remember. Its {metric} was {a.amount(new)} in 2024.\n\n"
        f"In 2023 {metric} was {a.amount(old)}.\n"
    )
    return Story(text, f"{p}%", CHANGE)


def row_of_a_table(a: Author) -> Story:
    new, old = a.pair()
    p = a.state(100 * (new / old - 1), 1)
    text = (
        f"Revenue {a.moved(new > old)} {p}% in 2024.\n\n"
        "| $ million | 2024 | 2023 |\n|---|---|---|\n"
        f"| Revenue | {new / 100:.2f} | {old / 100:.2f} |\n| Net profit | 0.31 | 0.28 |\n"
    )
    return Story(text, f"{p}%", CHANGE)


def stated_rate(a: Author) -> Story:
    crowns, rate = a.rng.randint(210, 4900), a.rng.randint(1005, 1190)
    euros = a.state(crowns / (rate / 100), 0)
    to_euro = f"SEK {rate / 100:.2f} to the euro"
    text = f"The lock cost SEK {crowns:,} million (€{euros} million at the rate of {to_euro})."
    return Story(a.around(text), f"€{euros} million", ("currency_conversion",))


def a_tonne(a: Author) -> Story:
    tonnes = a.rng.randint(210, 980)
    price = a.rng.randint(41, 890)
    r = a.state(price, 0)
    text = f"The mill paid ${tonnes * price:,} for {tonnes} tonnes of barley, an average of ${r} a tonne."
    return Story(a.around(text), f"${r}", ("ratio",))


def tax_rate(a: Author) -> Story:
    profit = a.rng.randint(900, 4900)
    tax = round(profit * a.rng.uniform(0.12, 0.34))
    p = a.percent(tax / profit)
    paid = f"On a pre-tax profit of {a.amount(profit)} it paid tax of {a.amount(tax)}"
    text = f"{paid}, an effective tax rate of {p}%."
    return Story(a.around(text), f"{p}%", ("share",))


TEMPLATES: dict[str, Template] = {
    one.__name__: one
    for one in (
        percent_to_from,
        percent_wire,
        percent_went,
        percent_than_the,
        percent_against,
        percent_next_sentence,
        percent_years,
        amount_or_percent,
        points,
        basis_points,
        points_gain,
        difference,
        multiple,
        share_or_of,
        share_of_brackets,
        margin,
        total_colon,
        together,
        remaining,
        each,
        shares_at,
        compound,
        founded,
        miles,
        metres,
        respectively,
        title_far,
        row_of_a_table,
        stated_rate,
        a_tonne,
        tax_rate,
    )
}
