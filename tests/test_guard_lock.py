"""Is what was acknowledged stored, once and whole, whatever happens beside it?"""

import asyncio
import json
import re
import secrets
import sys

import pytest
import websockets

from lab.servers import Server
from tests.guard_project import SERVE, Visitor, count, make, rows, run, talk


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with Server(make(tmp_path_factory.mktemp("guard") / "place"), command=SERVE) as running:
        yield running


@pytest.fixture
def visitor(server):
    return Visitor(server)


def test_what_a_transaction_wrote_is_in_the_file_when_it_is_acknowledged(server):
    assert talk(server, "/play", "first", "second") == ["saved", "saved"]
    stored = rows(server, "SELECT text FROM tiny_note WHERE text IN ('first', 'second')")
    assert sorted(stored) == [("first",), ("second",)]


def test_a_failing_block_writes_nothing_and_frees_the_lock(server, visitor):
    assert talk(server, "/play", "rolled back", "after it") == ["ValueError", "saved"]
    assert count(visitor, "rolled back") == 0
    assert count(visitor, "after it") == 1


def test_models_and_core_statements_share_the_transaction(server, visitor):
    assert talk(server, "/play", "orm") == ["saved"]
    assert count(visitor, "by orm") == 1


def test_a_transaction_inside_a_transaction_is_an_error_not_a_silent_server(server, visitor):
    assert talk(server, "/play", "nested") == ["NestedTransactionError"]
    assert count(visitor, "nested") == 0


def test_changes_through_models_are_seen_by_the_next_page(server, visitor):
    code, other = visitor.participants(visitor.new_session())
    visitor.to_play(code)
    page = visitor.get(visitor.to_play(other)).headers["location"]
    assert visitor.post(page).headers["location"] == page
    assert visitor.post("/finish").json() == "finished"
    # The page had been loaded with finished=False before: nothing stale may answer.
    assert visitor.post(page).headers["location"].endswith("/End/4")


def test_the_connection_waits_for_the_disk_and_enforces_keys(visitor):
    wanted = {"synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000, "journal_mode": "wal"}
    assert {name: visitor.get(f"/pragma/{name}").json() for name in wanted} == wanted


STALE = """
import asyncio
from otree.main import setup
setup()
from otree.database import db
from tiny import Note, notes
from guard.lock import transaction

async def change():
    async with transaction() as connection:
        connection.execute(notes.update().values(text="new"))

note = Note.create(text="old")
db.commit()
before = note.text
asyncio.run(change())
print(before, note.text)
"""


def test_objects_loaded_before_a_transaction_show_what_it_wrote(tmp_path):
    assert run(make(tmp_path / "place"), sys.executable, "-c", STALE) == (0, "old new\n")


def test_the_file_is_in_wal_mode_and_every_foreign_key_has_an_index(server):
    assert rows(server, "PRAGMA journal_mode") == [("wal",)]
    indexed = {
        name for (name,) in rows(server, "SELECT name FROM sqlite_master WHERE type='index'")
    }
    wanted = {
        f"guard_tiny_player_{c}_id" for c in ("group", "participant", "session", "subsession")
    }
    assert wanted | {"guard_tiny_note_player_id"} <= indexed
    plan = rows(server, "EXPLAIN QUERY PLAN SELECT * FROM tiny_player WHERE group_id = 1")
    assert "USING INDEX guard_tiny_player_group_id" in plan[0][3]


def test_a_failing_export_rolls_back_nobodys_answer(server, visitor):
    code = visitor.participants(visitor.new_session())[0]
    page = visitor.start(code)
    assert visitor.post(page, data={"number": "42", "text": ""}).status_code == 302
    path = "/api/export_app_custom?app=tiny&function_name=custom_export_failing"
    assert visitor.rest(path, method="GET").status_code == 500
    query = "SELECT number FROM tiny_player p JOIN otree_participant q ON p.participant_id = q.id"
    assert rows(server, f"{query} WHERE q.code = ?", code) == [(42,)]
    assert count(visitor, "half an export") == 0


def test_a_failing_live_method_leaves_nothing(server, visitor):
    code, other = visitor.participants(session := visitor.new_session())
    wait = visitor.to_play(code)
    visitor.get(visitor.to_play(other))
    visitor.get(wait)
    path = f"/live?session_code={session}&page_index=3&participant_code={code}&page_name=Play"
    good, bad = talk(server, path, json.dumps("kept"), json.dumps("fail"))
    assert json.loads(good)["otree_success"] is True
    assert json.loads(bad)["otree_success"] is False
    assert (count(visitor, "kept"), count(visitor, "fail")) == (1, 0)


def test_a_browser_that_stops_reading_freezes_nobody(server, visitor):
    first, second = visitor.participants(session := visitor.new_session())
    wait = visitor.to_play(first)
    visitor.get(visitor.to_play(second))
    visitor.get(wait)
    path = f"/live?session_code={session}&page_index=3&page_name=Play&participant_code="
    address = server.url.replace("http", "ws") + path
    # More than the system buffers for a reader that is asleep.
    text = json.dumps("long" + secrets.token_hex(450_000))

    async def play():
        options = {"max_size": None, "compression": None}
        asleep = await websockets.connect(address + second, max_queue=1, **options)
        async with websockets.connect(address + first, **options) as awake:
            for _ in range(15):
                await awake.send(text)
                await asyncio.wait_for(awake.recv(), 10)
        asleep.transport.abort()
        return await asyncio.to_thread(count, visitor, "nothing")

    assert asyncio.run(play()) == 0


def test_whoever_waits_is_called_when_the_others_arrive(server, visitor):
    first, second = visitor.participants(visitor.new_session())
    page = visitor.get(visitor.to_play(first)).text
    [path] = set(re.findall(r"/wait_page\?[^'\"]+", page))

    async def wait():
        async with websockets.connect(server.url.replace("http", "ws") + path) as socket:
            await asyncio.to_thread(lambda: visitor.get(visitor.to_play(second)))
            return json.loads(await asyncio.wait_for(socket.recv(), 10))

    assert asyncio.run(wait()) == {"status": "ready"}


def test_no_timeouts_wait_for_a_second_process(server, visitor):
    first, second = visitor.participants(visitor.new_session())
    visitor.to_play(first)
    visitor.get(visitor.get(visitor.to_play(second)).headers["location"])
    # Page Play has a timeout, which would be queued here for oTree's worker.
    assert rows(server, "SELECT count(*) FROM otree_taskqueuemessage") == [(0,)]
