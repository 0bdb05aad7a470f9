"""Trees as data: they add up what their leaves say, in bits, and stop early where nothing can come of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from finchecks.claim.trees import HOPELESS, Trees, load_trees

#: two trees: the first asks whether the first feature is above 1, the second is one leaf
SMALL = Trees(
    ("near", "far"), -1.0, (((0, 1.0, 1, 2), (-1, -4.0, 0, 0), (-1, 3.0, 0, 0)), ((-1, 0.5, 0, 0),))
)


def test_bits_are_the_base_and_a_leaf_of_each_tree() -> None:
    assert SMALL.bits([2.0, 0.0]) == -1.0 + 3.0 + 0.5
    assert SMALL.bits([1.0, 0.0]) == -1.0 - 4.0 + 0.5


def test_what_is_hopeless_after_a_stage_is_asked_no_further() -> None:
    staged = Trees(SMALL.features, SMALL.base, SMALL.trees, ((1, -3.0),))
    assert staged.bits([1.0, 0.0]) == HOPELESS
    assert staged.bits([1.0, 0.0], whole=True) == SMALL.bits([1.0, 0.0])
    assert staged.bits([2.0, 0.0]) == SMALL.bits([2.0, 0.0])


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "trees.json"
    path.write_text(json.dumps({"features": []}), "utf-8")
    with pytest.raises(KeyError):
        load_trees(path)
