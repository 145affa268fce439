"""What is a member paid, and why?"""

from dataclasses import dataclass

import numpy as np

from design.game import POINT
from design.payment import PaidRounds, paid_rounds, prize_draw, prize_probability
from design.rounds import sat_out
from design.settling import settle
from design.state import Group


@dataclass(frozen=True)
class PaidRound:
    """A round drawn for contribution pay, in points.

    Earnings include what other stages added or took. A drawn round that was not played, because
    the game was ended before it, pays the endowment: what its member was sure of; or nothing where
    its member had left. Its `own` and `total` are None. `outside` rounds are those it sat out.
    """

    part: int
    round: int
    own: int | None
    total: int | None
    earnings: float
    automatic: bool
    outside: bool = False


@dataclass(frozen=True)
class PaidBelief:
    """The belief drawn for the prize.

    Attributes
    ----------
    round, question, about
        Which belief it was, and the seats whose mean it guessed.
    belief : int or None
        What was stated; None where the choice was automatic, which wins nothing.
    truth, probability, drawn : float
        The seats' mean contribution, the chance of the prize and the uniform drawn.
    won : bool
        Whether the uniform lay below the chance.
    """

    round: int
    question: str
    about: str
    belief: int | None
    truth: float
    probability: float
    drawn: float
    won: bool


@dataclass(frozen=True)
class Statement:
    """A member's pay in points with its reasons."""

    rounds: tuple[PaidRound, ...]
    belief: PaidBelief | None
    contribution_pay: float
    prize_pay: float

    @property
    def pay(self) -> float:
        """Points earned in all."""
        return self.contribution_pay + self.prize_pay


def statement(group: Group, seed: int, seat: int, prize: int) -> Statement:
    """Work out a seat's pay from its finished group; see `statements`."""
    return statements(group, seed, prize)[seat]


def statements(group: Group, seed: int, prize: int) -> tuple[Statement, ...]:
    """Work out every seat's pay from a finished group; a pure function of play and seed.

    Raises
    ------
    ValueError
        While the game is not over: nothing is said about pay before the last round is settled.
    """
    if not group.finished:
        raise ValueError(f"slot {group.slot} has {len(group.history)} settled rounds, not all")
    drawn = paid_rounds(group.treatment, seed, group.slot)
    rounds = [_paid_round(group, number) for number in drawn.contribution]
    return tuple(
        _owed(tuple(paid[seat] for paid in rounds), _paid_belief(group, seed, seat, drawn), prize)
        for seat in range(group.treatment.game.members)
    )


def _owed(rounds: tuple[PaidRound, ...], belief: PaidBelief | None, prize: int) -> Statement:
    won = belief is not None and belief.won
    return Statement(
        rounds=rounds,
        belief=belief,
        # Fines and prices can take more than a round earned, but never from the fee.
        contribution_pay=max(0, round(sum(paid.earnings for paid in rounds) * POINT)) / POINT,
        prize_pay=float(prize if won else 0),
    )


def _paid_round(group: Group, number: int) -> tuple[PaidRound, ...]:
    """Return what a drawn round pays each seat."""
    part = group.treatment.part(number)
    if number > len(group.history):
        held = group.treatment.game_of(part).endowments
        sure = [0 if seat in group.gone else points for seat, points in enumerate(held)]
        return tuple(
            PaidRound(part + 1, number, None, None, float(points), False) for points in sure
        )
    settled = group.history[number - 1]
    outcome = settle(group.replay(number), group.treatment.phases[part].stages)
    return tuple(
        PaidRound(
            part=part + 1,
            round=number,
            own=choice.contribution,
            total=sum(settled.contributions),
            earnings=int(outcome.earned[seat] + outcome.added[seat]) / POINT,
            automatic=choice.automatic,
            outside=sat_out(group, seat, number),
        )
        for seat, choice in enumerate(settled.choices)
    )


def _paid_belief(group: Group, seed: int, seat: int, drawn: PaidRounds) -> PaidBelief | None:
    if drawn.belief is None or drawn.belief > len(group.history):
        return None
    treatment, settled = group.treatment, group.history[drawn.belief - 1]
    asked = treatment.phase(drawn.belief).beliefs
    place = [belief.name for belief in asked].index(str(drawn.question))
    about = asked[place].about[seat]
    truth = float(np.mean([settled.contributions[treatment.game.seats.index(s)] for s in about]))
    stated = settled.choices[seat].beliefs
    belief = stated[place] if stated else None
    most = max(treatment.game_of(treatment.part(drawn.belief)).endowments)
    chance = 0.0 if belief is None else prize_probability(belief, truth, most)
    uniform = prize_draw(seed, group.slot, seat)
    return PaidBelief(
        drawn.belief, str(drawn.question), about, belief, truth, chance, uniform, uniform < chance
    )
