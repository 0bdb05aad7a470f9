"""Fitted decision trees as data: the log-odds of a binding from what describes it.

Gradient-boosted trees (Friedman 2001, "Greedy function approximation: a gradient boosting machine"): the sum
of what each tree says is the logarithm of the odds. They are fitted and written by
``benchmarks/fit_general.py`` and ``fit_cells.py``; here they are only read. What is plainly hopeless after
the first of them is not asked further (a cascade, after Viola and Jones 2001, "Rapid object detection using a
boosted cascade of simple features").
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

#: (feature, threshold, left, right): left where the feature is at most the threshold. A leaf has feature -1,
#: and for its threshold what it is worth.
Node = tuple[int, float, int, int]
HOPELESS = -99.0


@dataclass(frozen=True, slots=True)
class Trees:
    """``base`` and the leaves are in bits; ``features`` says what is described, in order.

    ``stages``: after so many trees whatever has less than so many bits is hopeless.
    """

    features: tuple[str, ...]
    base: float
    trees: tuple[tuple[Node, ...], ...]
    stages: tuple[tuple[int, float], ...] = ()

    def bits(self, described: Sequence[float], whole: bool = False) -> float:
        """The log-odds in bits, or ``HOPELESS``, unless the ``whole`` is asked for."""
        total, first = self.base, 0
        for last, least in (*(() if whole else self.stages), (len(self.trees), -math.inf)):
            for nodes in self.trees[first:last]:
                feature, value, left, right = nodes[0]
                while feature >= 0:
                    feature, value, left, right = nodes[left if described[feature] <= value else right]
                total += value
            if total < least:
                return HOPELESS
            first = last
        return total


def _trees(raw: dict[str, Any], features: Sequence[str]) -> Trees:
    return Trees(
        tuple(features),
        float(raw["base"]),
        tuple(tuple((int(f), float(v), int(a), int(b)) for f, v, a, b in nodes) for nodes in raw["trees"]),
        tuple((int(after), float(least)) for after, least in raw["stages"]),
    )


class Fitted(NamedTuple):
    """Trees that ask whether a figure is a claim of a kind at all, for its operands, and whether to trust
    operands that only agree, and, of cells, whether to hold an author to those that do not."""

    claim: Trees
    binding: Trees
    agreeing: Trees
    against: Trees | None = None


def load_trees(path: Path) -> Fitted:
    """The trees of a file.

    Raises OSError, ValueError or KeyError for a file that is missing or damaged.
    """
    with open(path, encoding="utf-8") as file:
        raw = json.load(file)
    features = raw["features"]
    return Fitted(
        _trees(raw["claim"], features),
        _trees(raw["binding"], features),
        _trees(raw["agreeing"], raw["agreeing"]["features"]),
        _trees(raw["against"], raw["against"]["features"]) if "against" in raw else None,
    )
