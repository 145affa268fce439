"""Which HTML does a member of the live game see now?

Everything comes from its View; nothing else of the group enters this module.
"""

from typing import Any

from design.messages import Message
from design.pace import Pace
from design.payment import prize_probability
from design.view import View
from screens.engine import render
from screens.glass import glass
from screens.results import Lines, history, points, result
from wording.say import joined, say


def fragment(
    view: View, language: str, *, pace: Pace, prize: int, notice: Message | None = None
) -> str:
    """Draw a member's screen as one `<main id="screen">`.

    Parameters
    ----------
    view : View
        What it may show; its stage is one of "explain", "contribute", "wait", "done".
    pace : Pace
        The declared times and the rule for absent members.
    prize : int
        Points that a paid belief can win.
    notice : Message, optional
        Why the last action was refused.
    """
    last = result(view.history[-1], language) if view.history else None
    stage = _explain(view) if view.stage == "explain" else {}
    return render(
        f"{view.stage}.html",
        language,
        v=view,
        pace=pace,
        prize=prize,
        notice=notice,
        refused=notice.key if notice is not None else "",
        result=last,
        history=history(view.history, language),
        beliefs=_beliefs(view, language),
        chosen=_chosen(view, language),
        about={name: joined(language, tuple(seats)) for name, seats in view.beliefs},
        **stage,
    )


def lobby(language: str, *, missing: int, pace: Pace) -> str:
    """Draw the screen of somebody whose group still misses some members."""
    return render("lobby.html", language, missing=missing, pace=pace)


def left_over(language: str) -> str:
    """Draw the screen of somebody for whom no group was complete in time."""
    return render("left_over.html", language)


def _beliefs(view: View, language: str) -> list[dict[str, str]]:
    return [
        {"name": name, "asked": say(language, f"belief.{name}", {"seats": tuple(seats)})}
        for name, seats in view.beliefs
    ]


def _chosen(view: View, language: str) -> Lines:
    """Return the member's own open choice as lines of label and amount."""
    if view.choice is None:
        return ()
    own = (say(language, "wait.own"), points(language, view.choice.contribution))
    asked = (belief["asked"] for belief in _beliefs(view, language))
    stated = zip(asked, view.choice.beliefs, strict=False)
    return (own, *((label, points(language, amount)) for label, amount in stated))


def _explain(view: View) -> dict[str, Any]:
    """Return what only an explanation needs."""
    distance = view.endowment / 2
    chance = 100 * prize_probability(distance, 0, view.endowment)
    return {
        "glass": glass(view),
        "reading": True,
        "drawn": _could_be_removed(view),
        "example": {"distance": distance, "chance": round(chance)},
    }


def _could_be_removed(view: View) -> bool:
    """Say whether the lot of the last part had anything to take away from this member's group."""
    shows = any(statement.key in SHOWS for statement in view.statements)
    return view.kept is False or (view.kept is True and shows)


SHOWS = ("sees.entries", "seen.by", "sees.total", "sees.earnings")
