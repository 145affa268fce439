"""Which random draws does a group rest on, with the keys that recompute each?"""

from collections.abc import Iterator

from design.payment import paid_rounds, prize_draw, seating
from design.stages.look import Look
from design.treatments import Treatment

Row = dict[str, str]


def draws(treatment: Treatment, seed: int, slot: int) -> tuple[Row, ...]:
    """List a group's draws as rows of the table `draws`, all made from the schedule's seed.

    Values are written as text: a round, a question's name, the seats in the members' order of
    arrival, a uniform with all its digits, a price in points. Keys are integers separated by
    spaces; parts and seats count from 0. Prices that bids meet are here, and not with the looks,
    because a look that was not bought leaves no price there.
    """
    drawn, seats = paid_rounds(treatment, seed, slot), treatment.game.seats
    order = seating(seed, slot, treatment.game.members)
    rows = [_row("seats", f"{slot}", " ".join(seats[index] for index in order))]
    rows += [
        _row("paid round", f"{slot} {part}", str(number))
        for part, number in enumerate(drawn.contribution)
    ]
    if drawn.belief is not None:
        rows.append(_row("belief round", f"{slot}", str(drawn.belief)))
        rows.append(_row("belief question", f"{slot}", str(drawn.question)))
        for index, seat in enumerate(seats):
            value = repr(prize_draw(seed, slot, index))
            rows.append(_row("prize", f"{slot} {index}", value, seat))
    return (*rows, *_look_prices(treatment, seed, slot))


def _look_prices(treatment: Treatment, seed: int, slot: int) -> Iterator[Row]:
    """Yield the price that each member's bid for a look meets, by round and seat."""
    for part, phase in enumerate(treatment.phases):
        first = treatment.first_round(part)
        for look in (stage for stage in phase.stages if isinstance(stage, Look) and stage.bids):
            for number in range(first, first + phase.rounds):
                for index, seat in enumerate(treatment.game.seats):
                    price = str(look.drawn(seed, slot, number, index))
                    yield _row("look price", f"{slot} {number} {index}", price, seat)


def _row(purpose: str, keys: str, value: str, seat: str = "") -> Row:
    return {"seat": seat, "purpose": purpose, "keys": keys, "value": value}
