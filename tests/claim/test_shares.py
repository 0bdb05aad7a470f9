"""Shares, amounts per unit and products: which part, whole, factor is meant, and when none is."""

from __future__ import annotations

import pytest

import finchecks

# text, the claim as it stands, the same claim falsified, kind, operands in the order of the formula
BOUND = [
    # the whole is told elsewhere and named by its metric
    ("Revenue came to $412 million.\n\nThe harbour unit earned $103 million, or {} of revenue.",
     "25%", "37%", "share", ["$103 million", "$412 million"]),
    ("Sales reached €640m, up from €580m a year earlier.\n\nExports brought in €256m, {} of sales.",
     "40%", "55%", "share", ["€256m", "€640m"]),
    # a ratio that has a name, both its metrics in other sentences
    ("Revenue was $500m. Operating profit was $65m. The operating margin was {}.",
     "13%", "18%", "share", ["$65m", "$500m"]),
    # the older of two margins has the older values
    ("Revenue rose to $500m from $400m. Operating profit rose to $65m from $44m. "
     "The operating margin was 13%, up from {}.",
     "11%", "17%", "share", ["$44m", "$400m"]),
    # a part of what was just told
    ("The fund spent $80m on repairs, of which $20m, or {}, went to roofs.",
     "25%", "36%", "share", ["$20m", "$80m"]),
    ("Of the 640 seats, 480 were sold, or {}.", "75%", "83%", "share", ["480", "640"]),
    # two amounts and the ratio that they make
    ("The line carried 41.5 billion passenger miles on a capacity of 50.0 billion seat miles, "
     "a load factor of {}.",
     "83.0%", "91.0%", "share", ["41.5 billion", "50.0 billion"]),
    # one metric over another
    ("EBITDA for the year came to £86.6m. Net debt closed at £129.9m, i.e. {} EBITDA.",
     "1.5x", "2.5x", "ratio", ["£129.9m", "£86.6m"]),
    ("Order intake reached $60m and sales were $40m, giving a book-to-bill ratio of {}.",
     "1.5", "2.4", "ratio", ["$60m", "$40m"]),
    # one of what was counted
    ("The bank counts 9.6 million customers and 320 branches, some {} customers per branch.",
     "30,000", "42,000", "ratio", ["9.6 million", "320"]),
    ("The ferry carried 24 million passengers and took $9.6 billion; each was worth {}.",
     "$400", "$560", "ratio", ["$9.6 billion", "24 million"]),
    # so many at so much
    ("Holders get an interim dividend of $7.50 apiece. With 240 million shares in issue the payout will "
     "cost {}.",
     "$1.8 billion", "$2.9 billion", "product", ["240 million", "$7.50"]),
]  # fmt: skip


def found(text: str, kind: str, claim: str) -> finchecks.engine.Check | None:
    return next(
        (c for c in finchecks.check(text).checks if c.claim.kind == kind and c.claim.stated.text == claim),
        None,
    )


@pytest.mark.parametrize(("text", "right", "wrong", "kind", "operands"), BOUND)
def test_the_true_number_is_consistent(
    text: str, right: str, wrong: str, kind: str, operands: list[str]
) -> None:
    check = found(text.format(right), kind, right)
    assert check is not None
    assert check.verdict == "consistent", check.message
    assert [o.text for o in check.claim.operands] == operands


@pytest.mark.parametrize(("text", "right", "wrong", "kind", "operands"), BOUND)
def test_a_false_number_is_held_against_its_operands(
    text: str, right: str, wrong: str, kind: str, operands: list[str]
) -> None:
    check = found(text.format(wrong), kind, wrong)
    assert check is not None
    assert check.verdict == "mismatch"
    assert [o.text for o in check.claim.operands] == operands


SILENT = [
    # of nine months' sales, and only the quarter's are told
    "Third-quarter sales were $5.1 billion.\n\nFor the first nine months, cash flow was $2.1 billion, "
    "or 13.5% of sales.",
    # of another thing than what is compared
    "Farmers sowed 15.8 million hectares, or 11% of cultivated land, compared with 26.2 million hectares.",
    # a norm, no share that was reached
    "Of 29,600 calls 20,400 were answered; the standard is 78%.",
    # the margin of one unit, the profit of the group
    "Revenue was $500m. Operating profit was $65m. Contract Machining's operating margin was 21%.",
    # more than so many shares, for so much
    "It bought back over 221,000 shares for a total of $72 million, at an average price of $322.",
    # net of costs
    "It sold 79,000 shares at an average price of $65 per share, raising $4.8 million in net proceeds.",
    "Debt was $778 million, less cash of $673 million, for a net debt-to-capital ratio of 3.2%.",
]


@pytest.mark.parametrize("text", SILENT)
def test_other_operands_are_meant(text: str) -> None:
    assert not [c.message for c in finchecks.check(text).checks if c.verdict == "mismatch"]
