"""What happens when reports come at set times, or only after something has happened?"""

from design.conditions import Condition, Entry, Prediction, everybody
from design.monitoring import Monitoring

BY_DESIGN = Condition(
    "reports_scheduled",
    Monitoring(granularity="individual", timing="every_k", every=5, reveals=("total",)),
    everybody("B15"),
    ("seeing", "being_seen", "timing"),
)

TRIGGERED = Condition(
    "reports_triggered",
    Monitoring(granularity="individual", timing="triggered", fall=2, reveals=("total",)),
    everybody("B15"),
    ("seeing", "being_seen", "timing"),
)

ENTRIES = (
    Entry(
        id="B15",
        title="Reports by design or in response to events",
        words='information sharing "ad hoc in response to events" against "by design from the'
        ' outset"',
        sees="Everybody's contributions of the rounds since the last report, when one comes:"
        " after every fifth round, or after the group's contributions fell by 2 points or more per"
        " member.",
        does="Contributes.",
        parameter="when a report comes: every 5 rounds, or after a fall of 2 points per member;"
        " about equally often where contributions move as simulated members' do",
        prediction=Prediction(
            conditional="A triggered report is bad news whenever it comes, so that contributions"
            " fall faster after it than after a scheduled one; without a report beliefs rest.",
            indefinite="A report within d rounds of a deviation serves as a delay of d: patience"
            " must be at least the (d+1)th root of what immediate reports need.",
        ),
        outcome="fall of contributions in the round after a report",
        conditions=(BY_DESIGN, TRIGGERED),
        control="individual",
        sources=("practitioners' accounts: the rule and its numbers are ours",),
    ),
)
