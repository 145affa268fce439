"""How do times of inference compare, here and in other packages, as a printed table?"""

import json
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from analysis.benchmark import own
from analysis.benchmark.clock import Took
from analysis.benchmark.data import Rows, rows
from analysis.benchmark.environment import PINS, NoPeersError, environment
from analysis.benchmark.peers import timed

GROUPS = (24, 96)
HERE = Path(__file__).parent

OWN: dict[str, tuple[str, Callable[[Rows], Took], tuple[str, ...]]] = {
    "wild": ("wild cluster bootstrap, 9,999", own.wild, ("wildboottest", "pyfixest wildboottest")),
    "redealt": (
        "randomisation, 10,000", own.redealt, ("pyfixest ritest", "scipy permutation_test")
    ),
    "mixed": ("mixed model", own.random_intercepts, ("statsmodels MixedLM",)),
}  # fmt: skip
"""What is timed: its name, this project's way, and the packages that do the same."""


def run(place: str | None, *, told: Callable[[str], None]) -> int:
    """Time everything and print a table.

    Parameters
    ----------
    place : "here" for what is installed here only, else a throw-away environment is made
    told : called with what is under way
    """
    data = {groups: rows(groups) for groups in GROUPS}
    told("timing other packages")
    with tempfile.TemporaryDirectory(prefix="contingent-bench-") as folder:
        found, why = others(Path(folder), data, here=place == "here")
    told("timing this project")
    print("Seconds by the clock; the fastest of three runs after a first one, which may compile.\n")
    print("| | groups | seconds | first run | times this project's | p or error |")
    print("|---|---|---|---|---|---|")
    for groups, given in data.items():
        for name, way, peers in OWN.values():
            ours = way(given)
            print(_line(f"**{name}**", groups, ours._asdict(), ours.later), flush=True)
            for peer in peers:
                print(_line(peer, groups, found[str(groups)][peer], ours.later), flush=True)
    if why:
        print(f"\nWithout {' and '.join(PINS)}: {why}")
    return 0


def others(
    folder: Path, data: dict[int, Rows], *, here: bool
) -> tuple[dict[str, dict[str, Any]], str]:
    """Time the other packages where they can be had; return also why not, if so."""
    why = "asked to make no environment"
    if not here:
        try:
            return _elsewhere(environment(folder), folder, data), ""
        except NoPeersError as error:
            why = str(error)
    import pandas as pd

    return {str(n): dict(timed(pd.DataFrame(vars(given)))) for n, given in data.items()}, why


def _elsewhere(python: Path, folder: Path, data: dict[int, Rows]) -> dict[str, dict[str, Any]]:
    arrays = {f"{n}_{name}": value for n, one in data.items() for name, value in vars(one).items()}
    np.savez(folder / "data.npz", **arrays)
    command = [python, HERE / "peers.py", folder / "data.npz", folder / "found.json"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise NoPeersError((done.stderr.strip().splitlines() or ["no reason given"])[-1])
    found: dict[str, dict[str, Any]] = json.loads((folder / "found.json").read_text("utf-8"))
    return found


def _line(name: str, groups: int, took: dict[str, Any], ours: float) -> str:
    if "failed" in took:
        return f"| {name} | {groups} | – | – | – | {took['failed'].splitlines()[0]} |"
    return (
        f"| {name} | {groups} | {took['later']:.4f} | {took['first']:.3f}"
        f" | {took['later'] / ours:.1f} | {took['found']:.4f} |"
    )
