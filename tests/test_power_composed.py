"""Are groups with any stages played alike by any number of processes, and analysed like others?"""

import io
import tomllib
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.__main__ import main
from analysis.power import composed as composing
from analysis.power.composed import composed, is_composed, played, simulator_for
from analysis.power.grid import plan_from, worlds
from analysis.power.scenario import Scenario, Shard, answer, shards
from analysis.power.solved import solved
from design.acted import play
from design.catalogue import CORE, Parts
from design.channels import Channel, standing
from design.experiments import comparison, flagship
from design.game import Game
from design.population import fischbacher_gaechter
from design.simulate import simulate
from design.simulated import acted_tables

PEOPLE = fischbacher_gaechter(Game())
PUNISHED = comparison(
    name="punished", conditions=("individual", "punish_exact"), parts=Parts(1, 2, 1)
)
PLAN = """
title = "Does punishment matter?"
seed = 3
experiments = 3
truth_groups = 8
conditions = ["individual", "punish_exact"]

[aim]
estimand = "mean.punish_exact.effect"
position = "playing punish_exact"
parameter = "level"
points = [5]

[grid]
groups = [4, 6]
rounds = [2]

[parts]
common = 1
restart = 1

[population]
base = "fischbacher_gaechter"
"""


def test_both_ways_of_playing_do_the_same_where_both_can():
    # The batch path's channels, one member alone at a time; these act on what is given.
    experiment = flagship(conditions=tuple(CORE), parts=Parts(2, 3, 2))
    shifts = (
        Channel("seeing", "level", 3_000),
        Channel("being_seen", "on_belief", 200),
        Channel("mutual", "tremble", -500),
        Channel("earnings", "schedule_slope", 90),
    )
    people = replace(PEOPLE, group_spread=1_500, channels=shifts)
    groups = experiment.schedule.block_size
    one, other = (how(experiment, 3, groups, people) for how in (composed, simulate))
    assert np.array_equal(one.contributions, other.contributions)
    assert np.array_equal(one.beliefs, other.beliefs)
    assert not one.automatic.any()


def test_groups_do_the_same_in_any_number_of_processes_and_pieces(monkeypatch):
    monkeypatch.setattr(composing, "PIECE", 4)
    told = []
    one = list(played(PUNISHED, 5, 12, PEOPLE, told=lambda done, of: told.append((done, of))))
    two = list(played(PUNISHED, 5, 12, PEOPLE, workers=2))
    assert told == [(4, 12), (8, 12), (12, 12)]
    assert one == two == list(play(PUNISHED, 5, 12, PEOPLE))
    # Text is hashed otherwise in each process, and equal rounds have equal hashes all the same.
    assert [hash(each.group.replay(1)) for each in one] == [hash(e.group.replay(1)) for e in two]
    assert [hash(each.group.play) for each in one] == [hash(each.group.play) for each in two]
    late = composed(PUNISHED, 5, 4, PEOPLE, first_slot=8)
    whole = composed(PUNISHED, 5, 12, PEOPLE)
    assert np.array_equal(whole.contributions[8:], late.contributions)


def test_what_processes_played_has_the_tables_of_a_session():
    tables = acted_tables(PUNISHED, 5, played(PUNISHED, 5, 4, PEOPLE))
    assert len(tables["decisions"]["contribution"]) == 4 * 4 * 4
    # Two groups of four may punish three others in two rounds, and where it is kept in a third.
    assert len(tables["acts"]["choice"]) >= 2 * 4 * 3 * 2


def test_stages_decide_how_an_experiment_is_played():
    assert is_composed(PUNISHED)
    assert not is_composed(flagship())
    assert simulator_for(flagship()) is not composed


def test_a_composed_shard_holds_few_groups_and_gives_the_same_in_any_cut():
    scenario = Scenario(PUNISHED, 4, PEOPLE, 3, 150)
    assert [shard.count for shard in shards(scenario)] == [50, 50, 50]
    whole, late = answer(Shard(scenario, 0, 3)), answer(Shard(scenario, 2, 1))
    assert whole[:, 2:] == pytest.approx(late, rel=1e-9, nan_ok=True)


def test_whoever_plays_a_condition_stands_in_its_position_in_treated_rounds_only():
    for kept, last in ((True, [True] * 4), (False, [False] * 4)):
        one = PUNISHED.built("punish_exact", beliefs=False, kept=kept)
        found = [standing("playing punish_exact", one, part).tolist() for part in range(3)]
        assert found == [[False] * 4, [True] * 4, last]
    other = PUNISHED.built("individual", beliefs=False, kept=True)
    assert not any(standing("playing punish_exact", other, part).any() for part in range(3))


@pytest.mark.parametrize(
    ("trait", "words"),
    [
        ({"leaving": 4}, "leaving = 4"),
        ({"lapse": 4, "endgame": -1}, "endgame = -1, lapse = 4"),
        ({"channels": (Channel("seeing", "belief_level", 4),)}, "a channel on belief_level"),
    ],
)
def test_people_that_only_the_batch_can_play_are_refused_by_name(trait, words):
    with pytest.raises(ValueError, match=words):
        composed(PUNISHED, 5, 4, replace(PEOPLE, **trait))


def test_positions_of_conditions_are_for_groups_played_stage_by_stage():
    channel = Channel("playing one_way", "level", 4)
    with pytest.raises(ValueError, match="played all at once have positions"):
        simulate(flagship(), 1, 2, replace(PEOPLE, channels=(channel,)))


def run(folder, *words):
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(["power", str(folder / "small.toml"), *words])
    return code, out.getvalue(), err.getvalue()


def test_a_plan_with_stages_says_what_it_costs_and_comes_out_as_any_other(tmp_path):
    (tmp_path / "small.toml").write_text(PLAN)
    code, out, err = run(tmp_path, "--workers", "1")
    assert code == 0, err
    assert "groups are played one by one" in err
    assert "3 experiments of each design about" in err
    assert "assumed, not fitted to data" in out
    rows = pd.read_csv(tmp_path / "small.power" / "power.csv")
    assert (
        rows["estimand"].tolist() == ["mean.punish_exact.effect", "slope.punish_exact.effect"] * 2
    )
    assert rows["experiments"].tolist() == [3] * 4
    assert {"power", "wrong_sign", "coverage_mc", "failed"} <= set(rows)
    again = run(tmp_path, "--workers", "1")
    assert "0 to compute" in again[2]
    assert again[1] == out


def test_what_was_found_of_an_effect_is_not_searched_again(tmp_path):
    plan = plan_from(tomllib.loads(PLAN))
    (world,) = worlds(plan)
    first = solved(plan, world, folder=tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.write_text(kept.read_text().replace(f'"shift": {first[0].shift}', '"shift": 77'))
    assert solved(plan, world, folder=tmp_path)[0].shift == 77
    assert solved(plan, replace(world, points=4.0), folder=tmp_path)[0].shift != 77
