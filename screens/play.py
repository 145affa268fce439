"""Which HTML does a member of the live game see now?

Everything comes from its View; nothing else of the group enters this module.
"""

from itertools import groupby, zip_longest
from typing import Any

from design.choices import Said
from design.messages import Message
from design.pace import Pace
from design.payment import prize_probability
from design.stages.stage import NO, YES, Ask
from design.view import View
from screens.engine import render
from screens.glass import glass
from screens.results import Lines, history, points, result
from wording.say import joined, say, tell


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
    stage = _explain(view, language) if view.stage == "explain" else {}
    return render(
        TEMPLATES.get(view.stage, "act.html"),
        language,
        v=view,
        pace=pace,
        prize=prize,
        notice=notice,
        refused=notice.key if notice is not None else "",
        result=last,
        history=history(view.history, language),
        **_told(view),
        late=any(statement.key.startswith("late.") for statement in view.statements),
        beliefs=_beliefs(view, language),
        chosen=_chosen(view, language),
        about={name: tuple(seats) for name, seats in view.beliefs},
        asks=[_ask(ask, language) for ask in view.asks],
        finish=_finish(view, language),
        talk=_talk(view, language),
        **stage,
    )


TEMPLATES = {stage: f"{stage}.html" for stage in ("explain", "contribute", "wait", "done")}
"""Stages with a template of their own; every other stage's form is drawn from its asks."""


DIAL = ("sees", "seen", "reveals", "accuracy", "cover", "source", "late", "goal")
"""First words of what is said of who sees what; all else is said by stages."""


def _told(view: View) -> dict[str, Any]:
    """Part what is told into who sees what, and what else members do in the part."""
    by_topic = groupby(view.statements, key=lambda one: one.key.split(".")[0])
    topics = [(topic, tuple(said)) for topic, said in by_topic]
    return {
        "seeing": [one for topic, said in topics if topic in DIAL for one in said],
        "doing": [_topic(said) for topic, said in topics if topic not in DIAL],
    }


MENU = ("vote.free", "vote.minimum")
"""How the keys of the rules that a group can choose from begin."""


def _topic(said: tuple[Message, ...]) -> dict[str, list[Message]]:
    """Return what is said of one thing: sentences, a list to choose from, and sentences again."""
    listed = [n for n, one in enumerate(said) if one.key.startswith(MENU)]
    first, last = (listed[0], listed[-1] + 1) if listed else (len(said), len(said))
    return {"lines": list(said[:first]), "menu": list(said[first:last]), "after": list(said[last:])}


def _ask(ask: Ask, language: str) -> dict[str, Any]:
    """Return an ask as its template draws it."""
    options = (YES, NO) if ask.kind == "yes_no" else ask.options
    values = (1, 0) if ask.kind == "yes_no" else range(len(options))
    return {
        "id": ask.field.replace(".", "-"),
        "field": ask.field,
        "kind": ask.kind,
        "label": tell(language, ask.label),
        "low": ask.low,
        "high": ask.high,
        "preset": ask.preset,
        "options": [
            {"value": value, "label": tell(language, option)}
            for value, option in zip(values, options, strict=True)
        ],
    }


def _finish(view: View, language: str) -> str:
    """Name the button that ends a stage: what a lone button asks, else that it confirms."""
    alone = [ask.label for ask in view.asks if ask.kind == "done"]
    return tell(language, alone[0]) if alone else say(language, "decide.confirm")


def _talk(view: View, language: str) -> list[dict[str, Any]]:
    """Return the lines of a chat."""
    lines = view.talk.lines if view.talk is not None else ()
    posts = view.talk.posts if view.talk is not None else ()
    return [
        {
            "who": _who(seat, view, language),
            "own": seat == view.seat,
            "text": one.text,
            "cited": _cited(one, language),
            "post": post,
        }
        for (seat, one), post in zip_longest(lines, posts)
    ]


def _who(seat: str, view: View, language: str) -> str:
    """Name who said a line: a letter, the reader itself, or somebody."""
    if seat == view.seat:
        return say(language, "talk.you")
    return seat or say(language, "talk.somebody")


def _cited(one: Said, language: str) -> str:
    if one.cited is None:
        return ""
    seat, number, given = one.cited
    return say(language, "talk.cited", {"seat": seat, "round": number, "given": given})


def lobby(language: str, *, missing: int, pace: Pace, may_go: bool = False) -> str:
    """Draw the screen of somebody whose group still misses some members.

    `may_go` is whether the paid exit, where the session has one, is open by now.
    """
    return render("lobby.html", language, missing=missing, pace=pace, may_go=may_go)


WITHOUT_GROUP = ("left_over", "left_waiting")
"""Why somebody goes without a group: none was complete in time, or one did not wait for it."""


def without_group(language: str, why: str) -> str:
    """Draw the screen of somebody who goes without a group; `why` is one of `WITHOUT_GROUP`."""
    return render("left_over.html", language, why=why)


def _beliefs(view: View, language: str) -> list[dict[str, str]]:
    """Return the guesses that are asked beside a contribution; who never gives is asked none."""
    if view.endowment == 0 and view.turnover != "now":
        return []
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


def _explain(view: View, language: str) -> dict[str, Any]:
    """Return what only an explanation needs."""
    distance = view.most / 2
    chance = 100 * prize_probability(distance, 0, view.most)
    return {
        "glass": glass(view),
        "reading": True,
        "drawn": _could_be_removed(view),
        "example": {"distance": distance, "chance": round(chance)},
        **_example(view, language),
    }


def _example(view: View, language: str) -> dict[str, Any]:
    """Return what a made-up round of the part gave and showed, where there is one."""
    if view.example is None:
        return {}
    each = (say(language, "part.gives", {"seat": s, "n": n}) for s, n in view.example.given)
    given, shown = joined(language, tuple(each)), result(view.example.feedback, language)
    return {"example_given": given, "example_shown": shown}


def _could_be_removed(view: View) -> bool:
    """Say whether the lot of the last part had anything to take away from this member's group."""
    topics = {statement.key.split(".")[0] for statement in view.statements}
    shows = any(statement.key in SHOWS for statement in view.statements)
    more = bool(topics - {*DIAL, "capacity"})
    return view.kept is False or (view.kept is True and (shows or more))


SHOWS = (
    "sees.entries", "sees.later", "sees.looks", "sees.may", "sees.reports", "sees.reports_later",
    "seen.by", "seen.looks", "seen.may", "seen.same", "sees.total", "sees.total_later",
    "sees.total_ordered", "sees.earnings", "sees.sorted", "sees.mixed", "sees.extreme_both",
    "sees.extreme_high", "sees.extreme_low",
)  # fmt: skip
