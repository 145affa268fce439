"""What did groups do in each condition, before anything is compared?

The estimands E1, E2, E3 and E5 of the field: mean, decay, final share and restart. One value per
group, percent (points) of the endowment, with Student's interval over groups.
"""

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.outcomes import Shares, outcome, part_mean
from analysis.reporting.intervals import COLUMNS, t_interval, t_intervals
from design.game import POINT, Amounts, Game
from design.plan import Contrast, Estimand, Window

Floats = NDArray[np.float64]

TREATED, LAST = 1, 2


def _whole(found: Shares, name: str, outcome_: str) -> Floats:
    everybody = Contrast(name, (), found.experiment.game.seats)
    return outcome(found, Estimand(name, outcome_, everybody, Window(TREATED)))


def _paths(found: Shares) -> Floats:
    return found.window(Window(TREATED), found.experiment.game.seats)


def _step(found: Shares, to: int, since: int) -> Floats:
    every = found.values.mean(axis=2)
    return np.asarray(every[:, to - 1] - every[:, since - 1])


def _end_game(found: Shares) -> Floats:
    last = found.rounds(Window(TREATED))[-1]
    return (
        _step(found, last, last - 1) if len(found.rounds(Window(TREATED))) > 1 else _nothing(found)
    )


def _nothing(found: Shares) -> Floats:
    return np.full(len(found.groups), np.nan)


MEASURES: dict[str, tuple[str, Callable[[Shares], Floats]]] = {
    "common": ("mean of part 1, before treatment", lambda found: part_mean(found, 0)),
    "mean": ("E1: mean of part 2", lambda found: part_mean(found, TREATED)),
    "slope": ("E2: fitted change over part 2", lambda found: _whole(found, "E2", "slope")),
    "last_three": (
        "E3: mean of its last three rounds",
        lambda found: _paths(found)[:, -3:].mean(1),
    ),
    "final": ("E3: its last round", lambda found: _paths(found)[:, -1]),
    "end_game": ("E3b: its last round less the one before", _end_game),
}
"""Measures of part 2 by name, with their words."""


def by_condition(found: Shares) -> pd.DataFrame:
    """Return every measure in every condition: condition, measure, words, n, mean, sd, interval."""
    rows = [
        (condition, name, words, *t_interval(measure(found)[chosen]))
        for name, (words, measure) in MEASURES.items()
        for condition, chosen in conditions(found)
    ]
    return pd.DataFrame(rows, columns=["condition", "measure", "words", *COLUMNS])


def conditions(found: Shares) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    """Yield every condition in the schedule's order with the groups in it."""
    for condition in found.experiment.schedule.conditions:
        yield condition, (found.groups["condition"] == condition).to_numpy(dtype=bool)


def restarts(found: Shares) -> pd.DataFrame:
    """Return E5 by condition and what became of monitoring: first round of part 3 less the last.

    Dark has nothing to remove: both of its arms show the pure restart, the benchmark. Nothing
    where no part follows.
    """
    if not found.rounds(Window(LAST)):
        return pd.DataFrame(columns=["condition", "third", "measure", *COLUMNS])
    first = found.rounds(Window(LAST))[0]
    jump, change = (
        _step(found, first, first - 1),
        part_mean(found, LAST) - part_mean(found, TREATED),
    )
    rows = []
    for condition, chosen in conditions(found):
        for third in ("kept", "removed"):
            here = chosen & (found.groups["third"] == third).to_numpy()
            for name, values in (("restart", jump), ("parts", change)):
                rows.append((condition, third, name, *t_interval(values[here])))
    return pd.DataFrame(rows, columns=["condition", "third", "measure", *COLUMNS])


def round_means(found: Shares) -> pd.DataFrame:
    """Return the mean path by condition: condition, round, n, mean, sd, low, high."""
    every = found.values.mean(axis=2)
    return _by_round({name: every[chosen] for name, chosen in conditions(found)}, "condition")


def third_means(found: Shares) -> pd.DataFrame:
    """Return the mean path by condition and third, under arm "condition, kept"."""
    every, thirds = found.values.mean(axis=2), found.groups["third"].to_numpy()
    arms = {
        f"{name}, {third}": every[chosen & (thirds == third)]
        for name, chosen in conditions(found)
        for third in ("kept", "removed")
    }
    return _by_round(arms, "arm")


def position_means(found: Shares) -> pd.DataFrame:
    """Return the mean path of seat pairs by position in the core factorial, under arm "C1".

    C0 is split by the seats it is compared with: A and B stand against C1, C and D against C2.
    """
    groups = found.groups["condition"].to_numpy()
    pairs = {
        "C0 (A, B)": ("dark", "AB"),
        "C0 (C, D)": ("dark", "CD"),
        "C1 (A, B)": ("one_way", "AB"),
        "C2 (C, D)": ("one_way", "CD"),
    }
    arms = {
        name: found.values[groups == condition][:, :, found.seats(seats)].mean(axis=2)
        for name, (condition, seats) in pairs.items()
        if condition in found.experiment.schedule.conditions
    }
    return _by_round(arms, "arm")


def _by_round(arms: dict[str, Floats], column: str) -> pd.DataFrame:
    parts = [
        t_intervals(paths, list(range(1, paths.shape[1] + 1)), "round").assign(**{column: name})
        for name, paths in arms.items()
    ]
    return pd.concat(parts, ignore_index=True)[[column, "round", *COLUMNS]]


def group_values(found: Shares) -> pd.DataFrame:
    """Return one row per group: slot, condition, third and every measure."""
    values = {name: measure(found) for name, (_, measure) in MEASURES.items()}
    return found.groups[["slot", "condition", "third", "beliefs"]].assign(**values)


def efficiency(found: Shares) -> Floats:
    """Return every group's net efficiency of part 2 in percent, from its earnings, (groups,).

    In a linear game without costs it equals the mean contribution, which a test asserts. Where
    members sit out, the most that is possible is no number of the game alone: NaN.
    """
    numbers = np.array(found.rounds(Window(TREATED))) - 1
    shares, efficiencies = found.values[:, numbers], np.full(len(found.groups), np.nan)
    for treatment in found.experiment.treatments():
        here = (found.groups["condition"] == treatment.condition).to_numpy()
        if treatment.turnover:
            continue
        game = treatment.game_of(TREATED)
        given = np.nan_to_num(shares[here]) / 100 * np.array(game.endowments)
        points = np.round(given).astype(np.int64) * POINT
        rounds = np.where(np.isnan(shares[here]).any(axis=2), np.nan, game.efficiency(points))
        if found.earnings is not None:
            rounds += _added(game, points, found.earnings[here][:, numbers])
        efficiencies[here] = 100 * rounds.mean(axis=1)
    return efficiencies


def _added(game: Game, points: Amounts, earned: Floats) -> Floats:
    """Return what stored earnings hold beyond the game's, as a share of its gains, by round."""
    all_in = np.asarray(game.endowments, dtype=np.int64) * POINT
    gained = game.earnings(all_in).sum() - game.earnings(np.zeros_like(all_in)).sum()
    gains = gained / game.efficiency(all_in)
    return np.asarray((earned.sum(axis=2) * POINT - game.earnings(points).sum(axis=2)) / gains)
