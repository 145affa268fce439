"""What would each seat of a treatment see in a round, at each of its stages?"""

from collections.abc import Iterator
from dataclasses import dataclass

from design.acted import Cast, seated, together
from design.catalogue import named, treatment
from design.conditions import Condition
from design.pace import Pace
from design.population import fischbacher_gaechter
from design.state import Group
from design.treatments import Treatment
from design.view import view
from screens.play import fragment

PRIZE = 20


@dataclass(frozen=True)
class Asked:
    """Which moments of which treatment are looked at.

    Attributes
    ----------
    condition : str or Condition
        A condition of the catalogue by its name, or one of one's own.
    round : int
        The round, from 1, counted over all parts.
    beliefs, kept : bool
        Whether beliefs are asked, and whether part 3 keeps the monitoring of part 2.
    language : str
        Of the screens.
    seed : int
        What the simulated members and every draw are made from.
    """

    condition: str | Condition
    round: int = 7
    beliefs: bool = False
    kept: bool = True
    language: str = "en"
    seed: int = 1

    def __post_init__(self) -> None:
        """Refuse a condition that does not exist."""
        named(self.condition)


@dataclass(frozen=True)
class Scene:
    """One moment of a round: its stage, and every seat's screen by letter."""

    stage: str
    screens: dict[str, str]


def scenes(asked: Asked) -> tuple[Scene, ...]:
    """Return what every seat sees when a stage of the round opens, played by simulated members.

    Raises
    ------
    ValueError
        If the treatment has no such round.
    """
    found: dict[str, Scene] = {}
    for group in _groups(asked):
        if group.round != asked.round or group.finished:
            continue
        name = _stage(group)
        if name not in found:
            found[name] = Scene(name, _screens(group, asked.language))
    return tuple(found.values())


def _groups(asked: Asked) -> Iterator[Group]:
    played = treatment(asked.condition, beliefs=asked.beliefs, kept=asked.kept)
    if not 1 <= asked.round <= played.rounds:
        raise ValueError(f"{played.condition} has rounds 1 to {played.rounds}, found {asked.round}")
    for step in together(_casts(asked, played), seed=asked.seed):
        if step.group.slot == 0:
            yield step.group
            if step.group.round > asked.round:
                return


def _casts(asked: Asked, played: Treatment) -> tuple[Cast, ...]:
    """Return who plays: the group in slot 0, and the group that it hears of, if any."""
    people, other = fischbacher_gaechter(played.game), named(asked.condition).hears
    minds = [seated(people, asked.seed, slot, played.game) for slot in (0, 1)]
    if not other:
        return (Cast(played, minds[0]),)
    heard = treatment(other, beliefs=asked.beliefs, kept=asked.kept)
    return Cast(played, minds[0], 0, donor=1), Cast(heard, minds[1], 1, donor=0)


def _stage(group: Group) -> str:
    """Name the moment: an explanation while anybody still reads, else the open stage."""
    if any(group.stage(seat) == "explain" for seat in range(len(group.seats))):
        return "explain"
    return group.open.name if group.open is not None else "wait"


def _screens(group: Group, language: str) -> dict[str, str]:
    return {
        letter: fragment(view(group, seat), language, pace=Pace(), prize=PRIZE)
        for seat, letter in enumerate(group.treatment.game.seats)
    }
