"""How is the lab started for participants?

The first start writes password, secret key and seed to `.env`; the database is `db.sqlite3` in this
folder, or what DATABASE_URL names. Serves until stopped with Ctrl-C.
"""

import argparse
import os
import sys
from pathlib import Path

from lab import options, ports, project, secret


def parser() -> argparse.ArgumentParser:
    """Return the options; HOST and PORT may also come from the environment."""
    parser = argparse.ArgumentParser(prog="python -m lab serve", description=__doc__)
    options.address(parser)
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


def look_after_data() -> None:
    """Refuse where data could be lost; copy the database now and then, and forget as promised."""
    from guard import background
    from lab import backup, preflight, retention

    preflight.before_serving()
    background.add(backup.every_ten_minutes)
    background.add(retention.every_day)


def main(argv: list[str]) -> int:
    """Set the environment from `.env` and serve until stopped."""
    asked = parser().parse_args(argv)
    if not ports.own(asked.host):
        sys.exit(f"{asked.host} is no address of this machine, so the lab cannot listen there.")
    if ports.taken(asked.host, asked.port):
        sys.exit(
            f"Port {asked.port} of {asked.host} is taken. Is the lab running already? "
            f"Another port: PORT={asked.port + 1} make lab"
        )
    made = secret.load(Path(".env"), os.environ)
    os.environ.update(made.values)
    if os.environ.get(project.THROW_AWAY) != "1":
        look_after_data()
    announce(asked.host, asked.port, made)
    # Only now: oTree reads the environment when it is imported.
    from guard.server import serve
    from lab.cockpit import mount

    mount.prepare()
    return serve(asked.host, asked.port) or 0
