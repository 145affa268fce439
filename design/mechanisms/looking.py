"""What happens when members must ask, or pay, to see each other's contributions?"""

from design.conditions import Condition, Entry, Prediction, everybody
from design.monitoring import Monitoring
from design.phases import Contribute, Observe
from design.stages.look import Look

PULLED = Monitoring(granularity="individual", acquisition="pull")


def _looks(name: str, look: Look) -> Condition:
    stages = (Contribute(), look, Observe())
    return Condition(name, PULLED, everybody("B17"), ("seeing", "looks"), stages)


ENTRIES = (
    Entry(
        id="B17",
        title="Interest only when trust starts to break down",
        words='interest in others only "until the trust starts to break down"',
        sees="The contributions that the member looks at.",
        does="Chooses after each round whom to look at, free or for a price; or states the most it"
        " would pay to see all, before the price is drawn.",
        parameter="price of a look: none, 1 point, or drawn in each round from 0, 0.5, 1 and 2;"
        " with bids, drawn for each member and round from 1 to 5",
        prediction=Prediction(
            selfish="Nobody contributes and nobody pays for a look.",
            conditional="Looks rise when what is heard falls short of what was expected.",
            indefinite="Looking is a second public good: everybody would rather others looked.",
        ),
        outcome="looks per round; effect of a look on the next contribution, instrumented by price;"
        " with bids, the willingness to pay",
        conditions=(
            _looks("looks_free", Look((0,))),
            _looks("looks_priced", Look((1_000,))),
            _looks("looks_list", Look((0, 500, 1_000, 2_000))),
            _looks("looks_bid", Look((1_000, 2_000, 3_000, 4_000, 5_000), "bid")),
        ),
        control="individual",
        sources=(
            "ours: the prices copy no published design",
            "bids: Becker, DeGroot & Marschak 1964, Behavioral Science; the rule alone, not checked"
            " at its source",
        ),
    ),
)
