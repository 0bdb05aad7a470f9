"""What the annotated numbers make of one another, worked out without the checker.

The corpus must not be judged by the code it judges: nothing here imports ``finchecks``. Figures are plain
floats in base units; only ``other`` claims bring their formula, over the roles of their operands.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping
from typing import Any

_BINARY: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}


def evaluate(formula: str, names: Mapping[str, float]) -> float:
    """A formula of names, numbers, + - * / ** and parentheses; ``ValueError`` for anything else."""

    def value(node: ast.expr) -> float:
        match node:
            case ast.Constant(value=int() | float() as number):
                return float(number)
            case ast.Name(id=name):
                return names[name]
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return -value(operand)
            case ast.BinOp(left=left, op=op, right=right):
                return _BINARY[type(op)](value(left), value(right))
        raise ValueError(f"{ast.unparse(node)!r} has no place in a formula")

    return value(ast.parse(formula, mode="eval").body)


def recompute(claim: Mapping[str, Any]) -> float:
    """The claim's value as its operands have it, in the claim's unit; not for conversions."""
    operands = claim["operands"]
    values = [float(o["value"]) for o in operands]
    role = {o["role"]: float(o["value"]) for o in operands}
    match claim["kind"]:
        case "percent_change":
            return (role["new"] / role["old"] - 1) * 100
        case "percent_of_change":
            old = role["old"] if "old" in role else role["new"] - role["change"]
            return role["change"] / old * 100
        case "pp_change":
            points = role["new"] - role["old"]
            return points * 100 if claim["unit"] == "bp" and operands[0]["unit"] == "%" else points
        case "difference":
            return role["new"] - role["old"]
        case "multiple":
            return role["new"] / role["old"]
        case "share":
            return role["part"] / role["whole"] * 100
        case "ratio":
            return role["numerator"] / role["denominator"]
        case "sum":
            return math.fsum(values)
        case "product":
            return math.prod(values)
        case "duration":
            return role["end"] - role["start"]
        case "cagr":
            years = role["years"] if "years" in role else role["end_year"] - role["start_year"]
            return float(((role["end"] / role["start"]) ** (1 / years) - 1) * 100)
        case "other":
            return evaluate(claim["formula"], role)
    raise ValueError(f"{claim['kind']} is not recomputed here")
