"""Does an announcement come when the group gave enough, and name those it says it names?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from design.acted import act, seated
from design.catalogue import Parts, treatment
from design.choices import Choice
from design.game import Game
from design.monitoring import Monitoring
from design.occasions import HIDDEN
from design.phases import Contribute, Observe
from design.play import Play
from design.population import uniform_population
from design.settling import settle
from design.stages.banner import NAMES, Banner
from design.strategies import unconditional
from design.view import view

GAME = Game()
TOTAL = Monitoring(granularity="total")
amounts = st.lists(st.integers(0, 20), min_size=4, max_size=4)


def play(points):
    choices = tuple(None if given_ is None else Choice(given_) for given_ in points)
    return Play(GAME, TOTAL, 1, 0, 3, 1, 5, (), choices, ((),) * 4)


def stages(banner):
    return (Contribute(), banner, Observe())


@pytest.mark.parametrize(
    ("names", "named"), [("top", "BD"), ("bottom", "C"), ("all", "ABCD"), ("group", "")]
)
def test_a_banner_names_those_who_gave_most_or_least_or_all(names, named):
    # 5 + 12 + 3 + 12 = 32, so that a line at 32 is just reached.
    assert Banner(32, names).named(play((5, 12, 3, 12))) == named
    assert Banner(33, names).named(play((5, 12, 3, 12))) == ""


@given(amounts, st.integers(1, 80), st.sampled_from(sorted(NAMES)))
def test_a_banner_shows_the_contributions_of_those_named_to_all_and_no_others(points, line, names):
    banner = Banner(line, names)
    signal = settle(play(points), stages(banner)).signal
    reached = sum(points) >= line
    wanted = {"group": [], "all": points, "top": [max(points)], "bottom": [min(points)]}[names]
    for i in range(4):
        for j in set(range(4)) - {i}:
            shown = reached and points[j] in wanted
            assert signal.entries[i, j] == (points[j] * 1_000 if shown else HIDDEN)
    assert bool(banner.shows(play(points), 0)) == reached


@given(amounts, st.integers(0, 19), st.sampled_from(["top", "bottom"]))
def test_who_is_not_named_is_told_of_by_the_total_alone(points, line, names):
    # Two unnamed members who swap what they gave leave what a third sees unchanged.
    banner = Banner(line, names)
    named = banner.named(play(points))
    unnamed = [j for j in range(4) if "ABCD"[j] not in named]
    if len(unnamed) < 2:
        return
    swapped = list(points)
    swapped[unnamed[0]], swapped[unnamed[1]] = points[unnamed[1]], points[unnamed[0]]
    one, two = (settle(play(p), stages(banner)).signal for p in (points, swapped))
    for seat in set(range(4)) - set(unnamed[:2]):
        assert one.entries[seat].tolist() == two.entries[seat].tolist()
    assert banner.shows(play(points), 0) == banner.shows(play(swapped), 0)


def test_no_banner_comes_before_everybody_has_decided():
    banner = Banner(10, "all")
    assert banner.shows(play((20, 20, 20, None)), 0) == ()
    assert not banner.unveils(play((20, 20, 20, None))).any()


def test_a_banner_that_names_can_show_everybody_and_one_that_does_not_nobody():
    assert np.array_equal(Banner(0, "top").informs(GAME), ~np.eye(4, dtype=bool))
    assert Banner(40).informs(GAME) is None
    (named,) = Banner(0, "top").questions(GAME, 0)
    (unnamed,) = Banner(40).questions(GAME, 0)
    assert (named.answer, unnamed.answer) == ("0", "1")


@pytest.mark.parametrize(("threshold", "names"), [(0, "group"), (-1, "top"), (10, "best")])
def test_a_banner_that_says_nothing_is_refused(threshold, names):
    with pytest.raises(ValueError, match="banner|names"):
        Banner(threshold, names)


@pytest.mark.parametrize("name", ["banner_group", "banner_top", "banner_bottom", "banner_all"])
def test_every_member_finishes_and_reads_the_banner_in_every_round_that_reaches_the_line(name):
    # Twelve each is 48 of 80, above the line at 40.
    played = treatment(name, beliefs=True, kept=True, parts=Parts(1, 2, 1))
    minds = seated(uniform_population(unconditional(12)), 1, 0, GAME)
    group = act(played, minds, seed=1).group
    assert group.finished
    for feedback in view(group, 2).history[1:]:
        assert [line.key for line in feedback.lines][0] == "banner.reached"
        assert bool(feedback.entries) == (name != "banner_group")
