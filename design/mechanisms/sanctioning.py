"""What happens when members can punish or reward what they verified of each other?"""

from design.conditions import Condition, Entry, Prediction, everybody
from design.mechanisms.endowing import UNEQUAL
from design.mechanisms.funding import AUDITED
from design.mechanisms.looking import PULLED
from design.monitoring import Monitoring
from design.phases import Contribute, Observe
from design.stages.capacity import Capacity
from design.stages.fund import Fund
from design.stages.look import Look
from design.stages.police import Police
from design.stages.sanction import Sanction
from design.stages.stage import Stage
from design.treatments import Roles

OPEN = Monitoring(granularity="individual", reveals=("total",))


def sanctioned(name: str, cell: str, sanction: Sanction, roles: Roles | None = None) -> Condition:
    """Return a condition in which everybody sees everybody and can then assign points."""
    stages = (Contribute(), Observe(), sanction)
    channels = ("seeing", "being_seen", "sanctions")
    return Condition(name, OPEN, roles or everybody(cell), channels, stages)


def _watched(name: str, monitoring: Monitoring, *stages: Stage) -> Condition:
    return Condition(name, monitoring, everybody("B18"), ("seeing", "sanctions", "fund"), stages)


def _endowed(name: str, known: str) -> Condition:
    return Condition(
        name,
        OPEN,
        Roles(("poor", "rich", "poor", "rich"), ("P05",) * 4),
        ("seeing", "being_seen", "sanctions", "endowments"),
        (Capacity(known), Contribute(), Observe(), Sanction()),
        endowments=UNEQUAL,
    )


PUBLISHED = (
    sanctioned("peers_imposed", "B18", Sanction()),
    _watched("peers_chosen", PULLED, Contribute(), Look((1_000,)), Observe(), Sanction()),
    _watched("police_imposed", AUDITED, Fund("tax", tax=2), Contribute(), Observe(), Police()),
    _watched("police_chosen", AUDITED, Fund("each"), Contribute(), Observe(), Police()),
    _endowed("punish_capacity_seen", "all"),
    _endowed("punish_capacity_hidden", "own"),
)
"""Conditions of published designs that no mechanism of the catalogue has."""

ENTRIES = (
    Entry(
        id="P06",
        title="Unequal power to sanction",
        words="unequal sanction power",
        sees="Everybody's contribution, and how many points it received itself.",
        does="Contributes, and assigns deduction points.",
        parameter="what a point takes: 3 from whomever it comes; or 5 from two members and 1 from"
        " the two others",
        prediction=Prediction(
            selfish="Nobody contributes and nobody pays for a deduction.",
            conditional="The same contributions at the same mean power; the strong earn more.",
        ),
        outcome="earnings of strong and weak members, mean contribution",
        conditions=(
            sanctioned("power_equal", "P06", Sanction()),
            sanctioned(
                "power_unequal",
                "P06",
                Sanction(effects=(5_000, 5_000, 1_000, 1_000)),
                Roles(("strong", "strong", "weak", "weak"), ("P06",) * 4),
            ),
        ),
        control="power_equal",
        sources=(
            "Nikiforakis, Normann and Wallace 2010: asymmetric power is as efficient as symmetric"
            " at equal mean effectiveness; its parameters could not be checked at the source",
        ),
    ),
)
