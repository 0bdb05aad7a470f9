"""The formulas of the workpaper come to what the engine found. (A real spreadsheet says so in ``full/``.)"""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import Any

import pytest
from articles import TEXT, checked, own_texts

from finchecks.audit.workings import Working, working
from finchecks.pipeline import prepare
from finchecks.rule import Rule

_CELL = re.compile(r"\bC(\d+)(value|low|high)\b")
_FUNCTIONS: dict[str, Any] = {
    "SUM": lambda *n: sum(n),
    "PRODUCT": lambda *n: math.prod(n),
    "ABS": abs,
    "MIN": min,
    "MAX": max,
    "SQRT": math.sqrt,
}


def calculated(one: Working) -> list[float]:
    """The three formulas, worked out as a spreadsheet does."""
    values = []
    for formula in one.written(lambda operand, part: f"C{operand}{part}"):
        text = _CELL.sub(lambda found: f"({getattr(one.cells[int(found[1])], found[2])!r})", formula)
        values.append(eval(text.replace("^", "**"), {"__builtins__": {}}, _FUNCTIONS))
    return values


@pytest.fixture(scope="module")
def rules() -> dict[str, Rule]:
    return {rule.id: rule for rule in prepare().rules}


def test_every_check_that_was_recomputed_has_a_working_that_makes_its_figures(rules: dict[str, Rule]) -> None:
    seen: Counter[str] = Counter()
    for path in own_texts():
        report, _ = checked(path.read_text("utf-8"), path.name)
        assert report.document is not None
        for check in report.checks:
            if check.recomputed is None:
                continue
            one = working(rules[check.claim.rule], check, report.document)
            assert one is not None, (path.name, check.derivation)
            figure = check.recomputed
            wanted = [figure.value, figure.low, figure.high]
            assert calculated(one) == pytest.approx(wanted, rel=1e-9, abs=1e-12), (
                path.name,
                check.derivation,
            )
            seen[check.claim.kind] += 1
    # a corpus that lost its conversions would prove nothing of them
    kinds = ("percent_change", "cagr", "sum", "share", "product", "ratio", "currency_conversion")
    assert all(seen[kind] >= 3 for kind in (*kinds, "unit_conversion", "duration", "multiple", "pp_change"))


def test_a_formula_is_that_of_the_rule_over_cells(rules: dict[str, Rule]) -> None:
    report, _ = checked("Sales rose 47% to $260 million from $200 million.")
    (check,) = report.checks
    assert report.document is not None
    one = working(rules["percent-change"], check, report.document)
    assert one is not None
    roles = [cell.role for cell in one.cells]
    new, old = roles.index("new"), roles.index("old")
    value, low, high = one.written(lambda operand, part: f"{'ABCDEFGH'[operand]}_{part}")
    n, o = "ABCDEFGH"[new], "ABCDEFGH"[old]
    assert value == f"(({n}_value/{o}_value)-1)*100"
    # the least change: the least of the new over the most of the old
    assert low == f"(({n}_low/{o}_high)-1)*100"
    assert high == f"(({n}_high/{o}_low)-1)*100"


def test_a_percentage_in_a_quotient_is_braced(rules: dict[str, Rule]) -> None:
    """``a*0.01/b*0.01`` would be a ten-thousandth of what is meant."""
    report, _ = checked("The jobless rate doubled to 8.2% from 4.1%.")
    (check,) = [c for c in report.checks if c.claim.rule == "multiple"]
    assert report.document is not None
    one = working(rules["multiple"], check, report.document)
    assert one is not None
    assert calculated(one)[0] == pytest.approx(2.0)


def test_a_working_that_makes_other_figures_is_not_given(rules: dict[str, Rule]) -> None:
    from dataclasses import replace

    report, _ = checked(TEXT)
    check = next(c for c in report.checks if c.recomputed is not None)
    assert report.document is not None and check.recomputed is not None
    assert working(rules[check.claim.rule], check, report.document) is not None
    wrong = replace(check, recomputed=replace(check.recomputed, value=check.recomputed.value * 1.01))
    assert working(rules[check.claim.rule], wrong, report.document) is None
