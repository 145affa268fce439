"""Does a session come through a machine's own network going down, or its disk being full?

    unshare --user --map-root-user --net --mount python tests/live/faulty_machine.py network FOLDER

Runs in namespaces of its own, where the loopback device and a small disk are nobody else's.
"""

import subprocess
import sys
import time
from functools import partial
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[2]), str(HERE.parent)]

from faulty_disk import Crowd, fill_until_refused  # noqa: E402
from strikes import striking  # noqa: E402
from test_faults import SECONDS, SHORT, THINK, played_whole  # noqa: E402

from lab.cast import cast, three_strategies  # noqa: E402
from lab.clients import Member, together  # noqa: E402
from lab.project import workspace  # noqa: E402
from lab.servers import Server  # noqa: E402

STRIKES = 5
MEGABYTE = 1_000_000


def run(*command):
    subprocess.run(command, check=True)


def network_down():
    run("ip", "link", "set", "lo", "down")
    time.sleep(0.5)
    run("ip", "link", "set", "lo", "up")


def fill(folder):
    """Take all that is left of a disk; return how to give it back."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(b"0" * 4_096):
                pass
        except OSError:
            return filler.unlink


def main(fault, folder):
    run("ip", "link", "set", "lo", "up")
    folder.mkdir()
    run("mount", "-t", "tmpfs", "-o", f"size={20 * MEGABYTE}", "none", str(folder))
    with Server(workspace(folder)) as server:
        played = cast(server, 2, three_strategies, seed=13, think=THINK, **SHORT)
        crowd = Crowd(played)
        full = partial(fill_until_refused, crowd, partial(fill, folder))
        strike = network_down if fault == "network" else full
        members = list(crowd.played.members)
        together(members, Member.arrive, seconds=SECONDS)
        with striking(strike, STRIKES, seed=13, every=0.3) as struck:
            together(members, Member.play, seconds=SECONDS)
        together(members, Member.finish, seconds=SECONDS)
        assert struck.count >= 2
        assert fault == "network" or crowd.refusals >= 2
        played_whole(server, crowd.played)
        print(f"{fault}: struck {struck.count} times, {crowd.refusals} decisions sent again")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
