"""What must be said of a Monitoring beyond who can see whose contribution?"""

from design.game import Game
from design.messages import Message, Question, message
from design.monitoring import Monitoring
from design.stages.stage import yes_no


def plain(monitoring: Monitoring) -> bool:
    """Say whether contributions are shown, true, certain, and right after their round."""
    timely = monitoring.timing == "every_round"
    contributions = monitoring.content == "contribution"
    return contributions and timely and monitoring.truthful and monitoring.certain


def sight(monitoring: Monitoring, seats: tuple[str, ...]) -> Message:
    """Say which entries a member sees, or may see."""
    if not seats:
        return message("sees.nobody")
    if monitoring.source == "broker":
        return message("sees.told", seats=seats)
    if monitoring.source == "output":
        return message("sees.outputs", seats=seats)
    if monitoring.source != "verified":
        timely = monitoring.timing == "every_round"
        return message("sees.reports" if timely else "sees.reports_later", seats=seats)
    if monitoring.acquisition == "pull":
        return message("sees.looks", seats=seats)
    if not monitoring.certain:
        return message("sees.may", seats=seats)
    return message("sees.entries" if monitoring.timing == "every_round" else "sees.later",
                   seats=seats)  # fmt: skip


def qualities(
    monitoring: Monitoring, game: Game, varies: tuple[str, ...] = ()
) -> tuple[Message, ...]:
    """Say how complete, how true and how late the shown numbers are.

    Parameters
    ----------
    varies : tuple of str
        Settings that a stage decides on in each round; the stage tells them.
    """
    told: list[Message] = []
    if monitoring.unlinked:
        told.append(message("sees.sorted" if monitoring.granularity == "sorted" else "sees.mixed"))
    if monitoring.granularity == "extremes" and "extreme" not in varies:
        told.append(message(f"sees.extreme_{monitoring.extreme}"))
    if monitoring.coverage == "audit" and "audited" not in varies:
        told.append(message("cover.audit", percent=monitoring.audited / 10))
    if monitoring.coverage == "sample":
        told.append(message("cover.sample", n=monitoring.sampled))
    told += [said for said in _truth(monitoring, game) if "error" not in varies]
    told += _lateness(monitoring)
    if monitoring.target > 0:
        told.append(message("goal.line", n=monitoring.target))
    return tuple(told)


def _truth(monitoring: Monitoring, game: Game) -> list[Message]:
    told: list[Message] = []
    if monitoring.source == "self_report":
        told.append(message("source.self_report"))
    if monitoring.source == "audited_report":
        told.append(message("source.audited_report", percent=monitoring.audited / 10))
    if monitoring.accuracy == "noisy":
        most = max(game.endowments)
        told.append(message("accuracy.noisy", percent=monitoring.error / 10, endowment=most))
    if monitoring.accuracy == "rounded":
        told.append(message("accuracy.rounded", points=monitoring.rounding))
    return told


def _lateness(monitoring: Monitoring) -> list[Message]:
    if monitoring.timing == "delayed":
        return [message("late.delayed", n=monitoring.delay)]
    if monitoring.timing == "every_k":
        return [message("late.every_k", n=monitoring.every)]
    if monitoring.timing == "triggered":
        return [message("late.triggered", n=monitoring.fall)]
    return [message("late.end")] if monitoring.timing == "end" else []


def dial_questions(monitoring: Monitoring, seen: tuple[str, ...]) -> tuple[Question, ...]:
    """Ask whether the shown numbers are understood as what they are.

    Parameters
    ----------
    seen : tuple of str
        The seats whose entries the member can see.
    """
    asked: list[Question] = []
    if monitoring.timing != "every_round":
        asked.append(_no("at_once", "ask.at_once", _lateness(monitoring)[0]))
    if seen and monitoring.acquisition == "pull":
        asked.append(_no("unasked", "ask.unasked", message("sees.looks", seats=seen)))
    if seen and monitoring.coverage in ("audit", "sample"):
        asked.append(_no("every_round", "ask.every_round", message("explain.not_every_round")))
    if monitoring.unlinked:
        asked.append(_no("whose", "ask.whose", message("explain.whose")))
    shows = seen or monitoring.granularity in ("total", "extremes")
    if shows and not monitoring.truthful:
        asked.append(_no("always_true", "ask.always_true", message("explain.may_differ")))
    return tuple(asked)


def _no(name: str, prompt: str, explanation: Message) -> Question:
    return yes_no(name, message(prompt), explanation, False)
