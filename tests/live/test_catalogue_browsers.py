"""Do people in real browsers see, of each other, exactly what a mechanism lets them see?

One server and one browser for all; each group plays a mechanism of another family from consent to
payment. A copy of the group, moved by the design's own transition, says whose turn it is.
"""

import numpy as np
import pytest
from browsing import DESKTOP, PHONE, Person
from members import codes, new_session
from mirrored import Table, contribution

from design.catalogue import CONDITIONS, Parts
from design.experiments import comparison
from design.pace import Pace
from design.transition import start
from lab.project import workspace
from lab.servers import Server

FAMILIES = {"noise_30": 3, "broker_free": 3, "pledge_review": 5, "looks_priced": 3,
            "exempt_known": 3, "agreement_chosen": 6}  # fmt: skip
"""A condition of each family, with the rounds that its part 2 needs to show what it does."""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One production server for all groups."""
    with Server(workspace(tmp_path_factory.mktemp("catalogue") / "place")) as running:
        yield running


@pytest.fixture
def seated(server, browser):
    """Bring a group of a condition from consent to its first round."""
    opened = []

    def start_group(condition):
        lengths = Parts(1, FAMILIES[condition], 1)
        experiment = comparison(name="x", conditions=(condition,), parts=lengths)
        seed = unasked(experiment)
        session = new_session(
            server, config="flagship", people=experiment.game.members, conditions=condition,
            schedule_seed=seed, rounds_part_1=1, rounds_part_2=lengths.monitored,
        )  # fmt: skip
        # One member at a laptop, the others on phones.
        screens = (DESKTOP, *[PHONE] * (experiment.game.members - 1))
        people = [
            Person(browser, server, code, screen)
            for code, screen in zip(codes(server, session), screens, strict=True)
        ]
        opened.extend(people)
        for person in people:
            person.arrive()
            person.introduce(game=experiment.game)
        for person in people:
            person.wait_for("contribute", 1)
        by_seat = tuple(sorted(people, key=lambda one: one.seat()))
        group = start(0, experiment.treatment(seed, 0), Pace(), 0, seed=seed)
        return Table(server, session, by_seat, group)

    yield start_group
    for one in opened:
        one.context.close()


def unasked(experiment):
    """Return a seed whose first slot is not asked for beliefs and keeps its monitoring."""
    deal = experiment.schedule.deal
    dealt = ((seed, deal(seed, np.array(0))) for seed in range(1, 100))
    return next(seed for seed, one in dealt if one.kept and not one.beliefs)


def others(of, seats):
    """Every pair of an observer and another subject, both among the seats."""
    return {i + j for i in of for j in seats if i != j}


def test_noisy_numbers_are_shown_as_drawn_and_never_as_given(seated):
    table = seated("noise_30")
    table.play(None)
    table.finish()
    stored = table.rows(
        "select true_value, shown_value from contingent_pgg_sightings where session = ?"
        " and source = 'noisy' and content = 'contribution' and shown_value is not null"
    )
    # Part 2's three rounds and the one of part 3, each of twelve pairs; screens were held to
    # shown_value by finish(), so that a wrong one proves the true one was not sent.
    assert len(stored) == 4 * 12
    assert any(true != shown for true, shown in stored)


def test_members_see_what_the_broker_says_and_only_the_broker_what_is_true(seated):
    table = seated("broker_free")

    def acts(stage, seat, number, ask):
        return 5 if stage == "rate" else 20 - contribution("ABCD".index(ask.about), number)

    table.play(acts)
    table.finish()
    for number in (2, 3, 4):
        stored = table.rows(
            "select observer, subject, shown_value from contingent_pgg_sightings where session = ?"
            f" and round = {number} and content = 'contribution' and shown_value is not null"
        )
        given = {name: contribution(seat, number) for seat, name in enumerate("ABCD")}
        for observer, subject, shown in stored:
            assert shown == (given[subject] if observer == "E" else 20 - given[subject])
        assert table.entries(number) == others("ABCDE", "ABCD")


def test_a_cycle_is_reviewed_beside_its_pledges_and_not_before(seated):
    table = seated("pledge_review")
    table.play(lambda stage, seat, number, ask: 10)
    table.finish()
    assert table.entries(2) == others("ABCD", "ABCD")
    for number, seat, past in table.seen:
        rounds = {int(one): row for one, row in past.items()}
        own = "ABCD"[seat]
        for earlier, row in rounds.items():
            told = [row[name] for name in "ABCD" if name != own and name in row]
            # Rounds 2 to 6 are one cycle: nothing of them may be read before round 7.
            if 2 <= earlier <= 6 and number < 7:
                assert set(told) <= {None}
            if 2 <= earlier <= 6 and number == 7:
                assert told
                assert None not in told


def test_only_who_looked_sees_and_each_look_is_charged_once(seated):
    table = seated("looks_priced")

    def acts(stage, seat, number, ask):
        # Everybody looks at the next seat of the circle.
        return int(ask.about == "ABCD"[(seat + 1) % 4])

    table.play(acts)
    table.finish()
    (look,) = [one for one in CONDITIONS["looks_priced"].stages if one.name == "look"]
    for number in (2, 3, 4, 5):
        assert table.entries(number) == {"AB", "BC", "CD", "DA"}
    earned = table.rows(
        "select round, seat, earnings from contingent_pgg_decisions where session = ?"
    )
    for number, seat, earnings in earned:
        gifts = [contribution(place, number) for place in range(4)]
        price = look.prices[0] / 1_000 if number > 1 else 0
        own = gifts["ABCD".index(seat)]
        assert earnings == pytest.approx(20 - own + 0.4 * sum(gifts) - price)


def test_nobody_sees_what_the_exempt_member_gave(seated):
    table = seated("exempt_known")
    table.play(None)
    table.finish()
    for number in (2, 3, 4, 5):
        assert table.entries(number) == others("ABCD", "ABC")


def test_a_vote_decides_what_is_seen_and_a_fine_is_taken_once(seated):
    table = seated("agreement_chosen")

    def acts(stage, seat, number, ask):
        # Three of four want a review: first of nothing, from round 7 on of everything with a fine.
        return (0 if number < 7 else 3) if seat < 3 else 1

    table.play(acts)
    table.finish()
    for number in (2, 3, 4, 5, 6):
        assert table.entries(number) == set()
    assert table.entries(7) == others("ABCD", "ABCD")
    fined = table.rows(
        "select seat, adjustment from contingent_pgg_decisions where session = ? and round = 7"
    )
    below = {"ABCD"[seat] for seat in range(4) if contribution(seat, 7) < 10}
    assert below
    assert {seat: taken for seat, taken in fined} == {
        seat: -8.0 if seat in below else 0.0 for seat in "ABCD"
    }
