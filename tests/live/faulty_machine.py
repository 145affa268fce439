"""Does a session come through a machine's own network going down, or its disk being full?

    unshare --user --map-root-user --net --mount python tests/live/faulty_machine.py network FOLDER
    unshare --mount python tests/live/faulty_machine.py postgresql FOLDER        # as root

Runs in namespaces of its own, where the loopback device and a small disk are nobody else's. The
faults: network; disk, of SQLite; postgresql, of whose server only the data lie on the small disk.
"""

import re
import subprocess
import sys
import tempfile
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
from lab.postgres import Cluster  # noqa: E402
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


def small_disk(folder, megabytes):
    folder.mkdir()
    run("mount", "-t", "tmpfs", "-o", f"size={megabytes * MEGABYTE}", "none", str(folder))
    folder.chmod(0o755)


def main(fault, folder):
    if fault == "postgresql":
        small_disk(folder, 120)
        # Here the cluster makes its data folder; the lab keeps its own files elsewhere.
        tempfile.tempdir = str(folder)
        with Cluster() as cluster:
            play(fault, folder, Server(workspace(folder.parent / "lab"), database_url=cluster.url))
            print(re.findall("(?:FATAL|PANIC|ERROR): .*", cluster.log(100_000))[:5])
        return
    run("ip", "link", "set", "lo", "up")
    small_disk(folder, 20)
    play(fault, folder, Server(workspace(folder)))


def play(fault, folder, prepared):
    """Play a session on a server whose machine is struck again and again."""
    with prepared as server:
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
