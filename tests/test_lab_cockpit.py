"""Does the cockpit work out rightly who blocks whom, what is owed, and what a form asks for?"""

import pytest

from contingent_pgg.devices import KINDS, kind
from lab.cockpit import board, draw
from lab.cockpit.forms import FormError, wish
from lab.cockpit.seen import GroupSeen, PersonSeen, SeatSeen, Seen

SCRIPT = "<script>alert(1)</script>"


def person(code="p1", **more):
    known = {"label": "", "status": "playing", "page": "Play", "slot": 0, "seat": "A",
             "tabs": 1, "changed_at": 0, "wrong": 0, "twin": False,
             "consented": True, "pay": None}  # fmt: skip
    return PersonSeen(code, **(known | more))


def group(decided=(10_000, None, 30_000, None), due=90_000, **more):
    seats = tuple(
        SeatSeen(letter, "contribute" if at is None else "wait", due if at is None else None,
                 False, at)
        for letter, at in zip("ABCD", decided, strict=True)
    )  # fmt: skip
    known = {"condition": "dark", "beliefs": False, "third": "kept", "rounds": 4, "formed_at": 0,
             "finished_at": None, "paused": None, "settled": {}, "opened_at": 0}  # fmt: skip
    return GroupSeen(slot=0, seats=seats, **(known | more))


def seen(*groups, people=(), now=70_000, **more):
    known = {"paused": None, "point_value": 0.1, "fee": 5.0, "currency": "EUR"}
    return Seen("s", "flagship", 20, 4, now, people=tuple(people), groups=groups, **(known | more))


def test_whoever_has_not_decided_blocks_those_who_have_since_the_first_of_them():
    first, second = board.blocks(seen(group()))
    assert [(one.letter, one.waiting) for one in (first, second)] == [
        ("B", ("A", "C")), ("D", ("A", "C")),
    ]  # fmt: skip
    # A decided at 10 s, it is 70 s now, and the rule acts at 90 s.
    assert (first.seconds, first.acts_in) == (60, 20)


def test_nobody_blocks_a_group_in_which_nobody_waits():
    assert board.blocks(seen(group(decided=(None,) * 4))) == []


def test_a_pause_is_nobodys_fault():
    (first, _) = board.blocks(seen(group(paused=40_000)))
    assert (first.seconds, first.acts_in) == (30, None)


def test_the_map_has_one_cell_a_round_with_total_rule_and_open_count():
    settled = {1: ((20, False), (0, True), (10, False), (10, False))}
    cells = board.cells(group(settled=settled), 20)
    assert [cell.state for cell in cells] == ["settled", "open", "future", "future"]
    assert (cells[0].total, cells[0].automatic, cells[1].decided) == (40, 1, 2)
    # Half of what could be given is the middle shade of five, rounded to even.
    assert cells[0].shade == 2
    over = board.cells(group(settled=settled, finished_at=5), 20)
    assert [cell.state for cell in over] == ["settled", "never", "never", "never"]


def test_what_is_owed_is_every_fee_and_every_settled_point():
    people = [
        person("a", status="finished", pay=50.0), person("b", status="playing"),
        person("c", status="left_over", pay=0.0, slot=None),
        person("d", status="declined", consented=False, slot=None),
        person("e", status="introduction", consented=None, slot=None),
        person("f", status="left_waiting", pay=0.0, slot=None),
    ]  # fmt: skip
    costs = board.costs(seen(people=people))
    # Five came and have the fee of 5, one has 50 points of .1; b is expected to earn 50 as well.
    assert costs.committed == pytest.approx(30.0)
    assert costs.expected == pytest.approx(35.0)
    # What a task before the game has earned is owed too, and nobody is expected to earn it again.
    more = board.costs(seen(people=people, task_points=80.0))
    assert (more.committed, more.expected) == (pytest.approx(38.0), pytest.approx(43.0))


def test_the_end_is_expected_at_each_groups_own_pace():
    settled = {1: ((0, False),) * 4, 2: ((0, False),) * 4}
    # Two rounds took 100 s, two are left.
    assert board.ends_in(seen(group(settled=settled, opened_at=100_000))) == 100
    assert board.ends_in(seen(group())) is None


def test_whatever_people_are_called_is_text_on_the_board():
    people = [person(label=SCRIPT, seat="B"), person("p2", label=SCRIPT, slot=None, page=SCRIPT)]
    html = draw.fragment(seen(group(condition=SCRIPT), people=people), reveal=True)
    assert "<script" not in html
    assert html.count("&lt;script&gt;") >= 4


@pytest.mark.parametrize(
    ("declared", "known"),
    [
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile/15E1",
            "phone",
        ),
        ("Mozilla/5.0 (Linux; Android 14; Pixel 8) Chrome/124.0 Mobile Safari/537.36", "phone"),
        ("Mozilla/5.0 (Linux; Android 13; SM-X200) Chrome/124.0 Safari/537.36", "tablet"),
        ("Mozilla/5.0 (iPad; CPU OS 16_0 like Mac OS X) Version/16.0 Mobile/15E1", "tablet"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:124.0) Gecko/20100101 Firefox/124.0", "computer"),
        ("<script>alert(1)</script>", "computer"),
        ("", ""),
    ],
)
def test_of_what_a_browser_declares_only_the_kind_of_device_is_kept(declared, known):
    assert kind({"user-agent": declared}) == known
    assert known in ("", *KINDS)


def test_the_board_tells_each_seats_device():
    people = [person(devices=("phone", "computer"))]
    html = draw.fragment(seen(group(), people=people), reveal=False)
    assert "phone, computer" in html


def test_looks_are_counted_only_where_conditions_are_shown():
    shown, hidden = (draw.fragment(seen(looks=7), reveal=reveal) for reveal in (True, False))
    assert "<dt>looks</dt><dd>7</dd>" in shown
    assert "looks" not in hidden


def test_contributions_and_conditions_are_drawn_only_on_request():
    settled = {1: ((20, False), (17, False), (20, False), (20, False))}
    shown = group(settled=settled, condition="one_way")
    assert "77" not in draw.fragment(seen(shown), reveal=False)
    assert "one_way" not in draw.fragment(seen(shown), reveal=False)
    assert ">77" in draw.fragment(seen(shown), reveal=True)


def test_a_form_is_a_wish():
    asked = wish({"action": "extend", "slot": "3", "seconds": " 90 "})
    assert (asked.action, asked.slot, asked.seconds) == ("extend", 3, 90)
    assert wish({"action": "end", "sure": "yes", "slot": ""}).slot is None


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, "An action is one of"),
        ({"action": "drop table"}, "An action is one of"),
        ({"action": "end", "slot": "1"}, "cannot be undone"),
        ({"action": "note"}, "needs a text"),
        ({"action": "note", "text": "x" * 501}, "at most 500"),
        ({"action": "replace"}, "Choose the participant"),
        ({"action": "pause", "participant": "a"}, "a group or the whole session"),
        ({"action": "pause", "slot": "-1"}, "does not exist"),
        ({"action": "pause", "slot": "٣"}, "does not exist"),
        ({"action": "extend", "slot": "1", "seconds": "0"}, "from 1 to 3600"),
        ({"action": "extend", "slot": "1", "seconds": "1e9"}, "from 1 to 3600"),
        ({"action": "message", "slot": "1", "participant": "a"}, "not both"),
    ],
)
def test_a_form_that_asks_for_nothing_possible_says_why(form, said):
    with pytest.raises(FormError, match=said):
        wish(form)


@pytest.mark.parametrize(("seconds", "text"), [(0, "0:00"), (65, "1:05"), (3_599, "59:59"),
                                               (7_620, "2 h 07"), (None, "–")])  # fmt: skip
def test_durations_read_as_clocks(seconds, text):
    assert draw.clock(seconds) == text
