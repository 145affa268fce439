"""Which numbers of a data set should a simulation reproduce, and how surely are they known?"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from design import chance

Floats = NDArray[np.float64]


class People(NamedTuple):
    """Contributions and beliefs (people, rounds), in points."""

    contributions: Floats
    beliefs: Floats


def people(panel: pd.DataFrame) -> People:
    """Collect a loaded panel by participant and round; every round must be there."""
    given = panel.pivot(index="participant", columns="round", values="contribution")
    stated = panel.pivot(index="participant", columns="round", values="belief")
    return People(given.to_numpy(dtype=np.float64), stated.to_numpy(dtype=np.float64))


def names(rounds: int) -> tuple[str, ...]:
    """Return the moments' names, in order."""
    return (
        *(f"contribution, round {r + 1}" for r in range(rounds)),
        *(f"belief, round {r + 1}" for r in range(rounds)),
        "share giving nothing",
        "share giving everything",
        "SD between people",
        "SD within people",
        "slope on belief, between people",
        "slope on belief, within people",
    )


def moments(given: Floats, stated: Floats) -> Floats:
    """Return mean paths, boundary shares (in percent) and dispersion, in points otherwise.

    SD between people is that of their means; SD within people is around their mean and the
    round's mean; slopes are of contributions on beliefs, between people's means and around them.
    """
    own, held = given.mean(axis=1), stated.mean(axis=1)
    left = given - own[:, None] - given.mean(axis=0) + given.mean()
    apart = np.polyfit(held, own, 1)[0]
    moved = stated - held[:, None]
    inside = (moved * (given - own[:, None])).sum() / (moved**2).sum()
    within = np.sqrt((left**2).sum() / ((len(given) - 1) * (given.shape[1] - 1)))
    ends = (100 * (given == 0).mean(), 100 * (given == 20).mean())
    spread = (own.std(ddof=1), within)
    return np.array([*given.mean(axis=0), *stated.mean(axis=0), *ends, *spread, apart, inside])


def covariance(found: People, *, seed: int, draws: int = 500) -> Floats:
    """Return the moments' covariance over samples of people drawn again with replacement.

    People of a session met each other, so these errors are, if anything, too small.
    """
    count = len(found.contributions)
    picks = chance.choice(seed, (np.arange(draws)[:, None], np.arange(count)), "again", among=count)
    again = [moments(found.contributions[pick], found.beliefs[pick]) for pick in picks]
    return np.asarray(np.cov(np.array(again).T))
