"""Does a session come through a network that goes silent, breaks, and comes back?"""

import random
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from faulty_wire import Wire
from strikes import striking
from test_faults import SECONDS, SHORT, THINK, played_whole

from lab.cast import cast, three_strategies
from lab.clients import Member, together
from lab.servers import Server

CUTS, CUTS_PER_EFFORT = 5, 10
# Longer than a member waits for a reply, so that it gives the connection up.
LONG = 25


def over(wire, played):
    """The same members, behind a line that can be cut."""
    members = tuple(Member(wire.url, one.code, one.conduct) for one in played.members)
    return replace(played, members=members)


@pytest.mark.parametrize("cut", [Wire.hush, Wire.sever])
def test_a_network_that_is_cut_and_restored_loses_nothing(place, effort, cut, record_property):
    draw = random.Random(effort)
    with Server(place) as server, Wire(server.port) as wire:
        played = cast(server, 2, three_strategies, seed=11, think=THINK * effort, **SHORT)
        played = over(wire, played)

        def strike():
            cut(wire)
            time.sleep(draw.uniform(0, 0.5))
            wire.mend()

        wanted = CUTS if effort == 1 else CUTS_PER_EFFORT * effort
        with striking(strike, wanted, seed=effort, every=0.3) as struck:
            played.play(seconds=SECONDS * effort)
        assert struck.count >= 1
        record_property("cut networks", struck.count)
        played_whole(server, played)


def test_a_silence_that_outlasts_the_members_patience_loses_nothing(place, effort):
    if effort == 1:
        pytest.skip("half a minute of silence: make soak")
    with Server(place) as server, Wire(server.port) as wire:
        played = over(wire, cast(server, 1, three_strategies, seed=12, think=THINK, **SHORT))

        def strike():
            wire.hush()
            time.sleep(LONG)
            wire.sever()
            wire.mend()

        members = list(played.members)
        together(members, Member.arrive, seconds=SECONDS)
        with striking(strike, 1, seed=12, every=0.1) as struck:
            together(members, Member.play, seconds=SECONDS)
        together(members, Member.finish, seconds=SECONDS)
        assert struck.count == 1
        assert max(one.record.connections for one in played.members) > 1
        played_whole(server, played)


UNSHARED = ("unshare", "--user", "--map-root-user", "--net", "--mount")


@pytest.mark.parametrize("fault", ["network", "disk"])
def test_a_machine_whose_network_or_disk_fails_loses_nothing(tmp_path, effort, fault):
    if effort == 1:
        pytest.skip("the real network and a real full disk: make soak")
    if subprocess.run([*UNSHARED, "true"], capture_output=True).returncode:
        pytest.skip("this machine permits no namespaces of one's own")
    script = Path(__file__).with_name("faulty_machine.py")
    command = [*UNSHARED, sys.executable, str(script), fault, str(tmp_path / "place")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0, done.stdout + done.stderr
