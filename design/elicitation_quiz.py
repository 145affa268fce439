"""How is it checked that somebody understands which of its two answers counts, and when?

Worked examples are read off the rules that pay, so that none can be wrong.
"""

import numpy as np

from design.elicitation import counted, others_means
from design.game import POINT, Game
from design.messages import Question, message

PART = 0
"""What the table `quiz` calls the task: it comes before part 1."""


def example(game: Game) -> dict[str, int | float]:
    """Work out a group in which the first member is drawn, and one in which it is not.

    `first`, `second`, `third` are the others' unconditional contributions, `mean` their exact and
    `rounded` their rounded average; `own` is the first member's unconditional contribution and
    `entry` what its table says at the rounded average; `by_table` and `by_own` are what counts.
    """
    held = game.endowments[0]
    others = (held // 5, held // 4, held // 2)
    own, entry = 2 * held // 5, 3 * held // 5
    stated = np.array([own, *others], dtype=np.int64)
    table = np.full((4, held + 1), entry, dtype=np.int64)
    drawn, spared = (counted(stated, table, np.array(seat)) for seat in (0, 3))
    return {
        "first": others[0],
        "second": others[1],
        "third": others[2],
        "mean": round(sum(others) / 3, 2),
        "rounded": int(others_means(stated)[0]),
        "own": own,
        "entry": entry,
        "by_table": int(drawn[0]),
        "by_own": int(spared[0]),
        "earned": int(game.earnings(drawn * POINT)[0]) / POINT,
    }


def questions(game: Game) -> tuple[Question, ...]:
    """Ask which entry is read, what counts when one is not drawn, and when the lot is drawn."""
    worked = example(game)
    return (
        Question(
            "entry_read",
            message("elicit_ask.entry_read", **worked),
            message("elicit_explain.entry_read", **worked),
            (),
            str(worked["rounded"]),
        ),
        Question(
            "drawn",
            message("elicit_ask.drawn", **worked),
            message("elicit_explain.drawn", **worked),
            (),
            str(worked["by_table"]),
        ),
        Question(
            "not_drawn",
            message("elicit_ask.not_drawn", **worked),
            message("elicit_explain.not_drawn", **worked),
            (),
            str(worked["by_own"]),
        ),
        Question(
            "lot",
            message("elicit_ask.lot"),
            message("elicit_explain.lot"),
            (
                message("elicit_ask.lot_before"),
                message("elicit_ask.lot_after"),
                message("elicit_ask.lot_self"),
            ),
            "1",
        ),
    )
