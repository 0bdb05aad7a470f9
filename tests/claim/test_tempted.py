"""What the text itself says against a binding: true texts in which nothing may be held against the author.

Beside each stands a text of the same build that is wrong, so that silence is not all there is to it.
"""

from __future__ import annotations

import pytest

import finchecks

#: (true text that tempts, wrong text, what is wrong in it)
PAIRS = {
    "a base in brackets is of the change before it": (
        "Sales were £148.2m: up 8.9% on the year (£136.1m) and down 3.6% on the quarter (£153.7m).",
        "Sales for the quarter were £148.2m: up 4.9% on the year (£136.1m).",
        "4.9%",
    ),
    "a part without its amount": (
        "The budget was $340,000, made up of the advance, a $90,000 grant and $100,000 of savings.",
        "The budget was $340,000, made up of a $150,000 advance, a $90,000 grant and $130,000 of savings.",
        "$340,000",
    ),
    "a part of what was told": (
        "The price tag in 2017 was £2.1 billion. It has gone up 40%, £300 million of it for higher banks.",
        "The price has gone up by £300 million, or 40%, to £2.4 billion.",
        "40%",
    ),
    "so much a quarter is no fourth": (
        "The £304 million of the first half works out at £152 million a quarter.",
        "Of the £304 million of the first half, £152 million, a quarter, was for rent.",
        "a quarter",
    ),
    "what comes in is not taken away": (
        "There was a balance of £23,418, receipts of £4,150 and payments of £6,932, leaving £20,636.",
        "There was a balance of £23,418, receipts of £4,150 and payments of £6,932, leaving £20,366.",
        "£20,366",
    ),
    "a double plot": (
        "The fee for a double plot is to rise from £320 to £350.",
        "The fee for a plot has doubled from £320 to £350.",
        "doubled",
    ),
    "brackets that tell of something else": (
        "Feed was up 22c (palm kernel went from $385 to $420 a tonne).",
        "Feed was up $22 (from $385 to $420 a tonne).",
        "$22",
    ),
    "more than doubled is not nearly tripled": (
        "Profit more than doubled, to £1.03m from £440,000.",
        "Profit more than tripled, to £1.03m from £440,000.",
        "tripled",
    ),
    "what is more than halved is less than half": (
        "The deficit has more than halved, to £290,000 from £610,000.",
        "The deficit has more than halved, to £390,000 from £610,000.",
        "halved",
    ),
    "how high a price has been is no base": (
        "The stock ended 9p lower at 618p, having been as high as 640p in the morning.",
        "The stock ended 9p lower at 618p, having been 640p in the morning.",
        "9p",
    ),
    "measured from an average": (
        "At Nordi the basket was €16.24, 8.1% below average. At Albrandt it was €19.40.",
        "At Nordi the basket fell 8.1% to €16.24. A year earlier it was €19.40.",
        "8.1%",
    ),
    "half of what was added": (
        "The margin expanded to 3.41% compared with 3.29% in March, and about half of the lift is swaps.",
        "The margin halved to 2.41% compared with 3.29% in March.",
        "halved",
    ),
    "so many times as much as before": (
        "The price is $12,400 a tonne and the profit $6,500. Two years ago it sold for six times as much.",
        "The price is $12,400 a tonne, six times the $3,400 of two years ago.",
        "six times",
    ),
    "one of two flows": (
        "Starting from 84,310 rooms we added 5,120 and removed 1,940, to finish the year with 87,490.",
        "Starting from 84,310 rooms we added 5,120, to finish the year with 87,490.",
        "5,120",
    ),
    "what would have been": (
        "Sales were 4.7% higher at £6.74bn, against £6.44bn; without the dollar they would have grown by 6%.",
        "Sales were 6% higher at £6.74bn, against £6.44bn.",
        "6%",
    ),
    "of them": (
        "Of 84,300 flights 1,236 were cancelled, two-thirds of them because of strikes.",
        "Of 84,300 flights 1,236, or two-thirds, were cancelled.",
        "two-thirds",
    ),
    "a subtotal among the parts": (
        "Potash made $389 million, nitrogen $241 million, retail $76 million, that's $706 million for the "
        "segments, less $48 million of corporate cost gives you the $658 million.",
        "Potash made $389 million, nitrogen $241 million and retail $76 million, in total $658 million.",
        "$658 million",
    ),
    "four quarters are all of it": (
        "Cash was $162.3m, a decrease of $44.8m from $207.1m, or $11.2m in each of "
        "the four quarters.",
        "Cash was $162.3 million, a decrease of $54.8 million from $207.1 million.",
        "$54.8 million",
    ),
    "what came and what went": (
        "We had 283 stores, opened 16 and closed 12, and 40 have a cafe, which makes 323 in all our books.",
        "We had 283 stores, opened 16 and closed 12, so we have 297 as of today.",
        "297",
    ),
    "the sum of two named things is neither": (
        "Interest income was $418.6 million and interest expense $171.2 million. Total revenue, that is net "
        "interest income plus fees, was $336.3 million.",
        "Exports were $418.6 million and imports $171.2 million. The trade surplus was $274.4 million.",
        "$274.4 million",
    ),
}  # fmt: skip


def mismatches(text: str) -> list[str]:
    return [
        one.claim.stated.text
        for one in finchecks.check(text, path="text.txt").checks
        if one.verdict == "mismatch"
    ]


@pytest.mark.parametrize("name", PAIRS)
def test_nothing_is_held_against_a_true_text(name: str) -> None:
    assert mismatches(PAIRS[name][0]) == []


@pytest.mark.parametrize("name", PAIRS)
def test_the_wrong_text_is_caught(name: str) -> None:
    _, text, wrong = PAIRS[name]
    assert mismatches(text) == [wrong]
