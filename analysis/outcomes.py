"""Which one number per group answers an estimand's question?

The group is the independent unit, or the linked set of groups that hear of each other, so every
outcome is a number of a group: of all its seats, or of
the same two seats in every arm (seat-matched). Contributions are percent of the endowment. Only
settled rounds count; an outcome is missing unless every round of its window is settled, and so is
a covariate, because a mean over other rounds would compare other rounds.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.estimators.slope import slopes
from analysis.panel import Panel
from design.experiments import Experiment
from design.plan import Contrast, Estimand, Window

Floats = NDArray[np.float64]

PERCENT = 100.0


@dataclass(frozen=True)
class Shares:
    """What every group contributed in every round.

    Attributes
    ----------
    groups : DataFrame
        One row per group, in order of slots: slot, block, condition, beliefs, third, linked_set.
    values : float array (groups, rounds, seats)
        Percent of the endowment, NaN in rounds that are not settled.
    automatic : bool array (groups, rounds, seats)
        Where the declared rule chose.
    experiment : Experiment
        Whose parts and seats these are.
    outside : bool array (groups, rounds, seats) or None
        Where a seat sat out a round, so that it counts in no mean; None where nobody ever does.
    earnings : float array (groups, rounds, seats) or None
        Points, net of what stages added or took, NaN in rounds that are not settled; None where
        groups were simulated without tables, by rules that add and take nothing.
    """

    groups: pd.DataFrame
    values: Floats
    automatic: NDArray[np.bool_]
    experiment: Experiment
    outside: NDArray[np.bool_] | None = None
    earnings: Floats | None = None

    def rounds(self, window: Window) -> range:
        """Return the rounds, from 1, of a window; of a part of drawn length those of all groups.

        Groups that play longer by lot are compared in the rounds that every group plays, else
        the lots would decide which groups count.
        """
        treatment = self.experiment.treatments()[0]
        first = treatment.first_round(window.part)
        return range(first, first + treatment.certain(window.part) - window.drop_last)

    def seats(self, names: str) -> list[int]:
        """Return the positions of some seats."""
        return [self.experiment.game.seats.index(name) for name in names]

    def window(self, window: Window, seats: str) -> Floats:
        """Return the mean over some seats in each round of a window, (groups, rounds)."""
        numbers, places = np.array(self.rounds(window)) - 1, self.seats(seats)
        values = self.values[:, numbers][:, :, places]
        if self.outside is None:
            return np.asarray(values.mean(axis=2))
        here = ~self.outside[:, numbers][:, :, places]
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(np.where(here, values, 0).sum(axis=2) / here.sum(axis=2))


def shares(panel: Panel) -> Shares:
    """Collect a Panel's contributions by group, round and seat."""
    experiment = panel.design.experiment
    groups = panel.groups.sort_values("slot", ignore_index=True)
    seats, rounds = experiment.game.seats, experiment.treatments()[0].rounds
    shape = (len(groups), rounds, len(seats))
    values, automatic = np.full(shape, np.nan), np.zeros(shape, dtype=bool)
    earned = np.full(shape, np.nan)
    chosen = panel.decisions
    at = (
        pd.Index(groups["slot"]).get_indexer(pd.Index(chosen["slot"])),
        chosen["round"].to_numpy() - 1,
        pd.Index(list(seats)).get_indexer(pd.Index(chosen["seat"])),
    )
    held = panel.design.endowments(chosen).to_numpy()
    # Who holds nothing gives nothing: its share is 0, and no estimand should ask for it.
    values[at] = PERCENT * chosen["contribution"].to_numpy() / np.maximum(held, 1)
    automatic[at] = chosen["automatic"].to_numpy()
    earned[at] = chosen["earnings"].to_numpy(dtype=np.float64)
    values[np.isnan(values).any(axis=2)] = np.nan
    kept = ["session", "slot", "block", "condition", "beliefs", "third", "linked_set"]
    outside = _outside(panel, groups, shape)
    return Shares(groups[kept], values, automatic, experiment, outside, earned)


def _outside(
    panel: Panel, groups: pd.DataFrame, shape: tuple[int, int, int]
) -> NDArray[np.bool_] | None:
    """Return where a seat sat out a round, (groups, rounds, seats), if any ever does."""
    treatments = panel.design.by_name
    if not any(one.turnover for one in treatments.values()):
        return None
    seed, found = int(panel.sessions["seed"].iloc[0]), np.zeros(shape, dtype=bool)
    for place, (slot, name) in enumerate(zip(groups["slot"], groups["treatment"], strict=True)):
        for number in range(1, treatments[name].rounds + 1):
            outside = treatments[name].outside(seed, int(slot), number)
            if outside is not None:
                found[place, number - 1, outside.seat] = True
    return found


def outcome(found: Shares, estimand: Estimand) -> Floats:
    """Return an estimand's outcome for every group, (groups,), NaN where rounds are missing.

    "mean" is percent of the endowment; "slope" the least-squares slope over the window's rounds
    times their span, in percentage points of the endowment.
    """
    paths = found.window(estimand.window, estimand.contrast.seats)
    if estimand.outcome == "mean":
        return np.asarray(paths.mean(axis=1))
    if estimand.outcome == "slope":
        return _slopes(paths, np.array(found.rounds(estimand.window)))
    raise ValueError(f"outcomes are 'mean' and 'slope', found {estimand.outcome!r}")


def _slopes(paths: Floats, rounds: NDArray[np.int64]) -> Floats:
    values, whole = np.full(len(paths), np.nan), ~np.isnan(paths).any(axis=1)
    if len(rounds) > 1:
        values[whole] = slopes(paths[whole], rounds, span=len(rounds) - 1)
    return values


def part_mean(found: Shares, part: int) -> Floats:
    """Return every group's mean contribution over all rounds and seats of a part, (groups,)."""
    return np.asarray(found.window(Window(part), found.experiment.game.seats).mean(axis=1))


def compared(found: Shares, contrast: Contrast) -> NDArray[np.bool_]:
    """Return which groups a contrast compares."""
    groups = found.groups
    chosen = groups[contrast.arm].isin([arm for arm, _ in contrast.weights])
    if contrast.among:
        chosen &= groups["condition"].isin(list(contrast.among))
    return chosen.to_numpy(dtype=bool)


def has_automatic(found: Shares) -> NDArray[np.bool_]:
    """Return which groups have an automatic choice in any round."""
    return np.asarray(found.automatic.any(axis=(1, 2)))


def own_choices(found: Shares) -> Shares:
    """Return the same rounds without what the rule chose: means are over members' own choices.

    A round in which nobody of the seats asked for chose is missing.
    """
    out = found.automatic if found.outside is None else found.automatic | found.outside
    return replace(found, outside=out)
