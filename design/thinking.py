"""What does one member alone believe, expect and give?

The arithmetic of design/strategies.py in whole numbers: arrays that hold one member's few numbers
take ten times as long. Tests hold both equal.
"""

from design import chance
from design.feedback import Feedback
from design.game import POINT, Game
from design.occasions import HIDDEN
from design.strategies import Quantity, Strategy

Row = tuple[int, ...]
"""Milli-points by subject, as one observer knows them; its own entry means nothing."""


def first_beliefs(strategy: Strategy, game: Game) -> Row:
    """Return what a member believes of each other before round 1."""
    return (int(strategy.prior),) * game.members


def learn(strategy: Strategy, beliefs: Row, news: Row) -> Row:
    """Return beliefs after news of some members, `HIDDEN` where there is none."""
    seen, kept, level = strategy.belief_on_seen, strategy.belief_on_belief, strategy.belief_level
    return tuple(
        belief if new == HIDDEN else int(level) + _thousandth(seen * new + kept * belief)
        for new, belief in zip(news, beliefs, strict=True)
    )


def heard(shown: Feedback, seat: int, game: Game) -> Row:
    """Return what a round's feedback says of each member's contribution, `HIDDEN` for nothing.

    A shown entry is itself. Where the total is shown or follows, what it leaves for the unseen is
    spread evenly over them. Of extremes the middle is taken.
    """
    entries = entries_of(shown, seat, game)
    total, unseen = _known_total(shown, entries, seat, game), entries.count(HIDDEN)
    even = HIDDEN
    if total != HIDDEN:
        even = (total - sum(one for one in entries if one != HIDDEN)) // max(unseen, 1)
    ends = [_milli(end) for end in (shown.low, shown.high) if end is not None]
    if even == HIDDEN and ends:
        even = sum(ends) // len(ends)
    return tuple(even if one == HIDDEN else one for one in entries)


def entries_of(shown: Feedback, seat: int, game: Game) -> Row:
    """Return the contributions that are shown, or follow from earnings shown in their place."""
    entries = [HIDDEN] * game.members
    entries[seat] = shown.own * POINT
    for subject, value in shown.entries:
        entries[game.seats.index(subject)] = _milli(value)
    if shown.earnings is not None and shown.paid:
        # Others gave e - pi + m X, and X follows from one's own earnings.
        held, share = game.endowments[0] * POINT, game.mpcr[0]
        spent = _milli(shown.earnings) - held + entries[seat]
        for subject, earned in shown.paid:
            others = held - _milli(earned) + share * (spent // share)
            entries[game.seats.index(subject)] = others
    return tuple(entries)


def _known_total(shown: Feedback, entries: Row, seat: int, game: Game) -> int:
    """Return the group total where it is shown or can be deduced, else `HIDDEN`."""
    total = HIDDEN if shown.total is None else _milli(shown.total)
    hidden = zip(entries, game.endowments, strict=True)
    # Who holds nothing gives nothing, seen or not.
    if not any(one == HIDDEN and held > 0 for one, held in hidden):
        total = sum(one for one in entries if one != HIDDEN)
    others = [_milli(value) for value in shown.others]
    if others and HIDDEN not in others:
        total = sum(others) + entries[seat]
    share = game.mpcr[seat]
    if not game.plain or shown.earnings is None or share == 0:
        return total
    return (_milli(shown.earnings) - game.endowments[seat] * POINT + entries[seat]) * POINT // share


def contribute(strategy: Strategy, beliefs: Row, seat: int, game: Game, *, noise: int = 0) -> int:
    """Return what a member gives, whole points within 0 .. endowment.

    Parameters
    ----------
    noise : int
        This round's tremble, in thousandths of a standard deviation.
    """
    most, shaken = game.endowments[seat], _thousandth(strategy.tremble * noise)
    others = beliefs[:seat] + beliefs[seat + 1 :]
    if game.technology == "weakest_link":
        return _within(_thousandth(min(others) + shaken), most)
    mean = sum(others) // len(others)
    bent = mean - 2 * max(mean - int(strategy.turn), 0)
    planned = int(strategy.schedule_level) + _thousandth(strategy.schedule_slope * bent)
    planned = _within(planned, most * POINT)
    drawn = strategy.on_schedule * planned + strategy.on_belief * mean + strategy.tremble * noise
    given = _within(_thousandth(strategy.level + _thousandth(drawn)), most)
    if game.technology != "threshold":
        return given
    # Who expects the others to leave no more than it holds, and gains from it, completes.
    missing = -((sum(others) - game.threshold * POINT) // POINT) * POINT
    completes = missing <= min(most * POINT, game.mpcr[seat] * game.threshold)
    return max(given, missing // POINT) if completes else given


def state(beliefs: Row, about: str, seat: int, game: Game) -> int:
    """Return the whole points that a member states for the mean of the seats asked about."""
    asked = [one for one, name in zip(beliefs, game.seats, strict=True) if name in about]
    return _within(_thousandth(sum(asked) // len(asked)), game.endowments[seat])


def noise(seed: int, keys: tuple[int, ...], purpose: str) -> int:
    """Draw one member's noise, thousandths of a standard deviation, as `strategies.noise`."""
    word = int(chance.bits(seed, keys, purpose))
    quarters = sum((word >> 16 * place) & 0xFFFF for place in range(4))
    return (quarters - 2 * 0xFFFF) * 10_000 // 378_372


def _thousandth(product: Quantity) -> int:
    return int((product + 500) // 1_000)


def _within(amount: int, most: int) -> int:
    return min(max(amount, 0), most)


def _milli(points: float) -> int:
    return round(points * POINT)
