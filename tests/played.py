"""How does a test bring a group to a certain moment?"""

from design.catalogue import treatment
from design.pace import Pace
from design.transition import Answer, Contribute, advance, start
from design.view import view

PACE = Pace()


def group_at(condition, number, *, given, beliefs=True, kept=True, game=None):
    """Play a group until a round is open: every seat gives the same in every round."""
    played = treatment(condition, beliefs=beliefs, kept=kept, game=game)
    group = start(0, played, PACE, 0)
    while group.round < number:
        group = round_played(understood(group), given)
    return group


def understood(group):
    """Let every seat answer all questions of its explanation rightly."""
    for seat in range(len(group.seats)):
        if group.stage(seat) == "explain":
            right = tuple((q.name, q.answer) for q in view(group, seat).questions)
            group = accepted(group, Answer(seat, group.part, right))
    return group


def round_played(group, given):
    """Let every seat give in the open round."""
    number = group.round
    for seat in range(len(group.seats)):
        group = contributed(group, seat, given[seat], number)
    return group


def contributed(group, seat, points, number=None):
    """Let one seat give, guessing 3 wherever it is asked."""
    asked = group.treatment.phases[group.part].beliefs
    choice = Contribute(seat, number or group.round, points, (3,) * len(asked))
    return accepted(group, choice)


def accepted(group, action):
    """Do what must be accepted."""
    step = advance(group, action, 1)
    assert step.refusal is None, step.refusal
    return step.group
