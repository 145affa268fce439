"""What does each seat see, and what can it work out, in every condition? Prints the docs' table."""

import argparse

from design.catalogue import CORE, treatment
from design.treatments import Treatment

HEAD = """# What each seat sees, and what follows by arithmetic

Written by `python -m lab deducible` from the rules that decide what is shown; a test compares
this page with them. Seats A and B sit on one side of the glass, C and D on the other. Everybody
is told its row. "Always" means in every round; "at the bounds" means in rounds in which what is
left for the unseen seats is zero, or all that they hold, so that each of them is known.

| condition | cell | seat | sees | seen by | printed besides | always deducible | at the bounds |
|---|---|---|---|---|---|---|---|
"""

TAIL = """
Part 1 of every treatment prints the group total and nothing else about others. The total makes
own earnings deducible, and at the bounds every entry. A removed part 3 is dark.

The payment statement, after the last round, shows the group total of each paid round, and to
groups with beliefs the mean that the paid belief was about. Members are told so in advance.
"""


def _names(seats: str) -> str:
    return ", ".join(seats) or "nobody"


def row(regime: Treatment, seat: int) -> str:
    """Return one seat's line of the table."""
    game, entitled = regime.game, regime.phases[1].monitoring.entitled(regime.game)
    others = [j for j in range(game.members) if j != seat]
    seen = "".join(game.seats[j] for j in others if entitled.entries[seat, j])
    watched = "".join(game.seats[j] for j in others if entitled.entries[j, seat])
    unseen = "".join(game.seats[j] for j in others if not entitled.entries[seat, j])
    known = "".join(game.seats[j] for j in others if entitled.deduced[seat, j])
    knows_total = entitled.total[seat] or entitled.total_deduced[seat]
    always = [f"contribution of {_names(known)}"] if known else []
    always += ["group total"] if entitled.total_deduced[seat] else []
    always += ["own earnings"] if knows_total and not entitled.earnings[seat] else []
    bounds = f"contributions of {_names(unseen)}" if knows_total and unseen != known else ""
    cells = (
        regime.condition,
        regime.roles.cells[seat],
        game.seats[seat],
        _names(seen),
        _names(watched),
        "own earnings" if entitled.earnings[seat] else "nothing",
        ", ".join(always) or "nothing",
        bounds or "nothing",
    )
    return f"| {' | '.join(cells)} |\n"


def page() -> str:
    """Return the page, in Markdown."""
    regimes = [treatment(name, beliefs=False, kept=True) for name in CORE]
    lines = [row(regime, seat) for regime in regimes for seat in range(regime.game.members)]
    return HEAD + "".join(lines) + TAIL


def main(argv: list[str]) -> int:
    """Print the page."""
    argparse.ArgumentParser(prog="python -m lab deducible", description=__doc__).parse_args(argv)
    print(page(), end="")
    return 0
