"""In what order do the groups of simulated experiments stand, so that all share one design?

Every experiment is a run of complete blocks of one long schedule. Within a block each condition
stands once with beliefs and once without, so sorting groups by block, beliefs and condition gives
every experiment the same arms, blocks and strata in the same rows, whatever the lot dealt.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.outcomes import PERCENT, Shares
from design.experiments import Experiment
from design.schedule import Deal
from design.simulate import Simulation

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Arrangement:
    """Where the groups of one experiment stand.

    Attributes
    ----------
    experiment : Experiment
        What they play.
    blocks : int
        Complete blocks in each experiment; every condition has two groups in a block.
    """

    experiment: Experiment
    blocks: int

    @property
    def conditions(self) -> int:
        """Number of conditions."""
        return len(self.experiment.schedule.conditions)

    @property
    def groups(self) -> int:
        """Groups in one experiment."""
        return 2 * self.blocks * self.conditions

    def frame(self) -> pd.DataFrame:
        """Return block, beliefs and condition of every row."""
        block, beliefs, condition = np.unravel_index(
            np.arange(self.groups), (self.blocks, 2, self.conditions)
        )
        names = np.array(self.experiment.schedule.conditions, dtype=object)
        return pd.DataFrame(
            {"block": block, "beliefs": beliefs.astype(bool), "condition": names[condition]}
        )

    def rows(self, deal: Deal) -> Rows:
        """Return the row of every dealt group, counted over all experiments, (groups,).

        The deal starts with the first slot of a block.
        """
        block = deal.block - deal.block[0] if len(deal.block) else deal.block
        return np.asarray((block * 2 + deal.beliefs) * self.conditions + deal.condition)

    def arrange(self, values: Floats, deal: Deal) -> Floats:
        """Sort values (groups, ...) into (experiments, groups, ...)."""
        sorted_ = np.empty_like(values)
        sorted_[self.rows(deal)] = values
        return sorted_.reshape(-1, self.groups, *values.shape[1:])


def blocks_for(groups_per_condition: int) -> int:
    """Return the blocks that hold so many groups of every condition; only even numbers fit."""
    if groups_per_condition < 2 or groups_per_condition % 2:
        raise ValueError(
            "a block holds two groups of every condition, so groups per condition are"
            f" 2, 4, 6, ..., found {groups_per_condition}"
        )
    return groups_per_condition // 2


def percent(simulation: Simulation) -> Floats:
    """Return contributions in percent of the endowment, (groups, rounds, seats)."""
    held = np.array(simulation.experiment.game.endowments)
    return np.asarray(PERCENT * simulation.contributions / held)


def simulated_shares(simulation: Simulation) -> Shares:
    """Return a Simulation as the analysis reads it, one row per group in order of slots."""
    deal = simulation.deal
    names = np.array(simulation.experiment.schedule.conditions, dtype=object)
    groups = pd.DataFrame(
        {
            "session": "simulated",
            "slot": simulation.slots,
            "block": deal.block,
            "condition": names[deal.condition],
            "beliefs": deal.beliefs,
            "third": np.where(deal.kept, "kept", "removed"),
        }
    )
    return Shares(groups, percent(simulation), simulation.automatic, simulation.experiment)
