"""Which groups of similar people does a tree of pairwise merging find, and are they stable?

Ward's (1963) hierarchical clustering of profiles (contribution schedules, say; Fallucchi, Luccasen
and Turocy 2019), with two aids to the number of types: the mean silhouette (Rousseeuw 1987), and
the mean adjusted Rand index (Hubert and Arabie 1985) between the types of all people and those
found again in resampled people, compared on the people drawn.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import cdist
from scipy.special import comb

from analysis.estimators.ols import numbers
from design import chance

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]


@dataclass(frozen=True)
class WardFit:
    """Types 0, 1, ... in falling order of size; `centres` is (types, columns).

    `silhouette` lies between -1 and 1; `stability` is 1 when every resample finds the same types.
    """

    labels: Labels = field(repr=False)
    centres: Floats
    shares: Floats
    silhouette: float
    stability: float
    n_persons: int


def ward_types(
    profiles: ArrayLike, n_types: int, *, resamples: int = 200, seed: int = 0
) -> WardFit:
    """Cut Ward's tree of profiles, (persons, columns), into a number of types."""
    values = numbers(profiles, "profiles")
    if values.ndim != 2 or not 2 <= n_types < len(values):
        raise ValueError(
            f"{n_types} types of profiles {values.shape}: 2 to persons - 1 are possible"
        )
    labels = _cut(values, n_types)
    keys = (np.arange(resamples)[:, None], np.arange(len(values))[None, :])
    draws = chance.choice(seed, keys, "stability of types", among=len(values))
    again = [adjusted_rand(labels[draw], _cut(values[draw], n_types)) for draw in draws]
    sizes = np.bincount(labels, minlength=n_types)
    centres = np.stack([values[labels == one].mean(axis=0) for one in range(n_types)])
    width = float(silhouettes(values, labels).mean())
    stability = float(np.mean(again))
    return WardFit(labels, centres, sizes / len(values), width, stability, len(values))


def _cut(values: Floats, n_types: int) -> Labels:
    """Return type codes, the largest type first (ties by first appearance)."""
    raw = fcluster(linkage(values, method="ward"), n_types, criterion="maxclust")
    found, first, counts = np.unique(raw, return_index=True, return_counts=True)
    order = np.lexsort((first, -counts))
    rank = np.empty(int(found.max()) + 1, dtype=np.int64)
    rank[found[order]] = np.arange(len(found))
    return np.asarray(rank[raw])


def silhouettes(profiles: Floats, labels: Labels) -> Floats:
    """Return each person's silhouette: (b - a) / max(a, b), zero for a type of one.

    a is the mean distance to the own type's others, b to the nearest other type.
    """
    distance = cdist(profiles, profiles)
    member = labels[:, None] == np.arange(int(labels.max()) + 1)
    sizes = member.sum(axis=0)
    sums = distance @ member
    own = np.take_along_axis(sums, labels[:, None], axis=1)[:, 0]
    inside = own / np.maximum(sizes[labels] - 1, 1)
    means = np.where(member | (sizes == 0), np.inf, sums / np.maximum(sizes, 1))
    nearest = means.min(axis=1)
    scale = np.maximum(np.maximum(inside, nearest), 1e-300)
    return np.where(sizes[labels] > 1, (nearest - inside) / scale, 0.0)


def adjusted_rand(first: ArrayLike, second: ArrayLike) -> float:
    """Return how far two partitions of the same people agree: 1 fully, 0 as by chance."""
    one, two = (np.unique(np.asarray(part), return_inverse=True)[1] for part in (first, second))
    table = np.zeros((int(one.max()) + 1, int(two.max()) + 1))
    np.add.at(table, (one, two), 1.0)
    both = float(comb(table, 2).sum())
    rows, columns = (float(comb(table.sum(axis=axis), 2).sum()) for axis in (1, 0))
    by_chance = rows * columns / float(comb(len(one), 2))
    most = 0.5 * (rows + columns)
    return 1.0 if most == by_chance else (both - by_chance) / (most - by_chance)
