"""What happens when contributions can no longer be confirmed?"""

from design.conditions import Condition, Entry, Prediction, everybody
from design.monitoring import Monitoring
from design.phases import Contribute, Observe
from design.stages.outage import Outage

SEEN = Monitoring(granularity="individual", reveals=("total",))


def _outage(name: str, outage: Outage) -> Condition:
    stages = (Contribute(), outage, Observe())
    return Condition(name, SEEN, everybody("B02"), ("seeing", "being_seen", "outage"), stages)


ENTRIES = (
    Entry(
        id="B02",
        title="Contributions that can no longer be confirmed",
        words='contributions "could no longer be confirmed or became unclear"',
        sees="Everybody's contribution, except in rounds of an outage, in which nobody sees"
        " anything and everybody is told so; an announced one is told before its rounds, too.",
        does="Contributes.",
        parameter="when outages come and how long they last: 5 rounds after every 5 with sight,"
        " or by chance in 10 percent of the rounds with sight, for 1 round or for 5",
        prediction=Prediction(
            conditional="Beliefs stay where they were, so contributions neither fall nor rise"
            " during an outage, and members follow each other less.",
            indefinite="What is given in a round known to be dark is never answered, so nothing is"
            " given in it. An outage of one round by chance acts as a public audit: with 4 members,"
            " a return of 0.4 and 10 percent, needed patience rises from 0.500 to 0.526.",
            direction=-1,
            measure="following",
            levels=("outage_announced",),
        ),
        outcome="change of contributions when an outage begins and when it ends; time to collapse",
        conditions=(
            _outage("outage_announced", Outage(after=5, lasts=5)),
            _outage("outage_short", Outage(hazard=100, lasts=1)),
            _outage("outage_long", Outage(hazard=100, lasts=5)),
        ),
        control="individual",
        sources=("practitioners' accounts: hazards and lengths are ours",),
    ),
    Entry(
        id="P10",
        title="A problem that re-emerges",
        words='the problem "re-emerges in the future"',
        sees="Everybody's contribution in part 2; in part 3, drawn by lot for the group, the same"
        " or nobody's.",
        does="Contributes; part 3 is a restart with the same partners.",
        parameter="monitoring kept or removed in part 3, the third factor of every schedule",
        prediction=Prediction(
            conditional="Contributions restart at the last belief; without monitoring they stay"
            " there, with it they go on moving.",
            indefinite="Withdrawn monitoring takes away every reason to contribute.",
        ),
        outcome="contributions in part 3 less those at the end of part 2, removed against kept",
        conditions=(Condition("withdrawal", SEEN, everybody("P10"), ("seeing", "being_seen")),),
        control="dark",
        sources=(
            "restart designs with partners: the numbers of rounds are ours",
            "practitioners' accounts of power",
        ),
    ),
)
