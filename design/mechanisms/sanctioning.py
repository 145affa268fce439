"""What happens when members can punish or reward what they verified of each other?"""

from design.conditions import Condition, Entry, Prediction, everybody
from design.mechanisms.endowing import UNEQUAL
from design.mechanisms.funding import AUDITED
from design.mechanisms.looking import PULLED
from design.monitoring import Monitoring
from design.phases import Belief, Contribute, Observe
from design.stages.banner import Banner
from design.stages.capacity import Capacity
from design.stages.fund import Fund
from design.stages.look import Look
from design.stages.pledge import Pledge
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
        (Capacity(known), Contribute(), Observe(), Sanction(most=10, budget=10)),
        endowments=UNEQUAL,
    )


TIPS = Sanction("reward", effects=(2_000,), most=10, budget=20, seats="E", targets="ABCD", purse=20)


def _recorded(name: str, seen: str, reveals: tuple[str, ...]) -> Condition:
    """Return a condition with a fifth seat outside, which reads the record of some members."""
    direction = ("BCD", "ACD", "ABD", "ABC", seen)
    return Condition(
        name,
        Monitoring(granularity="individual", direction=direction, reveals=reveals),
        Roles(("member",) * 4 + ("outsider",), ("O10",) * 5),
        ("seeing", "being_seen", "rewards"),
        (Contribute(), Observe(), TIPS),
        endowments=(1_000, 1_000, 1_000, 1_000, 0),
        mpcr=(1_000, 1_000, 1_000, 1_000, 0),
        beliefs=(Belief("others", ("BCD", "ACD", "ABD", "ABC", "ABCD")),),
    )


CALM = Sanction("disapprove", cost=0, effects=(0,))
"""Disapproval that costs nobody anything: the light sanction."""


def _held(name: str, *stages: Stage) -> Condition:
    before = tuple(stage for stage in stages if isinstance(stage, Pledge))
    after = tuple(stage for stage in stages if isinstance(stage, Sanction))
    between = tuple(stage for stage in stages if isinstance(stage, Banner))
    played = (*before, Contribute(), *between, Observe(), *after)
    used = tuple(stage.name for stage in stages)
    return Condition(name, OPEN, everybody("O07"), ("seeing", "being_seen", *used), played)


TRACK, CELEBRATE = Pledge(5, "delivered"), Banner(40, "group")

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
    Entry(
        id="O07",
        title="Track, celebrate, hold accountable",
        words="mechanisms to track, celebrate, hold accountable",
        sees="Everybody's contribution; a table of pledges and what was given, a banner once the"
        " group gives 40 points, points of disapproval, singly and together.",
        does="Contributes; pledges every five rounds, and disapproves, where it can.",
        parameter="review of pledges, banner and disapproval, each there or not",
        prediction=Prediction(
            selfish="Nobody contributes: none of the three changes what anybody earns.",
            conditional="Each raises contributions a little; whether they add up is the question.",
        ),
        outcome="mean contribution; interactions of the three",
        conditions=(
            _held("track", TRACK),
            _held("celebrate", CELEBRATE),
            _held("account", CALM),
            _held("track_celebrate", TRACK, CELEBRATE),
            _held("track_account", TRACK, CALM),
            _held("celebrate_account", CELEBRATE, CALM),
            _held("track_celebrate_account", TRACK, CELEBRATE, CALM),
        ),
        control="individual",
        sources=("the three mechanisms are ours, no published design is copied",),
    ),
    Entry(
        id="O10",
        title="Outsiders who read the record",
        words="open data makes outsiders agents",
        sees="Members everybody's contribution; a fifth seat, which contributes nothing, the same"
        " or nothing.",
        does="Four members contribute; the fifth gives points out of its own purse to members whose"
        " contribution it saw.",
        parameter="whether the record is open to the fifth seat",
        prediction=Prediction(
            selfish="Nobody gives points away, so nobody contributes.",
            conditional="Where the record is open, generous members are rewarded, and give more.",
        ),
        outcome="contributions; points given by the outsider",
        conditions=(
            _recorded("record_closed", "", ()),
            _recorded("record_open", "ABCD", ("total",)),
        ),
        control="record_closed",
        sources=("purse and points are ours, no published design is copied",),
    ),
)
