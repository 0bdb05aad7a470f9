"""Units: the dimensions of rules' formulas (pint, when a rule is loaded), factors of measures (a table).

Every currency is a dimension of its own, and so is the percentage point: dollars never add to yuan without a
rate, and a difference of rates is no percentage. pint is imported only to check a rule that is not known to
be right, never to check an article.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finchecks.rule import Role, Rule
from finchecks.rule.formula import Formula

if TYPE_CHECKING:
    import pint

#: claims whose value is a bare number: a percentage, a multiple
_BARE = frozenset({"percent", "fraction", "multiple"})
_BARE_ROLES = frozenset({"percent", "fraction", "multiple"})


@functools.cache
def registry() -> pint.UnitRegistry[Any]:
    """The units that formulas are checked in: a handful of abstract ones, defined from nothing (4 ms)."""
    import pint

    ureg: pint.UnitRegistry[Any] = pint.UnitRegistry(None)
    ureg.define("year = [time]")
    ureg.define("percentage_point = [rate]")
    ureg.define("basis_point = 0.01 * percentage_point")
    return ureg


def unit(name: str) -> Any:
    """1 of a unit that is defined on first mention, as a dimension of its own: dollars are no yuan."""
    ureg = registry()
    if name not in ureg:
        ureg.define(f"{name} = [{name}]")
    return ureg.Quantity(1.0, name)


def check_dimensions(rule: Rule) -> Iterator[tuple[str, str]]:
    """What is wrong with the dimensions of a rule's formulas, as (where, message) pairs.

    Roles that are ``like`` another share its dimension; ``like: claim`` the claim's; other amounts have one
    of their own. A formula's dimension must be the claim's in every type that the claim may have. A mistake's
    formula must only be possible: what people get wrong is often just the dimension.
    """
    if rule.formula is None:
        return
    for kind in rule.claim_type:
        message = _check(rule, rule.formula, kind)
        if message is not None:
            yield "formula", message
            break
    for code, formula in rule.mistakes.items():
        message = _check(rule, formula, None)
        if message is not None:
            yield f"mistakes.{code}", message


def _check(rule: Rule, formula: Formula, kind: str | None) -> str | None:
    """None when the formula can have the dimension of a claim of this kind, otherwise what it has instead."""
    import pint

    for alternative in formula.alternatives or (formula,):
        wrong = ""
        for want, values in _assignments(rule, alternative, kind):
            try:
                found = alternative.on(values)
            except pint.errors.PintError as error:
                # pint's own words name the two dimensions that do not go together
                wrong = wrong or f"“{alternative.source}” has units that do not go together: {error}"
                continue
            except (ArithmeticError, ValueError, TypeError):
                continue  # a zero or a root at the sample values is no matter of units
            dimension = getattr(found, "dimensionality", {})
            if kind is None or want is None or dimension == want.dimensionality:
                wrong = ""
                break
            got = _name(dimension)
            meant = _name(want.dimensionality)
            wrong = wrong or f"“{alternative.source}” gives {got}, but a claim in {kind} is {meant}"
        if wrong:
            return wrong
    return None


def _assignments(rule: Rule, formula: Formula, kind: str | None) -> Iterator[tuple[Any, Mapping[str, Any]]]:
    """The claim's unit (None where anything goes) with units for the roles, in the ways that are open."""
    ureg = registry()
    bare = ureg.Quantity(1.0, "")
    any_like_claim = any(role.like == "claim" for role in rule.roles)
    claim = _claim_unit(kind, any_like_claim, rule.claim_type)
    timed = kind in ("duration", "period") or (kind is None and rule.kind == "duration")
    groups = list(dict.fromkeys(_group(rule, rule.role(name)) for name in formula.names))
    choices: list[tuple[Any, ...]] = []
    for group in groups:
        role = rule.role(group)
        if group == "claim":
            choices.append((claim if claim is not None else unit("claimed"),))
        elif role is None or role.type in _BARE_ROLES:
            choices.append((bare,))
        elif role.type in ("rate", "points"):
            choices.append((unit("percentage_point"),))
        elif role.type == "year" or (role.type in ("duration", "period") and not timed):
            choices.append((bare,))  # a number of years, as in an exponent
        elif role.type in ("duration", "period"):
            choices.append((unit("year"),))
        else:
            # An amount has a dimension of its own; two unrelated amounts may happen to share one (a ratio).
            choices.append((unit(f"unit_of_{group}"), unit("unit_in_common")))
    for combination in itertools.product(*choices):
        of_group = dict(zip(groups, combination, strict=True))
        values: dict[str, Any] = {}
        for number, name in enumerate(formula.names, 2):
            role = rule.role(name)
            one = of_group[_group(rule, role)] * float(number)
            if role is None or not role.repeated:
                values[name] = one
            elif role.like is None and role.type not in _BARE_ROLES:
                # repeated and unrelated: factors, one of which carries the claim's unit
                values[name] = [(claim if claim is not None else one) * 2.0, bare * 3.0]
            else:
                values[name] = [one, one * 2.0]
        yield claim, values


def _group(rule: Rule, role: Role | None) -> str:
    """The name of the role (or "claim") whose unit a role shares in the end."""
    seen: set[str] = set()
    while role is not None and role.like is not None and role.name not in seen:
        if role.like == "claim":
            return "claim"
        seen.add(role.name)
        role = rule.role(role.like)
    return role.name if role is not None else ""


def _claim_unit(kind: str | None, any_like_claim: bool, types: Iterable[str]) -> Any:
    bare = registry().Quantity(1.0, "")
    if kind is None:
        kind = next(iter(types))
        if kind in ("amount", "any"):
            return unit("claimed")
    if kind in _BARE:
        return bare
    if kind == "points":
        return unit("percentage_point")
    if kind in ("duration", "period"):
        return unit("year")
    # an amount that no role shares may be in whatever the formula makes of the roles: money per head
    return unit("claimed") if any_like_claim else None


def _name(dimensionality: Mapping[str, float]) -> str:
    if not dimensionality:
        return "a bare number"
    return " · ".join(
        f"{name.strip('[]').replace('_', ' ')}" + ("" if power == 1 else f"^{power:g}")
        for name, power in dimensionality.items()
    )


# --------------------------------------------------------------------------------------------- measures


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit of measure: ``value * factor + offset`` is the value in the base unit of its dimension."""

    name: str
    dimension: str
    factor: float
    offset: float = 0.0


@functools.cache
def measures(path: Path) -> Mapping[str, Measure]:
    """Every name and alias of ``lexicon/units.txt``, which is written in pint's notation."""
    found: dict[str, Measure] = {}
    for line in path.read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        definition, _, option = line.partition(";")
        name, meaning, *aliases = (part.strip() for part in definition.split("="))
        if meaning.startswith("["):
            measure = Measure(name, meaning.strip("[]"), 1.0)
        else:
            factor, _, base = meaning.partition("*")
            offset = float(option.partition(":")[2]) if option else 0.0
            measure = Measure(name, found[base.strip()].dimension, float(factor), offset)
        for one in (name, *aliases):
            found[one] = measure
    return found


def convert(value: float, source: Measure, target: Measure) -> float | None:
    """A value in another unit of the same dimension, None across dimensions."""
    if source.dimension != target.dimension:
        return None
    return (value * source.factor + source.offset - target.offset) / target.factor


def meanings(name: str, ambiguous: object, table: Mapping[str, Measure]) -> list[Measure]:
    """What a unit's name may stand for, the likeliest first: a ton is a tonne, a short or a long ton.

    ``ambiguous`` maps such names to the units they may mean (a rule's ``binding``); others mean themselves.
    """
    plain = name.lower().replace(" ", "_")
    names: Sequence[str] = (plain,)
    for key in (name, plain, plain.removesuffix("s")):
        if isinstance(ambiguous, Mapping) and key in ambiguous:
            names = [str(one) for one in ambiguous[key]]
            break
        if key in table:
            names = (key,)
            break
    return [table[one] for one in names if one in table]


def comparable(
    first: str, second: str, ambiguous: object, table: Mapping[str, Measure]
) -> list[tuple[Measure, Measure]]:
    """What the names of two units may mean together, the likeliest first: only what is of one dimension."""
    return [
        (a, b)
        for a in meanings(first, ambiguous, table)
        for b in meanings(second, ambiguous, table)
        if a.dimension == b.dimension
    ]
