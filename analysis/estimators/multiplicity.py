"""Which findings survive when several hypotheses are tested together?

Holm (1979) needs only p-values and holds under any dependence. The step-down maximum (Westfall and
Young 1993, algorithm 4.1; Romano and Wolf 2005) uses one common set of resamples for all tests and
gains where they are correlated: `step_down` compares absolute studentised statistics, as Romano
and Wolf; `step_down_p` first turns every statistic into its own permutation p, as Westfall and
Young's minP, which balances tests whose statistics have different distributions.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.estimators.ols import numbers
from analysis.estimators.randomisation import tail_share

Floats = NDArray[np.float64]


def holm(p: ArrayLike) -> Floats:
    """Return Holm's adjusted p-values, in the order given."""
    values = _probabilities(p)
    order = np.argsort(values, kind="stable")
    scaled = values[order] * (len(values) - np.arange(len(values)))
    return _restored(np.maximum.accumulate(scaled), order)


def step_down(observed: ArrayLike, resampled: ArrayLike, *, exact: bool) -> Floats:
    """Return step-down adjusted p-values of absolute statistics from one set of resamples.

    Parameters
    ----------
    observed : (tests,)
    resampled : (tests, resamples) the same resamples for every test; permuted statistics, or
        bootstrap statistics centred at the estimate
    exact : the resamples are all assignments, the observed one included; else
        (1 + count) / (1 + resamples) is used
    """
    size = np.abs(numbers(observed, "observed statistics"))
    others = np.abs(np.asarray(resampled, dtype=np.float64))
    if size.ndim != 1 or others.ndim != 2 or len(others) != len(size) or np.isnan(others).any():
        raise ValueError(
            f"observed statistics {size.shape} and resampled ones {others.shape}; expected "
            "(tests,) and (tests, resamples) without missing values"
        )
    order = np.argsort(-size, kind="stable")
    largest = np.maximum.accumulate(others[order][::-1], axis=0)[::-1]
    raw = tail_share(size[order], largest, exact=exact)
    return _restored(np.maximum.accumulate(raw), order)


def step_down_p(observed: ArrayLike, resampled: ArrayLike, *, exact: bool) -> Floats:
    """Return Westfall and Young's minP adjusted p-values; parameters as in `step_down`.

    A resample's own p is its rank among the resamples, so that with few assignments many are tied.
    """
    size = np.abs(numbers(observed, "observed statistics"))
    others = np.abs(np.asarray(resampled, dtype=np.float64))
    ranked = np.stack([_upper_share(row, row) for row in others])
    own = np.array([_upper_share(s[None], row)[0] for s, row in zip(size, others, strict=True)])
    return step_down(1.0 - own, 1.0 - ranked, exact=exact)


def _upper_share(values: Floats, among: Floats) -> Floats:
    """Return the share of `among` that is at least as large as each value, ties included."""
    slack = np.where(np.isfinite(values), 1e-9 * np.abs(values), 0.0)
    return 1.0 - np.searchsorted(np.sort(among), values - slack, side="left") / len(among)


def _probabilities(p: ArrayLike) -> Floats:
    values = numbers(p, "p-values")
    if values.ndim != 1 or not len(values) or (values < 0).any() or (values > 1).any():
        raise ValueError(f"p-values lie between 0 and 1, one per test; found {values.tolist()}")
    return values


def _restored(ordered: Floats, order: NDArray[np.intp]) -> Floats:
    adjusted = np.empty_like(ordered)
    adjusted[order] = np.minimum(ordered, 1.0)
    return adjusted
