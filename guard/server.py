"""How is the experiment served: one process, one database connection, no timeout worker?

    python -m guard.server HOST PORT        # from the project root

`serve()` blocks until SIGTERM or Ctrl+C, then closes sockets, cancels background tasks and moves
SQLite's write-ahead log into the one database file. While it runs, `logs/server.pid` holds
its process id. Exit code 0 after a clean end, 1 if the port is taken, 2 if the
start was refused.
"""

import os
import sys
from pathlib import Path
from socket import socket

from guard import facts, refusals

PID_FILE = Path("logs/server.pid")

HOOKS = ("otree.main.setup", "otree.asgi.app", "uvicorn.main.Server")


def serve(host: str, port: int) -> None:
    """Serve the project in the working directory until the process is asked to end."""
    _refuse()
    _set_up()
    PID_FILE.parent.mkdir(exist_ok=True)
    PID_FILE.write_text(f"{os.getpid()}\n")
    try:
        _run(host, port)
    finally:
        PID_FILE.unlink(missing_ok=True)
        _close()


def _refuse() -> None:
    """Look at the settings and the database before oTree opens it."""
    root = os.getcwd()
    if root not in sys.path:
        sys.path.insert(0, root)
    import otree

    import settings

    try:
        found = facts.read(os.environ, Path(root))
    except facts.UnreadableError as error:
        remedy = "check DATABASE_URL, and that the database runs and may be read"
        refusals.end([refusals.Refusal(f"The database cannot be read: {error}.", remedy)])
    password = getattr(settings, "ADMIN_PASSWORD", os.environ.get("OTREE_ADMIN_PASSWORD", ""))
    refusals.end(
        refusals.before_start(
            os.environ,
            password=password or "",
            secret=getattr(settings, "SECRET_KEY", ""),
            otree=otree.__version__,
            facts=found,
        )
    )


def _set_up() -> None:
    """Import oTree, its patches and the apps, in the order the patches need."""
    os.environ.pop("USE_TIMEOUT_WORKER", None)
    from otree.main import setup

    from guard.install import install

    install()
    setup()


def _run(host: str, port: int) -> None:
    """Run uvicorn 0.13.4 as oTree does, in this process; addresses are never logged."""
    from uvicorn.main import Config, Server

    class Closing(Server):
        """Asks open connections to end first: from Python 3.12 on, closing waits for them."""

        async def shutdown(self, sockets: list[socket] | None = None) -> None:
            for listener in self.servers:
                listener.close()
            for connection in list(self.server_state.connections):
                connection.shutdown()
            await super().shutdown(sockets)

    config = Config(
        "otree.asgi:app",
        host=host,
        port=port,
        log_config=None,
        log_level="warning",
        access_log=False,
        workers=1,
        headers=[("server", "contingent")],
        ws="websockets",
        timeout_keep_alive=30,
    )
    Closing(config).run()


def _close() -> None:
    from guard import sqlite

    sqlite.close()


def main(arguments: list[str]) -> None:
    """Read HOST and PORT from the command line."""
    if len(arguments) != 2 or not arguments[1].isdigit():
        sys.exit("usage: python -m guard.server HOST PORT")
    print(f"Serving on http://{arguments[0]}:{arguments[1]}/ (end with Ctrl+C)", flush=True)
    serve(arguments[0], int(arguments[1]))


if __name__ == "__main__":
    main(sys.argv[1:])
