"""How does a test bring a group to a stage of part 2, or play one of its rounds?"""

from dataclasses import replace

from played import accepted, understood

from design.catalogue import CONDITIONS, Parts, treatment
from design.choices import Act, Choice
from design.pace import Pace
from design.play import Play
from design.settling import settle
from design.transition import Contribute, Perform, start

PARTS = Parts(1, 11, 3)
SEED = 11


def begun(condition, *, kept=True, parts=PARTS):
    """Play part 1 and let everybody understand part 2."""
    group = start(0, treatment(condition, beliefs=False, kept=kept, parts=parts), Pace(), 0,
                  seed=SEED)  # fmt: skip
    members = range(group.treatment.game.members)
    for _ in range(parts.common):
        for seat in members:
            group = accepted(group, Contribute(seat, group.round, 5))
    return understood(group)


def at_stage(condition, stage, amounts, *, acts=None):
    """Bring a group of a condition to a stage of the first round of part 2."""
    group = begun(condition)
    while group.open.name != stage:
        group = moved(group, amounts, acts or {})
    return group


def moved(group, amounts, acts):
    """Let all act at the open stage; `acts` holds for each stage by seat the values, or rules."""
    open_, number = group.open, group.round
    for seat in range(group.treatment.game.members):
        if group.stage(seat) == "contribute":
            group = accepted(group, Contribute(seat, number, amounts[seat]))
        elif group.stage(seat) == open_.name:
            group = accepted(group, Perform(seat, number, open_.name, _values(group, seat, acts)))
    return group


def _values(group, seat, acts):
    name = group.open.name
    if name in acts and acts[name][seat] is not None:
        return acts[name][seat]
    return tuple((a.field, max(a.default, a.low)) for a in group.open.asks(group.play, seat))


def round_of(group, amounts, acts=None):
    """Play the open round."""
    number = group.round
    while group.round == number and not group.finished:
        group = moved(group, amounts, acts or {})
    return group


def played(condition, amounts, acts, *, number=1):
    """Return a round of part 2 as a Play, without asking anybody; the rounds before it are alike.

    `acts` holds for each stage by seat the values of an act, None where nothing was answered.
    """
    found = CONDITIONS[condition]
    made = treatment(condition, beliefs=False, kept=True, parts=PARTS)
    empty = ((),) * found.members
    by_seat = tuple(
        tuple(Act(stage, values[seat]) for stage, values in acts.items()
              if values[seat] is not None)
        for seat in range(found.members)
    )  # fmt: skip
    return Play(
        game=made.game_of(1),
        monitoring=found.monitoring,
        seed=SEED,
        slot=0,
        round=1 + number,
        first=2,
        last=1 + PARTS.monitored,
        earlier=(),
        choices=tuple(Choice(points) for points in amounts),
        acts=by_seat if acts else empty,
        stages=found.stages,
    )


def shown_alike(condition, one, other, *, seat):
    """Check that two rounds show the same to a seat that gave the same in both."""
    own = one.choices[seat]
    other = replace(other, choices=(*other.choices[:seat], own, *other.choices[seat + 1 :]))
    settled = [settle(play, condition.stages).signal for play in (one, other)]
    for name in ("entries", "total", "earnings", "others", "extremes"):
        found = [getattr(signal, name) for signal in settled]
        assert (found[0].size, found[1].size) == (0, 0) or (found[0][seat] == found[1][seat]).all()
    told = [[stage.shows(play, seat) for stage in condition.stages] for play in (one, other)]
    assert told[0] == told[1]
