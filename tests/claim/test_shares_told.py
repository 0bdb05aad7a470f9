"""A whole that the parts' own percentages confirm is the whole of what remains, wherever it is told."""

from __future__ import annotations

import pytest

import finchecks

TILES = (
    "Exports of tiles came to €912m in the nine months. Floors made up €658m of the total, or {}, and walls "
    "€201m, or 22 per cent. The remaining {} went into roofs."
)
CLOUD = (
    "Revenue reached RMB 724 million, against RMB 312 million two years before.\n\nInterface calls produced "
    "RMB 189.6 million, {} of the total. Licences for ministries contributed the remaining {}."
)


def verdict(text: str, figure: str) -> str | None:
    return next((c.verdict for c in finchecks.check(text).checks if c.claim.stated.text == figure), None)


@pytest.mark.parametrize(("text", "share", "rest", "wanted"), [
    (TILES, "72 per cent", "€53m", "consistent"),
    (TILES, "72 per cent", "€43m", "mismatch"),
    (CLOUD, "26.2%", "RMB 534.4 million", "consistent"),
    (CLOUD, "26.2%", "RMB 543.4 million", "mismatch"),
])  # fmt: skip
def test_what_remains(text: str, share: str, rest: str, wanted: str) -> None:
    assert verdict(text.format(share, rest), rest) == wanted


def test_nothing_is_said_where_the_shares_are_of_something_else() -> None:
    assert verdict(CLOUD.format("31%", "RMB 543.4 million"), "RMB 543.4 million") != "mismatch"
