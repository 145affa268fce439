"""What happens when the connection to PostgreSQL breaks?

All of oTree shares one connection. Before each transaction its socket is looked at, which costs no
round trip: an idle connection has nothing to say unless it is being closed. A broken one is
replaced there and then; a transaction that was under way fails and nothing of it was acknowledged.
"""

import select

from sqlalchemy import event, exc

HOOKS = ("otree.database.engine",)

# Without these a silently lost network is noticed after hours only.
TIMES = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "application_name": "contingent",
}


def apply() -> None:
    """Watch the connection if this is PostgreSQL."""
    from otree.database import engine

    if engine.dialect.name == "postgresql":
        event.listen(engine, "do_connect", _add_times)
        event.listen(engine, "checkout", _replace_if_broken)


def _add_times(dialect, record, arguments, options) -> None:
    for name, value in TIMES.items():
        options.setdefault(name, value)


def _replace_if_broken(connection, record, proxy) -> None:
    if broken(connection):
        raise exc.DisconnectionError("the database closed the connection")


def broken(connection) -> bool:
    """Say whether an idle psycopg2 connection was closed by either side."""
    if connection.closed:
        return True
    poller = select.poll()
    poller.register(connection.fileno(), select.POLLIN | select.POLLHUP)
    return bool(poller.poll(0))
