"""Which random draws does a group rest on, with the keys that recompute each?"""

from design.payment import paid_rounds, prize_draw, seating
from design.treatments import Treatment

Row = dict[str, str]


def draws(treatment: Treatment, seed: int, slot: int) -> tuple[Row, ...]:
    """List a group's draws as rows of the table `draws`, all made from the schedule's seed.

    Values are written as text: a round, a question's name, the seats in the members' order of
    arrival, a uniform with all its digits. Keys are integers separated by spaces; parts and
    seats count from 0.
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
    return tuple(rows)


def _row(purpose: str, keys: str, value: str, seat: str = "") -> Row:
    return {"seat": seat, "purpose": purpose, "keys": keys, "value": value}
