"""Do a real dask scheduler and two workers, one of them killed, write the bytes of one process?

Workers live in their own environment, made from requirements-cluster.txt, without oTree.
"""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lab.ports import free_port
from lab.project import ROOT

pytestmark = pytest.mark.live

PLAN = """
title = "Two workers"
seed = 4
experiments = 3000
truth_groups = 2000
[aim]
estimand = "mean.seeing"
position = "seeing"
parameter = "level"
points = [10]
[grid]
groups = [12]
"""


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """The interpreter of a throw-away environment with dask and without oTree."""
    named = os.environ.get("CONTINGENT_CLUSTER_PYTHON")
    if named:
        return Path(named)
    place = tmp_path_factory.mktemp("cluster") / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
    found = place / "bin" / "python"
    wanted = [found, "-m", "pip", "install", "-q", "-r", ROOT / "requirements-cluster.txt"]
    done = subprocess.run(wanted, capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"requirements-cluster.txt cannot be installed here: {done.stderr[-300:]}")
    return found


@pytest.fixture
def cluster(python, tmp_path):
    """A scheduler and two workers on loopback: its address and the workers' processes."""
    port, env = free_port(), {**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    address = f"tcp://127.0.0.1:{port}"
    started = []

    def start(name, *words):
        with (tmp_path / f"{name}.log").open("w") as log:
            started.append(
                subprocess.Popen(
                    [python, "-m", "dask", *words], stdout=log, stderr=log, env=env, cwd=tmp_path
                )
            )

    start("scheduler", "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
    one = ("--no-nanny", "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1")
    for name in ("first", "second"):
        start(name, "worker", address, *one, "--local-directory", str(tmp_path / name))
    yield address, started[1:]
    for process in started:
        process.kill()
        process.wait()


def power(python, folder, *words):
    (folder / "plan.toml").write_text(PLAN)
    return subprocess.Popen(
        [python, "-m", "analysis", "power", str(folder / "plan.toml"), *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def stored(folder):
    shards = folder / "plan.power" / "shards"
    return {path.name: path.read_bytes() for path in sorted(shards.glob("*.npy"))}


def test_killing_one_of_two_workers_changes_no_byte(python, cluster, tmp_path):
    address, (first, _) = cluster
    far, near = tmp_path / "far", tmp_path / "near"
    far.mkdir()
    near.mkdir()
    run = power(python, far, "--scheduler", address)
    deadline = time.monotonic() + 300
    while len(stored(far)) < 3 and time.monotonic() < deadline and run.poll() is None:
        time.sleep(0.05)
    assert run.poll() is None, run.stdout.read()
    first.kill()
    said, _ = run.communicate(timeout=300)
    assert run.returncode == 0, said
    assert re.search("12 shards, 12 to compute", said)
    alone = power(python, near, "--workers", "1")
    said, _ = alone.communicate(timeout=300)
    assert alone.returncode == 0, said
    assert len(stored(far)) == 12
    assert stored(far) == stored(near)


def test_workers_need_no_otree(python):
    done = subprocess.run([python, "-c", "import otree"], capture_output=True, text=True)
    assert "No module named 'otree'" in done.stderr
