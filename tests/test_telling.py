"""Is everybody told exactly who sees whom, and are the right answers the true ones?"""

import pytest

from design.catalogue import CORE, treatment
from design.game import Game
from design.introduction_quiz import introduction_questions
from design.messages import Message, message
from design.telling import links, visibility, visibility_questions

GAME = Game()
EVERY = [(name, kept, part) for name in CORE for kept in (False, True) for part in (1, 2)]


def told(name, kept, part):
    played = treatment(name, beliefs=True, kept=kept)
    return played, played.phases[part].monitoring.entitled(GAME)


def values(said, key):
    (found,) = (dict(m.values) for m in said if m.key == key)
    return found


@pytest.mark.parametrize(("name", "kept", "part"), EVERY)
def test_right_answers_agree_with_what_is_shown(name, kept, part):
    played, entitled = told(name, kept, part)
    for seat in range(4):
        answers = {q.name: q.answer == "0" for q in visibility_questions(played, part, seat)}
        across, beside = (seat + 2) % 4, seat ^ 1
        expected = {
            "see_facing": entitled.entries[seat, across],
            "seen_by_facing": entitled.entries[across, seat],
            "see_beside": entitled.entries[seat, beside],
            "see_earnings": entitled.earnings[seat],
        }
        # What is declared to be revealed is asked too, where anything is.
        if entitled.earnings[seat]:
            expected["work_out_total"] = True
        if entitled.deduced[seat].any():
            expected["work_out_last"] = True
        assert answers == expected


@pytest.mark.parametrize(("name", "kept", "part"), EVERY)
def test_statements_name_exactly_who_sees_and_is_seen(name, kept, part):
    played, entitled = told(name, kept, part)
    for seat in range(4):
        said = visibility(played, part, seat)
        keys = [m.key for m in said]
        seen = tuple("ABCD"[j] for j in range(4) if j != seat and entitled.entries[seat, j])
        by = tuple("ABCD"[j] for j in range(4) if j != seat and entitled.entries[j, seat])
        assert ("sees.nobody" in keys) == (not seen)
        assert ("seen.nobody" in keys) == (not by)
        assert not seen or values(said, "sees.entries") == {"seats": seen}
        assert not by or values(said, "seen.by") == {"seats": by}
        assert ("sees.earnings" in keys) == bool(entitled.earnings[seat])
        assert ("sees.total" in keys) == bool(entitled.total[seat])


@pytest.mark.parametrize("name", CORE)
def test_what_arithmetic_reveals_is_said_and_nothing_else(name):
    played, entitled = told(name, True, 1)
    for seat in range(4):
        said = visibility(played, 1, seat)
        keys = [m.key for m in said]
        known = tuple("ABCD"[j] for j in range(4) if entitled.deduced[seat, j])
        assert ("reveals.last_member" in keys) == bool(known)
        assert not known or values(said, "reveals.last_member") == {"seats": known}
        assert ("reveals.total" in keys) == bool(entitled.earnings[seat])
        by = tuple("ABCD"[j] for j in range(4) if entitled.deduced[j, seat])
        assert ("reveals.own" in keys) == bool(by), "who is worked out is told so too"
        assert not by or values(said, "reveals.own") == {"seats": by}


@pytest.mark.parametrize(("name", "kept", "part"), EVERY)
def test_everybody_is_told_every_link_of_the_group(name, kept, part):
    played, entitled = told(name, kept, part)
    every = links(played, part)
    worked_out = [dict(line.values) for line in every if line.key == "link.works_out"]
    assert {one["seat"]: one["seats"] for one in worked_out} == {
        "ABCD"[i]: tuple("ABCD"[j] for j in range(4) if entitled.deduced[i, j])
        for i in range(4)
        if entitled.deduced[i].any()
    }
    lines = [line for line in every if line.key != "link.works_out"]
    assert len(lines) == 4
    for seat, line in enumerate(lines):
        said = dict(line.values)
        assert said["seat"] == "ABCD"[seat]
        assert said.get("seats", ()) == tuple(
            "ABCD"[j] for j in range(4) if j != seat and entitled.entries[seat, j]
        )


def test_an_explanation_says_the_truth_about_its_question():
    for name, kept, part in EVERY:
        played, _ = told(name, kept, part)
        for seat in range(4):
            said = visibility(played, part, seat)
            for question in visibility_questions(played, part, seat):
                assert question.explanation in said


def test_the_introduction_asks_for_arithmetic_worked_by_hand():
    answers = {q.name: q.answer for q in introduction_questions(GAME)}
    # Nobody gives: 20. All give 20: .4 * 80 = 32. Only the others give: 20 + .4 * 60 = 44.
    assert answers == {
        "nobody": "20", "everybody": "32", "only_others": "44", "part_one_shows": "1"
    }  # fmt: skip
    # With an odd return the answer keeps its decimals: .333 * 80 = 26.64.
    odd = introduction_questions(Game((20,) * 4, (333,) * 4))
    assert odd[1].answer == "26.64"


def test_the_introduction_is_the_same_for_every_condition():
    # Asked before the group exists: it can only depend on the game.
    assert introduction_questions.__code__.co_varnames[0] == "game"
    assert introduction_questions.__code__.co_argcount == 1


@pytest.mark.parametrize("typed", ["32", " 32 ", "32.0", "32,0"])
def test_numbers_are_accepted_as_people_write_them(typed):
    everybody = introduction_questions(GAME)[1]
    assert everybody.accepts(typed)


@pytest.mark.parametrize("typed", ["31", "", "many", "nan", "32 points", "3 2"])
def test_other_answers_are_not_accepted(typed):
    assert not introduction_questions(GAME)[1].accepts(typed)


def test_an_options_index_must_be_exact():
    shows = introduction_questions(GAME)[3]
    assert [n for n in ("0", "1", "2", "1.0", " 1", "") if shows.accepts(n)] == ["1"]


def test_messages_hold_their_values_in_one_order():
    assert message("k", b=1, a=2) == Message("k", (("a", 2), ("b", 1)))


def test_nobody_is_asked_about_what_somebody_gave_who_holds_nothing():
    played = treatment("record_open", beliefs=False, kept=True)
    # E reads the record and has no points: C, who faces E, is asked only whether E sees C.
    asked = [[q.name for q in visibility_questions(played, 1, seat)] for seat in range(5)]
    assert [names[:3] for names in asked[:2]] == [
        ["see_facing", "seen_by_facing", "see_beside"]
    ] * 2
    assert "see_facing" not in asked[2]
    assert "seen_by_facing" in asked[2]
    assert "see_beside" not in asked[3]
    assert "seen_by_facing" not in asked[4]


def test_unequal_points_are_told_wherever_no_stage_says_who_knows_of_them():
    played = treatment("similar", beliefs=False, kept=True)
    for seat in range(4):
        told = [dict(m.values) for m in visibility(played, 1, seat) if m.key == "capacity.holds"]
        assert told == [
            {"seats": ("C", "D"), "points": 10},
            {"seats": ("A", "B"), "points": 30},
        ]
    hidden = treatment("capacity_hidden", beliefs=False, kept=True)
    assert "capacity.holds" not in {m.key for m in visibility(hidden, 1, 0)}
