"""Does a server whose disk is full refuse, lose nothing it acknowledged, and go on with room?"""

import os
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

import pytest
from faulty_disk import Crowd, fill_until_refused, no_file_grows
from strikes import striking
from test_faults import SECONDS, SHORT, THINK, played_whole

from lab.cast import cast, three_strategies
from lab.clients import Member, together
from lab.servers import Server


@pytest.mark.skipif(sys.platform != "linux", reason="no other system limits a running process")
def test_a_full_disk_refuses_decisions_and_goes_on_once_there_is_room(
    place, effort, record_property
):
    with Server(place) as server:
        played = cast(server, 2, three_strategies, seed=21, think=THINK, **SHORT)
        crowd = Crowd(played)
        members = list(crowd.played.members)
        together(members, Member.arrive, seconds=SECONDS)
        strike = partial(fill_until_refused, crowd, partial(no_file_grows, server))
        with striking(strike, 3 * effort, seed=21, every=0.3) as struck:
            together(members, Member.play, seconds=SECONDS)
        together(members, Member.finish, seconds=SECONDS)
        assert crowd.refusals >= 1
        record_property("full disks", struck.count)
        played_whole(server, crowd.played)


OWN_DISKS = ("unshare", "--mount")


def test_a_full_disk_of_postgresql_refuses_decisions_and_goes_on_once_there_is_room(
    effort,
):
    if effort == 1:
        pytest.skip("a real full disk under PostgreSQL: make soak")
    if os.geteuid() != 0 or subprocess.run([*OWN_DISKS, "true"], capture_output=True).returncode:
        pytest.skip("a disk of one's own under PostgreSQL needs root")
    script = Path(__file__).with_name("faulty_machine.py")
    # The folders that pytest makes are closed to the user that PostgreSQL runs as.
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        command = [*OWN_DISKS, sys.executable, str(script), "postgresql", f"{folder}/disk"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=2 * SECONDS)
    assert done.returncode == 0, done.stdout + done.stderr
