"""How is it checked, before anything is played, that somebody understands what points bring?

Right answers are read off the rule that pays, so that none can be wrong.
"""

import numpy as np

from design.game import POINT, Game
from design.messages import Question, message


def introduction_questions(game: Game) -> tuple[Question, ...]:
    """Ask for the arithmetic of the game and for what part 1 shows, before anything is played.

    Questions are the same for every seat, so the game must be the same for every seat.
    """
    held, others = game.endowments[0], game.members - 1

    def earned(own: int, other: int) -> str:
        choices = np.array([own, *[other] * others], dtype=np.int64) * POINT
        return f"{game.earnings(choices)[0] / POINT:g}"

    def arithmetic(name: str, own: int, other: int) -> Question:
        result = earned(own, other)
        values = {"own": own, "other": other, "others": others, "endowment": held}
        return Question(
            name,
            message(f"ask.{name}", **values),
            message("explain.arithmetic", **_sum(game, own, other), earned=float(result)),
            (),
            result,
        )

    return (
        arithmetic("nobody", 0, 0),
        arithmetic("everybody", held, held),
        arithmetic("only_others", 0, held),
        Question(
            "part_one_shows",
            message("ask.part_one_shows"),
            message("explain.part_one_shows"),
            (message("option.each"), message("option.total"), message("option.nothing")),
            "1",
        ),
    )


def _sum(game: Game, own: int, other: int) -> dict[str, int | float]:
    total = own + other * (game.members - 1)
    return {
        "kept": game.endowments[0] - own,
        "total": total,
        "share": game.mpcr[0] * total / POINT,
    }
