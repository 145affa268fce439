"""Do the pages before and after the game take what is right, refuse the rest, and keep it all?"""

import asyncio
import re
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

import pytest
from members import Member, codes, new_session, rest, tables

from lab.servers import Server

RIGHT = {"nobody": "20", "everybody": "32", "only_others": "44", "part_one_shows": "1"}


class Visitor:
    """One person with a browser that runs no scripts."""

    def __init__(self, server, code):
        self.server, self.code = server, code
        self.url = self.html = ""
        self.cookies = CookieJar()
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def open(self, path=""):
        """Open the start link, or a path."""
        return self._take(self.server.url + (path or f"/InitializeParticipant/{self.code}"))

    def send(self, **fields):
        """Hand in the page's form."""
        return self._take(self.url, urllib.parse.urlencode(fields).encode())

    def _take(self, url, data=None):
        with self.browser.open(url, data) as answer:
            self.url, self.html = answer.url, answer.read().decode()
        return self

    @property
    def page(self):
        """The name of the page."""
        return re.search(r"/(\w+)/\d+$", self.url).group(1)

    def introduced(self):
        """Go through the introduction."""
        self.open().send(consent="yes").send()
        return self.send(**RIGHT)


def visitors(server, session):
    return [Visitor(server, code) for code in codes(server, session)]


def row(server, code, table="participants"):
    (found,) = [one for one in tables(server)[table] if one["participant"] == code]
    return found


def happened(server, code):
    return [one["event"] for one in tables(server)["events"] if one["participant"] == code]


def test_only_a_person_agrees_and_whoever_does_not_can_go_nowhere(server):
    session = new_session(server)
    person = visitors(server, session)[0].open()
    assert person.send().page == "Consent"
    assert "Please choose one of the two buttons." in person.html
    assert person.send(consent="maybe").page == "Consent"
    # What "Advance slowest" and a forged timeout send.
    assert person.send(timeout_happened="1").page == "Consent"
    assert person.send(consent="no").page == "Declined"
    for _ in range(2):
        assert person.send(consent="yes", timeout_happened="1").page == "Declined"
    assert "EUR 5.00" in person.html
    found = row(server, person.code)
    assert (found["status"], found["consented"]) == ("declined", "0")
    assert happened(server, person.code) == ["declined"]


def test_one_browser_used_twice_is_recognised_within_its_session_only(place):
    with Server(place) as server:
        here, there = visitors(server, new_session(server)), visitors(server, new_session(server))
        people = [here[0], here[1], here[2], there[0]]
        people[1].browser = people[3].browser = people[0].browser
        for person in people:
            person.open().send(consent="yes")
        first, again, other, elsewhere = (row(server, one.code)["device"] for one in people)
        assert first == again
        assert len({first, other, elsewhere}) == 3
        assert here[3].open().send(consent="no").page == "Declined"
        assert "contingent_browser" not in str(list(here[3].cookies))
        assert row(server, here[3].code)["device"] == ""


def test_the_quiz_is_passed_by_right_answers_only_and_every_attempt_is_kept(server):
    person = visitors(server, new_session(server, language="de"))[0].open()
    person.send(consent="yes").send()
    assert person.page == "Quiz"
    assert '<html lang="de">' in person.html
    assert person.send(timeout_happened="1", **RIGHT).page == "Quiz"
    assert person.send(**RIGHT | {"nobody": ""}).page == "Quiz"
    wrong = RIGHT | {"everybody": "<b>\x00" + "9" * 50, "only_others": "24"}
    assert person.send(**wrong).page == "Quiz"
    assert "<b>" not in person.html
    assert "Sie behalten 20, und Ihr Anteil an den 60 Punkten" in person.html
    assert person.send(**RIGHT | {"everybody": "32,0"}).page == "Play"
    kept = [r for r in tables(server)["quiz"] if r["participant"] == person.code]
    given = [(r["attempt"], r["question"], r["answer"], r["correct"]) for r in kept]
    assert given == [
        ("1", "nobody", "20", "1"),
        ("1", "everybody", "<b>" + "9" * 37, "0"),
        ("1", "only_others", "24", "0"),
        ("1", "part_one_shows", "1", "1"),
        ("2", "nobody", "20", "1"),
        ("2", "everybody", "32,0", "1"),
        ("2", "only_others", "44", "1"),
        ("2", "part_one_shows", "1", "1"),
    ]
    assert row(server, person.code)["quiz_attempts"] == "2"


def test_the_introduction_is_the_same_to_the_byte_in_every_condition(place):
    with Server(place) as server:
        seen = []
        for config in ("only_dark", "only_two_way", "only_open", "flagship"):
            person = visitors(server, new_session(server, config=config))[0].open()
            pages = [person.html, person.send(consent="yes").html, person.send().html]
            pages += [person.send(**RIGHT | {"nobody": "1"}).html]
            # oTree's address of the page is the only thing that may differ.
            seen.append([page.replace(person.code, "code") for page in pages])
        assert all(pages == seen[0] for pages in seen)


def test_whoever_finds_no_group_is_told_and_paid_for_coming(place):
    with Server(place) as server:
        session = new_session(server, lobby_seconds=1)
        person = visitors(server, session)[0].introduced()
        assert person.page == "Play"

        async def wait():
            member = await Member(server, person.code).connect()
            await member.until("left_over")
            await member.close()

        asyncio.run(wait())
        assert person.send().page == "Statement"
        assert "There was no group for you today" in person.html
        assert "EUR 5.00" in person.html
        assert person.send().page == "Statement"
        assert row(server, person.code)["status"] == "left_over"


def test_answers_after_the_game_are_stored_and_the_statement_says_what_is_paid(server):
    session = new_session(server, config="only_two_way")
    people = [person.introduced() for person in visitors(server, session)]

    async def play():
        members = [await Member(server, person.code).connect() for person in people]
        for member in members:
            await member.until("contribute")
        await asyncio.gather(*(m.play(points) for points, m in enumerate(members, start=5)))
        for member in members:
            await member.close()

    asyncio.run(play())
    person = people[0].send()
    assert person.page == "Questionnaire"
    assert person.send(age="7.5", comment="x" * 2_001).page == "Questionnaire"
    assert "whole number from 1 to 120" in person.html
    assert "at most 2000 characters here; there are 2001" in person.html
    assert person.send(gender="a\x00b").page == "Questionnaire"
    assert person.send(age="34", clarity="4", comment="<b>fine</b> \u00e4").page == "Statement"
    found = row(server, person.code)
    stored = [found[name] for name in ("age", "gender", "clarity", "comment")]
    assert stored == ["34", "", "4", "<b>fine</b> \u00e4"]
    said = " ".join(re.sub(r"<[^>]*>", " ", person.html).split())
    assert f"Points in all {float(found['pay']):g} " in said
    (owed,) = [
        one["payoff_in_real_world_currency"] + 5
        for one in rest(server, f"get_session/{session}")["participants"]
        if one["code"] == person.code
    ]
    assert f"You are paid EUR {owed:.2f}" in said
    # The last page is the last: nobody ever meets oTree's own end.
    assert person.send().page == "Statement"


def test_addresses_that_lead_nowhere_are_answered_kindly(place):
    with Server(place) as server:
        for path in ("/p/nobody00/introduction/Consent/1", "/join/nothing", "/room/nowhere"):
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(server.url + path)
            text = refused.value.read().decode()
            assert refused.value.code == 404
            assert "<h1>" in text
            assert "Hier ist kein Platz" in text
        session = new_session(server)
        end = Visitor(server, codes(server, session)[0])
        assert "Ende der Studie" in end.open(f"/OutOfRangeNotification/{end.code}").html
