"""How do stored tables, foreign Panels and simulations become matching groups?"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.estimands.contagion import comparisons
from analysis.estimands.elsewhere import elsewhere
from analysis.estimands.games import (
    LOOKING,
    PERCENT,
    Beliefs,
    Floats,
    MatchingGroup,
    mean_of_others,
)
from analysis.estimands.sighted import Sighted, sighted
from analysis.outcomes import Shares, shares
from analysis.panel import Panel
from design.experiments import Experiment
from design.game import POINT, Game
from design.simulate import UNASKED, Simulation, asked_about
from design.treatments import Treatment

SCHEDULE = r"b\d+"


def from_panel(panel: Panel) -> tuple[MatchingGroup, ...]:
    """Gather this project's own tables; rounds that are not settled are missing."""
    found = shares(panel)
    stated, seed = _stated(panel, found), int(panel.sessions["seed"].iloc[0])
    rows = [row | {"seed": seed} for row in _records(found)]
    made = zip(rows, found.values, stated, strict=True)
    groups = (_own(found.experiment, row, values, asked) for row, values, asked in made)
    seen, beside = sighted(panel, found), elsewhere(panel, found)
    return tuple(
        _with_sightings(_with_points(group, found, beside, place), seen, place)
        for place, group in enumerate(groups)
    )


def _with_points(group: MatchingGroup, found: Shares, beside: Floats, place: int) -> MatchingGroup:
    """Take what stages made of the points: earnings as stored, and what was given elsewhere."""
    assert found.earnings is not None
    played = len(group.rounds)
    given = beside[place][:played]
    return replace(
        group,
        earnings=found.earnings[place][:played],
        elsewhere=None if np.isnan(given).all() else given,
    )


def _with_sightings(group: MatchingGroup, seen: Sighted, place: int) -> MatchingGroup:
    """Add what the members of a group looked up, at what price, and were shown."""
    played = len(group.rounds)
    shown = {kind: values[place][:played] for kind, values in seen.shown.items()}
    shown = {kind: values for kind, values in shown.items() if not np.isnan(values).all()}
    looking = {name: getattr(seen, name)[place][:played] for name in LOOKING}
    held = {name: one for name, one in looking.items() if not np.isnan(one).all()}
    return replace(group, shown=shown, **held)


def _records(found: Shares) -> list[dict[str, object]]:
    return [
        {str(name): value for name, value in row.items()} for row in found.groups.to_dict("records")
    ]


def from_simulation(simulation: Simulation) -> tuple[MatchingGroup, ...]:
    """Gather simulated groups without writing tables first."""
    experiment, deal = simulation.experiment, simulation.deal
    held = np.array(experiment.game.endowments)
    names = experiment.schedule.conditions
    made = []
    for i, slot in enumerate(simulation.slots):
        row = {
            "slot": int(slot),
            "block": int(deal.block[i]),
            "condition": names[int(deal.condition[i])],
            "beliefs": bool(deal.beliefs[i]),
            "third": "kept" if deal.kept[i] else "removed",
        }
        points = simulation.beliefs[i]
        asked = np.where(points == UNASKED, np.nan, PERCENT * points / held[:, None])
        given = PERCENT * simulation.contributions[i] / held
        made.append(_own(experiment, row, np.asarray(given), asked))
    return tuple(made)


def _own(
    experiment: Experiment, row: dict[str, object], values: Floats, asked: Floats
) -> MatchingGroup:
    """Return one group of an experiment, whose rules say what its numbers mean."""
    game = experiment.game
    kept = row["third"] == "kept"
    played = experiment.built(str(row["condition"]), beliefs=bool(row["beliefs"]), kept=kept)
    seed, slot = int(str(row.get("seed", 0))), int(str(row["slot"]))
    played = played.drawn(seed, slot)
    values, asked = values[: played.rounds], asked[: played.rounds]
    rounds = np.arange(1, played.rounds + 1)
    parts = np.repeat(np.arange(1, len(played.phases) + 1), [p.rounds for p in played.phases])
    games = [
        played.game_of(part).drawn(seed, slot, played.first_round(part))
        for part in (parts - 1).tolist()
    ]
    held = np.array([one.endowments for one in games], dtype=np.float64)
    settled = ~np.isnan(values).any(axis=1, keepdims=True)
    points = np.round(np.where(settled, values, 0.0) / PERCENT * held).astype(np.int64) * POINT
    earned = [one.earnings(row) / POINT for one, row in zip(games, points, strict=True)]
    earnings = np.where(settled, np.array(earned), np.nan)
    # Where members sit out, fewer than the group's members share what is given.
    mpcr = None if played.turnover else _one(games)
    return MatchingGroup(
        slot=slot, condition=str(row["condition"]), third=str(row["third"]),
        seats=tuple(game.seats), rounds=rounds, parts=parts, shares=values,
        others=mean_of_others(values), held=held, earnings=earnings,
        beliefs=_beliefs(played, values, asked), mpcr=mpcr,
        block=int(str(row["block"])), asked=bool(row["beliefs"]),
        induced=comparisons(experiment).get(str(row["condition"])),
        linked_set=int(str(row.get("linked_set", slot))),
    )  # fmt: skip


def _one(games: list[Game]) -> float | None:
    """Return the return that holds for all seats in all rounds, if there is one."""
    found = {mpcr for game in games for mpcr in game.mpcr}
    return found.pop() / 1_000 if len(found) == 1 else None


def _beliefs(played: Treatment, values: Floats, asked: Floats) -> dict[str, Beliefs]:
    """Return each question's answers with the mean of those asked about."""
    questions = next((phase.beliefs for phase in played.phases if phase.beliefs), ())
    found = {}
    for place, belief in enumerate(questions):
        mask = asked_about(belief, played.game).astype(np.float64)
        n = mask.sum(axis=1)
        truth = values @ mask.T / n
        found[belief.name] = Beliefs(asked[:, :, place], np.asarray(truth), int(n[0]))
    return found


def _stated(panel: Panel, found: Shares) -> Floats:
    """Return stored beliefs in percent, (groups, rounds, seats, questions), NaN where none."""
    game = found.experiment.game
    names = question_names(found.experiment)
    values = np.full((*found.values.shape, len(names)), np.nan)
    rows = panel.beliefs
    seat = pd.Index(list(game.seats)).get_indexer(pd.Index(rows["seat"]))
    at = (
        pd.Index(found.groups["slot"]).get_indexer(pd.Index(rows["slot"])),
        rows["round"].to_numpy(dtype=np.int64) - 1,
        seat,
        pd.Index(names).get_indexer(pd.Index(rows["question"])),
    )
    values[at] = PERCENT * rows["belief"].to_numpy() / panel.design.most(rows).to_numpy()
    return values


def question_names(experiment: Experiment) -> list[str]:
    """Return the names of the experiment's belief questions, in their order."""
    phases = (phase for one in experiment.treatments() for phase in one.phases)
    return next(([belief.name for belief in p.beliefs] for p in phases if p.beliefs), [])


def from_foreign(
    panel: pd.DataFrame,
    *,
    mpcr: float | None = None,
    plays_as: Literal["condition", "group"] = "condition",
) -> tuple[MatchingGroup, ...]:
    """Gather a Panel of `foreign.load.load_foreign`.

    Parameters
    ----------
    panel : with an endowment on every row, since shares are percent of it
    mpcr : marginal per-capita return, if the analyst knows it; efficiency needs it
    plays_as : which rounds a group was to play, of which what is missing is not settled: all that
        any group of its "condition" played, or, where lengths differ by design, those that the
        "group" played itself
    """
    if panel["endowment"].isna().any():
        raise ValueError(
            f"{int(panel['endowment'].isna().sum())} of {len(panel)} rows have no endowment; "
            "shares are percent of it: name it in the mapping"
        )
    key = "condition" if plays_as == "condition" else "slot"
    plays = panel.groupby(key)[["part", "round"]].apply(lambda f: f.drop_duplicates())
    schedule = sorted(panel.filter(regex=f"^{SCHEDULE}$").columns, key=lambda name: int(name[1:]))
    return tuple(
        _foreign(rows, plays.loc[rows[key].iloc[0]], schedule, mpcr) for rows in _by_slot(panel)
    )


def _by_slot(panel: pd.DataFrame) -> Iterator[pd.DataFrame]:
    for (slot,), rows in panel.groupby(["slot"], sort=True):
        found = rows["condition"].unique()
        if len(found) > 1:
            raise ValueError(
                f"matching group {slot} holds conditions {sorted(found)}; conditions must vary "
                "between matching groups"
            )
        yield rows


def _foreign(
    rows: pd.DataFrame, plays: pd.DataFrame, schedule: list[str], mpcr: float | None
) -> MatchingGroup:
    expected = plays.sort_values(["part", "round"])
    rounds, parts = (expected[name].to_numpy(dtype=np.int64) for name in ("round", "part"))
    people = rows.groupby("participant", sort=False)["seat"].first()
    keys = pd.MultiIndex.from_arrays([parts, rounds])
    row = keys.get_indexer(pd.MultiIndex.from_frame(rows[["part", "round"]]))
    at = (row, people.index.get_indexer(pd.Index(rows["participant"])))
    shape = (len(rounds), len(people))
    held = _filled(shape, at, rows["endowment"])
    given = _filled(shape, at, rows["contribution"])
    guess = _filled(shape, at, rows["belief"])
    accounts = np.zeros(shape, dtype=np.int64)
    accounts[at] = pd.factorize(rows["group"])[0]
    # Who holds nothing has no share of it.
    holding = np.where(held > 0, held, np.nan)
    own = np.asarray(PERCENT * given / holding)
    others = mean_of_others(own, accounts)
    belief = Beliefs(PERCENT * guess / holding, others, 1)
    elicited = rows.groupby("participant", sort=False)[schedule].first().to_numpy(dtype=np.float64)
    top = np.nanmax(held, axis=0)[:, None]
    return MatchingGroup(
        slot=int(rows["slot"].iloc[0]), condition=str(rows["condition"].iloc[0]),
        seats=tuple(people), rounds=rounds, parts=parts, shares=own,
        others=others, held=held, earnings=_filled(shape, at, rows["earnings"]),
        beliefs={} if np.isnan(guess).all() else {"others": belief},
        schedules=PERCENT * elicited / top if len(schedule) > 1 else None, mpcr=mpcr,
    )  # fmt: skip


def _filled(
    shape: tuple[int, int], at: tuple[NDArray[np.intp], NDArray[np.intp]], values: pd.Series
) -> Floats:
    found = np.full(shape, np.nan)
    found[at] = values.to_numpy(dtype=np.float64)
    return found
