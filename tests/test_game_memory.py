"""Does the server's memory hold those who play, and only them?"""

from dataclasses import dataclass

import pytest

from contingent_pgg.memory import Memory
from contingent_pgg.people import Person


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
