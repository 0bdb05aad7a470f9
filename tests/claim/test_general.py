"""Two figures described by where they stand, whatever the words: what the trees read, what comes of it."""

from __future__ import annotations

import pytest
from contexts import context_of, mismatches

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
    assert (
        general.general(context_of(text), {}, (), (), binder.contradictable, binder.doubted, binder.refused)
        == []
    )


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        # no word ties these: where they stand does
        ("The hospital has 280 nursing posts, of which 21 are empty: a vacancy rate of _.", "7.5%", "9.5%"),
        ("Drains: 412 of them, and 187 must be mended by 2030, _.", "45%", "59%"),
        (
            "The bank lent 6.12 billion euros. With deposits of 7.05 billion euros, its credit-deposit ratio "
            "works out to _.",
            "86.8%",
            "98.8%",
        ),
        # a part is no more than its whole, so that this was not meant
        ("Visitors came to 41,100. Of these 34,500 were from abroad, or _.", "84%", "117%"),
    ],
)
def test_what_stands_like_a_claim_is_held_against_its_author(text: str, right: str, wrong: str) -> None:
    assert mismatches(text.replace("_", right)) == []
    assert mismatches(text.replace("_", wrong)) == [wrong]


@pytest.mark.parametrize(
    "text",
    [
        # the whole over the part
        "The fund owes €41.2 billion and has €48.6 billion to look after, a coverage ratio of 118 per cent.",
        # of the whole that stands before it
        "Some 20% more of the 250 largest firms wrote such a report. Of the 145 firms reporting, 76% left "
        "out their own suppliers.",
        # of what was not told
        "A flat takes £1,025 a month out of take-home pay of £2,500. In the rest of Kent it is 33 per cent.",
        # measured against an earlier value
        "Costs for the year were $613 million that stand at $152 million or 20% when compared to 2019.",
        # the new value stands beside its change
        "We have 348 stores, so 341 a quarter ago. Selling space went up 2.6% to 1.18 million square ft.",
        # the second is another amount, which only its unit would tie to the first
        "Stores sold 559 billion yen, up 5.1 pct from a year earlier, and kiosks 521 billion, up 2.4 pct.",
        # of the new value, and not between the two
        "We placed 46 robots this quarter, up from 37 in the first. About two in five went out on a lease.",
        "At 22.6% the rate was well above last season's 17.9%, and made just under a quarter of our goals.",
        # vans less drivers are neither
        "It had 12 vans and 8 drivers, leaving 6 vans idle after two were sold.",
    ],
)
def test_what_is_of_other_values_is_not_held_against_its_author(text: str) -> None:
    assert mismatches(text) == []


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("The offer swells the count by a quarter.", ()),
        ("It went for 30% off the price.", ("percent_change",)),
        ("They made up 30% of it.", ("share", "percent_change")),
        ("The rejection by 79% of those voting was heavy.", ("share", "percent_change")),
    ],
)
def test_a_step_is_no_share(text: str, kinds: tuple[str, ...]) -> None:
    (claim,) = context_of(text).figures
    assert general.kinds_of(claim) == kinds


SURPLUS = (
    "The trade surplus narrowed to 8.9 bln marks in December, the office said. It was still _ bln marks "
    "above the 7.3 bln posted in December 1985."
)


def test_a_figure_without_a_unit_has_that_of_those_about_it() -> None:
    assert mismatches(SURPLUS.replace("_", "1.6")) == []
    assert mismatches(SURPLUS.replace("_", "2.1")) == ["2.1 bln marks"]
    seen = general.view(context_of("They sold 40 boats for $12 million; 9 of 40 were red."), ())
    assert not seen.completed
