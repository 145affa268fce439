"""Which commands simulate and plan studies, and hold methods against what others found?

Each has one function that adds its options and one that runs it. Heavy modules are imported when a
command runs, so that help answers at once.
"""

import argparse
from pathlib import Path

from analysis.command import Command, tell


def _replicate_options(command: argparse.ArgumentParser) -> None:
    text = "folder of public data; CONTINGENT_DATA, else ../shared/data, if none is named"
    command.add_argument("--data", type=Path, help=text)


def _replicate(asked: argparse.Namespace) -> int:
    from analysis.foreign.catalogue import data_folder
    from analysis.replicate import agrees, run, table

    folder = asked.data or data_folder()
    if not folder.is_dir():
        raise ValueError(f"{folder}: there is no such folder of public data")
    found = run(folder)
    print(table(found))
    return 0 if agrees(found) else 1


def _power_options(command: argparse.ArgumentParser) -> None:
    from analysis.power.options import add_arguments

    add_arguments(command)


def _power(asked: argparse.Namespace) -> int:
    from analysis.power.command import run

    return run(asked)


def _certificates_options(command: argparse.ArgumentParser) -> None:
    from analysis.certificates.options import add_arguments

    add_arguments(command)


def _certificates(asked: argparse.Namespace) -> int:
    from analysis.certificates.command import run

    return run(asked)


def _calibrate_options(command: argparse.ArgumentParser) -> None:
    from analysis.calibration.options import add_arguments

    add_arguments(command)


def _calibrate(asked: argparse.Namespace) -> int:
    from analysis.calibration.command import run

    return run(asked)


def _integrate_options(command: argparse.ArgumentParser) -> None:
    from analysis.integrative.options import add_arguments

    add_arguments(command)


def _integrate(asked: argparse.Namespace) -> int:
    from analysis.integrative.command import run

    return run(asked)


def _bench_options(command: argparse.ArgumentParser) -> None:
    text = "time only what is installed here: make no environment for other packages"
    command.add_argument("--here", dest="place", action="store_const", const="here", help=text)


def _bench(asked: argparse.Namespace) -> int:
    from analysis.benchmark.command import run

    return run(asked.place, told=tell)


COMMANDS: tuple[Command, ...] = (
    Command(
        "replicate",
        "compare published numbers with what public data give",
        _replicate_options,
        _replicate,
    ),
    Command(
        "power",
        "simulate designs: power, size, bias and cost of the registered Plan",
        _power_options,
        _power,
    ),
    Command(
        "certificates",
        "simulate worlds with known truth and write the page",
        _certificates_options,
        _certificates,
    ),
    Command(
        "calibrate",
        "fit simulated people to public data and write the page",
        _calibrate_options,
        _calibrate,
    ),
    Command(
        "integrate",
        "plan sessions all over a space of treatments, and fit a surface to what comes back",
        _integrate_options,
        _integrate,
    ),
    Command(
        "bench",
        "time bootstrap, randomisation and mixed model against other packages",
        _bench_options,
        _bench,
    ),
)
"""Every command of this module, in the order of the help."""
