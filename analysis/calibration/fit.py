"""Which parameters make simulated strangers most like the real ones?

Simulated moments: the weighted squared distance between the moments of the data and of many
simulated sessions is made as small as possible; weights are the moments' inverse variances. Errors
are those of McFadden (1989), with the moments' bootstrap covariance.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from analysis.calibration.moments import moments
from analysis.calibration.replay import strangers
from design.population import Population

Floats = NDArray[np.float64]

FITTED = ("level", "on_belief", "belief_level", "tremble", "level_spread")
STEPS = np.array([500.0, 60.0, 150.0, 500.0, 500.0])
SESSIONS = 240
RESTARTS = 8


@dataclass(frozen=True)
class Fit:
    """Fitted parameters with standard errors, in the units of Strategy and Population.

    `distance` is the weighted squared distance, `moments` those of the fitted simulation.
    """

    names: tuple[str, ...]
    values: Floats
    errors: Floats
    distance: float
    moments: Floats
    population: Population


def with_values(population: Population, values: Floats) -> Population:
    """Return a population with the fitted parameters in place, rounded to whole numbers."""
    given = dict(zip(FITTED, (round(float(v)) for v in values), strict=True))
    spread = max(given.pop("level_spread"), 0)
    given["tremble"] = max(given["tremble"], 0)
    kinds = tuple(
        replace(kind, strategy=replace(kind.strategy, **given)) for kind in population.kinds
    )
    return replace(population, kinds=kinds, level_spread=spread)


def start_values(population: Population) -> Floats:
    """Return the parameters as they stand."""
    strategy = population.kinds[0].strategy
    values = [getattr(strategy, name) for name in FITTED[:-1]]
    return np.array([*values, population.level_spread], dtype=np.float64)


def simulated(population: Population, values: Floats, *, seed: int) -> Floats:
    """Return the moments of many simulated sessions."""
    played = strangers(with_values(population, values), seed=seed, sessions=SESSIONS)
    return moments(played.contributions, played.beliefs)


def fit(population: Population, target: Floats, spread: Floats, *, seed: int) -> Fit:
    """Fit the parameters to a target.

    Parameters
    ----------
    target : (moments,)
    spread : (moments, moments), their covariance
    """
    weight = 1.0 / np.diag(spread)
    start = start_values(population)

    def distance(scaled: Floats) -> float:
        left = simulated(population, start + scaled * STEPS, seed=seed) - target
        return float((weight * left**2).sum())

    # Whole-number parameters make the distance a fine staircase: no derivatives, and a search
    # that begins again from where it stopped until that changes nothing.
    at, least = np.zeros(len(start)), np.inf
    for _ in range(RESTARTS):
        simplex = at + np.vstack([np.zeros(len(start)), np.eye(len(start))])
        best = minimize(
            distance, at, method="Nelder-Mead",
            options={"initial_simplex": simplex, "xatol": 0.01, "fatol": 0.01, "maxfev": 500},
        )  # fmt: skip
        at = best.x
        if least - best.fun < 0.01:
            break
        least = best.fun
    values = np.round(start + at * STEPS)
    return Fit(
        FITTED,
        values,
        _errors(population, values, spread, seed),
        float(best.fun),
        simulated(population, values, seed=seed),
        with_values(population, values),
    )


def _errors(population: Population, values: Floats, spread: Floats, seed: int) -> Floats:
    """Return standard errors from the slopes of the simulated moments."""
    weight = np.diag(1.0 / np.diag(spread))
    slopes = np.empty((len(spread), len(values)))
    for place, step in enumerate(STEPS / 2):
        up, down = values.copy(), values.copy()
        up[place] += step
        down[place] -= step
        moved = simulated(population, up, seed=seed) - simulated(population, down, seed=seed)
        slopes[:, place] = moved / (2 * step)
    bread = np.linalg.inv(slopes.T @ weight @ slopes)
    meat = slopes.T @ weight @ spread @ weight @ slopes
    return np.asarray(np.sqrt(np.diag(bread @ meat @ bread)))
