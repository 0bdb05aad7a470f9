"""The positive corpus: each phrase holds exactly one quantity, over the whole of what is between ‹ and ›.

Columns: phrase, kind, value, unit, low, high (strict), and what else is worth stating.
"""

from __future__ import annotations

import math

import pytest
from reading import read

from finchecks.quantity import Quantity


def one(marked: str) -> Quantity:
    """The only quantity of a phrase, which must span what ‹ and › enclose."""
    start, end = marked.index("‹"), marked.index("›") - 1
    found = read(marked.replace("‹", "").replace("›", ""))
    assert [(q.start, q.end) for q in found] == [(start, end)], [q.text for q in found]
    return found[0]


MONEY: list[tuple[str, str, float, float, float]] = [
    ("It cost ‹$1.13bn› to build.", "USD", 1.13e9, 1.125e9, 1.135e9),
    ("They paid ‹$600m› for it.", "USD", 600e6, 599.5e6, 600.5e6),
    ("A fine of ‹HK$4.35 billion› followed.", "HKD", 4.35e9, 4.345e9, 4.355e9),
    ("It raised ‹57.4 million RMB› there.", "CNY", 57.4e6, 57.35e6, 57.45e6),
    ("It raised ‹RMB 57.4 million› there.", "CNY", 57.4e6, 57.35e6, 57.45e6),
    ("Sales were ‹12.36 mln dlrs›.", "USD", 12.36e6, 12.355e6, 12.365e6),
    ("Sales were ‹29.5 mln stg›.", "GBP", 29.5e6, 29.45e6, 29.55e6),
    ("The bid is ‹560p› a share.", "GBP", 5.60, 5.595, 5.605),
    ("The bid is ‹41 pence› each.", "GBP", 0.41, 0.405, 0.415),
    ("A dividend of ‹34 cts› was paid.", "USD", 0.34, 0.335, 0.345),
    ("It pays ‹65 Canadian cents› a year.", "CAD", 0.65, 0.645, 0.655),
    ("The project needs ‹₹1.41 lakh crore›.", "INR", 1.41e12, 1.405e12, 1.415e12),
    ("The project needs ‹Rs 500 crore›.", "INR", 500e7, 499.5e7, 500.5e7),
    ("A ‹$1.2-billion› plan was drawn up.", "USD", 1.2e9, 1.15e9, 1.25e9),
    ("The ‹P19.39-trillion› debt grew.", "PHP", 19.39e12, 19.385e12, 19.395e12),
    ("It earned ‹R46.2 billion› there.", "ZAR", 46.2e9, 46.15e9, 46.25e9),
    ("It lost ‹54bn rupees› there.", "INR", 54e9, 53.5e9, 54.5e9),
    ("It made ‹€5.2 million›.", "EUR", 5.2e6, 5.15e6, 5.25e6),
    ("It made ‹5.2 million euros›.", "EUR", 5.2e6, 5.15e6, 5.25e6),
    ("It made ‹EUR 5.2m›.", "EUR", 5.2e6, 5.15e6, 5.25e6),
    ("It made ‹US$84.0 million›.", "USD", 84e6, 83.95e6, 84.05e6),
    ("It made ‹1.54 billion Danish kroner›.", "DKK", 1.54e9, 1.535e9, 1.545e9),
    ("It made ‹80 billion New Taiwan dollars›.", "TWD", 80e9, 79.5e9, 80.5e9),
    ("It made ‹841.68 billion\nyen›.", "JPY", 841.68e9, 841.675e9, 841.685e9),
    ("It made ‹3 million dollars›.", "USD", 3e6, 2.5e6, 3.5e6),
    ("It made ‹three million dollars›.", "USD", 3e6, 2.5e6, 3.5e6),
    ("It made ‹two-and-a-half million euros›.", "EUR", 2.5e6, 2.45e6, 2.55e6),
    ("The stock cost ‹$1,882›.", "USD", 1882, 1881.5, 1882.5),
    ("The result was ‹-$5m›.", "USD", -5e6, -5.5e6, -4.5e6),
    ("The result was ‹−£3.1bn›.", "GBP", -3.1e9, -3.15e9, -3.05e9),
    ("The result was ‹$(5.2) million›.", "USD", -5.2e6, -5.25e6, -5.15e6),
    ("It sold the coins for ‹615 mln Ecus›.", "XEU", 615e6, 614.5e6, 615.5e6),
    ("It borrowed ‹MXN 22.4 billion›.", "MXN", 22.4e9, 22.35e9, 22.45e9),
    ("It borrowed ‹S$2.9 billion›.", "SGD", 2.9e9, 2.85e9, 2.95e9),
    ("It borrowed ‹₦77.6bn›.", "NGN", 77.6e9, 77.55e9, 77.65e9),
    ("It borrowed ‹a million and a half pounds›.", "GBP", 1.5e6, 1.45e6, 1.55e6),
    ("It borrowed ‹half a million pounds›.", "GBP", 0.5e6, 0.45e6, 0.55e6),
]


@pytest.mark.parametrize(("phrase", "unit", "value", "low", "high"), MONEY, ids=[row[0] for row in MONEY])
def test_money(phrase: str, unit: str, value: float, low: float, high: float) -> None:
    found = one(phrase)
    assert (found.kind, found.unit) == ("money", unit)
    assert (found.value, found.low, found.high) == pytest.approx((value, low, high), rel=1e-12)


OTHERS: list[tuple[str, str, float, str, float, float]] = [
    # percent
    ("It grew ‹76%›.", "percent", 76, "percent", 75.5, 76.5),
    ("It grew ‹130%›.", "percent", 130, "percent", 129.5, 130.5),
    ("It grew ‹6.0 per cent›.", "percent", 6, "percent", 5.95, 6.05),
    ("It grew ‹5.9 pct›.", "percent", 5.9, "percent", 5.85, 5.95),
    ("It grew ‹eight pct›.", "percent", 8, "percent", 7.5, 8.5),
    ("It grew ‹Fifty-three percent›.", "percent", 53, "percent", 52.5, 53.5),
    ("It grew ‹8-3/4 pct›.", "percent", 8.75, "percent", 8.625, 8.875),
    ("It grew ‹4½ percent›.", "percent", 4.5, "percent", 4.45, 4.55),
    ("It changed by ‹−29%›.", "percent", -29, "percent", -29.5, -28.5),
    ("It changed by ‹–29%›.", "percent", -29, "percent", -29.5, -28.5),
    ("It changed by ‹-29%›.", "percent", -29, "percent", -29.5, -28.5),
    ("It changed by ‹+135%›.", "percent", 135, "percent", 134.5, 135.5),
    ("It changed by ‹minus 3.5%›.", "percent", -3.5, "percent", -3.55, -3.45),
    ("A rate of ‹(48.3)%› was shown.", "percent", -48.3, "percent", -48.35, -48.25),
    # points
    ("A ‹12.4 percentage point› jump came.", "points", 12.4, "percentage_point", 12.35, 12.45),
    ("It fell ‹1.1 points›.", "points", 1.1, "percentage_point", 1.05, 1.15),
    ("It fell ‹6 pp›.", "points", 6, "percentage_point", 5.5, 6.5),
    ("It fell ‹half a point›.", "points", 0.5, "percentage_point", 0.45, 0.55),
    ("A ‹two-point› drop came.", "points", 2, "percentage_point", 1.5, 2.5),
    ("It fell ‹190bp›.", "points", 190, "bp", 189.5, 190.5),
    ("It fell ‹90 basis points›.", "points", 90, "bp", 89.5, 90.5),
    ("It fell ‹a hundred and forty basis points›.", "points", 140, "bp", 139.5, 140.5),
    ("A ‹25-basis-point› rise came.", "points", 25, "bp", 24.5, 25.5),
    # multiples
    ("Output rose ‹3x›.", "multiple", 3, "multiple", 2.5, 3.5),
    ("Debt is ‹2.4 times› income.", "multiple", 2.4, "multiple", 2.35, 2.45),
    ("Debt is ‹two and a half times› income.", "multiple", 2.5, "multiple", 2.45, 2.55),
    ("Output rose ‹fivefold›.", "multiple", 5, "multiple", 5, 5),
    ("Output rose ‹five-fold›.", "multiple", 5, "multiple", 5, 5),
    ("Output ‹doubled›.", "multiple", 2, "multiple", 2, 2),
    ("Output ‹trebled›.", "multiple", 3, "multiple", 3, 3),
    ("Output is ‹twice› theirs.", "multiple", 2, "multiple", 2, 2),
    ("Staff turnover has ‹halved› since then.", "multiple", 0.5, "multiple", 0.5, 0.5),
    ("It costs ‹half› as much there.", "multiple", 0.5, "multiple", 0.5, 0.5),
    # fractions
    ("It lost ‹a third› of them.", "fraction", 100 / 3, "percent", 100 / 3, 100 / 3),
    ("It lost ‹two-fifths› of them.", "fraction", 40, "percent", 40, 40),
    ("It lost ‹three quarters› of its value.", "fraction", 75, "percent", 75, 75),
    ("It lost ‹two in five› buyers.", "fraction", 40, "percent", 40, 40),
    ("It lost ‹one in five› buyers.", "fraction", 20, "percent", 20, 20),
    ("It lost ‹half› of them.", "fraction", 50, "percent", 50, 50),
    ("The women among them were exactly ‹half›.", "fraction", 50, "percent", 50, 50),
    ("Women lead the club, exactly ‹half›, and men.", "fraction", 50, "percent", 50, 50),
    # counts
    ("The firm has ‹240› employees.", "count", 240, "count", 239.5, 240.5),
    ("The firm has ‹57› employees.", "count", 57, "count", 57, 57),
    ("The firm has ‹4.8 million› merchants.", "count", 4.8e6, "count", 4.75e6, 4.85e6),
    ("The firm has ‹twelve› depots.", "count", 12, "count", 12, 12),
    ("A ‹500-seat› hall was sold.", "count", 500, "count", 499.5, 500.5),
    ("The town has ‹two dozen› shops.", "count", 24, "count", 24, 24),
    # measures
    ("The road runs ‹194 km› north.", "measure", 194, "km", 193.5, 194.5),
    ("The hall has ‹17,280 sq m› of space.", "measure", 17280, "square_meter", 17279.5, 17280.5),
    ("The hall has ‹700,000 sq ft› of space.", "measure", 700000, "square_foot", 699999.5, 700000.5),
    ("The mine gave ‹14.27 million tonnes› of ore.", "measure", 14.27e6, "tonne", 14.265e6, 14.275e6),
    ("The mine gave ‹61,240 ounces› of gold.", "measure", 61240, "troy_ounce", 61239.5, 61240.5),
    ("The plant makes ‹380MW› now.", "measure", 380, "megawatt", 379.5, 380.5),
    ("The plant made ‹2.5 TWh› then.", "measure", 2.5, "terawatt_hour", 2.45, 2.55),
    ("The pipe carries ‹7.5 bcm› then.", "measure", 7.5e9, "cubic_meter", 7.45e9, 7.55e9),
    ("It reached ‹45°C› there.", "measure", 45, "degC", 44.5, 45.5),
    ("The ship makes ‹24 knots› there.", "measure", 24, "knot", 23.5, 24.5),
    ("They moved ‹3,000 pounds› of copper then.", "measure", 3000, "pound", 2999.5, 3000.5),
    # durations
    ("It took ‹six years› then.", "duration", 6, "year", 6, 6),
    ("A ‹12-month› plan came.", "duration", 12, "month", 12, 12),
    ("A ‹nine-year›-old firm closed.", "duration", 9, "year", 9, 9),
    ("It took ‹3.7 days› then.", "duration", 3.7, "day", 3.65, 3.75),
    ("It took ‹two decades› then.", "duration", 20, "year", 20, 20),
    # numbers
    ("It rose to ‹4.68 billion› then.", "number", 4.68e9, "", 4.675e9, 4.685e9),
    ("It read ‹1,234.5› then.", "number", 1234.5, "", 1234.45, 1234.55),
]  # fmt: skip


@pytest.mark.parametrize(
    ("phrase", "kind", "value", "unit", "low", "high"), OTHERS, ids=[r[0] for r in OTHERS]
)
def test_other_kinds(phrase: str, kind: str, value: float, unit: str, low: float, high: float) -> None:
    found = one(phrase)
    assert (found.kind, found.unit) == (kind, unit)
    assert (found.value, found.low, found.high) == pytest.approx((value, low, high), rel=1e-12)


PERIODS: list[tuple[str, str, float]] = [
    ("It opened in ‹2022› there.", "2022", 2022),
    ("It opened in ‹FY2022› there.", "FY2022", 2022),
    ("It opened in ‹FY25› there.", "FY2025", 2025),
    ("It opened in ‹FY2021/3› there.", "FY2021", 2021),
    ("It opened in ‹fiscal 2019› there.", "FY2019", 2019),
    ("It opened in ‹fiscal year 2021› there.", "FY2021", 2021),
    ("It opened in ‹2004-05› there.", "FY2005", 2005),
    ("It opened in ‹2019/20› there.", "FY2020", 2020),
    ("It opened in ‹1998/9› there.", "FY1999", 1999),
    ("It opened in ‹Q3 2022› there.", "2022-Q3", 2022),
    ("It opened in ‹Q3› there.", "Q3", math.nan),
    ("It opened in ‹H1 FY23› there.", "FY2023-H1", 2023),
    ("It opened in the ‹third quarter of 2022› there.", "2022-Q3", 2022),
    ("It opened in the ‹third-quarter› there.", "Q3", math.nan),
    ("It opened in the ‹first half› there.", "H1", math.nan),
    ("It opened in the ‹second half of 2021› there.", "2021-H2", 2021),
    ("It opened in ‹June 2022› there.", "2022-06", 2022),
    ("It opened in ‹June› there.", "06", math.nan),
    ("It opened on ‹June 30, 2022› there.", "2022-06-30", 2022),
    ("It opened on ‹30 June 2022› there.", "2022-06-30", 2022),
    ("It opened on ‹2022-06-30› there.", "2022-06-30", 2022),
    ("It opened on ‹30/06/2022› there.", "2022-06-30", 2022),
    ("It opened on ‹Sept. 30› there.", "09-30", math.nan),
    ("The year ended ‹December 31, 2019› was good.", "2019", 2019),
    ("The year ended ‹June 30, 2019› was good.", "FY2019", 2019),
    ("The quarter ended ‹June 30, 2019› was good.", "2019-Q2", 2019),
]


@pytest.mark.parametrize(("phrase", "period", "year"), PERIODS, ids=[row[0] for row in PERIODS])
def test_periods(phrase: str, period: str, year: float) -> None:
    found = one(phrase)
    assert (found.kind, found.unit, found.period) == ("period", "period", period)
    assert found.value == pytest.approx(year, nan_ok=True)


QUALIFIERS: list[tuple[str, str, str]] = [
    ("about ‹5%›", "about", "about"),
    ("around ‹$5m›", "about", "around"),
    ("some ‹240› employees", "about", "some"),
    ("roughly a ‹5%›", "about", "roughly"),
    ("~‹5%›", "about", "~"),
    ("something like ‹5%›", "about", "something like"),
    ("call it ‹5%›", "about", "call it"),
    ("‹5%› or so", "about", "or so"),
    ("nearly ‹5%›", "below", "nearly"),
    ("very nearly ‹5%›", "below", "very nearly"),
    ("just under ‹$2.6bn›", "below", "just under"),
    ("a shade under ‹5%›", "below", "a shade under"),
    ("nearly ‹double› theirs", "below", "nearly"),
    ("more than ‹5%›", "above", "more than"),
    ("slightly more than ‹5%›", "above", "slightly more than"),
    ("over ‹$2.6bn›", "above", "over"),
    ("in excess of ‹5%›", "above", "in excess of"),
    ("at least ‹5%›", "at_least", "at least"),
    ("no fewer than ‹240› employees", "at_least", "no fewer than"),
    ("‹5%› or more", "at_least", "or more"),
    ("at most ‹5%›", "at_most", "at most"),
    ("up to ‹5%›", "at_most", "up to"),
    ("no more than ‹5%›", "at_most", "no more than"),
    ("for over ‹five years›", "above", "over"),
]


@pytest.mark.parametrize(("phrase", "side", "text"), QUALIFIERS, ids=[row[0] for row in QUALIFIERS])
def test_qualifiers(phrase: str, side: str, text: str) -> None:
    found = one(f"It had {phrase}.")
    assert (found.qualifier, found.qualifier_text) == (side, text)


@pytest.mark.parametrize(
    "phrase", ["It went up to ‹5%›.", "They met over ‹five years›.", "It made just ‹5%›."]
)
def test_no_qualifier(phrase: str) -> None:
    assert one(phrase).qualifier is None


RANGES: list[tuple[str, str, float, float, float]] = [
    ("It will grow ‹5 to 6%› then.", "percent", 5.5, 4.5, 6.5),
    ("It will grow ‹5-6%› then.", "percent", 5.5, 4.5, 6.5),
    ("It will cost ‹$12-14bn› then.", "money", 13e9, 11.5e9, 14.5e9),
    ("It will pay ‹$6.0-$6.5› then.", "money", 6.25, 5.95, 6.55),
    ("It will cost ‹$12m to $14m› then.", "money", 13e6, 11.5e6, 14.5e6),
    ("It will cost between ‹2 and 3 million euros› then.", "money", 2.5e6, 1.5e6, 3.5e6),
    ("It took ‹two to three years› then.", "duration", 2.5, 2, 3),
]


@pytest.mark.parametrize(("phrase", "kind", "value", "low", "high"), RANGES, ids=[row[0] for row in RANGES])
def test_ranges(phrase: str, kind: str, value: float, low: float, high: float) -> None:
    found = one(phrase)
    assert found.is_range
    assert found.kind == kind
    assert (found.value, found.low, found.high) == pytest.approx((value, low, high), rel=1e-12)


PER: list[tuple[str, str]] = [
    ("It paid ‹$5› a share.", "share"),
    ("It paid ‹$5› per share.", "share"),
    ("It paid ‹$5› per diluted share.", "share"),
    ("It paid ‹$5› apiece.", "apiece"),
    ("It paid ‹$5›/kg.", "kg"),
    ("It paid ‹$5› per vessel per day.", "vessel per day"),
    ("It paid ‹$9,500› a tonne.", "tonne"),
    ("It grew ‹5%› a year.", "year"),
    ("It grew ‹5%› annually.", "year"),
    ("It paid ‹$5› a rather small sum.", ""),
    ("It paid ‹$5› a year before.", ""),
]


@pytest.mark.parametrize(("phrase", "per"), PER, ids=[row[0] for row in PER])
def test_per(phrase: str, per: str) -> None:
    assert one(phrase).per == per


SEVERAL: list[tuple[str, list[tuple[str, str, float]]]] = [
    ("It went from 5% to 6%.", [("5%", "percent", 5), ("6%", "percent", 6)]),
    ("It went from 5 to 7%.", [("5", "number", 5), ("7%", "percent", 7)]),
    ("It went from 8.1 to 7.8%.", [("8.1", "number", 8.1), ("7.8%", "percent", 7.8)]),
    ("Sales rose 5% to $6m.", [("5%", "percent", 5), ("$6m", "money", 6e6)]),
    ("It grew 5, 6 and 7.2%.", [("5", "percent", 5), ("6", "percent", 6), ("7.2%", "percent", 7.2)]),
    (
        "It made 2.5 and 3.1 million dollars.",
        [("2.5", "money", 2.5e6), ("3.1 million dollars", "money", 3.1e6)],
    ),
    ("It shed 85 or 21% of them.", [("85", "number", 85), ("21%", "percent", 21)]),
    ("Between 2017 and 2019 it grew.", [("2017", "period", 2017), ("2019", "period", 2019)]),
    ("From 2019-2022 it grew.", [("2019", "period", 2019), ("2022", "period", 2022)]),
    ("A rate (5.2%) was paid.", [("5.2%", "percent", 5.2)]),
    ("Of 14 of 17 regions we know.", [("14", "number", 14), ("17", "count", 17)]),
]


@pytest.mark.parametrize(("text", "expected"), SEVERAL, ids=[row[0] for row in SEVERAL])
def test_several(text: str, expected: list[tuple[str, str, float]]) -> None:
    found = [(q.text, q.kind, q.value) for q in read(text)]
    assert [(a, b) for a, b, _ in found] == [(a, b) for a, b, _ in expected]
    assert [v for *_, v in found] == pytest.approx([v for *_, v in expected])


def test_a_shared_unit_leaves_each_number_its_own_step() -> None:
    first, second = read("Rates of 5 and 7.2% were seen.")
    assert (first.low, first.high) == (4.5, 5.5)
    assert (second.low, second.high) == pytest.approx((7.15, 7.25))


LOOSE: list[tuple[str, float, float]] = [
    ("It grew 130%.", 125, 135),
    ("It cost $200m.", 190e6, 210e6),
    ("It grew 76%.", 75.5, 76.5),
    ("It grew 8%.", 7.5, 8.5),
    ("It grew 6.0%.", 5.95, 6.05),
    ("It grew 100%.", 95, 105),
    ("It cost $1.30bn.", 1.295e9, 1.305e9),
]


@pytest.mark.parametrize(("text", "low", "high"), LOOSE, ids=[row[0] for row in LOOSE])
def test_loose_reading(text: str, low: float, high: float) -> None:
    (found,) = read(text)
    assert (found.loose_low, found.loose_high) == pytest.approx((low, high), rel=1e-12)


def test_nouns() -> None:
    for text, noun in [
        ("It sold 4.2 billion unit cases in May.", "unit cases"),
        ("It has 240 new employees across sites.", "new employees"),
        ("It flies 36 aircraft now.", "aircraft"),
        ("It has 23 staff there.", "staff"),
        ("It runs 879 learning centers.", "learning centers"),
    ]:
        found = next(q for q in read(text) if q.kind == "count")
        assert found.noun == noun, text


def test_brackets() -> None:
    inside, outside = read("The fee ($8.2 million) is 3% of it.")
    assert inside.bracketed
    assert not outside.bracketed


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("All amounts are in Canadian dollars. It made $5m.", "CAD"),
        ("(Expressed in Australian dollars) It made $5m.", "AUD"),
        ("Results (C$ millions) follow. It made $5m.", "CAD"),
        ("Hong Kong dollars, in thousands unless stated. It made $5m.", "HKD"),
        ("It was paid in Canadian dollars. It made $5m.", "USD"),
        ("It made $5m.", "USD"),
    ],
)
def test_declared_dollar(text: str, unit: str) -> None:
    assert next(q.unit for q in read(text) if q.kind == "money") == unit


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("The Swiss firm of Zurich made 5 million francs.", "CHF"),
        ("The French firm of Paris made 5 million francs.", "FRF"),
        ("The Philippine firm made 5 million pesos.", "PHP"),
        ("The Mexican firm made 5 million pesos.", "MXN"),
        ("The Norwegian firm made 5 million kroner.", "NOK"),
    ],
)
def test_names_that_currencies_share(text: str, unit: str) -> None:
    (found,) = read(text)
    assert found.unit == unit


def test_cents_are_of_the_currency_that_the_text_counts_in() -> None:
    assert [q.unit for q in read("It made R5 billion and paid 318 cents a share.")] == ["ZAR", "ZAR"]
    assert [q.unit for q in read("It paid 318 cents a share.")] == ["USD"]


def test_a_part_in_words_of_what_is_counted_right_after_it() -> None:
    assert [q.text for q in read("Four of Wendleby's 19 baths will close.")] == ["Four", "19"]
    assert [q.text for q in read("Four of the baths will close.")] == []
