"""What the text itself says against a binding: true texts in which nothing may be held against the author.

Beside each stands a text of the same build that is wrong, so that silence is not all there is to it.
"""

from __future__ import annotations

import pytest

import finchecks

#: (true text that tempts, wrong text, what is wrong in it)
PAIRS = {
    "a whole that only other shares chose gives way": (
        "Lodge guests were 78,000, up 20% from 65,000 a year before. Families were 19,500, or 25% of all guests, "
        "couples 39,000 (50%); children were only 7,800 (12%) in the year before.",
        "Lodge guests were 78,000. Families were 19,500, or 25% of all guests, couples 39,000 (50%) and "
        "groups 15,600 (24%).",
        "24%",
    ),
    "twice is how often": (
        "The fare was raised twice, from £48 to £50 in June and then to £52 in March.",
        "The fare, at £58, was twice the £48 of last year.",
        "twice",
    ),
    "a million and a half": (
        "Sales were $62.5 million, and profit rose by a million and a half to $9.0 million from $7.5 million.",
        "Sales were $62.5 million, and profit rose by a million and a half to $9.9 million from $7.5 million.",
        "a million and a half",
    ),
    "two have it together": (
        "Of the 66 boats Ann Kerr built 19 and Per Lund 14, so together they built exactly half.",
        "Of the 66 boats Ann Kerr built 19, exactly half.",
        "half",
    ),
    "two of them by number": (
        "Of the 66 boats Ann Kerr built 19 and Per Lund 16, so the two of them built 53 percent.",
        "Of the 66 boats, Ann Kerr built 19, or 53 percent.",
        "53 percent",
    ),
    "of two steps neither is the base": (
        "We ended with 12,400 members. We added 700 in the quarter and 2,300 over the year, so that is growth of "
        "23 percent.",
        "Membership rose by 700, or 23 percent, to 12,400.",
        "23 percent",
    ),
    "a part is no larger than the whole": (
        "By farm the average yield is 41 litres: Hill 44.7, Mill 42.4, Dale 39.7 and Ford 35.1.",
        "The farms gave 141 litres in all: Hill 44.7, Mill 42.4, Dale 39.7 and Ford 35.1.",
        "141 litres",
    ),
    "details in brackets are counted once": (
        "Income was £8,260, namely the fair £5,140, quiz nights £1,450 (two, £800 and £650) and donations £1,670.",
        "Income was £8,620, namely the fair £5,140, quiz nights £1,450 (two, £800 and £650) and donations £1,670.",
        "£8,620",
    ),
    "a quarter is not of the year's column": (
        "| £m | Q1 | Q2 | Q3 | Q4 | 2025 | 2024 |\n|---|---|---|---|---|---|---|\n"
        "| Revenue | 48.2 | 46.9 | 51.3 | 55.6 | 202.0 | 188.4 |\n\n"
        "The second quarter was the weakest: revenue fell 2.7% on the first.",
        "| £m | Q1 | Q2 | Q3 | Q4 | 2025 | 2024 |\n|---|---|---|---|---|---|---|\n"
        "| Revenue | 48.2 | 46.9 | 51.3 | 55.6 | 202.0 | 188.4 |\n\n"
        "In 2025 revenue rose by 2.7%.",
        "2.7%",
    ),
    "what has been counted so far": (
        "With 45 of 82 games played, the town has won 69 percent.",
        "Of 82 games played the town won 45, or 69 percent.",
        "69 percent",
    ),
    "from one, and from another": (
        "Revenue was 486 million dollars. It was down 3% from 501, and down 22% on the year from 623.",
        "Revenue was down 12% on the year, from 623 million dollars to 486 million.",
        "12%",
    ),
    "what a fall comes of is not all of it": (
        "Output fell to 1.64 million barrels a day from 1.73 million, after storms shut down 60,000 barrels a day.",
        "Output fell by 60,000 barrels a day to 1.64 million barrels a day from 1.73 million.",
        "60,000 barrels a day",
    ),
    "parts of a total told before": (
        "Flat steel accounted for 1.62 million tonnes of the August total and long steel for 1.13 million, with "
        "castings making up the remaining 0.67 million.",
        "Of 1.62 million tonnes of steel 1.13 million were sold and the remaining 0.67 million stored.",
        "0.67 million",
    ),
    "some of them, not a change": (
        "Of the members who moved up from $45 to $70 only 6% left within 90 days.",
        "The fee went up from $45 to $70, or 6%.",
        "6%",
    ),
    "earnings are not what is paid of them": (
        "The firm earned $141 million, or $2.35 a share, with 60 million shares outstanding, and paid out $1.88 a "
        "share.",
        "The firm earned $141 million, or $2.53 a share, with 60 million shares outstanding.",
        "$2.53",
    ),
    "double figures": (
        "Joe Pinto got 12 in 19 games, and nobody else reached double figures.",
        "He got 19 this year, double the 12 of last year.",
        "double",
    ),
    "from profit to loss": (
        "The mill lost $212m in the six months, compared with a profit of $88m a year before, a swing of $300m.",
        "The mill lost $212m in the six months, compared with a profit of $88m a year before, a swing of $124m.",
        "$124m",
    ),
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
