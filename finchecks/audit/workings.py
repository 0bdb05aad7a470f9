"""A check's recomputation as a spreadsheet does it: operands in cells, and formulas over these cells.

The formulas are written from the rule's own, and compared here with what the engine found: a working is only
given where it makes the very figures that finchecks reports.
"""

from __future__ import annotations

import ast
import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from finchecks.document import Document
from finchecks.engine import Check, Rate
from finchecks.engine.inputs import Inputs, inputs
from finchecks.engine.measures import conversions
from finchecks.interval import Interval
from finchecks.rule import Rule
from finchecks.rule.evaluate import enclose, input_factor, output_factor, point
from finchecks.rule.formula import MAX_CORNERS, Formula

#: value and bounds agree with the engine's to this share; the same sums in another order
_SAME = 1e-9

#: which cell of an operand a formula takes
VALUE, LOW, HIGH = "value", "low", "high"


@dataclass(frozen=True, slots=True)
class Cell:
    """An operand as a spreadsheet has it: its role, its words, its value and bounds in base units.

    ``rate`` is the reference rate that it is, where it is one.
    """

    role: str
    text: str
    value: float
    low: float
    high: float
    unit: str
    rate: Rate | None = None


@dataclass(frozen=True, slots=True)
class Working:
    """Formulas for the recomputed value and its bounds, in the claim's unit.

    ``value``, ``low`` and ``high`` hold ``{0.value}``, ``{1.low}`` … for the cells of the operands, in their
    order; :meth:`written` puts the cells' names in. ``figures`` are what they come to. ``tolerance`` is the
    share beyond the bounds within which the claim still agrees.
    """

    cells: tuple[Cell, ...]
    value: str
    low: str
    high: str
    figures: tuple[float, float, float]
    tolerance: float = 0.0

    def written(self, name: Callable[[int, str], str]) -> tuple[str, str, str]:
        """The three formulas with ``name(operand, "value" | "low" | "high")`` for the cells."""
        value, low, high = (_filled(text, name) for text in (self.value, self.low, self.high))
        return value, low, high


def _filled(text: str, name: Callable[[int, str], str]) -> str:
    parts = text.split("{")
    made = [parts[0]]
    for part in parts[1:]:
        where, _, rest = part.partition("}")
        index, _, which = where.partition(".")
        made += [name(int(index), which), rest]
    return "".join(made)


def working(rule: Rule | None, check: Check, document: Document) -> Working | None:
    """The working of a check; None where nothing can be recomputed by a formula over its operands."""
    found: Working | None = None
    if rule is None or (check.recomputed is None and rule.kind != "direction"):
        return None
    if rule.kind == "currency_conversion":
        found = _converted(check)
    elif rule.kind == "unit_conversion":
        found = _measured(rule, check)
    elif rule.formula is not None:
        found = _ruled(rule, check, inputs(rule, check.claim, document))
    return found if found is not None and _agrees(found, check) else None


def _agrees(found: Working, check: Check) -> bool:
    figure = check.recomputed
    if figure is None:
        return all(map(math.isfinite, found.figures))
    pairs = zip(found.figures, (figure.value, figure.low, figure.high), strict=True)
    return all(math.isclose(ours, theirs, rel_tol=_SAME, abs_tol=1e-12) for ours, theirs in pairs)


# ------------------------------------------------------------------------------------ rules' formulas


def _ruled(rule: Rule, check: Check, given: Inputs) -> Working | None:
    formula = rule.formula.choose(given.values) if rule.formula is not None else None
    if formula is None:
        return None
    unit = check.claim.stated.unit
    operands = [one for one in given.operands if one.role in formula.names]
    cells = tuple(
        Cell(one.role, one.text, one.value, one.strict.low, one.strict.high, one.unit) for one in operands
    )
    bounds = enclose(rule, formula, given.strict, unit, given.units)
    corners = _corners(rule, formula, cells, unit)
    if bounds is None or corners is None:
        return None
    bounds = bounds.widened(rule.tolerance)
    lowest, highest = corners
    places: dict[str, list[int]] = {}
    for place, cell in enumerate(cells):
        places.setdefault(cell.role, []).append(place)

    def text(ends: Sequence[str]) -> str:
        terms = {
            role: [
                _entering(f"{{{i}.{ends[i]}}}", input_factor(rule, role, cells[i].unit, unit)) for i in found
            ]
            for role, found in places.items()
        }
        made = _excel(ast.parse(formula.source, mode="eval").body, terms)
        factor = output_factor(rule, unit)
        return made if factor == 1.0 else f"({made})*{_plain(factor)}"

    value = point(rule, formula, given.values, unit, given.units)
    low, high = _reaching(text(lowest), "-", rule), _reaching(text(highest), "+", rule)
    return Working(cells, text([VALUE] * len(cells)), low, high, (value, bounds.low, bounds.high))


def _reaching(text: str, sign: str, rule: Rule) -> str:
    """An end moved outwards by the rule's tolerance."""
    return f"({text}){sign}ABS({text})*{rule.tolerance!r}" if rule.tolerance else text


def _corners(
    rule: Rule, formula: Formula, cells: Sequence[Cell], unit: str
) -> tuple[Sequence[str], Sequence[str]] | None:
    """Which ends of the operands make the lowest and the highest value."""

    def at(ends: Sequence[str]) -> float:
        values: dict[str, float | list[float]] = {}
        units: dict[str, str | list[str]] = {}
        for cell, end in zip(cells, ends, strict=True):
            number = getattr(cell, end)
            role = rule.role(cell.role)
            if role is not None and role.repeated:
                values.setdefault(cell.role, []).append(number)  # type: ignore[union-attr]
                units.setdefault(cell.role, []).append(cell.unit)  # type: ignore[union-attr]
            else:
                values[cell.role], units[cell.role] = number, cell.unit
        return point(rule, formula, values, unit, units)

    ranged = [place for place, cell in enumerate(cells) if cell.low != cell.high]
    if len(ranged) > MAX_CORNERS:
        return _monotone(at, cells, ranged)
    tried = [(at(ends), ends) for ends in _combinations(len(cells), ranged)]
    if any(math.isnan(value) for value, _ in tried):
        return None
    return min(tried)[1], max(tried)[1]


def _combinations(size: int, ranged: Sequence[int]) -> Iterator[Sequence[str]]:
    for choice in itertools.product((LOW, HIGH), repeat=len(ranged)):
        ends = [LOW] * size
        for place, end in zip(ranged, choice, strict=True):
            ends[place] = end
        yield ends


def _monotone(
    at: Callable[[Sequence[str]], float], cells: Sequence[Cell], ranged: Sequence[int]
) -> tuple[Sequence[str], Sequence[str]]:
    """Too many operands for every corner: each by itself, which is right for sums and their kin."""
    lowest, highest = [LOW] * len(cells), [HIGH] * len(cells)
    for place in ranged:
        ends = [VALUE] * len(cells)
        ends[place] = LOW
        below = at(ends)
        ends[place] = HIGH
        if at(ends) < below:
            lowest[place], highest[place] = HIGH, LOW
    return lowest, highest


def _entering(cell: str, factor: float) -> str:
    return cell if factor == 1.0 else f"({cell}*{_plain(factor)})"


def _plain(number: float) -> str:
    return str(int(number)) if number.is_integer() else repr(number)


_SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "^"}


def _excel(node: ast.expr, terms: Mapping[str, Sequence[str]]) -> str:
    """A rule's formula in a spreadsheet's grammar. The rule's loader refuses whatever is not listed here."""
    if isinstance(node, ast.Constant):
        return repr(node.value)
    if isinstance(node, ast.Name):
        (term,) = terms[node.id]
        return term
    if isinstance(node, ast.UnaryOp):
        inner = _excel(node.operand, terms)
        # a spreadsheet's minus binds closer than its power
        return f"(0-{_braced(node.operand, inner)})" if isinstance(node.op, ast.USub) else inner
    if isinstance(node, ast.BinOp):
        left, right = _excel(node.left, terms), _excel(node.right, terms)
        return f"{_braced(node.left, left)}{_SIGNS[type(node.op)]}{_braced(node.right, right)}"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        found: list[str] = []
        for argument in node.args:
            if isinstance(argument, ast.Name):
                found += terms[argument.id]
            else:
                found.append(_excel(argument, terms))
        if node.func.id == "count":
            return str(len(found))
        return f"{node.func.id.upper()}({','.join(found)})"
    raise ValueError(f"“{ast.unparse(node)}” is no part of a formula")


def _braced(node: ast.expr, text: str) -> str:
    return f"({text})" if isinstance(node, ast.BinOp) else text


# ------------------------------------------------------------------------------------- conversions


def _converted(check: Check) -> Working | None:
    """Amount times rate, the rate being that of the references which the engine judged by."""
    source = next((one for one in check.claim.operands if one.role == "from"), None)
    figure = check.recomputed
    if source is None or figure is None:
        return None
    amount = Cell("from", source.text, source.value, source.strict.low, source.strict.high, source.unit)
    for rate in check.rates:
        middle = (rate.low + rate.high) / 2
        unit = f"{check.claim.stated.unit} per {source.unit}"
        found = Working(
            (amount, Cell("rate", rate.source, middle, rate.low, rate.high, unit, rate)),
            "{0.value}*{1.value}",
            "{0.low}*{1.low}",
            "{0.high}*{1.high}",
            (amount.value * middle, amount.low * rate.low, amount.high * rate.high),
        )
        if _agrees(found, check):
            return found
    return None


def _measured(rule: Rule, check: Check) -> Working | None:
    """The operand times what one of its unit is in the claim's, and for temperatures what 0 is besides."""
    source = next((one for one in check.claim.operands if one.role == "from"), None)
    if source is None:
        return None
    unit = check.claim.stated.unit
    amount = Cell("from", source.text, source.value, source.strict.low, source.strict.high, source.unit)
    for convert in conversions(rule, check.claim, source):
        start, one = convert(0.0), convert(1.0)
        if start is None or one is None:
            continue
        factor = one - start
        bounds = Interval.hull(start + factor * end for end in (amount.low, amount.high))
        first, last = (LOW, HIGH) if factor >= 0 else (HIGH, LOW)
        added = f"+{start!r}" if start else ""
        found = Working(
            (amount, Cell("factor", "", factor, factor, factor, f"{unit} per {source.unit}")),
            f"{{0.value}}*{{1.value}}{added}",
            f"{{0.{first}}}*{{1.value}}{added}",
            f"{{0.{last}}}*{{1.value}}{added}",
            (start + factor * amount.value, bounds.low, bounds.high),
            rule.tolerance,
        )
        if _agrees(found, check):
            return found
    return None
