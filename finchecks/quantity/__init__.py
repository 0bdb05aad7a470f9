"""Quantity: a typed number in the text, with the interval that its written digits stand for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

QuantityKind = Literal[
    "money",  # unit = ISO 4217 code; value in the currency's main unit (dollars, not cents or millions)
    "percent",  # unit = "percent"; 76% is 76.0
    "points",  # unit = "percentage_point" (12.4 points) or "bp" (basis points: 40 bp is 40.0)
    "multiple",  # unit = "multiple"; doubled 2, halved 0.5, three-fold 3, "3.3 times" 3.3
    "fraction",  # unit = "percent"; "a third" is 33.33…, "two in five" 40, "half" 50
    "count",  # unit = "count"; a number with its noun: 240 employees, 4.8 million merchants
    "measure",  # unit = a name that the unit registry knows: "km", "tonne", "barrel", "square_foot"
    "number",  # unit = ""; a bare number, its unit open, to be completed from its neighbours
    "duration",  # unit = "year" | "month" | "week" | "day" | "hour" | "minute"; "six years" 6
    "period",  # unit = "period"; a date, month, quarter, half or (fiscal) year; value = the year, see below
]

#: side of a qualifier: the claim's interval is bent after DESIGN ("about" ±5%, "nearly" 10% below, …)
Qualifier = Literal["about", "below", "above", "at_least", "at_most"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as it stands in the text.

    ``start``/``end`` span the whole of it (symbol, digits, scale word, unit: "$1.13bn", "12.36 mln",
    "57.4 million RMB", "eight pct", "–29%", "(9.9)"), never the qualifier before it. ``value`` is signed and
    in base units; ``low``/``high`` is the strict reading (half a unit of the last written digit; counts under
    100, years, and words such as "a third" are points), ``loose_low``/``loose_high`` the loose one.
    """

    start: int
    end: int
    text: str
    kind: QuantityKind
    value: float
    unit: str
    low: float
    high: float
    loose_low: float
    loose_high: float
    #: one unit of the last written digit, in base units: 0.01e9 for $1.13bn; 0 where the value is exact
    step: float
    #: what the scale word multiplies by (1e9 for bn, 0.01 for cents and pence), 1 without one
    scale: float = 1.0
    #: decimals written after the point: 2 for 1.13
    decimals: int = 0
    qualifier: Qualifier | None = None
    #: the qualifier as written, lower case: "just over"
    qualifier_text: str = ""
    #: for counts (and numbers with a scale word): the noun that follows, lower case ("shares", "unit cases")
    noun: str = ""
    #: the unit that the number is "per": "share", "tonne", "month", "head" ("$5 a share", "796 per foot")
    per: str = ""
    #: written in letters ("eight pct", "a third", "doubled")
    word: bool = False
    #: a range: low and high are its outer ends, value its middle ("5 to 6%", "$12-14bn", "between 2 and 3")
    is_range: bool = False
    #: an explicit sign or accounting parentheses was written
    signed: bool = False
    #: stands between round brackets that hold nothing but it and perhaps a few words: "($8.2 million)"
    bracketed: bool = False
    #: for periods: ISO-like name: "2022", "FY2022", "2022-Q3", "2022-H1", "2022-06", "2022-06-30",
    #: without a year "Q3", "H1", "06" (a month)
    period: str = ""
    #: index of (table, row, column) for a cell of a table
    cell: tuple[int, int, int] | None = None
