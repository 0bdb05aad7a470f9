"""A total and its parts told one by one in the sentences after it: what is found, and what stays silent."""

from __future__ import annotations

import pytest

import finchecks


def sums(text: str) -> list[tuple[str, tuple[str, ...], str]]:
    """The sums that are checked in a text: total, parts, verdict."""
    return [
        (check.claim.stated.text, tuple(o.text for o in check.claim.operands), check.verdict)
        for check in finchecks.check(text).checks
        if check.claim.kind == "sum"
    ]


def test_parts_of_one_metric_are_found_past_other_figures() -> None:
    text = (
        "Sales rose by 6% to $31.6 million. Sales of pumps grew 9% to $19.4 million, made by 240 people. "
        "Sales of valves fell 4% to $12.2 million."
    )
    assert sums(text) == [("$31.6 million", ("$19.4 million", "$12.2 million"), "consistent")]


def test_values_of_the_year_before_are_no_parts() -> None:
    text = (
        "Sales came to $31.6 million. Sales of pumps were $19.4 million, against $16.1 million before. "
        "Sales of valves were $12.2 million, against $12.9 million."
    )
    assert ("$31.6 million", ("$19.4 million", "$12.2 million"), "consistent") in sums(text)


def test_what_offsets_a_change_is_taken_from_it() -> None:
    text = (
        "Costs rose by $14.3 million. This was due to wages of $9.6 million and fuel of $6.2 million, "
        "partly offset by savings of $1.5 million."
    )
    total, parts, verdict = sums(text)[0]
    assert (total, parts, verdict) == (
        "$14.3 million", ("$9.6 million", "$6.2 million", "$1.5 million"), "consistent"
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        # adds up, but nothing says that the two belong to the sales
        "Sales were $14.4 million. The firm bought a mill for $8.1 million. It let a quay for $6.3 million.",
        # a breakdown that does not add up may lack a part: nothing is held against it
        "Sales were $31.6 million. Sales of pumps were $15.4 million. Sales of valves were $12.2 million.",
        # the parts are of two years
        "Profit was $9.4 million. It was $4.1 million in 2018. It was $5.3 million in 2019.",
    ],
)
def test_no_breakdown(text: str) -> None:
    assert sums(text) == []


def test_entries_of_an_account_are_a_list() -> None:
    text = "Flour, £2.20. Butter, £3.15. Rent, £1.05. Gas, £0.95. Total, £7.35."
    assert sums(text) == [("£7.35", ("£2.20", "£3.15", "£1.05", "£0.95"), "consistent")]


def test_a_part_of_a_part_is_stepped_over() -> None:
    text = "It spent $4.1m on pay, $2.6m on rent (of which $1.9m in Leeds) and $1.2m on fuel, $7.9m in all."
    assert sums(text) == [("$7.9m", ("$4.1m", "$2.6m", "$1.2m"), "consistent")]


def test_a_bare_total_has_the_unit_of_its_parts() -> None:
    text = "The Leeds site made 4.1 tonnes, York 3.2 and Hull 2.1, together 9.9."
    assert sums(text) == [("9.9", ("4.1 tonnes", "3.2", "2.1"), "mismatch")]


def test_a_level_is_the_one_before_and_what_was_added() -> None:
    text = (
        "The estate has 47,300 hectares of spruce. It felled little. In May it bought 2,150 hectares of oak,"
        " which takes its holdings to 49,450 hectares."
    )
    assert sums(text) == [("49,450 hectares", ("47,300 hectares", "2,150 hectares"), "consistent")]


def test_with_two_levels_to_add_to_nothing_is_held_against_the_author() -> None:
    text = "The line has 312 ferries and 208 tugs. It will buy another 14, taking the fleet to 236."
    assert sums(text) == []
