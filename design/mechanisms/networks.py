"""What happens when each member sees only some of the others?"""

from design.conditions import Condition, Entry, Prediction
from design.monitoring import Monitoring
from design.phases import Contribute, Observe
from design.stages.capacity import Capacity
from design.stages.relay import Relay
from design.stages.rotate import Rotate
from design.treatments import Roles

SEEING = ("seeing", "being_seen")


def graph(direction: tuple[str, ...]) -> Monitoring:
    """Return the Monitoring in which each seat sees the seats named for it."""
    return Monitoring(granularity="individual", coverage="graph", direction=direction)


def _network(name: str, direction: tuple[str, ...], names: tuple[str, ...]) -> Condition:
    roles = Roles(names, ("B23",) * len(names))
    complete = ("total",) if len(direction[0]) == len(direction) - 1 else ()
    monitoring = Monitoring(
        granularity="individual", coverage="graph", direction=direction, reveals=complete
    )
    return Condition(name, monitoring, roles, (*SEEING, "network"))


ALIKE = ("mutual",) * 4

STAR = _network("star", ("BCD", "A", "A", "A"), ("centre", "periphery", "periphery", "periphery"))
RING = _network("ring", ("B", "C", "D", "A"), ALIKE)
CIRCLE = _network("circle", ("BD", "AC", "BD", "AC"), ALIKE)
LINE = _network("line", ("B", "AC", "BD", "C"), ("end", "middle", "middle", "end"))

RING_LOW = Condition(
    "ring_low",
    RING.monitoring,
    Roles(("low", "high", "high", "high"), ("B23",) * 4),
    (*SEEING, "network", "endowments"),
    (Capacity("own"), Contribute(), Observe()),
    endowments=(100, 1_000, 1_000, 1_000),
)
"""Whom the lot seats on A can give little; D sees A, C sees D and B sees C, and nobody more.

Compared with the same ring, each seat tells how a low contribution spreads over so many links.
"""

EXEMPT = ("BC", "AC", "AB", "ABC")
"""A, B and C see each other; D sees all of them and nobody sees D."""


def _exempt(name: str, disclosure: str) -> Condition:
    return Condition(
        name,
        Monitoring(
            granularity="individual",
            direction=EXEMPT,
            disclosure=disclosure,
            reveals=("total",),
        ),
        Roles(("mutual", "mutual", "mutual", "exempt"), ("P02",) * 4),
        (*SEEING, "exemption"),
    )


def _committee(name: str, *first: Relay) -> Condition:
    return Condition(
        name,
        Monitoring(granularity="individual", direction=("BCD", "ACD", "", ""), with_total=True),
        Roles(("insider", "insider", "outsider", "outsider"), ("B13",) * 4),
        (*SEEING, "total", "committee"),
        (*first, Contribute(), Observe()),
    )


ROTATING = Condition(
    "committee_rotates",
    Monitoring(granularity="individual", with_total=True),
    Roles(ALIKE, ("B13",) * 4),
    (*SEEING, "total", "committee", "turnover"),
    (Rotate(every=5, size=2), Contribute(), Observe()),
)
"""A and B are the committee for five rounds, then C and D for five, and so on in turn."""

UNEQUAL = (1_500, 1_500, 500, 500)


def _kinds(name: str, direction: tuple[str, ...]) -> Condition:
    reveals = () if direction else ("total",)
    return Condition(
        name,
        Monitoring(granularity="individual", direction=direction, reveals=reveals),
        Roles(("high", "high", "low", "low"), ("B14",) * 4),
        (*SEEING, "similarity"),
        endowments=UNEQUAL,
    )


BOTH_KINDS = _kinds("both_kinds", ())
"""Two members hold much and two hold little; everybody sees everybody."""

ENTRIES = (
    Entry(
        id="B13",
        title="A seat on the committee",
        words='a seat on the "steering committee", "frequent conversations"',
        sees="The committee, A and B, sees everybody's contribution; C and D see only the group"
        " total. In one condition the committee passes to C and D after five rounds, and back.",
        does="Contributes; in one condition A and B each state one number to the group before a"
        " round, as the lowest contribution of the last.",
        parameter="whether the committee of two passes on a number; whether its seats rotate every"
        " five rounds",
        prediction=Prediction(
            conditional="Insiders answer single contributions, outsiders the average and, as far"
            " as they believe it, what insiders pass on. Where seats rotate, everybody does both in"
            " turn.",
            indefinite="The total deters as well as single contributions do, inside and outside.",
        ),
        outcome="slope of insiders' and outsiders' contributions on the others' last ones",
        conditions=(
            _committee("committee"),
            _committee("committee_relays", Relay("AB")),
            ROTATING,
        ),
        control="aggregate",
        sources=(
            "practitioners' accounts: size of the committee, its turns and what it states are ours",
        ),
    ),
    Entry(
        id="B14",
        title="Others like oneself",
        words='"others like him were doing similar tasks"',
        sees="The contribution of one other member: the one with the same endowment, or one with"
        " another.",
        does="Contributes; two members hold one and a half times, two hold half the endowment.",
        parameter="whom a member sees: the similar member, a dissimilar one; control: everybody",
        prediction=Prediction(
            conditional="Members follow a similar member more closely than a dissimilar one, if"
            " peers are the reference; simulated members follow both alike.",
        ),
        outcome="slope of the own contribution on the one seen, by similarity",
        conditions=(
            _kinds("similar", ("B", "A", "D", "C")),
            _kinds("dissimilar", ("C", "D", "A", "B")),
        ),
        control="both_kinds",
        sources=("practitioners' accounts: the endowments are ours",),
    ),
    Entry(
        id="B23",
        title="Networks of observation",
        words="tit-for-tat",
        sees="The contributions of the members that the network connects it to.",
        does="Contributes.",
        parameter="the network: directed ring, circle, line, star; control: everybody sees"
        " everybody; on the ring also a member, drawn by the lot of the seats, who holds 2 points"
        " where the others hold 20",
        prediction=Prediction(
            conditional="What a member gives spreads along the links, one link a round.",
            indefinite="With 4 members and a return of 0.4, full contribution needs a patience of"
            " 0.500 where all see all, and 0.691 on the directed ring.",
        ),
        outcome="response to a low contribution by distance on the network",
        conditions=(RING, RING_LOW, CIRCLE, LINE, STAR),
        control="individual",
        sources=(
            "Carpenter, Kariv and Schotter 2012: network architecture with punishment",
            "Leibbrandt, Ramalingam, Saaksvuori and Walker 2015: network structure matters more"
            " than the capacity to punish",
            "the networks of these studies could not be checked at their source",
            "the member with little is ours",
        ),
    ),
    Entry(
        id="P02",
        title="Powerful members exempt from compliance",
        words="the powerful are exempt from compliance",
        sees="A, B and C see each other's contributions. Nobody sees D's; D sees all others'.",
        does="Contributes.",
        parameter="whether members are told that D is exempt, or not told who sees whom",
        prediction=Prediction(
            conditional="The exempt member gives less; the others follow the contributions that"
            " they see, so an untold exemption leaves them unmoved.",
            indefinite="The exempt member's deviation is never noticed, so it always deviates.",
        ),
        outcome="contribution of the exempt member against the others'; the others' decay",
        conditions=(_exempt("exempt_known", "told"), _exempt("exempt_untold", "untold")),
        control="individual",
        sources=("practitioners' accounts of power: no published design is copied",),
    ),
)
