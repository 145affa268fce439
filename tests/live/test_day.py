"""Can a researcher go through a day as docs/day.md says, with eight browsers and two dropouts?"""

import csv
import html
import re
import time

import pytest
from browsing import DESKTOP, PHONE, Person

from analysis.audit import audit
from analysis.load import load
from design.catalogue import treatment
from design.telling import visibility_questions
from lab.servers import Server
from tests.lab_folder import lab, real

NUMBERS = {
    "rounds_part_1": 2,
    "rounds_part_2": 1,
    "rounds_part_3": 1,
    "decision_seconds": 45,
    "reading_seconds": 45,
    "grace_seconds": 2,
    "absent_seconds": 1,
    "absence": "shrink",
}
DARK = treatment("dark", beliefs=True, kept=True)
MESSAGE = "Please <b>stay</b> seated & quiet"
TABLET = {"viewport": {"width": 820, "height": 1180}}


def create_in_room(page, server):
    """Log in and create a session of eight in the room, as a researcher does."""
    page.goto(f"{server.url}/room_without_session/lab")
    page.fill('[name="username"]', "admin")
    page.fill('[name="password"]', server.password)
    page.press('[name="password"]', "Enter")
    page.goto(f"{server.url}/room_without_session/lab")
    page.select_option('[name="session_config"]', "only_dark")
    page.fill('[name="num_participants"]', "8")
    page.evaluate("document.querySelectorAll('.collapse').forEach(e => e.classList.add('show'))")
    for name, value in NUMBERS.items():
        page.fill(f'[name="only_dark.{name}"]', str(value))
    page.click("#btn-create-session")
    page.wait_for_url("**/room_with_session/**", timeout=30_000)
    page.goto(f"{server.url}/cockpit")
    page.click("table a")


def choose(person, seat_number):
    """Do whatever a person's screen asks for now; say whether the game is over for it."""
    stage = person.stage()
    if stage == "explain":
        seat = DARK.game.seats.index(person.page.inner_text(".seat").strip()[-1])
        questions = visibility_questions(DARK, person.number("part") - 1, seat)
        person.answer({f"q.{q.name}": q.answer for q in questions})
    elif stage == "contribute":
        asked = person.page.locator('[name^="belief."]')
        names = [asked.nth(n).get_attribute("name")[7:] for n in range(asked.count())]
        person.decide(seat_number, [(name, 9) for name in names])
    return stage == "done"


def finish(person):
    """Leave the game, answer the last questions, and return the statement's text."""
    person.page.locator('#screen form[data-do="leave"] button').click()
    person.page.wait_for_url("**/debriefing/Questionnaire/**")
    person.page.locator("form button").last.click()
    person.page.wait_for_url("**/debriefing/Statement/**")
    return person.text()


@pytest.mark.timeout(420)
def test_the_whole_day_from_preflight_to_receipts(browser, tmp_path):
    place = real(tmp_path / "place")
    code, said = lab(place, "preflight", "--port", "0")
    assert code == 0, said
    with Server(place) as server:
        lab(place, "cards", "--url", server.url, "--out", "cards")
        printed = html.unescape((place.folder / "cards" / "cards.html").read_text())
        addresses = re.findall(r"<p>(http\S+)</p>", printed)[:8]
        desk = browser.new_context(**TABLET).new_page()
        create_in_room(desk, server)
        people = []
        for number, address in enumerate(addresses):
            person = Person(browser, server, "", PHONE if number % 2 else DESKTOP)
            person.page.goto(address)
            person.page.locator("#welcome button").click()
            person.introduce()
            people.append(person)
        for person in people:
            person.wait_for("contribute")
        # Two drop out: one closes its browser for good, one sits there and does nothing.
        people[0].context.close()
        silent, going = people[1], people[2:]
        act_in_cockpit(desk, silent, going)
        play_on(going)
        statements = [finish(person) for person in going]
        assert all("You are paid" in text for text in statements)
        assert all(person.errors == [] for person in going)
        assert lab(place, "export", "exports/day")[0] == 0
        wait_until_all_finished(place)
        code, said = lab(place, "payments", "paid")
        assert code == 0, said
    check_afterwards(place)


def act_in_cockpit(desk, silent, going):
    """Write to everybody, and let the rule act for the silent one."""
    desk.fill("#text", MESSAGE)
    desk.click('button[value="message"]')
    desk.wait_for_selector("#answer.said")
    for person in going:
        person.page.locator("#banner").wait_for(state="visible")
        assert MESSAGE in person.page.inner_text("#banner")
        assert person.page.locator("#banner b").count() == 0
    desk.locator("#board [data-name=seat02]").first.click()
    assert desk.inner_text("#target") == "seat02"
    desk.click('button[value="replace"]')
    desk.locator("#answer", has_text="rule").wait_for()
    silent.wait_for("wait")
    assert "you have left the group" in silent.text()
    desk.locator("#board small.left").first.wait_for()
    assert (
        desk.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        <= 0
    )


def play_on(people):
    """Let everybody do what is asked for until the game is over for all."""
    until, left = time.monotonic() + 240, list(people)
    while left:
        assert time.monotonic() < until, [person.stage() for person in left]
        left = [one for one in left if not choose(one, 3 + people.index(one))]
        time.sleep(0.3)


def wait_until_all_finished(place):
    """The clock plays on for the two who left."""
    for _ in range(60):
        lab(place, "export", "exports/day")
        with (place.folder / "exports" / "day" / "groups.csv").open(newline="") as file:
            if all(row["finished_at"] for row in csv.DictReader(file)):
                return
        time.sleep(1)


def check_afterwards(place):
    """Tables and payments hold eight people, two of them with choices of the rule."""
    panel = load(place.folder / "exports" / "day")
    found = audit(panel)
    assert found.differences.empty, found.differences.to_dict("records")
    automatic = panel.decisions.groupby("participant")["automatic"].any()
    assert int(automatic.sum()) == 2
    assert list(panel.participants["status"]) == ["finished"] * 8
    with (place.folder / "paid" / "payments.csv").open(newline="") as file:
        paid = list(csv.DictReader(file))
    assert [row["reference"] for row in paid] == [f"seat{n:02d}" for n in range(1, 9)]
    receipts = (place.folder / "paid" / "receipts.html").read_text()
    assert all(f"seat{n:02d}" in receipts for n in range(1, 9))
    code, said = lab(place, "erase", "--close", panel.sessions["session"].iloc[0])
    assert code == 0, said
