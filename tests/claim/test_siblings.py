"""Of a rate and what it was before, the one that recomputes says what the other is of."""

from __future__ import annotations

import pytest
from contexts import context_of

import finchecks
from finchecks.claim import siblings
from finchecks.claim.changes import Comparison
from finchecks.claim.context import Figure
from finchecks.claim.hypothesis import Bound, Hypothesis
from finchecks.rule.load import load_rules

BANK = """\
| $ million | 2024 | 2023 |
|---|---|---|
| Loans | 5,980 | 5,610 |
| Deposits | 7,077 | 7,080 |
| Uninsured balances | 2,190 | 2,690 |

Uninsured balances fell to 31% of deposits from {}.
"""

MARGIN = (
    "- Sales were £312.4m, compared with £294.2m in the year before.\n"
    "- Operating profit fell to £18.9m from £21.4m.\n"
    "- The operating margin was 6.0%, against {} the year before.\n"
)


def verdicts(text: str, stated: str) -> list[str]:
    return [c.verdict for c in finchecks.check(text).checks if c.claim.stated.text == stated]


@pytest.mark.parametrize(("before", "verdict"), [("38%", "consistent"), ("46%", "mismatch")])
def test_the_same_rows_in_the_other_column(before: str, verdict: str) -> None:
    assert verdicts(BANK.format(before), before) == [verdict]


@pytest.mark.parametrize(("before", "verdict"), [("7.3%", "consistent"), ("10.4%", "mismatch")])
def test_the_values_that_the_text_compares_with_those_of_the_first(before: str, verdict: str) -> None:
    assert verdicts(MARGIN.format(before), before) == [verdict]


def test_a_rate_of_something_else_is_no_sibling() -> None:
    text = BANK.format("38%") + "The cost-income ratio widened to 52%, from 49%.\n"
    assert verdicts(text, "52%") == verdicts(text, "49%") == []


def test_one_value_is_not_the_counterpart_of_two() -> None:
    context = context_of("The load was 60%, then 62%. Of $366m some $219.6m went, later $240m of $392m.")
    rate, later, whole, part, new_part, new_whole = context.figures
    share = next(rule for rule in load_rules() if rule.id == "share")
    bound = (Bound("part", part.q, part.q.unit), Bound("whole", whole.q, whole.q.unit))
    known = Hypothesis(share, rate, bound, {}, 9.0)
    known.judge()

    def siblings_of(newer: tuple[Figure, Figure]) -> list[Hypothesis]:
        told = ((later, rate), (newer[0], part), (newer[1], whole))
        pairs = [Comparison(new, old, old.q.unit, 1.0, 1.0, {}, 9.0) for new, old in told]
        return siblings.siblings(context, (), pairs, [known])

    assert siblings_of((new_whole, new_whole)) == []
    assert len(siblings_of((new_part, new_whole))) == 1
