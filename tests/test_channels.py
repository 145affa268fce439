"""Do positions act through the named parameter, where they are held and nowhere else?"""

from dataclasses import replace

import numpy as np
import pytest

from design.catalogue import CORE
from design.channels import Channel, acting, placed
from design.experiments import flagship
from design.game import Game
from design.mechanisms.core import TOTAL
from design.population import fischbacher_gaechter, uniform_population
from design.simulate import UNASKED, simulate
from design.simulated import tables
from design.strategies import Strategy, unconditional

GAME = Game()
EXPERIMENT = flagship()
FOUR = uniform_population(unconditional(4))


def played(population, groups=20):
    return simulate(EXPERIMENT, 9, groups, population)


@pytest.mark.parametrize(
    ("condition", "position", "seats"),
    [
        ("one_way", "seeing", [1, 1, 0, 0]),
        ("one_way", "being_seen", [0, 0, 1, 1]),
        ("one_way", "mutual", [0, 0, 0, 0]),
        ("two_way", "mutual", [1, 1, 1, 1]),
        ("dark", "being_seen", [0, 0, 0, 0]),
        ("dark_earnings", "earnings", [1, 1, 1, 1]),
        ("dark_earnings", "seeing", [0, 0, 0, 0]),
        ("open", "earnings", [1, 1, 1, 1]),
    ],
)
def test_seats_stand_where_the_glass_puts_them(condition, position, seats):
    assert placed(position, CORE[condition].monitoring, GAME).tolist() == seats


def test_the_common_part_puts_nobody_in_a_position():
    assert not any(placed(p, TOTAL, GAME).any() for p in ("seeing", "being_seen", "earnings"))


def test_a_channel_moves_exactly_those_in_its_position_and_only_while_they_hold_it():
    # Everybody gives 4; being seen adds 3. In one-way, C and D are seen in part 2, and in part 3
    # where monitoring is kept.
    seen = played(replace(FOUR, channels=(Channel("being_seen", "level", 3_000),)))
    one_way = seen.deal.condition == EXPERIMENT.schedule.conditions.index("one_way")
    assert one_way.any()
    for row in np.flatnonzero(one_way):
        given = seen.contributions[row]
        assert (given[:, :2] == 4).all()
        assert (given[:5] == 4).all()
        assert (given[5:20, 2:] == 7).all()
        assert (given[20:, 2:] == (7 if seen.deal.kept[row] else 4)).all()


def test_channels_on_the_same_parameter_add_up():
    both = (Channel("seeing", "level", 1_000), Channel("being_seen", "level", 2_000))
    moved = acting(Strategy(level=500), both, CORE["two_way"].monitoring, GAME)
    assert np.asarray(moved.level).tolist() == [3_500] * 4


def test_a_channel_can_change_the_weight_of_what_is_seen():
    deaf = (Channel("seeing", "belief_on_seen", -415), Channel("seeing", "belief_on_belief", 431),
            Channel("seeing", "belief_level", -118))  # fmt: skip
    people = replace(fischbacher_gaechter(GAME), channels=deaf)
    dark = flagship(conditions=("dark", "one_way"))
    stated = simulate(dark, 3, 40, people)
    asked = stated.beliefs[:, 5:20, 0, 0]
    one_way = (stated.deal.condition == 1) & stated.deal.beliefs
    # With weight 0 on the seen and 1 on the belief, nothing that is seen moves a belief.
    assert (asked[one_way] == asked[one_way][:, :1]).all()


def test_unknown_positions_and_parameters_are_refused():
    with pytest.raises(ValueError, match="positions are"):
        Channel("hearing", "level", 1)
    with pytest.raises(ValueError, match="parameters of a Strategy"):
        Channel("seeing", "mood", 1)
    with pytest.raises(ValueError, match="prior"):
        Channel("seeing", "prior", 1)


def test_groups_differ_by_the_stated_spread():
    level = uniform_population(Strategy(level=10_000))
    given = played(replace(level, group_spread=2_000), 4_000).contributions
    assert (given == given[:, :1, :1]).all()
    # Rounding to whole points adds 1/12 to a variance of 4.
    assert given[:, 0, 0].std() == pytest.approx((4 + 1 / 12) ** 0.5, rel=0.04)


def test_the_endgame_shifts_the_very_last_round_only():
    last = played(replace(FOUR, endgame=-3_000)).contributions
    assert (last[:, :-1] == 4).all()
    assert (last[:, -1] == 1).all()


def test_a_lapse_is_any_whole_point_with_equal_chance():
    given = played(replace(FOUR, lapse=1_000), 400).contributions
    shares = np.bincount(given.ravel(), minlength=21) / given.size
    # 40,000 choices: each share of 1/21 has a standard error of .001.
    assert shares == pytest.approx([1 / 21] * 21, abs=0.005)
    some = played(replace(FOUR, lapse=100), 400).contributions
    assert (some != 4).mean() == pytest.approx(0.1 * 20 / 21, abs=0.008)


def test_whoever_leaves_repeats_the_last_choice_and_states_nothing():
    shaky = uniform_population(Strategy(level=10_000, tremble=4_000))
    left = played(replace(shaky, leaving=50), 60)
    gone, given = left.automatic, left.contributions
    assert gone[:, 0].mean() == pytest.approx(0.05, abs=0.05)
    assert (gone[:, 1:] >= gone[:, :-1]).all()
    again = gone[:, 1:]
    assert (given[:, 1:][again] == given[:, :-1][again]).all()
    assert (given[:, 0][gone[:, 0]] == 0).all()
    assert (left.beliefs[gone] == UNASKED).all()
    # 1 - .95^25 = .72 have left by the end.
    assert gone[:, -1].mean() == pytest.approx(0.72, abs=0.1)
    rows = tables(left)["decisions"]
    assert rows["automatic"].sum() == gone.sum()
    assert np.isnan(rows["shown_at"][rows["automatic"]]).all()


def test_rates_that_are_none_are_refused():
    with pytest.raises(ValueError, match="leaving is 0 .. 1000"):
        replace(FOUR, leaving=1_001)
