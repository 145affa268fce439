"""What happens when members can punish or reward what they verified of each other?"""

from design.conditions import Condition, Entry, Prediction, everybody
from design.monitoring import Monitoring
from design.phases import Contribute, Observe
from design.stages.sanction import Sanction
from design.treatments import Roles

OPEN = Monitoring(granularity="individual", reveals=("total",))


def sanctioned(name: str, cell: str, sanction: Sanction, roles: Roles | None = None) -> Condition:
    """Return a condition in which everybody sees everybody and can then assign points."""
    stages = (Contribute(), Observe(), sanction)
    channels = ("seeing", "being_seen", "sanctions")
    return Condition(name, OPEN, roles or everybody(cell), channels, stages)


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
