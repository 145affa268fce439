"""Are answers the same bytes whatever computes them, and does a killed worker cost one shard?"""

import multiprocessing
from dataclasses import replace

import numpy as np
import pytest

from analysis.power import scenario as scenarios
from analysis.power import workers
from analysis.power.accelerated import accelerated
from analysis.power.primary import FIELDS
from analysis.power.scenario import Scenario, Shard, answer, shards
from analysis.power.store import encoded, missing, read, write
from design.experiments import flagship
from design.game import Game
from design.population import fischbacher_gaechter
from design.simulate import simulate

PEOPLE = fischbacher_gaechter(Game())
SMALL = Scenario(flagship(), 2, PEOPLE, 3, 40)


def silent(done, total):
    pass


def pieces(scenario, size):
    return [Shard(scenario, i, size) for i in range(0, scenario.experiments, size)]


def contents(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_both_simulators_give_the_same_answers():
    shard = Shard(SMALL, 7, 5)
    assert np.array_equal(
        answer(shard, simulator=simulate), answer(shard, simulator=accelerated), equal_nan=True
    )


def test_an_experiment_is_the_same_in_any_shard():
    whole, late = answer(Shard(SMALL, 0, 12)), answer(Shard(SMALL, 8, 4))
    p = FIELDS.index("p")
    assert np.array_equal(whole[p, 8:], late[p], equal_nan=True)
    assert whole[:, 8:] == pytest.approx(late, rel=1e-9, nan_ok=True)


def test_one_worker_or_two_write_the_same_bytes(tmp_path):
    wanted = pieces(SMALL, 10)
    for count in (1, 2):
        workers.run(tmp_path / str(count), wanted, workers=count, told=silent)
    assert contents(tmp_path / "1") == contents(tmp_path / "2")
    assert len(contents(tmp_path / "1")) == 4


def test_a_run_goes_on_where_it_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(scenarios, "SHARD", 10)
    wanted = shards(SMALL)
    workers.run(tmp_path, wanted[:2], workers=1, told=silent)
    with pytest.raises(ValueError, match="2 of 4 shards are not computed yet"):
        read(tmp_path, SMALL)
    left = missing(tmp_path, wanted)
    assert left == wanted[2:]
    before = contents(tmp_path)
    workers.run(tmp_path, left, workers=1, told=silent)
    assert {name: contents(tmp_path)[name] for name in before} == before
    assert len(read(tmp_path, SMALL).p) == 40


def test_a_killed_worker_costs_only_its_shard(tmp_path):
    wanted = pieces(SMALL, 5)
    killed, told = [], []

    def kill_once(done, total):
        told.append(done)
        if not killed:
            # Whichever of the two computes, and whichever waits for its next shard.
            for worker in multiprocessing.active_children():
                worker.kill()
                killed.append(worker.pid)

    workers.run(tmp_path / "hit", wanted, workers=2, told=kill_once)
    assert len(killed) == 2
    # Every shard is told once: none was lost, none computed again after it was stored.
    assert told == list(range(1, 9))
    workers.run(tmp_path / "alone", wanted, workers=1, told=silent)
    assert contents(tmp_path / "hit") == contents(tmp_path / "alone")


def test_an_error_in_a_shard_is_told_with_its_name(tmp_path):
    broken = replace(SMALL, population=None)
    with pytest.raises(RuntimeError, match="npy: AttributeError"):
        workers.run(tmp_path, pieces(broken, 20), workers=2, told=silent)


def test_a_half_written_shard_is_never_taken_for_a_whole_one(tmp_path, monkeypatch):
    shard = Shard(SMALL, 0, 5)
    monkeypatch.setattr("pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        write(tmp_path, shard, encoded(answer(shard)))
    assert missing(tmp_path, [shard]) == [shard]


def test_whatever_changes_the_answers_changes_the_name():
    others = [
        replace(SMALL, groups=4),
        replace(SMALL, seed=4),
        replace(SMALL, played="dark"),
        replace(SMALL, population=replace(PEOPLE, lapse=1)),
        replace(SMALL, experiment=flagship(prize=1)),
    ]
    assert len({one.hash for one in [SMALL, *others]}) == 6
    assert replace(SMALL, experiments=50).hash == SMALL.hash


def test_a_sharp_null_changes_labels_only():
    # Under one condition the outcomes are those of that condition alone, whatever is dealt.
    null = replace(SMALL, played="dark")
    found = answer(Shard(null, 0, 40))
    estimates = found[FIELDS.index("estimate")]
    # Slopes in the dark move with beliefs held still: every estimate is noise around zero.
    assert np.abs(np.nanmean(estimates, axis=0)).max() < 4 * np.nanstd(estimates) / 40**0.5


def test_time_left_is_told_now_and_then():
    said = []
    clock = workers.Clock(said.append, every=0.0)
    clock(1, 4)
    assert said[0].startswith("1 of 4 shards, about ")
    quiet = workers.Clock(said.append, every=1_000.0)
    quiet(1, 4)
    assert len(said) == 1
