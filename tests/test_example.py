"""Is the made-up round of an explanation true to its part, and does it betray nothing?"""

import pytest

from design.catalogue import CONDITIONS, treatment
from design.example import example
from design.stages.capacity import Capacity


def built(condition):
    return treatment(condition, beliefs=False, kept=True)


@pytest.mark.parametrize(
    ("condition", "seen"),
    [
        ("one_way", {"C": 16, "D": 8}),
        ("aggregate", {}),
        ("every_fifth", {"B": 4, "C": 16, "D": 8}),
        ("exempt_known", {"B": 4, "C": 16}),
    ],
)
def test_the_example_shows_what_the_part_shows(condition, seen):
    # Of 20 points the seats give 60, 20, 80 and 40 percent.
    found = example(built(condition), 1, 0)
    assert dict(found.given) == {"A": 12, "B": 4, "C": 16, "D": 8}
    assert dict(found.feedback.entries) == seen
    assert found.earned is None


def test_what_it_earns_is_told_where_a_round_earns_in_another_way():
    # 40 of the 48 points needed: nothing from the account, and the 12 points are lost.
    assert example(built("threshold_lost"), 1, 0).earned == 8
    assert example(built("threshold_refund"), 1, 0).earned == 20
    # The lowest contribution is 4; each of its points brings 4 x 0.4 points: 8 + 6.4.
    assert example(built("quality_seen"), 1, 0).earned == pytest.approx(14.4)
    assert example(built("return_unknown"), 1, 0).earned is None


def test_noise_is_shown_by_a_wrong_number():
    found = example(built("noise_10"), 1, 0)
    assert not set(found.feedback.entries) <= set(found.given)
    assert found.lot


def test_no_example_tells_who_holds_what_where_that_is_hidden():
    for name, condition in CONDITIONS.items():
        hidden = [one for one in condition.stages if isinstance(one, Capacity)]
        if any(one.known == "own" for one in hidden):
            assert example(built(name), 1, 0) is None


def test_no_example_suggests_what_members_may_do_beside_contributing():
    for name in ("talk_nameless", "report_unchecked", "punish_exact", "looks_priced"):
        assert example(built(name), 1, 0) is None
    assert example(built("individual"), 0, 0) is None
