"""Does a study on PostgreSQL survive a broken connection, and refuse what would lose it?"""

import concurrent.futures
import hashlib
import time

import pytest

from lab.servers import Server
from tests.guard_project import OTREE, SERVE, Visitor, count, log_lines, make, run, talk

REFUSED = (*SERVE[:-1], "1")


@pytest.fixture
def server(tmp_path, cluster):
    place = make(tmp_path / "place", DATABASE_URL=cluster.fresh())
    with Server(place, command=SERVE) as running:
        yield running


def test_a_connection_closed_while_idle_is_replaced_before_anyone_notices(server, cluster):
    visitor = Visitor(server)
    assert talk(server, "/play", "before") == ["saved"]
    names = "SELECT application_name FROM pg_stat_activity WHERE datname = current_database()"
    name = server.env["DATABASE_URL"].rsplit("/", 1)[1]
    assert ("contingent",) in cluster.execute(names, database=name)
    for _ in range(3):
        assert cut(server, cluster) == 1
        assert visitor.get("/count/before").json() == 1
        assert cut(server, cluster) == 1
        assert visitor.rest("/api/sessions", method="GET").status_code == 200
    assert talk(server, "/play", "after") == ["saved"]


def cut(server, cluster):
    """Close the server's connection, wait until PostgreSQL has done so, and count."""
    url = server.env["DATABASE_URL"]
    cut = cluster.kill_connections(url)
    left = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
    while cluster.execute(left, values=[url.rsplit("/", 1)[1]], database="postgres") != [(0,)]:
        time.sleep(0.01)
    return cut


def test_nothing_acknowledged_is_lost_while_connections_die(server, cluster):
    visitor = Visitor(server)

    def play(name):
        acknowledged = []
        for number in range(25):
            text = f"{name}-{number}"
            if talk(server, "/play", text) == ["saved"]:
                acknowledged.append(text)
        return acknowledged

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        players = [pool.submit(play, name) for name in "abcd"]
        kills = 0
        while not all(player.done() for player in players):
            kills += cluster.kill_connections(server.env["DATABASE_URL"])
    acknowledged = [text for player in players for text in player.result()]
    assert kills > 5
    assert len(acknowledged) > 20
    assert [text for text in acknowledged if count(visitor, text) != 1] == []
    # Whatever failed was told so, and numbered in the log.
    if len(acknowledged) < 100:
        assert "OperationalError" in log_lines(server) or "InterfaceError" in log_lines(server)


def test_a_failing_export_rolls_back_nobodys_answer(server, cluster):
    visitor = Visitor(server)
    session = visitor.new_session()
    url = server.env["DATABASE_URL"]
    name = url.rsplit("/", 1)[1]
    query = "SELECT code FROM otree_participant WHERE _session_code = %s ORDER BY id LIMIT 1"
    [(code,)] = cluster.execute(query, values=[session], database=name)
    visitor.post(visitor.start(code), data={"number": "42", "text": ""})
    path = "/api/export_app_custom?app=tiny&function_name=custom_export_failing"
    assert visitor.rest(path, method="GET").status_code == 500
    assert cluster.execute("SELECT max(number) FROM tiny_player", database=name) == [(42,)]
    assert count(visitor, "half an export") == 0


def test_starts_and_commands_that_would_lose_a_session_are_refused(server, cluster):
    Visitor(server).new_session()
    server.stop()
    place, name = server.place, server.env["DATABASE_URL"].rsplit("/", 1)[1]
    tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    before = cluster.execute(tables, database=name)
    secret = place.env["OTREE_SECRET_KEY"]
    for command in ("resetdb", "devserver_inner", "test"):
        code, printed = run(place, *OTREE, command)
        assert (code, "holds 1 session(s)" in printed) == (2, True)
        assert server.env["DATABASE_URL"] not in printed
    place.env["OTREE_SECRET_KEY"] = hashlib.sha256(secret.encode()).hexdigest()
    code, printed = run(place, *REFUSED)
    assert (code, "SECRET_KEY is not the one" in printed) == (2, True)
    place.env["OTREE_SECRET_KEY"] = secret
    app = place.folder / "tiny" / "__init__.py"
    more = "class Other(ExtraModel):\n    player = models.Link(Player)\n\nclass Note"
    app.write_text(app.read_text().replace("class Note", more))
    code, printed = run(place, *REFUSED)
    assert (code, "made by another version" in printed) == (2, True)
    assert cluster.execute(tables, database=name) == before


def test_a_database_that_cannot_be_reached_is_named_without_its_password(server, cluster):
    server.stop()
    url = server.env["DATABASE_URL"].replace(f":{cluster.port}/", ":1/")
    server.place.env["DATABASE_URL"] = url
    code, printed = run(server.place, *REFUSED)
    assert (code, "cannot be read" in printed) == (2, True)
    assert url.split(":")[2].split("@")[0] not in printed
