"""What happens when members decide who takes part, or who gets to verify the others?"""

from design.conditions import Condition, Entry, Prediction, everybody
from design.monitoring import Monitoring
from design.phases import Contribute, Observe
from design.stages.accept import Accept
from design.stages.access import Access
from design.stages.admit import Admit
from design.stages.delegate import Decree, Delegate
from design.stages.gate import Gate
from design.stages.offer import Offer
from design.treatments import Roles

OPEN = Monitoring(granularity="individual", reveals=("total",))


def _admitted(name: str, by: str, monitoring: Monitoring) -> Condition:
    stages = (Admit(by), Contribute(), Observe())
    # Whoever is left out decides nothing in these rounds, so nobody is asked for guesses.
    return Condition(
        name, monitoring, everybody("N06"), ("seeing", "exclusion"), stages, beliefs=()
    )


def _gated(name: str, most: int) -> Condition:
    roles = Roles(("gatekeeper", "member", "member", "member"), ("O12",) * 4)
    stages = (Gate(most=most), Access(), Contribute(), Observe())
    return Condition(name, Monitoring(), roles, ("seeing", "gate"), stages)


def _offered(name: str, refusers: str) -> Condition:
    roles = Roles(("proposer", "member", "member", "member"), ("P08",) * 4)
    stages = (Offer(), Accept(refusers=refusers), Contribute(), Observe())
    return Condition(name, OPEN, roles, ("seeing", "proposals", "exclusion"), stages, beliefs=())


def _delegated(name: str, lasting: str) -> Condition:
    roles = Roles(("leader", "member", "member", "member"), ("O03",) * 4)
    stages = (Delegate(lasting=lasting), Decree(), Contribute(), Observe())
    return Condition(name, OPEN, roles, ("seeing", "being_seen", "rules"), stages)


ENTRIES = (
    Entry(
        id="N06",
        title="Admission by likeness or by contribution",
        words="alignophilia",
        sees="Everybody's contribution, or only the total; at a vote the last contribution or the"
        " similarity of each other member, or both.",
        does="Contributes, and votes every five rounds on leaving one member out.",
        parameter="what the vote goes by: contributions (all are shown), similarity (only the total"
        " is shown), or both",
        prediction=Prediction(
            conditional="Going by contributions, low contributors are left out and the others give"
            " more; going by likeness, the return falls and contributions do not rise.",
        ),
        outcome="slope of votes on similarity and on contribution; earnings of the group",
        conditions=(
            _admitted("admit_contribution", "contribution", OPEN),
            _admitted("admit_similarity", "similarity", Monitoring(granularity="total")),
            _admitted("admit_both", "both", OPEN),
        ),
        control="admit_contribution",
        sources=("traits, returns and the vote are ours, no published design is copied",),
    ),
    Entry(
        id="O12",
        title="A gatekeeper of the feedback",
        words='"power derives from controlling access to resources others value"',
        sees="One member everybody's contribution; the others the same if it is offered to them and"
        " they take it.",
        does="One member offers the feedback, at a price where it may; the others take it or not;"
        " all contribute.",
        parameter="highest price of a round's feedback: 0 or 10 points",
        prediction=Prediction(
            selfish="Nobody contributes; feedback is worth nothing and sells at no price.",
            conditional="A price keeps some from verifying, and contributions drift apart.",
            indefinite="The gatekeeper can take up to what verification is worth to each member.",
        ),
        outcome="price, members without feedback, earnings of the gatekeeper and of the others",
        conditions=(_gated("gate_free", 0), _gated("gate_priced", 10)),
        control="individual",
        sources=("prices are ours, no published design is copied",),
    ),
    Entry(
        id="P08",
        title="A coerced agreement",
        words="coerced agreement",
        sees="Everybody's contribution, the proposal, and who refused it.",
        does="One member proposes a contribution every five rounds, the others accept or refuse;"
        " all contribute what they like.",
        parameter="whether a member that refuses can be left out; bargaining of all with all is not"
        " played yet",
        prediction=Prediction(
            conditional="Where refusing costs, nearly all accept and fewer keep to it.",
        ),
        outcome="acceptances; contributions against the proposal, given that it was accepted",
        conditions=(_offered("offer_free", "stay"), _offered("offer_coerced", "leave")),
        control="offer_free",
        sources=("proposals and outside points are ours, no published design is copied",),
    ),
    Entry(
        id="O03",
        title="Deciding centrally becomes a habit",
        words="centralised decision-making becomes habitual",
        sees="Everybody's contribution, and whether one member decides for all.",
        does="Votes every five rounds on letting one member set what all must give; contributes.",
        parameter="whether the mandate ends unless it is voted again, or lasts until it is voted"
        " off",
        prediction=Prediction(
            selfish="All gain when all are held to the most: the mandate is voted for, 20 points"
            " are set, and they are given, in both conditions.",
            conditional="Delegation that lasts by default lasts even under a bad leader.",
        ),
        outcome="rounds under delegation, by what the leader decided",
        conditions=(_delegated("mandate_lapses", "lapses"), _delegated("mandate_lasts", "lasts")),
        control="mandate_lapses",
        sources=("no published design is copied",),
    ),
)
