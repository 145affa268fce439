"""What must members be told of a game in which points do not simply add up?"""

from design.game import POINT, Game
from design.messages import Message, Question, message
from design.stages.stage import yes_no


def rules(game: Game, seat: int, *, before: Game | None = None) -> tuple[Message, ...]:
    """Tell a seat how a round earns; nothing for the linear game with a known return.

    `before` is the game of the part before, by which a change is called one.
    """
    if game.plain:
        return ()
    opening = "technology.unchanged" if game == before else "technology.changed"
    return (message(opening, endowment=game.endowments[seat]), *_counted(game, seat),
            *_uncertain(game))  # fmt: skip


def reminder(game: Game, seat: int) -> tuple[Message, ...]:
    """Say the same in short, beside the decision, or that not all earn alike."""
    if game.plain:
        # Who holds nothing or has another return is no one of "each of the members".
        alike = len(set(game.mpcr)) == 1 and min(game.endowments) > 0
        own = {"endowment": game.endowments[seat], "mpcr": game.mpcr[seat] / POINT}
        return () if alike else (message("technology.own", **own),)
    held = message("technology.hint", endowment=game.endowments[seat])
    return (held, *_counted(game, seat), *_uncertain(game)[:1])


def _counted(game: Game, seat: int) -> tuple[Message, ...]:
    """Say which points bear a return."""
    share = game.mpcr[seat] / POINT
    if game.technology == "weakest_link":
        links = sum(held > 0 for held in game.endowments)
        return (message("technology.weakest", share=round(share * links, 3)),)
    if game.technology == "threshold":
        reached = message("technology.threshold", threshold=game.threshold, mpcr=share)
        return (reached, _missed(game))
    return ()


def _missed(game: Game) -> Message:
    """Say what becomes of contributions that fall short of a threshold."""
    if game.refund == 0:
        return message("technology.lost", threshold=game.threshold)
    if game.refund == POINT:
        return message("technology.refunded", threshold=game.threshold)
    return message("technology.part_back", threshold=game.threshold, percent=game.refund / 10)


def _uncertain(game: Game) -> tuple[Message, ...]:
    """Say that one of two returns was drawn, and that nobody is told which."""
    if not game.returns:
        return ()
    low, high = (share / POINT for share in game.returns)
    return (
        message("technology.uncertain", low=low, high=high),
        message("technology.secret"),
    )


def questions(game: Game) -> tuple[Question, ...]:
    """Ask whether that was understood."""
    asked: list[Question] = []
    if game.technology == "weakest_link":
        asked.append(yes_no("one_gives_nothing", message("technology.ask_weakest"),
                            message("technology.why_weakest"), False))  # fmt: skip
    if game.technology == "threshold":
        short = message("technology.ask_threshold", points=game.threshold - 1)
        asked.append(yes_no("one_point_short", short, _missed(game), False))
    if game.returns:
        asked.append(yes_no("return_known", message("technology.ask_uncertain"),
                            message("technology.secret"), False))  # fmt: skip
    return tuple(asked)
