"""Does a failure show a number, and no log an address, a code or an answer?"""

import json
import re

import pytest

from lab.servers import STOCK, Server
from tests.guard_project import SERVE, Visitor, log_lines, make, rows, talk


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with Server(make(tmp_path_factory.mktemp("guard") / "place"), command=SERVE) as running:
        yield running


@pytest.fixture
def visitor(server):
    return Visitor(server)


def test_an_error_shows_a_number_that_finds_its_line_and_no_values(server, visitor):
    answer = visitor.get("/fails")
    assert answer.status_code == 500
    [number] = re.findall(r"<strong>(\d{8})</strong>", answer.text)
    [line] = [line for line in log_lines(server).splitlines() if f"number={number}" in line]
    assert "where=\"GET /fails\" RuntimeError: typed by '…' # at" in line
    assert "tiny/__init__.py" in line
    assert "somebody" not in line
    assert "4711" not in line


def test_an_error_in_otree_itself_is_numbered_too(server, visitor):
    answer = visitor.rest("/api/export_app", method="GET")
    assert re.fullmatch(r"Error number (\d{8})", answer.text)
    assert answer.text.removeprefix("Error number ") in log_lines(server)


def test_a_crashing_socket_is_closed_and_numbered(server):
    assert talk(server, "/play", "crash") == ["1011"]
    assert 'where="socket /play" RuntimeError: the socket crashes' in log_lines(server)


def test_somebody_who_leaves_is_no_error(server):
    talk(server, "/play", "and gone")
    talk(server, "/play")
    assert talk(server, "/play", "next") == ["saved"]
    assert "WebSocketDisconnect" not in log_lines(server)


def test_no_log_knows_addresses_codes_or_answers(server, visitor):
    code = visitor.participants(visitor.new_session())[0]
    page = visitor.start(code, participant_label="Rumpelstilzchen")
    visitor.post(page, data={"number": "7", "text": "Rumpelstilzchen"})
    talk(server, "/play", "rolled back")
    everything = log_lines(server) + server.log(10_000)
    for word in (code, "Rumpelstilzchen", "127.0.0.1:", "127.0.0.1'"):
        assert word not in everything.replace(server.url, "")


def test_the_command_of_hosting_services_is_as_quiet_and_queues_no_timeouts(tmp_path):
    """`otree prodserver1of2`: oTree's own settings of the log, and a worker to be fed."""
    with Server(make(tmp_path / "place"), command=STOCK) as server:
        visitor = Visitor(server)
        first, second = visitor.participants(session := visitor.new_session())
        wait = visitor.to_play(first)
        visitor.get(visitor.get(visitor.to_play(second)).headers["location"])
        visitor.get(visitor.get(wait).headers["location"])
        path = f"/live?session_code={session}&page_index=3&participant_code={first}&page_name=Play"
        [answer] = talk(server, path, json.dumps("Rumpelstilzchen"))
        assert json.loads(answer)["otree_success"] is False
        assert rows(server, "SELECT count(*) FROM otree_taskqueuemessage") == [(0,)]
        printed = server.log(10_000).replace(server.url, "")
        for word in (first, "Rumpelstilzchen", "127.0.0.1"):
            assert word not in printed
