"""How is the lab started for participants?"""

import argparse
import os
import sys
from pathlib import Path

from lab import ports, secret

HOST, PORT = "127.0.0.1", 8000


def parser() -> argparse.ArgumentParser:
    """Return the options; HOST and PORT may also come from the environment."""
    parser = argparse.ArgumentParser(prog="python -m lab serve", description=__doc__)
    parser.add_argument("--host", default=os.environ.get("HOST") or HOST)
    parser.add_argument("--port", default=os.environ.get("PORT") or PORT, type=int)
    return parser


def announce(host: str, port: int, made: secret.Secrets) -> None:
    """Print the address, and on the first start the password, which is not printed again."""
    shown = f"[{host}]" if ":" in host else host
    print(f"The lab is at http://{shown}:{port}")
    print(f"The cockpit is at http://{shown}:{port}/cockpit")
    if made.new:
        print("Log in as admin with the password " + made.values["OTREE_ADMIN_PASSWORD"])
        print("It is kept in .env and not shown again.")
    print("Stop it with Ctrl-C.", flush=True)


def main(argv: list[str]) -> int:
    """Set the environment from `.env` and serve until stopped."""
    asked = parser().parse_args(argv)
    if ports.taken(asked.host, asked.port):
        sys.exit(
            f"Port {asked.port} of {asked.host} is taken. Is the lab running already? "
            f"Another port: PORT={asked.port + 1} make lab"
        )
    made = secret.load(Path(".env"), os.environ)
    os.environ.update(made.values)
    announce(asked.host, asked.port, made)
    # Only now: oTree reads the environment when it is imported.
    from guard.server import serve
    from lab.cockpit import mount

    mount.prepare()
    return serve(asked.host, asked.port) or 0
