"""Can a group talk in real browsers, and does a line reach its readers and nobody else?"""

import json
import re

import numpy as np
import pytest
from members import codes, game_alone, new_session, tables

from design.catalogue import CATALOGUE
from design.experiments import mechanism
from design.telling import visibility_questions
from lab.servers import Server

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
NASTY = "<script>window.stung = 1</script> <b>& \u202efoo\x07"
"""Markup, a sign that turns the writing around, and a bell, which is not stored."""


@pytest.fixture
def game(place):
    """A server whose sessions are the game alone."""
    game_alone(place)
    with Server(place) as running:
        yield running


class Page:
    """A member's phone, and every frame that reached it."""

    def __init__(self, browser, url):
        self.page = browser.new_context(**PHONE).new_page()
        self.frames, self.faults = [], []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("websocket", lambda one: one.on("framereceived", self.hear))
        self.page.goto(url)

    def hear(self, frame):
        """Keep a frame."""
        self.frames.append(frame)

    def at(self, stage):
        """Wait for a screen."""
        self.page.wait_for_selector(f'#screen[data-stage="{stage}"]', timeout=20_000)

    @property
    def screens(self):
        """The screens that were sent so far."""
        found = [json.loads(one)["screen"] for one in self.frames]
        return [one for one in found if one is not None]

    @property
    def seat(self):
        """The member's letter."""
        return re.search(r"[A-D]$", self.page.inner_text(".place .seat").strip()).group()

    def write(self, text):
        """Type a line and press Enter."""
        self.page.fill("#text", text)
        self.page.press("#text", "Enter")

    def reads(self, text):
        """Wait until a line can be read."""
        self.page.locator("#lines .text", has_text=text).first.wait_for(timeout=20_000)


@pytest.fixture
def talking(game, browser):
    """Open a group of a condition by its mechanism, and bring it to its first talk."""
    opened = []

    def start(entry, condition):
        experiment = mechanism(CATALOGUE[entry])
        wanted = experiment.schedule.conditions.index(condition)
        seed = next(
            seed
            for seed in range(1, 10_000)
            if int(experiment.schedule.deal(seed, np.array(0)).condition) == wanted
        )
        session = new_session(game, config=entry, schedule_seed=seed)
        pages = [
            Page(browser, f"{game.url}/InitializeParticipant/{code}")
            for code in codes(game, session)
        ]
        opened.extend(pages)
        for page in pages:
            page.at("contribute")
            page.page.fill("[name=contribution]", "5")
            page.page.click("form[data-do=contribute] button")
        for page in pages:
            understand(page, experiment.treatment(seed, 0))
        return {page.seat: page for page in pages}

    yield start
    for one in opened:
        assert one.faults == []
        one.page.context.close()


def understand(page, treatment):
    """Answer the explanation of part 2 rightly."""
    page.at("explain")
    page.page.click("details.step > summary")
    for question in visibility_questions(treatment, 1, "ABCD".index(page.seat)):
        page.page.check(f'[name="q.{question.name}"][value="{question.answer}"]')
    page.page.click("form.check button[type=submit]")
    page.page.wait_for_selector('#screen:not([data-stage="explain"])', timeout=20_000)


def test_a_line_reaches_its_readers_and_no_byte_of_it_anybody_else(game, talking):
    seats = talking("P01", "excluded")
    for seat in "ABC":
        seats[seat].at("talk")
    seats["D"].at("wait")
    sent = len(seats["D"].screens)
    # B is writing when A's line arrives; its input stays, and so does the keyboard of its phone.
    b = seats["B"].page
    b.focus("#text")
    b.keyboard.type("half a li")
    b.evaluate("window.input = document.getElementById('text')")
    seats["A"].write(NASTY)
    for seat in "ABC":
        seats[seat].reads("<script>window.stung = 1</script>")
        assert seats[seat].page.evaluate("window.stung") is None
    b.keyboard.type("ne")
    assert b.evaluate("window.input.isConnected && document.activeElement === window.input")
    assert b.input_value("#text") == "half a line"
    b.keyboard.press("Enter")
    seats["C"].reads("half a line")
    assert b.input_value("#text") == ""
    assert len(seats["D"].screens) == sent, "not even the time of a line reaches D"
    for seat in "ABC":
        seats[seat].page.click("form[data-do=act] button")
    for seat in "ABCD":
        seats[seat].at("contribute")
    assert not any("stung" in screen or "half a li" in screen for screen in seats["D"].screens)
    stored = tables(game)["messages"]
    assert [row["text"] for row in stored] == [NASTY.replace("\x07", ""), "half a line"]
    assert [row["readers"] for row in stored] == ["ABC", "ABC"]


def test_lines_sent_at_once_follow_each_other_a_second_apart(game, talking):
    seats = talking("P01", "included")
    seats["A"].at("talk")
    seats["A"].write("one")
    # The next line is typed at once, and sent as soon as the first has been acknowledged.
    seats["A"].reads("one")
    seats["A"].write("two")
    seats["A"].page.keyboard.type("three, not sent")
    seats["D"].reads("two")
    seats["A"].reads("two")
    assert seats["A"].page.input_value("#text") == "three, not sent"
    first, second = tables(game)["messages"]
    assert (first["text"], second["text"]) == ("one", "two")
    assert int(second["at"]) - int(first["at"]) >= 1_000


def test_a_refused_line_stays_to_be_mended_and_the_rest_of_the_characters_is_told(game, talking):
    seats = talking("P03", "characters_by_points")
    poor, rich = seats["A"], seats["B"]
    poor.at("talk")
    poor.page.focus("#text")
    # As from a browser that does not hold to the length itself.
    poor.page.eval_on_selector("#text", "input => input.removeAttribute('maxlength')")
    poor.write("x" * 101)
    poor.page.wait_for_selector("#say .why")
    assert poor.page.input_value("#text") == "x" * 101
    assert poor.page.evaluate("document.activeElement.id") == "text"
    poor.write("x" * 98)
    rich.reads("x" * 98)
    poor.page.wait_for_selector("#text-hint:has-text('2 more')")
    poor.write("yy")
    poor.page.wait_for_selector("#say", state="detached")
    rich.at("talk")
    rich.write("z" * 150)
    poor.reads("z" * 150)
    assert len(tables(game)["messages"]) == 3


def test_a_line_of_a_forum_is_answered_and_liked_by_touch(game, talking):
    seats = talking("B07", "forum")
    for seat in "ABCD":
        seats[seat].at("talk")
    seats["A"].write("ten each?")
    b = seats["B"].page
    seats["B"].reads("ten each?")
    b.select_option("#replies", label="A: ten each?")
    seats["B"].write("fine")
    seats["C"].reads("fine")
    c = seats["C"].page
    assert c.inner_text("#lines li.reply .text") == "fine"
    c.tap('form.like button[aria-label="Like: ten each?"]')
    for seat in "ABCD":
        seats[seat].page.locator("#lines .likes", has_text="1 member likes").wait_for()
    assert c.locator("#lines li:not(.reply) form.like").count() == 0, "once is enough"
    stored = tables(game)["messages"]
    assert [(row["seat"], row["answers"]) for row in stored] == [("A", ""), ("B", "1"), ("C", "1")]
