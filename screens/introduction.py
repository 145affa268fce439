"""Which HTML does somebody see before the game?

Nothing here knows a treatment: the pages depend on the Experiment and the language alone.
"""

from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np

from design.experiments import Experiment
from design.game import POINT, Game
from design.messages import Message, Question, message
from screens.engine import render
from screens.sheet import EMPTY, Sheet
from wording.say import money

MINUTES_BESIDE_THE_GAME = 15


@dataclass(frozen=True)
class Rates:
    """What a point is worth and what is paid for coming, in currency units."""

    point_value: float
    fee: float
    currency: str


def consent(
    language: str,
    experiment: Experiment,
    rates: Rates,
    *,
    sheet: Sheet = EMPTY,
    task: int = 0,
    days: int = 365,
) -> str:
    """Draw the page on which people agree to take part, or do not.

    `task` is how many minutes a task before the game takes, 0 where there is none; `days` how
    long what can tell who somebody is will be kept.
    """
    return render(
        "consent.html",
        language,
        days=days,
        sheet=sheet,
        rounds=_rounds(experiment),
        horizon=_horizon(experiment),
        others=experiment.game.members - 1,
        minutes=minutes(experiment) + task,
        task=task,
        fee=_fee(language, rates),
    )


def declined(language: str, rates: Rates) -> str:
    """Draw the last page of somebody who does not take part."""
    return render("declined.html", language, fee=_fee(language, rates))


def instructions(language: str, experiment: Experiment, rates: Rates, *, task: int = 0) -> str:
    """Draw the rules of the game and of part 1."""
    rules = _rules(language, experiment, rates)
    return render("instructions.html", language, task=task, **rules)


def quiz(
    language: str,
    experiment: Experiment,
    rates: Rates,
    *,
    questions: tuple[Question, ...],
    sheet: Sheet = EMPTY,
    task: int = 0,
) -> str:
    """Draw the comprehension questions with the rules to read again."""
    rules = _rules(language, experiment, rates)
    return render("quiz.html", language, questions=questions, sheet=sheet, task=task, **rules)


def minutes(experiment: Experiment) -> int:
    """Return how many minutes the whole study takes at the announced times, in steps of five."""
    pace = experiment.pace
    seconds = experiment.parts.expected * pace.decision_seconds + 2 * pace.reading_seconds
    return 5 * ceil((seconds / 60 + MINUTES_BESIDE_THE_GAME) / 5)


def _rounds(experiment: Experiment) -> int:
    return sum(_lengths(experiment))


def _lengths(experiment: Experiment) -> tuple[int, ...]:
    return experiment.parts.lengths


def _horizon(experiment: Experiment) -> Message | None:
    """Say what is known of the number of rounds, where it is not announced."""
    told = {"unknown": "horizon.unknown_before", "indefinite": "horizon.indefinite_before"}
    key = told.get(experiment.parts.horizon)
    return None if key is None else message(key)


def _same(experiment: Experiment) -> bool:
    """Say whether every part of every treatment earns by the rules of part 1."""
    phases = (phase for one in experiment.treatments() for phase in one.phases)
    return all(phase.plain and phase.game is None for phase in phases)


def _fee(language: str, rates: Rates) -> str | None:
    return money(language, rates.fee, rates.currency) if rates.fee > 0 else None


def _rules(language: str, experiment: Experiment, rates: Rates) -> dict[str, Any]:
    game = experiment.game
    held, others = game.endowments[0], game.members - 1
    return {
        "members": game.members,
        "endowment": held,
        "mpcr": game.mpcr[0] / POINT,
        "everybody": sum(game.mpcr) / POINT,
        "examples": (
            _example(game, held // 4, others * held // 2),
            _example(game, 3 * held // 4, 3 * others * held // 4),
        ),
        "rounds": _rounds(experiment),
        "lengths": _lengths(experiment),
        "same": _same(experiment),
        "horizon": _horizon(experiment),
        "pace": experiment.pace,
        "beliefs": (),
        "reading": False,
        "value": money(language, rates.point_value, rates.currency),
        "fee": _fee(language, rates),
    }


def _example(game: Game, own: int, rest: int) -> dict[str, int | float]:
    """Work out a round in which a member gives some and the others together the rest."""
    given = np.array([own, rest, *[0] * (game.members - 2)], dtype=np.int64) * POINT
    return {
        "own": own,
        "rest": rest,
        "kept": game.endowments[0] - own,
        "total": own + rest,
        "share": game.mpcr[0] * (own + rest) / POINT,
        "earned": int(game.earnings(given)[0]) / POINT,
    }
