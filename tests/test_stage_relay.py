"""Do those who see pass on one number, as they like, and do the others learn no more?"""

from hypothesis import given
from hypothesis import strategies as st

from design.acted import act, seated
from design.catalogue import CONDITIONS, Parts, treatment
from design.choices import Act, Choice, Settled
from design.game import Game
from design.play import Play
from design.population import fischbacher_gaechter
from design.settling import settle
from design.stages.relay import Relay
from design.stages.stage import Mind
from design.view import view

GAME = Game()
COMMITTEE = CONDITIONS["committee_relays"]
RELAY = COMMITTEE.stages[0]
amounts = st.lists(st.integers(0, 20), min_size=4, max_size=4)


def play(before, now=(0, 0, 0, 0), stated=()):
    acts = tuple((Act("relay", (("lowest", one),)),) for one in stated)
    acts += ((),) * (4 - len(acts))
    earlier = (Settled(tuple(Choice(points) for points in before)),)
    choices = tuple(Choice(points) for points in now)
    return Play(GAME, COMMITTEE.monitoring, 1, 0, 2, 1, 5, earlier, choices, acts)


def test_only_the_committee_is_asked_and_not_before_it_has_seen_a_round():
    assert [bool(RELAY.asks(play((1, 2, 3, 4)), seat)) for seat in range(4)] == [1, 1, 0, 0]
    first = Play(GAME, COMMITTEE.monitoring, 1, 0, 1, 1, 5, (), (None,) * 4, ((),) * 4)
    assert RELAY.asks(first, 0) == ()


@given(amounts)
def test_bots_and_the_rule_pass_on_the_truth(before):
    asks = RELAY.asks(play(before), 1)
    assert RELAY.answers(asks, Mind(0, 20, ())) == (("lowest", min(before)),)


def test_who_relays_without_seeing_knows_only_its_own_contribution():
    # C sees nobody, so what it is asked cannot depend on the others.
    (ask,) = Relay("C").asks(play((1, 2, 9, 4)), 2)
    assert ask.default == 9


def test_what_is_stated_is_told_to_everybody_as_it_was_stated():
    for seat in range(4):
        told = RELAY.shows(play((1, 2, 3, 4), stated=(7, 0)), seat)
        assert [dict(line.values) for line in told] == [
            {"seat": "A", "n": 7, "round": 1},
            {"seat": "B", "n": 0, "round": 1},
        ]


@given(amounts, amounts)
def test_outsiders_learn_the_total_and_what_is_stated_and_nothing_else(one, two):
    # C's own contribution and the total are kept, the others are dealt anew.
    two[2] = one[2]
    two[3] = sum(one) - two[0] - two[1] - two[2]
    if not 0 <= two[3] <= 20:
        return
    signals = []
    for points in (one, two):
        now = play((5, 5, 5, 5), now=points, stated=(5, 5))
        signals.append((settle(now, COMMITTEE.stages).signal, RELAY.shows(now, 2)))
    assert signals[0][0].entries[2].tolist() == signals[1][0].entries[2].tolist()
    assert signals[0][0].total[2] == signals[1][0].total[2]
    assert signals[0][1] == signals[1][1]


def test_every_member_finishes_and_outsiders_read_both_numbers():
    for name in ("committee", "committee_relays"):
        played = treatment(name, beliefs=True, kept=True, parts=Parts(1, 3, 2))
        group = act(played, seated(fischbacher_gaechter(GAME), 4, 0, GAME), seed=4).group
        assert group.finished
        read = [len(feedback.lines) for feedback in view(group, 3).history]
        # Nothing in part 1 and in the first round of each later part.
        relays = name == "committee_relays"
        assert read == ([0, 0, 2, 2, 0, 2] if relays else [0] * 6)
