"""Do the files of deploy/ put one address with TLS in front of several labs, as docs say?

Runs where nginx is installed; docs/deployment.md tells what was run with it.
"""

import asyncio
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from members import codes, game_alone, new_session, run, tables
from proxied import NGINX, Browser, Proxy, Researcher, Routed, session, trusting

from analysis.audit import audit
from analysis.load import load
from lab.project import workspace
from lab.servers import Server
from tests.guard_project import Visitor

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed on this machine")

SAME = {"CONTINGENT_SEED": "77", "OTREE_SECRET_KEY": "k" * 40}


@pytest.fixture(scope="module")
def labs(tmp_path_factory, effort):
    """Two labs of the same study, each with its own database, behind one address."""
    if effort == 1:
        pytest.skip("two labs and a web server: make soak")
    folder = tmp_path_factory.mktemp("proxied")
    places = [workspace(folder / name) for name in ("one", "two")]
    for place in places:
        game_alone(place)
        place.env.update(SAME)
    with (
        Server(places[0]) as first,
        Server(places[1]) as second,
        Proxy(folder / "nginx", first, second, first) as proxy,
    ):
        yield proxy, first, second


def arrive(proxy, server, number):
    """Create a session in one lab and open its participants' addresses through the proxy."""
    made = new_session(server, first_slot=1_000 * (number - 1))
    members = []
    for code in codes(server, made):
        browser = Browser(proxy)
        page = browser.open(f"/lab{number}/InitializeParticipant/{code}")
        assert (page.status, code in page.url) == (200, True)
        members.append(Routed(browser, code))
    return members


def test_groups_of_two_labs_play_through_one_address_and_are_one_study(labs):
    proxy, *servers = labs
    members = [one for n, server in enumerate(servers, start=1) for one in
               arrive(proxy, server, n)]  # fmt: skip

    async def play():
        await asyncio.gather(*(member.connect() for member in members))
        await asyncio.gather(*(member.play(5) for member in members))

    run(play())
    for server in servers:
        assert {row["status"] for row in tables(server)["participants"]} == {"finished"}
    folders = [server.place.folder / "tables" for server in servers]
    panel = load(*folders)
    assert sorted(panel.groups["slot"]) == [0, 1_000]
    assert audit(panel).clean
    # The command that docs/deployment.md names takes both folders.
    command = [sys.executable, "-m", "analysis", "audit", *map(str, folders)]
    done = subprocess.run(
        command, cwd=servers[0].place.folder, env=servers[0].env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_dropped_socket_comes_back_to_the_lab_of_its_cookie(labs):
    proxy, _, second = labs
    members = arrive(proxy, second, 2)

    async def play():
        await asyncio.gather(*(member.connect() for member in members))
        await members[0].socket.close()
        await members[0].connect()
        for member in members:
            await member.until("contribute")
            await member.close()

    run(play())


def test_a_researcher_logs_in_to_either_lab_and_acts_in_its_cockpit(labs):
    proxy, first, second = labs
    for number, server in ((1, first), (2, second)):
        made = new_session(server, first_slot=2_000 + number)
        visitor = trusting(Visitor(Researcher(proxy, server)), proxy)
        assert visitor.get(f"/lab{number}/login").headers["location"] == f"{proxy.url}/login"
        visitor.log_in()
        page = visitor.get(f"/cockpit/{made}")
        assert page.status_code == 200
        token = re.search(r'name="token" value="([\w-]+)"', page.text)[1]
        # A browser names where the form comes from; the lab compares it with its own address.
        said = visitor.post(
            f"/cockpit/{made}/act",
            data={"token": token, "action": "note", "text": "seen"},
            headers={"Accept": "application/json", "Origin": proxy.url},
        )
        assert said.status_code == 200, said.text
        # Addresses that the admin pages print can be opened from outside.
        links = visitor.get(f"/SessionStartLinks/{made}").text
        assert f"{proxy.url}/InitializeParticipant/" in links


def test_a_whole_room_behind_one_address_loads_its_pages_at_once(labs):
    proxy, first, _ = labs
    members = codes(first, new_session(first, people=100, first_slot=3_000))

    def visit(code):
        browser = Browser(proxy)
        page = browser.open(f"/lab1/InitializeParticipant/{code}").read().decode()
        files = sorted(set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page)))
        assert files
        return [browser.open(path).status for path in files]

    with ThreadPoolExecutor(20) as many:
        answers = list(many.map(visit, members))
    assert {status for each in answers for status in each} == {200}


def test_floods_and_large_bodies_are_refused_at_the_door(labs):
    proxy, *_ = labs
    visitor = session(proxy)
    with ThreadPoolExecutor(20) as many:
        found = list(many.map(lambda _: visitor.get(f"{proxy.url}/login").status_code, range(40)))
    assert set(found) == {200, 429}
    large = visitor.post(f"{proxy.url}/room/lab", data=b"x" * 2_000_000)
    assert large.status_code == 413


def test_cookies_are_protected_and_no_address_is_written_down(labs):
    proxy, *servers = labs
    visitor = session(proxy)
    first = visitor.get(f"{proxy.url}/lab2/room/lab", allow_redirects=False)
    assert (first.status_code, first.headers["location"]) == (302, f"{proxy.url}/room/lab")
    cookie = first.headers["set-cookie"]
    assert cookie.startswith("lab=2; Path=/;")
    assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax"))
    page = visitor.get(f"{proxy.url}/room/lab")
    for answer in (first, page):
        assert "max-age" in answer.headers["strict-transport-security"]
    # The test before had requests refused; neither they nor any other left an address.
    for path in proxy.folder.glob("*.log"):
        assert "client:" not in path.read_text()
        assert "InitializeParticipant" not in path.read_text()
