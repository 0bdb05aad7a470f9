"""Formulas of rules: a small safe grammar, compiled to closures over floats and over intervals.

Names, numbers, ``+ - * / **``, and the functions ``sum``, ``product``, ``count``, ``min``, ``max``,
``abs``, ``sqrt``. The text is parsed by the standard library's ``ast`` and every node that is not on the
list is refused; nothing is ever evaluated as Python. Length, depth and exponents are bounded.

The same closures run on plain floats (the hot path) and on pint quantities (the check of dimensions when
a rule is loaded); intervals have closures of their own.
"""

from __future__ import annotations

import ast
import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any, TypeAlias

from finchecks.faults import Fault
from finchecks.interval import Interval

MAX_LENGTH = 300
MAX_DEPTH = 24
#: constants beyond this are no part of anybody's arithmetic about an article
MAX_CONSTANT = 1e15
#: at most so many operands that are no points are tried at the corners (2**12 evaluations)
MAX_CORNERS = 12

Values: TypeAlias = Mapping[str, float | Sequence[float]]
Intervals: TypeAlias = Mapping[str, Interval | Sequence[Interval]]
# Closures take whatever the operands are made of: floats, pint quantities, intervals.
_Term: TypeAlias = Callable[[Mapping[str, Any]], Any]

#: functions that take a repeated operand as a whole
GATHERING = ("sum", "product", "count", "min", "max")
SINGLE = ("abs", "sqrt")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, or several alternatives of which the one applies whose names are all filled.

    ``names`` lists the operands it mentions, in order. ``exact`` says that each occurs once, so that
    interval arithmetic gives the exact range.
    """

    source: str
    names: tuple[str, ...]
    exact: bool = field(compare=False)
    _point: _Term = field(compare=False, repr=False)
    _enclose: _Term = field(compare=False, repr=False)
    alternatives: tuple[Formula, ...] = field(default=(), compare=False)

    def choose(self, filled: Mapping[str, object]) -> Formula | None:
        """The first alternative whose operands are all there."""
        for one in self.alternatives or (self,):
            if all(name in filled for name in one.names):
                return one
        return None

    def point(self, values: Values) -> float:
        """The value at plain numbers; nan on division by zero, overflow, or an operand that is missing."""
        formula = self if not self.alternatives else self.choose(values)
        if formula is None:
            return math.nan
        try:
            result = formula._point(values)
            return float(result) if math.isfinite(result) else math.nan
        except (ArithmeticError, ValueError, TypeError, KeyError):
            # a complex root raises TypeError in isfinite
            return math.nan

    def enclose(self, values: Intervals, near: Interval | None = None) -> Interval | None:
        """The range over the operands' intervals; None where a denominator touches zero or a name is missing.

        Exact where each operand occurs once or the formula is monotone in each; beyond ``MAX_CORNERS``
        operands it is the wider natural enclosure, which can only make a check more lenient. With ``near``,
        None too where neither it nor its negative meets this: it saves going to the corners.
        """
        formula = self if not self.alternatives else self.choose(values)
        if formula is None:
            return None
        try:
            natural: Interval = formula._enclose(values)
        except (ArithmeticError, ValueError, TypeError, KeyError):
            return None
        if not (math.isfinite(natural.low) and math.isfinite(natural.high)):
            return None
        if near is not None and not (natural.meets(near) or natural.scaled(-1.0).meets(near)):
            return None
        if formula.exact:
            return natural
        corners = _corners({name: values[name] for name in formula.names})
        if corners is None:
            return natural
        results = [formula.point(corner) for corner in corners]
        return None if any(map(math.isnan, results)) else Interval.hull(results)

    def solve(self, name: str, target: Interval, values: Intervals) -> Interval | None:
        """The interval of the operand ``name`` for which the formula gives ``target``, None where it is open.

        Only where the operand occurs once: the operations around it are undone one after the other.
        """
        formula = self if not self.alternatives else self.choose({**values, name: target})
        if formula is None:
            return None
        try:
            found = _undo(ast.parse(formula.source, mode="eval").body, name, target, values)
        except (ArithmeticError, ValueError, TypeError, KeyError):
            return None
        return found if math.isfinite(found.low) and math.isfinite(found.high) else None

    def on(self, values: Mapping[str, Any]) -> Any:
        """The formula over anything with arithmetic, such as pint quantities; errors pass through."""
        formula = self if not self.alternatives else self.choose(values)
        if formula is None:
            raise KeyError("an operand is missing")
        return formula._point(values)


def parse(source: str | Sequence[str]) -> Formula | Fault:
    """Read a formula, or a list of alternatives; a Fault (reason ``formula``) says what is not allowed."""
    texts = (source,) if isinstance(source, str) else tuple(source)
    if not texts:
        return Fault("formula", "a formula is missing")
    formulas = []
    for text in texts:
        one = _parse_one(text)
        if isinstance(one, Fault):
            return one
        formulas.append(one)
    if len(formulas) == 1:
        return formulas[0]
    names = tuple(dict.fromkeys(name for one in formulas for name in one.names))
    first = formulas[0]
    return Formula(
        " | ".join(texts),
        names,
        all(one.exact for one in formulas),
        first._point,
        first._enclose,
        tuple(formulas),
    )


class _Refused(Exception):
    pass


def _parse_one(source: str) -> Formula | Fault:
    text = source.strip()
    if not text:
        return Fault("formula", "a formula is empty")
    if len(text) > MAX_LENGTH:
        return Fault("formula", f"a formula is longer than {MAX_LENGTH} characters")
    try:
        tree = ast.parse(text, mode="eval").body
        used: list[str] = []
        point, enclose = _compile(tree, used, 0)
    except _Refused as error:
        return Fault("formula", f"formula “{text}”: {error}")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Fault(
            "formula", f"formula “{text}” cannot be read; it takes names, numbers, + - * / ** and functions"
        )
    names = tuple(dict.fromkeys(used))
    if not names:
        return Fault("formula", f"formula “{text}” mentions no operand")
    return Formula(text, names, len(used) == len(names), point, enclose)


def _compile(node: ast.expr, used: list[str], depth: int) -> tuple[_Term, _Term]:
    """Closures over numbers and over intervals. Appends each mention of a name to ``used``."""
    if depth > MAX_DEPTH:
        raise _Refused("it is nested too deeply")
    if isinstance(node, ast.Constant):
        return _constant(node)
    if isinstance(node, ast.Name):
        name = node.id
        if not (name.isascii() and name.islower()):
            raise _Refused(f"“{name}” is no operand's name (lower-case letters, digits and _)")
        used.append(name)
        return (lambda values: values[name]), (lambda values: _one(values[name]))
    if isinstance(node, ast.UnaryOp):
        inner, inner_interval = _compile(node.operand, used, depth + 1)
        if isinstance(node.op, ast.USub):
            return (lambda values: -inner(values)), (lambda values: inner_interval(values).scaled(-1.0))
        if isinstance(node.op, ast.UAdd):
            return inner, inner_interval
    if isinstance(node, ast.BinOp):
        left, right = _compile(node.left, used, depth + 1), _compile(node.right, used, depth + 1)
        return _binary(node.op, left, right)
    if isinstance(node, ast.Call):
        return _call(node, used, depth)
    raise _Refused(f"“{ast.unparse(node)}” is not allowed")


def _constant(node: ast.Constant) -> tuple[_Term, _Term]:
    if isinstance(node.value, bool) or not isinstance(node.value, int | float):
        raise _Refused(f"“{node.value!r}” is no number")
    if abs(node.value) > MAX_CONSTANT:
        raise _Refused(f"the number {node.value:g} is too large")
    number = float(node.value)
    interval = Interval.point(number)
    return (lambda values: number), (lambda values: interval)


def _binary(
    operator: ast.operator, left: tuple[_Term, _Term], right: tuple[_Term, _Term]
) -> tuple[_Term, _Term]:
    (a, a_in), (b, b_in) = left, right
    if isinstance(operator, ast.Add):
        return (lambda v: a(v) + b(v)), (lambda v: a_in(v).plus(b_in(v)))
    if isinstance(operator, ast.Sub):
        return (lambda v: a(v) - b(v)), (lambda v: a_in(v).minus(b_in(v)))
    if isinstance(operator, ast.Mult):
        return (lambda v: a(v) * b(v)), (lambda v: a_in(v).times(b_in(v)))
    if isinstance(operator, ast.Div):
        return (lambda v: a(v) / b(v)), (lambda v: a_in(v).over(b_in(v)))
    if isinstance(operator, ast.Pow):
        return (lambda v: _raised(a(v), b(v))), (lambda v: _power(a_in(v), b_in(v)))
    raise _Refused("of the operators only + - * / ** are allowed")


def _call(node: ast.Call, used: list[str], depth: int) -> tuple[_Term, _Term]:
    if not isinstance(node.func, ast.Name) or node.keywords:
        raise _Refused("only plain functions can be called")
    name = node.func.id
    if name not in GATHERING + SINGLE:
        raise _Refused(f"there is no function “{name}”; there are {', '.join(GATHERING + SINGLE)}")
    if not node.args or (name in SINGLE and len(node.args) != 1):
        raise _Refused(f"{name}() has the wrong number of arguments")
    points: list[_Term] = []
    intervals: list[_Term] = []
    for argument in node.args:
        if isinstance(argument, ast.Name):
            # a bare name may be a repeated operand: take it as it is
            point, _ = _compile(argument, used, depth + 1)
            points.append(point)
            intervals.append(point)
        else:
            point, interval = _compile(argument, used, depth + 1)
            points.append(point)
            intervals.append(interval)
    over_points, over_intervals = _FUNCTIONS[name]
    return (lambda v: over_points(_flat(points, v))), (lambda v: over_intervals(_flat(intervals, v)))


def _flat(terms: Sequence[_Term], values: Mapping[str, Any]) -> list[Any]:
    found: list[Any] = []
    for term in terms:
        value = term(values)
        if isinstance(value, list | tuple) and not isinstance(value, Interval):
            found.extend(value)
        else:
            found.append(value)
    if not found:
        raise ValueError("nothing to gather")
    return found


def _one(value: Interval | Sequence[Interval]) -> Interval:
    if not isinstance(value, Interval):
        raise TypeError("a repeated operand outside of sum, product, count, min, max")
    return value


def _power(base: Interval, exponent: Interval) -> Interval:
    """Positive bases at the corners; others only to a whole, positive, constant power."""
    if base.low > 0:
        return Interval.hull(a**b for a in base for b in exponent)
    power = exponent.low
    if exponent.low != exponent.high or power != int(power) or power < 0:
        raise ValueError("a root of a number that may be negative")
    ends = [base.low**power, base.high**power]
    return Interval.hull([*ends, 0.0] if base.touches_zero() and power % 2 == 0 and power > 0 else ends)


def _raised(base: Any, exponent: Any) -> Any:
    # whole numbers of Python's own would grow without bound; floats overflow
    return (float(base) if isinstance(base, int) else base) ** exponent


def _root(interval: Interval) -> Interval:
    return Interval(math.sqrt(interval.low), math.sqrt(interval.high))


def _magnitude(interval: Interval) -> Interval:
    ends = (abs(interval.low), abs(interval.high))
    return Interval(0.0 if interval.touches_zero() else min(ends), max(ends))


#: name → (over numbers, over intervals)
_FUNCTIONS: Mapping[str, tuple[Callable[[list[Any]], Any], Callable[[list[Any]], Interval]]] = {
    "sum": (lambda n: reduce(lambda a, b: a + b, n), lambda n: reduce(Interval.plus, n)),
    "product": (lambda n: reduce(lambda a, b: a * b, n), lambda n: reduce(Interval.times, n)),
    "count": (lambda n: float(len(n)), lambda n: Interval.point(float(len(n)))),
    "min": (min, lambda n: Interval(min(i.low for i in n), min(i.high for i in n))),
    "max": (max, lambda n: Interval(max(i.low for i in n), max(i.high for i in n))),
    "abs": (lambda n: abs(n[0]), lambda n: _magnitude(n[0])),
    "sqrt": (lambda n: n[0] ** 0.5, lambda n: _root(n[0])),
}


def _undo(node: ast.expr, name: str, target: Interval, values: Intervals) -> Interval:
    """Peel the operations off around the one mention of ``name``."""
    if isinstance(node, ast.Name) and node.id == name:
        return target
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return _undo(node.operand, name, target.scaled(-1.0), values)
    if not isinstance(node, ast.BinOp):
        raise ValueError("cannot be undone")
    in_left, in_right = _mentions(node.left, name), _mentions(node.right, name)
    if in_left == in_right:
        raise ValueError("the unknown occurs twice")
    known: Interval = _compile(node.right if in_left else node.left, [], 0)[1](values)
    inner = node.left if in_left else node.right
    if isinstance(node.op, ast.Add):
        return _undo(inner, name, target.minus(known), values)
    if isinstance(node.op, ast.Sub):
        return _undo(inner, name, target.plus(known) if in_left else known.minus(target), values)
    if isinstance(node.op, ast.Mult):
        return _undo(inner, name, target.over(known), values)
    if isinstance(node.op, ast.Div):
        return _undo(inner, name, target.times(known) if in_left else known.over(target), values)
    if isinstance(node.op, ast.Pow) and in_left:
        return _undo(inner, name, _power(target, Interval.point(1.0).over(known)), values)
    raise ValueError("cannot be undone")


def _mentions(node: ast.expr, name: str) -> bool:
    return any(isinstance(one, ast.Name) and one.id == name for one in ast.walk(node))


def _corners(values: Mapping[str, Interval | Sequence[Interval]]) -> list[dict[str, Any]] | None:
    """Every combination of the operands' ends; None when there are too many."""
    slots: list[tuple[str, int | None, Interval]] = []
    for name, value in values.items():
        if isinstance(value, Interval):
            slots.append((name, None, value))
        else:
            slots.extend((name, place, part) for place, part in enumerate(value))
    if sum(interval.low != interval.high for *_, interval in slots) > MAX_CORNERS:
        return None
    ends = [tuple(dict.fromkeys(interval)) for *_, interval in slots]
    corners = []
    for combination in itertools.product(*ends):
        corner: dict[str, Any] = {}
        for (name, place, _), end in zip(slots, combination, strict=True):
            if place is None:
                corner[name] = end
            else:
                corner.setdefault(name, []).append(end)
        corners.append(corner)
    return corners
