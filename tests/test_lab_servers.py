"""Does the server start, survive a kill on the same address, and leave no process?"""

import os
import subprocess
import sys
import urllib.request

import pytest

from lab.ports import answers
from lab.project import Workspace, workspace
from lab.secret import NEEDED, read
from lab.servers import STOCK, Server, ServerFailedError

SETTINGS = """
SESSION_CONFIGS = []
SESSION_CONFIG_DEFAULTS = dict(real_world_currency_per_point=1, participation_fee=0)
LANGUAGE_CODE = "en"
ADMIN_USERNAME = "admin"
SECRET_KEY = "only in this test"
"""


@pytest.fixture
def bare(tmp_path):
    """A workspace with an empty oTree project, whose server starts in a second."""
    place = workspace(tmp_path / "place", without=("settings.py",))
    (place.folder / "settings.py").write_text(SETTINGS)
    (place.folder / "_static").mkdir(exist_ok=True)
    return place


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_server_answers_survives_a_kill_and_ends(bare):
    with Server(bare, command=STOCK) as server:
        first, url = server.pid, server.url
        assert urllib.request.urlopen(url).status == 200
        server.kill9()
        assert not answers(server.port)
        server.restart()
        assert server.url == url
        assert server.pid != first
        assert urllib.request.urlopen(url).status == 200
        last = server.pid
    assert not alive(first)
    assert not alive(last)


def test_a_server_that_cannot_start_says_why(bare):
    (bare.folder / "settings.py").write_text("import nothing_of_that_name")
    with pytest.raises(ServerFailedError, match="nothing_of_that_name"):
        Server(bare, command=STOCK).start()


def test_the_lab_prints_its_password_on_the_first_start_only(bare):
    for name in NEEDED:
        del bare.env[name]
    with Server(Workspace(bare.folder, bare.env | {"OTREE_ADMIN_PASSWORD": ""})) as server:
        password = read(bare.folder / ".env")["OTREE_ADMIN_PASSWORD"]
        assert server.log().count(password) == 1
        assert server.stop() == 0
        server.restart()
        assert server.log().count(password) == 1
        assert server.log().count(server.url.removeprefix("http://")) >= 2


def test_a_taken_port_is_named_with_the_remedy(bare):
    with Server(bare) as server:
        command = [sys.executable, "-m", "lab", "serve", "--port", str(server.port)]
        done = subprocess.run(
            command, cwd=bare.folder, env=bare.env, capture_output=True, text=True
        )
    assert done.returncode == 1
    assert f"Port {server.port} of 127.0.0.1 is taken" in done.stderr
    assert f"PORT={server.port + 1} make lab" in done.stderr
