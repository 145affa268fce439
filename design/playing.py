"""What does a Strategy choose in front of one member's screen?

Everything is what the screen shows, so a played Strategy knows what a person would, and no more.
"""

from dataclasses import dataclass
from functools import lru_cache

from design.choices import Choice
from design.feedback import Feedback, history
from design.game import POINT, Game
from design.messages import Message
from design.sayings import Said, complied, hear, led, promise
from design.stages.stage import Mind
from design.state import Group
from design.strategies import Strategy
from design.thinking import Row, contribute, first_beliefs, heard, learn, state
from design.view import View, asked, news


@dataclass(frozen=True)
class Sight:
    """What one member has before it when it decides.

    Attributes
    ----------
    game : Game
        As explained to it: the same for every seat.
    seat : str
        Its letter.
    history : tuple of Feedback
        What the settled rounds showed to it.
    asked : tuple of (str, str)
        The beliefs asked, each with the seats it is about.
    news : tuple of Message
        What the open round has shown to it so far.
    """

    game: Game
    seat: str
    history: tuple[Feedback, ...]
    asked: tuple[tuple[str, str], ...] = ()
    news: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Memory:
    """What a member made of the rounds that it was shown, so that it need not begin again.

    Attributes
    ----------
    game : Game or None
        As explained to it then.
    history : tuple of Feedback
        The rounds.
    beliefs, said
        After each of them, its beliefs and what was said.
    """

    game: Game | None = None
    history: tuple[Feedback, ...] = ()
    beliefs: tuple[Row, ...] = ()
    said: tuple[Said, ...] = ()


def sight_of(view: View) -> Sight:
    """Return what a View puts before its member."""
    game = _explained(
        # Who holds nothing thinks of those who do.
        view.endowment if view.endowment > 0 else view.most,
        round(view.mpcr * 1_000) if view.mpcr * view.members > 1 else 999,
        view.members,
        (view.technology, view.threshold, view.refund),
    )
    return Sight(game, view.seat, view.history, view.beliefs, view.news)


def sight_at(group: Group, seat: int, before: Memory) -> Sight:
    """Return what a member that is to decide has before it: `sight_of` its View, without the rest.

    Parameters
    ----------
    before : Memory
        Its own of an earlier moment; rounds that it remembers are not worked out again.
    """
    told = group.treatment.game_of(group.part)
    held, share = group.endowment(seat), group.game.mpcr[seat]
    game = _explained(
        held if held > 0 else max(told.endowments),
        share if share / 1_000 * told.members > 1 else 999,
        told.members,
        (told.technology, told.threshold, told.refund),
    )
    shown = history(group, seat, before=before.history)
    return Sight(game, told.seats[seat], shown, asked(group, seat), news(group, seat))


@lru_cache(maxsize=256)
def _explained(held: int, share: int, members: int, rule: tuple[str, int, int]) -> Game:
    """Return the game as one member thinks of it, in which all stand as it does."""
    technology, threshold, refund = rule
    least = min(threshold, held * members)
    return Game((held,) * members, (share,) * members, technology, least, refund)


def remembered(strategy: Strategy, sight: Sight, before: Memory | None = None) -> Memory:
    """Return what a member makes of all that it was shown, from what it remembers of it."""
    before = before if before is not None and before.game == sight.game else Memory()
    if before.game is not None and before.history is sight.history:
        return before
    same = _alike(before.history, sight.history)
    beliefs, said = list(before.beliefs[:same]), list(before.said[:same])
    game, seat = sight.game, sight.game.seats.index(sight.seat)
    for shown in sight.history[same:]:
        held = beliefs[-1] if beliefs else first_beliefs(strategy, game)
        held, told = hear(strategy, held, said[-1] if said else Said(), shown.lines, game)
        beliefs.append(learn(strategy, held, heard(shown, seat, game)))
        said.append(told)
    return Memory(game, sight.history, tuple(beliefs), tuple(said))


def _alike(before: tuple[Feedback, ...], now: tuple[Feedback, ...]) -> int:
    """Return how many rounds, from the first, are shown as they were: late reports change some."""
    pairs = enumerate(zip(before, now, strict=False))
    return next((n for n, (one, other) in pairs if one is not other), min(len(before), len(now)))


def choose(
    strategy: Strategy, sight: Sight, *, noise: int = 0, memory: Memory | None = None
) -> Choice:
    """Return the choice of one member, whole points, from all that it has been shown.

    Parameters
    ----------
    strategy : Strategy
        With one number per parameter.
    noise : int
        This round's tremble, in thousandths of a standard deviation.
    memory : Memory, optional
        What it has made of its history, if that is known.
    """
    held, said = _moved(strategy, sight, memory)
    seat = sight.game.seats.index(sight.seat)
    stated = tuple(state(held, about, seat, sight.game) for _, about in sight.asked)
    return Choice(_given(strategy, sight, held, said, noise=noise), stated)


def mind_of(
    strategy: Strategy,
    sight: Sight,
    *,
    noise: int = 0,
    uniform: float = 0.5,
    memory: Memory | None = None,
) -> Mind:
    """Return what a member makes of its screen before it answers another stage's asks."""
    held, said = _moved(strategy, sight, memory)
    planned = _given(strategy, sight, held, said, noise=noise)
    named = zip(sight.game.seats, held, strict=True)
    expected = tuple((n, b // POINT) for n, b in named if n != sight.seat)
    most = sight.game.endowments[sight.game.seats.index(sight.seat)]
    lines = sight.history[-1].lines if sight.history else ()
    return Mind(planned, most, expected, _surprise(sight, expected), uniform, lines)


def _moved(strategy: Strategy, sight: Sight, memory: Memory | None) -> tuple[Row, Said]:
    """Return a member's beliefs, and what was said, with the news of the open round."""
    known = remembered(strategy, sight) if memory is None else memory
    held = known.beliefs[-1] if known.beliefs else first_beliefs(strategy, sight.game)
    said = known.said[-1] if known.said else Said()
    held, said = hear(strategy, held, said, sight.news, sight.game)
    return led(held, sight.news, sight.game), said


def _given(strategy: Strategy, sight: Sight, held: Row, said: Said, *, noise: int) -> int:
    game, seat = sight.game, sight.game.seats.index(sight.seat)
    given = contribute(strategy, held, seat, game, noise=noise)
    given = min(game.endowments[seat], round(given * promise(said, game)))
    return complied(given, sight.news, game)


def _surprise(sight: Sight, expected: tuple[tuple[str, int], ...]) -> int:
    """Return by how much the latest contributions heard of fell short of what is expected now."""
    latest = sight.history[-1].entries if sight.history else ()
    if not latest:
        return 0
    mean = sum(value for _, value in latest) / len(latest)
    return round(sum(value for _, value in expected) / len(expected) - mean)
