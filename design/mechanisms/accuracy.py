"""What happens when what members see of each other is not exact?"""

from design.conditions import Condition, Entry, Prediction, everybody
from design.monitoring import Monitoring


def _noise(percent: int) -> Condition:
    return Condition(
        f"noise_{percent}",
        Monitoring(granularity="individual", accuracy="noisy", error=10 * percent),
        everybody("B03"),
        ("seeing", "being_seen", "noise"),
    )


EVERYBODY = Condition(
    "individual",
    Monitoring(granularity="individual", reveals=("total",)),
    everybody("B01"),
    ("seeing", "being_seen"),
)
"""Everybody sees everybody's contribution, exactly, after every round."""

ENTRIES = (
    Entry(
        id="B03",
        title="Ineffective monitoring",
        words="ineffective monitoring",
        sees="Each other member's contribution, replaced by a random number with a known chance.",
        does="Contributes.",
        parameter="chance that a shown number is random: 10, 30 or 50 percent",
        prediction=Prediction(
            conditional="Contributions follow the others less: the slope on what is seen shrinks"
            " by the chance of an error. Wrong numbers lie around the middle and pull what is"
            " expected towards it, up where others give less.",
            indefinite="Cooperation needs more patience: a deviation is noticed less surely.",
            direction=1,
            levels=("noise_30", "noise_50"),
        ),
        outcome="mean contribution against the chance of an error (verification elasticity)",
        conditions=(_noise(10), _noise(30), _noise(50)),
        control="individual",
        sources=(
            "Ambrus and Greiner 2012, American Economic Review: imperfect public monitoring",
            "Grechenig, Nicklisch and Thoeni 2010, Journal of Empirical Legal Studies: noisy"
            " signals with punishment",
        ),
    ),
)
