"""What do all tests share? One thread per process, and a project folder that stays as it was."""

import os

import pytest
from hypothesis import settings

from lab.project import ROOT

# Several test processes share the cores; more threads in each only make them wait.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

# No timed assertions: a slow machine is no fault of the code.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

LEFT_BEHIND = (".env", "db.sqlite3", "exports", "demo")


@pytest.fixture(scope="session", autouse=True)
def untouched():
    """Fail when a test wrote a database, secrets or results into the project folder."""
    before = {name for name in LEFT_BEHIND if (ROOT / name).exists()}
    yield
    after = {name for name in LEFT_BEHIND if (ROOT / name).exists()}
    assert after == before, f"a test left {sorted(after - before)} in the project folder"
