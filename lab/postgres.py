"""How do tests and benchmarks get a real PostgreSQL that leaves nothing behind?"""

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

import psycopg2

from lab.ports import free_port

OWNER = "contingent"
PROGRAMS = ("initdb", "postgres")
FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)


class PostgresMissingError(RuntimeError):
    """No PostgreSQL server programs are installed."""


def binaries() -> Path:
    """Return the folder with `initdb` and `postgres`, the newest version found."""
    found = [path for pattern in FOLDERS for path in Path("/").glob(pattern[1:])]
    on_path = shutil.which("initdb")
    if on_path:
        found.append(Path(on_path).resolve().parent)
    complete = [path for path in found if all((path / name).exists() for name in PROGRAMS)]
    if not complete:
        raise PostgresMissingError(f"no initdb and postgres on PATH or in {', '.join(FOLDERS)}")
    return max(complete, key=lambda path: [int(part) for part in _digits(str(path))])


def _digits(text: str) -> list[str]:
    return "".join(c if c.isdigit() else " " for c in text).split()


def unprivileged() -> dict[str, object]:
    """Return the subprocess options under which PostgreSQL agrees to run: never as root."""
    if os.geteuid() != 0:
        return {}
    import pwd

    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise PostgresMissingError("as root PostgreSQL needs a user postgres or nobody to run as")


class Cluster:
    """A throw-away PostgreSQL server on 127.0.0.1; use as a context manager.

    `url` is the address of an empty database for `DATABASE_URL`; `fresh()` makes another one.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="contingent-pg-"))
        self.port = 0
        self._password = secrets.token_hex(16)
        self._process: subprocess.Popen[bytes] | None = None
        self._databases = 0
        self.url = ""

    def __enter__(self) -> "Cluster":
        try:
            self._create()
            self._start()
            self.url = self.fresh()
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

    def _create(self) -> None:
        """Fill the data folder, owned by the user that the server will run as."""
        options = unprivileged()
        word = self.folder / "password"
        word.write_text(self._password)
        if options:
            for path in (self.folder, word):
                os.chown(path, options["user"], options["group"])
        command = [binaries() / "initdb", "--pgdata", self.folder / "data", "--username", OWNER]
        command += ["--auth", "scram-sha-256", "--pwfile", word, "--encoding", "UTF8"]
        command += ["--locale", "C", "--no-sync"]
        done = subprocess.run(command, capture_output=True, cwd=self.folder, **options)
        if done.returncode:
            raise RuntimeError(f"initdb failed: {done.stderr.decode().strip()}")

    def _start(self, attempts: int = 3) -> None:
        """Start the server; another process may take the free port first, hence the attempts."""
        for attempt in range(attempts):
            self.port = free_port()
            command = [binaries() / "postgres", "-D", self.folder / "data", "-p", str(self.port)]
            command += ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]
            with (self.folder / "log").open("ab") as log:
                self._process = subprocess.Popen(
                    command,
                    stdout=log,
                    stderr=log,
                    stdin=subprocess.DEVNULL,
                    cwd=self.folder,
                    start_new_session=True,
                    **unprivileged(),
                )
            if self._answers():
                return
            if attempt == attempts - 1:
                raise RuntimeError(f"PostgreSQL did not start: {self.log()}")

    def _answers(self, seconds: float = 60) -> bool:
        until = time.monotonic() + seconds
        while self._process.poll() is None and time.monotonic() < until:
            try:
                self.connect("postgres").close()
                return True
            except psycopg2.OperationalError:
                time.sleep(0.05)
        return False

    def connect(self, database: str = ""):  # noqa: ANN201
        """Open an own connection that commits each statement, to the first database by default."""
        connection = psycopg2.connect(
            host="127.0.0.1",
            port=self.port,
            user=OWNER,
            password=self._password,
            dbname=database or urlsplit(self.url).path[1:],
        )
        connection.autocommit = True
        return connection

    def fresh(self) -> str:
        """Create one more empty database and return its address."""
        self._databases += 1
        name = f"{OWNER}_{self._databases}"
        self.execute(f'CREATE DATABASE "{name}"', database="postgres")
        return f"postgresql://{OWNER}:{self._password}@127.0.0.1:{self.port}/{name}"

    def execute(self, statement: str, *, values: Iterable[object] = (), database: str = "") -> list:
        """Run one statement and return its rows."""
        connection = self.connect(database)
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement, tuple(values))
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def kill_connections(self, url: str = "") -> int:
        """Terminate every client connection to one database, as a network fault would; count."""
        name = urlsplit(url or self.url).path[1:]
        rows = self.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = %s AND pid <> pg_backend_pid()",
            values=[name],
            database="postgres",
        )
        return len(rows)

    def log(self, lines: int = 20) -> str:
        """Return the last lines the server wrote."""
        path = self.folder / "log"
        return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])

    def stop(self) -> None:
        """Stop the server and remove its folder; harmless when it never started."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self._process.send_signal(signal.SIGQUIT)
                self._process.wait(20)
        shutil.rmtree(self.folder, ignore_errors=True)
