"""What happens when members meet at fixed times with a point to settle?"""

from design.conditions import Condition, Entry, Prediction, everybody
from design.mechanisms.accuracy import EVERYBODY
from design.phases import Contribute, Observe
from design.stages.agenda import Agenda


def _meeting(item: str) -> Condition:
    agenda = Agenda(every=5, lasts=120, item=item)
    mechanisms = ("meetings",) if item == "unrelated" else ("meetings", "talk")
    return Condition(
        f"meeting_{item}",
        EVERYBODY.monitoring,
        everybody("B04"),
        mechanisms,
        (agenda, Contribute(), Observe()),
    )


ENTRIES = (
    Entry(
        id="B04",
        title="Facilitated meetings",
        words="facilitated meetings with joint learning, reframing and prioritising",
        sees="What the others wrote in the meeting, what most of them answered, and each"
        " contribution.",
        does="Writes with the others every five rounds for up to two minutes on a given point and"
        " answers it; then contributes.",
        parameter="the point: a question about the game, the group's words for the decision, what"
        " comes first; or a question about something else, answered alone in the same time",
        prediction=Prediction(
            selfish="Nobody contributes: talk is free and binds nobody.",
            conditional="Beliefs come together and rise, most where the talk is about the game.",
            indefinite="Talk can pick the cooperative among several equilibria.",
        ),
        outcome="spread of beliefs within a group; mean contribution; the lines themselves, coded",
        conditions=tuple(
            _meeting(item) for item in ("unrelated", "learning", "framing", "ranking")
        ),
        control="meeting_unrelated",
        sources=(
            "Zelmer 2003, Experimental Economics: communication raises contributions; the points"
            " and the time are ours",
        ),
    ),
)
