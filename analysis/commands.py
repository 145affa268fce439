"""Which commands write what other people's programs, registries and papers read, or read theirs?

Each command has one function that adds its options and one that runs it; `__main__` lists them.
Heavy modules are imported when a command runs, so that help answers at once.
"""

import argparse
import csv
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.command import Command, folders, tell

if TYPE_CHECKING:
    from design.experiments import Experiment


def _estimands_options(command: argparse.ArgumentParser) -> None:
    folders(command, count="*")
    text = "the CSV file to write with a folder's values (default estimands.csv)"
    command.add_argument("--out", type=Path, default=Path("estimands.csv"), help=text)


def _estimands(asked: argparse.Namespace) -> int:
    from analysis.estimands.page import as_markdown

    if not asked.folder:
        print(as_markdown(), end="")
        return 0
    from analysis.estimands.gather import from_panel
    from analysis.estimands.page import values
    from analysis.load import load

    found = values(from_panel(load(*asked.folder, sessions=asked.session)))
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    found.to_csv(asked.out, index=False)
    print(f"Wrote {asked.out}: {found['name'].nunique()} estimands, {len(found):,} rows.")
    return 0


def _preregister_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--groups", type=int, required=True, help="groups that will be formed")
    command.add_argument("--title", default="Contingent cooperation", help="title of the study")
    text = "sessions.csv of an export, or JSON of an Experiment; the flagship if none is named"
    command.add_argument("--experiment", type=Path, help=text)
    command.add_argument("--power", type=Path, help="CSV table of a power analysis to attach")
    text = "seed of the schedule (CONTINGENT_SEED in .env); only a commitment to it is written"
    command.add_argument("--seed", help=text)
    text = "folder for preregistration.md and preregistration.json (default: here)"
    command.add_argument("--out", type=Path, default=Path(), help=text)


def _preregister(asked: argparse.Namespace) -> int:
    from analysis.preregister import preregister
    from analysis.preregistration.declare import Promise

    if asked.seed == "":
        raise ValueError("--seed is empty; the lab's seed is CONTINGENT_SEED in .env")
    promise = Promise(asked.title, asked.groups, asked.seed or "", asked.power)
    made = preregister(_experiment(asked.experiment), promise)
    asked.out.mkdir(parents=True, exist_ok=True)
    (asked.out / "preregistration.md").write_text(made.markdown, encoding="utf-8")
    (asked.out / "preregistration.json").write_text(made.json, encoding="utf-8")
    print(f"Wrote preregistration.md and preregistration.json to {asked.out}. SHA-256 {made.hash}")
    print("Fields that only you can fill in are marked TO FILL IN. Deposit both files.")
    if not promise.seed:
        print("No seed was named: the registration commits to none.", file=sys.stderr)
    return 0


def _experiment(file: Path | None) -> "Experiment":
    """Return the experiment that a file stores, or the flagship."""
    from analysis.stored import stored_design
    from design.experiments import flagship

    if file is None:
        return flagship()
    text = file.read_text(encoding="utf-8-sig")
    if file.suffix == ".csv":
        rows = list(csv.DictReader(io.StringIO(text)))
        if not rows or "experiment" not in rows[0]:
            raise ValueError(f"{file}: no session with a column 'experiment'; name a sessions.csv")
        text = rows[0]["experiment"]
    try:
        return stored_design(text).experiment
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{file}: no stored experiment: {error}") from error


def _convert_options(command: argparse.ArgumentParser) -> None:
    folders(command)
    command.add_argument(
        "--to", choices=("parquet", "dta"), required=True, help="the form to write"
    )
    text = "folder for the files (default: a folder of the form's name)"
    command.add_argument("--out", type=Path, help=text)


def _convert(asked: argparse.Namespace) -> int:
    from analysis.formats.convert import convert
    from analysis.load import load

    folder = asked.out or Path(asked.to)
    made = convert(load(*asked.folder, sessions=asked.session), folder, asked.to)
    print(f"Wrote {len(made)} files to {folder}: every table as {asked.to}, and the codebook.")
    return 0


def _scripts_options(command: argparse.ArgumentParser) -> None:
    text = "sessions.csv of an export, or JSON of an Experiment; the flagship if none is named"
    command.add_argument("--experiment", type=Path, help=text)
    text = "folder for primary.R and primary.do (default: here)"
    command.add_argument("--out", type=Path, default=Path(), help=text)


def _scripts(asked: argparse.Namespace) -> int:
    from analysis.scripts.generate import r_script, stata_script

    experiment = _experiment(asked.experiment)
    asked.out.mkdir(parents=True, exist_ok=True)
    (asked.out / "primary.R").write_text(r_script(experiment), encoding="utf-8")
    (asked.out / "primary.do").write_text(stata_script(experiment), encoding="utf-8")
    print(f"Wrote primary.R and primary.do to {asked.out}. Run:")
    print(f"  Rscript {asked.out / 'primary.R'} estimates.csv FOLDER...")
    print(f"  stata -b do {asked.out / 'primary.do'} FOLDER")
    return 0


def _paper_options(command: argparse.ArgumentParser) -> None:
    folders(command)
    text = "folder for tables and figures (default paper)"
    command.add_argument("--out", type=Path, default=Path("paper"), help=text)


def _paper(asked: argparse.Namespace) -> int:
    from analysis.load import load
    from analysis.reporting.paper import paper

    made = paper(load(*asked.folder, sessions=asked.session), asked.out, progress=tell)
    print(f"Wrote {len(made)} files to {asked.out}; all.tex includes every table and figure.")
    return 0


def _specifications_options(command: argparse.ArgumentParser) -> None:
    folders(command)
    text = "folder for a CSV and an SVG of every contrast (default specifications)"
    command.add_argument("--out", type=Path, default=Path("specifications"), help=text)


def _specifications(asked: argparse.Namespace) -> int:
    from analysis.load import load
    from analysis.outcomes import shares
    from analysis.reporting.curve import curve_of
    from analysis.specification import specifications, tidy

    found = shares(load(*asked.folder, sessions=asked.session))
    asked.out.mkdir(parents=True, exist_ok=True)
    for contrast in dict.fromkeys(one.contrast for one in found.experiment.plan.primary):
        tell(contrast.name.replace("_", " "))
        cells = specifications(found, contrast)
        drawn = curve_of(cells, contrast.name)
        (asked.out / f"{contrast.name}.csv").write_text(tidy(cells).to_csv(index=False))
        (asked.out / f"{contrast.name}.svg").write_text(drawn.svg, encoding="utf-8")
        print(f"{contrast.name}: {drawn.alternative}")
    return 0


def _foreign_options(command: argparse.ArgumentParser) -> None:
    from analysis.foreign.options import add_arguments

    add_arguments(command)


def _foreign(asked: argparse.Namespace) -> int:
    from analysis.reporting.brought_command import run

    return run(asked, told=tell)


COMMANDS: tuple[Command, ...] = (
    Command(
        "estimands",
        "list the estimands E1 to E17, or compute every one for exported tables",
        _estimands_options,
        _estimands,
    ),
    Command(
        "preregister",
        "write the Plan in the fields of AsPredicted, the OSF and the AEA registry, with a hash",
        _preregister_options,
        _preregister,
    ),
    Command(
        "convert",
        "write every table as Parquet or Stata .dta, with labels and the codebook beside",
        _convert_options,
        _convert,
    ),
    Command(
        "scripts",
        "write R and Stata scripts that find the registered estimates in the same CSV files",
        _scripts_options,
        _scripts,
    ),
    Command(
        "paper",
        "write the tables as LaTeX and the figures as PDF and SVG, for a paper to include",
        _paper_options,
        _paper,
    ),
    Command(
        "specifications",
        "fit every primary contrast in all specifications, and draw them all",
        _specifications_options,
        _specifications,
    ),
    Command(
        "foreign",
        "write the report of somebody else's table: every estimand, and conditions compared",
        _foreign_options,
        _foreign,
    ),
)
"""Every command of this module, in the order of the help."""
