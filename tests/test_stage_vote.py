"""Does the rule that was chosen hold, and what does breaking it cost?"""

from dataclasses import replace

import pytest
from played import accepted
from staged import performed, played, stood, told

from design.acted import act, seated
from design.catalogue import treatment
from design.game import POINT, Game
from design.mechanisms.voting import MENU
from design.population import fischbacher_gaechter
from design.settling import settle
from design.stages.vote import Rule, Vote
from design.transition import Replace


def chosen(votes, condition="agreement_chosen"):
    group = stood(condition, 6)
    for seat, option in enumerate(votes):
        group = performed(group, seat, {"rule": option})
    return group


def test_the_majority_s_rule_fines_whoever_gives_less_and_nobody_else():
    # Option 3: at least 10 points or lose 8, and everything is shown.
    group = played(chosen((3, 3, 3, 0)), (9, 10, 20, 0))
    play = group.replay(6)
    outcome = settle(play, play.stages)
    assert outcome.added.tolist() == [-8 * POINT, 0, 0, -8 * POINT]
    assert (outcome.signal.entries == play.given[None, :]).all()


def test_a_rule_without_review_shows_no_contribution():
    views = []
    for others in ((9, 10, 20), (20, 0, 0)):
        group = played(chosen((2, 2, 2, 2)), (5, *others))
        views.append(told(group, 0))
    # Only the own contribution and the own fine are told, so the groups look alike.
    assert views[0] == views[1]
    assert any(line.key == "vote.fined" for line in views[0].history[-1].lines)


def test_a_rule_holds_until_the_next_ballot():
    group = chosen((1, 1, 1, 1))
    stage = group.play.stages[0]
    for _ in range(5):
        assert stage.rule(group.play) == MENU[1]
        group = played(group, (10,) * 4)
    assert [group.stage(seat) for seat in range(4)] == ["vote"] * 4


def test_one_member_chooses_alone_where_it_may():
    group = stood("manager", 6)
    assert [group.stage(seat) for seat in range(4)] == ["vote", "wait", "wait", "wait"]
    group = played(performed(group, 0, {"rule": 4}), (20, 19, 20, 20))
    play = group.replay(6)
    assert settle(play, play.stages).added.tolist() == [0, -16 * POINT, 0, 0]


def test_the_lot_draws_every_rule_about_as_often():
    # 400 draws among four: 100 each, standard deviation 8.7; six of them are 52.
    group = stood("agreement_drawn", 6)
    stage = group.play.stages[0]
    drawn = [stage.rule(replace(group.play, slot=n)) for n in range(400)]
    for rule in MENU:
        assert abs(drawn.count(rule) - 100) < 52


def test_rules_that_cannot_be_meant_are_refused():
    with pytest.raises(ValueError, match="fine needs a minimum"):
        Rule(fine=3)
    with pytest.raises(ValueError, match="review is one of"):
        Rule(review="some")
    with pytest.raises(ValueError, match="two options"):
        Vote((Rule(),))
    with pytest.raises(ValueError, match="by is one of"):
        Vote(by="somebody")


def test_a_tally_counts_votes_only_where_it_is_shown():
    shown = told(chosen((4, 4, 1, 4), "tally_shown"), 0).news
    counts = [dict(line.values)["votes"] for line in shown if line.key == "vote.tally"]
    assert counts == [0, 1, 0, 0, 3]
    # Hidden, another division of the votes for the same rule looks the same.
    hidden = [told(chosen(votes, "tally_hidden"), 0) for votes in ((4, 4, 1, 4), (4, 4, 4, 4))]
    assert hidden[0] == hidden[1]


def test_who_does_not_vote_in_time_abstains():
    # Two vote for rule 4; the rule that acts for the two others must not outvote or tie them.
    group = stood("agreement_chosen")
    for seat in (0, 1):
        group = performed(group, seat, {"rule": 3})
    for seat in (2, 3):
        group = accepted(group, Replace(seat))
    assert group.stage(0) == "contribute"
    assert group.play.stages[0].rule(group.play) == MENU[3]


def test_where_nobody_votes_the_first_rule_holds():
    group = stood("agreement_chosen")
    for seat in range(4):
        group = accepted(group, Replace(seat))
    assert group.play.stages[0].rule(group.play) == MENU[0]


def test_who_has_no_vote_is_not_asked_is_told_so_and_lives_under_the_rule():
    only = Vote(options=(Rule(), Rule(minimum=10, fine=8)), voters="ABC")
    game = Game()
    assert [one.key for one in only.explains(game, 3)][0] == "vote.by_others"
    assert [one.key for one in only.explains(game, 0)][0] == "vote.by_some"
    short = treatment("excluded_voting", beliefs=False, kept=True)
    people = fischbacher_gaechter(short.game)
    done = act(short, seated(people, 1, 0, short.game), seed=1)
    voted = {row["seat"] for row in done.rows["acts"] if row["stage"] == "vote"}
    assert voted == set("ABC")
    with pytest.raises(ValueError, match="vote where the members do"):
        Vote(by="lot", voters="ABC")
