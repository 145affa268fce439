"""Is the length of a part that is not announced drawn as told, and hidden until it is over?"""

import dataclasses
import json

import numpy as np
import pytest

from analysis.audit import audit
from analysis.estimands.gather import from_panel
from analysis.load import load
from analysis.outcomes import outcome, shares
from analysis.reporting.descriptives import restarts
from design.acted import act, play
from design.canonical import dumps
from design.catalogue import CONDITIONS, Parts, treatment
from design.configs import config_for, experiment_from
from design.draws import draws
from design.experiments import comparison, flagship, read
from design.game import Game
from design.monitoring import Monitoring
from design.pace import Pace
from design.payment import paid_rounds
from design.phases import Contribute, Observe, Phase
from design.plan import Window
from design.population import fischbacher_gaechter
from design.simulated import acted_tables
from design.stages.pledge import Pledge
from design.statement import statement
from design.strategies import unconditional
from design.treatments import Treatment
from design.view import view
from screens.introduction import Rates, consent, instructions, minutes
from screens.play import fragment
from tests.sessions import frames, write
from wording.say import LANGUAGES

OPEN = Parts(2, 40, 0, "indefinite", 750, 5)
SHORT = Parts(1, 6, 0, "indefinite", 500, 2)
UNKNOWN = Parts(2, 3, 2, "unknown")
GIVERS = (unconditional(4),) * 4


def indefinite(parts=OPEN):
    return comparison(name="open", conditions=("dark", "two_way"), parts=parts)


def test_blocks_follow_each_other_as_often_as_told():
    experiment = indefinite()
    longest = experiment.treatments()[0]
    lengths = [longest.drawn(3, slot).phases[1].rounds for slot in range(1_000)]
    blocks = np.array(lengths) // 5
    assert set(lengths) <= {5 * n for n in range(1, 9)}
    # A quarter of 1,000 groups end after one block: 250 with a standard deviation of 14.
    assert abs((blocks == 1).sum() - 250) < 56
    # The expected number of blocks, of at most eight, is (1 - .75^8) / .25 = 3.6; its standard
    # deviation in 1,000 draws is below .08.
    assert abs(blocks.mean() - (1 - 0.75**8) / 0.25) < 0.32
    assert experiment.parts.expected == pytest.approx(2 + 5 * (1 - 0.75**8) / 0.25)


def test_a_length_depends_on_the_seed_and_the_slot_alone():
    one = indefinite()
    for slot in range(20):
        dealt = one.treatment(3, slot)
        assert dealt == dealt.drawn(3, slot) == one.treatment(3, slot)
        nominal = next(t for t in one.treatments() if t.name == dealt.name)
        assert nominal.drawn(3, slot) == dealt
    assert {one.treatment(s, 0).rounds for s in range(20)} != {one.treatment(3, 0).rounds}


def test_paid_rounds_and_pay_follow_the_drawn_length():
    experiment = indefinite(SHORT)
    for slot in range(8):
        dealt = experiment.treatment(1, slot)
        paid = paid_rounds(dealt, 1, slot)
        assert len(paid.contribution) == 2
        assert max(paid.contribution) <= dealt.rounds
        assert draws(dealt, 1, slot)
        done = act(dealt, GIVERS, seed=1, slot=slot).group
        assert done.finished
        assert len(done.history) == dealt.rounds
        assert len(statement(done, 1, 0, 20).rounds) == 2


def length_told(group):
    """Return the lengths that a View carries, besides rounds that are over."""
    return [(view(group, seat).last_round, view(group, seat).rounds) for seat in range(4)]


@pytest.mark.parametrize("parts", [SHORT, UNKNOWN], ids=["indefinite", "unknown"])
def test_no_screen_tells_the_length_before_the_end(parts):
    # The same play, up to the last round but one, in a game that ends then and in a longer one.
    base = treatment("two_way", beliefs=False, kept=True, parts=parts)
    last = base.phases[-1]
    short = dataclasses.replace(base, phases=(*base.phases[:-1], dataclasses.replace(
        last, rounds=2)))  # fmt: skip
    ended = act(short, GIVERS, seed=1).group
    for number in range(parts.common, short.rounds):
        two = [
            dataclasses.replace(ended, treatment=t, history=ended.history[:number])
            for t in (short, base)
        ]
        for seat in range(4):
            assert view(two[0], seat) == view(two[1], seat)
        assert all(None in told for told in length_told(two[0]))
    assert all(told[1] == short.rounds for told in length_told(ended))


@pytest.mark.parametrize("language", LANGUAGES)
def test_screens_say_what_is_known_and_no_number_of_rounds(language):
    experiment, pace = indefinite(), Pace()
    group = act(experiment.treatment(1, 0), GIVERS, seed=1).group
    fresh = dataclasses.replace(group.seats[0], explained=1)
    asked = dataclasses.replace(group, history=group.history[:2], seats=(fresh,) * 4)
    drawn = fragment(view(asked, 0), language, pace=pace, prize=20)
    assert "75" in drawn
    assert "progress" not in drawn
    assert "length_known" in drawn
    rates = Rates(0.1, 5, "EUR")
    for page in (consent(language, experiment, rates), instructions(language, experiment, rates)):
        assert "42" not in page, "the most rounds are told when part 2 begins"
    assert minutes(experiment) < minutes(flagship())


def test_part_one_is_announced_under_every_horizon():
    group = act(treatment("dark", beliefs=False, kept=True, parts=UNKNOWN), GIVERS, seed=1).group
    early = dataclasses.replace(group, history=group.history[:1])
    assert view(early, 0).last_round == 2
    assert view(early, 0).rounds is None


def test_a_stored_design_with_a_horizon_is_read_back():
    experiment = indefinite()
    assert read(json.loads(dumps(experiment))) == experiment


def test_a_form_makes_an_experiment_without_a_known_end():
    config = {**config_for(indefinite()), "name": "open"}
    assert experiment_from(config).parts == OPEN
    # The flagship's Plan withdraws monitoring in a third part, which there is not.
    assert experiment_from(config).plan.secondary == ()
    for changes, said in (
        ({"rounds_part_3": 2}, "restart is 0"),
        ({"going_on": 0.55}, "going_on"),
        ({"block": 7}, "whole blocks"),
        ({"going_on": 100}, "1 .. 999"),
    ):
        with pytest.raises(ValueError, match=said):
            experiment_from({**config, **changes})


def test_without_a_third_part_nothing_is_withdrawn_in_the_plan():
    assert indefinite().plan.secondary == ()
    assert indefinite(Parts()).plan.secondary != ()


def test_late_reports_never_betray_where_a_part_ends():
    every = Monitoring(granularity="total", timing="every_k", every=3)
    phases = (Phase("common", 1, Monitoring()), Phase("monitored", 4, every))
    with pytest.raises(ValueError, match="would tell where phase 'monitored' ends"):
        Treatment("odd", "dark", Game(), phases, CONDITIONS["dark"].roles, horizon="unknown")
    for rhythm, said in ((0, "every 0 rounds"), (4, "every 4 rounds")):
        pledges = (Pledge(every=rhythm), Contribute(), Observe())
        with pytest.raises(ValueError, match=f"stage 'pledge' {said}"):
            Treatment("odd", "dark", Game(), (phases[0], Phase("monitored", 6, Monitoring(),
                      pledges)), CONDITIONS["dark"].roles, horizon="unknown")  # fmt: skip
    kept = (phases[0], Phase("monitored", 6, every))
    Treatment("fine", "dark", Game(), kept, CONDITIONS["dark"].roles, horizon="unknown")


def test_horizons_that_cannot_be_are_refused():
    with pytest.raises(ValueError, match="restart is 0"):
        Parts(5, 15, 5, "indefinite", 500, 5)
    with pytest.raises(ValueError, match="casts no lot"):
        flagship(parts=Parts(5, 15, 5, "announced", 500, 5))
    with pytest.raises(ValueError, match="whole blocks"):
        indefinite(Parts(5, 14, 0, "indefinite", 500, 5))


@pytest.mark.parametrize("parts", [SHORT, UNKNOWN], ids=["indefinite", "unknown"])
def test_the_audit_of_groups_of_drawn_lengths_finds_nothing(parts, tmp_path):
    experiment = indefinite(parts)
    people = fischbacher_gaechter(experiment.game)
    acted = list(play(experiment, 11, 8, people))
    lengths = {len(one.group.history) for one in acted}
    assert len(lengths) > 1 or parts is UNKNOWN, "the seed draws different lengths"
    stored = write(frames(acted_tables(experiment, 11, acted)), tmp_path)
    assert audit(load(stored)).differences.to_dict("records") == []


def test_the_rules_are_promised_to_stay_only_where_they_do():
    rates = Rates(0.1, 5, "EUR")
    for conditions, same in ((("dark", "open"), True), (("dark", "quality_seen"), False),
                             (("dark", "dress_output"), False)):  # fmt: skip
        page = instructions("en", comparison(name="x", conditions=conditions), rates)
        assert ("a round earns by the same rules" in page) == same


def test_groups_of_drawn_lengths_are_compared_in_the_rounds_that_all_play(tmp_path):
    parts = Parts(2, 12, 0, "indefinite", 600, 3)
    experiment = indefinite(parts)
    acted = list(play(experiment, 11, 16, fischbacher_gaechter(experiment.game)))
    panel = load(write(frames(acted_tables(experiment, 11, acted)), tmp_path))
    found = shares(panel)
    assert list(found.rounds(Window(1))) == [3, 4, 5]
    first = outcome(found, experiment.plan.primary[0])
    for one, measured in zip(acted, first, strict=True):
        rounds = [r.contributions for r in one.group.history[2:5]]
        assert measured == pytest.approx(np.mean(rounds) / 20 * 100)
    assert restarts(found).empty
    # Other estimands have every round that a group played, and none that it did not.
    for one, group in zip(acted, from_panel(panel), strict=True):
        assert len(group.rounds) == len(one.group.history)
        assert not np.isnan(group.shares).any()
