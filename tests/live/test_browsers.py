"""Can four people play a whole group in real browsers, whatever they do to their windows?"""

import sqlite3
import time

import numpy as np
from browsing import DESKTOP, PHONE, Person
from members import codes, new_session, tables

from design.experiments import flagship
from design.telling import visibility_questions
from lab.servers import Server

DEALT = (
    "select s.seed, g.slot from contingent_pgg_sessions s join contingent_pgg_groups g"
    " using (session)"
)
ENTRIES = ("contribution", "belief.across", "belief.partner")
ROUNDS = {"rounds_part_1": 5, "rounds_part_2": 15, "rounds_part_3": 5}


def stored(place, question):
    """Ask the workspace's SQLite file."""
    with sqlite3.connect(f"file:{place.folder / 'db.sqlite3'}?mode=ro", uri=True) as database:
        return database.execute(question).fetchall()


def explained(people, treatment, part):
    """Let everybody answer the questions of a part, by what its rules entitle the seat to."""
    for person in people:
        person.wait_for("explain")
    for person in people:
        seat = treatment.game.seats.index(person.page.inner_text(".seat").strip()[-1])
        questions = visibility_questions(treatment, part, seat)
        person.answer({f"q.{q.name}": q.answer for q in questions})


def play_round(people, number, amounts, asked):
    for person in people:
        person.wait_for("contribute", number)
    for person, amount in zip(people, amounts, strict=True):
        person.decide(amount, [(name, 10) for name in asked])


def disturb(people, number):
    """Between rounds: a reload, a second tab, and a connection that is lost for ten seconds."""
    reloading, doubling, losing, _ = people
    reloading.page.reload()
    other = doubling.context.new_page()
    other.goto(doubling.page.url)
    other.wait_for_selector(f'#screen[data-stage="contribute"][data-round="{number}"]')
    losing.context.set_offline(True)
    time.sleep(10)
    assert losing.page.locator("#connection").is_visible(), "a lost connection is not said"
    losing.context.set_offline(False)
    losing.page.locator("#connection").wait_for(state="hidden", timeout=40_000)
    return other


def test_a_whole_group_plays_from_consent_to_payment_in_four_browsers(browser, place, tmp_path):
    with Server(place) as server:
        session = new_session(server, config="only_two_way", **ROUNDS)
        screens = (PHONE, PHONE, DESKTOP, DESKTOP)
        people = [
            Person(browser, server, code, screen)
            for code, screen in zip(codes(server, session), screens, strict=True)
        ]
        for person in people:
            person.arrive()
            person.introduce()
        people[0].wait_for("contribute", 1)
        seed, slot = stored(place, DEALT)[0]
        treatment = flagship(conditions=("two_way",)).treatment(int(seed), int(slot))

        for number in range(1, treatment.rounds + 1):
            part = treatment.part(number)
            if part and number == treatment.first_round(part):
                explained(people, treatment, part)
            asked = [belief.name for belief in treatment.phase(number).beliefs]
            amounts = [(7 * number + 5 * k) % 21 for k in range(4)]
            if number == 8:
                for person in people:
                    person.wait_for("contribute", number)
                other = disturb(people, number)
                twice(people[3], other, amounts, asked, number)
                other.close()
                people_left = people[:1] + people[2:3]
                amounts = [amounts[0], amounts[2]]
                play_round(people_left, number, amounts, asked)
            else:
                play_round(people, number, amounts, asked)

        for person in people:
            person.wait_for("done")
            assert person.overflow() <= 0
            person.page.locator('form[data-do="leave"] button').click()
            person.page.wait_for_url("**/debriefing/**")
            assert person.errors == []
        paid(people, place)


def twice(double_clicker, other_tab, amounts, asked, number):
    """One double-clicks; another decides in a second tab by Enter, and is not heard twice."""
    page = double_clicker.page
    page.fill('[name="contribution"]', str(amounts[3]))
    for name in asked:
        page.fill(f'[name="belief.{name}"]', "10")
    page.locator('form[data-do="contribute"] button').dblclick()
    double_clicker.wait_for("wait", number)
    for name in asked:
        other_tab.fill(f'[name="belief.{name}"]', "10")
    other_tab.fill('[name="contribution"]', str(amounts[1]))
    other_tab.press('[name="contribution"]', "Enter")
    other_tab.wait_for_selector('#screen[data-stage="wait"]')


def paid(people, place):
    """Answer the questionnaire with Enter, and find on the statement what the database holds."""
    for person in people:
        person.page.locator("form button").last.click()
        person.page.wait_for_url("**/debriefing/Statement/**")
    rows = stored(
        place,
        "select round, seat, contribution, automatic from contingent_pgg_decisions order by 1, 2",
    )
    assert len(rows) == 100, "25 rounds of four members, each decided once"
    assert not any(row[3] for row in rows), "nobody was late, so nothing was automatic"
    assert {row[0] for row in rows} == set(range(1, 26))
    for person in people:
        pay = stored(
            place,
            f"select pay from contingent_pgg_participants where participant = '{person.code}'",
        )
        assert f"{pay[0][0]:g}" in person.text().replace(",", ""), "the statement says the pay"


def asking_seed(conditions):
    """Return a seed whose first slot asks for beliefs."""
    deal = flagship(conditions=conditions).schedule.deal
    return next(seed for seed in range(1, 50) if deal(seed, np.array(0)).beliefs)


def test_enter_in_any_input_does_what_the_button_does(browser, place):
    with Server(place) as server:
        seed = asking_seed(("open",))
        numbers = {"rounds_part_1": 1, "rounds_part_2": 1, "schedule_seed": seed}
        session = new_session(server, config="only_open", **numbers)
        people = [Person(browser, server, code, DESKTOP) for code in codes(server, session)]
        for person in people:
            person.arrive()
            person.introduce(with_enter=True)
        treatment = flagship(conditions=("open",)).treatment(seed, 0)
        for person in people:
            person.wait_for("contribute", 1)
            person.page.fill('[name="contribution"]', "4")
            person.page.press('[name="contribution"]', "Enter")
        explained(people, treatment, 1)
        for person, name in zip(people, (*ENTRIES, ENTRIES[0]), strict=True):
            person.wait_for("contribute", 2)
            for field in ENTRIES:
                person.page.fill(f'[name="{field}"]', "6")
            person.page.press(f'[name="{name}"]', "Enter")
        for person in people:
            person.wait_for("explain", 3)
        question = "select round, count(*), sum(contribution) from contingent_pgg_decisions"
        assert stored(place, question + " group by 1 order by 1") == [(1, 4, 16), (2, 4, 24)]
        assert stored(place, "select count(*) from contingent_pgg_beliefs") == [(8,)]


def test_a_group_whose_browsers_are_all_closed_in_round_three_ends_and_is_paid(browser, place):
    with Server(place) as server:
        quick = {"decision_seconds": 5, "grace_seconds": 1, "absent_seconds": 1}
        lengths = {"rounds_part_1": 4, "rounds_part_2": 2, "rounds_part_3": 1}
        session = new_session(server, config="only_two_way", reading_seconds=1, **quick, **lengths)
        people = [Person(browser, server, code, PHONE) for code in codes(server, session)]
        for person in people:
            person.arrive()
            person.introduce()
        for number in (1, 2):
            play_round(people, number, (5, 6, 7, 8), ())
        for person in people:
            person.wait_for("contribute", 3)
            person.context.close()
        wait_until_finished(server)
        found = tables(server)
        assert len(found["decisions"]) == 7 * 4
        late = [row for row in found["decisions"] if int(row["round"]) >= 3]
        # The declared rule: the last own contribution again, flagged.
        assert sorted({row["contribution"] for row in late}) == ["5", "6", "7", "8"]
        assert all(row["automatic"] == "1" for row in late)
        assert all(float(row["pay"]) > 0 for row in found["participants"])


def wait_until_finished(server):
    for _ in range(120):
        if {row["status"] for row in tables(server)["participants"]} == {"finished"}:
            return
        time.sleep(0.5)
    raise AssertionError("the group did not end within a minute")
