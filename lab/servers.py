"""How does a test, a rehearsal or a benchmark run the real server, and kill it?"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from types import TracebackType

from lab.ports import answers, free_port, taken
from lab.project import Workspace

LAB = (sys.executable, "-m", "lab", "serve", "--port", "{port}")
# oTree's own production server, timeout worker and all, for comparisons.
STOCK = (
    sys.executable,
    "-c",
    "from otree.main import execute_from_command_line as run; run()",
    "prodserver1of2",
    "127.0.0.1:{port}",
)


class ServerFailedError(RuntimeError):
    """The server ended, or never answered; the message carries the end of its log."""


class Server:
    """The production server of one workspace on a free port; use as a context manager.

    `url` is the address without a slash at the end and stays the same over restarts. Pass
    `database_url` for PostgreSQL; without it the workspace holds an SQLite file.
    """

    def __init__(
        self,
        place: Workspace,
        *,
        database_url: str = "",
        command: tuple[str, ...] = LAB,
        seconds: float = 60,
    ) -> None:
        self.place = place
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.env = place.env | ({"DATABASE_URL": database_url} if database_url else {})
        self._command = [part.format(port=self.port) for part in command]
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._log = place.folder / f"server-{self.port}.log"

    def __enter__(self) -> "Server":
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """Return the process id of the running server."""
        if self._process is None:
            raise ServerFailedError("the server was not started")
        return self._process.pid

    @property
    def password(self) -> str:
        """Return the admin password of this workspace."""
        return self.env["OTREE_ADMIN_PASSWORD"]

    def start(self) -> None:
        """Start the server and return when it answers."""
        if taken("127.0.0.1", self.port):
            raise ServerFailedError(f"port {self.port} is taken by another program")
        with self._log.open("ab") as log:
            # Its own process group, so that a kill reaches whatever it may have started.
            self._process = subprocess.Popen(
                self._command,
                cwd=self.place.folder,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until = time.monotonic() + self._seconds
        while not answers(self.port):
            if self._process.poll() is not None:
                code = self._process.returncode
                raise ServerFailedError(f"the server ended with {code}:\n{self.log()}")
            if time.monotonic() > until:
                raise ServerFailedError(f"no answer within {self._seconds:g} s:\n{self.log()}")
            time.sleep(0.05)

    def running(self) -> bool:
        """Say whether the server process is alive."""
        return self._process is not None and self._process.poll() is None

    def stop(self, seconds: float = 15) -> int | None:
        """Ask the server to end (SIGTERM), insist if it does not, and return its exit code."""
        if self._process is None:
            return None
        if self.running():
            self._process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
        self.kill9()
        return self._process.returncode

    def kill9(self) -> None:
        """Kill the server and its children as a power cut would; nothing is flushed."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait(15)

    def restart(self) -> None:
        """Start again on the same port and database, after `stop()` or `kill9()` or neither."""
        if self.running():
            self.stop()
        self.start()

    def log(self, lines: int = 40) -> str:
        """Return the last lines the server wrote."""
        return "\n".join(self._log.read_text(errors="replace").splitlines()[-lines:])
