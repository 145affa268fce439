"""What does a local account pay to whom, who sees it, and what is best for whom?"""

import re
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from played import accepted, group_at
from staged import performed, played, simulated, stood, told

from design.catalogue import CATALOGUE, CONDITIONS, treatment
from design.game import Game
from design.messages import message
from design.monitoring import Monitoring
from design.pace import Pace
from design.phases import Contribute, Observe
from design.settling import settle
from design.stages.local import Local
from design.stages.outage import Outage
from design.stages.stage import Mind
from design.telling import visibility
from design.theory import (
    contagion_earnings,
    critical_discount,
    critical_discount_covered,
    punishing_pays,
)
from design.transition import Replace
from design.view import view
from screens.play import fragment

ENTRY = CATALOGUE["B25"]
LEVELS = ("levels_own", "levels_total", "levels_all")
GAME = Game((20,) * 8, (400,) * 8)
LOCAL = Local()
EVEN = (5, 4, 3, 2, 8, 0, 6, 7)
DARKENING = Outage(after=3, lasts=2)


def divided(condition, given, local):
    """Let all give to the global account, and then to their local ones."""
    group = played(stood(condition), given)
    for seat, points in enumerate(local):
        if group.round == 6 and group.stage(seat) == "local":
            group = performed(group, seat, {"points": points})
    return group


def settled(condition, given, local):
    """The round that came of it."""
    play = divided(condition, given, local).replay(6)
    return settle(play, play.stages)


def earned(given, local):
    """Earnings of a round by the rule itself, written out once more, in thousandths of a point."""
    halves = [range(4), range(4, 8)]
    return [
        (20 - given[seat] - local[seat]) * 1_000
        + 400 * sum(given)
        + 600 * sum(local[other] for half in halves if seat in half for other in half)
        for seat in range(8)
    ]


def test_a_point_given_locally_pays_the_four_of_its_district_and_nobody_else():
    outcome = settled("levels_own", (10,) * 8, (10, 0, 0, 0, 0, 0, 0, 0))
    # A keeps nothing: .4 * 80 from the global account and .6 * 10 from the local one.
    assert (outcome.earned + outcome.added).tolist() == [
        38_000, *[48_000] * 3, *[42_000] * 4
    ]  # fmt: skip


POINTS = st.integers(0, 20)
GIFTS = st.tuples(*[POINTS] * 8)


@settings(max_examples=25, deadline=None)
@given(GIFTS, GIFTS)
def test_what_the_accounts_pay_is_what_the_rule_says_and_the_books_balance(both, share):
    local = tuple(part * total // 20 for part, total in zip(share, both, strict=True))
    given = tuple(total - part for total, part in zip(both, local, strict=True))
    play = divided("levels_own", given, local).replay(6)
    outcome = settle(play, play.stages)
    assert (outcome.earned + outcome.added).tolist() == earned(given, local)
    # Four members get .6 for every point, so all together gain 1.4 of it.
    assert outcome.added.sum() == 1_400 * sum(local)


def test_nobody_selfish_gives_to_either_account_whatever_the_others_do():
    menu = [(x, y) for x in range(0, 21, 4) for y in range(0, 21 - x, 4)]
    for near, far in product(menu, repeat=2):
        others = [near, near, near, far, far, far, far]
        paid = [earned(*zip((x, y), *others, strict=True))[0] for x, y in menu]
        assert menu[int(np.argmax(paid))] == (0, 0)


def test_four_do_best_with_their_local_account_and_all_eight_with_the_global_one():
    menu = [(x, y) for x in range(0, 21, 4) for y in range(0, 21 - x, 4)]
    four, eight = {}, {}
    for near, far in product(menu, repeat=2):
        paid = earned(*zip(*[near] * 4, *[far] * 4, strict=True))
        four.setdefault(far, {})[near] = sum(paid[:4])
        eight[near, far] = sum(paid)
    assert {max(paid, key=paid.get) for paid in four.values()} == {(0, 20)}
    assert max(eight, key=eight.get) == ((20, 0), (20, 0))


def test_printed_numbers_follow_from_the_two_accounts():
    said = ENTRY.prediction
    worth = [0.4, 0.6, 4 * 0.4, 4 * 0.6, 8 * 0.4, 4 * 0.6]
    assert re.findall(r"\d\.\d", said.selfish) == [f"{value:.1f}" for value in worth]
    found = [critical_discount(4, 600), critical_discount(8, 400), covered("levels_own")]
    assert re.findall(r"0\.\d{3}", said.indefinite) == [f"{value:.3f}" for value in found]


def sees(condition):
    """Who sees whom, others only."""
    return CONDITIONS[condition].monitoring.printed(GAME) & ~np.eye(8, dtype=bool)


def covered(condition):
    """The discount factor that full giving to the global account needs, if no total is shown."""
    return critical_discount_covered(sees(condition), 400)


def test_where_the_other_four_learn_of_nothing_they_go_on_and_deviating_pays_longer():
    links = sees("levels_own")
    for delta, pays in ((0.49, True), (0.51, False)):
        paid = {
            kept: contagion_earnings(links, 400, delta, plan=plan, mover=0, started=started)
            for kept, plan, started in ((True, (True,) * 400, 8), (False, (), 0))
        }
        assert (paid[False] > paid[True]) == pays
    # Whoever sees somebody stop wants to stop too.
    assert punishing_pays(links, 400, 0.51)
    assert covered("levels_all") == pytest.approx(critical_discount(8, 400))


@pytest.mark.parametrize("condition", LEVELS)
def test_who_sees_what_was_given_to_all_sees_what_was_given_locally_and_nobody_else(condition):
    shown = CONDITIONS[condition].monitoring.printed(GAME)
    one = divided(condition, EVEN, (1,) * 8)
    for who in range(8):
        other = divided(condition, EVEN, tuple(2 if seat == who else 1 for seat in range(8)))
        for seat in set(range(8)) - {who}:
            assert (told(one, seat) != told(other, seat)) == shown[seat, who]


def test_of_the_other_four_the_total_alone_is_shown_where_that_is_said():
    one = divided("levels_total", EVEN, (1,) * 8)
    other = divided("levels_total", (*EVEN[:4], 7, 6, 8, 0), (1, 1, 1, 1, 0, 9, 0, 3))
    more = divided("levels_total", (*EVEN[:4], 9, 0, 6, 7), (1,) * 8)
    for seat in range(4):
        assert told(one, seat) == told(other, seat) != told(more, seat)


def given_by(seats, *points):
    """What is shown of a district's account."""
    gifts = tuple(f"{seat}\N{NO-BREAK SPACE}{n}" for seat, n in zip(seats, points, strict=True))
    return message("local.given", seats=tuple(seats), gifts=gifts)


def test_own_news_comes_first_and_names_what_each_gave():
    lines = told(divided("levels_all", EVEN, (1, 2, 3, 4, 5, 6, 7, 8)), 5).history[-1].lines
    assert lines == (
        given_by("EFGH", 5, 6, 7, 8),
        given_by("ABCD", 1, 2, 3, 4),
    )
    alone = told(divided("levels_own", EVEN, (1,) * 8), 5).history[-1].lines
    assert [dict(line.values)["seats"] for line in alone] == [tuple("EFGH")]


def test_who_has_nothing_left_is_not_asked_and_the_rule_gives_nothing():
    group = played(stood("levels_own"), (20, *[19] * 7))
    assert [group.stage(seat) for seat in range(3)] == ["wait", "local", "local"]
    assert LOCAL.asks(group.play, 1)[0].high == 1
    for seat in range(1, 8):
        group = accepted(group, Replace(seat))
    play = group.replay(6)
    assert settle(play, play.stages).added.tolist() == [0] * 8


def test_before_the_decision_it_is_said_that_another_will_follow():
    group = stood("levels_own")
    (hint,) = told(group, 0).hint
    assert dict(hint.values) == {"endowment": 20, "members": 8, "mpcr": 0.4}


@pytest.mark.parametrize("condition", LEVELS)
def test_every_seat_is_told_its_own_account_and_that_the_total_is_of_the_other_one(condition):
    made = treatment(condition, beliefs=True, kept=True)
    for seat, letter in enumerate("ABCDEFGH"):
        said = {one.key: dict(one.values) for one in visibility(made, 1, seat)}
        assert letter in said["local.yours"]["seats"]
        assert letter not in said["local.theirs"]["seats"]
        assert "local.seen" in said


def test_guesses_are_about_the_other_three_and_about_the_other_four():
    group = group_at("levels_own", 6, given=(10,) * 8)
    told_of = fragment(view(group, 1), "en", pace=Pace(), prize=20)
    assert "how many points E, F, G and H give on average" in told_of
    assert "how many points A, C and D give on average" in told_of


def test_simulated_members_answer_the_account_in_which_they_see_it():
    group = played(stood("levels_own"), (10,) * 8)
    asks = LOCAL.asks(group.play, 0)
    expected = tuple((seat, 10) for seat in "BCDEFGH")
    gifts, beyond = given_by("ABCD", 9, 6, 6, 0), given_by("EFGH", 9, 9, 9, 9)

    def answer(planned, *lines):
        return dict(LOCAL.answers(asks, Mind(planned, 20, expected, lines=lines)))["points"]

    # Where nothing was shown yet, the same share of the 10 points that are left as of all 20.
    assert [answer(planned) for planned in (10, 20, 0)] == [5, 10, 0]
    # The three others gave 4 on average, and the other district 9: 5 and 4, 10 and 4, and 2.5 and,
    # as half of what is expected is planned, half of 4.
    assert [answer(planned, gifts, beyond) for planned in (10, 20, 5, 0)] == [4, 7, 2, 0]


@pytest.mark.parametrize("condition", LEVELS)
def test_simulated_members_play_it_to_the_end(condition):
    group = simulated(condition).group
    assert group.finished
    given = [LOCAL.given(group.replay(number)) for number in range(6, 21)]
    assert np.any(given)
    # What is given to both accounts is never more than is held.
    both = np.array(given) + [one.contributions for one in group.history[5:20]]
    assert both.max() <= 20


def test_what_is_no_dilemma_for_a_district_is_refused():
    for wrong in ({"mpcr": 250}, {"mpcr": 1_000}, {"districts": ("AB", "C")}, {"districts": ()}):
        with pytest.raises(ValueError, match="a local MPCR lies"):
            Local(**wrong)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"stages": (Contribute(), Local(("ABCD",)), Observe())}, "each of the seats"),
        ({"stages": (DARKENING, Contribute(), LOCAL, Observe())}, "no stage changes that"),
        ({"monitoring": Monitoring(granularity="total", timing="end")}, "after each round"),
        ({"monitoring": Monitoring(own_earnings=True, reveals=("total",))}, "own earnings"),
    ],
)
def test_news_that_the_local_account_cannot_follow_is_refused(changed, said):
    with pytest.raises(ValueError, match=said):
        treatment(replace(CONDITIONS["levels_own"], **changed), beliefs=False, kept=True)
