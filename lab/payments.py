"""What is handed out to whom, as lists and receipts kept apart from the research data?

Writes one list of everybody, one in the form that Prolific's bulk payment takes, one for vouchers,
one for bank transfers where account data are given, and receipts to print and sign. Nothing is
written when decisions, draws, oTree's payoffs and stored pay do not agree.
"""

import argparse
import csv
import io
import os
import sys
import time
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import settings
from design.tables import TABLES
from guard.formulas import neutral
from lab import paying
from lab.database import Snapshot, snapshot
from lab.export import address
from lab.paying import Due
from lab.sheets import draw

FILES = ("payments.csv", "prolific.csv", "vouchers.csv", "bank.csv", "receipts.html")
ACCOUNT = ("label", "name", "iban")


def parser() -> argparse.ArgumentParser:
    """Return the options."""
    parser = argparse.ArgumentParser(prog="python -m lab payments", description=__doc__)
    folder = "folder; payments/<time> if none is named"
    parser.add_argument("out", nargs="?", type=Path, help=folder)
    parser.add_argument("--session", help="only the session with this code")
    parser.add_argument(
        "--accounts", type=Path, help="CSV of label, name, iban: writes a list for bank transfers"
    )
    return parser


def main(argv: list[str]) -> int:
    """Write the lists and receipts, and print the totals."""
    asked = parser().parse_args(argv)
    accounts = read_accounts(asked.accounts) if asked.accounts else {}
    with snapshot(address()) as source:
        known = source.sessions()
        if asked.session is not None and asked.session not in known:
            sys.exit(f"There is no session {asked.session!r}; the database holds {known}.")
        if not known:
            sys.exit("Nothing was written: the database holds no session.")
        tables = read(source, asked.session)
        wrong = paying.disagreements(tables, source.payoffs())
    if wrong:
        sys.exit("Nothing was written, because tables do not agree:\n  " + "\n  ".join(wrong))
    owed = paying.dues(tables)
    folder = asked.out or Path("payments") / time.strftime("%Y-%m-%d-%H%M%S")
    write(folder, owed, accounts)
    report(folder, owed, accounts)
    return 0


def read(source: Snapshot, session: str | None = None) -> dict[str, list[dict[str, Any]]]:
    """Return all tables as rows by column name, of one session or of all."""
    return {
        name: [dict(zip(table.names, row, strict=True)) for row in source.rows(table, session)]
        for name, table in TABLES.items()
    }


def read_accounts(path: Path) -> dict[str, dict[str, str]]:
    """Return account data by label; they are read from this file and stored nowhere else."""
    if not path.is_file():
        sys.exit(f"There is no file {path}.")
    with path.open(newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file)
        found = tuple(reader.fieldnames or ())
        if found != ACCOUNT:
            sys.exit(f"{path}: the columns are {found}, needed are {ACCOUNT}")
        rows = list(reader)
    labels = [row["label"] for row in rows]
    twice = sorted({label for label in labels if labels.count(label) > 1})
    if twice:
        sys.exit(f"{path}: these labels stand there more than once: {twice}")
    return dict(zip(labels, rows, strict=True))


def write(folder: Path, owed: Sequence[Due], accounts: dict[str, dict[str, str]]) -> None:
    """Write every list, readable by its owner only."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    header = ("session", "reference", "earned", "fee", "total", "currency", "note")
    rows = [(d.session, d.reference, d.earned, d.fee, d.total, currency(), d.note) for d in owed]
    put(folder / "payments.csv", [header, *rows])
    # The reward for coming is paid by Prolific itself; the list holds what is added to it.
    put(folder / "prolific.csv", [(d.reference, d.earned) for d in owed if d.earned > 0])
    put(
        folder / "vouchers.csv",
        [("reference", "amount"), *((d.reference, d.total) for d in owed if d.total > 0)],
    )
    if accounts:
        lines = transfers(owed, accounts)
        put(folder / "bank.csv", [("name", "iban", "amount", "purpose"), *lines])
    page = draw("receipts.html", dues=owed, currency=currency(), day=time.strftime("%Y-%m-%d"))
    put_text(folder / "receipts.html", page)


def transfers(owed: Iterable[Due], accounts: dict[str, dict[str, str]]) -> list[tuple[Any, ...]]:
    """Return one line per transfer; people without account data are left out and reported."""
    known = [(accounts[due.reference], due) for due in owed if due.reference in accounts]
    return [
        (account["name"], account["iban"], due.total, f"Study {due.session}")
        for account, due in known
        if due.total > 0
    ]


def put(path: Path, rows: Iterable[Sequence[Any]]) -> None:
    """Write a CSV in which no cell is a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    put_text(path, text.getvalue())


def put_text(path: Path, text: str) -> None:
    """Write a file that only its owner can read."""
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        file.write(text)


def currency() -> str:
    """Return the code of the currency that is paid."""
    return settings.REAL_WORLD_CURRENCY_CODE


def report(folder: Path, owed: Sequence[Due], accounts: dict[str, dict[str, str]]) -> None:
    """Print totals by session, and what somebody should look at."""
    for session in dict.fromkeys(due.session for due in owed):
        mine = [due for due in owed if due.session == session]
        earned, fees = (sum((getattr(d, n) for d in mine), Decimal(0)) for n in ("earned", "fee"))
        print(
            f"Session {session}: {len(mine)} people, {earned} earned and {fees} for coming,"
            f" {earned + fees} {currency()} in all."
        )
    for due in owed:
        if due.note.startswith(("game", "waits")):
            print(f"  {due.reference}: {due.note}.")
        if accounts and due.reference not in accounts:
            print(f"  {due.reference}: no account data, not in bank.csv.")
    print(f"All tables agree. Wrote {folder}; keep it apart from the research data.")
