"""Do many groups at once do exactly what the same groups do one by one, at every dial setting?"""

import dataclasses

import numpy as np
import pytest

from analysis.audit import audit
from analysis.load import load
from design.acted import play
from design.catalogue import CONDITIONS, Parts
from design.conditions import Condition, everybody
from design.experiments import comparison
from design.hearing import Hearing, Round, hear
from design.monitoring import Monitoring
from design.population import fischbacher_gaechter
from design.signals import observe
from design.simulate import simulate
from design.simulated import tables
from design.strategies import Strategy
from tests.sessions import frames, write

SEED, GROUPS = 23, 4
PARTS = Parts(2, 7, 3)
TOTAL = ("total",)


def ring():
    return ("B", "C", "D", "A")


DIAL = {
    "noise": Monitoring(granularity="individual", accuracy="noisy", error=300),
    "rounded": Monitoring(granularity="individual", accuracy="rounded", rounding=5),
    "delay": Monitoring(granularity="individual", timing="delayed", delay=2, reveals=TOTAL),
    "every_k": Monitoring(granularity="total", timing="every_k", every=3),
    "end": Monitoring(granularity="individual", timing="end", reveals=TOTAL),
    "triggered": Monitoring(granularity="total", timing="triggered", fall=1),
    "audit": Monitoring(granularity="individual", coverage="audit", audited=400),
    "sample": Monitoring(granularity="individual", coverage="sample", sampled=2),
    "reshuffled": Monitoring(granularity="individual", identity="reshuffled", reveals=TOTAL),
    "sorted": Monitoring(granularity="sorted", reveals=TOTAL),
    "extremes": Monitoring(granularity="extremes"),
    "highest": Monitoring(granularity="extremes", extreme="high"),
    "ring": Monitoring(granularity="individual", coverage="graph", direction=ring()),
    "late_noise": Monitoring(
        granularity="individual", accuracy="noisy", error=500, timing="delayed", delay=1
    ),
    "earnings_late": Monitoring(own_earnings=True, timing="every_k", every=2, reveals=TOTAL),
}


def agree(monkeypatch, condition, beliefs=None):
    """Play the same slots both ways and compare every number of play."""
    monkeypatch.setitem(CONDITIONS, condition.name, condition)
    experiment = comparison(name="same", conditions=(condition.name,), parts=PARTS)
    people = fischbacher_gaechter(experiment.game)
    batch = simulate(experiment, SEED, GROUPS, people)
    for index, one in enumerate(play(experiment, SEED, GROUPS, people)):
        for number, settled in enumerate(one.group.history):
            assert settled.contributions == tuple(batch.contributions[index, number])
            for seat, choice in enumerate(settled.choices):
                stated = batch.beliefs[index, number, seat]
                assert choice.beliefs == tuple(stated[stated >= 0])
    return batch


@pytest.mark.parametrize("name", DIAL)
def test_a_batch_does_what_its_groups_do_one_by_one(name, monkeypatch):
    agree(monkeypatch, Condition(f"dial_{name}", DIAL[name], everybody("B01")))


@pytest.mark.parametrize("dial", ["noise", "delay", "triggered"])
def test_unequal_endowments_are_simulated_as_they_are_played(dial, monkeypatch):
    rich = Condition("dial_rich", DIAL[dial], everybody("P05"), endowments=(500, 500, 1_500, 1_500))
    batch = agree(monkeypatch, rich)
    treated = batch.contributions[:, PARTS.common :]
    assert treated[..., :2].max() <= 10
    assert treated[..., 2:].max() > 20


@pytest.mark.parametrize("technology", ["threshold", "weakest_link"])
def test_other_technologies_are_simulated_as_they_are_played(technology, monkeypatch):
    more = {"threshold": 500} if technology == "threshold" else {}
    one = Condition("dial_other", DIAL["audit"], everybody("O09"), technology=technology, **more)
    agree(monkeypatch, one)


def test_the_batch_never_changes_what_is_drawn_for_a_slot(monkeypatch):
    monkeypatch.setitem(CONDITIONS, "dial_n", Condition("dial_n", DIAL["noise"], everybody("B03")))
    experiment = comparison(name="same", conditions=("dial_n", "dark"), parts=PARTS)
    people = fischbacher_gaechter(experiment.game)
    whole, single = (simulate(experiment, SEED, GROUPS, people, chunk=n) for n in (1_000, 1))
    assert (whole.contributions == single.contributions).all()


@pytest.mark.parametrize("name", ["noise", "triggered", "extremes", "ring", "audit"])
def test_tables_of_a_simulation_are_audited_without_differences(name, monkeypatch, tmp_path):
    one = Condition("dial_one", DIAL[name], everybody("B01"), endowments=(500, 500, 1_500, 1_500))
    weak = Condition("dial_two", DIAL[name], everybody("O09"), technology="weakest_link")
    for condition in (one, weak):
        monkeypatch.setitem(CONDITIONS, condition.name, condition)
    experiment = comparison(name="same", conditions=("dial_one", "dial_two"), parts=PARTS)
    batch = simulate(experiment, SEED, GROUPS, fischbacher_gaechter(experiment.game))
    stored = write(frames(tables(batch)), tmp_path)
    assert audit(load(stored)).differences.to_dict("records") == []


def test_stages_and_drawn_lengths_are_refused_with_the_way_out():
    for conditions, parts in ((("looks_free",), PARTS),
                              (("dark",), Parts(2, 4, 0, "indefinite", 500, 2))):  # fmt: skip
        experiment = comparison(name="staged", conditions=conditions, parts=parts)
        people = fischbacher_gaechter(experiment.game)
        with pytest.raises(ValueError, match=r"play it with design\.acted"):
            simulate(experiment, SEED, 2, people)


def test_delayed_news_moves_beliefs_when_it_comes_and_not_before():
    game = comparison(name="x", conditions=("dark",), parts=PARTS).game
    people = Strategy(belief_level=0, belief_on_seen=1_000, belief_on_belief=0)
    late = dataclasses.replace(DIAL["delay"], delay=1)
    held = Hearing(np.full((1, 4, 4), 7_000))
    for number, given in ((1, 3_000), (2, 5_000), (3, 9_000)):
        played = np.full((1, 4), given)
        round_ = Round(number, 1, 3, played, observe(late, game, played))
        held = hear(people, held, round_, late, game)
        # After round n everybody knows what was given in round n - 1, and nothing of round n.
        known = {1: 7_000, 2: 3_000, 3: 5_000}[number]
        assert held.beliefs[0, 0, 1] == known
        assert len(held.waiting) == 1
    assert held.afresh().waiting == ()
