"""Do replays play the published games, and does the fit find what made the data?"""

import os
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis.calibration import fit as fits
from analysis.calibration import unequal
from analysis.calibration.fit import STEPS, fit, simulated, start_values, with_values
from analysis.calibration.moments import People, covariance, moments, names, people
from analysis.calibration.partners import described, moved, waves
from analysis.calibration.replay import partners, strangers
from analysis.calibration.study import FITTED_SESSIONS, SEED
from analysis.calibration.unequal import GAME, arms, foretold, shown
from analysis.calibration.unequal_page import unequal_table
from analysis.foreign.catalogue import load_known
from analysis.power.populations import POPULATIONS, calibrated
from design.game import Game
from design.population import Kind, Population, fischbacher_gaechter, uniform_population
from design.strategies import FREE_RIDER, conditional_cooperator, unconditional
from lab.project import ROOT

DATA = Path(os.environ.get("CONTINGENT_DATA", "../shared/data"))
PEOPLE = fischbacher_gaechter(Game())

needs_strangers = pytest.mark.skipif(
    not (DATA / "fischbacher_gaechter_2010").exists(),
    reason="fischbacher_gaechter_2010 is not in CONTINGENT_DATA",
)
needs_unequal = pytest.mark.skipif(
    not (DATA / unequal.FOLDER).exists(), reason=f"{unequal.FOLDER} is not in CONTINGENT_DATA"
)
needs_partners = pytest.mark.skipif(
    not (DATA / "alsobay_2025_integrative_pgg").exists(),
    reason="alsobay_2025_integrative_pgg is not in CONTINGENT_DATA",
)


def test_alike_strangers_follow_the_published_equations_round_by_round():
    # All alike and without noise, everybody gives the same: others' mean is one's own gift.
    played = strangers(uniform_population(conditional_cooperator(Game())), seed=1, sessions=2)
    belief = 10.0
    for number in range(10):
        planned = min(max(-0.199 + 0.74 * belief, 0), 20)
        given = round(-0.473 + 0.242 * planned + 0.666 * belief)
        assert set(played.contributions[:, number]) == {given}
        assert played.beliefs[:, number] == pytest.approx(belief, abs=0.51)
        belief = 0.118 + 0.415 * given + 0.569 * belief


def test_strangers_meet_others_every_round_and_partners_never():
    # One in four gives 20 for ever; whoever meets one of them believes more afterwards.
    learner = replace(conditional_cooperator(Game()), level=-20_000, prior=0)
    mixed = Population((Kind("giver", 250, unconditional(20)), Kind("learner", 750, learner)))
    apart = strangers(mixed, seed=5, sessions=10)
    learners = apart.contributions[:, 0] == 0
    assert len(np.unique(apart.beliefs[learners, -1])) > 3
    together = partners(mixed, seed=5, groups=60, size=4, rounds=10)
    givers = (together.contributions[:, 0] == 20).reshape(60, 4).sum(axis=1)
    alone = np.repeat(givers == 0, 4)
    # Where nobody gives anything, beliefs only ever move towards .118 / (1 - .569).
    assert together.beliefs[alone, -1].max() < 0.3


def test_free_riders_and_unconditional_people_are_themselves_in_both_replays():
    for play in (
        lambda p: strangers(p, seed=1, sessions=1),
        lambda p: partners(p, seed=1, groups=3, size=5, rounds=4),
    ):
        assert (play(uniform_population(FREE_RIDER)).contributions == 0).all()
        assert (play(uniform_population(unconditional(7))).contributions == 7).all()


def test_moments_are_those_worked_by_hand():
    given = np.array([[0.0, 20.0], [4.0, 8.0]])
    stated = np.array([[2.0, 6.0], [5.0, 5.0]])
    found = dict(zip(names(2), moments(given, stated), strict=True))
    assert found["contribution, round 1"] == 2
    assert found["belief, round 2"] == 5.5
    assert found["share giving nothing"] == 25
    assert found["share giving everything"] == 25
    # Means are 10 and 6.
    assert found["SD between people"] == pytest.approx(8**0.5)
    # Around row, column and grand mean every residual is 4: 4 x 16 over one degree of freedom.
    assert found["SD within people"] == pytest.approx(8)
    # Mean beliefs are 4 and 5, mean gifts 10 and 6.
    assert found["slope on belief, between people"] == pytest.approx(-4)
    # Only the first person's belief moves, by 4, and the gift with it by 20.
    assert found["slope on belief, within people"] == pytest.approx(5)


def test_the_fit_finds_the_parameters_that_made_the_data(monkeypatch):
    monkeypatch.setattr(fits, "SESSIONS", 40)
    true = start_values(PEOPLE) + np.array([-1_500, 200, -150, 600, 900])
    made = strangers(with_values(PEOPLE, true), seed=41, sessions=20)
    data = People(made.contributions, made.beliefs)
    spread = covariance(data, seed=1, draws=200)
    found = fit(PEOPLE, moments(*data), spread, seed=2)
    # Simulated with as few sessions as the data have, the fit errs about as much again.
    assert (np.abs(found.values - true) < 4 * 1.5 * found.errors).all()
    assert found.distance < 26 * 4


@needs_strangers
def test_the_calibrated_population_is_where_the_distance_is_least():
    panel = load_known("fischbacher_gaechter_2010", DATA)
    used = people(panel[panel["session"].astype(float).isin(FITTED_SESSIONS)])
    target, weight = moments(*used), 1 / np.diag(covariance(used, seed=SEED, draws=500))

    def distance(values):
        return (weight * (simulated(PEOPLE, values, seed=SEED) - target) ** 2).sum()

    at = start_values(calibrated(Game()))
    here = distance(at)
    assert here < distance(start_values(PEOPLE)) / 5
    for place in range(len(at)):
        for sign in (-1, 1):
            step = np.zeros(len(at))
            step[place] = sign * STEPS[place]
            assert distance(at + step) > here


def test_the_page_states_the_population_that_ships():
    text = (ROOT / "docs" / "calibration.md").read_text()
    stated = dict(re.findall(r"\| `(\w+)` \| \S+ \| (\S+) \|", text))
    ours = dict(zip(fits.FITTED, start_values(calibrated(Game())), strict=True))
    assert {name: round(1_000 * float(value)) for name, value in stated.items()} == ours
    for picture in re.findall(r"\((figures/[\w-]+\.svg)\)", text):
        assert (ROOT / "docs" / picture).exists()


def test_every_named_population_can_be_played_and_scales_with_the_endowment():
    for population in POPULATIONS.values():
        assert sum(kind.share for kind in population(Game()).kinds) == 1_000
    rich = calibrated(Game((200,) * 4))
    assert rich.level_spread == pytest.approx(10 * calibrated(Game()).level_spread, abs=10)


def test_paths_are_described_with_games_of_unequal_length():
    paths = np.array([[50.0, 40.0, np.nan], [90.0, 80.0, 70.0], [60.0, np.nan, np.nan]])
    found = described(paths)
    assert found.mean == pytest.approx((45 + 80 + 60) / 3)
    assert found.slope == pytest.approx(-10)
    assert found.path == pytest.approx([200 / 3, 60, 70])
    assert moved(PEOPLE, 1_000.4, -5).group_spread == 0


@needs_partners
def test_only_games_without_punishment_reward_chat_or_all_or_nothing_are_foretold():
    found = waves(DATA)
    assert (len(found["learning"].sizes), len(found["validation"].sizes)) == (14, 12)
    assert np.nanmax(found["learning"].paths) <= 100


def test_groups_with_unequal_endowments_are_described_as_worked_by_hand():
    # Two rounds of one group that gives 5, 10, 15, 30 and then all; one that gives nothing.
    given = np.array([[[5, 10, 15, 30], [10, 10, 30, 30]] * 5, [[0, 0, 0, 0]] * 10], dtype=float)
    found = shown(given)
    assert found.poor == pytest.approx((87.5 + 0) / 2)
    assert found.rich == pytest.approx((87.5 + 0) / 2)
    # 60 and 80 of 80 points in turn: 87.5 percent, against none.
    assert found.mean == pytest.approx(43.75)
    assert found.spread == pytest.approx(87.5 / 2**0.5)
    assert found.early == pytest.approx(1.0)
    assert found.paths[:, 1] == pytest.approx([50.0, 50.0])


def test_whoever_compares_points_gives_points_and_whoever_compares_shares_gives_shares():
    # All alike, no noise, nobody cut off: in points all give the same number, in shares the same
    # share. A slope of one on beliefs that start at 6 of 20 keeps both where they are.
    steady = replace(
        conditional_cooperator(Game()), level=0, on_schedule=0, on_belief=1_000, prior=6_000,
        belief_level=0, belief_on_seen=500, belief_on_belief=500,
    )  # fmt: skip
    people_ = uniform_population(steady)
    points = foretold(people_, "points", seed=1, rounds=3, groups=2)
    assert (points == 6).all()
    shares = foretold(people_, "shares", seed=1, rounds=1, groups=2)
    assert (shares == 0.3 * np.array(GAME.endowments)).all()
    with pytest.raises(ValueError, match="found 'money'"):
        foretold(people_, "money", seed=1, rounds=1)


def test_arms_of_the_data_carry_an_error_and_foretold_groups_none():
    one = shown(5 + 5 * np.sin(np.arange(80.0)).reshape(2, 10, 4))
    table = unequal_table({"groups, endowments observed": one, "calibrated, in points": one})
    data, made = table.splitlines()[2:]
    assert "±" in data
    assert "±" not in made


@needs_unequal
def test_the_arms_are_read_with_the_poor_first():
    found = arms(DATA)
    assert {name: one.shape for name, one in found.items()} == {
        "unobserved": (10, 50, 4), "observed": (9, 50, 4),
    }  # fmt: skip
    # The means that `replicate` finds again: 6.71, 12.64 unobserved; 8.21, 21.40 observed.
    hidden, seen = shown(found["unobserved"]), shown(found["observed"])
    assert (hidden.poor / 10, hidden.rich / 100 * 30) == pytest.approx((6.71, 12.64), abs=0.005)
    assert (seen.poor / 10, seen.rich / 100 * 30) == pytest.approx((8.21, 21.40), abs=0.005)
