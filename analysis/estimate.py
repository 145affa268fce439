"""What is the answer to an estimand, in one tidy row?"""

from dataclasses import asdict, dataclass, replace

import numpy as np
import pandas as pd

NAN = float("nan")


@dataclass(frozen=True)
class Estimate:
    """One estimand by one method; missing numbers are NaN and `note` says why.

    Attributes
    ----------
    role : str
        "primary", "sensitivity", "without_automatic", "without_imputed" or "secondary".
    estimand, outcome, contrast, estimator : str
        What was asked and how it was answered.
    estimate, se, low, high : float
        In percent or percentage points of the endowment; a 95 % interval.
    df, p, p_holm : float
        Degrees of freedom; two-sided p; p adjusted by Holm over the primary family.
    arms : str
        Groups in each arm, "one_way 8, dark 8".
    n_groups, n_cells : int
        Groups used, and blocks (pairs, for a withdrawal) they stand in.
    n_assignments : int
        Distinct assignments of arms that the lot could have dealt; 0 where none were used.
    exact, discrete : bool
        Whether all of them were used; whether they are fewer than 1,000, so that p moves in steps.
    left_out : str
        Groups of the compared arms that were not used, with reasons.
    note : str
        What else a reader must know.
    """

    role: str
    estimand: str
    outcome: str
    contrast: str
    estimator: str
    estimate: float = NAN
    se: float = NAN
    df: float = NAN
    low: float = NAN
    high: float = NAN
    p: float = NAN
    p_holm: float = NAN
    arms: str = ""
    n_groups: int = 0
    n_cells: int = 0
    n_assignments: int = 0
    exact: bool = False
    discrete: bool = False
    left_out: str = ""
    note: str = ""

    @property
    def known(self) -> bool:
        """Whether there is an estimate."""
        return bool(np.isfinite(self.estimate))

    def adjusted(self, p_holm: float) -> "Estimate":
        """Return the row with its adjusted p."""
        return replace(self, p_holm=float(p_holm))


def tidy(estimates: tuple[Estimate, ...]) -> pd.DataFrame:
    """Return estimates as one row each."""
    return pd.DataFrame([asdict(one) for one in estimates], columns=list(Estimate.__annotations__))
