"""Do others' earnings, shown in place of what they gave, tell exactly that and say so?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from design.acted import act, seated
from design.choices import Choice, Settled
from design.conditions import PLAIN, everybody
from design.game import Game
from design.monitoring import Monitoring
from design.pace import Pace
from design.phases import Phase
from design.play import Play
from design.population import fischbacher_gaechter
from design.settling import settle
from design.sightings import facts
from design.telling import links, visibility, visibility_questions
from design.thinking import entries_of
from design.transition import Contribute, advance, start
from design.treatments import Treatment
from design.view import view
from screens.results import history, result

GAME = Game()
REVEALS = ("total", "last_member")
PAID = Monitoring(
    content="earnings", granularity="individual", own_earnings=True, reveals=REVEALS
)  # fmt: skip
RING = Monitoring(
    content="earnings",
    granularity="individual",
    coverage="graph",
    direction=("B", "C", "D", "A"),
    own_earnings=True,
    reveals=REVEALS,
)
amounts = st.lists(st.integers(0, 20), min_size=4, max_size=4)


def made(monitoring):
    return Treatment("paid", "paid", GAME, (Phase("only", 4, monitoring),), everybody("dial"))


def after(points, monitoring=PAID):
    """What each seat was shown of one round."""
    group = start(0, made(monitoring), Pace(), 0)
    for seat, given_ in enumerate(points):
        group = advance(group, Contribute(seat, 1, given_), 1).group
    return [view(group, seat).history[0] for seat in range(4)]


@given(amounts)
def test_earnings_are_printed_and_contributions_are_not(points):
    # e - x + m X, all at .4.
    earned = [20 - x + 0.4 * sum(points) for x in points]
    for seat, feedback in enumerate(after(points)):
        assert feedback.entries == ()
        assert feedback.total is None
        assert feedback.earnings == pytest.approx(earned[seat])
        others = {"ABCD"[j]: earned[j] for j in range(4) if j != seat}
        assert dict(feedback.paid) == pytest.approx(others)


@given(amounts)
def test_whoever_reads_earnings_can_work_out_every_contribution(points):
    for seat, feedback in enumerate(after(points)):
        assert entries_of(feedback, seat, GAME) == tuple(1_000 * one for one in points)


@given(amounts)
def test_sightings_call_contributions_deducible_and_earnings_shown(points):
    choices = tuple(Choice(given_) for given_ in points)
    play = Play(GAME, PAID, 1, 0, 1, 1, 4, (), choices, ((),) * 4)
    rows = facts(settle(play, PLAIN), Settled(choices), 1, 1)
    gave = [row for row in rows if row["content"] == "contribution"]
    earned = [row for row in rows if row["content"] == "earnings"]
    assert len(gave) == 12
    assert {(row["source"], row["shown_value"], row["entitled"]) for row in gave} == {
        ("deducible", None, True)
    }
    # Everybody's own, and three others', each with its true value.
    assert len(earned) == 16
    assert all(row["shown_value"] == row["true_value"] for row in earned)
    assert {row["source"] for row in earned} == {"exact"}


def test_members_are_told_what_they_see_and_what_follows():
    keys = [said.key for said in visibility(made(PAID), 0, 1)]
    assert keys[:2] == ["sees.nobody", "seen.nobody"]
    follows = {"reveals.total", "reveals.last_member", "reveals.own"}
    assert {"sees.paid", "seen.paid"} | follows <= set(keys)
    first = [line.key for line in links(made(PAID), 0)][:3]
    assert first == ["link.sees_nobody", "link.paid", "link.works_out"]
    asked = {q.name: q.answer for q in visibility_questions(made(PAID), 0, 1)}
    assert asked == {"see_earnings": "0", "work_out_total": "0", "work_out_last": "0"}


def test_a_graph_shows_the_earnings_of_its_edges_alone():
    shown = [[name for name, _ in feedback.paid] for feedback in after((1, 2, 3, 4), RING)]
    assert shown == [["B"], ["C"], ["D"], ["A"]]


@pytest.mark.parametrize(
    "more",
    [
        {"own_earnings": False},
        {"accuracy": "noisy", "error": 100},
        {"coverage": "audit", "audited": 100},
        {"granularity": "total"},
    ],
)
def test_earnings_feedback_that_would_not_add_up_is_refused(more):
    settings = {"granularity": "individual", "own_earnings": True, "content": "earnings"}
    with pytest.raises(ValueError, match="content 'earnings' goes with"):
        Monitoring(**{**settings, **more})


def test_a_screen_lists_what_others_earned():
    feedback = after((1, 2, 3, 4))[0]
    lines = dict(result(feedback, "en").lines)
    # 20 - 2 + .4 * 10 = 22.
    assert lines["B earned"] == "22 points"
    assert "B gave" not in lines
    assert "B earned" in history((feedback,), "en").columns


@pytest.mark.parametrize("monitoring", [PAID, RING])
def test_simulated_members_play_it_to_the_end(monitoring):
    minds = seated(fischbacher_gaechter(GAME), 3, 0, GAME)
    assert act(made(monitoring), minds, seed=3).group.finished
