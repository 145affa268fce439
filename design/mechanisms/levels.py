"""What happens when members can give to their own half of the group as well as to all of it?"""

from design.conditions import PLAIN, Condition, Entry, Prediction, everybody
from design.game import SEATS
from design.mechanisms.networks import graph
from design.monitoring import Monitoring
from design.phases import Belief, Contribute, Observe
from design.stages.local import Local
from design.stages.stage import Stage

LOCAL = Local()
EIGHT = SEATS[: sum(len(district) for district in LOCAL.districts)]
BESIDE = tuple(LOCAL.district(seat).replace(seat, "") for seat in EIGHT)
"""For each seat the others of its district."""

BEYOND = tuple("".join(one for one in EIGHT if one not in LOCAL.district(s)) for s in EIGHT)
"""For each seat the other district."""

OWN = graph(BESIDE)
TOTAL = Monitoring(granularity="individual", coverage="graph", direction=BESIDE, with_total=True)
ALL = Monitoring(granularity="individual", reveals=("total",))


def _level(
    name: str, monitoring: Monitoring, channel: str, stages: tuple[Stage, ...] = PLAIN
) -> Condition:
    return Condition(
        name,
        monitoring,
        everybody("B25", members=len(EIGHT)),
        ("seeing", "being_seen", channel),
        stages,
        beliefs=(Belief("across", BEYOND), Belief("partner", BESIDE)),
    )


def _levels(name: str, monitoring: Monitoring) -> Condition:
    return _level(name, monitoring, "levels", (Contribute(), LOCAL, Observe()))


ENTRIES = (
    Entry(
        id="B25",
        title="Coordination on one level or on several",
        words="horizontal vs multi-level coordination",
        sees="What each of the own four gave to the account of all eight, and to the account of the"
        " four; depending on the condition also the total that all eight gave to theirs, or what"
        " each of the other four gave to either account.",
        does="Contributes to the global account of all eight, then divides what is left between the"
        " local account of its four and itself.",
        parameter="what is seen of the other four: nothing, the total of all eight, or each of"
        " them; with the global account alone or with both",
        prediction=Prediction(
            selfish="Nobody gives to either account, in every condition. A point brings its giver"
            " 0.4 from the global account and 0.6 from the local one; the four of a local account"
            " 1.6 and 2.4 together, all eight 3.2 and 2.4. Four gain most from their local account,"
            " all eight from the global one.",
            conditional="Members answer, in each account, what they see there. Of the other four"
            " where they are not seen they believe what they did: the global account falls, or"
            " rises, more slowly than the local one. Practitioners expect that points move to the"
            " account in which all is seen.",
            indefinite="Full giving to the local account needs a discount factor of 0.222 wherever"
            " there is one. To the global account it needs 0.214 where all are seen or the total"
            " is, and 0.500 where the other four, who learn of nothing, go on giving.",
        ),
        outcome="share of points in each account",
        conditions=(
            _levels("levels_own", OWN),
            _level("level_one", OWN, "network"),
            _levels("levels_all", ALL),
            _levels("levels_total", TOTAL),
        ),
        control="levels_own",
        sources=(
            "Lange, Schmitz and Schwirplies 2021, Experimental Economics: giving to a global public"
            " good and to local ones; read in its abstract alone",
            "Returns, the size of districts and what is seen are ours, no published design is"
            " copied.",
        ),
    ),
)
