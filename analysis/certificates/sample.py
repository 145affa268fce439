"""Do experiments that the published page has not seen agree with it?

The page's experiments are numbered from 0; the sample's follow after them, under the same schedule
and people. Shares are compared by the difference over its standard error with both counts, the
bias by the spread, the spread by its own error; what the page rounded off is allowed for.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.certificates.claims import Claim
from analysis.certificates.study import Certificate, certified
from analysis.power.page import each
from analysis.power.scenario import SHARD, Shard, joined
from analysis.power.truth import Truth

Floats = NDArray[np.float64]
Compute = Callable[[list[Shard]], None]

LIMIT = 5.0
"""Standard errors; six hundred comparisons of chance alone reach 4.5 once in two hundred times."""

SHARES = {"power_raw": "rejected, p ≤ .05", "power": "rejected, Holm", "coverage": "coverage"}
PERCENT_STEP, POINT_STEP = 0.0005, 0.005


def published(text: str) -> tuple[int, pd.DataFrame]:
    """Return how many experiments the page rests on, and its rows: world, estimand, groups, ...

    Raises
    ------
    ValueError
        If the page holds no table of a certificate.
    """
    said = re.search(r"^([\d,]+) experiments of the flagship", text, re.M)
    rows = []
    for part in re.split(r"^## ", text, flags=re.M)[1:]:
        lines = [line for line in part.splitlines() if re.match(r"\| (mean|slope)\.", line)]
        rows += [_row(part.splitlines()[0], line) for line in lines]
    if said is None or not rows:
        raise ValueError("this page holds no certificates; write it by the command certificates")
    return int(said[1].replace(",", "")), pd.DataFrame(rows)


def _row(world: str, line: str) -> dict[str, object]:
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    truth, raw, holm, covered, bias = (float(cells[i].split(" ±")[0]) for i in (2, 3, 4, 5, 6))
    _, _, error = cells[2].partition(" ± ")
    return {
        "world": world, "estimand": cells[0], "groups": int(cells[1]), "truth": truth,
        "truth_mc": float(error or 0.0),
        "power_raw": raw / 100, "power": holm / 100, "coverage": covered / 100,
        "bias": bias, "spread": float(cells[7]),
    }  # fmt: skip


def further(claim: Claim, groups: int, seen: int, experiments: int) -> list[Shard]:
    """Return the shards of the experiments that follow those already seen."""
    scenario, end = claim.scenario(groups, seen + experiments), seen + experiments
    return [Shard(scenario, i, min(SHARD, end - i)) for i in range(seen, end, SHARD)]


def sampled(
    claims: tuple[Claim, ...], page: str, folder: Path, *, experiments: int, compute: Compute
) -> tuple[Certificate, ...]:
    """Simulate further experiments in every world of the page, and certify them by themselves.

    Parameters
    ----------
    page : text of the published certificates, whose truths are believed
    experiments : how many for each world and number of groups
    compute : stores the answers of shards in the folder
    """
    seen, rows = published(page)
    sizes = sorted(rows["groups"].unique().tolist())
    asked = {(c.name, n): further(c, n, seen, experiments) for c in claims for n in sizes}
    compute([shard for shards in asked.values() for shard in shards])
    found = []
    for claim in claims:
        told = rows[rows["world"] == claim.title]
        answers = {
            n: joined(
                claim.scenario(n, experiments),
                [np.load(folder / shard.name) for shard in asked[claim.name, n]],
            )
            for n in sizes
        }
        found.append(certified(claim, _truth(claim, told), answers))
    return tuple(found)


def _truth(claim: Claim, told: pd.DataFrame) -> Truth:
    """Return the effects that the page states for a world, in order of the Plan."""
    names = [one.name for one in claim.experiment.plan.primary]
    stated = told.drop_duplicates("estimand").set_index("estimand").loc[names]
    return Truth(stated["truth"].to_numpy(dtype=float), stated["truth_mc"].to_numpy(dtype=float))


def compared(page: str, found: tuple[Certificate, ...]) -> pd.DataFrame:
    """Compare every number of the page with what further experiments say.

    Returns
    -------
    One row per number of the page: world, groups, estimand, what, page, sample, errors apart.
    """
    seen, rows = published(page)
    key = ["world", "groups", "estimand"]
    own = pd.concat([one.table.assign(world=one.claim.title) for one in found])
    told = rows.set_index(key).loc[pd.MultiIndex.from_frame(own[key])].reset_index()
    pairs = zip(each(told), each(own), strict=True)
    apart = [one for page_row, own_row in pairs for one in _differences(page_row, own_row, seen)]
    return pd.DataFrame(apart)


def _differences(told: Any, own: Any, seen: int) -> Iterator[dict[str, object]]:
    """Yield each number of a row with how many standard errors the sample is away from it."""
    both = 1.0 / seen + 1.0 / own.experiments
    place = {"world": told.world, "groups": told.groups, "estimand": told.estimand}
    for name, what in SHARES.items():
        page, sample = getattr(told, name), getattr(own, name)
        total = seen + own.experiments
        share = (seen * page + own.experiments * sample) / total
        share = min(max(share, 0.5 / total), 1 - 0.5 / total)
        error = (share * (1 - share) * both) ** 0.5
        yield place | _apart(what, page, sample, error, PERCENT_STEP)
    error = own.spread * both**0.5
    yield place | _apart("bias", told.bias, own.bias, error, 2 * POINT_STEP)
    error = own.spread_mc * (1.0 + own.experiments / seen) ** 0.5
    yield place | _apart("SD", told.spread, own.spread, error, POINT_STEP)


def _apart(
    what: str, page: float, sample: float, error: float, rounded: float
) -> dict[str, object]:
    distance = max(abs(sample - page) - rounded, 0.0) / error
    return {"what": what, "page": page, "sample": sample, "errors": distance}
