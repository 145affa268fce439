"""How is a study of many treatments planned and read from the command line?"""

import argparse
from pathlib import Path

import pandas as pd

from analysis.integrative.dials import differing
from analysis.integrative.effects import Checked, check, left_out, references
from analysis.integrative.groups import cells, exported, simulated
from analysis.integrative.page import Study, page
from analysis.integrative.sample import Session, sample
from analysis.integrative.schedule import as_csv, bodies, takes
from analysis.integrative.space import Space, read_space
from analysis.integrative.surface import Surface, fit
from analysis.power.populations import POPULATIONS
from design.channels import Channel

FRESH, FRESH_SEED = 32, 0xF2E5
TIMES = 250


def run(asked: argparse.Namespace) -> int:
    """Write the sessions of a study; with data or simulated people fit its surface too."""
    if asked.data and asked.simulate:
        raise ValueError("fit to --data or to simulated people, not to both")
    space = read_space(asked.space)
    folder = asked.out or asked.space.with_suffix(".integrative")
    folder.mkdir(parents=True, exist_ok=True)
    sessions = sample(space)
    (folder / "sessions.json").write_text(bodies(sessions), encoding="utf-8")
    (folder / "sessions.csv").write_text(as_csv(sessions), encoding="utf-8")
    print(f"{takes(space, sessions)}. Wrote sessions.json and sessions.csv to {folder}.")
    if asked.data or asked.simulate:
        _fit(asked, space, sessions, folder)
    return 0


def _fit(
    asked: argparse.Namespace, space: Space, sessions: list[Session], folder: Path
) -> None:  # fmt: skip
    if asked.simulate and asked.simulate not in POPULATIONS:
        raise ValueError(f"populations are {list(POPULATIONS)}, found {asked.simulate!r}")
    channels = tuple(channel(text) for text in asked.effect)
    played = (
        simulated(sessions, asked.simulate, channels, seed=space.seed)
        if asked.simulate
        else exported(*asked.data)
    )
    names = differing(played)
    found = cells(played, names)
    surface = fit(found, names)
    checked = _checked(space, asked.simulate, channels, surface) if asked.simulate else None
    study = Study(space, found, surface, references(space), left_out(surface, found), checked)
    _write(study, played, folder)


def _checked(
    space: Space, population: str, channels: tuple[Channel, ...], surface: Surface
) -> Checked:
    """Compare with what the same people do on average at places that no session played."""
    fresh = sample(space, seed=FRESH_SEED, sessions=FRESH)
    truth = simulated(fresh, population, channels, seed=FRESH_SEED, times=TIMES)
    return check(surface, cells(truth, surface.names))


def _write(study: Study, played: pd.DataFrame, folder: Path) -> None:
    from analysis.integrative.picture import surface_picture

    played.to_csv(folder / "groups.csv", index=False)
    (folder / "surface.svg").write_text(surface_picture(study).svg, encoding="utf-8")
    text = page(study)
    (folder / "surface.md").write_text(text, encoding="utf-8")
    print(text)
    print(f"Wrote groups.csv, surface.md and surface.svg to {folder}.")


def channel(text: str) -> Channel:
    """Read a channel from "position:parameter:shift"."""
    parts = text.split(":")
    if len(parts) != 3 or not parts[2].lstrip("+-").isdigit():
        raise ValueError(
            f"an effect is POSITION:PARAMETER:SHIFT, seeing:level:1500; found {text!r}"
        )
    return Channel(parts[0], parts[1], int(parts[2]))
