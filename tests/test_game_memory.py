"""Does the server's memory hold those who play, and only them?"""

from dataclasses import dataclass, replace
from types import SimpleNamespace

import pytest

from contingent_pgg.lobby import may_go
from contingent_pgg.marks import Marks
from contingent_pgg.memory import Memory
from contingent_pgg.people import Person
from design.pace import NO_EXIT, Pace


@dataclass
class Declared:
    """A session, as far as memory asks."""

    code: str


SESSION = Declared("s1")


def remembering(*people):
    """Return a memory of people, and of a group for each slot among them."""
    memory = Memory()
    for person in people:
        memory.people[person.code] = person
        if person.slot is not None:
            memory.groups[person.setting.code, person.slot] = f"group {person.slot}"
    return memory


def test_a_finished_group_is_forgotten_with_the_last_of_its_members():
    one, two = (Person(code, SESSION, "finished", 3, seat) for seat, code in enumerate("ab"))
    memory = remembering(one, two)
    memory.let_go("a")
    assert (set(memory.people), set(memory.groups)) == ({"b"}, {("s1", 3)})
    memory.let_go("b")
    assert (memory.people, memory.groups) == ({}, {})


def test_a_group_of_the_same_slot_in_another_session_stays():
    here, there = Person("a", SESSION, "finished", 3, 0), Person("b", Declared("s2"), "playing", 3)
    memory = remembering(here, there)
    memory.let_go("a")
    assert set(memory.groups) == {("s2", 3)}


@pytest.mark.parametrize("status", ["introduction", "waiting", "playing"])
def test_nobody_is_forgotten_whose_game_is_not_over(status):
    memory = remembering(Person("a", SESSION, status, 3, 0))
    memory.let_go("a")
    assert set(memory.people) == {"a"}
    assert set(memory.groups) == {("s1", 3)}


def test_whoever_found_no_group_is_forgotten_and_a_stranger_is_no_error():
    memory = remembering(Person("a", SESSION, "left_over"))
    memory.let_go("a")
    memory.let_go("nobody")
    assert memory.people == {}


def waiting(**pace):
    """Return somebody who waits since second 100, in a session of some times."""
    setting = Declared("s1")
    setting.experiment = SimpleNamespace(pace=Pace(**pace))
    return Person("a", setting, "waiting", since=100_000)


def test_the_clock_wakes_for_the_exit_once_and_then_for_the_end_of_the_wait():
    memory = remembering(waiting(exit_seconds=60, lobby_seconds=600))
    assert memory.due() == 160_000
    memory.people["a"] = replace(memory.people["a"], offered=True)
    assert memory.due() == 700_000


def test_time_stands_still_for_the_exit_while_the_session_is_paused():
    person = waiting(exit_seconds=60, lobby_seconds=600)
    memory = remembering(person)
    assert [may_go(memory, person, at) for at in (159_999, 160_000)] == [False, True]
    # Paused after 59 of the 60 seconds, or after 61.
    found = [may_go(paused(memory, at), person, 900_000) for at in (159_000, 161_000)]
    assert found == [False, True]


def paused(memory, since):
    memory.paused = {"s1": since}
    return memory


def test_only_who_waits_may_go_and_only_where_there_is_an_exit():
    person = waiting(exit_seconds=0)
    memory = remembering(person)
    assert may_go(memory, person, 100_000)
    assert not may_go(memory, replace(person, status="playing"), 10**9)
    assert not may_go(memory, waiting(exit_seconds=NO_EXIT), 10**9)


def test_what_somebody_was_shown_is_forgotten_with_the_person_and_nobody_elses():
    marks = Marks()
    for code in "ab":
        marks.decision(code, 3, now=10)
        marks.facts(code, ("s1", 0, "A"), settled=2, now=20)
    marks.let_go("a")
    marks.let_go("nobody")
    assert [marks.first_shown(code, 3) for code in "ab"] == [None, 10]
    # What was handed out and is not written yet is written all the same.
    marks.facts("b", ("s1", 0, "A"), settled=2, now=30)
    assert len(marks._unwritten) == 4
