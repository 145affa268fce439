"""Which statistics tell a program's choices from people's?

Two checks are tests of equivalence: choices are flagged as uniform, or as without memory, only
where the data show that they are close to it, never because there are few of them.
"""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import chndtrinc

FEWEST_EXPECTED = 5.0
LARGEST_GRID = 20
CELLS = 10
FEWEST_PAIRS = 50
FEWEST_PEOPLE = 8
FEWEST_ROUNDS = 5
LOWEST_VARIATION = 0.05
FASTEST_MS = 300.0


class Measured(NamedTuple):
    """A statistic, NaN where it could not be computed, and how many observations it rests on."""

    value: float
    n: int


@dataclass(frozen=True)
class Check:
    """What is computed of a session's choices, and where a flag begins."""

    name: str
    statistic: str
    measure: Callable[[pd.DataFrame], Measured]
    beyond: Callable[[float, float], bool]
    threshold: float
    why: str


def per_person(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row per participant of a session: bot, pace, and how many share a device."""
    by = rows.groupby("participant")
    thought = by["thought"]
    timed = thought.count() >= FEWEST_ROUNDS
    people = pd.DataFrame(
        {
            "choices": by["contribution"].count(),
            "bot": by["bot"].max().astype(float),
            "variation": (thought.std() / thought.mean()).where(timed),
            "median": thought.median().where(timed),
        }
    )
    for name in ("device", "label"):
        used = by[name].first()
        people[f"{name}_users"] = used.map(used.value_counts())
    return people


def uniform_counts(
    contributions: pd.Series, endowments: pd.Series
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return choices per cell, observed and expected if 0, 1, ..., e were equally likely.

    One cell per amount where all endowments are equal and at most 20; else ten cells of the
    share, whose expectations add up each row's own grid.
    """
    sizes = endowments.to_numpy(dtype=np.float64).astype(np.int64) + 1
    one_grid = len(sizes) > 0 and sizes.min() == sizes.max() <= LARGEST_GRID + 1
    cells = int(sizes[0]) if one_grid else CELLS
    amounts = np.clip(contributions.to_numpy(dtype=np.float64).astype(np.int64), 0, sizes - 1)
    observed = np.bincount(amounts * cells // sizes, minlength=cells).astype(np.float64)
    expected = np.zeros(cells)
    for size, rows in zip(*np.unique(sizes, return_counts=True), strict=True):
        expected += rows * np.bincount(np.arange(size) * cells // size, minlength=cells) / size
    return observed, expected


def _declared(rows: pd.DataFrame) -> Measured:
    bots = rows.groupby("participant")["bot"].max().astype(float)
    return Measured(float(bots.mean()), int(bots.count()))


def _distance_from_uniform(rows: pd.DataFrame) -> Measured:
    """Return the upper 95 % bound of Cohen's w, from the noncentrality of chi-square."""
    known = rows.dropna(subset=["endowment"])
    observed, expected = uniform_counts(known["contribution"], known["endowment"])
    n = len(known)
    if (expected < FEWEST_EXPECTED).any():
        return Measured(np.nan, n)
    chi_square = float(((observed - expected) ** 2 / expected).sum())
    noncentrality = float(chndtrinc(chi_square, len(expected) - 1, 0.05))
    return Measured(float(np.sqrt(noncentrality / n)), n)


def _memory(rows: pd.DataFrame) -> Measured:
    """Return the upper 95 % bound (Fisher's z) of the correlation with the round before."""
    share = rows["contribution"] / rows["endowment"].fillna(1.0).where(lambda e: e > 0)
    before = share.groupby(rows["participant"]).shift()
    both = share.notna() & before.notna()
    now, before, n = share[both], before[both], int(both.sum())
    if n < FEWEST_PAIRS or now.nunique() < 2 or before.nunique() < 2:
        return Measured(np.nan, n)
    z = np.arctanh(np.clip(np.corrcoef(now, before)[0, 1], -0.999999, 0.999999))
    return Measured(float(np.tanh(z + 1.96 / np.sqrt(n - 3))), n)


def _one_script(rows: pd.DataFrame) -> Measured:
    rounds = rows.groupby("round")["contribution"]
    alike = (rounds.nunique() == 1)[rounds.count() >= FEWEST_PEOPLE]
    return Measured(float(alike.mean()) if len(alike) >= FEWEST_ROUNDS else np.nan, len(alike))


def _unseen(rows: pd.DataFrame) -> Measured:
    decided = rows[rows["decided_at"].notna()]
    return Measured(float(decided["shown_at"].isna().mean()), len(decided))


def _machine_paced(rows: pd.DataFrame) -> Measured:
    people = per_person(rows).dropna(subset=["median"])
    paced = (people["variation"] < LOWEST_VARIATION) | (people["median"] < FASTEST_MS)
    return Measured(float(paced.mean()), len(paced))


def _distinct(column: str) -> Callable[[pd.DataFrame], Measured]:
    def measure(rows: pd.DataFrame) -> Measured:
        values = rows.groupby("participant")[column].first().dropna()
        return Measured(float(values.nunique()) if len(values) > 1 else np.nan, len(values))

    return measure


DECLARED = Check(
    "declared bots", "share of participants that the source calls bots", _declared, operator.gt,
    0.0, "the source itself says so",
)  # fmt: skip

CHECKS = (
    DECLARED,
    Check(
        "uniform choices", "upper 95 % bound of Cohen's w (chi-square against uniform)",
        _distance_from_uniform, operator.lt, 0.3,
        "people prefer nothing, half, all and round numbers; a random draw prefers none",
    ),
    Check(
        "no memory", "upper 95 % bound of the correlation with the round before", _memory,
        operator.lt, 0.2, "people stay near what they did; independent draws do not",
    ),
    Check(
        "one script", "share of rounds in which all chose the same", _one_script, operator.ge,
        1.0, "many people do not choose alike in every round",
    ),
    Check(
        "no response times", "share of choices made without a screen shown before", _unseen,
        operator.gt, 0.5, "people choose on a screen that was sent to them",
    ),
    Check(
        "machine pace", "share of participants with constant times, or a median below 300 ms",
        _machine_paced, operator.gt, 0.5, "people take their time, and not always the same",
    ),
    Check(
        "one device", "number of different devices or addresses", _distinct("device"),
        operator.le, 1.0, "everybody at one device; an address may be shared by a whole lab",
    ),
    Check(
        "one label", "number of different labels", _distinct("label"), operator.le, 1.0,
        "a lab gives everybody a label of their own",
    ),
)  # fmt: skip
"""Checks of a whole session, in the order of their weight."""

PEOPLE_CHECKS = (
    ("declared bot", "bot", operator.gt, 0.0, "called a bot by the source", DECLARED.why),
    ("constant times", "variation", operator.lt, LOWEST_VARIATION,
     "standard deviation over mean of response times", "people vary"),
    ("too fast", "median", operator.lt, FASTEST_MS, "median response time in ms",
     "nobody reads and chooses so fast"),
    ("shared device", "device_users", operator.gt, 1.0, "participants at this device",
     "one person may have played several seats"),
    ("shared label", "label_users", operator.gt, 1.0, "participants with this label",
     "one person may have played several seats"),
)  # fmt: skip
"""Name, column of `per_person`, comparison, threshold, statistic, meaning."""
