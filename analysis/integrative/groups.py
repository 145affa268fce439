"""What did every group of a study of many treatments give, and under which numbers?"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.errors import DataError
from analysis.integrative.dials import described, together
from analysis.integrative.sample import Session
from analysis.load import load
from analysis.outcomes import part_mean, shares
from analysis.power.accelerated import fastest
from analysis.power.arrange import simulated_shares
from analysis.power.populations import POPULATIONS
from design.channels import Channel
from design.strategies import scaled

AMOUNTS = ("level", "schedule_level", "turn", "belief_level", "tremble")
"""Parameters of a Strategy that are amounts; the others are coefficients."""


def exported(*folders: Path) -> pd.DataFrame:
    """Read the groups of exported sessions, however many experiments they are.

    Returns
    -------
    One row per group: session, slot, condition, `given` (mean contribution of part 2 in percent of
    the endowment, NaN where a round is not settled), and every dial.
    """
    parts = [part for folder in folders for part in _one_export(folder)]
    if not parts:
        raise DataError(f"no sessions in {[str(folder) for folder in folders]}")
    return together(parts)


def _one_export(folder: Path) -> Iterator[pd.DataFrame]:
    file = folder / "sessions.csv"
    if not file.is_file():
        raise DataError(f"{folder}: no sessions.csv; name the folder of one export")
    stored = pd.read_csv(file, usecols=["session", "experiment_hash"])
    for _, same in stored.groupby("experiment_hash", sort=False):
        panel = load(folder, sessions=[str(code) for code in same["session"]])
        found = shares(panel)
        frame = found.groups[["session", "slot", "condition"]].assign(given=part_mean(found, 1))
        yield frame.merge(described(found.experiment), on="condition")


def simulated(
    sessions: list[Session], population: str, channels: tuple[Channel, ...], *,
    seed: int, times: int = 1,
) -> pd.DataFrame:  # fmt: skip
    """Let simulated people play sessions; the same columns as `exported`.

    Parameters
    ----------
    population, channels : who plays, and how positions change behaviour, amounts being those of an
        endowment of 20
    times : how many times the groups each session plays, for effects without sampling error
    """
    play, parts = fastest(), []
    for one in sessions:
        told = one.experiment()
        held = told.game.endowments[0]
        people = replace(
            POPULATIONS[population](told.game),
            channels=tuple(_of_endowment(channel, held) for channel in channels),
        )
        first = dict(one.fields)["first_slot"] * times
        played = play(told, seed, one.groups * times, people, first_slot=first)
        found = simulated_shares(played)
        frame = found.groups[["slot", "condition"]].assign(
            session=one.name, given=part_mean(found, 1)
        )
        parts.append(frame.merge(described(told), on="condition"))
    return together(parts)


def _of_endowment(channel: Channel, endowment: int) -> Channel:
    """Let a shift of an amount be the same share of every endowment."""
    if channel.parameter in AMOUNTS:
        return replace(channel, shift=scaled(channel.shift, endowment))
    return channel


def cells(groups: pd.DataFrame, names: tuple[str, ...]) -> pd.DataFrame:
    """Return one row per session and condition: dials, mean, number of groups, their variance."""
    complete = groups.dropna(subset="given")
    kept = complete.groupby(["session", "condition", *names], sort=False)["given"]
    found = kept.agg(mean="mean", groups="size", variance=lambda g: np.var(g, ddof=1))
    return found.reset_index()
