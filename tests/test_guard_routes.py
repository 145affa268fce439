"""Do the product's own pages, sockets and tasks live inside oTree's server?"""

import socket
import time

import pytest

from lab.servers import Server
from tests.guard_project import SERVE, Visitor, cookie, count, log_lines, make, talk


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


def test_own_researcher_pages_need_the_login(server, visitor, admin):
    assert visitor.get("/secret").headers["location"] == "/login"
    assert admin.get("/secret").text == "for researchers"
    assert talk(server, "/watch", "intruder") == ["server rejected WebSocket connection: HTTP 403"]
    assert talk(server, "/watch", "welcome", cookie=cookie(admin)) == ["saved"]


def test_a_background_task_is_started_again_and_cancelled_at_the_end(tmp_path):
    with Server(make(tmp_path / "place"), command=SERVE) as server:
        visitor = Visitor(server)
        until = time.monotonic() + 20
        while count(visitor, "tick") == 0 and time.monotonic() < until:
            time.sleep(0.05)
        assert count(visitor, "tick") == 1
        assert (server.place.folder / "logs" / "server.pid").read_text() == f"{server.pid}\n"
        with socket.create_connection(("127.0.0.1", server.port)):
            assert server.stop() == 0
        assert "RuntimeError: the clock fails once" in log_lines(server)
        assert "event=clock_stopped" in log_lines(server)
        # All is in the one file: nothing waits in a write-ahead log that a copy would miss.
        left = {path.name for path in server.place.folder.glob("db.sqlite3*")}
        assert left == {"db.sqlite3"}
        assert not (server.place.folder / "logs" / "server.pid").exists()
