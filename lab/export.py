"""How do all tables leave the lab, with codebook, manifest and checksums?

Reads the database beside a running server, as one snapshot, without stopping or slowing it.
"""

import argparse
import csv
import hashlib
import io
import json
import os
import platform
import secrets
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from design.canonical import fingerprint
from design.tables import TABLES
from guard.formulas import neutral
from lab import secret
from lab.database import Snapshot, snapshot

SOFTWARE = ("numpy", "otree", "psycopg2-binary", "SQLAlchemy")
CODEBOOK = ("table", "column", "position", "kind", "unit", "key", "optional", "levels", "meaning")


def parser() -> argparse.ArgumentParser:
    """Return the options."""
    parser = argparse.ArgumentParser(prog="python -m lab export", description=__doc__)
    parser.add_argument("out", nargs="?", type=Path, help="folder; exports/<time> if none is named")
    parser.add_argument("--session", help="only the session with this code")
    return parser


def main(argv: list[str]) -> int:
    """Write all tables into a folder and say where."""
    asked = parser().parse_args(argv)
    folder = asked.out or Path("exports") / time.strftime("%Y-%m-%d-%H%M%S")
    with snapshot(address()) as source:
        known = source.sessions()
        if asked.session is not None and asked.session not in known:
            sys.exit(f"There is no session {asked.session!r}; the database holds {known}.")
        manifest = export(source, folder, asked.session)
    rows = {name: manifest[f"{name}.csv"]["rows"] for name in TABLES}
    counted = ", ".join(f"{number} {name}" for name, number in rows.items())
    print(f"Wrote {folder}: {counted}, and the codebook.")
    return 0


def address() -> str:
    """Return the DATABASE_URL that the server runs with: the environment's, else the lab's own."""
    kept = secret.read(Path(".env")) if Path(".env").exists() else {}
    return os.environ.get("DATABASE_URL") or kept.get("DATABASE_URL", "")


def export(source: Snapshot, folder: Path, session: str | None = None) -> dict[str, Any]:
    """Write every table, the codebook and, last, the manifest; return the manifest's files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for table in TABLES.values():
        files[f"{table.name}.csv"] = _file(
            folder, table.name, table.names, source.rows(table, session)
        )
    files["codebook.csv"] = _file(folder, "codebook", CODEBOOK, codebook())
    manifest = {
        "made_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "database": source.kind,
        "sessions": source.sessions() if session is None else [session],
        "schema": schema(),
        "software": software(),
        "files": files,
    }
    text = json.dumps(manifest, indent=2, sort_keys=True) + "\n"
    _put(folder / "manifest.json", text.encode())
    return files


def schema() -> str:
    """Return the SHA-256 of all tables as they are declared."""
    return fingerprint(tuple(TABLES.values()))


def software() -> dict[str, str]:
    """Return the versions of what wrote the files."""
    return {"python": platform.python_version(), **{name: version(name) for name in SOFTWARE}}


def codebook() -> Iterator[Sequence[Any]]:
    """Describe every column of every table in one row each."""
    for table in TABLES.values():
        for position, column in enumerate(table.columns, start=1):
            yield (
                table.name,
                column.name,
                position,
                column.kind,
                column.unit,
                int(column.name in table.key),
                int(column.optional),
                " ".join(column.levels),
                column.meaning,
            )


def _file(
    folder: Path, name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]
) -> dict[str, Any]:
    """Write one CSV file and return what the manifest says of it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    count = 0
    for row in rows:
        writer.writerow([neutral(cell) for cell in row])
        count += 1
    content = text.getvalue().encode()
    _put(folder / f"{name}.csv", content)
    return {
        "rows": count,
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def _put(path: Path, content: bytes) -> None:
    """Let a file appear whole or not at all."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
