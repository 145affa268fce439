"""What happens when those decide who do not know?"""

from design.conditions import Condition, Entry, Prediction
from design.monitoring import Monitoring
from design.phases import Contribute, Observe
from design.stages.jury import Jury
from design.treatments import Roles

OPEN = Monitoring(granularity="individual", reveals=("total",))
ROLES = Roles(("expert", "member", "member", "member"), ("N08",) * 4)
WEIGHTS = (5, 1, 1, 1)
"""The log odds of hints that are right in 90 and in 60 percent are as 5.4 to 1."""


def _judged(name: str, jury: Jury) -> Condition:
    stages = (jury, Contribute(), Observe())
    return Condition(name, OPEN, ROLES, ("seeing", "being_seen", "expertise"), stages)


ENTRIES = (
    Entry(
        id="N08",
        title="Decisions by those who do not know",
        words="decisions by the uninformed",
        sees="An own hint which of two projects is better, right in 90 percent for one member and"
        " in 60 for the others; depending on the condition how good everybody's hints are; then"
        " the group's project, and afterwards whether it was the better one.",
        does="Votes on a project in each round, then contributes; points count double at the"
        " better project.",
        parameter="equal votes, with everybody's expertise unknown or known, or votes weighted by"
        " verified expertise: 5 for the expert, 1 for each other member",
        prediction=Prediction(
            selfish="All gain from the better project if anybody gives: everybody votes as its"
            " hint says, or, where expertise is known, does not vote and leaves it to the expert."
            " Nobody contributes.",
            conditional="Equal votes as the hints say find the better project in 75.6 percent of"
            " rounds, weighted ones in 90.0: they follow the expert, whom three others cannot"
            " outvote.",
        ),
        outcome="share of rounds in which the better project is chosen",
        conditions=(
            _judged("votes_equal", Jury()),
            _judged("votes_equal_known", Jury(known="all")),
            _judged("votes_weighted", Jury(weights=WEIGHTS, known="all")),
        ),
        control="votes_equal",
        sources=(
            "Condorcet: majorities of members that know a little; weights by log odds are derived"
            " here, no published design is copied.",
        ),
    ),
)
