"""Dimensions of formulas, and factors of measures against pint's own."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pint
import pytest

from finchecks.rule import Rule
from finchecks.rule.formula import Formula, parse
from finchecks.rule.load import builtin_folder, load_rules
from finchecks.units import check_dimensions, convert, measures, unit

RULES = {rule.id: rule for rule in load_rules()}
TABLE = measures(builtin_folder() / "lexicon" / "units.txt")


@pytest.fixture(scope="module")
def pints() -> pint.UnitRegistry[float]:
    return pint.UnitRegistry()


def with_formula(rule_id: str, source: str) -> Rule:
    formula = parse(source)
    assert isinstance(formula, Formula)
    return replace(RULES[rule_id], formula=formula, mistakes={})


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_every_rule_agrees(rule: Rule) -> None:
    assert not list(check_dimensions(rule))


@pytest.mark.parametrize(
    ("rule_id", "source"),
    [
        ("percent-change", "new - old"),
        ("percent-change", "new * old - 1"),
        ("percent-change", "new + 1"),
        ("pp-change", "new / old - 1"),
        ("pp-change", "new * old"),
        ("difference", "new / old"),
        ("sum", "product(part)"),
        ("product", "sum(factor)"),
        ("duration", "end / start"),
        ("share", "part - whole"),
        ("multiple", "new * old"),
        ("cagr", "end - start"),
    ],
)
def test_a_formula_of_another_dimension_is_refused(rule_id: str, source: str) -> None:
    ((where, message),) = check_dimensions(with_formula(rule_id, source))
    assert where == "formula"
    assert source in message


def test_currencies_and_points_are_dimensions_of_their_own() -> None:
    total = parse("sum(part)")
    assert isinstance(total, Formula)
    assert total.on({"part": [unit("USD"), unit("USD")]}).magnitude == 2
    with pytest.raises(pint.DimensionalityError):
        total.on({"part": [unit("USD"), unit("CNY")]})
    with pytest.raises(pint.DimensionalityError):
        total.on({"part": [unit("percentage_point"), unit("USD") / unit("USD")]})


#: how pint spells what is spelt otherwise here
PINT = {
    "square_meter": "meter**2", "square_metre": "meter**2", "square_kilometer": "kilometer**2",
    "square_kilometre": "kilometer**2", "square_foot": "foot**2", "square_mile": "mile**2",
    "cubic_meter": "meter**3", "cubic_metre": "meter**3", "cubic_foot": "foot**3",
    "avoirdupois_ounce": "ounce",
    "mt": "tonne", "oz": "ounce", "kilo": "kg", "feet": "foot", "bbl": "oil_bbl", "oil_barrel": "oil_bbl",
    "kph": "kilometer / hour", "mph": "mile / hour", "acre": "acre",
    "square_feet": "foot**2", "square_inch": "inch**2", "square_yard": "yard**2",
    "square_centimeter": "cm**2", "cubic_centimeter": "cm**3",
    "cubic_inch": "inch**3", "cubic_yard": "yard**3",
    "acre_foot": "acre_foot", "us_gallon": "gallon", "us_pint": "pint", "us_quart": "quart",
    "us_fluid_ounce": "fluid_ounce", "dry_bushel": "bushel", "meter_per_second": "meter / second",
    "foot_per_second": "foot / second", "celsius_degree": "delta_degC", "fahrenheit_degree": "delta_degF",
    "mechanical_horsepower": "horsepower", "gram_calorie": "calorie", "btu": "Btu",
    "long_hundredweight": "UK_hundredweight",
    "wheat_bushel": "60 * pound", "corn_bushel": "56 * pound", "barley_bushel": "48 * pound",
    "quintal": "100 * kg", "oat_bushel": "32 * pound", "beer_barrel": "31 * gallon",
    "working_week": "5 * day", "four_weeks": "4 * week", "thirty_days": "30 * day",
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_factors_are_pints(name: str, pints: pint.UnitRegistry[float]) -> None:
    measure = TABLE[name]
    base = next(
        one
        for one in TABLE.values()
        if one.dimension == measure.dimension and one.factor == 1.0 and not one.offset
    )
    if measure.dimension == "temperature":
        for value in (-40.0, 0.0, 37.0):
            expected = pints.Quantity(value, name).to("kelvin").magnitude
            assert convert(value, measure, TABLE["kelvin"]) == pytest.approx(expected)
        return
    many, _, one = PINT.get(name, name).rpartition(" * ")
    expected = pints.Quantity(float(many or 1), one).to(PINT.get(base.name, base.name)).magnitude
    assert measure.factor == pytest.approx(expected, rel=1e-5)  # pint 0.25 and 0.26 differ in the acre


def test_pint_reads_the_table_too() -> None:
    ureg = pint.UnitRegistry(None)
    ureg.load_definitions(str(builtin_folder() / "lexicon" / "units.txt"))
    assert ureg.Quantity(1, "short_ton").to("kg").magnitude == pytest.approx(907.18474)


def test_nothing_is_converted_across_dimensions() -> None:
    assert convert(1.0, TABLE["mile"], TABLE["acre"]) is None


def test_pint_is_not_imported_to_check_an_article() -> None:
    code = (
        "import sys; import finchecks; report = finchecks.check('Sales rose 10% to $11m from $10m.');"
        "assert report.checks; sys.exit('pint' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
