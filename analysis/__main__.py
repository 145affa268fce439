"""Which questions can be put to exported tables from the command line?

    python -m analysis audit FOLDER...       does everything stored follow from choices and seeds?
    python -m analysis report FOLDER...      the registered Plan and the pictures, in one HTML file
    python -m analysis codebook              every table and column in words
    python -m analysis replicate             published numbers, found again in public data
    python -m analysis power PLAN...         would the Plan find it, and with how many groups?
    python -m analysis integrate SPACE       sessions all over a space of treatments, and a surface
    python -m analysis certificates          does the Plan keep its promises of size and coverage?
    python -m analysis calibrate             do simulated people resemble real ones?
    python -m analysis estimands FOLDER...   every estimand E1 to E17 in every group
    python -m analysis preregister           the Plan for a registry, with a hash to check against
    python -m analysis convert FOLDER...     the tables as Parquet or Stata files, with labels
    python -m analysis scripts               the Plan as R and Stata scripts that read the same CSVs
    python -m analysis paper FOLDER...       tables in LaTeX and figures in PDF and SVG
    python -m analysis foreign TABLE         the same questions put to somebody else's table
    python -m analysis specifications FOLDER...   the primary contrasts by every reasonable choice
    python -m analysis bench                 the analysis timed against other packages

A FOLDER holds the CSV files of one export; a folder of exports stands for its newest. Exit codes:
0 all is well, 1 the audit or the replication found differences, 2 the input cannot be used.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from analysis import commands, studies
from analysis.command import Command, add_commands, folders

DESCRIPTION = __doc__ or ""
SHOWN = 50


class Progress:
    """Prints the step under way whenever two seconds have passed without a word."""

    def __init__(self) -> None:
        self.since = time.monotonic()

    def __call__(self, step: str) -> None:
        """Say what is done next."""
        if time.monotonic() - self.since > 2:
            print(f"  {step} ...", file=sys.stderr, flush=True)
            self.since = time.monotonic()


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    # One thread does: the matrices are small, and more threads wait for each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    asked = parser().parse_args(argv)
    run: Callable[[argparse.Namespace], int] = asked.run
    try:
        return run(asked)
    except ModuleNotFoundError as error:
        if sys.prefix != sys.base_prefix:
            raise
        # Another Python than the lab's own; `python -m lab` changes over by itself.
        print(f"{error}. Use .venv/bin/python; python -m lab setup makes it.", file=sys.stderr)
        return 2
    except (ValueError, OSError) as error:
        # DataError and ForeignDataError are ValueErrors that name file, row and column.
        lost = error.filename if isinstance(error, FileNotFoundError) else None
        said = f"there is no {lost}" if lost else str(error)
        print(f"analysis {asked.command}: {said}", file=sys.stderr)
        return 2


def parser() -> argparse.ArgumentParser:
    """Return the commands with their options."""
    top = argparse.ArgumentParser(
        prog="python -m analysis",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    listed = top.add_subparsers(dest="command", required=True)
    add_commands(listed, (*ASKED, *studies.COMMANDS, *commands.COMMANDS))
    return top


def _audit_options(command: argparse.ArgumentParser) -> None:
    folders(command)
    command.add_argument("--out", type=Path, help="write the differences to this CSV file too")


def _audit(asked: argparse.Namespace) -> int:
    from analysis.audit import audit
    from analysis.load import load

    progress = Progress()
    panel = load(*asked.folder, sessions=asked.session)
    progress("recomputing")
    found = audit(panel)
    cells = sum(found.cells.values())
    print(
        f"{len(panel.sessions)} sessions, {len(panel.groups)} groups,"
        f" {found.settled_rounds} settled rounds, {found.open_rounds} open; {cells:,} comparisons:"
        f" {len(found.differences):,} differences"
    )
    for row in found.differences.head(SHOWN).itertuples(index=False):
        what = f"{row.column}: stored {row.stored}, recomputed {row.recomputed}"
        print(f"  {row.table}: {row.row}: {what}")
    if len(found.differences) > SHOWN:
        print(f"  ... {len(found.differences) - SHOWN:,} more; --out writes them all")
    if asked.out:
        found.differences.to_csv(asked.out, index=False)
    return 0 if found.clean else 1


def _report_options(command: argparse.ArgumentParser) -> None:
    folders(command)
    text = "preregistration.json; the report then lists every deviation from it"
    command.add_argument("--preregistration", type=Path, help=text)
    text = "the HTML file to write; estimates go beside it as CSV (default report.html)"
    command.add_argument("--out", type=Path, default=Path("report.html"), help=text)


def _report(asked: argparse.Namespace) -> int:
    from analysis.load import load
    from analysis.reporting.report import report

    progress = Progress()
    panel = load(*asked.folder, sessions=asked.session)
    written = report(panel, registered=asked.preregistration, progress=progress)
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(written.html, encoding="utf-8")
    table = asked.out.with_name(f"{asked.out.stem}.estimates.csv")
    table.write_text(written.estimates.to_csv(index=False), encoding="utf-8")
    print(f"Wrote {asked.out} and {table}.")
    if not written.audited.clean:
        n = len(written.audited.differences)
        print(f"The audit found {n:,} differences; the report begins with them.", file=sys.stderr)
    return 0 if written.audited.clean else 1


def _codebook_options(command: argparse.ArgumentParser) -> None:
    forms = ("markdown", "csv", "html")
    command.add_argument("--format", choices=forms, default="markdown", help="default markdown")
    command.add_argument("--out", type=Path, help="file to write; the screen if none is named")


def _codebook(asked: argparse.Namespace) -> int:
    from analysis.codebook import FORMATS

    text = FORMATS[asked.format]()
    if asked.out:
        asked.out.write_text(text, encoding="utf-8")
        print(f"Wrote {asked.out}.")
    else:
        print(text, end="")
    return 0


ASKED = (
    Command(
        "audit",
        "recompute what choices, rules, schedule and seeds determine",
        _audit_options,
        _audit,
    ),
    Command(
        "report",
        "write the report as one HTML file that needs no network",
        _report_options,
        _report,
    ),
    Command("codebook", "explain every table and column", _codebook_options, _codebook),
)
"""What is asked of every export, in the order of the help."""


if __name__ == "__main__":
    sys.exit(main())
