"""What do a Student t ratio and its degrees of freedom say about an estimate?"""

from typing import Any

from scipy.special import stdtr, stdtrit


def two_sided_p(t: Any, df: Any) -> Any:
    """Return P(|T| >= |t|) of Student's distribution; df may be infinite (normal)."""
    return 2.0 * stdtr(df, -abs(t))


def critical_value(level: float, df: Any) -> Any:
    """Return the value that |T| stays below with probability `level`."""
    if not 0.0 < level < 1.0:
        raise ValueError(f"the level of an interval lies between 0 and 1, found {level}")
    return stdtrit(df, 0.5 + level / 2.0)
