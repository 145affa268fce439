"""How does the calibration read, as the page docs/calibration.md?"""

import pandas as pd

from analysis.calibration.fit import start_values
from analysis.calibration.partners import described
from analysis.calibration.study import Calibration
from analysis.calibration.unequal_page import unequal_judgement, unequal_table
from design.game import Game
from design.population import fischbacher_gaechter

PRIORS = (
    ("shares of types", "55.0, 22.9, 12.1, 10.0 %",
     "140 schedules of Fischbacher and Gächter (2010), typed as the authors did"),
    ("mean schedule of each type", "`design/population.py`", "the same schedules, least squares"),
    ("weight of what is seen, of the belief", ".415, .569",
     "their belief equation, found again by `python -m analysis replicate`"),
    ("weight of the schedule", ".242", "their contribution equation, likewise"),
    ("first belief: mean, SD", "9.8, 4.88 points", "round 1 of the same data"),
    ("level, slope on belief, belief level, tremble, spread between people", "below",
     "fitted here"),
    ("spread between groups, lapses, departures, end-game", "0 unless a plan sets them",
     "these data do not say: strangers, ten rounds"),
    ("effects of positions", "set by the plan", "an assumption: no data set separates them"),
)  # fmt: skip

TEXT = """# Calibration: who the simulated people are

Simulated power is only as good as the simulated people. This page says where each number about
them comes from, fits what can be fitted, and shows how far they resemble people they were not
fitted on. It is written by `python -m analysis calibrate` from public data that the project does
not ship (see [public data](foreign-data.md)).

## Where each prior comes from

{priors}

## The fit: sessions 1, 3 and 5

The published equations are regressions on choices that are cut off at 0 and 20. Simulated and cut
off again, they decay too little (dashed line below). So five parameters are fitted by simulated
moments: {moments} moments (paths of contributions and beliefs, shares at both ends, two spreads,
slopes of contributions on beliefs between and within people), weighted by their inverse bootstrap
variances. The weighted squared distance is {distance:.1f}, with {left} moments more than
parameters.

{parameters}

Errors are for resampled people, not sessions, so they are if anything too small; level and slope
move together (a lower level with a steeper slope fits nearly as well).

![Paths of contributions and beliefs](figures/calibration-paths.svg)

## People it was not fitted on: sessions 2, 4 and 6

{table}

![Distribution of contributions](figures/calibration-dispersion.svg)

{judgement}

### Types in both halves

{types}

The population uses the shares of all 140; both halves agree with them within sampling error.

## Partners of another study

Alsobay et al. (2025) let partners see each other's contributions, online. Of their games those
without punishment, reward, chat or all-or-nothing choices, with public choices, are {learning} in
the learning wave and {validation} in the validation wave, with 2 to 19 members. The general level
and a spread between groups are set on the learning wave alone.

{partners}

![Paths of partners](figures/calibration-partners.svg)

{partner_judgement}

## Partners with unequal endowments, over fifty rounds

De Geest and Kingsley (2021) let groups of four stay together for 50 rounds; two members hold 10
points a round, two hold 30. The populations are those set on the learning wave above; nothing is
fitted to these data. Two things stand between the model and this study, so it is a test of limits.
These groups could punish at 1:3, and the simulated people have no punishment. And the model does
not say what a member compares, so two readings are played: others' contributions in points, or as
shares of what each holds.

{unequal}

Percent of what is held; *first rounds* is the correlation of a group's first five rounds with the
rest. ± is one standard error between groups.

![Members with 10 and with 30 points](figures/calibration-unequal.svg)

{unequal_judgement}

## What to make of it

* **Fitted strangers carry over to other strangers** of the same study, with two faults: late
  beliefs fall too far, and a person's contributions follow the own belief too closely.
* **They do not carry over to partners elsewhere.** Slopes on beliefs above one drive partner groups
  apart, to all or nothing, more than real partners; and nothing in the model makes contributions
  decline on their own, so beliefs that start low climb where real groups slowly decay.
* In the flagship, groups of the calibrated population have an SD of mean contribution of
  {open_sd:.0f} percentage points when open and {dark_sd:.0f} when dark; of the published
  equations, {open_base:.0f} and {dark_base:.0f}. Partner groups in public lab data have 22 to 28.
  **Run a power plan with both populations**: the calibrated one asks for more groups, the published
  one for fewer, and real groups lie between.
* **Unequal endowments need a choice that no data set here makes.** Groups who cannot see who holds
  what look more like people who compare points, groups who can like people who compare shares. The
  level that was set on online games without punishment carries over to a laboratory with it less
  badly than could be feared, which may be luck.
* Part 1 foretells part 2 in the simulation (a correlation of {open_r:.2f} when open) better than
  round 1 foretells the whole game in data (.34 to .65 in three data sets), and about as well as
  five rounds foretell the next 45 in de Geest and Kingsley's. Nobody knows how well five rounds
  foretell rounds under another monitoring; if less well, power is lower than a plan says.
* A pilot of your own beats both: set `group_spread` and `level_spread` until the SD of group means
  matches it.
"""


def page(found: Calibration, flagship: pd.DataFrame) -> str:
    """Return the whole page.

    Parameters
    ----------
    flagship : columns population, condition, sd, r
    """
    sd = flagship.set_index(["population", "condition"])
    games = found.partners.games
    return TEXT.format(
        priors=_priors(),
        moments=len(found.table),
        distance=found.fit.distance,
        left=len(found.table) - len(found.fit.names),
        parameters=_parameters(found),
        table=_moments(found.table),
        judgement=_judgement(found.table),
        types=_types(found.types),
        learning=len(games["learning"].sizes),
        validation=len(games["validation"].sizes),
        partners=_partners(found),
        partner_judgement=_partner_judgement(found),
        unequal=unequal_table(found.unequal),
        unequal_judgement=unequal_judgement(found.unequal),
        open_sd=sd.loc[("calibrated", "open"), "sd"],
        dark_sd=sd.loc[("calibrated", "dark"), "sd"],
        open_base=sd.loc[("fischbacher_gaechter", "open"), "sd"],
        dark_base=sd.loc[("fischbacher_gaechter", "dark"), "sd"],
        open_r=sd.loc[("calibrated", "open"), "r"],
    )


def _priors() -> str:
    rows = [f"| {number} | {value} | {source} |" for number, value, source in PRIORS]
    return "\n".join(["| number | value | source |", "|---|---|---|", *rows])


UNITS = {"on_belief": "per point", "level_spread": "points, SD", "tremble": "points, SD"}


def _parameters(found: Calibration) -> str:
    before = start_values(fischbacher_gaechter(Game()))
    lines = ["| parameter | published equations | fitted | standard error | unit |",
             "|---|---|---|---|---|"]  # fmt: skip
    rows = zip(found.fit.names, before, found.fit.values, found.fit.errors, strict=True)
    for name, start, value, error in rows:
        unit = UNITS.get(name, "points")
        numbers = " | ".join(f"{one / 1_000:.3f}" for one in (start, value, error))
        lines.append(f"| `{name}` | {numbers} | {unit} |")
    return "\n".join(lines)


def _moments(table: pd.DataFrame) -> str:
    lines = ["| moment | fitted sessions | held out | published equations | calibrated |"
             " z, held out |", "|---|---|---|---|---|---|"]  # fmt: skip
    for row in table.to_dict("records"):
        z = (row["calibrated"] - row["held_out"]) / row["held_out_se"]
        cells = (
            row["moment"],
            f"{row['fitted']:.2f} ± {row['fitted_se']:.2f}",
            f"{row['held_out']:.2f} ± {row['held_out_se']:.2f}",
            f"{row['published']:.2f}",
            f"{row['calibrated']:.2f}",
            f"{z:.1f}",
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _judgement(table: pd.DataFrame) -> str:
    met = {name: _met(table, name) for name in ("calibrated", "published", "fitted")}
    both = "; ".join(_missed(table, ~met["calibrated"] & ~met["fitted"]))
    alone = "; ".join(_missed(table, ~met["calibrated"] & met["fitted"]))
    return (
        f"Of {len(table)} moments of the held-out sessions, the calibrated population meets"
        f" {met['calibrated'].sum()} within 1.96 standard errors (z above), the published equations"
        f" {met['published'].sum()}, and the fitted sessions themselves {met['fitted'].sum()}."
        f"\n\nMissed by the fitted sessions too, so that the halves differ as sessions do:"
        f" {both or 'none'}. Missed by the calibrated population alone, by a fault of the model or"
        f" by chance (one in twenty): {alone or 'none'}."
    )


def _met(table: pd.DataFrame, name: str) -> pd.Series:
    """Say of every moment whether it lies within 1.96 standard errors of the held-out sessions."""
    # Other people have sampling error of their own; a population of thousands has next to none.
    own = table["fitted_se"] if name == "fitted" else 0.0
    error = (table["held_out_se"] ** 2 + own**2) ** 0.5
    return (table[name] - table["held_out"]).abs() < 1.96 * error


def _missed(table: pd.DataFrame, which: pd.Series) -> list[str]:
    return [str(name) for name in table.loc[which, "moment"]]


def _types(types: pd.DataFrame) -> str:
    lines = ["| type | sessions 1, 3, 5 | sessions 2, 4, 6 |", "|---|---|---|"]
    for row in types.to_dict("records"):
        lines.append(
            f"| {row['type']} | {row['fitted']:.0f} % ({row['fitted_n']:.0f})"
            f" | {row['held_out']:.0f} % ({row['held_out_n']:.0f}) |"
        )
    return "\n".join(lines)


def _partners(found: Calibration) -> str:
    lines = ["| wave | | mean, % | SD between games | slope per round, points of 100 |",
             "|---|---|---|---|---|"]  # fmt: skip
    for wave, games in found.partners.games.items():
        rows = [("games", games.paths)]
        rows += [(name, replays[wave]) for name, replays in found.partners.replays.items()]
        for name, paths in rows:
            one = described(paths)
            numbers = f"{one.mean:.1f} | {one.spread:.1f} | {one.slope:.2f}"
            lines.append(f"| {wave} | {name} | {numbers} |")
    return "\n".join(lines)


def _partner_judgement(found: Calibration) -> str:
    real = described(found.partners.games["validation"].paths)
    ours = described(found.partners.replays["calibrated"]["validation"])
    base = described(found.partners.replays["published equations"]["validation"])
    return (
        f"Foretold for the validation wave: a mean of {ours.mean:.0f} % (published equations"
        f" {base.mean:.0f}) where {real.mean:.0f} were given; an SD between games of"
        f" {ours.spread:.0f} ({base.spread:.0f}) where it was {real.spread:.0f}; a slope of"
        f" {ours.slope:+.1f} ({base.slope:+.1f}) where it was {real.slope:+.1f}. The sign of the"
        " slope is wrong in both, and the calibrated population is too dispersed."
    )
