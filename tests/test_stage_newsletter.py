"""Does a newsletter list the numbers of its rounds, to those who receive it and nobody else?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from design.acted import act, seated
from design.catalogue import Parts, treatment
from design.choices import Act, Choice, Settled
from design.feedback import history
from design.game import Game
from design.monitoring import Monitoring
from design.pace import Pace
from design.phases import Contribute, Observe
from design.play import Play
from design.population import fischbacher_gaechter
from design.settling import settle
from design.stages.newsletter import Newsletter
from design.stages.stage import Mind
from design.telling import visibility_questions
from design.transition import Answer, Perform, advance, start
from design.transition import Contribute as Give
from design.view import view

GAME = Game()
ORDERED = Newsletter("ordered")
STAGES = (Contribute(), ORDERED, Observe())
PULLED = Monitoring(granularity="total", timing="every_k", every=3, acquisition="pull")
HIGHEST = Monitoring(granularity="extremes", extreme="high", timing="every_k", every=3)
groups = st.lists(st.lists(st.integers(0, 20), min_size=4, max_size=4), min_size=3, max_size=3)


def play(monitoring, rounds, orders=(1, 0, 1, 0), *, last=3):
    """The newest of some rounds; orders are made in the first."""
    acts = tuple((Act("newsletter", (("order", one),)),) for one in orders)
    settled = [Settled(tuple(Choice(points) for points in given_)) for given_ in rounds]
    settled[0] = Settled(settled[0].choices, acts)
    newest, number = settled[-1], len(settled)
    own = newest.acts or ((),) * 4
    return Play(GAME, monitoring, 1, 0, number, 1, last, tuple(settled[:-1]), newest.choices, own)


def test_an_issue_covers_the_rounds_since_the_last_one():
    # Of 7 rounds in threes the last issue has one round: 1-3; 4-6; 7.
    covers = [ORDERED.covers(play(PULLED, [(0,) * 4] * number, last=7)) for number in range(1, 8)]
    assert covers == [(1, 3)] * 3 + [(4, 6)] * 3 + [(7, 7)]


def test_an_issue_is_ordered_in_its_first_round_alone():
    asked = [bool(ORDERED.asks(play(PULLED, [(0,) * 4] * n), 0)) for n in (1, 2, 3)]
    assert asked == [True, False, False]
    assert Newsletter().asks(play(PULLED, [(0,) * 4]), 0) == ()


def test_an_issue_lists_its_rounds_in_order():
    rounds = [(1, 2, 3, 4), (5, 5, 5, 5), (0, 0, 0, 20)]
    (told,) = ORDERED.shows(play(PULLED, rounds), 0)
    assert dict(told.values) == {"first": 1, "last": 3, "numbers": ("10", "20", "20")}
    # The highest among the others: D's own 20 in round 3 is none of D's others.
    (told,) = Newsletter().shows(play(HIGHEST, rounds), 3)
    assert dict(told.values)["numbers"] == ("3", "5", "0")


@given(groups, groups, st.integers(0, 3))
def test_whoever_did_not_order_learns_nothing(one, two, seat):
    for first, second in zip(one, two, strict=True):
        second[seat] = first[seat]
    orders = [int(other != seat) for other in range(4)]
    seen = []
    for rounds in (one, two):
        issue = play(PULLED, rounds, orders)
        assert ORDERED.shows(issue, seat) == ()
        signal = settle(issue, STAGES).signal
        seen.append((signal.total[seat], signal.entries[seat].tolist()))
    assert seen[0] == seen[1]


@given(groups, st.integers(0, 3))
def test_whoever_ordered_sees_the_total_of_every_round_of_the_issue(rounds, seat):
    orders = [int(other == seat) for other in range(4)]
    for number in (1, 2, 3):
        outcome = settle(play(PULLED, rounds[:number], orders), STAGES)
        assert outcome.signal.total[seat] == 1_000 * sum(rounds[number - 1])
        assert outcome.looked.sum() == 1


def test_nothing_is_listed_before_the_last_round_of_an_issue():
    assert ORDERED.shows(play(PULLED, [(1,) * 4, (1,) * 4]), 0) == ()


def test_bots_answer_what_is_asked():
    asks = ORDERED.asks(play(PULLED, [(0,) * 4]), 0)
    assert ORDERED.answers(asks, Mind(0, 20, (), uniform=0.7)) == (("order", 1),)
    assert ORDERED.answers(asks, Mind(0, 20, (), uniform=0.8)) == (("order", 0),)


@pytest.mark.parametrize(
    "name", ["newsletter_total", "newsletter_highest", "newsletter_lowest", "newsletter_ordered"]
)
def test_every_member_finishes_and_listed_numbers_are_those_of_its_rounds(name):
    played = treatment(name, beliefs=True, kept=True, parts=Parts(1, 10, 5))
    group = act(played, seated(fischbacher_gaechter(GAME), 4, 0, GAME), seed=4).group
    assert group.finished
    history = view(group, 1).history
    issues = [(f.round, dict(line.values)) for f in history for line in f.lines]
    assert name == "newsletter_ordered" or [number for number, _ in issues] == [6, 11, 16]
    for number, said in issues:
        listed = [history[n - 1] for n in range(said["first"], said["last"] + 1)]
        shown = [next(x for x in (f.total, f.high, f.low) if x is not None) for f in listed]
        assert said["last"] == number
        assert [float(text) for text in said["numbers"]] == shown


def test_an_unknown_way_is_refused():
    with pytest.raises(ValueError, match="way is one of"):
        Newsletter("shouted")


def test_an_issue_lists_what_its_editor_picked_and_nobody_else_is_asked():
    edited = treatment("newsletter_edited", beliefs=False, kept=True, parts=Parts(1, 5, 1))
    for picked, low, high in ((0, None, 20.0), (1, 0.0, None)):
        group = start(0, edited, Pace(), 0, seed=1)
        while group.round <= 6:
            before = group
            for seat in range(4):
                group = turn(group, seat, picked)
            assert group is not before
        # B is shown the extreme among A, C and D, who give 3, 0 and 20.
        shown = history(group, 1)[5]
        assert (shown.low, shown.high) == (low, high)
        number = "20" if picked == 0 else "0"
        assert dict(shown.lines[0].values)["numbers"] == (number,) * 5


def turn(group, seat, picked):
    stage = group.stage(seat)
    if stage == "explain":
        asked = visibility_questions(group.treatment, group.part, seat)
        right = tuple((one.name, one.answer) for one in asked)
        return advance(group, Answer(seat, group.part, right), 0).group
    if stage == "contribute":
        return advance(group, Give(seat, group.round, (3, 9, 0, 20)[seat], ()), 0).group
    if stage != "newsletter":
        return group
    assert seat == 0
    return advance(group, Perform(0, group.round, stage, (("highlight", picked),)), 0).group
