"""Is a session made whole or not at all, and left only where its page allows?"""

import asyncio
import concurrent.futures
import json
import re

import pytest
import requests
import websockets

from lab.servers import Server
from tests.guard_project import SERVE, Visitor, cookie, log_lines, make, rows, talk


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with Server(make(tmp_path_factory.mktemp("guard") / "place"), command=SERVE) as running:
        yield running


@pytest.fixture
def visitor(server):
    return Visitor(server)


@pytest.fixture(scope="module")
def admin(server):
    return Visitor(server).log_in()


def test_a_refused_configuration_answers_400_and_makes_nothing(server, visitor):
    before = rows(server, "SELECT count(*) FROM otree_session")
    wanted = {"session_config_name": "tiny", "num_participants": 2}
    answer = visitor.rest("/api/sessions", **wanted, modified_session_config_fields={"stake": -1})
    assert (answer.status_code, answer.text) == (400, "stake is -1, allowed is 0 or more")
    assert rows(server, "SELECT count(*) FROM otree_session") == before


def test_the_admin_page_shows_why_a_configuration_was_refused(server, admin):
    form = {"session_config": "tiny", "num_participants": "2", "tiny.stake": "-1"}
    [answer] = talk(server, "/create_session", json.dumps(form), cookie=cookie(admin))
    assert json.loads(answer) == {"validation_errors": "stake is -1, allowed is 0 or more"}


@pytest.mark.parametrize("name", ["participation_fee", "real_world_currency_per_point"])
@pytest.mark.parametrize("typed", ["NaN", "Infinity", "-Infinity", "1e999", '"abc"', '"NaN"', "[]"])
def test_an_amount_that_is_no_finite_number_is_refused_with_its_name(server, visitor, name, typed):
    before = rows(server, "SELECT count(*) FROM otree_session")
    # As text, since no client of ours would write such a thing.
    body = (
        '{"session_config_name": "tiny", "num_participants": 2,'
        f' "modified_session_config_fields": {{"{name}": {typed}}}}}'
    )
    headers = {"otree-rest-key": server.env["OTREE_REST_KEY"]}
    answer = requests.post(f"{server.url}/api/sessions", data=body, headers=headers)
    assert answer.status_code == 400
    assert answer.text.startswith(f"{name} must be a finite number, found ")
    assert rows(server, "SELECT count(*) FROM otree_session") == before


@pytest.mark.parametrize("name", ["participation_fee", "stake"])
@pytest.mark.parametrize("typed", ["nan", "inf", "1e999", "abc"])
def test_the_admin_page_refuses_a_number_that_is_none(server, admin, name, typed):
    form = {"session_config": "tiny", "num_participants": "2", f"tiny.{name}": typed}
    [answer] = talk(server, "/create_session", json.dumps(form), cookie=cookie(admin))
    said = f"{name} must be a finite number, found {typed!r}"
    assert json.loads(answer) == {"validation_errors": said}


def test_a_session_whose_creation_fails_leaves_nothing_behind(server, visitor):
    tables = ("otree_session", "otree_participant", "tiny_player", "tiny_group", "tiny_subsession")
    before = [rows(server, f"SELECT count(*) FROM {table}") for table in tables]
    wanted = {"session_config_name": "tiny", "num_participants": 2}
    answer = visitor.rest(
        "/api/sessions", **wanted, modified_session_config_fields={"broken": True}
    )
    assert answer.status_code == 500
    assert [rows(server, f"SELECT count(*) FROM {table}") for table in tables] == before
    assert visitor.rest("/api/export_wide", method="GET").status_code == 200


def test_a_session_made_in_the_browser_and_people_at_play_do_not_disturb_each_other(server, admin):
    people = admin.participants(admin.new_session(80))
    with concurrent.futures.ThreadPoolExecutor(5) as pool:
        maker = pool.submit(asyncio.run, create(server, cookie(admin), 200))
        pages = list(pool.map(lambda code: Visitor(server).to_play(code), people))
        assert "session_url" in maker.result()
    assert all("/Meet/" in page for page in pages)
    query = "SELECT count(*) FROM tiny_player GROUP BY session_id HAVING count(*) > 80"
    assert rows(server, query) == [(200,)]


async def create(server, cookies, people):
    """Create a session as the admin page does, and return the last thing it is told."""
    form = {"session_config": "tiny", "num_participants": str(people)}
    address = server.url.replace("http", "ws") + "/create_session"
    async with websockets.connect(address, extra_headers={"Cookie": cookies}) as socket:
        await socket.send(json.dumps(form))
        while "progress" in (told := json.loads(await asyncio.wait_for(socket.recv(), 30))):
            pass
    return told


def test_no_post_leaves_a_page_that_refuses_it(server, visitor, admin):
    first, second = visitor.participants(session := visitor.new_session())
    visitor.to_play(first)
    page = visitor.get(visitor.to_play(second)).headers["location"]
    visitor.get(page)
    for form in ({}, {"timeout_happened": "1"}, {"back_button": "1"}):
        assert visitor.post(page, data=form).headers["location"] == page
    token = re.search(
        r'name="csrftoken" value="(\d+)"', admin.get(f"/SessionMonitor/{session}").text
    )
    form = {"csrftoken": token[1], "advancemode": "visited_only"}
    for _ in range(2):
        assert admin.post(f"/AdvanceSession/{session}", data=form).status_code == 200
    pages = rows(server, "SELECT _current_page_name FROM otree_participant WHERE code = ?", second)
    assert pages == [("Play",)]
    assert "event=post_refused" in log_lines(server)
