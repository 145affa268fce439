"""What happens when members can give work as well as points, and not all of it is seen?"""

from design.conditions import Condition, Entry, Prediction, everybody
from design.monitoring import Monitoring
from design.phases import Contribute, Observe
from design.stages.effort import Effort

OPEN = Monitoring(granularity="individual", reveals=("total",))


def _worked(name: str, monitoring: Monitoring, seen: str) -> Condition:
    stages = (Contribute(), Effort(seen=seen), Observe())
    shown = () if monitoring.granularity == "none" else ("seeing", "being_seen")
    return Condition(name, monitoring, everybody("N10"), (*shown, "effort"), stages)


ENTRIES = (
    Entry(
        id="N10",
        title="Several ways of taking part",
        words="tolerance for ways of participating",
        sees="Others' contributions in points, their right sums for the group, or both.",
        does="Contributes points, then adds up to three pairs of numbers, for itself or for the"
        " group; a right sum is worth 2 points in either account.",
        parameter="which of the two is seen: both, points or work",
        prediction=Prediction(
            selfish="Nobody contributes, and whoever works works for itself: a sum for the group"
            " brings its member 0.8 of the 2 points.",
            conditional="The currency that is seen crowds out the one that is not.",
            indefinite="A shortfall can be answered only in the currency in which it is seen; both"
            " have the same critical discount factor of 0.500, with four members.",
        ),
        outcome="share of contributions in each currency",
        conditions=(
            _worked("currencies_both", OPEN, "all"),
            _worked("currency_points", OPEN, "own"),
            _worked("currency_work", Monitoring(), "all"),
        ),
        control="currencies_both",
        sources=("Sums and what they are worth are ours, no published design is copied.",),
    ),
)
