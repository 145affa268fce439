"""What do tests with real servers and browsers share?

`place` is a temporary copy of the project, `server` the production server there on SQLite and on
PostgreSQL in turn, `browser` a Chromium. A missing program is an error, never a silent skip:
`make test` installs it.
"""

import os
from pathlib import Path

import pytest

from lab.machine import chromium
from lab.postgres import Cluster
from lab.project import workspace
from lab.servers import Server

HERE = Path(__file__).parent
# A file is played by one worker: what takes longest begins first, or the others wait for it.
LONGEST = ("test_catalogue_live.py", "test_catalogue_crawl.py", "test_faults.py")


def pytest_collection_modifyitems(items):
    """Mark every test of this folder as live, so that `-m 'not live'` leaves them out."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.live)
    items.sort(key=lambda item: item.path.name not in LONGEST)


@pytest.fixture(scope="session")
def cluster():
    """A PostgreSQL server; ask it for `fresh()` databases."""
    with Cluster() as running:
        yield running


@pytest.fixture
def place(tmp_path):
    """A temporary copy of the project, with its own secrets and no database yet."""
    return workspace(tmp_path / "place")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request):
    """The address of an empty database, first SQLite (no address), then PostgreSQL."""
    return "" if request.param == "sqlite" else request.getfixturevalue("cluster").fresh()


@pytest.fixture
def server(place, database_url):
    """The production server, once on each database."""
    with Server(place, database_url=database_url) as running:
        yield running


@pytest.fixture(scope="module")
def browser():
    """A headless Chromium driven by Playwright; open a context per participant.

    Playwright keeps an event loop running in this thread while it is open: it must end with the
    module, or `asyncio.run` fails in every later test of the process.
    """
    from playwright.sync_api import sync_playwright

    program = chromium()
    assert program is not None, "no Chromium: `make test` installs it"
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=program, args=arguments)
        yield running
        running.close()


@pytest.fixture(scope="session")
def effort():
    """How many times the usual number of kills, members or rounds to try; `make soak` asks more."""
    return int(os.environ.get("CONTINGENT_EFFORT", "1"))
