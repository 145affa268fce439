"""What happens when a group watches its common total, its members, or both?"""

from design.conditions import Condition, Entry, Prediction, everybody
from design.monitoring import Monitoring

TARGET = 60

AGGREGATE = Condition("aggregate", Monitoring(granularity="total"), everybody("O01"), ("total",))
"""Everybody sees the group total after every round, and nobody's own contribution."""


def _dashboard(name: str, monitoring: Monitoring, mechanisms: tuple[str, ...]) -> Condition:
    return Condition(name, monitoring, everybody("O01"), mechanisms)


ENTRIES = (
    Entry(
        id="O01",
        title="A shared dashboard",
        words="a shared dashboard of the total of micro-improvements",
        sees="The group total beside a line to reach, each member's contribution, or both.",
        does="Contributes.",
        parameter="what the dashboard shows: the total with a line at 60 points, each member, both",
        prediction=Prediction(
            conditional="The total alone tells what the others give on average, so beliefs move as"
            " with individual numbers; contributions rise close to the line if a goal pulls.",
            indefinite="The total is as good as individual numbers for deterring a deviation.",
        ),
        outcome="mean contribution; its rise as the total nears the line",
        conditions=(
            _dashboard(
                "dashboard_total", Monitoring(granularity="total", target=TARGET), ("total", "goal")
            ),
            _dashboard(
                "dashboard_members",
                Monitoring(granularity="individual", reveals=("total",)),
                ("seeing", "being_seen"),
            ),
            _dashboard(
                "dashboard_both",
                Monitoring(granularity="individual", with_total=True, target=TARGET),
                ("seeing", "being_seen", "total", "goal"),
            ),
        ),
        control="aggregate",
        sources=(
            "Erkal, Koh and Lam, AEA registry 8445 and 12984: totals against milestones",
            "the line at 60 of 80 points is ours",
        ),
    ),
)
