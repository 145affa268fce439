"""Which port on this machine is free, and does a server answer there?"""

import http.client
import random
import socket

# Where the lab listens unless it is told otherwise: for this machine only.
HOST, PORT = "127.0.0.1", 8000

# Below the ports that systems hand to outgoing connections, so that a server which was killed
# finds its own port free when it starts again.
FIRST, LAST = 20_000, 32_000


def free_port() -> int:
    """Return a port of 127.0.0.1 that was free a moment ago; take it at once."""
    system = random.SystemRandom()
    while True:
        port = system.randint(FIRST, LAST)
        if not taken("127.0.0.1", port):
            return port


def own(host: str) -> bool:
    """Say whether this machine has that address, so that a server can listen on it."""
    return _binds(host, 0)


def taken(host: str, port: int) -> bool:
    """Say whether a server could not listen there."""
    return not _binds(host, port)


def _binds(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        # As the server itself does: a port that is only lingering after a stop is not taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def answers(port: int, *, host: str = "127.0.0.1", path: str = "/", seconds: float = 5) -> bool:
    """Say whether an HTTP server there gives any answer that is not its own failure."""
    connection = http.client.HTTPConnection(host, port, timeout=seconds)
    try:
        connection.request("GET", path)
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
