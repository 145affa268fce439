"""Does the docs' list of what can be deduced agree with the rules?"""

from pathlib import Path

from lab.deducible import page

DOCS = Path(__file__).parent.parent / "docs"


def test_the_page_of_deductions_is_the_one_the_rules_give():
    assert (DOCS / "deducible.md").read_text() == page(), "run python -m lab deducible"


def test_the_one_way_glass_with_earnings_gives_away_the_partner_and_says_so():
    # Own contribution, C's, D's and the total behind own earnings leave only the partner.
    line = next(x for x in page().splitlines() if x.startswith("| one_way_earnings | C5 | A |"))
    assert "contribution of B, group total" in line


def test_a_dark_seat_deduces_nothing():
    line = next(x for x in page().splitlines() if x.startswith("| dark | C0 | A |"))
    assert line.endswith("| nothing | nothing | nothing |")
