"""How does a test act at the stages of a group's open round?"""

from played import accepted, group_at, understood

from design.acted import act
from design.catalogue import treatment
from design.game import Game
from design.strategies import conditional_cooperator
from design.transition import Contribute, Perform
from design.view import view

POINTS = (10, 10, 10, 10)


def stood(condition, number=6):
    """Bring a group to its first treated round, in which every seat has read the rules."""
    return understood(group_at(condition, number, given=(10,) * 20, beliefs=False))


def performed(group, seat, values):
    """Let a seat answer at the open stage."""
    assert group.open is not None
    action = Perform(seat, group.round, group.open.name, tuple(values.items()))
    return accepted(group, action)


def played(group, points):
    """Let every seat that is asked contribute; other stages must be over."""
    number = group.round
    for seat, given in enumerate(points):
        if group.stage(seat) == "contribute" and group.round == number:
            group = accepted(group, Contribute(seat, number, given))
    return group


def told(group, seat):
    """Return everything that a seat's screen may show."""
    return view(group, seat)


def simulated(condition, *, seed=7):
    """Play a condition to its end by conditional cooperators."""
    made = treatment(condition, beliefs=True, kept=True)
    members = made.game.members
    game = Game((20,) * members, (400,) * members)
    return act(made, (conditional_cooperator(game),) * members, seed=seed)
