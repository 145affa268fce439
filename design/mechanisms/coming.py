"""What happens when members come and go?"""

from design.conditions import Condition, Entry, Prediction, everybody
from design.monitoring import Monitoring
from design.phases import Contribute, Observe
from design.stages.turnover import Turnover

OPEN = Monitoring(granularity="individual", reveals=("total",))


def _changing(name: str, turnover: Turnover) -> Condition:
    moved = ("turnover",) if turnover.rate > 0 else ()
    stages = (turnover, Contribute(), Observe())
    roles = everybody("N07", members=5)
    # Who sits out decides nothing in that round, so nobody is asked for guesses.
    return Condition(name, OPEN, roles, ("seeing", "being_seen", *moved), stages, beliefs=())


ENTRIES = (
    Entry(
        id="N07",
        title="People come and go",
        words='turnover, "people come and go"',
        sees="Every contribution of those at the table; who sits out sees the same, or nothing of"
        " these rounds, neither then nor after it has come in.",
        does="Four of five members contribute. The fifth sits out and is paid 20 points a round."
        " Every few rounds it comes in, and one of the four, by lot, sits out in its place.",
        parameter="changes every 5 rounds or never; whether who sits out, and so the newcomer, has"
        " seen the rounds before it came; changes every 3 rounds",
        prediction=Prediction(
            conditional="Newcomers bring their own expectations; a history that they see carries"
            " the level over.",
            indefinite="Who may leave has a shorter future and needs more patience to cooperate.",
        ),
        outcome="fall of contributions after a change",
        conditions=(
            _changing("turnover_none", Turnover(rate=0)),
            _changing("turnover_seen", Turnover()),
            _changing("turnover_unseen", Turnover(history="unseen")),
            _changing("turnover_fast", Turnover(every=3, history="unseen")),
        ),
        control="turnover_none",
        sources=(
            "practitioners' accounts: rounds between changes and what is paid outside are ours, no"
            " published design is copied",
        ),
    ),
)
