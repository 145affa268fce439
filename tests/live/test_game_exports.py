"""Do oTree's Data page and the lab's own command export the same, and is a bad config refused?"""

import asyncio
import csv
import io
import json
import urllib.error
import urllib.parse
import urllib.request

import pytest
from members import game_alone, group, new_session, rest, run, tables

from design.tables import TABLES
from lab.servers import Server


@pytest.fixture
def game(place, database_url):
    """A server on each database whose sessions are the game alone."""
    game_alone(place)
    with Server(place, database_url=database_url) as running:
        yield running


def data_page(server, table, session=""):
    """Export a table as oTree's Data page does."""
    asked = {"app": "contingent_pgg", "function_name": f"custom_export_{table}"}
    asked |= {"session_code": session} if session else {}
    request = urllib.request.Request(
        f"{server.url}/api/export_app_custom?{urllib.parse.urlencode(asked)}",
        headers={"otree-rest-key": server.env["OTREE_REST_KEY"]},
    )
    text = urllib.request.urlopen(request).read().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_every_table_leaves_by_both_doors_alike(game):
    # Of the two slots of a one-condition block one asks for beliefs.
    asked = {"config": "only_two_way", "people": 8}
    sessions = [new_session(game, **asked, schedule_seed=seed) for seed in (5, 6)]

    async def play(session):
        members = await group(game, session)
        await asyncio.gather(*(member.play(4, rounds=2) for member in members))

    for session in sessions:
        run(play(session))
    # Frozen: the members' sockets are closed, and their tables do not change any more.
    game.stop()
    whole = tables(game)
    game.start()
    for name, table in TABLES.items():
        if name == "schedules":
            # It leaves by its own app, where tests/live/test_schedule_task.py looks.
            continue
        rows = data_page(game, name)
        assert rows == whole[name]
        # Nobody acts or talks in this condition.
        assert bool(rows) == (name not in ("acts", "messages", "heard"))
        assert not rows or tuple(rows[0]) == table.names
        own = [row for row in whole[name] if row["session"] == sessions[1]]
        assert data_page(game, name, sessions[1]) == own


def test_the_manifest_names_every_file_with_its_rows(game):
    new_session(game)
    found = tables(game)
    manifest = json.loads((game.place.folder / "tables" / "manifest.json").read_text())
    assert set(manifest["files"]) == {f"{name}.csv" for name in [*TABLES, "codebook"]}
    assert {f"{name}.csv": len(rows) for name, rows in found.items()} == {
        name: file["rows"] for name, file in manifest["files"].items()
    }
    declared = {(table.name, column.name) for table in TABLES.values() for column in table.columns}
    assert {(row["table"], row["column"]) for row in found["codebook"]} == declared


@pytest.mark.parametrize(
    ("numbers", "reason"),
    [
        ({"mpcr": 0.2}, "above 1"),
        ({"mpcr": 0.40001}, "three decimals"),
        ({"endowment": 0}, "endowment"),
        ({"conditions": "dark glass"}, "glass"),
        ({"rounds_part_2": 0}, "rounds_part_2"),
        ({"decision_seconds": 0}, "decision_seconds"),
        ({"absence": "wait and see"}, "absence"),
        ({"language": "fr"}, "language"),
        ({"schedule_seed": -1}, "schedule_seed"),
        ({"prize": 2.5}, "prize"),
        ({"participation_fee": -1}, "participation_fee"),
    ],
)
def test_a_config_that_cannot_be_played_is_refused_with_its_reason(refusing, numbers, reason):
    with pytest.raises(urllib.error.HTTPError) as refused:
        new_session(refusing, **numbers)
    assert refused.value.code == 400
    assert reason in refused.value.read().decode()


def test_nothing_is_left_of_a_refused_session(refusing):
    request = urllib.request.Request(
        f"{refusing.url}/api/sessions", headers={"otree-rest-key": refusing.env["OTREE_REST_KEY"]}
    )
    assert json.load(urllib.request.urlopen(request)) == []
    assert rest(refusing, "sessions", session_config_name="flagship", num_participants=4)["code"]


@pytest.fixture(scope="module")
def refusing(tmp_path_factory):
    """One server for all that is refused."""
    from lab.project import workspace

    place = workspace(tmp_path_factory.mktemp("refusing") / "place")
    game_alone(place)
    with Server(place) as running:
        yield running
