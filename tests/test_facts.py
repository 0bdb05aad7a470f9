"""A facts file: what it may look like, and what its values and periods stand for."""

from __future__ import annotations

from pathlib import Path

import pytest

from finchecks.facts import Fact, load_facts, read_period, read_value
from finchecks.faults import FaultError


def load(folder: Path, name: str, text: str) -> tuple[Fact, ...]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return load_facts(path)


def test_yaml_and_csv_say_the_same(tmp_path: Path) -> None:
    yaml = """# what the desk has on file
- entity: [Brannock Ferries, the ferry line]
  metric: revenue
  period: 2023
  value: 2.65
  unit: $ billion
  source: annual report 2023, page 14
- {metric: jobless rate, value: 6.20, unit: "%"}
"""
    csv = """entity,metric,period,value,unit,source
Brannock Ferries; the ferry line,revenue,2023,2.65,$ billion,"annual report 2023, page 14"

,jobless rate,,6.20,%,
"""
    one, two = load(tmp_path, "a.yaml", yaml), load(tmp_path, "a.csv", csv)
    assert [(f.entities, f.metric, f.value, f.source) for f in one] == [
        (f.entities, f.metric, f.value, f.source) for f in two
    ]
    assert one[0].entities == ("Brannock Ferries", "the ferry line")
    assert one[0].period is not None and one[0].period.period == "2023"
    assert one[1].period is None
    assert [f.note for f in one] == ["a.yaml, line 2: annual report 2023, page 14", "a.yaml, line 8"]
    assert [f.place for f in two] == ["a.csv, line 2", "a.csv, line 4"]


def test_facts_may_stand_under_a_key(tmp_path: Path) -> None:
    (fact,) = load(tmp_path, "a.yml", "facts:\n- metric: rent\n  value: €940\n")
    assert (fact.value.unit, fact.value.value) == ("EUR", 940)


@pytest.mark.parametrize(
    ("value", "unit", "kind", "name", "low", "high"),
    [
        ("2.65", "$ billion", "money", "USD", 2.645e9, 2.655e9),
        ("2.65", "$bn", "money", "USD", 2.645e9, 2.655e9),
        ("2.650", "USD billion", "money", "USD", 2.6495e9, 2.6505e9),  # the trailing zero counts
        ("$2.65bn", "", "money", "USD", 2.645e9, 2.655e9),
        ("34.4", "billion yen", "money", "JPY", 34.35e9, 34.45e9),
        ("12", "A$ million", "money", "AUD", 11.5e6, 12.5e6),
        ("-3.2", "£m", "money", "GBP", -3.25e6, -3.15e6),
        ("65.4", "%", "percent", "percent", 65.35, 65.45),
        ("1.3", "million barrels", "measure", "barrel", 1.25e6, 1.35e6),
        ("240", "employees", "count", "count", 239.5, 240.5),
        ("1,250", "", "number", "", 1249.5, 1250.5),
    ],
)
def test_values(value: str, unit: str, kind: str, name: str, low: float, high: float) -> None:
    found = read_value(value, unit)
    assert found is not None
    assert (found.kind, found.unit) == (kind, name)
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize(
    "value", ["", "much", "5 to 6%", "about 5%", "$5m and $6m", "2019-04", "nan", "$5m (2019)"]
)
def test_what_is_no_single_value(value: str) -> None:
    assert read_value(value) is None


def test_periods() -> None:
    found = {
        text: read_period(text) for text in ("2023", "Q3 2023", "FY2023", "June 2023", "first half of 2023")
    }
    assert [q.period if q else None for q in found.values()] == [
        "2023",
        "2023-Q3",
        "FY2023",
        "2023-06",
        "2023-H1",
    ]
    assert read_period("third quarter") is None  # of which year?
    assert read_period("soon") is None


def test_all_faults_at_once_and_no_more_than_twenty(tmp_path: Path) -> None:
    with pytest.raises(FaultError) as caught:
        load(tmp_path, "many.csv", "metric,value\n" + "rent,much\n" * 300)
    assert [fault.line for fault in caught.value.faults] == list(range(2, 22))


def test_a_folder_or_a_missing_file(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone.yaml"):
        with pytest.raises(FaultError, match="cannot read the facts file"):
            load_facts(path)
