"""What happens when one member goes first?"""

from design.conditions import Condition, Entry, Prediction
from design.monitoring import Monitoring
from design.phases import Contribute, Observe
from design.treatments import Roles

LED = Roles(("leader", "follower", "follower", "follower"), ("B21",) * 4)

ENTRIES = (
    Entry(
        id="B21",
        title="Champions",
        words='"champions are essential"',
        sees="The leader's contribution before deciding, and the group total afterwards.",
        does="A, drawn by lot when seats are dealt, decides first in each round; then the others.",
        parameter="one member goes first and is seen, or all decide at once",
        prediction=Prediction(
            conditional="Followers give in proportion to what the leader gave.",
            indefinite="A leader can start again what has broken down.",
            direction=1,
            measure="led",
        ),
        outcome="slope of followers on the leader; mean contribution",
        conditions=(
            Condition(
                "leader_first",
                Monitoring(granularity="total"),
                LED,
                ("leading", "total"),
                (Contribute(seats="A"), Contribute(seats="BCD", shown="A"), Observe()),
            ),
        ),
        control="aggregate",
        sources=("An appointed, visible leader; volunteering is not offered.",),
    ),
)
