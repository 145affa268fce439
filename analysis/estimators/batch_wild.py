"""What does the wild bootstrap say in each of thousands of experiments on one schedule?

The same p as `wild.wild_bootstrap` with one row per group, for experiments that share arms and
blocks (`batch.py`). An outcome that never varies gets p = 1.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.estimators.batch import BatchDesign, checked, projections, reduced_chunk
from analysis.estimators.wild import TIE_TOLERANCE, WildWeights

Floats = NDArray[np.float64]

CHUNK = 1 << 18


def batch_wild(
    y: ArrayLike, design: BatchDesign, drawn: WildWeights, *, covariate: ArrayLike | None = None
) -> Floats:
    """Return the wild bootstrap p of the contrast being zero in every experiment.

    Parameters
    ----------
    y, covariate : (experiments, groups)
    drawn : common to all experiments, see `wild.wild_weights`
    """
    outcomes, extra = checked(y, design, covariate)
    step = max(1, CHUNK // outcomes.shape[1] ** 2)
    p = []
    for i in range(0, len(outcomes), step):
        reduced = reduced_chunk(outcomes[i : i + step], extra[i : i + step], design.basis)
        w, maker = projections(reduced, design)
        p += [_p(*row, drawn) for row in zip(reduced.residual, w, maker, strict=True)]
    return np.array(p)


def _p(residual: Floats, w: Floats, maker: Floats, drawn: WildWeights) -> float:
    """Return p of one experiment; see `wild.py` for the quadratic form."""
    error, estimate = maker @ residual, float(w @ residual)
    restricted = error + w * estimate / float(w @ w)
    numerator = drawn.values @ (w * restricted)
    scores = drawn.values @ (restricted[:, None] * maker * w)
    observed = float(((w * error) ** 2).sum())
    squares = (scores**2).sum(axis=1)
    reached = int((numerator**2 * observed >= estimate**2 * squares * (1 - TIE_TOLERANCE)).sum())
    draws = len(drawn.values)
    return reached / draws if drawn.exact else (1.0 + reached) / (1.0 + draws)
