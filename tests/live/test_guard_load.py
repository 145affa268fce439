"""Does one process on SQLite carry an ordinary session of a hundred people?"""

import concurrent.futures
import json
import random
import time

from lab.servers import Server
from tests.guard_project import SERVE, Visitor, log_lines, make, rows, talk

PEOPLE = 100


def test_a_hundred_people_think_wait_and_finish_without_an_error(tmp_path):
    with Server(make(tmp_path / "place"), command=SERVE) as server:
        admin = Visitor(server)
        session = admin.new_session(PEOPLE)
        codes = admin.participants(session)
        with concurrent.futures.ThreadPoolExecutor(PEOPLE) as pool:
            seen = [answer for each in pool.map(lambda c: arrive(server, session, c), codes)
                    for answer in each]  # fmt: skip
            assert admin.post("/finish").status_code == 200
            ends = list(pool.map(lambda code: leave(server, code), codes))
        assert seen.count("saved") == PEOPLE
        assert set(seen) == {200, 302, "saved"}
        assert ends == [f"/p/{code}/tiny/End/4" for code in codes]
        assert rows(server, "SELECT count(*) FROM tiny_player WHERE number = 7") == [(PEOPLE,)]
        errors = [line for line in log_lines(server).splitlines() if " ERROR " in line]
        assert ["the clock fails once" in line for line in errors] == [True]


def arrive(server, session, code):
    """Think, decide, wait for the partner, and send a live message; return all answers."""
    visitor, seen = Visitor(server), []
    page = visitor.start(code)
    seen.append(visitor.get(page).status_code)
    # People who think are what oTree's second process cannot live with on SQLite.
    time.sleep(random.uniform(0, 3))
    answer = visitor.post(page, data={"number": "7", "text": ""})
    seen.append(answer.status_code)
    wait = answer.headers["location"]
    while (answer := visitor.get(wait)).status_code == 200:
        time.sleep(0.5)
    play = answer.headers["location"]
    seen.append(visitor.get(play).status_code)
    path = f"/live?session_code={session}&page_index=3&participant_code={code}&page_name=Play"
    [reply] = talk(server, path, json.dumps("hello"))
    seen.append("saved" if json.loads(reply)["otree_success"] else reply)
    return seen


def leave(server, code):
    """Submit the page that let nobody go before, and return where it leads."""
    return Visitor(server).post(f"/p/{code}/tiny/Play/3").headers["location"]
