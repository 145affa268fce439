"""What do the schedule's seed and the members' choices settle about every slot and round?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.panel import Panel
from design.catalogue import treatment_name
from design.game import POINT
from design.state import Group
from design.treatments import Treatment

ACTED = ("timed_out", "replaced")
"""Events at which the computer acts for a member: its time is over, or the experimenter asks."""

DEALT = ["treatment", "condition", "beliefs", "third"]


@dataclass(frozen=True)
class Basis:
    """What the audit recomputes everything else from.

    Attributes
    ----------
    panel : Panel
        The stored tables.
    seed : int
        The schedule's seed.
    deals : DataFrame by slot
        session, block, treatment, condition, beliefs and third of every filled slot.
    members : Series by (slot, seat)
        The participant in every seat.
    rounds : DataFrame by (slot, round)
        One row per round in which all members decided: settled_at, decided_at (the last), part
        and contributions, one column per seat, in points. Of those whose stages go on after the
        decisions, only rounds that are over (analysis/checks/histories.py).
    histories : dict of int to Group
        Every group with its rounds that are over, by slot.
    """

    panel: Panel
    seed: int
    deals: pd.DataFrame
    members: pd.Series
    rounds: pd.DataFrame
    histories: Mapping[int, Group] = field(default_factory=dict)

    @cached_property
    def ended(self) -> set[int]:
        """Slots whose game the experimenter ended before its last round."""
        events = self.panel.events
        return {int(slot) for slot in events["slot"][events["event"] == "ended"].dropna()}

    @cached_property
    def gone(self) -> dict[tuple[int, str], int]:
        """The round in which a member left for good, by slot and seat."""
        events = self.panel.events
        left = events[events["event"] == "left"].dropna(subset=["slot", "round"])
        rows = zip(left["slot"], left["seat"], left["round"], strict=True)
        return {(int(slot), seat): int(number) for slot, seat, number in rows}

    def treatment(self, slot: int) -> Treatment:
        """Return the treatment that the schedule deals to a slot, as long as its lots make it."""
        if slot not in self._treatments:
            dealt = self.panel.design.by_name[str(self.deals.at[slot, "treatment"])]
            self._treatments[slot] = dealt.drawn(self.seed, int(slot))
        return self._treatments[slot]

    @cached_property
    def _treatments(self) -> dict[int, Treatment]:
        """Treatments asked for so far, by slot."""
        return {}

    def given(self, rounds: pd.DataFrame) -> NDArray[np.int64]:
        """Return contributions of some rounds, (rounds, members) in milli-points."""
        seats = list(self.panel.design.experiment.game.seats)
        return rounds[seats].to_numpy(dtype=np.int64) * POINT

    def dealt(self, slots: pd.Series) -> pd.DataFrame:
        """Return session, treatment, condition, beliefs and third for rows of slots."""
        return self.deals.loc[slots, ["session", *DEALT]].set_axis(slots.index)


def decided(panel: Panel) -> Basis:
    """Deal the schedule again and collect the choices of every round in which all decided."""
    seed = int(panel.sessions["seed"].iloc[0])
    deals = _deals(panel, seed)
    people = panel.participants
    seated = people[people["slot"].notna()].astype({"slot": int})
    members = seated.drop_duplicates(["slot", "seat"]).set_index(["slot", "seat"])["participant"]
    return Basis(panel, seed, deals, members, _rounds(panel))


def _deals(panel: Panel, seed: int) -> pd.DataFrame:
    groups, schedule = panel.groups, panel.design.experiment.schedule
    deal = schedule.deal(seed, groups["slot"].to_numpy(dtype=np.int64))
    conditions = [schedule.conditions[int(i)] for i in deal.condition]
    triples = zip(conditions, deal.beliefs, deal.kept, strict=True)
    names = [treatment_name(c, beliefs=bool(b), kept=bool(k)) for c, b, k in triples]
    return pd.DataFrame(
        {
            "session": groups["session"].to_numpy(),
            "block": deal.block,
            "treatment": names,
            "condition": conditions,
            "beliefs": deal.beliefs,
            "third": np.where(deal.kept, "kept", "removed"),
        },
        index=pd.Index(groups["slot"], name="slot"),
    )


def _rounds(panel: Panel) -> pd.DataFrame:
    chosen, seats = panel.decisions, list(panel.design.experiment.game.seats)
    by_round = chosen.groupby(["slot", "round"])
    given = chosen.pivot_table(index=["slot", "round"], columns="seat", values="contribution")
    given = given.reindex(columns=seats)
    times = by_round[["decided_at", "settled_at"]].max()
    return given.join(times)[given.notna().all(axis=1)]


def places(treatments: dict[str, Treatment]) -> pd.DataFrame:
    """Return part and cell of every (treatment, round, seat)."""
    rows = [
        (name, number, seat, part + 1, treatment.roles.cells[i] if part else "common")
        for name, treatment in treatments.items()
        for number in range(1, treatment.rounds + 1)
        for part in (treatment.part(number),)
        for i, seat in enumerate(treatment.game.seats)
    ]
    columns = ["treatment", "round", "seat", "part", "cell"]
    return pd.DataFrame(rows, columns=columns).set_index(columns[:3])
