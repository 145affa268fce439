"""What happens when rules are chosen by the members, by one of them, or for them?"""

from design.conditions import Condition, Entry, Prediction, everybody
from design.mechanisms.funding import AUDITED
from design.monitoring import Monitoring
from design.phases import Contribute, Observe
from design.stages.vote import Rule, Vote
from design.treatments import Roles

MENU = (
    Rule(review="none"),
    Rule(review="individual"),
    Rule(minimum=10, fine=8, review="none"),
    Rule(minimum=10, fine=8, review="individual"),
)
"""Review or none, with a minimum or without: a fine of 8 outweighs the 6 points that giving 10
costs at an MPCR of 0.4."""

MINIMA = (
    Rule(),
    Rule(minimum=5, fine=4),
    Rule(minimum=10, fine=8),
    Rule(minimum=15, fine=12),
    Rule(minimum=20, fine=16),
)

OPEN = Monitoring(granularity="individual", reveals=("total",))


def _agreed(name: str, by: str) -> Condition:
    stages = (Vote(MENU, by), Contribute(), Observe())
    return Condition(name, AUDITED, everybody("O06"), ("seeing", "being_seen", "rules"), stages)


def _managed(name: str, by: str, names: tuple[str, ...]) -> Condition:
    stages = (Vote(MINIMA, by), Contribute(), Observe())
    roles = Roles(names, ("N01",) * 4)
    return Condition(name, OPEN, roles, ("seeing", "being_seen", "rules"), stages)


ENTRIES = (
    Entry(
        id="O06",
        title="A co-created agreement",
        words="co-created community agreement",
        sees="The rule that holds; contributions where the rule reviews them.",
        does="Votes every five rounds on a rule, and contributes.",
        parameter="rules chosen by majority, or the same menu drawn by lot: rounds under the same"
        " rule are compared",
        prediction=Prediction(
            selfish="A minimum with a fine that outweighs it is kept, whoever chose it; nothing"
            " beyond it is given.",
            conditional="Under the same rule more is given where the members chose it.",
        ),
        outcome="mean contribution under a rule, chosen against drawn",
        conditions=(_agreed("agreement_drawn", "lot"), _agreed("agreement_chosen", "members")),
        control="agreement_drawn",
        sources=(
            "Dal Bo, Foster and Putterman 2010: the idea of comparing a rule chosen with the same"
            " rule imposed; its parameters could not be checked at the source, rules are ours",
        ),
    ),
    Entry(
        id="N01",
        title="A manager with a mandate",
        words="no manager with mandate",
        sees="Everybody's contribution, and the minimum that holds.",
        does="One member sets a minimum with a fine every five rounds; all contribute.",
        parameter="who sets the minimum: one member, or a lot",
        prediction=Prediction(
            selfish="Whoever sets the minimum sets it high: all gain when all are held to it.",
            conditional="The manager's choice settles contributions; what the others gave matters"
            " less.",
        ),
        outcome="mean contribution and earnings; minimum chosen",
        conditions=(
            _managed("minimum_drawn", "lot", ("mutual",) * 4),
            _managed("manager", "A", ("manager", "member", "member", "member")),
        ),
        control="individual",
        sources=("fines are ours, no published design is copied",),
    ),
)
