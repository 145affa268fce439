"""Which cells cross seeing others, being seen by them and knowing one's own earnings?

The glass stands between two pairs of seats, A and B on one side, C and D on the other, so
that whoever sees sees two of three others.
"""

from design.conditions import Condition, Entry, Prediction
from design.monitoring import Monitoring
from design.treatments import Roles

ONE_WAY = ("CD", "CD", "", "")
TWO_WAY = ("CD", "CD", "AB", "AB")

TOTAL = Monitoring(granularity="total")
DARK = Monitoring()


def _glass(direction: tuple[str, ...]) -> Monitoring:
    return Monitoring(granularity="individual", direction=direction)


def _glass_and_earnings(direction: tuple[str, ...]) -> Monitoring:
    return Monitoring(
        granularity="individual",
        direction=direction,
        own_earnings=True,
        reveals=("total", "last_member"),
    )


ALIKE = ("observer", "observer", "observed", "observed")


CELLS: tuple[Condition, ...] = (
    Condition("dark", DARK, Roles(("unseen",) * 4, ("C0",) * 4), ()),
    Condition(
        "one_way",
        _glass(ONE_WAY),
        Roles(ALIKE, ("C1", "C1", "C2", "C2")),
        ("seeing", "being_seen"),
    ),
    Condition(
        "two_way",
        _glass(TWO_WAY),
        Roles(("mutual",) * 4, ("C3",) * 4),
        ("seeing", "being_seen"),
    ),
    Condition(
        "dark_earnings",
        Monitoring(own_earnings=True, reveals=("total",)),
        Roles(("unseen",) * 4, ("C4",) * 4),
        ("earnings",),
    ),
    Condition(
        "one_way_earnings",
        _glass_and_earnings(ONE_WAY),
        Roles(ALIKE, ("C5", "C5", "C6", "C6")),
        ("seeing", "being_seen", "earnings"),
    ),
    Condition(
        "two_way_earnings",
        _glass_and_earnings(TWO_WAY),
        Roles(("mutual",) * 4, ("C7",) * 4),
        ("seeing", "being_seen", "earnings"),
    ),
    Condition(
        "open",
        Monitoring(granularity="individual", own_earnings=True, reveals=("total",)),
        Roles(("mutual",) * 4, ("open",) * 4),
        ("seeing", "being_seen", "earnings"),
    ),
)
"""The core cells C0 to C7 and the classic open screen."""

_BY_NAME = {condition.name: condition for condition in CELLS}

ENTRIES = (
    Entry(
        id="B01",
        title="Verifying the others' ongoing contributions",
        words='"verifying the ongoing contributions of the other partners"',
        sees="Nobody's contribution; those of the two members across the glass, from one side or"
        " from both; or everybody's.",
        does="Contributes.",
        parameter="who sees whom: one side the other, both sides each other; control: nobody",
        prediction=Prediction(
            conditional="What others give replaces what was believed of them: contributions move"
            " by the surprise times the slope, so they fall where members had been too hopeful.",
            indefinite="A deviation can be answered: with 4 members and a return of 0.4 both sides"
            " seeing each other need a patience of 0.581, all seeing all 0.500; where one side is"
            " never seen, no patience suffices.",
            direction=-1,
        ),
        outcome="mean contribution, its decay, and the error of beliefs",
        conditions=(_BY_NAME["one_way"], _BY_NAME["two_way"]),
        control="dark",
        sources=(
            "Sell and Wilson 1991, Social Forces: individual, aggregate and no feedback",
            "Burton-Chellew, El Mouden and West 2017: told that others will be informed",
        ),
    ),
)
