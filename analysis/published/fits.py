"""Which coefficients and clustered errors does statsmodels give?

The replications use an implementation that this project did not write.
"""

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Fit:
    """Coefficients, standard errors and p-values by name."""

    coefficients: dict[str, float]
    errors: dict[str, float]
    p_values: dict[str, float]


def clustered_ols(table: pd.DataFrame, y: str, x: list[str], cluster: str) -> Fit:
    """Fit y on a constant and x; errors CR1, as Stata's `regress, cluster()`; p normal.

    Rows with a missing value in y or x are left out.
    """
    # statsmodels takes two seconds to import, and a help message should not wait for it
    from statsmodels.regression.linear_model import OLS
    from statsmodels.tools.tools import add_constant

    used = table.dropna(subset=[y, *x])
    fit = OLS(used[y].astype(float), add_constant(used[x].astype(float))).fit(
        cov_type="cluster", cov_kwds={"groups": pd.factorize(used[cluster])[0]}
    )
    return Fit(dict(fit.params), dict(fit.bse), dict(fit.pvalues))
