"""How does one click through the experiment without touching the lab's own database?"""

import argparse
import signal
import tempfile
import time
from pathlib import Path

from lab.project import workspace
from lab.servers import Server, ServerFailedError


def main(argv: list[str]) -> int:
    """Serve a temporary copy of the project until stopped; nothing of it is kept."""
    parser = argparse.ArgumentParser(prog="python -m lab sandbox", description=__doc__)
    parser.parse_args(argv)
    signal.signal(signal.SIGTERM, _interrupt)
    with tempfile.TemporaryDirectory(prefix="contingent-sandbox-") as folder:
        try:
            with Server(workspace(Path(folder))) as server:
                print(f"A throw-away lab is at {server.url}")
                print(f"Log in as admin with the password {server.password}")
                print("Stop it with Ctrl-C; its data go with it.", flush=True)
                while server.running():
                    time.sleep(0.2)
                raise ServerFailedError(f"the server ended:\n{server.log()}")
        except KeyboardInterrupt:
            return 0


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt
