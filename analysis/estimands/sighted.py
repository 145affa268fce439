"""What was each member shown of the others before a choice, by whom, and what did it look up?"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.estimands.games import PERCENT, Floats
from analysis.estimands.offers import bids, offers
from analysis.outcomes import Shares
from analysis.panel import Panel
from design.experiments import Experiment

NUMBERS = {
    "verified": ("exact", "noisy", "rounded", "audited"),
    "reported": ("reported",),
}
"""Sources of a printed contribution: checked by somebody else than its giver, or not."""

SUMS = ("total", "lowest", "highest")
"""Contents that one look asks for together."""


@dataclass(frozen=True)
class Sighted:
    """Looks and shown contributions, every array (groups, rounds, members).

    Attributes
    ----------
    looks : float array
        How many others (or group figures) a member asked to see after the round, NaN where nothing
        could be asked for.
    spent : float array
        Points paid for it.
    bids, prices, targets : float arrays
        The most that a member would pay for a look, the price, and how many others it could see.
    shown : dict of str to float array
        By "verified" and "reported": mean share of the others' endowments on the screen when the
        round's contribution was chosen, NaN where nothing was.
    """

    looks: Floats
    spent: Floats
    bids: Floats
    prices: Floats
    targets: Floats
    shown: dict[str, Floats]


def sighted(panel: Panel, found: Shares) -> Sighted:
    """Gather the sightings of a Panel by group, round and observer."""
    rows, shape = panel.sightings, found.values.shape
    slot = pd.Index(found.groups["slot"]).get_indexer(pd.Index(rows["slot"]))
    seats = pd.Index(list(found.experiment.game.seats))
    at = (slot, rows["round"].to_numpy(dtype=np.int64) - 1,
          seats.get_indexer(pd.Index(rows["observer"])))  # fmt: skip
    entry = (rows["content"] == "contribution").to_numpy()
    asked = rows["requested"].to_numpy(dtype=bool)
    summed = rows["content"].isin(SUMS).to_numpy()
    one_look = np.minimum(_added(shape, at, asked & summed), 1.0)
    offered = _offered(found)
    looks = np.where(offered, _added(shape, at, asked & entry) + one_look, np.nan)
    spent = np.where(offered, _added(shape, at, entry, rows["price"].to_numpy()), np.nan)
    unsettled = np.isnan(found.values).any(axis=2, keepdims=True)
    numbers = (looks, spent, bids(panel, found), *offers(panel, found))
    looks, spent, stated, prices, targets = (np.where(unsettled, np.nan, one) for one in numbers)
    return Sighted(looks, spent, stated, prices, targets, _shown(panel, shape, at, entry))


Place = tuple[NDArray[np.intp], NDArray[np.int64], NDArray[np.intp]]


def _added(
    shape: tuple[int, ...], at: Place, kept: NDArray[np.bool_], values: Floats | None = None
) -> Floats:
    """Add up values, or count rows, by group, round and observer."""
    total = np.zeros(shape)
    np.add.at(total, tuple(place[kept] for place in at), 1.0 if values is None else values[kept])
    return total


def _offered(found: Shares) -> NDArray[np.bool_]:
    """Return in which rounds of which groups members could ask, (groups, rounds, 1)."""
    names = ["condition", "beliefs", "third"]
    groups = list(found.groups[names].itertuples(index=False, name=None))
    offers = {key: _pulled(found.experiment, key) for key in set(groups)}
    return np.array([offers[key] for key in groups], dtype=bool)[:, :, None]


def _pulled(experiment: Experiment, key: tuple[str, bool, str]) -> list[bool]:
    """Return for each round whether its Monitoring waits to be asked."""
    condition, beliefs, third = key
    played = experiment.built(condition, beliefs=bool(beliefs), kept=third == "kept")
    rounds = [(phase.monitoring.acquisition == "pull", phase.rounds) for phase in played.phases]
    return [pulled for pulled, n in rounds for _ in range(n)]


def _shown(
    panel: Panel, shape: tuple[int, ...], at: Place, entry: NDArray[np.bool_]
) -> dict[str, Floats]:
    """Return the mean printed share by kind of source, at the round that it stood before."""
    rows = panel.sightings
    subjects = rows[["treatment", "round"]].assign(seat=rows["subject"])
    there = entry & rows["shown_value"].notna().to_numpy()
    held = np.ones(len(rows))
    held[there] = np.maximum(panel.design.endowments(subjects[there]).to_numpy(), 1)
    share = PERCENT * rows["shown_value"].to_numpy(dtype=np.float64) / held
    # What is shown `lag` rounds after its own stands before the choice of the round after that.
    before = at[1] + rows["lag"].to_numpy(dtype=np.int64) + 1
    there &= before < shape[1]
    place = (at[0], before, at[2])
    found = {}
    for kind, sources in NUMBERS.items():
        kept = there & rows["source"].isin(sources).to_numpy()
        n = _added(shape, place, kept)
        total = _added(shape, place, kept, share)
        found[kind] = np.where(n > 0, total / np.maximum(n, 1.0), np.nan)
    return found
