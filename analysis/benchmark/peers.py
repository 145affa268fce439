"""How long do other packages take for the same? Run by itself where they are installed.

    python peers.py DATA.npz FOUND.json

Reads arrays named as in `data.Rows`, prefixed by the number of groups; writes first and later
seconds and the p-value (or standard error) of each. Imports nothing of this project.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

DRAWS, DEALT, TIMES = 9_999, 10_000, 3


def took(action: Callable[[], float]) -> dict[str, float]:
    """Return seconds of the first run and of the fastest of the later ones, and what was found."""
    seconds, found = [], 0.0
    for _ in range(TIMES + 1):
        start = time.perf_counter()
        found = action()
        seconds.append(time.perf_counter() - start)
    return {"first": seconds[0], "later": min(seconds[1:]), "found": float(found)}


def wildboottest(rows: pd.DataFrame) -> float:
    """Return p by wildboottest."""
    module, formula = import_module("wildboottest.wildboottest"), import_module(FORMULA)
    model = formula.ols("y ~ treated", rows)
    found = module.wildboottest(
        model, param="treated", cluster=rows["group"], B=DRAWS, bootstrap_type="11", seed=1,
        show=False,
    )  # fmt: skip
    return float(found["p-value"].iloc[0])


def pyfixest_wild(rows: pd.DataFrame) -> float:
    """Return p by pyfixest, which calls wildboottest."""
    fit = import_module("pyfixest").feols("y ~ treated", rows, vcov={"CRV1": "group"})
    return float(fit.wildboottest(param="treated", reps=DRAWS, seed=1)["Pr(>|t|)"])


def pyfixest_ritest(means: pd.DataFrame) -> float:
    """Return p of the coefficient by pyfixest's randomisation inference."""
    fit = import_module("pyfixest").feols("y ~ treated", means)
    found = fit.ritest("treated", reps=DEALT, rng=np.random.default_rng(1))
    return float(found["Pr(>|t|)"])


def scipy_permutations(means: pd.DataFrame) -> float:
    """Return p of the difference in means by scipy, vectorised."""
    stats = import_module("scipy.stats")
    arms = [means.loc[means["treated"] == arm, "y"].to_numpy() for arm in (0, 1)]

    def difference(one: Any, two: Any, axis: int) -> Any:
        return np.mean(two, axis=axis) - np.mean(one, axis=axis)

    return float(
        stats.permutation_test(
            arms, difference, n_resamples=DEALT, vectorized=True, rng=np.random.default_rng(1)
        ).pvalue
    )


def statsmodels_mixed(rows: pd.DataFrame) -> float:
    """Return the treatment's standard error by MixedLM, levels of groups and members."""
    model = import_module(FORMULA).mixedlm(
        "y ~ treated * round", rows, groups="group", re_formula="1",
        vc_formula={"member": "0 + C(member)"},
    )  # fmt: skip
    return float(model.fit(method="lbfgs").bse["treated"])


FORMULA = "statsmodels.formula.api"
TIMED: dict[str, Callable[[pd.DataFrame], float]] = {
    "wildboottest": wildboottest,
    "pyfixest wildboottest": pyfixest_wild,
    "pyfixest ritest": pyfixest_ritest,
    "scipy permutation_test": scipy_permutations,
    "statsmodels MixedLM": statsmodels_mixed,
}
ON_MEANS = ("pyfixest ritest", "scipy permutation_test")


def timed(rows: pd.DataFrame) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each package with its times, or with the reason why there are none."""
    means = rows.groupby("group", as_index=False)[["y", "treated"]].mean()
    for name, way in TIMED.items():
        given = means if name in ON_MEANS else rows
        try:
            yield name, took(lambda way=way, given=given: way(given))  # type: ignore[misc]
        except Exception as error:  # what another package raises is its answer
            yield name, {"failed": f"{type(error).__name__}: {error}"}


def main(data: str, out: str) -> None:
    """Time every package on every table of the file."""
    arrays = np.load(data)
    found: dict[str, dict[str, Any]] = {}
    for groups in sorted({name.split("_")[0] for name in arrays}):
        names = [name for name in arrays if name.startswith(f"{groups}_")]
        rows = pd.DataFrame({name.split("_")[1]: arrays[name] for name in names})
        found[groups] = dict(timed(rows))
    Path(out).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:3])
