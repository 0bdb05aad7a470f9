"""Of three figures that make one relation the derived one is claimed, and no other is held against it."""

import pytest

import finchecks


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("The zoo had 412,300 guests. Its record of 418,900 guests from 2016 was missed by 6,600.", "6,600"),
        ("* Members numbered 84,200, 1,300 more than at the end of March (82,900).", "1,300"),
    ],
)  # fmt: skip
def test_the_step_is_claimed_and_not_the_level(text: str, claim: str) -> None:
    (check,) = finchecks.check(text).checks
    assert (check.verdict, check.claim.stated.text.split()[0]) == ("consistent", claim)


def test_parts_that_make_one_total_are_not_held_against_another() -> None:
    text = (
        "The trust will spend £92m this year, 15% more than last year's £80m. Of this, £41.5m is for the "
        "north wing and £22m for the gardens; the remaining £28.5m is kept for repairs."
    )
    found = finchecks.check(text).checks
    assert found and {check.verdict for check in found} == {"consistent"}
    # and where they make neither, that is said
    wrong = finchecks.check(text.replace("remaining £28.5m", "remaining £38.5m")).checks
    assert "mismatch" in {check.verdict for check in wrong}
