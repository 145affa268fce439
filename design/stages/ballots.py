"""How do members' votes become one decision that holds for some rounds?"""

import numpy as np

from design import chance
from design.play import Play


def ballot(play: Play, every: int) -> Play:
    """Return the round of the latest ballot, held in every so many rounds of a phase."""
    since = play.turn % every
    return play.back(play.round - since) if since else play


def votes(play: Play, stage: str, field: str) -> tuple[int, ...]:
    """Return what members voted for in a round; a rule that acts for an absent member abstains."""
    acts = [play.act(seat, stage) for seat in range(play.game.members)]
    cast = [act.value(field) for act in acts if act is not None and not act.automatic]
    return tuple(one for one in cast if one is not None)


def most_wanted(play: Play, cast: tuple[int, ...], among: int) -> int:
    """Return the option with most votes, from 0; ties are broken by a draw of the round."""
    counts = np.bincount(np.array(cast, dtype=np.int64), minlength=among)
    tied = np.flatnonzero(counts == counts.max())
    keys = (play.slot, play.round)
    return int(tied[int(chance.choice(play.seed, keys, "vote tie", among=len(tied)))])


def agreed(cast: tuple[int, ...]) -> int:
    """Return the highest number that more than half voted for or above; 0 without votes.

    The lower median: no member gains from voting for anything but what it wants.
    """
    return sorted(cast)[(len(cast) - 1) // 2] if cast else 0
