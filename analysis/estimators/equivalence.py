"""Is an effect small enough to be of no interest?

Two one-sided tests (Schuirmann 1987) against a smallest effect of interest declared beforehand. The
effect is shown to be smaller than the margin when both one-sided nulls are rejected, that is when
the (1 - 2 alpha) interval lies within the margin.
"""

from dataclasses import dataclass

from scipy.special import stdtr

from analysis.estimators.student import critical_value


@dataclass(frozen=True)
class Equivalence:
    """Two one-sided tests; `p` is the larger of both, `low` and `high` the 1 - 2 alpha interval."""

    p_lower: float
    p_upper: float
    p: float
    low: float
    high: float
    margin_low: float
    margin_high: float
    equivalent: bool


def equivalence(
    estimate: float,
    se: float,
    df: float,
    *,
    margin: float | tuple[float, float],
    alpha: float = 0.05,
) -> Equivalence:
    """Test that an effect lies within a margin.

    Parameters
    ----------
    estimate, se, df : of any t-based estimate; df may be infinite
    margin : one positive number for both sides, or (low, high)
    alpha : of each one-sided test
    """
    low, high = margin if isinstance(margin, tuple) else (-margin, margin)
    if not low < high:
        raise ValueError(f"the margin {margin} is empty: its lower end must lie below its upper")
    if not se > 0 or not df > 0:
        raise ValueError(f"se and df must be positive, found se {se} and df {df}")
    p_lower = float(stdtr(df, -(estimate - low) / se))
    p_upper = float(stdtr(df, -(high - estimate) / se))
    reach = float(critical_value(1.0 - 2.0 * alpha, df)) * se
    p = max(p_lower, p_upper)
    interval = (estimate - reach, estimate + reach)
    return Equivalence(p_lower, p_upper, p, *interval, low, high, p < alpha)
