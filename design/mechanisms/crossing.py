"""What happens when groups learn from each other?"""

from design.conditions import Condition, Entry, Prediction, everybody
from design.monitoring import Monitoring
from design.phases import Contribute, Observe
from design.stages.feed import Feed


def _feed(name: str, fact: str) -> Condition:
    stages = (Contribute(), Feed(fact), Observe())
    return Condition(
        name, Monitoring(granularity="total"), everybody("O13"), ("total", "feed"), stages
    )


ENTRIES = (
    Entry(
        id="O13",
        title="Learning from another group",
        words="cross-learning, communities of practice",
        sees="The group total; after each round the highest contribution, or the mean, of another"
        " group of the session, of its newest round that is over.",
        does="Contributes.",
        parameter="what is read of the other group: the best contribution or the mean, both named"
        " as what they are",
        prediction=Prediction(
            conditional="Who reads the best expects more and gives more at first; reading the mean"
            " pulls the two groups together. A number of another group answers to nobody here, so"
            " it changes no reply to what the own group does.",
            indefinite="Nobody here can be answered by the other group: the needed patience is"
            " that of the total alone.",
        ),
        outcome="beliefs and mean contribution; distance between the two groups, round by round."
        " The two hear of each other, so the pair is one observation (linked_set)",
        conditions=(_feed("feed_best", "highest"), _feed("feed_mean", "mean")),
        control="aggregate",
        sources=(
            "practitioners' accounts of orchestration; the numbers shown are ours, no published"
            " design is copied",
        ),
    ),
)
