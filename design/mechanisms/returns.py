"""What happens when nobody knows, or all must reach, what giving is worth?"""

from design.conditions import Condition, Entry, Prediction, everybody
from design.monitoring import Monitoring
from design.phases import Contribute, Observe
from design.stages.research import Research

SEEN = Monitoring(granularity="individual", reveals=("total",))
RETURNS = (750, 1_500)
"""Of a return of .4 the two are .3 and .6."""


def _uncertain(name: str, *stages: Research) -> Condition:
    return Condition(
        name,
        SEEN,
        everybody("B06"),
        ("uncertain_return", *(f"{stage.result}_research" for stage in stages)),
        (*stages, Contribute(), Observe()),
        returns=RETURNS,
    )


UNCERTAIN = _uncertain("return_unknown")
"""Nobody knows which of two returns holds, and nothing can be found out."""

THRESHOLD_DARK = Condition(
    "threshold_dark",
    Monitoring(),
    everybody("B22", role="unseen"),
    ("threshold",),
    technology="threshold",
    threshold=600,
)
"""A threshold, and nobody learns what the group gave."""


def _threshold(name: str, refund: int) -> Condition:
    return Condition(
        name,
        SEEN,
        everybody("B22"),
        ("threshold", "seeing", "being_seen"),
        technology="threshold",
        threshold=600,
        refund=refund,
    )


ENTRIES = (
    Entry(
        id="B06",
        title="Joint research into what cooperation brings",
        words="joint research or assessment to share knowledge of benefits",
        sees="Everybody's contribution, and a research result about the unknown return.",
        does="Spends points on research every five rounds, contributes.",
        parameter="who sees the result: all, each only its own, or no research",
        prediction=Prediction(
            selfish="Nobody contributes at either return, so nobody spends points on research.",
            conditional="Research is a second public good and is bought too little; good news"
            " raises contributions and bad news lowers them, which averages out.",
            indefinite="The critical discount factor is .22 at a return of .6 and .78 at .3, with"
            " four members: research tells whether cooperation can last.",
        ),
        outcome="points spent on research; contribution given the result",
        conditions=(
            _uncertain("research_public", Research(most=5, gain=25, result="public")),
            _uncertain("research_private", Research(most=5, gain=100, result="private")),
        ),
        control="return_unknown",
        sources=(
            "Bjoerk, Kocher, Martinsson and Khanh 2016: certain, risky and ambiguous returns",
            "Butera and List 2017: signals about the return, thin and thick, private and public",
            "The two returns and the price of research are ours, no published design is copied.",
        ),
    ),
    Entry(
        id="B22",
        title="Nobody can do it alone",
        words="can't do it alone",
        sees="Everybody's contribution; the group account bears fruit from a threshold on.",
        does="Contributes.",
        parameter="what comes back if the group misses 60 percent of all points: nothing or all",
        prediction=Prediction(
            selfish="Giving nothing is an equilibrium, and so is every way of sharing a threshold"
            " in which nobody gives more than its own share of what the threshold returns.",
            conditional="Seeing who gives what lets members find one of these ways.",
            indefinite="Patience is not needed at the threshold itself: there giving less costs"
            " more than it saves.",
        ),
        outcome="share of rounds in which the threshold is reached",
        conditions=(_threshold("threshold_lost", 0), _threshold("threshold_refund", 1_000)),
        control="threshold_dark",
        sources=(
            "Dannenberg and others 2015: uncertain thresholds and early commitment",
            "A threshold of 60 percent is ours, no published design is copied.",
        ),
    ),
)

CONTROLS = (UNCERTAIN, THRESHOLD_DARK)
"""What these are compared with."""
