"""What happens when members hold unequal points, or are expected to bear unequal shares?"""

from design.conditions import Condition, Entry, Prediction, everybody
from design.monitoring import Monitoring
from design.phases import Contribute, Observe
from design.stages.capacity import Capacity
from design.stages.stage import Stage
from design.stages.target import Target
from design.stages.voice import ACTIONS, Voice
from design.treatments import Roles

OPEN = Monitoring(granularity="individual", reveals=("total",))
UNEQUAL = (500, 1_500, 500, 1_500)
"""Half and one and a half of the usual endowment: 10 and 30 points where it is 20."""


def _rich_and_poor(cell: str) -> Roles:
    return Roles(("poor", "rich", "poor", "rich"), (cell,) * 4)


def _unequal(name: str, cell: str, *before: Stage) -> Condition:
    return Condition(
        name,
        OPEN,
        _rich_and_poor(cell),
        ("seeing", "being_seen", "endowments"),
        (*before, Contribute(), Observe()),
        endowments=UNEQUAL,
    )


def _shared(name: str, *shares: int) -> Condition:
    return _unequal(name, "P04", Capacity("all"), Target(shares, sum(shares)))


def _heard(name: str, *actions: str) -> Condition:
    return _unequal(name, "P09", Capacity("revealed"), Voice(actions))


def _announced(name: str, target: Target) -> Condition:
    stages = (target, Contribute(), Observe())
    return Condition(name, OPEN, everybody("N09"), ("seeing", "being_seen", "target"), stages)


def _convened(name: str, monitoring: Monitoring) -> Condition:
    return Condition(
        name,
        monitoring,
        Roles(("convener", "member", "member", "member"), ("O05",) * 4),
        ("convener",),
        (Capacity("all", convener="A"), Contribute(), Observe()),
        endowments=(1_750, 750, 750, 750),
    )


ENTRIES = (
    Entry(
        id="P04",
        title="Costs borne by the weak",
        words="costs borne by the weak",
        sees="Everybody's contribution, everybody's endowment and everybody's share of the target.",
        does="Contributes; two members hold 10 points a round, two hold 30.",
        parameter="shares of the same group target of 32 points: in proportion to endowments"
        " (4 and 12), equal (8 and 8), or shifted to the weak (10 and 6)",
        prediction=Prediction(
            conditional="Shares in proportion are kept best; where the weak bear more they stop"
            " giving first, and the others follow.",
            indefinite="Every division of the target can be kept by patient members; the weak need"
            " more patience the more they bear.",
        ),
        outcome="points given against the share, by endowment; inequality and the lowest earnings",
        conditions=(
            _shared("share_proportional", 4, 12, 4, 12),
            _shared("share_equal", 8, 8, 8, 8),
            _shared("share_shifted", 10, 6, 10, 6),
        ),
        control="share_proportional",
        sources=("targets are ours, no published design is copied",),
    ),
    Entry(
        id="P05",
        title="Capacity seen or hidden",
        words="unequal endowment with or without visibility of capacity",
        sees="Everybody's contribution; everybody's endowment, or only the own one.",
        does="Contributes; two members hold 10 points a round, two hold 30.",
        parameter="whether members know who holds what",
        prediction=Prediction(
            conditional="While capacity is hidden, members with much give as if they had little.",
            indefinite="The same: what can be verified is the amount, not the share that it is.",
        ),
        outcome="share of the endowment given by the members with 30 points",
        conditions=(
            _unequal("capacity_seen", "P05", Capacity("all")),
            _unequal("capacity_hidden", "P05", Capacity("own")),
        ),
        control="capacity_seen",
        sources=(
            "de Geest and Kingsley 2021: groups of 4 over 50 rounds, endowments 10 and 30, MPCR"
            " 0.4, with punishment 1:3; here without punishment, and with it as a preset",
        ),
    ),
    Entry(
        id="P09",
        title="Collaborate, raise consciousness, contend, comply",
        words="strategies: collaborate, raise consciousness, contend, comply",
        sees="Everybody's contribution; who holds how much, and what part of all points that is,"
        " once somebody with 10 points reveals it; who is on strike.",
        does="Contributes; every three rounds the two members with 10 points can pay 2 points to"
        " reveal who holds what, join a strike in which they give nothing, which holds if both"
        " do, or comply. The other two hold 30.",
        parameter="which there are beside complying: revealing, striking, or both",
        prediction=Prediction(
            selfish="Nobody reveals, which costs and changes nothing; nobody gives, with a strike"
            " or without.",
            conditional="Revealing raises what fair-minded strong members give, as those with 30"
            " points can no longer pass for members with 10; a strike needs weak members who"
            " expect each other to join, and lowers what the strong expect and give.",
        ),
        outcome="shares of the three; contributions of the strong afterwards",
        conditions=(
            _heard("weak_reveal", "reveal"),
            _heard("weak_strike", "strike"),
            _heard("weak_voice", *ACTIONS),
        ),
        control="capacity_hidden",
        sources=("prices and the strike are ours, no published design is copied",),
    ),
    Entry(
        id="O05",
        title="Work falls on conveners",
        words="work falls on conveners",
        sees="Everybody's contribution, or only the total; the convener and its endowment.",
        does="Contributes; the convener holds 35 points a round, the others 15.",
        parameter="whether single contributions or only the total are shown",
        prediction=Prediction(
            conditional="Others lean on the convener less where shares can be seen.",
        ),
        outcome="convener's part of the total; slope of the others on the convener",
        conditions=(
            _convened("convener_total", Monitoring(granularity="total")),
            _convened("convener_seen", OPEN),
        ),
        control="convener_total",
        sources=("endowments are ours, no published design is copied",),
    ),
    Entry(
        id="N09",
        title="Targets for individuals or for the group",
        words="focus on individuals, not organisational targets",
        sees="Everybody's contribution, and a target.",
        does="Contributes.",
        parameter="a target of 40 points for the group, or of 10 points for each member",
        prediction=Prediction(
            conditional="A target of one's own draws contributions towards it; a target of the"
            " group leaves open whose part is missing.",
        ),
        outcome="mean and dispersion of contributions",
        conditions=(
            _announced("target_group", Target(group=40)),
            _announced("target_each", Target((10, 10, 10, 10), 40)),
        ),
        control="individual",
        sources=("targets are ours, no published design is copied",),
    ),
)
