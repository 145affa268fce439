"""Does a session on a real server do for absent members what it declared, and do tables agree?"""

import asyncio
import re
import subprocess
import sys

import pytest
from members import game_alone, group, new_session, run, tables

from analysis.audit import audit
from analysis.load import load
from lab.servers import Server

QUICK = {"decision_seconds": 1, "reading_seconds": 20, "grace_seconds": 1, "absent_seconds": 1}
PARTS = {"rounds_part_1": 2, "rounds_part_2": 2, "rounds_part_3": 1, "conditions": "open"}


@pytest.fixture
def game(place):
    """A server whose sessions are the game alone."""
    game_alone(place)
    with Server(place) as running:
        yield running


def played(game, rule, *, restart=False):
    """Let one member close its browser after a round in which the others give 4, 8 and 12."""
    session = new_session(game, **QUICK, **PARTS, absence=rule)

    async def play():
        gone, *others = await group(game, session)
        first = zip((gone, *others), (9, 4, 8, 12), strict=True)
        await asyncio.gather(*(member.contribute(points) for member, points in first))
        await gone.close()
        if restart:
            await others[0].contribute(5)
            await asyncio.to_thread(game.kill9)
            await asyncio.to_thread(game.start)
        await asyncio.gather(*(member.persist(5) for member in others))
        return gone.code

    return run(play())


def reconciled(game):
    """Return the tables, once the audit and the payments agree with all of them."""
    found = tables(game)
    differences = audit(load(game.place.folder / "tables")).differences
    assert differences.empty, differences
    command = [sys.executable, "-m", "lab", "payments", "paid"]
    paid = subprocess.run(
        command, cwd=game.place.folder, env=game.env, capture_output=True, text=True
    )
    assert paid.returncode == 0, paid.stdout + paid.stderr
    assert {row["status"] for row in found["participants"]} == {"finished"}
    return found


def own(found, code):
    rows = [row for row in found["decisions"] if row["participant"] == code]
    return [(int(r["contribution"]), r["automatic"] == "1") for r in rows]


@pytest.mark.parametrize(
    ("rule", "given"),
    [
        ("zero", [0, 0, 0, 0]),
        # Part 1 shows the total: 4, 8 and 12 make 8 on average, then all others give 5.
        ("conditional", [8, 5, 5, 5]),
    ],
)
def test_the_computer_gives_for_an_absent_member_what_was_declared(game, effort, rule, given):
    if effort == 1:
        pytest.skip("tests/test_absence.py works these rules out; on a real server: make soak")
    code = played(game, rule)
    found = reconciled(game)
    assert own(found, code) == [(9, False), *((points, True) for points in given)]


def test_a_group_that_lost_a_member_goes_on_with_the_others_even_after_a_crash(game):
    code = played(game, "shrink", restart=True)
    found = reconciled(game)
    assert own(found, code) == [(9, False), *[(0, True)] * 4]
    later = [row for row in found["decisions"] if int(row["round"]) > 1]
    # Three give 5, and 1.6 points for each are shared by three: 20 - 5 + .533 x 15 = 22.995.
    earned = {float(row["earnings"]) for row in later if row["participant"] != code}
    assert earned == {22.995}
    assert {float(row["earnings"]) for row in later if row["participant"] == code} == {0}
    left = [row["participant"] for row in found["events"] if row["event"] == "left"]
    assert left == [code]


def test_a_group_that_lost_a_member_ends_with_pay_where_that_was_declared(game):
    code = played(game, "end")
    found = reconciled(game)
    (ended,) = found["groups"]
    assert (ended["rounds"], bool(ended["finished_at"])) == ("1", True)
    assert own(found, code) == [(9, False), (0, True)]
    pay = {row["participant"]: float(row["pay"]) for row in found["participants"]}
    # Three rounds are drawn, at most one of them was played: the others get 20 for each.
    assert min(points for who, points in pay.items() if who != code) >= 40
    assert pay[code] < 40


async def act(member, *, stop=""):
    """Do what the screen asks until the game is over, or the stage to stop at is there."""
    asked = ("explain", "contribute", "sanction")
    while True:
        await member.until(*asked, "done")
        if member.stage in ("done", stop):
            return
        if member.stage == "explain":
            await member.read()
        elif member.stage == "contribute":
            await member.contribute(5)
        else:
            names = re.findall(r'name="(points\.\w|[a-z]+\.[A-Z])"', member.screen)
            fields = {"stage": "sanction"} | dict.fromkeys(names, "0")
            await member.ask("act", round=int(member.data("round")), fields=fields)


@pytest.mark.parametrize("rule", ["zero", "end"])
def test_who_leaves_after_contributing_is_treated_by_the_rule_at_the_next_stage(game, effort, rule):
    if effort == 1 and rule == "end":
        pytest.skip("one of the two in the gate, both in make soak")
    session = new_session(game, **QUICK, **PARTS | {"conditions": "punish_exact"}, absence=rule)

    async def play():
        gone, *others = await group(game, session)

        async def leave():
            await act(gone, stop="sanction")
            await gone.close()

        await asyncio.gather(leave(), *(act(member) for member in others))

    run(play())
    found = reconciled(game)
    assert {row["event"] for row in found["events"]} >= {"timed_out"}
    (played,) = found["groups"]
    assert int(played["rounds"]) == (2 if rule == "end" else 5)
