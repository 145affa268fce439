"""How is a database put away whose tables this version cannot use?

Everything stays readable without this project: the database itself, and each of its tables as it is
in a CSV file, with checksums. A new start then finds an empty place.
"""

import argparse
import contextlib
import csv
import hashlib
import io
import json
import shutil
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from guard import facts
from guard.formulas import neutral
from lab import backup, running
from lab.export import address

FOLDER = Path("archive")

Raw = Iterator[tuple[str, Sequence[str], list[Sequence[object]]]]
"""Tables as they are: name, header, rows."""


def main(argv: list[str]) -> int:
    """Move an SQLite database into `archive/`, or copy a PostgreSQL one there."""
    parser = argparse.ArgumentParser(prog="python -m lab archive", description=__doc__)
    parser.parse_args(argv)
    if running.server() is not None:
        sys.exit("The lab is running here. Stop it first (Ctrl-C, or SIGTERM).")
    url, folder = address(), FOLDER / time.strftime(backup.STAMP)
    try:
        made = backup.make(url, folder)
    except backup.BackupError as error:
        for made in (folder, FOLDER):
            with contextlib.suppress(OSError):
                made.rmdir()
        sys.exit(f"Nothing was moved: {error}")
    tables = _postgres_tables(url) if facts.is_postgres(url) else _sqlite_tables(made.path)
    write(folder, tables)
    if Path(".env").exists():
        shutil.copy2(".env", folder / "env")
    if facts.is_postgres(url):
        print(f"Copied to {folder}. Set DATABASE_URL to a new, empty database for what comes next.")
    else:
        # The file with its log as they were; the backup beside it is one checked file.
        for end in ("-wal", "-shm", ""):
            part = Path(facts.FILE + end)
            if part.exists():
                part.replace(folder / f"original.sqlite3{end}")
        print(f"Moved to {folder}. The next start makes a new database here.")
    return 0


def write(folder: Path, tables: Raw) -> None:
    """Write each table as it is, and a manifest with checksums."""
    files = {}
    for name, header, rows in tables:
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([neutral(cell) for cell in row] for row in rows)
        content = text.getvalue().encode()
        (folder / f"{name}.csv").write_bytes(content)
        files[f"{name}.csv"] = {
            "rows": len(rows), "sha256": hashlib.sha256(content).hexdigest()
        }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps({"raw": True, "files": files}, indent=2))


def _sqlite_tables(path: Path) -> Raw:
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        names = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        for (name,) in connection.execute(names).fetchall():
            found = connection.execute(f'SELECT * FROM "{name}"')
            yield name, [column[0] for column in found.description], found.fetchall()
    finally:
        connection.close()


def _postgres_tables(url: str) -> Raw:
    import psycopg2

    connection = psycopg2.connect(backup.libpq(url))
    try:
        for name in sorted(facts.read_postgres(url).tables):
            cursor = connection.cursor()
            cursor.execute(f'SELECT * FROM "{name}"')
            yield name, [column[0] for column in cursor.description], cursor.fetchall()
    finally:
        connection.close()
