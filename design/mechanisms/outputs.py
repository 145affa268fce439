"""What happens when quality is unseen, or only its appearance is seen?"""

from design.conditions import Condition, Entry, Prediction, everybody
from design.monitoring import Monitoring
from design.phases import Contribute, Observe
from design.stages.deliver import Deliver
from design.stages.dress import Dress
from design.stages.stage import Stage

PLAIN: tuple[Stage, ...] = (Contribute(), Observe())


def _dressed(name: str, feedback: str, monitoring: Monitoring) -> Condition:
    stages = (Contribute(), Dress(feedback=feedback), Observe())
    mechanisms = ("seeing", "being_seen", "window_dressing")
    return Condition(name, monitoring, everybody("P07"), mechanisms, stages)


IMPACT = _dressed(
    "dress_impact", "impact", Monitoring(granularity="individual", reveals=("total",))
)
"""Points for show can be added, but others see the contribution."""


def _quality(name: str, monitoring: Monitoring, stages: tuple[Stage, ...] = PLAIN) -> Condition:
    seen = () if monitoring.granularity == "none" else ("seeing", "being_seen")
    role = "mutual" if seen else "unseen"
    return Condition(
        name,
        monitoring,
        everybody("O09", role=role),
        ("weakest_link", *seen, *(stage.name for stage in stages if stage.name == "deliver")),
        stages,
        technology="weakest_link",
    )


def _audited(percent: int) -> Monitoring:
    return Monitoring(granularity="individual", coverage="audit", audited=10 * percent)


UNSEEN = _quality("quality_unseen", Monitoring())
"""The lowest contribution counts, and nobody learns anybody's."""

ENTRIES = (
    Entry(
        id="O09",
        title="The same quality in agreed timelines",
        words="the same quality in agreed timelines",
        sees="A contribution, its quality, only where an audit checks it; with a deadline, who is"
        " late.",
        does="Contributes; only the lowest contribution counts. With a deadline, pays to be on"
        " time or is late at a cost to all.",
        parameter="chance of an audit: none, 25, 75 percent or always; with or without a deadline",
        prediction=Prediction(
            selfish="Every common level of contributions is an equilibrium, even in one round:"
            " giving less than the others costs more than it saves, giving more is lost."
            " Everybody is late.",
            conditional="The lowest expectation decides. Seeing others lets expectations meet;"
            " unseen, each member stays with what it expected. They meet near the lowest.",
            indefinite="No audit is needed to keep a level, only to find one. Being on time needs"
            " a discount factor of .33 at a price of 1 and a loss of .5, with four members.",
            direction=-1,
            levels=("quality_audit_25", "quality_audit_75", "quality_seen"),
        ),
        outcome="lowest contribution of a round; share of members on time",
        conditions=(
            _quality("quality_audit_25", _audited(25)),
            _quality("quality_audit_75", _audited(75)),
            _quality("quality_seen", Monitoring(granularity="individual", reveals=("total",))),
            _quality("quality_deadline", _audited(25), (Contribute(), Deliver(), Observe())),
        ),
        control="quality_unseen",
        sources=("The return, the audits and the deadline are ours, no design is copied.",),
    ),
    Entry(
        id="P07",
        title="Outputs instead of lasting impact",
        words="outputs not lasting impact, celebratory accounts",
        sees="Each other member's output, which is its contribution and its points for show, or"
        " its contribution alone.",
        does="Contributes, and adds points for show that are cheap and do nothing.",
        parameter="what is fed back: output or impact",
        prediction=Prediction(
            selfish="Nobody contributes, and nobody pays for show.",
            conditional="Effort moves to show where output is monitored; outputs speak too well"
            " of contributions, so beliefs are too high.",
            indefinite="Output says nothing about a deviation that is covered by show, so it"
            " supports no cooperation that impact does not.",
            direction=1,
        ),
        outcome="points for show, contribution, and their ratio",
        conditions=(
            _dressed(
                "dress_output", "output", Monitoring(granularity="individual", source="output")
            ),
        ),
        control="dress_impact",
        sources=(
            "Holmstrom and Milgrom: several tasks of which one is measured; year and journal not"
            " checked at the source",
            "The price of show is ours, no published design is copied.",
        ),
    ),
)

CONTROLS = (IMPACT, UNSEEN)
"""What these are compared with."""
