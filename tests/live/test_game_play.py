"""Does a group play to the end, and do its tables hold exactly what happened?"""

import asyncio

import pytest
from members import codes, game_alone, group, new_session, open_page, rest, run, tables

from analysis.audit import audit
from analysis.load import load
from lab.servers import Server


@pytest.fixture
def game(place, database_url):
    """A server on each database whose sessions are the game alone."""
    game_alone(place)
    with Server(place, database_url=database_url) as running:
        yield running


def test_four_members_play_to_the_end_and_the_tables_add_up(game):
    session = new_session(game)
    gave = {}

    async def play():
        members = await group(game, session)
        for points, member in enumerate(members, start=5):
            gave[member.code] = points
        await asyncio.gather(*(member.play(gave[member.code]) for member in members))

    run(play())
    found = tables(game)
    decisions, people = found["decisions"], found["participants"]
    assert len(decisions) == 4 * 4
    assert all(int(row["contribution"]) == gave[row["participant"]] for row in decisions)
    # 5 + 6 + 7 + 8 points, each worth 0.4 to everybody, in every round.
    earned = {code: 20 - points + 0.4 * 26 for code, points in gave.items()}
    assert all(row["group_total"] == "26" for row in decisions)
    assert all(
        float(row["earnings"]) == pytest.approx(earned[row["participant"]]) for row in decisions
    )
    for row in people:
        # One round of each of the three parts is paid, and all rounds were alike.
        paid = 3 * earned[row["participant"]]
        assert float(row["contribution_pay"]) == pytest.approx(paid)
        assert float(row["pay"]) == float(row["contribution_pay"]) + float(row["prize_pay"])
    points = {one["code"]: one["payoff_in_real_world_currency"] for one in payoffs(game, session)}
    for row in people:
        assert points[row["participant"]] == pytest.approx(float(row["pay"]) * 0.1, abs=0.005)


def payoffs(game, session):
    return rest(game, f"get_session/{session}")["participants"]


def test_the_audit_of_several_groups_finds_nothing(game):
    session = new_session(game, people=16)

    async def play():
        members = await group(game, session)
        await asyncio.gather(*(m.play(points) for points, m in enumerate(members)))

    run(play())
    assert len(tables(game)["groups"]) == 4
    found = audit(load(game.place.folder / "tables"))
    assert found.differences.empty, found.differences
    assert sum(found.cells.values()) > 1_000


def test_a_session_in_the_middle_exports_open_rounds_as_empty_and_pays_nobody(game):
    session = new_session(game)

    async def play():
        members = await group(game, session)
        await asyncio.gather(*(member.play(3, rounds=1) for member in members))
        for member in members:
            await member.until("explain")
            await member.read()
        await members[0].contribute(11)

    run(play())
    found = tables(game)
    open_round = [row for row in found["decisions"] if row["round"] == "2"]
    assert len(open_round) == 1
    assert [open_round[0][name] for name in ("group_total", "earnings", "settled_at")] == [""] * 3
    assert all(row["pay"] == "" for row in found["participants"])
    assert all(one["payoff_in_real_world_currency"] == 0 for one in payoffs(game, session))
    assert audit(load(game.place.folder / "tables")).differences.empty


def test_slots_continue_over_sessions_of_the_same_experiment(game):
    sessions = [new_session(game, schedule_seed=77) for _ in range(2)]

    async def play(session):
        await group(game, session)

    for session in sessions:
        run(play(session))
    found = tables(game)
    assert [(row["session"], row["slot"]) for row in found["groups"]] == [
        (sessions[0], "0"),
        (sessions[1], "1"),
    ]


def test_members_sit_in_otrees_own_group_by_seat(game):
    session = new_session(game, people=8)

    async def play():
        await group(game, session)

    run(play())
    seats = {row["participant"]: row["seat"] for row in tables(game)["participants"]}
    assert sorted(seats.values()) == sorted("ABCD" * 2)
    assert set(codes(game, session)) == set(seats)
    for code in seats:
        assert open_page(game, code).endswith("/contingent_pgg/Play/1")
