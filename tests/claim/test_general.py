"""Two figures described by where they stand, whatever the words: what the trees read, what comes of it."""

from __future__ import annotations

import pytest
from contexts import context_of

from finchecks.claim import from_quantities as binder
from finchecks.claim import general
from finchecks.claim.hypothesis import Hypothesis
from finchecks.rule.load import load_rules

TEXT = (
    "The library lent 48,200 books in spring. Children's titles made up a good part of that: 18,300 went out "
    "to readers under twelve.\n\nStaff were pleased. At 38% the young took more than ever.\n"
)


def test_what_is_described_has_a_name_in_the_fitted_file() -> None:
    seen = general.view(context_of(TEXT), ())
    claim = next(f for f in seen.context.figures if f.q.text == "38%")
    mine = general.about(seen, claim)
    kinds = general.kinds_of(claim)
    described = [
        general.described(seen, general.of_claim(mine, kind), kind, claim, a, b)
        for kind, a, b in general.candidates(seen, claim, kinds)
    ]
    assert described
    assert {len(one) for one in described} == {len(general.names())}
    for trees in general.fitted()[:2]:
        assert list(trees.features) == general.names()
        assert max(node[0] for tree in trees.trees for node in tree) < len(general.names())


def test_candidates_are_of_fitting_types_and_near_in_size() -> None:
    seen = general.view(
        context_of("They sold 40 boats for $12 million, or $300,000 each; 9 of 40 were red."), ()
    )
    claim = next(f for f in seen.context.figures if f.q.value == 300_000)
    found = {
        (kind, a.q.value, b.q.value) for kind, a, b in general.candidates(seen, claim, ("ratio", "product"))
    }
    assert found == {("ratio", 12e6, 40.0)}


def test_a_known_relation_is_no_evidence_of_itself() -> None:
    context = context_of("Sales rose 20% to $12 million from $10 million.")
    rules = {rule.id: rule for rule in load_rules()}
    chosen = binder.choose(binder.hypotheses(context, rules))
    right = [one for one in chosen if one.fit == "right"]
    assert right
    claim, a, b = (context.figures[at] for at in range(3))

    def described(known: list[Hypothesis]) -> list[float]:
        seen = general.view(context, known)
        mine = general.of_claim(general.about(seen, claim), "percent_change")
        return general.described(seen, mine, "percent_change", claim, a, b)

    assert described(right) == described([])


@pytest.mark.parametrize("text", ["No figure here.", "Just 7.", "Zero: 0, 0%, 0 of 0."])
def test_texts_without_anything_to_bind(text: str) -> None:
    assert general.general(context_of(text), {}, (), (), binder.contradictable) == []
