"""Does a group hear of another group what it is meant to hear, and nothing else?"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from staged import performed, played, stood

from analysis.audit import audit
from analysis.load import load
from design.acted import play
from design.catalogue import CATALOGUE, Parts, treatment
from design.choices import Heard
from design.experiments import comparison, flagship, mechanism
from design.game import POINT
from design.interventions import End, Pause, Resume
from design.linked import Linked
from design.links import Hear, tidings
from design.mechanisms.voting import MENU
from design.population import fischbacher_gaechter
from design.schedule import Schedule
from design.settling import settle
from design.simulated import acted_tables
from design.stages.vote import Vote
from design.stages.yoke import Yoke
from design.transition import Contribute, Expire, Replace, advance
from design.view import view
from tests.sessions import frames, write
from tests.test_audit import altered, named

PAIR = ("agreement_yoked", "agreement_chosen")
SHORT = Parts(1, 6, 1)
SECOND = 1_000


def yoked():
    """A yoked group that has understood part 2 and waits for a rule, and one that votes."""
    return stood("agreement_yoked"), replace(stood("agreement_chosen"), slot=1)


def voted(donor, *votes):
    for seat, option in enumerate(votes):
        donor = performed(donor, seat, {"rule": option})
    return donor


def told(group, donor, now=1):
    """Let a group hear what it can hear now; nothing where it cannot."""
    action = tidings(group, donor)
    return group if action is None else advance(group, action, now).group


def test_a_yoked_group_lives_under_the_rule_that_the_other_has_just_chosen():
    # Three of four want option 3: at least 10 points or lose 8, and everything is shown.
    group, donor = yoked()
    assert [group.stage(seat) for seat in range(4)] == ["wait"] * 4
    group = told(group, voted(donor, 3, 3, 3, 0))
    assert group.heard == (Heard("vote", 6, 3, slot=1, of=6),)
    group = played(group, (9, 10, 20, 0))
    outcome = settle(group.replay(6), group.play.stages)
    assert outcome.added.tolist() == [-8 * POINT, 0, 0, -8 * POINT]
    assert (outcome.signal.entries == group.replay(6).given[None, :]).all()


def test_nothing_is_heard_before_the_last_vote_is_cast():
    group, donor = yoked()
    for seat in range(3):
        donor = performed(donor, seat, {"rule": 3})
        assert told(group, donor) is group
    assert told(group, None) is group
    assert told(group, performed(donor, 3, {"rule": 3})).open.name == "contribute"


@settings(max_examples=15)
@given(st.lists(st.integers(0, 20), min_size=8, max_size=8), st.permutations((0, 1, 1, 1)))
def test_what_a_group_sees_depends_on_the_rule_of_the_other_and_on_nothing_else_there(given, votes):
    # Who voted for the rule, and what the other group gives, never reach the screens.
    group, donor = yoked()
    one = told(group, voted(donor, 1, 1, 1, 1))
    busy = played(voted(donor, *votes), given[:4])
    other = told(group, played(busy, given[4:]))
    assert [view(one, seat) for seat in range(4)] == [view(other, seat) for seat in range(4)]


def test_a_group_that_waits_in_vain_has_its_rule_drawn_and_waits_no_more():
    group, _ = yoked()
    longest = max(seat.due for seat in group.seats)
    # It has waited since the last of its members had read the rules, at 1 ms.
    assert longest == 1 + 120 * SECOND
    assert advance(group, Expire(), min(seat.due for seat in group.seats) - 1).group is group
    drawn = advance(group, Expire(), longest)
    (row,) = drawn.rows
    assert (row.table, row.values["source"], row.values["donor"]) == ("heard", "lot", None)
    group = drawn.group
    assert group.open.name == "contribute"
    assert group.heard[0].value in range(len(MENU))
    for _ in range(5):
        group = played(group, (10,) * 4)
    # In round 11 nobody waits any more: what is there is taken, else the lot draws at once.
    assert (group.round, group.patience, group.due) == (11, 0, 1)
    assert told(group, None).heard[-1].slot is None


def test_the_lot_draws_every_rule_about_as_often():
    # 400 draws among four: 100 each, standard deviation 8.7; six of them are 52.
    group, _ = yoked()
    drawn = [group.open.instead(replace(group.play, slot=n)) for n in range(400)]
    assert all(abs(drawn.count(rule) - 100) < 52 for rule in range(4))


def test_a_group_does_not_wait_for_one_that_is_over():
    group, donor = yoked()
    over = advance(donor, End(), 5).group
    assert told(group, over).heard[0].slot is None


def test_members_who_never_vote_hold_up_their_own_group_and_no_other_for_longer_than_declared():
    # The rule acts for the absent: then nobody has voted, and the first rule holds in both.
    group, donor = yoked()
    for seat in range(4):
        donor = advance(donor, Replace(seat), 5).group
    assert told(group, donor).heard == (Heard("vote", 6, 0, slot=1, of=6),)


def test_the_clock_of_the_wait_stands_while_the_group_is_paused():
    group, donor = yoked()
    before = group.due
    group = advance(group, Pause(), 10 * SECOND).group
    assert told(group, voted(donor, 1, 1, 1, 1)) is group
    assert advance(group, Expire(), 10_000 * SECOND).group is group
    group = advance(group, Resume(), 40 * SECOND).group
    assert group.due == before + 30 * SECOND


def test_news_that_nobody_waits_for_is_refused():
    group, donor = yoked()
    for heard in (Heard("vote", 7, 0), Heard("banner", 6, 0)):
        assert advance(group, Hear(heard), 1).refusal is not None
    assert advance(donor, Hear(Heard("vote", 6, 0)), 1).refusal is not None
    after = told(group, voted(donor, 1, 1, 1, 1))
    assert advance(after, Hear(Heard("vote", 6, 0)), 1).refusal is not None
    assert advance(after, Contribute(0, 6, 5), 1).refusal is None


def test_a_pair_shares_beliefs_and_the_last_part_and_every_hearing_group_has_its_own_donor():
    schedule = comparison(name="p", conditions=(*PAIR, "individual")).schedule
    slots = np.arange(60 * schedule.block_size)
    deal = schedule.deal(5, slots)
    donors = {int(s): schedule.donor(5, int(s)) for s in slots}
    hearing = [slot for slot in donors if donors[slot] is not None]
    assert {schedule.conditions[deal.condition[slot]] for slot in hearing} == {PAIR[0]}
    assert len({donors[slot] for slot in hearing}) == len(hearing) == 120
    for slot in hearing:
        of = donors[slot]
        assert schedule.conditions[deal.condition[of]] == PAIR[1]
        assert (deal.beliefs[of], deal.kept[of]) == (deal.beliefs[slot], deal.kept[slot])
        assert schedule.linked_set(5, slot) == schedule.linked_set(5, of) == min(slot, of)
        assert schedule.listeners(5, of) == (slot,)
    # Which of the two comes first is as good as a coin: 60 of 120, standard deviation 5.5.
    assert abs(sum(slot < donors[slot] for slot in hearing) - 60) < 33


def test_a_schedule_without_links_deals_as_it_always_did():
    plain, slots = Schedule(PAIR), np.arange(40)
    assert flagship().schedule == Schedule(flagship().schedule.conditions)
    linked = Linked(PAIR, ((PAIR[0], PAIR[1]),))
    one, other = plain.deal(3, slots), linked.deal(3, slots)
    assert (one.condition == other.condition).all()
    assert plain.donor(3, 7) is None


def test_a_rule_from_a_group_that_is_not_dealt_is_refused():
    with pytest.raises(ValueError, match="so both are dealt"):
        comparison(name="p", conditions=("individual", "agreement_yoked"))
    base = comparison(name="p", conditions=PAIR)
    with pytest.raises(ValueError, match="need their links"):
        replace(base, schedule=Schedule(PAIR))
    with pytest.raises(ValueError, match="comes from a condition"):
        Yoke(MENU)
    with pytest.raises(ValueError, match="longest wait"):
        Yoke(MENU, of="agreement_chosen", longest=0)
    with pytest.raises(ValueError, match="same menu"):
        Yoke(MENU, of="x").learns(replace(stood("dark").play, stages=(Vote(),)))


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    experiment = comparison(name="pairs", conditions=PAIR, parts=SHORT)
    people = fischbacher_gaechter(experiment.game)
    acted = list(play(experiment, 5, 8, people))
    again = list(play(experiment, 5, 8, people))
    assert [one.group for one in acted] == [one.group for one in again]
    return load(write(frames(acted_tables(experiment, 5, acted)), tmp_path_factory.mktemp("s")))


def test_linked_groups_played_side_by_side_leave_nothing_for_the_audit(session):
    assert audit(session).differences.to_dict("records") == []
    assert set(session.heard["source"]) == {"group"}
    sets = session.groups.groupby("linked_set")["condition"].agg(set)
    assert len(sets) == 4
    assert all(found == set(PAIR) for found in sets)


@pytest.mark.parametrize(
    "column", ["slot", "condition", "part", "round", "source", "donor", "donor_round", "told", "at"]
)
def test_one_altered_value_of_what_was_heard_is_named(session, column):
    row = session.heard.index[3]
    assert named(session, altered(session, "heard", column, row), "heard", row)


@pytest.mark.parametrize("column", ["donor", "linked_set"])
def test_an_altered_link_is_named(session, column):
    row = session.groups.index[session.groups["donor"].notna()][0]
    assert named(session, altered(session, "groups", column, row), "groups", row)


def test_a_lot_where_the_other_group_had_chosen_in_time_is_named(session):
    heard = session.heard.copy()
    heard.loc[0, "source"] = "lot"
    heard.loc[0, ["donor", "donor_round"]] = np.nan
    heard.loc[0, "at"] += 1
    found = audit(session.with_table("heard", heard)).differences
    assert "donor" in set(found["column"][found["table"] == "heard"])


def test_the_mechanism_of_agreements_compares_with_the_yoked_group():
    experiment = mechanism(CATALOGUE["O06"])
    assert experiment.schedule.conditions[0] == "agreement_yoked"
    assert treatment("agreement_yoked", beliefs=False, kept=True).rounds == 25
