"""Which rounds are paid, what is a stated belief worth, and what does a member earn in all?"""

from dataclasses import dataclass

import numpy as np

from design import chance
from design.game import POINT
from design.treatments import Treatment


@dataclass(frozen=True)
class PaidRounds:
    """What was drawn for a group.

    Attributes
    ----------
    contribution : tuple of int
        One round of each part.
    belief : int or None
        Another round with beliefs, where the treatment asks them.
    question : str or None
        Name of the belief that is paid in that round.
    """

    contribution: tuple[int, ...]
    belief: int | None
    question: str | None


def paid_rounds(treatment: Treatment, seed: int, slot: int) -> PaidRounds:
    """Draw a group's paid rounds; a pure function of the schedule's seed and the slot."""
    drawn = tuple(
        treatment.first_round(part)
        + int(chance.choice(seed, (slot, part), "paid round", among=phase.rounds))
        for part, phase in enumerate(treatment.phases)
    )
    asked = [
        number
        for number in range(1, treatment.rounds + 1)
        if treatment.phase(number).beliefs and number not in drawn
    ]
    if not asked:
        return PaidRounds(drawn, None, None)
    number = asked[int(chance.choice(seed, (slot,), "belief round", among=len(asked)))]
    questions = treatment.phase(number).beliefs
    place = int(chance.choice(seed, (slot,), "belief question", among=len(questions)))
    return PaidRounds(drawn, number, questions[place].name)


def prize_probability(belief: float, truth: float, endowment: int) -> float:
    """Return the chance of the prize, 1 - ((b - y) / e)^2, for amounts in points.

    A binarised quadratic rule (Hossain and Okui 2013, Review of Economic Studies): stating the
    mean is best whatever one's attitude to risk.
    """
    return 1.0 - ((belief - truth) / endowment) ** 2


def prize_draw(seed: int, slot: int, seat: int) -> float:
    """Draw the uniform that wins the prize when it lies below the chance."""
    return float(chance.uniform(seed, (slot, seat), "prize"))


def seating(seed: int, slot: int, members: int) -> tuple[int, ...]:
    """Draw, for each member in order of arrival, the index of its seat."""
    drawn = chance.permutation(seed, (slot,), "seats", of=members)
    return tuple(int(seat) for seat in np.atleast_1d(drawn))


def points(milli_points: int) -> float:
    """Convert exact milli-points to points for display and storage."""
    return milli_points / POINT
