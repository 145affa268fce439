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

from analysis.commands import add_commands

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
    except FileNotFoundError as error:
        print(f"analysis {asked.command}: there is no {error.filename}", file=sys.stderr)
        return 2
    except ModuleNotFoundError as error:
        # Another Python than the lab's own; `python -m lab` changes over by itself.
        print(f"{error}. Use .venv/bin/python; python -m lab setup makes it.", file=sys.stderr)
        return 2
    except (ValueError, OSError) as error:
        # DataError and ForeignDataError are ValueErrors that name file, row and column.
        print(f"analysis {asked.command}: {error}", file=sys.stderr)
        return 2


def parser() -> argparse.ArgumentParser:
    """Return the commands with their options."""
    top = argparse.ArgumentParser(
        prog="python -m analysis",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = top.add_subparsers(dest="command", required=True)
    for name, run, summary in (
        ("audit", _audit, "recompute what choices, rules, schedule and seeds determine"),
        ("report", _report, "write the report as one HTML file that needs no network"),
        ("codebook", _codebook, "explain every table and column"),
        ("replicate", _replicate, "compare published numbers with what public data give"),
        ("power", _power, "simulate designs: power, size, bias and cost of the registered Plan"),
        ("certificates", _certificates, "simulate worlds with known truth and write the page"),
        ("calibrate", _calibrate, "fit simulated people to public data and write the page"),
    ):
        command = commands.add_parser(name, help=summary, description=summary)
        command.set_defaults(run=run)
        _options(name, command)
    add_commands(commands)
    return top


def _options(name: str, command: argparse.ArgumentParser) -> None:
    if name in ("audit", "report"):
        command.add_argument("folder", nargs="+", type=Path, help="folder of exported CSV files")
        command.add_argument(
            "--session", action="append", default=[], help="use only this session; may be repeated"
        )
    if name == "audit":
        command.add_argument("--out", type=Path, help="write the differences to this CSV file too")
    if name == "report":
        text = "preregistration.json; the report then lists every deviation from it"
        command.add_argument("--preregistration", type=Path, help=text)
        text = "the HTML file to write; estimates go beside it as CSV (default report.html)"
        command.add_argument("--out", type=Path, default=Path("report.html"), help=text)
    if name == "codebook":
        forms = ("markdown", "csv", "html")
        command.add_argument("--format", choices=forms, default="markdown", help="default markdown")
        command.add_argument("--out", type=Path, help="file to write; the screen if none is named")
    if name == "replicate":
        text = "folder of public data; CONTINGENT_DATA, else ../shared/data, if none is named"
        command.add_argument("--data", type=Path, help=text)
    if name == "power":
        from analysis.power.options import add_arguments as power_arguments

        power_arguments(command)
    if name == "certificates":
        from analysis.certificates.options import add_arguments as certificates_arguments

        certificates_arguments(command)
    if name == "calibrate":
        from analysis.calibration.options import add_arguments as calibration_arguments

        calibration_arguments(command)


def _certificates(asked: argparse.Namespace) -> int:
    from analysis.certificates.command import run

    return run(asked)


def _calibrate(asked: argparse.Namespace) -> int:
    from analysis.calibration.command import run

    return run(asked)


def _power(asked: argparse.Namespace) -> int:
    from analysis.power.command import run

    return run(asked)


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


def _codebook(asked: argparse.Namespace) -> int:
    from analysis.codebook import FORMATS

    text = FORMATS[asked.format]()
    if asked.out:
        asked.out.write_text(text, encoding="utf-8")
        print(f"Wrote {asked.out}.")
    else:
        print(text, end="")
    return 0


def _replicate(asked: argparse.Namespace) -> int:
    from analysis.foreign.catalogue import data_folder
    from analysis.replicate import agrees, run, table

    folder = asked.data or data_folder()
    if not folder.is_dir():
        raise ValueError(f"{folder}: there is no such folder of public data")
    found = run(folder)
    print(table(found))
    return 0 if agrees(found) else 1


if __name__ == "__main__":
    sys.exit(main())
